/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/net/net_private.h"
#include "tests/suite.h"

/* More connections than TCBs that are awake: at either end, most of them rest. */
#define CONNECTIONS 5000U
#define EARLY 100U

static uint32_t n_delivered;

static void
see(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	(void)net;
	(void)data;
	n_delivered += (uint32_t)event->n_octets;
}

static struct tcpsim_net *
net_new(const struct tcpsim_policy *policy)
{
	const struct tcpsim_link_options link = { .delay_us = 10000 };
	struct tcpsim_net *net = tcpsim_net_new(NULL);

	n_delivered = 0;
	tcpsim_net_add_host(net, "client", policy);
	tcpsim_net_add_host(net, "server", policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	tcpsim_net_set_user(net, 1, see, NULL);
	tcpsim_net_listen(net, 1, 80, NULL, 0);
	return net;
}

static void
open_all(struct tcpsim_net *net, tcpsim_socket *sockets)
{
	for (uint32_t i = 0; i < CONNECTIONS; i++) {
		sockets[i] = tcpsim_net_connect(net, 0, 0, 1, 80, NULL, 0);
		ck_assert(sockets[i] != 0);
		if (i % 100 == 99)
			tcpsim_net_run(net, tcpsim_net_now_us(net) + 50000);
	}
	tcpsim_net_run(net, tcpsim_net_now_us(net) + 5000000);
}

static uint32_t
count_resting(const struct tcpsim_net *net)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < net->n_endpoints; i++)
		n += tcpsim_endpoint_asleep(net, i)->resting != NULL;
	return n;
}

START_TEST(who_rests_wakes_as_he_was)
{
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	static tcpsim_socket sockets[CONNECTIONS], others[CONNECTIONS];
	static struct tcpsim_tcb first[EARLY];
	struct tcpsim_net *net;

	policy.keepalive = policy.sack = policy.timestamps = policy.window_scale = policy.ecn = 1;
	net = net_new(&policy);
	/* Those that are opened first have gone to rest by the time the others are open. */
	for (uint32_t i = 0; i < EARLY; i++) {
		sockets[i] = tcpsim_net_connect(net, 0, 0, 1, 80, NULL, 0);
		tcpsim_net_run(net, tcpsim_net_now_us(net) + 50000);
		first[i] = *tcpsim_net_tcb(net, sockets[i]);
	}
	open_all(net, others);
	ck_assert_uint_gt(count_resting(net), CONNECTIONS);
	for (uint32_t i = 0; i < net->n_endpoints; i++) {
		struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, i);

		ck_assert(endpoint->resting == NULL || endpoint->tcb == NULL);
	}
	for (uint32_t i = 0; i < EARLY; i++)
		ck_assert_int_eq(memcmp(tcpsim_net_tcb(net, sockets[i]), &first[i], sizeof first[i]), 0);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_timer_of_fin_wait_2_runs_at_rest)
{
	/* RFC 9293 3.6.1 MAY-1 with a limit, as systems have it. The segments that were acknowledged at once are counted. */
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	static tcpsim_socket sockets[CONNECTIONS], others[CONNECTIONS];
	static struct tcpsim_tcb first[EARLY];
	struct tcpsim_net *net;

	policy.fin_wait_2_timeout_us = INT64_C(3600000000);
	policy.delayed_ack_us = 40000;
	policy.quick_acks = 7;
	net = net_new(&policy);
	for (uint32_t i = 0; i < EARLY; i++) {
		sockets[i] = tcpsim_net_connect(net, 0, 0, 1, 80, NULL, 0);
		tcpsim_net_run(net, tcpsim_net_now_us(net) + 50000);
		tcpsim_net_send(net, tcpsim_net_connection(net, 1, i + 1), "abc", 3, 0);
		tcpsim_net_close(net, sockets[i], false, 0);
		tcpsim_net_run(net, tcpsim_net_now_us(net) + 50000);
		first[i] = *tcpsim_net_tcb(net, sockets[i]);
		ck_assert_int_eq(first[i].state, TCPSIM_FIN_WAIT_2);
		ck_assert_uint_eq(first[i].quick_acks, 1);
		ck_assert(first[i].deadline_us[TCPSIM_TIMER_FIN_WAIT_2] != TCPSIM_TIME_NONE);
	}
	open_all(net, others);
	ck_assert_uint_gt(count_resting(net), CONNECTIONS);
	for (uint32_t i = 0; i < EARLY; i++)
		ck_assert_int_eq(memcmp(tcpsim_net_tcb(net, sockets[i]), &first[i], sizeof first[i]), 0);
	tcpsim_net_run(net, first[EARLY - 1].deadline_us[TCPSIM_TIMER_FIN_WAIT_2]);
	for (uint32_t i = 0; i < EARLY; i++)
		ck_assert_ptr_null(tcpsim_net_tcb(net, sockets[i]));
	tcpsim_net_free(net);
}
END_TEST

START_TEST(all_that_rest_can_be_used_closed_and_timed_out)
{
	static tcpsim_socket sockets[CONNECTIONS];
	struct tcpsim_net *net = net_new(&tcpsim_profile_find("rfc9293")->policy);

	open_all(net, sockets);
	ck_assert_uint_gt(count_resting(net), CONNECTIONS);
	for (uint32_t i = 0; i < CONNECTIONS; i++)
		ck_assert_int_eq(tcpsim_net_send(net, sockets[i], "abc", 3, 0), TCPSIM_OK);
	tcpsim_net_run(net, tcpsim_net_now_us(net) + 5000000);
	ck_assert_uint_eq(n_delivered, 3 * CONNECTIONS);
	for (uint32_t i = 0; i < CONNECTIONS; i++) {
		ck_assert_int_eq(tcpsim_net_close(net, sockets[i], false, 0), TCPSIM_OK);
		tcpsim_net_close(net, tcpsim_net_connection(net, 1, i + 1), false, 0);
	}
	/* TIME-WAIT is spent at rest, but for its end. */
	while (tcpsim_net_step(net))
		continue;
	for (uint32_t i = 0; i < CONNECTIONS; i++)
		ck_assert_ptr_null(tcpsim_net_tcb(net, sockets[i]));
	/* The listener is left. */
	ck_assert_uint_eq(count_resting(net) + net->tcbs->n_awake, 1);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_host_goes_down_with_those_that_rest)
{
	static tcpsim_socket sockets[CONNECTIONS];
	struct tcpsim_net *net = net_new(&tcpsim_profile_find("rfc9293")->policy);

	open_all(net, sockets);
	tcpsim_net_crash(net, 1, 0);
	tcpsim_net_crash(net, 0, 0);
	ck_assert_uint_eq(count_resting(net), 0);
	ck_assert_uint_eq(net->tcbs->n_awake, 0);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: TCBs at rest");
	TCase *tcbs = tcase_create("TCBs at rest");

	tcase_set_timeout(tcbs, 60);
	tcase_add_test(tcbs, who_rests_wakes_as_he_was);
	tcase_add_test(tcbs, a_timer_of_fin_wait_2_runs_at_rest);
	tcase_add_test(tcbs, all_that_rest_can_be_used_closed_and_timed_out);
	tcase_add_test(tcbs, a_host_goes_down_with_those_that_rest);
	suite_add_tcase(suite, tcbs);
	return suite_run(suite);
}
