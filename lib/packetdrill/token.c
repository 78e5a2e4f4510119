/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/scan_private.h"

/* The tokens that scan.l finds: their places and values, words that -D replaces, words of packets. */

static const struct {
	const char *word;
	int token;
} keywords[] = {
	{ "ack", T_ACK },
	{ "win", T_WIN },
	{ "urg", T_URG },
	{ "icmp", T_ICMP },
	{ "icmpv6", T_ICMP },
	{ "udp", T_UDP },
	{ "UDP", T_UDP },
	{ "mtu", T_MTU },
};

/* What goes on over several lines is marked in its first. What replaces a word stands where the word does. */
void
tcpsim_pkt_locate(struct pkt_parser *p, struct tcpsim_place *loc, const char *text, size_t n)
{
	const char *end = text + n, *newline;

	if (p->replacing != NULL) {
		*loc = p->replaced;
		return;
	}
	newline = memchr(text, '\n', n);
	*loc = p->next;
	loc->length = (uint32_t)g_utf8_strlen(text, newline != NULL ? newline - text : (gssize)n);
	if (loc->length == 0)
		loc->length = 1;
	for (; newline != NULL; newline = memchr(text, '\n', (size_t)(end - text))) {
		p->next.line++;
		p->next.column = 1;
		text = newline + 1;
	}
	p->next.column += (uint32_t)g_utf8_strlen(text, end - text);
}

/* A whole number; one that is too large is said so, and is the largest. */
static uint64_t
value_of(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text)
{
	guint64 value = 0;
	bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');

	if (g_ascii_string_to_unsigned(is_hex ? text + 2 : text, is_hex ? 16 : 10, 0, G_MAXUINT64, &value, NULL))
		return value;
	tcpsim_pkt_error(p, loc, "%.40s is too large a number", text);
	return UINT64_MAX;
}

/* Count brackets: what is nested too deeply is said so and no longer read. */
static int
nested(struct pkt_parser *p, const struct tcpsim_place *loc, int token)
{
	switch (token) {
	case T_LPAREN:
	case T_LBRACKET:
	case T_LBRACE:
		p->depth++;
		break;
	case T_RPAREN:
	case T_RBRACKET:
	case T_RBRACE:
		if (p->depth > 0)
			p->depth--;
		break;
	default:
		break;
	}
	if (p->depth <= PKT_MAX_DEPTH)
		return token;
	if (!p->is_too_deep)
		tcpsim_pkt_error(p, loc, "brackets are nested too deeply here: %d are the most", PKT_MAX_DEPTH);
	p->is_too_deep = true;
	return T_END;
}

int
tcpsim_pkt_scan_token(struct pkt_parser *p, TCPSIM_PKT_YYSTYPE *value, const struct tcpsim_place *loc, int token,
	const char *text, size_t n, size_t front, size_t back)
{
	struct pkt_lexeme *lexeme = &value->lexeme;

	lexeme->loc = *loc;
	lexeme->text = tcpsim_pkt_copy(p->memory, text + front, n - front - back);
	lexeme->octets = n - front - back;
	lexeme->value = token == T_INT ? value_of(p, loc, text) : 0;
	return token;
}

int
tcpsim_pkt_scan_open(struct pkt_parser *p, TCPSIM_PKT_YYSTYPE *value, const struct tcpsim_place *loc)
{
	tcpsim_pkt_error(p, &p->current.loc, "the text behind a result has no closing parenthesis");
	return tcpsim_pkt_scan_token(p, value, loc, T_NOTE, "", 0, 0, 0);
}

void
tcpsim_pkt_scan_stray(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text)
{
	if (strcmp(text, "\xef\xbf\xbd") != 0) /* that was said already */
		tcpsim_pkt_error(p, loc, "%.8s means nothing here", text);
	else
		tcpsim_pkt_error(p, loc, "here stands an octet that is no UTF-8 text, or a control character");
}

/* A word of the grammar. A packet of a protocol that is not played is swallowed as a whole. */
static int
word_token(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	TCPSIM_PKT_YYSTYPE rest;
	struct tcpsim_place loc;

	if (p->at_packet && p->depth == 0 && tcpsim_pkt_unplayed(lexeme->text) != NULL) {
		p->at_packet = false;
		p->eats = true;
		tcpsim_pkt_scan(&rest, &loc, p->scanner);
		return T_UNPLAYED;
	}
	if (p->depth == 0)
		p->at_packet = false;
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (strcmp(keywords[i].word, lexeme->text) == 0)
			return keywords[i].token;
	return T_WORD;
}

/* What stands first on its line may be an absolute time. */
static int
first_token(const struct pkt_parser *p, const struct tcpsim_place *loc, int token)
{
	if (loc->line == p->token_line)
		return token;
	return token == T_INT ? T_INT_FIRST : token == T_FLOAT ? T_FLOAT_FIRST : token;
}

/* The next token as it is scanned, and where it is a word that -D knows, what it stands for. */
static int
replaced_token(struct pkt_parser *p, TCPSIM_PKT_YYSTYPE *value, struct tcpsim_place *loc)
{
	int token = tcpsim_pkt_scan(value, loc, p->scanner);
	const struct pkt_define *define;

	if (token != T_WORD || p->replacing != NULL)
		return token;
	define = g_hash_table_lookup(p->defines, value->lexeme.text);
	if (define == NULL || define->value == NULL)
		return token;
	p->replacing = define;
	p->replaced = *loc;
	tcpsim_pkt_scan_replacement(p->scanner, define->value);
	return tcpsim_pkt_scan(value, loc, p->scanner);
}

static bool
is_end(struct pkt_parser *p, const struct tcpsim_place *loc, int token)
{
	if (token <= 0 || p->is_too_deep || p->is_too_long)
		return true;
	if (++p->n_tokens <= PKT_MAX_TOKENS)
		return false;
	tcpsim_pkt_error(p, loc, "a script has at most %d words and numbers", PKT_MAX_TOKENS);
	p->is_too_long = true;
	return true;
}

int
tcpsim_pkt_yylex(TCPSIM_PKT_YYSTYPE *value, struct tcpsim_place *loc, struct pkt_parser *p)
{
	int token = replaced_token(p, value, loc);

	if (is_end(p, loc, token)) { /* right behind what stands last */
		*loc = p->current.loc.line != 0 ? tcpsim_place_after(&p->current.loc) : (struct tcpsim_place){ 1, 1,
			1 };
		return T_END;
	}
	token = nested(p, loc, token);
	p->current = value->lexeme;
	if (token == T_WORD)
		token = word_token(p, &value->lexeme);
	else if (token == T_DOT || token == T_MINUS)
		p->at_packet = false;
	token = first_token(p, loc, token);
	p->token_line = loc->line;
	return token;
}
