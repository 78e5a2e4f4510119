/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/build_private.h"

/* <SEQ=100><ACK=301><CTL=ACK><DATA=5> */

struct field {
	const char *name;
	enum scn_field bit;
};

static const struct field fields[] = {
	{ "SEQ", SCN_FIELD_SEQ },
	{ "ACK", SCN_FIELD_ACK },
	{ "CTL", SCN_FIELD_CTL },
	{ "DATA", SCN_FIELD_DATA },
	{ "WND", SCN_FIELD_WND },
	{ "MSS", SCN_FIELD_MSS },
};

struct control {
	const char *name;
	uint8_t bit;
};

static const struct control controls[] = {
	{ "SYN", TCPSIM_SYN },
	{ "ACK", TCPSIM_ACK },
	{ "FIN", TCPSIM_FIN },
	{ "RST", TCPSIM_RST },
	{ "PSH", TCPSIM_PSH },
	{ "URG", TCPSIM_URG },
};

static const struct field *
find_field(struct scn_parser *p, const struct scn_field_value *field)
{
	struct scn_nearest nearest = tcpsim_scn_nearest(field->name);

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strcmp(fields[i].name, field->name) == 0)
			return &fields[i];
		tcpsim_scn_nearest_try(&nearest, fields[i].name);
	}
	if (nearest.best != NULL)
		tcpsim_scn_error_take(p, &field->loc, tcpsim_scn_unknown("field", &nearest));
	else
		tcpsim_scn_error(
			p, &field->loc, "unknown field %.40s, there are SEQ, ACK, CTL, DATA, WND and MSS", field->name);
	return NULL;
}

static uint8_t
find_control(struct scn_parser *p, const struct scn_value *word)
{
	struct scn_nearest nearest = tcpsim_scn_nearest(word->text);

	for (size_t i = 0; i < G_N_ELEMENTS(controls); i++) {
		if (strcmp(controls[i].name, word->text) == 0)
			return controls[i].bit;
		tcpsim_scn_nearest_try(&nearest, controls[i].name);
	}
	tcpsim_scn_error_take(p, &word->loc, tcpsim_scn_unknown("control bit", &nearest));
	return 0;
}

static void
set_controls(struct scn_parser *p, struct scn_segment *segment, const struct scn_list *list)
{
	const struct scn_value *const *words = tcpsim_scn_build_array(p, list);

	if (list->n == 1 && strcmp(words[0]->text, "none") == 0)
		return;
	for (size_t i = 0; i < list->n; i++) {
		uint8_t bit = find_control(p, words[i]);

		if ((segment->ctl & bit) != 0)
			tcpsim_scn_error(p, &words[i]->loc, "the control bit %s stands twice", words[i]->text);
		segment->ctl |= bit;
	}
}

static void
set_value(struct scn_segment *segment, enum scn_field bit, const struct scn_value *value)
{
	switch (bit) {
	case SCN_FIELD_SEQ:
		segment->seq = value;
		return;
	case SCN_FIELD_ACK:
		segment->ack = value;
		return;
	case SCN_FIELD_DATA:
		if (value->kind == SCN_TEXT)
			segment->text = value;
		else
			segment->data = value;
		return;
	case SCN_FIELD_WND:
		segment->wnd = value;
		return;
	case SCN_FIELD_MSS:
		segment->mss = value;
		return;
	case SCN_FIELD_CTL:
		return;
	}
}

struct scn_segment *
tcpsim_scn_build_field(struct scn_parser *p, struct scn_segment *segment, const struct scn_loc *loc,
	const struct scn_field_value *field)
{
	const struct field *known = find_field(p, field);

	if (segment == NULL)
		segment = tcpsim_scn_alloc(p->memory, sizeof(*segment));
	segment->loc = *loc;
	if (known == NULL)
		return segment;
	if ((segment->has & known->bit) != 0)
		tcpsim_scn_error(p, &field->loc, "%s stands twice in this segment", known->name);
	segment->has |= known->bit;
	if (known->bit == SCN_FIELD_CTL && field->controls == NULL)
		tcpsim_scn_error(p, &field->loc, "CTL is a list of control bits, such as SYN,ACK");
	else if (known->bit == SCN_FIELD_CTL)
		set_controls(p, segment, field->controls);
	else if (field->value == NULL)
		tcpsim_scn_error(p, &field->loc, "%s is a number", known->name);
	else if (field->value->kind == SCN_TEXT && known->bit != SCN_FIELD_DATA)
		tcpsim_scn_error(p, &field->loc, "%s is a number", known->name);
	else
		set_value(segment, known->bit, field->value);
	return segment;
}
