/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_WATCHER_H
#define TCPSIM_WATCHER_H

#include <stdbool.h>

#include <tcpsim/export.h>
#include <tcpsim/invariant.h>
#include <tcpsim/net.h>
#include <tcpsim/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

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
/* Free a watcher; NULL is nothing. */
TCPSIM_API void tcpsim_watcher_free(struct tcpsim_watcher *watcher);

#ifdef __cplusplus
}
#endif

#endif
