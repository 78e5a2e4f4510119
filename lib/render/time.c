/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "lib/render/render_private.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

unsigned
tcpsim_time_decimals(int64_t time_us)
{
	unsigned decimals = 6;

	if (time_us == TCPSIM_TIME_NONE)
		return 0;
	while (decimals > 0 && time_us % 10 == 0) {
		time_us /= 10;
		decimals--;
	}
	return decimals;
}

void
tcpsim_time_seconds(int64_t time_us, unsigned decimals, char text[32])
{
	int n = snprintf(text, 32, "%lld.%06lld", (long long)(time_us / SECOND_US), (long long)(time_us % SECOND_US));

	/* Six decimals and the point; without decimals the point goes, too. */
	text[n - 6 + (int)decimals - (decimals == 0)] = '\0';
}

char *
tcpsim_time_moment(int64_t time_us)
{
	char text[32];

	tcpsim_time_seconds(time_us, tcpsim_time_decimals(time_us), text);
	return g_strconcat(text, " s", NULL);
}

/* Append `n unit`, with a blank before it unless it is the first. */
static int
put_unit(char text[48], int at, int64_t n, const char *unit)
{
	return at + snprintf(text + at, (size_t)(48 - at), "%s%lld %s", at == 0 ? "" : " ", (long long)n, unit);
}

/* Append a number of `unit`, of which one is `one_us`, with the decimals that it needs. */
static void
put_fraction(char text[48], int at, int64_t time_us, int64_t one_us, const char *unit)
{
	int64_t fraction = time_us % one_us;
	int width = one_us == SECOND_US ? 6 : 3;
	char decimals[24] = "";

	while (fraction != 0 && fraction % 10 == 0) {
		fraction /= 10;
		width--;
	}
	if (fraction != 0)
		snprintf(decimals, sizeof(decimals), ".%0*lld", width, (long long)fraction);
	snprintf(text + at, (size_t)(48 - at), "%s%lld%s %s", at == 0 ? "" : " ", (long long)(time_us / one_us),
		decimals, unit);
}

void
tcpsim_render_time(int64_t time_us, char text[48])
{
	int at = 0;

	if (time_us == TCPSIM_TIME_NONE) {
		snprintf(text, 48, "never");
		return;
	}
	if (time_us > 0 && time_us < SECOND_US) {
		put_fraction(text, at, time_us, 1000, "ms");
		return;
	}
	if (time_us >= 2 * DAY_US) {
		at = put_unit(text, at, time_us / DAY_US, "d");
		time_us %= DAY_US;
	}
	if (time_us >= HOUR_US) {
		at = put_unit(text, at, time_us / HOUR_US, "h");
		time_us %= HOUR_US;
	}
	if (time_us >= MINUTE_US) {
		at = put_unit(text, at, time_us / MINUTE_US, "min");
		time_us %= MINUTE_US;
	}
	if (time_us > 0 || at == 0)
		put_fraction(text, at, time_us, SECOND_US, "s");
}
