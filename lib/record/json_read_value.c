/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

#include <tcpsim/word.h>

/* Values, one by one. */

/* The name of what is being read, for sentences. */
static const char *
name_of(const struct reader *reader)
{
	for (unsigned i = reader->depth; i > 0; i--)
		if (reader->path[i - 1].name != NULL)
			return reader->path[i - 1].name;
	return "a line";
}

static const char *
type_words(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "a list";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
		return "a number";
	case JSON_REAL:
		return "a number with decimals";
	case JSON_TRUE:
		return "true";
	case JSON_FALSE:
		return "false";
	case JSON_NULL:
		break;
	}
	return "null";
}

bool
tcpsim_read_is(struct reader *reader, const json_t *value, json_type type, const char *what)
{
	bool is_element = reader->depth > 0 && reader->path[reader->depth - 1].name == NULL;

	if (json_typeof(value) == type)
		return true;
	return tcpsim_read_fail(reader, "%s%s is %s, not %s", is_element ? "an element of " : "", name_of(reader), what,
		type_words(value));
}

bool
tcpsim_read_number(struct reader *reader, const json_t *value, int64_t least, int64_t most, int64_t *number)
{
	if (!tcpsim_read_is(reader, value, JSON_INTEGER, "a whole number"))
		return false;
	*number = json_integer_value(value);
	if (*number >= least && *number <= most)
		return true;
	return tcpsim_read_fail(reader,
		"%s cannot be %" G_GINT64_FORMAT ", it lies between %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
		name_of(reader), (gint64)*number, (gint64)least, (gint64)most);
}

bool
tcpsim_read_switch(struct reader *reader, const json_t *value, int64_t *is_true)
{
	*is_true = json_is_true(value);
	if (json_is_boolean(value))
		return true;
	return tcpsim_read_fail(reader, "%s is true or false, not %s", name_of(reader), type_words(value));
}

bool
tcpsim_read_text(struct reader *reader, const json_t *value, const char **text)
{
	if (!tcpsim_read_is(reader, value, JSON_STRING, "a text"))
		return false;
	*text = json_string_value(value);
	if (strlen(*text) == json_string_length(value))
		return true;
	return tcpsim_read_fail(reader, "%s has a NUL in it", name_of(reader));
}

bool
tcpsim_read_copy(struct reader *reader, const json_t *value, char **copy)
{
	const char *text;

	if (!tcpsim_read_text(reader, value, &text))
		return false;
	g_free(*copy);
	*copy = g_strdup(text);
	return true;
}

bool
tcpsim_read_texts(struct reader *reader, const json_t *value, char ***texts)
{
	size_t n;

	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a list of texts"))
		return false;
	n = json_array_size(value);
	g_strfreev(*texts);
	*texts = g_new0(char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool is_text;

		tcpsim_read_element(reader, i);
		is_text = tcpsim_read_copy(reader, json_array_get(value, i), &(*texts)[i]);
		tcpsim_read_leave(reader);
		if (!is_text)
			return false;
	}
	return true;
}

bool
tcpsim_read_unsigned(struct reader *reader, const json_t *value, uint64_t *number)
{
	const char *text;
	guint64 read;

	if (!tcpsim_read_is(reader, value, JSON_STRING, "a number in a text") || !tcpsim_read_text(reader, value, &text))
		return false;
	if (!g_ascii_string_to_unsigned(text, 10, 0, UINT64_MAX, &read, NULL))
		return tcpsim_read_fail(reader, "%s is a whole number from 0 to 2^64-1, not %.40s", name_of(reader), text);
	*number = read;
	return true;
}

bool
tcpsim_read_octets_of(struct reader *reader, const json_t *value, size_t most, GByteArray *octets)
{
	const char *end;

	if (!tcpsim_read_is(reader, value, JSON_STRING, "a text of octets"))
		return false;
	g_byte_array_set_size(octets, 0);
	end = json_string_value(value) + json_string_length(value);
	for (const char *c = json_string_value(value); c < end; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);
		guint8 octet = (guint8)u;

		if (u > 0xff)
			return tcpsim_read_fail(reader, "%s is octets, from U+0000 to U+00FF, and U+%04X is none",
				name_of(reader), u);
		if (octets->len >= most)
			return tcpsim_read_fail(reader, "%s has more than %zu octets", name_of(reader), most);
		g_byte_array_append(octets, &octet, 1);
	}
	return true;
}

bool
tcpsim_read_name_of(struct reader *reader, const json_t *value, const struct names *names, int64_t *number)
{
	struct tcpsim_nearest nearest;
	const char *text;

	if (!tcpsim_read_text(reader, value, &text))
		return false;
	*number = tcpsim_names_find(names, text);
	if (*number >= 0)
		return true;
	nearest = tcpsim_nearest_of(text);
	for (unsigned i = 0; i < names->n; i++)
		tcpsim_nearest_try(&nearest, names->get(i));
	if (nearest.best != NULL)
		return tcpsim_read_fail(reader, "there is no %s %.40s, did you mean %s?", names->what, text, nearest.best);
	return tcpsim_read_fail(reader, "there is no %s %.40s", names->what, text);
}

bool
tcpsim_read_set(struct reader *reader, const json_t *value, const struct names *names, unsigned *set)
{
	*set = 0;
	if (!tcpsim_read_is(reader, value, JSON_ARRAY, "a list of names"))
		return false;
	for (size_t i = 0; i < json_array_size(value); i++) {
		int64_t bit;
		bool is_name;

		tcpsim_read_element(reader, i);
		is_name = tcpsim_read_name_of(reader, json_array_get(value, i), names, &bit);
		tcpsim_read_leave(reader);
		if (!is_name)
			return false;
		*set |= 1U << bit;
	}
	return true;
}

bool
tcpsim_read_record_number(struct reader *reader, const json_t *value, uint32_t *record)
{
	if (!tcpsim_read_is(reader, value, JSON_INTEGER, "the number of a record"))
		return false;
	if (json_integer_value(value) < 0 || json_integer_value(value) >= reader->n_records)
		return tcpsim_read_fail(reader, "%s cannot be %" JSON_INTEGER_FORMAT ": there is no such record before this line",
			name_of(reader), json_integer_value(value));
	*record = (uint32_t)json_integer_value(value);
	return true;
}

bool
tcpsim_read_line_number(struct reader *reader, const json_t *value, uint32_t *line)
{
	int64_t number;

	if (!tcpsim_read_number(reader, value, 0, UINT32_MAX, &number))
		return false;
	if (reader->recording->text != NULL && number > reader->n_lines)
		return tcpsim_read_fail(reader, "%s cannot be %" G_GINT64_FORMAT ": the scenario has %u lines",
			name_of(reader), (gint64)number, reader->n_lines);
	*line = (uint32_t)number;
	return true;
}

const json_t *
tcpsim_read_needed(struct reader *reader, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	if (value == NULL)
		tcpsim_read_fail(reader, "%s is missing", name);
	return value;
}
