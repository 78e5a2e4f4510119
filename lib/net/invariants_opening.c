/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "invariants_private.h"

/*
 * transitions-legal. A connection that vanishes with its host obeys no figure. A two-way handshake is what it is
 * because a SYN leads to ESTABLISHED, from LISTEN or from a TIME-WAIT that it reopens: that one step was asked for,
 * and what follows it is judged.
 */
static void
judge_transition(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	enum tcpsim_state from = (enum tcpsim_state)record->before.state;
	enum tcpsim_state to = (enum tcpsim_state)record->after.state;

	if (tcpsim_rule_set_has(&record->fired, TCPSIM_RULE_LISTEN_SYN_TWO_WAY))
		from = TCPSIM_ESTABLISHED;
	if (record->kind == TCPSIM_RECORD_LOST || from == to || tcpsim_state_change_source(from, to) != NULL)
		return;
	tcpsim_watch_break(watcher, TCPSIM_TRANSITIONS_LEGAL, record,
		"At %s %s went from %s to %s by the rule %s; RFC 9293 has no such change.",
		tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text,
		tcpsim_state_name(from), tcpsim_state_name(to), tcpsim_rule_info((enum tcpsim_rule)record->rule)->name);
}

/* Whether the active end knows of the connection that the passive end believes in, or did so once. */
static bool
is_known_to(const struct watch_end *end, const struct watch_end *peer)
{
	bool is_agreed;

	if (!peer->knows_iss || !tcpsim_seq_eq(peer->iss, end->irs))
		return false;
	is_agreed = peer->knows_irs && tcpsim_seq_eq(peer->irs, end->iss);
	return is_agreed || (tcpsim_watch_is_alive(peer) && !peer->knows_irs);
}

/* What the peer's host has instead of that connection. */
static char *
instead(const struct tcpsim_watcher *watcher, const struct watch_end *end, const GPtrArray *peers)
{
	const char *host = tcpsim_trace_host_name(watcher->trace, end->pair.peer);

	for (guint i = peers == NULL ? 0 : peers->len; i-- > 0;) {
		const struct watch_end *peer = (const struct watch_end *)g_ptr_array_index(peers, i);

		if (tcpsim_watch_is_alive(peer))
			return g_strdup_printf("%s is %s with ISS=%" PRIu32, host,
				tcpsim_state_name((enum tcpsim_state)peer->now.state), peer->iss.n);
	}
	return g_strdup_printf("%s has no connection on these sockets", host);
}

/*
 * isn-agreed, at the moment when a segment makes an end synchronized. What the peer is by now does not matter: it may
 * have crashed since.
 */
static void
judge_isns(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	char *seen;

	if (tcpsim_watch_peer(watcher, end, true) != NULL)
		return;
	seen = instead(watcher, end, tcpsim_watch_peers(watcher, end));
	tcpsim_watch_break(watcher, TCPSIM_ISN_AGREED, record,
		"%s became %s at %s with ISS=%" PRIu32 " and IRS=%" PRIu32 ", and nobody has agreed to both: %s.",
		tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)end->now.state),
		tcpsim_watch_moment(record->time_us).text, end->iss.n, end->irs.n, seen);
	g_free(seen);
}

/* no-phantom-connection, at the moment when a segment makes a passive end ESTABLISHED or more. */
static void
judge_phantom(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	const GPtrArray *peers = tcpsim_watch_peers(watcher, end);
	char *seen;

	for (guint i = 0; peers != NULL && i < peers->len; i++)
		if (is_known_to(end, (const struct watch_end *)g_ptr_array_index(peers, i)))
			return;
	seen = instead(watcher, end, peers);
	tcpsim_watch_break(watcher, TCPSIM_NO_PHANTOM_CONNECTION, record,
		"%s became %s at %s with IRS=%" PRIu32 " and ISS=%" PRIu32
		", but nobody at the other end knows of that connection: %s.",
		tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)end->now.state),
		tcpsim_watch_moment(record->time_us).text, end->irs.n, end->iss.n, seen);
	g_free(seen);
}

/*
 * listen-by-user. An end that came by reopening TIME-WAIT goes back there (3.6.1), and may find it over; of one that came
 * by Fast Open the user knows already, and goes on listening all the same.
 */
static void
judge_listener(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	enum tcpsim_state from = (enum tcpsim_state)record->before.state;
	enum tcpsim_state to = (enum tcpsim_state)record->after.state;
	bool was_listener = end->is_passive && end->previous == NULL &&
		!tcpsim_rule_set_has(&record->fired, TCPSIM_RULE_FAST_OPEN_RESET);

	if (!end->is_passive && from != TCPSIM_LISTEN && to == TCPSIM_LISTEN)
		tcpsim_watch_break(watcher, TCPSIM_LISTEN_BY_USER, record,
			"%s went from %s to LISTEN at %s by the rule %s, but it came by an active OPEN: nobody told it to listen.",
			tcpsim_watch_name(watcher, end).text, tcpsim_state_name(from),
			tcpsim_watch_moment(record->time_us).text, tcpsim_rule_info((enum tcpsim_rule)record->rule)->name);
	if (was_listener && record->kind == TCPSIM_RECORD_ARRIVE && from == TCPSIM_SYN_RECEIVED && to == TCPSIM_CLOSED)
		tcpsim_watch_break(watcher, TCPSIM_LISTEN_BY_USER, record,
			"%s went from SYN-RECEIVED to CLOSED at %s by the rule %s, but it came from LISTEN: its user still listens.",
			tcpsim_watch_name(watcher, end).text, tcpsim_watch_moment(record->time_us).text,
			tcpsim_rule_info((enum tcpsim_rule)record->rule)->name);
}

/* A CLOSE in SYN-RECEIVED leads to FIN-WAIT-1 (3.10.4): the user let go of a connection that it never had. */
void
tcpsim_watch_opening(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	judge_transition(watcher, record, end);
	judge_listener(watcher, record, end);
	if (!end->is_news || record->kind != TCPSIM_RECORD_ARRIVE)
		return;
	judge_isns(watcher, record, end);
	if (end->is_passive)
		judge_phantom(watcher, record, end);
}
