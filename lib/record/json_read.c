/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

/* Saved traces, line by line. A mistake ends reading: all behind it could only be told in its light. */

static const char byte_order_mark[] = "\xef\xbb\xbf";

static void
begin_run(struct reader *reader)
{
	const struct departure none = { .from = TCPSIM_NO_HOST };

	reader->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	reader->departures = g_array_new(FALSE, FALSE, sizeof(struct departure));
	g_array_append_val(reader->departures, none); /* packets are counted from 1 */
	tcpsim_told_init(&reader->told);
	reader->n_records = 0;
	reader->n_lines = 0;
	reader->now_us = 0;
}

static void
end_run(struct reader *reader)
{
	g_hash_table_destroy(reader->hosts);
	g_array_unref(reader->departures);
	tcpsim_told_clear(&reader->told);
	reader->recording = NULL;
}

/* ---- lines ---- */

/* Whether a line ends too early, and not too late. */
static bool
is_cut_off(const json_error_t *error)
{
	return g_str_has_suffix(error->text, "near end of file") || g_str_has_prefix(error->text, "premature end");
}

/* What Jansson says of a line; what it stands near is marked, and not repeated. */
static bool
refuse_json(struct reader *reader, const json_error_t *error)
{
	const char *near = strstr(error->text, " near '");
	long words = near != NULL ? near - error->text : (long)strlen(error->text);
	long length = near != NULL && g_str_has_suffix(near, "'") ? g_utf8_strlen(near, -1) - (long)strlen(" near ''") : 1;
	long column = MAX(1, error->column);
	const char *bad;

	if (near == NULL || length < 1 || length > column)
		length = 1;
	if (!g_utf8_validate_len(reader->at, (gsize)(reader->line_end - reader->at), &bad) && *bad != '\0')
		return tcpsim_read_fail_at(reader, (uint32_t)g_utf8_strlen(reader->at, bad - reader->at) + 1, 1,
			"this is no UTF-8");
	if (reader->line_end == reader->end && is_cut_off(error))
		return tcpsim_read_fail_at(reader, (uint32_t)column, 1, "the file ends within a line");
	return tcpsim_read_fail_at(reader, (uint32_t)(column - length + 1), (uint32_t)length, "this is no JSON: %.*s",
		(int)words, error->text);
}

/* A head begins a run; a record is of a kind; what is neither ends it. */
static bool
read_object(struct reader *reader, const json_t *line)
{
	bool is_head = json_object_get(line, "tcpsim-trace") != NULL, is_read;

	if (reader->recording == NULL) {
		if (!is_head)
			return tcpsim_read_fail(reader, "a run begins with a head, which has tcpsim-trace as a member");
		begin_run(reader);
		return tcpsim_read_head(reader, line);
	}
	if (is_head)
		return tcpsim_read_fail(reader, "the run before this one has no end");
	if (json_object_get(line, "kind") != NULL || json_object_get(line, "n") != NULL)
		return tcpsim_read_record(reader, line);
	is_read = tcpsim_read_end(reader, line);
	if (is_read) {
		g_ptr_array_add(reader->recordings, reader->recording);
		end_run(reader);
	}
	return is_read;
}

static bool
is_blank(const char *begin, const char *end)
{
	while (begin < end && strchr(" \t\r", *begin) != NULL)
		begin++;
	return begin == end;
}

static bool
read_line(struct reader *reader)
{
	json_error_t error;
	json_t *line;
	bool is_read;

	if (is_blank(reader->at, reader->line_end))
		return true;
	line = json_loadb(reader->at, (size_t)(reader->line_end - reader->at), JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
		&error);
	if (line == NULL)
		return refuse_json(reader, &error);
	is_read = json_is_object(line) ? read_object(reader, line) :
					 tcpsim_read_fail(reader, "a line is an object");
	json_decref(line);
	return is_read;
}

static bool
read_lines(struct reader *reader)
{
	bool is_read = true;

	for (reader->line = 1; is_read && reader->at < reader->end; reader->line++) {
		const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));

		reader->line_end = newline != NULL ? newline : reader->end;
		is_read = read_line(reader);
		reader->at = newline != NULL ? newline + 1 : reader->end;
	}
	reader->line -= reader->line > 1;
	if (is_read && reader->recording != NULL)
		return tcpsim_read_fail_at(reader, 1, 1, "the last run has no end: the file is cut off behind this line");
	if (is_read && reader->recordings->len == 0)
		return tcpsim_read_fail_at(reader, 1, 1, "there is no run in this file");
	return is_read;
}

/* ---- the whole ---- */

bool
tcpsim_recording_is_one(const char *text, size_t n)
{
	const char *end = text + n;

	if (n >= 3 && memcmp(text, byte_order_mark, 3) == 0)
		text += 3;
	while (text < end && *text != '\0' && strchr(" \t\r\n", *text) != NULL)
		text++;
	return text < end && *text == '{';
}

struct tcpsim_recording **
tcpsim_recordings_read(const char *text, size_t n, const char *file, struct tcpsim_diagnostics **diagnostics)
{
	struct reader reader = {
		.text = text,
		.end = text + n,
		.at = n >= 3 && memcmp(text, byte_order_mark, 3) == 0 ? text + 3 : text,
		.file = file,
		.recordings = g_ptr_array_new(),
		.octets = g_byte_array_new(),
	};
	bool is_read = n > INT32_MAX ? tcpsim_read_fail_at(&reader, 1, 1, "a file of more than 2 GiB") : read_lines(&reader);

	if (reader.recording != NULL) {
		tcpsim_recording_free(reader.recording);
		end_run(&reader);
	}
	g_byte_array_unref(reader.octets);
	*diagnostics = reader.diagnostics;
	g_ptr_array_add(reader.recordings, NULL);
	if (!is_read) {
		tcpsim_recordings_free((struct tcpsim_recording **)g_ptr_array_free(reader.recordings, FALSE));
		return NULL;
	}
	return (struct tcpsim_recording **)g_ptr_array_free(reader.recordings, FALSE);
}

void
tcpsim_recordings_free(struct tcpsim_recording **recordings)
{
	if (recordings == NULL)
		return;
	for (struct tcpsim_recording **recording = recordings; *recording != NULL; recording++)
		tcpsim_recording_free(*recording);
	g_free(recordings);
}
