/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse_private.h"

/* What a literal gives a setting of the policy. */

static char *
choice_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result)
{
	struct scn_nearest nearest = tcpsim_scn_nearest(value->text);
	GString *all = g_string_new(NULL);
	char *words;

	for (int64_t i = 0; i <= setting->max; i++) {
		if (strcmp(setting->choices[i], value->text) == 0) {
			*result = i;
			g_string_free(all, TRUE);
			return NULL;
		}
		tcpsim_scn_nearest_try(&nearest, setting->choices[i]);
		if (i > 0)
			g_string_append(all, i < setting->max ? ", " : " or ");
		g_string_append(all, setting->choices[i]);
	}
	if (nearest.best != NULL && value->kind == SCN_WORD) /* of 3MSL any number may be wrong */
		words = g_strdup_printf(
			"%s cannot be %.40s, did you mean %s?", setting->name, value->text, nearest.best);
	else
		words = g_strdup_printf("%s cannot be %.40s, it is %s", setting->name, value->text, all->str);
	g_string_free(all, TRUE);
	return words;
}

static char *
flaw_of(const struct scn_value *value, int64_t *result)
{
	struct scn_nearest nearest = tcpsim_scn_nearest(value->text);
	int flaw = tcpsim_flaw_find(value->text);

	*result = flaw;
	if (flaw >= 0)
		return NULL;
	for (int i = 0; i < TCPSIM_N_FLAWS; i++)
		tcpsim_scn_nearest_try(&nearest, tcpsim_flaw_name((enum tcpsim_flaw)i));
	return tcpsim_scn_unknown("flaw", &nearest);
}

static char *
switch_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result)
{
	*result = strcmp(value->text, "on") == 0;
	if (*result || strcmp(value->text, "off") == 0)
		return NULL;
	return g_strdup_printf("%s is on or off, not %.40s", setting->name, value->text);
}

/* In the largest unit that it is a whole number of. */
static char *
written_duration(int64_t us)
{
	static const struct {
		int64_t us;
		const char *name;
	} units[] = {
		{ INT64_C(86400000000), "d" },
		{ INT64_C(3600000000), "h" },
		{ 60000000, "min" },
		{ 1000000, "s" },
		{ 1000, "ms" },
		{ 1, "us" },
	};
	size_t i = 0;

	while (us % units[i].us != 0 || (us == 0 && units[i].us > 1))
		i++;
	return g_strdup_printf("%" G_GINT64_FORMAT "%s", us / units[i].us, units[i].name);
}

char *
tcpsim_scn_written_setting(const struct tcpsim_setting *setting, int64_t value)
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
		return written_duration(value);
	case TCPSIM_SETTING_CHOICE:
		return g_strdup(setting->choices[value]);
	case TCPSIM_SETTING_FLAW:
		return g_strdup(tcpsim_flaw_name((enum tcpsim_flaw)value));
	}
	return g_strdup_printf("%" G_GINT64_FORMAT, value);
}

/* A number, or microseconds, within the range of the setting. */
static char *
check_range(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t result)
{
	char *min, *max, *words;

	if (result >= setting->min && result <= setting->max)
		return NULL;
	min = tcpsim_scn_written_setting(setting, setting->min);
	max = tcpsim_scn_written_setting(setting, setting->max);
	words = g_strdup_printf("%s cannot be %.40s, it lies between %s and %s", setting->name, value->text, min, max);
	g_free(min);
	g_free(max);
	return words;
}

static char *
number_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result)
{
	if (value->kind != SCN_NUMBER)
		return g_strdup_printf("%s is a %s, not %.40s", setting->name,
			setting->kind == TCPSIM_SETTING_BYTES ? "number of octets" : "number", value->text);
	*result = value->number;
	return check_range(setting, value, *result);
}

static char *
duration_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result)
{
	if (value->kind == SCN_NUMBER)
		return g_strdup_printf("%s is a time, and %.40s has no unit: write %.40ss or %.40sms", setting->name,
			value->text, value->text, value->text);
	if (value->kind != SCN_TIME)
		return g_strdup_printf("%s is a time, not %.40s", setting->name, value->text);
	if (value->time.msl_millis != 0 || value->time.rto_millis != 0)
		return g_strdup_printf("%s is a time without MSL or RTO, which are settings themselves", setting->name);
	*result = value->time.us;
	return check_range(setting, value, *result);
}

char *
tcpsim_scn_setting_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result)
{
	if (setting->may_be_unlimited && value->kind == SCN_WORD && strcmp(value->text, "unlimited") == 0) {
		*result = TCPSIM_UNLIMITED;
		return NULL;
	}
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
		return switch_of(setting, value, result);
	case TCPSIM_SETTING_COUNT:
	case TCPSIM_SETTING_BYTES:
		return number_of(setting, value, result);
	case TCPSIM_SETTING_DURATION:
		return duration_of(setting, value, result);
	case TCPSIM_SETTING_CHOICE:
		return choice_of(setting, value, result);
	case TCPSIM_SETTING_FLAW:
		return flaw_of(value, result);
	}
	return NULL;
}
