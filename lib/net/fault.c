/* SPDX-License-Identifier: MIT */
#include "net_private.h"

static struct tcpsim_fault_state *
fault_at(const struct tcpsim_net *net, size_t i)
{
	return &g_array_index(net->faults, struct tcpsim_fault_state, i);
}

/* How many of that kind the sender of the packet has sent, this one included; 0 if it is not of that kind. */
static uint32_t
number_of(const struct tcpsim_net *net, const struct tcpsim_packet *packet, enum tcpsim_kind kind)
{
	const struct tcpsim_host *sender = net->hosts[packet->from];
	uint32_t number = 0;

	if ((packet->kinds & kind) == 0)
		return 0;
	if (kind > 0xff)
		return sender->rare_counts[g_bit_nth_lsf(kind, -1) - 8];
	for (unsigned kinds = 0; kinds < G_N_ELEMENTS(sender->counts); kinds++)
		if (kinds & kind)
			number += sender->counts[kinds];
	return number;
}

static bool
is_meant(const struct tcpsim_net *net, const struct tcpsim_fault *fault, const struct tcpsim_packet *packet)
{
	uint32_t number = fault->host == packet->from ? number_of(net, packet, fault->segment) : 0;

	return number != 0 && fault->first <= number && number <= fault->last;
}

size_t
tcpsim_net_add_fault(struct tcpsim_net *net, const struct tcpsim_fault *fault)
{
	struct tcpsim_fault_state state = { .fault = *fault };

	g_array_append_val(net->faults, state);
	return net->faults->len - 1;
}

uint32_t
tcpsim_net_fault_fired(const struct tcpsim_net *net, size_t fault)
{
	return fault_at(net, fault)->fired;
}

uint32_t
tcpsim_net_fault_too_early(const struct tcpsim_net *net, size_t fault)
{
	return fault_at(net, fault)->too_early;
}

int64_t
tcpsim_net_fault_normal_us(const struct tcpsim_net *net, size_t fault)
{
	const struct tcpsim_fault_state *state = fault_at(net, fault);

	return state->too_early > 0 ? state->normal_us : TCPSIM_TIME_NONE;
}

struct tcpsim_fault_state *
tcpsim_fault_drops(struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	for (size_t i = 0; i < net->faults->len; i++) {
		struct tcpsim_fault_state *state = fault_at(net, i);

		if (state->fault.kind == TCPSIM_FAULT_DROP && is_meant(net, &state->fault, packet)) {
			state->fired++;
			return state;
		}
	}
	return NULL;
}

static void
record_fault(struct tcpsim_net *net, enum tcpsim_record_kind kind, const struct tcpsim_packet *packet,
	const struct tcpsim_fault *fault, int64_t until_us)
{
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return;
	record = tcpsim_record_packet(net, kind, packet);
	record->until_us = until_us;
	record->line = fault->line;
}

static void
hold(struct tcpsim_net *net, struct tcpsim_fault_state *state, struct tcpsim_packet *packet, int64_t until_us)
{
	packet->due_us = until_us;
	state->fired++;
	record_fault(net, TCPSIM_RECORD_HOLD, packet, &state->fault, until_us);
}

/*
 * The one to arrive behind may be under way already. If it is there, being behind it is nothing that a fault must
 * do.
 */
static void
reorder(struct tcpsim_net *net, struct tcpsim_fault_state *state, uint32_t number, struct tcpsim_packet *packet)
{
	if (state->is_over)
		return;
	packet->flags |= TCPSIM_PACKET_WAITING;
	packet->fault = number;
	record_fault(net, TCPSIM_RECORD_HOLD, packet, &state->fault, TCPSIM_TIME_NONE);
}

static void
note_too_early(struct tcpsim_fault_state *state, int64_t normal_us)
{
	if (state->too_early++ == 0)
		state->normal_us = normal_us;
}

/* `normal_us` is when the packet would arrive without any fault. */
static void
act(struct tcpsim_net *net, struct tcpsim_link *link, uint32_t number, struct tcpsim_packet *packet, int64_t normal_us)
{
	struct tcpsim_fault_state *state = fault_at(net, number);
	const struct tcpsim_fault *fault = &state->fault;

	switch (fault->kind) {
	case TCPSIM_FAULT_DROP:
		break;
	case TCPSIM_FAULT_HOLD:
		if (fault->time_us < normal_us) {
			note_too_early(state, normal_us);
			break;
		}
		packet->flags |= TCPSIM_PACKET_HELD;
		hold(net, state, packet, fault->time_us);
		break;
	case TCPSIM_FAULT_DELAY:
		packet->flags |= TCPSIM_PACKET_HELD;
		hold(net, state, packet, packet->due_us + fault->time_us);
		break;
	case TCPSIM_FAULT_DUPLICATE:
		if (fault->time_us < normal_us) {
			note_too_early(state, normal_us);
			break;
		}
		state->fired++;
		tcpsim_link_copy(net, link, packet, fault->time_us, fault);
		break;
	case TCPSIM_FAULT_REORDER:
		reorder(net, state, number, packet);
		break;
	case TCPSIM_FAULT_CORRUPT:
		tcpsim_damage_draw(link, packet, 0);
		state->fired++;
		record_fault(net, TCPSIM_RECORD_CORRUPT, packet, fault, 0);
		break;
	case TCPSIM_FAULT_MARK:
		if (packet->arriving.seg.ecn == TCPSIM_ECN_NOT_ECT)
			break;
		packet->arriving.seg.ecn = TCPSIM_ECN_CE;
		state->fired++;
		record_fault(net, TCPSIM_RECORD_MARK, packet, fault, 0);
		break;
	}
}

/* Wait for another packet; no longer than the lifetime, if there is one. */
static void
wait(struct tcpsim_net *net, const struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	tcpsim_line_add(net, &net->waiting, packet);
	if (link->options.lifetime_us > 0)
		tcpsim_queue_push(&net->arrivals, packet->sent_us + link->options.lifetime_us,
			tcpsim_order(packet->number, packet->index));
}

void
tcpsim_faults_act(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	int64_t normal_us = packet->due_us;

	for (uint32_t i = 0; i < net->faults->len; i++)
		if (is_meant(net, &fault_at(net, i)->fault, packet))
			act(net, link, i, packet, normal_us);
	if (packet->flags & TCPSIM_PACKET_WAITING)
		wait(net, link, packet);
	else
		tcpsim_link_schedule(net, link, packet);
}

void
tcpsim_faults_note_sent(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	for (size_t i = 0; i < net->faults->len; i++) {
		struct tcpsim_fault_state *state = fault_at(net, i);
		const struct tcpsim_fault *fault = &state->fault;

		if (fault->kind != TCPSIM_FAULT_REORDER || fault->behind_host != packet->from)
			continue;
		if (number_of(net, packet, fault->behind_segment) != fault->behind_number || state->behind != 0)
			continue;
		state->behind = packet->number;
		packet->flags |= TCPSIM_PACKET_AWAITED;
	}
}

/*
 * The packet has waited long enough. It arrives next, or when it would have arrived without the fault, if that is
 * later.
 */
static void
release(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	/* Only now is it behind: if the other is never sent, the fault has not fired. */
	fault_at(net, packet->fault)->fired++;
	tcpsim_line_remove(net, &net->waiting, packet);
	tcpsim_queue_forget(&net->arrivals, tcpsim_order(packet->number, packet->index));
	packet->flags &= (uint8_t)~TCPSIM_PACKET_WAITING;
	if (packet->due_us > net->now_us) {
		tcpsim_queue_push(&net->arrivals, packet->due_us, tcpsim_order(packet->number, packet->index));
		return;
	}
	packet->flags |= TCPSIM_PACKET_RELEASED;
	tcpsim_line_add(net, &net->next, packet);
}

void
tcpsim_faults_release(struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	for (size_t i = 0; i < net->faults->len; i++)
		if (fault_at(net, i)->behind == packet->number)
			fault_at(net, i)->is_over = true;
	for (uint32_t i = net->waiting.first, after; i != TCPSIM_NO_INDEX; i = after) {
		struct tcpsim_packet *waiting = tcpsim_packet_at(net, i);

		after = waiting->next;
		if (fault_at(net, waiting->fault)->behind == packet->number)
			release(net, waiting);
	}
}
