/* SPDX-License-Identifier: MIT */
/*
 * Write what colors scenarios in editors, from the words that the scanner itself knows.
 *
 *     generate_syntax vim >docs/highlight/vim/syntax/tcpsim.vim
 *     generate_syntax vscode >docs/highlight/vscode/syntaxes/tcpsim.tmLanguage.json
 *
 * Both get the same table. Its patterns are those of lib/scenario/scan.l, written so that the regular expressions of
 * Oniguruma (TextMate, VS Code), JavaScript and Python take them; what vim writes in another way is said beside them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/engine.h>
#include <tcpsim/invariant.h>
#include <tcpsim/setting.h>
#include <tcpsim/state.h>
#include <tcpsim/trace.h>

#include "lib/scenario/parse_private.h"

/* A word of scan.l begins and ends here. */
#define BEGIN "(?<![A-Za-z0-9_$])(?<![A-Za-z0-9_][-+.])"
#define END "(?![-+.]?[A-Za-z0-9_])"
#define VIM_BEGIN "%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!"
#define VIM_END "%([-+.]?[A-Za-z0-9_])@!"

/* What is colored alike: words of a list, or what a pattern matches. The first that matches counts. */
struct class
{
	const char *group; /* of vim, behind `tcpsim` */
	const char *link;  /* to which of vim's own it is linked */
	const char *scope; /* of TextMate */
	void (*list)(GPtrArray *words);
	const char *pattern, *vim_pattern;
	gboolean only_in_segment; /* between < and > */
};

/* Those that a line may begin with. */
static const char *const statements[] = { "scenario", "note", "use", "set", "host", "link", "vary", "at", "when",
	"drop", "hold", "delay", "duplicate", "reorder", "mark", "corrupt", "expect", "always", "allow", "run", "in",
	NULL };

static void
list_statements(GPtrArray *words)
{
	for (const char *const *word = statements; *word != NULL; word++) {
		if (tcpsim_scn_keyword(*word) == 0)
			g_error("%s is no keyword", *word);
		g_ptr_array_add(words, (gpointer)*word);
	}
}

static void
list_keywords(GPtrArray *words)
{
	const char *word;

	for (size_t i = 0; (word = tcpsim_scn_keyword_at(i)) != NULL; i++) {
		if (!g_strv_contains(statements, word))
			g_ptr_array_add(words, (gpointer)word);
	}
}

static void
list_states(GPtrArray *words)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++)
		g_ptr_array_add(words, (gpointer)tcpsim_state_name((enum tcpsim_state)i));
}

static void
list_kinds(GPtrArray *words)
{
	for (size_t i = 0; i < TCPSIM_N_KINDS; i++)
		g_ptr_array_add(words, (gpointer)tcpsim_scn_kind_name(i));
}

static void
list_variables(GPtrArray *words)
{
	for (int i = 0; i < SCN_N_VARIABLES; i++)
		g_ptr_array_add(words, (gpointer)tcpsim_scn_variable_name((enum scn_variable)i));
}

/* A setting that is called as a keyword is one. */
static void
list_settings(GPtrArray *words)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++) {
		if (tcpsim_scn_keyword(settings[i].name) == 0)
			g_ptr_array_add(words, (gpointer)settings[i].name);
	}
}

static void
list_invariants(GPtrArray *words)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		g_ptr_array_add(words, (gpointer)tcpsim_invariant_name((enum tcpsim_invariant)i));
}

static const struct class classes[] = {
	{ "Comment", "Comment", "comment.line.double-slash", NULL, "//.*$", "//.*$", FALSE },
	{ "String", "String", "string.quoted.double", NULL, "\"(?:[^\"\\\\]|\\\\.)*\"?", "\"%([^\"\\\\]|\\\\.)*\"?",
		FALSE },
	{ "Field", "Label", "entity.other.attribute-name", NULL, BEGIN "[A-Za-z]+(?=[ \\t]*=)",
		VIM_BEGIN "[A-Za-z]+%([ \\t]*\\=)@=", TRUE },
	{ "Vary", "Special", "variable.parameter", NULL, "\\$[A-Za-z_](?:[A-Za-z0-9_]|-[A-Za-z0-9_])*",
		"\\$[A-Za-z_]%([A-Za-z0-9_]|-[A-Za-z0-9_])*", FALSE },
	{ "State", "Constant", "constant.language.state", list_states, NULL, NULL, FALSE },
	{ "Kind", "Type", "support.type.kind", list_kinds, NULL, NULL, FALSE },
	{ "Variable", "Identifier", "variable.language", list_variables, NULL, NULL, FALSE },
	{ "Statement", "Statement", "keyword.control", list_statements, NULL, NULL, FALSE },
	{ "Keyword", "Keyword", "keyword.other", list_keywords, NULL, NULL, FALSE },
	{ "Setting", "Identifier", "support.variable.setting", list_settings, NULL, NULL, FALSE },
	{ "Invariant", "Function", "support.function.invariant", list_invariants, NULL, NULL, FALSE },
	{ "Control", "Type", "support.constant.control", NULL, BEGIN "[A-Za-z_](?:[A-Za-z0-9_]|[-+.][A-Za-z0-9_])*" END,
		VIM_BEGIN "[A-Za-z_]%([A-Za-z0-9_]|[-+.][A-Za-z0-9_])*" VIM_END, TRUE },
	{ "Number", "Number", "constant.numeric", NULL, BEGIN "[0-9](?:[A-Za-z0-9_]|%|[./][A-Za-z0-9_])*",
		VIM_BEGIN "[0-9]%([A-Za-z0-9_]|\\%|[./][A-Za-z0-9_])*", FALSE },
	{ "Operator", "Operator", "keyword.operator", NULL, "<->|->|<=|=<|>=|!=|[<>={}:,#+]",
		"\\<-\\>|-\\>|\\<\\=|\\=\\<|\\>\\=|!\\=|[<>={}:,#+]", FALSE },
};

/* `ACCEPT|BIND`, of words in which only dots and plus signs mean something to a regular expression. */
static char *
alternatives(const struct class *class)
{
	GPtrArray *words = g_ptr_array_new();
	char *joined, *dots, *result;
	char **parts;

	class->list(words);
	g_ptr_array_add(words, NULL);
	joined = g_strjoinv("|", (char **)words->pdata);
	parts = g_strsplit(joined, ".", -1);
	dots = g_strjoinv("\\.", parts);
	g_strfreev(parts);
	parts = g_strsplit(dots, "+", -1);
	result = g_strjoinv("\\+", parts);
	g_strfreev(parts);
	g_free(dots);
	g_free(joined);
	g_ptr_array_free(words, TRUE);
	return result;
}

/* In vim what is defined last comes first. */
static void
put_vim(void)
{
	puts("\" SPDX-License-Identifier: MIT\n"
	     "\" Vim syntax file of the scenarios of tcpsim, tcpsim-scenario(5). Written by docs/generate_syntax: make "
	     "docs\n"
	     "if exists('b:current_syntax')\n"
	     "  finish\n"
	     "endif\n"
	     "syntax case match");
	for (size_t i = G_N_ELEMENTS(classes); i-- > 0;) {
		const struct class *class = &classes[i];
		char *words = class->list != NULL ? alternatives(class) : NULL;

		if (words != NULL)
			printf("syntax match tcpsim%s '\\v%s%%(%s)%s'\n", class->group, VIM_BEGIN, words, VIM_END);
		else
			printf("syntax match tcpsim%s '\\v%s'%s\n", class->group, class->vim_pattern,
				class->only_in_segment ? " contained" : "");
		g_free(words);
	}
	printf("syntax region tcpsimSegment matchgroup=tcpsimOperator start='<\\%%([ \\t]*[A-Za-z]\\+[ \\t]*=\\)\\@=' "
	       "end='>\\|$' oneline contains=");
	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		printf("%stcpsim%s", i > 0 ? "," : "", classes[i].group);
	putchar('\n');
	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		printf("highlight default link tcpsim%s %s\n", classes[i].group, classes[i].link);
	puts("let b:current_syntax = 'tcpsim'");
}

/* A string of JSON. */
static void
put_json(const char *text)
{
	putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
	putchar('"');
}

/* The rules of a place, outside or inside of a segment. */
static void
put_rules(gboolean in_segment)
{
	const char *separator = "";

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
		const struct class *class = &classes[i];
		char *words, *pattern;

		if (class->only_in_segment && !in_segment)
			continue;
		words = class->list != NULL ? alternatives(class) : NULL;
		pattern = words != NULL ? g_strdup_printf(BEGIN "(?:%s)" END, words) : g_strdup(class->pattern);
		printf("%s\n\t\t\t\t{ \"name\": \"%s.tcpsim\", \"match\": ", separator, class->scope);
		put_json(pattern);
		printf(" }");
		separator = ",";
		g_free(pattern);
		g_free(words);
	}
}

static void
put_vscode(void)
{
	puts("{\n\t\"name\": \"tcpsim scenario\",\n\t\"scopeName\": \"source.tcpsim\",\n"
	     "\t\"comment\": \"Written by docs/generate_syntax: make docs\",\n"
	     "\t\"patterns\": [{ \"include\": \"#segment\" }, { \"include\": \"#rules\" }],\n\t\"repository\": {\n"
	     "\t\t\"segment\": {\n\t\t\t\"name\": \"meta.segment.tcpsim\",\n"
	     "\t\t\t\"begin\": \"<(?=[ \\\\t]*[A-Za-z]+[ \\\\t]*=)\",\n\t\t\t\"end\": \">|$\",\n"
	     "\t\t\t\"captures\": { \"0\": { \"name\": \"keyword.operator.tcpsim\" } },\n\t\t\t\"patterns\": [");
	put_rules(TRUE);
	puts("\n\t\t\t]\n\t\t},\n\t\t\"rules\": {\n\t\t\t\"patterns\": [");
	put_rules(FALSE);
	puts("\n\t\t\t]\n\t\t}\n\t}\n}");
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "vim") == 0) {
		put_vim();
	} else if (argc == 2 && strcmp(argv[1], "vscode") == 0) {
		put_vscode();
	} else {
		fputs("usage: generate_syntax vim|vscode\n", stderr);
		return EXIT_FAILURE;
	}
	return ferror(stdout) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
