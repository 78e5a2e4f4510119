/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "sim/gallery.h"

static const char examples[] =
	"Without arguments all built-in scenarios are run. DIR is made if it is missing;\n"
	"one with files in it is left alone, unless its index.html was written by this\n"
	"command: then pages of the same names are replaced, and all else stays.\n"
	"\n"
	"Examples:\n"
	"  tcpsim gallery -o pages                          all that there is\n"
	"  tcpsim gallery -o pages lesson/handshake a.scn   these two\n"
	"\n"
	"Exit status: 0 all pages are written, however the runs ended; 2 one is not, or a\n"
	"mistake on the command line; 3 a run was cut short, by Ctrl-C or because it does\n"
	"not end: the pages that are there are whole, and the index has them.";

/* The time after which a terminal is told how far it is. */
#define PATIENCE_US G_USEC_PER_SEC

/* The pages in the making. */
struct work {
	const char *directory;
	struct tcpsim_gallery *gallery;
	GHashTable *taken; /* names of files, in small letters: not all file systems tell them from capitals */
	gint64 begun_us;
	size_t n, n_done, n_written;
	bool is_told;
};

static int
write_text(FILE *file, const void *data)
{
	return fputs(data, file) >= 0 ? 0 : -1;
}

/* Write a file of the gallery; the text is freed. */
static bool
write_file(const struct work *work, const char *name, char *text)
{
	char *path = g_build_filename(work->directory, name, NULL);
	bool is_written = keep_file(path, write_text, text);

	g_free(path);
	g_free(text);
	return is_written;
}

static bool
write_index(const struct work *work)
{
	return write_file(work, GALLERY_INDEX, tcpsim_render_gallery(work->gallery, TCPSIM_THEME_AUTO));
}

/* On a terminal: how far it is, if it takes long. Whatever else is told is told over it. */
static void
tell_progress(struct work *work, const char *name)
{
	if (!isatty(STDERR_FILENO) || g_get_monotonic_time() - work->begun_us < PATIENCE_US)
		return;
	fprintf(stderr, "\r\033[Ktcpsim: page %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT ": %.50s\r", work->n_done + 1,
		work->n, name);
	work->is_told = true;
}

static void
wipe_progress(struct work *work)
{
	if (work->is_told)
		fputs("\033[K", stderr);
	work->is_told = false;
}

/* Write the page of what was recorded, and add it to the gallery. */
static enum status
write_page(struct work *work, const struct recorded *recorded)
{
	const struct tcpsim_page_options options = { .home = GALLERY_INDEX };
	const struct tcpsim_recording *const *recordings =
		(const struct tcpsim_recording *const *)recorded->recordings->pdata;
	size_t n = recorded->recordings->len;
	char *name = gallery_name(&recorded->source);
	char *file = gallery_file(work->taken, name);
	bool is_written = write_file(work, file, tcpsim_render_page(recordings, n, &options));

	if (is_written) {
		tcpsim_gallery_add(work->gallery, name, file, recordings, n);
		work->n_written++;
	}
	g_free(file);
	g_free(name);
	return is_written ? STATUS_PASSED : STATUS_USAGE;
}

static enum status
add_argument(struct work *work, const char *argument)
{
	const struct tcpsim_run_options options = { .stop = &watch_stop };
	struct recorded recorded;
	enum status status;

	tell_progress(work, argument);
	recorded_init(&recorded);
	status = recorded_take(&recorded, argument, NULL, &options);
	wipe_progress(work);
	if (status != STATUS_USAGE && !watch_stop)
		status = status_worst(status, write_page(work, &recorded));
	recorded_clear(&recorded);
	work->n_done++;
	return status;
}

/* Write all pages and then the index. What cannot be read does not keep the others from being written. */
static enum status
write_all(struct work *work, char **arguments)
{
	enum status status = STATUS_PASSED;

	for (; *arguments != NULL && !watch_stop; arguments++)
		status = status_worst(status, add_argument(work, *arguments));
	if (watch_stop) {
		complain("interrupted: %s has %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " pages", work->directory,
			work->n_written, work->n);
		status = status_worst(status, STATUS_INCONCLUSIVE);
	}
	if (!write_index(work))
		return STATUS_USAGE;
	output_format("%s/%s\n", work->directory, GALLERY_INDEX);
	return status;
}

static enum status
make_gallery(const char *directory, char **arguments)
{
	struct work work = {
		.directory = directory,
		.gallery = tcpsim_gallery_new(),
		.taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.begun_us = g_get_monotonic_time(),
		.n = g_strv_length(arguments),
	};
	bool is_new;
	enum status status = STATUS_USAGE;

	g_hash_table_add(work.taken, g_strdup(GALLERY_INDEX));
	/* An index first, so that the directory is known again whatever comes between. */
	if (gallery_prepare(directory, &is_new) && (!is_new || write_index(&work)))
		status = write_all(&work, arguments);
	g_hash_table_destroy(work.taken);
	tcpsim_gallery_free(work.gallery);
	return status;
}

/* Whether what an argument names is there; else a sentence is told. What can be read only once is read later. */
static bool
is_there(const char *argument)
{
	bool is_stream = strcmp(argument, "-") == 0 || (g_file_test(argument, G_FILE_TEST_EXISTS) &&
		!g_file_test(argument, G_FILE_TEST_IS_REGULAR) && !g_file_test(argument, G_FILE_TEST_IS_DIR));
	struct source source = { 0 };
	bool is_found = is_stream || source_find(argument, &source);

	source_clear(&source);
	return is_found;
}

/* A wrong name is a mistake of who typed it: nothing is made before all are known. */
static enum status
make_of_arguments(const char *directory, char **arguments)
{
	bool are_there = true;

	for (char **argument = arguments; *argument != NULL; argument++)
		are_there = is_there(*argument) && are_there;
	return are_there ? make_gallery(directory, arguments) : STATUS_USAGE;
}

static enum status
make_of_builtins(const char *directory)
{
	char **names = builtin_names();
	enum status status = STATUS_USAGE;

	if (names[0] != NULL) {
		status = make_gallery(directory, names);
	} else {
		char *places = builtin_places();

		complain_at_length("there are no built-in scenarios: %s", places);
		g_free(places);
	}
	g_strfreev(names);
	return status;
}

enum status
command_gallery(int argc, char **argv)
{
	char *directory = NULL;
	const GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &directory, "where the pages go", "DIR" },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	enum status status;

	if (usage_parse("-o DIR [FILE|NAME...]", "Write a page for each scenario, and one that leads to all of them.",
		    examples, entries, &argc, &argv, &status)) {
		if (directory == NULL || directory[0] == '\0')
			status = usage_error("gallery", "-o DIR is missing: it says where the pages go");
		else if (argc > 1)
			status = make_of_arguments(directory, argv + 1);
		else
			status = make_of_builtins(directory);
	}
	g_free(directory);
	return status;
}
