/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Connections opened from one simulated host to another, then idle: 10 000 of them, and 100 000. */
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
open_all(struct tcpsim_net *net, uint32_t n)
{
	enum tcpsim_error error = TCPSIM_OK;

	for (uint32_t i = 0; i < n; i++) {
		tcpsim_net_connect(net, 0, (uint16_t)(FIRST_PORT + i % PORTS), 1, (uint16_t)(BENCH_PORT + i / PORTS),
			&error, 0);
		bench_require(error == TCPSIM_OK, "a connection can be opened");
		if (i % AT_ONCE == AT_ONCE - 1)
			tcpsim_net_run(net, tcpsim_net_now_us(net) + SETTLED_US);
	}
}

/* One round: seconds to open all; octets for each, both ends and all that the network needs counted. */
static double
measure_once(uint32_t n, double *bytes)
{
	double before = resident_bytes();
	struct tcpsim_net *net = bench_pair_new(&tcpsim_profile_find("rfc9293")->policy, false);
	double begin_s = bench_now_s();
	enum tcpsim_error error;
	double seconds;

	tcpsim_net_listen(net, 1, BENCH_PORT, &error, 0);
	tcpsim_net_listen(net, 1, BENCH_PORT + 1, &error, 0);
	open_all(net, n);
	seconds = bench_now_s() - begin_s;
	*bytes = (resident_bytes() - before) / n;
	bench_require(tcpsim_net_n_connections(net, 1) == n, "all connections are accepted");
	bench_require(tcpsim_net_tcb(net, tcpsim_net_connection(net, 1, 0))->state == TCPSIM_ESTABLISHED,
		"the last connection is ESTABLISHED");
	tcpsim_net_free(net);
	return seconds;
}

static void
measure(uint32_t n, double *seconds, double *bytes)
{
	double rounds[BENCH_ROUNDS], ignored;

	/* Memory is that of the first round: later ones live in what it left. */
	for (int i = 0; i < BENCH_ROUNDS; i++)
		rounds[i] = measure_once(n, i == 0 ? bytes : &ignored);
	*seconds = bench_median(rounds, BENCH_ROUNDS);
}

/* Each size in a process of its own, so that the second does not live in what the first has left. */
static void
measure_apart(uint32_t n)
{
	double seconds, bytes;
	char name[64];
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	bench_require(child >= 0, "a process can be made");
	if (child == 0) {
		measure(n, &seconds, &bytes);
		snprintf(name, sizeof name, "idle-open-%u", n);
		bench_row(name, seconds, "s");
		snprintf(name, sizeof name, "idle-memory-%u", n);
		bench_row(name, bytes, "octets/connection");
		exit(EXIT_SUCCESS);
	}
	bench_require(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0,
		"it measures");
}

int
main(void)
{
	measure_apart(10000);
	measure_apart(100000);
	return EXIT_SUCCESS;
}
