/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_GRID_H
#define TCPSIM_TESTS_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/net.h>

/*
 * A grid of bulk transfers: each cell is one connection on which both users send the same number of random octets at
 * once, over a path of one sort, with one set of options and one manner of sending. docs/grid.md reads its table.
 */

/* What a path does to packets, in both directions: parts of a million. */
struct grid_path {
	char name[12];
	uint32_t loss_ppm, reorder_ppm, duplicate_ppm, corrupt_ppm;
};

/* What both ends offer. */
struct grid_options {
	char name[12];
	bool has_sack, has_timestamps, has_window_scale, has_ecn;
	uint32_t mark_ppm; /* packets that the path marks CE, or drops if they are not ECN-capable */
};

/* When text and ACKs leave. */
struct grid_pace {
	char name[12];
	bool has_nagle;
	int64_t delayed_ack_us;
};

struct grid_cell {
	const struct grid_path *path;
	const struct grid_options *options;
	const struct grid_pace *pace;
	int64_t delay_us;          /* one way */
	uint32_t buffer_bytes;     /* for receiving */
	enum tcpsim_congestion_control control;
	uint32_t bytes;            /* each way */
	uint64_t seed;             /* of the octets and of all chance; not 0 */
};

/* What came of it. */
struct grid_result {
	int64_t done_us;           /* when the last octet was delivered */
	uint32_t n_segments;       /* sent by both ends, from the first SYN to the last ACK */
	uint32_t n_again;          /* of them with text that was sent before */
	char failure[256];         /* what was not as it must be, or empty */
};

extern const struct grid_path grid_paths[];
extern const struct grid_options grid_option_sets[];
extern const struct grid_pace grid_paces[];
extern const size_t grid_n_paths, grid_n_option_sets, grid_n_paces;

/* Run one cell. Octets are compared one by one, and all invariants are watched. */
void grid_run(const struct grid_cell *cell, struct grid_result *result);

/* When the last octet must have arrived: derived from the cell in grid_bound.c. */
int64_t grid_bound_us(const struct grid_cell *cell);

#endif
