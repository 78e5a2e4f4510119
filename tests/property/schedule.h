/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_SCHEDULE_H
#define TCPSIM_TESTS_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include <tcpsim/net.h>

/*
 * A random fault schedule over open, transfer and close: what two users do and what their network does to
 * them. It is data, made from a seed alone, so that it can be run here and printed as a scenario.
 */

#define CLIENT 0
#define SERVER 1

/*
 * When what must come to an end is asked to, a last time; and when it must have ended. A whole window that was
 * lost is sent again a segment at a time, each after the greatest RTO: that takes hours where the MSS is small.
 */
#define LAST_ACT_US INT64_C(600000000)
#define BOUND_US INT64_C(864000000000)

enum act_kind {
	ACT_SEND,    /* .octets */
	ACT_SEND_URGENT, /* likewise */
	ACT_RECEIVE, /* .octets, or TCPSIM_RECEIVE_ALL */
	ACT_CLOSE,
	ACT_ABORT,
	ACT_CUT,     /* the link from .host to the other */
	ACT_MEND,
};

struct act {
	int64_t time_us;
	enum act_kind kind;
	uint16_t host;
	bool is_last;    /* it is for the newest connection of the host that is not CLOSED, else for the first */
	uint32_t octets;
};

#define MAX_ACTS 40
#define MAX_FAULTS 6
#define MAX_SETTINGS 40

struct schedule {
	uint64_t number, seed;
	bool is_simultaneous;    /* both call, nobody listens */
	int64_t connect_us[2];
	uint32_t isns[2];
	struct tcpsim_link_options links[2]; /* from each host */
	struct {
		const struct tcpsim_setting *setting;
		int64_t value;
		uint16_t host;
	} settings[MAX_SETTINGS];
	size_t n_settings;
	bool reads_late[2];      /* the host reads by RECEIVE calls only */
	bool has_abort;
	struct act acts[MAX_ACTS]; /* in order of time */
	size_t n_acts;
	struct tcpsim_fault faults[MAX_FAULTS];
	size_t n_faults;
};

/* Make the schedule with that number from a seed. */
void schedule_make(struct schedule *schedule, uint64_t seed, uint64_t number);

/* Write it as a scenario that `tcpsim run` takes. Free with g_string_free(). */
GString *schedule_text(const struct schedule *schedule);

#endif
