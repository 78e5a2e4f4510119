/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/units.h"

/*
 * Numbers with and without units. All is whole-number arithmetic: what is written is either exactly so many
 * microseconds (thousandths of MSL or RTO, millionths, bits a second), or refused.
 */

/* A time is at most a million days: sums of such times stay far from the end of 64 bits. */
#define MAX_US (INT64_C(86400000000) * 1000000)
#define MAX_MILLIS INT64_C(1000000000)
#define MAX_RATE INT64_C(1000000000000)
#define MAX_DECIMALS 9

/* A number as it is written: mantissa / 10^decimals. */
struct decimal {
	int64_t mantissa;
	int64_t power; /* 10^decimals */
};

/* What is being read. */
struct reading {
	const char *at, *end;
	const char *text; /* all of it, for diagnostics */
	const struct scn_parser *p;
	const struct scn_loc *loc;
	bool has_unit; /* one was read */
	char *words;   /* what is wrong, or NULL */
};

static bool
refuse(struct reading *r, const char *words)
{
	r->words = g_strdup_printf("%.40s %s", r->text, words);
	return false;
}

static bool
append_digit(struct reading *r, int64_t *number)
{
	int digit = *r->at++ - '0';

	if (*number > (INT64_MAX - digit) / 10)
		return refuse(r, "is too large a number");
	*number = *number * 10 + digit;
	return true;
}

static bool
read_decimal(struct reading *r, struct decimal *number)
{
	const char *last;

	*number = (struct decimal){ 0, 1 };
	if (r->at == r->end || !g_ascii_isdigit(*r->at))
		return refuse(r, "is neither a number nor a time");
	while (r->at < r->end && g_ascii_isdigit(*r->at))
		if (!append_digit(r, &number->mantissa))
			return false;
	if (r->at == r->end || *r->at != '.')
		return true;
	r->at++;
	for (last = r->at; last < r->end && g_ascii_isdigit(*last);)
		last++;
	if (last == r->at)
		return refuse(r, "has a point without digits behind it");
	while (last > r->at && last[-1] == '0') /* 1.50 is 1.5 */
		last--;
	if (last - r->at > MAX_DECIMALS)
		return refuse(r, "has too many decimals");
	for (; r->at < last; number->power *= 10)
		if (!append_digit(r, &number->mantissa))
			return false;
	while (r->at < r->end && *r->at == '0')
		r->at++;
	return true;
}

static int64_t
common_divisor(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* number x unit, exactly. */
static bool
multiply(struct reading *r, const struct decimal *number, const struct scn_unit *unit, int64_t *product)
{
	int64_t below = number->power * unit->by;
	int64_t divisor = common_divisor(unit->times, below);
	int64_t above = unit->times / divisor;

	below /= divisor;
	if (number->mantissa % below != 0)
		return refuse(r,
			unit->dimension == SCN_MICROSECONDS ? "is no whole number of microseconds"
							    : "has too many decimals");
	if (number->mantissa / below > INT64_MAX / above)
		return refuse(r, "is too large");
	*product = number->mantissa / below * above;
	return true;
}

static bool
is_unit_character(char c)
{
	return g_ascii_isalpha(c) || c == '%' || c == '/' || c == '_';
}

static const struct scn_unit *
read_unit(struct reading *r)
{
	const char *begin = r->at;
	const struct scn_unit *unit;
	enum scn_place place = tcpsim_scn_place(r->p);
	char *name;

	while (r->at < r->end && is_unit_character(*r->at))
		r->at++;
	unit = tcpsim_scn_unit(begin, (size_t)(r->at - begin));
	if (unit != NULL) {
		r->has_unit = true;
		return unit;
	}
	name = g_strndup(begin, (gsize)(r->at - begin));
	if (name[0] != '\0')
		r->words = tcpsim_scn_unknown_unit(name, r->text, place);
	else if (r->at == r->end && !r->has_unit)
		r->words = tcpsim_scn_without_unit(r->p, r->loc, r->text, place);
	else
		refuse(r, "is neither a number nor a time: a unit is missing");
	g_free(name);
	return NULL;
}

static bool
add(struct reading *r, int64_t *sum, int64_t more, int64_t max)
{
	if (more > max || *sum > max - more)
		return refuse(r, "is too large");
	*sum += more;
	return true;
}

/* One part of a time, such as the 30min of 1h30min, or all of a percentage or a rate. */
static bool
add_part(struct reading *r, const struct scn_unit *unit, int64_t amount, struct scn_value *value)
{
	bool is_first = value->kind == SCN_NUMBER;

	if (!is_first &&
		(unit->dimension == SCN_PPM || unit->dimension == SCN_BITS_A_SECOND || value->kind != SCN_TIME))
		return refuse(r, "is neither a number nor a time");
	switch (unit->dimension) {
	case SCN_MICROSECONDS:
		value->kind = SCN_TIME;
		return add(r, &value->time.us, amount, MAX_US);
	case SCN_MSL_MILLIS:
		value->kind = SCN_TIME;
		return add(r, &value->time.msl_millis, amount, MAX_MILLIS);
	case SCN_RTO_MILLIS:
		value->kind = SCN_TIME;
		return add(r, &value->time.rto_millis, amount, MAX_MILLIS);
	case SCN_PPM:
		value->kind = SCN_PERCENT;
		value->ppm = (uint32_t)amount;
		return amount <= 1000000 || refuse(r, "is more than 100%");
	case SCN_BITS_A_SECOND:
		value->kind = SCN_RATE;
		value->rate_bps = amount;
		return amount <= MAX_RATE || refuse(r, "is too large a rate");
	}
	return true;
}

static bool
read_parts(struct reading *r, struct scn_value *value)
{
	while (r->at < r->end) {
		struct decimal number;
		const struct scn_unit *unit;
		int64_t amount = 0;

		if (!read_decimal(r, &number))
			return false;
		if (r->at == r->end && value->kind == SCN_NUMBER && number.power == 1) {
			value->number = number.mantissa;
			return true;
		}
		unit = read_unit(r);
		if (unit == NULL || !multiply(r, &number, unit, &amount) || !add_part(r, unit, amount, value))
			return false;
	}
	return true;
}

struct scn_value *
tcpsim_scn_literal(struct scn_parser *p, const struct scn_loc *loc, const char *text, size_t n, char **words)
{
	struct scn_value *value = tcpsim_scn_build_value(p, loc, SCN_NUMBER, text, n);
	struct reading r = { value->text, value->text + n, value->text, p, loc, false, NULL };

	if (read_parts(&r, value))
		return value;
	*words = r.words;
	return NULL;
}

/* What a character behind a backslash stands for; -1: nothing. */
static int
escaped(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case '"':
	case '\\':
		return c;
	default:
		return -1;
	}
}

/* Replace what stands behind a backslash at `*at`; returns false if it means nothing. */
static bool
append_escape(GString *out, const char **at, const char *end)
{
	const char *c = *at;

	if (c < end && *c == 'x') {
		if (end - c < 3 || !g_ascii_isxdigit(c[1]) || !g_ascii_isxdigit(c[2]))
			return false;
		g_string_append_c(out, (gchar)(g_ascii_xdigit_value(c[1]) * 16 + g_ascii_xdigit_value(c[2])));
		*at = c + 3;
		return true;
	}
	if (c == end || escaped(*c) < 0)
		return false;
	g_string_append_c(out, (gchar)escaped(*c));
	*at = c + 1;
	return true;
}

struct scn_value *
tcpsim_scn_text(struct scn_parser *p, const struct scn_loc *loc, const char *text, size_t n, char **words)
{
	GString *out = g_string_sized_new(n + 1);
	const char *end = text + n;
	struct scn_value *value;

	*words = NULL;
	while (text < end) {
		if (*text != '\\') {
			g_string_append_c(out, *text++);
			continue;
		}
		text++;
		if (!append_escape(out, &text, end) && *words == NULL)
			*words = g_strdup("a backslash stands before one of n r t \" \\ or before x and two hexadecimal"
					  " digits");
	}
	value = tcpsim_scn_build_value(p, loc, SCN_TEXT, out->str, out->len);
	g_string_free(out, TRUE);
	return value;
}
