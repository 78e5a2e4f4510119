/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"

/* What becomes of a script, and whether something was in time. */

#define DAY_US (INT64_C(86400) * 1000000)

/* The first verdict counts. */
static bool
give(struct play *play, enum tcpsim_drill_verdict verdict, const struct tcpsim_place *loc, const char *format,
	va_list list)
{
	struct tcpsim_drill_result *result = play->result;

	if (play->is_over)
		return false;
	play->is_over = true;
	result->verdict = verdict;
	result->line = loc->line;
	result->column = loc->column;
	result->words = g_strdup_vprintf(format, list);
	return true;
}

bool
tcpsim_pkt_fail(struct play *play, const struct tcpsim_place *loc, const struct pkt_difference *difference,
	const char *format, ...)
{
	struct tcpsim_drill_result *result = play->result;
	bool is_first;
	va_list list;

	va_start(list, format);
	is_first = give(play, TCPSIM_DRILL_FAIL, loc, format, list);
	va_end(list);
	if (!is_first || difference == NULL)
		return false;
	result->field = g_strdup(difference->field);
	result->expected = g_strdup(difference->expected);
	result->got = g_strdup(difference->got);
	result->expected_at = difference->expected_at;
	result->expected_n = difference->expected_n;
	result->got_at = difference->got_at;
	result->got_n = difference->got_n;
	return false;
}

bool
tcpsim_pkt_skip(struct play *play, const struct tcpsim_place *loc, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	give(play, TCPSIM_DRILL_SKIP, loc, format, list);
	va_end(list);
	return false;
}

/* ---- time ---- */

static int64_t
origin_us(const struct play *play, const struct pkt_time *time)
{
	return time->kind == PKT_TIME_RELATIVE ? play->anchor_us : 0;
}

int64_t
tcpsim_pkt_due_us(const struct play *play, const struct pkt_time *time)
{
	if (time->kind == PKT_TIME_ANY)
		return tcpsim_net_now_us(play->net);
	return origin_us(play, time) + time->at_us;
}

int64_t
tcpsim_pkt_tolerance_us(const struct play *play, const struct pkt_time *time)
{
	int64_t since_us = MAX(0, tcpsim_pkt_due_us(play, time) - play->anchor_us);
	double part_us = (double)since_us * play->config.tolerance_percent / 100;

	return MAX(play->config.tolerance_us, (int64_t)part_us);
}

int64_t
tcpsim_pkt_until_us(const struct play *play, const struct pkt_time *time)
{
	if (time->kind == PKT_TIME_ANY)
		return tcpsim_net_now_us(play->net) + DAY_US;
	return origin_us(play, time) + MAX(time->at_us, time->until_us) + tcpsim_pkt_tolerance_us(play, time);
}

/* The line as it stands in the script, and again with another time in it. */
static void
fail_time(struct play *play, const struct tcpsim_place *loc, const struct pkt_time *time, int64_t got_us,
	const char *words)
{
	size_t n, n_time;
	const char *text = tcpsim_text_line(play->drill->text, time->loc.line, &n);
	const char *at = tcpsim_text_at(play->drill->text, &time->loc, &n_time);
	char *expected = g_strndup(text, n), *shown = tcpsim_pkt_show_time(play, time, got_us);
	char *got = g_strdup_printf("%.*s%s%.*s", (int)(at - text), text, shown,
		(int)(text + n - at - (ptrdiff_t)n_time), at + n_time);
	const struct pkt_difference difference = {
		.field = "time",
		.expected = expected,
		.got = got,
		.expected_at = time->loc.column - 1,
		.expected_n = time->loc.length,
		.got_at = time->loc.column - 1,
		.got_n = (uint32_t)strlen(shown),
	};

	tcpsim_pkt_fail(play, loc, &difference, "%s", words);
	g_free(got);
	g_free(shown);
	g_free(expected);
}

bool
tcpsim_pkt_check_time(struct play *play, const struct tcpsim_place *loc, const struct pkt_time *time, int64_t got_us,
	const char *what)
{
	char *words = tcpsim_pkt_time_words(play, time, got_us, what);

	if (words == NULL)
		return true;
	fail_time(play, loc, time, got_us, words);
	g_free(words);
	return false;
}

char *
tcpsim_pkt_time_words(const struct play *play, const struct pkt_time *time, int64_t got_us, const char *what)
{
	int64_t tolerance_us = tcpsim_pkt_tolerance_us(play, time);
	int64_t from_us = tcpsim_pkt_due_us(play, time);
	int64_t until_us = tcpsim_pkt_until_us(play, time) - tolerance_us;
	char *at, *off, *words;

	if (time->kind == PKT_TIME_ANY || (got_us >= from_us - tolerance_us && got_us <= until_us + tolerance_us))
		return NULL;
	at = tcpsim_pkt_seconds(got_us);
	off = tcpsim_pkt_seconds(got_us < from_us ? from_us - got_us : got_us - until_us);
	words = g_strdup_printf("%s at %s s, %s s too %s", what, at, off, got_us < from_us ? "early" : "late");
	g_free(off);
	g_free(at);
	return words;
}

char *
tcpsim_pkt_seconds(int64_t us)
{
	char *text = g_strdup_printf("%s%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, us < 0 ? "-" : "", ABS(us) / 1000000,
		ABS(us) % 1000000);

	/* Milliseconds, or microseconds where they are needed. */
	if (g_str_has_suffix(text, "000"))
		text[strlen(text) - 3] = '\0';
	return text;
}

char *
tcpsim_pkt_show_time(const struct play *play, const struct pkt_time *time, int64_t us)
{
	char *seconds = tcpsim_pkt_seconds(us - origin_us(play, time));
	char *text = g_strconcat(time->kind == PKT_TIME_RELATIVE && us >= play->anchor_us ? "+" : "", seconds, NULL);

	g_free(seconds);
	return text;
}
