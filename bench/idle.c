/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <unistd.h>

/* 100 000 connections opened from one simulated host to another, then idle. */
#define CONNECTIONS 100000U
#define FIRST_PORT 1024U
#define PORTS 50000U    /* so many for each of two listeners */
#define AT_ONCE 1000U   /* opened at the same instant */
#define SETTLED_US 50000 /* more than a handshake */

/* Octets of memory that the process has, or 0 if nobody tells. */
static double
resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long total = 0, resident = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%ld %ld", &total, &resident) != 2)
		resident = 0;
	fclose(file);
	return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static void
open_all(struct tcpsim_net *net)
{
	enum tcpsim_error error = TCPSIM_OK;

	for (uint32_t i = 0; i < CONNECTIONS; i++) {
		tcpsim_net_connect(net, 0, (uint16_t)(FIRST_PORT + i % PORTS), 1, (uint16_t)(BENCH_PORT + i / PORTS),
			&error, 0);
		bench_require(error == TCPSIM_OK, "a connection can be opened");
		if (i % AT_ONCE == AT_ONCE - 1)
			tcpsim_net_run(net, tcpsim_net_now_us(net) + SETTLED_US);
	}
}

/* One round: seconds to open all; octets for each, both ends and all that the network needs counted. */
static double
measure(double *bytes)
{
	double before = resident_bytes();
	struct tcpsim_net *net = bench_pair_new(&tcpsim_profile_find("rfc9293")->policy, false);
	double begin_s = bench_now_s();
	enum tcpsim_error error;
	double seconds;

	tcpsim_net_listen(net, 1, BENCH_PORT, &error, 0);
	tcpsim_net_listen(net, 1, BENCH_PORT + 1, &error, 0);
	open_all(net);
	seconds = bench_now_s() - begin_s;
	*bytes = (resident_bytes() - before) / CONNECTIONS;
	bench_require(tcpsim_net_n_connections(net, 1) == CONNECTIONS, "all connections are accepted");
	bench_require(tcpsim_net_tcb(net, tcpsim_net_connection(net, 1, 0))->state == TCPSIM_ESTABLISHED,
		"the last connection is ESTABLISHED");
	tcpsim_net_free(net);
	return seconds;
}

/* Memory is that of the first round: later ones live in what it left. */
int
main(void)
{
	double seconds[BENCH_ROUNDS], bytes = 0, ignored;

	for (int i = 0; i < BENCH_ROUNDS; i++)
		seconds[i] = measure(i == 0 ? &bytes : &ignored);
	bench_row("idle-open-100000", bench_median(seconds, BENCH_ROUNDS), "s");
	bench_row("idle-memory", bytes, "octets/connection");
	return EXIT_SUCCESS;
}
