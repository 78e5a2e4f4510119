/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/build_private.h"

/* What must be true. */

struct scn_expect *
tcpsim_scn_build_claim(struct scn_parser *p, enum scn_claim_kind kind, const struct scn_who *who)
{
	struct scn_expect *claim = tcpsim_scn_alloc(p->memory, sizeof(*claim));

	claim->kind = kind;
	if (who != NULL)
		claim->who = *who;
	return claim;
}

struct scn_expect *
tcpsim_scn_build_path_claim(struct scn_parser *p, const struct scn_who *who, struct scn_list *list)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_PATH, who);
	enum tcpsim_state *path = tcpsim_scn_alloc(p->memory, list->n * sizeof(*path));

	claim->n_path = list->n;
	claim->path = path;
	for (; list != NULL; list = list->previous)
		path[list->n - 1] = list->state;
	return claim;
}

struct scn_expect *
tcpsim_scn_build_sends(struct scn_parser *p, const struct scn_who *who, enum tcpsim_kind kind,
	const struct scn_value *number, const struct scn_segment *segment)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_SENDS, who);

	claim->segment_kind = kind;
	claim->number = number;
	claim->segment = segment;
	return claim;
}

struct scn_expect *
tcpsim_scn_build_sends_count(
	struct scn_parser *p, const struct scn_who *who, enum tcpsim_kind kind, const struct scn_value *count)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_SENDS_COUNT, who);

	claim->segment_kind = kind;
	claim->count = count;
	return claim;
}

struct scn_expect *
tcpsim_scn_build_delivers(
	struct scn_parser *p, const struct scn_who *who, const struct scn_value *text, const struct scn_value *count)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_DELIVERS, who);

	claim->text = text;
	claim->count = count;
	return claim;
}

struct scn_expect *
tcpsim_scn_build_error_claim(
	struct scn_parser *p, const struct scn_who *who, const struct tcpsim_place *loc, const char *name)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_ERROR, who);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	for (int i = 0; i < TCPSIM_N_ERRORS; i++) {
		claim->error = (enum tcpsim_error)i;
		if (strcmp(tcpsim_error_name(claim->error), name) == 0)
			return claim;
		tcpsim_nearest_try(&nearest, tcpsim_error_name(claim->error));
	}
	tcpsim_scn_error_take(p, loc, tcpsim_scn_unknown("error", &nearest));
	return claim;
}

/* What a user can be told, but for soft errors, which have the names of errors. */
static const struct {
	const char *name;
	enum tcpsim_signal signal;
} tellings[] = {
	{ "opened", TCPSIM_SIGNAL_OPENED },
	{ "closing", TCPSIM_SIGNAL_CLOSING },
	{ "close-ok", TCPSIM_SIGNAL_CLOSE_OK },
	{ "problem", TCPSIM_SIGNAL_PROBLEM },
	{ "urgent", TCPSIM_SIGNAL_URGENT },
};

struct scn_expect *
tcpsim_scn_build_told_claim(
	struct scn_parser *p, const struct scn_who *who, const struct tcpsim_place *loc, const char *name)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_TOLD, who);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	for (size_t i = 0; i < G_N_ELEMENTS(tellings); i++) {
		claim->signal = tellings[i].signal;
		if (strcmp(tellings[i].name, name) == 0)
			return claim;
		tcpsim_nearest_try(&nearest, tellings[i].name);
	}
	claim->signal = TCPSIM_SIGNAL_SOFT_ERROR;
	for (int i = 0; i < TCPSIM_N_ERRORS; i++) {
		claim->error = (enum tcpsim_error)i;
		if (strcmp(tcpsim_error_name(claim->error), name) == 0)
			break;
		if (i >= TCPSIM_ERROR_NET_UNREACHABLE)
			tcpsim_nearest_try(&nearest, tcpsim_error_name(claim->error));
	}
	if (strcmp(tcpsim_error_name(claim->error), name) != 0)
		tcpsim_scn_error_take(p, loc, tcpsim_scn_unknown("signal", &nearest));
	else if (claim->error < TCPSIM_ERROR_NET_UNREACHABLE)
		tcpsim_scn_error(p, loc, "%s is an error that ends something, did you mean error %s?", name, name);
	return claim;
}

struct scn_expect *
tcpsim_scn_build_variable_claim(struct scn_parser *p, const struct scn_who *who, enum scn_variable variable,
	enum scn_relation relation, const struct scn_value *operand)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_VARIABLE, who);

	claim->variable = variable;
	claim->relation = relation;
	claim->operand = operand;
	return claim;
}

void
tcpsim_scn_build_find_timer(struct scn_parser *p, const struct tcpsim_place *loc, const char *name,
	enum tcpsim_timer *timer)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);
	const char *names[TCPSIM_N_TIMERS];

	for (int i = 0; i < TCPSIM_N_TIMERS; i++) {
		*timer = (enum tcpsim_timer)i;
		names[i] = tcpsim_timer_name(*timer);
		if (strcmp(names[i], name) == 0)
			return;
		tcpsim_nearest_try(&nearest, names[i]);
	}
	if (nearest.best == NULL && g_ascii_strcasecmp(name, tcpsim_state_name(TCPSIM_TIME_WAIT)) == 0)
		nearest.best = tcpsim_timer_name(TCPSIM_TIMER_2MSL);
	tcpsim_scn_error_take(p, loc, tcpsim_scn_unknown_of("timer", &nearest, names, TCPSIM_N_TIMERS));
}

struct scn_expect *
tcpsim_scn_build_timer_claim(struct scn_parser *p, const struct scn_who *who, const struct tcpsim_place *loc,
	const char *name, enum scn_timer_event event)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_TIMER, who);

	claim->timer_event = event;
	tcpsim_scn_build_find_timer(p, loc, name, &claim->timer);
	return claim;
}

void
tcpsim_scn_build_find_invariant(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, enum tcpsim_invariant *invariant)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);
	int found = tcpsim_invariant_find(name);

	if (found >= 0) {
		*invariant = (enum tcpsim_invariant)found;
		return;
	}
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		tcpsim_nearest_try(&nearest, tcpsim_invariant_name((enum tcpsim_invariant)i));
	tcpsim_scn_error_take(p, loc, tcpsim_scn_unknown("invariant", &nearest));
}

struct scn_expect *
tcpsim_scn_build_invariant_claim(struct scn_parser *p, const struct tcpsim_place *loc, const char *name, bool is_broken)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_INVARIANT, NULL);

	claim->is_broken = is_broken;
	tcpsim_scn_build_find_invariant(p, loc, name, &claim->invariant);
	return claim;
}

void
tcpsim_scn_build_expect(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *claim_loc,
	const struct scn_moment *moment, struct scn_expect *claim)
{
	claim->loc = *claim_loc;
	if (moment != NULL)
		claim->moment = *moment;
	tcpsim_scn_build_line(p, loc, SCN_LINE_EXPECT)->expect = *claim;
}
