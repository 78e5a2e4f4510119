/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

#include <tcpsim/setting.h>
#include <tcpsim/word.h>

/* The first line of a run. */

static bool
read_version(struct reader *reader, const json_t *value, void *thing)
{
	(void)thing;
	if (!tcpsim_read_is(reader, value, JSON_INTEGER, "the version of saved traces, a number"))
		return false;
	if (json_integer_value(value) == TCPSIM_TRACE_VERSION)
		return true;
	return tcpsim_read_fail(reader, "version %" JSON_INTEGER_FORMAT " is one that this program does not know, it reads version %d",
		json_integer_value(value), TCPSIM_TRACE_VERSION);
}

static bool
read_title(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_copy(reader, value, &((struct tcpsim_recording *)thing)->title);
}

static bool
read_file(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_copy(reader, value, &((struct tcpsim_recording *)thing)->file);
}

static bool
read_notes(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_texts(reader, value, &((struct tcpsim_recording *)thing)->notes);
}

static bool
read_case(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_copy(reader, value, &((struct tcpsim_recording *)thing)->case_name);
}

static bool
read_seed(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_unsigned(reader, value, &((struct tcpsim_recording *)thing)->seed);
}

static bool
read_isn_wrap(struct reader *reader, const json_t *value, void *thing)
{
	int64_t is_true;
	bool is_read = tcpsim_read_switch(reader, value, &is_true);

	((struct tcpsim_recording *)thing)->isn_wrap = is_true != 0;
	return is_read;
}

static bool
read_explored(struct reader *reader, const json_t *value, void *thing)
{
	int64_t is_true;
	bool is_read = tcpsim_read_switch(reader, value, &is_true);

	((struct tcpsim_recording *)thing)->is_explored = is_true != 0;
	return is_read;
}

/* The lines of the scenario are counted: other lines may name them. */
static bool
read_scenario(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_recording *recording = thing;

	if (!tcpsim_read_copy(reader, value, &recording->text))
		return false;
	reader->n_lines = *recording->text != '\0' && !g_str_has_suffix(recording->text, "\n");
	for (const char *c = strchr(recording->text, '\n'); c != NULL; c = strchr(c + 1, '\n'))
		reader->n_lines++;
	return true;
}

/* ---- hosts ---- */

static bool
read_flaws(struct reader *reader, const struct tcpsim_setting *setting, const json_t *value, struct tcpsim_policy *policy)
{
	char **names = NULL;
	bool is_read = tcpsim_read_texts(reader, value, &names);

	for (size_t i = 0; is_read && names[i] != NULL; i++) {
		int64_t flaw;
		char *words = tcpsim_setting_parse(setting, names[i], &flaw);

		tcpsim_read_element(reader, i);
		if (words != NULL)
			is_read = tcpsim_read_fail(reader, "%s", words);
		else if (flaw == TCPSIM_FLAW_NONE)
			is_read = tcpsim_read_fail(reader, "none is no flaw that a list could have");
		else
			tcpsim_policy_set(policy, setting, flaw);
		tcpsim_read_leave(reader);
		g_free(words);
	}
	g_strfreev(names);
	return is_read;
}

static bool
read_setting(struct reader *reader, const struct tcpsim_setting *setting, const json_t *value,
	struct tcpsim_policy *policy)
{
	const char *text;
	char *words;
	int64_t number;
	bool is_read;

	if (setting->kind == TCPSIM_SETTING_FLAW)
		return read_flaws(reader, setting, value, policy);
	if (!tcpsim_read_text(reader, value, &text))
		return false;
	words = tcpsim_setting_parse(setting, text, &number);
	is_read = words == NULL && tcpsim_policy_set(policy, setting, number) == 0;
	if (!is_read)
		tcpsim_read_fail(reader, "%s", words != NULL ? words : "this is no value of that setting");
	g_free(words);
	return is_read;
}

static bool
refuse_setting(struct reader *reader, const char *name)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, settings[i].name);
	if (nearest.best != NULL)
		return tcpsim_read_fail_name(reader, "there is no setting %.40s, did you mean %s?", name, nearest.best);
	return tcpsim_read_fail_name(reader, "there is no setting %.40s", name);
}

static bool
read_settings(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_recorded_host *host = thing;
	const char *name;
	json_t *text;

	if (!tcpsim_read_is(reader, value, JSON_OBJECT, "an object"))
		return false;
	json_object_foreach((json_t *)value, name, text) {
		const struct tcpsim_setting *setting = tcpsim_setting_find(name);
		bool is_read;

		tcpsim_read_enter(reader, name);
		if (setting != NULL)
			is_read = read_setting(reader, setting, text, &host->policy);
		else
			is_read = refuse_setting(reader, name);
		tcpsim_read_leave(reader);
		if (!is_read)
			return false;
	}
	return true;
}

static bool
read_host_name(struct reader *reader, const json_t *value, void *thing)
{
	const char *name;
	uint16_t host;

	(void)thing;
	if (!tcpsim_read_text(reader, value, &name))
		return false;
	if (*name == '\0')
		return tcpsim_read_fail(reader, "a host has a name");
	if (g_hash_table_contains(reader->hosts, name))
		return tcpsim_read_fail(reader, "there are two hosts %.40s", name);
	host = tcpsim_trace_add_host(reader->recording->own_trace, name);
	g_hash_table_insert(reader->hosts, g_strdup(name), GUINT_TO_POINTER(host + 1U));
	return true;
}

static const struct member host_members[] = {
	{ "name", .kind = MEMBER_SPECIAL, .read = read_host_name },
	{ "settings", .kind = MEMBER_SPECIAL, .read = read_settings },
	{ "isn_shift", .kind = MEMBER_NUMBER, .octets = 4, .offset = offsetof(struct tcpsim_recorded_host, isn_shift) },
	{ .name = NULL },
};

static bool
read_host(struct reader *reader, const json_t *value, struct tcpsim_recorded_host *host)
{
	size_t n;

	host->policy = tcpsim_profiles(&n)->policy;
	return tcpsim_read_known(reader, value, host_members) && tcpsim_read_needed(reader, value, "name") != NULL &&
		tcpsim_read_members(reader, value, host_members, host);
}

static bool
read_hosts(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_recording *recording = thing;
	size_t n = json_array_size(value);
	bool is_read = true;

	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a list of hosts"))
		return false;
	if (n == 0 || n >= TCPSIM_NO_HOST)
		return tcpsim_read_fail(reader, "there are 1 to %u hosts, not %zu", TCPSIM_NO_HOST - 1U, n);
	recording->hosts = g_new0(struct tcpsim_recorded_host, n);
	for (size_t i = 0; i < n && is_read; i++) {
		tcpsim_read_element(reader, i);
		is_read = read_host(reader, json_array_get(value, i), &recording->hosts[i]);
		tcpsim_read_leave(reader);
	}
	return is_read;
}

static const struct member head_members[] = {
	{ "tcpsim-trace", .kind = MEMBER_SPECIAL, .read = read_version },
	{ "title", .kind = MEMBER_SPECIAL, .read = read_title },
	{ "file", .kind = MEMBER_SPECIAL, .read = read_file },
	{ "notes", .kind = MEMBER_SPECIAL, .read = read_notes },
	{ "case", .kind = MEMBER_SPECIAL, .read = read_case },
	{ "seed", .kind = MEMBER_SPECIAL, .read = read_seed },
	{ "isn_wrap", .kind = MEMBER_SPECIAL, .read = read_isn_wrap },
	{ "explored", .kind = MEMBER_SPECIAL, .read = read_explored },
	{ "hosts", .kind = MEMBER_SPECIAL, .read = read_hosts },
	{ "text", .kind = MEMBER_SPECIAL, .read = read_scenario },
	{ .name = NULL },
};

/* What is not said of a run. */
static void
fill_recording(struct tcpsim_recording *recording)
{
	recording->title = g_strdup("");
	recording->file = g_strdup("");
	recording->case_name = g_strdup("");
	recording->notes = g_new0(char *, 1);
	recording->warnings = g_new0(char *, 1);
	recording->trace = recording->own_trace = tcpsim_trace_new();
}

/* The version is looked at first: another one may have anything. */
bool
tcpsim_read_head(struct reader *reader, const json_t *line)
{
	const json_t *version = json_object_get(line, "tcpsim-trace");
	bool is_known;

	reader->recording = g_new0(struct tcpsim_recording, 1);
	fill_recording(reader->recording);
	tcpsim_read_enter(reader, "tcpsim-trace");
	is_known = version == NULL || read_version(reader, version, NULL);
	tcpsim_read_leave(reader);
	return is_known && tcpsim_read_known(reader, line, head_members) &&
		tcpsim_read_needed(reader, line, "tcpsim-trace") != NULL &&
		tcpsim_read_needed(reader, line, "hosts") != NULL &&
		tcpsim_read_members(reader, line, head_members, reader->recording);
}
