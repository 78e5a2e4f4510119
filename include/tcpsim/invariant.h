/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_INVARIANT_H
#define TCPSIM_INVARIANT_H

#include <stdbool.h>
#include <stddef.h>

#include <tcpsim/export.h>
#include <tcpsim/net.h>
#include <tcpsim/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The named invariants over a whole network; their statements are in docs/tcpsim-scenario.5. */
enum tcpsim_invariant {
	TCPSIM_TRANSITIONS_LEGAL,
	TCPSIM_SEQ_WINDOW,
	TCPSIM_ISN_AGREED,
	TCPSIM_NO_PHANTOM_CONNECTION,
	TCPSIM_DATA_IN_ORDER,
	TCPSIM_DATA_DELIVERED_ONCE,
	TCPSIM_FIN_LAST,
	TCPSIM_RIGHT_EDGE_NOT_SHRUNK,
	TCPSIM_NO_RST_FOR_RST,
	TCPSIM_TIME_WAIT_FULL,
	TCPSIM_NO_SILENT_STALL,
	TCPSIM_NETWORK_HONEST,
};

#define TCPSIM_N_INVARIANTS 12

/* The name of an invariant, such as `no-phantom-connection`; its statement, one sentence. Static storage. */
TCPSIM_API const char *tcpsim_invariant_name(enum tcpsim_invariant invariant);
TCPSIM_API const char *tcpsim_invariant_words(enum tcpsim_invariant invariant);

/* The invariant of that name, or -1. */
TCPSIM_API int tcpsim_invariant_find(const char *name);

/* What became of one invariant. */
struct tcpsim_invariant_verdict {
	bool is_broken;
	uint32_t record; /* the first record after which it was broken; TCPSIM_NO_RECORD at the end of the run */
	int64_t time_us;
	/* What was seen, one sentence. NULL while it holds; only no-silent-stall may name an end that waits for its user. */
	char *words;
};

/*
 * A watcher reads the trace as it grows and judges all invariants. Make one before the first event;
 * tcpsim_watcher_read() takes all records since the last time; tcpsim_watcher_end() judges what can only be
 * judged at the end (no-silent-stall, if the network is quiet).
 */
struct tcpsim_watcher;

TCPSIM_API struct tcpsim_watcher *tcpsim_watcher_new(const struct tcpsim_net *net);
TCPSIM_API void tcpsim_watcher_read(struct tcpsim_watcher *watcher);
TCPSIM_API void tcpsim_watcher_end(struct tcpsim_watcher *watcher);
TCPSIM_API const struct tcpsim_invariant_verdict *tcpsim_watcher_verdict(const struct tcpsim_watcher *watcher,
	enum tcpsim_invariant invariant);
TCPSIM_API void tcpsim_watcher_free(struct tcpsim_watcher *watcher);

#ifdef __cplusplus
}
#endif

#endif
