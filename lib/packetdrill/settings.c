/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/setting.h>

#include "lib/packetdrill/packets.h"

/* Settings that a script wants other than its profile has them, `// tcpsim: set msl 30s`, and then those of --set. */

static bool
set(struct play *play, const struct tcpsim_place *loc, struct tcpsim_policy *policy, const char *name,
	const char *value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(name);
	int64_t number = 0;
	char *words;

	if (setting == NULL)
		return tcpsim_pkt_fail(play, loc, NULL, "there is no setting %s", name);
	words = tcpsim_setting_parse(setting, value, &number);
	if (words == NULL && tcpsim_policy_set(policy, setting, number) == 0)
		return true;
	tcpsim_pkt_fail(play, loc, NULL, "%s", words != NULL ? words : "the value is out of range");
	g_free(words);
	return false;
}

/* `set NAME VALUE`; other directives were minded when the script was read. */
static bool
take_directive(struct play *play, const struct tcpsim_place *loc, struct tcpsim_policy *policy, const char *directive)
{
	char **words = g_strsplit(directive, " ", 3);
	bool is_done = true;

	if (g_strv_length(words) == 3 && strcmp(words[0], "set") == 0)
		is_done = set(play, loc, policy, words[1], words[2]);
	g_strfreev(words);
	return is_done;
}

/* `NAME=VALUE`. */
static bool
take_argument(struct play *play, struct tcpsim_policy *policy, const char *argument)
{
	static const struct tcpsim_place nowhere = { 0, 0, 0 };
	char **words = g_strsplit(argument, "=", 2);
	bool is_done = set(play, &nowhere, policy, words[0] != NULL ? words[0] : "",
		words[0] != NULL && words[1] != NULL ? words[1] : "");

	g_strfreev(words);
	return is_done;
}

bool
tcpsim_pkt_settings(struct play *play, struct tcpsim_policy *policy)
{
	const struct tcpsim_drill *drill = play->drill;
	const char *const *arguments = play->options != NULL ? play->options->policy : NULL;

	for (guint i = 0; i < drill->directives->len; i++) {
		const struct tcpsim_place *loc = (const struct tcpsim_place *)g_ptr_array_index(drill->directive_locs,
			i);

		if (!take_directive(play, loc, policy, (const char *)g_ptr_array_index(drill->directives, i)))
			return false;
	}
	for (; arguments != NULL && *arguments != NULL; arguments++) {
		if (!take_argument(play, policy, *arguments))
			return false;
	}
	return true;
}
