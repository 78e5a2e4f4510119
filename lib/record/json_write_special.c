/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

/* Members that are not just a field. */

void
tcpsim_write_n(struct writer *writer, const struct tcpsim_record *record)
{
	tcpsim_json_member_number(writer, "n", record - writer->records);
}

void
tcpsim_write_line(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->line != 0)
		tcpsim_json_member_number(writer, "line", record->line);
}

static void
write_host_name(struct writer *writer, const char *member, uint16_t host)
{
	if (host != TCPSIM_NO_HOST)
		tcpsim_json_member_text(writer, member, tcpsim_trace_host_name(writer->recording->trace, host));
}

void
tcpsim_write_host(struct writer *writer, const struct tcpsim_record *record)
{
	write_host_name(writer, "host", record->host);
}

void
tcpsim_write_peer(struct writer *writer, const struct tcpsim_record *record)
{
	write_host_name(writer, "peer", record->peer);
}

/* A signal is one bit, the others are numbers. */
void
tcpsim_write_what(struct writer *writer, const struct tcpsim_record *record)
{
	const struct names *names = tcpsim_names_of_what(record);
	unsigned what = record->what;

	if (names == NULL)
		return;
	if (names == &tcpsim_names_signals)
		what = (unsigned)g_bit_nth_lsf(what, -1);
	tcpsim_json_member_text(writer, "what", names->get(what));
}

void
tcpsim_write_original(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->original != record->packet)
		tcpsim_json_member_number(writer, "original", (int64_t)record->original);
}

void
tcpsim_write_name(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->packet != 0)
		tcpsim_json_member_text(writer, "name", tcpsim_packet_names_get(writer->names, record->packet));
}

void
tcpsim_write_notation(struct writer *writer, const struct tcpsim_record *record)
{
	char text[TCPSIM_SEGMENT_TEXT];

	if (record->kinds == 0 || record->protocol != TCPSIM_PROTOCOL_TCP)
		return;
	tcpsim_segment_format(&record->segment, text, sizeof(text));
	tcpsim_json_member_text(writer, "notation", text);
}

/* A list of the names of all bits of a set. */
static void
write_set(struct writer *writer, const char *name, const struct names *names, unsigned set)
{
	tcpsim_json_name(writer, name);
	tcpsim_json_open(writer, '[');
	for (unsigned i = 0; i < names->n; i++)
		if ((set >> i & 1) != 0)
			tcpsim_json_text(writer, names->get(i));
	tcpsim_json_close(writer, ']');
}

/* ANY goes without saying. */
void
tcpsim_write_kinds(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->kinds != 0)
		write_set(writer, "kinds", &tcpsim_names_kinds, record->kinds & ~(unsigned)TCPSIM_KIND_ANY);
}

/* `SYN,ACK`: in the order of the RFC's figures, the others behind. */
void
tcpsim_write_ctl(struct writer *writer, const struct tcpsim_record *record)
{
	static const uint8_t order[] = { 0, 1, 2, 4, 3, 5, 6, 7 };
	const char *comma = "";

	if (record->segment.ctl == 0)
		return;
	tcpsim_json_name(writer, "ctl");
	g_string_append_c(writer->text, '"');
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		if ((record->segment.ctl >> order[i] & 1) == 0)
			continue;
		g_string_append(writer->text, comma);
		g_string_append(writer->text, tcpsim_names_ctl.get(order[i]));
		comma = ",";
	}
	g_string_append_c(writer->text, '"');
}

void
tcpsim_write_addressed(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->segment.addressed != 0)
		write_set(writer, "addressed", &tcpsim_names_addressed, record->segment.addressed);
}

void
tcpsim_write_sack(struct writer *writer, const struct tcpsim_record *record)
{
	const struct tcpsim_segment *segment = &record->segment;

	if ((segment->options & TCPSIM_OPTION_SACK) == 0)
		return;
	tcpsim_json_name(writer, "sack");
	tcpsim_json_open(writer, '[');
	for (unsigned i = 0; i < segment->n_sack; i++) {
		tcpsim_json_open(writer, '[');
		tcpsim_json_number(writer, segment->sack[i].begin.n);
		g_string_append_c(writer->text, ',');
		tcpsim_json_number(writer, segment->sack[i].end.n);
		tcpsim_json_close(writer, ']');
	}
	tcpsim_json_close(writer, ']');
}

void
tcpsim_write_fast_open(struct writer *writer, const struct tcpsim_record *record)
{
	if ((record->segment.options & TCPSIM_OPTION_FAST_OPEN) == 0)
		return;
	tcpsim_json_name(writer, "fast_open");
	tcpsim_json_octets(writer, record->segment.cookie, record->segment.cookie_octets);
}

void
tcpsim_write_about(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->kinds != 0 && record->protocol == TCPSIM_PROTOCOL_ICMP)
		tcpsim_json_member_text(writer, "kind", tcpsim_icmp_name(record->icmp.icmp.kind));
}

void
tcpsim_write_octets(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->octets_n == 0)
		return;
	tcpsim_json_name(writer, "octets");
	tcpsim_json_octets(writer, tcpsim_trace_octets(writer->recording->trace, record), record->octets_n);
}

/* The name of an errno that has one. */
void
tcpsim_write_result(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->result < 0 && tcpsim_errno_find(tcpsim_errno_name(-record->result)) > 0)
		tcpsim_json_member_text(writer, "result", tcpsim_errno_name(-record->result));
	else if (record->result != 0)
		tcpsim_json_member_number(writer, "result", record->result);
}

void
tcpsim_write_cause(struct writer *writer, const struct tcpsim_record *record)
{
	if (record->cause != TCPSIM_NO_RECORD)
		tcpsim_json_member_number(writer, "cause", record->cause);
}

void
tcpsim_write_fired(struct writer *writer, const struct tcpsim_record *record)
{
	size_t begin = writer->text->len;
	bool is_any = false;

	tcpsim_json_name(writer, "fired");
	tcpsim_json_open(writer, '[');
	for (unsigned rule = 1; rule < TCPSIM_N_RULES; rule++) {
		if (!tcpsim_rule_set_has(&record->fired, (enum tcpsim_rule)rule))
			continue;
		is_any = true;
		tcpsim_json_text(writer, tcpsim_names_rules.get(rule));
	}
	tcpsim_json_close(writer, ']');
	if (!is_any)
		g_string_truncate(writer->text, begin);
}

void
tcpsim_write_words(struct writer *writer, const struct tcpsim_record *record)
{
	tcpsim_json_member_text(writer, "words", record->words);
}
