/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/check_private.h"

/* Each line for itself: the hosts and settings that it names, its numbers. */

#define MAX_32 INT64_C(0xffffffff)

bool
tcpsim_scn_resolve_host(struct scn_parser *p, struct scn_who *who)
{
	if (who->socket == NULL)
		return tcpsim_scn_resolve_owner(p, who);
	tcpsim_scn_error(p, &who->loc, "a socket has no meaning here, did you mean %.40s?", who->name);
	return false;
}

bool
tcpsim_scn_resolve_owner(struct scn_parser *p, struct scn_who *who)
{
	guint index = GPOINTER_TO_UINT(g_hash_table_lookup(p->host_index, who->name));
	struct tcpsim_nearest nearest = tcpsim_nearest_of(who->name);

	if (index > 0) {
		who->host = (uint16_t)(index - 1);
		return true;
	}
	if (p->hosts_unsure || !g_hash_table_add(p->unknown_hosts, (gpointer)who->name)) /* once is enough */
		return false;
	for (size_t i = 0; i < p->hosts->len; i++)
		tcpsim_nearest_try(&nearest, ((struct scn_host *)g_ptr_array_index(p->hosts, i))->name);
	tcpsim_scn_error_take(p, &who->loc, tcpsim_scn_unknown("host", &nearest));
	return false;
}

/* A host and perhaps one of its connections. */
static void
resolve_who(struct scn_parser *p, const struct scn_in *in, struct scn_who *who)
{
	tcpsim_scn_resolve_host(p, who);
	tcpsim_scn_check_number(p, in, who->connection, 1, MAX_32, "the number of a connection");
}

static void
resolve_pair(struct scn_parser *p, struct scn_who *a, struct scn_who *b)
{
	if (!tcpsim_scn_resolve_host(p, a) || !tcpsim_scn_resolve_host(p, b))
		return;
	if (a->host == b->host)
		tcpsim_scn_error(p, &b->loc, "%.40s stands at both ends", b->name);
}

void
tcpsim_scn_check_port(struct scn_parser *p, const struct scn_in *in, const struct scn_value *port)
{
	tcpsim_scn_check_number(p, in, port, 1, 65535, "a port");
}

void
tcpsim_scn_check_set(struct scn_parser *p, const struct scn_in *in, struct scn_set *set)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(set->name);
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	set->setting = tcpsim_setting_find(set->name);
	if (set->setting != NULL) {
		tcpsim_scn_check_setting(p, in, set->setting, set->value);
		return;
	}
	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, settings[i].name);
	tcpsim_scn_error_take(p, &set->loc, tcpsim_scn_unknown("setting", &nearest));
}

static void
check_set_line(struct scn_parser *p, struct scn_line *line)
{
	struct scn_set *set = &line->set;

	if (set->has_host)
		tcpsim_scn_resolve_host(p, &set->host);
	tcpsim_scn_check_set(p, line->in, set);
	if (g_hash_table_contains(p->vary_index, set->name) && set->setting != NULL)
		tcpsim_scn_warning(p, &set->loc, "%s is varied, %s", set->name,
			set->has_host ? "but for this host this line counts" : "so that this line does not count");
}

static void
check_link(struct scn_parser *p, struct scn_line *line)
{
	struct scn_link *link = &line->link;

	resolve_pair(p, &link->a, &link->b);
	tcpsim_scn_check_sum(p, line->in, link->delay);
	tcpsim_scn_check_sum(p, line->in, link->jitter);
	tcpsim_scn_check_sum(p, line->in, link->lifetime);
	tcpsim_scn_check_rate(p, line->in, link->rate);
	tcpsim_scn_check_number(p, line->in, link->queue, 1, MAX_32, "the length of a queue");
	tcpsim_scn_check_number(p, line->in, link->mtu, 41, 65535, "an MTU");
	tcpsim_scn_check_number(p, line->in, link->seed, 0, INT64_MAX, "a seed");
	tcpsim_scn_check_percent(p, line->in, link->loss);
	tcpsim_scn_check_percent(p, line->in, link->duplicate);
	tcpsim_scn_check_percent(p, line->in, link->reorder);
	tcpsim_scn_check_percent(p, line->in, link->corrupt);
	tcpsim_scn_check_percent(p, line->in, link->mark);
	tcpsim_scn_check_number(p, line->in, link->mark_queue, 1, MAX_32, "a number of packets");
	tcpsim_scn_check_number(p, line->in, link->hops, 0, 255, "a number of hops");
	if (link->mark_queue != NULL && link->rate == NULL)
		tcpsim_scn_warning(p, &link->mark_queue->loc, "nothing waits in the queue of a link without rate");
	if (link->queue != NULL && link->rate == NULL)
		tcpsim_scn_warning(p, &link->queue->loc, "nothing waits in the queue of a link without rate");
}

void
tcpsim_scn_check_segment(struct scn_parser *p, const struct scn_in *in, const struct scn_segment *segment)
{
	if (segment == NULL)
		return;
	tcpsim_scn_check_number(p, in, segment->seq, 0, MAX_32, "a sequence number");
	tcpsim_scn_check_number(p, in, segment->ack, 0, MAX_32, "a sequence number");
	tcpsim_scn_check_number(p, in, segment->data, 0, 65535, "a number of octets");
	tcpsim_scn_check_number(p, in, segment->wnd, 0, 65535, "a window");
	tcpsim_scn_check_number(p, in, segment->mss, 1, 65535, "an MSS");
	tcpsim_scn_check_number(p, in, segment->up, 0, 65535, "an urgent pointer");
	tcpsim_scn_check_number(p, in, segment->ws, 0, 14, "a shift count");
	tcpsim_scn_check_number(p, in, segment->tsval, 0, MAX_32, "a timestamp");
	tcpsim_scn_check_number(p, in, segment->tsecr, 0, MAX_32, "a timestamp");
	for (size_t i = 0; i < segment->n_sack; i++) {
		tcpsim_scn_check_number(p, in, segment->sack[i][0], 0, MAX_32, "a sequence number");
		tcpsim_scn_check_number(p, in, segment->sack[i][1], 0, MAX_32, "a sequence number");
	}
	if (segment->text != NULL && segment->text->text_n > 65535)
		tcpsim_scn_error(p, &segment->text->loc, "no segment holds so much text");
	if ((segment->has & SCN_FIELD_ACK) != 0 && (segment->has & SCN_FIELD_CTL) != 0 &&
		(segment->ctl & TCPSIM_ACK) == 0)
		tcpsim_scn_warning(p, &segment->loc, "ACK means nothing without the control bit ACK");
}

static void
check_name(struct scn_parser *p, const struct scn_in *in, struct scn_name *name)
{
	tcpsim_scn_resolve_host(p, &name->who);
	tcpsim_scn_check_number(p, in, name->first, 1, MAX_32, "the number of a segment");
	tcpsim_scn_check_number(p, in, name->last, 1, MAX_32, "the number of a segment");
}

/* A message is about one segment, known by its name or its number. */
static void
check_icmp(struct scn_parser *p, const struct scn_in *in, struct scn_act *act)
{
	struct scn_name *about = (struct scn_name *)act->about;

	tcpsim_scn_check_number(p, in, act->mtu, 0, 65535, "an MTU");
	if (p->hosts->len < 2 && !p->hosts_unsure)
		tcpsim_scn_error(p, &act->loc, "a message is about what was sent to another host, and there is none");
	if (act->mtu != NULL && act->icmp != TCPSIM_ICMP_TOO_LARGE)
		tcpsim_scn_error(p, &act->mtu->loc, "only %s tells an MTU", tcpsim_icmp_name(TCPSIM_ICMP_TOO_LARGE));
	if (about == NULL) {
		tcpsim_scn_check_segment(p, in, act->segment);
		tcpsim_scn_resolve_host(p, &act->a);
		if (act->segment->has != SCN_FIELD_SEQ)
			tcpsim_scn_error(p, &act->segment->loc,
				"of a segment that was never sent a message quotes the number, such as <SEQ=90>");
		return;
	}
	check_name(p, in, about);
	if (about->is_every || about->last != NULL)
		tcpsim_scn_error(p, &about->loc, "a message is about one segment, not about several");
	if (about->kind == TCPSIM_KIND_ICMP)
		tcpsim_scn_error(p, &about->loc, "no message is about a message (RFC 1122 3.2.2)");
}

static void
check_act(struct scn_parser *p, const struct scn_in *in, struct scn_act *act)
{
	switch (act->kind) {
	case SCN_ACT_CALL:
	case SCN_ACT_SOCKET:
		tcpsim_scn_check_call(p, in, &act->call);
		return;
	case SCN_ACT_CRASH:
	case SCN_ACT_RESTART:
		tcpsim_scn_resolve_host(p, &act->a);
		return;
	case SCN_ACT_INJECT:
		tcpsim_scn_check_segment(p, in, act->segment);
		tcpsim_scn_check_port(p, in, act->a_port);
		tcpsim_scn_check_port(p, in, act->b_port);
		resolve_pair(p, &act->a, &act->b);
		return;
	case SCN_ACT_TIMER:
		resolve_who(p, in, &act->a);
		return;
	case SCN_ACT_ICMP:
		check_icmp(p, in, act);
		return;
	case SCN_ACT_CUT:
	case SCN_ACT_MEND:
		resolve_pair(p, &act->a, &act->b);
		return;
	}
}

static void
check_fault(struct scn_parser *p, struct scn_line *line)
{
	struct scn_fault *fault = &line->fault;

	check_name(p, line->in, &fault->segment);
	tcpsim_scn_check_sum(p, line->in, fault->time);
	if (fault->kind != TCPSIM_FAULT_REORDER)
		return;
	check_name(p, line->in, &fault->behind);
	if (fault->behind.is_every || fault->behind.last != NULL)
		tcpsim_scn_error(p, &fault->behind.loc, "a segment is reordered behind one other, not behind several");
}

static void
check_expect(struct scn_parser *p, struct scn_line *line)
{
	struct scn_expect *expect = &line->expect;

	tcpsim_scn_check_sum(p, line->in, expect->moment.from);
	tcpsim_scn_check_sum(p, line->in, expect->moment.to);
	if (expect->kind == SCN_CLAIM_RETURNS || expect->kind == SCN_CLAIM_FAILS || expect->kind == SCN_CLAIM_WAITS)
		tcpsim_scn_check_returns(p, line->in, expect);
	else if (expect->kind != SCN_CLAIM_INVARIANT)
		resolve_who(p, line->in, &expect->who);
	if (expect->kind == SCN_CLAIM_ACCEPTS && expect->who.connection != NULL)
		tcpsim_scn_error(p, &expect->who.connection->loc, "a host accepts connections, a connection does not");
	tcpsim_scn_check_number(p, line->in, expect->number, 1, MAX_32, "the number of a segment");
	tcpsim_scn_check_number(p, line->in, expect->count, 0, MAX_32, "a count");
	if (expect->kind == SCN_CLAIM_VARIABLE && tcpsim_scn_measure(expect->variable) == SCN_MEASURE_TIME)
		tcpsim_scn_check_time(p, line->in, expect->operand);
	else
		tcpsim_scn_check_number(p, line->in, expect->operand, 0, MAX_32, "a number of 32 bits");
	tcpsim_scn_check_text(p, line->in, expect->text);
	tcpsim_scn_check_segment(p, line->in, expect->segment);
}

static void
check_line(struct scn_parser *p, struct scn_line *line)
{
	switch (line->kind) {
	case SCN_LINE_USE:
		tcpsim_scn_check_profile(p, line->in, line->profile);
		return;
	case SCN_LINE_SET:
		check_set_line(p, line);
		return;
	case SCN_LINE_LINK:
		check_link(p, line);
		return;
	case SCN_LINE_AT:
		tcpsim_scn_check_sum(p, line->in, line->at.time);
		check_act(p, line->in, &line->at.act);
		return;
	case SCN_LINE_WHEN:
		resolve_who(p, line->in, &line->when.who);
		tcpsim_scn_check_sum(p, line->in, line->when.after);
		check_act(p, line->in, &line->when.act);
		return;
	case SCN_LINE_FAULT:
		check_fault(p, line);
		return;
	case SCN_LINE_EXPECT:
		check_expect(p, line);
		return;
	case SCN_LINE_RUN:
		tcpsim_scn_check_sum(p, line->in, line->run.until);
		return;
	case SCN_LINE_ALLOW:
		tcpsim_scn_check_allow(p, line);
		return;
	case SCN_LINE_EXPLORATION:
		tcpsim_scn_check_number(p, line->in, line->exploration.events, 1, MAX_32, "a number of events");
		return;
	case SCN_LINE_ALWAYS: /* has no more than a name, known already */
		return;
	}
}

static void
check_host(struct scn_parser *p, const struct scn_host *host)
{
	for (size_t i = 0; i < host->n_isns; i++)
		tcpsim_scn_check_number(p, NULL, host->isns[i], 0, MAX_32, "a sequence number");
	if (host->profile != NULL)
		tcpsim_scn_check_profile(p, NULL, host->profile);
}

void
tcpsim_scn_check_lines(struct scn_parser *p)
{
	for (size_t i = 0; i < p->hosts->len; i++)
		check_host(p, g_ptr_array_index(p->hosts, i));
	for (size_t i = 0; i < p->lines->len && p->n_errors < SCN_MAX_ERRORS; i++)
		check_line(p, g_ptr_array_index(p->lines, i));
}
