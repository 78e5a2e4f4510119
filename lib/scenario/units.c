/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/setting.h>

#include "lib/scenario/parse.h"
#include "lib/scenario/units.h"

/* The units of times, percentages and rates, and what to say where one is wrong or missing. */

/* Behind those of <tcpsim/setting.h>. */
static const struct scn_unit others[] = {
	{ "MSL", SCN_MSL_MILLIS, 1000, 1 },
	{ "RTO", SCN_RTO_MILLIS, 1000, 1 },
	{ "%", SCN_PPM, 10000, 1 },
	{ "bit/s", SCN_BITS_A_SECOND, 1, 1 },
	{ "kbit/s", SCN_BITS_A_SECOND, 1000, 1 },
	{ "Mbit/s", SCN_BITS_A_SECOND, 1000000, 1 },
	{ "Gbit/s", SCN_BITS_A_SECOND, 1000000000, 1 },
};

/* The i-th unit of all; false if there is none. */
static bool
unit_at(size_t i, struct scn_unit *unit)
{
	size_t n;
	const struct tcpsim_time_unit *times = tcpsim_time_units(&n);

	if (i < n)
		*unit = (struct scn_unit){ times[i].name, SCN_MICROSECONDS, times[i].times, times[i].by };
	else if (i - n < G_N_ELEMENTS(others))
		*unit = others[i - n];
	return i - n < G_N_ELEMENTS(others) || i < n;
}

/* What others call a unit of time. */
static const struct {
	const char *name, *unit;
} aliases[] = {
	{ "msec", "ms" },
	{ "msecs", "ms" },
	{ "usec", "us" },
	{ "usecs", "us" },
	{ "sec", "s" },
	{ "secs", "s" },
	{ "second", "s" },
	{ "seconds", "s" },
	{ "m", "min" },
	{ "mins", "min" },
	{ "minute", "min" },
	{ "minutes", "min" },
	{ "hr", "h" },
	{ "hrs", "h" },
	{ "hour", "h" },
	{ "hours", "h" },
	{ "day", "d" },
	{ "days", "d" },
};

enum scn_place
tcpsim_scn_place(const struct scn_parser *p)
{
	bool is_link = p->first.token == T_LINK;

	if (p->first.token == T_ALLOW)
		return SCN_PLACE_NUMBER;
	switch (p->current.token) {
	case T_BANDWIDTH:
		return is_link ? SCN_PLACE_RATE : SCN_PLACE_ANY;
	case T_LOSS:
	case T_DUPLICATE:
	case T_REORDER:
	case T_CORRUPT:
		return is_link ? SCN_PLACE_PERCENT : SCN_PLACE_ANY;
	case T_DELAY:
	case T_JITTER:
	case T_LIFETIME:
		return is_link ? SCN_PLACE_TIME : SCN_PLACE_ANY;
	case T_IN: /* else the value of a block */
		return p->first.token == T_EXPECT ? SCN_PLACE_NUMBER : SCN_PLACE_ANY;
	case T_FROM: /* else a port */
		return p->first.token == T_EXPECT ? SCN_PLACE_TIME : SCN_PLACE_ANY;
	case T_AT:
	case T_BY:
	case T_TO:
	case T_UNTIL:
	case T_FOR:
	case T_AFTER:
	case T_PLUS:
		return SCN_PLACE_TIME;
	default:
		return SCN_PLACE_ANY;
	}
}

bool
tcpsim_scn_unit(const char *name, size_t n, struct scn_unit *unit)
{
	for (size_t i = 0; unit_at(i, unit); i++)
		if (strlen(unit->name) == n && memcmp(unit->name, name, n) == 0)
			return true;
	return false;
}

static bool
is_of_time(const struct scn_unit *unit)
{
	return unit->dimension != SCN_PPM && unit->dimension != SCN_BITS_A_SECOND;
}

/* Whether a unit may stand in such a place. */
static bool
fits(const struct scn_unit *unit, enum scn_place place)
{
	switch (place) {
	case SCN_PLACE_ANY:
		return true;
	case SCN_PLACE_NUMBER:
		return false;
	case SCN_PLACE_TIME:
		return is_of_time(unit);
	case SCN_PLACE_PERCENT:
		return unit->dimension == SCN_PPM;
	case SCN_PLACE_RATE:
		return unit->dimension == SCN_BITS_A_SECOND;
	}
	return true;
}

/* The unit of time that others call so, or NULL. */
static const char *
unit_called(const char *name, enum scn_place place)
{
	if (place != SCN_PLACE_ANY && place != SCN_PLACE_TIME)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++) {
		if (place == SCN_PLACE_ANY && strlen(name) == 1) /* 5m may be anything */
			continue;
		if (g_ascii_strcasecmp(aliases[i].name, name) == 0)
			return aliases[i].unit;
	}
	return NULL;
}

static const char *
units_of(enum scn_place place)
{
	switch (place) {
	case SCN_PLACE_ANY:
		return "there are ns, us, ms, s, min, h, d, MSL, RTO, % and bit/s";
	case SCN_PLACE_NUMBER:
		return "a whole number has none";
	case SCN_PLACE_TIME:
		return "there are ns, us, ms, s, min, h, d, MSL and RTO";
	case SCN_PLACE_PERCENT:
		return "a percentage is written with %";
	case SCN_PLACE_RATE:
		return "there are bit/s, kbit/s, Mbit/s and Gbit/s";
	}
	return "";
}

char *
tcpsim_scn_unknown_unit(const char *name, const char *literal, enum scn_place place)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);
	const char *best = unit_called(name, place);
	struct scn_unit unit;

	for (size_t i = 0; strlen(name) > 1 && unit_at(i, &unit); i++)
		if (fits(&unit, place))
			tcpsim_nearest_try(&nearest, unit.name);
	if (best == NULL)
		best = nearest.best;
	if (best == NULL)
		return g_strdup_printf("unknown unit %.20s in %.40s: %s", name, literal, units_of(place));
	return g_strdup_printf("unknown unit %.20s in %.40s, did you mean %s?", name, literal, best);
}

/* Whether a unit of time stands behind the number at a place and behind a blank. */
static bool
has_unit_behind_blank(const struct scn_parser *p, const struct tcpsim_place *loc, struct scn_unit *unit)
{
	struct tcpsim_place rest = { loc->line, loc->column + loc->length, UINT32_MAX / 2 };
	size_t n, begin = 0, end;
	const char *text = tcpsim_text_at(p->source, &rest, &n);
	char *name;
	bool is_host;

	while (begin < n && (text[begin] == ' ' || text[begin] == '\t'))
		begin++;
	for (end = begin; end < n && (g_ascii_isalnum(text[end]) || text[end] == '-' || text[end] == '_');)
		end++;
	if (begin == 0 || !tcpsim_scn_unit(text + begin, end - begin, unit) || !is_of_time(unit))
		return false;
	name = g_strndup(text + begin, end - begin);
	is_host = g_hash_table_contains(p->host_index, name); /* `at 5 s close` with a host s */
	g_free(name);
	return !is_host;
}

char *
tcpsim_scn_without_unit(const struct scn_parser *p, const struct tcpsim_place *loc, const char *number,
	enum scn_place place)
{
	struct scn_unit unit;

	switch (place) {
	case SCN_PLACE_ANY:
	case SCN_PLACE_TIME:
		break;
	case SCN_PLACE_NUMBER:
		return g_strdup_printf("%.40s is no whole number", number);
	case SCN_PLACE_PERCENT:
		return g_strdup_printf("%.40s is no percentage, that is written %.40s%%", number, number);
	case SCN_PLACE_RATE:
		return g_strdup_printf("%.40s is no rate, that is written %.40sMbit/s", number, number);
	}
	if (has_unit_behind_blank(p, loc, &unit))
		return g_strdup_printf("no blank stands before a unit, this is written %.40s%s", number, unit.name);
	return g_strdup_printf("%.40s has no unit, a time is written %.40ss or %.40sms", number, number, number);
}
