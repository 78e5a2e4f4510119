/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "run_private.h"

static gint
act_compare(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct run_act *first = (const struct run_act *)a, *second = (const struct run_act *)b;

	(void)data;
	if (first->time_us != second->time_us)
		return first->time_us < second->time_us ? -1 : 1;
	if (first->line->loc.line != second->line->loc.line)
		return first->line->loc.line < second->line->loc.line ? -1 : 1;
	return first->number < second->number ? -1 : first->number > second->number;
}

void
tcpsim_run_plan_act(struct tcpsim_run *run, const struct scn_line *line, const struct scn_act *act, int64_t time_us,
	uint16_t host, uint32_t connection)
{
	struct run_act *planned = g_new0(struct run_act, 1);

	planned->time_us = time_us;
	planned->number = run->n_acts++;
	planned->line = line;
	planned->act = act;
	planned->host = host;
	planned->connection = connection;
	g_sequence_insert_sorted(run->acts, planned, act_compare, NULL);
}

/* A host whose script says RECEIVE reads only then. */
static void
note_reader(struct tcpsim_run *run, const struct scn_act *act)
{
	if (act->kind == SCN_ACT_CALL && act->call.is_of_rfc && act->call.call == TCPSIM_CALL_RECEIVE)
		tcpsim_net_set_reading(run->net, act->call.who.host, false);
}

void
tcpsim_run_plan(struct tcpsim_run *run)
{
	for (size_t i = 0; i < run->scenario->n_lines; i++) {
		struct scn_line *line = run->scenario->lines[i];

		if (!tcpsim_scn_applies(run->scenario, run->the_case, line))
			continue;
		if (line->kind == SCN_LINE_AT) {
			note_reader(run, &line->at.act);
			tcpsim_run_plan_act(
				run, line, &line->at.act, tcpsim_run_time(run, line->at.time), TCPSIM_NO_HOST, 0);
		} else if (line->kind == SCN_LINE_WHEN) {
			note_reader(run, &line->when.act);
			g_ptr_array_add(run->whens, line);
		}
	}
}

int64_t
tcpsim_run_next_act_us(const struct tcpsim_run *run)
{
	GSequenceIter *first = g_sequence_get_begin_iter(run->acts);

	if (g_sequence_iter_is_end(first))
		return TCPSIM_TIME_NONE;
	return ((const struct run_act *)g_sequence_get(first))->time_us;
}

void
tcpsim_run_add_trouble(struct tcpsim_run *run, const struct scn_line *line, const char *format, ...)
{
	struct run_trouble *trouble = g_new0(struct run_trouble, 1);
	va_list arguments;

	va_start(arguments, format);
	trouble->line = line;
	trouble->words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(run->troubles, trouble);
}

/*
 * Which connection a call or a timer is about: the one that is written, or the one that a `when` line saw, or the
 * newest that is not CLOSED, or the newest. Returns false if the host never had such a one.
 */
static bool
find_socket(struct tcpsim_run *run, const struct run_act *act, const struct scn_who *who, tcpsim_socket *socket)
{
	uint32_t n = tcpsim_net_n_connections(run->net, who->host);
	uint32_t wanted = 0;

	if (who->connection != NULL)
		wanted = (uint32_t)tcpsim_run_number(run, who->connection);
	else if (act->host == who->host)
		wanted = act->connection;
	if (n == 0 || wanted > n) {
		tcpsim_run_add_trouble(run, act->line, "%s had no %sconnection%s at %s, so that this line did nothing.",
			who->name, n == 0 ? "" : "such ", n == 0 ? " yet" : "", tcpsim_run_moment(act->time_us).text);
		return false;
	}
	*socket = wanted == 0 ? tcpsim_net_connection(run->net, who->host, 0) : 0;
	if (*socket == 0)
		*socket = g_array_index(run->sockets[who->host], tcpsim_socket, (wanted == 0 ? n : wanted) - 1);
	return true;
}

uint8_t *
tcpsim_run_payload(const struct tcpsim_run *run, const struct scn_call *call, size_t *n)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz";
	uint8_t *octets;

	if (call->text != NULL) {
		const struct scn_value *text = tcpsim_scn_value(run->scenario, run->the_case, call->text);

		*n = text->text_n;
		return (uint8_t *)g_memdup2(text->text, text->text_n);
	}
	*n = (size_t)tcpsim_run_number(run, call->octets);
	octets = (uint8_t *)g_malloc(*n);
	for (size_t i = 0; i < *n; i++)
		octets[i] = (uint8_t)alphabet[i % (sizeof alphabet - 1)];
	return octets;
}

static void
send_octets(struct tcpsim_run *run, const struct scn_call *call, tcpsim_socket socket, uint32_t line)
{
	size_t n;
	uint8_t *octets = tcpsim_run_payload(run, call, &n);

	if (call->is_urgent)
		tcpsim_net_send_urgent(run->net, socket, octets, n, line);
	else
		tcpsim_net_send(run->net, socket, octets, n, line);
	g_free(octets);
}

uint16_t
tcpsim_run_port(const struct tcpsim_run *run, const struct scn_value *port, uint16_t otherwise)
{
	return port == NULL ? otherwise : (uint16_t)tcpsim_run_number(run, port);
}

static void
do_connection_call(struct tcpsim_run *run, const struct run_act *act)
{
	const struct scn_call *call = &act->act->call;
	uint32_t line = act->line->loc.line;
	tcpsim_socket socket = 0;

	if (!find_socket(run, act, &call->who, &socket))
		return;
	switch (call->call) {
	case TCPSIM_CALL_SEND:
		send_octets(run, call, socket, line);
		break;
	case TCPSIM_CALL_RECEIVE:
		tcpsim_net_receive(run->net, socket,
			call->octets == NULL ? TCPSIM_RECEIVE_ALL : (uint32_t)tcpsim_run_number(run, call->octets),
			line);
		break;
	case TCPSIM_CALL_CLOSE:
	case TCPSIM_CALL_SHUTDOWN:
		tcpsim_net_close(run->net, socket, call->call == TCPSIM_CALL_SHUTDOWN, line);
		break;
	case TCPSIM_CALL_ABORT:
		tcpsim_net_abort(run->net, socket, line);
		break;
	case TCPSIM_CALL_LISTEN:
	case TCPSIM_CALL_CONNECT:
	case TCPSIM_CALL_SET:
		break;
	}
}

static void
do_call(struct tcpsim_run *run, const struct run_act *act)
{
	const struct scn_call *call = &act->act->call;
	uint32_t line = act->line->loc.line;
	enum tcpsim_error error = TCPSIM_OK;

	switch (call->call) {
	case TCPSIM_CALL_LISTEN:
		tcpsim_net_listen(run->net, call->who.host, tcpsim_run_port(run, call->port, SCN_DEFAULT_PORT), &error,
			line);
		break;
	case TCPSIM_CALL_CONNECT:
		tcpsim_net_connect(run->net, call->who.host, tcpsim_run_port(run, call->from, 0), call->peer.host,
			tcpsim_run_port(run, call->port, SCN_DEFAULT_PORT), &error, line);
		break;
	case TCPSIM_CALL_SET:
		if (tcpsim_net_set(run->net, call->who.host, call->set->setting,
			    tcpsim_scn_setting_value(run->scenario, run->the_case, call->set), line) != 0)
			tcpsim_run_add_trouble(run, act->line, "The value is out of the range of %s.", call->set->name);
		break;
	case TCPSIM_CALL_SEND:
	case TCPSIM_CALL_RECEIVE:
	case TCPSIM_CALL_CLOSE:
	case TCPSIM_CALL_SHUTDOWN:
	case TCPSIM_CALL_ABORT:
		do_connection_call(run, act);
		break;
	}
}

/* A timer fires before its time, or at it. */
static void
do_timer(struct tcpsim_run *run, const struct run_act *planned)
{
	const struct scn_act *act = planned->act;
	tcpsim_socket socket = 0;

	if (!find_socket(run, planned, &act->a, &socket))
		return;
	if (tcpsim_net_expire(run->net, socket, act->timer, planned->line->loc.line) != 0)
		tcpsim_run_add_trouble(run, planned->line,
			"The %s timer of %s did not run at %s, so that this line did nothing.",
			tcpsim_timer_name(act->timer), act->a.name, tcpsim_run_moment(planned->time_us).text);
}

static void
do_act(struct tcpsim_run *run, const struct run_act *planned)
{
	const struct scn_act *act = planned->act;
	uint32_t line = planned->line->loc.line;

	switch (act->kind) {
	case SCN_ACT_CALL:
		do_call(run, planned);
		break;
	case SCN_ACT_CRASH:
		tcpsim_net_crash(run->net, act->a.host, line);
		tcpsim_run_forget_sockets(run, act->a.host);
		break;
	case SCN_ACT_RESTART:
		tcpsim_net_restart(run->net, act->a.host, line);
		tcpsim_run_forget_sockets(run, act->a.host);
		break;
	case SCN_ACT_CUT:
		tcpsim_net_cut(run->net, act->a.host, act->b.host, line);
		if (act->is_both)
			tcpsim_net_cut(run->net, act->b.host, act->a.host, line);
		break;
	case SCN_ACT_MEND:
		tcpsim_net_mend(run->net, act->a.host, act->b.host, line);
		if (act->is_both)
			tcpsim_net_mend(run->net, act->b.host, act->a.host, line);
		break;
	case SCN_ACT_INJECT:
		tcpsim_run_inject(run, planned);
		break;
	case SCN_ACT_TIMER:
		do_timer(run, planned);
		break;
	case SCN_ACT_SOCKET:
		tcpsim_run_socket_call(run, planned);
		break;
	case SCN_ACT_ICMP:
		tcpsim_run_inject_icmp(run, planned);
		break;
	}
}

void
tcpsim_run_act(struct tcpsim_run *run)
{
	GSequenceIter *first = g_sequence_get_begin_iter(run->acts);
	const struct run_act *act = (const struct run_act *)g_sequence_get(first);

	tcpsim_net_run(run->net, act->time_us);
	do_act(run, act);
	g_sequence_remove(first);
}
