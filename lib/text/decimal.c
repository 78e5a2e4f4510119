/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/setting.h>

/* Numbers with a point and units of time. All is whole-number arithmetic: what is written is exact, or refused. */

#define MAX_DECIMALS 9

static const struct tcpsim_time_unit units[] = {
	{ "ns", 1, 1000 },
	{ "us", 1, 1 },
	{ "ms", 1000, 1 },
	{ "s", 1000000, 1 },
	{ "min", 60000000, 1 },
	{ "h", INT64_C(3600000000), 1 },
	{ "d", INT64_C(86400000000), 1 },
};

const struct tcpsim_time_unit *
tcpsim_time_units(size_t *n)
{
	*n = G_N_ELEMENTS(units);
	return units;
}

static const char *
append_digit(const char **at, int64_t *number)
{
	int digit = *(*at)++ - '0';

	if (*number > (INT64_MAX - digit) / 10)
		return "is too large a number";
	*number = *number * 10 + digit;
	return NULL;
}

/* What is behind the point, and the zeros behind that: 1.50 is 1.5. */
static const char *
read_decimals(const char **at, const char *end, struct tcpsim_decimal *number)
{
	const char *last = *at, *words;

	while (last < end && g_ascii_isdigit(*last))
		last++;
	if (last == *at)
		return "has a point without digits behind it";
	while (last > *at && last[-1] == '0')
		last--;
	if (last - *at > MAX_DECIMALS)
		return "has too many decimals";
	for (; *at < last; number->power *= 10) {
		words = append_digit(at, &number->mantissa);
		if (words != NULL)
			return words;
	}
	while (*at < end && **at == '0')
		(*at)++;
	return NULL;
}

const char *
tcpsim_decimal_read(const char **at, const char *end, struct tcpsim_decimal *number)
{
	*number = (struct tcpsim_decimal){ 0, 1 };
	if (*at == end || !g_ascii_isdigit(**at))
		return "is neither a number nor a time";
	while (*at < end && g_ascii_isdigit(**at)) {
		const char *words = append_digit(at, &number->mantissa);

		if (words != NULL)
			return words;
	}
	if (*at == end || **at != '.')
		return NULL;
	(*at)++;
	return read_decimals(at, end, number);
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

enum tcpsim_product
tcpsim_decimal_multiply(const struct tcpsim_decimal *number, int64_t times, int64_t by, int64_t *product)
{
	int64_t below = number->power * by;
	int64_t divisor = common_divisor(times, below);
	int64_t above = times / divisor;

	below /= divisor;
	if (number->mantissa % below != 0)
		return TCPSIM_PRODUCT_NOT_WHOLE;
	if (number->mantissa / below > INT64_MAX / above)
		return TCPSIM_PRODUCT_TOO_LARGE;
	*product = number->mantissa / below * above;
	return TCPSIM_PRODUCT_EXACT;
}
