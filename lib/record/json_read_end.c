/* SPDX-License-Identifier: MIT */
#include "lib/record/record_private.h"

/* The last line of a run. */

#define NUMBER(TYPE, PATH) .kind = MEMBER_NUMBER, .octets = sizeof(((TYPE *)NULL)->PATH), .offset = offsetof(TYPE, PATH)
#define SPECIAL(NAME) .kind = MEMBER_SPECIAL, .read = read_##NAME

/* Read a list of objects: `read` gets each of them. */
static bool
read_list(struct reader *reader, const json_t *value, bool (*read)(struct reader *reader, const json_t *value, size_t i))
{
	bool is_read = true;

	for (size_t i = 0; i < json_array_size(value) && is_read; i++) {
		tcpsim_read_element(reader, i);
		is_read = read(reader, json_array_get(value, i), i);
		tcpsim_read_leave(reader);
	}
	return is_read;
}

/* ---- outcomes ---- */

static bool
read_verdict(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_outcome *outcome = thing;
	int64_t verdict;
	bool is_read = tcpsim_read_name_of(reader, value, &tcpsim_names_verdicts, &verdict);

	if (is_read)
		outcome->verdict = (enum tcpsim_verdict)verdict;
	return is_read;
}

static bool
read_line(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_line_number(reader, value, &((struct tcpsim_outcome *)thing)->line);
}

static bool
read_text(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_copy(reader, value, &((struct tcpsim_outcome *)thing)->text);
}

static bool
read_why(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_copy(reader, value, &((struct tcpsim_outcome *)thing)->words);
}

static bool
read_decides(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_record_number(reader, value, &((struct tcpsim_outcome *)thing)->record);
}

static const struct member outcome_members[] = {
	{ "verdict", SPECIAL(verdict) },
	{ "line", SPECIAL(line) },
	{ "column", NUMBER(struct tcpsim_outcome, column) },
	{ "text", SPECIAL(text) },
	{ "words", SPECIAL(why) },
	{ "record", SPECIAL(decides) },
	{ .name = NULL },
};

static bool
read_outcome(struct reader *reader, const json_t *value, size_t i)
{
	struct tcpsim_outcome *outcome = &reader->recording->outcomes[i];

	if (!tcpsim_read_known(reader, value, outcome_members) || tcpsim_read_needed(reader, value, "verdict") == NULL ||
		tcpsim_read_needed(reader, value, "text") == NULL ||
		!tcpsim_read_members(reader, value, outcome_members, outcome))
		return false;
	if (outcome->verdict != TCPSIM_PASS && outcome->words == NULL)
		return tcpsim_read_fail(reader, "words is missing: why this is no pass");
	return true;
}

static bool
read_outcomes(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_recording *recording = thing;

	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a list"))
		return false;
	recording->outcomes = g_new0(struct tcpsim_outcome, json_array_size(value));
	recording->n_outcomes = json_array_size(value);
	for (size_t i = 0; i < recording->n_outcomes; i++)
		recording->outcomes[i].record = TCPSIM_NO_RECORD;
	return read_list(reader, value, read_outcome);
}

/* ---- invariants ---- */

static bool
read_after(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_record_number(reader, value, &((struct tcpsim_invariant_verdict *)thing)->record);
}

static bool
read_seen(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_copy(reader, value, &((struct tcpsim_invariant_verdict *)thing)->words);
}

/* Whose verdict it is was looked at before. */
static bool
read_nothing(struct reader *reader, const json_t *value, void *thing)
{
	(void)reader;
	(void)value;
	(void)thing;
	return true;
}

static const struct member broken_members[] = {
	{ "invariant", SPECIAL(nothing) },
	{ "record", SPECIAL(after) },
	{ "time_us", NUMBER(struct tcpsim_invariant_verdict, time_us) },
	{ "words", SPECIAL(seen) },
	{ .name = NULL },
};

static const struct member remark_members[] = {
	{ "invariant", SPECIAL(nothing) },
	{ "words", SPECIAL(seen) },
	{ .name = NULL },
};

/* The verdict of the invariant that an object names, or NULL after a diagnostic. */
static struct tcpsim_invariant_verdict *
find_verdict(struct reader *reader, const json_t *value, const struct member *members)
{
	const json_t *name;
	int64_t invariant = 0;
	bool is_name;

	if (!tcpsim_read_known(reader, value, members))
		return NULL;
	name = tcpsim_read_needed(reader, value, "invariant");
	if (name == NULL || tcpsim_read_needed(reader, value, "words") == NULL)
		return NULL;
	tcpsim_read_enter(reader, "invariant");
	is_name = tcpsim_read_name_of(reader, name, &tcpsim_names_invariants, &invariant);
	if (is_name && reader->recording->invariants[invariant].words != NULL)
		is_name = tcpsim_read_fail(reader, "%s is here twice", json_string_value(name));
	tcpsim_read_leave(reader);
	return is_name ? &reader->recording->invariants[invariant] : NULL;
}

static bool
read_broken_one(struct reader *reader, const json_t *value, size_t i)
{
	struct tcpsim_invariant_verdict *verdict = find_verdict(reader, value, broken_members);

	(void)i;
	if (verdict == NULL)
		return false;
	verdict->is_broken = true;
	verdict->record = TCPSIM_NO_RECORD;
	return tcpsim_read_members(reader, value, broken_members, verdict);
}

static bool
read_remark(struct reader *reader, const json_t *value, size_t i)
{
	struct tcpsim_invariant_verdict *verdict = find_verdict(reader, value, remark_members);

	(void)i;
	return verdict != NULL && tcpsim_read_members(reader, value, remark_members, verdict);
}

static bool
read_broken(struct reader *reader, const json_t *value, void *thing)
{
	(void)thing;
	return tcpsim_read_is(reader, value, JSON_ARRAY, "a list") && read_list(reader, value, read_broken_one);
}

static bool
read_remarks(struct reader *reader, const json_t *value, void *thing)
{
	(void)thing;
	return tcpsim_read_is(reader, value, JSON_ARRAY, "a list") && read_list(reader, value, read_remark);
}

/* ---- the line ---- */

static bool
read_end_us(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_number(reader, value, reader->now_us, TCPSIM_TIME_NONE - 1,
		&((struct tcpsim_recording *)thing)->end_us);
}

static bool
read_run_verdict(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_recording *recording = thing;
	int64_t verdict;
	bool is_read = tcpsim_read_name_of(reader, value, &tcpsim_names_verdicts, &verdict);

	if (is_read)
		recording->verdict = (enum tcpsim_verdict)verdict;
	return is_read;
}

static bool
read_warnings(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_texts(reader, value, &((struct tcpsim_recording *)thing)->warnings);
}

static const struct member end_members[] = {
	{ "end_us", SPECIAL(end_us) },
	{ "verdict", SPECIAL(run_verdict) },
	{ "outcomes", SPECIAL(outcomes) },
	{ "broken", SPECIAL(broken) },
	{ "remarks", SPECIAL(remarks) },
	{ "warnings", SPECIAL(warnings) },
	{ .name = NULL },
};

bool
tcpsim_read_end(struct reader *reader, const json_t *line)
{
	return tcpsim_read_known(reader, line, end_members) && tcpsim_read_needed(reader, line, "end_us") != NULL &&
		tcpsim_read_needed(reader, line, "verdict") != NULL &&
		tcpsim_read_members(reader, line, end_members, reader->recording);
}
