/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/calls_private.h"

/* What the arguments of calls say. */

const struct pkt_expression *
tcpsim_pkt_argument(const struct pkt_run *run, size_t i)
{
	const GPtrArray *arguments = run->call->arguments;

	return i < arguments->len ? (const struct pkt_expression *)arguments->pdata[i] : NULL;
}

bool
tcpsim_pkt_is_open(const struct pkt_expression *expression)
{
	return expression == NULL || expression->kind == PKT_ELLIPSIS;
}

bool
tcpsim_pkt_odd(struct play *play, const struct pkt_expression *expression, const char *what)
{
	return tcpsim_pkt_skip(play, &expression->loc, "%s in another form than is known here", what);
}

static const struct pkt_expression *
item(const struct pkt_expression *expression, size_t i)
{
	return (const struct pkt_expression *)expression->items->pdata[i];
}

/* A name of errno is a number, too: getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]). */
static bool
word_value(struct play *play, const struct pkt_expression *expression, int64_t *value)
{
	enum pkt_system system = tcpsim_pkt_system_of(play->profile->name);
	int constant = tcpsim_pkt_constant_find(expression->text);
	const char *near;

	if (constant >= 0) {
		if (tcpsim_pkt_constant_value(system, (enum pkt_constant)constant, value))
			return true;
		return tcpsim_pkt_skip(play, &expression->loc, "%s, which the profile %s does not have",
			expression->text, play->profile->name);
	}
	if (tcpsim_pkt_errno(expression->text) != 0) {
		*value = tcpsim_pkt_errno_value(system, tcpsim_pkt_errno(expression->text));
		return true;
	}
	near = tcpsim_pkt_constant_nearest(expression->text);
	if (near != NULL)
		return tcpsim_pkt_skip(play, &expression->loc, "the word %s; did you mean %s?", expression->text, near);
	return tcpsim_pkt_skip(play, &expression->loc, "the word %s", expression->text);
}

/* htons() and its like: numbers are in host byte order all the way here. */
static bool
applied_value(struct play *play, const struct pkt_expression *expression, int64_t *value)
{
	static const char names[][8] = { "htons", "htonl", "ntohs", "ntohl" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(expression->text, names[i]) == 0 && expression->items->len == 1)
			return tcpsim_pkt_number(play, item(expression, 0), value);
	return tcpsim_pkt_skip(play, &expression->loc, "%s()", expression->text);
}

static bool
or_value(struct play *play, const struct pkt_expression *expression, int64_t *value)
{
	int64_t part, whole = 0;

	for (size_t i = 0; i < expression->items->len; i++) {
		if (!tcpsim_pkt_number(play, item(expression, i), &part))
			return false;
		whole |= part;
	}
	*value = whole;
	return true;
}

bool
tcpsim_pkt_number(struct play *play, const struct pkt_expression *expression, int64_t *value)
{
	switch (expression->kind) {
	case PKT_INTEGER:
		*value = (int64_t)expression->value;
		return true;
	case PKT_WORD:
		return word_value(play, expression, value);
	case PKT_OR:
		return or_value(play, expression, value);
	case PKT_NOT:
		if (!tcpsim_pkt_number(play, item(expression, 0), value))
			return false;
		*value = ~*value;
		return true;
	case PKT_APPLIED:
		return applied_value(play, expression, value);
	case PKT_ELLIPSIS:
	case PKT_REAL:
	case PKT_STRING:
	case PKT_LIST:
	case PKT_STRUCT:
	case PKT_FIELD:
	case PKT_ASSIGNED:
		break;
	}
	return tcpsim_pkt_odd(play, expression, "a number");
}

/* The name that a member of a struct has: `name=value`, or `name(n)=value`. */
static const char *
name_of(const struct pkt_expression *member)
{
	if (member->kind == PKT_FIELD)
		return member->text;
	return member->kind == PKT_ASSIGNED ? item(member, 0)->text : NULL;
}

const struct pkt_expression *
tcpsim_pkt_member(const struct pkt_expression *expression, const char *name, size_t place)
{
	bool is_named = false;

	if (expression->kind != PKT_STRUCT)
		return NULL;
	for (size_t i = 0; i < expression->items->len; i++) {
		const struct pkt_expression *member = item(expression, i);

		is_named |= name_of(member) != NULL;
		if (name_of(member) != NULL && strcmp(name_of(member), name) == 0)
			return item(member, member->kind == PKT_FIELD ? 0 : 1);
	}
	return !is_named && place < expression->items->len ? item(expression, place) : NULL;
}
