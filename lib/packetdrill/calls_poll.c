/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "lib/packetdrill/calls_private.h"

/* poll() and ppoll(). */

/* One of the descriptors that are asked about. */
struct polled {
	const struct pkt_expression *returned; /* what the script says of it, or NULL */
	int64_t label, events;
	unsigned ready;
};

/* Seconds that no script reaches, and that fit into a time in microseconds. */
#define LONGEST_S (INT64_C(1) << 40)

/* The peer will send no more. */
static bool
is_half_closed(const struct play *play, int fd)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(play->net, tcpsim_sys_handle(play->net, PKT_TESTED, fd));

	return tcb != NULL && (tcb->flags & TCPSIM_FLAG_FIN_TAKEN) != 0;
}

/*
 * POSIX has POLLHUP and POLLOUT exclude each other; Linux says both of a connection that is over, for a write would not
 * block, and POLLRDHUP with every end of reading (tcp_poll()).
 */
static unsigned
over_on_linux(const struct play *play, const struct pkt_descriptor *descriptor, unsigned ready)
{
	if (descriptor->is_datagram || play->profile == NULL ||
		tcpsim_pkt_system_of(play->profile->name) != PKT_SYSTEM_LINUX)
		return ready;
	return (ready & TCPSIM_POLLHUP) != 0 ? ready | TCPSIM_POLLOUT : ready;
}

unsigned
tcpsim_pkt_ready(const struct play *play, const struct pkt_descriptor *descriptor)
{
	static const struct {
		unsigned ready;
		enum pkt_constant names[3];
	} bits[] = {
		{ TCPSIM_POLLIN, { PKT_C_POLLIN, PKT_C_POLLRDNORM, PKT_C_POLLIN } },
		{ TCPSIM_POLLPRI, { PKT_C_POLLPRI, PKT_C_POLLPRI, PKT_C_POLLPRI } },
		{ TCPSIM_POLLOUT, { PKT_C_POLLOUT, PKT_C_POLLWRNORM, PKT_C_POLLOUT } },
		{ TCPSIM_POLLERR, { PKT_C_POLLERR, PKT_C_POLLERR, PKT_C_POLLERR } },
		{ TCPSIM_POLLHUP, { PKT_C_POLLHUP, PKT_C_POLLHUP, PKT_C_POLLRDHUP } },
		{ TCPSIM_POLLNVAL, { PKT_C_POLLNVAL, PKT_C_POLLNVAL, PKT_C_POLLNVAL } },
	};
	enum pkt_system system = tcpsim_pkt_system_of(play->profile->name);
	unsigned ready = tcpsim_sys_poll(play->net, PKT_TESTED, descriptor->fd);
	int64_t value, all = 0;

	ready = over_on_linux(play, descriptor, ready);
	for (size_t i = 0; i < G_N_ELEMENTS(bits); i++)
		for (size_t k = 0; k < 3 && (ready & bits[i].ready) != 0; k++)
			if (tcpsim_pkt_constant_value(system, bits[i].names[k], &value))
				all |= value;
	if (!descriptor->is_datagram && is_half_closed(play, descriptor->fd) &&
		tcpsim_pkt_constant_value(system, PKT_C_POLLRDHUP, &value))
		all |= value;
	return (unsigned)all;
}

/* Asked for or not, these are told (POSIX poll()). */
static unsigned
always(const struct pkt_run *run)
{
	int64_t value = 0, all = 0;

	static const enum pkt_constant names[] = { PKT_C_POLLERR, PKT_C_POLLHUP, PKT_C_POLLNVAL };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (tcpsim_pkt_constant_value(run->system, names[i], &value))
			all |= value;
	return (unsigned)all;
}

/* ---- arguments ---- */

static bool
read_polled(struct pkt_run *run, const struct pkt_expression *expression)
{
	const struct pkt_expression *fd = tcpsim_pkt_member(expression, "fd", 0);
	const struct pkt_expression *events = tcpsim_pkt_member(expression, "events", 1);
	struct polled polled = { .returned = tcpsim_pkt_member(expression, "revents", 2) };

	if (fd == NULL || events == NULL)
		return tcpsim_pkt_odd(run->play, expression, "a struct pollfd");
	if (!tcpsim_pkt_number(run->play, fd, &polled.label) || !tcpsim_pkt_number(run->play, events, &polled.events))
		return false;
	g_array_append_val(run->polled, polled);
	return true;
}

static bool
read_list(struct pkt_run *run)
{
	const struct pkt_expression *list = tcpsim_pkt_argument(run, 0);

	run->polled = g_array_new(FALSE, FALSE, sizeof(struct polled));
	if (list->kind != PKT_LIST)
		return tcpsim_pkt_odd(run->play, list, "a list of struct pollfd");
	for (size_t i = 0; i < list->items->len; i++)
		if (!read_polled(run, (const struct pkt_expression *)list->items->pdata[i]))
			return false;
	return true;
}

/* Milliseconds; below 0 for ever, 0 not at all. */
static bool
read_poll(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);
	int64_t timeout_ms = 0;

	if (!read_list(run) || !tcpsim_pkt_number(run->play, argument, &timeout_ms))
		return false;
	timeout_ms = (int32_t)timeout_ms;
	run->is_nonblocking = timeout_ms == 0;
	tcpsim_pkt_set_timeout(run, timeout_ms * 1000);
	return true;
}

/* A struct timespec, or NULL for ever. */
static bool
read_ppoll(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);
	const struct pkt_expression *seconds = tcpsim_pkt_member(argument, "tv_sec", 0);
	const struct pkt_expression *rest = tcpsim_pkt_member(argument, "tv_nsec", 1);
	int64_t s = 0, ns = 0;

	if (!read_list(run))
		return false;
	if (seconds == NULL)
		return tcpsim_pkt_is_open(argument) || tcpsim_pkt_number(run->play, argument, &s);
	if (!tcpsim_pkt_number(run->play, seconds, &s) || (rest != NULL && !tcpsim_pkt_number(run->play, rest, &ns)))
		return false;
	run->is_nonblocking = s == 0 && ns == 0;
	/* What is longer than any script is for ever. */
	tcpsim_pkt_set_timeout(run, CLAMP(s, 0, LONGEST_S) * 1000000 + (CLAMP(ns, 0, 999999999) + 999) / 1000);
	return true;
}

/* ---- attempts ---- */

static int64_t
try_poll(struct pkt_run *run)
{
	int64_t n = 0, invalid = 0;

	tcpsim_pkt_constant_value(run->system, PKT_C_POLLNVAL, &invalid);
	for (size_t i = 0; i < run->polled->len; i++) {
		struct polled *polled = &g_array_index(run->polled, struct polled, i);
		const struct pkt_descriptor *descriptor = tcpsim_pkt_descriptor(run->play, polled->label);

		if (polled->label < 0)
			polled->ready = 0;
		else if (descriptor == NULL)
			polled->ready = (unsigned)invalid;
		else
			polled->ready =
				tcpsim_pkt_ready(run->play, descriptor) & ((unsigned)polled->events | always(run));
		n += polled->ready != 0;
	}
	return n > 0 ? n : tcpsim_pkt_wait(run, 0);
}

/* Bits of events in words: `POLLIN|POLLOUT`. Free with g_free(). */
static char *
bits_in_words(enum pkt_system system, int64_t bits)
{
	static const enum pkt_constant names[] = { PKT_C_POLLIN, PKT_C_POLLRDNORM, PKT_C_POLLPRI, PKT_C_POLLOUT,
		PKT_C_POLLWRNORM, PKT_C_POLLERR, PKT_C_POLLHUP, PKT_C_POLLRDHUP, PKT_C_POLLNVAL };
	GString *words = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (tcpsim_pkt_take(system, names[i], &bits))
			g_string_append_printf(words, "%s%s", words->len > 0 ? "|" : "",
				tcpsim_pkt_constant_name(names[i]));
	if (bits != 0 || words->len == 0)
		g_string_append_printf(words, "%s%" G_GINT64_FORMAT, words->len > 0 ? "|" : "", bits);
	return g_string_free(words, FALSE);
}

static bool
compare_revents(struct pkt_run *run, const struct polled *polled)
{
	int64_t told;
	char *words;

	if (tcpsim_pkt_is_open(polled->returned))
		return true;
	if (!tcpsim_pkt_number(run->play, polled->returned, &told))
		return false;
	if (told == (int64_t)polled->ready)
		return true;
	words = bits_in_words(run->system, polled->ready);
	tcpsim_pkt_compare_fails(run, polled->returned, words, "revents");
	g_free(words);
	return false;
}

static bool
compare_poll(struct pkt_run *run, int64_t result)
{
	for (size_t i = 0; i < run->polled->len && result >= 0; i++) {
		const struct polled *polled = &g_array_index(run->polled, struct polled, i);

		if (!compare_revents(run, polled))
			return false;
	}
	return true;
}

static const struct pkt_handler handlers[] = {
	{ "poll", 3, 3, false, read_poll, try_poll, compare_poll },
	{ "ppoll", 3, 5, false, read_ppoll, try_poll, compare_poll },
};

const struct pkt_handler *
tcpsim_pkt_poll_handler(const char *name)
{
	return tcpsim_pkt_handler_in(handlers, G_N_ELEMENTS(handlers), name);
}
