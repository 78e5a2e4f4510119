/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_BENCH_TRANSFER_H
#define TCPSIM_BENCH_TRANSFER_H

#include "bench.h"

/* One connection that carries octets from the client to the server. */
struct transfer {
	const char *congestion_control;
	uint64_t bytes;            /* to be carried */
	uint32_t window;           /* the server's receive buffer */
	uint32_t loss_ppm;         /* in both directions */
	uint64_t seed;
	int64_t delayed_ack_us;
	bool is_virtual;           /* octets that are known by their place only */
};

/* What it took. */
struct transfer_result {
	double seconds;            /* of the processor */
	int64_t virtual_us;        /* from the first SYN to the last octet's arrival */
	uint64_t n_segments;       /* sent by both ends, those that were lost too */
};

#define TRANSFER_PIECE 65536U

/* What the server's user has got. Of each delivery the first and last octet are compared: cheap, but no shift passes. */
struct transfer_taken {
	uint64_t bytes;
	bool is_wrong;
};

static uint8_t transfer_octets[TRANSFER_PIECE];

static inline void
transfer_see(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct transfer_taken *taken = (struct transfer_taken *)data;
	const uint8_t *octets = event->octets;

	(void)net;
	if (event->n_octets == 0)
		return;
	if (octets != NULL && (octets[0] != transfer_octets[taken->bytes % TRANSFER_PIECE] ||
		octets[event->n_octets - 1] != transfer_octets[(taken->bytes + event->n_octets - 1) % TRANSFER_PIECE]))
		taken->is_wrong = true;
	if (event->offset != taken->bytes)
		taken->is_wrong = true;
	taken->bytes += event->n_octets;
}

static inline void
transfer_set(struct tcpsim_policy *policy, const char *name, int64_t value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(name);

	bench_require(setting != NULL && tcpsim_policy_set(policy, setting, value) == 0, name);
}

/* The profile with what today's stacks have: window scale, SACK, Nagle; and the row's own settings. */
static inline struct tcpsim_net *
transfer_net_new(const struct transfer *transfer)
{
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	const struct tcpsim_link_options link = { .delay_us = 10000, .loss_ppm = transfer->loss_ppm };
	const struct tcpsim_net_options options = { .seed = transfer->seed };
	struct tcpsim_net *net = tcpsim_net_new(&options);
	const char *control = transfer->congestion_control;

	transfer_set(&policy, "window-scale", 1);
	transfer_set(&policy, "sack", 1);
	transfer_set(&policy, "delayed-ack", transfer->delayed_ack_us);
	transfer_set(&policy, "receive-buffer", transfer->window);
	transfer_set(&policy, "send-buffer", transfer->window + 4 * TRANSFER_PIECE);
	transfer_set(&policy, "congestion-control", strcmp(control, "cubic") == 0 ? TCPSIM_CONGESTION_CUBIC :
		TCPSIM_CONGESTION_NEWRENO);
	tcpsim_net_add_host(net, "client", &policy);
	tcpsim_net_add_host(net, "server", &policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	return net;
}

/* Let there always be some to send, but never much. */
static inline uint64_t
transfer_send(struct tcpsim_net *net, const struct transfer *transfer, tcpsim_socket socket, uint64_t sent)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(net, socket);
	uint64_t left = transfer->bytes - sent;
	size_t n = left < TRANSFER_PIECE ? (size_t)left : TRANSFER_PIECE;
	enum tcpsim_error error;

	bench_require(tcb != NULL, "the connection lasts");
	if (n == 0 || tcb->snd.queued_bytes >= TRANSFER_PIECE)
		return sent;
	error = transfer->is_virtual ? tcpsim_net_send_virtual(net, socket, n, 0) :
		tcpsim_net_send(net, socket, transfer_octets, n, 0);
	bench_require(error == TCPSIM_OK, "what is sent is taken");
	return sent + n;
}

static inline struct transfer_result
transfer_run(const struct transfer *transfer)
{
	struct tcpsim_net *net = transfer_net_new(transfer);
	struct transfer_taken taken = { 0, false };
	struct transfer_result result;
	tcpsim_socket socket;
	uint64_t sent = 0;
	double begin_s;

	for (size_t i = 0; i < sizeof transfer_octets; i++)
		transfer_octets[i] = (uint8_t)(i * 2654435761U >> 16);
	tcpsim_net_set_user(net, 1, transfer_see, &taken);
	tcpsim_net_listen(net, 1, BENCH_PORT, NULL, 0);
	socket = tcpsim_net_connect(net, 0, 0, 1, BENCH_PORT, NULL, 0);
	begin_s = bench_now_s();
	while (taken.bytes < transfer->bytes) {
		sent = transfer_send(net, transfer, socket, sent);
		bench_require(tcpsim_net_step(net), "it goes on until all has arrived");
	}
	result.seconds = bench_now_s() - begin_s;
	result.virtual_us = tcpsim_net_now_us(net);
	result.n_segments = tcpsim_net_n_sent(net);
	bench_require(!taken.is_wrong, "octets arrive as they were sent");
	tcpsim_net_free(net);
	return result;
}

#endif
