/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/scan_private.h"

/* The tokens that scan.l finds, with their values. */

void
tcpsim_scn_locate(struct scn_parser *p, struct tcpsim_place *loc, const char *text, size_t n)
{
	*loc = p->next;
	if (text[0] == '\n') {
		loc->length = 1;
		p->next.line++;
		p->next.column = 1;
		return;
	}
	loc->length = (uint32_t)g_utf8_strlen(text, (gssize)n);
	p->next.column += loc->length;
}

int
tcpsim_scn_scan_text(
	struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const struct tcpsim_place *loc, const char *text,
		bool is_closed)
{
	char *words;

	value->value = tcpsim_scn_text(p, loc, text + 1, strlen(text) - (is_closed ? 2 : 1), &words);
	if (!is_closed) {
		g_free(words);
		words = g_strdup("the text has no closing quote");
	}
	if (words != NULL)
		tcpsim_scn_error_take(p, loc, words);
	return T_STRING;
}

int
tcpsim_scn_scan_vary(struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const struct tcpsim_place *loc, const char *name)
{
	value->value = tcpsim_scn_build_value(p, loc, SCN_VARY, name, strlen(name));
	return T_VAR;
}

/* A state, a kind or a variable stands in capitals and is never a name. */
static int
capital_token(TCPSIM_SCN_YYSTYPE *value, const char *word)
{
	if (tcpsim_scn_find_state(word, &value->state))
		return T_STATE;
	if (tcpsim_scn_find_kind(word, &value->kind))
		return T_KIND;
	if (tcpsim_scn_find_variable(word, &value->variable))
		return T_VARIABLE;
	return 0;
}

int
tcpsim_scn_scan_word(struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const char *text)
{
	const char *word = tcpsim_scn_copy(p->memory, text, strlen(text));
	int token = capital_token(value, word);

	if (token != 0)
		return token;
	value->word = word;
	token = tcpsim_scn_keyword(word);
	return token != 0 ? token : T_WORD;
}

int
tcpsim_scn_scan_literal(struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const struct tcpsim_place *loc,
	const char *text)
{
	char *words = NULL;

	value->value = tcpsim_scn_literal(p, loc, text, strlen(text), &words);
	if (value->value == NULL) {
		tcpsim_scn_error_take(p, loc, words);
		value->value = tcpsim_scn_build_number(p, loc, 1);
		return T_INT;
	}
	switch (value->value->kind) {
	case SCN_TIME:
		return T_DUR;
	case SCN_PERCENT:
		return T_PCT;
	case SCN_RATE:
		return T_RATE;
	case SCN_NUMBER:
	case SCN_WORD:
	case SCN_TEXT:
	case SCN_VARY:
		break;
	}
	return T_INT;
}

/* SYN/ACK, as many books write it. */
static bool
is_slash_in_syn_ack(const struct scn_parser *p, const struct tcpsim_place *loc, const char *text)
{
	struct tcpsim_place around = p->current.loc;
	size_t n;
	const char *all;

	if (strcmp(text, "/") != 0 || p->current.token != T_KIND || around.line != loc->line)
		return false;
	around.length = (uint32_t)strlen("SYN/ACK");
	all = tcpsim_text_at(p->source, &around, &n);
	return n == strlen("SYN/ACK") && memcmp(all, "SYN/ACK", n) == 0;
}

void
tcpsim_scn_scan_stray(struct scn_parser *p, const struct tcpsim_place *loc, const char *text)
{
	if (strcmp(text, "\xef\xbf\xbd") == 0 && tcpsim_scn_has_error(p, loc))
		return;
	if (is_slash_in_syn_ack(p, loc, text))
		tcpsim_scn_error(p, loc, "the character / means nothing here, did you mean SYN+ACK?");
	else
		tcpsim_scn_error(p, loc, "the character %s means nothing here", text);
}

/* The parser remembers three tokens, from which a diagnostic guesses what was meant. */
int
tcpsim_scn_yylex(TCPSIM_SCN_YYSTYPE *value, struct tcpsim_place *loc, struct scn_parser *p)
{
	int token = tcpsim_scn_scan(value, loc, p->scanner);

	if (token == 0) /* at the end of the last line, where there is something to be shown */
		*loc = p->current.loc.line > 0 ? p->current.loc : (struct tcpsim_place){ 1, 1, 1 };
	p->previous = p->current;
	p->current = (struct scn_token){ token, *loc };
	if (p->first.loc.line != loc->line)
		p->first = p->current;
	return token;
}
