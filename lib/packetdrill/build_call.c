/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "lib/packetdrill/parse_private.h"

/* Calls, their arguments and results. */

struct pkt_expression *
tcpsim_pkt_build_expression(struct pkt_parser *p, enum pkt_expression_kind kind, const struct tcpsim_place *loc,
	const char *text, GPtrArray *items)
{
	struct pkt_expression *expression = tcpsim_pkt_alloc(p->memory, sizeof(*expression));

	expression->loc = *loc;
	expression->kind = kind;
	expression->items = items;
	if (text != NULL) {
		expression->octets = (uint32_t)strlen(text);
		expression->text = tcpsim_pkt_copy(p->memory, text, strlen(text));
	}
	return expression;
}

GPtrArray *
tcpsim_pkt_build_items(struct pkt_parser *p, GPtrArray *before, struct pkt_expression *item)
{
	GPtrArray *items = before != NULL ? before : tcpsim_pkt_list(p->memory);

	if (item != NULL)
		g_ptr_array_add(items, item);
	return items;
}

struct pkt_expression *
tcpsim_pkt_build_integer(
	struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_lexeme *lexeme, bool is_negative)
{
	struct pkt_expression *expression = tcpsim_pkt_build_expression(p, PKT_INTEGER, loc, NULL, NULL);

	if (is_negative && lexeme->value > (uint64_t)INT64_MAX + 1)
		tcpsim_pkt_error(p, loc, "-%.40s is too small a number", lexeme->text);
	expression->value = is_negative ? 0 - lexeme->value : lexeme->value;
	return expression;
}

struct pkt_expression *
tcpsim_pkt_build_real(
	struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_lexeme *lexeme, bool is_negative)
{
	struct pkt_expression *expression = tcpsim_pkt_build_expression(p, PKT_REAL, loc, NULL, NULL);
	double real = g_ascii_strtod(lexeme->text, NULL);

	expression->real = is_negative ? -real : real;
	return expression;
}

/* Read an octet as so many digits of a base; returns how many there were. */
static size_t
read_octet(const char *text, guint base, size_t most, GString *out)
{
	unsigned value = 0;
	size_t n = 0;

	for (; n < most; n++) {
		int digit = g_ascii_xdigit_value(text[n]);

		if (digit < 0 || (guint)digit >= base)
			break;
		value = value * base + (unsigned)digit;
	}
	if (n > 0)
		g_string_append_c(out, (char)(value & 0xff));
	return n;
}

/* What follows a backslash, as in C; returns how many characters of it were read, 0 if it is no escape. */
static size_t
read_escape(const char *text, GString *out)
{
	static const char letters[] = "abfnrtv\\\"'?", meant[] = "\a\b\f\n\r\t\v\\\"'?";
	const char *letter;

	if (text[0] == 'x') {
		size_t n = read_octet(text + 1, 16, 2, out);

		return n > 0 ? n + 1 : 0;
	}
	if (text[0] >= '0' && text[0] <= '7')
		return read_octet(text, 8, 3, out);
	letter = text[0] != '\0' ? strchr(letters, text[0]) : NULL;
	if (letter == NULL)
		return 0;
	g_string_append_c(out, meant[letter - letters]);
	return 1;
}

struct pkt_expression *
tcpsim_pkt_build_string(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	struct pkt_expression *expression = tcpsim_pkt_build_expression(p, PKT_STRING, &lexeme->loc, NULL, NULL);
	GString *out = g_string_sized_new(lexeme->octets + 1);

	for (const char *at = lexeme->text; *at != '\0';) {
		size_t n;

		if (*at != '\\') {
			g_string_append_c(out, *at++);
			continue;
		}
		n = read_escape(at + 1, out);
		if (n == 0)
			tcpsim_pkt_error(p, &lexeme->loc, "\\%.1s is no escape: there are those of C", at + 1);
		at += n + 1;
	}
	expression->octets = (uint32_t)out->len;
	expression->text = tcpsim_pkt_copy(p->memory, out->str, out->len);
	g_string_free(out, TRUE);
	return expression;
}

void
tcpsim_pkt_build_call(struct pkt_parser *p, const struct pkt_lexeme *name, GPtrArray *arguments)
{
	struct pkt_call *call = &p->event->call;

	p->event->kind = PKT_EVENT_CALL;
	call->loc = name->loc;
	call->name = tcpsim_pkt_copy(p->memory, name->text, name->octets);
	call->arguments = arguments;
}

void
tcpsim_pkt_build_result(struct pkt_parser *p, const struct tcpsim_place *loc, struct pkt_expression *result)
{
	p->event->call.result_loc = *loc;
	p->event->call.result = result != NULL && result->kind != PKT_ELLIPSIS ? result : NULL;
}

void
tcpsim_pkt_build_errno(struct pkt_parser *p, const struct pkt_lexeme *name)
{
	struct pkt_call *call = &p->event->call;

	call->error_name = tcpsim_pkt_copy(p->memory, name->text, name->octets);
	call->error_loc = name->loc;
	if (name->text[0] != 'E' || strspn(name->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != name->octets)
		tcpsim_pkt_error(
			p, &name->loc, "%.40s is no error's name, which begins with E and is in capitals", name->text);
}

void
tcpsim_pkt_build_note(struct pkt_parser *p, const struct pkt_lexeme *note)
{
	p->event->call.note = tcpsim_pkt_copy(p->memory, note->text, note->octets);
}
