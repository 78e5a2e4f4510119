/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse_private.h"

/* What varies: `$x`, blocks, the number of cases. */

static struct scn_vary *
vary_at(const struct scn_parser *p, size_t i)
{
	return g_ptr_array_index(p->varies, i);
}

/* The vary line of that name, or SCN_NO_VARY. */
static uint32_t
find_vary(const struct scn_parser *p, const char *name)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(p->vary_index, name)) - 1;
}

static void
unknown_vary(struct scn_parser *p, const struct tcpsim_place *loc, const char *name, const char *what)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	if (p->varies_unsure)
		return;
	for (size_t i = 0; i < p->varies->len; i++)
		tcpsim_nearest_try(&nearest, vary_at(p, i)->name);
	if (nearest.best != NULL)
		tcpsim_scn_error(p, loc, "no line varies %.40s, did you mean %s%s?", name, what, nearest.best);
	else
		tcpsim_scn_error(p, loc, "no line varies %.40s", name);
}

static void
resolve_uses(struct scn_parser *p)
{
	for (size_t i = 0; i < p->uses->len; i++) {
		struct scn_value *use = g_ptr_array_index(p->uses, i);

		use->vary = find_vary(p, use->text);
		if (use->vary == SCN_NO_VARY)
			unknown_vary(p, &use->loc, use->text, "$");
		else
			vary_at(p, use->vary)->is_used = true;
	}
}

/* The value of that text of a vary line, or SCN_NO_VARY. */
static uint32_t
find_choice(const struct scn_vary *vary, const char *text)
{
	for (size_t i = 0; i < vary->n_values; i++)
		if (strcmp(vary->values[i]->text, text) == 0)
			return (uint32_t)i;
	return SCN_NO_VARY;
}

static void
try_choices(const struct scn_vary *vary, struct tcpsim_nearest *nearest)
{
	for (size_t i = 0; i < vary->n_values; i++)
		tcpsim_nearest_try(nearest, vary->values[i]->text);
}

/* `in NAME=value {` */
static void
resolve_named(struct scn_parser *p, struct scn_in *in)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(in->value->text);
	struct scn_vary *vary;

	in->vary = find_vary(p, in->name);
	if (in->vary == SCN_NO_VARY) {
		unknown_vary(p, &in->loc, in->name, "");
		return;
	}
	vary = vary_at(p, in->vary);
	vary->is_used = true;
	in->choice = find_choice(vary, in->value->text);
	if (in->choice != SCN_NO_VARY)
		return;
	in->vary = SCN_NO_VARY;
	try_choices(vary, &nearest);
	if (p->varies_unsure)
		return;
	if (nearest.best != NULL)
		tcpsim_scn_error(p, &in->value->loc, "%s is never %.40s, did you mean %s?", vary->name, in->value->text,
			nearest.best);
	else
		tcpsim_scn_error(p, &in->value->loc, "%s is never %.40s", vary->name, in->value->text);
}

static void
report_two(struct scn_parser *p, const struct scn_value *value, const char *one, const char *other)
{
	tcpsim_scn_error(p, &value->loc, "%s is a value of %s and of %s: write in %s=%s or in %s=%s", value->text, one,
		other, one, value->text, other, value->text);
}

/* `in value {`: the vary line that has this value. */
static void
resolve_unnamed(struct scn_parser *p, struct scn_in *in)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(in->value->text);

	for (size_t i = 0; i < p->varies->len; i++) {
		uint32_t choice = find_choice(vary_at(p, i), in->value->text);

		try_choices(vary_at(p, i), &nearest);
		if (choice == SCN_NO_VARY)
			continue;
		vary_at(p, i)->is_used = true;
		if (in->vary != SCN_NO_VARY)
			report_two(p, in->value, vary_at(p, in->vary)->name, vary_at(p, i)->name);
		in->vary = (uint32_t)i;
		in->choice = choice;
	}
	if (in->vary != SCN_NO_VARY || p->varies_unsure)
		return;
	if (nearest.best != NULL)
		tcpsim_scn_error(p, &in->value->loc, "no vary line has the value %.40s, did you mean %s?",
			in->value->text, nearest.best);
	else
		tcpsim_scn_error(p, &in->value->loc, "no vary line has the value %.40s", in->value->text);
}

static void
resolve_block(struct scn_parser *p, struct scn_in *in)
{
	in->vary = in->choice = SCN_NO_VARY;
	if (in->value->kind == SCN_VARY) {
		tcpsim_scn_error(p, &in->value->loc, "a block names a value, such as in %s=...", in->value->text);
		return;
	}
	if (in->name != NULL)
		resolve_named(p, in);
	else
		resolve_unnamed(p, in);
	for (const struct scn_in *around = in->parent; around != NULL && in->vary != SCN_NO_VARY;
		around = around->parent)
		if (around->vary == in->vary && around->choice != in->choice) {
			tcpsim_scn_warning(p, &in->loc, "this block never holds: around it %s is %s",
				vary_at(p, in->vary)->name, around->value->text);
			return;
		}
}

static void
check_settings(struct scn_parser *p, const struct scn_vary *vary)
{
	for (size_t i = 0; vary->setting != NULL && i < vary->n_values; i++)
		tcpsim_scn_check_setting(p, NULL, vary->setting, vary->values[i]);
}

static void
check_use(struct scn_parser *p, const struct scn_vary *vary)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(vary->name);
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	if (vary->is_used || vary->setting != NULL)
		return;
	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, settings[i].name);
	if (nearest.best != NULL)
		tcpsim_scn_error(p, &vary->loc, "vary %.40s changes nothing, did you mean the setting %s?", vary->name,
			nearest.best);
	else
		tcpsim_scn_error(p, &vary->loc,
			"vary %.40s changes nothing: it is no setting, and no line says $%.40s or in %.40s=...",
			vary->name, vary->name, vary->name);
}

static void
count_cases(struct scn_parser *p)
{
	size_t n = 1;

	for (size_t i = 0; i < p->varies->len; i++) {
		n *= vary_at(p, i)->n_values;
		if (n > SCN_MAX_CASES || i >= SCN_MAX_VARIES) {
			tcpsim_scn_error(p, &vary_at(p, i)->loc, "this makes more than %d %s",
				n > SCN_MAX_CASES ? SCN_MAX_CASES : SCN_MAX_VARIES,
				n > SCN_MAX_CASES ? "cases" : "vary lines");
			n = 0;
			break;
		}
	}
	p->scenario->n_cases = n;
}

void
tcpsim_scn_check_varies(struct scn_parser *p)
{
	bool is_right;

	count_cases(p);
	resolve_uses(p);
	for (size_t i = 0; i < p->ins->len; i++)
		resolve_block(p, g_ptr_array_index(p->ins, i));
	for (size_t i = 0; i < p->varies->len; i++)
		check_settings(p, vary_at(p, i));
	is_right = p->n_errors == 0; /* else what is wrong may have been the use of one */
	for (size_t i = 0; is_right && i < p->varies->len; i++)
		check_use(p, vary_at(p, i));
}
