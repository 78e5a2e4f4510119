/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_FLAW_H
#define TCPSIM_FLAW_H

#include <stdint.h>

#include <tcpsim/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Plain mistakes, known from history, that the engine makes on request: policy->flaws is a set of them, empty in
 * every profile. Each is read at one place in lib/engine. With a flaw the engine is no TCP any more, and may make a
 * TCB that tcpsim_tcb_check() finds broken: that one says what an engine without flaws keeps.
 */
enum tcpsim_flaw {
	TCPSIM_FLAW_NONE,
	TCPSIM_FLAW_SYN_SENT_IGNORES_ACK,
	TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA,
	TCPSIM_FLAW_SYN_ACK_DROPPED,
	TCPSIM_FLAW_SYN_ACK_ONCE,
	TCPSIM_FLAW_SYN_RECEIVED_ACTIVE_LISTENS,
	TCPSIM_FLAW_SYN_RECEIVED_PASSIVE_CLOSES,
	TCPSIM_FLAW_NO_RETRANSMISSION,
	TCPSIM_FLAW_BLACKHOLE,
	TCPSIM_FLAW_RST_FOR_RST,
	TCPSIM_FLAW_REOPEN_UNCHECKED,
	TCPSIM_FLAW_NUMBER_SPACE_SMALL,
	TCPSIM_FLAW_FIN_ACKED_EARLY,
	TCPSIM_FLAW_FIN_RESENT_BARE,
	TCPSIM_FLAW_FIN_OUT_OF_ORDER,
	TCPSIM_FLAW_CLOSING_NO_RETRANSMISSION,
	TCPSIM_FLAW_NO_PERSIST_TIMER,
	TCPSIM_FLAW_SHRINK_DROPS,
	TCPSIM_FLAW_WINDOW_SHRINKS,
	TCPSIM_FLAW_ONE_PROBE_KILLS,
	TCPSIM_N_FLAWS
};

/* The set of one flaw, for policy->flaws; of none the empty set. */
static inline int64_t
tcpsim_flaw_set(enum tcpsim_flaw flaw)
{
	return flaw == TCPSIM_FLAW_NONE ? 0 : INT64_C(1) << flaw;
}

/* The name of a flaw, such as `fin-resent-bare`, or `none`. Static storage. */
TCPSIM_API const char *tcpsim_flaw_name(enum tcpsim_flaw flaw);

/* What is wrong, one sentence; and where it is known from. Empty for none. Static storage. */
TCPSIM_API const char *tcpsim_flaw_words(enum tcpsim_flaw flaw);
TCPSIM_API const char *tcpsim_flaw_source(enum tcpsim_flaw flaw);

/* The flaw of that name, 0 for `none`, or -1. */
TCPSIM_API int tcpsim_flaw_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
