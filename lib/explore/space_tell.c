/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "space_private.h"

/* One path, told in full: what a key does not say is which of equal segments it was, and what was sent why. */

#define MAX_PACKETS (2 * TCPSIM_EXPLORE_IN_FLIGHT)

/* A segment in flight, with the number that it got when it was sent. */
struct packet {
	uint32_t entry;
	uint32_t number;
};

struct teller {
	struct space *space;
	struct key key;
	struct packet packets[TCPSIM_EXPLORE_HOSTS][MAX_PACKETS]; /* from that host, in order of sending */
	unsigned n_packets[TCPSIM_EXPLORE_HOSTS];
	uint32_t last_number;
};

static uint32_t
add_packet(struct teller *teller, unsigned from, uint32_t entry)
{
	struct packet *packet = &teller->packets[from][teller->n_packets[from]++];

	packet->entry = entry;
	packet->number = ++teller->last_number;
	return packet->number;
}

/* The oldest packet that is this entry, which is taken out. */
static uint32_t
take_packet(struct teller *teller, unsigned from, uint32_t entry)
{
	struct packet *packets = teller->packets[from];
	uint32_t number;
	unsigned i = 0;

	while (packets[i].entry != entry)
		i++;
	number = packets[i].number;
	memmove(packets + i, packets + i + 1, (--teller->n_packets[from] - i) * sizeof packets[0]);
	return number;
}

struct teller *
space_tell_new(struct space *space)
{
	struct teller *teller = (struct teller *)calloc(1, sizeof *teller);

	if (teller == NULL)
		return NULL;
	teller->space = space;
	teller->key = space_first(space);
	for (unsigned i = 0; i < space->world.n_old; i++) {
		struct flight flight = { .seg = space->world.old[i].seg, .origin = FLIGHT_OLD };

		add_packet(teller, space->world.old[i].from, pool_add(&space->flights, &flight) << 2);
	}
	return teller;
}

void
space_tell_free(struct teller *teller)
{
	free(teller);
}

struct key
space_tell_key(const struct teller *teller)
{
	return teller->key;
}

static const struct successor *
find_event(const struct successors *list, unsigned event)
{
	for (uint32_t i = 0; i < list->n; i++)
		if (list->list[i].event == event)
			return &list->list[i];
	return NULL;
}

/* The clock of a host steps: what is marked dies, the rest is marked; or it starts or stops. */
static void
remark(struct teller *teller, enum change_what what, unsigned host)
{
	for (unsigned from = 0; from < TCPSIM_EXPLORE_HOSTS; from++) {
		unsigned n = 0;

		for (unsigned i = 0; i < teller->n_packets[from]; i++) {
			struct packet packet = teller->packets[from][i];

			if (what == CHANGE_STEP && (packet.entry & ENTRY_MARK(host)))
				continue;
			packet.entry |= ENTRY_MARK(host);
			if (what == CHANGE_CLEAR)
				packet.entry &= ~ENTRY_MARK(host);
			teller->packets[from][n++] = packet;
		}
		teller->n_packets[from] = n;
	}
}

static void
tell_outcome(struct teller *teller, unsigned host, const struct outcome *out, struct tcpsim_explore_step *step)
{
	step->host = (uint8_t)host;
	step->before = out->state_before;
	step->after = out->state_after;
	step->signals = out->signals;
	step->error = out->error;
	step->rule = out->rule;
	step->fired = out->fired;
	step->n_sent = out->n_sent;
	for (unsigned i = 0; i < out->n_sent; i++) {
		step->sent[i] = out->sent[i].seg;
		step->purpose[i] = out->purpose[i];
		step->sent_packet[i] = add_packet(teller, host, pool_find(&teller->space->flights, &out->sent[i]) << 2);
	}
	if (out->claim.flags & OUTCOME_CLOCK_STOPS)
		remark(teller, CHANGE_CLEAR, host);
	if (out->claim.flags & OUTCOME_CLOCK_STARTS)
		remark(teller, CHANGE_MARK, host);
}

/* An event at an end is made to happen again, to see all of it. */
static void
tell_step(struct teller *teller, unsigned host, const struct input *input, struct tcpsim_explore_step *step)
{
	struct parts parts = space_parts(&teller->key);
	const struct end *before = (const struct end *)pool_at(&teller->space->ends, parts.end[host]);
	struct outcome out;

	explore_step(&teller->space->world, host, teller->space->full, before, input, &out);
	step->call = before->next_call;
	step->timer = (uint8_t)input->timer;
	if (input->kind == INPUT_MSL) {
		step->timer = TCPSIM_TIMER_2MSL;
		step->is_quiet = before->is_quiet;
		step->is_last = before->clock == 1;
		remark(teller, CHANGE_STEP, host);
	}
	tell_outcome(teller, host, &out, step);
}

/* What happens to a segment in flight. */
static void
tell_packet(struct teller *teller, unsigned event, struct tcpsim_explore_step *step)
{
	struct parts parts = space_parts(&teller->key);
	unsigned from = EVENT_HOST(event);
	const struct bag *bag = (const struct bag *)pool_at(&teller->space->bags, parts.bag[from]);
	uint32_t entry = bag->entry[EVENT_ARGUMENT(event)];
	struct input input = { .kind = INPUT_ARRIVAL };

	input.flight = (const struct flight *)pool_at(&teller->space->flights, ENTRY_FLIGHT(entry));
	step->seg = input.flight->seg;
	step->host = (uint8_t)from;
	step->packet = take_packet(teller, from, entry);
	if (EVENT_KIND(event) == EVENT_ARRIVAL) {
		step->event = TCPSIM_EXPLORE_ARRIVAL;
		tell_step(teller, 1 - from, &input, step);
	} else if (EVENT_KIND(event) == EVENT_LOSS) {
		step->event = TCPSIM_EXPLORE_LOSS;
	} else {
		struct packet *original = &teller->packets[from][teller->n_packets[from]++];

		step->event = TCPSIM_EXPLORE_COPY;
		original->entry = entry;
		original->number = step->packet;
		step->copy = add_packet(teller, from, entry);
	}
}

static void
tell_forgery(struct teller *teller, unsigned event, struct tcpsim_explore_step *step)
{
	struct parts parts = space_parts(&teller->key);
	unsigned from = EVENT_HOST(event), argument = EVENT_ARGUMENT(event);
	uint32_t list = space_forged(teller->space, argument / 2, argument % 2, parts.end[1 - from]);
	uint32_t flight = ((const struct sent *)pool_at(&teller->space->sents, list))->flight[0];

	step->event = TCPSIM_EXPLORE_FORGERY;
	step->host = (uint8_t)from;
	step->seg = ((const struct flight *)pool_at(&teller->space->flights, flight))->seg;
	step->packet = add_packet(teller, from, flight << 2);
}

static void
tell_host(struct teller *teller, unsigned event, struct tcpsim_explore_step *step)
{
	static const struct {
		enum tcpsim_explore_event event;
		enum input_kind kind;
	} kinds[] = {
		[EVENT_CALL] = { TCPSIM_EXPLORE_CALL, INPUT_CALL },
		[EVENT_TIMER] = { TCPSIM_EXPLORE_TIMER, INPUT_TIMER },
		[EVENT_MSL] = { TCPSIM_EXPLORE_MSL, INPUT_MSL },
		[EVENT_RESTART] = { TCPSIM_EXPLORE_RESTART, INPUT_RESTART },
		[EVENT_CRASH] = { TCPSIM_EXPLORE_CRASH, INPUT_CRASH },
	};
	struct input input = { .kind = kinds[EVENT_KIND(event)].kind };

	input.timer = (enum tcpsim_timer)EVENT_ARGUMENT(event);
	step->event = kinds[EVENT_KIND(event)].event;
	tell_step(teller, EVENT_HOST(event), &input, step);
}

int
space_tell(struct teller *teller, unsigned event, struct tcpsim_explore_step *step)
{
	const struct successor *successor;
	struct successors list;

	memset(step, 0, sizeof *step);
	if (space_expand(teller->space, &teller->key, &list) != 0)
		return -1;
	successor = find_event(&list, event);
	if (successor == NULL)
		return -1;
	switch (EVENT_KIND(event)) {
	case EVENT_ARRIVAL:
	case EVENT_LOSS:
	case EVENT_COPY:
		tell_packet(teller, event, step);
		break;
	case EVENT_FORGERY:
		tell_forgery(teller, event, step);
		break;
	case EVENT_CALL:
	case EVENT_TIMER:
	case EVENT_MSL:
	case EVENT_RESTART:
	case EVENT_CRASH:
		tell_host(teller, event, step);
		break;
	}
	teller->key = successor->key;
	return 0;
}

/* ---- names ---- */

uint64_t
space_event_name(struct space *space, const struct key *key, unsigned event)
{
	struct parts parts = space_parts(key);
	uint32_t head[3] = { EVENT_KIND(event), EVENT_HOST(event), EVENT_ARGUMENT(event) };
	const struct bag *bag = (const struct bag *)pool_at(&space->bags, parts.bag[EVENT_HOST(event)]);
	const struct flight *flight;
	uint64_t name = 0;

	switch (EVENT_KIND(event)) {
	case EVENT_ARRIVAL:
	case EVENT_LOSS:
	case EVENT_COPY:
		flight = (const struct flight *)pool_at(&space->flights, ENTRY_FLIGHT(bag->entry[head[2]]));
		head[2] = 0;
		name = digest_octets(name, flight, sizeof *flight);
		break;
	case EVENT_CALL:
		/* Which call it is: a shorter list may have left out another of the same host. */
		head[2] = ((const struct end *)pool_at(&space->ends, parts.end[head[1]]))->next_call;
		break;
	case EVENT_TIMER:
	case EVENT_MSL:
	case EVENT_RESTART:
	case EVENT_CRASH:
	case EVENT_FORGERY:
		break;
	}
	return digest_octets(name, head, sizeof head);
}
