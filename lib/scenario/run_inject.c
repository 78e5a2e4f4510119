/* SPDX-License-Identifier: MIT */
#include "run_private.h"

/* Segments made by hand. */

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
