/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

struct run_text
tcpsim_claim_name(const struct claim *claim)
{
	struct run_text words;
	const char *host = claim->expect->who.name;

	if (claim->connection == 0)
		g_snprintf(words.text, sizeof words.text, "%.60s", host);
	else
		g_snprintf(words.text, sizeof words.text, "%.60s connection %" PRIu32, host, claim->connection);
	return words;
}

/* Whether a record is an event of one connection. */
static bool
is_event(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_ARRIVE ||
		record->kind == TCPSIM_RECORD_TIMER || record->kind == TCPSIM_RECORD_LOST;
}

static void
add_step(const struct claim *claim, GArray *steps, size_t i, uint8_t before, uint8_t after)
{
	struct claim_step step = {
		.time_us = claim->records[i].time_us,
		.record = (uint32_t)i,
		.before = before,
		.after = after,
	};

	g_array_append_val(steps, step);
}

/* What happened to the listener of a port, or of any if that is 0, before the record `end`: since it last began. */
static void
add_listener(const struct claim *claim, GArray *steps, size_t end, uint16_t port)
{
	uint8_t state = TCPSIM_CLOSED;

	for (size_t i = 0; i < end; i++) {
		const struct tcpsim_record *record = &claim->records[i];
		uint8_t after = record->after.state;

		if (record->host != claim->expect->who.host)
			continue;
		if (record->kind == TCPSIM_RECORD_CRASH)
			after = TCPSIM_CLOSED;
		else if (!is_event(record) || record->connection != 0 || record->before.state == after ||
			(port != 0 && record->local_port != port))
			continue;
		if (after == state)
			continue;
		if (after == TCPSIM_LISTEN)
			g_array_set_size(steps, 0);
		add_step(claim, steps, i, state, after);
		state = after;
	}
}

/* The first event of a connection, or n_records. */
static size_t
first_event(const struct claim *claim, uint32_t connection)
{
	size_t i = 0;

	while (i < claim->n_records &&
		!(is_event(&claim->records[i]) && claim->records[i].host == claim->expect->who.host &&
			claim->records[i].connection == connection))
		i++;
	return i;
}

struct claim_life
tcpsim_claim_life(const struct claim *claim)
{
	struct claim_life life = { .connection = claim->connection == 0 ? 1 : claim->connection };
	GArray *steps = g_array_new(FALSE, FALSE, sizeof(struct claim_step));
	size_t first = first_event(claim, life.connection);

	life.is_there = first < claim->n_records || claim->connection == 0;
	if (first == claim->n_records && claim->connection == 0) {
		life.connection = 0;
		add_listener(claim, steps, claim->n_records, 0);
	} else if (first < claim->n_records && claim->records[first].before.state == TCPSIM_LISTEN) {
		add_listener(claim, steps, first, claim->records[first].local_port);
	}
	for (size_t i = first; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (is_event(record) && record->host == claim->expect->who.host &&
			record->connection == life.connection)
			add_step(claim, steps, i, record->before.state, record->after.state);
	}
	life.n = steps->len;
	life.steps = (struct claim_step *)(void *)g_array_free(steps, FALSE);
	return life;
}

const struct claim_step *
tcpsim_claim_step_at(const struct claim_life *life, int64_t time_us)
{
	const struct claim_step *found = NULL;

	for (size_t i = 0; i < life->n && life->steps[i].time_us <= time_us; i++)
		found = &life->steps[i];
	return found;
}

enum tcpsim_state
tcpsim_claim_state_at(const struct claim_life *life, int64_t time_us)
{
	const struct claim_step *step = tcpsim_claim_step_at(life, time_us);

	return step == NULL ? TCPSIM_CLOSED : (enum tcpsim_state)step->after;
}
