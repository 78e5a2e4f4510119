/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SETTING_H
#define TCPSIM_SETTING_H

#include <stddef.h>
#include <stdint.h>

#include <tcpsim/export.h>
#include <tcpsim/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Values of settings as people write them: `on`, `1460`, `1h30min`, `unlimited`, `newreno`. */

/* A value as it is written; a time in the largest unit that it is a whole number of. Free with g_free(). */
TCPSIM_API char *tcpsim_setting_format(const struct tcpsim_setting *setting, int64_t value);

/*
 * Read what is written into *value, within the range of the setting. Returns NULL, or one sentence without a full stop
 * that says what is wrong; the caller's, to free with g_free(). *value then means nothing.
 */
TCPSIM_API char *tcpsim_setting_parse(const struct tcpsim_setting *setting, const char *text, int64_t *value);

/* ---- for those who read such texts ---- */

/* A unit of time: one is times / by microseconds. */
struct tcpsim_time_unit {
	char name[8];
	int64_t times, by;
};

/* All, the shortest first; `*n` gets their number. Static storage. */
TCPSIM_API const struct tcpsim_time_unit *tcpsim_time_units(size_t *n);

/* A number as it is written: mantissa / power. */
struct tcpsim_decimal {
	int64_t mantissa;
	int64_t power; /* of 10 */
};

/*
 * Read a number that begins at *at, and go behind it. Returns NULL, or what is wrong with a text that begins so, such
 * as `has too many decimals`, in static storage.
 */
TCPSIM_API const char *tcpsim_decimal_read(const char **at, const char *end, struct tcpsim_decimal *number);

/* What a multiplication can come to. */
enum tcpsim_product {
	TCPSIM_PRODUCT_EXACT,
	TCPSIM_PRODUCT_NOT_WHOLE,
	TCPSIM_PRODUCT_TOO_LARGE,
};

/* number * times / by, if that is a whole number. */
TCPSIM_API enum tcpsim_product tcpsim_decimal_multiply(
	const struct tcpsim_decimal *number, int64_t times, int64_t by, int64_t *product);

#ifdef __cplusplus
}
#endif

#endif
