/* SPDX-License-Identifier: MIT */
#include "schedule.h"

#include <inttypes.h>
#include <string.h>

#define MS INT64_C(1000)
#define SECOND INT64_C(1000000)

/* ---- chance ---- */

/* SplitMix64, Steele, Lea and Flood 2014: a test needs no more, and the library's own generator is not its judge. */
static uint64_t
draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* From 0 to n - 1. */
static uint64_t
below(uint64_t *state, uint64_t n)
{
	return draw(state) % n;
}

static bool
one_in(uint64_t *state, uint64_t n)
{
	return below(state, n) == 0;
}

/* ---- making ---- */

/* ISNs just below the wrap half of the time. */
static uint32_t
make_isn(uint64_t *state)
{
	return one_in(state, 2) ? UINT32_MAX - (uint32_t)below(state, 2000) : (uint32_t)draw(state);
}

/* Up to 10 % of everything: with more, R2 is reached now and then, and that is no bug. */
static void
make_link(struct tcpsim_link_options *link, uint64_t *state)
{
	memset(link, 0, sizeof *link);
	link->delay_us = (int64_t)(1 + below(state, 200)) * MS;
	if (one_in(state, 2))
		link->jitter_us = (int64_t)below(state, 100) * MS;
	if (one_in(state, 2))
		link->loss_ppm = (uint32_t)below(state, 11) * 10000;
	if (one_in(state, 3))
		link->duplicate_ppm = (uint32_t)below(state, 11) * 10000;
	if (one_in(state, 3))
		link->reorder_ppm = (uint32_t)below(state, 31) * 10000;
	if (one_in(state, 4))
		link->corrupt_ppm = (uint32_t)below(state, 6) * 10000;
	if (one_in(state, 4))
		link->mark_ppm = (uint32_t)below(state, 6) * 10000;
	link->lifetime_us = 120 * SECOND; /* MSL */
	link->seed = 1 + below(state, UINT32_MAX);
}

static void
set(struct schedule *schedule, uint16_t host, const char *name, int64_t value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(name);

	g_assert_nonnull(setting);
	g_assert_cmpuint(schedule->n_settings, <, MAX_SETTINGS);
	schedule->settings[schedule->n_settings].setting = setting;
	schedule->settings[schedule->n_settings].value = value;
	schedule->settings[schedule->n_settings++].host = host;
}

/* Options that SYNs offer, each by one end, both or none; and what goes with them. */
static void
make_options(struct schedule *schedule, uint16_t host, uint64_t *state)
{
	if (!one_in(state, 3))
		set(schedule, host, "timestamps", 1);
	if (!one_in(state, 3))
		set(schedule, host, "sack", 1);
	if (one_in(state, 4))
		set(schedule, host, "dsack", 0);
	if (!one_in(state, 3))
		set(schedule, host, "window-scale", 1);
	if (one_in(state, 2))
		set(schedule, host, "ecn", 1);
	if (one_in(state, 8))
		set(schedule, host, "user-timeout-option", 1);
}

/* When what is sent is sent. */
static void
make_pace(struct schedule *schedule, uint16_t host, uint64_t *state)
{
	if (!one_in(state, 3))
		set(schedule, host, "congestion-control", (int64_t)below(state, 3));
	if (one_in(state, 4))
		set(schedule, host, "initial-window", 1 + (int64_t)below(state, 20));
	if (one_in(state, 4))
		set(schedule, host, "limited-transmit", 0);
	if (one_in(state, 3))
		set(schedule, host, "nagle", 0);
	if (one_in(state, 2))
		set(schedule, host, "delayed-ack", (int64_t)below(state, 500) * MS);
}

static void
make_settings(struct schedule *schedule, uint64_t *state)
{
	for (uint16_t host = CLIENT; host <= SERVER; host++) {
		if (one_in(state, 2))
			set(schedule, host, "mss", (one_in(state, 16) ? 1 : 50) + (int64_t)below(state, 500));
		if (one_in(state, 2))
			set(schedule, host, "receive-buffer", 1 + (int64_t)below(state, one_in(state, 4) ? 200000 : 2000));
		if (one_in(state, 2))
			set(schedule, host, "rfc1337", 1);
		if (one_in(state, 4))
			set(schedule, host, "simultaneous-open", TCPSIM_LITERAL);
		make_options(schedule, host, state);
		make_pace(schedule, host, state);
	}
}

static void
add_act(struct schedule *schedule, int64_t time_us, uint16_t host, enum act_kind kind, uint32_t octets)
{
	size_t at = schedule->n_acts++;

	g_assert_cmpuint(schedule->n_acts, <=, MAX_ACTS);
	for (; at > 0 && schedule->acts[at - 1].time_us > time_us; at--)
		schedule->acts[at] = schedule->acts[at - 1];
	schedule->acts[at] = (struct act){
		.time_us = time_us, .kind = kind, .host = host, .octets = octets, .is_last = time_us == LAST_ACT_US,
	};
}

static int64_t
some_time(uint64_t *state, int64_t until_us)
{
	return (int64_t)below(state, (uint64_t)(until_us / MS)) * MS;
}

/* A segment takes the greatest RTO at the worst (BOUND_US): there must not be too many. */
static uint64_t
most_octets(const struct schedule *schedule)
{
	for (size_t i = 0; i < schedule->n_settings; i++)
		if (strcmp(schedule->settings[i].setting->name, "mss") == 0 && schedule->settings[i].value < 50)
			return 3000;
	return 60000;
}

/* A user sends some, reads at once or late, closes when he likes, and once more at the end if he could not. */
static void
make_user(struct schedule *schedule, uint16_t host, uint64_t *state)
{
	int64_t close_us = some_time(state, one_in(state, 3) ? 2 * SECOND : 20 * SECOND);

	/* 3.6: who closes must go on reading, for what is not read when the connection ends is lost. */
	schedule->reads_late[host] = one_in(state, 4);
	if (schedule->reads_late[host])
		close_us += 30 * SECOND;
	for (uint64_t i = below(state, 5); i > 0; i--)
		add_act(schedule, some_time(state, close_us + MS), host, one_in(state, 8) ? ACT_SEND_URGENT : ACT_SEND,
			1 + (uint32_t)below(state, one_in(state, 4) ? most_octets(schedule) : 3000));
	if (schedule->reads_late[host]) {
		for (uint64_t i = below(state, 4); i > 0; i--)
			add_act(schedule, some_time(state, 30 * SECOND), host, ACT_RECEIVE,
				1 + (uint32_t)below(state, 2000));
		add_act(schedule, close_us, host, ACT_RECEIVE, TCPSIM_RECEIVE_ALL);
		add_act(schedule, LAST_ACT_US, host, ACT_RECEIVE, TCPSIM_RECEIVE_ALL);
	}
	add_act(schedule, close_us, host, ACT_CLOSE, 0);
	if (one_in(state, 16)) {
		add_act(schedule, some_time(state, 20 * SECOND), host, ACT_ABORT, 0);
		schedule->has_abort = true;
	}
	add_act(schedule, LAST_ACT_US, host, ACT_CLOSE, 0);
}

/* A minute at the most: nobody has given up by then. */
static void
make_cut(struct schedule *schedule, uint64_t *state)
{
	uint16_t host = (uint16_t)below(state, 2);
	int64_t cut_us = some_time(state, 10 * SECOND);
	bool is_both = one_in(state, 2);
	int64_t mend_us = cut_us + some_time(state, 60 * SECOND);

	add_act(schedule, cut_us, host, ACT_CUT, 0);
	add_act(schedule, mend_us, host, ACT_MEND, 0);
	if (is_both) {
		add_act(schedule, cut_us, !host, ACT_CUT, 0);
		add_act(schedule, mend_us, !host, ACT_MEND, 0);
	}
}

static void
make_fault(struct schedule *schedule, uint64_t *state)
{
	struct tcpsim_fault *fault = &schedule->faults[schedule->n_faults++];

	memset(fault, 0, sizeof *fault);
	fault->kind = (enum tcpsim_fault_kind)below(state, TCPSIM_FAULT_MARK + 1);
	fault->host = (uint16_t)below(state, 2);
	fault->segment = (enum tcpsim_kind)(1U << below(state, TCPSIM_N_KINDS));
	fault->first = fault->last = 1 + (uint32_t)below(state, 4);
	fault->behind_host = (uint16_t)below(state, 2);
	fault->behind_segment = (enum tcpsim_kind)(1U << below(state, TCPSIM_N_KINDS));
	fault->behind_number = 1 + (uint32_t)below(state, 4);
	if (fault->kind == TCPSIM_FAULT_DELAY)
		fault->time_us = (int64_t)(1 + below(state, 5000)) * MS;
	else if (fault->kind != TCPSIM_FAULT_DROP && fault->kind != TCPSIM_FAULT_MARK)
		fault->time_us = (int64_t)(1 + below(state, 60000)) * MS;
}

void
schedule_make(struct schedule *schedule, uint64_t seed, uint64_t number)
{
	uint64_t state = seed ^ number * UINT64_C(0xd1342543de82ef95);

	memset(schedule, 0, sizeof *schedule);
	schedule->number = number;
	schedule->seed = seed;
	schedule->is_simultaneous = one_in(&state, 5);
	for (int host = CLIENT; host <= SERVER; host++) {
		schedule->isns[host] = make_isn(&state);
		make_link(&schedule->links[host], &state);
	}
	/* The second call must come before the first SYN does, or it is refused. */
	if (schedule->is_simultaneous)
		schedule->connect_us[SERVER] = some_time(&state, schedule->links[CLIENT].delay_us);
	make_settings(schedule, &state);
	make_user(schedule, CLIENT, &state);
	make_user(schedule, SERVER, &state);
	if (one_in(&state, 4))
		make_cut(schedule, &state);
	for (uint64_t i = below(&state, MAX_FAULTS + 1); i > 0; i--)
		make_fault(schedule, &state);
}

/* ---- printing ---- */

static const char *const names[2] = { "client", "server" };

static void
print_setting(GString *text, const struct tcpsim_setting *setting, int64_t value)
{
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
		g_string_append(text, value != 0 ? "on" : "off");
		break;
	case TCPSIM_SETTING_CHOICE:
		g_string_append(text, setting->choices[value]);
		break;
	case TCPSIM_SETTING_FLAW:
		g_string_append(text, tcpsim_flaw_name((enum tcpsim_flaw)value));
		break;
	case TCPSIM_SETTING_DURATION:
		g_string_append_printf(text, "%" PRId64 "us", value);
		break;
	case TCPSIM_SETTING_COUNT:
	case TCPSIM_SETTING_BYTES:
		g_string_append_printf(text, "%" PRId64, value);
		break;
	}
}

static void
print_percentage(GString *text, const char *word, uint32_t ppm)
{
	if (ppm != 0)
		g_string_append_printf(text, " %s %" PRIu32 "%%", word, ppm / 10000);
}

static void
print_world(GString *text, const struct schedule *schedule)
{
	for (int host = CLIENT; host <= SERVER; host++)
		g_string_append_printf(text, "host %s isn %" PRIu32 "\n", names[host], schedule->isns[host]);
	for (int host = CLIENT; host <= SERVER; host++) {
		const struct tcpsim_link_options *link = &schedule->links[host];

		g_string_append_printf(text, "link %s -> %s delay %" PRId64 "us jitter %" PRId64 "us", names[host],
			names[!host], link->delay_us, link->jitter_us);
		print_percentage(text, "loss", link->loss_ppm);
		print_percentage(text, "duplicate", link->duplicate_ppm);
		print_percentage(text, "reorder", link->reorder_ppm);
		print_percentage(text, "corrupt", link->corrupt_ppm);
		print_percentage(text, "mark", link->mark_ppm);
		g_string_append_printf(text, " lifetime %" PRId64 "us seed %" PRIu64 "\n", link->lifetime_us,
			link->seed);
	}
	for (size_t i = 0; i < schedule->n_settings; i++) {
		g_string_append_printf(text, "set %s %s ", names[schedule->settings[i].host],
			schedule->settings[i].setting->name);
		print_setting(text, schedule->settings[i].setting, schedule->settings[i].value);
		g_string_append_c(text, '\n');
	}
}

static void
print_opening(GString *text, const struct schedule *schedule)
{
	if (schedule->is_simultaneous) {
		g_string_append_printf(text, "at %" PRId64 "us client connect server:5001 from 5000\n"
			"at %" PRId64 "us server connect client:5000 from 5001\n",
			schedule->connect_us[CLIENT], schedule->connect_us[SERVER]);
		return;
	}
	g_string_append_printf(text,
		"at 0s server listen 5001\nat %" PRId64 "us client connect server:5001 from 5000\n",
		schedule->connect_us[CLIENT]);
}

static void
print_act(GString *text, const struct act *act)
{
	const char *name = names[act->host], *which = act->is_last ? "" : " connection 1";

	g_string_append_printf(text, "at %" PRId64 "us ", act->time_us);
	switch (act->kind) {
	case ACT_SEND:
		g_string_append_printf(text, "%s%s send %" PRIu32 " bytes\n", name, which, act->octets);
		break;
	case ACT_SEND_URGENT:
		g_string_append_printf(text, "%s%s send urgent %" PRIu32 " bytes\n", name, which, act->octets);
		break;
	case ACT_RECEIVE:
		g_string_append_printf(text, "%s%s receive", name, which);
		if (act->octets != TCPSIM_RECEIVE_ALL)
			g_string_append_printf(text, " %" PRIu32 " bytes", act->octets);
		g_string_append_c(text, '\n');
		break;
	case ACT_CLOSE:
		g_string_append_printf(text, "%s%s close\n", name, which);
		break;
	case ACT_ABORT:
		g_string_append_printf(text, "%s%s abort\n", name, which);
		break;
	case ACT_CUT:
		g_string_append_printf(text, "cut %s -> %s\n", name, names[!act->host]);
		break;
	case ACT_MEND:
		g_string_append_printf(text, "mend %s -> %s\n", name, names[!act->host]);
		break;
	}
}

static void
print_segment(GString *text, uint16_t host, enum tcpsim_kind kind, uint32_t number)
{
	g_string_append_printf(text, " %s %s #%" PRIu32, names[host], tcpsim_kind_name(kind), number);
}

static void
print_fault(GString *text, const struct tcpsim_fault *fault)
{
	static const char *const words[] = {
		[TCPSIM_FAULT_DROP] = "drop", [TCPSIM_FAULT_HOLD] = "hold", [TCPSIM_FAULT_DELAY] = "delay",
		[TCPSIM_FAULT_DUPLICATE] = "duplicate", [TCPSIM_FAULT_REORDER] = "reorder",
		[TCPSIM_FAULT_CORRUPT] = "corrupt", [TCPSIM_FAULT_MARK] = "mark",
	};
	static const char *const times[] = {
		[TCPSIM_FAULT_HOLD] = "until", [TCPSIM_FAULT_DELAY] = "by", [TCPSIM_FAULT_DUPLICATE] = "at",
	};

	g_string_append(text, words[fault->kind]);
	print_segment(text, fault->host, fault->segment, fault->first);
	if (fault->kind == TCPSIM_FAULT_REORDER) {
		g_string_append(text, " behind");
		print_segment(text, fault->behind_host, fault->behind_segment, fault->behind_number);
	} else if (fault->kind == TCPSIM_FAULT_HOLD || fault->kind == TCPSIM_FAULT_DELAY ||
		fault->kind == TCPSIM_FAULT_DUPLICATE) {
		g_string_append_printf(text, " %s %" PRId64 "us", times[fault->kind], fault->time_us);
	}
	g_string_append_c(text, '\n');
}

GString *
schedule_text(const struct schedule *schedule)
{
	GString *text = g_string_new(NULL);

	g_string_append_printf(text,
		"scenario \"fault schedule %" PRIu64 " of seed %" PRIu64 "\"\nuse profile rfc9293\n",
		schedule->number, schedule->seed);
	print_world(text, schedule);
	print_opening(text, schedule);
	for (size_t i = 0; i < schedule->n_acts; i++)
		print_act(text, &schedule->acts[i]);
	for (size_t i = 0; i < schedule->n_faults; i++)
		print_fault(text, &schedule->faults[i]);
	g_string_append(text, "always invariants\nrun until quiet\n");
	return text;
}
