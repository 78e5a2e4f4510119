/* SPDX-License-Identifier: MIT */
/* The grammar of the scenario language. docs/tcpsim-scenario.5 describes it; build.c makes the tree. */
%require "3.6"
%define api.pure full
%define api.prefix {tcpsim_scn_yy}
%define api.location.type {struct tcpsim_place}
%define api.token.prefix {T_}
%define parse.error custom
%define parse.lac full
%locations
%param {struct scn_parser *p}
%initial-action { @$ = (struct tcpsim_place){ 1, 1, 1 }; }

%code requires {
#include "lib/scenario/parse_private.h"
}

%code {
#include "lib/scenario/scan_private.h"
#include "lib/scenario/syntax_error.h"

static void yyerror(const struct tcpsim_place *loc, struct scn_parser *p, const char *words);

/* A place from the first character of the first part to the last of the last, as far as they are in one line. */
#define YYLLOC_DEFAULT(place, parts, n) \
	((place) = (n) ? tcpsim_place_span(&YYRHSLOC(parts, 1), &YYRHSLOC(parts, n)) \
		: tcpsim_place_after(&YYRHSLOC(parts, 0)))
}

%union {
	const char *word;
	struct scn_value *value;
	struct scn_sum *sum;
	struct scn_list *list;
	struct scn_who who;
	struct scn_who_pair pair;
	struct scn_segment *segment;
	struct scn_name *name;
	struct scn_moment moment;
	struct scn_act *act;
	struct scn_call *call;
	struct scn_expect *expect;
	struct scn_host *host;
	struct scn_link *link;
	struct scn_allow *allow;
	struct scn_field_value field;
	struct scn_payload payload;
	enum scn_socket_call socket_call;
	enum tcpsim_how how;
	enum tcpsim_state state;
	enum tcpsim_kind kind;
	enum scn_variable variable;
	enum scn_relation relation;
	enum scn_timer_event timer_event;
	bool yes;
}

/* The order is that in which a diagnostic lists what was expected. */
%token END 0 "end of file"
%token NL "end of line"
%token BOTH "<->" ARROW "->" LBRACE "{" RBRACE "}" COLON ":" COMMA "," HASH "#" PLUS "+"
%token EQUAL "=" NE "!=" LESS "<" LE "<=" GREATER ">" GE ">="
%token <value> INT "a number" DUR "a time" PCT "a percentage" RATE "a rate" STRING "a text in quotes" VAR "$NAME"
%token <word> WORD "a name"
%token <state> STATE "a state"
%token <kind> KIND "a kind of segment"
%token <variable> VARIABLE "a variable"

/* Words that a host cannot be called, for a line could then be read in two ways. */
%token <word> EVERY "every" BY "by" INVARIANT "invariant" CRASH "crash" RESTART "restart"
%token <word> CUT "cut" MEND "mend" INJECT "inject"
/* All others may be names, too. `at` and `from` are among the former. */
%token <word> AT "at" FROM "from"
%token <word> SCENARIO "scenario" NOTE "note" USE "use" SET "set" HOST "host" LINK "link" VARY "vary" IN "in"
%token <word> WHEN "when" DROP "drop" HOLD "hold" DELAY "delay" DUPLICATE "duplicate" REORDER "reorder"
%token <word> CORRUPT "corrupt" EXPECT "expect" ALWAYS "always" ALLOW "allow" RUN "run"
%token <word> PROFILE "profile" ISN "isn" THEN "then" JITTER "jitter" QUEUE "queue" LOSS "loss" MTU "mtu"
%token <word> SEED "seed" LIFETIME "lifetime" BANDWIDTH "rate" ENTERS "enters" LEAVES "leaves" AFTER "after"
%token <word> TO "to" INTO "into" PORT "port" CONNECTION "connection"
%token <word> LISTEN "listen" CONNECT "connect" SEND "send" RECEIVE "receive" CLOSE "close" SHUTDOWN "shutdown"
%token <word> ABORT "abort" BYTES "bytes" UNTIL "until" BEHIND "behind" QUIET "quiet" FOR "for"
%token <word> INVARIANTS "invariants" NEVER "never" PATH "path" SENDS "sends" NOTHING "nothing"
%token <word> DELIVERS "delivers" ACCEPTS "accepts" ERROR "error" TIMER "timer" STARTS "starts"
%token <word> TOLD "told" RESTARTS "restarts" FIRES "fires" HOLDS "holds" BROKEN "broken"
%token <word> SOCKET "socket" BIND "bind" BACKLOG "backlog" ACCEPT "accept" RECV "recv" SENDTO "sendto" REPLY "reply"
%token <word> RECVFROM "recvfrom" SETSOCKOPT "setsockopt" GETSOCKOPT "getsockopt" AS "as" TCP "tcp" UDP "udp"
%token <word> READ "read" WRITE "write" WAYS "both" URGENT "urgent" MESSAGE "icmp" ABOUT "about"
%token <word> RETURNS "returns" FAILS "fails" WAITS "waits"
%token <word> MARK "mark" MARK_BEHIND "mark-behind" HOPS "hops" SILENT "silent"
%token <word> GIVE_UP "give-up" IN_FLIGHT "in-flight" OLD "old" FORGE "forge"
%token <word> EXPLORATION "exploration" BREAKS "breaks" EVENTS "events" ONCE "once" TIMES "times"

%type <word> word soft timer
%type <call> as_name
%type <value> number percent rate text value profile to_number port from_port hash budget in_events
%type <sum> time term after
%type <list> values path isns
%type <who> who host_ref
%type <pair> pair
%type <segment> segment fields
%type <name> seg
%type <moment> moment
%type <act> act
%type <call> call
%type <expect> claim
%type <host> host
%type <link> link
%type <allow> allowed forged
%type <field> field
%type <list> controls blocks
%type <payload> payload
%type <socket_call> socket_call
%type <how> how
%type <relation> relation
%type <timer_event> timer_event
%type <value> count control operand returned told_mtu
%type <yes> arrow

%%

file: blanks title lines

blanks: %empty | blanks NL

title:
  SCENARIO STRING NL		{ tcpsim_scn_build_title(p, $2); }
| error NL			{ yyerrok; }

lines: %empty | lines line

line:
  NL
| stmt NL
| block
| IN error NL			{ yyerrok; }
| error NL			{ yyerrok; }

block:
  block_head lines "}" NL	{ tcpsim_scn_build_block_end(p); }
| block_head lines "}" error NL	{ tcpsim_scn_build_block_end(p); yyerrok; }

block_head:
  IN value "{"			{ tcpsim_scn_build_block(p, &@$, NULL, $2); }
| IN word "=" value "{"		{ tcpsim_scn_build_block(p, &@$, $2, $4); }
| IN error "{"			{ tcpsim_scn_build_block(p, &@$, NULL, NULL); yyerrok; }

stmt:
  NOTE STRING			{ tcpsim_scn_build_note(p, $2); }
| USE profile			{ tcpsim_scn_build_use(p, &@$, $2); }
| SET word value		{ tcpsim_scn_build_set(p, &@$, NULL, NULL, &@2, $2, $3); }
| SET word word value		{ tcpsim_scn_build_set(p, &@$, &@2, $2, &@3, $3, $4); }
| HOST host			{ tcpsim_scn_build_host(p, $2); }
| LINK link			{ tcpsim_scn_build_link(p, &@$, $2); }
| VARY word ":" values		{ tcpsim_scn_build_vary(p, &@2, $2, $4); }
| AT time act			{ tcpsim_scn_build_at(p, &@$, $2, $3); }
| WHEN who ENTERS STATE after ":" act	{ tcpsim_scn_build_when(p, &@$, &$2, false, $4, $5, $7); }
| WHEN who LEAVES STATE after ":" act	{ tcpsim_scn_build_when(p, &@$, &$2, true, $4, $5, $7); }
| fault
| EXPECT claim			{ tcpsim_scn_build_expect(p, &@$, &@2, NULL, $2); }
| EXPECT moment claim		{ tcpsim_scn_build_expect(p, &@$, &@3, &$2, $3); }
| EXPECT EXPLORATION HOLDS	{ tcpsim_scn_build_exploration(p, &@$, NULL, NULL, NULL); }
| EXPECT EXPLORATION BREAKS word in_events
				{ tcpsim_scn_build_exploration(p, &@$, &@4, $4, $5); }
| ALLOW allowed			{ tcpsim_scn_build_allow(p, &@$, &@2, $2); }
| ALWAYS INVARIANTS		{ tcpsim_scn_build_always(p, &@$, NULL, NULL); }
| ALWAYS INVARIANT word		{ tcpsim_scn_build_always(p, &@$, &@3, $3); }
| RUN UNTIL QUIET		{ tcpsim_scn_build_run(p, &@$, NULL); }
| RUN UNTIL time		{ tcpsim_scn_build_run(p, &@$, $3); }
| RUN FOR time			{ tcpsim_scn_build_run(p, &@$, $3); }

in_events:
  %empty			{ $$ = NULL; }
| IN number EVENTS		{ $$ = $2; }

allowed:
  LOSS budget			{ $$ = tcpsim_scn_build_allowed(p, SCN_ALLOW_LOSS, NULL, $2); }
| DUPLICATE budget		{ $$ = tcpsim_scn_build_allowed(p, SCN_ALLOW_DUPLICATE, NULL, $2); }
| REORDER			{ $$ = tcpsim_scn_build_allowed(p, SCN_ALLOW_REORDER, NULL, NULL); }
| CRASH host_ref budget		{ $$ = tcpsim_scn_build_allowed(p, SCN_ALLOW_CRASH, &$2, $3); }
| GIVE_UP			{ $$ = tcpsim_scn_build_allowed(p, SCN_ALLOW_GIVE_UP, NULL, NULL); }
| IN_FLIGHT number		{ $$ = tcpsim_scn_build_allowed(p, SCN_ALLOW_IN_FLIGHT, NULL, $2); }
| OLD host_ref KIND segment	{ $$ = tcpsim_scn_build_old(p, &$2, &@3, $3, $4); }
| forged
| forged segment		{ ($$ = $1)->segment = $2; }

forged:
  FORGE host_ref KIND budget
				{ ($$ = tcpsim_scn_build_forged(p, &$2, &@3, $3))->budget = $4; }

budget:
  %empty			{ $$ = NULL; }
| number

profile: PROFILE value		{ $$ = $2; }

host:
  word				{ $$ = tcpsim_scn_build_new_host(p, &@1, $1); }
| host ISN isns			{ tcpsim_scn_build_isns(p, $$ = $1, &@2, $3); }
| host profile			{ tcpsim_scn_build_host_profile(p, $$ = $1, &@2, $2); }

isns:
  number			{ $$ = tcpsim_scn_build_item(p, NULL, $1); }
| isns THEN number		{ $$ = tcpsim_scn_build_item(p, $1, $3); }

link:
  pair				{ $$ = tcpsim_scn_build_new_link(p, &$1); }
| link DELAY time		{ tcpsim_scn_build_link_time(p, &($$ = $1)->delay, &@2, $3); }
| link JITTER time		{ tcpsim_scn_build_link_time(p, &($$ = $1)->jitter, &@2, $3); }
| link LIFETIME time		{ tcpsim_scn_build_link_time(p, &($$ = $1)->lifetime, &@2, $3); }
| link BANDWIDTH rate		{ tcpsim_scn_build_link_value(p, &($$ = $1)->rate, &@2, $3); }
| link QUEUE number		{ tcpsim_scn_build_link_value(p, &($$ = $1)->queue, &@2, $3); }
| link MTU number		{ tcpsim_scn_build_link_value(p, &($$ = $1)->mtu, &@2, $3); }
| link SEED number		{ tcpsim_scn_build_link_value(p, &($$ = $1)->seed, &@2, $3); }
| link LOSS percent		{ tcpsim_scn_build_link_value(p, &($$ = $1)->loss, &@2, $3); }
| link DUPLICATE percent	{ tcpsim_scn_build_link_value(p, &($$ = $1)->duplicate, &@2, $3); }
| link REORDER percent		{ tcpsim_scn_build_link_value(p, &($$ = $1)->reorder, &@2, $3); }
| link MARK percent		{ tcpsim_scn_build_link_value(p, &($$ = $1)->mark, &@2, $3); }
| link MARK_BEHIND number	{ tcpsim_scn_build_link_value(p, &($$ = $1)->mark_queue, &@2, $3); }
| link HOPS number		{ tcpsim_scn_build_link_value(p, &($$ = $1)->hops, &@2, $3); }
| link SILENT			{ ($$ = $1)->is_silent = true; }
| link CORRUPT percent		{ tcpsim_scn_build_link_value(p, &($$ = $1)->corrupt, &@2, $3); }

pair: host_ref arrow host_ref	{ $$ = (struct scn_who_pair){ $1, $3, $2 }; }

arrow:
  BOTH				{ $$ = true; }
| ARROW				{ $$ = false; }

values:
  value				{ $$ = tcpsim_scn_build_item(p, NULL, $1); }
| values "," value		{ $$ = tcpsim_scn_build_item(p, $1, $3); }

act:
  who call			{ $$ = tcpsim_scn_build_call_act(p, &@$, &$1, $2); }
| who TIMER timer FIRES		{ $$ = tcpsim_scn_build_timer_act(p, &@$, &$1, &@3, $3); }
| CRASH host_ref		{ $$ = tcpsim_scn_build_host_act(p, &@$, SCN_ACT_CRASH, &$2); }
| RESTART host_ref		{ $$ = tcpsim_scn_build_host_act(p, &@$, SCN_ACT_RESTART, &$2); }
| CUT pair			{ $$ = tcpsim_scn_build_pair_act(p, &@$, SCN_ACT_CUT, &$2); }
| MEND pair			{ $$ = tcpsim_scn_build_pair_act(p, &@$, SCN_ACT_MEND, &$2); }
| INJECT segment FROM host_ref port INTO host_ref port
				{ $$ = tcpsim_scn_build_inject(p, &@$, $2, &$4, $5, &$7, $8); }
| INJECT MESSAGE word told_mtu ABOUT seg
				{ $$ = tcpsim_scn_build_icmp(p, &@$, &@3, $3, $4); $$->about = $6; }
| INJECT MESSAGE word told_mtu ABOUT host_ref segment
				{ ($$ = tcpsim_scn_build_icmp(p, &@$, &@3, $3, $4))->a = $6; $$->segment = $7; }

told_mtu:
  %empty			{ $$ = NULL; }
| MTU number			{ $$ = $2; }

port:
  %empty			{ $$ = NULL; }
| PORT number			{ $$ = $2; }

call:
  LISTEN			{ $$ = tcpsim_scn_build_call(p, TCPSIM_CALL_LISTEN, NULL); }
| LISTEN number			{ ($$ = tcpsim_scn_build_call(p, TCPSIM_CALL_LISTEN, NULL))->port = $2; }
| CONNECT host_ref to_number from_port
				{ $$ = tcpsim_scn_build_connect(p, &$2, $3, $4); }
| LISTEN BACKLOG number		{ ($$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_LISTEN, NULL))->backlog = $3; }
| SEND payload			{ $$ = tcpsim_scn_build_send(p, &$2, false); }
| SEND URGENT payload		{ $$ = tcpsim_scn_build_send(p, &$3, true); }
| RECEIVE			{ $$ = tcpsim_scn_build_call(p, TCPSIM_CALL_RECEIVE, NULL); }
| RECEIVE number BYTES		{ $$ = tcpsim_scn_build_call(p, TCPSIM_CALL_RECEIVE, $2); }
| CLOSE				{ $$ = tcpsim_scn_build_call(p, TCPSIM_CALL_CLOSE, NULL); }
| SHUTDOWN			{ $$ = tcpsim_scn_build_call(p, TCPSIM_CALL_SHUTDOWN, NULL); }
| SHUTDOWN how			{ ($$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_SHUTDOWN, NULL))->how = $2; }
| ABORT				{ $$ = tcpsim_scn_build_call(p, TCPSIM_CALL_ABORT, NULL); }
| SET word value		{ $$ = tcpsim_scn_build_set_call(p, &@2, $2, $3); }
| SOCKET as_name		{ ($$ = $2)->socket_call = SCN_SOCKET_SOCKET; }
| SOCKET TCP as_name		{ ($$ = $3)->socket_call = SCN_SOCKET_SOCKET; }
| SOCKET UDP as_name		{ ($$ = $3)->socket_call = SCN_SOCKET_SOCKET; $$->is_udp = true; }
| BIND number			{ ($$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_BIND, NULL))->port = $2; }
| ACCEPT as_name		{ ($$ = $2)->socket_call = SCN_SOCKET_ACCEPT; }
| RECV				{ $$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_RECV, NULL); }
| RECV number BYTES		{ $$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_RECV, $2); }
| SENDTO host_ref ":" number payload
				{ $$ = tcpsim_scn_build_sendto(p, &$2, $4, &$5); }
| REPLY payload			{ $$ = tcpsim_scn_build_sendto(p, NULL, NULL, &$2); }
| RECVFROM			{ $$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_RECVFROM, NULL); }
| RECVFROM number BYTES		{ $$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_RECVFROM, $2); }
| SETSOCKOPT word value		{ $$ = tcpsim_scn_build_socket_option(p, &@2, $2, $3); }
| GETSOCKOPT word		{ $$ = tcpsim_scn_build_socket_option(p, &@2, $2, NULL); }

as_name:
  %empty			{ $$ = tcpsim_scn_build_socket_call(p, SCN_SOCKET_SOCKET, NULL); }
| AS word			{ $$ = tcpsim_scn_build_named(p, &@2, $2); }

payload:
  text				{ $$ = (struct scn_payload){ $1, NULL }; }
| number BYTES			{ $$ = (struct scn_payload){ NULL, $1 }; }

how:
  READ				{ $$ = TCPSIM_SHUT_RD; }
| WRITE				{ $$ = TCPSIM_SHUT_WR; }
| WAYS				{ $$ = TCPSIM_SHUT_RDWR; }

to_number:
  %empty			{ $$ = NULL; }
| ":" number			{ $$ = $2; }

from_port:
  %empty			{ $$ = NULL; }
| FROM number			{ $$ = $2; }

fault:
  DROP seg			{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_DROP, $2, NULL, NULL); }
| HOLD seg UNTIL time		{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_HOLD, $2, $4, NULL); }
| DELAY seg BY time		{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_DELAY, $2, $4, NULL); }
| DUPLICATE seg AT time		{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_DUPLICATE, $2, $4, NULL); }
| REORDER seg BEHIND seg	{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_REORDER, $2, NULL, $4); }
| MARK seg			{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_MARK, $2, NULL, NULL); }
| CORRUPT seg			{ tcpsim_scn_build_fault(p, &@$, TCPSIM_FAULT_CORRUPT, $2, NULL, NULL); }

seg:
  host_ref KIND			{ $$ = tcpsim_scn_build_name(p, &@$, &$1, $2, NULL, NULL); }
| host_ref KIND hash		{ $$ = tcpsim_scn_build_name(p, &@$, &$1, $2, $3, NULL); }
| host_ref KIND hash ARROW number
				{ $$ = tcpsim_scn_build_name(p, &@$, &$1, $2, $3, $5); }
| EVERY host_ref KIND		{ ($$ = tcpsim_scn_build_name(p, &@$, &$2, $3, NULL, NULL))->is_every = true; }

hash: "#" number		{ $$ = $2; }

segment: fields

fields:
  "<" field ">"			{ $$ = tcpsim_scn_build_field(p, NULL, &@$, &$2); }
| fields "<" field ">"		{ $$ = tcpsim_scn_build_field(p, $1, &@$, &$3); }

field:
  WORD "=" number		{ $$ = (struct scn_field_value){ @1, $1, $3, NULL, NULL }; }
| KIND "=" number		{ $$ = (struct scn_field_value){ @1, tcpsim_kind_name($1), $3, NULL, NULL }; }
| KIND "=" STRING		{ $$ = (struct scn_field_value){ @1, tcpsim_kind_name($1), $3, NULL, NULL }; }
| WORD "=" controls		{ $$ = (struct scn_field_value){ @1, $1, NULL, $3, NULL }; }
| WORD "=" blocks		{ $$ = (struct scn_field_value){ @1, $1, NULL, NULL, $3 }; }

blocks:
  number ":" number		{ $$ = tcpsim_scn_build_pair_item(p, NULL, $1, $3); }
| blocks "," number ":" number	{ $$ = tcpsim_scn_build_pair_item(p, $1, $3, $5); }

controls:
  control			{ $$ = tcpsim_scn_build_item(p, NULL, $1); }
| controls "," control		{ $$ = tcpsim_scn_build_item(p, $1, $3); }

control:
  WORD				{ $$ = tcpsim_scn_build_word(p, &@1, $1); }
| KIND				{ $$ = tcpsim_scn_build_word(p, &@1, tcpsim_kind_name($1)); }

moment:
  AT time			{ $$ = (struct scn_moment){ SCN_MOMENT_AT, $2, NULL }; }
| BY time			{ $$ = (struct scn_moment){ SCN_MOMENT_BY, $2, NULL }; }
| FROM time TO time		{ $$ = (struct scn_moment){ SCN_MOMENT_FROM, $2, $4 }; }

claim:
  who STATE			{ ($$ = tcpsim_scn_build_claim(p, SCN_CLAIM_STATE, &$1))->state = $2; }
| who NEVER STATE		{ ($$ = tcpsim_scn_build_claim(p, SCN_CLAIM_NEVER, &$1))->state = $3; }
| who PATH path			{ $$ = tcpsim_scn_build_path_claim(p, &$1, $3); }
| who SENDS KIND		{ $$ = tcpsim_scn_build_sends(p, &$1, $3, NULL, NULL); }
| who SENDS KIND hash		{ $$ = tcpsim_scn_build_sends(p, &$1, $3, $4, NULL); }
| who SENDS KIND segment	{ $$ = tcpsim_scn_build_sends(p, &$1, $3, NULL, $4); }
| who SENDS KIND hash segment	{ $$ = tcpsim_scn_build_sends(p, &$1, $3, $4, $5); }
| who SENDS KIND count		{ $$ = tcpsim_scn_build_sends_count(p, &$1, $3, $4); }
| who SENDS NOTHING		{ $$ = tcpsim_scn_build_claim(p, SCN_CLAIM_SENDS_NOTHING, &$1); }
| who DELIVERS text count	{ $$ = tcpsim_scn_build_delivers(p, &$1, $3, $4); }
| who DELIVERS KIND count	{ $$ = tcpsim_scn_build_datagrams(p, &$1, &@3, $3, NULL); $$->count = $4; }
| who DELIVERS KIND text count	{ $$ = tcpsim_scn_build_datagrams(p, &$1, &@3, $3, $4); $$->count = $5; }
| who DELIVERS NOTHING		{ $$ = tcpsim_scn_build_claim(p, SCN_CLAIM_DELIVERS_NOTHING, &$1); }
| who ACCEPTS number		{ ($$ = tcpsim_scn_build_claim(p, SCN_CLAIM_ACCEPTS, &$1))->count = $3; }
| who ERROR word		{ $$ = tcpsim_scn_build_error_claim(p, &$1, &@3, $3); }
| who TOLD word			{ $$ = tcpsim_scn_build_told_claim(p, &$1, &@3, $3); }
| who VARIABLE relation operand	{ $$ = tcpsim_scn_build_variable_claim(p, &$1, $2, $3, $4); }
| who TIMER timer timer_event	{ $$ = tcpsim_scn_build_timer_claim(p, &$1, &@3, $3, $4); }
| who socket_call RETURNS returned
				{ $$ = tcpsim_scn_build_returns(p, &$1, $2, $4); }
| who socket_call FAILS word	{ $$ = tcpsim_scn_build_fails(p, &$1, $2, &@4, $4); }
| who socket_call WAITS		{ ($$ = tcpsim_scn_build_claim(p, SCN_CLAIM_WAITS, &$1))->socket_call = $2; }
| INVARIANT word HOLDS		{ $$ = tcpsim_scn_build_invariant_claim(p, &@2, $2, false); }
| INVARIANT word BROKEN		{ $$ = tcpsim_scn_build_invariant_claim(p, &@2, $2, true); }

socket_call:
  SOCKET			{ $$ = SCN_SOCKET_SOCKET; }
| BIND				{ $$ = SCN_SOCKET_BIND; }
| LISTEN			{ $$ = SCN_SOCKET_LISTEN; }
| ACCEPT			{ $$ = SCN_SOCKET_ACCEPT; }
| CONNECT			{ $$ = SCN_SOCKET_CONNECT; }
| SEND				{ $$ = SCN_SOCKET_SEND; }
| RECV				{ $$ = SCN_SOCKET_RECV; }
| SENDTO			{ $$ = SCN_SOCKET_SENDTO; }
| REPLY				{ $$ = SCN_SOCKET_REPLY; }
| RECVFROM			{ $$ = SCN_SOCKET_RECVFROM; }
| SHUTDOWN			{ $$ = SCN_SOCKET_SHUTDOWN; }
| CLOSE				{ $$ = SCN_SOCKET_CLOSE; }
| SETSOCKOPT			{ $$ = SCN_SOCKET_SETSOCKOPT; }
| GETSOCKOPT			{ $$ = SCN_SOCKET_GETSOCKOPT; }

returned:
  %empty			{ $$ = NULL; }
| INT | STRING | VAR

path:
  STATE				{ $$ = tcpsim_scn_build_state_item(p, NULL, $1); }
| path ARROW STATE		{ $$ = tcpsim_scn_build_state_item(p, $1, $3); }

count:
  ONCE				{ $$ = tcpsim_scn_build_number(p, &@1, 1); }
| number TIMES

relation:
  "="				{ $$ = SCN_EQUAL; }
| NE				{ $$ = SCN_NOT_EQUAL; }
| "<"				{ $$ = SCN_LESS; }
| LE				{ $$ = SCN_LESS_OR_EQUAL; }
| ">"				{ $$ = SCN_GREATER; }
| GE				{ $$ = SCN_GREATER_OR_EQUAL; }

timer:
  word
| DUR				{ $$ = $1->text; }

timer_event:
  STARTS			{ $$ = SCN_TIMER_STARTS; }
| RESTARTS			{ $$ = SCN_TIMER_RESTARTS; }
| NEVER				{ $$ = SCN_TIMER_NEVER; }

who:
  host_ref
| host_ref CONNECTION number	{ $$ = $1; $$.connection = $3; }

host_ref: word			{ $$ = tcpsim_scn_build_who(p, &@1, $1); }

after:
  %empty			{ $$ = NULL; }
| AFTER time			{ $$ = $2; }

time:
  term
| time "+" term			{ $$ = tcpsim_scn_build_sum(p, $1, $3); }

term:
  DUR				{ $$ = tcpsim_scn_build_term(p, $1); }
| VAR				{ $$ = tcpsim_scn_build_term(p, $1); }

number: INT | VAR
operand: INT | DUR | VAR
percent: PCT | VAR
rate: RATE | VAR
text: STRING | VAR

value:
  word				{ $$ = tcpsim_scn_build_word(p, &@1, $1); }
| STATE				{ $$ = tcpsim_scn_build_word(p, &@1, tcpsim_state_name($1)); }
| KIND				{ $$ = tcpsim_scn_build_word(p, &@1, tcpsim_kind_name($1)); }
| INT | DUR | PCT | RATE | STRING | VAR

word: WORD | soft

soft:
  MARK | MARK_BEHIND | HOPS | SILENT
| SCENARIO | NOTE | USE | SET | HOST | LINK | VARY | IN | WHEN | DROP | HOLD | DELAY | DUPLICATE | REORDER
| CORRUPT | EXPECT | ALWAYS | ALLOW | RUN | PROFILE | ISN | THEN | JITTER | QUEUE | LOSS | MTU | SEED | LIFETIME
| BANDWIDTH | ENTERS | LEAVES | AFTER | TO | INTO | PORT | CONNECTION | LISTEN | CONNECT | SEND | RECEIVE | CLOSE
| SHUTDOWN | ABORT | BYTES | UNTIL | BEHIND | QUIET | FOR | INVARIANTS | NEVER | PATH | SENDS | NOTHING
| DELIVERS | ACCEPTS | ERROR | TOLD | TIMER | STARTS | RESTARTS | FIRES | HOLDS | BROKEN | GIVE_UP | IN_FLIGHT
| OLD | FORGE | EXPLORATION | BREAKS | EVENTS | ONCE | TIMES | SOCKET | BIND | BACKLOG | ACCEPT | RECV | SENDTO
| REPLY | RECVFROM | SETSOCKOPT | GETSOCKOPT | AS | TCP | UDP | READ | WRITE | WAYS | URGENT | MESSAGE | ABOUT
| RETURNS | FAILS | WAITS

%%

/* What sort of thing a token is. */
static enum scn_expected
sort_of(yysymbol_kind_t symbol)
{
	if (symbol == YYSYMBOL_WORD)
		return SCN_EXPECTED_NAME;
	if (symbol == YYSYMBOL_STATE)
		return SCN_EXPECTED_STATE;
	if (symbol == YYSYMBOL_KIND)
		return SCN_EXPECTED_KIND;
	if (symbol == YYSYMBOL_VARIABLE)
		return SCN_EXPECTED_VARIABLE;
	if (symbol >= YYSYMBOL_INT && symbol <= YYSYMBOL_VAR)
		return SCN_EXPECTED_LITERAL;
	if (symbol >= YYSYMBOL_EVERY && symbol <= YYSYMBOL_FROM)
		return SCN_EXPECTED_RESERVED;
	if (symbol >= YYSYMBOL_SCENARIO && symbol <= YYSYMBOL_TIMES)
		return SCN_EXPECTED_SOFT;
	return SCN_EXPECTED_SIGN;
}

/* Gather what was found and what could have stood there. syntax_error.c finds the words. */
static int
yyreport_syntax_error(const yypcontext_t *context, struct scn_parser *p)
{
	yysymbol_kind_t expected[YYNTOKENS];
	struct scn_syntax_error error = { .loc = *yypcontext_location(context) };
	int n = yypcontext_expected_tokens(context, expected, YYNTOKENS);

	for (int i = 0; i < n; i++) {
		error.names[i] = yysymbol_name(expected[i]);
		error.sorts[i] = sort_of(expected[i]);
	}
	error.n = n > 0 ? (size_t)n : 0;
	tcpsim_scn_syntax_error_report(p, &error);
	return 0;
}

/* Called for what is no syntax error: the parser's stack is full. */
static void
yyerror(const YYLTYPE *loc, struct scn_parser *p, const char *words)
{
	(void)words;
	tcpsim_scn_error(p, loc, "blocks are nested too deeply here");
}
