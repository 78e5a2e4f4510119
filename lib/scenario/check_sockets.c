/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/check_private.h"

/*
 * A host with a `socket` line makes calls of POSIX, all others those of RFC 9293. The two have some names in common,
 * so that only all lines together tell which ones are meant.
 */

struct sockets {
	struct scn_parser *p;
	bool has[SCN_MAX_HOSTS]; /* sockets */
	GHashTable *names;       /* `host name`: names that are given */
	GPtrArray *in_order;     /* the calls that give them */
};

static struct scn_act *
act_of(struct scn_line *line)
{
	if (line->kind == SCN_LINE_AT)
		return &line->at.act;
	return line->kind == SCN_LINE_WHEN ? &line->when.act : NULL;
}

static char *
key_of(uint16_t host, const char *name)
{
	return g_strdup_printf("%u %s", host, name);
}

static void
gather(struct sockets *sockets, const struct scn_call *call)
{
	if (call->is_of_rfc || call->who.host == TCPSIM_NO_HOST)
		return;
	if (call->socket_call == SCN_SOCKET_SOCKET)
		sockets->has[call->who.host] = true;
	if (call->as != NULL && g_hash_table_add(sockets->names, key_of(call->who.host, call->as)))
		g_ptr_array_add(sockets->in_order, (gpointer)call);
}

/* What a host with sockets writes in place of a call of RFC 9293. */
static const char *
instead_of(enum tcpsim_call call)
{
	return call == TCPSIM_CALL_ABORT ? "setsockopt SO_LINGER 0s, and then close" : "recv";
}

/* The name of a socket, given to one of this host. */
static void
check_socket(struct sockets *sockets, const struct scn_who *who)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(who->socket);
	char *key = key_of(who->host, who->socket);

	if (!g_hash_table_contains(sockets->names, key)) {
		for (guint i = 0; i < sockets->in_order->len; i++) {
			const struct scn_call *named = g_ptr_array_index(sockets->in_order, i);

			if (named->who.host == who->host)
				tcpsim_nearest_try(&nearest, named->as);
		}
		tcpsim_scn_error_take(sockets->p, &who->loc, tcpsim_scn_unknown("socket", &nearest));
	}
	g_free(key);
}

/* A call of a host with sockets. */
static void
check_with(struct sockets *sockets, struct scn_act *act)
{
	const struct scn_call *call = &act->call;

	if (call->socket_call == SCN_SOCKET_NONE && call->call == TCPSIM_CALL_SET)
		return;
	act->kind = SCN_ACT_SOCKET;
	if (call->socket_call == SCN_SOCKET_NONE)
		tcpsim_scn_error(sockets->p, &act->loc, "a host with sockets does not %s, did you mean %s?",
			tcpsim_call_name(call->call), instead_of(call->call));
	else if (call->who.connection != NULL)
		tcpsim_scn_error(sockets->p, &call->who.connection->loc,
			"a call is one of a socket: write %.40s, or %.40s.NAME for one that has a name", call->who.name,
			call->who.name);
	else if (call->socket_call == SCN_SOCKET_LISTEN && call->port != NULL)
		tcpsim_scn_error(sockets->p, &call->port->loc,
			"a socket gets its port from bind: write bind %.20s before it", call->port->text);
	else if (call->from != NULL)
		tcpsim_scn_error(sockets->p, &call->from->loc,
			"a socket gets its port from bind: write bind %.20s before it", call->from->text);
	else if (call->who.socket != NULL)
		check_socket(sockets, &call->who);
}

/* A call of a host without sockets. */
static void
check_without(struct sockets *sockets, const struct scn_act *act)
{
	const struct scn_call *call = &act->call;

	if (call->is_of_rfc && call->who.socket == NULL)
		return;
	tcpsim_scn_error(sockets->p, &act->loc, "%.40s has no socket: it needs a line such as at 0s %.40s socket",
		call->who.name, call->who.name);
}

static void
check_claim(struct sockets *sockets, const struct scn_expect *expect)
{
	if (expect->kind != SCN_CLAIM_RETURNS && expect->kind != SCN_CLAIM_FAILS && expect->kind != SCN_CLAIM_WAITS)
		return;
	if (!sockets->has[expect->who.host])
		tcpsim_scn_error(sockets->p, &expect->loc, "%.40s has no socket, whose calls return something",
			expect->who.name);
	else if (expect->who.socket != NULL)
		check_socket(sockets, &expect->who);
}

void
tcpsim_scn_check_sockets(struct scn_parser *p)
{
	struct sockets sockets = { .p = p };

	sockets.in_order = g_ptr_array_new();
	sockets.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < p->lines->len; i++) {
		const struct scn_act *act = act_of(g_ptr_array_index(p->lines, i));

		if (act != NULL && act->kind == SCN_ACT_CALL)
			gather(&sockets, &act->call);
	}
	for (guint i = 0; i < p->lines->len && p->n_errors < SCN_MAX_ERRORS; i++) {
		struct scn_line *line = g_ptr_array_index(p->lines, i);
		struct scn_act *act = act_of(line);

		if (line->kind == SCN_LINE_EXPECT)
			check_claim(&sockets, &line->expect);
		else if (act != NULL && act->kind == SCN_ACT_CALL && sockets.has[act->call.who.host])
			check_with(&sockets, act);
		else if (act != NULL && act->kind == SCN_ACT_CALL)
			check_without(&sockets, act);
	}
	g_hash_table_destroy(sockets.names);
	g_ptr_array_unref(sockets.in_order);
}
