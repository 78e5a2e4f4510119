/* SPDX-License-Identifier: MIT */
#include <tcpsim/explore.h>

#include "lib/scenario/check_private.h"

/* What an exploration may do: budgets, and segments that are there from the beginning or are forged. */

#define MAX_BUDGET 100

/* The control bits of a kind; 0 for one that says nothing of them. */
static uint8_t
ctl_of_kind(enum tcpsim_kind kind)
{
	switch (kind) {
	case TCPSIM_KIND_SYN:
		return TCPSIM_SYN;
	case TCPSIM_KIND_SYN_ACK:
		return TCPSIM_SYN | TCPSIM_ACK;
	case TCPSIM_KIND_ACK:
	case TCPSIM_KIND_DATA:
		return TCPSIM_ACK;
	case TCPSIM_KIND_FIN:
		return TCPSIM_FIN | TCPSIM_ACK;
	case TCPSIM_KIND_RST:
		return TCPSIM_RST;
	case TCPSIM_KIND_PROBE:
	case TCPSIM_KIND_ANY:
	case TCPSIM_KIND_URG:
	case TCPSIM_KIND_ECE:
	case TCPSIM_KIND_CWR:
	case TCPSIM_KIND_DATAGRAM:
	case TCPSIM_KIND_ICMP:
		break;
	}
	return 0;
}

static bool
has_field(const struct scn_allow *allow, enum scn_field field)
{
	return allow->segment != NULL && (allow->segment->has & field) != 0;
}

/* The control bits: as they are written, or those of the kind. A RST has an ACK if it is written. */
static uint8_t
ctl_of(const struct scn_allow *allow)
{
	uint8_t ctl = ctl_of_kind(allow->segment_kind);

	if (has_field(allow, SCN_FIELD_CTL))
		return allow->segment->ctl;
	if (allow->segment_kind == TCPSIM_KIND_RST && has_field(allow, SCN_FIELD_ACK))
		ctl |= TCPSIM_ACK;
	return ctl;
}

/* Whether the segment that is written is of the kind that is written, as far as that does not vary. */
static bool
is_of_kind(const struct scn_allow *allow)
{
	bool has_text = allow->segment_kind == TCPSIM_KIND_DATA || has_field(allow, SCN_FIELD_DATA);
	struct tcpsim_segment seg = { .ctl = allow->ctl, .text_bytes = has_text };

	return (tcpsim_kinds_of(&seg, TCPSIM_PURPOSE_FIRST) & allow->segment_kind) != 0;
}

static void
check_kind(struct scn_parser *p, const struct scn_allow *allow)
{
	const char *name = tcpsim_kind_name(allow->segment_kind);

	if (ctl_of_kind(allow->segment_kind) == 0)
		tcpsim_scn_error(p, &allow->kind_loc,
			"%s says too little of a segment, it is a SYN, SYN+ACK, ACK, DATA, FIN or RST", name);
	else if (!is_of_kind(allow))
		tcpsim_scn_error(p, &allow->segment->loc, "this segment is no %s", name);
	else if (has_field(allow, SCN_FIELD_ACK) && (allow->ctl & TCPSIM_ACK) == 0 && !has_field(allow, SCN_FIELD_CTL))
		tcpsim_scn_error(p, &allow->kind_loc, "a SYN acknowledges nothing, did you mean SYN+ACK?");
}

/* Nobody guesses the numbers of a segment that is in the network already. */
static void
check_old(struct scn_parser *p, const struct scn_allow *allow)
{
	if (!has_field(allow, SCN_FIELD_SEQ))
		tcpsim_scn_error(p, &allow->segment->loc, "an old segment has its number, such as <SEQ=90>");
	else if ((allow->ctl & TCPSIM_ACK) != 0 && !has_field(allow, SCN_FIELD_ACK))
		tcpsim_scn_error(p, &allow->segment->loc,
			"an old segment with the control bit ACK says what it acknowledges, such as <ACK=300>");
}

static void
check_text(struct scn_parser *p, const struct scn_in *in, const struct scn_allow *allow)
{
	const struct scn_segment *segment = allow->segment;
	bool is_data = allow->segment_kind == TCPSIM_KIND_DATA;

	if (segment == NULL)
		return;
	if (segment->data != NULL)
		tcpsim_scn_check_number(p, in, segment->data, is_data, TCPSIM_EXPLORE_STREAM,
			"a number of octets that an exploration takes");
	if (segment->text == NULL)
		return;
	if (segment->text->text_n > TCPSIM_EXPLORE_STREAM)
		tcpsim_scn_error(
			p, &segment->text->loc, "an exploration takes at most %d octets", TCPSIM_EXPLORE_STREAM);
	else if (is_data)
		tcpsim_scn_check_text(p, in, segment->text);
}

/* What an exploration knows of a segment. */
static void
check_fields(struct scn_parser *p, const struct scn_allow *allow)
{
	const unsigned known = SCN_FIELD_SEQ | SCN_FIELD_ACK | SCN_FIELD_CTL | SCN_FIELD_DATA | SCN_FIELD_WND |
		SCN_FIELD_MSS;

	if (allow->segment != NULL && (allow->segment->has & ~known) != 0)
		tcpsim_scn_error(p, &allow->segment->loc,
			"an exploration takes SEQ, ACK, CTL, DATA, WND and MSS of a segment: leave out the rest");
}

void
tcpsim_scn_check_allow(struct scn_parser *p, struct scn_line *line)
{
	struct scn_allow *allow = &line->allow;

	if (allow->kind == SCN_ALLOW_IN_FLIGHT)
		tcpsim_scn_check_number(
			p, line->in, allow->budget, 1, TCPSIM_EXPLORE_IN_FLIGHT, "a number of segments in flight");
	else
		tcpsim_scn_check_number(p, line->in, allow->budget, 0, MAX_BUDGET, "a budget");
	if (allow->host.name != NULL)
		tcpsim_scn_resolve_host(p, &allow->host);
	if (allow->kind != SCN_ALLOW_OLD && allow->kind != SCN_ALLOW_FORGE)
		return;
	allow->ctl = ctl_of(allow);
	tcpsim_scn_check_segment(p, line->in, allow->segment);
	check_fields(p, allow);
	check_kind(p, allow);
	check_text(p, line->in, allow);
	if (allow->kind == SCN_ALLOW_OLD)
		check_old(p, allow);
}
