/* SPDX-License-Identifier: MIT */
/*
 * Ten thousand random fault schedules over open, transfer and close. For each: no invariant breaks, what is
 * delivered is what was sent, octet by octet, and everything comes to an end. What fails is printed as a
 * scenario. TCPSIM_SEED and TCPSIM_SCHEDULES choose others, or more; TCPSIM_FIRST begins with a later one.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/watcher.h>
#include <tcpsim/scenario.h>

#include "schedule.h"
#include "tests/suite.h"

#define DEFAULT_SEED 9293
#define DEFAULT_SCHEDULES 10000
/* Every so many schedules the scenario that would be printed is run, too. */
#define COMPARE_EVERY 50

/* What one user saw of his connection. */
struct user {
	uint64_t sent, delivered;
	bool is_wrong;      /* an octet that was not the next */
	bool closed_early;  /* CLOSE in SYN-SENT, which is the end of all that was queued (3.10.4) */
	enum tcpsim_error error;
};

struct run {
	const struct schedule *schedule;
	struct tcpsim_net *net;
	struct tcpsim_watcher *watcher;
	struct user users[2];
};

/* How the runs ended, for the record. */
struct tally {
	unsigned complete, cut_short, given_up;
};

static uint8_t
octet_at(int host, uint64_t offset)
{
	return (uint8_t)((offset * 7 + (offset >> 8) * 13 + (offset >> 16)) ^ (host == CLIENT ? 0x5a : 0xc3));
}

static void
see(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct run *run = data;
	struct user *user = &run->users[event->host];

	(void)net;
	if (event->error != TCPSIM_OK)
		user->error = event->error;
	for (size_t i = 0; i < event->n_octets; i++)
		if (event->octets[i] != octet_at(!event->host, user->delivered++))
			user->is_wrong = true;
}

static void
send_some(struct run *run, tcpsim_socket socket, const struct act *act)
{
	struct user *user = &run->users[act->host];
	uint8_t *octets = g_malloc(act->octets);
	enum tcpsim_error error;

	for (uint32_t i = 0; i < act->octets; i++)
		octets[i] = octet_at(act->host, user->sent + i);
	error = act->kind == ACT_SEND_URGENT ? tcpsim_net_send_urgent(run->net, socket, octets, act->octets, 0) :
		tcpsim_net_send(run->net, socket, octets, act->octets, 0);
	if (error == TCPSIM_OK)
		user->sent += act->octets;
	g_free(octets);
}

static void
close_one(struct run *run, tcpsim_socket socket, uint16_t host)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(run->net, socket);

	if (tcb != NULL && tcb->state == TCPSIM_SYN_SENT)
		run->users[host].closed_early = true;
	tcpsim_net_close(run->net, socket, false, 0);
}

static void
do_act(struct run *run, const struct act *act)
{
	tcpsim_socket socket = tcpsim_net_connection(run->net, act->host, act->is_last ? 0 : 1);

	switch (act->kind) {
	case ACT_SEND:
	case ACT_SEND_URGENT:
		if (socket != 0)
			send_some(run, socket, act);
		break;
	case ACT_RECEIVE:
		if (socket != 0)
			tcpsim_net_receive(run->net, socket, act->octets, 0);
		break;
	case ACT_CLOSE:
		if (socket != 0)
			close_one(run, socket, act->host);
		break;
	case ACT_ABORT:
		if (socket != 0)
			tcpsim_net_abort(run->net, socket, 0);
		break;
	case ACT_CUT:
		tcpsim_net_cut(run->net, act->host, !act->host, 0);
		break;
	case ACT_MEND:
		tcpsim_net_mend(run->net, act->host, !act->host, 0);
		break;
	}
}

static void
set_up(struct run *run)
{
	const struct schedule *schedule = run->schedule;
	const struct tcpsim_net_options options = { .seed = 1, .has_trace = true };

	run->net = tcpsim_net_new(&options);
	for (uint16_t host = CLIENT; host <= SERVER; host++) {
		struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;

		for (size_t i = 0; i < schedule->n_settings; i++)
			if (schedule->settings[i].host == host)
				tcpsim_policy_set(&policy, schedule->settings[i].setting, schedule->settings[i].value);
		tcpsim_net_add_host(run->net, host == CLIENT ? "client" : "server", &policy);
		tcpsim_net_set_isns(run->net, host, &schedule->isns[host], 1);
		tcpsim_net_set_user(run->net, host, see, run);
		if (schedule->reads_late[host])
			tcpsim_net_set_reading(run->net, host, false);
	}
	for (uint16_t host = CLIENT; host <= SERVER; host++)
		tcpsim_net_link(run->net, host, !host, &schedule->links[host]);
	for (size_t i = 0; i < schedule->n_faults; i++)
		tcpsim_net_add_fault(run->net, &schedule->faults[i]);
	run->watcher = tcpsim_watcher_new(run->net);
}

static void
open_ends(struct run *run)
{
	const struct schedule *schedule = run->schedule;
	enum tcpsim_error error;

	if (!schedule->is_simultaneous)
		tcpsim_net_listen(run->net, SERVER, 5001, &error, 0);
	tcpsim_net_run(run->net, schedule->connect_us[CLIENT]);
	tcpsim_net_connect(run->net, CLIENT, 5000, SERVER, 5001, &error, 0);
}

/*
 * Acts come after all events of their instant, in their order. The second call of a simultaneous open is one of them.
 */
static void
play(struct run *run)
{
	const struct schedule *schedule = run->schedule;
	bool has_called = !schedule->is_simultaneous;
	enum tcpsim_error error;

	open_ends(run);
	for (size_t i = 0; i < schedule->n_acts; i++) {
		if (!has_called && schedule->connect_us[SERVER] <= schedule->acts[i].time_us) {
			tcpsim_net_run(run->net, schedule->connect_us[SERVER]);
			tcpsim_net_connect(run->net, SERVER, 5001, CLIENT, 5000, &error, 0);
			has_called = true;
		}
		tcpsim_net_run(run->net, schedule->acts[i].time_us);
		do_act(run, &schedule->acts[i]);
		tcpsim_watcher_read(run->watcher);
	}
	while (tcpsim_net_next_us(run->net) <= BOUND_US && tcpsim_net_step(run->net))
		tcpsim_watcher_read(run->watcher);
	if (tcpsim_net_next_us(run->net) == TCPSIM_TIME_NONE)
		tcpsim_watcher_end(run->watcher);
}

/* ---- judging ---- */

static unsigned
wrong(const struct schedule *schedule, const char *what, const char *words)
{
	printf("seed %" PRIu64 ", schedule %" PRIu64 ": %s%s\n", schedule->seed, schedule->number, what,
		words == NULL ? "" : words);
	return 1;
}

static bool
is_setting_on(const struct run *run, const char *name)
{
	for (uint16_t host = CLIENT; host <= SERVER; host++)
		if (tcpsim_policy_get(tcpsim_net_policy(run->net, host), tcpsim_setting_find(name)) == 0)
			return false;
	return true;
}

/* Whether somebody gave up by R2 or a user timeout (3.8.3). */
static bool
has_given_up(const struct run *run)
{
	return run->users[CLIENT].error == TCPSIM_ERROR_TIMED_OUT || run->users[SERVER].error == TCPSIM_ERROR_TIMED_OUT;
}

/* Whether a user did not want to see the end. */
static bool
is_cut_short(const struct run *run)
{
	return run->schedule->has_abort || run->users[CLIENT].closed_early || run->users[SERVER].closed_early;
}

/*
 * The limit on challenge ACKs (RFC 5961 7) does not see a war of ACKs whose rounds take longer than each of them is
 * allowed. No attacker is needed for one: when a whole window is lost in each direction, every ACK lies just beyond the
 * other's window, and is answered (3.10.7.4 first) until something is sent again.
 */
static bool
is_slower_than_limit(const struct run *run)
{
	const struct tcpsim_link_options *links = run->schedule->links;
	int64_t round_us = 0;

	for (int host = CLIENT; host <= SERVER; host++)
		round_us += 2 * links[host].delay_us + links[host].jitter_us;
	for (uint16_t host = CLIENT; host <= SERVER; host++) {
		const struct tcpsim_policy *policy = tcpsim_net_policy(run->net, host);

		if (round_us * policy->challenge_limit > policy->challenge_window_us)
			return true;
	}
	return false;
}

/*
 * What breaks an invariant by the RFC's own rules:
 * - RFC 1337: without its remedy an old segment may end TIME-WAIT.
 * - One end gave up or aborted, and its RST, if there was one, was lost: the other is in FIN-WAIT-2, which has no
 *   timer.
 * - Rounds of answers that are slower than the limit on them.
 */
static bool
is_excused(const struct run *run, enum tcpsim_invariant invariant)
{
	if (invariant == TCPSIM_TIME_WAIT_FULL)
		return !is_setting_on(run, "rfc1337");
	if (invariant == TCPSIM_NO_PACKET_WAR)
		return is_slower_than_limit(run);
	return invariant == TCPSIM_NO_SILENT_STALL && (has_given_up(run) || is_cut_short(run));
}

static unsigned
judge_invariants(const struct run *run)
{
	unsigned failures = 0;

	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict =
			tcpsim_watcher_verdict(run->watcher, (enum tcpsim_invariant)i);

		if (!verdict->is_broken || is_excused(run, (enum tcpsim_invariant)i))
			continue;
		failures += wrong(run->schedule, tcpsim_invariant_name((enum tcpsim_invariant)i), NULL);
		printf("\t%s\n", verdict->words);
	}
	return failures;
}

static unsigned
judge_trace(const struct run *run)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(run->net), &n);

	for (size_t i = 0; i < n; i++)
		if (records[i].kind == TCPSIM_RECORD_BROKEN)
			return wrong(run->schedule, "the TCB is broken: ", records[i].words);
	return 0;
}

/* Everything that was sent before CLOSE has arrived, unless somebody cut it short or gave up; then a prefix has. */
static unsigned
judge_data(const struct run *run)
{
	bool must_be_all = !is_cut_short(run) && !has_given_up(run);
	unsigned failures = 0;

	for (int host = CLIENT; host <= SERVER; host++) {
		const struct user *reader = &run->users[host], *writer = &run->users[!host];

		if (reader->is_wrong)
			failures += wrong(run->schedule, "an octet was delivered that is not the next", NULL);
		if (reader->delivered > writer->sent)
			failures += wrong(run->schedule, "more was delivered than was sent", NULL);
		if (!must_be_all)
			continue;
		if (reader->error != TCPSIM_OK)
			failures += wrong(run->schedule, "an error without a reason: ",
				tcpsim_error_name(reader->error));
		if (reader->delivered != writer->sent)
			failures += wrong(run->schedule, "not all was delivered to ",
				host == CLIENT ? "client" : "server");
	}
	return failures;
}

static unsigned
judge_end(const struct run *run)
{
	unsigned failures = 0;

	if (tcpsim_net_next_us(run->net) != TCPSIM_TIME_NONE)
		failures += wrong(run->schedule, "it does not end", NULL);
	for (uint16_t host = CLIENT; host <= SERVER; host++) {
		for (uint32_t i = 1; i <= tcpsim_net_n_connections(run->net, host); i++) {
			tcpsim_socket socket = tcpsim_net_connection(run->net, host, i);
			const struct tcpsim_tcb *tcb = tcpsim_net_tcb(run->net, socket);

			/* A child whose SYN was an old one listens again. */
			if (tcb == NULL || tcb->state == TCPSIM_CLOSED || tcb->state == TCPSIM_LISTEN)
				continue;
			if (tcb->state != TCPSIM_FIN_WAIT_2 || !is_excused(run, TCPSIM_NO_SILENT_STALL))
				failures += wrong(run->schedule, "at the end an end is ",
					tcpsim_state_name((enum tcpsim_state)tcb->state));
		}
	}
	return failures;
}

/* What would be printed must be what was run: the same segments at the same times. */
static unsigned
judge_text(const struct run *run)
{
	GString *text = schedule_text(run->schedule);
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(text->str, text->len, "schedule", &diagnostics);
	struct tcpsim_run_options options = { .isn_wrap = false };
	struct tcpsim_run *again;
	const struct tcpsim_record *here, *there;
	size_t n, m, i = 0, j = 0;
	unsigned failures = 0;

	if (scenario == NULL) {
		char *words = tcpsim_diagnostics_format(diagnostics, 0);

		failures = wrong(run->schedule, "the scenario cannot be read: ", words);
		g_free(words);
		tcpsim_diagnostics_free(diagnostics);
		g_string_free(text, TRUE);
		return failures;
	}
	again = tcpsim_scenario_run(scenario, 0, &options);
	here = tcpsim_trace_records(tcpsim_net_trace(run->net), &n);
	there = tcpsim_trace_records(tcpsim_run_trace(again), &m);
	for (;; i++, j++) {
		while (i < n && here[i].kind != TCPSIM_RECORD_SEND)
			i++;
		while (j < m && there[j].kind != TCPSIM_RECORD_SEND)
			j++;
		if (i >= n || j >= m)
			break;
		if (here[i].time_us != there[j].time_us ||
			memcmp(&here[i].segment, &there[j].segment, sizeof here[i].segment) != 0)
			break;
	}
	if (i < n || j < m)
		failures = wrong(run->schedule, "the scenario does something else", NULL);
	tcpsim_run_free(again);
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	g_string_free(text, TRUE);
	return failures;
}

static unsigned
run_one(uint64_t seed, uint64_t number, struct tally *tally)
{
	struct schedule schedule;
	struct run run = { .schedule = &schedule };
	unsigned failures;

	schedule_make(&schedule, seed, number);
	set_up(&run);
	play(&run);
	failures = judge_invariants(&run) + judge_trace(&run) + judge_data(&run) + judge_end(&run);
	if (number % COMPARE_EVERY == 0)
		failures += judge_text(&run);
	if (has_given_up(&run))
		tally->given_up++;
	else if (is_cut_short(&run))
		tally->cut_short++;
	else
		tally->complete++;
	if (failures != 0) {
		GString *text = schedule_text(&schedule);

		printf("%s\n", text->str);
		g_string_free(text, TRUE);
	}
	tcpsim_watcher_free(run.watcher);
	tcpsim_net_free(run.net);
	return failures;
}

static uint64_t
from_environment(const char *name, uint64_t otherwise)
{
	const char *value = getenv(name);

	return value == NULL || *value == '\0' ? otherwise : strtoull(value, NULL, 0);
}

START_TEST(no_schedule_breaks_anything)
{
	uint64_t seed = from_environment("TCPSIM_SEED", DEFAULT_SEED);
	uint64_t n = from_environment("TCPSIM_SCHEDULES", DEFAULT_SCHEDULES);
	uint64_t first = from_environment("TCPSIM_FIRST", 0);
	struct tally tally = { 0, 0, 0 };
	unsigned failed = 0;

	printf("TCPSIM_SEED=%" PRIu64 " TCPSIM_SCHEDULES=%" PRIu64 "\n", seed, n);
	for (uint64_t number = first; number < first + n && failed < 5; number++)
		failed += run_one(seed, number, &tally) != 0;
	printf("complete %u, cut short by a user %u, given up %u, failed %u\n", tally.complete, tally.cut_short,
		tally.given_up, failed);
	fflush(stdout);
	ck_assert_uint_eq(failed, 0);
	/* Giving up must stay what it is, a rare accident, or the property says nothing. */
	ck_assert_uint_le(tally.given_up, n / 100);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("schedules");
	TCase *tcase = tcase_create("schedules");

	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, no_schedule_breaks_anything);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
