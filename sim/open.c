/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "sim/command.h"

/* Letters of a page's name that are kept, at the most. */
#define NAME_MAX_OCTETS 100U

/* What opens pages where nothing else is asked for. */
#ifdef __APPLE__
static const char opener[] = "open";
#else
static const char opener[] = "xdg-open";
#endif

/* Whether there is anything on which a page could be seen. */
static bool
has_display(void)
{
#ifdef __APPLE__
	return true;
#else
	static const char *const names[] = { "DISPLAY", "WAYLAND_DISPLAY" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = g_getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return true;
	}
	return false;
#endif
}

/* The name of a scenario's page: `lesson-handshake.html`. Free with g_free(). */
static char *
name_of(const struct source *source)
{
	bool is_file = source->path != NULL && g_file_test(source->name, G_FILE_TEST_IS_REGULAR);
	char *base = is_file ? g_path_get_basename(source->name) : g_strdup(source->name);
	GString *name = g_string_new(NULL);

	if (g_str_has_suffix(base, ".scn"))
		base[strlen(base) - 4] = '\0';
	for (const char *c = base; *c != '\0' && name->len < NAME_MAX_OCTETS; c++)
		g_string_append_c(name, g_ascii_isalnum(*c) || (strchr("._", *c) != NULL && name->len > 0) ? *c : '-');
	if (strcmp(base, "-") == 0)
		g_string_assign(name, "standard-input");
	g_string_append(name, ".html");
	g_free(base);
	return g_string_free(name, FALSE);
}

static int
write_text(FILE *file, const void *data)
{
	const char *text = data;
	size_t n = strlen(text);

	return fwrite(text, 1, n, file) == n ? 0 : -1;
}

/* Start a command line that may say %s where the address goes; else it goes last. No shell sees any of it. */
static bool
start(const char *line, const char *address)
{
	char **words = NULL;
	GPtrArray *arguments;
	bool is_placed = false, is_started;

	if (!g_shell_parse_argv(line, NULL, &words, NULL))
		return false;
	arguments = g_ptr_array_new_with_free_func(g_free);
	for (char **word = words; *word != NULL; word++) {
		char **parts = g_strsplit(*word, "%s", -1);

		is_placed |= parts[0] != NULL && parts[1] != NULL;
		g_ptr_array_add(arguments, g_strjoinv(address, parts));
		g_strfreev(parts);
	}
	if (!is_placed)
		g_ptr_array_add(arguments, g_strdup(address));
	g_ptr_array_add(arguments, NULL);
	is_started = g_spawn_async(NULL, (char **)arguments->pdata, NULL,
		G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL);
	g_ptr_array_unref(arguments);
	g_strfreev(words);
	return is_started;
}

/* Show a file in the browser that $BROWSER names, one of several behind colons, or else in that of the desktop. */
static bool
show(const char *path)
{
	const char *wanted = g_getenv("BROWSER");
	char **browsers = g_strsplit(wanted != NULL ? wanted : "", ":", -1);
	char *address = g_filename_to_uri(path, NULL, NULL);
	bool is_shown = false;

	for (char **browser = browsers; *browser != NULL && !is_shown; browser++) {
		is_shown = start(*browser, address);
		if (!is_shown && **browser != '\0')
			complain("cannot start %s, which BROWSER names", *browser);
	}
	if (!is_shown && has_display())
		is_shown = start(opener, address);
	g_free(address);
	g_strfreev(browsers);
	return is_shown;
}

bool
open_page(const struct source *source, const GPtrArray *recordings)
{
	const struct tcpsim_page_options options = { 0 };
	char *folder = g_build_filename(g_get_user_cache_dir(), "tcpsim", NULL);
	char *name = name_of(source);
	char *path = g_build_filename(folder, name, NULL);
	bool is_written = false;

	if (g_mkdir_with_parents(folder, 0700) != 0) {
		complain("cannot make the folder %s: %s", folder, g_strerror(errno));
	} else {
		char *page = tcpsim_render_page(
			(const struct tcpsim_recording *const *)recordings->pdata, recordings->len, &options);

		is_written = keep_file(path, write_text, page);
		g_free(page);
	}
	if (is_written) {
		output_format("%s\n", path);
		output_flush();
		if (!show(path))
			complain("no browser was found to open the page in");
	}
	g_free(path);
	g_free(name);
	g_free(folder);
	return is_written;
}
