/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "lib/packetdrill/calls_private.h"
#include "lib/packetdrill/packets.h"

/* What a call answered, and what the script says that it does. */

/* The line of a place, from the call's name on if that stands before it, with *skipped characters left out. */
static char *
line_of(const struct pkt_run *run, uint32_t line, uint32_t at, uint32_t *skipped)
{
	const struct tcpsim_text *text = run->play->drill->text;
	size_t n = 0;
	const char *whole = tcpsim_text_line(text, line, &n);
	char *copy = g_strndup(whole, n);
	const char *begin = copy;
	char *rest;

	*skipped = 0;
	if (line == run->call->loc.line && at >= run->call->loc.column)
		begin = g_utf8_offset_to_pointer(copy, MIN((glong)run->call->loc.column - 1, g_utf8_strlen(copy, -1)));
	while (g_ascii_isspace(*begin))
		begin++;
	*skipped = (uint32_t)g_utf8_pointer_to_offset(copy, begin);
	rest = g_strchomp(g_strdup(begin));
	g_free(copy);
	return rest;
}

/* How it came out, in place of `n` characters from `at` on; n of UINT32_MAX is all up to the end. */
static char *
with(const char *line, uint32_t at, uint32_t n, const char *got)
{
	glong length = g_utf8_strlen(line, -1);
	const char *begin = g_utf8_offset_to_pointer(line, MIN((glong)at, length));
	const char *end = g_utf8_offset_to_pointer(line, MIN((glong)at + (glong)n, length));

	return g_strdup_printf("%.*s%s%s", (int)(begin - line), line, got, end);
}

static bool
differs(struct pkt_run *run, const struct tcpsim_place *loc, uint32_t n, const char *got, const char *field,
	const char *words)
{
	struct pkt_difference difference = { .field = field };
	uint32_t skipped, at;
	char *expected = line_of(run, loc->line, loc->column, &skipped), *other;

	at = loc->column > skipped ? loc->column - 1 - skipped : 0;
	other = with(expected, at, n, got);
	difference.expected = expected;
	difference.got = other;
	difference.expected_at = difference.got_at = at;
	difference.expected_n =
		MIN(n, (uint32_t)g_utf8_strlen(expected, -1) - MIN(at, (uint32_t)g_utf8_strlen(expected, -1)));
	difference.got_n = (uint32_t)g_utf8_strlen(got, -1);
	tcpsim_pkt_fail(run->play, loc, &difference, "%s", words);
	g_free(expected);
	g_free(other);
	return false;
}

bool
tcpsim_pkt_compare_fails(
	struct pkt_run *run, const struct pkt_expression *expression, const char *got, const char *what)
{
	char *words = g_strdup_printf("%s() gave another value for %s", run->call->name, what);

	differs(run, &expression->loc, MAX(expression->loc.length, 1), got, "output", words);
	g_free(words);
	return false;
}

bool
tcpsim_pkt_compare_number(struct pkt_run *run, const struct pkt_expression *expression, int64_t got, const char *what)
{
	char number[24];
	int64_t told;

	while (expression != NULL && expression->kind == PKT_LIST && expression->items->len == 1)
		expression = (const struct pkt_expression *)expression->items->pdata[0];
	if (tcpsim_pkt_is_open(expression))
		return true;
	if (!tcpsim_pkt_number(run->play, expression, &told))
		return false;
	if (told == got)
		return true;
	g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, got);
	return tcpsim_pkt_compare_fails(run, expression, number, what);
}

/* The result in the words of a script: `-1 EAGAIN`, or a number. */
static char *
result_words(int64_t result)
{
	if (result < 0)
		return g_strdup_printf("-1 %s", tcpsim_pkt_errno_name((int)-result));
	return g_strdup_printf("%" G_GINT64_FORMAT, result);
}

bool
tcpsim_pkt_check_errno(struct play *play, const struct pkt_call *call)
{
	const char *near;

	if (call->error_name == NULL || tcpsim_pkt_errno(call->error_name) != 0)
		return true;
	near = tcpsim_pkt_errno_nearest(call->error_name);
	if (near == NULL)
		return tcpsim_pkt_skip(play, &call->error_loc, "the errno %s", call->error_name);
	return tcpsim_pkt_skip(play, &call->error_loc, "the errno %s, did you mean %s?", call->error_name, near);
}

/* Without an errno on the line any will do. */
static bool
is_the_error(const struct pkt_call *call, int64_t result)
{
	return result >= 0 || call->error_name == NULL || tcpsim_pkt_errno(call->error_name) == -result;
}

bool
tcpsim_pkt_compare_result(struct pkt_run *run, int64_t result)
{
	const struct pkt_call *call = run->call;
	int64_t told;
	char *got, *words;

	if (tcpsim_pkt_is_open(call->result))
		return true;
	if (!tcpsim_pkt_number(run->play, call->result, &told))
		return false;
	if (told == MAX(result, -1) && is_the_error(call, result))
		return true;
	if (run->has_urgent)
		return tcpsim_pkt_skip(run->play, &call->loc, "%s() before the urgent mark: urgent octets stay in line here",
			call->name);
	got = result_words(result);
	words = g_strdup_printf("%s() returned %s", call->name, got);
	differs(run, &call->result_loc, UINT32_MAX, got, told == MAX(result, -1) ? "errno" : "result", words);
	g_free(words);
	g_free(got);
	return false;
}

bool
tcpsim_pkt_fail_blocked(struct pkt_run *run)
{
	const struct pkt_call *call = run->call;
	int error = call->error_name == NULL ? 0 : tcpsim_pkt_errno(call->error_name);
	bool is_again = error == EAGAIN || error == EWOULDBLOCK;
	char *words = g_strdup_printf("%s() blocks, and nothing happens that would let it return%s", call->name,
		is_again ? "; the descriptor is blocking: fcntl(..., O_NONBLOCK) or MSG_DONTWAIT" : "");

	differs(run, &call->result_loc, UINT32_MAX, "never", "result", words);
	g_free(words);
	return false;
}

/* When it returned, by the anchor of the call: what `+` counts from has moved on meanwhile. */
bool
tcpsim_pkt_compare_time(struct pkt_run *run)
{
	const struct pkt_time *told = &run->call->returns;
	int64_t now_us = tcpsim_net_now_us(run->play->net);
	int64_t anchor_us = run->returns.at_us - told->at_us;
	char *words = tcpsim_pkt_time_words(run->play, &run->returns, now_us, "the call returned");
	char *call, *end, *got;

	if (words == NULL)
		return true;
	call = tcpsim_pkt_seconds(run->event->time.at_us);
	end = tcpsim_pkt_seconds(now_us - anchor_us);
	got = g_strdup_printf("%s%s...%s", told->kind == PKT_TIME_RELATIVE ? "+" : "", call, end);
	differs(run, &told->loc, told->loc.length, got, "time", words);
	g_free(got);
	g_free(end);
	g_free(call);
	g_free(words);
	return false;
}

bool
tcpsim_pkt_fail_to_return(struct pkt_run *run)
{
	const struct pkt_time *told = &run->call->returns;
	char *call = tcpsim_pkt_seconds(run->event->time.at_us);
	char *got = g_strdup_printf("%s%s...never", told->kind == PKT_TIME_RELATIVE ? "+" : "", call);
	char *words =
		g_strdup_printf("%s() should have returned, and still blocks as the script ends", run->call->name);

	differs(run, &told->loc, told->loc.length, got, "time", words);
	g_free(words);
	g_free(got);
	g_free(call);
	return false;
}
