/* SPDX-License-Identifier: MIT */
#include "explored.h"

/* The local port of who connects, unless `from` says another. */
#define USUAL_PORT 5000

/* The window of a segment that nobody sent, as `inject` has it. */
#define USUAL_WINDOW UINT16_MAX

static int
compare_planned(const void *a, const void *b)
{
	const struct scn_planned *first = (const struct scn_planned *)a, *second = (const struct scn_planned *)b;

	if (first->time_us != second->time_us)
		return first->time_us < second->time_us ? -1 : 1;
	return first->line->loc.line < second->line->loc.line ? -1 : 1;
}

static void
plan(struct scn_explored *explored)
{
	const struct tcpsim_scenario *scenario = explored->scenario;
	struct tcpsim_policy policy;

	tcpsim_scn_policy(scenario, explored->the_case, TCPSIM_NO_HOST, &policy);
	explored->planned = g_new0(struct scn_planned, scenario->n_lines + 1);
	for (size_t i = 0; i < scenario->n_lines; i++) {
		const struct scn_line *line = scenario->lines[i];

		if (line->kind != SCN_LINE_AT || !tcpsim_scn_applies(scenario, explored->the_case, line))
			continue;
		explored->planned[explored->n_planned++] =
			(struct scn_planned){ tcpsim_scn_time(scenario, explored->the_case, line->at.time, &policy),
				line };
	}
	qsort(explored->planned, explored->n_planned, sizeof(struct scn_planned), compare_planned);
}

uint16_t
tcpsim_scn_explored_port(const struct scn_explored *explored, const struct scn_value *port)
{
	return port == NULL ? 0 : (uint16_t)tcpsim_scn_number(explored->scenario, explored->the_case, port);
}

static void
take_port(struct scn_explored *explored, uint16_t host, uint16_t port)
{
	if (host < TCPSIM_EXPLORE_HOSTS && explored->ports[host] == 0)
		explored->ports[host] = port;
}

static void
find_ports(struct scn_explored *explored)
{
	for (size_t i = 0; i < explored->n_planned; i++) {
		const struct scn_act *act = &explored->planned[i].line->at.act;
		uint16_t port = tcpsim_scn_explored_port(explored, act->call.port);

		if (act->kind != SCN_ACT_CALL)
			continue;
		if (act->call.call == TCPSIM_CALL_LISTEN)
			take_port(explored, act->call.who.host, port == 0 ? SCN_DEFAULT_PORT : port);
		if (act->call.call != TCPSIM_CALL_CONNECT)
			continue;
		take_port(explored, act->call.peer.host, port == 0 ? SCN_DEFAULT_PORT : port);
		take_port(explored, act->call.who.host, tcpsim_scn_explored_port(explored, act->call.from));
	}
	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		take_port(explored, host, USUAL_PORT);
}

void
tcpsim_scn_explored_read(const struct tcpsim_scenario *scenario, size_t the_case, struct scn_explored *explored)
{
	*explored = (struct scn_explored){ .scenario = scenario, .the_case = the_case };
	plan(explored);
	find_ports(explored);
}

void
tcpsim_scn_explored_clear(struct scn_explored *explored)
{
	g_free(explored->planned);
}

const struct scn_call *
tcpsim_scn_explored_call(const struct scn_explored *explored, uint16_t host, size_t i)
{
	for (size_t k = 0; k < explored->n_planned; k++) {
		const struct scn_act *act = &explored->planned[k].line->at.act;

		if (act->kind == SCN_ACT_CALL && act->call.who.host == host && i-- == 0)
			return &act->call;
	}
	return NULL;
}

const struct scn_line *
tcpsim_scn_explored_allow(const struct scn_explored *explored, enum scn_allow_kind kind, size_t i)
{
	for (size_t k = 0; k < explored->scenario->n_lines; k++) {
		const struct scn_line *line = explored->scenario->lines[k];

		if (line->kind == SCN_LINE_ALLOW && line->allow.kind == kind &&
			tcpsim_scn_applies(explored->scenario, explored->the_case, line) && i-- == 0)
			return line;
	}
	return NULL;
}

static uint32_t
number_of(const struct scn_explored *explored, const struct scn_value *value, uint32_t otherwise)
{
	if (value == NULL)
		return otherwise;
	return (uint32_t)tcpsim_scn_number(explored->scenario, explored->the_case, value);
}

static uint32_t
text_bytes_of(const struct scn_explored *explored, const struct scn_allow *allow)
{
	const struct scn_segment *written = allow->segment;
	uint32_t otherwise = allow->segment_kind == TCPSIM_KIND_DATA;

	if (written == NULL)
		return otherwise;
	if (written->text != NULL)
		return (uint32_t)tcpsim_scn_value(explored->scenario, explored->the_case, written->text)->text_n;
	return number_of(explored, written->data, otherwise);
}

struct tcpsim_segment
tcpsim_scn_explored_segment(const struct scn_explored *explored, const struct scn_allow *allow)
{
	const struct scn_segment *written = allow->segment;
	struct tcpsim_segment seg = { .ctl = allow->ctl, .text_bytes = text_bytes_of(explored, allow) };

	seg.wnd = USUAL_WINDOW;
	if (written == NULL)
		return seg;
	seg.seq = tcpsim_seq_make(number_of(explored, written->seq, 0));
	seg.ack = tcpsim_seq_make(number_of(explored, written->ack, 0));
	seg.wnd = number_of(explored, written->wnd, USUAL_WINDOW);
	if (written->mss != NULL) {
		seg.options = TCPSIM_OPTION_MSS;
		seg.mss = (uint16_t)number_of(explored, written->mss, 0);
	}
	return seg;
}
