/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "lib/packetdrill/calls_private.h"

/*
 * epoll_create(), epoll_ctl(), epoll_wait(). Level-triggered: what is ready is told, each time. Edge-triggered: once
 * for each time that something happened, octets that came, a FIN, an end, or room where there had been none (epoll(7)).
 */

/* What an edge-triggered descriptor's state was: another one is an edge. */
struct edge {
	uint64_t received;   /* octets that came, ever */
	unsigned ready;      /* without POLLOUT, which has edges of its own */
	bool has_no_room;
};

struct item {
	int64_t label;
	uint32_t events;
	int64_t data;
	bool has_news, is_disabled;
	struct edge edge;
};

struct pkt_epoll {
	GArray *items; /* struct item, in the order of their adding */
};

/* What was reported. */
struct reported {
	uint32_t events;
	int64_t data;
};

void
tcpsim_pkt_epoll_free(struct pkt_epoll *epoll)
{
	if (epoll == NULL)
		return;
	g_array_unref(epoll->items);
	g_free(epoll);
}

static bool
has(const struct item *item, enum pkt_constant flag)
{
	int64_t value = 0;

	tcpsim_pkt_constant_value(PKT_SYSTEM_NONE, flag, &value);
	return (item->events & (uint32_t)value) != 0;
}

/* ---- edges ---- */

/* EPOLLIN and the others have the values of Linux's POLLIN and the others; without a system Linux's are good. */
static struct edge
edge_of(const struct play *play, const struct pkt_descriptor *descriptor)
{
	const struct tcpsim_tcb *tcb =
		tcpsim_net_tcb(play->net, tcpsim_sys_handle(play->net, PKT_TESTED, descriptor->fd));
	unsigned ready = tcpsim_sys_poll(play->net, PKT_TESTED, descriptor->fd);
	struct edge edge = { .ready = ready & ~(unsigned)TCPSIM_POLLOUT, .has_no_room = (ready & TCPSIM_POLLOUT) == 0 };

	if (tcb != NULL)
		edge.received = tcb->rcv.nxt_offset;
	return edge;
}

static void
observe_item(const struct play *play, struct item *item)
{
	const struct pkt_descriptor *descriptor = tcpsim_pkt_descriptor(play, item->label);
	struct edge edge;

	if (descriptor == NULL || descriptor->fd < 0)
		return;
	edge = edge_of(play, descriptor);
	if (edge.received != item->edge.received || (edge.ready & ~item->edge.ready) != 0 ||
		(item->edge.has_no_room && !edge.has_no_room))
		item->has_news = true;
	item->edge = edge;
}

void
tcpsim_pkt_epoll_observe(struct play *play)
{
	const GPtrArray *descriptors = play->calls->descriptors;

	for (size_t i = 0; i < descriptors->len; i++) {
		const struct pkt_epoll *epoll = ((const struct pkt_descriptor *)descriptors->pdata[i])->epoll;

		for (size_t k = 0; epoll != NULL && k < epoll->items->len; k++)
			observe_item(play, &g_array_index(epoll->items, struct item, k));
	}
}

/* ---- epoll_create(), epoll_ctl() ---- */

static struct item *
find_item(const struct pkt_epoll *epoll, int64_t label)
{
	for (size_t i = 0; i < epoll->items->len; i++) {
		struct item *item = &g_array_index(epoll->items, struct item, i);

		if (item->label == label)
			return item;
	}
	return NULL;
}

static void
remove_item(struct pkt_epoll *epoll, const struct item *item)
{
	g_array_remove_index(epoll->items, (guint)(item - &g_array_index(epoll->items, struct item, 0)));
}

void
tcpsim_pkt_epoll_forget(struct play *play, int64_t label)
{
	const GPtrArray *descriptors = play->calls->descriptors;

	for (size_t i = 0; i < descriptors->len; i++) {
		struct pkt_epoll *epoll = ((const struct pkt_descriptor *)descriptors->pdata[i])->epoll;
		const struct item *item = epoll == NULL ? NULL : find_item(epoll, label);

		if (item != NULL)
			remove_item(epoll, item);
	}
}

static bool
read_create(struct pkt_run *run)
{
	return tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 0), &run->n);
}

static int64_t
make_epoll(struct pkt_run *run)
{
	struct pkt_descriptor *descriptor = tcpsim_pkt_describe(run, -1);

	descriptor->epoll = g_new0(struct pkt_epoll, 1);
	descriptor->epoll->items = g_array_new(FALSE, FALSE, sizeof(struct item));
	if (descriptor->label >= 0)
		return descriptor->label;
	for (descriptor->label = 3; tcpsim_pkt_descriptor(run->play, descriptor->label) != descriptor;)
		descriptor->label++;
	return descriptor->label;
}

static int64_t
try_create(struct pkt_run *run)
{
	return run->n <= 0 ? -EINVAL : make_epoll(run);
}

static int64_t
try_create1(struct pkt_run *run)
{
	int64_t flags = run->n;

	tcpsim_pkt_take(PKT_SYSTEM_NONE, PKT_C_EPOLL_CLOEXEC, &flags);
	return flags != 0 ? -EINVAL : make_epoll(run);
}

/* What is told of a descriptor again: fd, ptr, u32 or u64. */
static const struct pkt_expression *
data_of(const struct pkt_expression *event)
{
	static const char names[][4] = { "fd", "ptr", "u32", "u64" };
	const struct pkt_expression *found = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names) && found == NULL; i++)
		found = tcpsim_pkt_member(event, names[i], 1);
	return found;
}

/* .n is the operation, .handle the descriptor, .peer unused; the event is .polled's only one. */
static bool
read_ctl(struct pkt_run *run)
{
	const struct pkt_expression *event = tcpsim_pkt_argument(run, 3);
	const struct pkt_expression *events = event == NULL ? NULL : tcpsim_pkt_member(event, "events", 0);
	const struct pkt_expression *data = event == NULL ? NULL : data_of(event);
	struct reported told = { 0, 0 };
	int64_t bits = 0;

	run->polled = g_array_new(FALSE, FALSE, sizeof told);
	if (!tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 1), &run->n) ||
		!tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 2), &run->done))
		return false;
	told.data = run->done;
	if ((events != NULL && !tcpsim_pkt_number(run->play, events, &bits)) ||
		(!tcpsim_pkt_is_open(data) && !tcpsim_pkt_number(run->play, data, &told.data)))
		return false;
	told.events = (uint32_t)bits;
	g_array_append_val(run->polled, told);
	return true;
}

/* What is ready already is news (epoll(7), question 5). */
static void
set_item(const struct pkt_run *run, struct item *item, const struct pkt_descriptor *descriptor)
{
	const struct reported *told = &g_array_index(run->polled, struct reported, 0);

	item->label = run->done;
	item->events = told->events;
	item->data = told->data;
	item->has_news = true;
	item->is_disabled = false;
	item->edge = edge_of(run->play, descriptor);
}

static int64_t
try_ctl(struct pkt_run *run)
{
	struct pkt_epoll *epoll = run->descriptor->epoll;
	const struct pkt_descriptor *descriptor = tcpsim_pkt_descriptor(run->play, run->done);
	struct item *item, fresh;

	if (epoll == NULL || descriptor == run->descriptor)
		return -EINVAL;
	if (descriptor == NULL)
		return -EBADF;
	item = find_item(epoll, run->done);
	if (tcpsim_pkt_is(PKT_SYSTEM_NONE, PKT_C_EPOLL_CTL_ADD, run->n)) {
		if (item != NULL)
			return -EEXIST;
		set_item(run, &fresh, descriptor);
		g_array_append_val(epoll->items, fresh);
		return 0;
	}
	if (item == NULL)
		return -ENOENT;
	if (tcpsim_pkt_is(PKT_SYSTEM_NONE, PKT_C_EPOLL_CTL_MOD, run->n))
		set_item(run, item, descriptor);
	else if (tcpsim_pkt_is(PKT_SYSTEM_NONE, PKT_C_EPOLL_CTL_DEL, run->n))
		remove_item(epoll, item);
	else
		return -EINVAL;
	return 0;
}

/* ---- epoll_wait() ---- */

static bool
read_wait(struct pkt_run *run)
{
	int64_t timeout_ms = 0;

	run->polled = g_array_new(FALSE, FALSE, sizeof(struct reported));
	if (!tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 2), &run->n) ||
		!tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 3), &timeout_ms))
		return false;
	timeout_ms = (int32_t)timeout_ms;
	run->is_nonblocking = timeout_ms == 0;
	tcpsim_pkt_set_timeout(run, timeout_ms * 1000);
	return true;
}

/* What is told of one descriptor now: EPOLLERR and EPOLLHUP in any case. */
static uint32_t
news_of(const struct play *play, struct item *item)
{
	const struct pkt_descriptor *descriptor = tcpsim_pkt_descriptor(play, item->label);
	int64_t error = 0, hang_up = 0;
	uint32_t ready;

	if (descriptor == NULL || descriptor->fd < 0 || item->is_disabled)
		return 0;
	if (has(item, PKT_C_EPOLLET) && !item->has_news)
		return 0;
	tcpsim_pkt_constant_value(PKT_SYSTEM_NONE, PKT_C_EPOLLERR, &error);
	tcpsim_pkt_constant_value(PKT_SYSTEM_NONE, PKT_C_EPOLLHUP, &hang_up);
	ready = tcpsim_pkt_ready(play, descriptor) & (item->events | (uint32_t)error | (uint32_t)hang_up);
	item->has_news = false;
	item->is_disabled = ready != 0 && has(item, PKT_C_EPOLLONESHOT);
	return ready;
}

static int64_t
try_epoll_wait(struct pkt_run *run)
{
	struct pkt_epoll *epoll = run->descriptor->epoll;

	if (epoll == NULL || run->n <= 0)
		return -EINVAL;
	for (size_t i = 0; i < epoll->items->len && run->polled->len < (guint64)run->n; i++) {
		struct item *item = &g_array_index(epoll->items, struct item, i);
		struct reported news = { .events = news_of(run->play, item), .data = item->data };

		if (news.events != 0)
			g_array_append_val(run->polled, news);
	}
	return run->polled->len > 0 ? (int64_t)run->polled->len : tcpsim_pkt_wait(run, 0);
}

static bool
compare_event(struct pkt_run *run, const struct pkt_expression *event, const struct reported *news)
{
	if (tcpsim_pkt_is_open(event))
		return true;
	if (event->kind != PKT_STRUCT)
		return tcpsim_pkt_odd(run->play, event, "a struct epoll_event");
	return tcpsim_pkt_compare_number(run, tcpsim_pkt_member(event, "events", 0), news->events, "events") &&
		tcpsim_pkt_compare_number(run, data_of(event), news->data, "data");
}

/* Where there is room for one event it may stand there without brackets. */
static bool
compare_wait(struct pkt_run *run, int64_t result)
{
	const struct pkt_expression *list = tcpsim_pkt_argument(run, 1);

	if (tcpsim_pkt_is_open(list))
		return true;
	for (int64_t i = 0; i < result; i++) {
		const struct reported *news = &g_array_index(run->polled, struct reported, i);
		const struct pkt_expression *event = list;

		if (list->kind == PKT_LIST)
			event = i < list->items->len ? (const struct pkt_expression *)list->items->pdata[i] : NULL;
		if (!compare_event(run, event, news))
			return false;
	}
	return true;
}

static const struct pkt_handler handlers[] = {
	{ "epoll_create", 1, 1, false, read_create, try_create, NULL },
	{ "epoll_create1", 1, 1, false, read_create, try_create1, NULL },
	{ "epoll_ctl", 3, 4, true, read_ctl, try_ctl, NULL },
	{ "epoll_wait", 4, 4, true, read_wait, try_epoll_wait, compare_wait },
	{ "epoll_pwait", 4, 6, true, read_wait, try_epoll_wait, compare_wait },
};

const struct pkt_handler *
tcpsim_pkt_epoll_handler(const char *name)
{
	return tcpsim_pkt_handler_in(handlers, G_N_ELEMENTS(handlers), name);
}
