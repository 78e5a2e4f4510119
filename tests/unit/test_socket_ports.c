/* SPDX-License-Identifier: MIT */
#include "tests/unit/socket_world.h"

/* Who may have which port: POSIX (IEEE Std 1003.1-2017) XSH bind, connect, 2.10.16 SO_REUSEADDR. */

static int
stream(struct sockets s, uint16_t host)
{
	return tcpsim_sys_socket(s.net, host, TCPSIM_PROTOCOL_TCP);
}

/* Bind a new socket of the host, with or without SO_REUSEADDR. */
static int
bind_new(struct sockets s, uint16_t host, uint16_t port, int reuses)
{
	int descriptor = stream(s, host), result;

	sockets_set(s, host, descriptor, TCPSIM_SO_REUSEADDR, reuses);
	result = tcpsim_sys_bind(s.net, host, descriptor, at(TCPSIM_NO_HOST, port));
	tcpsim_sys_close(s.net, host, descriptor);
	return result;
}

START_TEST(a_port_is_bound_once)
{
	struct sockets s = sockets_new();
	int first = stream(s, CLIENT), second = stream(s, CLIENT);

	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, first, at(CLIENT, 1000)), 0);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, second, at(CLIENT, 1000)), -EADDRINUSE);
	tcpsim_sys_close(s.net, CLIENT, first);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, second, at(CLIENT, 1000)), 0);
	sockets_free(s);
}
END_TEST

START_TEST(two_that_reuse_may_bind_and_one_may_listen)
{
	struct sockets s = sockets_new();
	int first = stream(s, CLIENT), second = stream(s, CLIENT);

	sockets_set(s, CLIENT, first, TCPSIM_SO_REUSEADDR, 1);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, first, at(CLIENT, 1000)), 0);
	ck_assert_int_eq(bind_new(s, CLIENT, 1000, 0), -EADDRINUSE);
	sockets_set(s, CLIENT, second, TCPSIM_SO_REUSEADDR, 1);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, second, at(CLIENT, 1000)), 0);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, first, 1), 0);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, second, 1), -EADDRINUSE);
	tcpsim_sys_close(s.net, CLIENT, first);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, second, 1), 0);
	sockets_free(s);
}
END_TEST

START_TEST(nobody_binds_over_a_listener)
{
	struct sockets s = sockets_new();

	ck_assert_int_eq(bind_new(s, SERVER, PORT, 0), -EADDRINUSE);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 1), -EADDRINUSE);
	/* Nor over one that is no socket's. */
	tcpsim_net_listen(s.net, SERVER, PORT + 1, NULL, 0);
	ck_assert_int_eq(bind_new(s, SERVER, PORT + 1, 1), -EADDRINUSE);
	sockets_free(s);
}
END_TEST

START_TEST(time_wait_holds_the_port_but_for_who_reuses)
{
	/* The server closes first: it is in TIME-WAIT, and started again. */
	struct sockets s = sockets_open();

	tcpsim_sys_close(s.net, SERVER, s.listener);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(world_state(s.world, world_child(s.world)), TCPSIM_TIME_WAIT);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 0), -EADDRINUSE);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 1), 0);
	world_until_quiet(s.world);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 0), 0);
	sockets_free(s);
}
END_TEST

START_TEST(a_server_starts_again_while_its_connections_live)
{
	struct sockets s = sockets_open();

	tcpsim_sys_close(s.net, SERVER, s.listener);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 0), -EADDRINUSE);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 1), 0);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), 1);
	sockets_free(s);
}
END_TEST

START_TEST(one_that_is_the_listener_again_holds_no_port)
{
	struct sockets s = sockets_new();
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };

	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &old_syn, NULL, 0);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	tcpsim_sys_close(s.net, SERVER, s.listener);
	ck_assert_int_eq(bind_new(s, SERVER, PORT, 0), 0);
	sockets_free(s);
}
END_TEST

START_TEST(a_pair_in_time_wait_is_not_connected_again)
{
	/* XSH connect: EADDRINUSE. RFC 9293 3.6.1: TIME-WAIT of the active side ends by itself. */
	struct sockets s = sockets_new();
	int client = stream(s, CLIENT);

	tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 5000));
	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT));
	sockets_run(s, 3 * DELAY_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	tcpsim_sys_close(s.net, CLIENT, client);
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	client = stream(s, CLIENT);
	sockets_set(s, CLIENT, client, TCPSIM_SO_REUSEADDR, 1);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 5000)), 0);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EADDRINUSE);
	world_until_quiet(s.world);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINPROGRESS);
	sockets_free(s);
}
END_TEST

START_TEST(ephemeral_ports_skip_what_is_taken)
{
	struct sockets s = sockets_new();
	int bound = stream(s, CLIENT), listener = stream(s, CLIENT), client;
	struct tcpsim_address address;

	tcpsim_sys_bind(s.net, CLIENT, bound, at(CLIENT, 49152));
	tcpsim_sys_bind(s.net, CLIENT, listener, at(CLIENT, 49153));
	tcpsim_sys_listen(s.net, CLIENT, listener, 1);
	client = sockets_connect(s);
	tcpsim_sys_getsockname(s.net, CLIENT, client, &address);
	ck_assert_uint_eq(address.port, 49154);
	client = stream(s, CLIENT);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 0)), 0);
	tcpsim_sys_getsockname(s.net, CLIENT, client, &address);
	ck_assert_uint_eq(address.port, 49155);
	ck_assert_uint_eq(address.host, TCPSIM_NO_HOST);
	client = stream(s, CLIENT);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, client, 1), 0);
	tcpsim_sys_getsockname(s.net, CLIENT, client, &address);
	ck_assert_uint_eq(address.port, 49156);
	ck_assert_int_eq(tcpsim_sys_getsockname(s.net, CLIENT, 77, &address), -EBADF);
	ck_assert_int_eq(tcpsim_sys_getpeername(s.net, CLIENT, 77, &address), -EBADF);
	sockets_free(s);
}
END_TEST

START_TEST(ports_may_run_out)
{
	struct sockets s = sockets_new();
	int client = -1;

	for (int i = 49152; i <= 65535; i++) {
		client = stream(s, CLIENT);
		ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 0)), 0);
	}
	ck_assert_int_eq(bind_new(s, CLIENT, 0, 0), -EADDRNOTAVAIL);
	client = stream(s, CLIENT);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EADDRNOTAVAIL);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, client, 1), -EADDRNOTAVAIL);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_ports.c");
	TCase *ports = tcase_create("ports");

	tcase_add_test(ports, a_port_is_bound_once);
	tcase_add_test(ports, two_that_reuse_may_bind_and_one_may_listen);
	tcase_add_test(ports, nobody_binds_over_a_listener);
	tcase_add_test(ports, time_wait_holds_the_port_but_for_who_reuses);
	tcase_add_test(ports, a_server_starts_again_while_its_connections_live);
	tcase_add_test(ports, one_that_is_the_listener_again_holds_no_port);
	tcase_add_test(ports, a_pair_in_time_wait_is_not_connected_again);
	tcase_add_test(ports, ephemeral_ports_skip_what_is_taken);
	tcase_add_test(ports, ports_may_run_out);
	suite_add_tcase(suite, ports);
	return suite_run(suite);
}
