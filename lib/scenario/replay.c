/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "replay.h"

/* A counterexample as a scenario, from its first line to its last. */

/* Long enough for RTO to be at its greatest several times in a row. */
#define RESTLESS_US INT64_C(600000000)

/* How many times a segment goes to and fro in a war before the run ends. */
#define WAR_ROUNDS 100

/* Comments stand below each other, unless a line is longer than this. */
#define MAX_COLUMN 56

void
tcpsim_replay_add(struct replay *replay, char *line, char *comment)
{
	g_ptr_array_add(replay->lines, line);
	g_ptr_array_add(replay->comments, comment);
}

const char *
tcpsim_replay_host(const struct replay *replay, uint16_t host)
{
	return replay->explored.scenario->hosts[host]->name;
}

/* A state that the host is never in. */
static const char *
state_never_entered(const struct replay *replay, uint16_t host)
{
	uint32_t entered = 1U << TCPSIM_CLOSED;
	int state = TCPSIM_N_STATES - 1;

	for (size_t i = 0; i < replay->result->n_steps; i++)
		if (replay->result->steps[i].host == host)
			entered |= 1U << replay->result->steps[i].before | 1U << replay->result->steps[i].after;
	while (state > 0 && (entered >> state & 1U) != 0)
		state--;
	return tcpsim_state_name((enum tcpsim_state)state);
}

/* A host whose script has a RECEIVE reads only then, also if it did not come so far. */
static void
write_reading(struct replay *replay, uint16_t host)
{
	for (size_t i = 0; i < replay->result->n_steps; i++) {
		const struct tcpsim_explore_step *step = &replay->result->steps[i];

		if (step->event == TCPSIM_EXPLORE_CALL && step->host == host &&
			replay->world->hosts[host].calls[step->call].call == TCPSIM_CALL_RECEIVE)
			return;
	}
	tcpsim_replay_add(replay,
		g_strdup_printf("when %s enters %s: %s receive", tcpsim_replay_host(replay, host),
			state_never_entered(replay, host), tcpsim_replay_host(replay, host)),
		g_strdup("never: it does not read at once"));
}

static void
write_run(struct replay *replay)
{
	size_t n = replay->result->n_steps;
	int64_t end_us = n == 0 ? replay->gap_us : replay->times_us[n - 1];
	char *end;

	if (replay->result->broken == TCPSIM_NO_SILENT_STALL) {
		tcpsim_replay_add(replay, g_strdup("run until quiet"), NULL);
		return;
	}
	if (replay->n_stem < n)
		end_us += WAR_ROUNDS * replay->gap_us;
	if (replay->result->broken == TCPSIM_CAN_REST)
		end_us += RESTLESS_US;
	end = tcpsim_replay_time(end_us);
	tcpsim_replay_add(replay, g_strdup_printf("run until %s", end), NULL);
	g_free(end);
}

/* That nobody rests a run can show only where somebody sends for ever. */
static bool
can_be_shown(const struct replay *replay)
{
	bool is_for_ever = false;

	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		const struct tcpsim_policy *policy = &replay->world->hosts[host].policy;

		is_for_ever |= policy->r2_retries == TCPSIM_UNLIMITED && policy->user_timeout_us == TCPSIM_UNLIMITED;
	}
	return replay->result->broken >= 0 && (replay->result->broken != TCPSIM_CAN_REST || is_for_ever);
}

/* What it shows, and when it is over. */
static void
write_end(struct replay *replay)
{
	int broken = replay->result->broken;

	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		if (!replay->world->hosts[host].reads_at_once)
			write_reading(replay, host);
	tcpsim_replay_add(replay, g_strdup(""), NULL);
	if (can_be_shown(replay))
		tcpsim_replay_add(replay,
			g_strdup_printf(
				"expect invariant %s broken", tcpsim_invariant_name((enum tcpsim_invariant)broken)),
			NULL);
	write_run(replay);
}

static size_t
column_of_comments(const struct replay *replay)
{
	size_t column = 0;

	for (guint i = 0; i < replay->lines->len; i++) {
		size_t n = strlen((const char *)g_ptr_array_index(replay->lines, i));

		if (g_ptr_array_index(replay->comments, i) != NULL && n <= MAX_COLUMN)
			column = MAX(column, n);
	}
	return column;
}

static char *
text_of(const struct replay *replay)
{
	GString *text = g_string_new(NULL);
	int column = (int)column_of_comments(replay);

	for (guint i = 0; i < replay->lines->len; i++) {
		const char *line = (const char *)g_ptr_array_index(replay->lines, i);
		const char *comment = (const char *)g_ptr_array_index(replay->comments, i);

		if (comment == NULL || comment[0] == '\0')
			g_string_append_printf(text, "%s\n", line);
		else if (line[0] == '\0')
			g_string_append_printf(text, "// %s\n", comment);
		else
			g_string_append_printf(text, "%-*s // %s\n", column, line, comment);
	}
	return g_string_free(text, FALSE);
}

char *
tcpsim_scenario_counterexample(const struct tcpsim_scenario *scenario, size_t the_case,
	const struct tcpsim_explore_world *world, const struct tcpsim_explore_result *result)
{
	struct replay replay = {
		.world = world,
		.result = result,
		.segments = g_ptr_array_new_with_free_func(g_free),
		.packets = g_hash_table_new(NULL, NULL),
		.n_stem = result->broken == TCPSIM_NO_PACKET_WAR ? MIN(result->loop, result->n_steps) : result->n_steps,
		.lines = g_ptr_array_new_with_free_func(g_free),
		.comments = g_ptr_array_new_with_free_func(g_free),
	};
	char *text;

	tcpsim_scn_explored_read(scenario, the_case, &replay.explored);
	tcpsim_scn_policy(scenario, the_case, TCPSIM_NO_HOST, &replay.policy);
	tcpsim_replay_find_segments(&replay);
	tcpsim_replay_find_times(&replay);
	tcpsim_replay_write_world(&replay);
	tcpsim_replay_write_steps(&replay);
	write_end(&replay);
	text = text_of(&replay);
	tcpsim_scn_explored_clear(&replay.explored);
	g_ptr_array_unref(replay.segments);
	g_hash_table_unref(replay.packets);
	g_ptr_array_unref(replay.lines);
	g_ptr_array_unref(replay.comments);
	g_free(replay.times_us);
	return text;
}
