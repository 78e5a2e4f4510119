/* SPDX-License-Identifier: MIT */
#include "lib/record/record_private.h"

/* The last line of a run: what became of it. */

static void
write_record_number(struct writer *writer, uint32_t record)
{
	if (record != TCPSIM_NO_RECORD)
		tcpsim_json_member_number(writer, "record", record);
}

static void
write_outcomes(struct writer *writer)
{
	const struct tcpsim_recording *recording = writer->recording;

	if (recording->n_outcomes == 0)
		return;
	tcpsim_json_name(writer, "outcomes");
	tcpsim_json_open(writer, '[');
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &recording->outcomes[i];

		tcpsim_json_open(writer, '{');
		tcpsim_json_member_text(writer, "verdict", tcpsim_names_verdicts.get(outcome->verdict));
		tcpsim_json_member_number(writer, "line", outcome->line);
		tcpsim_json_member_number(writer, "column", outcome->column);
		tcpsim_json_member_text(writer, "text", outcome->text);
		tcpsim_json_member_text(writer, "words", outcome->words);
		write_record_number(writer, outcome->record);
		tcpsim_json_close(writer, '}');
	}
	tcpsim_json_close(writer, ']');
}

/* Those that are broken, or those that hold and have something to tell all the same. */
static void
write_invariants(struct writer *writer, const char *name, bool is_broken)
{
	size_t begin = writer->text->len;
	bool is_any = false;

	tcpsim_json_name(writer, name);
	tcpsim_json_open(writer, '[');
	for (unsigned i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict = &writer->recording->invariants[i];

		if (verdict->is_broken != is_broken || (!is_broken && verdict->words == NULL))
			continue;
		is_any = true;
		tcpsim_json_open(writer, '{');
		tcpsim_json_member_text(writer, "invariant", tcpsim_invariant_name((enum tcpsim_invariant)i));
		if (is_broken) {
			write_record_number(writer, verdict->record);
			tcpsim_json_member_number(writer, "time_us", verdict->time_us);
		}
		tcpsim_json_member_text(writer, "words", verdict->words);
		tcpsim_json_close(writer, '}');
	}
	tcpsim_json_close(writer, ']');
	if (!is_any)
		g_string_truncate(writer->text, begin);
}

void
tcpsim_json_write_end(struct writer *writer)
{
	tcpsim_json_open(writer, '{');
	tcpsim_json_member_number(writer, "end_us", writer->recording->end_us);
	tcpsim_json_member_text(writer, "verdict", tcpsim_names_verdicts.get(writer->recording->verdict));
	write_outcomes(writer);
	write_invariants(writer, "broken", true);
	write_invariants(writer, "remarks", false);
	tcpsim_json_member_texts(writer, "warnings", writer->recording->warnings);
	g_string_append(writer->text, "}\n");
}
