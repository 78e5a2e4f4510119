/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/policy.h>

#include "lib/packetdrill/scan_private.h"

/* From octets to a script. */

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
tcpsim_pkt_error_take(struct pkt_parser *p, const struct tcpsim_place *loc, char *words)
{
	gpointer line = GUINT_TO_POINTER(loc->line);

	if (p->n_errors >= PKT_MAX_ERRORS || g_hash_table_contains(p->error_lines, line)) {
		g_free(words);
		return;
	}
	p->n_errors++;
	g_hash_table_add(p->error_lines, line);
	tcpsim_diagnostics_add(p->diagnostics, TCPSIM_SEVERITY_ERROR, loc, made_fit(words));
}

void
tcpsim_pkt_error(struct pkt_parser *p, const struct tcpsim_place *loc, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	tcpsim_pkt_error_take(p, loc, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

void
tcpsim_pkt_unknown(
	struct pkt_parser *p, const struct tcpsim_place *loc, const char *what, const struct tcpsim_nearest *nearest)
{
	if (nearest->best != NULL)
		tcpsim_pkt_error(p, loc, "unknown %s %.40s, did you mean %s?", what, nearest->word, nearest->best);
	else
		tcpsim_pkt_error(p, loc, "unknown %s %.40s", what, nearest->word);
}

void
tcpsim_pkt_unknown_of(
	struct pkt_parser *p, const struct tcpsim_place *loc, const char *what, const char *word,
	const char *const *all)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(word);

	for (; *all != NULL; all++)
		tcpsim_nearest_try(&nearest, *all);
	tcpsim_pkt_unknown(p, loc, what, &nearest);
}

static struct tcpsim_drill *
new_drill(struct pkt_memory *memory, struct tcpsim_text *text, const struct tcpsim_drill_options *options)
{
	struct tcpsim_drill *drill = g_new0(struct tcpsim_drill, 1);

	drill->memory = memory;
	drill->text = tcpsim_text_ref(text);
	drill->file = g_strdup(tcpsim_text_name(text));
	drill->options = g_ptr_array_new();
	drill->events = g_ptr_array_new();
	drill->directives = g_ptr_array_new();
	drill->directive_locs = g_ptr_array_new();
	if (options != NULL && options->defines != NULL)
		drill->defines = g_strdupv((char **)options->defines);
	return drill;
}

void
tcpsim_drill_free(struct tcpsim_drill *drill)
{
	if (drill == NULL)
		return;
	tcpsim_text_unref(drill->text);
	g_free(drill->file);
	g_ptr_array_free(drill->options, TRUE);
	g_ptr_array_free(drill->events, TRUE);
	g_ptr_array_free(drill->directives, TRUE);
	g_ptr_array_free(drill->directive_locs, TRUE);
	g_strfreev(drill->defines);
	tcpsim_pkt_memory_free(drill->memory);
	g_free(drill);
}

static struct pkt_parser *
new_parser(const char *text, size_t n, const char *file, const struct tcpsim_drill_options *options)
{
	struct pkt_parser *p = g_new0(struct pkt_parser, 1);

	p->memory = tcpsim_pkt_memory_new();
	p->source = tcpsim_text_new(text, n, file);
	p->diagnostics = tcpsim_diagnostics_new(p->source);
	p->drill = new_drill(p->memory, p->source, options);
	p->error_lines = g_hash_table_new(NULL, NULL);
	p->defines = g_hash_table_new(g_str_hash, g_str_equal);
	p->conditions = g_array_new(FALSE, FALSE, sizeof(struct pkt_condition));
	p->is_profile_given = options != NULL && options->profile != NULL;
	p->profile = p->is_profile_given ? options->profile : "rfc9293";
	p->next = (struct tcpsim_place){ 1, 1, 1 };
	for (char **define = p->drill->defines; define != NULL && *define != NULL; define++)
		tcpsim_pkt_define(p, *define);
	return p;
}

static void
free_parser(struct pkt_parser *p)
{
	g_hash_table_destroy(p->error_lines);
	g_hash_table_destroy(p->defines);
	g_array_free(p->conditions, TRUE);
	tcpsim_text_unref(p->source);
	g_free(p);
}

/* What is no text at all is the first thing to be said of a line. */
static void
report_damage(struct pkt_parser *p)
{
	struct tcpsim_place loc = { 1, 1, 1 };

	for (size_t i = 0; tcpsim_text_damage(p->source, i, &loc); i++)
		tcpsim_pkt_error(p, &loc, "here stands an octet that is no UTF-8 text, or a control character");
}

/* Scan and parse. The scanner cannot fail short of a bug in it, which still must not end the program. */
static void
read_text(struct pkt_parser *p)
{
	struct tcpsim_place top = { 1, 1, 1 };
	size_t n;
	const char *text = tcpsim_text_all(p->source, &n);

	if (setjmp(p->fatal) == 0) {
		tcpsim_pkt_scanner_new(p, text, n);
		tcpsim_pkt_yyparse(p);
	} else {
		tcpsim_pkt_error(p, &top, "the text cannot be scanned");
	}
	tcpsim_pkt_scanner_free(p->scanner);
}

/* Options of the command line come behind those of the script. */
static void
add_settings(struct pkt_parser *p, const struct tcpsim_drill_options *options)
{
	p->saw_event = false;
	for (size_t i = 0; options != NULL && options->settings != NULL && options->settings[i] != NULL; i++) {
		struct pkt_lexeme lexeme = { .text = options->settings[i] };

		while (lexeme.text[0] == '-')
			lexeme.text++;
		lexeme.octets = strlen(lexeme.text);
		tcpsim_pkt_build_option_line(p, &lexeme);
	}
}

struct tcpsim_drill *
tcpsim_drill_parse(const char *text, size_t n, const char *file, const struct tcpsim_drill_options *options,
	struct tcpsim_diagnostics **diagnostics)
{
	bool is_too_long = n > PKT_MAX_OCTETS;
	struct pkt_parser *p = new_parser(is_too_long ? "" : text, is_too_long ? 0 : n, file, options);
	struct tcpsim_place top = { 1, 1, 1 };
	struct tcpsim_drill *drill = p->drill;

	if (is_too_long)
		tcpsim_pkt_error(p, &top, "a script has at most 16 MiB");
	report_damage(p);
	read_text(p);
	tcpsim_pkt_conditions_end(p);
	tcpsim_pkt_check_times(p);
	if (p->n_errors == 0 && drill->events->len == 0 && !p->has_dropped)
		tcpsim_pkt_error(p, &top, "a script has at least one event");
	add_settings(p, options);
	tcpsim_diagnostics_sort(p->diagnostics);
	if (p->n_errors > 0) {
		tcpsim_drill_free(drill);
		drill = NULL;
	}
	*diagnostics = p->diagnostics;
	free_parser(p);
	return drill;
}

const struct tcpsim_profile *
tcpsim_drill_profile(const struct tcpsim_drill *drill, const struct tcpsim_drill_options *options)
{
	const char *name = options != NULL ? options->profile : NULL;

	if (name == NULL)
		name = tcpsim_pkt_profile_of(drill);
	return tcpsim_profile_find(name != NULL ? name : "rfc9293");
}
