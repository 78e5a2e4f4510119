/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_INVARIANT_H
#define TCPSIM_INVARIANT_H

#include <tcpsim/export.h>

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
	TCPSIM_LISTEN_BY_USER,
	TCPSIM_NO_FORGED_RESET,
	TCPSIM_CLEAN_CLOSE,
	TCPSIM_FIN_ACCOUNTED,
	TCPSIM_READ_BEFORE_CLOSE,
	TCPSIM_PROBES_USED_UP,
	TCPSIM_NO_PACKET_WAR,
	TCPSIM_CAN_REST,
	TCPSIM_DATAGRAM_WHOLE,
};

#define TCPSIM_N_INVARIANTS 21

/* The name of an invariant, such as `no-phantom-connection`; its statement, one sentence. Static storage. */
TCPSIM_API const char *tcpsim_invariant_name(enum tcpsim_invariant invariant);
TCPSIM_API const char *tcpsim_invariant_words(enum tcpsim_invariant invariant);

/* The invariant of that name, or -1. */
TCPSIM_API int tcpsim_invariant_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
