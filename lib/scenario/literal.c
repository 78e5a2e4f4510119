/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/setting.h>

#include "lib/scenario/units.h"

/*
 * Numbers with and without units. All is whole-number arithmetic: what is written is either exactly so many
 * microseconds (thousandths of MSL or RTO, millionths, bits a second), or refused.
 */

/* A time is at most a million days: sums of such times stay far from the end of 64 bits. */
#define MAX_US (INT64_C(86400000000) * 1000000)
#define MAX_MILLIS INT64_C(1000000000)
#define MAX_RATE INT64_C(1000000000000)

/* What is being read. */
struct reading {
	const char *at, *end;
	const char *text; /* all of it, for diagnostics */
	const struct scn_parser *p;
	const struct tcpsim_place *loc;
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
read_decimal(struct reading *r, struct tcpsim_decimal *number)
{
	const char *words = tcpsim_decimal_read(&r->at, r->end, number);

	return words == NULL || refuse(r, words);
}

/* number x unit, exactly. */
static bool
multiply(struct reading *r, const struct tcpsim_decimal *number, const struct scn_unit *unit, int64_t *product)
{
	switch (tcpsim_decimal_multiply(number, unit->times, unit->by, product)) {
	case TCPSIM_PRODUCT_EXACT:
		return true;
	case TCPSIM_PRODUCT_NOT_WHOLE:
		return refuse(r,
			unit->dimension == SCN_MICROSECONDS ? "is no whole number of microseconds"
							    : "has too many decimals");
	case TCPSIM_PRODUCT_TOO_LARGE:
		return refuse(r, "is too large");
	}
	return false;
}

static bool
is_unit_character(char c)
{
	return g_ascii_isalpha(c) || c == '%' || c == '/' || c == '_';
}

static bool
read_unit(struct reading *r, struct scn_unit *unit)
{
	const char *begin = r->at;
	enum scn_place place = tcpsim_scn_place(r->p);
	char *name;

	while (r->at < r->end && is_unit_character(*r->at))
		r->at++;
	if (tcpsim_scn_unit(begin, (size_t)(r->at - begin), unit)) {
		r->has_unit = true;
		return true;
	}
	name = g_strndup(begin, (gsize)(r->at - begin));
	if (name[0] != '\0')
		r->words = tcpsim_scn_unknown_unit(name, r->text, place);
	else if (r->at == r->end && !r->has_unit)
		r->words = tcpsim_scn_without_unit(r->p, r->loc, r->text, place);
	else
		refuse(r, "is neither a number nor a time: a unit is missing");
	g_free(name);
	return false;
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
		struct tcpsim_decimal number;
		struct scn_unit unit;
		int64_t amount = 0;

		if (!read_decimal(r, &number))
			return false;
		if (r->at == r->end && value->kind == SCN_NUMBER && number.power == 1) {
			value->number = number.mantissa;
			return true;
		}
		if (!read_unit(r, &unit) || !multiply(r, &number, &unit, &amount) || !add_part(r, &unit, amount, value))
			return false;
	}
	return true;
}

struct scn_value *
tcpsim_scn_literal(struct scn_parser *p, const struct tcpsim_place *loc, const char *text, size_t n, char **words)
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
tcpsim_scn_text(struct scn_parser *p, const struct tcpsim_place *loc, const char *text, size_t n, char **words)
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
