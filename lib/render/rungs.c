/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

/* Whether a record is about one of the two hosts, and about no third one. */
static bool
is_between(const struct tcpsim_record *record, const uint16_t hosts[2])
{
	bool is_of_us = record->host == hosts[LEFT] || record->host == hosts[RIGHT];

	if (record->peer == TCPSIM_NO_HOST || record->peer == record->host)
		return is_of_us;
	return is_of_us && (record->peer == hosts[LEFT] || record->peer == hosts[RIGHT]);
}

/* Whether a record makes a rung, alone or with another one; all others are told below a rung, or not at all. */
static bool
makes_rung(const struct ladder *ladder, const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		return !tcpsim_ladder_is_of_socket(ladder, record);
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		return true;
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
		return record->cause == TCPSIM_NO_RECORD;
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

bool
tcpsim_ladder_has(const struct ladder *ladder, uint32_t record)
{
	const uint16_t hosts[2] = { ladder->ends[LEFT].host, ladder->ends[RIGHT].host };

	return is_between(&ladder->source->records[record], hosts) &&
		makes_rung(ladder, &ladder->source->records[record]);
}

/* Where the segment that departs with record `i` ends, if nothing else happens before; or TCPSIM_NO_RECORD. */
static uint32_t
ends_at_once(const struct ladder *ladder, uint32_t i)
{
	const struct tcpsim_record *records = ladder->source->records;
	uint32_t end = ladder->index->ended[records[i].packet];

	if (end == TCPSIM_NO_RECORD || records[end].time_us - records[i].time_us >= LADDER_FOLD_US)
		return TCPSIM_NO_RECORD;
	for (uint32_t k = i + 1; k < end; k++) {
		if (tcpsim_ladder_has(ladder, k))
			return TCPSIM_NO_RECORD;
	}
	return end;
}

/* `182.00→.05`: without the seconds, if both have the same. NULL if that is too wide, too. */
static char *
shorten(const struct ladder *ladder, const char *from, const char *to)
{
	size_t whole = strcspn(from, ".");
	char *both;

	if (strncmp(from, to, whole + 1) != 0)
		return NULL;
	both = g_strconcat(from, ladder->glyphs->arrow, to + whole, NULL);
	if (tcpsim_text_width(both) <= ladder->time_columns_max)
		return both;
	g_free(both);
	return NULL;
}

char *
tcpsim_ladder_rung_time(const struct ladder *ladder, const struct rung *rung)
{
	const struct tcpsim_record *records = ladder->source->records;
	bool departs = rung->departs != TCPSIM_NO_RECORD, ends = rung->ends != TCPSIM_NO_RECORD;
	uint32_t first = departs ? rung->departs : ends ? rung->ends : rung->event;
	char from[32], to[32];
	char *both;

	tcpsim_time_seconds(records[first].time_us, ladder->decimals, from);
	if (!departs || !ends || records[first].time_us == records[rung->ends].time_us)
		return g_strdup(from);
	tcpsim_time_seconds(records[rung->ends].time_us, ladder->decimals, to);
	both = g_strconcat(from, ladder->glyphs->arrow, to, NULL);
	if (tcpsim_text_width(both) > ladder->time_columns_max) {
		g_free(both);
		both = shorten(ladder, from, to);
	}
	return both;
}

static struct rung
rung_of(const struct ladder *ladder, uint32_t i)
{
	struct rung rung = { TCPSIM_NO_RECORD, TCPSIM_NO_RECORD, TCPSIM_NO_RECORD };
	enum tcpsim_record_kind kind = ladder->source->records[i].kind;

	if (kind == TCPSIM_RECORD_SEND || kind == TCPSIM_RECORD_INJECT) {
		char *time;

		rung.departs = i;
		rung.ends = ends_at_once(ladder, i);
		time = tcpsim_ladder_rung_time(ladder, &rung);
		if (time == NULL)
			rung.ends = TCPSIM_NO_RECORD;
		g_free(time);
	} else if (kind == TCPSIM_RECORD_ARRIVE || kind == TCPSIM_RECORD_DROP) {
		rung.ends = i;
	} else {
		rung.event = i;
	}
	return rung;
}

GArray *
tcpsim_ladder_rungs(const struct ladder *ladder)
{
	GArray *rungs = g_array_new(FALSE, FALSE, sizeof(struct rung));
	uint32_t drawn = TCPSIM_NO_RECORD; /* the end that stands on the last rung already */

	for (uint32_t i = 0; i < ladder->source->n_records; i++) {
		struct rung rung;

		if (i == drawn || !tcpsim_ladder_has(ladder, i))
			continue;
		rung = rung_of(ladder, i);
		if (rung.departs != TCPSIM_NO_RECORD && rung.ends != TCPSIM_NO_RECORD)
			drawn = rung.ends;
		g_array_append_val(rungs, rung);
	}
	return rungs;
}
