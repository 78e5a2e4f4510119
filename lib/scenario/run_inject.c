/* SPDX-License-Identifier: MIT */
#include "run_private.h"

/* Segments and messages made by hand. */

/* The options that are written, by OPT or by their values. */
static void
write_options(const struct tcpsim_run *run, const struct scn_act *inject, struct tcpsim_segment *segment)
{
	const struct scn_segment *written = inject->segment;

	segment->options = written->options;
	if (written->mss != NULL) {
		segment->options |= TCPSIM_OPTION_MSS;
		segment->mss = (uint16_t)tcpsim_run_number(run, written->mss);
	}
	if (written->ws != NULL) {
		segment->options |= TCPSIM_OPTION_WINDOW_SCALE;
		segment->window_scale = (uint8_t)tcpsim_run_number(run, written->ws);
	}
	if (written->tsval != NULL || written->tsecr != NULL)
		segment->options |= TCPSIM_OPTION_TIMESTAMPS;
	if (written->tsval != NULL)
		segment->tsval = (uint32_t)tcpsim_run_number(run, written->tsval);
	if (written->tsecr != NULL)
		segment->tsecr = (uint32_t)tcpsim_run_number(run, written->tsecr);
	if (written->n_sack > 0) {
		segment->options |= TCPSIM_OPTION_SACK;
		segment->n_sack = (uint8_t)written->n_sack;
		tcpsim_run_sack(run, written, inject->b.host, segment->sack);
	}
}

void
tcpsim_run_inject(struct tcpsim_run *run, const struct run_act *act)
{
	const struct scn_act *inject = act->act;
	const struct scn_segment *written = inject->segment;
	const uint8_t *octets = NULL;
	struct tcpsim_segment segment = {
		.seq = tcpsim_run_seq(run, written, inject->a.host),
		.ack = tcpsim_run_ack(run, written, inject->b.host),
		.wnd = written->wnd == NULL ? UINT16_MAX : (uint32_t)tcpsim_run_number(run, written->wnd),
		.up = written->up == NULL ? 0 : (uint16_t)tcpsim_run_number(run, written->up),
		.ctl = written->ctl,
		.ecn = written->ecn,
	};

	if ((written->has & SCN_FIELD_CTL) == 0 && written->ack != NULL)
		segment.ctl = TCPSIM_ACK;
	if (written->data != NULL)
		segment.text_bytes = (uint32_t)tcpsim_run_number(run, written->data);
	if (written->text != NULL) {
		const struct scn_value *text = tcpsim_scn_value(run->scenario, run->the_case, written->text);

		octets = (const uint8_t *)text->text;
		segment.text_bytes = (uint32_t)text->text_n;
	}
	write_options(run, inject, &segment);
	tcpsim_net_inject(run->net, inject->a.host, tcpsim_run_port(run, inject->a_port, 0), inject->b.host,
		tcpsim_run_port(run, inject->b_port, 0), &segment, octets, act->line->loc.line);
}

/* The segment that is named, as it was sent; NULL if it was not yet. */
static const struct tcpsim_record *
find_sent(const struct tcpsim_run *run, const struct scn_name *name)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(run->net), &n);
	uint32_t wanted, last, count = 0;

	tcpsim_run_name_numbers(run, name, &wanted, &last);
	for (size_t i = 0; i < n; i++)
		if (records[i].kind == TCPSIM_RECORD_SEND && records[i].host == name->who.host &&
			records[i].protocol != TCPSIM_PROTOCOL_ICMP && (records[i].kinds & name->kind) != 0 &&
			++count == wanted)
			return &records[i];
	return NULL;
}

/* The other end of the host's newest connection, or any other host. */
static uint16_t
peer_of(const struct tcpsim_run *run, uint16_t host)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(run->net), &n);

	for (size_t i = n; i > 0; i--)
		if (records[i - 1].kind == TCPSIM_RECORD_SEND && records[i - 1].host == host)
			return records[i - 1].peer;
	return host == 0 ? 1 : 0;
}

void
tcpsim_run_inject_icmp(struct tcpsim_run *run, const struct run_act *planned)
{
	const struct scn_act *act = planned->act;
	uint32_t line = planned->line->loc.line;
	struct tcpsim_icmp icmp = { .kind = act->icmp };
	const struct tcpsim_record *sent;

	icmp.mtu = act->mtu == NULL ? 0 : (uint32_t)tcpsim_run_number(run, act->mtu);
	if (act->about == NULL) {
		icmp.seq = tcpsim_run_seq(run, act->segment, act->a.host);
		tcpsim_net_inject_icmp(
			run->net, peer_of(run, act->a.host), 0, act->a.host, 0, TCPSIM_PROTOCOL_TCP, &icmp, line);
		return;
	}
	sent = find_sent(run, act->about);
	if (sent == NULL) {
		tcpsim_run_add_trouble(run, planned->line, "%s was not sent before %s, so that this line did nothing.",
			tcpsim_run_fault_name(run, act->about).text, tcpsim_run_moment(planned->time_us).text);
		return;
	}
	icmp.seq = sent->segment.seq;
	tcpsim_net_inject_icmp(run->net, sent->peer, sent->peer_port, sent->host, sent->local_port,
		(enum tcpsim_protocol)sent->protocol, &icmp, line);
}
