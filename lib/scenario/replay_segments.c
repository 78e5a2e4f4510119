/* SPDX-License-Identifier: MIT */
#include "replay.h"

/* The segments of a counterexample: who sent them as which of their kind, and how often they arrive. */

/* How many of each kind a host has sent. */
struct counts {
	uint32_t n[TCPSIM_EXPLORE_HOSTS][TCPSIM_N_KINDS];
};

/* The kind that says most of a segment. */
static unsigned
telling_kind(uint16_t kinds)
{
	static const enum tcpsim_kind order[] = {
		TCPSIM_KIND_PROBE,
		TCPSIM_KIND_RST,
		TCPSIM_KIND_SYN_ACK,
		TCPSIM_KIND_SYN,
		TCPSIM_KIND_FIN,
		TCPSIM_KIND_DATA,
		TCPSIM_KIND_ACK,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		if ((kinds & order[i]) != 0)
			return (unsigned)g_bit_nth_lsf(order[i], -1);
	return (unsigned)g_bit_nth_lsf(TCPSIM_KIND_ANY, -1);
}

static struct replay_segment *
add(struct replay *replay, uint32_t packet, enum replay_source source, uint16_t host, const struct tcpsim_segment *seg)
{
	struct replay_segment *segment = g_new0(struct replay_segment, 1);

	segment->source = source;
	segment->host = host;
	segment->seg = *seg;
	g_ptr_array_add(replay->segments, segment);
	g_hash_table_insert(replay->packets, GUINT_TO_POINTER(packet), segment);
	return segment;
}

static void
add_sent(struct replay *replay, size_t at, struct counts *counts)
{
	const struct tcpsim_explore_step *step = &replay->result->steps[at];

	for (unsigned i = 0; i < step->n_sent; i++) {
		uint16_t kinds = tcpsim_kinds_of(&step->sent[i], (enum tcpsim_purpose)step->purpose[i]);
		unsigned kind = telling_kind(kinds);
		struct replay_segment *segment;

		for (unsigned k = 0; k < TCPSIM_N_KINDS; k++)
			counts->n[step->host][k] += kinds >> k & 1U;
		segment = add(replay, step->sent_packet[i], REPLAY_SENT, step->host, &step->sent[i]);
		segment->step = at;
		segment->kind = (enum tcpsim_kind)(1U << kind);
		segment->nth = counts->n[step->host][kind];
	}
}

struct replay_segment *
tcpsim_replay_segment(const struct replay *replay, uint32_t packet)
{
	return (struct replay_segment *)g_hash_table_lookup(replay->packets, GUINT_TO_POINTER(packet));
}

void
tcpsim_replay_find_segments(struct replay *replay)
{
	struct counts counts = { { { 0 } } };

	for (uint32_t i = 0; i < replay->world->n_old; i++)
		add(replay, i + 1, REPLAY_OLD, replay->world->old[i].from, &replay->world->old[i].seg)->number = i;
	for (size_t i = 0; i < replay->result->n_steps; i++) {
		const struct tcpsim_explore_step *step = &replay->result->steps[i];
		struct replay_segment *segment = tcpsim_replay_segment(replay, step->packet);

		if (step->event == TCPSIM_EXPLORE_FORGERY)
			add(replay, step->packet, REPLAY_FORGED, step->host, &step->seg)->step = i;
		else if (step->event == TCPSIM_EXPLORE_COPY && segment != NULL)
			g_hash_table_insert(replay->packets, GUINT_TO_POINTER(step->copy), segment);
		else if (step->event == TCPSIM_EXPLORE_ARRIVAL && segment != NULL)
			segment->n_arrivals++;
		add_sent(replay, i, &counts);
	}
}
