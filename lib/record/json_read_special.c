/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

#include <tcpsim/wire.h>
#include <tcpsim/word.h>

/* Members that are not just a field. */

bool
tcpsim_read_n(struct reader *reader, const json_t *value, void *thing)
{
	(void)thing;
	if (!tcpsim_read_is(reader, value, JSON_INTEGER, "a whole number"))
		return false;
	if (json_integer_value(value) == reader->n_records)
		return true;
	return tcpsim_read_fail(reader, "this is record %u, not %" JSON_INTEGER_FORMAT, reader->n_records,
		json_integer_value(value));
}

static bool
read_host(struct reader *reader, const json_t *value, uint16_t *host)
{
	struct tcpsim_nearest nearest;
	const char *name;
	guint number;

	if (!tcpsim_read_text(reader, value, &name))
		return false;
	number = GPOINTER_TO_UINT(g_hash_table_lookup(reader->hosts, name));
	if (number != 0) {
		*host = (uint16_t)(number - 1);
		return true;
	}
	nearest = tcpsim_nearest_of(name);
	for (uint16_t i = 0; i < tcpsim_trace_n_hosts(reader->recording->trace); i++)
		tcpsim_nearest_try(&nearest, tcpsim_trace_host_name(reader->recording->trace, i));
	if (nearest.best != NULL)
		return tcpsim_read_fail(reader, "there is no host %.40s, did you mean %.40s?", name, nearest.best);
	return tcpsim_read_fail(reader, "there is no host %.40s", name);
}

bool
tcpsim_read_host(struct reader *reader, const json_t *value, void *thing)
{
	return read_host(reader, value, &((struct tcpsim_record *)thing)->host);
}

bool
tcpsim_read_peer(struct reader *reader, const json_t *value, void *thing)
{
	return read_host(reader, value, &((struct tcpsim_record *)thing)->peer);
}

bool
tcpsim_read_what(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	const struct names *names = tcpsim_names_of_what(record);
	int64_t what;

	if (names == NULL)
		return tcpsim_read_fail_name(reader, "a record of kind %s has no such member",
			tcpsim_names_records.get(record->kind));
	if (!tcpsim_read_name_of(reader, value, names, &what))
		return false;
	record->what = (uint8_t)(names == &tcpsim_names_signals ? 1U << what : (unsigned)what);
	return true;
}

/* Whatever it is a copy of, the packet itself is in .packet, which was read before. */
bool
tcpsim_read_original(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	int64_t original;

	if (!tcpsim_read_number(reader, value, 1, INT64_MAX, &original))
		return false;
	record->original = (uint64_t)original;
	return true;
}

/* It can be told from all else, and is. */
bool
tcpsim_read_derived(struct reader *reader, const json_t *value, void *thing)
{
	const char *text;

	(void)thing;
	return tcpsim_read_text(reader, value, &text);
}

bool
tcpsim_read_kinds(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	unsigned set;

	if (!tcpsim_read_set(reader, value, &tcpsim_names_kinds, &set))
		return false;
	record->kinds = (uint16_t)(set | TCPSIM_KIND_ANY);
	return true;
}

bool
tcpsim_read_ctl(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	const char *text;
	char **names;
	bool is_read = true;

	if (!tcpsim_read_text(reader, value, &text))
		return false;
	names = g_strsplit(text, ",", -1);
	for (char **name = names; *name != NULL && is_read; name++) {
		int bit = tcpsim_names_find(&tcpsim_names_ctl, *name);

		if (bit >= 0)
			record->segment.ctl |= (uint8_t)(1U << bit);
		else
			is_read = tcpsim_read_fail(reader, "there is no control bit %.40s", *name);
	}
	g_strfreev(names);
	return is_read;
}

bool
tcpsim_read_addressed(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	unsigned set;

	if (!tcpsim_read_set(reader, value, &tcpsim_names_addressed, &set))
		return false;
	record->segment.addressed = (uint8_t)set;
	return true;
}

static bool
read_pair(struct reader *reader, const json_t *value, struct tcpsim_range *range)
{
	int64_t numbers[2] = { 0 };
	bool is_read = true;

	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a pair of numbers"))
		return false;
	if (json_array_size(value) != 2)
		return tcpsim_read_fail(reader, "a block has 2 numbers, not %zu", json_array_size(value));
	for (size_t i = 0; i < 2 && is_read; i++) {
		tcpsim_read_element(reader, i);
		is_read = tcpsim_read_number(reader, json_array_get(value, i), 0, UINT32_MAX, &numbers[i]);
		tcpsim_read_leave(reader);
	}
	range->begin = tcpsim_seq_make((uint32_t)numbers[0]);
	range->end = tcpsim_seq_make((uint32_t)numbers[1]);
	return is_read;
}

bool
tcpsim_read_sack(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_segment *segment = &((struct tcpsim_record *)thing)->segment;
	bool is_read = true;

	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a list of pairs"))
		return false;
	if (json_array_size(value) > TCPSIM_MAX_SACK)
		return tcpsim_read_fail(reader, "sack has %d blocks at the most, not %zu", TCPSIM_MAX_SACK,
			json_array_size(value));
	segment->options |= TCPSIM_OPTION_SACK;
	segment->n_sack = (uint8_t)json_array_size(value);
	for (size_t i = 0; i < segment->n_sack && is_read; i++) {
		tcpsim_read_element(reader, i);
		is_read = read_pair(reader, json_array_get(value, i), &segment->sack[i]);
		tcpsim_read_leave(reader);
	}
	return is_read;
}

bool
tcpsim_read_fast_open(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_segment *segment = &((struct tcpsim_record *)thing)->segment;

	if (!tcpsim_read_octets_of(reader, value, TCPSIM_MAX_COOKIE, reader->octets))
		return false;
	if (!tcpsim_wire_is_cookie(reader->octets->len))
		return tcpsim_read_fail(reader, "a cookie has 4 to %d octets, an even number, or none, not %u",
			TCPSIM_MAX_COOKIE, reader->octets->len);
	segment->options |= TCPSIM_OPTION_FAST_OPEN;
	segment->cookie_octets = (uint8_t)reader->octets->len;
	if (reader->octets->len > 0)
		memcpy(segment->cookie, reader->octets->data, reader->octets->len);
	return true;
}

bool
tcpsim_read_about(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	int64_t kind;

	if (!tcpsim_read_name_of(reader, value, &tcpsim_names_icmp, &kind))
		return false;
	record->icmp.icmp.kind = (enum tcpsim_icmp_kind)kind;
	return true;
}

/* Cookies are read before: the array is free again. */
bool
tcpsim_read_octets(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;

	if (!tcpsim_read_octets_of(reader, value, UINT32_MAX, reader->octets))
		return false;
	record->octets_n = reader->octets->len;
	return true;
}

bool
tcpsim_read_result(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	const char *name;
	int64_t number;

	if (!json_is_string(value)) {
		if (!tcpsim_read_number(reader, value, INT32_MIN + 1, INT32_MAX, &number))
			return false;
	} else {
		if (!tcpsim_read_text(reader, value, &name))
			return false;
		number = -(int64_t)tcpsim_errno_find(name);
		if (number >= 0)
			return tcpsim_read_fail(reader, "there is no errno %.40s", name);
	}
	record->result = (int32_t)number;
	return true;
}

bool
tcpsim_read_cause(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_record_number(reader, value, &((struct tcpsim_record *)thing)->cause);
}

bool
tcpsim_read_line(struct reader *reader, const json_t *value, void *thing)
{
	return tcpsim_read_line_number(reader, value, &((struct tcpsim_record *)thing)->line);
}

bool
tcpsim_read_fired(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;

	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a list of rules"))
		return false;
	for (size_t i = 0; i < json_array_size(value); i++) {
		int64_t rule;
		bool is_rule;

		tcpsim_read_element(reader, i);
		is_rule = tcpsim_read_name_of(reader, json_array_get(value, i), &tcpsim_names_rules, &rule);
		tcpsim_read_leave(reader);
		if (!is_rule)
			return false;
		record->fired.bits[rule / 64] |= UINT64_C(1) << rule % 64;
	}
	return true;
}

bool
tcpsim_read_words(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;

	return tcpsim_read_text(reader, value, &record->words);
}
