/* SPDX-License-Identifier: MIT */
#include <tcpsim/watcher.h>

#include "tests/unit/socket_world.h"

/* setsockopt(), getsockopt(): POSIX (IEEE Std 1003.1) XSH 2.10.16; policies of sockets. */

static const struct tcpsim_policy *
policy_at(struct sockets s, uint16_t host)
{
	return tcpsim_net_policy(s.net, host);
}

static void
set_host(struct sockets s, uint16_t host, const char *name, int64_t value)
{
	ck_assert_int_eq(tcpsim_net_set(s.net, host, tcpsim_setting_find(name), value, 0), 0);
}

START_TEST(an_option_is_what_the_host_has_until_it_is_set)
{
	static const struct {
		enum tcpsim_option_name option;
		int before, value, after;
	} rows[] = {
		{ TCPSIM_SO_REUSEADDR, 0, 7, 1 },
		{ TCPSIM_SO_RCVBUF, 65535, 4096, 4096 },
		{ TCPSIM_SO_SNDBUF, 1 << 20, 4096, 4096 },
		{ TCPSIM_SO_KEEPALIVE, 0, 1, 1 },
		{ TCPSIM_TCP_NODELAY, 0, 1, 1 },
		{ TCPSIM_TCP_MAXSEG, 1460, 536, 536 },
		{ TCPSIM_TCP_KEEPIDLE, 7200, 60, 60 },
		{ TCPSIM_TCP_KEEPINTVL, 75, 10, 10 },
		{ TCPSIM_TCP_KEEPCNT, 9, 3, 3 },
		{ TCPSIM_TCP_USER_TIMEOUT, 300000, 1500, 1500 },
		{ TCPSIM_TCP_SYNCNT, 7, 2, 2 },
		{ TCPSIM_TCP_CONGESTION, TCPSIM_CONGESTION_NEWRENO, TCPSIM_CONGESTION_CUBIC, TCPSIM_CONGESTION_CUBIC },
		{ TCPSIM_IP_TOS, 0, 0xb9, 0xb8 }, /* RFC 3168 5: two bits are not the user's */
		{ TCPSIM_IP_TTL, 64, 1, 1 },
	};
	struct sockets s = sockets_with(&tcpsim_profile_find("rfc9293")->policy, 1);
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_int_eq(sockets_option(s, CLIENT, client, rows[i].option), rows[i].before);
		ck_assert_int_eq(sockets_set(s, CLIENT, client, rows[i].option, rows[i].value), 0);
		ck_assert_int_eq(sockets_option(s, CLIENT, client, rows[i].option), rows[i].after);
	}
	ck_assert_int_eq(policy_at(s, CLIENT)->nagle, 1);
	ck_assert_int_eq(policy_at(s, CLIENT)->ttl, 64);
	sockets_free(s);
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
	/* XSH setsockopt: EINVAL, ENOPROTOOPT, EBADF. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	int datagrams = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_UDP), value = 1;
	const struct tcpsim_linger linger = { 1, -1 };
	const struct tcpsim_record *call;
	struct tcpsim_tcp_info info;
	size_t n;

	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_TCP_KEEPCNT, 0), -EINVAL);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_SO_SNDBUF, -1), -EINVAL);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_SO_RCVBUF, 0), -EINVAL);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_IP_TOS, 256), -EINVAL);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_IP_TTL, 0), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_setsockopt(s.net, CLIENT, client, TCPSIM_SO_LINGER, &linger, sizeof linger),
		-EINVAL);
	ck_assert_int_eq(tcpsim_sys_setsockopt(s.net, CLIENT, client, TCPSIM_IP_TTL, &value, 1), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, CLIENT, client, TCPSIM_IP_TTL, &value, 1), -EINVAL);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_SO_ERROR, 1), -ENOPROTOOPT);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, (enum tcpsim_option_name)99, 1), -ENOPROTOOPT);
	ck_assert_int_eq(tcpsim_sys_setsockopt(s.net, CLIENT, client, TCPSIM_TCP_INFO, &info, sizeof info),
		-ENOPROTOOPT);
	ck_assert_int_eq(sockets_set(s, CLIENT, datagrams, TCPSIM_TCP_NODELAY, 1), -ENOPROTOOPT);
	call = tcpsim_trace_records(tcpsim_net_trace(s.net), &n);
	ck_assert_str_eq(call[n - 1].words, "TCP_NODELAY");
	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, CLIENT, datagrams, TCPSIM_TCP_NODELAY, &value, sizeof value),
		-ENOPROTOOPT);
	ck_assert_int_eq(sockets_set(s, CLIENT, 77, TCPSIM_IP_TTL, 1), -EBADF);
	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, CLIENT, 77, TCPSIM_IP_TTL, &value, sizeof value), -EBADF);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_PROTOCOL), TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(sockets_option(s, CLIENT, datagrams, TCPSIM_SO_PROTOCOL), TCPSIM_PROTOCOL_UDP);
	ck_assert_int_eq(sockets_option(s, SERVER, s.listener, TCPSIM_SO_ACCEPTCONN), 1);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ACCEPTCONN), 0);
	sockets_free(s);
}
END_TEST

START_TEST(lingering_is_remembered)
{
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	struct tcpsim_linger linger = { 1, 5 };

	tcpsim_sys_setsockopt(s.net, CLIENT, client, TCPSIM_SO_LINGER, &linger, sizeof linger);
	linger = (struct tcpsim_linger){ 0, 0 };
	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, CLIENT, client, TCPSIM_SO_LINGER, &linger, sizeof linger), 0);
	ck_assert_int_eq(linger.is_on, 1);
	ck_assert_int_eq(linger.seconds, 5);
	ck_assert_str_eq(world_record(s.world, TCPSIM_RECORD_SOCKET, CLIENT, 2)->words, "SO_LINGER=on,5s");
	sockets_free(s);
}
END_TEST

START_TEST(the_hosts_setting_reaches_all_that_was_not_given)
{
	struct sockets s = sockets_open();
	int fresh = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_KEEPCNT, 3);
	sockets_set(s, CLIENT, fresh, TCPSIM_TCP_KEEPCNT, 4);
	set_host(s, CLIENT, "keepalive-probes", 5);
	set_host(s, CLIENT, "keepalive-interval", 20 * SECOND_US);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_KEEPCNT), 3);
	ck_assert_int_eq(sockets_option(s, CLIENT, fresh, TCPSIM_TCP_KEEPCNT), 4);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_KEEPINTVL), 20);
	ck_assert_int_eq(sockets_option(s, CLIENT, fresh, TCPSIM_TCP_KEEPINTVL), 20);
	sockets_free(s);
}
END_TEST

START_TEST(no_user_timeout_of_ones_own_is_the_hosts)
{
	struct sockets s = sockets_open();

	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT, 0), 0);
	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT, 5000), 0);
	set_host(s, CLIENT, "user-timeout", 60 * SECOND_US);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT), 5000);
	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT, 0), 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT), 60000);
	set_host(s, CLIENT, "user-timeout", 500);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT), 1);
	set_host(s, CLIENT, "user-timeout", TCPSIM_UNLIMITED);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_USER_TIMEOUT), INT32_MAX);
	sockets_free(s);
}
END_TEST

START_TEST(what_is_accepted_has_the_listeners_options)
{
	struct sockets s = sockets_new();
	int client;

	sockets_set(s, SERVER, s.listener, TCPSIM_IP_TTL, 5);
	sockets_set(s, SERVER, s.listener, TCPSIM_SO_REUSEADDR, 1);
	client = sockets_connect(s);
	sockets_run(s, SECOND_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_IP_TTL), 5);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_SO_REUSEADDR), 1);
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_SYN_ACK, 1)->ttl, 5);
	/* From now on they are apart. */
	sockets_set(s, SERVER, s.server, TCPSIM_IP_TTL, 6);
	ck_assert_int_eq(sockets_option(s, SERVER, s.listener, TCPSIM_IP_TTL), 5);
	set_host(s, SERVER, "dscp", 10);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_IP_TOS), 40);
	ck_assert_int_eq(sockets_option(s, SERVER, s.listener, TCPSIM_IP_TOS), 40);
	sockets_send(s, SERVER, s.server, "x");
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_DATA, 1)->ttl, 6);
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_DATA, 1)->dscp, 10);
	/* After close(), too: the FIN is the socket's. */
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_FIN, 1)->ttl, 6);
	tcpsim_sys_close(s.net, CLIENT, client);
	world_until_quiet(s.world);
	sockets_free(s);
}
END_TEST

START_TEST(a_policy_of_ones_own_goes_to_the_engine)
{
	/* RFC 9293 3.8.4: probes of one connection, and none of the other. */
	struct sockets s = sockets_open();
	int other = sockets_connect(s);

	sockets_run(s, SECOND_US);
	sockets_set(s, CLIENT, other, TCPSIM_TCP_KEEPIDLE, 10);
	sockets_set(s, CLIENT, other, TCPSIM_SO_KEEPALIVE, 1);
	sockets_run(s, 15 * SECOND_US);
	ck_assert_ptr_nonnull(world_sent(s.world, CLIENT, TCPSIM_KIND_PROBE, 1));
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_PROBE, 1)->connection, 2);
	sockets_free(s);
}
END_TEST

START_TEST(other_options_do_not_begin_the_idle_time_anew)
{
	struct sockets s = sockets_open();

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_KEEPIDLE, 10);
	sockets_set(s, CLIENT, s.client, TCPSIM_SO_KEEPALIVE, 1);
	sockets_run(s, 6 * SECOND_US);
	sockets_set(s, CLIENT, s.client, TCPSIM_IP_TTL, 60);
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NODELAY, 1);
	sockets_run(s, 4 * SECOND_US);
	ck_assert_ptr_nonnull(world_sent(s.world, CLIENT, TCPSIM_KIND_PROBE, 1));
	sockets_free(s);
}
END_TEST

START_TEST(who_gives_up_by_an_option_of_its_own_breaks_nothing)
{
	/* RFC 9293 3.8.4; the invariant probes-used-up knows of the option. */
	struct sockets s = sockets_open();
	struct tcpsim_watcher *watcher = tcpsim_watcher_new(s.net);

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_KEEPCNT, 2);
	sockets_set(s, CLIENT, s.client, TCPSIM_SO_KEEPALIVE, 1);
	tcpsim_net_crash(s.net, SERVER, 0);
	world_until_quiet(s.world);
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_PROBE, 3));
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_ERROR), ETIMEDOUT);
	tcpsim_watcher_read(watcher);
	ck_assert(!tcpsim_watcher_verdict(watcher, TCPSIM_PROBES_USED_UP)->is_broken);
	tcpsim_watcher_free(watcher);
	sockets_free(s);
}
END_TEST

START_TEST(without_nagle_what_waits_leaves_at_once)
{
	/* RFC 9293 3.7.4, SHLD-7, MUST-17. */
	struct sockets s = sockets_open_with(&tcpsim_profile_find("rfc9293")->policy);

	sockets_send(s, CLIENT, s.client, "a");
	sockets_send(s, CLIENT, s.client, "b");
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2));
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NODELAY, 1);
	ck_assert_ptr_nonnull(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2));
	sockets_free(s);
}
END_TEST

START_TEST(text_that_a_setting_or_an_option_lets_leave_was_sent)
{
	/* The invariant seq-window: nobody acknowledges what was not sent. */
	struct sockets s = sockets_open_with(&tcpsim_profile_find("rfc9293")->policy);
	struct tcpsim_watcher *watcher = tcpsim_watcher_new(s.net);
	const struct tcpsim_record *call;

	sockets_send(s, CLIENT, s.client, "a");
	sockets_send(s, CLIENT, s.client, "b");
	if (_i == 0)
		sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NODELAY, 1);
	else
		set_host(s, CLIENT, "nagle", 0);
	ck_assert_ptr_nonnull(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2));
	sockets_run(s, SECOND_US);
	tcpsim_watcher_read(watcher);
	ck_assert(!tcpsim_watcher_verdict(watcher, TCPSIM_SEQ_WINDOW)->is_broken);
	tcpsim_watcher_free(watcher);
	call = world_record(s.world, TCPSIM_RECORD_CALL, CLIENT, 4);
	if (_i == 0)
		ck_assert_int_eq(call->what, TCPSIM_CALL_SET);
	else
		ck_assert_ptr_null(call);
	sockets_free(s);
}
END_TEST

START_TEST(the_receive_buffer_is_in_the_syn)
{
	/* RFC 9293 3.10.1: the window of the SYN. A listener's option is good for those to come. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	sockets_set(s, CLIENT, client, TCPSIM_SO_RCVBUF, 1234);
	sockets_set(s, SERVER, s.listener, TCPSIM_SO_RCVBUF, 4321);
	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT));
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_SYN, 1)->segment.wnd, 1234);
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_SYN_ACK, 1)->segment.wnd, 4321);
	sockets_free(s);
}
END_TEST

START_TEST(what_is_known_of_a_connection)
{
	struct sockets s = sockets_open();
	struct tcpsim_tcp_info info;

	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, CLIENT, s.client, TCPSIM_TCP_INFO, &info, sizeof info), 0);
	ck_assert_int_eq(info.state, TCPSIM_ESTABLISHED);
	ck_assert_int_eq(info.srtt_us, 2 * DELAY_US); /* RFC 6298 2.2 */
	ck_assert_int_eq(info.rttvar_us, DELAY_US);
	ck_assert_int_eq(info.rto_us, SECOND_US);     /* RFC 6298 2.4 */
	ck_assert_uint_eq(info.snd_wnd, 65535);
	ck_assert_uint_eq(info.rcv_wnd, 65535);
	ck_assert_uint_eq(info.snd_mss, 1460);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_MAXSEG), 1460);
	tcpsim_net_cut(s.net, CLIENT, SERVER, 0);
	sockets_send(s, CLIENT, s.client, "abc");
	sockets_run(s, 4 * SECOND_US);
	tcpsim_sys_getsockopt(s.net, CLIENT, s.client, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.unacked_bytes, 3);
	ck_assert_uint_eq(info.retransmits, 2); /* after 1 s and 2 s more */
	ck_assert_uint_eq(info.backoff, 2);
	ck_assert_int_eq(info.rto_us, 4 * SECOND_US);
	tcpsim_net_abort(s.net, tcpsim_sys_handle(s.net, CLIENT, s.client), 0);
	tcpsim_sys_getsockopt(s.net, CLIENT, s.client, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_int_eq(info.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(info.retransmits, 2);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_options.c");
	TCase *options = tcase_create("options");

	tcase_add_test(options, an_option_is_what_the_host_has_until_it_is_set);
	tcase_add_test(options, what_is_wrong_is_refused);
	tcase_add_test(options, lingering_is_remembered);
	tcase_add_test(options, the_hosts_setting_reaches_all_that_was_not_given);
	tcase_add_test(options, no_user_timeout_of_ones_own_is_the_hosts);
	tcase_add_test(options, what_is_accepted_has_the_listeners_options);
	tcase_add_test(options, a_policy_of_ones_own_goes_to_the_engine);
	tcase_add_test(options, other_options_do_not_begin_the_idle_time_anew);
	tcase_add_test(options, who_gives_up_by_an_option_of_its_own_breaks_nothing);
	tcase_add_test(options, without_nagle_what_waits_leaves_at_once);
	tcase_add_loop_test(options, text_that_a_setting_or_an_option_lets_leave_was_sent, 0, 2);
	tcase_add_test(options, the_receive_buffer_is_in_the_syn);
	tcase_add_test(options, what_is_known_of_a_connection);
	suite_add_tcase(suite, options);
	return suite_run(suite);
}
