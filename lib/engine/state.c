/* SPDX-License-Identifier: MIT */
#include <tcpsim/state.h>

#include <stddef.h>

static const char names[TCPSIM_N_STATES][16] = {
	[TCPSIM_CLOSED] = "CLOSED",
	[TCPSIM_LISTEN] = "LISTEN",
	[TCPSIM_SYN_SENT] = "SYN-SENT",
	[TCPSIM_SYN_RECEIVED] = "SYN-RECEIVED",
	[TCPSIM_ESTABLISHED] = "ESTABLISHED",
	[TCPSIM_FIN_WAIT_1] = "FIN-WAIT-1",
	[TCPSIM_FIN_WAIT_2] = "FIN-WAIT-2",
	[TCPSIM_CLOSE_WAIT] = "CLOSE-WAIT",
	[TCPSIM_CLOSING] = "CLOSING",
	[TCPSIM_LAST_ACK] = "LAST-ACK",
	[TCPSIM_TIME_WAIT] = "TIME-WAIT",
};

/* One string for what 3.5.3, 3.8.3, 3.10.5 and 3.10.8 say of every state with a TCB that others know of. */
#define ENDS "3.5.3 RST; 3.8.3 R2; 3.10.5 ABORT; 3.10.8 user timeout"

/* RFC 9293 figure 5, its notes, and the text of 3.10: [from][to]. */
static const char changes[TCPSIM_N_STATES][TCPSIM_N_STATES][96] = {
	[TCPSIM_CLOSED] = {
		[TCPSIM_LISTEN] = "figure 5: passive OPEN",
		[TCPSIM_SYN_SENT] = "figure 5: active OPEN, snd SYN",
	},
	[TCPSIM_LISTEN] = {
		[TCPSIM_CLOSED] = "figure 5: CLOSE",
		[TCPSIM_SYN_SENT] = "figure 5: SEND, snd SYN; 3.10.1 active OPEN",
		[TCPSIM_SYN_RECEIVED] = "figure 5: rcv SYN, snd SYN,ACK",
	},
	[TCPSIM_SYN_SENT] = {
		[TCPSIM_CLOSED] = "figure 5: CLOSE; " ENDS,
		[TCPSIM_SYN_RECEIVED] = "figure 5: rcv SYN, snd SYN,ACK",
		[TCPSIM_ESTABLISHED] = "figure 5: rcv SYN,ACK, snd ACK",
		[TCPSIM_CLOSE_WAIT] = "3.10.7.3 fourth: SYN,ACK with FIN goes on at the sixth step of 3.10.7.4",
	},
	[TCPSIM_SYN_RECEIVED] = {
		[TCPSIM_CLOSED] = ENDS,
		[TCPSIM_LISTEN] = "figure 5 note 1: rcv RST after a passive OPEN; 3.10.7.4 fourth: rcv SYN",
		[TCPSIM_ESTABLISHED] = "figure 5: rcv ACK of SYN",
		[TCPSIM_FIN_WAIT_1] = "figure 5: CLOSE, snd FIN",
		[TCPSIM_CLOSE_WAIT] = "3.10.7.4 fifth and eighth: ACK of SYN and FIN in one segment",
		[TCPSIM_LAST_ACK] = "3.10.4: a CLOSE that waited, and ACK of SYN and FIN in one segment",
		[TCPSIM_TIME_WAIT] = "3.6.1 (2): the SYN that reopened was an old duplicate",
	},
	[TCPSIM_ESTABLISHED] = {
		[TCPSIM_CLOSED] = ENDS,
		[TCPSIM_FIN_WAIT_1] = "figure 5: CLOSE, snd FIN",
		[TCPSIM_CLOSE_WAIT] = "figure 5: rcv FIN, snd ACK",
	},
	[TCPSIM_FIN_WAIT_1] = {
		[TCPSIM_CLOSED] = ENDS,
		[TCPSIM_FIN_WAIT_2] = "figure 5: rcv ACK of FIN",
		[TCPSIM_CLOSING] = "figure 5: rcv FIN, snd ACK",
		[TCPSIM_TIME_WAIT] = "figure 5 note 2: rcv FIN and ACK of FIN, snd ACK",
	},
	[TCPSIM_FIN_WAIT_2] = {
		[TCPSIM_CLOSED] = ENDS,
		[TCPSIM_TIME_WAIT] = "figure 5: rcv FIN, snd ACK",
	},
	[TCPSIM_CLOSE_WAIT] = {
		[TCPSIM_CLOSED] = ENDS,
		[TCPSIM_LAST_ACK] = "figure 5: CLOSE, snd FIN",
	},
	[TCPSIM_CLOSING] = {
		[TCPSIM_CLOSED] = ENDS,
		[TCPSIM_TIME_WAIT] = "figure 5: rcv ACK of FIN",
	},
	[TCPSIM_LAST_ACK] = {
		[TCPSIM_CLOSED] = "figure 5: rcv ACK of FIN; " ENDS,
	},
	[TCPSIM_TIME_WAIT] = {
		[TCPSIM_CLOSED] = "figure 5: Timeout=2MSL; 3.5.3 RST; 3.10.5 ABORT",
		[TCPSIM_SYN_RECEIVED] = "3.6.1: a new SYN reopens the connection (MAY-2)",
	},
};

const char *
tcpsim_state_name(enum tcpsim_state state)
{
	return names[state];
}

bool
tcpsim_state_is_synchronized(enum tcpsim_state state)
{
	switch (state) {
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
		return false;
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSE_WAIT:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		return true;
	}
	return false;
}

const char *
tcpsim_state_change_source(enum tcpsim_state from, enum tcpsim_state to)
{
	return changes[from][to][0] != '\0' ? changes[from][to] : NULL;
}
