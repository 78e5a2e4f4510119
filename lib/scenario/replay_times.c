/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "replay.h"

/*
 * The instants of a counterexample's events, which an exploration knows by their order only. What must hold:
 *
 *   - each event comes a gap after the one before;
 *   - between two events with no MSL between them there is little time, so that no timer comes due by itself: while
 *     an MSL passes, none runs that would;
 *   - the k-th MSL of TIME-WAIT is over just k x MSL after TIME-WAIT began, or began anew; the same for a quiet time;
 *   - no segment that arrives is older than MSL.
 *
 * All of these say that one event comes so much after another at the least, where `so much` may be less than nothing.
 * The earliest times are found by going over all of them until nothing changes.
 */

/* Between two events, if it can be so much; else a tenth, and so on. */
#define GAP_US 1000

/* Step .after comes .us after step .before at the least. */
struct rule {
	size_t before, after;
	int64_t us;
};

static void
add(GArray *rules, size_t before, size_t after, int64_t us)
{
	struct rule rule = { before, after, us };

	g_array_append_val(rules, rule);
}

static bool
is_msl(const struct tcpsim_explore_step *step)
{
	return step->event == TCPSIM_EXPLORE_MSL;
}

static void
add_order(const struct replay *replay, GArray *rules, int64_t widest_us)
{
	const struct tcpsim_explore_step *steps = replay->result->steps;

	for (size_t i = 0; i + 1 < replay->result->n_steps; i++) {
		add(rules, i, i + 1, replay->gap_us);
		if (!is_msl(&steps[i]) && !is_msl(&steps[i + 1]))
			add(rules, i + 1, i, -widest_us);
	}
}

/* Whether the 2MSL timer or a quiet time begins, or begins anew, with this step. */
static bool
starts_clock(const struct tcpsim_explore_step *step)
{
	if (step->event == TCPSIM_EXPLORE_RESTART)
		return true;
	if (is_msl(step) || step->after != TCPSIM_TIME_WAIT)
		return false;
	return step->before != TCPSIM_TIME_WAIT || tcpsim_rule_set_has(&step->fired, TCPSIM_RULE_FIN_AGAIN) ||
		tcpsim_rule_set_has(&step->fired, TCPSIM_RULE_SEQ_TIME_WAIT_FIN_AGAIN);
}

/* A step at which something happens to the host that it names: of what happens to a segment that is its receiver. */
static bool
is_at_host(const struct tcpsim_explore_step *step, uint16_t host)
{
	switch (step->event) {
	case TCPSIM_EXPLORE_LOSS:
	case TCPSIM_EXPLORE_COPY:
	case TCPSIM_EXPLORE_FORGERY:
		return false;
	case TCPSIM_EXPLORE_CALL:
	case TCPSIM_EXPLORE_ARRIVAL:
	case TCPSIM_EXPLORE_TIMER:
	case TCPSIM_EXPLORE_CRASH:
	case TCPSIM_EXPLORE_RESTART:
	case TCPSIM_EXPLORE_MSL:
		break;
	}
	return step->host == host;
}

static void
add_clocks(const struct replay *replay, GArray *rules)
{
	const struct tcpsim_explore_step *steps = replay->result->steps;

	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		int64_t msl_us = replay->world->hosts[host].policy.msl_us, passed_us = 0;
		size_t start = replay->result->n_steps;

		for (size_t i = 0; i < replay->result->n_steps; i++) {
			if (!is_at_host(&steps[i], host))
				continue;
			if (starts_clock(&steps[i])) {
				start = i;
				passed_us = 0;
			} else if (is_msl(&steps[i]) && start < i) {
				passed_us += msl_us;
				add(rules, start, i, passed_us);
				add(rules, i, start, -passed_us);
			}
		}
	}
}

/* Segments that were sent live for MSL. */
static void
add_ages(const struct replay *replay, GArray *rules)
{
	for (size_t i = 0; i < replay->result->n_steps; i++) {
		const struct tcpsim_explore_step *step = &replay->result->steps[i];
		const struct replay_segment *segment = tcpsim_replay_segment(replay, step->packet);

		if (step->event == TCPSIM_EXPLORE_ARRIVAL && segment != NULL && segment->source == REPLAY_SENT)
			add(rules, i, segment->step, -replay->policy.msl_us);
	}
}

/* The earliest times that keep all rules; false if there are none. */
static bool
solve(struct replay *replay, const GArray *rules)
{
	size_t n = replay->result->n_steps;
	bool has_changed = true;

	for (size_t i = 0; i < n; i++)
		replay->times_us[i] = replay->gap_us;
	for (size_t round = 0; has_changed && round <= n; round++) {
		has_changed = false;
		for (guint i = 0; i < rules->len; i++) {
			const struct rule *rule = &g_array_index(rules, struct rule, i);
			int64_t earliest_us = replay->times_us[rule->before] + rule->us;

			if (replay->times_us[rule->after] >= earliest_us)
				continue;
			replay->times_us[rule->after] = earliest_us;
			has_changed = true;
		}
	}
	return !has_changed;
}

/* So wide may two events be apart that no timer comes due between the first and the last. */
static int64_t
widest(const struct replay *replay)
{
	int64_t rto_us = INT64_MAX;

	for (size_t i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		rto_us = MIN(rto_us, replay->world->hosts[i].policy.rto_initial_us);
		rto_us = MIN(rto_us, replay->world->hosts[i].policy.rto_min_us);
	}
	return rto_us / 2 / (int64_t)(replay->result->n_steps + 1);
}

static bool
find(struct replay *replay, bool with_ages)
{
	GArray *rules = g_array_new(FALSE, FALSE, sizeof(struct rule));
	bool is_solved;

	add_order(replay, rules, MAX(widest(replay), replay->gap_us));
	add_clocks(replay, rules);
	if (with_ages)
		add_ages(replay, rules);
	is_solved = solve(replay, rules);
	g_array_free(rules, TRUE);
	return is_solved;
}

/*
 * The clock for timestamps of an exploration is slow (RFC 7323 5.4), that of a run ticks each millisecond. Unless an
 * old timestamp was refused, it all happens within one tick, so that none is older than another.
 */
static int64_t
greatest_gap(const struct replay *replay)
{
	bool has_timestamps = true;
	int64_t gap_us = GAP_US;

	for (size_t i = 0; i < TCPSIM_EXPLORE_HOSTS; i++)
		has_timestamps = has_timestamps && replay->world->hosts[i].policy.timestamps != 0;
	for (size_t i = 0; i < replay->result->n_steps; i++)
		if (tcpsim_rule_set_has(&replay->result->steps[i].fired, TCPSIM_RULE_PAWS_REFUSED))
			has_timestamps = false;
	while (has_timestamps && gap_us > 1 && gap_us * (int64_t)replay->result->n_steps >= GAP_US)
		gap_us /= 10;
	return gap_us;
}

void
tcpsim_replay_find_times(struct replay *replay)
{
	replay->times_us = g_new0(int64_t, replay->result->n_steps + 1);
	for (replay->gap_us = greatest_gap(replay); replay->gap_us > 1; replay->gap_us /= 10)
		if (replay->gap_us <= widest(replay) && find(replay, true))
			return;
	if (!find(replay, true))
		find(replay, false);
}

char *
tcpsim_replay_time(int64_t time_us)
{
	static const struct {
		int64_t us;
		const char *name;
		int digits;
	} units[] = { { 1000000, "s", 6 }, { 1000, "ms", 3 }, { 1, "us", 0 } };
	size_t unit = time_us >= units[0].us ? 0 : time_us >= units[1].us ? 1 : 2;
	GString *text = g_string_new(NULL);

	g_string_printf(text, "%" PRId64, time_us / units[unit].us);
	if (time_us % units[unit].us != 0) {
		g_string_append_printf(text, ".%0*" PRId64, units[unit].digits, time_us % units[unit].us);
		while (text->str[text->len - 1] == '0')
			g_string_truncate(text, text->len - 1);
	}
	g_string_append(text, units[unit].name);
	return g_string_free(text, FALSE);
}
