/* SPDX-License-Identifier: MIT */
/*
 * Fuzzing the engine: any octets are a sequence of user calls, timeouts and segments, made up or sent by the
 * other one, on a pair of TCBs with any policies. After each call the TCB's invariants hold, and what was sent
 * makes sense; of an end with a flaw only that it goes on.
 *
 * With a main() of its own it runs the files that it is given, or all files of a directory; with
 * -DTCPSIM_LIBFUZZER libFuzzer has the main(): clang -fsanitize=fuzzer,address,undefined.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/engine.h>

#include "tests/fuzz/files.h"

/* The octets, read to their end; then zeros. */
struct input {
	const uint8_t *data;
	size_t size;
};

#define MAX_WAITING 8

struct end {
	struct tcpsim_tcb tcb;
	struct tcpsim_policy policy;
	struct tcpsim_segment waiting[MAX_WAITING]; /* sent and not arrived */
	size_t n_waiting;
	uint64_t delivered; /* octets of this incarnation that the user has */
	bool was_opened;
};

struct world {
	struct end ends[2];
	int64_t now_us;
};

static uint8_t
octet(struct input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->data++;
}

static uint32_t
word(struct input *input)
{
	uint32_t n = 0;

	for (int i = 0; i < 4; i++)
		n = n << 8 | octet(input);
	return n;
}

static void
require(bool is_true, const char *words)
{
	if (is_true)
		return;
	fprintf(stderr, "fuzz_engine: %s\n", words);
	abort();
}

/* ---- policies ---- */

/* Most settings keep their defaults; some get an end of their range, or a small number. */
static void
make_policy(struct tcpsim_policy *policy, struct input *input)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	*policy = tcpsim_profile_find("rfc9293")->policy;
	for (unsigned changes = octet(input) % 8; changes > 0; changes--) {
		const struct tcpsim_setting *setting = &settings[octet(input) % n];
		uint8_t how = octet(input);

		switch (how % 4) {
		case 0:
			tcpsim_policy_set(policy, setting, setting->min);
			break;
		case 1:
			tcpsim_policy_set(policy, setting, setting->max);
			break;
		case 2:
			tcpsim_policy_set(policy, setting, TCPSIM_UNLIMITED);
			break;
		default:
			tcpsim_policy_set(policy, setting, setting->min + how / 4);
			break;
		}
	}
}

/* ---- what must hold after each call ---- */

/* What has no option has no value, and what was not agreed on is not sent; 40 octets of options fit (3.1). */
static void
check_options(const struct tcpsim_tcb *tcb, const struct tcpsim_segment *seg)
{
	bool is_syn = (seg->ctl & TCPSIM_SYN) != 0;
	unsigned octets = 0;

	octets += (seg->options & TCPSIM_OPTION_MSS) != 0 ? 4 : 0;
	octets += (seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0 ? 12 : 0;
	octets += (seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0 ? 4 : 0;
	octets += (seg->options & TCPSIM_OPTION_SACK_PERMITTED) != 0 ? 4 : 0;
	octets += (seg->options & TCPSIM_OPTION_SACK) != 0 ? 4 + 8U * seg->n_sack : 0;
	octets += (seg->options & TCPSIM_OPTION_USER_TIMEOUT) != 0 ? 4 : 0;
	octets += (seg->options & TCPSIM_OPTION_FAST_OPEN) != 0 ? (seg->is_experimental ? 7U : 5U) + seg->cookie_octets : 0;
	octets -= (seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0 && (seg->options & TCPSIM_OPTION_SACK_PERMITTED) != 0 ? 4 : 0;
	require(is_syn || (seg->options & TCPSIM_OPTION_FAST_OPEN) == 0, "Fast Open without SYN");
	require((seg->options & TCPSIM_OPTION_FAST_OPEN) != 0 || seg->cookie_octets == 0, "a cookie without its option");
	require(octets <= 40, "more options are sent than a header has room for");
	require((seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0 || seg->window_scale == 0,
		"a shift count without its option");
	require(seg->window_scale <= 14, "a shift count is sent that is too large");
	require(is_syn || (seg->options & (TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED)) == 0,
		"something is offered without SYN");
	require(((seg->options & TCPSIM_OPTION_SACK) != 0) == (seg->n_sack != 0), "SACK blocks without their option");
	require(seg->n_sack <= TCPSIM_MAX_SACK, "more SACK blocks than an option has room for");
	require(((seg->options & TCPSIM_OPTION_USER_TIMEOUT) != 0) == (seg->user_timeout != 0),
		"a user timeout without its option, or none");
	for (unsigned i = 0; i < seg->n_sack; i++)
		require(tcpsim_seq_lt(seg->sack[i].begin, seg->sack[i].end), "an empty SACK block is sent");
	require(is_syn || tcb->state == TCPSIM_CLOSED || seg->n_sack == 0 || (tcb->flags & TCPSIM_FLAG_SACK) != 0,
		"SACK is sent that was not agreed on");
	require((seg->ctl & TCPSIM_URG) != 0 || seg->up == 0, "an urgent pointer is sent that means nothing");
}

/* A segment without ACK is a SYN of SYN-SENT or a RST; text comes with ACK and lies within what may be sent. */
static void
check_segment(const struct end *end, const struct tcpsim_segment *seg, bool exists)
{
	const struct tcpsim_tcb *tcb = &end->tcb;
	bool is_reset = (seg->ctl & TCPSIM_RST) != 0;

	require((seg->ctl & (TCPSIM_ACK | TCPSIM_SYN | TCPSIM_RST)) != 0, "a segment without SYN, ACK and RST is sent");
	require(seg->reserved[0] == 0 && seg->reserved[1] == 0 && seg->addressed == 0,
		"reserved fields of a segment are set");
	require((seg->ctl & TCPSIM_SYN) != 0 || (seg->options & TCPSIM_OPTION_MSS) == 0, "MSS without SYN is sent");
	check_options(tcb, seg);
	require((seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0 || (seg->tsval == 0 && seg->tsecr == 0),
		"timestamps without their option are sent");
	require(seg->wnd <= UINT16_MAX, "a window is sent that no header has room for");
	if (is_reset)
		require(seg->text_bytes == 0 && (seg->ctl & (TCPSIM_SYN | TCPSIM_FIN)) == 0, "a RST with more is sent");
	if (is_reset || !exists)
		return;
	if ((seg->ctl & TCPSIM_ACK) == 0)
		require(tcb->state == TCPSIM_SYN_SENT, "a segment without ACK is sent after SYN-SENT");
	/* What Eff.snd.MSS will be is not known to a SYN. */
	require(seg->text_bytes <= tcb->mss || (seg->ctl & TCPSIM_SYN) != 0, "more text than Eff.snd.MSS is sent");
	require(seg->text_bytes == 0 || (seg->ctl & (TCPSIM_SYN | TCPSIM_ACK)) != (TCPSIM_SYN | TCPSIM_ACK),
		"a SYN,ACK carries text");
	/* <SEQ=SND.NXT-1> is a keepalive probe; nothing else lies before SND.UNA. */
	require(tcpsim_seq_le(tcb->snd.una, tcpsim_seq_add(seg->seq, 1)), "something acknowledged is sent again");
	require(tcpsim_seq_le(tcpsim_segment_end(seg), tcb->snd.nxt), "something beyond SND.NXT is sent");
}

static bool
is_variant(const struct end *end)
{
	return end->policy.handshake != TCPSIM_THREE_WAY || end->policy.time_wait_msl == 0;
}

static void
check_effects(const struct end *end, const struct tcpsim_tcb *before, const struct tcpsim_effects *out)
{
	const struct tcpsim_tcb *tcb = &end->tcb;
	bool is_same = before->state == tcb->state;

	require(out->before == before->state && out->after == tcb->state, "the states are not those of the TCB");
	require(out->rule != TCPSIM_RULE_NONE && out->rule < TCPSIM_N_RULES, "no rule ended the call");
	require(tcpsim_rule_set_has(&out->fired, (enum tcpsim_rule)out->rule), "the ending rule is not in the set");
	require(out->n_segments <= TCPSIM_MAX_OUT, "too many segments");
	require(((out->signals & TCPSIM_SIGNAL_ERROR) != 0) == (out->error != TCPSIM_OK),
		"an error without its signal");
	require(out->error == TCPSIM_OK || tcb->state == TCPSIM_CLOSED, "an error and no end");
	require(is_same || is_variant(end) ||
			tcpsim_state_change_source((enum tcpsim_state)before->state, (enum tcpsim_state)tcb->state) !=
				NULL,
		"the RFC has no such change of state");
	require(!out->more || out->n_segments > 0, "there is more to send and nothing was sent");
	if (before->state != TCPSIM_LISTEN && before->state != TCPSIM_SYN_SENT && out->store_bytes != 0 && !out->more &&
		tcpsim_seq_eq(before->rcv.irs, tcb->rcv.irs))
		require(out->store_offset >= before->rcv.nxt_offset &&
				out->store_offset + out->store_bytes <= before->rcv.nxt_offset + before->rcv.wnd,
			"text outside of the window is stored");
}

/* TIME-WAIT was reopened by a SYN; a two-way handshake goes on from there at once. */
static bool
is_reopened(const struct tcpsim_tcb *before, const struct tcpsim_tcb *after)
{
	return before->state == TCPSIM_TIME_WAIT && after->state != TCPSIM_TIME_WAIT;
}

/* While an incarnation lasts, SND.UNA, RCV.NXT and the right edge do not move left (3.8.6, SHLD-14). */
static void
check_progress(const struct tcpsim_tcb *before, const struct tcpsim_tcb *after)
{
	if (!tcpsim_state_is_synchronized((enum tcpsim_state)before->state) ||
		!tcpsim_state_is_synchronized((enum tcpsim_state)after->state) || is_reopened(before, after))
		return;
	require(tcpsim_seq_le(before->snd.una, after->snd.una), "SND.UNA goes back");
	require(tcpsim_seq_le(before->snd.nxt, after->snd.nxt), "SND.NXT goes back");
	require(tcpsim_seq_le(before->rcv.nxt, after->rcv.nxt), "RCV.NXT goes back");
	require(tcpsim_seq_le(tcpsim_seq_add(before->rcv.nxt, before->rcv.wnd),
			tcpsim_seq_add(after->rcv.nxt, after->rcv.wnd)),
		"the right edge of the window moves left");
}

static void
check_delivery(struct end *end, const struct tcpsim_tcb *before, const struct tcpsim_effects *out)
{
	bool had_text = tcpsim_state_is_synchronized((enum tcpsim_state)before->state) || before->rcv.nxt_offset != 0;

	/* By Fast Open the text of a SYN is delivered before ESTABLISHED. */
	if (!had_text || is_reopened(before, &end->tcb))
		end->delivered = 0;
	if (out->deliver_bytes == 0)
		return;
	require(out->deliver_offset == end->delivered, "octets are delivered that are not the next");
	end->delivered += out->deliver_bytes;
	require(end->tcb.state == TCPSIM_CLOSED || end->delivered <= end->tcb.rcv.nxt_offset,
		"octets are delivered that have not arrived");
}

/* Check what came of a call on an end, keep what it sent, and fetch the rest. */
static void
settle(struct world *world, struct end *end, const struct tcpsim_tcb *before, struct tcpsim_effects *out)
{
	struct tcpsim_tcb last = *before;

	for (unsigned batches = 0;; batches++) {
		const char *words = tcpsim_tcb_check(&end->tcb);

		if (end->policy.flaws == 0) {
			require(words == NULL, words);
			check_effects(end, &last, out);
			check_progress(&last, &end->tcb);
			check_delivery(end, &last, out);
		}
		for (unsigned i = 0; i < out->n_segments; i++) {
			if (end->policy.flaws == 0)
				check_segment(end, &out->segments[i],
					out->after != TCPSIM_CLOSED && out->after != TCPSIM_LISTEN);
			if (end->n_waiting < MAX_WAITING)
				end->waiting[end->n_waiting++] = out->segments[i];
		}
		/* A window of 65535 and segments of one octet; a batch more for what the policy allows beyond. */
		require(batches <= 20000, "there is always more to send");
		if (!out->more)
			return;
		last = end->tcb;
		tcpsim_engine_poll(&end->tcb, &end->policy, world->now_us, out);
	}
}

/* ---- events ---- */

/* A number near one that matters, or any. */
static tcpsim_seq
near(struct input *input, tcpsim_seq seq)
{
	uint8_t how = octet(input);

	if (how == 255)
		return tcpsim_seq_make(word(input));
	if (how >= 200)
		return tcpsim_seq_add(seq, (uint32_t)(how - 227) * 1000U);
	return tcpsim_seq_add(seq, (uint32_t)how - 100U);
}

/* Ranges of what was sent, or nearby. */
static void
make_blocks(struct input *input, const struct tcpsim_tcb *tcb, struct tcpsim_segment *seg)
{
	seg->options |= TCPSIM_OPTION_SACK;
	seg->n_sack = octet(input) % (TCPSIM_MAX_SACK + 1);
	for (unsigned i = 0; i < seg->n_sack; i++) {
		seg->sack[i].begin = near(input, (octet(input) & 1) != 0 ? tcb->snd.una : tcb->snd.nxt);
		seg->sack[i].end = near(input, (octet(input) & 1) != 0 ? seg->sack[i].begin : tcb->snd.nxt);
	}
}

static void
make_segment(struct input *input, const struct tcpsim_tcb *tcb, struct tcpsim_segment *seg)
{
	uint8_t size, options;

	memset(seg, 0, sizeof *seg);
	seg->ctl = octet(input);
	seg->seq = near(input, (octet(input) & 1) != 0 ? tcpsim_seq_add(tcb->rcv.nxt, tcb->rcv.wnd) : tcb->rcv.nxt);
	seg->ack = near(input, (octet(input) & 1) != 0 ? tcb->snd.una : tcb->snd.nxt);
	size = octet(input);
	seg->text_bytes = size == 255 ? word(input) % 200000 : size < 128 ? 0 : size - 127U;
	size = octet(input);
	seg->wnd = size == 255 ? word(input) & 0xffff : size * 8U;
	seg->up = octet(input);
	options = octet(input);
	if ((options & 3) == 3) {
		seg->options = TCPSIM_OPTION_MSS;
		seg->mss = (uint16_t)word(input);
	}
	if ((options & 4) != 0) {
		seg->options |= TCPSIM_OPTION_TIMESTAMPS;
		seg->tsval = near(input, tcpsim_seq_make(tcb->ts.recent)).n;
		seg->tsecr = word(input);
	}
	if ((options & 8) != 0) {
		seg->options |= TCPSIM_OPTION_WINDOW_SCALE;
		seg->window_scale = octet(input);
	}
	if ((options & 16) != 0)
		seg->options |= TCPSIM_OPTION_SACK_PERMITTED;
	if ((options & 32) != 0)
		make_blocks(input, tcb, seg);
	if ((options & 64) != 0) {
		seg->options |= TCPSIM_OPTION_USER_TIMEOUT;
		seg->user_timeout = (uint16_t)word(input);
	}
	seg->ecn = options >> 7 != 0 ? octet(input) & 3 : 0;
	seg->addressed = octet(input) == 77 ? TCPSIM_ADDRESSED_FROM_GROUP : 0;
}

static void
arrive(struct world *world, struct end *end, struct input *input, const struct tcpsim_segment *seg)
{
	struct tcpsim_tcb before = end->tcb;
	struct tcpsim_arriving arriving;
	struct tcpsim_effects out;
	uint8_t host;

	memset(&arriving, 0, sizeof arriving);
	arriving.seg = *seg;
	arriving.iss = near(input, before.snd.nxt);
	host = octet(input);
	arriving.is_listened = host & 1;
	/* What the host says of a cookie; its own has 8 octets, and another number does not matter to the engine. */
	arriving.fast_open = (enum tcpsim_fast_open)(host / 2 % 4 == 3 ? 0 : host / 2 % 4);
	arriving.cookie_octets = host / 8;
	tcpsim_engine_arrives(&end->tcb, &end->policy, &arriving, world->now_us, &out);
	for (unsigned i = 0; i < out.n_segments; i++)
		require((seg->ctl & out.segments[i].ctl & TCPSIM_RST) == 0 || end->policy.flaws != 0,
			"a RST draws a RST");
	if (seg->addressed != 0)
		require(out.n_segments == 0 && memcmp(&before, &end->tcb, sizeof before) == 0,
			"a group's segment does something");
	settle(world, end, &before, &out);
}

/* One of the segments that the other end has sent arrives; it may stay, as a copy, or be lost on the way. */
static void
carry(struct world *world, int side, struct input *input)
{
	struct end *from = &world->ends[!side];
	struct tcpsim_segment seg;
	uint8_t which = octet(input);
	size_t i;

	if (from->n_waiting == 0)
		return;
	i = which % from->n_waiting;
	seg = from->waiting[i];
	if (which < 200) {
		from->n_waiting--;
		memmove(&from->waiting[i], &from->waiting[i + 1], (from->n_waiting - i) * sizeof seg);
	}
	if (which < 180 || which >= 200)
		arrive(world, &world->ends[side], input, &seg);
}

static void
pass_time(struct world *world, struct end *end, struct input *input)
{
	int64_t deadline_us = tcpsim_tcb_deadline_us(&end->tcb);
	struct tcpsim_tcb before = end->tcb;
	struct tcpsim_effects out;
	int timer;

	if (deadline_us != TCPSIM_TIME_NONE && deadline_us > world->now_us && (octet(input) & 1) != 0)
		world->now_us = deadline_us;
	else
		world->now_us += (int64_t)octet(input) * 100000;
	tcpsim_engine_timeout(&end->tcb, &end->policy, world->now_us, &timer, &out);
	require((timer < 0) == (deadline_us > world->now_us), "a timer fires that is not due, or none that is");
	settle(world, end, &before, &out);
}

/* ICMP says something of what was sent, or of nothing. */
static void
icmp(struct world *world, struct end *end, struct input *input)
{
	struct tcpsim_tcb before = end->tcb;
	struct tcpsim_effects out;
	struct tcpsim_icmp told;

	told.kind = (enum tcpsim_icmp_kind)(octet(input) % TCPSIM_N_ICMP);
	told.seq = near(input, (octet(input) & 1) != 0 ? before.snd.una : before.snd.nxt);
	told.mtu = (octet(input) & 1) != 0 ? octet(input) * 6U : word(input);
	tcpsim_engine_icmp(&end->tcb, &end->policy, &told, world->now_us, &out);
	require(end->tcb.state == TCPSIM_CLOSED || end->tcb.mss <= before.mss || before.state != end->tcb.state,
		"ICMP raises Eff.snd.MSS");
	require(told.kind != TCPSIM_ICMP_SOURCE_QUENCH || out.signals == 0, "source quench is minded");
	settle(world, end, &before, &out);
}

/* A call that fails changes nothing; but a second CLOSE tells that nobody reads any more. */
static bool
is_unchanged(const struct tcpsim_tcb *before, const struct tcpsim_tcb *after)
{
	struct tcpsim_tcb same = *before;

	same.flags |= after->flags & TCPSIM_FLAG_READER_GONE;
	same.deadline_us[TCPSIM_TIMER_FIN_WAIT_2] = after->deadline_us[TCPSIM_TIMER_FIN_WAIT_2];
	return memcmp(&same, after, sizeof same) == 0;
}

/* The user changes one of the settings that he may change while the connection is open. */
static void
set(struct end *end, struct input *input)
{
	static const char *const names[] = { "keepalive", "nagle", "delayed-ack", "user-timeout", "user-timeout-option",
		"path-mtu-discovery", "hard-errors", "limited-transmit", "time-wait-reopen" };
	const struct tcpsim_setting *setting =
		tcpsim_setting_find(names[octet(input) % (sizeof names / sizeof names[0])]);

	tcpsim_policy_set(&end->policy, setting, (octet(input) & 1) != 0 ? setting->min : setting->max);
}

/* A call that is not in 3.9.1 by itself, but has its place in the interface. */
static void
call_more(struct world *world, struct end *end, struct input *input, uint8_t which)
{
	struct tcpsim_tcb before = end->tcb;
	struct tcpsim_effects out;
	enum tcpsim_error error = TCPSIM_OK;

	switch (which % 4) {
	case 0:
		error = tcpsim_engine_send_urgent(&end->tcb, &end->policy, (uint32_t)octet(input) * 20U,
			near(input, tcpsim_seq_make(0)), world->now_us, &out);
		break;
	case 1:
		error = tcpsim_engine_shutdown(&end->tcb, &end->policy, world->now_us, &out);
		break;
	case 2:
		set(end, input);
		tcpsim_engine_policy_changed(&end->tcb, &end->policy, world->now_us, &out);
		break;
	default:
		icmp(world, end, input);
		return;
	}
	if (error != TCPSIM_OK)
		require(is_unchanged(&before, &end->tcb) && out.n_segments == 0, "a call that failed did something");
	settle(world, end, &before, &out);
}

/* Most OPENs have nothing of RFC 7413. */
static void
make_fast_open(struct input *input, struct tcpsim_open *open)
{
	uint8_t how = octet(input);

	if (how < 128)
		return;
	open->fast_open = 1;
	open->octets = octet(input) * 16U;
	open->peer_mss = (uint16_t)(octet(input) * 8U);
	open->cookie_octets = how % 16 < 4 ? 0 : how % 16 + 1;
}

static void
call(struct world *world, struct end *end, struct input *input, uint8_t which)
{
	struct tcpsim_tcb before = end->tcb;
	struct tcpsim_effects out;
	struct tcpsim_status status;
	struct tcpsim_open open;
	enum tcpsim_error error = TCPSIM_OK;

	memset(&open, 0, sizeof open);
	switch (which % 8) {
	case 0:
		open.remote = (enum tcpsim_remote)(octet(input) % 3);
		open.is_active = octet(input) & 1;
		open.iss = near(input, tcpsim_seq_make(UINT32_MAX));
		make_fast_open(input, &open);
		error = tcpsim_engine_open(&end->tcb, &end->policy, &open, world->now_us, &out);
		break;
	case 1:
		error = tcpsim_engine_send(&end->tcb, &end->policy, (uint32_t)octet(input) * 20U,
			near(input, tcpsim_seq_make(0)), world->now_us, &out);
		break;
	case 2:
		error = tcpsim_engine_receive(&end->tcb, &end->policy,
			(octet(input) & 1) != 0 ? TCPSIM_RECEIVE_ALL : octet(input), world->now_us, &out);
		break;
	case 3:
		error = tcpsim_engine_close(&end->tcb, &end->policy, world->now_us, &out);
		break;
	case 4:
		error = tcpsim_engine_abort(&end->tcb, &end->policy, world->now_us, &out);
		break;
	case 5:
		error = tcpsim_engine_status(&end->tcb, &end->policy, &status, &out);
		require(error != TCPSIM_OK || status.state == (enum tcpsim_state)before.state,
			"STATUS tells another state");
		break;
	case 6:
		end->policy.keepalive = octet(input) & 1;
		tcpsim_engine_policy_changed(&end->tcb, &end->policy, world->now_us, &out);
		break;
	default:
		tcpsim_engine_poll(&end->tcb, &end->policy, world->now_us, &out);
		break;
	}
	if (error != TCPSIM_OK)
		require(is_unchanged(&before, &end->tcb) && out.n_segments == 0, "a call that failed did something");
	settle(world, end, &before, &out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct world world;
	struct tcpsim_segment seg;

	memset(&world, 0, sizeof world);
	make_policy(&world.ends[0].policy, &input);
	make_policy(&world.ends[1].policy, &input);
	while (input.size > 0) {
		uint8_t what = octet(&input);
		int side = what & 1;
		struct end *end = &world.ends[side];

		switch (what >> 1 & 3) {
		case 0:
			if (what >> 3 < 20)
				call(&world, end, &input, what >> 3);
			else
				call_more(&world, end, &input, what >> 3);
			break;
		case 1:
			make_segment(&input, &end->tcb, &seg);
			arrive(&world, end, &input, &seg);
			break;
		case 2:
			carry(&world, side, &input);
			break;
		default:
			pass_time(&world, end, &input);
			break;
		}
	}
	return 0;
}

#ifndef TCPSIM_LIBFUZZER

/* Without arguments, the corpus of the source tree: that is what `make check` does. */
int
main(int argc, char **argv)
{
	static const char *const folders[] = { "tests/fuzz/corpus/engine", NULL };

	return try_paths(argc, argv, folders) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
