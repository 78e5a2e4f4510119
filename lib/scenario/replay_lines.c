/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include <tcpsim/setting.h>

#include "replay.h"

/* The events of a counterexample, a line each: calls and timers at their instants, segments by name. */

/* What stands behind a line: a segment, or those that were sent, and the rule that ended the event. */
static char *
comment_on(const struct tcpsim_explore_step *step, const struct tcpsim_segment *arriving)
{
	GString *text = g_string_new(NULL);
	char notation[TCPSIM_SEGMENT_TEXT];

	if (arriving != NULL) {
		tcpsim_segment_format(arriving, notation, sizeof notation);
		g_string_append_printf(text, "%s ", notation);
	} else {
		for (unsigned i = 0; i < step->n_sent; i++) {
			tcpsim_segment_format(&step->sent[i], notation, sizeof notation);
			g_string_append_printf(text, "%s ", notation);
		}
	}
	if (step->rule != TCPSIM_RULE_NONE)
		g_string_append(text, tcpsim_rule_info((enum tcpsim_rule)step->rule)->name);
	return g_string_free(text, FALSE);
}

/* ---- calls ---- */

/* Octets that no other SEND of the host has: so that it shows whose they are. */
static char *
octets_from(uint32_t at, uint32_t n)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";
	char *text = g_new0(char, (gsize)n + 1);
	char *quoted;

	for (uint32_t i = 0; i < n; i++)
		text[i] = alphabet[(at + i) % (sizeof alphabet - 1)];
	quoted = tcpsim_replay_quoted(text, n);
	g_free(text);
	return quoted;
}

static char *
written_octets(const struct replay *replay, uint16_t host, unsigned number)
{
	const struct tcpsim_explore_call *calls = replay->world->hosts[host].calls;
	const struct scn_call *written = tcpsim_scn_explored_call(&replay->explored, host, number);
	uint32_t at = 0;

	if (written != NULL && written->text != NULL) {
		const struct scn_value *text =
			tcpsim_scn_value(replay->explored.scenario, replay->explored.the_case, written->text);

		return tcpsim_replay_quoted(text->text, text->text_n);
	}
	for (unsigned i = 0; i < number; i++)
		if (calls[i].call == TCPSIM_CALL_SEND)
			at += calls[i].octets;
	return octets_from(at, calls[number].octets);
}

static char *
written_call(const struct replay *replay, uint16_t host, unsigned number)
{
	const struct tcpsim_explore_call *call = &replay->world->hosts[host].calls[number];
	const char *name = tcpsim_call_name(call->call);
	char *argument = NULL, *written;
	bool is_user_timeout;

	switch (call->call) {
	case TCPSIM_CALL_LISTEN:
		return g_strdup_printf("%s %" PRIu16, name, replay->explored.ports[host]);
	case TCPSIM_CALL_CONNECT:
		return g_strdup_printf("%s %s:%" PRIu16 " from %" PRIu16, name,
			tcpsim_replay_host(replay, (uint16_t)(1 - host)), replay->explored.ports[1 - host],
			replay->explored.ports[host]);
	case TCPSIM_CALL_SEND:
		argument = written_octets(replay, host, number);
		break;
	case TCPSIM_CALL_RECEIVE:
		if (call->octets == TCPSIM_RECEIVE_ALL)
			return g_strdup(name);
		return g_strdup_printf("%s %" PRIu32 " bytes", name, call->octets);
	case TCPSIM_CALL_SET:
		is_user_timeout = call->setting == tcpsim_setting_find("user-timeout");
		written = tcpsim_setting_format(call->setting,
			is_user_timeout && tcpsim_replay_is_patient(replay) ? TCPSIM_UNLIMITED : call->value);
		argument = g_strdup_printf("%s %s", call->setting->name, written);
		g_free(written);
		break;
	case TCPSIM_CALL_CLOSE:
	case TCPSIM_CALL_SHUTDOWN:
	case TCPSIM_CALL_ABORT:
		return g_strdup(name);
	}
	written = g_strdup_printf("%s %s", name, argument);
	g_free(argument);
	return written;
}

/* ---- segments ---- */

/* The text of a segment that nobody sent, if it is written in the scenario that was explored. */
static const struct scn_value *
text_of(const struct replay *replay, const struct replay_segment *segment)
{
	const struct scn_line *line = NULL;

	if (segment->source == REPLAY_OLD)
		line = tcpsim_scn_explored_allow(&replay->explored, SCN_ALLOW_OLD, segment->number);
	for (size_t i = 0; segment->source == REPLAY_FORGED && i < replay->world->n_forged; i++) {
		const struct tcpsim_explore_forged *forged = &replay->world->forged[i];

		if (forged->from == segment->host && forged->seg.ctl == segment->seg.ctl &&
			forged->seg.text_bytes == segment->seg.text_bytes)
			line = tcpsim_scn_explored_allow(&replay->explored, SCN_ALLOW_FORGE, i);
	}
	if (line == NULL || line->allow.segment == NULL || line->allow.segment->text == NULL)
		return NULL;
	return tcpsim_scn_value(replay->explored.scenario, replay->explored.the_case, line->allow.segment->text);
}

/* `<SEQ=90><CTL=SYN>` with all that `inject` does not take for granted. */
static char *
written_segment(const struct replay *replay, const struct replay_segment *segment)
{
	struct tcpsim_segment seg = segment->seg;
	const struct scn_value *text = text_of(replay, segment);
	GString *written = g_string_new(NULL);
	char notation[TCPSIM_SEGMENT_TEXT];

	if (text != NULL)
		seg.text_bytes = 0;
	tcpsim_segment_format(&seg, notation, sizeof notation);
	g_string_append(written, notation);
	if (text != NULL) {
		char *quoted = tcpsim_replay_quoted(text->text, text->text_n);

		g_string_append_printf(written, "<DATA=%s>", quoted);
		g_free(quoted);
	}
	if (seg.wnd != UINT16_MAX)
		g_string_append_printf(written, "<WND=%" PRIu32 ">", seg.wnd);
	if (seg.options & TCPSIM_OPTION_MSS)
		g_string_append_printf(written, "<MSS=%" PRIu16 ">", seg.mss);
	return g_string_free(written, FALSE);
}

static char *
written_inject(const struct replay *replay, const struct replay_segment *segment, const char *time)
{
	uint16_t from = segment->host, into = (uint16_t)(1 - segment->host);
	char *written = written_segment(replay, segment);
	char *line = g_strdup_printf("at %s inject %s from %s port %" PRIu16 " into %s port %" PRIu16, time, written,
		tcpsim_replay_host(replay, from), replay->explored.ports[from], tcpsim_replay_host(replay, into),
		replay->explored.ports[into]);

	g_free(written);
	return line;
}

/* The first arrival of a segment is its own, all others are those of copies. */
static void
write_arrival(struct replay *replay, const struct tcpsim_explore_step *step, const char *time)
{
	struct replay_segment *segment = tcpsim_replay_segment(replay, step->packet);
	char *line;

	if (segment == NULL)
		return;
	if (segment->source != REPLAY_SENT)
		line = written_inject(replay, segment, time);
	else
		line = g_strdup_printf("%s %s %s #%" PRIu32 " %s %s", segment->n_written == 0 ? "hold" : "duplicate",
			tcpsim_replay_host(replay, segment->host), tcpsim_kind_name(segment->kind), segment->nth,
			segment->n_written == 0 ? "until" : "at", time);
	segment->n_written++;
	tcpsim_replay_add(replay, line,
		segment->source == REPLAY_SENT ? comment_on(step, &segment->seg)
					       : g_strdup(tcpsim_rule_info((enum tcpsim_rule)step->rule)->name));
}

/* A segment of which nothing arrives: a `drop`, or a `hold` with its `end`. */
static void
write_missing(struct replay *replay, struct replay_segment *segment, const char *act, const char *end, const char *why)
{
	char notation[TCPSIM_SEGMENT_TEXT];

	if (segment == NULL || segment->source != REPLAY_SENT || segment->n_arrivals > 0 || segment->is_missing)
		return;
	segment->is_missing = true;
	tcpsim_segment_format(&segment->seg, notation, sizeof notation);
	tcpsim_replay_add(replay,
		g_strdup_printf("%s %s %s #%" PRIu32 "%s", act, tcpsim_replay_host(replay, segment->host),
			tcpsim_kind_name(segment->kind), segment->nth, end),
		g_strdup_printf("%s %s", notation, why));
}

/*
 * What is under way when it ends. It is held beyond the end, if there is one and the network keeps it so long; else
 * only its loss keeps it from arriving. In a war what the last steps send goes on by itself.
 */
static void
write_under_way(struct replay *replay)
{
	size_t n = replay->result->n_steps;
	bool has_end = n > 0 && replay->n_stem == n && replay->result->broken != TCPSIM_NO_SILENT_STALL &&
		replay->result->broken != TCPSIM_CAN_REST;
	int64_t until_us = has_end ? replay->times_us[n - 1] + replay->gap_us : 0;
	char *time = tcpsim_replay_time(until_us), *end = g_strdup_printf(" until %s", time);

	for (guint i = 0; i < replay->segments->len; i++) {
		struct replay_segment *segment = (struct replay_segment *)g_ptr_array_index(replay->segments, i);

		if (segment->step >= replay->n_stem)
			continue;
		if (has_end && until_us - replay->times_us[segment->step] < replay->policy.msl_us)
			write_missing(replay, segment, "hold", end, "is under way");
		else
			write_missing(replay, segment, "drop", "", "never arrives");
	}
	g_free(time);
	g_free(end);
}

/* ---- steps ---- */

static void
write_host_act(struct replay *replay, const struct tcpsim_explore_step *step, const char *time, const char *act)
{
	tcpsim_replay_add(
		replay, g_strdup_printf("at %s %s %s", time, act, tcpsim_replay_host(replay, step->host)), NULL);
}

/* An MSL that has passed is no event; its last one ends TIME-WAIT by a timer of its own. */
static void
write_msl(struct replay *replay, const struct tcpsim_explore_step *step, const char *time)
{
	if (step->is_last)
		tcpsim_replay_add(replay, g_strdup(""),
			g_strdup_printf("%s: the %s of %s is over", time, step->is_quiet ? "quiet time" : "TIME-WAIT",
				tcpsim_replay_host(replay, step->host)));
}

static void
write_step(struct replay *replay, size_t i, const char *time)
{
	const struct tcpsim_explore_step *step = &replay->result->steps[i];
	const char *host = tcpsim_replay_host(replay, step->host);
	char *call;

	switch (step->event) {
	case TCPSIM_EXPLORE_CALL:
		call = written_call(replay, step->host, step->call);
		tcpsim_replay_add(replay, g_strdup_printf("at %s %s %s", time, host, call), comment_on(step, NULL));
		g_free(call);
		break;
	case TCPSIM_EXPLORE_ARRIVAL:
		write_arrival(replay, step, time);
		break;
	case TCPSIM_EXPLORE_LOSS:
		write_missing(replay, tcpsim_replay_segment(replay, step->packet), "drop", "", "is lost");
		break;
	case TCPSIM_EXPLORE_TIMER:
		tcpsim_replay_add(replay,
			g_strdup_printf("at %s %s timer %s fires", time, host,
				tcpsim_timer_name((enum tcpsim_timer)step->timer)),
			comment_on(step, NULL));
		break;
	case TCPSIM_EXPLORE_CRASH:
		write_host_act(replay, step, time, "crash");
		break;
	case TCPSIM_EXPLORE_RESTART:
		write_host_act(replay, step, time, "restart");
		break;
	case TCPSIM_EXPLORE_MSL:
		write_msl(replay, step, time);
		break;
	case TCPSIM_EXPLORE_COPY: /* its arrival has a line */
	case TCPSIM_EXPLORE_FORGERY:
		break;
	}
}

/* In a war the segment that begins it arrives at its time; what comes of it does so by itself. */
static bool
is_by_itself(const struct replay *replay, size_t i)
{
	const struct tcpsim_explore_step *step = &replay->result->steps[i];
	const struct replay_segment *segment = tcpsim_replay_segment(replay, step->packet);

	return i >= replay->n_stem && step->event == TCPSIM_EXPLORE_ARRIVAL && segment != NULL &&
		segment->source == REPLAY_SENT && segment->step >= replay->n_stem;
}

void
tcpsim_replay_write_steps(struct replay *replay)
{
	for (size_t i = 0; i < replay->result->n_steps; i++) {
		char *time = tcpsim_replay_time(replay->times_us[i]);

		if (!is_by_itself(replay, i))
			write_step(replay, i, time);
		g_free(time);
	}
	write_under_way(replay);
}
