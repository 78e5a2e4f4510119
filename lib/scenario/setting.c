/* SPDX-License-Identifier: MIT */
#include <tcpsim/setting.h>

#include "lib/scenario/parse_private.h"

/* What a literal gives a setting of the policy. */

/* A text in quotes is a word, never a number. */
static char *
refuse_text(const struct tcpsim_setting *setting, const char *text)
{
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
	case TCPSIM_SETTING_CHOICE:
	case TCPSIM_SETTING_FLAW:
		return NULL;
	case TCPSIM_SETTING_COUNT:
		return g_strdup_printf("%s is a number, not %.40s", setting->name, text);
	case TCPSIM_SETTING_BYTES:
		return g_strdup_printf("%s is a number of octets, not %.40s", setting->name, text);
	case TCPSIM_SETTING_DURATION:
		return g_strdup_printf("%s is a time, not %.40s", setting->name, text);
	}
	return NULL;
}

char *
tcpsim_scn_setting_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result)
{
	char *words = value->kind == SCN_TEXT ? refuse_text(setting, value->text) : NULL;

	return words != NULL ? words : tcpsim_setting_parse(setting, value->text, result);
}
