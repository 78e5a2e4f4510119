/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/check_private.h"

/* Lines with each other, and what can only be compared when a case is known. All names are resolved. */

static struct scn_line *
line_at(const struct scn_parser *p, size_t i)
{
	return g_ptr_array_index(p->lines, i);
}

static bool
has_pair(const struct scn_link *link, uint16_t from, uint16_t to)
{
	return (link->a.host == from && link->b.host == to) ||
		(link->is_both && link->a.host == to && link->b.host == from);
}

static bool
overlap(const struct scn_link *a, const struct scn_link *b)
{
	return has_pair(a, b->a.host, b->b.host) || (b->is_both && has_pair(a, b->b.host, b->a.host));
}

/* Whether there is at most one such line in each case: of links for each pair, of what is allowed of each sort. */
static bool
is_unique(const struct scn_line *line)
{
	switch (line->kind) {
	case SCN_LINE_LINK:
	case SCN_LINE_RUN:
	case SCN_LINE_USE:
	case SCN_LINE_EXPLORATION:
		return true;
	case SCN_LINE_ALLOW:
		return line->allow.kind != SCN_ALLOW_OLD && line->allow.kind != SCN_ALLOW_FORGE;
	case SCN_LINE_SET:
	case SCN_LINE_AT:
	case SCN_LINE_WHEN:
	case SCN_LINE_FAULT:
	case SCN_LINE_EXPECT:
	case SCN_LINE_ALWAYS:
		break;
	}
	return false;
}

/* The line before that says the same thing another way, in some case. */
static bool
are_rivals(const struct scn_line *a, const struct scn_line *b)
{
	if (a->kind != b->kind || !tcpsim_scn_compatible(a->in, b->in))
		return false;
	if (a->kind == SCN_LINE_LINK)
		return overlap(&a->link, &b->link);
	if (a->kind == SCN_LINE_ALLOW)
		return a->allow.kind == b->allow.kind && a->allow.host.host == b->allow.host.host;
	return is_unique(a);
}

static const char *
rivalry(enum scn_line_kind kind)
{
	switch (kind) {
	case SCN_LINE_LINK:
		return "these two are linked";
	case SCN_LINE_RUN:
		return "how long it runs is said";
	case SCN_LINE_USE:
		return "a profile is in use";
	case SCN_LINE_ALLOW:
		return "this is allowed";
	case SCN_LINE_EXPLORATION:
		return "what an exploration shows is said";
	case SCN_LINE_SET:
	case SCN_LINE_AT:
	case SCN_LINE_WHEN:
	case SCN_LINE_FAULT:
	case SCN_LINE_EXPECT:
	case SCN_LINE_ALWAYS:
		break;
	}
	return "";
}

static void
check_rivals(struct scn_parser *p, size_t i, const size_t *unique, size_t n_unique)
{
	for (size_t j = 0; j < n_unique; j++) {
		const struct scn_line *before = line_at(p, unique[j]);

		if (!are_rivals(before, line_at(p, i)))
			continue;
		tcpsim_scn_error(
			p, &line_at(p, i)->loc, "%s already in line %u", rivalry(before->kind), before->loc.line);
		return;
	}
}

static void
check_unique(struct scn_parser *p)
{
	size_t *unique = g_new(size_t, p->lines->len + 1);
	size_t n = 0;

	for (size_t i = 0; i < p->lines->len && p->n_errors < SCN_MAX_ERRORS; i++) {
		if (!is_unique(line_at(p, i)))
			continue;
		check_rivals(p, i, unique, n);
		unique[n++] = i;
	}
	g_free(unique);
}

/* In which cases there is a link that way: an array of as many bools as there are cases, kept in `known`. */
static const bool *
linked_cases(const struct scn_parser *p, GHashTable *known, uint16_t from, uint16_t to)
{
	gpointer key = GUINT_TO_POINTER((guint)from * SCN_MAX_HOSTS + to);
	bool *linked = g_hash_table_lookup(known, key);

	if (linked != NULL)
		return linked;
	linked = g_new0(bool, p->scenario->n_cases);
	g_hash_table_insert(known, key, linked);
	for (size_t i = 0; i < p->lines->len; i++) {
		const struct scn_line *line = line_at(p, i);

		if (line->kind != SCN_LINE_LINK || !has_pair(&line->link, from, to))
			continue;
		for (size_t the_case = 0; the_case < p->scenario->n_cases; the_case++)
			linked[the_case] = linked[the_case] || tcpsim_scn_applies(p->scenario, the_case, line);
	}
	return linked;
}

static void
check_connect(struct scn_parser *p, GHashTable *known, const struct scn_line *line, const struct scn_call *call)
{
	const bool *there = linked_cases(p, known, call->who.host, call->peer.host);
	const bool *back = linked_cases(p, known, call->peer.host, call->who.host);

	for (size_t i = 0; i < p->scenario->n_cases; i++) {
		if ((there[i] && back[i]) || !tcpsim_scn_applies(p->scenario, i, line))
			continue;
		if (there[i])
			tcpsim_scn_warning(p, &call->peer.loc,
				"there is no link from %.40s to %.40s, so that nothing is answered", call->peer.name,
				call->who.name);
		else
			tcpsim_scn_error(p, &call->peer.loc, "there is no link from %.40s to %.40s", call->who.name,
				call->peer.name);
		return;
	}
}

static const struct scn_act *
act_of(const struct scn_line *line)
{
	if (line->kind == SCN_LINE_AT)
		return &line->at.act;
	return line->kind == SCN_LINE_WHEN ? &line->when.act : NULL;
}

static bool
is_connect(const struct scn_act *act)
{
	return (act->kind == SCN_ACT_CALL && act->call.is_of_rfc && act->call.call == TCPSIM_CALL_CONNECT) ||
		(act->kind == SCN_ACT_SOCKET &&
			(act->call.socket_call == SCN_SOCKET_CONNECT || act->call.socket_call == SCN_SOCKET_SENDTO));
}

static void
check_links(struct scn_parser *p)
{
	GHashTable *known = g_hash_table_new_full(NULL, NULL, NULL, g_free);

	for (size_t i = 0; i < p->lines->len && p->n_errors < SCN_MAX_ERRORS; i++) {
		const struct scn_act *act = act_of(line_at(p, i));

		if (act != NULL && is_connect(act))
			check_connect(p, known, line_at(p, i), &act->call);
	}
	g_hash_table_destroy(known);
}

/* All terms of a sum in one case, as far as they are of one unit; saturated. */
static struct scn_time
total(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_sum *sum)
{
	struct scn_time all = { 0, 0, 0 };

	for (; sum != NULL; sum = sum->next) {
		const struct scn_time *time = &tcpsim_scn_value(scenario, the_case, sum->value)->time;

		all.us = MIN(all.us + time->us, SCN_TIME_MAX_US);
		all.msl_millis = MIN(all.msl_millis + time->msl_millis, SCN_TIME_MAX_US);
		all.rto_millis = MIN(all.rto_millis + time->rto_millis, SCN_TIME_MAX_US);
	}
	return all;
}

/* Whether `a` is later than `b` however long MSL and RTO are. */
static bool
is_later(const struct scn_time *a, const struct scn_time *b)
{
	return a->us >= b->us && a->msl_millis >= b->msl_millis && a->rto_millis >= b->rto_millis &&
		(a->us > b->us || a->msl_millis > b->msl_millis || a->rto_millis > b->rto_millis);
}

static bool
varies(const struct scn_sum *sum)
{
	for (; sum != NULL; sum = sum->next)
		if (sum->value->kind == SCN_VARY)
			return true;
	return false;
}

/* `from A to B` with A behind B. */
static bool
is_backward_time(const struct scn_parser *p, size_t the_case, const struct scn_moment *moment)
{
	struct scn_time from = total(p->scenario, the_case, moment->from);
	struct scn_time to = total(p->scenario, the_case, moment->to);

	return is_later(&from, &to);
}

static void
check_moment(struct scn_parser *p, const struct scn_line *line)
{
	const struct scn_moment *moment = &line->expect.moment;
	size_t n = p->scenario->n_cases;

	if (moment->kind != SCN_MOMENT_FROM)
		return;
	if (!varies(moment->from) && !varies(moment->to))
		n = MIN(n, 1);
	for (size_t i = 0; i < n; i++)
		if ((n == 1 || tcpsim_scn_applies(p->scenario, i, line)) && is_backward_time(p, i, moment)) {
			tcpsim_scn_error(p, &moment->to->value->loc, "this ends before it begins");
			return;
		}
}

/* `#5->2` */
static void
check_range(struct scn_parser *p, const struct scn_line *line)
{
	const struct scn_name *name = &line->fault.segment;

	if (name->first == NULL || name->last == NULL)
		return;
	for (size_t i = 0; i < p->scenario->n_cases; i++)
		if (tcpsim_scn_applies(p->scenario, i, line) &&
			tcpsim_scn_number(p->scenario, i, name->first) >
				tcpsim_scn_number(p->scenario, i, name->last)) {
			tcpsim_scn_error(p, &name->last->loc, "this range ends before it begins");
			return;
		}
}

void
tcpsim_scn_check_together(struct scn_parser *p)
{
	struct tcpsim_place top = { 1, 1, 1 };

	if (p->hosts->len == 0 && !p->hosts_unsure)
		tcpsim_scn_error(p, &top, "there is no host line");
	if (p->n_errors > 0)
		return;
	tcpsim_scn_check_sockets(p);
	check_unique(p);
	check_links(p);
	for (size_t i = 0; i < p->lines->len && p->n_errors < SCN_MAX_ERRORS; i++) {
		if (line_at(p, i)->kind == SCN_LINE_EXPECT)
			check_moment(p, line_at(p, i));
		if (line_at(p, i)->kind == SCN_LINE_FAULT)
			check_range(p, line_at(p, i));
	}
}
