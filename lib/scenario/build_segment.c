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
	{ "UP", SCN_FIELD_UP },
	{ "WS", SCN_FIELD_WS },
	{ "TSVAL", SCN_FIELD_TSVAL },
	{ "TSECR", SCN_FIELD_TSECR },
	{ "SACK", SCN_FIELD_SACK },
	{ "OPT", SCN_FIELD_OPT },
	{ "ECN", SCN_FIELD_ECN },
};

/* A word of a field that is made of words. */
struct word {
	const char *name;
	uint8_t bit;
};

static const struct word controls[] = {
	{ "SYN", TCPSIM_SYN },
	{ "ACK", TCPSIM_ACK },
	{ "FIN", TCPSIM_FIN },
	{ "RST", TCPSIM_RST },
	{ "PSH", TCPSIM_PSH },
	{ "URG", TCPSIM_URG },
	{ "ECE", TCPSIM_ECE },
	{ "CWR", TCPSIM_CWR },
};

/* The options of a segment. */
static const struct word options[] = {
	{ "MSS", TCPSIM_OPTION_MSS },
	{ "WS", TCPSIM_OPTION_WINDOW_SCALE },
	{ "SACK-PERMITTED", TCPSIM_OPTION_SACK_PERMITTED },
	{ "SACK", TCPSIM_OPTION_SACK },
	{ "TS", TCPSIM_OPTION_TIMESTAMPS },
	{ "UTO", TCPSIM_OPTION_USER_TIMEOUT },
};

/* The ECN field of the IP header; not a set, but one of four. */
static const struct word marks[] = {
	{ "NOT-ECT", TCPSIM_ECN_NOT_ECT },
	{ "ECT0", TCPSIM_ECN_ECT_0 },
	{ "ECT1", TCPSIM_ECN_ECT_1 },
	{ "CE", TCPSIM_ECN_CE },
};

static const struct field *
find_field(struct scn_parser *p, const struct scn_field_value *field)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(field->name);

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strcmp(fields[i].name, field->name) == 0)
			return &fields[i];
		tcpsim_nearest_try(&nearest, fields[i].name);
	}
	if (nearest.best != NULL)
		tcpsim_scn_error_take(p, &field->loc, tcpsim_scn_unknown("field", &nearest));
	else
		tcpsim_scn_error(p, &field->loc,
			"unknown field %.40s, there are SEQ, ACK, CTL, DATA, WND, UP, OPT, MSS, WS, SACK, TSVAL, TSECR "
			"and ECN",
			field->name);
	return NULL;
}

static uint8_t
find_word(struct scn_parser *p, const struct scn_value *word, const char *what, const struct word *words, size_t n)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(word->text);
	const char *names[G_N_ELEMENTS(controls)];

	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i].name, word->text) == 0)
			return words[i].bit;
		tcpsim_nearest_try(&nearest, names[i] = words[i].name);
	}
	tcpsim_scn_error_take(p, &word->loc, tcpsim_scn_unknown_of(what, &nearest, names, n));
	return 0;
}

static uint8_t
set_of(struct scn_parser *p, const struct scn_list *list, const char *what, const struct word *words, size_t n)
{
	const struct scn_value *const *written = tcpsim_scn_build_array(p, list);
	uint8_t set = 0;

	if (list->n == 1 && strcmp(written[0]->text, "none") == 0)
		return set;
	for (size_t i = 0; i < list->n; i++) {
		uint8_t bit = find_word(p, written[i], what, words, n);

		if ((set & bit) != 0)
			tcpsim_scn_error(p, &written[i]->loc, "the %s %s stands twice", what, written[i]->text);
		set |= bit;
	}
	return set;
}

/* A field of words: control bits, options, or a mark. */
static void
set_words(struct scn_parser *p, struct scn_segment *segment, enum scn_field bit, const struct scn_field_value *field)
{
	const struct scn_list *list = field->controls;

	if (bit == SCN_FIELD_CTL)
		segment->ctl = set_of(p, list, "control bit", controls, G_N_ELEMENTS(controls));
	else if (bit == SCN_FIELD_OPT)
		segment->options = set_of(p, list, "option", options, G_N_ELEMENTS(options));
	else if (list->n > 1)
		tcpsim_scn_error(p, &field->loc, "ECN is one of NOT-ECT, ECT0, ECT1 and CE");
	else
		segment->ecn = find_word(p, list->value, "mark", marks, G_N_ELEMENTS(marks));
}

static void
set_blocks(struct scn_parser *p, struct scn_segment *segment, const struct scn_field_value *field)
{
	const struct scn_list *list = field->blocks;

	if (list->n > TCPSIM_MAX_SACK) {
		tcpsim_scn_error(p, &field->loc, "a segment has room for %d blocks at the most (RFC 2018 3)",
			TCPSIM_MAX_SACK);
		return;
	}
	segment->n_sack = list->n;
	for (; list != NULL; list = list->previous) {
		segment->sack[list->n - 1][0] = list->value;
		segment->sack[list->n - 1][1] = list->other;
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
	case SCN_FIELD_UP:
		segment->up = value;
		return;
	case SCN_FIELD_WS:
		segment->ws = value;
		return;
	case SCN_FIELD_TSVAL:
		segment->tsval = value;
		return;
	case SCN_FIELD_TSECR:
		segment->tsecr = value;
		return;
	case SCN_FIELD_CTL:
	case SCN_FIELD_SACK:
	case SCN_FIELD_OPT:
	case SCN_FIELD_ECN:
		return;
	}
}

/* What a field is made of, for who wrote something else; NULL for a number. */
static const char *
made_of(enum scn_field bit)
{
	switch (bit) {
	case SCN_FIELD_CTL:
		return "a list of control bits, such as SYN,ACK";
	case SCN_FIELD_OPT:
		return "a list of options, such as MSS,WS, or none";
	case SCN_FIELD_ECN:
		return "one of NOT-ECT, ECT0, ECT1 and CE";
	case SCN_FIELD_SACK:
		return "a list of blocks, such as 501:601,701:801";
	case SCN_FIELD_SEQ:
	case SCN_FIELD_ACK:
	case SCN_FIELD_DATA:
	case SCN_FIELD_WND:
	case SCN_FIELD_MSS:
	case SCN_FIELD_UP:
	case SCN_FIELD_WS:
	case SCN_FIELD_TSVAL:
	case SCN_FIELD_TSECR:
		break;
	}
	return NULL;
}

static void
set_field(struct scn_parser *p, struct scn_segment *segment, const struct field *known,
	const struct scn_field_value *field)
{
	const char *wanted = made_of(known->bit);
	bool has_text = field->value != NULL && field->value->kind == SCN_TEXT;

	if (wanted == NULL && (field->value == NULL || (has_text && known->bit != SCN_FIELD_DATA)))
		tcpsim_scn_error(p, &field->loc, "%s is a number", known->name);
	else if (wanted == NULL)
		set_value(segment, known->bit, field->value);
	else if (known->bit == SCN_FIELD_SACK && field->blocks != NULL)
		set_blocks(p, segment, field);
	else if (known->bit != SCN_FIELD_SACK && field->controls != NULL)
		set_words(p, segment, known->bit, field);
	else
		tcpsim_scn_error(p, &field->loc, "%s is %s", known->name, wanted);
}

struct scn_segment *
tcpsim_scn_build_field(struct scn_parser *p, struct scn_segment *segment, const struct tcpsim_place *loc,
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
	segment->has |= (uint16_t)known->bit;
	set_field(p, segment, known, field);
	return segment;
}
