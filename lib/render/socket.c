/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "lib/render/render_private.h"

/* Calls of POSIX, in the notation of C: `recv(4, 100) = "hello"`. */

/* Columns of octets that are shown at the most. */
#define OCTET_COLUMNS 18U

/* Whether a call has nothing to do yet. Those of a scenario's lines wait then; those of a program in C return. */
static bool
waits(const struct tcpsim_record *record)
{
	return record->line != 0 && (record->result == -EAGAIN || record->result == -EINPROGRESS);
}

static void
append_address(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	char *peer = tcpsim_ladder_name(ladder, record->peer);

	g_string_append_printf(words, "%s:%u", peer, (unsigned)record->peer_port);
	g_free(peer);
}

/* Octets in quotes, or their number where they are many. */
static void
append_octets(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	const struct ladder_source *source = ladder->source;
	char *quote;

	if (record->octets_n == 0) {
		g_string_append_printf(words, "%lld %s", (long long)record->asked, record->asked == 1 ? "octet" : "octets");
		return;
	}
	quote = tcpsim_text_quote(
		source->octets(source->data, record), record->octets_n, OCTET_COLUMNS, ladder->options->is_ascii);
	g_string_append(words, quote);
	if (!g_str_has_suffix(quote, "\""))
		g_string_append_printf(
			words, " (%u %s)", (unsigned)record->octets_n, record->octets_n == 1 ? "octet" : "octets");
	g_free(quote);
}

static const char *
how_name(int64_t how)
{
	switch (how) {
	case 0:
		return "SHUT_RD";
	case 1:
		return "SHUT_WR";
	default:
		return "SHUT_RDWR";
	}
}

/* What stands between the parentheses, behind the descriptor. */
static void
append_arguments(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	switch ((enum tcpsim_socket_call)record->what) {
	case TCPSIM_SYS_SOCKET:
		g_string_append(words, tcpsim_protocol_name((enum tcpsim_protocol)record->protocol));
		return;
	case TCPSIM_SYS_BIND:
		g_string_append_printf(words, ", %u", (unsigned)record->asked);
		return;
	case TCPSIM_SYS_LISTEN:
	case TCPSIM_SYS_RECV:
	case TCPSIM_SYS_RECVFROM:
		g_string_append_printf(words, ", %lld", (long long)record->asked);
		if (record->words != NULL)
			g_string_append_printf(words, ", %s", record->words);
		return;
	case TCPSIM_SYS_CONNECT:
		g_string_append(words, ", ");
		append_address(ladder, record, words);
		return;
	case TCPSIM_SYS_SEND:
	case TCPSIM_SYS_SENDTO:
		g_string_append(words, ", ");
		append_octets(ladder, record, words);
		if (record->words != NULL)
			g_string_append_printf(words, ", %s", record->words);
		if (record->what == TCPSIM_SYS_SENDTO) {
			g_string_append(words, ", ");
			append_address(ladder, record, words);
		}
		return;
	case TCPSIM_SYS_SHUTDOWN:
		g_string_append_printf(words, ", %s", how_name(record->asked));
		return;
	case TCPSIM_SYS_SETSOCKOPT:
	case TCPSIM_SYS_GETSOCKOPT:
		if (record->words != NULL)
			g_string_append_printf(words, ", %s", record->words);
		return;
	case TCPSIM_SYS_ACCEPT:
	case TCPSIM_SYS_CLOSE:
		return;
	}
}

/* What it returned, where that says something: a 0 that only means success does not. */
static void
append_result(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	bool reads = record->what == TCPSIM_SYS_RECV || record->what == TCPSIM_SYS_RECVFROM;
	bool is_error = record->what == TCPSIM_SYS_GETSOCKOPT && g_strcmp0(record->words, "SO_ERROR") == 0;

	if (waits(record)) {
		g_string_append(words, ": waits");
	} else if (record->result < 0) {
		g_string_append_printf(words, " = %s", tcpsim_errno_name(-record->result));
	} else if (is_error) {
		g_string_append_printf(words, " = %s", tcpsim_errno_name(record->result));
	} else if (reads && record->octets_n > 0) {
		g_string_append(words, " = ");
		append_octets(ladder, record, words);
		if (record->what == TCPSIM_SYS_RECVFROM && record->peer != TCPSIM_NO_HOST) {
			g_string_append(words, " from ");
			append_address(ladder, record, words);
		}
	} else if (reads || record->again || record->result > 0) {
		g_string_append_printf(words, " = %d", (int)record->result);
	}
}

/*
 * What the call asks of TCP or UDP follows it in the trace, and stands on the same rung: the state that it leaves, what
 * it starts and why, but not what it delivers, which is told already.
 */
static void
draw_consequences(struct ladder *ladder, uint32_t call, bool is_drawn)
{
	const struct ladder_source *source = ladder->source;

	for (uint32_t i = call + 1; i < source->n_records && source->records[i].kind != TCPSIM_RECORD_SOCKET; i++) {
		const struct tcpsim_record *record = &source->records[i];

		if (record->time_us != source->records[call].time_us)
			break;
		if (record->kind != TCPSIM_RECORD_CALL || record->cause != call)
			continue;
		if (!is_drawn && !tcpsim_ladder_is_followed(ladder, i) && record->error == TCPSIM_OK)
			tcpsim_ladder_state(ladder, record);
		if (is_drawn) {
			tcpsim_ladder_parts(ladder, i, false);
			tcpsim_ladder_end_rung(ladder);
			tcpsim_ladder_explain(ladder, i);
		}
	}
}

bool
tcpsim_ladder_is_of_socket(const struct ladder *ladder, const struct tcpsim_record *record)
{
	const struct ladder_source *source = ladder->source;

	return record->kind == TCPSIM_RECORD_CALL && record->cause < source->n_records &&
		source->records[record->cause].kind == TCPSIM_RECORD_SOCKET;
}

void
tcpsim_ladder_socket_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	g_string_append_printf(words, "%s(", tcpsim_socket_call_name((enum tcpsim_socket_call)record->what));
	if (record->what != TCPSIM_SYS_SOCKET)
		g_string_append_printf(words, "%d", (int)record->descriptor);
	if (!record->again || record->words != NULL)
		append_arguments(ladder, record, words);
	g_string_append_c(words, ')');
	append_result(ladder, record, words);
}

void
tcpsim_ladder_socket(struct ladder *ladder, uint32_t event)
{
	const struct tcpsim_record *record = &ladder->source->records[event];
	bool is_bad = record->result < 0 && record->result != -EAGAIN && record->result != -EINPROGRESS;
	GString *words = g_string_new(NULL);

	tcpsim_ladder_socket_words(ladder, record, words);
	draw_consequences(ladder, event, false);
	tcpsim_ladder_words(
		ladder, tcpsim_ladder_side(ladder, record->host), words->str, is_bad ? STYLE_BAD : STYLE_CALL);
	draw_consequences(ladder, event, true);
	g_string_free(words, TRUE);
}
