/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_UNITS_H
#define TCPSIM_SCENARIO_UNITS_H

#include "lib/scenario/parse_private.h"

enum scn_dimension {
	SCN_MICROSECONDS,
	SCN_MSL_MILLIS,
	SCN_RTO_MILLIS,
	SCN_PPM,
	SCN_BITS_A_SECOND,
};

struct scn_unit {
	const char *name;
	enum scn_dimension dimension;
	int64_t times, by; /* one of this unit is times / by of the dimension's */
};

/* What a literal must be where it stands, as far as the token before it tells. */
enum scn_place {
	SCN_PLACE_ANY,
	SCN_PLACE_NUMBER,
	SCN_PLACE_TIME,
	SCN_PLACE_PERCENT,
	SCN_PLACE_RATE,
};

enum scn_place tcpsim_scn_place(const struct scn_parser *p);

/* The unit of that name, n octets long; false if there is none. Its name is in static storage. */
bool tcpsim_scn_unit(const char *name, size_t n, struct scn_unit *unit);

/* What is said of a unit that there is not, in that literal; the caller's to free. */
char *tcpsim_scn_unknown_unit(const char *name, const char *literal, enum scn_place place);

/* What is said of a number without a unit where there must be one; the caller's to free. */
char *tcpsim_scn_without_unit(
	const struct scn_parser *p, const struct tcpsim_place *loc, const char *number, enum scn_place place);

#endif
