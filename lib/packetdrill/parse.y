/* SPDX-License-Identifier: MIT */
/* The grammar of packetdrill scripts, of both dialects. docs/packetdrill.md describes it; build*.c make the tree. */
%require "3.6"
%define api.pure full
%define api.prefix {tcpsim_pkt_yy}
%define api.location.type {struct tcpsim_place}
%define api.token.prefix {T_}
%define parse.error custom
%define parse.lac full
%locations
%param {struct pkt_parser *p}
%initial-action { @$ = (struct tcpsim_place){ 1, 1, 1 }; }

%code requires {
#include "lib/packetdrill/parse_private.h"
}

%code {
#include "lib/packetdrill/scan_private.h"
#include "lib/packetdrill/syntax_error.h"

static void yyerror(const struct tcpsim_place *loc, struct pkt_parser *p, const char *words);

/* A place from the first character of the first part to the last of the last, as far as they are in one line. */
#define YYLLOC_DEFAULT(place, parts, n) \
	((place) = (n) ? tcpsim_place_span(&YYRHSLOC(parts, 1), &YYRHSLOC(parts, n)) \
		: tcpsim_place_after(&YYRHSLOC(parts, 0)))

static GArray *
gathered(struct pkt_parser *p, GArray *items, const struct pkt_item *item)
{
	if (items == NULL)
		items = tcpsim_pkt_array(p->memory, sizeof(struct pkt_item));
	return g_array_append_vals(items, item, 1);
}

static struct pkt_item
item_of(enum pkt_item_kind kind, const struct pkt_lexeme *lexeme)
{
	return (struct pkt_item){ .loc = lexeme->loc, .kind = kind, .text = lexeme->text,
		.number = tcpsim_pkt_build_number(lexeme, false) };
}
}

%union {
	struct pkt_lexeme lexeme;
	struct pkt_number number;
	struct pkt_sequence sequence;
	struct pkt_item item;
	struct pkt_expression *expression;
	GPtrArray *list;
	GArray *items;
}

/* The order is that in which a diagnostic lists what was expected. */
%token END 0 "the end of the script"
%token <lexeme> PLUS "+" STAR "*" TILDE "~" LESS "<" GREATER ">" LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]"
%token <lexeme> LBRACE "{" RBRACE "}" COLON ":" COMMA "," EQUAL "=" BANG "!" DOT "." MINUS "-" OR "|" QUESTION "?"
%token <lexeme> SLASH "/" ELLIPSIS "..."
%token <lexeme> ACK "ack" WIN "win" URG "urg" MTU "mtu" ICMP "icmp" UDP "udp"
%token <lexeme> INT "a number" WORD "a word" STRING "a text in quotes"
%token <lexeme> OPTION_LINE "an option" COMMAND "a command in backquotes" CODE "code" NOTE "a text in parentheses"
/* What is a number, too, or cannot be expected. */
%token <lexeme> INT_FIRST "a whole number" FLOAT "a number with a point" FLOAT_FIRST "a time"
%token <lexeme> OCTETS "octets of a cookie"
%token <lexeme> ACE "flags of AccECN" UNPLAYED "another protocol" REST "the rest of a line"

/* A parenthesis behind a word belongs to the word: a result that is a word has no text behind it. */
%precedence ALONE
%precedence "("

%type <lexeme> moment first_moment number word sign
%type <number> seqnum
%type <sequence> sequence
%type <item> item
%type <items> items mark_items
%type <expression> expression primary applied field
%type <list> arguments some_arguments fields some_fields or_list

%%

script: %empty | script line

line:
  OPTION_LINE			{ tcpsim_pkt_build_option_line(p, &$1); }
| COMMAND			{ tcpsim_pkt_build_init(p, &$1); }
| time action			{ tcpsim_pkt_build_end(p, &@$); }
| error				{ p->at_packet = false; p->event = NULL; }

number: INT | INT_FIRST
moment: number | FLOAT | FLOAT_FIRST
first_moment: INT_FIRST | FLOAT_FIRST

time:
  "+" moment		{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_RELATIVE, &$2, PKT_ONE_MOMENT, NULL, true); }
| "+" moment "~" moment		{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_RELATIVE, &$2, PKT_RANGE, &$4, false); }
| "+" moment "~" "+" moment	{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_RELATIVE, &$2, PKT_RANGE, &$5, true); }
| "+" moment "..." moment	{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_RELATIVE, &$2, PKT_BLOCKING, &$4, true); }
| "+" moment "..." "+" moment	{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_RELATIVE, &$2, PKT_BLOCKING, &$5, true); }
| first_moment		{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_ABSOLUTE, &$1, PKT_ONE_MOMENT, NULL, false); }
| first_moment "~" moment	{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_ABSOLUTE, &$1, PKT_RANGE, &$3, false); }
| first_moment "~" "+" moment	{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_ABSOLUTE, &$1, PKT_RANGE, &$4, true); }
| first_moment "..." moment	{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_ABSOLUTE, &$1, PKT_BLOCKING, &$3, false); }
| "*"				{ tcpsim_pkt_build_time(p, &@$, PKT_TIME_ANY, NULL, PKT_ONE_MOMENT, NULL, false); }

action:
  packet			{ tcpsim_pkt_check_packet(p, &@$); }
| call
| COMMAND			{ tcpsim_pkt_build_text(p, PKT_EVENT_COMMAND, &$1); }
| CODE				{ tcpsim_pkt_build_text(p, PKT_EVENT_CODE, &$1); }

/* ---- packets ---- */

packet: direction marks body

/* The scanner hears of a packet before its first word: nothing is read ahead here. */
direction:
  "<"				{ tcpsim_pkt_build_packet(p, true); }
| ">"				{ tcpsim_pkt_build_packet(p, false); }

marks: %empty | marks brackets | marks "(" mark_list ")"

brackets: "[" mark_list "]" | quote

quote:
  "[" sequence "]"		{ tcpsim_pkt_build_quote(p, &@$, &$2); }
| "[" UDP "(" number ")" "]"	{ tcpsim_pkt_build_quote_udp(p, &@$, &$4); }

mark_list: mark | mark_list "," mark

mark: mark_items		{ tcpsim_pkt_build_mark(p, &@$, $1); }

mark_items:
  WORD				{ struct pkt_item i = item_of(PKT_ITEM_WORD, &$1); $$ = gathered(p, NULL, &i); }
| mark_items WORD		{ struct pkt_item i = item_of(PKT_ITEM_WORD, &$2); $$ = gathered(p, $1, &i); }
| mark_items number		{ struct pkt_item i = item_of(PKT_ITEM_NUMBER, &$2); $$ = gathered(p, $1, &i); }

body:
  tcp
| icmp
| UDP "(" number ")"		{ tcpsim_pkt_build_udp(p, &$3, NULL, NULL); }
| UDP "(" number ">" number ")" "(" number ")" { tcpsim_pkt_build_udp(p, &$8, &$3, &$5); }
| UNPLAYED			{ tcpsim_pkt_build_other(p, &$1); }

tcp:
  tcp_head
| tcp tcp_field
| flags slash REST		{ tcpsim_pkt_build_skipped(p, &@2, "TCP in UDP"); }

tcp_head: flags sequence	{ tcpsim_pkt_build_tcp(p, &@1, &$2); }

flags: flag | flags flag
| "-"
| "..."				{ tcpsim_pkt_build_any_flags(p, &@1); }

flag:
  WORD				{ tcpsim_pkt_build_flags(p, &$1); }
| "."				{ tcpsim_pkt_build_flags(p, &$1); }
| ACE				{ tcpsim_pkt_build_flags(p, &$1); }

seqnum:
  number			{ $$ = tcpsim_pkt_build_number(&$1, false); }
| number "!"			{ $$ = tcpsim_pkt_build_number(&$1, true); }

sequence:
  seqnum ":" seqnum "(" number ")"	{ $$ = tcpsim_pkt_build_sequence(p, &@$, &$1, &$3, &$5, false); }
| seqnum ":" seqnum "(" number ")" "!"	{ $$ = tcpsim_pkt_build_sequence(p, &@$, &$1, &$3, &$5, true); }
| seqnum ":" "..."			{ $$ = tcpsim_pkt_build_sequence(p, &@$, &$1, NULL, NULL, false); }
| seqnum ":" "..." "(" number ")"	{ $$ = tcpsim_pkt_build_sequence(p, &@$, &$1, NULL, &$5, false); }
| "..." "(" number ")"			{ $$ = tcpsim_pkt_build_sequence(p, &@$, NULL, NULL, &$3, false); }

tcp_field:
  ACK seqnum			{ tcpsim_pkt_build_field(p, PKT_THE_ACK, &@$, &$2); }
| WIN seqnum			{ tcpsim_pkt_build_field(p, PKT_THE_WIN, &@$, &$2); }
| URG seqnum			{ tcpsim_pkt_build_field(p, PKT_THE_URG, &@$, &$2); }
| "<" ">"			{ tcpsim_pkt_build_options(p, &@$, PKT_OPTIONS_NONE); }
| "<" "..." ">"			{ tcpsim_pkt_build_options(p, &@$, PKT_OPTIONS_ANY); }
| "<" options ">"		{ tcpsim_pkt_build_options(p, &@$, PKT_OPTIONS_LISTED); }
| slash REST			{ tcpsim_pkt_build_skipped(p, &@1, "TCP in UDP"); }

/* Nothing is read ahead: the scanner swallows what follows. */
slash: "/"			{ p->eats = true; }

options: option | options "," option

option: items			{ tcpsim_pkt_build_option(p, &@$, $1); }

items:
  item				{ $$ = gathered(p, NULL, &$1); }
| items item			{ $$ = gathered(p, $1, &$2); }

item:
  WORD				{ $$ = item_of(PKT_ITEM_WORD, &$1); }
| OCTETS			{ $$ = item_of(PKT_ITEM_OCTETS, &$1); }
| number			{ $$ = item_of(PKT_ITEM_NUMBER, &$1); }
| number "!"			{ $$ = item_of(PKT_ITEM_NUMBER, &$1); $$.number.is_literal = true; }
| seqnum ":" seqnum		{ $$ = (struct pkt_item){ @$, PKT_ITEM_RANGE, "", $1, $3 }; }
| sign				{ $$ = item_of(PKT_ITEM_OTHER, &$1); }

sign: "=" | "-" | "." | "[" | "]" | "(" | ")" | "/" | FLOAT

icmp: icmp_head | icmp icmp_part

icmp_head: ICMP			{ tcpsim_pkt_build_icmp(p, &@1); }

/* A number that stands first on its line is the next event's time. */
icmp_part:
  WORD				{ tcpsim_pkt_build_icmp_word(p, &$1, false); }
| INT				{ tcpsim_pkt_build_icmp_word(p, &$1, true); }
| MTU number			{ tcpsim_pkt_build_icmp_mtu(p, &$2); }
| quote

/* ---- calls ---- */

word: WORD | ACK | WIN | URG | MTU | ICMP | UDP

call: call_head | call_head result

call_head: word "(" arguments ")" { tcpsim_pkt_build_call(p, &$1, $3); }

result:
  "=" "?"			{ tcpsim_pkt_build_result(p, &@2, NULL); }
| "=" value
| "=" value error_name
| "=" value note_begins NOTE	{ tcpsim_pkt_build_note(p, &$4); }
| "=" value error_name note_begins NOTE { tcpsim_pkt_build_note(p, &$5); }

value: expression		{ tcpsim_pkt_build_result(p, &@1, $1); }

error_name: WORD		{ tcpsim_pkt_build_errno(p, &$1); }

/* Nothing is read ahead: the scanner reads what follows up to the parenthesis that closes. */
note_begins: "("		{ p->at_note = true; p->depth--; }

arguments:
  %empty			{ $$ = tcpsim_pkt_build_items(p, NULL, NULL); }
| some_arguments

some_arguments:
  expression			{ $$ = tcpsim_pkt_build_items(p, NULL, $1); }
| some_arguments "," expression	{ $$ = tcpsim_pkt_build_items(p, $1, $3); }

fields:
  %empty			{ $$ = tcpsim_pkt_build_items(p, NULL, NULL); }
| some_fields
| some_fields ","

some_fields:
  field				{ $$ = tcpsim_pkt_build_items(p, NULL, $1); }
| some_fields "," field		{ $$ = tcpsim_pkt_build_items(p, $1, $3); }

field:
  expression
| word "=" expression		{
	$$ = tcpsim_pkt_build_expression(p, PKT_FIELD, &@$, $1.text, tcpsim_pkt_build_items(p, NULL, $3));
}
| applied "=" expression	{
	$$ = tcpsim_pkt_build_expression(p, PKT_ASSIGNED, &@$, NULL,
		tcpsim_pkt_build_items(p, tcpsim_pkt_build_items(p, NULL, $1), $3));
}

expression:
  primary
| or_list			{ $$ = tcpsim_pkt_build_expression(p, PKT_OR, &@$, NULL, $1); }

or_list:
  primary "|" primary		{ $$ = tcpsim_pkt_build_items(p, tcpsim_pkt_build_items(p, NULL, $1), $3); }
| or_list "|" primary		{ $$ = tcpsim_pkt_build_items(p, $1, $3); }

primary:
  number			{ $$ = tcpsim_pkt_build_integer(p, &@$, &$1, false); }
| "-" number			{ $$ = tcpsim_pkt_build_integer(p, &@$, &$2, true); }
| FLOAT				{ $$ = tcpsim_pkt_build_real(p, &@$, &$1, false); }
| FLOAT_FIRST			{ $$ = tcpsim_pkt_build_real(p, &@$, &$1, false); }
| "-" FLOAT			{ $$ = tcpsim_pkt_build_real(p, &@$, &$2, true); }
| "..."				{ $$ = tcpsim_pkt_build_expression(p, PKT_ELLIPSIS, &@$, NULL, NULL); }
| word %prec ALONE		{ $$ = tcpsim_pkt_build_expression(p, PKT_WORD, &@$, $1.text, NULL); }
| STRING			{ $$ = tcpsim_pkt_build_string(p, &$1); }
| "~" primary			{
	$$ = tcpsim_pkt_build_expression(p, PKT_NOT, &@$, NULL, tcpsim_pkt_build_items(p, NULL, $2));
}
| "(" expression ")"		{ $$ = $2; }
| "[" arguments "]"		{ $$ = tcpsim_pkt_build_expression(p, PKT_LIST, &@$, NULL, $2); }
| "{" fields "}"		{ $$ = tcpsim_pkt_build_expression(p, PKT_STRUCT, &@$, NULL, $2); }
| applied

applied: word "(" arguments ")"	{ $$ = tcpsim_pkt_build_expression(p, PKT_APPLIED, &@$, $1.text, $3); }

%%

/* Gather what was found and what could have stood there. syntax_error.c finds the words. */
static int
yyreport_syntax_error(const yypcontext_t *context, struct pkt_parser *p)
{
	yysymbol_kind_t expected[YYNTOKENS];
	const char *names[YYNTOKENS + 1];
	int n = yypcontext_expected_tokens(context, expected, YYNTOKENS);
	int n_names = 0;

	for (int i = 0; i < n; i++)
		if (expected[i] <= YYSYMBOL_NOTE || expected[i] == YYSYMBOL_FLOAT_FIRST)
			names[n_names++] = yysymbol_name(expected[i]);
	names[n_names] = NULL;
	tcpsim_pkt_syntax_error(p, yypcontext_location(context), yypcontext_token(context) == YYSYMBOL_YYEOF, names);
	return 0;
}

/* Called for what is no syntax error: the parser's stack is full. */
static void
yyerror(const YYLTYPE *loc, struct pkt_parser *p, const char *words)
{
	(void)words;
	tcpsim_pkt_error(p, loc, "expressions are nested too deeply here");
}
