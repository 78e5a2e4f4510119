/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "space_private.h"

/* Bags of segments in flight: changes are made once and looked up from then on. */

/* Segments by their contents, so that the order does not depend on who came first. */
static int
compare(const struct space *space, uint32_t a, uint32_t b)
{
	const void *left = pool_at(&space->flights, ENTRY_FLIGHT(a));
	const void *right = pool_at(&space->flights, ENTRY_FLIGHT(b));
	int order = left == right ? 0 : memcmp(left, right, sizeof(struct flight));

	if (order != 0)
		return order;
	return (int)(a & ENTRY_MARKS) - (int)(b & ENTRY_MARKS);
}

static bool
is_sorted(const struct space *space)
{
	return space->world.reorder && !space->full;
}

/* Put an entry in its place: where it belongs, or behind all others. */
static bool
insert(const struct space *space, struct bag *bag, uint32_t entry)
{
	unsigned i = bag->n;

	if (bag->n == space->world.in_flight)
		return false;
	while (is_sorted(space) && i > 0 && compare(space, bag->entry[i - 1], entry) > 0) {
		bag->entry[i] = bag->entry[i - 1];
		i--;
	}
	bag->entry[i] = entry;
	bag->n++;
	return true;
}

static bool
insert_all(const struct space *space, struct bag *bag, const struct sent *sent)
{
	for (uint32_t i = 0; i < sent->n; i++)
		if (!insert(space, bag, sent->flight[i] << 2))
			return false;
	return true;
}

/* All entries with other marks, in their places; those that die are left out. */
static void
remark(const struct space *space, struct bag *bag, uint32_t what)
{
	uint32_t mark = ENTRY_MARK(what & 1);
	struct bag old = *bag;

	memset(bag, 0, sizeof *bag);
	for (uint32_t i = 0; i < old.n; i++) {
		uint32_t entry = old.entry[i];

		if ((what & ~1U) == (uint32_t)CHANGE_STEP && (entry & mark))
			continue;
		insert(space, bag, (what & ~1U) == (uint32_t)CHANGE_CLEAR ? entry & ~mark : entry | mark);
	}
}

/* A copy follows its original where segments keep their order. */
static bool
insert_copy(const struct space *space, struct bag *bag, uint32_t entry)
{
	if (space->world.reorder)
		return insert(space, bag, entry);
	if (bag->n == space->world.in_flight)
		return false;
	memmove(bag->entry + 1, bag->entry, bag->n * sizeof bag->entry[0]);
	bag->n++;
	return true;
}

static bool
change(const struct space *space, struct bag *bag, uint32_t what)
{
	if (what & (uint32_t)CHANGE_MARK)
		remark(space, bag, what);
	else if (what & CHANGE_COPY)
		return insert_copy(space, bag, what & ~(uint32_t)CHANGE_COPY);
	else
		return insert_all(space, bag, (const struct sent *)pool_at(&space->sents, what));
	return true;
}

static uint32_t
add_bag(struct space *space, struct bag *bag)
{
	for (unsigned i = 0; i < TCPSIM_EXPLORE_IN_FLIGHT; i++)
		atomic_init(&bag->without[i], POOL_NONE);
	return pool_add(&space->bags, bag);
}

/* The key of a bag, without what is no part of it. */
static struct bag
copy_of(const struct space *space, uint32_t number)
{
	const struct bag *old = (const struct bag *)pool_at(&space->bags, number);
	struct bag bag;

	memset(&bag, 0, sizeof bag);
	bag.n = old->n;
	memcpy(bag.entry, old->entry, sizeof bag.entry);
	return bag;
}

uint32_t
space_bag_change(struct space *space, uint32_t bag, uint32_t what)
{
	struct change result = { .bag = bag, .what = what };
	uint32_t number = pool_find(&space->changes, &result);
	struct bag changed;

	if (number == POOL_NONE) {
		changed = copy_of(space, bag);
		result.after = change(space, &changed, what) ? add_bag(space, &changed) : POOL_NONE;
		number = pool_add(&space->changes, &result);
		if (number == POOL_NONE)
			return POOL_NONE;
	}
	return ((const struct change *)pool_at(&space->changes, number))->after;
}

uint32_t
space_bag_without(struct space *space, uint32_t number, unsigned i)
{
	struct bag *bag = (struct bag *)pool_at(&space->bags, number);
	uint32_t after = atomic_load_explicit(&bag->without[i], memory_order_relaxed);
	struct bag less;

	if (after != POOL_NONE)
		return after;
	less = copy_of(space, number);
	less.n--;
	memmove(less.entry + i, less.entry + i + 1, (less.n - i) * sizeof less.entry[0]);
	less.entry[less.n] = 0;
	after = add_bag(space, &less);
	atomic_store_explicit(&bag->without[i], after, memory_order_release);
	return after;
}
