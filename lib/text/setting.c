/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <glib.h>

#include <tcpsim/setting.h>
#include <tcpsim/word.h>

/* Values of settings, read and written. */

static char *
parse_choice(const struct tcpsim_setting *setting, const char *text, int64_t *value)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(text);
	GString *all = g_string_new(NULL);
	char *words;

	for (int64_t i = 0; i <= setting->max; i++) {
		if (strcmp(setting->choices[i], text) == 0) {
			*value = i;
			g_string_free(all, TRUE);
			return NULL;
		}
		tcpsim_nearest_try(&nearest, setting->choices[i]);
		if (i > 0)
			g_string_append(all, i < setting->max ? ", " : " or ");
		g_string_append(all, setting->choices[i]);
	}
	if (nearest.best != NULL && !g_ascii_isdigit(text[0])) /* of 3MSL any number may be wrong */
		words = g_strdup_printf("%s cannot be %.40s, did you mean %s?", setting->name, text, nearest.best);
	else
		words = g_strdup_printf("%s cannot be %.40s, it is %s", setting->name, text, all->str);
	g_string_free(all, TRUE);
	return words;
}

static char *
parse_flaw(const char *text, int64_t *value)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(text);
	int flaw = tcpsim_flaw_find(text);

	*value = flaw;
	if (flaw >= 0)
		return NULL;
	for (int i = 0; i < TCPSIM_N_FLAWS; i++)
		tcpsim_nearest_try(&nearest, tcpsim_flaw_name((enum tcpsim_flaw)i));
	if (nearest.best == NULL)
		return g_strdup_printf("unknown flaw %.40s", text);
	return g_strdup_printf("unknown flaw %.40s, did you mean %s?", text, nearest.best);
}

static char *
parse_switch(const struct tcpsim_setting *setting, const char *text, int64_t *value)
{
	*value = strcmp(text, "on") == 0;
	if (*value || strcmp(text, "off") == 0)
		return NULL;
	return g_strdup_printf("%s is on or off, not %.40s", setting->name, text);
}

/* In the largest unit that it is a whole number of. */
static char *
format_time(int64_t us)
{
	size_t n;
	const struct tcpsim_time_unit *units = tcpsim_time_units(&n);
	size_t best = 0;

	for (size_t i = 0; i < n; i++)
		if (units[i].by == 1 && (us % units[i].times == 0) && (us != 0 || units[i].times == 1))
			best = i;
	return g_strdup_printf("%" G_GINT64_FORMAT "%s", us / units[best].times, units[best].name);
}

char *
tcpsim_setting_format(const struct tcpsim_setting *setting, int64_t value)
{
	if (setting->may_be_unlimited && value == TCPSIM_UNLIMITED)
		return g_strdup("unlimited");
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
		return g_strdup(value != 0 ? "on" : "off");
	case TCPSIM_SETTING_COUNT:
	case TCPSIM_SETTING_BYTES:
		break;
	case TCPSIM_SETTING_DURATION:
		return format_time(value);
	case TCPSIM_SETTING_CHOICE:
		return g_strdup(setting->choices[value]);
	case TCPSIM_SETTING_FLAW:
		return g_strdup(tcpsim_flaw_name((enum tcpsim_flaw)value));
	}
	return g_strdup_printf("%" G_GINT64_FORMAT, value);
}

/* A number, or microseconds, within the range of the setting. */
static char *
check_range(const struct tcpsim_setting *setting, const char *text, int64_t value)
{
	char *min, *max, *words;

	if (value >= setting->min && value <= setting->max)
		return NULL;
	min = tcpsim_setting_format(setting, setting->min);
	max = tcpsim_setting_format(setting, setting->max);
	words = g_strdup_printf("%s cannot be %.40s, it lies between %s and %s", setting->name, text, min, max);
	g_free(min);
	g_free(max);
	return words;
}

static char *
parse_number(const struct tcpsim_setting *setting, const char *text, int64_t *value)
{
	const char *at = text, *end = text + strlen(text);
	struct tcpsim_decimal number;
	const char *words = tcpsim_decimal_read(&at, end, &number);

	if (words != NULL && g_ascii_isdigit(text[0]))
		return g_strdup_printf("%.40s %s", text, words);
	if (words != NULL || at != end || number.power != 1)
		return g_strdup_printf("%s is a %s, not %.40s", setting->name,
			setting->kind == TCPSIM_SETTING_BYTES ? "number of octets" : "number", text);
	*value = number.mantissa;
	return check_range(setting, text, *value);
}

/* The unit at *at, and go behind it, or NULL. */
static const struct tcpsim_time_unit *
read_unit(const char **at)
{
	size_t n, letters = 0;
	const struct tcpsim_time_unit *units = tcpsim_time_units(&n);

	while (g_ascii_isalpha((*at)[letters]))
		letters++;
	for (size_t i = 0; i < n; i++)
		if (strlen(units[i].name) == letters && memcmp(units[i].name, *at, letters) == 0) {
			*at += letters;
			return &units[i];
		}
	return NULL;
}

/* What is said of a text that is no time by which a setting could be given one. */
static char *
refuse_time(const struct tcpsim_setting *setting, const char *text, const char *unit)
{
	if (strncmp(unit, "MSL", 3) == 0 || strncmp(unit, "RTO", 3) == 0)
		return g_strdup_printf("%s is a time without MSL or RTO, which are settings themselves", setting->name);
	return g_strdup_printf("%s is a time, not %.40s", setting->name, text);
}

/* The sum of all parts, as in 1h30min. */
static char *
parse_time(const struct tcpsim_setting *setting, const char *text, int64_t *value)
{
	const char *at = text, *end = text + strlen(text);

	*value = 0;
	do {
		struct tcpsim_decimal number;
		const struct tcpsim_time_unit *unit;
		int64_t us = 0;

		if (tcpsim_decimal_read(&at, end, &number) != NULL)
			return refuse_time(setting, text, "");
		if (at == end && number.power == 1 && strspn(text, "0123456789") == strlen(text))
			return g_strdup_printf("%s is a time, and %.40s has no unit: write %.40ss or %.40sms",
				setting->name, text, text, text);
		unit = read_unit(&at);
		if (unit == NULL)
			return refuse_time(setting, text, at);
		switch (tcpsim_decimal_multiply(&number, unit->times, unit->by, &us)) {
		case TCPSIM_PRODUCT_EXACT:
			break;
		case TCPSIM_PRODUCT_NOT_WHOLE:
			return g_strdup_printf("%.40s is no whole number of microseconds", text);
		case TCPSIM_PRODUCT_TOO_LARGE:
			return g_strdup_printf("%.40s is too large", text);
		}
		if (us > INT64_MAX - *value)
			return g_strdup_printf("%.40s is too large", text);
		*value += us;
	} while (at < end);
	return check_range(setting, text, *value);
}

char *
tcpsim_setting_parse(const struct tcpsim_setting *setting, const char *text, int64_t *value)
{
	if (setting->may_be_unlimited && strcmp(text, "unlimited") == 0) {
		*value = TCPSIM_UNLIMITED;
		return NULL;
	}
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
		return parse_switch(setting, text, value);
	case TCPSIM_SETTING_COUNT:
	case TCPSIM_SETTING_BYTES:
		return parse_number(setting, text, value);
	case TCPSIM_SETTING_DURATION:
		return parse_time(setting, text, value);
	case TCPSIM_SETTING_CHOICE:
		return parse_choice(setting, text, value);
	case TCPSIM_SETTING_FLAW:
		return parse_flaw(text, value);
	}
	return NULL;
}
