/* SPDX-License-Identifier: MIT */
#include "transfer.h"

/*
 * One connection, no loss, 10 ms each way: so many MiB a round, 256 unless the first argument says otherwise; the
 * second names one row, for a profile. MSS 1460, window scale, SACK, NewReno, Nagle, and every second segment
 * acknowledged.
 */
#define MIB (UINT64_C(1) << 20)
#define ROUNDS 5

static void
measure(const char *name, uint64_t mib, uint32_t window, bool is_virtual)
{
	const struct transfer transfer = {
		.congestion_control = "newreno",
		.bytes = mib * MIB,
		.window = window,
		.seed = 1,
		.delayed_ack_us = 40000,
		.is_virtual = is_virtual,
	};
	struct transfer_result result;
	double seconds[ROUNDS], median;
	char text[64];

	for (int i = 0; i < ROUNDS; i++) {
		result = transfer_run(&transfer);
		seconds[i] = result.seconds;
	}
	median = bench_median(seconds, ROUNDS);
	snprintf(text, sizeof text, "bulk-%s-segments", name);
	bench_row(text, (double)result.n_segments / median, "segments/s");
	snprintf(text, sizeof text, "bulk-%s-rate", name);
	bench_row(text, (double)transfer.bytes * 8e-9 / median, "Gbit/s");
	snprintf(text, sizeof text, "bulk-%s-virtual-time", name);
	bench_row(text, (double)result.virtual_us * 1e-6, "s");
	snprintf(text, sizeof text, "bulk-%s-round", name);
	bench_row(text, (double)result.n_segments, "segments");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		uint32_t window;
		bool is_virtual;
	} rows[] = {
		{ "real-64k", 65535, false },
		{ "real-1m", 1 << 20, false },
		{ "virtual-64k", 65535, true },
		{ "virtual-1m", 1 << 20, true },
	};
	uint64_t mib = argc > 1 ? strtoull(argv[1], NULL, 0) : 256;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (argc <= 2 || strcmp(argv[2], rows[i].name) == 0)
			measure(rows[i].name, mib, rows[i].window, rows[i].is_virtual);
	return EXIT_SUCCESS;
}
