/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse_private.h"

/* Whether a value is what its place needs: itself, or all that `$x` can stand for there. */

/* What a place needs. */
struct need {
	enum scn_value_kind kind;
	const char *what;
	int64_t min, max;
	const struct tcpsim_setting *setting;
	char *(*judge)(const struct need *need, const struct scn_value *literal);
};

/* Whether a vary line can have a value where these blocks hold. */
static bool
may_choose(const struct scn_in *in, uint32_t vary, uint32_t choice)
{
	for (; in != NULL; in = in->parent)
		if (in->vary == vary && in->choice != choice)
			return false;
	return true;
}

bool
tcpsim_scn_compatible(const struct scn_in *a, const struct scn_in *b)
{
	for (; a != NULL; a = a->parent)
		if (a->vary != SCN_NO_VARY && !may_choose(b, a->vary, a->choice))
			return false;
	return true;
}

static void
check_varied(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value, const struct need *need)
{
	const struct scn_vary *vary;

	if (value->vary == SCN_NO_VARY)
		return;
	vary = g_ptr_array_index(p->varies, value->vary);
	for (size_t i = 0; i < vary->n_values; i++) {
		char *words;

		if (!may_choose(in, value->vary, (uint32_t)i))
			continue;
		words = need->judge(need, vary->values[i]);
		if (words == NULL)
			continue;
		tcpsim_scn_error(p, &value->loc, "with %s=%s: %s", vary->name, vary->values[i]->text, words);
		g_free(words);
		return;
	}
}

static void
check(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value, const struct need *need)
{
	char *words;

	if (value == NULL)
		return;
	if (value->kind == SCN_VARY) {
		check_varied(p, in, value, need);
		return;
	}
	words = need->judge(need, value);
	if (words != NULL)
		tcpsim_scn_error_take(p, &value->loc, words);
}

static char *
judge_kind(const struct need *need, const struct scn_value *literal)
{
	if (literal->kind == need->kind)
		return NULL;
	return g_strdup_printf("%s is not %s", literal->text, need->what);
}

static char *
judge_number(const struct need *need, const struct scn_value *literal)
{
	if (literal->kind != SCN_NUMBER)
		return g_strdup_printf("%s is not %s", literal->text, need->what);
	if (literal->number >= need->min && literal->number <= need->max)
		return NULL;
	return g_strdup_printf("%" G_GINT64_FORMAT " is not %s: it lies between %" G_GINT64_FORMAT
			       " and %" G_GINT64_FORMAT,
		literal->number, need->what, need->min, need->max);
}

static char *
judge_rate(const struct need *need, const struct scn_value *literal)
{
	if (literal->kind == SCN_RATE && literal->rate_bps == 0)
		return g_strdup("nothing passes a link with a rate of 0");
	return judge_kind(need, literal);
}

static char *
judge_text(const struct need *need, const struct scn_value *literal)
{
	if (literal->kind == SCN_TEXT && literal->text_n == 0)
		return g_strdup("the text is empty");
	return judge_kind(need, literal);
}

static char *
judge_setting(const struct need *need, const struct scn_value *literal)
{
	int64_t ignored;

	return tcpsim_scn_setting_of(need->setting, literal, &ignored);
}

static char *
judge_profile(const struct need *need, const struct scn_value *literal)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(literal->text);
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);
	const char **names;
	char *words;

	(void)need;
	if (tcpsim_profile_find(literal->text) != NULL)
		return NULL;
	names = g_new(const char *, n);
	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, names[i] = profiles[i].name);
	words = tcpsim_scn_unknown_of("profile", &nearest, names, n);
	g_free(names);
	return words;
}

void
tcpsim_scn_check_number(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value, int64_t min,
	int64_t max, const char *what)
{
	check(p, in, value, &(struct need){ SCN_NUMBER, what, min, max, NULL, judge_number });
}

/* A number, or with `$x` perhaps a text. */
static char *
judge_returned(const struct need *need, const struct scn_value *literal)
{
	return literal->kind == SCN_TEXT ? NULL : judge_number(need, literal);
}

void
tcpsim_scn_check_returned(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value,
		&(struct need){ SCN_NUMBER, "what a call returns", 0, INT32_MAX, NULL, judge_returned });
}

static char *
judge_switch(const struct need *need, const struct scn_value *literal)
{
	(void)need;
	if (strcmp(literal->text, "on") == 0 || strcmp(literal->text, "off") == 0)
		return NULL;
	return g_strdup_printf("%s is neither on nor off", literal->text);
}

void
tcpsim_scn_check_switch(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_WORD, "", 0, 0, NULL, judge_switch });
}

void
tcpsim_scn_check_percent(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_PERCENT, "a percentage", 0, 0, NULL, judge_kind });
}

void
tcpsim_scn_check_rate(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_RATE, "a rate such as 10Mbit/s", 0, 0, NULL, judge_rate });
}

void
tcpsim_scn_check_text(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_TEXT, "a text in quotes", 0, 0, NULL, judge_text });
}

void
tcpsim_scn_check_time(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_TIME, "a time such as 3s", 0, 0, NULL, judge_kind });
}

void
tcpsim_scn_check_sum(struct scn_parser *p, const struct scn_in *in, const struct scn_sum *sum)
{
	for (; sum != NULL; sum = sum->next)
		tcpsim_scn_check_time(p, in, sum->value);
}

void
tcpsim_scn_check_profile(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_WORD, "a profile", 0, 0, NULL, judge_profile });
}

void
tcpsim_scn_check_setting(struct scn_parser *p, const struct scn_in *in, const struct tcpsim_setting *setting,
	const struct scn_value *value)
{
	check(p, in, value, &(struct need){ SCN_WORD, "", 0, 0, setting, judge_setting });
}
