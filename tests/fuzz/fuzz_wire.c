/* SPDX-License-Identifier: MIT */
/*
 * Fuzzing the wire: any octets are packets that arrive at one of two ends of a connection that is ESTABLISHED, between
 * its own packets: octets as they come, octets in which lengths and checksums were made right, and packets of the
 * connection in which something was changed. What can be decoded goes into the engine. After each packet the TCB's
 * invariants hold, and no user gets an octet that the other has not sent at that place, unless it was in a segment
 * that is acceptable by table 6 of RFC 9293 3.10.7.4, which is judged here without the engine.
 *
 * Without arguments the corpus of the source tree is tried, and some thousand packets at random, which is what
 * `make check` does; `fuzz_wire COUNT [SEED]` tries so many random strings and as many changed packets; any other
 * arguments are inputs, or folders of them. With -DTCPSIM_LIBFUZZER libFuzzer has the main().
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/engine.h>
#include <tcpsim/wire.h>

#include "tests/fuzz/files.h"
#include "tests/unit/wire_mend.h"

/* The octets, read to their end; then zeros. */
struct input {
	const uint8_t *data;
	size_t size;
};

#define MAX_WAITING 16
#define MAX_PACKET 2048
/* Octets behind RCV.NXT that an end keeps: more than the receive window of make_policy(), and a power of 2. */
#define RING 32768U
#define RECEIVE_BUFFER 16384

/* What is known of an octet that is kept for the user. */
enum mark {
	NOTHING,
	SENT,   /* by the other end, at that place of its stream */
	FORGED, /* in an acceptable segment that somebody else has made */
};

struct end {
	struct tcpsim_tcb tcb;
	struct tcpsim_policy policy;
	struct {
		uint8_t octets[MAX_PACKET];
		size_t n;
	} waiting[MAX_WAITING]; /* sent and not arrived */
	size_t n_waiting;
	uint64_t delivered;
	uint8_t marks[RING]; /* of the octets that were stored, by offset modulo RING */
};

struct world {
	struct end ends[2];
	int64_t now_us;
	uint8_t version; /* of IP */
};

/* What was tried, and what came of it. */
static struct {
	unsigned long random, plausible, changed, decoded, icmp, acceptable, stored, forged, delivered, worlds;
	unsigned long errors[TCPSIM_N_WIRE_ERRORS];
} counts;

/* The seed of the input that is tried, if it is a random one: `fuzz_wire 1 SEED` tries it again. */
static uint64_t seed_of_input;

static uint8_t
octet(struct input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->data++;
}

static void
require(bool is_true, const char *words)
{
	if (is_true)
		return;
	fprintf(stderr, "fuzz_wire: %s\n", words);
	if (seed_of_input != 0)
		fprintf(stderr, "again: fuzz_wire 1 %llu\n", (unsigned long long)seed_of_input);
	abort();
}

/* The octet at a place of an end's stream. */
static uint8_t
stream_octet(unsigned side, uint64_t offset)
{
	return (uint8_t)((offset * UINT64_C(0x9e3779b97f4a7c15) + side * 0x55U) >> 32);
}

/* ---- what is sent ---- */

/* Put a segment of an end into a packet that waits for its delivery; without room it is lost. */
static void
put_packet(struct world *world, unsigned side, const struct tcpsim_segment *seg)
{
	struct end *end = &world->ends[side];
	uint8_t text[MAX_PACKET];
	struct tcpsim_wire_packet packet;

	if (end->n_waiting == MAX_WAITING)
		return;
	require(seg->text_bytes <= MAX_PACKET - 100, "a segment is larger than its MSS");
	for (uint32_t i = 0; i < seg->text_bytes; i++)
		text[i] = stream_octet(side, seg->text_offset + i);
	memset(&packet, 0, sizeof packet);
	packet.kind = TCPSIM_WIRE_TCP;
	packet.ip.version = world->version;
	packet.ip.ttl = 64;
	tcpsim_wire_host_address(world->version, (uint16_t)side, packet.ip.source);
	tcpsim_wire_host_address(world->version, (uint16_t)!side, packet.ip.destination);
	packet.source_port = (uint16_t)(side == 0 ? 49152 : 80);
	packet.destination_port = (uint16_t)(side == 0 ? 80 : 49152);
	packet.segment = *seg;
	packet.octets = text;
	packet.n_octets = seg->text_bytes;
	end->waiting[end->n_waiting].n = tcpsim_wire_encode(&packet, end->waiting[end->n_waiting].octets, MAX_PACKET);
	require(end->waiting[end->n_waiting].n > 0 && end->waiting[end->n_waiting].n <= MAX_PACKET,
		"a segment that was sent cannot be encoded");
	end->n_waiting++;
}

/* Check what came of a call on an end, keep what it sent, and fetch the rest. */
static void
settle(struct world *world, unsigned side, struct tcpsim_effects *out)
{
	struct end *end = &world->ends[side];

	for (unsigned batches = 0;; batches++) {
		const char *words = tcpsim_tcb_check(&end->tcb);

		require(words == NULL, words);
		require(out->before == out->after ||
				tcpsim_state_change_source(
					(enum tcpsim_state)out->before, (enum tcpsim_state)out->after) != NULL,
			"the RFC has no such change of state");
		for (unsigned i = 0; i < out->n_segments; i++)
			put_packet(world, side, &out->segments[i]);
		for (uint32_t i = 0; i < out->deliver_bytes; i++) {
			uint64_t offset = out->deliver_offset + i;

			require(offset == end->delivered++, "octets are delivered that are not the next");
			require(end->marks[offset % RING] != NOTHING, "an octet is delivered that was never stored");
			end->marks[offset % RING] = NOTHING;
		}
		counts.delivered += out->deliver_bytes;
		require(batches <= 20000, "there is always more to send");
		if (!out->more)
			return;
		tcpsim_engine_poll(&end->tcb, &end->policy, world->now_us, out);
	}
}

/* ---- what arrives ---- */

/* Table 6 of 3.10.7.4, by distances alone: is this octet of the sequence space in the window? */
static bool
is_in_window(const struct tcpsim_tcb *tcb, uint32_t number)
{
	return (uint32_t)(number - tcb->rcv.nxt.n) < tcb->rcv.wnd;
}

static bool
is_acceptable(const struct tcpsim_tcb *tcb, const struct tcpsim_segment *seg)
{
	uint32_t length = seg->text_bytes + ((seg->ctl & TCPSIM_SYN) != 0) + ((seg->ctl & TCPSIM_FIN) != 0);

	if (tcb->rcv.wnd == 0)
		return length == 0 && seg->seq.n == tcb->rcv.nxt.n;
	if (length == 0)
		return is_in_window(tcb, seg->seq.n);
	return is_in_window(tcb, seg->seq.n) || is_in_window(tcb, seg->seq.n + length - 1);
}

/* Keep the octets that the engine takes of a segment, and judge each. */
static void
store(struct world *world, unsigned side, const struct tcpsim_tcb *before, const struct tcpsim_wire_packet *packet,
	const struct tcpsim_effects *out)
{
	struct end *end = &world->ends[side];
	const struct end *other = &world->ends[!side];
	bool accepted = is_acceptable(before, &packet->segment);
	uint64_t sent = tcpsim_tcb_snd_offset(&other->tcb, other->tcb.snd.nxt);
	uint32_t first = packet->segment.seq.n + ((packet->segment.ctl & TCPSIM_SYN) != 0) + out->store_skip;

	counts.acceptable += accepted;
	require(accepted || (out->store_bytes == 0 && out->deliver_bytes == 0),
		"an unacceptable segment has given something to the user");
	if (out->store_bytes == 0)
		return;
	require(out->store_skip + (uint64_t)out->store_bytes <= packet->n_octets, "more is stored than has arrived");
	require(out->store_offset - before->rcv.nxt_offset == (uint32_t)(first - before->rcv.nxt.n),
		"text is stored at another place than its number says");
	require(out->store_offset + out->store_bytes <= before->rcv.nxt_offset + before->rcv.wnd,
		"text beyond the window is stored");
	counts.stored += out->store_bytes;
	for (uint32_t i = 0; i < out->store_bytes; i++) {
		uint64_t offset = out->store_offset + i;
		bool was_sent = offset < sent && packet->octets[out->store_skip + i] == stream_octet(!side, offset);

		end->marks[offset % RING] = was_sent ? SENT : FORGED;
		counts.forged += !was_sent;
	}
}

static void
arrive_segment(struct world *world, unsigned side, const struct tcpsim_wire_packet *packet)
{
	struct end *end = &world->ends[side];
	struct tcpsim_tcb before = end->tcb;
	struct tcpsim_arriving arriving;
	struct tcpsim_effects out;

	counts.decoded++;
	memset(&arriving, 0, sizeof arriving);
	arriving.seg = packet->segment;
	tcpsim_engine_arrives(&end->tcb, &end->policy, &arriving, world->now_us, &out);
	for (unsigned i = 0; i < out.n_segments; i++)
		require((packet->segment.ctl & out.segments[i].ctl & TCPSIM_RST) == 0, "a RST draws a RST");
	if (before.state >= TCPSIM_SYN_RECEIVED)
		store(world, side, &before, packet, &out);
	settle(world, side, &out);
}

static void
arrive_icmp(struct world *world, unsigned side, const struct tcpsim_wire_packet *packet)
{
	struct end *end = &world->ends[side];
	struct tcpsim_icmp icmp;
	struct tcpsim_effects out;

	counts.icmp++;
	memset(&icmp, 0, sizeof icmp);
	icmp.kind = (enum tcpsim_icmp_kind)packet->icmp.kind;
	icmp.seq = packet->icmp.quoted_seq;
	icmp.mtu = packet->icmp.mtu;
	tcpsim_engine_icmp(&end->tcb, &end->policy, &icmp, world->now_us, &out);
	require(out.store_bytes == 0 && out.deliver_bytes == 0, "an ICMP message has given something to the user");
	settle(world, side, &out);
}

/* MUST-3, by the test's own arithmetic: the checksum of a segment that the decoder found good. */
static void
check_checksum(const uint8_t *octets, const struct tcpsim_wire_packet *packet)
{
	uint8_t *copy = malloc(packet->at.end);
	size_t at = packet->at.transport, field = at + 16;

	require(copy != NULL, "no memory");
	memcpy(copy, octets, packet->at.end);
	mend_transport(copy, at, packet->at.end - at, 16, 6);
	/* All ones and all zeros are the same number. */
	require((copy[field] * 256U + copy[field + 1]) % 65535U == (octets[field] * 256U + octets[field + 1]) % 65535U,
		"a segment with a wrong checksum is taken for good");
	free(copy);
}

/* Octets arrive at an end, which takes of them what can be decoded. */
static void
arrive(struct world *world, unsigned side, const uint8_t *octets, size_t n)
{
	/* Of exactly that size, for those who watch over memory. */
	uint8_t *exact = malloc(n > 0 ? n : 1);
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;
	enum tcpsim_wire_error error;

	require(exact != NULL, "no memory");
	memcpy(exact, octets, n);
	error = tcpsim_wire_decode(exact, n, &packet, &faults);
	counts.errors[error]++;
	for (uint32_t i = 0; i < faults.n; i++) {
		char text[TCPSIM_WIRE_FAULT_TEXT];

		require(faults.list[i].offset <= n, "a fault is said to be behind the packet");
		require(tcpsim_wire_fault_format(&faults.list[i], text, sizeof text) < sizeof text,
			"a fault is too long");
	}
	if (error == TCPSIM_WIRE_OK && packet.kind == TCPSIM_WIRE_TCP) {
		check_checksum(exact, &packet);
		arrive_segment(world, side, &packet);
	} else if (error == TCPSIM_WIRE_OK && packet.icmp.is_error &&
		packet.icmp.quoted.protocol == TCPSIM_WIRE_PROTOCOL_TCP) {
		arrive_icmp(world, side, &packet);
	}
	free(exact);
}

/* ---- the pair ---- */

static void
make_policy(struct tcpsim_policy *policy, uint8_t choice, uint8_t more, uint8_t version)
{
	*policy = tcpsim_profile_find("rfc9293")->policy;
	policy->mss = 536;
	policy->receive_buffer_bytes = RECEIVE_BUFFER;
	policy->ip = version == 4 ? TCPSIM_IPV4 : TCPSIM_IPV6;
	policy->timestamps = choice & 1;
	policy->window_scale = choice >> 1 & 1;
	policy->sack = policy->dsack = choice >> 2 & 1;
	policy->ecn = choice >> 3 & 1;
	policy->rfc5961 = choice >> 4 & 1;
	policy->delayed_ack_us = (choice >> 5 & 1) * INT64_C(200000);
	policy->congestion_control = (choice >> 6) % 3;
	policy->user_timeout_option = more & 1;
	policy->nagle = more >> 1 & 1;
	policy->limited_transmit = more >> 2 & 1;
	policy->hard_errors = more >> 3 & 1;
	policy->rfc1337 = policy->ack_check = more >> 4 & 1;
	policy->initial_window = 1 + (more >> 5 & 1) * 9;
	/* So small that the window closes. */
	if ((more & 64) != 0)
		policy->receive_buffer_bytes = 1500;
}

/* The packet that has waited longest arrives. */
static void
deliver(struct world *world, unsigned from)
{
	struct end *end = &world->ends[from];
	uint8_t octets[MAX_PACKET];
	size_t n;

	if (end->n_waiting == 0)
		return;
	n = end->waiting[0].n;
	memcpy(octets, end->waiting[0].octets, n);
	end->n_waiting--;
	memmove(&end->waiting[0], &end->waiting[1], end->n_waiting * sizeof end->waiting[0]);
	arrive(world, !from, octets, n);
}

/* Let two ends connect, whatever was before. */
static void
connect_ends(struct world *world, struct input *input)
{
	uint8_t choice = octet(input), more = octet(input), numbers = octet(input);
	struct tcpsim_open open;
	struct tcpsim_effects out;

	memset(world, 0, sizeof *world);
	world->now_us = 1000000;
	world->version = choice & 128 ? 6 : 4;
	for (unsigned side = 0; side < 2; side++) {
		struct end *end = &world->ends[side];

		make_policy(&end->policy, choice, more, world->version);
		memset(&open, 0, sizeof open);
		open.is_active = side == 0;
		open.remote = side == 0 ? TCPSIM_REMOTE_KNOWN : TCPSIM_REMOTE_UNSPECIFIED;
		open.iss = tcpsim_seq_make(0U - numbers * 100U);
		tcpsim_engine_open(&end->tcb, &end->policy, &open, world->now_us, &out);
		settle(world, side, &out);
	}
	for (unsigned i = 0; i < 3; i++)
		deliver(world, i % 2);
	for (unsigned side = 0; side < 2; side++) {
		struct end *end = &world->ends[side];

		require(end->tcb.state == TCPSIM_ESTABLISHED, "two ends do not connect");
		if ((more & 128) != 0)
			continue;
		tcpsim_engine_receive(&end->tcb, &end->policy, TCPSIM_RECEIVE_ALL, world->now_us, &out);
		settle(world, side, &out);
	}
	counts.worlds++;
}

static void
send_text(struct world *world, unsigned side, uint32_t octets)
{
	struct end *end = &world->ends[side];
	struct tcpsim_effects out;

	tcpsim_engine_send(&end->tcb, &end->policy, octets, tcpsim_seq_make(0), world->now_us, &out);
	settle(world, side, &out);
}

/* A user who does not take all that comes asks for some. */
static void
receive_text(struct world *world, unsigned side, uint32_t octets)
{
	struct end *end = &world->ends[side];
	struct tcpsim_effects out;

	if (end->tcb.rcv.wanted_bytes == TCPSIM_RECEIVE_ALL)
		return;
	tcpsim_engine_receive(&end->tcb, &end->policy, octets, world->now_us, &out);
	settle(world, side, &out);
}

static void
pass_time(struct world *world, unsigned side)
{
	struct end *end = &world->ends[side];
	int64_t deadline_us = tcpsim_tcb_deadline_us(&end->tcb);
	struct tcpsim_effects out;

	world->now_us += 1000;
	/* Keepalive and the like are not waited for. */
	if (deadline_us > world->now_us + 10000000)
		return;
	if (deadline_us > world->now_us)
		world->now_us = deadline_us;
	tcpsim_engine_timeout(&end->tcb, &end->policy, world->now_us, NULL, &out);
	settle(world, side, &out);
}

/* ---- packets that nobody has sent ---- */

/* Make the checksum of what is behind the IP header right, if it begins at `at`. */
static void
make_transport_plausible(uint8_t *octets, size_t at, size_t n, uint8_t protocol)
{
	if (protocol == 6 && n >= at + 20)
		mend_transport(octets, at, n - at, 16, 6);
	if (protocol == 17 && n >= at + 8) {
		octets[at + 4] = (uint8_t)((n - at) / 256);
		octets[at + 5] = (uint8_t)(n - at);
		mend_transport(octets, at, n - at, 6, 17);
	}
	if (protocol == (octets[0] / 16 == 4 ? 1 : 58) && n >= at + 8)
		mend_transport(octets, at, n - at, 2, protocol);
}

/* Make lengths and checksums right, so that what is behind them is looked at. */
static void
make_plausible(uint8_t *octets, size_t n)
{
	if (octets[0] / 16 == 4 && n >= 20) {
		size_t header = octets[0] % 16 * 4U;

		if (header < 20 || header > n) {
			header = 20;
			octets[0] = 0x45;
		}
		octets[2] = (uint8_t)(n / 256);
		octets[3] = (uint8_t)n;
		octets[6] &= 0x40;
		octets[7] = 0;
		mend_ip(octets, header);
		make_transport_plausible(octets, header, n, octets[9]);
	} else if (octets[0] / 16 == 6 && n >= 40) {
		octets[4] = (uint8_t)((n - 40) / 256);
		octets[5] = (uint8_t)(n - 40);
		make_transport_plausible(octets, 40, n, octets[6]);
	}
}

/* Numbers of a plausible segment lie near those of the TCB, or nothing would ever be acceptable. */
static void
aim(const struct tcpsim_tcb *tcb, uint8_t *octets, size_t n, struct input *input)
{
	size_t at = octets[0] / 16 == 6 ? 40 : 20;
	uint32_t seq = tcb->rcv.nxt.n + octet(input) * 16U - 1000U, ack = tcb->snd.una.n;
	uint8_t how = octet(input);

	if (n < at + 20)
		return;
	if ((how & 3) == 0)
		seq += tcb->rcv.wnd;
	if ((how & 12) == 0)
		ack += octet(input) - 64U;
	if ((how & 48) != 0)
		octets[at + 12] = 0x50;
	if ((how & 64) != 0)
		octets[at + 13] = (uint8_t)(TCPSIM_ACK | (how >> 7) * TCPSIM_FIN);
	for (unsigned i = 0; i < 4; i++) {
		octets[at + 4 + i] = (uint8_t)(seq >> (24 - 8 * i));
		octets[at + 8 + i] = (uint8_t)(ack >> (24 - 8 * i));
	}
}

static void
random_packet(struct world *world, unsigned side, struct input *input)
{
	uint8_t octets[MAX_PACKET] = { 0 };
	uint8_t how = octet(input);
	size_t n = octet(input);

	n = n >= 250 ? n * 6 : n;
	for (size_t i = 0; i < n; i++)
		octets[i] = i < 128 ? octet(input) : (uint8_t)(octets[i - 128] + i);
	counts.random++;
	if ((how & 1) != 0) {
		static const uint8_t protocols[] = { 6, 6, 6, 6, 6, 17, 1, 58, 58, 0, 44, 60, 43, 51, 59, 6 };
		bool is_ipv6 = (how & 2) != 0;

		counts.plausible++;
		octets[0] = is_ipv6 ? 0x60 : (uint8_t)(0x45 + (octets[1] % 8 == 0 ? octets[1] / 8 % 11 : 0));
		octets[is_ipv6 ? 6 : 9] = protocols[how >> 4];
		if ((how & 4) != 0)
			octets[is_ipv6 ? 52 : 32] = (uint8_t)(0x50 + (how >> 4) * 16 % 0xb0);
		if ((how & 8) != 0)
			aim(&world->ends[side].tcb, octets, n, input);
		make_plausible(octets, n);
	}
	arrive(world, side, octets, n);
}

/* A packet that somebody could send: the connection's own, ICMP about one, or a datagram. Returns its size. */
static size_t
valid_packet(struct world *world, unsigned side, struct input *input, uint8_t octets[MAX_PACKET])
{
	struct end *from = &world->ends[!side], *at = &world->ends[side];
	uint8_t what = octet(input), source[TCPSIM_WIRE_ADDRESS];
	struct tcpsim_wire_packet packet;
	size_t which;

	if (what % 8 == 0) {
		memset(&packet, 0, sizeof packet);
		packet.kind = TCPSIM_WIRE_UDP;
		packet.ip.version = world->version;
		packet.n_octets = octet(input);
		return tcpsim_wire_encode(&packet, octets, MAX_PACKET);
	}
	if (what % 8 < 3 && at->n_waiting > 0) {
		which = octet(input) % at->n_waiting;
		tcpsim_wire_host_address(world->version, TCPSIM_WIRE_ROUTER, source);
		if (tcpsim_wire_icmp_about(&packet, (enum tcpsim_icmp_kind)(octet(input) % TCPSIM_N_ICMP),
			    octet(input) * 8U, source, at->waiting[which].octets, at->waiting[which].n))
			return tcpsim_wire_encode(&packet, octets, MAX_PACKET);
	}
	if (from->n_waiting == 0)
		send_text(world, !side, 1 + octet(input) * 8U);
	if (from->n_waiting == 0)
		pass_time(world, !side);
	if (from->n_waiting == 0)
		return 0;
	which = octet(input) % from->n_waiting;
	memcpy(octets, from->waiting[which].octets, from->waiting[which].n);
	return from->waiting[which].n;
}

/* A valid packet of which some octets or bits are others, or which is shorter or longer. */
static void
changed_packet(struct world *world, unsigned side, struct input *input)
{
	uint8_t octets[MAX_PACKET] = { 0 };
	uint8_t how = octet(input);
	size_t n = valid_packet(world, side, input, octets);

	if (n == 0)
		return;
	counts.changed++;
	for (unsigned changes = 1 + how % 4; changes > 0; changes--) {
		/* Headers are where it matters. */
		size_t at = octet(input) % ((how & 0x80) != 0 || n < 80 ? n : 80);
		uint8_t value = octet(input);

		octets[at] = (how & 0x40) != 0 ? value : (uint8_t)(octets[at] ^ 1U << value % 8);
	}
	if ((how & 0x30) == 0x10)
		n -= octet(input) % n;
	else if ((how & 0x30) == 0x20)
		n += octet(input) % 64;
	if ((how & 0x0c) != 0)
		make_plausible(octets, n);
	arrive(world, side, octets, n);
}

/* One packet of either sort, or something that the connection does by itself. */
static void
event(struct world *world, struct input *input)
{
	uint8_t what = octet(input);
	unsigned side = what & 1;

	if (world->ends[0].tcb.state != TCPSIM_ESTABLISHED || world->ends[1].tcb.state != TCPSIM_ESTABLISHED)
		connect_ends(world, input);
	switch (what >> 1 & 7) {
	case 0:
	case 1:
	case 2:
		random_packet(world, side, input);
		break;
	case 3:
	case 4:
		changed_packet(world, side, input);
		break;
	case 5:
		send_text(world, side, 1 + octet(input) * 4U);
		receive_text(world, !side, 1 + octet(input) * 4U);
		break;
	case 6:
		for (unsigned i = octet(input) % 4; i < 4; i++)
			deliver(world, side);
		break;
	default:
		pass_time(world, side);
		break;
	}
	world->now_us += 100;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	struct input input = { data, size };

	connect_ends(&world, &input);
	while (input.size > 0)
		event(&world, &input);
	return 0;
}

#ifndef TCPSIM_LIBFUZZER

/* Octets of one input at random. */
#define SESSION 4096
/* Packets of both sorts that `make check` tries. */
#define FEW 20000

/* SplitMix64. */
static uint64_t
chance(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Try at least so many packets of both sorts, and tell what came of them. */
static int
run_random(unsigned long number, uint64_t seed)
{
	static uint8_t octets[SESSION];

	printf("fuzz_wire %lu %llu\n", number, (unsigned long long)seed);
	fflush(stdout);
	memset(&counts, 0, sizeof counts);
	while (counts.random < number || counts.changed < number) {
		seed_of_input = seed;
		for (size_t i = 0; i < sizeof octets; i++)
			octets[i] = (uint8_t)chance(&seed);
		LLVMFuzzerTestOneInput(octets, sizeof octets);
	}
	printf("%lu connections met %lu random strings, %lu of them made plausible, and %lu changed packets\n",
		counts.worlds, counts.random, counts.plausible, counts.changed);
	printf("%lu segments reached an engine, the connections' own among them, %lu of them acceptable; and %lu ICMP "
	       "messages\n",
		counts.decoded, counts.acceptable, counts.icmp);
	printf("%lu octets were stored, %lu of them forged in acceptable segments; %lu were delivered\n", counts.stored,
		counts.forged, counts.delivered);
	for (unsigned error = 1; error < TCPSIM_N_WIRE_ERRORS; error++)
		printf("%10lu %s\n", counts.errors[error], tcpsim_wire_error_name((enum tcpsim_wire_error)error));
	return counts.decoded > 0 && counts.delivered > 0 && counts.forged > 0 ? 0 : 1;
}

static bool
is_number(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

int
main(int argc, char **argv)
{
	static const char *const folders[] = { "tests/fuzz/corpus/wire", NULL };
	int failures;

	if (argc >= 2 && is_number(argv[1])) {
		failures = run_random(strtoul(argv[1], NULL, 10), argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
	} else {
		failures = try_paths(argc, argv, folders) == 0;
		if (argc < 2)
			failures += run_random(FEW, 1);
	}
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
