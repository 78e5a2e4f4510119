/* SPDX-License-Identifier: MIT */
/*
 * Every shipped scenario, with each token of each line in turn removed, doubled, or misspelt by one letter: it runs,
 * or it is refused with a place in the text and a sentence. It never crashes. What an exploration would take of it is
 * right, or refused in the same way.
 */
#include <tcpsim/exploration.h>
#include <tcpsim/scenario.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

enum damage {
	REMOVED,
	DOUBLED,
	LETTER_DROPPED,
	LETTER_CHANGED,
	LETTERS_SWAPPED,
	N_DAMAGES,
};

static GPtrArray *files;

/* What came of one damaged file. */
struct tally {
	unsigned refused, ran;
};

static uint32_t
count_lines(const char *text)
{
	uint32_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* A diagnostic stands at a place of the text and begins as compilers' do. */
static void
check_diagnostic(const struct tcpsim_diagnostics *list, size_t i, const char *text)
{
	const struct tcpsim_diagnostic *diagnostic = tcpsim_diagnostics_get(list, i);
	char *formatted = tcpsim_diagnostics_format(list, i);
	char *begin = g_strdup_printf("damaged.scn:%u:%u: %s: ", diagnostic->line, diagnostic->column,
		diagnostic->severity == TCPSIM_SEVERITY_ERROR ? "error" : "warning");
	char **lines = g_strsplit(text, "\n", -1);

	ck_assert_uint_ge(diagnostic->line, 1);
	ck_assert_uint_le(diagnostic->line, count_lines(text));
	ck_assert_uint_ge(diagnostic->column, 1);
	ck_assert_uint_le(diagnostic->column, g_utf8_strlen(lines[diagnostic->line - 1], -1) + 1);
	ck_assert_uint_ge(diagnostic->length, 1);
	ck_assert_msg(g_str_has_prefix(formatted, begin), "%s", formatted);
	ck_assert(diagnostic->words[0] != '\0' && !g_str_has_suffix(diagnostic->words, "."));
	g_strfreev(lines);
	g_free(begin);
	g_free(formatted);
}

static void
run_case(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_run *run = tcpsim_scenario_run(scenario, the_case, NULL);

	ck_assert_ptr_nonnull(run);
	tcpsim_run_free(run);
}

static void
take_world(const struct tcpsim_scenario *scenario, size_t the_case, const char *text)
{
	struct tcpsim_explore_world world;
	struct tcpsim_diagnostics *diagnostics;
	bool is_good = tcpsim_scenario_world(scenario, the_case, &world, &diagnostics);

	ck_assert(is_good == (tcpsim_diagnostics_n(diagnostics) == 0));
	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++)
		check_diagnostic(diagnostics, i, text);
	if (is_good)
		ck_assert_ptr_null(tcpsim_explore_world_check(&world));
	tcpsim_diagnostics_free(diagnostics);
}

/* Parse a damaged text; run the case that its number picks. */
static void
try_text(const char *text, unsigned number, struct tally *tally)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(text, strlen(text), "damaged.scn", &diagnostics);

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++)
		check_diagnostic(diagnostics, i, text);
	if (scenario == NULL) {
		ck_assert_msg(tcpsim_diagnostics_n(diagnostics) > 0, "refused without a word:\n%s", text);
		tally->refused++;
	} else {
		run_case(scenario, number % tcpsim_scenario_n_cases(scenario));
		take_world(scenario, number % tcpsim_scenario_n_cases(scenario), text);
		tally->ran++;
	}
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
}

static gboolean
is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '.' || c == '%' || c == '$';
}

/* The end of the token that begins at `c`. A dash or a plus belongs to a word if a letter or digit follows it. */
static const char *
token_end(const char *c)
{
	const char *next = c + 1;

	if (*c == '"') {
		while (*next != '"' && *next != '\n' && *next != '\0')
			next++;
		return *next == '"' ? next + 1 : next;
	}
	if (!is_word(*c))
		return strncmp(c, "<->", 3) == 0 ? c + 3 : strncmp(c, "->", 2) == 0 ? c + 2 : next;
	while (is_word(*next) || ((*next == '-' || *next == '+') && is_word(next[1])))
		next++;
	return next;
}

/* The token, damaged. */
static char *
damaged_token(const char *token, size_t n, enum damage damage, unsigned number)
{
	GString *out = g_string_new_len(token, (gssize)n);
	size_t at = number % n;

	switch (damage) {
	case REMOVED:
		g_string_truncate(out, 0);
		break;
	case DOUBLED:
		g_string_append_c(out, ' ');
		g_string_append_len(out, token, (gssize)n);
		break;
	case LETTER_DROPPED:
		g_string_erase(out, (gssize)at, 1);
		break;
	case LETTER_CHANGED:
		out->str[at] = out->str[at] == 'x' ? 'y' : 'x';
		break;
	case LETTERS_SWAPPED:
		if (n > 1) {
			at = number % (n - 1);
			out->str[at] = token[at + 1];
			out->str[at + 1] = token[at];
		}
		break;
	case N_DAMAGES:
		break;
	}
	return g_string_free(out, FALSE);
}

static void
damage_token(const char *text, const char *token, size_t n, unsigned *number, struct tally *tally)
{
	for (int damage = 0; damage < N_DAMAGES; damage++) {
		char *other = damaged_token(token, n, (enum damage)damage, (*number)++);
		char *damaged = g_strdup_printf("%.*s%s%s", (int)(token - text), text, other, token + n);

		try_text(damaged, *number, tally);
		g_free(damaged);
		g_free(other);
	}
}

START_TEST(a_damaged_scenario_runs_or_is_refused_with_a_place)
{
	struct tally tally = { 0, 0 };
	unsigned number = (unsigned)_i;
	char *text;

	ck_assert(g_file_get_contents(g_ptr_array_index(files, _i), &text, NULL, NULL));
	for (const char *c = text; *c != '\0';) {
		const char *end;

		if (strncmp(c, "//", 2) == 0)
			c += strcspn(c, "\n");
		if (g_ascii_isspace(*c)) {
			c++;
			continue;
		}
		if (*c == '\0')
			break;
		end = token_end(c);
		damage_token(text, c, (size_t)(end - c), &number, &tally);
		c = end;
	}
	ck_assert_uint_gt(tally.refused, 0);
	ck_assert_uint_gt(tally.ran, 0);
	g_free(text);
}
END_TEST

START_TEST(there_are_scenarios)
{
	ck_assert_uint_gt(files->len, 4);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("damaged scenarios");
	TCase *tcase = tcase_create("damage");
	int status;

	files = scenario_files_find("docs/scenarios", ".scn");
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, there_are_scenarios);
	tcase_add_loop_test(tcase, a_damaged_scenario_runs_or_is_refused_with_a_place, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
