/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse.h"
#include "lib/scenario/parse_private.h"

struct keyword {
	const char *word;
	int token;
};

static const struct keyword keywords[] = {
	{ "abort", T_ABORT },
	{ "about", T_ABOUT },
	{ "accept", T_ACCEPT },
	{ "accepts", T_ACCEPTS },
	{ "after", T_AFTER },
	{ "allow", T_ALLOW },
	{ "always", T_ALWAYS },
	{ "as", T_AS },
	{ "at", T_AT },
	{ "backlog", T_BACKLOG },
	{ "behind", T_BEHIND },
	{ "bind", T_BIND },
	{ "both", T_WAYS },
	{ "breaks", T_BREAKS },
	{ "broken", T_BROKEN },
	{ "by", T_BY },
	{ "byte", T_BYTES },
	{ "bytes", T_BYTES },
	{ "close", T_CLOSE },
	{ "connect", T_CONNECT },
	{ "connection", T_CONNECTION },
	{ "corrupt", T_CORRUPT },
	{ "crash", T_CRASH },
	{ "cut", T_CUT },
	{ "delay", T_DELAY },
	{ "delivers", T_DELIVERS },
	{ "drop", T_DROP },
	{ "duplicate", T_DUPLICATE },
	{ "enters", T_ENTERS },
	{ "error", T_ERROR },
	{ "event", T_EVENTS },
	{ "events", T_EVENTS },
	{ "every", T_EVERY },
	{ "expect", T_EXPECT },
	{ "exploration", T_EXPLORATION },
	{ "fails", T_FAILS },
	{ "fires", T_FIRES },
	{ "for", T_FOR },
	{ "forge", T_FORGE },
	{ "from", T_FROM },
	{ "getsockopt", T_GETSOCKOPT },
	{ "give-up", T_GIVE_UP },
	{ "hold", T_HOLD },
	{ "holds", T_HOLDS },
	{ "hops", T_HOPS },
	{ "host", T_HOST },
	{ "icmp", T_MESSAGE },
	{ "in", T_IN },
	{ "in-flight", T_IN_FLIGHT },
	{ "inject", T_INJECT },
	{ "into", T_INTO },
	{ "invariant", T_INVARIANT },
	{ "invariants", T_INVARIANTS },
	{ "isn", T_ISN },
	{ "jitter", T_JITTER },
	{ "leaves", T_LEAVES },
	{ "lifetime", T_LIFETIME },
	{ "link", T_LINK },
	{ "listen", T_LISTEN },
	{ "loss", T_LOSS },
	{ "mark", T_MARK },
	{ "mark-behind", T_MARK_BEHIND },
	{ "mend", T_MEND },
	{ "mtu", T_MTU },
	{ "never", T_NEVER },
	{ "note", T_NOTE },
	{ "nothing", T_NOTHING },
	{ "old", T_OLD },
	{ "once", T_ONCE },
	{ "path", T_PATH },
	{ "port", T_PORT },
	{ "profile", T_PROFILE },
	{ "queue", T_QUEUE },
	{ "quiet", T_QUIET },
	{ "rate", T_BANDWIDTH },
	{ "read", T_READ },
	{ "receive", T_RECEIVE },
	{ "recv", T_RECV },
	{ "recvfrom", T_RECVFROM },
	{ "reorder", T_REORDER },
	{ "reply", T_REPLY },
	{ "restart", T_RESTART },
	{ "restarts", T_RESTARTS },
	{ "returns", T_RETURNS },
	{ "run", T_RUN },
	{ "scenario", T_SCENARIO },
	{ "seed", T_SEED },
	{ "send", T_SEND },
	{ "sends", T_SENDS },
	{ "sendto", T_SENDTO },
	{ "set", T_SET },
	{ "setsockopt", T_SETSOCKOPT },
	{ "shutdown", T_SHUTDOWN },
	{ "silent", T_SILENT },
	{ "socket", T_SOCKET },
	{ "starts", T_STARTS },
	{ "tcp", T_TCP },
	{ "then", T_THEN },
	{ "time", T_TIMES },
	{ "timer", T_TIMER },
	{ "times", T_TIMES },
	{ "to", T_TO },
	{ "told", T_TOLD },
	{ "udp", T_UDP },
	{ "until", T_UNTIL },
	{ "urgent", T_URGENT },
	{ "use", T_USE },
	{ "vary", T_VARY },
	{ "waits", T_WAITS },
	{ "when", T_WHEN },
	{ "write", T_WRITE },
};

int
tcpsim_scn_keyword(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (strcmp(keywords[i].word, word) == 0)
			return keywords[i].token;
	return 0;
}

const char *
tcpsim_scn_keyword_at(size_t i)
{
	return i < G_N_ELEMENTS(keywords) ? keywords[i].word : NULL;
}

const char *
tcpsim_scn_variable_name(enum scn_variable variable)
{
	switch (variable) {
	case SCN_SND_UNA:
		return "SND.UNA";
	case SCN_SND_NXT:
		return "SND.NXT";
	case SCN_SND_WND:
		return "SND.WND";
	case SCN_RCV_NXT:
		return "RCV.NXT";
	case SCN_RCV_WND:
		return "RCV.WND";
	case SCN_ISS:
		return "ISS";
	case SCN_IRS:
		return "IRS";
	case SCN_SND_UP:
		return "SND.UP";
	case SCN_RCV_UP:
		return "RCV.UP";
	case SCN_CWND:
		return "cwnd";
	case SCN_SSTHRESH:
		return "ssthresh";
	case SCN_SMSS:
		return "SMSS";
	case SCN_SND_SHIFT:
		return "Snd.Wind.Shift";
	case SCN_RCV_SHIFT:
		return "Rcv.Wind.Shift";
	case SCN_RTO:
		return "RTO";
	case SCN_SRTT:
		return "SRTT";
	}
	return "";
}

const char *
tcpsim_scn_socket_call_name(enum scn_socket_call call)
{
	switch (call) {
	case SCN_SOCKET_NONE:
		break;
	case SCN_SOCKET_SOCKET:
		return "socket";
	case SCN_SOCKET_BIND:
		return "bind";
	case SCN_SOCKET_LISTEN:
		return "listen";
	case SCN_SOCKET_ACCEPT:
		return "accept";
	case SCN_SOCKET_CONNECT:
		return "connect";
	case SCN_SOCKET_SEND:
		return "send";
	case SCN_SOCKET_RECV:
		return "recv";
	case SCN_SOCKET_SENDTO:
		return "sendto";
	case SCN_SOCKET_REPLY:
		return "reply";
	case SCN_SOCKET_RECVFROM:
		return "recvfrom";
	case SCN_SOCKET_SHUTDOWN:
		return "shutdown";
	case SCN_SOCKET_CLOSE:
		return "close";
	case SCN_SOCKET_SETSOCKOPT:
		return "setsockopt";
	case SCN_SOCKET_GETSOCKOPT:
		return "getsockopt";
	}
	return "";
}

enum scn_measure
tcpsim_scn_measure(enum scn_variable variable)
{
	switch (variable) {
	case SCN_SND_UNA:
	case SCN_SND_NXT:
	case SCN_RCV_NXT:
	case SCN_ISS:
	case SCN_IRS:
	case SCN_SND_UP:
	case SCN_RCV_UP:
		return SCN_MEASURE_SEQ;
	case SCN_SND_WND:
	case SCN_RCV_WND:
	case SCN_CWND:
	case SCN_SSTHRESH:
	case SCN_SMSS:
	case SCN_SND_SHIFT:
	case SCN_RCV_SHIFT:
		return SCN_MEASURE_NUMBER;
	case SCN_RTO:
	case SCN_SRTT:
		break;
	}
	return SCN_MEASURE_TIME;
}

bool
tcpsim_scn_find_variable(const char *word, enum scn_variable *variable)
{
	for (int i = 0; i < SCN_N_VARIABLES; i++) {
		if (strcmp(tcpsim_scn_variable_name((enum scn_variable)i), word) == 0) {
			*variable = (enum scn_variable)i;
			return true;
		}
	}
	return false;
}

bool
tcpsim_scn_find_state(const char *word, enum tcpsim_state *state)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++) {
		if (strcmp(tcpsim_state_name((enum tcpsim_state)i), word) == 0) {
			*state = (enum tcpsim_state)i;
			return true;
		}
	}
	return false;
}

const char *
tcpsim_scn_kind_name(size_t i)
{
	return tcpsim_kind_name((enum tcpsim_kind)(1U << i));
}

bool
tcpsim_scn_find_kind(const char *word, enum tcpsim_kind *kind)
{
	for (size_t i = 0; i < TCPSIM_N_KINDS; i++) {
		if (strcmp(tcpsim_scn_kind_name(i), word) == 0) {
			*kind = (enum tcpsim_kind)(1U << i);
			return true;
		}
	}
	return false;
}
