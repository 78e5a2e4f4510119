/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

/* JSON, piece by piece; a line of a trace is written in one go, since there may be many. */

/* Whether something stands in front in the same object or list. */
static bool
needs_comma(const struct writer *writer)
{
	char last = writer->text->len > 0 ? writer->text->str[writer->text->len - 1] : '\n';

	return last != '{' && last != '[' && last != '\n' && last != ':';
}

void
tcpsim_json_name(struct writer *writer, const char *name)
{
	if (needs_comma(writer))
		g_string_append_c(writer->text, ',');
	g_string_append_c(writer->text, '"');
	g_string_append(writer->text, name);
	g_string_append(writer->text, "\":");
}

void
tcpsim_json_open(struct writer *writer, char bracket)
{
	if (needs_comma(writer))
		g_string_append_c(writer->text, ',');
	g_string_append_c(writer->text, bracket);
}

void
tcpsim_json_close(struct writer *writer, char bracket)
{
	g_string_append_c(writer->text, bracket);
}

void
tcpsim_json_number(struct writer *writer, int64_t number)
{
	char digits[24], *first = digits + sizeof(digits);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do {
		*--first = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		*--first = '-';
	g_string_append_len(writer->text, first, digits + sizeof(digits) - first);
}

void
tcpsim_json_time(struct writer *writer, int64_t time_us)
{
	if (time_us == TCPSIM_TIME_NONE)
		g_string_append(writer->text, "null");
	else
		tcpsim_json_number(writer, time_us);
}

/* A character, by an escape if it is one of control: a trace can be looked at in any terminal. */
static void
put_character(GString *text, gunichar u)
{
	if (u == '"' || u == '\\') {
		g_string_append_c(text, '\\');
		g_string_append_c(text, (char)u);
	} else if (u == '\n') {
		g_string_append(text, "\\n");
	} else if (u == '\t') {
		g_string_append(text, "\\t");
	} else if (u < 0x20 || (u >= 0x7f && u < 0xa0)) {
		g_string_append_printf(text, "\\u%04x", u);
	} else {
		g_string_append_unichar(text, u);
	}
}

void
tcpsim_json_octets(struct writer *writer, const uint8_t *octets, size_t n)
{
	if (needs_comma(writer))
		g_string_append_c(writer->text, ',');
	g_string_append_c(writer->text, '"');
	for (size_t i = 0; i < n; i++)
		put_character(writer->text, octets[i]);
	g_string_append_c(writer->text, '"');
}

void
tcpsim_json_text(struct writer *writer, const char *text)
{
	char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);

	if (needs_comma(writer))
		g_string_append_c(writer->text, ',');
	g_string_append_c(writer->text, '"');
	for (const char *c = valid != NULL ? valid : text; *c != '\0'; c = g_utf8_next_char(c))
		put_character(writer->text, g_utf8_get_char(c));
	g_string_append_c(writer->text, '"');
	g_free(valid);
}

void
tcpsim_json_member_text(struct writer *writer, const char *name, const char *text)
{
	if (text == NULL)
		return;
	tcpsim_json_name(writer, name);
	tcpsim_json_text(writer, text);
}

void
tcpsim_json_member_texts(struct writer *writer, const char *name, char **texts)
{
	if (texts == NULL || *texts == NULL)
		return;
	tcpsim_json_name(writer, name);
	tcpsim_json_open(writer, '[');
	for (; *texts != NULL; texts++)
		tcpsim_json_text(writer, *texts);
	tcpsim_json_close(writer, ']');
}

void
tcpsim_json_member_number(struct writer *writer, const char *name, int64_t number)
{
	tcpsim_json_name(writer, name);
	tcpsim_json_number(writer, number);
}

char *
tcpsim_recording_write(const struct tcpsim_recording *recording)
{
	size_t n;
	struct writer writer = {
		.text = g_string_new(NULL),
		.recording = recording,
		.records = tcpsim_trace_records(recording->trace, &n),
		.names = tcpsim_packet_names_new(recording->trace),
	};

	tcpsim_told_init(&writer.told);
	tcpsim_json_write_head(&writer);
	for (size_t i = 0; i < n; i++)
		tcpsim_json_write_record(&writer, &writer.records[i]);
	tcpsim_json_write_end(&writer);
	tcpsim_told_clear(&writer.told);
	tcpsim_packet_names_free(writer.names);
	return g_string_free(writer.text, FALSE);
}
