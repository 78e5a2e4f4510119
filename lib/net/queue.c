/* SPDX-License-Identifier: MIT */
#include "net_private.h"

#define CHILDREN 4U

static void
put(struct tcpsim_queue *queue, uint32_t position, struct tcpsim_queue_entry entry)
{
	queue->entries[position] = entry;
	if (queue->positions != NULL)
		queue->positions[tcpsim_order_index(entry.order)] = position;
}

static void
sift_up(struct tcpsim_queue *queue, uint32_t position, struct tcpsim_queue_entry entry)
{
	while (position > 0) {
		uint32_t parent = (position - 1) / CHILDREN;

		if (!tcpsim_queue_is_before(&entry, &queue->entries[parent]))
			break;
		put(queue, position, queue->entries[parent]);
		position = parent;
	}
	put(queue, position, entry);
}

static uint32_t
first_child(const struct tcpsim_queue *queue, uint32_t position)
{
	uint32_t child = position * CHILDREN + 1;
	uint32_t end = MIN(child + CHILDREN, queue->n);
	uint32_t best = child;

	while (++child < end)
		if (tcpsim_queue_is_before(&queue->entries[child], &queue->entries[best]))
			best = child;
	return best;
}

static void
sift_down(struct tcpsim_queue *queue, uint32_t position, struct tcpsim_queue_entry entry)
{
	while (position * CHILDREN + 1 < queue->n) {
		uint32_t child = first_child(queue, position);

		if (!tcpsim_queue_is_before(&queue->entries[child], &entry))
			break;
		put(queue, position, queue->entries[child]);
		position = child;
	}
	put(queue, position, entry);
}

/* Fill the gap at `position` with the last entry. */
static void
remove_at(struct tcpsim_queue *queue, uint32_t position)
{
	struct tcpsim_queue_entry gone = queue->entries[position];
	struct tcpsim_queue_entry last = queue->entries[--queue->n];

	if (queue->positions != NULL)
		queue->positions[tcpsim_order_index(gone.order)] = TCPSIM_NO_INDEX;
	if (position == queue->n)
		return;
	if (tcpsim_queue_is_before(&last, &gone))
		sift_up(queue, position, last);
	else
		sift_down(queue, position, last);
}

void
tcpsim_queue_free(struct tcpsim_queue *queue)
{
	g_free(queue->entries);
	g_free(queue->positions);
	g_free(queue->due_us);
	g_free(queue->line);
}

void
tcpsim_queue_reserve(struct tcpsim_queue *queue, uint32_t n)
{
	queue->positions = g_renew(uint32_t, queue->positions, n);
	queue->due_us = g_renew(int64_t, queue->due_us, n);
	while (queue->n_positions < n)
		queue->positions[queue->n_positions++] = TCPSIM_NO_INDEX;
}

void
tcpsim_queue_push(struct tcpsim_queue *queue, int64_t time_us, uint64_t order)
{
	if (queue->n == queue->capacity) {
		queue->capacity = MAX(64, queue->capacity * 2);
		queue->entries = g_renew(struct tcpsim_queue_entry, queue->entries, queue->capacity);
	}
	queue->n++;
	sift_up(queue, queue->n - 1, (struct tcpsim_queue_entry){ time_us, order });
}

void
tcpsim_queue_replace(struct tcpsim_queue *queue, int64_t time_us, uint64_t order)
{
	sift_down(queue, 0, (struct tcpsim_queue_entry){ time_us, order });
}

void
tcpsim_queue_pop(struct tcpsim_queue *queue)
{
	remove_at(queue, 0);
}

/* ---- the line ---- */

static struct tcpsim_queue_entry *
place_at(const struct tcpsim_queue *queue, uint32_t count)
{
	return &queue->line[count & (queue->line_capacity - 1)];
}

/* Twice as many places; each entry keeps its count. */
static void
lengthen(struct tcpsim_queue *queue)
{
	uint32_t capacity = MAX(64, queue->line_capacity * 2);
	struct tcpsim_queue_entry *line = g_new(struct tcpsim_queue_entry, capacity);

	for (uint32_t i = queue->line_begin; i != queue->line_end; i++)
		line[i & (capacity - 1)] = *place_at(queue, i);
	g_free(queue->line);
	queue->line = line;
	queue->line_capacity = capacity;
}

/* Whether the entry in that place of the line is still its endpoint's. */
static bool
is_placed(const struct tcpsim_queue *queue, uint32_t count)
{
	uint32_t index = tcpsim_order_index(place_at(queue, count)->order);

	return queue->positions[index] == (TCPSIM_IN_LINE | (count & ~TCPSIM_IN_LINE));
}

/* The last in line goes into the heap, if its endpoint has not left it: a single timer that is late holds up nobody. */
static void
step_out(struct tcpsim_queue *queue)
{
	struct tcpsim_queue_entry last = *place_at(queue, --queue->line_end);

	if (is_placed(queue, queue->line_end))
		tcpsim_queue_push(queue, last.time_us, last.order);
}

/* The timer goes to the end of the line, if it is due after all that are there but perhaps the last; else into the heap. */
static void
put_off(struct tcpsim_queue *queue, int64_t time_us, uint64_t order)
{
	struct tcpsim_queue_entry entry = { time_us, order };
	uint32_t n = queue->line_end - queue->line_begin;

	if (n > 1 && tcpsim_queue_is_before(&entry, place_at(queue, queue->line_end - 2))) {
		tcpsim_queue_push(queue, time_us, order);
		return;
	}
	if (n > 0 && tcpsim_queue_is_before(&entry, place_at(queue, queue->line_end - 1)))
		step_out(queue);
	if (queue->line_end - queue->line_begin == queue->line_capacity)
		lengthen(queue);
	*place_at(queue, queue->line_end) = entry;
	queue->positions[tcpsim_order_index(order)] = TCPSIM_IN_LINE | (queue->line_end++ & ~TCPSIM_IN_LINE);
}

/* An entry that its endpoint has left stays until it is the first: the first one is always somebody's. */
static void
drop_left(struct tcpsim_queue *queue)
{
	while (queue->line_begin != queue->line_end && !is_placed(queue, queue->line_begin))
		queue->line_begin++;
}

/* ---- timers ---- */

void
tcpsim_queue_arm(struct tcpsim_queue *queue, uint32_t index, uint64_t number, int64_t due_us)
{
	uint64_t order = tcpsim_order(number, index);
	uint32_t position = queue->positions[index];

	queue->due_us[index] = due_us;
	if (position == TCPSIM_NO_INDEX) {
		if (due_us != TCPSIM_TIME_NONE)
			tcpsim_queue_push(queue, due_us, order);
	} else if (position & TCPSIM_IN_LINE) {
		if (due_us < place_at(queue, position)->time_us) {
			tcpsim_queue_push(queue, due_us, order);
			drop_left(queue);
		}
	} else if (due_us < queue->entries[position].time_us) {
		sift_up(queue, position, (struct tcpsim_queue_entry){ due_us, order });
	}
}

static void
settle_heap(struct tcpsim_queue *queue)
{
	while (queue->n > 0) {
		uint64_t order = queue->entries[0].order;
		int64_t due_us = queue->due_us[tcpsim_order_index(order)];

		if (due_us == queue->entries[0].time_us)
			return;
		tcpsim_queue_pop(queue);
		if (due_us != TCPSIM_TIME_NONE)
			put_off(queue, due_us, order);
	}
}

static void
settle_line(struct tcpsim_queue *queue)
{
	while (queue->line_begin != queue->line_end) {
		struct tcpsim_queue_entry first = *place_at(queue, queue->line_begin);
		uint32_t index = tcpsim_order_index(first.order);

		if (queue->due_us[index] == first.time_us)
			return;
		queue->positions[index] = TCPSIM_NO_INDEX;
		drop_left(queue);
		if (queue->due_us[index] != TCPSIM_TIME_NONE)
			put_off(queue, queue->due_us[index], first.order);
	}
}

/*
 * A timer that moved to a later time was left where it was; when it comes up too early, it gets its new place.
 * So an ACK that restarts or stops a timer costs nothing.
 */
void
tcpsim_queue_settle_first(struct tcpsim_queue *queue)
{
	settle_heap(queue);
	settle_line(queue);
}

void
tcpsim_queue_disarm(struct tcpsim_queue *queue, uint32_t index)
{
	uint32_t position = queue->positions[index];

	if (position == TCPSIM_NO_INDEX)
		return;
	if (position & TCPSIM_IN_LINE) {
		queue->positions[index] = TCPSIM_NO_INDEX;
		drop_left(queue);
	} else {
		remove_at(queue, position);
	}
}

void
tcpsim_queue_forget(struct tcpsim_queue *queue, uint64_t order)
{
	for (uint32_t i = 0; i < queue->n; i++) {
		if (queue->entries[i].order == order) {
			remove_at(queue, i);
			return;
		}
	}
}
