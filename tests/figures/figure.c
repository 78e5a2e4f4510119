/* SPDX-License-Identifier: MIT */
#include "figure.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/engine.h>

#include "tests/suite.h"

#define MAX_WAITING 8

/* Segments that were sent and are not in the ladder yet, or that are in the network. */
struct queue {
	struct tcpsim_segment segments[MAX_WAITING];
	size_t n;
};

struct end {
	const char *name;
	struct tcpsim_tcb tcb;
	struct queue sent, delayed;
	uint32_t isns[2];
	size_t n_isns;
	uint32_t snd;
};

enum { A, B };

struct stage {
	const struct figure *figure;
	struct tcpsim_policy policy;
	struct end ends[2];
	int64_t now_us;
	uint32_t shift;   /* is added to every sequence number of the figure */
	unsigned line;
	char text[160];   /* of that line */
};

enum token { T_END, T_ARROW_RIGHT, T_ARROW_LEFT, T_DOTS, T_SEGMENT, T_STATE, T_NOTE };

struct item {
	enum token token;
	char word[80]; /* of a note or a state */
	struct tcpsim_segment segment;
};

#define MAX_ITEMS 8

static void
complain(const struct stage *stage, const char *words, const char *more)
{
	ck_abort_msg("%s, numbers shifted by %u, line %u: %s %s\n    %s", stage->figure->name, (unsigned)stage->shift,
		stage->line, words, more, stage->text);
}

/* ---- reading a line ---- */

static uint8_t
parse_ctl(const char *text)
{
	static const struct {
		const char *name;
		uint8_t bit;
	} bits[] = { { "SYN", TCPSIM_SYN }, { "FIN", TCPSIM_FIN }, { "RST", TCPSIM_RST }, { "ACK", TCPSIM_ACK } };
	unsigned ctl = 0;

	for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
		if (strstr(text, bits[i].name) != NULL)
			ctl |= bits[i].bit;
	return (uint8_t)ctl;
}

/* One <NAME=VALUE>; returns what is behind it. */
static const char *
parse_part(const struct stage *stage, const char *at, struct tcpsim_segment *segment)
{
	char name[8], value[32];

	if (sscanf(at, "<%7[A-Z]=%31[^>]>", name, value) != 2)
		complain(stage, "not a part of a segment:", at);
	if (strcmp(name, "SEQ") == 0)
		segment->seq = tcpsim_seq_make((uint32_t)strtoul(value, NULL, 10) + stage->shift);
	else if (strcmp(name, "ACK") == 0)
		segment->ack = tcpsim_seq_make((uint32_t)strtoul(value, NULL, 10) + stage->shift);
	else if (strcmp(name, "CTL") == 0)
		segment->ctl = parse_ctl(value);
	else if (strcmp(name, "DATA") == 0)
		segment->text_bytes = (uint32_t)strtoul(value, NULL, 10);
	else
		complain(stage, "unknown part of a segment:", name);
	return strchr(at, '>') + 1;
}

/* The word up to the next blank, or within parentheses. */
static const char *
parse_word(const struct stage *stage, const char *at, struct item *item)
{
	const char *end = *at == '(' ? strchr(at, ')') : at + strcspn(at, " \t");
	size_t length;

	item->token = *at == '(' ? T_NOTE : T_STATE;
	if (*at == '(')
		at++;
	length = (size_t)(end - at);
	if (length >= sizeof item->word)
		complain(stage, "too long a word:", at);
	memcpy(item->word, at, length);
	item->word[length] = '\0';
	return *end == ')' ? end + 1 : end;
}

static const char *
parse_item(const struct stage *stage, const char *at, struct item *item)
{
	memset(item, 0, sizeof *item);
	if (strncmp(at, "-->", 3) == 0 || strncmp(at, "<--", 3) == 0 || strncmp(at, "...", 3) == 0) {
		item->token = *at == '-' ? T_ARROW_RIGHT : *at == '<' ? T_ARROW_LEFT : T_DOTS;
		return at + 3;
	}
	if (*at != '<')
		return parse_word(stage, at, item);
	item->token = T_SEGMENT;
	while (*at == '<' && at[1] != '-')
		at = parse_part(stage, at, &item->segment);
	return at;
}

/* Cut a line into items, without its number. */
static size_t
parse_line(const struct stage *stage, struct item *items)
{
	const char *at = stage->text;
	size_t n = 0;

	at += strspn(at, " \t");
	if (isdigit((unsigned char)*at))
		at += strspn(at, "0123456789.");
	for (;;) {
		at += strspn(at, " \t");
		if (*at == '\0')
			return n;
		if (n == MAX_ITEMS)
			complain(stage, "too many items", "");
		at = parse_item(stage, at, &items[n++]);
	}
}

/* ---- the two ends ---- */

static void
check_tcb(const struct stage *stage, const struct end *end)
{
	const char *words = tcpsim_tcb_check(&end->tcb);

	if (words != NULL)
		complain(stage, end->name, words);
}

static void
take_sent(const struct stage *stage, struct end *end, struct tcpsim_effects *out)
{
	for (;;) {
		for (unsigned i = 0; i < out->n_segments; i++) {
			if (end->sent.n == MAX_WAITING)
				complain(stage, end->name, "sends and sends");
			end->sent.segments[end->sent.n++] = out->segments[i];
		}
		check_tcb(stage, end);
		if (!out->more)
			return;
		tcpsim_engine_poll(&end->tcb, &stage->policy, stage->now_us, out);
	}
}

static tcpsim_seq
next_isn(const struct stage *stage, struct end *end)
{
	if (end->n_isns == 2)
		complain(stage, end->name, "opens too often");
	return tcpsim_seq_make(end->isns[end->n_isns++] + stage->shift);
}

static void
arrive(const struct stage *stage, struct end *end, const struct tcpsim_segment *segment)
{
	struct tcpsim_effects out;
	struct tcpsim_arriving arriving;
	bool was_listening = end->tcb.state == TCPSIM_LISTEN;

	memset(&arriving, 0, sizeof arriving);
	arriving.seg = *segment;
	arriving.iss = tcpsim_seq_make(end->n_isns < 2 ? end->isns[end->n_isns] + stage->shift : 0);
	tcpsim_engine_arrives(&end->tcb, &stage->policy, &arriving, stage->now_us, &out);
	if (was_listening && end->tcb.state == TCPSIM_SYN_RECEIVED)
		end->n_isns++;
	take_sent(stage, end, &out);
}

static void
open_end(const struct stage *stage, struct end *end, bool is_active)
{
	struct tcpsim_effects out;
	struct tcpsim_open open;

	memset(&open, 0, sizeof open);
	open.is_active = is_active;
	open.remote = is_active ? TCPSIM_REMOTE_KNOWN : TCPSIM_REMOTE_UNSPECIFIED;
	if (is_active)
		open.iss = next_isn(stage, end);
	if (tcpsim_engine_open(&end->tcb, &stage->policy, &open, stage->now_us, &out) != TCPSIM_OK)
		complain(stage, end->name, "cannot open");
	take_sent(stage, end, &out);
}

/* Time passes until the end's next deadline, or by 2MSL. */
static void
pass_time(struct stage *stage, struct end *end, int64_t until_us)
{
	struct tcpsim_effects out;

	if (until_us > stage->now_us && until_us != TCPSIM_TIME_NONE)
		stage->now_us = until_us;
	while (end->tcb.state != TCPSIM_CLOSED && tcpsim_tcb_deadline_us(&end->tcb) <= stage->now_us) {
		tcpsim_engine_timeout(&end->tcb, &stage->policy, stage->now_us, NULL, &out);
		take_sent(stage, end, &out);
	}
}

static void
do_note(struct stage *stage, struct end *end, const char *note)
{
	struct tcpsim_effects out;
	unsigned octets;
	enum tcpsim_error error = TCPSIM_OK;

	if (strcmp(note, "Open") == 0) {
		open_end(stage, end, true);
	} else if (strcmp(note, "Listen") == 0) {
		open_end(stage, end, false);
	} else if (strcmp(note, "Close") == 0) {
		error = tcpsim_engine_close(&end->tcb, &stage->policy, stage->now_us, &out);
		take_sent(stage, end, &out);
	} else if (sscanf(note, "Send %u", &octets) == 1) {
		error = tcpsim_engine_send(&end->tcb, &stage->policy, octets, tcpsim_seq_make(0), stage->now_us, &out);
		take_sent(stage, end, &out);
	} else if (strcmp(note, "RTO") == 0) {
		pass_time(stage, end, tcpsim_tcb_deadline_us(&end->tcb));
	} else if (strcmp(note, "2 MSL") == 0) {
		pass_time(stage, end, stage->now_us + 2 * stage->policy.msl_us);
	}
	if (error != TCPSIM_OK)
		complain(stage, note, tcpsim_error_name(error));
}

/* ---- a segment's way ---- */

static bool
same(const struct tcpsim_segment *a, const struct tcpsim_segment *b)
{
	uint8_t ctl = (uint8_t)~TCPSIM_PSH;

	return (a->ctl & ctl) == (b->ctl & ctl) && tcpsim_seq_eq(a->seq, b->seq) && a->text_bytes == b->text_bytes &&
		((a->ctl & TCPSIM_ACK) == 0 || tcpsim_seq_eq(a->ack, b->ack));
}

static struct tcpsim_segment
leave(const struct stage *stage, struct queue *queue, size_t i)
{
	struct tcpsim_segment segment = queue->segments[i];

	(void)stage;
	queue->n--;
	memmove(&queue->segments[i], &queue->segments[i + 1], (queue->n - i) * sizeof segment);
	return segment;
}

/* The next segment that the end has sent must be this one. */
static struct tcpsim_segment
depart(const struct stage *stage, struct end *end, const struct tcpsim_segment *want)
{
	char text[TCPSIM_SEGMENT_TEXT];

	if (end->sent.n == 0)
		complain(stage, end->name, "has sent nothing");
	tcpsim_segment_format(&end->sent.segments[0], text, sizeof text);
	if (!same(&end->sent.segments[0], want))
		complain(stage, end->name, text);
	return leave(stage, &end->sent, 0);
}

/* A segment that the end sent before and that is in the network must be this one. */
static struct tcpsim_segment
emerge(const struct stage *stage, struct end *end, const struct tcpsim_segment *want)
{
	for (size_t i = 0; i < end->delayed.n; i++)
		if (same(&end->delayed.segments[i], want))
			return leave(stage, &end->delayed, i);
	complain(stage, end->name, "has no such segment in the network");
	return *want;
}

static void
transfer(const struct stage *stage, struct end *ends, enum token left, const struct tcpsim_segment *want,
	enum token right)
{
	bool is_from_a = left == T_ARROW_RIGHT || right == T_ARROW_RIGHT;
	struct end *from = &ends[is_from_a ? A : B], *to = &ends[is_from_a ? B : A];
	enum token near_end = is_from_a ? left : right, far_end = is_from_a ? right : left;
	struct tcpsim_segment segment;

	segment = near_end == T_DOTS ? emerge(stage, from, want) : depart(stage, from, want);
	if (far_end != T_DOTS)
		arrive(stage, to, &segment);
	else if (from->delayed.n < MAX_WAITING)
		from->delayed.segments[from->delayed.n++] = segment;
}

/* ---- a line ---- */

static void
compare_state(const struct stage *stage, const struct end *end, const char *want)
{
	const char *got = tcpsim_state_name((enum tcpsim_state)end->tcb.state);

	if (strcmp(got, want) != 0)
		complain(stage, end->name, got);
}

/* Which end an item is about: A's things stand before the segment, and of two states without one the first is A's. */
static int
side_of(const struct item *items, size_t n, size_t i)
{
	bool has_segment = false, state_before = false;

	for (size_t j = 0; j < n; j++) {
		has_segment |= items[j].token == T_SEGMENT;
		if (j >= i)
			continue;
		if (items[j].token == T_SEGMENT)
			return B;
		state_before |= items[j].token == T_STATE;
	}
	return !has_segment && state_before ? B : A;
}

static void
run_line(struct stage *stage)
{
	struct item items[MAX_ITEMS];
	size_t n = parse_line(stage, items);

	for (size_t i = 0; i < n; i++)
		if (items[i].token == T_NOTE)
			do_note(stage, &stage->ends[side_of(items, n, i)], items[i].word);
	for (size_t i = 0; i < n; i++) {
		if (items[i].token != T_SEGMENT)
			continue;
		if (i == 0 || i + 1 == n)
			complain(stage, "a segment needs an arrow on both sides", "");
		for (size_t j = 0; j < i; j++)
			if (items[j].token == T_NOTE && strcmp(items[j].word, "duplicate") == 0)
				stage->ends[A].delayed.segments[stage->ends[A].delayed.n++] = items[i].segment;
		transfer(stage, stage->ends, items[i - 1].token, &items[i].segment, items[i + 1].token);
	}
	for (size_t i = 0; i < n; i++)
		if (items[i].token == T_STATE)
			compare_state(stage, &stage->ends[side_of(items, n, i)], items[i].word);
}

/* ---- a figure ---- */

static void
hand_over(const struct stage *stage, struct end *from, struct end *to)
{
	while (from->sent.n > 0) {
		struct tcpsim_segment segment = leave(stage, &from->sent, 0);

		arrive(stage, to, &segment);
	}
}

/* Both ends ESTABLISHED, by a handshake whose ISNs give the numbers wanted. */
static void
connect_ends(struct stage *stage)
{
	struct end *a = &stage->ends[A], *b = &stage->ends[B];
	uint32_t isns[2][2];

	memcpy(isns[A], a->isns, sizeof a->isns);
	memcpy(isns[B], b->isns, sizeof b->isns);
	a->isns[0] = a->snd - 1;
	b->isns[0] = b->snd - 1;
	open_end(stage, b, false);
	open_end(stage, a, true);
	hand_over(stage, a, b);
	hand_over(stage, b, a);
	hand_over(stage, a, b);
	memcpy(a->isns, isns[A], sizeof a->isns);
	memcpy(b->isns, isns[B], sizeof b->isns);
	a->n_isns = b->n_isns = 0;
}

static void
set_up(struct stage *stage, const struct item *items, size_t n)
{
	int side = A;

	if (stage->ends[A].snd != 0)
		connect_ends(stage);
	for (size_t i = 0; i < n; i++) {
		struct end *end = &stage->ends[side];

		if (items[i].token == T_NOTE && strcmp(items[i].word, "REBOOT") == 0)
			memset(&stage->ends[A].tcb, 0, sizeof end->tcb);
		if (items[i].token != T_STATE)
			continue;
		if (strcmp(items[i].word, "LISTEN") == 0)
			open_end(stage, end, false);
		compare_state(stage, end, items[i].word);
		side = B;
	}
}

/* Copy the next line of the ladder; returns what is behind it. */
static const char *
next_line(struct stage *stage, const char *at)
{
	size_t length = strcspn(at, "\n");

	if (length >= sizeof stage->text)
		complain(stage, "too long a line", "");
	memcpy(stage->text, at, length);
	stage->text[length] = '\0';
	stage->line++;
	return at[length] == '\n' ? at + length + 1 : at + length;
}

static void
run_shifted(const struct figure *figure, uint32_t shift)
{
	struct stage stage;
	struct item items[MAX_ITEMS];
	const char *at = figure->ladder;

	memset(&stage, 0, sizeof stage);
	stage.figure = figure;
	stage.shift = shift;
	stage.policy = tcpsim_profile_find("rfc9293")->policy;
	stage.policy.simultaneous_open = figure->simultaneous_open;
	stage.ends[A].name = "A:";
	stage.ends[B].name = "B:";
	memcpy(stage.ends[A].isns, figure->a.isns, sizeof figure->a.isns);
	memcpy(stage.ends[B].isns, figure->b.isns, sizeof figure->b.isns);
	stage.ends[A].snd = figure->a.snd;
	stage.ends[B].snd = figure->b.snd;
	at = next_line(&stage, at);
	set_up(&stage, items, parse_line(&stage, items));
	while (*at != '\0') {
		at = next_line(&stage, at);
		run_line(&stage);
	}
	for (int side = A; side <= B; side++)
		if (stage.ends[side].sent.n + stage.ends[side].delayed.n != 0)
			complain(&stage, stage.ends[side].name, "has sent more than the figure has");
}

void
figure_run(const struct figure *figure)
{
	/* As it stands, half of the space away, and with 2^32 just behind each number that the figures use. */
	static const uint32_t near[] = { 90, 91, 100, 101, 300, 301, 310, 400, 401 };

	run_shifted(figure, 0);
	run_shifted(figure, UINT32_C(0x80000000));
	for (size_t i = 0; i < sizeof near / sizeof near[0]; i++)
		run_shifted(figure, UINT32_MAX - near[i]);
}

static const struct figure *all;

START_TEST(runs_as_drawn)
{
	figure_run(&all[_i]);
}
END_TEST

int
figure_main(const char *name, const struct figure *figures, size_t n)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);

	all = figures;
	tcase_add_loop_test(tcase, runs_as_drawn, 0, (int)n);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
