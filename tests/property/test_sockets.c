/* SPDX-License-Identifier: MIT */
/*
 * Programs that make socket calls at random, over links that lose, copy and reorder, on hosts that crash. Whatever they
 * do: what is received is what was sent, octet by octet and from its beginning; tcpsim_sys_poll() says what calls will
 * answer; no TCB breaks its invariants, nor do two ends theirs; and when all have closed, all comes to an end.
 * TCPSIM_SEED and TCPSIM_ROUNDS choose others, or more; TCPSIM_FIRST begins with a later one.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/socket.h>
#include <tcpsim/watcher.h>

#include "tests/suite.h"

#define DEFAULT_SEED 9293
#define DEFAULT_ROUNDS 1500
#define ACTS 250
#define N_HOSTS 2
#define UDP 3    /* the descriptor of each host's socket of UDP, unless it was lost in a crash */
#define UDP_PORT 53
#define FIRST 4  /* descriptors that are tried: from the first on */
#define N_TRIED 7
#define MOST 3000
#define DAY_US (INT64_C(86400) * 1000000)

/* How far a descriptor's streams are. */
struct streams {
	uint64_t sent, received;
};

struct round {
	struct tcpsim_net *net;
	struct tcpsim_watcher *watcher;
	uint64_t random;
	struct streams streams[N_HOSTS][FIRST + N_TRIED + 1];
	uint64_t n_received;
	unsigned n_opened, n_datagrams;
	bool is_wrong;
	bool is_short; /* TIME-WAIT is: then not all invariants hold */
	char why[400];
};

static uint64_t
draw(struct round *round, uint64_t bound)
{
	round->random ^= round->random << 13;
	round->random ^= round->random >> 7;
	round->random ^= round->random << 17;
	return (round->random >> 11) % bound;
}

static void
complain(struct round *round, const char *what, int64_t result)
{
	if (!round->is_wrong)
		snprintf(round->why, sizeof round->why, "%s, at %" PRId64 " us, result %" PRId64, what,
			tcpsim_net_now_us(round->net), result);
	round->is_wrong = true;
}

/* The octet at a place of the stream from one address to the other. */
static uint8_t
octet_at(struct tcpsim_address from, struct tcpsim_address to, uint64_t offset)
{
	return (uint8_t)(offset * 7 + (offset >> 8) * 13 + from.port * 3U + to.port * 5U + from.host);
}

static struct tcpsim_address
name_of(struct round *round, uint16_t host, int descriptor)
{
	struct tcpsim_address address = { 0, 0 };

	tcpsim_sys_getsockname(round->net, host, descriptor, &address);
	address.host = host;
	return address;
}

static void
check_errno(struct round *round, const char *what, int64_t result)
{
	if (result < 0 && strcmp(tcpsim_errno_name((int)-result), "another errno") == 0)
		complain(round, what, result);
}

/* SO_RCVLOWAT, SO_SNDLOWAT. */
static int
least(struct round *round, uint16_t host, int descriptor, enum tcpsim_option_name option)
{
	int value = 1;

	tcpsim_sys_getsockopt(round->net, host, descriptor, option, &value, sizeof value);
	return value;
}

static unsigned
send_flags(struct round *round)
{
	switch (draw(round, 10)) {
	case 0:
		return TCPSIM_MSG_OOB;
	case 1:
		return TCPSIM_MSG_MORE | TCPSIM_MSG_DONTWAIT;
	case 2:
		return TCPSIM_MSG_MORE | TCPSIM_MSG_OOB;
	default:
		return 0;
	}
}

static void
try_send(struct round *round, uint16_t host, int descriptor)
{
	struct streams *streams = &round->streams[host][descriptor];
	unsigned ready = tcpsim_sys_poll(round->net, host, descriptor);
	struct tcpsim_address mine = name_of(round, host, descriptor), peer;
	size_t n = 1 + draw(round, MOST);
	uint8_t octets[MOST];
	int64_t result;

	if (tcpsim_sys_getpeername(round->net, host, descriptor, &peer) != 0)
		peer = mine;
	for (size_t i = 0; i < n; i++)
		octets[i] = octet_at(mine, peer, streams->sent + i);
	result = tcpsim_sys_send(round->net, host, descriptor, octets, n, send_flags(round));
	check_errno(round, "send", result);
	if ((ready & TCPSIM_POLLOUT) != 0 && result <= 0)
		complain(round, "POLLOUT, but send() takes nothing", result);
	if ((ready & TCPSIM_POLLOUT) == 0 && result > 0 && least(round, host, descriptor, TCPSIM_SO_SNDLOWAT) == 1 &&
		least(round, host, descriptor, TCPSIM_TCP_NOTSENT_LOWAT) == 0)
		complain(round, "no POLLOUT, but send() takes some", result);
	if (result > 0)
		streams->sent += (uint64_t)result;
}

static void
try_recv(struct round *round, uint16_t host, int descriptor)
{
	struct streams *streams = &round->streams[host][descriptor];
	unsigned ready = tcpsim_sys_poll(round->net, host, descriptor);
	struct tcpsim_address mine = name_of(round, host, descriptor), peer = { 0, 0 };
	bool is_peek = draw(round, 5) == 0, is_unseen = draw(round, 10) == 0;
	unsigned flags = (is_peek ? TCPSIM_MSG_PEEK : 0) | (is_unseen ? TCPSIM_MSG_TRUNC : 0);
	size_t n = 1 + draw(round, MOST);
	uint8_t octets[MOST];
	int64_t result;

	tcpsim_sys_getpeername(round->net, host, descriptor, &peer);
	if (peer.port == 0 && ready != 0 && draw(round, 2) == 0)
		return; /* the end of a connection: its error may wait, too */
	result = tcpsim_sys_recv(round->net, host, descriptor, is_unseen ? NULL : octets, n, flags);
	check_errno(round, "recv", result);
	if ((ready & TCPSIM_POLLIN) != 0 && result == -EAGAIN)
		complain(round, "POLLIN, but nothing is there", result);
	if ((ready & TCPSIM_POLLIN) == 0 &&
		(result == 0 || result >= least(round, host, descriptor, TCPSIM_SO_RCVLOWAT)))
		complain(round, "no POLLIN, but enough is there", result);
	for (int64_t i = 0; i < result && peer.port != 0 && !is_unseen; i++)
		if (octets[i] != octet_at(peer, mine, streams->received + (uint64_t)i))
			complain(round, "an octet that was not sent there", i);
	if (result > 0 && !is_peek) {
		streams->received += (uint64_t)result;
		round->n_received += (uint64_t)result;
	}
}

static void
try_accept(struct round *round, uint16_t host, int descriptor)
{
	unsigned ready = tcpsim_sys_poll(round->net, host, descriptor);
	int result = tcpsim_sys_accept(round->net, host, descriptor, NULL);

	check_errno(round, "accept", result);
	if ((ready & TCPSIM_POLLIN) != 0 && result == -EAGAIN)
		complain(round, "POLLIN, but nobody waits", result);
	if (result >= 0 && result <= FIRST + N_TRIED) {
		round->streams[host][result] = (struct streams){ 0, 0 };
		round->n_opened++;
	}
}

static void
make_socket(struct round *round, uint16_t host)
{
	int descriptor = tcpsim_sys_socket(round->net, host, TCPSIM_PROTOCOL_TCP), one = 1;
	struct tcpsim_address any = { TCPSIM_NO_HOST, 0 };

	if (descriptor < 0)
		return;
	if (descriptor > FIRST + N_TRIED) {
		tcpsim_sys_close(round->net, host, descriptor);
		return;
	}
	round->streams[host][descriptor] = (struct streams){ 0, 0 };
	if (draw(round, 2) == 0)
		tcpsim_sys_setsockopt(round->net, host, descriptor, TCPSIM_SO_REUSEADDR, &one, sizeof one);
	if (draw(round, 2) == 0)
		any.port = (uint16_t)(80 + draw(round, 2));
	if (draw(round, 3) != 0)
		tcpsim_sys_bind(round->net, host, descriptor, any);
}

/* A server, and somebody who connects to it, if there is room: else too little would happen. */
static void
serve_and_dial(struct round *round, uint16_t host)
{
	int server = tcpsim_sys_socket(round->net, host, TCPSIM_PROTOCOL_TCP);
	int client = tcpsim_sys_socket(round->net, (uint16_t)!host, TCPSIM_PROTOCOL_TCP), one = 1;

	tcpsim_sys_setsockopt(round->net, host, server, TCPSIM_SO_REUSEADDR, &one, sizeof one);
	tcpsim_sys_bind(round->net, host, server, (struct tcpsim_address){ TCPSIM_NO_HOST, 80 });
	tcpsim_sys_listen(round->net, host, server, (int)draw(round, 4));
	tcpsim_sys_connect(round->net, (uint16_t)!host, client, (struct tcpsim_address){ host, 80 });
	if (client >= 0 && client <= FIRST + N_TRIED)
		round->streams[!host][client] = (struct streams){ 0, 0 };
	else
		tcpsim_sys_close(round->net, (uint16_t)!host, client);
	if (server > FIRST + N_TRIED)
		tcpsim_sys_close(round->net, host, server);
}

/* A datagram says how long it is, and its octets follow from the first. */
static void
fill_datagram(uint8_t *octets, size_t n, uint8_t first)
{
	for (size_t i = 0; i < n; i++)
		octets[i] = (uint8_t)(i == 0 ? first : i == 1 ? n : first * 3U + i * 7U);
}

static bool
has_udp(const struct round *round, uint16_t host)
{
	int protocol = -1;

	tcpsim_sys_getsockopt(round->net, host, UDP, TCPSIM_SO_PROTOCOL, &protocol, sizeof protocol);
	return protocol == TCPSIM_PROTOCOL_UDP;
}

static void
try_sendto(struct round *round, uint16_t host)
{
	size_t n = draw(round, 1600);
	uint8_t octets[1600];
	int64_t result;
	int room = 0;

	tcpsim_sys_getsockopt(round->net, host, UDP, TCPSIM_SO_SNDBUF, &room, sizeof room);
	fill_datagram(octets, n, (uint8_t)draw(round, 256));
	result = tcpsim_sys_sendto(round->net, host, UDP, octets, n, 0,
		(struct tcpsim_address){ (uint16_t)!host, UDP_PORT });
	check_errno(round, "sendto", result);
	/* Ethernet's 1500 less 20 of IP and 8 of UDP. */
	if (result != (n > 1472 || n > (size_t)room ? -EMSGSIZE : (int64_t)n))
		complain(round, "a datagram was not sent whole, or was too large", result);
}

static void
try_recvfrom(struct round *round, uint16_t host)
{
	bool is_ready = (tcpsim_sys_poll(round->net, host, UDP) & TCPSIM_POLLIN) != 0;
	uint8_t octets[1600], expected[1600];
	struct tcpsim_address from = { 0, 0 };
	int64_t n = tcpsim_sys_recvfrom(round->net, host, UDP, octets, sizeof octets, 0, &from);

	check_errno(round, "recvfrom", n);
	if (is_ready != (n >= 0))
		complain(round, "POLLIN and recvfrom() differ", n);
	if (n <= 0)
		return;
	fill_datagram(expected, (size_t)n, octets[0]);
	if (memcmp(octets, expected, (size_t)n) != 0 || from.port != UDP_PORT || from.host != !host)
		complain(round, "a datagram that nobody sent", n);
	round->n_datagrams++;
}

static void
try_datagrams(struct round *round, uint16_t host)
{
	if (!has_udp(round, host))
		return;
	if (draw(round, 2) == 0)
		try_sendto(round, host);
	else
		try_recvfrom(round, host);
}

static void
set_option(struct round *round, uint16_t host, int descriptor)
{
	enum tcpsim_option_name option = (enum tcpsim_option_name)draw(round, TCPSIM_N_OPTION_NAMES);
	const struct tcpsim_linger linger = { (int)draw(round, 2), (int)draw(round, 2) };
	int64_t time_us = (int64_t)draw(round, 5000);
	int value = (int)draw(round, 5000), result;

	if (option == TCPSIM_TCP_USER_TIMEOUT || option == TCPSIM_TCP_KEEPIDLE || option == TCPSIM_SO_KEEPALIVE ||
		option == TCPSIM_TCP_MAXUNACKTIME)
		return; /* all must come to an end, and not too soon */
	if (option == TCPSIM_SO_LINGER)
		result = tcpsim_sys_setsockopt(round->net, host, descriptor, option, &linger, sizeof linger);
	else if (option == TCPSIM_SO_RCVTIMEO || option == TCPSIM_SO_SNDTIMEO)
		result = tcpsim_sys_setsockopt(round->net, host, descriptor, option, &time_us, sizeof time_us);
	else
		result = tcpsim_sys_setsockopt(round->net, host, descriptor, option, &value, sizeof value);
	check_errno(round, "setsockopt", result);
}

static void
shut_or_close(struct round *round, uint16_t host, int descriptor)
{
	if (draw(round, 3) == 0)
		check_errno(round, "close", tcpsim_sys_close(round->net, host, descriptor));
	else
		check_errno(round, "shutdown",
			tcpsim_sys_shutdown(round->net, host, descriptor, (enum tcpsim_how)draw(round, 4)));
}

/* One of those that the host lists, the last if there are fewer. What is listed is there. */
static tcpsim_socket
listed(struct round *round, uint16_t host)
{
	tcpsim_socket socket = 0, next = tcpsim_net_next_socket(round->net, host, 0);
	struct tcpsim_ends ends;

	for (uint64_t n = 1 + draw(round, 5); n > 0 && next != 0; n--) {
		socket = next;
		next = tcpsim_net_next_socket(round->net, host, socket);
		if (!tcpsim_net_ends(round->net, socket, &ends) || ends.state == TCPSIM_CLOSED || ends.host != host)
			complain(round, "a socket is listed that is not there", (int64_t)n);
	}
	return socket;
}

static void
break_something(struct round *round, uint16_t host)
{
	if (draw(round, 25) == 0) {
		tcpsim_net_crash(round->net, host, 0);
		tcpsim_net_run(round->net, tcpsim_net_now_us(round->net) + (int64_t)draw(round, 3000000));
		tcpsim_net_restart(round->net, host, 0);
	} else if (draw(round, 8) == 0) {
		tcpsim_net_abort(round->net, tcpsim_net_connection(round->net, host, 0), 0);
	} else if (draw(round, 8) == 0) {
		tcpsim_net_drop(round->net, listed(round, host), 0);
	}
}

/* One that is open, as a rule; and rather one that is ready for something. */
static int
choose(struct round *round, uint16_t host)
{
	int descriptor = FIRST + (int)draw(round, N_TRIED);

	for (int i = 0; i < 3; i++) {
		unsigned ready = tcpsim_sys_poll(round->net, host, descriptor);

		if (ready != TCPSIM_POLLNVAL && ready != 0)
			break;
		descriptor = FIRST + (int)draw(round, N_TRIED);
	}
	return descriptor;
}

static void
act(struct round *round)
{
	uint16_t host = (uint16_t)draw(round, N_HOSTS);
	int descriptor = choose(round, host);

	switch (draw(round, 22)) {
	case 0:
		make_socket(round, host);
		break;
	case 1:
		serve_and_dial(round, host);
		break;
	case 2:
		check_errno(round, "listen", tcpsim_sys_listen(round->net, host, descriptor, (int)draw(round, 4)));
		break;
	case 3:
	case 4:
		check_errno(round, "connect", tcpsim_sys_connect(round->net, host, descriptor,
			(struct tcpsim_address){ (uint16_t)!host, (uint16_t)(80 + draw(round, 2)) }));
		break;
	case 5:
	case 6:
		try_accept(round, host, descriptor);
		break;
	case 7:
		shut_or_close(round, host, descriptor);
		break;
	case 8:
		set_option(round, host, descriptor);
		break;
	case 9:
		break_something(round, host);
		break;
	case 10:
	case 11:
	case 12:
		tcpsim_net_run(round->net, tcpsim_net_now_us(round->net) + (int64_t)draw(round, 200000));
		break;
	case 20:
	case 21:
		try_datagrams(round, host);
		break;
	case 13:
	case 14:
	case 15:
		try_send(round, host, descriptor);
		break;
	default:
		try_recv(round, host, descriptor);
		break;
	}
}

/* What TCPs do differently, mixed as in none of them. */
static void
be_another_tcp(struct round *round, struct tcpsim_policy *policy)
{
	policy->buffer_rounding = (int64_t)draw(round, 3);
	policy->window_rounding = (int64_t)draw(round, 2);
	policy->window_updates = (int64_t)draw(round, 3);
	policy->window_scale_bytes = draw(round, 2) == 0 ? 0 : 6 << 20;
	policy->window_probe = (int64_t)draw(round, 2);
	policy->persist_min_us = draw(round, 2) == 0 ? 0 : 5 * INT64_C(1000000);
	policy->rto_min_us = draw(round, 2) == 0 ? INT64_C(1000000) : 30000;
	policy->rto_slop_us = draw(round, 2) == 0 ? 0 : 200000;
	policy->rto_variance_min_us = draw(round, 2) == 0 ? 0 : 200000;
	policy->syn_linear_retries = (int64_t)draw(round, 5);
	policy->syn_plain_retries = (int64_t)draw(round, 4);
	policy->quick_acks = (int64_t)draw(round, 17);
	policy->ack_second = (int64_t)draw(round, 2);
	policy->missing_timestamps = (int64_t)draw(round, 2);
	policy->cork = (int64_t)draw(round, 2);
	policy->reset_late_text = (int64_t)draw(round, 2);
}

static struct tcpsim_policy
policy_of(struct round *round)
{
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;

	policy.keepalive = 1; /* FIN-WAIT-2 has no timer, and would last for ever where the peer has crashed */
	policy.keepalive_idle_us = 60 * INT64_C(1000000);
	policy.receive_buffer_bytes = 1 + (int64_t)draw(round, draw(round, 4) == 0 ? 300000 : 20000);
	policy.send_buffer_bytes = 1 + (int64_t)draw(round, 20000);
	policy.rfc1337 = 1;
	if (draw(round, 8) == 0) {
		policy.time_wait_msl = (int64_t)draw(round, 2);
		round->is_short = true;
	}
	policy.sack = (int64_t)draw(round, 2);
	policy.timestamps = (int64_t)draw(round, 2);
	policy.window_scale = (int64_t)draw(round, 2);
	policy.ecn = (int64_t)draw(round, 2);
	policy.nagle = (int64_t)draw(round, 2);
	policy.congestion_control = (int64_t)draw(round, 3);
	policy.simultaneous_open = (int64_t)draw(round, 2);
	policy.rfc5961 = (int64_t)draw(round, 2);
	policy.delayed_ack_us = draw(round, 2) == 0 ? 0 : 40000;
	if (draw(round, 2) == 0)
		be_another_tcp(round, &policy);
	return policy;
}

static void
begin(struct round *round, uint64_t seed)
{
	const struct tcpsim_net_options options = { .seed = seed, .has_trace = true };
	const char *const names[N_HOSTS] = { "one", "two" };

	memset(round, 0, sizeof *round);
	round->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	round->net = tcpsim_net_new(&options);
	round->watcher = tcpsim_watcher_new(round->net);
	for (uint16_t i = 0; i < N_HOSTS; i++) {
		struct tcpsim_policy policy = policy_of(round);

		tcpsim_net_add_host(round->net, names[i], &policy);
	}
	for (uint16_t i = 0; i < N_HOSTS; i++) {
		const struct tcpsim_link_options link = {
			.delay_us = 1000 + (int64_t)draw(round, 50000),
			.loss_ppm = (uint32_t)draw(round, 100000),
			.duplicate_ppm = (uint32_t)draw(round, 50000),
			.reorder_ppm = (uint32_t)draw(round, 50000),
		};

		tcpsim_net_link(round->net, i, (uint16_t)!i, &link);
		tcpsim_sys_socket(round->net, i, TCPSIM_PROTOCOL_UDP);
		tcpsim_sys_bind(round->net, i, UDP, (struct tcpsim_address){ i, UDP_PORT });
	}
}

static void
judge(struct round *round)
{
	tcpsim_watcher_read(round->watcher);
	for (int i = 0; i < TCPSIM_N_INVARIANTS && !round->is_short; i++) {
		const struct tcpsim_invariant_verdict *verdict =
			tcpsim_watcher_verdict(round->watcher, (enum tcpsim_invariant)i);

		if (verdict->is_broken)
			complain(round, verdict->words, i);
	}
}

/* All close, and after a while there is nothing. */
static void
end(struct round *round)
{
	size_t n;
	const struct tcpsim_record *records;

	for (uint16_t host = 0; host < N_HOSTS; host++)
		for (int i = UDP; tcpsim_sys_poll(round->net, host, i) != TCPSIM_POLLNVAL || i < 100; i++)
			tcpsim_sys_close(round->net, host, i);
	tcpsim_net_run(round->net, tcpsim_net_now_us(round->net) + DAY_US);
	for (uint16_t host = 0; host < N_HOSTS; host++)
		if (tcpsim_net_connection(round->net, host, 0) != 0)
			complain(round, "a connection is left", tcpsim_net_tcb(round->net,
				tcpsim_net_connection(round->net, host, 0))->state);
	judge(round);
	records = tcpsim_trace_records(tcpsim_net_trace(round->net), &n);
	for (size_t i = 0; i < n; i++)
		if (records[i].kind == TCPSIM_RECORD_BROKEN)
			complain(round, records[i].words, (int64_t)i);
	tcpsim_watcher_free(round->watcher);
	tcpsim_net_free(round->net);
}

static uint64_t
number_from(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

START_TEST(socket_calls_at_random)
{
	uint64_t seed = number_from("TCPSIM_SEED", DEFAULT_SEED), first = number_from("TCPSIM_FIRST", 0);
	uint64_t n = number_from("TCPSIM_ROUNDS", DEFAULT_ROUNDS), received = 0, opened = 0, datagrams = 0;
	static struct round round;

	for (uint64_t i = first; i < first + n; i++) {
		begin(&round, seed + i);
		for (int j = 0; j < ACTS && !round.is_wrong; j++)
			act(&round);
		end(&round);
		ck_assert_msg(!round.is_wrong, "TCPSIM_SEED=%" PRIu64 " TCPSIM_FIRST=%" PRIu64 ": %s", seed, i,
			round.why);
		received += round.n_received;
		opened += round.n_opened;
		datagrams += round.n_datagrams;
	}
	printf("test_sockets: seed %" PRIu64 ", %" PRIu64 " rounds, %" PRIu64 " connections accepted, %" PRIu64
		" octets and %" PRIu64 " datagrams received\n", seed, n, opened, received, datagrams);
	/* Or else the test has seen nothing. */
	ck_assert_uint_gt(opened, n / 10);
	ck_assert_uint_gt(received, n);
	ck_assert_uint_gt(datagrams, n / 2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("socket calls at random");
	TCase *random = tcase_create("random");

	tcase_set_timeout(random, 600);
	tcase_add_test(random, socket_calls_at_random);
	suite_add_tcase(suite, random);
	return suite_run(suite);
}
