/* SPDX-License-Identifier: MIT */
#include "grid.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/watcher.h>

#define CLIENT 0
#define SERVER 1
#define PORT 80
#define MS INT64_C(1000)
/* Users write so much at a time: less than a segment, so that Nagle's algorithm has something to say. */
#define WRITE_BYTES 1000U

const struct grid_path grid_paths[] = {
	{ .name = "clean" },
	{ .name = "loss1%", .loss_ppm = 10000 },
	{ .name = "loss5%", .loss_ppm = 50000 },
	{ .name = "reorder10%", .reorder_ppm = 100000 },
	{ .name = "mixed", .loss_ppm = 10000, .reorder_ppm = 20000, .duplicate_ppm = 20000, .corrupt_ppm = 10000 },
};

const struct grid_options grid_option_sets[] = {
	{ .name = "none" },
	{ .name = "sack", .has_sack = true },
	{ .name = "timestamps", .has_timestamps = true },
	{ .name = "scale", .has_window_scale = true },
	{ .name = "all", .has_sack = true, .has_timestamps = true, .has_window_scale = true },
	{ .name = "ecn", .has_sack = true, .has_timestamps = true, .has_window_scale = true, .has_ecn = true,
		.mark_ppm = 20000 },
};

const struct grid_pace grid_paces[] = {
	{ .name = "plain", .has_nagle = true },
	{ .name = "delayed", .has_nagle = true, .delayed_ack_us = 200 * MS },
	{ .name = "no-nagle", .delayed_ack_us = 200 * MS },
};

const size_t grid_n_paths = sizeof grid_paths / sizeof grid_paths[0];
const size_t grid_n_option_sets = sizeof grid_option_sets / sizeof grid_option_sets[0];
const size_t grid_n_paces = sizeof grid_paces / sizeof grid_paces[0];

/* The octets of one direction, and how many of them have arrived. */
struct stream {
	uint8_t *octets;
	uint32_t delivered;
};

struct run {
	const struct grid_cell *cell;
	struct grid_result *result;
	struct tcpsim_net *net;
	struct stream streams[2]; /* by their sender */
};

static void
fail(struct grid_result *result, const char *format, ...)
{
	va_list arguments;

	if (result->failure[0] != '\0')
		return;
	va_start(arguments, format);
	vsnprintf(result->failure, sizeof result->failure, format, arguments);
	va_end(arguments);
}

/* SplitMix64, Steele, Lea and Flood 2014. */
static void
fill(uint8_t *octets, uint32_t n, uint64_t seed)
{
	for (uint32_t i = 0; i < n; i++) {
		uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		octets[i] = (uint8_t)(z ^ z >> 31);
	}
}

static void
take(struct run *run, const struct tcpsim_event *event)
{
	struct stream *stream = &run->streams[!event->host];

	if (event->n_octets > run->cell->bytes - stream->delivered)
		fail(run->result, "more was delivered than was sent");
	else if (memcmp(event->octets, stream->octets + stream->delivered, event->n_octets) != 0)
		fail(run->result, "octet %" PRIu32 " or a later one is not what was sent", stream->delivered);
	else
		stream->delivered += (uint32_t)event->n_octets;
	run->result->done_us = tcpsim_net_now_us(run->net);
}

/* Each user sends all that he has as soon as he may, and closes when he has got all that there is. */
static void
see(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct run *run = (struct run *)data;
	const uint8_t *octets = run->streams[event->host].octets;
	uint32_t bytes = run->cell->bytes, n;

	if (event->error != TCPSIM_OK)
		fail(run->result, "the connection ended: %s", tcpsim_error_name(event->error));
	if (event->signals & TCPSIM_SIGNAL_OPENED) {
		for (uint32_t sent = 0; sent < bytes; sent += n) {
			n = bytes - sent < WRITE_BYTES ? bytes - sent : WRITE_BYTES;
			if (tcpsim_net_send(net, event->socket, octets + sent, n, 0) != TCPSIM_OK)
				fail(run->result, "SEND is refused");
		}
	}
	if (event->n_octets == 0)
		return;
	take(run, event);
	if (run->streams[!event->host].delivered == bytes)
		tcpsim_net_close(net, event->socket, false, 0);
}

static void
set(struct tcpsim_policy *policy, const char *name, int64_t value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(name);

	if (setting == NULL || tcpsim_policy_set(policy, setting, value) != 0) {
		fprintf(stderr, "grid: %s cannot be %" PRId64 "\n", name, value);
		abort();
	}
}

static void
set_up(struct run *run)
{
	const struct grid_cell *cell = run->cell;
	const struct tcpsim_net_options options = { .seed = cell->seed, .has_trace = true };
	const struct tcpsim_link_options link = {
		.delay_us = cell->delay_us,
		.loss_ppm = cell->path->loss_ppm,
		.reorder_ppm = cell->path->reorder_ppm,
		.duplicate_ppm = cell->path->duplicate_ppm,
		.corrupt_ppm = cell->path->corrupt_ppm,
		.mark_ppm = cell->options->mark_ppm,
		.lifetime_us = 120000 * MS,
	};
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;

	set(&policy, "sack", cell->options->has_sack);
	set(&policy, "timestamps", cell->options->has_timestamps);
	set(&policy, "window-scale", cell->options->has_window_scale);
	set(&policy, "ecn", cell->options->has_ecn);
	set(&policy, "congestion-control", cell->control);
	set(&policy, "nagle", cell->pace->has_nagle);
	set(&policy, "delayed-ack", cell->pace->delayed_ack_us);
	set(&policy, "rfc1337", 1); /* its remedy: or else an old segment, answered by a RST, may end TIME-WAIT */
	set(&policy, "receive-buffer", cell->buffer_bytes);
	set(&policy, "send-buffer", cell->bytes);
	run->net = tcpsim_net_new(&options);
	for (uint16_t host = CLIENT; host <= SERVER; host++) {
		tcpsim_net_add_host(run->net, host == CLIENT ? "client" : "server", &policy);
		tcpsim_net_set_user(run->net, host, see, run);
		run->streams[host].octets = (uint8_t *)malloc(cell->bytes);
		fill(run->streams[host].octets, cell->bytes, cell->seed + host);
	}
	tcpsim_net_link(run->net, CLIENT, SERVER, &link);
	tcpsim_net_link(run->net, SERVER, CLIENT, &link);
	tcpsim_net_listen(run->net, SERVER, PORT, NULL, 0);
}

static void
count(struct run *run)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(run->net), &n);

	for (size_t i = 0; i < n; i++) {
		if (records[i].kind == TCPSIM_RECORD_BROKEN)
			fail(run->result, "the TCB is broken: %s", records[i].words);
		if (records[i].kind != TCPSIM_RECORD_SEND)
			continue;
		run->result->n_segments++;
		run->result->n_again += records[i].purpose == TCPSIM_PURPOSE_RETRANSMISSION &&
			records[i].segment.text_bytes > 0;
	}
}

static void
judge(struct run *run, const struct tcpsim_watcher *watcher)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict =
			tcpsim_watcher_verdict(watcher, (enum tcpsim_invariant)i);

		if (verdict->is_broken)
			fail(run->result, "%s: %s", tcpsim_invariant_name((enum tcpsim_invariant)i), verdict->words);
	}
	for (int host = CLIENT; host <= SERVER; host++)
		if (run->streams[host].delivered != run->cell->bytes)
			fail(run->result, "of %s's octets %" PRIu32 " have arrived",
				host == CLIENT ? "client" : "server", run->streams[host].delivered);
	for (uint16_t host = CLIENT; host <= SERVER; host++)
		if (tcpsim_net_tcb(run->net, tcpsim_net_connection(run->net, host, 1)) != NULL)
			fail(run->result, "a connection has not ended");
	if (run->result->done_us > grid_bound_us(run->cell))
		fail(run->result, "it took %" PRId64 " us, and may take %" PRId64, run->result->done_us,
			grid_bound_us(run->cell));
}

void
grid_run(const struct grid_cell *cell, struct grid_result *result)
{
	struct run run = { .cell = cell, .result = result };
	struct tcpsim_watcher *watcher;

	*result = (struct grid_result){ .failure = "" };
	set_up(&run);
	watcher = tcpsim_watcher_new(run.net);
	tcpsim_net_connect(run.net, CLIENT, 0, SERVER, PORT, NULL, 0);
	while (result->failure[0] == '\0' && tcpsim_net_step(run.net))
		tcpsim_watcher_read(watcher);
	tcpsim_watcher_end(watcher);
	count(&run);
	judge(&run, watcher);
	tcpsim_watcher_free(watcher);
	tcpsim_net_free(run.net);
	for (int host = CLIENT; host <= SERVER; host++)
		free(run.streams[host].octets);
}
