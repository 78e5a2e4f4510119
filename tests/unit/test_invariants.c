/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/watcher.h>

#include "lib/net/net_private.h"
#include "tests/suite.h"

/*
 * The invariants, on traces that are made by hand: most of what breaks them is a bug that no network of ours has.
 * The client, host 0, has ISS 100, the server, host 1, has ISS 300; MSL is 120 s (RFC 9293 3.4.2).
 */
enum {
	CLIENT,
	SERVER
};

static struct tcpsim_net *net;
static struct tcpsim_watcher *watcher;

static void
set_up(void)
{
	struct tcpsim_net_options options = { .has_trace = true };
	const struct tcpsim_profile *profile = tcpsim_profile_find("rfc9293");

	net = tcpsim_net_new(&options);
	tcpsim_net_add_host(net, "client", &profile->policy);
	tcpsim_net_add_host(net, "server", &profile->policy);
	watcher = tcpsim_watcher_new(net);
}

static void
tear_down(void)
{
	tcpsim_watcher_free(watcher);
	tcpsim_net_free(net);
}

static bool
has_sent_fin(enum tcpsim_state state)
{
	return state == TCPSIM_FIN_WAIT_1 || state == TCPSIM_FIN_WAIT_2 || state == TCPSIM_CLOSING ||
		state == TCPSIM_LAST_ACK || state == TCPSIM_TIME_WAIT;
}

/* The variables of an end in a state, with nothing sent but a SYN, and a FIN where there is one. */
static struct tcpsim_vars
vars(enum tcpsim_state state, uint32_t iss, uint32_t irs)
{
	struct tcpsim_vars v = { .state = (uint8_t)state };

	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		v.deadline_us[i] = TCPSIM_TIME_NONE;
	if (state == TCPSIM_CLOSED || state == TCPSIM_LISTEN)
		return v;
	v.is_synchronized = state != TCPSIM_SYN_SENT;
	v.iss = tcpsim_seq_make(iss);
	v.snd_una = v.snd_nxt = tcpsim_seq_make(iss + 1);
	if (has_sent_fin(state))
		v.snd_nxt = tcpsim_seq_make(iss + 2);
	if (state == TCPSIM_FIN_WAIT_2 || state == TCPSIM_TIME_WAIT)
		v.snd_una = v.snd_nxt;
	v.snd_wnd = v.rcv_wnd = 1000;
	if (!v.is_synchronized)
		return v;
	v.irs = tcpsim_seq_make(irs);
	v.rcv_nxt = tcpsim_seq_make(irs + 1);
	return v;
}

/* A record at a time, of connection 1 of a host. */
static struct tcpsim_record *
put(int64_t time_us, enum tcpsim_record_kind kind, uint16_t host)
{
	struct tcpsim_record *record;

	net->now_us = time_us;
	record = tcpsim_record_add(net, kind);
	record->host = host;
	record->peer = host == CLIENT ? SERVER : CLIENT;
	record->local_port = host == CLIENT ? 49152 : 80;
	record->peer_port = host == CLIENT ? 80 : 49152;
	record->connection = 1;
	record->sent_us = time_us;
	return record;
}

/* An event that takes an end with these numbers from one state to another. */
static struct tcpsim_record *
event(int64_t time_us, enum tcpsim_record_kind kind, uint16_t host, enum tcpsim_state before, enum tcpsim_state after)
{
	struct tcpsim_record *record = put(time_us, kind, host);
	uint32_t iss = host == CLIENT ? 100 : 300, irs = host == CLIENT ? 300 : 100;

	record->before = vars(before, iss, irs);
	record->after = vars(after, iss, irs);
	return record;
}

static uint32_t
last(void)
{
	return tcpsim_record_last(net);
}

/* A three-way handshake, over at 150 ms. */
static void
shake_hands(void)
{
	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT)->what = TCPSIM_CALL_CONNECT;
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(100000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED);
	event(150000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_ESTABLISHED);
}

static void
send_call(int64_t time_us, uint16_t host, const char *text)
{
	struct tcpsim_record *record = event(time_us, TCPSIM_RECORD_CALL, host, TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED);

	record->what = TCPSIM_CALL_SEND;
	tcpsim_record_octets(net, record, text, strlen(text));
}

/* Text arrives and is delivered; `end` is RCV.NXT then, counted from IRS + 1. */
static void
deliver(int64_t time_us, uint16_t host, uint32_t end, const char *text)
{
	struct tcpsim_record *record =
		event(time_us, TCPSIM_RECORD_ARRIVE, host, TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED);
	uint32_t cause = last();

	record->after.rcv_nxt = tcpsim_seq_add(record->after.rcv_nxt, end);
	record = put(time_us, TCPSIM_RECORD_DELIVER, host);
	record->cause = cause;
	tcpsim_record_octets(net, record, text, strlen(text));
}

static struct tcpsim_record *
send_segment(int64_t time_us, uint16_t host, uint32_t seq, uint32_t ack, uint8_t ctl)
{
	struct tcpsim_record *record = put(time_us, TCPSIM_RECORD_SEND, host);

	record->segment.seq = tcpsim_seq_make(seq);
	record->segment.ack = tcpsim_seq_make(ack);
	record->segment.wnd = 1000; /* as vars() has RCV.WND */
	record->segment.ctl = ctl;
	return record;
}

/* The user says CLOSE at 1.5 s, and FIN is sent: SEQ=101 or SEQ=301. */
static void
close_first(uint16_t host)
{
	event(1500000, TCPSIM_RECORD_CALL, host, TCPSIM_ESTABLISHED, TCPSIM_FIN_WAIT_1)->what = TCPSIM_CALL_CLOSE;
	send_segment(1500000, host, host == CLIENT ? 101 : 301, host == CLIENT ? 301 : 101, TCPSIM_FIN | TCPSIM_ACK);
}

static void
assert_all_hold(void)
{
	tcpsim_watcher_read(watcher);
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict =
			tcpsim_watcher_verdict(watcher, (enum tcpsim_invariant)i);

		ck_assert_msg(
			!verdict->is_broken, "%s: %s", tcpsim_invariant_name((enum tcpsim_invariant)i), verdict->words);
	}
}

/* The invariant is broken since that record, and its sentence says so. */
#define assert_broken(invariant, at, said) \
	do { \
		const struct tcpsim_invariant_verdict *verdict_; \
		tcpsim_watcher_read(watcher); \
		verdict_ = tcpsim_watcher_verdict(watcher, invariant); \
		ck_assert(verdict_->is_broken); \
		ck_assert_uint_eq(verdict_->record, at); \
		ck_assert_msg(strstr(verdict_->words, said) != NULL, "%s", verdict_->words); \
	} while (0)

START_TEST(names_are_found)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		ck_assert_int_eq(tcpsim_invariant_find(tcpsim_invariant_name((enum tcpsim_invariant)i)), i);
		ck_assert_uint_gt(strlen(tcpsim_invariant_words((enum tcpsim_invariant)i)), 0);
	}
	ck_assert_int_eq(tcpsim_invariant_find("no-such-thing"), -1);
}
END_TEST

START_TEST(a_handshake_with_data_breaks_nothing)
{
	shake_hands();
	send_call(1000000, CLIENT, "hello");
	deliver(1050000, SERVER, 5, "hello");
	assert_all_hold();
}
END_TEST

START_TEST(a_change_that_figure_5_does_not_have_is_illegal)
{
	shake_hands();
	event(200000, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_ESTABLISHED, TCPSIM_LISTEN);
	assert_broken(TCPSIM_TRANSITIONS_LEGAL, last(), "from ESTABLISHED to LISTEN");
}
END_TEST

/* 3.5 has no such step, but a scenario that asks for a two-way handshake asks for it. */
START_TEST(the_step_that_makes_a_handshake_two_way_is_asked_for)
{
	struct tcpsim_record *record;

	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	record = event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_ESTABLISHED);
	record->fired.bits[TCPSIM_RULE_LISTEN_SYN_TWO_WAY / 64] |= UINT64_C(1) << TCPSIM_RULE_LISTEN_SYN_TWO_WAY % 64;
	tcpsim_watcher_read(watcher);
	ck_assert(!tcpsim_watcher_verdict(watcher, TCPSIM_TRANSITIONS_LEGAL)->is_broken);
	record = event(60000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_ESTABLISHED);
	assert_broken(TCPSIM_TRANSITIONS_LEGAL, last(), "from LISTEN to ESTABLISHED");
}
END_TEST

START_TEST(a_crash_is_no_transition)
{
	shake_hands();
	event(200000, TCPSIM_RECORD_LOST, CLIENT, TCPSIM_ESTABLISHED, TCPSIM_CLOSED);
	assert_all_hold();
}
END_TEST

START_TEST(snd_una_beyond_snd_nxt_breaks_seq_window)
{
	struct tcpsim_record *record;

	shake_hands();
	record = event(200000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED);
	record->after.snd_una = tcpsim_seq_add(record->after.snd_nxt, 1);
	assert_broken(TCPSIM_SEQ_WINDOW, last(), "SND.UNA of client was 102");
}
END_TEST

START_TEST(acknowledging_what_was_not_sent_breaks_seq_window)
{
	shake_hands();
	send_segment(200000, SERVER, 301, 101, TCPSIM_ACK);
	assert_all_hold();
	send_segment(200000, SERVER, 301, 102, TCPSIM_ACK);
	assert_broken(TCPSIM_SEQ_WINDOW, last(), "client has sent nothing from 101 on");
}
END_TEST

START_TEST(a_broken_tcb_breaks_seq_window)
{
	shake_hands();
	put(200000, TCPSIM_RECORD_BROKEN, SERVER)->words = "RCV.NXT is wrong.";
	assert_broken(TCPSIM_SEQ_WINDOW, last(), "RCV.NXT is wrong.");
}
END_TEST

/* Two messages: the client has sent that SYN, but has not seen the number that it is answered with. */
START_TEST(a_syn_alone_agrees_to_one_number_only)
{
	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_ESTABLISHED);
	assert_broken(TCPSIM_ISN_AGREED, last(), "ISS=300 and IRS=100, and nobody has agreed to both: client is SYN-SENT");
}
END_TEST

/* RFC 793 errata 3300: a SYN,ACK of another incarnation, whose SEG.ACK nobody looks at. */
START_TEST(an_old_number_taken_in_syn_sent_is_not_agreed)
{
	struct tcpsim_record *record;

	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	record = event(100000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED);
	record->after.irs = tcpsim_seq_make(90);
	record->after.rcv_nxt = tcpsim_seq_make(91);
	assert_broken(TCPSIM_ISN_AGREED, last(), "IRS=90, and nobody has agreed to both: server is SYN-RECEIVED");
}
END_TEST

/* 3.10.4, SYN-RECEIVED: the user has no connection, and CLOSE does not make one. */
START_TEST(a_close_in_syn_received_needs_no_agreement)
{
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(60000, TCPSIM_RECORD_CALL, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_FIN_WAIT_1);
	event(70000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_FIN_WAIT_1, TCPSIM_FIN_WAIT_1);
	assert_all_hold();
}
END_TEST

START_TEST(nobody_at_the_other_end_is_a_phantom)
{
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_ESTABLISHED);
	assert_broken(TCPSIM_NO_PHANTOM_CONNECTION, last(), "client has no connection on these sockets");
}
END_TEST

START_TEST(another_incarnation_at_the_other_end_is_a_phantom)
{
	struct tcpsim_record *record;

	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	record = event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_ESTABLISHED);
	record->after.irs = tcpsim_seq_make(90);
	record->after.rcv_nxt = tcpsim_seq_make(91);
	assert_broken(TCPSIM_NO_PHANTOM_CONNECTION, last(), "client is SYN-SENT with ISS=100");
}
END_TEST

START_TEST(a_client_that_gave_up_is_a_phantom)
{
	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	event(10000, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_SYN_SENT, TCPSIM_CLOSED);
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(60000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_ESTABLISHED);
	assert_broken(TCPSIM_NO_PHANTOM_CONNECTION, last(), "server became ESTABLISHED at 0.060 s");
}
END_TEST

/* 3.10.4, SYN-RECEIVED: CLOSE sends FIN and enters FIN-WAIT-1, and nobody has got a connection. */
START_TEST(a_close_before_established_is_no_phantom)
{
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(60000, TCPSIM_RECORD_CALL, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_FIN_WAIT_1);
	assert_all_hold();
}
END_TEST

/* Half-open (3.5.1) is no phantom: the client did agree, and then lost its memory. */
START_TEST(a_client_that_crashed_after_agreeing_is_no_phantom)
{
	event(0, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(100000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED);
	event(110000, TCPSIM_RECORD_LOST, CLIENT, TCPSIM_ESTABLISHED, TCPSIM_CLOSED);
	event(150000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_ESTABLISHED);
	assert_all_hold();
}
END_TEST

START_TEST(an_end_that_was_back_in_listen_begins_anew)
{
	event(50000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(60000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_LISTEN);
	event(100000, TCPSIM_RECORD_CALL, CLIENT, TCPSIM_CLOSED, TCPSIM_SYN_SENT);
	event(150000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED);
	event(200000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED);
	event(250000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_ESTABLISHED);
	assert_all_hold();
}
END_TEST

/* MAY-2: both ends of the new incarnation agree, and the old one is gone. */
START_TEST(a_reopened_end_is_another_incarnation)
{
	struct tcpsim_record *record;

	shake_hands();
	event(1000000, TCPSIM_RECORD_LOST, CLIENT, TCPSIM_ESTABLISHED, TCPSIM_CLOSED);
	close_first(SERVER);
	event(2000000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_FIN_WAIT_2, TCPSIM_TIME_WAIT);
	record = put(3000000, TCPSIM_RECORD_CALL, CLIENT);
	record->connection = 2;
	record->after = vars(TCPSIM_SYN_SENT, 5000, 0);
	record = event(3050000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_TIME_WAIT, TCPSIM_SYN_RECEIVED);
	record->after = vars(TCPSIM_SYN_RECEIVED, 7000, 5000);
	record = put(3100000, TCPSIM_RECORD_ARRIVE, CLIENT);
	record->connection = 2;
	record->before = vars(TCPSIM_SYN_SENT, 5000, 0);
	record->after = vars(TCPSIM_ESTABLISHED, 5000, 7000);
	record = put(3150000, TCPSIM_RECORD_ARRIVE, SERVER);
	record->before = vars(TCPSIM_SYN_RECEIVED, 7000, 5000);
	record->after = vars(TCPSIM_ESTABLISHED, 7000, 5000);
	assert_all_hold();
}
END_TEST

/* 3.6.1 (2): the SYN that reopened it was an old duplicate. TIME-WAIT goes on, and still has to be full. */
START_TEST(an_end_that_was_reopened_in_vain_is_in_time_wait_again)
{
	struct tcpsim_record *record;

	shake_hands();
	event(1000000, TCPSIM_RECORD_LOST, CLIENT, TCPSIM_ESTABLISHED, TCPSIM_CLOSED);
	close_first(SERVER);
	record = event(2000000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_FIN_WAIT_2, TCPSIM_TIME_WAIT);
	record->segment.ctl = TCPSIM_FIN;
	record->segment.seq = tcpsim_seq_make(101);
	record->after.rcv_nxt = tcpsim_seq_make(102);
	record = event(3000000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_TIME_WAIT, TCPSIM_SYN_RECEIVED);
	record->after = vars(TCPSIM_SYN_RECEIVED, 7000, 5000);
	record = event(3100000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_SYN_RECEIVED, TCPSIM_TIME_WAIT);
	record->before = vars(TCPSIM_SYN_RECEIVED, 7000, 5000);
	assert_all_hold();
	event(4000000, TCPSIM_RECORD_TIMER, SERVER, TCPSIM_TIME_WAIT, TCPSIM_CLOSED);
	assert_broken(TCPSIM_TIME_WAIT_FULL, last(), "2 s after the last FIN seen");
}
END_TEST

START_TEST(an_octet_that_was_not_sent_breaks_the_order)
{
	shake_hands();
	send_call(1000000, CLIENT, "hello");
	deliver(1050000, SERVER, 5, "hallo");
	assert_broken(TCPSIM_DATA_IN_ORDER, last(), "0x61 as the octet number 1");
}
END_TEST

START_TEST(more_than_was_sent_breaks_the_order)
{
	shake_hands();
	send_call(1000000, CLIENT, "hel");
	deliver(1050000, SERVER, 5, "hello");
	assert_broken(TCPSIM_DATA_IN_ORDER, last(), "client was given only 3");
}
END_TEST

START_TEST(a_send_that_was_refused_gives_nothing)
{
	shake_hands();
	send_call(1000000, CLIENT, "hello");
	tcpsim_record_at(net, last())->error = TCPSIM_ERROR_NO_RESOURCES;
	deliver(1050000, SERVER, 5, "hello");
	assert_broken(TCPSIM_DATA_IN_ORDER, last(), "client was given only 0");
}
END_TEST

/* The old SYN and the old text come back: the server's second connection has the same IRS. */
static void
replay(uint32_t iss)
{
	struct tcpsim_record *record;
	uint32_t cause;

	event(2000000, TCPSIM_RECORD_LOST, SERVER, TCPSIM_ESTABLISHED, TCPSIM_CLOSED);
	record = put(3000000, TCPSIM_RECORD_ARRIVE, SERVER);
	record->connection = 2;
	record->before = vars(TCPSIM_LISTEN, 0, 0);
	record->after = vars(TCPSIM_ESTABLISHED, iss, 100);
	cause = last();
	record = put(3000000, TCPSIM_RECORD_DELIVER, SERVER);
	record->connection = 2;
	record->cause = cause;
	tcpsim_record_octets(net, record, "PAY", 3);
}

START_TEST(the_same_stream_on_two_connections_is_delivered_twice)
{
	shake_hands();
	send_call(1000000, CLIENT, "PAY");
	deliver(1050000, SERVER, 3, "PAY");
	replay(700);
	assert_broken(TCPSIM_DATA_DELIVERED_ONCE, last(), "connection 1 has delivered the first 3 of them already");
	assert_broken(TCPSIM_DATA_IN_ORDER, last(), "that client never had");
}
END_TEST

START_TEST(delivering_more_than_was_taken_is_delivering_twice)
{
	shake_hands();
	send_call(1000000, CLIENT, "aa");
	deliver(1050000, SERVER, 1, "a");
	assert_all_hold();
	deliver(1060000, SERVER, 1, "a");
	assert_broken(TCPSIM_DATA_DELIVERED_ONCE, last(), "had delivered 2 octets, but taken only 1");
}
END_TEST

/* The peer's FIN arrives with `unread` octets on hand. */
static void
take_fin(int64_t time_us, uint32_t unread)
{
	struct tcpsim_record *record =
		event(time_us, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_ESTABLISHED, TCPSIM_CLOSE_WAIT);
	uint32_t cause = last();

	record->after.rcv_nxt = tcpsim_seq_make(106 + 1);
	record->after.unread_bytes = unread;
	record = put(time_us, TCPSIM_RECORD_SIGNAL, SERVER);
	record->cause = cause;
	record->what = TCPSIM_SIGNAL_CLOSING;
}

START_TEST(what_comes_behind_the_fin_breaks_fin_last)
{
	shake_hands();
	send_call(1000000, CLIENT, "hello");
	take_fin(1100000, 0);
	deliver(1200000, SERVER, 6, "hello");
	assert_broken(TCPSIM_FIN_LAST, last(), "5 octets from behind the FIN");
}
END_TEST

/* 3.10.3, CLOSE-WAIT: a RECEIVE is satisfied by text that is on hand. */
START_TEST(what_came_before_the_fin_may_be_read_after_it)
{
	shake_hands();
	send_call(1000000, CLIENT, "hello");
	take_fin(1100000, 5);
	deliver(1200000, SERVER, 6, "hel");
	deliver(1300000, SERVER, 6, "lo");
	assert_all_hold();
}
END_TEST

START_TEST(the_right_edge_moves_right_only)
{
	struct tcpsim_record *record;

	shake_hands();
	record = event(200000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED);
	record->after.rcv_nxt = tcpsim_seq_add(record->after.rcv_nxt, 10);
	record->after.rcv_wnd -= 10;
	assert_all_hold();
	record = event(300000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED);
	record->after.rcv_wnd -= 1;
	assert_broken(TCPSIM_RIGHT_EDGE_NOT_SHRUNK, last(), "from 1101 to 1100");
}
END_TEST

START_TEST(a_rst_for_a_rst_is_one_too_many)
{
	struct tcpsim_record *record = put(0, TCPSIM_RECORD_ARRIVE, SERVER);

	record->connection = 0;
	record->segment.ctl = TCPSIM_RST;
	record = send_segment(0, SERVER, 0, 0, TCPSIM_RST);
	record->connection = 0;
	record->cause = 0;
	assert_broken(TCPSIM_NO_RST_FOR_RST, last(), "server answered the RST");
}
END_TEST

/* The client in FIN-WAIT-2 takes the server's FIN, <SEQ=301>, at 2 s. */
static void
enter_time_wait(int64_t time_us, enum tcpsim_state before)
{
	struct tcpsim_record *record = event(time_us, TCPSIM_RECORD_ARRIVE, CLIENT, before, TCPSIM_TIME_WAIT);

	record->segment.ctl = TCPSIM_FIN | TCPSIM_ACK;
	record->segment.seq = tcpsim_seq_make(301);
	record->after.rcv_nxt = tcpsim_seq_make(302);
}

static void
leave_time_wait(int64_t time_us, enum tcpsim_record_kind kind, uint8_t what)
{
	struct tcpsim_record *record = event(time_us, kind, CLIENT, TCPSIM_TIME_WAIT, TCPSIM_CLOSED);

	record->what = what;
}

START_TEST(time_wait_of_2msl_is_full)
{
	shake_hands();
	close_first(CLIENT);
	enter_time_wait(2000000, TCPSIM_FIN_WAIT_2);
	leave_time_wait(242000000, TCPSIM_RECORD_TIMER, TCPSIM_TIMER_2MSL);
	assert_all_hold();
}
END_TEST

START_TEST(time_wait_counts_from_the_last_fin)
{
	shake_hands();
	close_first(CLIENT);
	enter_time_wait(2000000, TCPSIM_FIN_WAIT_2);
	enter_time_wait(3000000, TCPSIM_TIME_WAIT); /* the FIN again */
	leave_time_wait(242999999, TCPSIM_RECORD_TIMER, TCPSIM_TIMER_2MSL);
	assert_broken(TCPSIM_TIME_WAIT_FULL, last(), "239.999999 s after the last FIN seen; 2MSL is 240 s");
}
END_TEST

START_TEST(a_rst_that_ends_time_wait_breaks_it)
{
	shake_hands();
	close_first(CLIENT);
	enter_time_wait(2000000, TCPSIM_FIN_WAIT_2);
	leave_time_wait(3000000, TCPSIM_RECORD_ARRIVE, 0);
	assert_broken(TCPSIM_TIME_WAIT_FULL, last(), "client left TIME-WAIT at 3.000 s");
}
END_TEST

START_TEST(abort_and_crash_may_end_time_wait)
{
	shake_hands();
	close_first(CLIENT);
	enter_time_wait(2000000, TCPSIM_FIN_WAIT_2);
	leave_time_wait(3000000, TCPSIM_RECORD_CALL, TCPSIM_CALL_ABORT);
	assert_all_hold();
	enter_time_wait(4000000, TCPSIM_FIN_WAIT_2);
	leave_time_wait(5000000, TCPSIM_RECORD_LOST, 0);
	assert_all_hold();
}
END_TEST

START_TEST(no_time_wait_at_all_breaks_it)
{
	struct tcpsim_record *record;

	shake_hands();
	record = event(2000000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_FIN_WAIT_2, TCPSIM_CLOSED);
	record->fired.bits[TCPSIM_RULE_TIME_WAIT_SHORT / 64] |= UINT64_C(1) << TCPSIM_RULE_TIME_WAIT_SHORT % 64;
	assert_broken(TCPSIM_TIME_WAIT_FULL, last(), "spent no time in TIME-WAIT");
}
END_TEST

/* 3.10.7.4 fifth: FIN-WAIT-2 and CLOSED come of the ACK of the FIN, <SEQ=101>. */
START_TEST(an_ack_below_the_fin_is_none_of_it)
{
	struct tcpsim_record *record;

	shake_hands();
	close_first(CLIENT);
	record = event(1600000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_FIN_WAIT_1, TCPSIM_FIN_WAIT_2);
	record->after.snd_una = tcpsim_seq_make(101);
	assert_broken(TCPSIM_FIN_ACCOUNTED, last(), "went from FIN-WAIT-1 to FIN-WAIT-2 at 1.600 s, but its FIN is not");
}
END_TEST

/* An event of the server in LAST-ACK whose FIN has SEQ=301. */
static void
leave_last_ack(uint32_t ack)
{
	struct tcpsim_record *record;

	shake_hands();
	event(1000000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_ESTABLISHED, TCPSIM_CLOSE_WAIT);
	event(1500000, TCPSIM_RECORD_CALL, SERVER, TCPSIM_CLOSE_WAIT, TCPSIM_LAST_ACK)->what = TCPSIM_CALL_CLOSE;
	send_segment(1500000, SERVER, 301, 101, TCPSIM_FIN | TCPSIM_ACK);
	record = event(1600000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_LAST_ACK, TCPSIM_CLOSED);
	record->segment.ctl = TCPSIM_ACK;
	record->segment.ack = tcpsim_seq_make(ack);
}

START_TEST(last_ack_is_left_by_the_ack_of_the_fin)
{
	leave_last_ack(302);
	assert_all_hold();
}
END_TEST

START_TEST(last_ack_is_not_left_by_an_ack_below_the_fin)
{
	leave_last_ack(301);
	assert_broken(TCPSIM_FIN_ACCOUNTED, last(), "went from LAST-ACK to CLOSED at 1.600 s, but its FIN is not");
}
END_TEST

START_TEST(an_honest_network_delivers_nothing_older_than_msl)
{
	put(120000000, TCPSIM_RECORD_ARRIVE, SERVER)->sent_us = 0;
	assert_all_hold();
	put(120000001, TCPSIM_RECORD_ARRIVE, SERVER)->sent_us = 0;
	assert_broken(TCPSIM_NETWORK_HONEST, last(), "it is 120.000001 s old, and MSL is 120 s");
}
END_TEST

/* An end is left in a state when all is quiet, its peer in another one. */
static const struct tcpsim_invariant_verdict *
stall(enum tcpsim_state client, enum tcpsim_state server, uint32_t unacknowledged)
{
	struct tcpsim_record *record;

	shake_hands();
	record = event(1000000, TCPSIM_RECORD_ARRIVE, CLIENT, TCPSIM_ESTABLISHED, client);
	if (unacknowledged > 0)
		record->after.snd_nxt = tcpsim_seq_add(record->after.snd_nxt, unacknowledged);
	event(1000000, TCPSIM_RECORD_ARRIVE, SERVER, TCPSIM_ESTABLISHED, server);
	tcpsim_watcher_end(watcher);
	return tcpsim_watcher_verdict(watcher, TCPSIM_NO_SILENT_STALL);
}

START_TEST(established_with_nothing_to_do_is_no_stall)
{
	ck_assert(!stall(TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED, 0)->is_broken);
}
END_TEST

START_TEST(established_with_text_on_the_way_stalls)
{
	const struct tcpsim_invariant_verdict *verdict = stall(TCPSIM_ESTABLISHED, TCPSIM_ESTABLISHED, 5);

	ck_assert(verdict->is_broken);
	ck_assert_uint_eq(verdict->record, TCPSIM_NO_RECORD);
	ck_assert_str_eq(verdict->words,
		"From 1.000 s on all is quiet, but client is ESTABLISHED and waits for "
		"ACK=106 of server, and no timer runs.");
}
END_TEST

START_TEST(fin_wait_2_may_wait_for_the_peers_user)
{
	const struct tcpsim_invariant_verdict *verdict = stall(TCPSIM_FIN_WAIT_2, TCPSIM_CLOSE_WAIT, 0);

	ck_assert(!verdict->is_broken);
	ck_assert_str_eq(verdict->words, "server is still in CLOSE-WAIT: its user has not said CLOSE.");
}
END_TEST

START_TEST(fin_wait_2_without_a_peer_stalls)
{
	const struct tcpsim_invariant_verdict *verdict = stall(TCPSIM_FIN_WAIT_2, TCPSIM_CLOSED, 0);

	ck_assert(verdict->is_broken);
	ck_assert_ptr_nonnull(strstr(verdict->words, "waits for a FIN that server will never send"));
}
END_TEST

START_TEST(states_on_the_way_stall)
{
	static const enum tcpsim_state states[] = { TCPSIM_SYN_SENT, TCPSIM_SYN_RECEIVED, TCPSIM_FIN_WAIT_1,
		TCPSIM_CLOSING, TCPSIM_LAST_ACK, TCPSIM_TIME_WAIT };

	ck_assert(stall(states[_i], TCPSIM_ESTABLISHED, 0)->is_broken);
}
END_TEST

int
main(void)
{
	TCase *tests = tcase_create("invariants");
	Suite *suite = suite_create("invariants");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, names_are_found);
	tcase_add_test(tests, a_handshake_with_data_breaks_nothing);
	tcase_add_test(tests, a_change_that_figure_5_does_not_have_is_illegal);
	tcase_add_test(tests, the_step_that_makes_a_handshake_two_way_is_asked_for);
	tcase_add_test(tests, a_crash_is_no_transition);
	tcase_add_test(tests, snd_una_beyond_snd_nxt_breaks_seq_window);
	tcase_add_test(tests, acknowledging_what_was_not_sent_breaks_seq_window);
	tcase_add_test(tests, a_broken_tcb_breaks_seq_window);
	tcase_add_test(tests, a_syn_alone_agrees_to_one_number_only);
	tcase_add_test(tests, an_old_number_taken_in_syn_sent_is_not_agreed);
	tcase_add_test(tests, a_close_in_syn_received_needs_no_agreement);
	tcase_add_test(tests, nobody_at_the_other_end_is_a_phantom);
	tcase_add_test(tests, another_incarnation_at_the_other_end_is_a_phantom);
	tcase_add_test(tests, a_client_that_gave_up_is_a_phantom);
	tcase_add_test(tests, a_close_before_established_is_no_phantom);
	tcase_add_test(tests, a_client_that_crashed_after_agreeing_is_no_phantom);
	tcase_add_test(tests, an_end_that_was_back_in_listen_begins_anew);
	tcase_add_test(tests, a_reopened_end_is_another_incarnation);
	tcase_add_test(tests, an_end_that_was_reopened_in_vain_is_in_time_wait_again);
	tcase_add_test(tests, an_octet_that_was_not_sent_breaks_the_order);
	tcase_add_test(tests, more_than_was_sent_breaks_the_order);
	tcase_add_test(tests, a_send_that_was_refused_gives_nothing);
	tcase_add_test(tests, the_same_stream_on_two_connections_is_delivered_twice);
	tcase_add_test(tests, delivering_more_than_was_taken_is_delivering_twice);
	tcase_add_test(tests, what_comes_behind_the_fin_breaks_fin_last);
	tcase_add_test(tests, what_came_before_the_fin_may_be_read_after_it);
	tcase_add_test(tests, the_right_edge_moves_right_only);
	tcase_add_test(tests, a_rst_for_a_rst_is_one_too_many);
	tcase_add_test(tests, time_wait_of_2msl_is_full);
	tcase_add_test(tests, time_wait_counts_from_the_last_fin);
	tcase_add_test(tests, a_rst_that_ends_time_wait_breaks_it);
	tcase_add_test(tests, abort_and_crash_may_end_time_wait);
	tcase_add_test(tests, no_time_wait_at_all_breaks_it);
	tcase_add_test(tests, an_ack_below_the_fin_is_none_of_it);
	tcase_add_test(tests, last_ack_is_left_by_the_ack_of_the_fin);
	tcase_add_test(tests, last_ack_is_not_left_by_an_ack_below_the_fin);
	tcase_add_test(tests, an_honest_network_delivers_nothing_older_than_msl);
	tcase_add_test(tests, established_with_nothing_to_do_is_no_stall);
	tcase_add_test(tests, established_with_text_on_the_way_stalls);
	tcase_add_test(tests, fin_wait_2_may_wait_for_the_peers_user);
	tcase_add_test(tests, fin_wait_2_without_a_peer_stalls);
	tcase_add_loop_test(tests, states_on_the_way_stall, 0, 6);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
