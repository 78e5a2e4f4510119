/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* nftw() */
#include <ftw.h>

#include <glib.h>

#include <tcpsim/drill.h>

#include "bench.h"

/*
 * packetdrill scripts, from their text on: the corpus of tests/packetdrill again and again, so many of them in all, 1 000
 * unless the first argument says otherwise. A kernel takes about a second for each.
 */
#define N_SCRIPTS 1000

struct script {
	char *text;
	gsize n;
};

static GArray *scripts;

static int
add(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	struct script script;

	(void)about;
	(void)where;
	if (kind == FTW_F && g_str_has_suffix(path, ".pkt") && strstr(path, "/invalid/") == NULL &&
		g_file_get_contents(path, &script.text, &script.n, NULL))
		g_array_append_val(scripts, script);
	return 0;
}

/* What became of it counts nothing here: parse and play. */
static void
play(const struct script *script)
{
	const struct tcpsim_drill_options options = { .has_python = true };
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse(script->text, script->n, "bench", &options, &diagnostics);

	bench_require(drill != NULL, "every script of the corpus parses");
	tcpsim_drill_result_free(tcpsim_drill_run(drill, &options));
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoull(argv[1], NULL, 0) : N_SCRIPTS;
	const char *tree = getenv("TCPSIM_SRCDIR");
	char *folder = g_build_filename(tree != NULL ? tree : BENCH_SRCDIR, "tests/packetdrill", NULL);
	double seconds[BENCH_ROUNDS], median;

	scripts = g_array_new(FALSE, FALSE, sizeof(struct script));
	nftw(folder, add, 16, 0);
	bench_require(scripts->len > 0, "there is a corpus");
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		double began = bench_now_s();

		for (size_t i = 0; i < n; i++)
			play(&g_array_index(scripts, struct script, i % scripts->len));
		seconds[round] = bench_now_s() - began;
	}
	median = bench_median(seconds, BENCH_ROUNDS);
	bench_row("drill_scripts_per_second", (double)n / median, "scripts/s");
	bench_row("drill_scripts_time", median, "s");
	for (guint i = 0; i < scripts->len; i++)
		g_free(g_array_index(scripts, struct script, i).text);
	g_array_free(scripts, TRUE);
	g_free(folder);
	return EXIT_SUCCESS;
}
