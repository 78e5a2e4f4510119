/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "claims_private.h"

/* How a segment that was sent differs from one that is written. */

static const char *
option_name(enum tcpsim_option option)
{
	switch (option) {
	case TCPSIM_OPTION_MSS:
		return "MSS";
	case TCPSIM_OPTION_TIMESTAMPS:
		return "TS";
	case TCPSIM_OPTION_WINDOW_SCALE:
		return "WS";
	case TCPSIM_OPTION_SACK_PERMITTED:
		return "SACK-PERMITTED";
	case TCPSIM_OPTION_SACK:
		return "SACK";
	case TCPSIM_OPTION_FAST_OPEN:
		return "FO";
	case TCPSIM_OPTION_USER_TIMEOUT:
		break;
	}
	return "UTO";
}

static void
add_difference(GString *words, const char *name, uint32_t seen, uint32_t wanted)
{
	if (seen != wanted)
		g_string_append_printf(
			words, "%s%s is %" PRIu32 ", not %" PRIu32, words->len == 0 ? "" : ", ", name, seen, wanted);
}

/* The value of an option, if the segment has the option. */
static void
add_option_difference(GString *words, const struct tcpsim_segment *seen, enum tcpsim_option option, uint32_t value,
	uint32_t wanted)
{
	const char *name = option_name(option);

	if ((seen->options & option) == 0)
		g_string_append_printf(words, "%sit has no %s option", words->len == 0 ? "" : ", ", name);
	else
		add_difference(words, name, value, wanted);
}

/* PSH is a matter of buffering: it counts only where it is written. */
static void
add_ctl_difference(GString *words, uint8_t seen, uint8_t wanted)
{
	uint8_t counted =
		(uint8_t)(TCPSIM_FIN | TCPSIM_SYN | TCPSIM_RST | TCPSIM_ACK | TCPSIM_URG | TCPSIM_ECE |
			TCPSIM_CWR | (wanted & TCPSIM_PSH));
	char seen_text[32], wanted_text[32];

	if ((seen & counted) == (wanted & counted))
		return;
	tcpsim_ctl_format(seen, seen_text, sizeof seen_text);
	tcpsim_ctl_format(wanted, wanted_text, sizeof wanted_text);
	g_string_append_printf(words, "%sCTL is %s, not %s", words->len == 0 ? "" : ", ", seen_text, wanted_text);
}

static void
add_text_difference(const struct claim *claim, GString *words, const struct tcpsim_record *record)
{
	const struct scn_value *text =
		tcpsim_scn_value(claim->run->scenario, claim->run->the_case, claim->expect->segment->text);
	const uint8_t *octets = tcpsim_trace_octets(tcpsim_run_trace(claim->run), record);
	char *seen, *wanted;

	if (record->octets_n == text->text_n && (text->text_n == 0 || memcmp(octets, text->text, text->text_n) == 0))
		return;
	seen = tcpsim_claim_quote(octets, record->octets_n);
	wanted = tcpsim_claim_quote((const uint8_t *)text->text, text->text_n);
	g_string_append_printf(words, "%sDATA is %s, not %s", words->len == 0 ? "" : ", ", seen, wanted);
	g_free(seen);
	g_free(wanted);
}

/* The options as a set: `MSS,WS`, or `none`. */
static struct run_text
options_text(uint8_t options)
{
	static const enum tcpsim_option order[] = {
		TCPSIM_OPTION_MSS,
		TCPSIM_OPTION_WINDOW_SCALE,
		TCPSIM_OPTION_SACK_PERMITTED,
		TCPSIM_OPTION_SACK,
		TCPSIM_OPTION_TIMESTAMPS,
		TCPSIM_OPTION_USER_TIMEOUT,
	};
	struct run_text words = { "" };

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		if ((options & order[i]) == 0)
			continue;
		g_strlcat(words.text, words.text[0] == '\0' ? "" : ",", sizeof words.text);
		g_strlcat(words.text, option_name(order[i]), sizeof words.text);
	}
	if (words.text[0] == '\0')
		g_strlcpy(words.text, "none", sizeof words.text);
	return words;
}

/* Blocks as they are written: `501:601,701:801`, with the receiver's numbers. */
static struct run_text
blocks_text(const struct tcpsim_range *blocks, size_t n)
{
	struct run_text words = { "" };

	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(words.text);

		g_snprintf(words.text + length, sizeof words.text - length, "%s%" PRIu32 ":%" PRIu32, i == 0 ? "" : ",",
			blocks[i].begin.n, blocks[i].end.n);
	}
	return words;
}

static void
add_sack_difference(const struct claim *claim, GString *words, const struct tcpsim_record *record)
{
	const struct scn_segment *wanted = claim->expect->segment;
	const struct tcpsim_segment *seen = &record->segment;
	struct tcpsim_range blocks[TCPSIM_MAX_SACK];
	bool is_same = seen->n_sack == wanted->n_sack;

	tcpsim_run_sack(claim->run, wanted, record->peer, blocks);
	for (size_t i = 0; i < wanted->n_sack && is_same; i++)
		is_same = blocks[i].begin.n == seen->sack[i].begin.n && blocks[i].end.n == seen->sack[i].end.n;
	if (!is_same)
		g_string_append_printf(words, "%sSACK is %s, not %s", words->len == 0 ? "" : ", ",
			seen->n_sack == 0 ? "none" : blocks_text(seen->sack, seen->n_sack).text,
			blocks_text(blocks, wanted->n_sack).text);
}

/* Options, and what stands in them. */
static void
add_option_differences(const struct claim *claim, GString *words, const struct tcpsim_record *record)
{
	const struct scn_segment *wanted = claim->expect->segment;
	const struct tcpsim_segment *seen = &record->segment;
	const struct tcpsim_run *run = claim->run;

	if ((wanted->has & SCN_FIELD_OPT) != 0 && seen->options != wanted->options)
		g_string_append_printf(words, "%sOPT is %s, not %s", words->len == 0 ? "" : ", ",
			options_text(seen->options).text, options_text(wanted->options).text);
	if (wanted->mss != NULL)
		add_option_difference(
			words, seen, TCPSIM_OPTION_MSS, seen->mss, (uint32_t)tcpsim_run_number(run, wanted->mss));
	if (wanted->ws != NULL)
		add_option_difference(words, seen, TCPSIM_OPTION_WINDOW_SCALE, seen->window_scale,
			(uint32_t)tcpsim_run_number(run, wanted->ws));
	if (wanted->tsval != NULL)
		add_difference(words, "TSVAL", seen->tsval, (uint32_t)tcpsim_run_number(run, wanted->tsval));
	if (wanted->tsecr != NULL)
		add_difference(words, "TSECR", seen->tsecr, (uint32_t)tcpsim_run_number(run, wanted->tsecr));
	if ((wanted->has & SCN_FIELD_SACK) != 0)
		add_sack_difference(claim, words, record);
}

static const char *
mark_name(uint8_t ecn)
{
	switch ((enum tcpsim_ecn)ecn) {
	case TCPSIM_ECN_NOT_ECT:
		return "NOT-ECT";
	case TCPSIM_ECN_ECT_0:
		return "ECT0";
	case TCPSIM_ECN_ECT_1:
		return "ECT1";
	case TCPSIM_ECN_CE:
		break;
	}
	return "CE";
}

GString *
tcpsim_claim_differences(const struct claim *claim, const struct tcpsim_record *record)
{
	const struct scn_segment *wanted = claim->expect->segment;
	const struct tcpsim_segment *seen = &record->segment;
	const struct tcpsim_run *run = claim->run;
	GString *words = g_string_new(NULL);

	if (wanted == NULL)
		return words;
	if (wanted->seq != NULL)
		add_difference(words, "SEQ", seen->seq.n, tcpsim_run_seq(run, wanted, record->host).n);
	if (wanted->ack != NULL && (seen->ctl & TCPSIM_ACK) == 0)
		g_string_append_printf(words, "%sit has no ACK", words->len == 0 ? "" : ", ");
	else if (wanted->ack != NULL)
		add_difference(words, "ACK", seen->ack.n, tcpsim_run_ack(run, wanted, record->peer).n);
	if ((wanted->has & SCN_FIELD_CTL) != 0)
		add_ctl_difference(words, seen->ctl, wanted->ctl);
	if (wanted->data != NULL)
		add_difference(words, "DATA", seen->text_bytes, (uint32_t)tcpsim_run_number(run, wanted->data));
	if (wanted->text != NULL)
		add_text_difference(claim, words, record);
	if (wanted->wnd != NULL)
		add_difference(words, "WND", seen->wnd, (uint32_t)tcpsim_run_number(run, wanted->wnd));
	if (wanted->up != NULL)
		add_difference(words, "UP", seen->up, (uint32_t)tcpsim_run_number(run, wanted->up));
	if ((wanted->has & SCN_FIELD_ECN) != 0 && seen->ecn != wanted->ecn)
		g_string_append_printf(words, "%sECN is %s, not %s", words->len == 0 ? "" : ", ", mark_name(seen->ecn),
			mark_name(wanted->ecn));
	add_option_differences(claim, words, record);
	return words;
}

