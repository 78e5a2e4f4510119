/* SPDX-License-Identifier: MIT */
/*
 * The grid of grid.h, all cells of it, as a table; docs/grid.md reads it. As a test it compares the table with
 * tests/property/grid.expected, which is the same on every machine. `test_grid BYTES` prints it for transfers of
 * another size; `make grid` does so for a megabyte.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "grid.h"
#include "tests/suite.h"

#define DEFAULT_BYTES 120000U
#define N_CONTROLS 3

static const int64_t delays_us[] = { 10000, 100000 };
static const uint32_t buffers[] = { 8192, 65535, 262144 };

/* One line: a path, a delay, a buffer, options, a pace; and a cell for each congestion control. */
static unsigned
add_row(GString *table, struct grid_cell *cell)
{
	unsigned failures = 0;

	g_string_append_printf(table, "%-10s %3d ms %6" PRIu32 " %-10s %-8s", cell->path->name,
		(int)(cell->delay_us / 1000), cell->buffer_bytes, cell->options->name, cell->pace->name);
	for (int control = 0; control < N_CONTROLS; control++) {
		struct grid_result result;

		cell->control = (enum tcpsim_congestion_control)control;
		grid_run(cell, &result);
		g_string_append_printf(table, " | %6" PRId64 " %5" PRIu32 " %4" PRIu32, (result.done_us + 999) / 1000,
			result.n_segments, result.n_again);
		if (result.failure[0] == '\0')
			continue;
		printf("%s, %d ms, buffer %" PRIu32 ", %s, %s, %s: %s\n", cell->path->name,
			(int)(cell->delay_us / 1000), cell->buffer_bytes, cell->options->name, cell->pace->name,
			tcpsim_setting_find("congestion-control")->choices[control], result.failure);
		failures++;
	}
	g_string_append_c(table, '\n');
	return failures;
}

static unsigned
add_path(GString *table, struct grid_cell *cell)
{
	unsigned failures = 0;

	for (size_t delay = 0; delay < G_N_ELEMENTS(delays_us); delay++) {
		for (size_t buffer = 0; buffer < G_N_ELEMENTS(buffers); buffer++) {
			for (size_t options = 0; options < grid_n_option_sets; options++) {
				for (size_t pace = 0; pace < grid_n_paces; pace++) {
					cell->delay_us = delays_us[delay];
					cell->buffer_bytes = buffers[buffer];
					cell->options = &grid_option_sets[options];
					cell->pace = &grid_paces[pace];
					failures += add_row(table, cell);
				}
			}
		}
	}
	return failures;
}

/* The whole table; how many cells failed goes to *failures. */
static GString *
make_table(uint32_t bytes, unsigned *failures)
{
	GString *table = g_string_new(NULL);

	g_string_append_printf(table, "# %" PRIu32 " octets each way. For each congestion control: "
		"milliseconds until all have arrived, segments, segments sent again.\n", bytes);
	g_string_append_printf(table, "# %-8s %6s %6s %-10s %-8s | %-17s | %-17s | %-17s\n", "path", "delay",
		"buffer", "options", "pace", "none", "newreno", "cubic");
	*failures = 0;
	for (size_t path = 0; path < grid_n_paths; path++) {
		struct grid_cell cell = { .path = &grid_paths[path], .bytes = bytes, .seed = 40 + path };

		*failures += add_path(table, &cell);
	}
	return table;
}

/* Show the first line that differs. */
static void
show_difference(const char *expected, const char *seen)
{
	const char *expected_line = expected, *seen_line = seen;

	for (; *expected != '\0' && *expected == *seen; expected++, seen++) {
		if (*expected == '\n') {
			expected_line = expected + 1;
			seen_line = seen + 1;
		}
	}
	printf("expected: %.*s\nseen:     %.*s\n", (int)strcspn(expected_line, "\n"), expected_line,
		(int)strcspn(seen_line, "\n"), seen_line);
	printf("If it ought to be so: tests/property/test_grid %u >tests/property/grid.expected\n", DEFAULT_BYTES);
	fflush(stdout);
}

static char *
read_source(const char *path)
{
	const char *srcdir = getenv("TCPSIM_SRCDIR");
	char *name = g_build_filename(srcdir == NULL ? "." : srcdir, path, NULL);
	char *text = NULL;

	ck_assert_msg(g_file_get_contents(name, &text, NULL, NULL), "%s cannot be read", name);
	g_free(name);
	return text;
}

START_TEST(all_arrives_in_time_and_as_it_was_sent)
{
	char *expected = read_source("tests/property/grid.expected");
	unsigned failures;
	GString *table = make_table(DEFAULT_BYTES, &failures);

	ck_assert_uint_eq(failures, 0);
	if (strcmp(expected, table->str) != 0) {
		show_difference(expected, table->str);
		ck_abort_msg("the table is another");
	}
	g_string_free(table, TRUE);
	g_free(expected);
}
END_TEST

/* What docs/grid.md quotes are lines of the table. */
START_TEST(the_manual_quotes_the_table)
{
	char *manual = read_source("docs/grid.md"), *table = read_source("tests/property/grid.expected");
	char **lines = g_strsplit(manual, "\n", 0);
	unsigned n_quotes = 0;

	for (size_t i = 0; lines[i] != NULL; i++) {
		if (!g_str_has_prefix(lines[i], "    "))
			continue;
		n_quotes++;
		ck_assert_msg(strstr(table, lines[i] + 4) != NULL, "docs/grid.md quotes what is not there:\n%s",
			lines[i]);
	}
	ck_assert_uint_gt(n_quotes, 10);
	g_strfreev(lines);
	g_free(table);
	g_free(manual);
}
END_TEST

static int
print_table(const char *argument)
{
	char *end;
	unsigned long long bytes = strtoull(argument, &end, 10);
	unsigned failures;
	GString *table;

	if (*end != '\0' || bytes < 1 || bytes > 1 << 28) {
		fprintf(stderr, "usage: test_grid [BYTES]\n");
		return 2;
	}
	table = make_table((uint32_t)bytes, &failures);
	fputs(table->str, stdout);
	g_string_free(table, TRUE);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tcase;

	if (argc > 1)
		return print_table(argv[1]);
	suite = suite_create("grid");
	tcase = tcase_create("grid");
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, all_arrives_in_time_and_as_it_was_sent);
	tcase_add_test(tcase, the_manual_quotes_the_table);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
