/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "invariants_private.h"

static const struct {
	const char *name, *words;
} invariants[TCPSIM_N_INVARIANTS] = {
	[TCPSIM_TRANSITIONS_LEGAL] = { "transitions-legal",
		"Every change of state is in RFC 9293 figure 5, in its notes or in the text of 3.10, or is the one "
		"that makes a handshake two-way." },
	[TCPSIM_SEQ_WINDOW] = { "seq-window",
		"SND.UNA is never beyond SND.NXT, and nobody acknowledges what was not sent." },
	[TCPSIM_ISN_AGREED] = { "isn-agreed",
		"Whoever a segment makes synchronized has a peer that has run with just these numbers: its ISS is our IRS, "
		"and its IRS is our ISS." },
	[TCPSIM_NO_PHANTOM_CONNECTION] = { "no-phantom-connection",
		"A passive end becomes ESTABLISHED only if the active end has, in this incarnation, sent that SYN "
		"and still knows it." },
	[TCPSIM_DATA_IN_ORDER] = { "data-in-order",
		"What is delivered is a prefix of what this incarnation of the peer was given to send." },
	[TCPSIM_DATA_DELIVERED_ONCE] = { "data-delivered-once", "No octet that was sent once is delivered twice." },
	[TCPSIM_FIN_LAST] = { "fin-last", "Nothing that comes behind the FIN is delivered." },
	[TCPSIM_RIGHT_EDGE_NOT_SHRUNK] = { "right-edge-not-shrunk",
		"RCV.NXT + RCV.WND never moves to the left (SHLD-14)." },
	[TCPSIM_NO_RST_FOR_RST] = { "no-rst-for-rst", "A RST never draws a RST." },
	[TCPSIM_TIME_WAIT_FULL] = { "time-wait-full", "TIME-WAIT lasts for 2MSL after the last FIN seen." },
	[TCPSIM_NO_SILENT_STALL] = { "no-silent-stall",
		"When all is quiet, each end is CLOSED, in LISTEN, ESTABLISHED with nothing unacknowledged, or waits "
		"for its user." },
	[TCPSIM_NETWORK_HONEST] = { "network-honest", "The network delivers nothing that is older than MSL." },
	[TCPSIM_LISTEN_BY_USER] = { "listen-by-user",
		"Only who was told to listen is ever in LISTEN, and no segment takes a listener away (note 1 of figure 5, "
		"MUST-11)." },
	[TCPSIM_NO_FORGED_RESET] = { "no-forged-reset",
		"No end is reset by a segment that its peer's TCP never sent (RFC 5961)." },
	[TCPSIM_CLEAN_CLOSE] = { "clean-close",
		"Who has said CLOSE is not told of a reset once the peer's end is closed in good order." },
	[TCPSIM_FIN_ACCOUNTED] = { "fin-accounted",
		"FIN-WAIT-2 and TIME-WAIT are entered, and LAST-ACK is left, with our FIN sent and acknowledged; and what "
		"was sent as a FIN is sent again as one." },
	[TCPSIM_READ_BEFORE_CLOSE] = { "read-before-close",
		"No connection ends in good order over octets that were on hand when its user said CLOSE (SHLD-3)." },
	[TCPSIM_PROBES_USED_UP] = { "probes-used-up",
		"No peer is given up for dead while keepalive probes remain (MUST-29)." },
	[TCPSIM_NO_PACKET_WAR] = { "no-packet-war", "Two ends do not answer each other for ever." },
	[TCPSIM_CAN_REST] = { "can-rest",
		"Whatever has happened, both ends can still come to rest." },
	[TCPSIM_DATAGRAM_WHOLE] = { "datagram-whole",
		"What is delivered of UDP was sent to that port as it is, or is the beginning of it; each packet is delivered "
		"once." },
};

const char *
tcpsim_invariant_name(enum tcpsim_invariant invariant)
{
	return invariants[invariant].name;
}

const char *
tcpsim_invariant_words(enum tcpsim_invariant invariant)
{
	return invariants[invariant].words;
}

int
tcpsim_invariant_find(const char *name)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		if (strcmp(invariants[i].name, name) == 0)
			return i;
	return -1;
}

struct tcpsim_watcher *
tcpsim_watcher_new(const struct tcpsim_net *net)
{
	struct tcpsim_watcher *watcher = g_new0(struct tcpsim_watcher, 1);

	watcher->net = net;
	watcher->trace = tcpsim_net_trace(net);
	watcher->least_probes = INT64_MAX;
	tcpsim_watch_ends_new(watcher);
	return watcher;
}

void
tcpsim_watcher_free(struct tcpsim_watcher *watcher)
{
	if (watcher == NULL)
		return;
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		g_free(watcher->verdicts[i].words);
	tcpsim_watch_ends_free(watcher);
	g_free(watcher);
}

const struct tcpsim_invariant_verdict *
tcpsim_watcher_verdict(const struct tcpsim_watcher *watcher, enum tcpsim_invariant invariant)
{
	return &watcher->verdicts[invariant];
}

/* An event of one connection: a call, an arrival, a timer, or its loss with its host. */
static void
read_event(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_event(watcher, record);

	if (end == NULL)
		return;
	tcpsim_watch_opening(watcher, record, end);
	tcpsim_watch_variables(watcher, record, end, &record->before);
	tcpsim_watch_given(watcher, record, end);
	tcpsim_watch_closing(watcher, record, end, (enum tcpsim_state)record->before.state);
	tcpsim_watch_order(watcher, record, end);
	tcpsim_watch_forged(watcher, record, end);
	tcpsim_watch_heard(watcher, record, end);
	tcpsim_watch_resent(record, end);
}

static void
read_record(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	if (tcpsim_watch_datagram(watcher, record))
		return;
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_ARRIVE:
		tcpsim_watch_segment_arrived(watcher, record);
		tcpsim_watch_war(watcher, record);
		read_event(watcher, record);
		break;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_LOST:
		read_event(watcher, record);
		break;
	case TCPSIM_RECORD_SEND:
		tcpsim_watch_segment_sent(watcher, record);
		tcpsim_watch_fin_sent(watcher, record);
		tcpsim_watch_probe_sent(watcher, record);
		break;
	case TCPSIM_RECORD_DELIVER:
		tcpsim_watch_delivered(watcher, record);
		break;
	case TCPSIM_RECORD_SIGNAL:
		tcpsim_watch_signaled(watcher, record);
		break;
	case TCPSIM_RECORD_BROKEN:
		tcpsim_watch_tcb_broken(watcher, record);
		break;
	case TCPSIM_RECORD_SOCKET:
		tcpsim_watch_option(watcher, record);
		break;
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		break;
	}
}

void
tcpsim_watcher_read(struct tcpsim_watcher *watcher)
{
	watcher->records = tcpsim_trace_records(watcher->trace, &watcher->n_records);
	while (watcher->next < watcher->n_records)
		read_record(watcher, &watcher->records[watcher->next++]);
}

void
tcpsim_watcher_end(struct tcpsim_watcher *watcher)
{
	tcpsim_watcher_read(watcher);
	if (tcpsim_net_next_us(watcher->net) == TCPSIM_TIME_NONE)
		tcpsim_watch_quiet(watcher);
	else
		tcpsim_watch_restless(watcher);
}
