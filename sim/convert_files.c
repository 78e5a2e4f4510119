/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "sim/convert.h"

/* A file that is to be: which recordings, which host. */
struct piece {
	const struct tcpsim_recording *const *recordings;
	size_t n;
	uint16_t host; /* or TCPSIM_NO_HOST */
};

static void
add_piece(GArray *pieces, const struct recorded *recorded, size_t first, size_t n, uint16_t host)
{
	const struct piece piece = {
		.recordings = (const struct tcpsim_recording *const *)recorded->recordings->pdata + first,
		.n = n,
		.host = host,
	};

	g_array_append_vals(pieces, &piece, 1);
}

/* Tell that there is no such host, and which was likely meant. */
static void
refuse_host(const struct tcpsim_trace *trace, const char *name)
{
	GPtrArray *names = g_ptr_array_new();
	const char *guess;

	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(trace); host++)
		g_ptr_array_add(names, (gpointer)tcpsim_trace_host_name(trace, host));
	g_ptr_array_add(names, NULL);
	guess = tcpsim_word_nearest(name, (const char *const *)names->pdata);
	if (guess != NULL) {
		usage_error("convert", "there is no host %s, did you mean %s?", name, guess);
	} else {
		char *all = g_strjoinv(", ", (char **)names->pdata);

		usage_error("convert", "there is no host %s, only %s", name, all);
		g_free(all);
	}
	g_ptr_array_free(names, TRUE);
}

/* The pieces of one case: the host that is wanted, or each. Returns false, after a sentence, if there is no such host. */
static bool
add_hosts(GArray *pieces, const struct convert_request *request, const struct recorded *recorded, size_t i)
{
	const struct tcpsim_recording *recording = g_ptr_array_index(recorded->recordings, i);
	bool is_found = false;

	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(recording->trace); host++) {
		if (request->host != NULL && strcmp(request->host, tcpsim_trace_host_name(recording->trace, host)) != 0)
			continue;
		add_piece(pieces, recorded, i, 1, host);
		is_found = true;
	}
	if (!is_found)
		refuse_host(recording->trace, request->host);
	return is_found;
}

static bool
find_pieces(GArray *pieces, const struct convert_request *request, const struct recorded *recorded)
{
	size_t n = recorded->recordings->len;
	bool is_found = true;

	switch (request->format->extent) {
	case OF_ALL:
		add_piece(pieces, recorded, 0, n, TCPSIM_NO_HOST);
		break;
	case OF_CASE:
		for (size_t i = 0; i < n; i++)
			add_piece(pieces, recorded, i, 1, TCPSIM_NO_HOST);
		break;
	case OF_CASE_OR_HOST:
		for (size_t i = 0; i < n && is_found; i++) {
			if (request->host != NULL)
				is_found = add_hosts(pieces, request, recorded, i);
			else
				add_piece(pieces, recorded, i, 1, TCPSIM_NO_HOST);
		}
		break;
	case OF_HOST:
		for (size_t i = 0; i < n && is_found; i++)
			is_found = add_hosts(pieces, request, recorded, i);
		break;
	}
	return is_found;
}

/* A case's or a host's name as a part of a file's. */
static void
append_part(GString *path, const char *name)
{
	g_string_append_c(path, '-');
	for (; *name != '\0'; name++)
		g_string_append_c(path, g_ascii_isalnum(*name) || strchr("._", *name) != NULL ? *name : '-');
}

/* The name of one of several files: the one that was given, with case and host before its suffix. */
static char *
path_of(const struct convert_request *request, const struct recorded *recorded, const struct piece *piece)
{
	const char *base = strrchr(request->output, '/');
	const char *suffix = strrchr(base != NULL ? base : request->output, '.');
	GString *path = g_string_new(NULL);

	if (g_str_has_suffix(request->output, request->format->suffix))
		suffix = request->output + strlen(request->output) - strlen(request->format->suffix);
	if (suffix == NULL)
		suffix = request->format->suffix;
	else
		g_string_append_len(path, request->output, suffix - request->output);
	if (path->len == 0)
		g_string_append(path, request->output);
	if (recorded->recordings->len > 1)
		append_part(path, piece->recordings[0]->case_name);
	if (piece->host != TCPSIM_NO_HOST && request->host == NULL)
		append_part(path, tcpsim_trace_host_name(piece->recordings[0]->trace, piece->host));
	g_string_append(path, suffix);
	return g_string_free(path, FALSE);
}

static int
write_bytes(FILE *file, const void *data)
{
	gsize n;
	const void *octets = g_bytes_get_data((GBytes *)data, &n);

	return fwrite(octets, 1, n, file) == n ? 0 : -1;
}

/* Write one piece to where it is wanted; `path` is NULL for standard output. */
static enum status
write_piece(const struct convert_request *request, const struct piece *piece, const char *path)
{
	char *words = piece->n == 1 ? recorded_words(piece->recordings[0]) : g_strdup(piece->recordings[0]->file);
	const struct conversion conversion = {
		.recordings = piece->recordings,
		.n = piece->n,
		.host = piece->host,
		.connection = request->connection,
		.words = words,
		.picture = request->picture,
	};
	char *error = NULL;
	GBytes *bytes = request->format->write(&conversion, &error);
	enum status status = STATUS_PASSED;

	if (bytes == NULL) {
		complain_at_length("%s: %s", words, error);
		status = STATUS_USAGE;
	} else if (path == NULL) {
		output_octets(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	} else if (!keep_file(path, write_bytes, bytes)) {
		status = STATUS_USAGE;
	}
	if (bytes != NULL)
		g_bytes_unref(bytes);
	g_free(error);
	g_free(words);
	return status;
}

/* Standard output takes one piece. Tells what would choose it, and returns false, if there are more. */
static bool
is_one(const struct convert_request *request, const struct recorded *recorded, const GArray *pieces)
{
	GString *names = g_string_new(NULL);

	if (request->format->extent == OF_HOST && request->host == NULL) {
		usage_error("convert", "--host is missing: it names the host whose side is written; or -o NAME%s writes "
			"a file a host", request->format->suffix);
	} else if (pieces->len > 1) {
		for (guint i = 0; i < recorded->recordings->len; i++) {
			const struct tcpsim_recording *recording = g_ptr_array_index(recorded->recordings, i);

			g_string_append_printf(names, "%s%s", i > 0 ? "; " : "", recording->case_name);
		}
		complain_at_length("%s has %u cases, of which --case chooses one, or -o NAME%s writes a file each: %s",
			recorded->source.file, recorded->recordings->len, request->format->suffix, names->str);
	} else if (request->format->is_binary && isatty(STDOUT_FILENO)) {
		usage_error("convert", "%s is nothing for a terminal: -o FILE writes it to a file", request->format->name);
	} else {
		g_string_free(names, TRUE);
		return true;
	}
	g_string_free(names, TRUE);
	return false;
}

/* Whether nothing that is to be written is what was read. Else a sentence was told. */
static bool
spares_source(const struct recorded *recorded, char **paths)
{
	/* What came by standard input may have been a file. */
	const char *source = recorded->source.path != NULL ? recorded->source.path : "/dev/stdin";

	for (; *paths != NULL; paths++) {
		if (keep_is_same(*paths, source)) {
			complain("--output %s would overwrite the scenario itself", *paths);
			return false;
		}
	}
	return true;
}

/* A name that is not taken yet: that one, or with a number behind it. Takes over `path`. */
static char *
untaken(GHashTable *taken, char *path)
{
	char *name = g_strdup(path);

	for (unsigned i = 2; g_hash_table_contains(taken, name); i++) {
		g_free(name);
		name = g_strdup_printf("%s.%u", path, i);
	}
	g_free(path);
	g_hash_table_add(taken, name);
	return name;
}

/* The names of all pieces, no two of them the same, NULL-terminated; g_strfreev() frees them. */
static char **
find_paths(const struct convert_request *request, const struct recorded *recorded, const GArray *pieces)
{
	GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
	char **paths = g_new0(char *, pieces->len + 1);

	for (guint i = 0; i < pieces->len; i++)
		paths[i] = untaken(taken, pieces->len > 1
				? path_of(request, recorded, &g_array_index(pieces, struct piece, i))
				: g_strdup(request->output));
	g_hash_table_unref(taken);
	return paths;
}

/* Write all pieces; what one cannot say does not keep the others from being written. */
static enum status
write_files(const struct convert_request *request, const struct recorded *recorded, const GArray *pieces)
{
	char **paths = find_paths(request, recorded, pieces);
	bool may_write = spares_source(recorded, paths);
	enum status status = may_write ? STATUS_PASSED : STATUS_USAGE;

	for (guint i = 0; i < pieces->len && may_write && !watch_stop; i++) {
		enum status of_piece =
			write_piece(request, &g_array_index(pieces, struct piece, i), paths[i]);

		if (of_piece == STATUS_PASSED && pieces->len > 1)
			output_format("%s\n", paths[i]);
		status = status_worst(status, of_piece);
	}
	g_strfreev(paths);
	return status;
}

enum status
convert_write(const struct convert_request *request, const struct recorded *recorded)
{
	GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	bool is_file = request->output != NULL && strcmp(request->output, "-") != 0;
	enum status status = STATUS_USAGE;

	if (!find_pieces(pieces, request, recorded))
		status = STATUS_USAGE;
	else if (is_file)
		status = write_files(request, recorded, pieces);
	else if (is_one(request, recorded, pieces))
		status = write_piece(request, &g_array_index(pieces, struct piece, 0), NULL);
	g_array_free(pieces, TRUE);
	return status;
}
