/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

/*
 * In a large world most connections are idle. The TCBs of those that something happened to not long ago are awake; the
 * others rest, which makes them a third of their size: most of a TCB that has nothing to do says "none".
 *
 * Which of them go to rest is decided as a clock would have it: a hand goes round over those awake, and takes whom
 * nothing has happened to since it last came by.
 */
#define N_WORDS (sizeof(struct tcpsim_tcb) / sizeof(uint32_t))
#define N_BITS 32U
#define N_SETS ((N_WORDS + N_BITS - 1) / N_BITS)
/* Words that differ from those of `idle`: what does not fit stays awake. */
#define MAX_WORDS 32U
/* Looked at each time, if there are too many: two would keep up with connections that are made and go to rest. */
#define N_LOOKS 4

G_STATIC_ASSERT(sizeof(struct tcpsim_tcb) % sizeof(uint32_t) == 0);

struct tcpsim_awake {
	struct tcpsim_tcb tcb; /* first, for the endpoint knows this only */
	struct tcpsim_endpoint *owner; /* or NULL */
	struct tcpsim_awake *next; /* of those that are free */
};

struct tcpsim_resting {
	uint32_t differs[N_SETS];
	union {
		uint32_t words[MAX_WORDS];
		struct tcpsim_resting *next; /* of those that are free */
	} is;
};

static const struct tcpsim_tcb idle = {
	.rcv = { .wanted_bytes = TCPSIM_RECEIVE_ALL },
	.deadline_us = { TCPSIM_TIME_NONE, TCPSIM_TIME_NONE, TCPSIM_TIME_NONE, TCPSIM_TIME_NONE, TCPSIM_TIME_NONE,
		TCPSIM_TIME_NONE, TCPSIM_TIME_NONE },
};

G_STATIC_ASSERT(TCPSIM_N_TIMERS == 7);

struct tcpsim_tcbs *
tcpsim_tcbs_new(void)
{
	return g_new0(struct tcpsim_tcbs, 1);
}

void
tcpsim_tcbs_free(struct tcpsim_tcbs *tcbs)
{
	for (uint32_t i = 0; i < tcbs->n_awake_slots / TCPSIM_SLAB; i++)
		g_free(tcbs->awake_slabs[i]);
	for (uint32_t i = 0; i < tcbs->n_resting_slots / TCPSIM_SLAB; i++)
		g_free(tcbs->resting_slabs[i]);
	g_free(tcbs->awake_slabs);
	g_free(tcbs->resting_slabs);
	g_free(tcbs);
}

static struct tcpsim_awake *
awake_new(struct tcpsim_tcbs *tcbs)
{
	uint32_t n_slabs = tcbs->n_awake_slots / TCPSIM_SLAB + 1;
	struct tcpsim_awake *slot = tcbs->free_awake;

	if (slot == NULL) {
		tcbs->awake_slabs = g_renew(struct tcpsim_awake *, tcbs->awake_slabs, n_slabs);
		slot = tcbs->awake_slabs[n_slabs - 1] = g_new0(struct tcpsim_awake, TCPSIM_SLAB);
		tcbs->n_awake_slots += TCPSIM_SLAB;
		for (uint32_t i = 0; i + 1 < TCPSIM_SLAB; i++)
			slot[i].next = &slot[i + 1];
	}
	tcbs->free_awake = slot->next;
	tcbs->n_awake++;
	return slot;
}

static struct tcpsim_resting *
resting_new(struct tcpsim_tcbs *tcbs)
{
	uint32_t n_slabs = tcbs->n_resting_slots / TCPSIM_SLAB + 1;
	struct tcpsim_resting *slot = tcbs->free_resting;

	if (slot == NULL) {
		tcbs->resting_slabs = g_renew(struct tcpsim_resting *, tcbs->resting_slabs, n_slabs);
		slot = tcbs->resting_slabs[n_slabs - 1] = g_new0(struct tcpsim_resting, TCPSIM_SLAB);
		tcbs->n_resting_slots += TCPSIM_SLAB;
		for (uint32_t i = 0; i + 1 < TCPSIM_SLAB; i++)
			slot[i].is.next = &slot[i + 1];
	}
	tcbs->free_resting = slot->is.next;
	return slot;
}

void
tcpsim_tcb_give(struct tcpsim_tcbs *tcbs, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_awake *slot = awake_new(tcbs);

	slot->owner = endpoint;
	endpoint->tcb = &slot->tcb;
}

static void
take_awake(struct tcpsim_tcbs *tcbs, struct tcpsim_awake *slot)
{
	slot->owner->tcb = NULL;
	slot->owner = NULL;
	slot->next = tcbs->free_awake;
	tcbs->free_awake = slot;
	tcbs->n_awake--;
}

void
tcpsim_tcb_take(struct tcpsim_tcbs *tcbs, struct tcpsim_endpoint *endpoint)
{
	take_awake(tcbs, (struct tcpsim_awake *)(void *)endpoint->tcb);
}

void
tcpsim_tcb_wake(struct tcpsim_tcbs *tcbs, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_resting *resting = endpoint->resting;
	const uint32_t *word = resting->is.words;
	uint32_t words[N_WORDS];

	memcpy(words, &idle, sizeof words);
	for (uint32_t set = 0; set < N_SETS; set++)
		for (uint32_t bits = resting->differs[set]; bits != 0; bits &= bits - 1)
			words[set * N_BITS + (uint32_t)g_bit_nth_lsf(bits, -1)] ^= *word++;
	tcpsim_tcb_give(tcbs, endpoint);
	memcpy(endpoint->tcb, words, sizeof words);
	endpoint->resting = NULL;
	resting->is.next = tcbs->free_resting;
	tcbs->free_resting = resting;
}

/* Write what differs from an idle TCB. False if it is too much. */
static bool
fold(const struct tcpsim_tcb *tcb, struct tcpsim_resting *resting)
{
	uint32_t words[N_WORDS], usual[N_WORDS], n = 0;

	memcpy(words, tcb, sizeof words);
	memcpy(usual, &idle, sizeof usual);
	memset(resting->differs, 0, sizeof resting->differs);
	for (uint32_t i = 0; i < N_WORDS; i++) {
		if (words[i] == usual[i])
			continue;
		if (n == MAX_WORDS)
			return false;
		resting->differs[i / N_BITS] |= UINT32_C(1) << i % N_BITS;
		resting->is.words[n++] = words[i] ^ usual[i];
	}
	return true;
}

static void
rest(struct tcpsim_tcbs *tcbs, struct tcpsim_awake *slot)
{
	struct tcpsim_endpoint *owner = slot->owner;
	struct tcpsim_resting *resting = resting_new(tcbs);

	if (!fold(&slot->tcb, resting)) {
		resting->is.next = tcbs->free_resting;
		tcbs->free_resting = resting;
		return;
	}
	take_awake(tcbs, slot);
	owner->resting = resting;
}

void
tcpsim_tcbs_rest(struct tcpsim_tcbs *tcbs)
{
	for (int i = 0; i < N_LOOKS && tcbs->n_awake > TCPSIM_MAX_AWAKE; i++) {
		struct tcpsim_awake *slot = &tcbs->awake_slabs[tcbs->hand / TCPSIM_SLAB][tcbs->hand % TCPSIM_SLAB];

		tcbs->hand = (tcbs->hand + 1) % tcbs->n_awake_slots;
		if (slot->owner == NULL)
			continue;
		if (slot->owner->flags & TCPSIM_ENDPOINT_USED)
			slot->owner->flags &= ~(uint32_t)TCPSIM_ENDPOINT_USED;
		else
			rest(tcbs, slot);
	}
}
