/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

/*
 * Where something stands in a line. Jansson does not tell, so the line is gone through once more: it is known to be
 * JSON then, and to have what is looked for.
 */

void
tcpsim_read_enter(struct reader *reader, const char *name)
{
	reader->path[reader->depth++] = (struct step){ .name = name };
}

void
tcpsim_read_element(struct reader *reader, size_t index)
{
	reader->path[reader->depth++] = (struct step){ .index = index };
}

void
tcpsim_read_leave(struct reader *reader)
{
	reader->depth--;
}

static const char *
skip_blanks(const char *at, const char *end)
{
	while (at < end && strchr(" \t\r\n", *at) != NULL)
		at++;
	return at;
}

/* Behind the string that begins at `at`. */
static const char *
skip_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\')
			at++;
	return at < end ? at + 1 : end;
}

/* Behind the value that begins at `at`. */
static const char *
skip_value(const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		if (*at == '"') {
			at = skip_string(at, end);
		} else if (*at == '{' || *at == '[') {
			depth++;
			at++;
		} else if (depth > 0 && (*at == '}' || *at == ']')) {
			depth--;
			at++;
		} else if (depth == 0) {
			while (at < end && strchr(",}] \t\r\n", *at) == NULL)
				at++;
		} else {
			at++;
			continue;
		}
		if (depth == 0)
			break;
	}
	return at;
}

/* A part of the line. */
struct span {
	const char *begin, *end;
};

/* Find a member of the object, or an element of the list, at value->begin; *name is where its name stands. */
static bool
find_step(const struct step *step, const char *end, struct span *value, struct span *name)
{
	const char *at = skip_blanks(value->begin + 1, end);
	size_t n = step->name != NULL ? strlen(step->name) : 0;

	for (size_t i = 0; at < end && *at != '}' && *at != ']'; i++) {
		bool is_it = i == step->index;

		if (step->name != NULL) {
			name->begin = at;
			name->end = at = skip_string(at, end);
			is_it = (size_t)(name->end - name->begin) == n + 2 && memcmp(name->begin + 1, step->name, n) == 0;
			at = skip_blanks(skip_blanks(at, end) + 1, end);
		}
		value->begin = at;
		value->end = at = skip_value(at, end);
		if (step->name == NULL)
			*name = *value;
		if (is_it)
			return true;
		at = skip_blanks(at, end);
		if (at < end && *at == ',')
			at = skip_blanks(at + 1, end);
	}
	return false;
}

/* Where the path leads; if a name has escapes, as far as it was found. */
static void
follow(const struct reader *reader, struct span *value, struct span *name)
{
	value->begin = skip_blanks(reader->at, reader->line_end);
	value->end = value->begin < reader->line_end ? value->begin + 1 : value->begin;
	*name = *value;
	for (unsigned i = 0; i < reader->depth; i++) {
		struct span inner = *value, its_name;

		if (!find_step(&reader->path[i], reader->line_end, &inner, &its_name))
			return;
		*value = inner;
		*name = its_name;
	}
}

/* A list or an object is marked at its first character, all else as a whole. */
static bool
fail_span(struct reader *reader, const struct span *span, const char *format, va_list arguments)
{
	char *words = g_strdup_vprintf(format, arguments);
	long length = *span->begin == '{' || *span->begin == '[' ? 1 : g_utf8_strlen(span->begin, span->end - span->begin);

	tcpsim_read_fail_at(reader, (uint32_t)g_utf8_strlen(reader->at, span->begin - reader->at) + 1, (uint32_t)length,
		"%s", words);
	g_free(words);
	return false;
}

bool
tcpsim_read_fail(struct reader *reader, const char *format, ...)
{
	struct span value, name;
	va_list arguments;

	follow(reader, &value, &name);
	va_start(arguments, format);
	fail_span(reader, &value, format, arguments);
	va_end(arguments);
	return false;
}

bool
tcpsim_read_fail_name(struct reader *reader, const char *format, ...)
{
	struct span value, name;
	va_list arguments;

	follow(reader, &value, &name);
	va_start(arguments, format);
	fail_span(reader, &name, format, arguments);
	va_end(arguments);
	return false;
}

bool
tcpsim_read_fail_member(struct reader *reader, const char *name, const char *format, ...)
{
	struct span value, its_name;
	va_list arguments;

	tcpsim_read_enter(reader, name);
	follow(reader, &value, &its_name);
	tcpsim_read_leave(reader);
	va_start(arguments, format);
	fail_span(reader, &value, format, arguments);
	va_end(arguments);
	return false;
}

/* Words quote the file, which may have anything in it. */
bool
tcpsim_read_fail_at(struct reader *reader, uint32_t column, uint32_t length, const char *format, ...)
{
	struct tcpsim_place place = { reader->line, column, length };
	struct tcpsim_text *text = tcpsim_text_new(reader->text, (size_t)(reader->end - reader->text), reader->file);
	char *words, *fit;
	va_list arguments;

	va_start(arguments, format);
	words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	fit = g_utf8_make_valid(words, -1);
	g_free(words);
	for (char *c = fit; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	reader->diagnostics = tcpsim_diagnostics_new(text);
	tcpsim_diagnostics_add(reader->diagnostics, TCPSIM_SEVERITY_ERROR, &place, fit);
	tcpsim_text_unref(text);
	return false;
}
