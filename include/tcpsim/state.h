/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_STATE_H
#define TCPSIM_STATE_H

#include <stdbool.h>

#include <tcpsim/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The eleven states, RFC 9293 3.3.2. CLOSED is 0, so that zeroed memory is a TCB that does not exist. */
enum tcpsim_state {
	TCPSIM_CLOSED,
	TCPSIM_LISTEN,
	TCPSIM_SYN_SENT,
	TCPSIM_SYN_RECEIVED,
	TCPSIM_ESTABLISHED,
	TCPSIM_FIN_WAIT_1,
	TCPSIM_FIN_WAIT_2,
	TCPSIM_CLOSE_WAIT,
	TCPSIM_CLOSING,
	TCPSIM_LAST_ACK,
	TCPSIM_TIME_WAIT,
};

#define TCPSIM_N_STATES 11

/* The RFC's name of a state, such as `SYN-RECEIVED`. Static storage. */
TCPSIM_API const char *tcpsim_state_name(enum tcpsim_state state);

/* Whether the two ends know each other's sequence numbers: ESTABLISHED and all after it (RFC 9293 3.5.2, group 3). */
TCPSIM_API bool tcpsim_state_is_synchronized(enum tcpsim_state state);

/*
 * Where a change of state is from: the label of its edge in RFC 9293 figure 5,
 * the note to it, or the paragraph of 3.10 that has it. NULL if the RFC has no
 * such change. Staying in a state is no change: NULL.
 */
TCPSIM_API const char *tcpsim_state_change_source(enum tcpsim_state from, enum tcpsim_state to);

#ifdef __cplusplus
}
#endif

#endif
