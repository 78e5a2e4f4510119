/* SPDX-License-Identifier: MIT */
/* A host's sockets as its administrator sees them, and what he does to them: sockstat(1), tcpdrop(8) of FreeBSD. */
#include <stdio.h>

#include "tests/unit/socket_world.h"

/* `LISTEN ESTABLISHED ...`, the states of all that a host has, in order. Static storage. */
static const char *
listed(struct sockets s, uint16_t host)
{
	static char text[200];
	tcpsim_socket socket = 0;
	struct tcpsim_ends ends;
	size_t n = 0;

	text[0] = '\0';
	while ((socket = tcpsim_net_next_socket(s.net, host, socket)) != 0) {
		ck_assert(tcpsim_net_ends(s.net, socket, &ends));
		ck_assert_uint_eq(ends.host, host);
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n > 0 ? " " : "",
			tcpsim_state_name(ends.state));
	}
	return text;
}

START_TEST(all_sockets_are_listed_in_order_of_making)
{
	struct sockets s = sockets_open();
	struct tcpsim_ends ends;
	int other = sockets_connect(s);

	ck_assert_str_eq(listed(s, CLIENT), "ESTABLISHED SYN-SENT");
	ck_assert_str_eq(listed(s, SERVER), "LISTEN ESTABLISHED");
	ck_assert(tcpsim_net_ends(s.net, tcpsim_net_next_socket(s.net, SERVER, 0), &ends));
	ck_assert_uint_eq(ends.port, PORT);
	ck_assert_uint_eq(ends.peer, TCPSIM_NO_HOST);
	ck_assert_uint_eq(ends.peer_port, 0);
	ck_assert_uint_eq(ends.connection, 0);
	ck_assert(tcpsim_net_ends(s.net, tcpsim_sys_handle(s.net, CLIENT, other), &ends));
	ck_assert_uint_eq(ends.port, 49153);
	ck_assert_uint_eq(ends.peer, SERVER);
	ck_assert_uint_eq(ends.peer_port, PORT);
	ck_assert_uint_eq(ends.connection, 2);
	ck_assert_uint_eq(tcpsim_net_next_socket(s.net, SERVER, 77), 0);
	ck_assert(!tcpsim_net_ends(s.net, 77, &ends));
	sockets_free(s);
}
END_TEST

START_TEST(time_wait_is_listed_and_what_is_gone_is_not)
{
	/* RFC 9293 figure 12: who closes first is in TIME-WAIT. */
	struct sockets s = sockets_open();

	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(listed(s, CLIENT), "TIME-WAIT");
	ck_assert_str_eq(listed(s, SERVER), "LISTEN");
	world_until_quiet(s.world);
	ck_assert_str_eq(listed(s, CLIENT), "");
	sockets_free(s);
}
END_TEST

START_TEST(what_is_a_listener_again_is_not_listed)
{
	/* 3.10.7.4 second check, SYN-RECEIVED: a RST returns a passive OPEN to LISTEN. */
	struct sockets s = sockets_new();
	const struct tcpsim_segment syn = { .seq = { 7 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 8 }, .ctl = TCPSIM_RST };

	tcpsim_net_cut(s.net, SERVER, CLIENT, 0);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &syn, NULL, 0);
	ck_assert_str_eq(listed(s, SERVER), "LISTEN SYN-RECEIVED");
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	ck_assert_str_eq(listed(s, SERVER), "LISTEN");
	sockets_free(s);
}
END_TEST

START_TEST(who_is_dropped_is_told_and_so_is_the_peer)
{
	/* tcpdrop(8): ECONNABORTED here, a RST there (RFC 9293 3.10.5). */
	struct sockets s = sockets_open();
	tcpsim_socket socket = tcpsim_sys_handle(s.net, SERVER, s.server);
	char octets[8];

	sockets_send(s, CLIENT, s.client, "unread");
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_net_drop(s.net, socket, 5), TCPSIM_OK);
	ck_assert_uint_eq(world_record(s.world, TCPSIM_RECORD_CALL, SERVER, 4)->what, TCPSIM_CALL_ABORT);
	ck_assert_uint_eq(world_record(s.world, TCPSIM_RECORD_CALL, SERVER, 4)->line, 5);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server), TCPSIM_POLLERR | TCPSIM_POLLIN | TCPSIM_POLLHUP);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, sizeof octets, 0), -ECONNABORTED);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, sizeof octets, 0), 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_ERROR), ECONNRESET);
	ck_assert_int_eq(tcpsim_net_drop(s.net, socket, 0), TCPSIM_ERROR_NO_CONNECTION);
	sockets_free(s);
}
END_TEST

START_TEST(who_waits_for_accept_may_be_dropped_and_a_listener_may_not)
{
	struct sockets s = sockets_new();

	sockets_connect(s);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_net_drop(s.net, tcpsim_sys_handle(s.net, SERVER, s.listener), 0),
		TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_drop(s.net, tcpsim_net_connection(s.net, SERVER, 0), 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -ECONNABORTED);
	ck_assert_str_eq(listed(s, SERVER), "LISTEN");
	sockets_free(s);
}
END_TEST

START_TEST(a_connection_without_a_socket_may_be_dropped_too)
{
	struct world world = world_new();
	tcpsim_socket socket = world_open(world);

	ck_assert_int_eq(tcpsim_net_drop(world.net, socket, 0), TCPSIM_OK);
	ck_assert_uint_eq(tcpsim_net_next_socket(world.net, CLIENT, 0), 0);
	ck_assert_int_eq(tcpsim_net_drop(world.net, world.listener, 0), TCPSIM_ERROR_NO_CONNECTION);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/listing.c");
	TCase *listing = tcase_create("listing");

	tcase_add_test(listing, all_sockets_are_listed_in_order_of_making);
	tcase_add_test(listing, time_wait_is_listed_and_what_is_gone_is_not);
	tcase_add_test(listing, what_is_a_listener_again_is_not_listed);
	tcase_add_test(listing, who_is_dropped_is_told_and_so_is_the_peer);
	tcase_add_test(listing, who_waits_for_accept_may_be_dropped_and_a_listener_may_not);
	tcase_add_test(listing, a_connection_without_a_socket_may_be_dropped_too);
	suite_add_tcase(suite, listing);
	return suite_run(suite);
}
