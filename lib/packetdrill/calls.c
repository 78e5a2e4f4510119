/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <tcpsim/word.h>

#include "lib/packetdrill/calls_private.h"

/* Calls, the one that blocks among them. */

/* Octets that one call writes or reads at once: more finds no room in any buffer. */
#define MOST_OCTETS (UINT64_C(1) << 26)

/* A plain call that has not returned by then never will: probes of a window go on for ever. */
#define LONGEST_US (INT64_C(86400) * 1000000)

static void
free_descriptor(gpointer data)
{
	struct pkt_descriptor *descriptor = (struct pkt_descriptor *)data;

	if (descriptor->kept != NULL)
		g_array_unref(descriptor->kept);
	tcpsim_pkt_epoll_free(descriptor->epoll);
	g_free(descriptor);
}

/* It is there so that the network has an event when a call gives up waiting: tcpsim_program_wake_at(). */
static void
do_nothing(struct tcpsim_net *net, uint16_t host, void *data)
{
	(void)net;
	(void)host;
	(void)data;
}

void
tcpsim_pkt_calls_new(struct play *play)
{
	play->calls = g_new0(struct pkt_calls, 1);
	play->calls->descriptors = g_ptr_array_new_with_free_func(free_descriptor);
	tcpsim_net_set_program(play->net, PKT_TESTED, do_nothing, NULL);
}

static void
free_run(struct pkt_run *run)
{
	if (run != NULL && run->polled != NULL)
		g_array_unref(run->polled);
	g_free(run);
}

void
tcpsim_pkt_calls_free(struct play *play)
{
	if (play->calls == NULL)
		return;
	free_run(play->calls->waiting);
	g_ptr_array_unref(play->calls->descriptors);
	g_free(play->calls->octets);
	g_free(play->calls);
	play->calls = NULL;
}

/* ---- descriptors ---- */

struct pkt_descriptor *
tcpsim_pkt_descriptor(const struct play *play, int64_t label)
{
	const GPtrArray *descriptors = play->calls->descriptors;

	for (size_t i = descriptors->len; i-- > 0;) {
		struct pkt_descriptor *descriptor = (struct pkt_descriptor *)descriptors->pdata[i];

		if (descriptor->label == label)
			return descriptor;
	}
	return NULL;
}

struct pkt_descriptor *
tcpsim_pkt_describe(struct pkt_run *run, int fd)
{
	struct pkt_descriptor *descriptor = g_new0(struct pkt_descriptor, 1);
	const struct pkt_expression *result = run->call->result;

	descriptor->fd = fd;
	descriptor->label = fd;
	if (!tcpsim_pkt_is_open(result) && result->kind == PKT_INTEGER && (int64_t)result->value >= 0)
		descriptor->label = (int64_t)result->value;
	g_ptr_array_add(run->play->calls->descriptors, descriptor);
	return descriptor;
}

void
tcpsim_pkt_forget(struct play *play, struct pkt_descriptor *descriptor)
{
	tcpsim_pkt_epoll_forget(play, descriptor->label);
	g_ptr_array_remove(play->calls->descriptors, descriptor);
}

uint8_t *
tcpsim_pkt_buffer(struct play *play, size_t n)
{
	struct pkt_calls *calls = play->calls;

	n = (size_t)MIN((uint64_t)n, MOST_OCTETS);
	if (n + 1 > calls->n_octets) {
		calls->n_octets = n + 1;
		calls->octets = (uint8_t *)g_realloc(calls->octets, calls->n_octets);
	}
	memset(calls->octets, 0, n + 1);
	return calls->octets;
}

/* ---- waiting ---- */

int64_t
tcpsim_pkt_wait(const struct pkt_run *run, int64_t otherwise)
{
	if (run->is_nonblocking || tcpsim_net_now_us(run->play->net) >= run->until_us)
		return otherwise;
	return PKT_WAITS;
}

void
tcpsim_pkt_set_timeout(struct pkt_run *run, int64_t timeout_us)
{
	if (timeout_us > 0)
		run->until_us = tcpsim_net_now_us(run->play->net) + timeout_us;
}

void
tcpsim_pkt_set_own_timeout(struct pkt_run *run, enum tcpsim_option_name option)
{
	int64_t timeout_us = 0;

	tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, option, &timeout_us, sizeof timeout_us);
	tcpsim_pkt_set_timeout(run, timeout_us);
}

/* It has returned. */
static bool
finish(struct pkt_run *run, int64_t result)
{
	bool goes_on = tcpsim_pkt_compare_result(run, result);
	if (goes_on && run->handler->compare != NULL)
		goes_on = run->handler->compare(run, result);
	if (goes_on && run->call->is_blocking)
		goes_on = tcpsim_pkt_compare_time(run);
	free_run(run);
	return goes_on;
}

bool
tcpsim_pkt_calls_poll(struct play *play)
{
	struct pkt_run *run;
	int64_t result;

	if (play->is_over || play->calls == NULL)
		return !play->is_over;
	tcpsim_pkt_epoll_observe(play);
	run = play->calls->waiting;
	if (run == NULL)
		return true;
	result = run->handler->attempt(run);
	if (result == PKT_WAITS)
		return true;
	play->calls->waiting = NULL;
	tcpsim_program_wake_at(play->net, PKT_TESTED, TCPSIM_TIME_NONE);
	return finish(run, result);
}

/* Virtual time runs until the call that blocks returns. */
static bool
let_return(struct play *play)
{
	const struct pkt_run *run = play->calls->waiting;
	int64_t end_us = tcpsim_net_now_us(play->net) + LONGEST_US;
	bool is_moving = true;

	while (!play->is_over && play->calls->waiting == run && is_moving) {
		is_moving = tcpsim_net_now_us(play->net) < end_us && tcpsim_pkt_step(play);
		if (play->calls->waiting == run && !tcpsim_pkt_calls_poll(play))
			return false;
	}
	if (play->is_over)
		return false;
	if (play->calls->waiting != run)
		return true;
	return tcpsim_pkt_fail_blocked(play->calls->waiting);
}

/* ---- what there is ---- */

/* Known by name, and not played: why. */
static const struct {
	char name[20];
	char why[60];
} unplayed[] = {
	{ "open", "there are no files" },
	{ "sendfile", "there are no files" },
	{ "pipe", "there are no pipes" },
	{ "splice", "zero-copy" },
	{ "vmsplice", "zero-copy" },
	{ "tee", "zero-copy" },
	{ "mmap", "there is no memory to map" },
	{ "select", "scripts have no notation for sets of descriptors" },
	{ "pselect", "scripts have no notation for sets of descriptors" },
	{ "kqueue", "use poll()" },
	{ "kevent", "use poll()" },
	{ "recvmmsg", "use recvmsg()" },
	{ "sendmmsg", "use sendmsg()" },
	{ "cap_set", "there are no capabilities" },
	{ "fork", "there is one process" },
};

static const struct pkt_handler *
find_handler(const char *name)
{
	static const struct pkt_handler *(*const finders[])(const char *) = {
		tcpsim_pkt_open_handler,
		tcpsim_pkt_transfer_handler,
		tcpsim_pkt_option_handler,
		tcpsim_pkt_control_handler,
		tcpsim_pkt_poll_handler,
		tcpsim_pkt_epoll_handler,
	};
	const struct pkt_handler *found = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(finders) && found == NULL; i++)
		found = finders[i](name);
	return found;
}

const struct pkt_handler *
tcpsim_pkt_handler_in(const struct pkt_handler *table, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

/* What the name of a call may be a slip of. */
static const char *
nearest_call(const char *name)
{
	static const char *const names[] = { "socket", "bind", "listen", "accept", "accept4", "connect", "close", "shutdown",
		"read", "readv", "recv", "recvfrom", "recvmsg", "write", "writev", "send", "sendto", "sendmsg", "getsockopt",
		"setsockopt", "getsockname", "getpeername", "fcntl", "ioctl", "poll", "ppoll", "epoll_create",
		"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", NULL };
	const char *near = tcpsim_word_nearest(name, names);

	return near != NULL && find_handler(near) != NULL ? near : NULL;
}

static bool
skip_call(struct play *play, const struct pkt_call *call)
{
	const char *near;

	if (g_str_has_prefix(call->name, "sctp_"))
		return tcpsim_pkt_skip(play, &call->loc, "%s(): SCTP", call->name);
	for (size_t i = 0; i < G_N_ELEMENTS(unplayed); i++)
		if (strcmp(unplayed[i].name, call->name) == 0)
			return tcpsim_pkt_skip(play, &call->loc, "%s(): %s", call->name, unplayed[i].why);
	near = nearest_call(call->name);
	if (near != NULL)
		return tcpsim_pkt_skip(play, &call->loc, "the call %s(), did you mean %s()?", call->name, near);
	return tcpsim_pkt_skip(play, &call->loc, "the call %s()", call->name);
}

/* When the script says that it returns, from time 0: what `+` counts from moves on meanwhile. */
static struct pkt_time
absolute(const struct play *play, struct pkt_time time)
{
	if (time.kind == PKT_TIME_RELATIVE) {
		time.kind = PKT_TIME_ABSOLUTE;
		time.at_us += play->anchor_us;
		time.until_us += play->anchor_us;
	}
	return time;
}

static struct pkt_run *
new_run(struct play *play, const struct pkt_event *event, const struct pkt_handler *handler)
{
	struct pkt_run *run = g_new0(struct pkt_run, 1);

	run->play = play;
	run->event = event;
	run->call = &event->call;
	run->handler = handler;
	run->system = tcpsim_pkt_system_of(play->profile->name);
	run->until_us = TCPSIM_TIME_NONE;
	run->returns = absolute(play, event->call.returns);
	return run;
}

/* The arguments, the descriptor first. */
static bool
read_arguments(struct pkt_run *run)
{
	const struct pkt_handler *handler = run->handler;
	const struct pkt_expression *first = tcpsim_pkt_argument(run, 0);
	int64_t label;

	if (run->call->arguments->len < handler->least || run->call->arguments->len > handler->most)
		return tcpsim_pkt_skip(run->play, &run->call->loc, "%s() with %u arguments", run->call->name,
			run->call->arguments->len);
	if (handler->has_descriptor) {
		if (!tcpsim_pkt_number(run->play, first, &label))
			return false;
		run->descriptor = tcpsim_pkt_descriptor(run->play, label);
		if (run->descriptor == NULL)
			return true;
		run->is_nonblocking = run->descriptor->is_nonblocking;
	}
	return handler->read == NULL || handler->read(run);
}

/* What it says now. */
static int64_t
attempt(struct pkt_run *run)
{
	int64_t result;

	if (run->handler->has_descriptor && run->descriptor == NULL)
		return -EBADF;
	result = run->handler->attempt(run);
	tcpsim_pkt_epoll_observe(run->play);
	return result;
}

static bool
begin(struct pkt_run *run)
{
	struct play *play = run->play;
	int64_t result;

	if (!read_arguments(run)) {
		free_run(run);
		return false;
	}
	tcpsim_sys_line(play->net, run->event->loc.line);
	result = attempt(run);
	if (play->is_over) {
		free_run(run);
		return false;
	}
	if (result != PKT_WAITS)
		return finish(run, result);
	play->calls->waiting = run;
	tcpsim_program_wake_at(play->net, PKT_TESTED, run->until_us);
	return run->call->is_blocking || let_return(play);
}

bool
tcpsim_pkt_call(struct play *play, const struct pkt_event *event)
{
	const struct pkt_handler *handler = find_handler(event->call.name);

	if (handler == NULL)
		return skip_call(play, &event->call);
	if (!tcpsim_pkt_check_errno(play, &event->call))
		return false;
	if (play->calls->waiting != NULL && !let_return(play))
		return false;
	return begin(new_run(play, event, handler));
}

/* ---- the end ---- */

/* The call has time until the script says that it returns, and what it tolerates. */
static bool
let_end(struct play *play)
{
	struct pkt_run *run = play->calls->waiting;
	int64_t end_us;

	if (run->returns.until_us > INT64_MAX / 2)
		return let_return(play);
	end_us = MAX(run->returns.until_us, tcpsim_net_now_us(play->net));
	end_us += MAX(play->config.tolerance_us, (int64_t)((double)(end_us - play->anchor_us) *
		play->config.tolerance_percent / 100));
	tcpsim_pkt_run_to(play, end_us);
	if (play->is_over)
		return false;
	if (play->calls->waiting != run)
		return true;
	return tcpsim_pkt_fail_to_return(run);
}

bool
tcpsim_pkt_calls_end(struct play *play)
{
	GPtrArray *descriptors = play->calls->descriptors;
	bool goes_on = play->calls->waiting == NULL || let_end(play);

	for (size_t i = 0; i < descriptors->len; i++) {
		const struct pkt_descriptor *descriptor = (const struct pkt_descriptor *)descriptors->pdata[i];

		if (descriptor->fd >= 0)
			tcpsim_sys_close(play->net, PKT_TESTED, descriptor->fd);
	}
	g_ptr_array_set_size(descriptors, 0);
	return goes_on;
}
