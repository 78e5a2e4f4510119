/* SPDX-License-Identifier: MIT */
#include "transfer.h"

/*
 * 64 MiB over 10 ms each way with 1 % loss in both directions, MSS 1460, a window of 1 MiB, SACK; an ACK for each
 * segment. Several seeds, and each of them twice: the same seed gives the same run.
 */
#define MIB (UINT64_C(1) << 20)
#define SEEDS 5

static void
measure(const char *control)
{
	double seconds[SEEDS], virtual_s[SEEDS], rates[SEEDS];
	char text[64];

	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		const struct transfer transfer = {
			.congestion_control = control,
			.bytes = 64 * MIB,
			.window = 1 << 20,
			.loss_ppm = 10000,
			.seed = seed + 1,
		};
		struct transfer_result first = transfer_run(&transfer), again = transfer_run(&transfer);

		bench_require(first.virtual_us == again.virtual_us && first.n_segments == again.n_segments,
			"the same seed gives the same run");
		seconds[seed] = first.seconds < again.seconds ? first.seconds : again.seconds;
		virtual_s[seed] = (double)first.virtual_us * 1e-6;
		rates[seed] = (double)first.n_segments / seconds[seed];
		snprintf(text, sizeof text, "loss-%s-virtual-time-seed-%d", control, (int)seed + 1);
		bench_row(text, virtual_s[seed], "s");
	}
	snprintf(text, sizeof text, "loss-%s-segments", control);
	bench_row(text, bench_median(rates, SEEDS), "segments/s");
	snprintf(text, sizeof text, "loss-%s-rate", control);
	bench_row(text, 64 * (double)MIB * 8e-9 / bench_median(seconds, SEEDS), "Gbit/s");
	snprintf(text, sizeof text, "loss-%s-virtual-time", control);
	bench_row(text, bench_median(virtual_s, SEEDS), "s");
}

int
main(void)
{
	measure("newreno");
	measure("cubic");
	return EXIT_SUCCESS;
}
