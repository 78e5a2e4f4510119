/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/scan_private.h"

/* From octets to a scenario, and what the public header tells of one. */

/* Words quote the text, and a quotation may have been cut within a character, or hold an escaped \n. */
static char *
made_fit(char *words)
{
	char *fit = g_utf8_make_valid(words, -1);

	g_free(words);
	for (char *c = fit; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	return fit;
}

void
tcpsim_scn_error_take(struct scn_parser *p, const struct tcpsim_place *loc, char *words)
{
	if (p->n_errors >= SCN_MAX_ERRORS || tcpsim_scn_has_error(p, loc)) {
		g_free(words);
		return;
	}
	p->n_errors++;
	g_hash_table_add(p->error_lines, GUINT_TO_POINTER(loc->line));
	tcpsim_diagnostics_add(p->diagnostics, TCPSIM_SEVERITY_ERROR, loc, made_fit(words));
}

void
tcpsim_scn_error(struct scn_parser *p, const struct tcpsim_place *loc, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	tcpsim_scn_error_take(p, loc, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

void
tcpsim_scn_warning(struct scn_parser *p, const struct tcpsim_place *loc, const char *format, ...)
{
	va_list arguments;

	if (tcpsim_diagnostics_n(p->diagnostics) >= 2 * SCN_MAX_ERRORS)
		return;
	va_start(arguments, format);
	tcpsim_diagnostics_add(
		p->diagnostics, TCPSIM_SEVERITY_WARNING, loc, made_fit(g_strdup_vprintf(format, arguments)));
	va_end(arguments);
}

bool
tcpsim_scn_has_error(const struct scn_parser *p, const struct tcpsim_place *loc)
{
	return g_hash_table_contains(p->error_lines, GUINT_TO_POINTER(loc->line));
}

static struct scn_parser *
new_parser(const char *text, size_t n, const char *file)
{
	struct scn_parser *p = g_new0(struct scn_parser, 1);

	p->source = tcpsim_text_new(text, n, file);
	p->diagnostics = tcpsim_diagnostics_new(p->source);
	p->scenario = g_new0(struct tcpsim_scenario, 1);
	p->memory = tcpsim_scn_memory_new();
	p->hosts = g_ptr_array_new();
	p->varies = g_ptr_array_new();
	p->lines = g_ptr_array_new();
	p->notes = g_ptr_array_new();
	p->uses = g_ptr_array_new();
	p->ins = g_ptr_array_new();
	p->blocks = g_ptr_array_new();
	p->error_lines = g_hash_table_new(NULL, NULL);
	p->host_index = g_hash_table_new(g_str_hash, g_str_equal);
	p->vary_index = g_hash_table_new(g_str_hash, g_str_equal);
	p->unknown_hosts = g_hash_table_new(g_str_hash, g_str_equal);
	p->next = (struct tcpsim_place){ 1, 1, 1 };
	return p;
}

static void
free_parser(struct scn_parser *p)
{
	g_ptr_array_free(p->hosts, TRUE);
	g_ptr_array_free(p->varies, TRUE);
	g_ptr_array_free(p->lines, TRUE);
	g_ptr_array_free(p->notes, TRUE);
	g_ptr_array_free(p->uses, TRUE);
	g_ptr_array_free(p->ins, TRUE);
	g_ptr_array_free(p->blocks, TRUE);
	g_hash_table_destroy(p->error_lines);
	g_hash_table_destroy(p->host_index);
	g_hash_table_destroy(p->vary_index);
	g_hash_table_destroy(p->unknown_hosts);
	tcpsim_text_unref(p->source);
	g_free(p);
}

/* What is no text at all is the first thing to be said of a line. */
static void
report_damage(struct scn_parser *p)
{
	struct tcpsim_place loc = { 1, 1, 1 };

	for (size_t i = 0; tcpsim_text_damage(p->source, i, &loc); i++)
		tcpsim_scn_error(p, &loc,
			"here stands an octet that is no UTF-8 text, or a control character");
}

/* Scan and parse. The scanner cannot fail short of a bug in it, which still must not end the program. */
static void
read_text(struct scn_parser *p)
{
	struct tcpsim_place top = { 1, 1, 1 };
	size_t n;
	const char *text = tcpsim_text_all(p->source, &n);

	if (setjmp(p->fatal) == 0) {
		tcpsim_scn_scanner_new(p, text, n);
		tcpsim_scn_yyparse(p);
	} else {
		tcpsim_scn_error(p, &top, "the text cannot be scanned");
	}
	tcpsim_scn_scanner_free(p->scanner);
}

static void *
array_of(struct scn_parser *p, const GPtrArray *from)
{
	void *array = tcpsim_scn_alloc(p->memory, from->len * sizeof(void *));

	if (from->len > 0)
		memcpy(array, from->pdata, from->len * sizeof(void *));
	return array;
}

/* Hand all that was read to the scenario. */
static void
fill(struct scn_parser *p)
{
	struct tcpsim_scenario *scenario = p->scenario;

	scenario->source = tcpsim_text_ref(p->source);
	scenario->memory = p->memory;
	if (scenario->title == NULL)
		scenario->title = "";
	scenario->n_notes = p->notes->len;
	scenario->notes = array_of(p, p->notes);
	scenario->n_hosts = p->hosts->len;
	scenario->hosts = array_of(p, p->hosts);
	scenario->n_varies = p->varies->len;
	scenario->varies = array_of(p, p->varies);
	scenario->n_lines = p->lines->len;
	scenario->lines = array_of(p, p->lines);
}

static void
name_cases(struct scn_parser *p)
{
	struct tcpsim_scenario *scenario = p->scenario;

	scenario->case_names = tcpsim_scn_alloc(p->memory, scenario->n_cases * sizeof(char *));
	for (size_t i = 0; i < scenario->n_cases; i++) {
		GString *name = g_string_new(NULL);

		for (size_t vary = 0; vary < scenario->n_varies; vary++) {
			size_t choice = tcpsim_scn_choice(scenario, i, vary);

			if (vary > 0)
				g_string_append_c(name, ',');
			g_string_append(name, scenario->varies[vary]->values[choice]->text);
		}
		scenario->case_names[i] = tcpsim_scn_copy(p->memory, name->str, name->len);
		g_string_free(name, TRUE);
	}
}

static struct tcpsim_scenario *
parse(struct scn_parser *p)
{
	report_damage(p);
	read_text(p);
	fill(p);
	tcpsim_scn_check_varies(p);
	tcpsim_scn_check_lines(p);
	tcpsim_scn_check_together(p);
	tcpsim_diagnostics_sort(p->diagnostics);
	if (p->n_errors > 0) {
		tcpsim_scenario_free(p->scenario);
		return NULL;
	}
	name_cases(p);
	return p->scenario;
}

struct tcpsim_scenario *
tcpsim_scenario_parse(const char *text, size_t n, const char *file, struct tcpsim_diagnostics **diagnostics)
{
	bool is_too_long = n > SCN_MAX_OCTETS;
	struct scn_parser *p = new_parser(is_too_long ? "" : text, is_too_long ? 0 : n, file);
	struct tcpsim_place top = { 1, 1, 1 };
	struct tcpsim_scenario *scenario;

	if (is_too_long)
		tcpsim_scn_error(p, &top, "a scenario has at most 16 MiB");
	scenario = parse(p);
	*diagnostics = p->diagnostics;
	free_parser(p);
	return scenario;
}

void
tcpsim_scenario_free(struct tcpsim_scenario *scenario)
{
	if (scenario == NULL)
		return;
	tcpsim_text_unref(scenario->source);
	tcpsim_scn_memory_free(scenario->memory);
	g_free(scenario);
}

const char *
tcpsim_scenario_title(const struct tcpsim_scenario *scenario)
{
	return scenario->title;
}

const char *
tcpsim_scenario_file(const struct tcpsim_scenario *scenario)
{
	return tcpsim_text_name(scenario->source);
}

size_t
tcpsim_scenario_n_notes(const struct tcpsim_scenario *scenario)
{
	return scenario->n_notes;
}

const char *
tcpsim_scenario_note(const struct tcpsim_scenario *scenario, size_t i)
{
	return i < scenario->n_notes ? scenario->notes[i] : NULL;
}

size_t
tcpsim_scenario_n_hosts(const struct tcpsim_scenario *scenario)
{
	return scenario->n_hosts;
}

const char *
tcpsim_scenario_host_name(const struct tcpsim_scenario *scenario, size_t i)
{
	return i < scenario->n_hosts ? scenario->hosts[i]->name : NULL;
}

void
tcpsim_scenario_policy(const struct tcpsim_scenario *scenario, size_t the_case, size_t host, struct tcpsim_policy *policy)
{
	tcpsim_scn_policy(scenario, the_case, (uint16_t)host, policy);
}

const char *
tcpsim_scenario_text(const struct tcpsim_scenario *scenario)
{
	size_t n;

	return tcpsim_text_all(scenario->source, &n);
}

char *
tcpsim_scenario_line(const struct tcpsim_scenario *scenario, uint32_t line)
{
	size_t n;
	const char *text = tcpsim_text_line(scenario->source, line, &n);

	return g_strndup(text, n);
}

size_t
tcpsim_scenario_n_cases(const struct tcpsim_scenario *scenario)
{
	return scenario->n_cases;
}

const char *
tcpsim_scenario_case_name(const struct tcpsim_scenario *scenario, size_t i)
{
	return i < scenario->n_cases ? scenario->case_names[i] : NULL;
}
