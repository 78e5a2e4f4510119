/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

/* The first of the dynamic ports, RFC 6335 6. */
#define FIRST_DYNAMIC_PORT 49152U

static void
append_count(GString *words, uint32_t octets)
{
	g_string_append_printf(words, " %u %s", (unsigned)octets, octets == 1 ? "octet" : "octets");
}

static void
append_octets(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	const struct ladder_source *source = ladder->source;
	uint32_t columns = tcpsim_ladder_inner(ladder) - (uint32_t)words->len - 4;
	char *quote;

	if (record->octets_n == 0)
		return;
	quote = tcpsim_text_quote(source->octets(source->data, record), record->octets_n,
		MIN(columns, LADDER_QUOTE_COLUMNS), ladder->options->is_ascii);
	g_string_append_printf(words, " %s", quote);
	g_free(quote);
}

/* Append a value as a scenario would write it. */
static void
append_value(GString *words, const struct tcpsim_setting *setting, int64_t value)
{
	char time[48];

	if (setting->may_be_unlimited && value == TCPSIM_UNLIMITED) {
		g_string_append(words, "unlimited");
		return;
	}
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
		g_string_append(words, value != 0 ? "on" : "off");
		break;
	case TCPSIM_SETTING_DURATION:
		tcpsim_render_time(value, time);
		g_string_append(words, time);
		break;
	case TCPSIM_SETTING_CHOICE:
		g_string_append(words, setting->choices[value]);
		break;
	case TCPSIM_SETTING_FLAW:
		g_string_append(words, tcpsim_flaw_name((enum tcpsim_flaw)value));
		break;
	case TCPSIM_SETTING_COUNT:
	case TCPSIM_SETTING_BYTES:
		g_string_append_printf(words, "%lld", (long long)value);
		break;
	}
}

/* Append what a SET call set, `keepalive on`; its record has it as `keepalive=1`. */
static void
append_setting(GString *words, const char *assignment)
{
	const char *sign = strchr(assignment, '=');
	char *name = sign != NULL ? g_strndup(assignment, (size_t)(sign - assignment)) : g_strdup(assignment);
	const struct tcpsim_setting *setting = tcpsim_setting_find(name);

	g_string_append_printf(words, " %s ", name);
	if (sign != NULL && setting != NULL)
		append_value(words, setting, g_ascii_strtoll(sign + 1, NULL, 10));
	else if (sign != NULL)
		g_string_append(words, sign + 1);
	g_free(name);
}

/* Append both ends of what is to be connected. */
static void
append_ends(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	char *peer = tcpsim_ladder_name(ladder, record->peer);

	if (record->peer != TCPSIM_NO_HOST)
		g_string_append_printf(words, " %s:%u", peer, (unsigned)record->peer_port);
	/* One of those that a network gives by itself (RFC 6335 6) tells a reader nothing. */
	if (record->local_port != 0 && record->local_port < FIRST_DYNAMIC_PORT)
		g_string_append_printf(words, " from %u", (unsigned)record->local_port);
	g_free(peer);
}

/* A call of TCP. */
static void
append_arguments(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	switch ((enum tcpsim_call)record->what) {
	case TCPSIM_CALL_LISTEN:
		g_string_append_printf(words, " %u", (unsigned)record->local_port);
		break;
	case TCPSIM_CALL_CONNECT:
		append_ends(ladder, record, words);
		break;
	case TCPSIM_CALL_SEND:
		if (record->segment.ctl & TCPSIM_URG)
			g_string_append(words, " urgent");
		append_count(words, record->octets_n);
		append_octets(ladder, record, words);
		break;
	case TCPSIM_CALL_SET:
		if (record->words != NULL)
			append_setting(words, record->words);
		break;
	case TCPSIM_CALL_RECEIVE:
		if (record->segment.text_bytes != TCPSIM_RECEIVE_ALL)
			append_count(words, record->segment.text_bytes);
		break;
	case TCPSIM_CALL_CLOSE:
	case TCPSIM_CALL_SHUTDOWN:
	case TCPSIM_CALL_ABORT:
		break;
	}
}

static void
append_call(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	if (record->protocol == TCPSIM_PROTOCOL_TCP) {
		g_string_append(words, tcpsim_call_name((enum tcpsim_call)record->what));
		append_arguments(ladder, record, words);
	} else {
		g_string_append(words, tcpsim_socket_call_name((enum tcpsim_socket_call)record->what));
		if (record->what == TCPSIM_SYS_CONNECT)
			append_ends(ladder, record, words);
	}
	if (record->error != TCPSIM_OK)
		g_string_append_printf(words, ": %s", tcpsim_error_words(record->error));
}

/* Whether the event leaves one connection, or a listener, in a state. */
static bool
leaves_state(const struct tcpsim_record *record)
{
	return record->protocol == TCPSIM_PROTOCOL_TCP &&
		!(record->kind == TCPSIM_RECORD_CALL && record->what == TCPSIM_CALL_SET);
}

bool
tcpsim_ladder_is_followed(const struct ladder *ladder, uint32_t event)
{
	const struct ladder_source *source = ladder->source;

	for (uint32_t i = event + 1; i < source->n_records; i++) {
		const struct tcpsim_record *record = &source->records[i];

		if (record->kind == TCPSIM_RECORD_SEND && record->cause == event)
			return true;
		if (record->cause != event)
			break;
	}
	return false;
}

static void
append_link(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	char *from = tcpsim_ladder_name(ladder, record->host), *to = tcpsim_ladder_name(ladder, record->peer);

	g_string_append_printf(words, "(%s %s %s %s)", record->kind == TCPSIM_RECORD_CUT ? "cut" : "mended", from,
		ladder->glyphs->arrow, to);
	g_free(from);
	g_free(to);
}

/* A host goes down or comes up: what it was is forgotten. */
static void
append_power(const struct tcpsim_record *record, GString *words)
{
	bool crashes = record->kind == TCPSIM_RECORD_CRASH;

	g_string_append(words, crashes ? "crash" : "restart");
	if (!crashes && record->until_us != TCPSIM_TIME_NONE && record->until_us > record->time_us) {
		char *until = tcpsim_time_moment(record->until_us);

		g_string_append_printf(words, ", quiet until %s", until);
		g_free(until);
	}
}

bool
tcpsim_ladder_event_words(const struct ladder *ladder, uint32_t event, GString *words)
{
	const struct tcpsim_record *record = &ladder->source->records[event];

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		append_call(ladder, record, words);
		return true;
	case TCPSIM_RECORD_TIMER:
		g_string_append_printf(words, "%s timer expires", tcpsim_timer_name(record->what));
		return true;
	case TCPSIM_RECORD_SOCKET:
		tcpsim_ladder_socket_words(ladder, record, words);
		return true;
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
		append_power(record, words);
		return true;
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		append_link(ladder, record, words);
		return true;
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_LOST:
		break;
	}
	return false;
}

static void
draw_host_event(struct ladder *ladder, uint32_t event, GString *words)
{
	const struct tcpsim_record *record = &ladder->source->records[event];
	enum style style = record->kind == TCPSIM_RECORD_TIMER ? STYLE_PLAIN : STYLE_CALL;

	if (record->kind == TCPSIM_RECORD_CALL && record->error != TCPSIM_OK)
		style = STYLE_BAD;
	tcpsim_ladder_event_words(ladder, event, words);
	if (!tcpsim_ladder_is_followed(ladder, event) && record->error == TCPSIM_OK && leaves_state(record))
		tcpsim_ladder_state(ladder, record);
	tcpsim_ladder_words(ladder, tcpsim_ladder_side(ladder, record->host), words->str, style);
}

static void
draw_power(struct ladder *ladder, uint32_t event, GString *words)
{
	const struct tcpsim_record *record = &ladder->source->records[event];
	int side = tcpsim_ladder_side(ladder, record->host);
	struct ladder_end *end = &ladder->ends[side];
	bool crashes = record->kind == TCPSIM_RECORD_CRASH;

	end->is_down = crashes;
	end->has_connected = false;
	end->n_listeners = 0;
	end->lines_to_listener = 0;
	g_strlcpy(end->shown, crashes ? "(down)" : "CLOSED", sizeof(end->shown));
	tcpsim_canvas_put(&ladder->canvas, end->state_column, end->shown, crashes ? STYLE_BAD : STYLE_STATE);
	tcpsim_ladder_event_words(ladder, event, words);
	tcpsim_ladder_words(ladder, side, words->str, crashes ? STYLE_BAD : STYLE_CALL);
}

static void
draw_link(struct ladder *ladder, uint32_t event, GString *words)
{
	bool is_cut = ladder->source->records[event].kind == TCPSIM_RECORD_CUT;

	tcpsim_ladder_event_words(ladder, event, words);
	tcpsim_ladder_words(ladder, -1, words->str, is_cut ? STYLE_BAD : STYLE_CALL);
}

static void
draw_event(struct ladder *ladder, uint32_t event, GString *words)
{
	switch ((enum tcpsim_record_kind)ladder->source->records[event].kind) {
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_TIMER:
		draw_host_event(ladder, event, words);
		break;
	case TCPSIM_RECORD_SOCKET:
		tcpsim_ladder_socket(ladder, event);
		break;
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
		draw_power(ladder, event, words);
		break;
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		draw_link(ladder, event, words);
		break;
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
		tcpsim_ladder_part(ladder, event);
		break;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_LOST:
		break;
	}
}

void
tcpsim_ladder_event(struct ladder *ladder, const struct rung *rung)
{
	char *time = tcpsim_ladder_rung_time(ladder, rung);
	GString *words = g_string_new(NULL);

	tcpsim_ladder_time(ladder, time);
	draw_event(ladder, rung->event, words);
	tcpsim_ladder_parts(ladder, rung->event, false);
	tcpsim_ladder_end_rung(ladder);
	tcpsim_ladder_explain(ladder, rung->event);
	g_string_free(words, TRUE);
	g_free(time);
}
