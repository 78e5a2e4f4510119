/* SPDX-License-Identifier: MIT */
#include <tcpsim/watcher.h>

#include "tests/unit/net_world.h"

/* The invariants in runs of the real engine: what keeps them, and which setting, segment or flaw breaks them. */

static struct tcpsim_policy policy;
static struct tcpsim_link_options link_options;
static struct world world;
static struct tcpsim_watcher *watcher;
static tcpsim_socket client, server;

static void
set_up(void)
{
	policy = *world_policy();
	link_options = (struct tcpsim_link_options){ .delay_us = DELAY_US };
}

/* The world with the policy and the links as they are by now. */
static void
begin(void)
{
	world = world_with(&policy, &link_options, 1);
	watcher = tcpsim_watcher_new(world.net);
}

static void
tear_down(void)
{
	tcpsim_watcher_free(watcher);
	world_free(world);
}

/* Both ends are ESTABLISHED. */
static void
open_both(void)
{
	begin();
	client = world_connect(world);
	world_run(world, 3 * link_options.delay_us);
	server = world_child(world);
}

/* One way over the link. */
static void
cross(void)
{
	world_run(world, link_options.delay_us);
}

static const struct tcpsim_invariant_verdict *
judged(enum tcpsim_invariant invariant)
{
	tcpsim_watcher_read(watcher);
	return tcpsim_watcher_verdict(watcher, invariant);
}

static void
assert_holds(enum tcpsim_invariant invariant)
{
	const struct tcpsim_invariant_verdict *verdict = judged(invariant);

	ck_assert_msg(!verdict->is_broken, "%s", verdict->words);
}

static void
assert_all_hold(void)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		assert_holds((enum tcpsim_invariant)i);
}

/* It is broken, and its sentence is that. */
#define assert_broken(invariant, said) \
	do { \
		const struct tcpsim_invariant_verdict *verdict_ = judged(invariant); \
		ck_assert(verdict_->is_broken); \
		ck_assert_str_eq(verdict_->words, said); \
	} while (0)

static void
set_flaw(enum tcpsim_flaw flaw)
{
	policy.flaws = tcpsim_flaw_set(flaw);
}

/* A segment without text, made by hand. */
static void
forge(uint16_t from, uint16_t into, uint32_t seq, uint32_t ack, uint8_t ctl)
{
	const struct tcpsim_segment seg = { .seq = { seq }, .ack = { ack }, .wnd = 1000, .ctl = ctl };

	tcpsim_net_inject(world.net, from, 0, into, 0, &seg, NULL, 0);
}

/* ---- isn-agreed ---- */

START_TEST(three_messages_agree)
{
	open_both();
	ck_assert_int_eq(world_state(world, server), TCPSIM_ESTABLISHED);
	assert_all_hold();
}
END_TEST

START_TEST(two_messages_do_not)
{
	policy.handshake = TCPSIM_TWO_WAY;
	begin();
	client = world_connect(world);
	assert_holds(TCPSIM_ISN_AGREED);
	cross();
	assert_broken(TCPSIM_ISN_AGREED,
		"server became ESTABLISHED at 0.010 s with ISS=300 and IRS=4294967295, and nobody has agreed to both: "
		"client is SYN-SENT with ISS=4294967295.");
}
END_TEST

START_TEST(two_active_opens_agree)
{
	/* 3.5, figure 7. */
	begin();
	client = tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, 6000, NULL, 0);
	server = tcpsim_net_connect(world.net, SERVER, 6000, CLIENT, 5000, NULL, 0);
	world_run(world, 3 * DELAY_US);
	ck_assert_int_eq(world_state(world, client), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(world_state(world, server), TCPSIM_ESTABLISHED);
	assert_all_hold();
}
END_TEST

START_TEST(an_old_syn_ack_is_agreed_to_if_its_ack_is_ignored)
{
	/* 3.10.7.3 first: SEG.ACK is to be tested; RFC 793 errata 3300 is about the order. */
	set_flaw(TCPSIM_FLAW_SYN_SENT_IGNORES_ACK);
	begin();
	client = world_connect(world);
	forge(SERVER, CLIENT, 90, 5, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_int_eq(world_state(world, client), TCPSIM_ESTABLISHED);
	assert_broken(TCPSIM_ISN_AGREED,
		"client became ESTABLISHED at 0.000 s with ISS=4294967295 and IRS=90, and nobody has agreed to both: "
		"server has no connection on these sockets.");
}
END_TEST

START_TEST(an_ack_of_the_number_before_the_syn_agrees_to_nothing)
{
	/* 3.10.7.4 fifth, SYN-RECEIVED: SND.UNA < SEG.ACK, not "=<". */
	set_flaw(TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA);
	begin();
	client = world_connect(world);
	cross();
	forge(CLIENT, SERVER, CLIENT_ISS + 1, SERVER_ISS, TCPSIM_ACK);
	ck_assert_int_eq(world_state(world, world_child(world)), TCPSIM_ESTABLISHED);
	ck_assert(judged(TCPSIM_ISN_AGREED)->is_broken);
}
END_TEST

/* ---- listen-by-user ---- */

/* The client's SYN has arrived, the answer is under way; then a RST that may be the client's. */
static void
reset_syn_received(void)
{
	begin();
	client = world_connect(world);
	cross();
	server = world_child(world);
	ck_assert_int_eq(world_state(world, server), TCPSIM_SYN_RECEIVED);
	forge(CLIENT, SERVER, CLIENT_ISS + 1, 0, TCPSIM_RST);
}

/* Another SYN crosses the client's: it is SYN-RECEIVED by an active OPEN. Then a RST. */
static void
reset_active_syn_received(void)
{
	begin();
	client = world_connect(world);
	forge(SERVER, CLIENT, SERVER_ISS, 0, TCPSIM_SYN);
	ck_assert_int_eq(world_state(world, client), TCPSIM_SYN_RECEIVED);
	forge(SERVER, CLIENT, SERVER_ISS + 1, 0, TCPSIM_RST);
}

START_TEST(a_reset_listener_listens_again)
{
	/* 3.10.7.4 second, SYN-RECEIVED; MUST-11. */
	reset_syn_received();
	ck_assert_int_eq(world_state(world, server), TCPSIM_LISTEN);
	assert_holds(TCPSIM_LISTEN_BY_USER);
}
END_TEST

START_TEST(a_reset_active_open_is_refused)
{
	reset_active_syn_received();
	ck_assert_int_eq(world_state(world, client), TCPSIM_CLOSED);
	assert_holds(TCPSIM_LISTEN_BY_USER);
}
END_TEST

START_TEST(a_listener_that_is_taken_away_breaks_it)
{
	set_flaw(TCPSIM_FLAW_SYN_RECEIVED_PASSIVE_CLOSES);
	reset_syn_received();
	assert_broken(TCPSIM_LISTEN_BY_USER,
		"server went from SYN-RECEIVED to CLOSED at 0.010 s by the rule rst-syn-received-refused, but it came from "
		"LISTEN: its user still listens.");
}
END_TEST

START_TEST(an_active_open_that_listens_breaks_it)
{
	set_flaw(TCPSIM_FLAW_SYN_RECEIVED_ACTIVE_LISTENS);
	reset_active_syn_received();
	assert_broken(TCPSIM_LISTEN_BY_USER,
		"client went from SYN-RECEIVED to LISTEN at 0.000 s by the rule rst-syn-received-listens, but it came by an "
		"active OPEN: nobody told it to listen.");
}
END_TEST

START_TEST(giving_up_takes_no_listener_away)
{
	/* 3.8.3: R2 ends the connection, and a new SYN finds the listener. */
	begin();
	client = world_connect(world);
	cross();
	tcpsim_net_cut(world.net, SERVER, CLIENT, 0);
	tcpsim_net_cut(world.net, CLIENT, SERVER, 0);
	world_until_quiet(world);
	ck_assert_int_eq(world_state(world, client), TCPSIM_CLOSED);
	assert_holds(TCPSIM_LISTEN_BY_USER);
}
END_TEST

/* ---- no-forged-reset ---- */

START_TEST(a_rst_somewhere_in_the_window_resets_without_rfc_5961)
{
	policy.rfc5961 = 0;
	open_both();
	forge(CLIENT, SERVER, CLIENT_ISS + 100, 0, TCPSIM_RST);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
	assert_broken(TCPSIM_NO_FORGED_RESET,
		"server went from ESTABLISHED to CLOSED at 0.030 s by the rule rst-resets, because of a <SEQ=99><CTL=RST> "
		"that its peer never sent.");
}
END_TEST

START_TEST(a_syn_in_the_window_resets_without_rfc_5961)
{
	policy.rfc5961 = 0;
	open_both();
	forge(CLIENT, SERVER, CLIENT_ISS + 100, 0, TCPSIM_SYN);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
	ck_assert(judged(TCPSIM_NO_FORGED_RESET)->is_broken);
}
END_TEST

START_TEST(a_challenge_keeps_both_out)
{
	/* RFC 5961 3 and 4: an ACK asks the peer, who knows of no reset. */
	open_both();
	forge(CLIENT, SERVER, CLIENT_ISS + 100, 0, TCPSIM_RST);
	forge(CLIENT, SERVER, CLIENT_ISS + 100, 0, TCPSIM_SYN);
	world_until_quiet(world);
	ck_assert_int_eq(world_state(world, server), TCPSIM_ESTABLISHED);
	assert_all_hold();
}
END_TEST

START_TEST(a_rst_guessed_exactly_resets_all_the_same)
{
	open_both();
	forge(CLIENT, SERVER, CLIENT_ISS + 1, 0, TCPSIM_RST);
	ck_assert(judged(TCPSIM_NO_FORGED_RESET)->is_broken);
}
END_TEST

START_TEST(a_reset_of_the_peer_is_not_forged)
{
	open_both();
	tcpsim_net_abort(world.net, client, 0);
	cross();
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
	assert_all_hold();
}
END_TEST

START_TEST(a_copy_of_a_reset_of_the_peer_is_not_forged)
{
	const struct tcpsim_fault copy = { .kind = TCPSIM_FAULT_DUPLICATE, .host = CLIENT, .segment = TCPSIM_KIND_RST,
		.first = 1, .last = 1, .time_us = SECOND_US };
	const struct tcpsim_fault hold = { .kind = TCPSIM_FAULT_HOLD, .host = CLIENT, .segment = TCPSIM_KIND_RST,
		.first = 1, .last = 1, .time_us = 2 * SECOND_US };

	open_both();
	tcpsim_net_add_fault(world.net, &copy);
	tcpsim_net_add_fault(world.net, &hold);
	tcpsim_net_abort(world.net, client, 0);
	world_run(world, SECOND_US);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
	assert_all_hold();
}
END_TEST

START_TEST(an_ack_that_completes_a_close_resets_nothing)
{
	open_both();
	tcpsim_net_close(world.net, client, false, 0);
	cross();
	tcpsim_net_cut(world.net, SERVER, CLIENT, 0);
	tcpsim_net_close(world.net, server, false, 0);
	ck_assert_int_eq(world_state(world, server), TCPSIM_LAST_ACK);
	forge(CLIENT, SERVER, CLIENT_ISS + 2, SERVER_ISS + 2, TCPSIM_ACK);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
	assert_holds(TCPSIM_NO_FORGED_RESET);
}
END_TEST

/* ---- right-edge-not-shrunk ---- */

/* The server gets a smaller buffer while it is open; `line` of the scenario, or 0. */
static void
shrink_buffer(uint32_t line)
{
	policy.receive_buffer_bytes = 4000;
	open_both();
	assert_holds(TCPSIM_RIGHT_EDGE_NOT_SHRUNK);
	ck_assert_int_eq(tcpsim_net_set(world.net, SERVER, tcpsim_setting_find("receive-buffer"), 3000, line), 0);
}

START_TEST(a_smaller_buffer_moves_no_right_edge)
{
	/* 3.8.6, SHLD-14: what was announced stays so. */
	shrink_buffer(8);
	world_until_quiet(world);
	assert_all_hold();
}
END_TEST

START_TEST(a_setting_that_moves_the_right_edge_back_breaks_it)
{
	/* RCV.NXT is the number behind the SYN's, 0. The sentence says it with and without a record of the call. */
	set_flaw(TCPSIM_FLAW_WINDOW_SHRINKS);
	shrink_buffer(_i == 0 ? 8 : 0);
	assert_broken(TCPSIM_RIGHT_EDGE_NOT_SHRUNK,
		"At 0.030 s the right edge of the receive window of server went back from 4000 to 3000 (RCV.NXT=0, "
		"RCV.WND=3000).");
}
END_TEST

/* ---- clean-close ---- */

/* The client closes, then the server, and the last ACK is lost. */
static void
lose_the_last_ack(void)
{
	/* The first ACK of the client ended the handshake. */
	const struct tcpsim_fault drop = { .kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_ACK,
		.first = 2, .last = 2 };

	open_both();
	tcpsim_net_add_fault(world.net, &drop);
	tcpsim_net_close(world.net, client, false, 0);
	cross();
	tcpsim_net_close(world.net, server, false, 0);
	world_until_quiet(world);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
}

START_TEST(time_wait_answers_the_last_fin)
{
	lose_the_last_ack();
	assert_all_hold();
}
END_TEST

START_TEST(without_time_wait_a_clean_close_looks_like_a_reset)
{
	/* The FIN goes out again after 1 s, and nobody knows of the connection any more. */
	policy.time_wait_msl = 0;
	lose_the_last_ack();
	assert_broken(TCPSIM_CLEAN_CLOSE,
		"server was told of a reset in LAST-ACK at 1.060 s, but it had said CLOSE, and client was closed in good "
		"order by then.");
}
END_TEST

START_TEST(a_crash_is_no_good_order)
{
	open_both();
	tcpsim_net_close(world.net, client, false, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_state(world, client), TCPSIM_FIN_WAIT_2);
	tcpsim_net_restart(world.net, CLIENT, 0);
	world_run(world, 2 * policy.msl_us);
	tcpsim_net_close(world.net, server, false, 0);
	world_until_quiet(world);
	/* 3.5.1: a half-open connection is found out by a RST. */
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_SIGNAL, SERVER, 3)->error, TCPSIM_ERROR_RESET);
	assert_holds(TCPSIM_CLEAN_CLOSE);
}
END_TEST

/* ---- fin-accounted ---- */

START_TEST(all_the_ways_to_close_account_for_the_fin)
{
	/* Figures 12 and 13, and a CLOSE before the handshake is over. */
	open_both();
	tcpsim_net_close(world.net, client, false, 0);
	tcpsim_net_close(world.net, server, false, 0);
	world_until_quiet(world);
	client = world_connect(world);
	cross();
	server = world_child(world);
	tcpsim_net_close(world.net, server, false, 0);
	world_run(world, 2 * DELAY_US);
	tcpsim_net_close(world.net, client, false, 0);
	world_until_quiet(world);
	ck_assert_int_eq(world_state(world, client), TCPSIM_CLOSED);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
	assert_all_hold();
}
END_TEST

START_TEST(a_fin_that_was_not_sent_is_not_acknowledged)
{
	/* CLOSE with text that waits for the window: FIN follows it (3.10.4), and has no number yet. */
	set_flaw(TCPSIM_FLAW_FIN_ACKED_EARLY);
	policy.receive_buffer_bytes = 10;
	open_both();
	tcpsim_net_send(world.net, client, "0123456789abcdefghij", 20, 0);
	tcpsim_net_close(world.net, client, false, 0);
	tcpsim_net_set_reading(world.net, SERVER, false);
	world_run(world, SECOND_US / 2);
	tcpsim_watcher_read(watcher);
	ck_assert(judged(TCPSIM_FIN_ACCOUNTED)->is_broken);
	ck_assert_ptr_nonnull(strstr(judged(TCPSIM_FIN_ACCOUNTED)->words, "but its FIN was never sent"));
}
END_TEST

START_TEST(a_fin_is_sent_again_with_its_bit)
{
	const struct tcpsim_fault drop = { .kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_FIN,
		.first = 1, .last = 1 };
	static const char *const said[] = { NULL,
		"At 1.030 s client sent nothing at all again with SEQ=0; its FIN has the number 0." };

	set_flaw(_i == 0 ? TCPSIM_FLAW_NONE : TCPSIM_FLAW_FIN_RESENT_BARE);
	open_both();
	tcpsim_net_add_fault(world.net, &drop);
	tcpsim_net_close(world.net, client, false, 0);
	world_run(world, 2 * SECOND_US);
	if (_i == 0)
		assert_all_hold();
	else
		assert_broken(TCPSIM_FIN_ACCOUNTED, said[_i]);
}
END_TEST

/* ---- read-before-close ---- */

/* Both close, and the server has not read what the client sent. */
static void
close_without_reading(bool is_shutdown)
{
	begin();
	tcpsim_net_set_reading(world.net, SERVER, false);
	client = world_connect(world);
	world_run(world, 3 * DELAY_US);
	server = world_child(world);
	tcpsim_net_send(world.net, client, "unread", 6, 0);
	tcpsim_net_close(world.net, client, false, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSE_WAIT);
	tcpsim_net_close(world.net, server, is_shutdown, 0);
	world_until_quiet(world);
	ck_assert_int_eq(world_state(world, server), TCPSIM_CLOSED);
}

START_TEST(a_close_over_unread_octets_breaks_it)
{
	policy.reset_unread = 0;
	close_without_reading(false);
	assert_broken(TCPSIM_READ_BEFORE_CLOSE,
		"server went from LAST-ACK to CLOSED at 0.070 s as if all were well, but its user never read the last 6 "
		"octets that came.");
}
END_TEST

START_TEST(a_rst_owns_up_to_unread_octets)
{
	/* 3.6.1, SHLD-3. */
	close_without_reading(false);
	ck_assert_ptr_nonnull(world_sent(world, SERVER, TCPSIM_KIND_RST, 1));
	assert_all_hold();
}
END_TEST

START_TEST(who_aborts_or_crashes_need_not_have_read)
{
	begin();
	tcpsim_net_set_reading(world.net, SERVER, false);
	client = world_connect(world);
	world_run(world, 3 * DELAY_US);
	tcpsim_net_send(world.net, client, "unread", 6, 0);
	world_run(world, 2 * DELAY_US);
	if (_i == 0)
		tcpsim_net_crash(world.net, SERVER, 0);
	else if (_i == 1)
		tcpsim_net_abort(world.net, world_child(world), 0);
	else
		tcpsim_net_abort(world.net, client, 0);
	world_run(world, DELAY_US);
	assert_holds(TCPSIM_READ_BEFORE_CLOSE);
}
END_TEST

/* ---- probes-used-up ---- */

/* The keepalive timer fires until the client gives up. */
static void
give_up(void)
{
	policy.keepalive = 1;
	policy.keepalive_probes = 3;
	open_both();
	tcpsim_net_cut(world.net, SERVER, CLIENT, 0);
	while (tcpsim_net_expire(world.net, client, TCPSIM_TIMER_KEEPALIVE, 0) == 0)
		world_run(world, DELAY_US);
	ck_assert_int_eq(world_state(world, client), TCPSIM_CLOSED);
}

START_TEST(a_peer_is_given_up_after_all_probes)
{
	give_up();
	ck_assert_ptr_nonnull(world_sent(world, CLIENT, TCPSIM_KIND_PROBE, 3));
	assert_all_hold();
}
END_TEST

START_TEST(a_peer_that_is_given_up_too_early_breaks_it)
{
	set_flaw(TCPSIM_FLAW_ONE_PROBE_KILLS);
	give_up();
	assert_broken(TCPSIM_PROBES_USED_UP,
		"client gave up its peer at 0.040 s after 1 keepalive probe without an answer; keepalive-probes is 3.");
}
END_TEST

START_TEST(a_probe_that_was_answered_does_not_count)
{
	set_flaw(TCPSIM_FLAW_ONE_PROBE_KILLS);
	policy.keepalive = 1;
	policy.keepalive_probes = 2;
	open_both();
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(tcpsim_net_expire(world.net, client, TCPSIM_TIMER_KEEPALIVE, 0), 0);
		world_run(world, 2 * DELAY_US);
	}
	assert_all_hold();
	tcpsim_net_cut(world.net, SERVER, CLIENT, 0);
	tcpsim_net_expire(world.net, client, TCPSIM_TIMER_KEEPALIVE, 0);
	tcpsim_net_expire(world.net, client, TCPSIM_TIMER_KEEPALIVE, 0);
	ck_assert(judged(TCPSIM_PROBES_USED_UP)->is_broken);
}
END_TEST

/* ---- no-packet-war ---- */

/*
 * An octet that the client never sent: the server acknowledges it, the client says that it has not sent it (3.10.7.4
 * fifth), and that is an old segment for the server, who acknowledges again (first).
 */
static void
desynchronize(void)
{
	const struct tcpsim_segment seg = { .seq = { CLIENT_ISS + 1 }, .ack = { SERVER_ISS + 1 }, .wnd = 1000,
		.ctl = TCPSIM_ACK, .text_bytes = 1 };

	open_both();
	tcpsim_net_inject(world.net, CLIENT, 0, SERVER, 0, &seg, NULL, 0);
}

START_TEST(a_war_that_nothing_ends_breaks_it)
{
	policy.challenge_limit = TCPSIM_UNLIMITED;
	desynchronize();
	/* The client hears the first ACK at 40 ms, and the fourth at 100 ms. */
	world_run(world, 7 * DELAY_US - 1);
	assert_holds(TCPSIM_NO_PACKET_WAR);
	world_run(world, 1);
	assert_broken(TCPSIM_NO_PACKET_WAR,
		"At 0.100 s the same segment came to client for the time number 4, each in answer to an answer to the one "
		"before, and nothing has changed.");
}
END_TEST

START_TEST(the_challenge_limit_ends_a_war)
{
	/* RFC 5961 7: ten of them in 5 s. */
	desynchronize();
	world_until_quiet(world);
	ck_assert_ptr_nonnull(world_sent(world, CLIENT, TCPSIM_KIND_ACK, 1 + 10));
	ck_assert_ptr_null(world_sent(world, CLIENT, TCPSIM_KIND_ACK, 1 + 11));
	assert_holds(TCPSIM_NO_PACKET_WAR);
}
END_TEST

START_TEST(a_war_that_is_slower_than_the_limit_breaks_it)
{
	/* One each 2 s is never more than three in 5 s. */
	link_options.delay_us = SECOND_US;
	policy.rto_initial_us = 10 * SECOND_US;
	policy.challenge_limit = 3;
	desynchronize();
	/* The client hears the first after 1 s. The eighth has come round seven times, more than twice the limit. */
	world_run(world, 13 * SECOND_US);
	assert_holds(TCPSIM_NO_PACKET_WAR);
	world_run(world, 2 * SECOND_US);
	ck_assert(judged(TCPSIM_NO_PACKET_WAR)->is_broken);
}
END_TEST

START_TEST(a_rst_for_a_rst_is_a_war)
{
	set_flaw(TCPSIM_FLAW_RST_FOR_RST);
	begin();
	tcpsim_net_close(world.net, world.listener, false, 0);
	forge(CLIENT, SERVER, 100, 0, TCPSIM_RST);
	world_run(world, SECOND_US);
	ck_assert(judged(TCPSIM_NO_RST_FOR_RST)->is_broken);
	ck_assert(judged(TCPSIM_NO_PACKET_WAR)->is_broken);
}
END_TEST

START_TEST(talking_is_no_war)
{
	/* Each octet is answered by another: a chain as long as any war. */
	open_both();
	for (int i = 0; i < 50; i++) {
		tcpsim_net_send(world.net, client, "x", 1, 0);
		cross();
		tcpsim_net_send(world.net, server, "y", 1, 0);
		cross();
	}
	assert_all_hold();
}
END_TEST

/* The tests of one invariant. */
static TCase *
begin_tests(Suite *suite, enum tcpsim_invariant invariant)
{
	TCase *tests = tcase_create(tcpsim_invariant_name(invariant));

	tcase_add_checked_fixture(tests, set_up, tear_down);
	suite_add_tcase(suite, tests);
	return tests;
}

static void
add_opening(Suite *suite)
{
	TCase *tests;

	tests = begin_tests(suite, TCPSIM_ISN_AGREED);
	tcase_add_test(tests, three_messages_agree);
	tcase_add_test(tests, two_messages_do_not);
	tcase_add_test(tests, two_active_opens_agree);
	tcase_add_test(tests, an_old_syn_ack_is_agreed_to_if_its_ack_is_ignored);
	tcase_add_test(tests, an_ack_of_the_number_before_the_syn_agrees_to_nothing);
	tests = begin_tests(suite, TCPSIM_LISTEN_BY_USER);
	tcase_add_test(tests, a_reset_listener_listens_again);
	tcase_add_test(tests, a_reset_active_open_is_refused);
	tcase_add_test(tests, a_listener_that_is_taken_away_breaks_it);
	tcase_add_test(tests, an_active_open_that_listens_breaks_it);
	tcase_add_test(tests, giving_up_takes_no_listener_away);
	tests = begin_tests(suite, TCPSIM_NO_FORGED_RESET);
	tcase_add_test(tests, a_rst_somewhere_in_the_window_resets_without_rfc_5961);
	tcase_add_test(tests, a_syn_in_the_window_resets_without_rfc_5961);
	tcase_add_test(tests, a_challenge_keeps_both_out);
	tcase_add_test(tests, a_rst_guessed_exactly_resets_all_the_same);
	tcase_add_test(tests, a_reset_of_the_peer_is_not_forged);
	tcase_add_test(tests, a_copy_of_a_reset_of_the_peer_is_not_forged);
	tcase_add_test(tests, an_ack_that_completes_a_close_resets_nothing);
	tcase_add_test(tests, a_smaller_buffer_moves_no_right_edge);
	tcase_add_loop_test(tests, a_setting_that_moves_the_right_edge_back_breaks_it, 0, 2);
}

static void
add_closing(Suite *suite)
{
	TCase *tests;

	tests = begin_tests(suite, TCPSIM_CLEAN_CLOSE);
	tcase_add_test(tests, time_wait_answers_the_last_fin);
	tcase_add_test(tests, without_time_wait_a_clean_close_looks_like_a_reset);
	tcase_add_test(tests, a_crash_is_no_good_order);
	tests = begin_tests(suite, TCPSIM_FIN_ACCOUNTED);
	tcase_add_test(tests, all_the_ways_to_close_account_for_the_fin);
	tcase_add_test(tests, a_fin_that_was_not_sent_is_not_acknowledged);
	tcase_add_loop_test(tests, a_fin_is_sent_again_with_its_bit, 0, 2);
	tests = begin_tests(suite, TCPSIM_READ_BEFORE_CLOSE);
	tcase_add_test(tests, a_close_over_unread_octets_breaks_it);
	tcase_add_test(tests, a_rst_owns_up_to_unread_octets);
	tcase_add_loop_test(tests, who_aborts_or_crashes_need_not_have_read, 0, 3);
}

static void
add_answering(Suite *suite)
{
	TCase *tests;

	tests = begin_tests(suite, TCPSIM_PROBES_USED_UP);
	tcase_add_test(tests, a_peer_is_given_up_after_all_probes);
	tcase_add_test(tests, a_peer_that_is_given_up_too_early_breaks_it);
	tcase_add_test(tests, a_probe_that_was_answered_does_not_count);
	tests = begin_tests(suite, TCPSIM_NO_PACKET_WAR);
	tcase_add_test(tests, a_war_that_nothing_ends_breaks_it);
	tcase_add_test(tests, the_challenge_limit_ends_a_war);
	tcase_add_test(tests, a_war_that_is_slower_than_the_limit_breaks_it);
	tcase_add_test(tests, a_rst_for_a_rst_is_a_war);
	tcase_add_test(tests, talking_is_no_war);
}

int
main(void)
{
	Suite *suite = suite_create("invariants in runs");

	add_opening(suite);
	add_closing(suite);
	add_answering(suite);
	return suite_run(suite);
}
