/* SPDX-License-Identifier: MIT */
#include "bench.h"

/* An idle connection with keepalive for two days of virtual time: nothing waits for the clock. */
#define TWO_DAYS_US (INT64_C(48) * 3600 * 1000000)
#define RUNS 100 /* in one round, since one is too short to be timed well */

static void
run_once(const struct tcpsim_policy *policy)
{
	struct tcpsim_net *net = bench_pair_new(policy, false);
	tcpsim_socket socket;
	enum tcpsim_error error;

	tcpsim_net_listen(net, 1, BENCH_PORT, &error, 0);
	socket = tcpsim_net_connect(net, 0, 0, 1, BENCH_PORT, &error, 0);
	tcpsim_net_run(net, TWO_DAYS_US);
	bench_require(tcpsim_net_tcb(net, socket) != NULL &&
		tcpsim_net_tcb(net, socket)->state == TCPSIM_ESTABLISHED, "the connection lives");
	tcpsim_net_free(net);
}

int
main(void)
{
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	double seconds[BENCH_ROUNDS];

	policy.keepalive = 1;
	for (int i = 0; i < BENCH_ROUNDS; i++) {
		double begin_s = bench_now_s();

		for (int run = 0; run < RUNS; run++)
			run_once(&policy);
		seconds[i] = (bench_now_s() - begin_s) / RUNS;
	}
	bench_row("keepalive-two-days", bench_median(seconds, BENCH_ROUNDS) * 1e3, "ms");
	return EXIT_SUCCESS;
}
