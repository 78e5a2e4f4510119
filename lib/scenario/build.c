/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/build_private.h"

/* Values, lists and lines of the tree. Names of hosts are looked up when all lines have been read: check_lines.c. */

struct scn_value *
tcpsim_scn_build_value(
	struct scn_parser *p, const struct tcpsim_place *loc, enum scn_value_kind kind, const char *text, size_t n)
{
	struct scn_value *value = tcpsim_scn_alloc(p->memory, sizeof(*value));

	value->loc = *loc;
	value->kind = kind;
	value->text = tcpsim_scn_copy(p->memory, text, n);
	value->text_n = n;
	if (kind == SCN_VARY)
		g_ptr_array_add(p->uses, value);
	return value;
}

struct scn_value *
tcpsim_scn_build_word(struct scn_parser *p, const struct tcpsim_place *loc, const char *word)
{
	return tcpsim_scn_build_value(p, loc, SCN_WORD, word, strlen(word));
}

struct scn_value *
tcpsim_scn_build_number(struct scn_parser *p, const struct tcpsim_place *loc, int64_t number)
{
	struct scn_value *value = tcpsim_scn_build_value(p, loc, SCN_NUMBER, "", 0);

	value->number = number;
	return value;
}

struct scn_list *
tcpsim_scn_build_item(struct scn_parser *p, struct scn_list *list, struct scn_value *value)
{
	struct scn_list *item = tcpsim_scn_alloc(p->memory, sizeof(*item));

	item->previous = list;
	item->n = list != NULL ? list->n + 1 : 1;
	item->value = value;
	return item;
}

struct scn_list *
tcpsim_scn_build_pair_item(
	struct scn_parser *p, struct scn_list *list, struct scn_value *value, struct scn_value *other)
{
	struct scn_list *item = tcpsim_scn_build_item(p, list, value);

	item->other = other;
	return item;
}

struct scn_list *
tcpsim_scn_build_state_item(struct scn_parser *p, struct scn_list *list, enum tcpsim_state state)
{
	struct scn_list *item = tcpsim_scn_build_item(p, list, NULL);

	item->state = state;
	return item;
}

const struct scn_value *const *
tcpsim_scn_build_array(struct scn_parser *p, const struct scn_list *list)
{
	const struct scn_value **array = tcpsim_scn_alloc(p->memory, list->n * sizeof(struct scn_value *));

	for (; list != NULL; list = list->previous)
		array[list->n - 1] = list->value;
	return array;
}

struct scn_sum *
tcpsim_scn_build_term(struct scn_parser *p, struct scn_value *value)
{
	struct scn_sum *term = tcpsim_scn_alloc(p->memory, sizeof(*term));

	term->value = value;
	return term;
}

/* The new term goes to the front: the order of a sum means nothing, and a long one is no long walk. */
struct scn_sum *
tcpsim_scn_build_sum(struct scn_parser *p, struct scn_sum *sum, struct scn_sum *term)
{
	(void)p;
	term->next = sum;
	return term;
}

struct scn_name *
tcpsim_scn_build_name(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who,
	enum tcpsim_kind kind,
	const struct scn_value *first, const struct scn_value *last)
{
	struct scn_name *name = tcpsim_scn_alloc(p->memory, sizeof(*name));

	name->loc = *loc;
	name->who = *who;
	name->kind = kind;
	name->first = first;
	name->last = last;
	return name;
}

static bool
may_have_line(struct scn_parser *p, const struct tcpsim_place *loc)
{
	if (p->lines->len < SCN_MAX_LINES)
		return true;
	if (p->lines->len == SCN_MAX_LINES)
		tcpsim_scn_error(p, loc, "this is more than the %d lines that a scenario may have", SCN_MAX_LINES);
	return false;
}

struct scn_line *
tcpsim_scn_build_line(struct scn_parser *p, const struct tcpsim_place *loc, enum scn_line_kind kind)
{
	struct scn_line *line = tcpsim_scn_alloc(p->memory, sizeof(*line));

	line->loc = *loc;
	line->kind = kind;
	line->in = p->blocks->len > 0 ? g_ptr_array_index(p->blocks, p->blocks->len - 1) : NULL;
	if (may_have_line(p, loc))
		g_ptr_array_add(p->lines, line);
	return line;
}

/* A title, a note: text that is shown, in one line. */
static bool
is_shown_text(struct scn_parser *p, const struct scn_value *text)
{
	for (size_t i = 0; i < text->text_n; i++)
		if ((unsigned char)text->text[i] < 0x20 || text->text[i] == 0x7f) {
			tcpsim_scn_error(p, &text->loc, "a title or a note has no control characters");
			return false;
		}
	if (!g_utf8_validate(text->text, (gssize)text->text_n, NULL)) {
		tcpsim_scn_error(p, &text->loc, "a title or a note is UTF-8");
		return false;
	}
	return true;
}

void
tcpsim_scn_build_title(struct scn_parser *p, const struct scn_value *title)
{
	if (is_shown_text(p, title))
		p->scenario->title = title->text;
}

void
tcpsim_scn_build_note(struct scn_parser *p, const struct scn_value *note)
{
	if (is_shown_text(p, note))
		g_ptr_array_add(p->notes, (gpointer)note->text);
}

/* The beginning of a block; without a value it could not be read, and its lines count in every case. */
void
tcpsim_scn_build_block(struct scn_parser *p, const struct tcpsim_place *loc, const char *name,
	const struct scn_value *value)
{
	struct scn_in *parent = p->blocks->len > 0 ? g_ptr_array_index(p->blocks, p->blocks->len - 1) : NULL;
	struct scn_in *in = parent;

	if (p->blocks->len == SCN_MAX_DEPTH)
		tcpsim_scn_error(p, loc, "blocks are nested more than %d deep", SCN_MAX_DEPTH);
	if (value == NULL && p->n_lost_blocks > 0) /* its head is lost, but not the block */
		p->n_lost_blocks--;
	if (value != NULL) {
		in = tcpsim_scn_alloc(p->memory, sizeof(*in));
		in->loc = *loc;
		in->value = value;
		in->name = name;
		in->parent = parent;
		g_ptr_array_add(p->ins, in);
	}
	g_ptr_array_add(p->blocks, in);
}

void
tcpsim_scn_build_block_end(struct scn_parser *p)
{
	g_ptr_array_set_size(p->blocks, (gint)p->blocks->len - 1);
}

void
tcpsim_scn_build_use(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_value *profile)
{
	tcpsim_scn_build_line(p, loc, SCN_LINE_USE)->profile = profile;
}

static struct scn_set
make_set(const struct tcpsim_place *loc, const char *name, const struct scn_value *value)
{
	return (struct scn_set){ .loc = *loc, .name = name, .value = value };
}

void
tcpsim_scn_build_set(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *host_loc,
	const char *host,
	const struct tcpsim_place *name_loc, const char *name, const struct scn_value *value)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_SET);

	line->set = make_set(name_loc, name, value);
	if (host == NULL)
		return;
	line->set.has_host = true;
	line->set.host = tcpsim_scn_build_who(p, host_loc, host);
}

struct scn_call *
tcpsim_scn_build_set_call(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, const struct scn_value *value)
{
	struct scn_call *call = tcpsim_scn_build_call(p, TCPSIM_CALL_SET, NULL);
	struct scn_set *set = tcpsim_scn_alloc(p->memory, sizeof(*set));

	*set = make_set(loc, name, value);
	call->set = set;
	return call;
}

void
tcpsim_scn_build_always(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *name_loc, const char *name)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_ALWAYS);

	line->always.is_all = name == NULL;
	if (name != NULL)
		tcpsim_scn_build_find_invariant(p, name_loc, name, &line->always.invariant);
}

void
tcpsim_scn_build_run(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_sum *until)
{
	tcpsim_scn_build_line(p, loc, SCN_LINE_RUN)->run.until = until;
}
