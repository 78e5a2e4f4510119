/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/scan_private.h"
#include "lib/scenario/syntax_error.h"

/*
 * What the grammar cannot take, in one sentence. First a guess at what was meant: a word that stands near one that
 * could stand there is taken for a slip. Else all that could stand there is listed.
 */

/* Whether a line seems to begin a block. */
static bool
has_brace(const struct scn_parser *p, uint32_t line)
{
	size_t n;
	const char *text = tcpsim_text_line(p->source, line, &n);

	return memchr(text, '{', n) != NULL;
}

/* Lines that cannot be read may have declared something: what then seems unknown is no error of its own. */
static void
note_lost_line(struct scn_parser *p)
{
	switch (p->first.token) {
	case T_HOST:
		p->hosts_unsure = true;
		break;
	case T_VARY:
		p->varies_unsure = true;
		break;
	case T_IN:
		p->n_lost_blocks++;
		break;
	case T_NOTE:
	case T_USE:
	case T_SET:
	case T_LINK:
	case T_AT:
	case T_WHEN:
	case T_DROP:
	case T_HOLD:
	case T_DELAY:
	case T_DUPLICATE:
	case T_REORDER:
	case T_CORRUPT:
	case T_EXPECT:
	case T_ALWAYS:
	case T_ALLOW:
	case T_RUN:
	case T_RBRACE:
		break;
	default:
		p->hosts_unsure = p->varies_unsure = true;
		p->n_lost_blocks += has_brace(p, p->first.loc.line);
		break;
	}
}

bool
tcpsim_scn_expects(const struct scn_syntax_error *error, const char *name)
{
	for (size_t i = 0; i < error->n; i++)
		if (strcmp(error->names[i], name) == 0)
			return true;
	return false;
}

static bool
expects_sort(const struct scn_syntax_error *error, enum scn_expected sort)
{
	for (size_t i = 0; i < error->n; i++)
		if (error->sorts[i] == sort)
			return true;
	return false;
}

/* Keep only what keep() says. */
static void
keep_only(struct scn_syntax_error *error, bool (*keep)(const struct scn_syntax_error *error, size_t i))
{
	size_t n = 0;

	for (size_t i = 0; i < error->n; i++) {
		if (!keep(error, i))
			continue;
		error->names[n] = error->names[i];
		error->sorts[n++] = error->sorts[i];
	}
	error->n = n;
}

static bool
is_no_soft(const struct scn_syntax_error *error, size_t i)
{
	return error->sorts[i] != SCN_EXPECTED_SOFT;
}

static bool
is_no_variation(const struct scn_syntax_error *error, size_t i)
{
	return strcmp(error->names[i], "$NAME") != 0;
}

/* Blocks stand in one field only, which says so itself. */
static bool
is_no_block(const struct scn_syntax_error *error, size_t i)
{
	return strcmp(error->names[i], ":") != 0;
}

/* The calls of which an expectation says what they return: they are told by one word for all. */
static bool
is_no_socket_call(const struct scn_syntax_error *error, size_t i)
{
	for (int call = SCN_SOCKET_NONE + 1; call < SCN_N_SOCKET_CALLS; call++)
		if (strcmp(error->names[i], tcpsim_scn_socket_call_name((enum scn_socket_call)call)) == 0)
			return false;
	return true;
}

static bool
is_no_end(const struct scn_syntax_error *error, size_t i)
{
	return strcmp(error->names[i], "end of line") != 0 && strcmp(error->names[i], "end of file") != 0;
}

static bool
is_no_value(const struct scn_syntax_error *error, size_t i)
{
	switch (error->sorts[i]) {
	case SCN_EXPECTED_LITERAL:
	case SCN_EXPECTED_NAME:
	case SCN_EXPECTED_STATE:
	case SCN_EXPECTED_KIND:
		return false;
	case SCN_EXPECTED_SIGN:
	case SCN_EXPECTED_VARIABLE:
	case SCN_EXPECTED_RESERVED:
	case SCN_EXPECTED_SOFT:
		return true;
	}
	return true;
}

/* Where any name can stand, each keyword can, too; `$x` can wherever a literal can: neither is worth a word. */
static void
simplify(struct scn_syntax_error *error, bool is_first)
{
	bool has_name = expects_sort(error, SCN_EXPECTED_NAME);

	if (has_name)
		keep_only(error, is_no_soft);
	if (has_name && tcpsim_scn_expects(error, "a text in quotes") && tcpsim_scn_expects(error, "a percentage")) {
		keep_only(error, is_no_value);
		error->names[error->n] = "a value";
		error->sorts[error->n++] = SCN_EXPECTED_LITERAL;
	}
	keep_only(error, is_no_variation);
	if (tcpsim_scn_expects(error, ">"))
		keep_only(error, is_no_block);
	if (is_first) /* that a line may be empty is no news */
		keep_only(error, is_no_end);
}

static char *
text_at(const struct scn_parser *p, const struct tcpsim_place *loc)
{
	size_t n;
	const char *text = tcpsim_text_at(p->source, loc, &n);

	return g_strndup(text, n);
}

/* How the token that cannot stand there is called. */
static char *
found(const struct scn_parser *p, const struct scn_syntax_error *error)
{
	struct tcpsim_place loc = error->loc;

	if (p->current.token == T_NL)
		return g_strdup("end of line");
	if (p->current.token == 0)
		return g_strdup("end of file");
	if (loc.length > 40)
		loc.length = 40;
	return text_at(p, &loc);
}

static bool
is_word(int token)
{
	return token >= T_WORD;
}

static bool
is_call(const char *word)
{
	static const char *const calls[] = {
		"listen",
		"connect",
		"send",
		"receive",
		"close",
		"shutdown",
		"abort",
		"set",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(calls); i++)
		if (strcmp(calls[i], word) == 0)
			return true;
	return false;
}

/* Try all words that could stand there. */
static void
try_expected(const struct scn_syntax_error *error, struct tcpsim_nearest *nearest)
{
	/* LISTENING is meant to be a state, listening a call. */
	bool is_capital = expects_sort(error, SCN_EXPECTED_STATE) && g_ascii_isupper(nearest->word[0]);

	for (size_t i = 0; i < error->n; i++) {
		switch (error->sorts[i]) {
		case SCN_EXPECTED_RESERVED:
		case SCN_EXPECTED_SOFT:
			if (!is_capital)
				tcpsim_nearest_try(nearest, error->names[i]);
			break;
		case SCN_EXPECTED_STATE:
			for (int state = 0; state < TCPSIM_N_STATES; state++)
				tcpsim_nearest_try(nearest, tcpsim_state_name((enum tcpsim_state)state));
			break;
		case SCN_EXPECTED_KIND:
			for (size_t kind = 0; kind < TCPSIM_N_KINDS; kind++)
				tcpsim_nearest_try(nearest, tcpsim_scn_kind_name(kind));
			break;
		case SCN_EXPECTED_VARIABLE:
			for (int variable = 0; variable < SCN_N_VARIABLES; variable++)
				tcpsim_nearest_try(nearest, tcpsim_scn_variable_name((enum scn_variable)variable));
			break;
		case SCN_EXPECTED_SIGN:
		case SCN_EXPECTED_LITERAL:
		case SCN_EXPECTED_NAME:
			break;
		}
	}
}

/* What sort of word the right one is. */
static const char *
sort_of_word(const struct scn_syntax_error *error, const char *word)
{
	enum tcpsim_state state;
	enum tcpsim_kind kind;
	enum scn_variable variable;

	if (tcpsim_scn_find_state(word, &state))
		return "state";
	if (tcpsim_scn_find_kind(word, &kind))
		return "kind of segment";
	if (tcpsim_scn_find_variable(word, &variable))
		return "variable";
	return is_call(word) && tcpsim_scn_expects(error, "listen") ? "call" : "word";
}

/* The token that cannot stand there is one letter or two from one that could. */
static bool
report_misspelt(struct scn_parser *p, const struct scn_syntax_error *error)
{
	char *text;
	struct tcpsim_nearest nearest;

	if (!is_word(p->current.token))
		return false;
	text = text_at(p, &error->loc);
	nearest = tcpsim_nearest_of(text);
	try_expected(error, &nearest);
	if (nearest.best != NULL && p->current.token == T_WORD)
		tcpsim_scn_error_take(p, &error->loc, tcpsim_scn_unknown(sort_of_word(error, nearest.best), &nearest));
	else if (nearest.best != NULL)
		tcpsim_scn_error(p, &error->loc, "unexpected %.40s, did you mean %s?", text, nearest.best);
	g_free(text);
	return nearest.best != NULL;
}

/* Words that begin what could have stood where a host's name was read before this token. */
static void
try_reserved(const struct scn_syntax_error *error, struct tcpsim_nearest *nearest)
{
	static const char *const acts[] = { "crash", "restart", "cut", "mend", "inject" };
	static const char *const claims[] = { "invariant", "exploration", "from", "at", "by" };

	for (size_t i = 0; tcpsim_scn_expects(error, "listen") && i < G_N_ELEMENTS(acts); i++)
		tcpsim_nearest_try(nearest, acts[i]);
	for (size_t i = 0; tcpsim_scn_expects(error, "delivers") && i < G_N_ELEMENTS(claims); i++)
		tcpsim_nearest_try(nearest, claims[i]);
	if (expects_sort(error, SCN_EXPECTED_KIND))
		tcpsim_nearest_try(nearest, "every");
}

/* The token before, taken for the name of a host, was a slip: `crsh client`. */
static bool
report_misspelt_before(struct scn_parser *p, const struct scn_syntax_error *error)
{
	char *text;
	struct tcpsim_nearest nearest;

	if (p->previous.token != T_WORD || p->previous.loc.line != error->loc.line)
		return false;
	text = text_at(p, &p->previous.loc);
	nearest = tcpsim_nearest_of(text);
	if (!g_hash_table_contains(p->host_index, text))
		try_reserved(error, &nearest);
	if (nearest.best != NULL)
		tcpsim_scn_error_take(p, &p->previous.loc, tcpsim_scn_unknown("word", &nearest));
	g_free(text);
	return nearest.best != NULL;
}

/* Tokens about which there is more to say than that they are unexpected. */
static bool
report_special(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	if (p->previous.token == T_HOST && is_word(p->current.token)) {
		tcpsim_scn_error(
			p, &error->loc, "a host cannot be called %s, which means something else in a line", text);
	} else if (p->current.token == T_RBRACE && p->blocks->len == 0) {
		if (p->n_lost_blocks > 0)
			p->n_lost_blocks--;
		else
			tcpsim_scn_error(p, &error->loc, "unexpected }, no block is open here");
	} else if (p->current.token == 0 && p->blocks->len > 0) {
		tcpsim_scn_error(p, &error->loc, "unexpected end of file, a block has no }");
	} else {
		return tcpsim_scn_report_slip(p, error, text);
	}
	return true;
}

/* What is called by the name that a token like this has behind it. */
static const char *
sort_of_name(int token)
{
	switch (token) {
	case T_LINK:
	case T_BOTH:
	case T_ARROW:
	case T_WHEN:
	case T_DROP:
	case T_HOLD:
	case T_DELAY:
	case T_DUPLICATE:
	case T_REORDER:
	case T_BEHIND:
	case T_CORRUPT:
	case T_EVERY:
	case T_CRASH:
	case T_RESTART:
	case T_CUT:
	case T_MEND:
	case T_CONNECT:
	case T_FROM:
	case T_INTO:
	case T_OLD:
	case T_FORGE:
		return "a host";
	case T_SENDTO:
	case T_ABOUT:
		return "a host";
	case T_BREAKS:
	case T_INVARIANT:
		return "the name of an invariant";
	case T_TOLD:
		return "a signal";
	case T_FAILS:
		return "an error, such as EADDRINUSE";
	case T_MESSAGE:
		return "a message, such as host-unreachable";
	case T_SETSOCKOPT:
	case T_GETSOCKOPT:
		return "an option, such as SO_REUSEADDR";
	default:
		return "a name";
	}
}

static void
say_what_is_named(const struct scn_parser *p, struct scn_syntax_error *error)
{
	for (size_t i = 0; i < error->n; i++)
		if (error->sorts[i] == SCN_EXPECTED_NAME)
			error->names[i] = sort_of_name(p->previous.token);
}

/* A comma alone would be lost between the words. */
static const char *
quoted(const char *name)
{
	return strcmp(name, ",") == 0 ? "\",\"" : name;
}

/* `A, B or C` */
static char *
list_expected(const struct scn_syntax_error *error)
{
	GString *list = g_string_new(NULL);

	for (size_t i = 0; i < error->n; i++) {
		if (i > 0)
			g_string_append(list, i + 1 < error->n ? ", " : " or ");
		g_string_append(list, quoted(error->names[i]));
	}
	return g_string_free(list, FALSE);
}

void
tcpsim_scn_syntax_error_report(struct scn_parser *p, struct scn_syntax_error *error)
{
	char *text = found(p, error);

	note_lost_line(p);
	simplify(error, p->first.loc.column == error->loc.column);
	if (!report_special(p, error, text) && !report_misspelt(p, error) && !report_misspelt_before(p, error)) {
		char *list;

		say_what_is_named(p, error);
		if (tcpsim_scn_expects(error, "delivers")) {
			keep_only(error, is_no_socket_call);
			error->names[error->n] = "a call";
			error->sorts[error->n++] = SCN_EXPECTED_LITERAL;
		}
		list = list_expected(error);
		tcpsim_scn_error(p, &error->loc, "unexpected %s, expected %s", quoted(text), list);
		g_free(list);
	}
	g_free(text);
}
