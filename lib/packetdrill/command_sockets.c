/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/commands_private.h"

/*
 * sockstat, netstat, ss: the host's sockets, a line each, as those programs print them (sockstat(1), netstat(1) and
 * netstat(8), ss(8)); tcpdrop(8), which ends some of them.
 */

/* The names of states, by enum tcpsim_state: of netstat on Linux, of FreeBSD, of ss. */
enum names {
	NAMES_LINUX,
	NAMES_FREEBSD,
	NAMES_SS,
};

static const char *
name_of_state(enum tcpsim_state state, enum names names)
{
	static const char all[][3][12] = {
		[TCPSIM_CLOSED] = { "CLOSE", "CLOSED", "UNCONN" },
		[TCPSIM_LISTEN] = { "LISTEN", "LISTEN", "LISTEN" },
		[TCPSIM_SYN_SENT] = { "SYN_SENT", "SYN_SENT", "SYN-SENT" },
		[TCPSIM_SYN_RECEIVED] = { "SYN_RECV", "SYN_RCVD", "SYN-RECV" },
		[TCPSIM_ESTABLISHED] = { "ESTABLISHED", "ESTABLISHED", "ESTAB" },
		[TCPSIM_FIN_WAIT_1] = { "FIN_WAIT1", "FIN_WAIT_1", "FIN-WAIT-1" },
		[TCPSIM_FIN_WAIT_2] = { "FIN_WAIT2", "FIN_WAIT_2", "FIN-WAIT-2" },
		[TCPSIM_CLOSE_WAIT] = { "CLOSE_WAIT", "CLOSE_WAIT", "CLOSE-WAIT" },
		[TCPSIM_CLOSING] = { "CLOSING", "CLOSING", "CLOSING" },
		[TCPSIM_LAST_ACK] = { "LAST_ACK", "LAST_ACK", "LAST-ACK" },
		[TCPSIM_TIME_WAIT] = { "TIME_WAIT", "TIME_WAIT", "TIME-WAIT" },
	};

	return all[state][names];
}

/* What is asked for. */
struct query {
	bool wants_listeners, wants_connections, has_header;
	int state;             /* enum tcpsim_state, or -1 */
	int64_t port, peer_port; /* or -1 */
};

/* An address as the program writes it, `*` where there is none. */
static char *
name_of_end(const struct play *play, uint16_t host, uint16_t port, char between)
{
	if (host == TCPSIM_NO_HOST && port == 0)
		return g_strdup_printf("*%c*", between);
	if (host == TCPSIM_NO_HOST)
		return g_strdup_printf("*%c%u", between, (unsigned)port);
	return g_strdup_printf("%s%c%u", tcpsim_pkt_name_of_end(play, host), between, (unsigned)port);
}

static bool
is_asked_for(const struct query *query, const struct tcpsim_ends *ends)
{
	if (ends->state == TCPSIM_CLOSED ||
		!(ends->state == TCPSIM_LISTEN ? query->wants_listeners : query->wants_connections))
		return false;
	return (query->state < 0 || query->state == (int)ends->state) &&
		(query->port < 0 || query->port == ends->port) &&
		(query->peer_port < 0 || query->peer_port == ends->peer_port);
}

/* The next socket that is asked for; 0 behind the last. */
static tcpsim_socket
next(const struct play *play, const struct query *query, tcpsim_socket after, struct tcpsim_ends *ends)
{
	tcpsim_socket socket = after;

	while ((socket = tcpsim_net_next_socket(play->net, PKT_TESTED, socket)) != 0)
		if (tcpsim_net_ends(play->net, socket, ends) && is_asked_for(query, ends))
			break;
	return socket;
}

/* Octets that wait to be read, and those that are not acknowledged. */
static void
queues_of(const struct play *play, tcpsim_socket socket, uint32_t *receive, uint32_t *send)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(play->net, socket);

	*receive = *send = 0;
	if (tcb == NULL || tcb->state == TCPSIM_LISTEN)
		return;
	*receive = tcb->rcv.unread_bytes;
	*send = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt) + tcb->snd.queued_bytes;
}

/* ---- sockstat ---- */

static void
print_sockstat(struct pkt_shell *shell, const struct query *query)
{
	struct tcpsim_ends ends;

	if (query->has_header)
		g_string_append(shell->piped,
			"USER     COMMAND    PID   FD  PROTO  LOCAL ADDRESS         FOREIGN ADDRESS       STATE\n");
	for (tcpsim_socket socket = 0; (socket = next(shell->play, query, socket, &ends)) != 0;) {
		char *local = name_of_end(
			shell->play, ends.state == TCPSIM_LISTEN ? TCPSIM_NO_HOST : PKT_TESTED, ends.port, ':');
		char *peer = name_of_end(shell->play, ends.peer, ends.peer_port, ':');

		g_string_append_printf(shell->piped, "root     packetdril 1     -   tcp%c   %-21s %-21s %s\n",
			shell->play->config.ip == TCPSIM_IPV6 ? '6' : '4', local, peer,
			name_of_state(ends.state, NAMES_FREEBSD));
		g_free(peer);
		g_free(local);
	}
}

/* Letters in one word or several; `-P tcp`, `-p 8080` have a word behind them. */
bool
tcpsim_pkt_do_sockstat(struct pkt_shell *shell, char **words)
{
	struct query query = { .has_header = true, .state = -1, .port = -1, .peer_port = -1 };
	bool only_listeners = false, only_connections = false;

	for (size_t i = 1; words[i] != NULL; i++) {
		char last = words[i][strlen(words[i]) - 1];

		if (words[i][0] != '-' || strspn(words[i] + 1, "46lcsqLPpnu") != strlen(words[i] + 1))
			return tcpsim_pkt_skip_command(shell, words);
		only_listeners |= strchr(words[i], 'l') != NULL;
		only_connections |= strchr(words[i], 'c') != NULL;
		query.has_header &= strchr(words[i], 'q') == NULL;
		if ((last == 'P' || last == 'p') && words[++i] == NULL)
			return tcpsim_pkt_skip_command(shell, words);
		if (last == 'P' && strcmp(words[i], "tcp") != 0)
			return tcpsim_pkt_skip_command(shell, words);
	}
	query.wants_listeners = only_listeners || !only_connections;
	query.wants_connections = only_connections || !only_listeners;
	print_sockstat(shell, &query);
	return true;
}

/* ---- netstat, ss ---- */

static void
print_netstat(struct pkt_shell *shell, const struct query *query, enum names names)
{
	char between = names == NAMES_FREEBSD ? '.' : ':';
	struct tcpsim_ends ends;
	uint32_t receive, send;

	if (query->has_header)
		g_string_append(shell->piped, names == NAMES_SS ?
			"State      Recv-Q Send-Q Local Address:Port     Peer Address:Port\n" :
			"Proto Recv-Q Send-Q Local Address          Foreign Address        State\n");
	for (tcpsim_socket socket = 0; (socket = next(shell->play, query, socket, &ends)) != 0;) {
		char *local = name_of_end(
			shell->play, ends.state == TCPSIM_LISTEN ? TCPSIM_NO_HOST : PKT_TESTED, ends.port, between);
		char *peer = name_of_end(shell->play, ends.peer, ends.peer_port, between);
		const char *state = name_of_state(ends.state, names);

		queues_of(shell->play, socket, &receive, &send);
		if (names == NAMES_SS)
			g_string_append_printf(
				shell->piped, "%-10s %-6u %-6u %-21s %s\n", state, receive, send, local, peer);
		else
			g_string_append_printf(shell->piped, "tcp%s %6u %6u %-22s %-22s %s\n",
				names == NAMES_FREEBSD ? "4" : " ", receive, send, local, peer, state);
		g_free(peer);
		g_free(local);
	}
}

bool
tcpsim_pkt_do_netstat(struct pkt_shell *shell, char **words)
{
	enum pkt_system system = tcpsim_pkt_system_of(shell->play->profile->name);
	struct query query = {
		.wants_connections = true, .has_header = true, .state = -1, .port = -1, .peer_port = -1
	};

	for (size_t i = 1; words[i] != NULL; i++) {
		char last = words[i][strlen(words[i]) - 1];

		if (words[i][0] != '-' || strspn(words[i] + 1, "46antlpfWo") != strlen(words[i] + 1))
			return tcpsim_pkt_skip_command(shell, words);
		query.wants_listeners |= strpbrk(words[i], "al") != NULL;
		query.wants_connections &= strchr(words[i], 'l') == NULL;
		if (system == PKT_SYSTEM_FREEBSD && (last == 'p' || last == 'f') && words[++i] == NULL)
			return tcpsim_pkt_skip_command(shell, words);
	}
	print_netstat(shell, &query, system == PKT_SYSTEM_FREEBSD ? NAMES_FREEBSD : NAMES_LINUX);
	return true;
}

/* ss's own words for states are those of its list, in small letters (ss(8), STATE-FILTER). */
static int
state_of_word(const char *word)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++)
		if (g_ascii_strcasecmp(name_of_state((enum tcpsim_state)i, NAMES_SS), word) == 0)
			return i;
	return strcmp(word, "established") == 0  ? TCPSIM_ESTABLISHED
		: strcmp(word, "listening") == 0 ? TCPSIM_LISTEN
						 : -1;
}

static bool
kill_all(struct pkt_shell *shell, const struct query *query)
{
	struct tcpsim_ends ends;
	tcpsim_socket socket = next(shell->play, query, 0, &ends), after;

	for (; socket != 0; socket = after) {
		after = next(shell->play, query, socket, &ends);
		tcpsim_net_drop(shell->play->net, socket, shell->loc->line);
	}
	return true;
}

/* `state fin-wait-1`, `sport = :8080`: words behind the letters. */
static bool
read_filter(struct query *query, char **words)
{
	while (words[0] != NULL && words[1] != NULL) {
		bool is_port = strcmp(words[0], "sport") == 0 || strcmp(words[0], "dport") == 0;
		size_t n = is_port && strspn(words[1], "=") == strlen(words[1]) ? 2 : 1;
		const char *value = words[n];

		if (value == NULL)
			return false;
		if (strcmp(words[0], "state") == 0)
			query->state = state_of_word(value);
		else if (is_port)
			*(words[0][0] == 's' ? &query->port : &query->peer_port) =
				g_ascii_strtoll(value + (*value == ':'), NULL, 10);
		if ((!is_port && query->state < 0) || (!is_port && strcmp(words[0], "state") != 0))
			return false;
		query->wants_listeners |= query->state == TCPSIM_LISTEN;
		words += n + 1;
	}
	return words[0] == NULL;
}

bool
tcpsim_pkt_do_ss(struct pkt_shell *shell, char **words)
{
	struct query query = {
		.wants_connections = true, .has_header = true, .state = -1, .port = -1, .peer_port = -1
	};
	bool kills = false;
	size_t i;

	for (i = 1; words[i] != NULL && words[i][0] == '-'; i++) {
		if (strspn(words[i] + 1, "46antleimopHK") != strlen(words[i] + 1))
			return tcpsim_pkt_skip_command(shell, words);
		query.wants_listeners |= strpbrk(words[i], "al") != NULL;
		query.wants_connections &= strchr(words[i], 'l') == NULL;
		query.has_header &= strchr(words[i], 'H') == NULL;
		kills |= strchr(words[i], 'K') != NULL;
	}
	if (!read_filter(&query, words + i))
		return tcpsim_pkt_skip_command(shell, words);
	print_netstat(shell, &query, NAMES_SS);
	return !kills || kill_all(shell, &query);
}

/* ---- tcpdrop ---- */

/* `tcpdrop -a`: all; `-s STATE`: all in it; else the two ends. -l only says what would be done. */
bool
tcpsim_pkt_do_tcpdrop(struct pkt_shell *shell, char **words)
{
	struct query query = { .wants_connections = true, .state = -1, .port = -1, .peer_port = -1 };
	bool only_lists = false, is_all = false;
	size_t i;

	for (i = 1; words[i] != NULL && words[i][0] == '-'; i++) {
		if (strspn(words[i] + 1, "als") != strlen(words[i] + 1))
			return tcpsim_pkt_skip_command(shell, words);
		is_all |= strpbrk(words[i], "as") != NULL;
		only_lists |= strchr(words[i], 'l') != NULL;
		if (strchr(words[i], 's') == NULL)
			continue;
		if (words[++i] == NULL)
			return tcpsim_pkt_skip_command(shell, words);
		for (int k = 0; k < TCPSIM_N_STATES; k++)
			if (strcmp(name_of_state((enum tcpsim_state)k, NAMES_FREEBSD), words[i]) == 0)
				query.state = k;
		if (query.state < 0)
			return tcpsim_pkt_skip_command(shell, words);
	}
	if (!is_all && g_strv_length(words + i) == 4) {
		query.port = g_ascii_strtoll(words[i + 1], NULL, 10);
		query.peer_port = g_ascii_strtoll(words[i + 3], NULL, 10);
	} else if (!is_all || words[i] != NULL) {
		return tcpsim_pkt_skip_command(shell, words);
	}
	return only_lists || kill_all(shell, &query);
}
