/* SPDX-License-Identifier: MIT */
/* The numbered requirements of RFC 9293 on opening a connection: 3.4.1, 3.5, 3.7.1, 3.9.1.1, 3.9.2.3. */
#include <tcpsim/net.h>

#include "tests/rfc/ends.h"
#include "tests/suite.h"

/* MUST-8: a clock of 4 microseconds drives the ISN; it comes round after 2^32 ticks, about 4.77 hours. */
START_TEST(the_isn_follows_a_clock)
{
	const struct tcpsim_isn_key key = { .secret = { 1, 2 }, .local = 3, .remote = 4 };
	tcpsim_seq first = tcpsim_isn(&key, 1000);

	ck_assert_uint_eq(tcpsim_seq_distance(first, tcpsim_isn(&key, 1003)), 0);
	ck_assert_uint_eq(tcpsim_seq_distance(first, tcpsim_isn(&key, 1004)), 1);
	ck_assert_uint_eq(tcpsim_seq_distance(first, tcpsim_isn(&key, 1000 + SECOND)), 250000);
	ck_assert_uint_eq(tcpsim_seq_distance(first, tcpsim_isn(&key, 1000 + (INT64_C(4) << 32))), 0);
}
END_TEST

/* SHLD-1: each pair of sockets has an offset of its own; MUST-9: which nobody can compute without the secret. */
START_TEST(the_isn_depends_on_the_sockets_and_a_secret)
{
	const struct tcpsim_isn_key keys[] = {
		{ .secret = { 1, 2 }, .local = 3, .remote = 4 },
		{ .secret = { 1, 2 }, .local = 4, .remote = 3 },
		{ .secret = { 1, 2 }, .local = 3, .remote = 5 },
		{ .secret = { 1, 3 }, .local = 3, .remote = 4 },
		{ .secret = { 2, 2 }, .local = 3, .remote = 4 },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (size_t j = 0; j < i; j++)
			ck_assert_uint_ne(tcpsim_isn(&keys[i], 0).n, tcpsim_isn(&keys[j], 0).n);
}
END_TEST

/* MUST-10: figure 7. */
START_TEST(two_active_opens_that_cross_make_one_connection)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_segment syn_a, syn_b, syn_ack_a;

	end_connect(&a, A_ISS, 0);
	end_connect(&b, B_ISS, 0);
	syn_a = end_sent(&a);
	syn_b = end_sent(&b);
	end_arrives(&a, syn_b, SECOND / 10);
	end_arrives(&b, syn_a, SECOND / 10);
	ck_assert_int_eq(a.tcb.state, TCPSIM_SYN_RECEIVED);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	syn_ack_a = end_sent(&a);
	end_arrives(&a, end_sent(&b), SECOND / 5);
	end_arrives(&b, syn_ack_a, SECOND / 5);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(a.out.n_segments + b.out.n_segments, 0);
}
END_TEST

/* MUST-11: a RST in SYN-RECEIVED returns a passive OPEN to LISTEN and refuses an active one. */
START_TEST(syn_received_remembers_where_it_came_from)
{
	struct end a = end_new(), b = end_new();

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	end_arrives(&b, end_sent(&a), 0);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	end_arrives(&b, end_peer_says(&b, TCPSIM_RST, 0, 0), 0);
	ck_assert_int_eq(b.tcb.state, TCPSIM_LISTEN);
	ck_assert_uint_eq(b.out.signals, 0);

	a = end_new();
	b = end_new();
	end_connect(&a, A_ISS, 0);
	end_connect(&b, B_ISS, 0);
	end_arrives(&b, end_sent(&a), 0);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	end_arrives(&b, end_peer_says(&b, TCPSIM_RST, 0, 0), 0);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(b.out.signals, TCPSIM_SIGNAL_ERROR);
	ck_assert_int_eq(b.out.error, TCPSIM_ERROR_REFUSED);
}
END_TEST

/* Two hosts with a link of 50 ms. */
static struct tcpsim_net *
two_hosts(void)
{
	struct tcpsim_net *net = tcpsim_net_new(&(struct tcpsim_net_options){ .seed = 1, .has_trace = true });
	struct tcpsim_link_options link = { .delay_us = SECOND / 20 };

	ck_assert_uint_eq(tcpsim_net_add_host(net, "a", &tcpsim_profile_find("rfc9293")->policy), 0);
	ck_assert_uint_eq(tcpsim_net_add_host(net, "b", &tcpsim_profile_find("rfc9293")->policy), 1);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	return net;
}

/* MUST-41: a second passive OPEN of the port is refused, and the first one goes on as if nothing had been said. */
START_TEST(a_passive_open_touches_no_other)
{
	struct tcpsim_net *net = two_hosts();
	enum tcpsim_error error;
	tcpsim_socket connection;

	ck_assert_uint_ne(tcpsim_net_listen(net, 1, 80, &error, 0), 0);
	connection = tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0);
	tcpsim_net_run(net, SECOND);
	ck_assert_uint_eq(tcpsim_net_listen(net, 1, 80, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_EXISTS);
	ck_assert_uint_ne(tcpsim_net_listen(net, 1, 81, &error, 0), 0);
	ck_assert_int_eq(tcpsim_net_tcb(net, connection)->state, TCPSIM_ESTABLISHED);
	ck_assert_int_eq(tcpsim_net_tcb(net, tcpsim_net_connection(net, 1, 1))->state, TCPSIM_ESTABLISHED);
	connection = tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0);
	tcpsim_net_run(net, 2 * SECOND);
	ck_assert_int_eq(tcpsim_net_tcb(net, connection)->state, TCPSIM_ESTABLISHED);
	tcpsim_net_free(net);
}
END_TEST

/* MUST-42: a port may be listened on while connections from it are in SYN-SENT, and those to it in SYN-RECEIVED. */
START_TEST(one_may_listen_beside_connections_that_open)
{
	struct tcpsim_net *net = two_hosts();
	enum tcpsim_error error;
	tcpsim_socket connection = tcpsim_net_connect(net, 1, 80, 0, 9, &error, 0);
	tcpsim_socket second;

	ck_assert_int_eq(tcpsim_net_tcb(net, connection)->state, TCPSIM_SYN_SENT);
	ck_assert_uint_ne(tcpsim_net_listen(net, 1, 80, &error, 0), 0);
	tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0);
	tcpsim_net_run(net, SECOND * 6 / 100);
	ck_assert_int_eq(tcpsim_net_tcb(net, tcpsim_net_connection(net, 1, 2))->state, TCPSIM_SYN_RECEIVED);
	second = tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0);
	tcpsim_net_run(net, SECOND);
	ck_assert_int_eq(tcpsim_net_tcb(net, second)->state, TCPSIM_ESTABLISHED);
	tcpsim_net_free(net);
}
END_TEST

/* MUST-45: whatever a connection sends comes from the address and port that its first segment came from. */
START_TEST(the_local_address_of_a_connection_stays)
{
	struct tcpsim_net *net = two_hosts();
	const struct tcpsim_record *records;
	enum tcpsim_error error;
	tcpsim_socket connection;
	unsigned sent = 0;
	size_t n;

	tcpsim_net_listen(net, 1, 80, &error, 0);
	connection = tcpsim_net_connect(net, 0, 5000, 1, 80, &error, 0);
	tcpsim_net_run(net, SECOND);
	tcpsim_net_send(net, connection, "hello", 5, 0);
	tcpsim_net_close(net, connection, false, 0);
	tcpsim_net_run(net, 2 * SECOND);
	records = tcpsim_trace_records(tcpsim_net_trace(net), &n);
	for (size_t i = 0; i < n; i++) {
		if (records[i].kind != TCPSIM_RECORD_SEND)
			continue;
		sent++;
		ck_assert_uint_eq(records[i].local_port, records[i].host == 0 ? 5000 : 80);
		ck_assert_uint_eq(records[i].peer_port, records[i].host == 0 ? 80 : 5000);
	}
	ck_assert_uint_ge(sent, 5);
	tcpsim_net_free(net);
}
END_TEST

/* MUST-46 */
START_TEST(an_open_to_a_group_is_refused)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_GROUP, .is_active = 1 };
	struct end a = end_new();

	ck_assert_int_eq(tcpsim_engine_open(&a.tcb, &a.policy, &open, 0, &a.out), TCPSIM_ERROR_REMOTE_INVALID);
	ck_assert_int_eq(a.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(a.out.n_segments, 0);
}
END_TEST

/* MUST-57: to a broadcast or multicast address; MUST-63: from an invalid address. Not even a RST answers. */
START_TEST(what_is_for_or_from_a_group_is_discarded_without_a_word)
{
	static const uint8_t addressed[] = { TCPSIM_ADDRESSED_TO_GROUP, TCPSIM_ADDRESSED_FROM_GROUP };
	static const uint8_t ctl[] = { TCPSIM_SYN, TCPSIM_ACK, TCPSIM_RST, TCPSIM_FIN | TCPSIM_ACK };

	for (size_t i = 0; i < sizeof(addressed) * sizeof(ctl); i++) {
		struct end closed = end_new(), listening = end_new(), a = end_new(), b = end_new();
		struct tcpsim_segment seg;

		end_listen(&listening);
		ends_open(&a, &b, SECOND / 10);
		seg = end_peer_says(&b, ctl[i / sizeof(addressed)], 0, 0);
		seg.addressed = addressed[i % sizeof(addressed)];
		end_arrives(&closed, seg, SECOND);
		end_arrives(&listening, seg, SECOND);
		end_arrives(&b, seg, SECOND);
		ck_assert_uint_eq(closed.out.n_segments + listening.out.n_segments + b.out.n_segments, 0);
		ck_assert_int_eq(listening.tcb.state, TCPSIM_LISTEN);
		ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	}
}
END_TEST

/* MUST-14, SHLD-5, MAY-3: every SYN carries the MSS, be it the default or not; MUST-65: nothing else does. */
START_TEST(every_syn_carries_the_mss_and_nothing_else_does)
{
	static const int64_t sizes[] = { 536, 1460 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct end a = end_new(), b = end_new();

		a.policy.mss = b.policy.mss = sizes[i];
		end_listen(&b);
		end_connect(&a, A_ISS, 0);
		ck_assert_uint_eq(end_sent(&a).options, TCPSIM_OPTION_MSS);
		ck_assert_uint_eq(end_sent(&a).mss, sizes[i]);
		end_arrives(&b, end_sent(&a), 0);
		ck_assert_uint_eq(end_sent(&b).options, TCPSIM_OPTION_MSS);
		ck_assert_uint_eq(end_sent(&b).mss, sizes[i]);
		end_arrives(&a, end_sent(&b), 0);
		ck_assert_uint_eq(end_sent(&a).options, 0);
		end_arrives(&b, end_sent(&a), 0);
		end_send(&a, 10, 0);
		ck_assert_uint_eq(end_sent(&a).options, 0);
		end_close(&a, 0);
		ck_assert_uint_eq(end_sent(&a).options, 0);
	}
}
END_TEST

/* MUST-16: the lesser of what the peer takes and of what we can send ourselves. */
START_TEST(segments_are_no_larger_than_either_end_takes)
{
	static const struct {
		int64_t ours, theirs;
		uint32_t largest;
	} cases[] = { { 1460, 1000, 1000 }, { 1000, 1460, 1000 }, { 1460, 1460, 1460 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct end a = end_new(), b = end_new();

		a.policy.mss = cases[i].ours;
		b.policy.mss = cases[i].theirs;
		a.policy.nagle = 0;
		ends_open(&a, &b, SECOND / 10);
		end_send(&a, 2000, SECOND);
		ck_assert_uint_eq(a.out.n_segments, 2);
		ck_assert_uint_eq(a.out.segments[0].text_bytes, cases[i].largest);
	}
}
END_TEST

/* MUST-67: MSS is at most MMS_R - 20, and MMS_R over IPv4 is at most 65535 - 20. */
START_TEST(the_mss_is_no_larger_than_what_ip_can_reassemble)
{
	const struct tcpsim_setting *mss = tcpsim_setting_find("mss");
	struct end a = end_new();

	ck_assert_int_eq(tcpsim_policy_set(&a.policy, mss, 65495), 0);
	ck_assert_int_eq(tcpsim_policy_set(&a.policy, mss, 65496), -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("requirements on opening");
	TCase *numbers = tcase_create("numbers"), *opening = tcase_create("opening"), *mss = tcase_create("mss");

	suite_add_tcase(suite, numbers);
	tcase_add_test(numbers, the_isn_follows_a_clock);
	tcase_add_test(numbers, the_isn_depends_on_the_sockets_and_a_secret);
	suite_add_tcase(suite, opening);
	tcase_add_test(opening, two_active_opens_that_cross_make_one_connection);
	tcase_add_test(opening, syn_received_remembers_where_it_came_from);
	tcase_add_test(opening, a_passive_open_touches_no_other);
	tcase_add_test(opening, one_may_listen_beside_connections_that_open);
	tcase_add_test(opening, the_local_address_of_a_connection_stays);
	tcase_add_test(opening, an_open_to_a_group_is_refused);
	tcase_add_test(opening, what_is_for_or_from_a_group_is_discarded_without_a_word);
	suite_add_tcase(suite, mss);
	tcase_add_test(mss, every_syn_carries_the_mss_and_nothing_else_does);
	tcase_add_test(mss, segments_are_no_larger_than_either_end_takes);
	tcase_add_test(mss, the_mss_is_no_larger_than_what_ip_can_reassemble);
	return suite_run(suite);
}
