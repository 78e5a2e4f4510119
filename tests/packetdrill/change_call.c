/* SPDX-License-Identifier: MIT */
/* Changes of what a call is expected to return, and to write into its arguments. */
#include <string.h>

#include "tests/packetdrill/change.h"

/* A value that no call returns, and no mask of events has. */
#define STRANGE 0x5000

/* Of whose results a script makes names. */
static bool
makes_descriptor(const char *name)
{
	static const char *const makers[] = { "socket", "accept", "accept4", "epoll_create", "epoll_create1", "dup", NULL };

	return g_strv_contains(makers, name);
}

static void
change_result(struct trial *trial, struct pkt_call *call)
{
	struct pkt_expression was;

	if (call->result == NULL || (call->result->kind != PKT_INTEGER && call->result->kind != PKT_WORD))
		return;
	if (call->result->kind == PKT_INTEGER && (int64_t)call->result->value >= 0 && makes_descriptor(call->name))
		return;
	was = *call->result;
	call->result->kind = PKT_INTEGER;
	call->result->value = was.kind == PKT_INTEGER && (int64_t)was.value < 0 ? 0 : was.value + STRANGE;
	trial->play(trial, "result", was.loc.line, "the result");
	*call->result = was;
}

static void
change_errno(struct trial *trial, struct pkt_call *call)
{
	char *was = call->error_name;
	char one[] = "EINVAL", another[] = "EAGAIN";

	if (was == NULL)
		return;
	call->error_name = strcmp(was, one) == 0 ? another : one;
	trial->play(trial, "errno", call->error_loc.line, "the errno");
	call->error_name = was;
}

/* ---- what a call writes ---- */

static void
change_value(struct trial *trial, struct pkt_expression *value)
{
	struct pkt_expression was = *value;

	switch (was.kind) {
	case PKT_INTEGER:
	case PKT_WORD:
	case PKT_OR:
		value->kind = PKT_INTEGER;
		value->value = was.kind == PKT_INTEGER ? was.value + 1 : STRANGE;
		trial->play(trial, "output", was.loc.line, "what the call writes");
		*value = was;
		return;
	case PKT_APPLIED: /* htons(8080) */
		if (strcmp(was.text, "htons") == 0 && was.items->len == 1)
			change_value(trial, (struct pkt_expression *)g_ptr_array_index(was.items, 0));
		return;
	case PKT_ELLIPSIS:
	case PKT_REAL:
	case PKT_STRING:
	case PKT_NOT:
	case PKT_LIST:
	case PKT_STRUCT:
	case PKT_FIELD:
	case PKT_ASSIGNED:
		return;
	}
}

static void
change_fields(struct trial *trial, struct pkt_expression *written, const char *name)
{
	for (guint i = 0; written->items != NULL && i < written->items->len; i++) {
		struct pkt_expression *item = (struct pkt_expression *)g_ptr_array_index(written->items, i);

		if (item->kind == PKT_FIELD) {
			if (name == NULL || strcmp(item->text, name) == 0)
				change_value(trial, (struct pkt_expression *)g_ptr_array_index(item->items, 0));
		} else if (item->kind == PKT_LIST || item->kind == PKT_STRUCT) {
			change_fields(trial, item, name);
		} else if (name == NULL) {
			change_value(trial, item);
		}
	}
}

/* ioctl() reads what it is given, too. */
static bool
is_read(const struct pkt_call *call)
{
	static const char *const requests[] = { "FIONBIO", "FIOASYNC", NULL };
	const struct pkt_expression *request;

	if (strcmp(call->name, "ioctl") != 0 || call->arguments->len < 2)
		return false;
	request = (const struct pkt_expression *)g_ptr_array_index(call->arguments, 1);
	return request->kind == PKT_WORD && g_strv_contains(requests, request->text);
}

static void
change_outputs(struct trial *trial, struct pkt_call *call)
{
	/* Of which calls which argument is written, and there which fields. */
	static const struct {
		const char *call;
		guint argument;
		const char *field;
	} outputs[] = {
		{ "getsockopt", 3, NULL },
		{ "ioctl", 2, NULL },
		{ "poll", 0, "revents" },
		{ "ppoll", 0, "revents" },
		{ "epoll_wait", 1, "events" },
		{ "epoll_pwait", 1, "events" },
		{ "recvmsg", 1, "msg_flags" },
		{ "accept", 1, "sin_port" },
		{ "accept4", 1, "sin_port" },
		{ "recvfrom", 4, "sin_port" },
		{ "getsockname", 1, "sin_port" },
		{ "getpeername", 1, "sin_port" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(outputs); i++) {
		struct pkt_expression *written;

		if (strcmp(outputs[i].call, call->name) != 0 || is_read(call) || outputs[i].argument >= call->arguments->len)
			continue;
		written = (struct pkt_expression *)g_ptr_array_index(call->arguments, outputs[i].argument);
		if (written->kind == PKT_LIST || written->kind == PKT_STRUCT)
			change_fields(trial, written, outputs[i].field);
	}
}

void
change_call(struct trial *trial, struct pkt_event *event)
{
	struct pkt_call *call = &event->call;

	change_result(trial, call);
	change_errno(trial, call);
	change_outputs(trial, call);
	if (call->is_blocking)
		change_time(trial, &call->returns);
}
