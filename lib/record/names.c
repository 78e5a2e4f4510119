/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

static const char *const record_names[] = {
	[TCPSIM_RECORD_CALL] = "call",
	[TCPSIM_RECORD_SEND] = "send",
	[TCPSIM_RECORD_INJECT] = "inject",
	[TCPSIM_RECORD_ARRIVE] = "arrive",
	[TCPSIM_RECORD_DROP] = "drop",
	[TCPSIM_RECORD_HOLD] = "hold",
	[TCPSIM_RECORD_COPY] = "copy",
	[TCPSIM_RECORD_CORRUPT] = "corrupt",
	[TCPSIM_RECORD_TIMER] = "timer",
	[TCPSIM_RECORD_ARMED] = "armed",
	[TCPSIM_RECORD_STOPPED] = "stopped",
	[TCPSIM_RECORD_DELIVER] = "deliver",
	[TCPSIM_RECORD_SIGNAL] = "signal",
	[TCPSIM_RECORD_CRASH] = "crash",
	[TCPSIM_RECORD_LOST] = "lost",
	[TCPSIM_RECORD_RESTART] = "restart",
	[TCPSIM_RECORD_CUT] = "cut",
	[TCPSIM_RECORD_MEND] = "mend",
	[TCPSIM_RECORD_BROKEN] = "broken",
	[TCPSIM_RECORD_MARK] = "mark",
	[TCPSIM_RECORD_SOCKET] = "socket",
};

static const char *const drop_names[TCPSIM_N_DROPS] = {
	[TCPSIM_DROP_FAULT] = "fault",
	[TCPSIM_DROP_LOSS] = "loss",
	[TCPSIM_DROP_CUT] = "cut",
	[TCPSIM_DROP_EXPIRED] = "expired",
	[TCPSIM_DROP_HOST_DOWN] = "host-down",
	[TCPSIM_DROP_QUEUE] = "queue",
	[TCPSIM_DROP_CHECKSUM] = "checksum",
	[TCPSIM_DROP_NO_ROUTE] = "no-route",
	[TCPSIM_DROP_QUIET] = "quiet",
	[TCPSIM_DROP_MTU] = "mtu",
	[TCPSIM_DROP_MALFORMED] = "malformed",
	[TCPSIM_DROP_BUFFER] = "buffer",
	[TCPSIM_DROP_NO_PORT] = "no-port",
	[TCPSIM_DROP_BACKLOG] = "backlog",
	[TCPSIM_DROP_TTL] = "ttl",
	[TCPSIM_DROP_CONGESTION] = "congestion",
	[TCPSIM_DROP_NOBODY] = "nobody",
};

static const char *const purpose_names[] = {
	[TCPSIM_PURPOSE_FIRST] = "first",
	[TCPSIM_PURPOSE_RETRANSMISSION] = "retransmission",
	[TCPSIM_PURPOSE_WINDOW_PROBE] = "window-probe",
	[TCPSIM_PURPOSE_KEEPALIVE_PROBE] = "keepalive-probe",
	[TCPSIM_PURPOSE_CHALLENGE] = "challenge",
	[TCPSIM_PURPOSE_RESET] = "reset",
};

static const char *const ecn_names[] = {
	[TCPSIM_ECN_NOT_ECT] = "NOT-ECT",
	[TCPSIM_ECN_ECT_1] = "ECT1",
	[TCPSIM_ECN_ECT_0] = "ECT0",
	[TCPSIM_ECN_CE] = "CE",
};

static const char *const layout_names[] = {
	[TCPSIM_LAYOUT_LINUX] = "linux",
	[TCPSIM_LAYOUT_FREEBSD] = "freebsd",
};

static const char *const verdict_names[] = {
	[TCPSIM_PASS] = "pass",
	[TCPSIM_FAIL] = "fail",
	[TCPSIM_INCONCLUSIVE] = "inconclusive",
};

/* By their place in the set. */
static const char *const addressed_names[] = { "to-group", "from-group" };
static const char *const ctl_names[] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR" };
static const char *const signal_names[] = {
	"opened", "closing", "close-ok", "problem", "error", "urgent", "soft-error",
};

/* A function for each list, and for each enumeration that has its own. */
#define OF_LIST(NAME) \
	static const char *get_##NAME(unsigned number) \
	{ \
		return NAME##_names[number]; \
	}
#define OF_FUNCTION(NAME, CALL) \
	static const char *get_##NAME(unsigned number) \
	{ \
		return CALL; \
	}

OF_LIST(record)
OF_LIST(drop)
OF_LIST(purpose)
OF_LIST(ecn)
OF_LIST(layout)
OF_LIST(verdict)
OF_LIST(addressed)
OF_LIST(ctl)
OF_LIST(signal)
OF_FUNCTION(call, tcpsim_call_name((enum tcpsim_call)number))
OF_FUNCTION(socket_call, tcpsim_socket_call_name((enum tcpsim_socket_call)number))
OF_FUNCTION(error, tcpsim_error_name((enum tcpsim_error)number))
OF_FUNCTION(icmp, tcpsim_icmp_name((enum tcpsim_icmp_kind)number))
OF_FUNCTION(invariant, tcpsim_invariant_name((enum tcpsim_invariant)number))
OF_FUNCTION(protocol, tcpsim_protocol_name((enum tcpsim_protocol)number))
OF_FUNCTION(rule, tcpsim_rule_info((enum tcpsim_rule)number)->name)
OF_FUNCTION(state, tcpsim_state_name((enum tcpsim_state)number))
OF_FUNCTION(timer, tcpsim_timer_name((enum tcpsim_timer)number))
OF_FUNCTION(kind, tcpsim_kind_name((enum tcpsim_kind)(1U << number)))

const struct names tcpsim_names_calls = { "call", TCPSIM_N_CALLS, get_call };
const struct names tcpsim_names_drops = { "reason", TCPSIM_N_DROPS, get_drop };
const struct names tcpsim_names_ecn = { "ECN field", G_N_ELEMENTS(ecn_names), get_ecn };
const struct names tcpsim_names_errors = { "error", TCPSIM_N_ERRORS, get_error };
const struct names tcpsim_names_icmp = { "ICMP message", TCPSIM_N_ICMP, get_icmp };
const struct names tcpsim_names_invariants = { "invariant", TCPSIM_N_INVARIANTS, get_invariant };
const struct names tcpsim_names_layouts = { "layout", G_N_ELEMENTS(layout_names), get_layout };
const struct names tcpsim_names_protocols = { "protocol", TCPSIM_N_PROTOCOLS, get_protocol };
const struct names tcpsim_names_purposes = { "purpose", G_N_ELEMENTS(purpose_names), get_purpose };
const struct names tcpsim_names_records = { "kind of record", G_N_ELEMENTS(record_names), get_record };
const struct names tcpsim_names_rules = { "rule", TCPSIM_N_RULES, get_rule };
const struct names tcpsim_names_socket_calls = { "call", TCPSIM_N_SOCKET_CALLS, get_socket_call };
const struct names tcpsim_names_states = { "state", TCPSIM_N_STATES, get_state };
const struct names tcpsim_names_timers = { "timer", TCPSIM_N_TIMERS, get_timer };
const struct names tcpsim_names_verdicts = { "verdict", G_N_ELEMENTS(verdict_names), get_verdict };
const struct names tcpsim_names_addressed = { "address", G_N_ELEMENTS(addressed_names), get_addressed };
const struct names tcpsim_names_ctl = { "control bit", G_N_ELEMENTS(ctl_names), get_ctl };
const struct names tcpsim_names_kinds = { "kind of packet", TCPSIM_N_KINDS, get_kind };
const struct names tcpsim_names_signals = { "signal", G_N_ELEMENTS(signal_names), get_signal };

int
tcpsim_names_find(const struct names *names, const char *name)
{
	for (unsigned i = 0; i < names->n; i++)
		if (strcmp(names->get(i), name) == 0)
			return (int)i;
	return -1;
}

const struct names *
tcpsim_names_of_what(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		return record->protocol == TCPSIM_PROTOCOL_UDP ? &tcpsim_names_socket_calls : &tcpsim_names_calls;
	case TCPSIM_RECORD_SOCKET:
		return &tcpsim_names_socket_calls;
	case TCPSIM_RECORD_DROP:
		return &tcpsim_names_drops;
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
		return &tcpsim_names_timers;
	case TCPSIM_RECORD_SIGNAL:
		return &tcpsim_names_signals;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_MARK:
		break;
	}
	return NULL;
}
