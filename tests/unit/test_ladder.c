/* SPDX-License-Identifier: MIT */
/*
 * The ladder, drawn from records made by hand after the figures of RFC 9293: what the figure has must be on the page,
 * in its order. The figures are compared in their own notation, with free white space and without the time column.
 */
#include <errno.h>
#include <string.h>

#include <tcpsim/net.h>

#include "lib/render/render_private.h"
#include "tests/suite.h"

#define MS INT64_C(1000)
#define S INT64_C(1000000)

enum {
	A,
	B,
	C
};

/* A trace in the making. */
struct story {
	struct tcpsim_record records[128];
	size_t n;
	uint8_t octets[4096];
	uint32_t n_octets;
	uint64_t n_packets;
	const char *names[3];
	size_t n_hosts;
};

static struct story *
story_new(void)
{
	struct story *story = g_new0(struct story, 1);

	story->names[A] = "A";
	story->names[B] = "B";
	story->names[C] = "C";
	story->n_hosts = 2;
	return story;
}

static struct tcpsim_record *
story_add(struct story *story, int64_t time_us, enum tcpsim_record_kind kind, uint16_t host)
{
	struct tcpsim_record *record = &story->records[story->n++];

	record->time_us = time_us;
	record->until_us = TCPSIM_TIME_NONE;
	record->kind = (uint8_t)kind;
	record->host = host;
	record->peer = host == A ? B : A;
	record->connection = 1;
	record->cause = TCPSIM_NO_RECORD;
	return record;
}

static uint32_t
story_last(const struct story *story)
{
	return (uint32_t)story->n - 1;
}

static void
story_octets(struct story *story, struct tcpsim_record *record, const char *octets, size_t n)
{
	record->octets_at = story->n_octets;
	record->octets_n = (uint32_t)n;
	memcpy(story->octets + story->n_octets, octets, n);
	story->n_octets += (uint32_t)n;
}

/* A user call and the state after it. */
static uint32_t
calls(struct story *story, int64_t time_us, uint16_t host, enum tcpsim_call call, enum tcpsim_state after)
{
	struct tcpsim_record *record = story_add(story, time_us, TCPSIM_RECORD_CALL, host);

	record->what = (uint8_t)call;
	record->after.state = (uint8_t)after;
	record->local_port = host == A ? 49152 : 80;
	record->peer_port = host == A ? 80 : 49152;
	return story_last(story);
}

static struct tcpsim_segment
segment(uint32_t seq, uint32_t ack, uint8_t ctl)
{
	return (struct tcpsim_segment){ .seq = { seq }, .ack = { ack }, .ctl = ctl, .wnd = 1000 };
}

/* A segment leaves because of a record, and gets the next number. */
static uint64_t
sends(struct story *story, int64_t time_us, uint16_t host, uint32_t cause, struct tcpsim_segment seg)
{
	struct tcpsim_record *record = story_add(story, time_us, TCPSIM_RECORD_SEND, host);

	record->cause = cause;
	record->packet = record->original = ++story->n_packets;
	record->sent_us = time_us;
	record->segment = seg;
	return record->packet;
}

static const struct tcpsim_record *
sent(const struct story *story, uint64_t packet)
{
	for (size_t i = 0; i < story->n; i++) {
		if (story->records[i].packet == packet)
			return &story->records[i];
	}
	ck_abort_msg("no packet");
}

/* That segment arrives, and the state after it. */
static uint32_t
arrives(struct story *story, int64_t time_us, uint64_t packet, enum tcpsim_state after)
{
	const struct tcpsim_record *from = sent(story, packet);
	struct tcpsim_record *record = story_add(story, time_us, TCPSIM_RECORD_ARRIVE, from->peer);

	record->peer = from->host;
	record->packet = packet;
	record->original = from->original;
	record->sent_us = from->sent_us;
	record->segment = from->segment;
	record->after.state = (uint8_t)after;
	return story_last(story);
}

/* Something happens to that segment, told of its sender. */
static struct tcpsim_record *
befalls(struct story *story, int64_t time_us, uint64_t packet, enum tcpsim_record_kind kind, uint32_t line)
{
	const struct tcpsim_record *from = sent(story, packet);
	struct tcpsim_record *record = story_add(story, time_us, kind, from->host);

	record->packet = packet;
	record->original = from->original;
	record->sent_us = from->sent_us;
	record->segment = from->segment;
	record->line = line;
	return record;
}

static const char *
host_name(const void *data, uint16_t host)
{
	const struct story *story = data;

	return story->names[host];
}

static const uint8_t *
octets_of(const void *data, const struct tcpsim_record *record)
{
	const struct story *story = data;

	return story->octets + record->octets_at;
}

static char *
draw(const struct story *story, struct tcpsim_ladder_options options)
{
	struct ladder_source source = {
		.records = story->records,
		.n_records = story->n,
		.n_hosts = story->n_hosts,
		.host_name = host_name,
		.octets = octets_of,
		.data = story,
	};

	return tcpsim_ladder_draw(&source, &options);
}

/* A page with runs of blanks squeezed to one, and without lifelines: as a figure is read. */
static char *
squeeze(const char *page)
{
	GString *text = g_string_new(NULL);

	for (; *page != '\0'; page++) {
		if ((*page == ' ' || *page == '|') && text->len > 0 && text->str[text->len - 1] == ' ')
			continue;
		g_string_append_c(text, *page == '|' ? ' ' : *page);
	}
	return g_string_free(text, FALSE);
}

/* All of `wanted`, NULL-terminated, stand on the page in that order, on lines of their own. */
static void
check_order(const char *page, const char *const *wanted)
{
	char *text = squeeze(page);
	const char *at = text;

	for (; *wanted != NULL; wanted++) {
		const char *found = strstr(at, *wanted);

		ck_assert_msg(found != NULL, "missing, or not in its place: %s\n%s", *wanted, page);
		at = strchr(found, '\n');
	}
	g_free(text);
}

#define IN_ORDER(page, ...) check_order(page, (const char *const[]){ __VA_ARGS__, NULL })

static void
check_width(const char *page, uint32_t columns)
{
	char **lines = g_strsplit(page, "\n", -1);

	ck_assert(g_utf8_validate(page, -1, NULL));
	for (char **line = lines; *line != NULL; line++)
		ck_assert_msg(tcpsim_text_width(*line) <= columns, "too wide: %s", *line);
	g_strfreev(lines);
}

static const struct tcpsim_ladder_options ascii = { .is_ascii = true };

/* RFC 9293 figure 6, with a delay of 50 ms. */
static struct story *
figure_6(uint32_t iss_a, uint32_t iss_b)
{
	struct story *story = story_new();
	uint32_t i;
	uint64_t p;

	story_add(story, 0, TCPSIM_RECORD_CALL, B)->peer = TCPSIM_NO_HOST;
	story->records[0].what = TCPSIM_CALL_LISTEN;
	story->records[0].after.state = TCPSIM_LISTEN;
	story->records[0].connection = 0;
	story->records[0].local_port = 80;
	i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	p = sends(story, 0, A, i, segment(iss_a, 0, TCPSIM_SYN));
	i = arrives(story, 50 * MS, p, TCPSIM_SYN_RECEIVED);
	p = sends(story, 50 * MS, B, i, segment(iss_b, iss_a + 1, TCPSIM_SYN | TCPSIM_ACK));
	i = arrives(story, 100 * MS, p, TCPSIM_ESTABLISHED);
	p = sends(story, 100 * MS, A, i, segment(iss_a + 1, iss_b + 1, TCPSIM_ACK));
	arrives(story, 150 * MS, p, TCPSIM_ESTABLISHED);
	return story;
}

START_TEST(figure_6_stands_as_the_rfc_draws_it)
{
	struct story *story = figure_6(100, 300);
	char *page = draw(story, ascii);

	IN_ORDER(page, "CLOSED CLOSED", "listen 80 LISTEN", "SYN-SENT --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED",
		"ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <--",
		"--> <SEQ=101><ACK=301><CTL=ACK> --> ESTABLISHED");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_segment_says_when_it_left_and_when_it_arrived)
{
	struct story *story = figure_6(100, 300);
	char *page = draw(story, ascii);

	IN_ORDER(page, "0.00->0.05 SYN-SENT -->", "0.05->0.10 ESTABLISHED <--", "0.10->0.15 --> <SEQ=101>");
	g_free(page);
	g_free(story);
}
END_TEST

/* RFC 9293 figure 7: both SYNs cross, so that each stands on two rungs. */
START_TEST(figure_7_shows_segments_that_cross)
{
	struct story *story = story_new();
	uint32_t i;
	uint64_t from_a, from_b;
	char *page;

	i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	from_a = sends(story, 0, A, i, segment(100, 0, TCPSIM_SYN));
	i = calls(story, 10 * MS, B, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	from_b = sends(story, 10 * MS, B, i, segment(300, 0, TCPSIM_SYN));
	arrives(story, 50 * MS, from_a, TCPSIM_SYN_RECEIVED);
	arrives(story, 60 * MS, from_b, TCPSIM_SYN_RECEIVED);
	page = draw(story, ascii);
	IN_ORDER(page, "SYN-SENT --> <SEQ=100><CTL=SYN> ...", "... <SEQ=300><CTL=SYN> <-- SYN-SENT",
		"... <SEQ=100><CTL=SYN> --> SYN-RECEIVED", "SYN-RECEIVED <-- <SEQ=300><CTL=SYN> ...");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(numbers_of_ten_digits_stay_within_eighty_columns_and_are_whole)
{
	struct story *story = figure_6(4294967290U, 4294967280U);
	struct tcpsim_ladder_options options = { 0 };
	char *page = draw(story, ascii);

	check_width(page, 80);
	IN_ORDER(page, "<SEQ=4294967290><CTL=SYN>", "<SEQ=4294967280>", "<SEQ=4294967291>");
	ck_assert_ptr_nonnull(strstr(page, "<ACK=4294967281>"));
	g_free(page);
	page = draw(story, options);
	check_width(page, 80);
	ck_assert_ptr_nonnull(strstr(page, "<ACK=4294967281>"));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_dropped_segment_ends_in_x_and_says_why)
{
	struct story *story = figure_6(100, 300);
	uint32_t i = calls(story, S, A, TCPSIM_CALL_CLOSE, TCPSIM_FIN_WAIT_1);
	uint64_t p = sends(story, S, A, i, segment(101, 301, TCPSIM_FIN | TCPSIM_ACK));
	char *page;

	befalls(story, S, p, TCPSIM_RECORD_DROP, 12)->what = TCPSIM_DROP_FAULT;
	page = draw(story, ascii);
	IN_ORDER(page, "1.00 close", "FIN-WAIT-1 --> <SEQ=101><ACK=301><CTL=FIN,ACK> X", "(dropped by line 12)");
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_segment_to_a_host_that_is_down_gets_as_far_as_the_host)
{
	struct story *story = figure_6(100, 300);
	uint32_t i;
	uint64_t p;
	char *page;

	story_add(story, S, TCPSIM_RECORD_CRASH, B)->peer = TCPSIM_NO_HOST;
	i = calls(story, 2 * S, A, TCPSIM_CALL_CLOSE, TCPSIM_FIN_WAIT_1);
	p = sends(story, 2 * S, A, i, segment(101, 301, TCPSIM_FIN | TCPSIM_ACK));
	befalls(story, 2 * S + 50 * MS, p, TCPSIM_RECORD_DROP, 0)->what = TCPSIM_DROP_HOST_DOWN;
	page = draw(story, ascii);
	IN_ORDER(page, "crash . (down)", "FIN-WAIT-1 --> <SEQ=101><ACK=301><CTL=FIN,ACK> --X");
	ck_assert_ptr_nonnull(strstr(page, tcpsim_drop_words(TCPSIM_DROP_HOST_DOWN)));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_held_segment_arrives_on_a_rung_of_its_own_with_its_past)
{
	struct story *story = story_new();
	uint32_t i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	uint64_t p = sends(story, 0, A, i, segment(100, 0, TCPSIM_SYN));
	char *page;

	befalls(story, 0, p, TCPSIM_RECORD_HOLD, 9)->until_us = 60 * S;
	arrives(story, 60 * S, p, TCPSIM_SYN_RECEIVED);
	page = draw(story, ascii);
	IN_ORDER(page, "0 SYN-SENT --> <SEQ=100><CTL=SYN> ...", "(held until 60 s by line 9)", ": 1 min",
		"60 ... <SEQ=100><CTL=SYN> --> SYN-RECEIVED", "(sent at 0 s, held)");
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_ladder_may_be_silent_of_lines_and_of_holding)
{
	const struct tcpsim_ladder_options silent = { .is_ascii = true, .hides_lines = true };
	struct story *story = story_new();
	uint32_t i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	uint64_t p = sends(story, 0, A, i, segment(100, 0, TCPSIM_SYN));
	char *page;

	befalls(story, 0, p, TCPSIM_RECORD_HOLD, 9)->until_us = S;
	arrives(story, S, p, TCPSIM_SYN_RECEIVED);
	page = draw(story, silent);
	IN_ORDER(page, "0->1 SYN-SENT --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED");
	ck_assert_ptr_null(strstr(page, "held"));
	ck_assert_ptr_null(strstr(page, "sent at"));
	ck_assert_ptr_null(strstr(page, "line"));
	g_free(page);
	g_free(story);
}
END_TEST

/* A closed window is what no reader would guess (3.8.6.1); the SYN,ACK of a real one says it, a RST's means nothing. */
START_TEST(a_closed_window_stands_on_the_segment)
{
	struct story *story = figure_6(100, 300);
	char *page;

	story->records[4].segment.wnd = 0;
	ck_assert_int_eq(story->records[4].kind, TCPSIM_RECORD_SEND);
	sends(story, S, B, TCPSIM_NO_RECORD, segment(301, 0, TCPSIM_RST));
	story->records[story->n - 1].segment.wnd = 0;
	page = draw(story, ascii);
	IN_ORDER(page, "<-- <SEQ=300><ACK=101><CTL=SYN,ACK>", "<WND=0>", "... <SEQ=301><CTL=RST> <--");
	ck_assert_ptr_eq(strstr(page, "<WND=0>"), g_strrstr(page, "<WND=0>"));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(late_times_are_shortened_before_a_rung_is_split)
{
	struct story *story = story_new();
	uint64_t p = sends(story, 7201 * S + 50 * MS, A, TCPSIM_NO_RECORD, segment(300, 103, TCPSIM_ACK));
	char *page;

	arrives(story, 7201 * S + 100 * MS, p, TCPSIM_ESTABLISHED);
	p = sends(story, 7276 * S + 980 * MS, A, TCPSIM_NO_RECORD, segment(400, 103, TCPSIM_ACK));
	arrives(story, 7277 * S + 30 * MS, p, TCPSIM_ESTABLISHED);
	page = draw(story, ascii);
	IN_ORDER(page, "7201.05->.10 --> <SEQ=300>", "7276.98 --> <SEQ=400><ACK=103><CTL=ACK> ...",
		"7277.03 ... <SEQ=400><ACK=103><CTL=ACK> -->");
	g_free(page);
	g_free(story);
}
END_TEST

/* The same figure, by the network and the engine themselves. */
START_TEST(the_trace_of_a_network_is_drawn)
{
	struct tcpsim_net *net = tcpsim_net_new(&(struct tcpsim_net_options){ .has_trace = true });
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;
	const struct tcpsim_link_options link = { .delay_us = 50 * MS };
	enum tcpsim_error error;
	char *page;

	ck_assert_uint_eq(tcpsim_net_add_host(net, "A", policy), A);
	ck_assert_uint_eq(tcpsim_net_add_host(net, "B", policy), B);
	tcpsim_net_set_isns(net, A, (const uint32_t[]){ 100 }, 1);
	tcpsim_net_set_isns(net, B, (const uint32_t[]){ 300 }, 1);
	tcpsim_net_link(net, A, B, &link);
	tcpsim_net_link(net, B, A, &link);
	tcpsim_net_listen(net, B, 80, &error, 0);
	tcpsim_net_send(net, tcpsim_net_connect(net, A, 0, B, 80, &error, 0), "hello", 5, 0);
	tcpsim_net_run(net, S);
	page = tcpsim_render_ladder(tcpsim_net_trace(net), &ascii);
	IN_ORDER(page, "listen 80 LISTEN", "connect B:80", "send 5 octets \"hello\"", "--> SYN-RECEIVED",
		"ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <--", "<SEQ=101><ACK=301><CTL=ACK><DATA=5>",
		"\"hello\" -> user");
	check_width(page, 80);
	g_free(page);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_reordered_segment_waits_for_another)
{
	struct story *story = story_new();
	uint32_t i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	uint64_t p = sends(story, 0, A, i, segment(100, 0, TCPSIM_SYN));
	char *page;

	befalls(story, 0, p, TCPSIM_RECORD_HOLD, 9);
	befalls(story, 120 * S, p, TCPSIM_RECORD_DROP, 0)->what = TCPSIM_DROP_EXPIRED;
	page = draw(story, ascii);
	IN_ORDER(page, "--> <SEQ=100><CTL=SYN> ...", "(held behind another by line 9)", ": 2 min later",
		"120 ... <SEQ=100><CTL=SYN> X", "(sent at 0 s, held)", tcpsim_drop_words(TCPSIM_DROP_EXPIRED));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_copy_says_that_it_is_one)
{
	struct story *story = story_new();
	uint32_t i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	uint64_t p = sends(story, 0, A, i, segment(100, 0, TCPSIM_SYN));
	struct tcpsim_record *copy = befalls(story, 0, p, TCPSIM_RECORD_COPY, 9);
	char *page;

	copy->packet = ++story->n_packets;
	copy->until_us = 10 * S;
	arrives(story, 50 * MS, p, TCPSIM_SYN_RECEIVED);
	arrives(story, 10 * S, copy->packet, TCPSIM_LISTEN);
	page = draw(story, ascii);
	IN_ORDER(page, "--> <SEQ=100><CTL=SYN> --> SYN-RECEIVED", "(copied by line 9, due at 10 s)",
		"... <SEQ=100><CTL=SYN> --> LISTEN", "(a copy of one sent at 0 s)");
	g_free(page);
	g_free(story);
}
END_TEST

/* RFC 9293 figure 8, line 3: a segment that nobody on the page has sent. */
START_TEST(an_injected_segment_comes_out_of_the_network)
{
	struct story *story = story_new();
	struct tcpsim_record *record = story_add(story, 0, TCPSIM_RECORD_INJECT, A);
	char *page;

	record->packet = record->original = ++story->n_packets;
	record->segment = segment(90, 0, TCPSIM_SYN);
	record->line = 7;
	arrives(story, 0, record->packet, TCPSIM_SYN_RECEIVED);
	page = draw(story, ascii);
	IN_ORDER(page, "... <SEQ=90><CTL=SYN> --> SYN-RECEIVED", "(injected by line 7)");
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(timers_calls_deliveries_and_errors_stand_at_their_side)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_record *record;
	uint32_t i;
	uint64_t p;
	char *page;

	i = calls(story, S, A, TCPSIM_CALL_SEND, TCPSIM_ESTABLISHED);
	story_octets(story, &story->records[i], "hello", 5);
	p = sends(story, S, A, i, segment(101, 301, TCPSIM_ACK));
	story->records[story->n - 1].segment.text_bytes = 5;
	i = arrives(story, S + 50 * MS, p, TCPSIM_ESTABLISHED);
	record = story_add(story, S + 50 * MS, TCPSIM_RECORD_DELIVER, B);
	record->cause = i;
	story_octets(story, record, "hello", 5);
	record = story_add(story, 2 * S, TCPSIM_RECORD_TIMER, A);
	record->what = TCPSIM_TIMER_USER;
	record->after.state = TCPSIM_CLOSED;
	i = story_last(story);
	record = story_add(story, 2 * S, TCPSIM_RECORD_SIGNAL, A);
	record->what = TCPSIM_SIGNAL_ERROR;
	record->error = TCPSIM_ERROR_TIMED_OUT;
	record->cause = i;
	page = draw(story, ascii);
	IN_ORDER(page, "1.00 send 5 octets \"hello\"", "<SEQ=101><ACK=301><CTL=ACK><DATA=5>", "\"hello\" -> user",
		"2.00 CLOSED", "-> user");
	ck_assert_ptr_nonnull(strstr(page, tcpsim_timer_name(TCPSIM_TIMER_USER)));
	ck_assert_ptr_nonnull(strstr(page, tcpsim_error_words(TCPSIM_ERROR_TIMED_OUT)));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(the_end_of_time_wait_is_announced_where_it_starts)
{
	struct story *story = figure_6(100, 300);
	uint64_t p = sends(story, S, B, TCPSIM_NO_RECORD, segment(301, 102, TCPSIM_FIN | TCPSIM_ACK));
	uint32_t i = arrives(story, S + 50 * MS, p, TCPSIM_TIME_WAIT);
	struct tcpsim_record *record = story_add(story, S + 50 * MS, TCPSIM_RECORD_ARMED, A);
	char *page;

	record->what = TCPSIM_TIMER_2MSL;
	record->until_us = 241 * S + 50 * MS;
	record->cause = i;
	record = story_add(story, 241 * S + 50 * MS, TCPSIM_RECORD_TIMER, A);
	record->what = TCPSIM_TIMER_2MSL;
	record->after.state = TCPSIM_CLOSED;
	page = draw(story, ascii);
	IN_ORDER(page, "TIME-WAIT <-- <SEQ=301>", "2MSL timer starts, due at 241.05 s", ": 4 min",
		"241.05 CLOSED 2MSL timer expires");
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_second_connection_is_told_from_the_first)
{
	struct story *story = figure_6(100, 300);
	uint32_t i = calls(story, S, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	uint64_t p;
	char *page;

	story->records[i].connection = 2;
	p = sends(story, S, A, i, segment(500, 0, TCPSIM_SYN));
	story->records[story->n - 1].connection = 2;
	i = arrives(story, S + 50 * MS, p, TCPSIM_SYN_RECEIVED);
	story->records[i].connection = 2;
	page = draw(story, ascii);
	IN_ORDER(page, "#1 ESTABLISHED", "#2 SYN-SENT --> <SEQ=500><CTL=SYN> --> #2 SYN-RECEIVED");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(three_hosts_have_a_page_for_each_pair_that_met)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_record *record;
	char *page;

	story->n_hosts = 3;
	record = story_add(story, S, TCPSIM_RECORD_CALL, C);
	record->what = TCPSIM_CALL_CONNECT;
	record->peer = B;
	record->after.state = TCPSIM_SYN_SENT;
	page = draw(story, ascii);
	IN_ORDER(page, "time/s A B", "SYN-SENT --> <SEQ=100>", "time/s B C", "connect B:0 SYN-SENT");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(ascii_is_ascii_whatever_users_send)
{
	struct story *story = figure_6(100, 300);
	uint32_t i = calls(story, S, A, TCPSIM_CALL_SEND, TCPSIM_ESTABLISHED);
	char *page;

	story_octets(story, &story->records[i], "\xc3\xa9\n\x1b[31m\xff", 9);
	page = draw(story, ascii);
	for (const char *c = page; *c != '\0'; c++)
		ck_assert_msg((unsigned char)*c < 0x80 && ((unsigned char)*c >= 0x20 || *c == '\n'), "%s", page);
	IN_ORDER(page, "send 9 octets \"\\xc3\\xa9\\n\\x1b[31m");
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(wide_characters_are_counted_by_the_columns_they_take)
{
	struct story *story = figure_6(100, 300);
	uint32_t i = calls(story, S, B, TCPSIM_CALL_SEND, TCPSIM_ESTABLISHED);
	struct tcpsim_ladder_options options = { 0 };
	const char *octets = "日本語日本語日本語日本語日本語日本語";
	char *page;

	story_octets(story, &story->records[i], octets, strlen(octets));
	page = draw(story, options);
	check_width(page, 80);
	ck_assert_ptr_nonnull(strstr(page, "\"日本語"));
	ck_assert_ptr_nonnull(strstr(page, "\"…"));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(color_adds_nothing_but_escapes)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_ladder_options plain = { .explains = true };
	struct tcpsim_ladder_options colored = { .explains = true, .has_color = true };
	GString *stripped = g_string_new(NULL);
	char *without = draw(story, plain), *with = draw(story, colored);

	for (const char *c = with; *c != '\0'; c++) {
		if (*c == '\033')
			c = strchr(c, 'm');
		else
			g_string_append_c(stripped, *c);
	}
	ck_assert_str_eq(stripped->str, without);
	ck_assert_str_ne(with, without);
	g_string_free(stripped, TRUE);
	g_free(with);
	g_free(without);
	g_free(story);
}
END_TEST

START_TEST(explanations_name_the_rule_its_place_and_the_variables)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_record *record = &story->records[5];
	struct tcpsim_ladder_options options = { .is_ascii = true, .explains = true };
	char *page;

	/* Line 3 of figure 6 at A, by 3.10.7.3: SND.UNA = SEG.ACK, RCV.NXT = SEG.SEQ + 1. */
	ck_assert_int_eq(record->kind, TCPSIM_RECORD_ARRIVE);
	record->rule = TCPSIM_RULE_SYN_SENT_SYN_ACK;
	record->fired.bits[TCPSIM_RULE_ACK_ADVANCES / 64] |= UINT64_C(1) << TCPSIM_RULE_ACK_ADVANCES % 64;
	record->fired.bits[TCPSIM_RULE_SYN_SENT_SYN_ACK / 64] |= UINT64_C(1) << TCPSIM_RULE_SYN_SENT_SYN_ACK % 64;
	record->before.state = TCPSIM_SYN_SENT;
	record->before.snd_una.n = 100;
	/* In SYN-SENT there is no receive sequence space yet (3.3.1). */
	record->after.snd_una.n = record->before.snd_nxt.n = record->after.snd_nxt.n = 101;
	record->after.rcv_nxt.n = 301;
	page = draw(story, options);
	IN_ORDER(page, "ESTABLISHED <-- <SEQ=300><ACK=101>", "A: syn-sent-syn-ack (RFC 9293 3.10.7.3 fourth)",
		"A SYN that acknowledges ours", "also: ack-advances",
		"SND.UNA 100 -> 101 SND.NXT 101 RCV.NXT none -> 301");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_wider_page_is_used)
{
	struct story *story = figure_6(4294967290U, 4294967280U);
	struct tcpsim_ladder_options options = { .is_ascii = true, .columns = 120 };
	char *page = draw(story, options);

	IN_ORDER(page, "<-- <SEQ=4294967280><ACK=4294967291><CTL=SYN,ACK> <--");
	check_width(page, 120);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(a_part_of_a_trace_begins_with_the_states_of_its_beginning)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_ladder_options options = { .is_ascii = true, .first = 4, .last = 6 };
	char *page = draw(story, options);

	IN_ORDER(page, "SYN-SENT SYN-RECEIVED", "ESTABLISHED <-- <SEQ=300>");
	ck_assert_ptr_null(strstr(page, "SEQ=100>"));
	ck_assert_ptr_null(strstr(page, "SEQ=101>"));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(settings_are_written_as_in_a_scenario)
{
	static const struct {
		const char *words, *text;
	} settings[] = {
		{ "keepalive=1", "set keepalive on" },
		{ "keepalive-idle=7200000000", "set keepalive-idle 2 h" },
		{ "keepalive-probes=9", "set keepalive-probes 9" },
		{ "handshake=1", "set handshake two-way" },
		{ "user-timeout=9223372036854775807", "set user-timeout unlimited" },
		{ "of=nothing", "set of nothing" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		struct story *story = story_new();
		char *page;

		calls(story, 0, A, TCPSIM_CALL_SET, TCPSIM_CLOSED);
		story->records[0].words = settings[i].words;
		page = draw(story, ascii);
		ck_assert_msg(strstr(page, settings[i].text) != NULL, "%s\n%s", settings[i].text, page);
		g_free(page);
		g_free(story);
	}
}
END_TEST

START_TEST(a_cut_link_a_restart_and_a_refused_call_are_told)
{
	struct story *story = story_new();
	uint32_t i;
	char *page;

	story_add(story, S, TCPSIM_RECORD_CUT, A);
	story_add(story, 2 * S, TCPSIM_RECORD_MEND, A);
	story_add(story, 3 * S, TCPSIM_RECORD_CRASH, A)->peer = TCPSIM_NO_HOST;
	story_add(story, 4 * S, TCPSIM_RECORD_RESTART, A)->until_us = 124 * S;
	i = calls(story, 5 * S, A, TCPSIM_CALL_CLOSE, TCPSIM_CLOSED);
	story->records[i].error = TCPSIM_ERROR_NO_CONNECTION;
	page = draw(story, ascii);
	IN_ORDER(page, "1 (cut A -> B)", "2 (mended A -> B)", "3 (down) . crash", "4 CLOSED restart, quiet until 124 s",
		"5 close: connection does not exist");
	g_free(page);
	g_free(story);
}
END_TEST

/* A record of anything, as far as enumerations go. */
static void
scribble(struct story *story, GRand *random, int64_t time_us)
{
	static const uint8_t whats[] = {
		[TCPSIM_RECORD_CALL] = TCPSIM_N_CALLS,
		[TCPSIM_RECORD_DROP] = TCPSIM_N_DROPS,
		[TCPSIM_RECORD_TIMER] = TCPSIM_N_TIMERS,
		[TCPSIM_RECORD_ARMED] = TCPSIM_N_TIMERS,
		[TCPSIM_RECORD_STOPPED] = TCPSIM_N_TIMERS,
		[TCPSIM_RECORD_SIGNAL] = 128,
		[TCPSIM_RECORD_SOCKET] = TCPSIM_N_SOCKET_CALLS,
	};
	enum tcpsim_record_kind kind = (enum tcpsim_record_kind)g_rand_int_range(random, 0, TCPSIM_RECORD_SOCKET + 1);
	struct tcpsim_record *record = story_add(story, time_us, kind, (uint16_t)g_rand_int_range(random, 0, 3));

	record->peer = g_rand_boolean(random) ? (uint16_t)g_rand_int_range(random, 0, 3) : TCPSIM_NO_HOST;
	record->what = whats[kind] > 0 ? (uint8_t)g_rand_int_range(random, 0, whats[kind]) : 0;
	record->until_us = g_rand_boolean(random) ? time_us + g_rand_int(random) : TCPSIM_TIME_NONE;
	record->packet = (uint64_t)g_rand_int_range(random, 0, 20);
	record->original = (uint64_t)g_rand_int_range(random, 0, 20);
	record->cause = story->n > 1 && g_rand_boolean(random)
		? (uint32_t)g_rand_int_range(random, 0, (int)story->n - 1)
		: TCPSIM_NO_RECORD;
	record->connection = (uint32_t)g_rand_int_range(random, 0, 4);
	record->line = (uint32_t)g_rand_int_range(random, 0, 100000);
	record->error = (uint8_t)g_rand_int_range(random, 0, TCPSIM_N_ERRORS);
	record->purpose = (uint8_t)g_rand_int_range(random, 0, TCPSIM_PURPOSE_RESET + 1);
	record->rule = (uint16_t)g_rand_int_range(random, 0, TCPSIM_N_RULES);
	record->segment = segment(g_rand_int(random), g_rand_int(random), (uint8_t)g_rand_int_range(random, 0, 64));
	record->segment.text_bytes = g_rand_boolean(random) ? g_rand_int(random) : 0;
	record->segment.options = (uint8_t)g_rand_int_range(random, 0, 64);
	record->segment.n_sack = (uint8_t)g_rand_int_range(random, 0, TCPSIM_MAX_SACK + 1);
	record->protocol = (uint8_t)g_rand_int_range(random, 0, TCPSIM_N_PROTOCOLS);
	record->icmp.icmp.kind = (enum tcpsim_icmp_kind)g_rand_int_range(random, 0, TCPSIM_N_ICMP);
	record->icmp.icmp.mtu = (uint32_t)g_rand_int_range(random, 0, 2) * g_rand_int(random);
	record->descriptor = g_rand_int_range(random, -1, 100000);
	record->result = g_rand_int_range(random, -200, 100000);
	record->asked = g_rand_int_range(random, 0, G_MAXINT);
	record->before.state = (uint8_t)g_rand_int_range(random, 0, TCPSIM_N_STATES);
	record->after.state = (uint8_t)g_rand_int_range(random, 0, TCPSIM_N_STATES);
	record->octets_at = (uint32_t)g_rand_int_range(random, 0, 2000);
	record->octets_n = (uint32_t)g_rand_int_range(random, 0, 2000);
}

/* Whatever a trace says, the page is text of its width, and the same text each time. */
START_TEST(any_records_make_a_page_of_its_width)
{
	GRand *random = g_rand_new_with_seed((guint32)_i);
	struct story *story = story_new();
	struct tcpsim_ladder_options options = {
		.is_ascii = _i % 2 == 0,
		.explains = _i % 3 == 0,
		.columns = _i % 5 == 0 ? 100 : 0,
		.end_us = _i % 7 == 0 ? 60 * S
			: _i % 7 == 1 ? TCPSIM_TIME_NONE - 1
				      : 0,
		.most_rungs = _i % 4 == 0 ? 10 : 0,
		.left_out = "What may be done about it is told in more words than there is room for on any page of 80 "
			    "columns.",
	};
	int64_t time_us = 0;
	char *page, *again;

	story->n_hosts = 3;
	story->names[A] = "Zürich\n\xff";
	for (size_t i = 0; i < sizeof(story->octets); i++)
		story->octets[i] = (uint8_t)g_rand_int(random);
	for (int i = g_rand_int_range(random, 0, 100); i > 0; i--) {
		time_us += g_rand_boolean(random) ? g_rand_int_range(random, 0, 200) * MS : g_rand_int(random);
		scribble(story, random, time_us);
	}
	page = draw(story, options);
	again = draw(story, options);
	check_width(page, options.columns == 0 ? 80 : options.columns);
	ck_assert_str_eq(page, again);
	for (const char *c = page; options.is_ascii && *c != '\0'; c++)
		ck_assert((unsigned char)*c < 0x80);
	g_free(page);
	g_free(again);
	g_free(story);
	g_rand_free(random);
}
END_TEST

/* A host's own listener goes on to listen when a connection made from it ends (3.10.7.2: the listening TCB stays). */
START_TEST(a_listener_is_told_again_behind_the_end_of_a_connection)
{
	struct story *story = figure_6(100, 300);
	uint32_t i = calls(story, S, A, TCPSIM_CALL_ABORT, TCPSIM_CLOSED);
	uint64_t p = sends(story, S, A, i, segment(101, 301, TCPSIM_RST | TCPSIM_ACK));
	char *page;

	arrives(story, S + 50 * MS, p, TCPSIM_CLOSED);
	p = befalls(story, 2 * S, p, TCPSIM_RECORD_INJECT, 7)->packet = ++story->n_packets;
	i = arrives(story, 2 * S, p, TCPSIM_LISTEN); /* the listener ignores a RST (3.10.7.2 first) */
	story->records[i].connection = 0;
	page = draw(story, ascii);
	IN_ORDER(page, "CLOSED --> <SEQ=101><ACK=301><CTL=RST,ACK> --> CLOSED", " (LISTEN)", "2.00");
	ck_assert_ptr_eq(strstr(page, "(LISTEN)"), g_strrstr(page, "(LISTEN)"));
	ck_assert_ptr_null(strstr(strstr(page, "2.00"), "LISTEN"));
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

/* 3.10.7.1: a segment for no TCB changes nothing; the listener at another port is still there. */
START_TEST(an_event_of_no_connection_is_not_the_state_of_its_host)
{
	struct story *story = figure_6(100, 300);
	uint32_t i;
	uint64_t p;
	char *page;

	story->n = 3; /* the listener, connect and its SYN */
	p = story->n_packets = 1;
	i = arrives(story, 50 * MS, p, TCPSIM_CLOSED);
	story->records[i].connection = 0;
	story->records[i].rule = TCPSIM_RULE_CLOSED_NO_ACK_RESET;
	p = sends(story, 50 * MS, B, i, segment(0, 101, TCPSIM_RST | TCPSIM_ACK));
	story->records[story->n - 1].connection = 0;
	arrives(story, 100 * MS, p, TCPSIM_CLOSED);
	page = draw(story, ascii);
	IN_ORDER(page, "listen 80 LISTEN", "SYN-SENT --> <SEQ=100><CTL=SYN> -->\n", "no connection, no listener",
		"CLOSED <-- <SEQ=0><ACK=101><CTL=RST,ACK> <--\n");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

/* 3.8.6: a segment with the SEQ and ACK of the one before and another window is there for its window. */
START_TEST(a_window_update_shows_its_window)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_segment update = segment(101, 301, TCPSIM_ACK);
	uint64_t p;
	char *page;

	update.wnd = 500;
	p = sends(story, S, A, TCPSIM_NO_RECORD, update);
	arrives(story, S + 50 * MS, p, TCPSIM_ESTABLISHED);
	sends(story, 2 * S, A, TCPSIM_NO_RECORD, update); /* nothing new any more */
	page = draw(story, ascii);
	IN_ORDER(page, "1.00->1.05 --> <SEQ=101><ACK=301><CTL=ACK> -->", "<WND=500>",
		"2.00 --> <SEQ=101><ACK=301><CTL=ACK> ...");
	ck_assert_ptr_eq(strstr(page, "<WND="), g_strrstr(page, "<WND="));
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(calls_tell_their_number_and_a_port_that_was_asked_for)
{
	struct story *story = story_new();
	uint32_t i = calls(story, 0, A, TCPSIM_CALL_CONNECT, TCPSIM_SYN_SENT);
	char *page;

	story->records[i].local_port = 5000;
	i = calls(story, 0, A, TCPSIM_CALL_RECEIVE, TCPSIM_SYN_SENT);
	story->records[i].segment.text_bytes = 1000;
	i = calls(story, 0, A, TCPSIM_CALL_RECEIVE, TCPSIM_SYN_SENT);
	story->records[i].segment.text_bytes = TCPSIM_RECEIVE_ALL;
	page = draw(story, ascii);
	IN_ORDER(page, "connect B:80 from 5000", "receive 1000 octets", "receive \n");
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(the_end_of_a_run_is_drawn_with_both_states)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_ladder_options options = { .is_ascii = true, .end_us = 24 * 3600 * S };
	char *page = draw(story, options);

	IN_ORDER(page, "--> ESTABLISHED", ": 23 h 59 min 59.85 s later",
		"86400.00 ESTABLISHED (the run ends) ESTABLISHED");
	check_width(page, 80);
	g_free(page);
	options.end_us = 150 * MS; /* when the last segment arrives: there is nothing to add */
	page = draw(story, options);
	ck_assert_ptr_null(strstr(page, "the run ends"));
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(the_middle_of_a_long_ladder_is_left_out_and_counted)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_ladder_options options = { .is_ascii = true, .most_rungs = 5, .left_out = "ask for all" };
	char *page;

	for (int64_t t = 1; t <= 10; t++)
		story->records[calls(story, t * S, A, TCPSIM_CALL_RECEIVE, TCPSIM_ESTABLISHED)].segment.text_bytes =
			(uint32_t)t;
	page = draw(story, options); /* of 15 rungs the first 3 and the last 2 */
	IN_ORDER(page, "listen 80", "connect", "<SEQ=100>", ": 10 rungs are left out", ": ask for all",
		"receive 9 octets", "receive 10 octets");
	ck_assert_ptr_null(strstr(page, "<SEQ=300>"));
	ck_assert_ptr_null(strstr(page, "receive 8 "));
	g_free(page);
	options.most_rungs = 1;
	page = draw(story, options);
	IN_ORDER(page, "listen 80", ": 14 rungs are left out", ": ask for all");
	g_free(page);
	options.first = 1; /* a part of a trace is what was asked for */
	page = draw(story, options);
	ck_assert_ptr_null(strstr(page, "left out"));
	IN_ORDER(page, "connect", "<SEQ=300>", "receive 8 octets");
	g_free(page);
	options.first = 0;
	options.most_rungs = 15;
	page = draw(story, options);
	ck_assert_ptr_null(strstr(page, "left out"));
	g_free(page);
	g_free(story);
}
END_TEST

/* 3.10.7.4 fifth: SND.WND <- SEG.WND; 3.8.6.2.2: RCV.WND shrinks by what nobody reads. What stays is not told. */
START_TEST(explanations_name_windows_that_change)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_record *record = &story->records[7];
	struct tcpsim_ladder_options options = { .is_ascii = true, .explains = true };
	char *page;

	ck_assert_int_eq(record->kind, TCPSIM_RECORD_ARRIVE);
	record->rule = TCPSIM_RULE_TEXT_ON_SYN_HELD;
	record->segment.text_bytes = 5;
	record->fired.bits[TCPSIM_RULE_ACK_DUPLICATE / 64] |= UINT64_C(1) << TCPSIM_RULE_ACK_DUPLICATE % 64;
	record->before.state = TCPSIM_ESTABLISHED;
	record->before.snd_wnd = 1000;
	record->after.snd_wnd = 500;
	record->before.rcv_wnd = record->after.rcv_wnd = 777;
	page = draw(story, options);
	IN_ORDER(page, "SND.WND 1000 -> 500");
	ck_assert_ptr_null(strstr(page, "777"));
	/* The old ACK came with text, and did not mean anything. */
	ck_assert_ptr_null(strstr(page, "ack-duplicate"));
	g_free(page);
	g_free(story);
}
END_TEST

/* RFC 5681 2: cwnd grows with each ACK; before a loss ssthresh is as high as it can be, and says nothing. */
START_TEST(explanations_name_cwnd_where_it_changes)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_record *record = &story->records[7];
	struct tcpsim_ladder_options options = { .is_ascii = true, .explains = true };
	char *page;

	record->rule = TCPSIM_RULE_ACK_ADVANCES;
	record->before.state = TCPSIM_ESTABLISHED;
	record->before.cwnd = 1000;
	record->after.cwnd = 2000;
	record->before.ssthresh = record->after.ssthresh = UINT32_MAX;
	page = draw(story, options);
	IN_ORDER(page, "cwnd 1000 -> 2000");
	ck_assert_ptr_null(strstr(page, "ssthresh"));
	g_free(page);
	record->after.ssthresh = 1500;
	page = draw(story, options);
	IN_ORDER(page, "cwnd 1000 -> 2000", "ssthresh none -> 1500");
	g_free(page);
	g_free(story);
}
END_TEST

/* RFC 7323 2.2, RFC 2018 2 and 3, 3.8.5: what a SYN offers beside the MSS, the blocks, the urgent pointer; no PSH. */
START_TEST(a_label_has_options_blocks_and_the_urgent_pointer)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_segment seg = segment(301, 106, TCPSIM_ACK);
	char *page;

	story->records[2].segment.options = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE |
		TCPSIM_OPTION_SACK_PERMITTED | TCPSIM_OPTION_TIMESTAMPS;
	story->records[2].segment.window_scale = 7;
	story->records[4].segment.options = TCPSIM_OPTION_MSS;
	seg.options = TCPSIM_OPTION_SACK | TCPSIM_OPTION_TIMESTAMPS;
	seg.n_sack = 2;
	seg.sack[0] = (struct tcpsim_range){ { 201 }, { 301 } };
	seg.sack[1] = (struct tcpsim_range){ { 111 }, { 121 } };
	sends(story, S, B, TCPSIM_NO_RECORD, seg);
	seg = segment(101, 301, TCPSIM_ACK | TCPSIM_PSH | TCPSIM_URG);
	seg.text_bytes = 5;
	seg.up = 3;
	sends(story, 2 * S, A, TCPSIM_NO_RECORD, seg);
	page = draw(story, ascii);
	IN_ORDER(page, "--> <SEQ=100><CTL=SYN><SACK-PERMITTED>", "<TS><WS=7>", "<-- <SEQ=300><ACK=101><CTL=SYN,ACK> <--",
		"<SEQ=301><ACK=106><CTL=ACK>", "<SACK=201:301,111:121>", "<SEQ=101><ACK=301><CTL=URG,ACK>",
		"<DATA=5><UP=3>");
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

/* They stand in the order of their octets; a cookie in full (RFC 7413 4.1.1, and appendix A). */
START_TEST(options_stand_in_the_order_of_who_sent_them)
{
	struct story *story = figure_6(100, 300);
	struct tcpsim_segment *syn = &story->records[2].segment, *syn_ack = &story->records[4].segment;
	char *page;

	story->records[2].option_layout = TCPSIM_LAYOUT_FREEBSD;
	syn->options = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED |
		TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_FAST_OPEN;
	syn->window_scale = 7;
	syn_ack->options = TCPSIM_OPTION_MSS | TCPSIM_OPTION_FAST_OPEN;
	syn_ack->cookie_octets = 4;
	memcpy(syn_ack->cookie, (const uint8_t[]){ 0x01, 0x23, 0xab, 0xcd }, 4);
	page = draw(story, ascii);
	IN_ORDER(page, "<SEQ=100><CTL=SYN><WS=7>", "<SACK-PERMITTED><TS><FO>", "<SEQ=300><ACK=101><CTL=SYN,ACK>",
		"<FO=0123abcd>");
	g_free(page);
	syn_ack->is_experimental = 1;
	page = draw(story, ascii);
	IN_ORDER(page, "<FOEXP=0123abcd>");
	g_free(page);
	g_free(story);
}
END_TEST

/* Ports of UDP and of TCP have nothing to do with each other (RFC 768, RFC 9293 3.1): who listens goes on listening. */
START_TEST(a_call_of_udp_takes_no_listener_away)
{
	struct story *story = story_new();
	struct tcpsim_record *record;
	char *page;

	story->records[calls(story, 0, B, TCPSIM_CALL_LISTEN, TCPSIM_LISTEN)].connection = 0;
	record = story_add(story, S, TCPSIM_RECORD_CALL, B);
	record->what = TCPSIM_SYS_CLOSE;
	record->protocol = TCPSIM_PROTOCOL_UDP;
	record->connection = 0;
	page = draw(story, ascii);
	IN_ORDER(page, "0 listen 80 LISTEN", "1 close");
	ck_assert_ptr_null(strstr(strstr(page, "listen 80"), "CLOSED"));
	g_free(page);
	g_free(story);
}
END_TEST

/* A call of POSIX. */
static struct tcpsim_record *
asks(struct story *story, int64_t time_us, uint16_t host, enum tcpsim_socket_call call, int descriptor, int result)
{
	struct tcpsim_record *record = story_add(story, time_us, TCPSIM_RECORD_SOCKET, host);

	record->what = (uint8_t)call;
	record->descriptor = descriptor;
	record->result = result;
	record->connection = 0;
	record->peer = TCPSIM_NO_HOST;
	return record;
}

START_TEST(calls_of_posix_stand_with_what_they_return)
{
	struct story *story = story_new();
	struct tcpsim_record *record;
	uint32_t i;
	char *page;

	asks(story, 0, B, TCPSIM_SYS_SOCKET, -1, 3);
	asks(story, S, B, TCPSIM_SYS_BIND, 3, -EADDRINUSE)->asked = 80;
	asks(story, 2 * S, B, TCPSIM_SYS_SETSOCKOPT, 3, 0)->words = "SO_REUSEADDR=1";
	asks(story, 3 * S, B, TCPSIM_SYS_LISTEN, 3, 0)->asked = 5;
	record = story_add(story, 3 * S, TCPSIM_RECORD_CALL, B);
	record->what = TCPSIM_CALL_LISTEN;
	record->after.state = TCPSIM_LISTEN;
	record->connection = 0;
	record->cause = story_last(story) - 1;
	asks(story, 4 * S, B, TCPSIM_SYS_ACCEPT, 3, -EAGAIN)->line = 7;
	record = asks(story, 5 * S, A, TCPSIM_SYS_CONNECT, 3, -EINPROGRESS);
	record->line = 8;
	record->peer = B;
	record->peer_port = 80;
	asks(story, 6 * S, B, TCPSIM_SYS_ACCEPT, 3, 4);
	record = asks(story, 7 * S, B, TCPSIM_SYS_RECV, 4, 2);
	record->asked = 100;
	story_octets(story, record, "hi", 2);
	i = story_last(story);
	record = story_add(story, 7 * S, TCPSIM_RECORD_CALL, B);
	record->what = TCPSIM_CALL_RECEIVE;
	record->after.state = TCPSIM_ESTABLISHED;
	record->cause = i;
	record = story_add(story, 7 * S, TCPSIM_RECORD_DELIVER, B);
	record->cause = story_last(story) - 1;
	story_octets(story, record, "hi", 2);
	asks(story, 8 * S, B, TCPSIM_SYS_RECV, 4, 0)->asked = 100;
	asks(story, 9 * S, B, TCPSIM_SYS_SHUTDOWN, 4, 0)->asked = 1;
	asks(story, 9 * S, B, TCPSIM_SYS_SHUTDOWN, 4, 0)->asked = 2;
	asks(story, 10 * S, B, TCPSIM_SYS_CLOSE, 4, 0);
	page = draw(story, ascii);
	IN_ORDER(page, "0 socket(TCP) = 3", "1 bind(3, 80) = EADDRINUSE", "2 setsockopt(3, SO_REUSEADDR=1)",
		"3 listen(3, 5) LISTEN", "4 accept(3): waits", "5 connect(3, B:80): waits", "6 accept(3) = 4",
		"7 recv(4, 100) = \"hi\" ESTABLISHED", "8 recv(4, 100) = 0", "9 shutdown(4, SHUT_WR)",
		"9 shutdown(4, SHUT_RDWR)", "10 close(4)");
	/* What a call asks of TCP is that call, and what it gets is told once. */
	ck_assert_ptr_null(strstr(page, "receive"));
	ck_assert_ptr_null(strstr(page, "user"));
	ck_assert_ptr_null(strstr(page, "(LISTEN)"));
	g_free(page);
	g_free(story);
}
END_TEST

/* XSH connect(), send(): a call of a program in C returns at once; what waited in a scenario returns later. */
START_TEST(calls_that_return_later_and_calls_that_do_not_wait)
{
	struct story *story = story_new();
	struct tcpsim_record *record;
	char *page;

	asks(story, 0, B, TCPSIM_SYS_ACCEPT, 3, -EAGAIN);
	record = asks(story, S, A, TCPSIM_SYS_CONNECT, 3, -EINPROGRESS);
	record->peer = B;
	record->peer_port = 80;
	asks(story, 2 * S, A, TCPSIM_SYS_CONNECT, 3, 0)->again = 1;
	asks(story, 3 * S, A, TCPSIM_SYS_CONNECT, 4, -ECONNREFUSED)->again = 1;
	asks(story, 4 * S, A, TCPSIM_SYS_CONNECT, 5, -ETIMEDOUT)->again = 1;
	asks(story, 5 * S, A, TCPSIM_SYS_SENDTO, 6, -EDESTADDRREQ)->again = 1;
	record = asks(story, 6 * S, A, TCPSIM_SYS_GETSOCKOPT, 3, 65535);
	record->again = 1;
	record->words = "SO_RCVBUF";
	record = asks(story, 7 * S, A, TCPSIM_SYS_GETSOCKOPT, 3, 0);
	record->again = 1;
	record->words = "TCP_NODELAY";
	record = asks(story, 8 * S, A, TCPSIM_SYS_GETSOCKOPT, 3, ECONNRESET);
	record->again = 1;
	record->words = "SO_ERROR";
	asks(story, 9 * S, A, TCPSIM_SYS_SETSOCKOPT, 3, -ENOPROTOOPT)->words = "SO_ERROR";
	record = asks(story, 10 * S, A, TCPSIM_SYS_SEND, 3, 1);
	record->words = "MSG_OOB";
	story_octets(story, record, "d", 1);
	asks(story, 11 * S, A, TCPSIM_SYS_SEND, 3, -EPIPE)->asked = 1;
	record = story_add(story, 12 * S, TCPSIM_RECORD_CALL, A);
	record->what = TCPSIM_CALL_SEND;
	record->segment.ctl = TCPSIM_URG;
	story_octets(story, record, "!", 1);
	page = draw(story, ascii);
	IN_ORDER(page, "0 accept(3) = EAGAIN", "1 connect(3, B:80) = EINPROGRESS", "2 connect(3) = 0",
		"3 connect(4) = ECONNREFUSED", "4 connect(5) = ETIMEDOUT", "5 sendto(6) = EDESTADDRREQ",
		"6 getsockopt(3, SO_RCVBUF) = 65535", "7 getsockopt(3, TCP_NODELAY) = 0",
		"8 getsockopt(3, SO_ERROR) = ECONNRESET", "9 setsockopt(3, SO_ERROR) = ENOPROTOOPT",
		"10 send(3, \"d\", MSG_OOB) = 1", "11 send(3, 1 octet) = EPIPE", "12 send urgent 1 octet \"!\"");
	ck_assert_ptr_null(strstr(page, "waits"));
	g_free(page);
	g_free(story);
}
END_TEST

/* RFC 768 has ports and octets; RFC 792 a kind and what it quotes; neither has states. */
START_TEST(datagrams_and_messages_have_words_of_their_own)
{
	struct story *story = story_new();
	struct tcpsim_record *record;
	uint64_t p;
	char *page;

	p = sends(story, 0, A, TCPSIM_NO_RECORD, (struct tcpsim_segment){ .text_bytes = 5 });
	record = &story->records[story_last(story)];
	record->protocol = TCPSIM_PROTOCOL_UDP;
	record->local_port = 49152;
	record->peer_port = 37;
	story_octets(story, record, "time?", 5);
	arrives(story, 50 * MS, p, TCPSIM_CLOSED);
	story->records[1] = story->records[0];
	story->records[1].kind = TCPSIM_RECORD_ARRIVE;
	story->records[1].time_us = 50 * MS;
	story->records[1].host = B;
	story->records[1].peer = A;
	story->records[1].local_port = 37;
	story->records[1].peer_port = 49152;
	story->records[1].connection = 0;
	p = sends(story, 50 * MS, B, 1, (struct tcpsim_segment){ .text_bytes = 0 });
	record = &story->records[story_last(story)];
	record->protocol = TCPSIM_PROTOCOL_ICMP;
	record->icmp.icmp.kind = TCPSIM_ICMP_PORT_UNREACHABLE;
	record->icmp.protocol = TCPSIM_PROTOCOL_UDP;
	record = befalls(story, 50 * MS, p, TCPSIM_RECORD_DROP, 0);
	record->what = TCPSIM_DROP_NOBODY;
	record->protocol = TCPSIM_PROTOCOL_ICMP;
	p = sends(story, S, B, TCPSIM_NO_RECORD, (struct tcpsim_segment){ .text_bytes = 0 });
	record = &story->records[story_last(story)];
	record->protocol = TCPSIM_PROTOCOL_ICMP;
	record->icmp.icmp.kind = TCPSIM_ICMP_TOO_LARGE;
	record->icmp.icmp.mtu = 1000;
	record->icmp.icmp.seq.n = 101;
	page = draw(story, ascii);
	IN_ORDER(page, "0.00->0.05 --> UDP 49152->37 \"time?\" -->", "0.05 X-- ICMP port-unreachable <--",
		"... ICMP too-large mtu 1000 about <SEQ=101> <--");
	ck_assert_ptr_null(strstr(page, "CLOSED"));
	ck_assert_ptr_null(strstr(page, "no listener"));
	check_width(page, 80);
	g_free(page);
	g_free(story);
}
END_TEST

START_TEST(an_empty_trace_is_a_page_of_two_closed_ends)
{
	struct story *story = story_new();
	char *page = draw(story, ascii);

	IN_ORDER(page, "time/s A B", "CLOSED CLOSED");
	g_free(page);
	g_free(story);
}
END_TEST

static const struct {
	int64_t time_us;
	const char *text;
} times[] = {
	{ 0, "0 s" },
	{ 1, "0.001 ms" },
	{ 50 * MS, "50 ms" },
	{ 1500, "1.5 ms" },
	{ S + 50 * MS, "1.05 s" },
	{ 60 * S, "1 min" },
	{ 75 * S, "1 min 15 s" },
	{ 7876 * S + 50 * MS, "2 h 11 min 16.05 s" },
	{ 24 * 3600 * S, "24 h" },
	{ 49 * 3600 * S, "2 d 1 h" },
	{ TCPSIM_TIME_NONE, "never" },
	{ INT64_MAX - 1, "106751991 d 4 h 54.775806 s" },
};

START_TEST(times_are_written_for_people)
{
	char text[48];

	tcpsim_render_time(times[_i].time_us, text);
	ck_assert_str_eq(text, times[_i].text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("ladder");
	TCase *figures = tcase_create("figures"), *rungs = tcase_create("rungs"), *pages = tcase_create("pages");

	tcase_add_test(figures, figure_6_stands_as_the_rfc_draws_it);
	tcase_add_test(figures, figure_7_shows_segments_that_cross);
	tcase_add_test(rungs, a_segment_says_when_it_left_and_when_it_arrived);
	tcase_add_test(rungs, a_dropped_segment_ends_in_x_and_says_why);
	tcase_add_test(rungs, a_segment_to_a_host_that_is_down_gets_as_far_as_the_host);
	tcase_add_test(rungs, a_held_segment_arrives_on_a_rung_of_its_own_with_its_past);
	tcase_add_test(rungs, a_ladder_may_be_silent_of_lines_and_of_holding);
	tcase_add_test(rungs, a_closed_window_stands_on_the_segment);
	tcase_add_test(rungs, late_times_are_shortened_before_a_rung_is_split);
	tcase_add_test(figures, the_trace_of_a_network_is_drawn);
	tcase_add_test(rungs, a_reordered_segment_waits_for_another);
	tcase_add_test(rungs, a_copy_says_that_it_is_one);
	tcase_add_test(rungs, an_injected_segment_comes_out_of_the_network);
	tcase_add_test(rungs, timers_calls_deliveries_and_errors_stand_at_their_side);
	tcase_add_test(rungs, the_end_of_time_wait_is_announced_where_it_starts);
	tcase_add_test(rungs, explanations_name_the_rule_its_place_and_the_variables);
	tcase_add_test(pages, numbers_of_ten_digits_stay_within_eighty_columns_and_are_whole);
	tcase_add_test(pages, a_second_connection_is_told_from_the_first);
	tcase_add_test(pages, three_hosts_have_a_page_for_each_pair_that_met);
	tcase_add_test(pages, ascii_is_ascii_whatever_users_send);
	tcase_add_test(pages, wide_characters_are_counted_by_the_columns_they_take);
	tcase_add_test(pages, color_adds_nothing_but_escapes);
	tcase_add_test(pages, a_wider_page_is_used);
	tcase_add_test(pages, a_part_of_a_trace_begins_with_the_states_of_its_beginning);
	tcase_add_test(rungs, settings_are_written_as_in_a_scenario);
	tcase_add_test(rungs, a_cut_link_a_restart_and_a_refused_call_are_told);
	tcase_add_loop_test(pages, any_records_make_a_page_of_its_width, 0, 300);
	tcase_add_test(pages, an_empty_trace_is_a_page_of_two_closed_ends);
	tcase_add_test(rungs, a_listener_is_told_again_behind_the_end_of_a_connection);
	tcase_add_test(rungs, an_event_of_no_connection_is_not_the_state_of_its_host);
	tcase_add_test(rungs, a_window_update_shows_its_window);
	tcase_add_test(rungs, calls_tell_their_number_and_a_port_that_was_asked_for);
	tcase_add_test(rungs, the_end_of_a_run_is_drawn_with_both_states);
	tcase_add_test(pages, the_middle_of_a_long_ladder_is_left_out_and_counted);
	tcase_add_test(rungs, explanations_name_windows_that_change);
	tcase_add_test(rungs, explanations_name_cwnd_where_it_changes);
	tcase_add_test(rungs, a_label_has_options_blocks_and_the_urgent_pointer);
	tcase_add_test(rungs, options_stand_in_the_order_of_who_sent_them);
	tcase_add_test(rungs, a_call_of_udp_takes_no_listener_away);
	tcase_add_test(rungs, calls_of_posix_stand_with_what_they_return);
	tcase_add_test(rungs, calls_that_return_later_and_calls_that_do_not_wait);
	tcase_add_test(rungs, datagrams_and_messages_have_words_of_their_own);
	tcase_add_loop_test(pages, times_are_written_for_people, 0, (int)G_N_ELEMENTS(times));
	suite_add_tcase(suite, figures);
	suite_add_tcase(suite, rungs);
	suite_add_tcase(suite, pages);
	return suite_run(suite);
}
