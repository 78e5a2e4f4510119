/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_BENCH_H
#define TCPSIM_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tcpsim/net.h>

/*
 * What the benchmarks share. Each measures several times and reports the median. Time is that of the one core they
 * run on: nothing in them waits, and what else a machine does at the moment is not to be measured.
 */
#define BENCH_ROUNDS 7

#define BENCH_PORT 80U

static inline double
bench_now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static inline int
bench_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline double
bench_median(double *values, size_t n)
{
	qsort(values, n, sizeof *values, bench_compare);
	return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static inline void
bench_row(const char *name, double value, const char *unit)
{
	printf("%s %.6g %s\n", name, value, unit);
}

/* A client, host 0, and a server, host 1, with a constant 10 ms each way. */
static inline struct tcpsim_net *
bench_pair_new(const struct tcpsim_policy *policy, bool has_trace)
{
	const struct tcpsim_net_options options = { .seed = 1, .has_trace = has_trace };
	const struct tcpsim_link_options link = { .delay_us = 10000 };
	struct tcpsim_net *net = tcpsim_net_new(&options);

	tcpsim_net_add_host(net, "client", policy);
	tcpsim_net_add_host(net, "server", policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	return net;
}

/* A benchmark that does not do what it says measures nothing. */
static inline void
bench_require(bool is_true, const char *what)
{
	if (is_true)
		return;
	fprintf(stderr, "bench: not as it must be: %s\n", what);
	exit(EXIT_FAILURE);
}

#endif
