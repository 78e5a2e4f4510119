/* SPDX-License-Identifier: MIT */
/*
 * Write the manual page of a public header: its declarations, and what its comments say of them.
 *
 *     generate_manual docs/libtcpsim.3 include/tcpsim/net.h >docs/manual/tcpsim_net.3
 *
 * The line that says what the header is about stands in libtcpsim.3, below `.BR tcpsim_net (3)`. What is read is what
 * these headers are written in, and not all of C: what is not understood ends the program with a sentence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

enum kind {
	KIND_SECTION,
	KIND_TEXT,
	KIND_DEFINE,
	KIND_ENUM,
	KIND_STRUCT,
	KIND_TYPEDEF,
	KIND_FUNCTION,
};

/* One declaration of the header, or a comment that stands for itself. */
struct item {
	enum kind kind;
	char *words;       /* the comment before it, or "" */
	char *declaration; /* in one line, without a semicolon */
	char *body;        /* between braces, or NULL */
	gboolean trails;   /* the comment stands behind it, in the same line, and is its own */
	gboolean joins;    /* it stands right below the one before and shares its comment */
};

static void
fail(const char *words, const char *what)
{
	fprintf(stderr, "generate_manual: %s: %.60s\n", words, what);
	exit(EXIT_FAILURE);
}

/* ---- reading ---- */

/* What the text at *at begins with, if it fits the pattern, and go behind it. The parts: g_strfreev(). */
static char **
take(const char **at, const char *pattern)
{
	GRegex *regex = g_regex_new(pattern, G_REGEX_ANCHORED | G_REGEX_DOTALL, G_REGEX_MATCH_ANCHORED, NULL);
	GMatchInfo *info;
	char **parts = NULL;

	if (g_regex_match(regex, *at, G_REGEX_MATCH_ANCHORED, &info)) {
		parts = g_match_info_fetch_all(info);
		*at += strlen(parts[0]);
	}
	g_match_info_free(info);
	g_regex_unref(regex);
	return parts;
}

static gboolean
skip(const char **at, const char *pattern)
{
	char **parts = take(at, pattern);

	g_strfreev(parts);
	return parts != NULL;
}

/* A copy in which every match of the pattern is replaced. */
static char *
replace(const char *text, const char *pattern, const char *by)
{
	GRegex *regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
	char *result = g_regex_replace(regex, text, -1, 0, by, 0, NULL);

	g_regex_unref(regex);
	return result;
}

static char *
replace_all(char *text, const char *const (*pairs)[2])
{
	for (; (*pairs)[0] != NULL; pairs++) {
		char *next = replace(text, (*pairs)[0], (*pairs)[1]);

		g_free(text);
		text = next;
	}
	return text;
}

/* What a comment says, line by line, without what makes it one. */
static char *
comment_words(const char *comment)
{
	static const char *const pairs[][2] = { { "^/\\*[ \t]?", "" }, { "[ \t]*\\*/$", "" }, { "^[ \t]+\\*$", "" },
		{ "^[ \t]+\\*[ ]", "" }, { "^\t+ *", "" }, { "\\A\n", "" }, { "\n\\z", "" }, { NULL, NULL } };

	return replace_all(g_strdup(comment), pairs);
}

/* A declaration in one line. */
static char *
in_one_line(const char *text)
{
	static const char *const pairs[][2] = { { "[ \t\n]+", " " }, { "\\( ", "(" }, { " $", "" }, { NULL, NULL } };

	return replace_all(g_strdup(text), pairs);
}

static struct item *
add(GPtrArray *items, enum kind kind, const char *declaration, const char *body, char *words, gboolean joins)
{
	const struct item *before = items->len > 0 ? items->pdata[items->len - 1] : NULL;
	struct item *item = g_new0(struct item, 1);

	item->kind = kind;
	item->declaration = in_one_line(declaration);
	item->body = g_strdup(body);
	item->words = words != NULL ? words : g_strdup("");
	item->joins = joins && words == NULL && before != NULL && !before->trails;
	g_ptr_array_add(items, item);
	return item;
}

/* What stands behind a comment, or without one. False if it is nothing to be told of. */
static gboolean
read_declaration(GPtrArray *items, const char **at, char *words, gboolean joins)
{
	static const struct {
		const char *pattern;
		enum kind kind;
	} table[] = {
		{ "#define (\\w+ [^\n/]*[^\\s/])[ \t]*(/\\*.*?\\*/)?", KIND_DEFINE },
		{ "(enum \\w+) \\{(.*?)\n\\};", KIND_ENUM },
		{ "(struct \\w+) \\{(.*?)\n\\};", KIND_STRUCT },
		{ "typedef (struct \\w+) \\{(.*?)\n\\} \\w+;", KIND_STRUCT },
		{ "(struct \\w+);", KIND_STRUCT },
		{ "(typedef [^;]*);", KIND_TYPEDEF },
		{ "TCPSIM_API ([^;]*);", KIND_FUNCTION },
		{ "static inline ([^{]*)\n\\{.*?\n\\}", KIND_FUNCTION },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		char **parts = take(at, table[i].pattern);

		if (parts == NULL)
			continue;
		if (table[i].kind == KIND_DEFINE && parts[2] != NULL)
			add(items, KIND_DEFINE, parts[1], NULL, comment_words(parts[2]), FALSE)->trails = TRUE;
		else
			add(items, table[i].kind, parts[1], parts[2], words, joins);
		g_strfreev(parts);
		return TRUE;
	}
	return FALSE;
}

/* A comment: that of what follows at once, a heading, or a text of its own. */
static void
read_comment(GPtrArray *items, const char **at, const char *comment)
{
	char *words = comment_words(comment);

	if (g_str_has_prefix(words, "---- ")) {
		add(items, KIND_SECTION, "", NULL, words, FALSE);
	} else if (!skip(at, "\n(?!\n)") || !read_declaration(items, at, words, FALSE)) {
		if (strstr(words, "SPDX") == NULL)
			add(items, KIND_TEXT, "", NULL, words, FALSE);
		else
			g_free(words);
	}
}

static GPtrArray *
read_header(const char *text)
{
	GPtrArray *items = g_ptr_array_new();
	gboolean joins = FALSE;

	while (*text != '\0') {
		char **comment = take(&text, "/\\*.*?\\*/");

		if (comment != NULL) {
			read_comment(items, &text, comment[0]);
			g_strfreev(comment);
			joins = TRUE;
		} else if (skip(&text, "\n?[ \t]*\n")) {
			joins = text[-1] == '\n' && text[-2] == '\n' ? FALSE : joins;
		} else if (skip(&text, "#define \\w+\n|#define TCPSIM_API[^\n]*") ||
			read_declaration(items, &text, NULL, joins)) {
			joins = TRUE;
		} else if (!skip(&text, "#[^\n]*|extern \"C\" \\{|\\}")) {
			fail("this is nothing that is known", text);
		}
	}
	return items;
}

/* ---- writing ---- */

static gboolean
is_of_name(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Octets of a name of this library that the text begins with, its parentheses too; else 0. */
static size_t
name_length(const char *text)
{
	size_t n = 0;

	if (!g_str_has_prefix(text, "tcpsim_") && !g_str_has_prefix(text, "TCPSIM_"))
		return 0;
	while (is_of_name(text[n]))
		n++;
	return n + (g_str_has_prefix(text + n, "()") ? 2 : 0);
}

static const char *
escape_of(char c, gboolean is_code)
{
	switch (c) {
	case '\\':
		return "\\e";
	case '^':
		return "\\(ha";
	case '~':
		return "\\(ti";
	case '\'':
		return "\\(aq";
	case '"':
		return "\\(dq";
	case '-':
		return is_code ? "\\-" : "-";
	default:
		return NULL;
	}
}

/* Text for roff: what stands in backquotes bold, and so are names of this library; nothing is a request. */
static char *
roff(const char *text)
{
	GString *out = g_string_new("");
	gboolean is_bold = FALSE;

	for (const char *at = text; *at != '\0'; at++) {
		gboolean is_first = at == text || !is_of_name(at[-1]);
		size_t n = is_first && !is_bold ? name_length(at) : 0;
		const char *escape = escape_of(*at, is_bold || is_first);

		if (n > 0) {
			g_string_append_printf(out, "\\fB%.*s\\fP", (int)n, at);
			at += n - 1;
		} else if (*at == '`') {
			is_bold = !is_bold;
			g_string_append(out, is_bold ? "\\fB" : "\\fP");
		} else if (escape != NULL) {
			g_string_append(out, escape);
		} else {
			g_string_append_c(out, *at);
		}
	}
	return g_string_free(out, FALSE);
}

/* Write words as is usual in such files: a sentence begins a line, and none is long. */
static void
put_filled(const char *text)
{
	char *line = in_one_line(text);
	char *escaped = roff(line);
	char **words = g_strsplit(escaped, " ", -1);
	size_t column = 0;

	for (char **word = words; *word != NULL; word++) {
		if (column > 0 && (column + strlen(*word) > 76 || word[-1][strlen(word[-1]) - 1] == '.')) {
			putchar('\n');
			column = 0;
		}
		column += (size_t)printf("%s%s", column > 0 ? " " : **word == '.' ? "\\&" : "", *word);
	}
	if (column > 0)
		putchar('\n');
	g_strfreev(words);
	g_free(escaped);
	g_free(line);
}

static gboolean
is_literal(const char *line)
{
	return line != NULL && g_str_has_prefix(line, "    ");
}

/* Lines that are indented stay as they are. Returns behind the last of them. */
static char **
put_literal(char **line)
{
	puts(".nf");
	for (; is_literal(*line) || (*line != NULL && **line == '\0' && is_literal(line[1])); line++) {
		char *escaped = roff(*line);

		puts(escaped);
		g_free(escaped);
	}
	puts(".fi");
	return line;
}

/* What a comment says, in paragraphs, each but the first begun by a request. */
static void
put_words(const char *words, const char *paragraph)
{
	char **lines = g_strsplit(words, "\n", -1);
	gboolean is_first = TRUE;

	for (char **line = lines; *line != NULL;) {
		GString *text = g_string_new("");

		if (!is_first && **line != '\0')
			puts(paragraph);
		is_first = is_first && **line == '\0';
		if (is_literal(*line))
			line = put_literal(line);
		else
			for (; *line != NULL && **line != '\0' && !is_literal(*line); line++)
				g_string_append_printf(text, "%s\n", *line);
		put_filled(text->str);
		g_string_free(text, TRUE);
		if (*line != NULL && **line == '\0')
			line++;
	}
	g_strfreev(lines);
}

/* The name that a function's declaration is about. Free with g_free(). */
static char *
function_name(const char *declaration)
{
	const char *end = strchr(declaration, '('), *begin = end;

	while (begin > declaration && is_of_name(begin[-1]))
		begin--;
	return g_strndup(begin, (size_t)(end - begin));
}

/* A member, or an argument: what it is bold, what it is called italic. */
static void
put_member(const char *declaration, const char *before)
{
	const char *end = strchr(declaration, ','), *begin;

	if (end == NULL)
		end = strchr(declaration, '[');
	if (end == NULL)
		end = declaration + strlen(declaration);
	for (begin = end; begin > declaration && is_of_name(begin[-1]);)
		begin--;
	if (strchr(declaration, '(') != NULL || begin == declaration)
		printf("\\fB%s\\fP", declaration);
	else
		printf("\\fB%.*s\\fI%s%s\\fP", (int)(begin - declaration), declaration, before, begin);
}

/* A prototype, in lines that fit a terminal. */
static void
put_prototype(const char *declaration)
{
	const char *open = strchr(declaration, '(') + 1;
	char *list = g_strndup(open, strlen(open) - 1);
	char **arguments = g_strsplit(list, ", ", -1);
	size_t column = (size_t)printf("\\fB%.*s\\fP", (int)(open - declaration), declaration);

	for (char **argument = arguments; *argument != NULL; argument++) {
		if (column + strlen(*argument) > 74) {
			printf("\n    ");
			column = 4;
		}
		put_member(*argument, "");
		printf("\\fB%s\\fP", argument[1] != NULL ? ", " : ");");
		column += strlen(*argument) + 2;
	}
	putchar('\n');
	g_strfreev(arguments);
	g_free(list);
}

/* One member of a structure or an enumeration. */
static void
put_tag(enum kind kind, const char *declaration, const char *prefix)
{
	char *line = in_one_line(declaration);

	puts(".TP");
	if (kind == KIND_ENUM)
		printf("\\fB%s\\fP", line);
	else
		put_member(line, prefix);
	putchar('\n');
	g_free(line);
}

/* The members between braces; those of a structure in a structure as `snd.una`. */
static void
put_members(enum kind kind, const char *body, const char *prefix)
{
	const char *pattern = kind == KIND_ENUM ? "\\s*([A-Z]\\w*[^,/#\n]*),?[ \t]*(/\\*.*?\\*/)?"
						: "\\s*([^;/#]*\\S);[ \t]*(/\\*.*?\\*/)?";

	while (*body != '\0') {
		char **parts;

		if ((parts = take(&body, "\\s*struct \\{(.*?)\n\t\\} (\\w+);")) != NULL) {
			char *inner = g_strconcat(parts[2], ".", NULL);

			put_members(kind, parts[1], inner);
			g_free(inner);
		} else if ((parts = take(&body, "\\s*(/\\*.*?\\*/)")) != NULL) {
			char *words = comment_words(parts[1]);

			puts(".PD\n.PP");
			put_words(words, ".PP");
			puts(".PD 0");
			g_free(words);
		} else if ((parts = take(&body, pattern)) != NULL) {
			char *words = comment_words(parts[2] != NULL ? parts[2] : "");

			put_tag(kind, parts[1], prefix);
			put_words(words, ".IP");
			g_free(words);
		} else if ((parts = take(&body, "\\s*#include <([^>]*)>")) != NULL) {
			printf(".TP\n\\&...\none for each of those in <%s>\n", parts[1]);
		} else if ((parts = take(&body, "\\s*#[^\n]*|\\s+$")) == NULL) {
			fail("this is no member that is known", body);
		}
		g_strfreev(parts);
	}
}

/* The head of what is told of a declaration. */
static void
put_head(const struct item *item)
{
	char *name;

	switch (item->kind) {
	case KIND_SECTION:
	case KIND_TEXT:
		break;
	case KIND_DEFINE:
	case KIND_ENUM:
	case KIND_STRUCT:
	case KIND_TYPEDEF:
		printf("\\fB%s\\fP\n", item->declaration);
		break;
	case KIND_FUNCTION:
		name = function_name(item->declaration);
		printf("\\fB%s\\fP()\n", name);
		g_free(name);
		break;
	}
}

/* What is told of declarations that share a comment; returns behind the last of them. */
static guint
put_group(const GPtrArray *items, guint i)
{
	guint end = i + 1;
	const struct item *first = items->pdata[i], *item;

	while (end < items->len && ((const struct item *)items->pdata[end])->joins)
		end++;
	for (guint k = i; k < end; k++) {
		puts(k == i ? ".TP" : ".TQ");
		put_head(items->pdata[k]);
	}
	put_words(first->words, ".IP");
	for (guint k = i; k < end; k++) {
		item = items->pdata[k];
		if (item->body == NULL || *item->body == '\0')
			continue;
		puts(".RS\n.PD 0");
		put_members(item->kind, item->body, "");
		puts(".PD\n.RE");
	}
	return end;
}

static void
put_description(const GPtrArray *items)
{
	puts(".SH DESCRIPTION");
	for (guint i = 0; i < items->len;) {
		const struct item *item = items->pdata[i];
		const size_t dashes = strlen("---- ");

		if (item->kind == KIND_SECTION) {
			printf(".SS %c%.*s\n", g_ascii_toupper(item->words[dashes]),
				(int)(strlen(item->words) - 2 * dashes - 1), item->words + dashes + 1);
			i++;
		} else if (item->kind == KIND_TEXT) {
			if (i > 0 && ((const struct item *)items->pdata[i - 1])->kind != KIND_SECTION)
				puts(".PP");
			put_words(item->words, ".PP");
			i++;
		} else {
			i = put_group(items, i);
		}
	}
}

static void
put_synopsis(const GPtrArray *items, const char *header)
{
	printf(".SH SYNOPSIS\n.nf\n\\fB#include <tcpsim/%s.h>\\fP\n", header);
	for (guint i = 0; i < items->len; i++) {
		const struct item *item = items->pdata[i];

		if (item->kind != KIND_FUNCTION)
			continue;
		if (!item->joins || ((const struct item *)items->pdata[i - 1])->kind != KIND_FUNCTION)
			puts(".PP");
		put_prototype(item->declaration);
	}
	puts(".fi");
}

/* The names of the page: that of the header, and of all functions in it, by which man(1) finds it. */
static void
put_name(const GPtrArray *items, const char *header, const char *overview)
{
	char *pattern = g_strdup_printf("(?s).*\\.BR tcpsim_%s \\(3\\)\n([^\n]*)", header);
	char **words = take(&overview, pattern);

	if (words == NULL)
		fail("libtcpsim.3 has no line on this header", header);
	printf(".SH NAME\ntcpsim_%s", header);
	for (guint i = 0; i < items->len; i++) {
		const struct item *item = items->pdata[i];
		char *name = item->kind == KIND_FUNCTION ? function_name(item->declaration) : NULL;

		if (name != NULL)
			printf(",\n%s", name);
		g_free(name);
	}
	printf("\n\\- %s\n", words[1]);
	g_strfreev(words);
	g_free(pattern);
}

/* The pages on the headers that this one includes. */
static void
put_see_also(const char *text, const char *header)
{
	GRegex *regex = g_regex_new("#include <tcpsim/(\\w+)\\.h>", 0, 0, NULL);
	GMatchInfo *info;

	puts(".SH SEE ALSO\n.BR libtcpsim (3),");
	for (g_regex_match(regex, text, 0, &info); g_match_info_matches(info); g_match_info_next(info, NULL)) {
		char *other = g_match_info_fetch(info, 1);

		if (strcmp(other, "export") != 0 && strcmp(other, header) != 0)
			printf(".BR tcpsim_%s (3),\n", other);
		g_free(other);
	}
	puts(".BR tcpsim (1)");
	g_match_info_free(info);
	g_regex_unref(regex);
}

static char *
contents(const char *path)
{
	char *text;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		fail("this file cannot be read", path);
	return text;
}

static void
free_item(void *data)
{
	struct item *item = data;

	g_free(item->words);
	g_free(item->declaration);
	g_free(item->body);
	g_free(item);
}

int
main(int argc, char **argv)
{
	char *overview, *text, *header, *capitals;
	GPtrArray *items;

	if (argc != 3 || !g_str_has_suffix(argv[2], ".h"))
		fail("usage: generate_manual docs/libtcpsim.3 HEADER.h", "");
	overview = contents(argv[1]);
	text = contents(argv[2]);
	header = g_path_get_basename(argv[2]);
	header[strlen(header) - strlen(".h")] = '\0';
	capitals = g_ascii_strup(header, -1);
	items = read_header(text);
	g_ptr_array_set_free_func(items, free_item);
	printf(".\\\" SPDX-License-Identifier: MIT\n.\\\" Written by docs/generate_manual from include/tcpsim/%s.h: "
	       "make manual\n"
	       ".TH TCPSIM_%s 3 \"\" \"tcpsim\" \"Library functions\"\n.nh\n.ad l\n",
		header, capitals);
	put_name(items, header, overview);
	put_synopsis(items, header);
	put_description(items);
	put_see_also(text, header);
	g_ptr_array_free(items, TRUE);
	g_free(capitals);
	g_free(header);
	g_free(text);
	g_free(overview);
	return ferror(stdout) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
