/* SPDX-License-Identifier: MIT */
#include "bench.h"

/*
 * Connections one after another: three-way handshake, 100 octets each way, four-way close. The next begins when
 * the last one has entered TIME-WAIT, where it stays for its full 2MSL, 240 s of virtual time: about 4000 linger.
 */
#define OCTETS 100U
#define WARM_UP 20000U
#define CONNECTIONS 100000U

struct churn {
	uint32_t left;      /* connections to open */
	uint32_t n_done;
	uint64_t n_octets;  /* that users got */
};

static const uint8_t text[OCTETS];

static void
open_next(struct tcpsim_net *net, struct churn *churn)
{
	enum tcpsim_error error = TCPSIM_OK;

	if (churn->left == 0)
		return;
	churn->left--;
	tcpsim_net_connect(net, 0, 0, 1, BENCH_PORT, &error, 0);
	bench_require(error == TCPSIM_OK, "a connection can be opened");
}

static void
client(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct churn *churn = (struct churn *)data;

	churn->n_octets += event->n_octets;
	if (event->signals & TCPSIM_SIGNAL_OPENED)
		tcpsim_net_send(net, event->socket, text, sizeof text, 0);
	if (event->n_octets > 0)
		tcpsim_net_close(net, event->socket, false, 0);
	if (event->after == TCPSIM_TIME_WAIT && event->before != TCPSIM_TIME_WAIT) {
		churn->n_done++;
		open_next(net, churn);
	}
}

static void
server(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct churn *churn = (struct churn *)data;

	churn->n_octets += event->n_octets;
	if (event->n_octets > 0)
		tcpsim_net_send(net, event->socket, text, sizeof text, 0);
	if (event->signals & TCPSIM_SIGNAL_CLOSING)
		tcpsim_net_close(net, event->socket, false, 0);
}

static struct tcpsim_net *
churn_new(struct churn *churn, bool has_trace)
{
	struct tcpsim_net *net = bench_pair_new(&tcpsim_profile_find("rfc9293")->policy, has_trace);
	enum tcpsim_error error;

	tcpsim_net_set_user(net, 0, client, churn);
	tcpsim_net_set_user(net, 1, server, churn);
	tcpsim_net_listen(net, 1, BENCH_PORT, &error, 0);
	return net;
}

/* `n` connections; at the end all are closed, the last ones linger. */
static void
churn_run(struct tcpsim_net *net, struct churn *churn, uint32_t n)
{
	*churn = (struct churn){ .left = n };
	open_next(net, churn);
	while (churn->n_done < n && tcpsim_net_step(net))
		continue;
	bench_require(churn->n_done == n && churn->n_octets == (uint64_t)n * 2 * OCTETS, "all octets arrive");
}

/* Segments of one connection, counted in a trace. */
static unsigned
count_segments(void)
{
	struct churn churn;
	struct tcpsim_net *net = churn_new(&churn, true);
	const struct tcpsim_record *records;
	unsigned n_sent = 0;
	size_t n;

	churn_run(net, &churn, 1);
	while (tcpsim_net_step(net))
		continue;
	records = tcpsim_trace_records(tcpsim_net_trace(net), &n);
	for (size_t i = 0; i < n; i++)
		n_sent += records[i].kind == TCPSIM_RECORD_SEND;
	tcpsim_net_free(net);
	return n_sent;
}

int
main(void)
{
	unsigned n_segments = count_segments();
	double seconds[BENCH_ROUNDS];
	struct churn churn;
	struct tcpsim_net *net = churn_new(&churn, false);
	double rate;

	churn_run(net, &churn, WARM_UP);
	for (int i = 0; i < BENCH_ROUNDS; i++) {
		double begin_s = bench_now_s();

		churn_run(net, &churn, CONNECTIONS);
		seconds[i] = bench_now_s() - begin_s;
	}
	tcpsim_net_free(net);
	rate = CONNECTIONS / bench_median(seconds, BENCH_ROUNDS);
	bench_row("churn-connections", rate, "connections/s");
	bench_row("churn-segments", rate * n_segments, "segments/s");
	bench_row("churn-segments-each", n_segments, "segments");
	return EXIT_SUCCESS;
}
