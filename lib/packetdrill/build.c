/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"
#include "lib/packetdrill/parse_private.h"

/* Events and their times, option lines, commands and code. */

/* The digits behind a point, as microseconds; the seventh rounds. */
static int64_t
decimals(const char *digits)
{
	int64_t us = 0;

	for (int i = 0; i < 6; i++) {
		us *= 10;
		if (g_ascii_isdigit(*digits))
			us += *digits++ - '0';
	}
	return us + (*digits >= '5' && *digits <= '9');
}

/* Microseconds of `1`, `.5`, `0.123456`. A hexadecimal number is no time. */
static int64_t
microseconds(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	const char *at = lexeme->text;
	int64_t us = 0;

	for (; g_ascii_isdigit(*at) && us <= PKT_MAX_TIME_US; at++)
		us = us * 10 + (*at - '0') * INT64_C(1000000);
	if (*at == '.')
		us += decimals(at + 1);
	if (*at == 'x' || *at == 'X')
		tcpsim_pkt_error(p, &lexeme->loc, "%.40s is no time, that is written in seconds: 0.1", lexeme->text);
	else if (us > PKT_MAX_TIME_US)
		tcpsim_pkt_error(
			p, &lexeme->loc, "%.40s is too long a time, a million days are the most", lexeme->text);
	return us > PKT_MAX_TIME_US ? PKT_MAX_TIME_US : us;
}

static void
check_until(struct pkt_parser *p, const struct pkt_time *time, int64_t until_us, const struct pkt_lexeme *until,
	bool until_is_relative)
{
	bool is_relative = time->kind == PKT_TIME_RELATIVE;

	if (is_relative && !until_is_relative)
		tcpsim_pkt_error(
			p, &until->loc, "both ends of a range are relative or neither: write +%.40s", until->text);
	else if (!is_relative && until_is_relative)
		tcpsim_pkt_error(p, &until->loc, "both ends of a range are relative or neither: write %.40s without +",
			until->text);
	else if (until_us < time->at_us)
		tcpsim_pkt_error(p, &until->loc, "the time ends before it begins");
}

void
tcpsim_pkt_build_time(struct pkt_parser *p, const struct tcpsim_place *loc, enum pkt_time_kind kind,
	const struct pkt_lexeme *at, enum pkt_between between, const struct pkt_lexeme *until, bool until_is_relative)
{
	struct pkt_event *event = tcpsim_pkt_alloc(p->memory, sizeof(*event));
	struct pkt_time *time = &event->time;

	*time = (struct pkt_time){ .loc = *loc, .kind = kind };
	p->event = event;
	if (at != NULL)
		time->at_us = time->until_us = microseconds(p, at);
	if (until == NULL)
		return;
	event->call.returns = *time;
	event->call.returns.at_us = event->call.returns.until_us = microseconds(p, until);
	check_until(p, time, event->call.returns.at_us, until, until_is_relative);
	if (between == PKT_RANGE) {
		time->is_range = true;
		time->until_us = event->call.returns.at_us;
	} else {
		event->call.is_blocking = true;
	}
}

/* An option of the original that is unknown and like none that is known is the player's to skip. */
void
tcpsim_pkt_build_option_line(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	struct pkt_option_line *option = tcpsim_pkt_alloc(p->memory, sizeof(*option));
	const char *equal = strchr(lexeme->text, '=');
	size_t n = equal != NULL ? (size_t)(equal - lexeme->text) : lexeme->octets;
	struct tcpsim_nearest nearest;

	option->loc = lexeme->loc;
	option->name = tcpsim_pkt_copy(p->memory, lexeme->text, n);
	if (equal != NULL) {
		bool is_quoted = equal[1] == '"';

		option->value =
			tcpsim_pkt_copy(p->memory, equal + 1 + is_quoted, strlen(equal + 1) - (is_quoted ? 2 : 0));
	}
	nearest = tcpsim_nearest_of(option->name);
	if (p->saw_event)
		tcpsim_pkt_error(p, &lexeme->loc, "an option stands before the first event");
	else if (lexeme->loc.line != 0 && !tcpsim_pkt_is_option(&nearest) && nearest.best != NULL)
		tcpsim_pkt_unknown(p, &lexeme->loc, "option", &nearest);
	if (strcmp(option->name, "define") == 0 && option->value != NULL)
		tcpsim_pkt_define(p, option->value);
	g_ptr_array_add(p->drill->options, option);
}

static void
add_event(struct pkt_parser *p, const struct tcpsim_place *loc)
{
	if (p->drill->events->len == PKT_MAX_EVENTS)
		tcpsim_pkt_error(p, loc, "a script has at most %d events", PKT_MAX_EVENTS);
	if (p->drill->events->len < PKT_MAX_EVENTS)
		g_ptr_array_add(p->drill->events, p->event);
	p->event = NULL;
}

void
tcpsim_pkt_build_init(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	if (p->saw_event) {
		tcpsim_pkt_error(p, &lexeme->loc, "a command behind the first event needs a time before it: +0");
		return;
	}
	tcpsim_pkt_build_time(p, &lexeme->loc, PKT_TIME_ABSOLUTE, NULL, PKT_ONE_MOMENT, NULL, false);
	tcpsim_pkt_build_text(p, PKT_EVENT_COMMAND, lexeme);
	p->event->loc = lexeme->loc;
	add_event(p, &lexeme->loc);
}

void
tcpsim_pkt_build_text(struct pkt_parser *p, enum pkt_event_kind kind, const struct pkt_lexeme *lexeme)
{
	p->event->kind = kind;
	p->event->text = tcpsim_pkt_copy(p->memory, lexeme->text, lexeme->octets);
	p->event->text_loc = lexeme->loc;
}

void
tcpsim_pkt_build_end(struct pkt_parser *p, const struct tcpsim_place *loc)
{
	struct pkt_event *event = p->event;
	bool may_be_any = event->kind == PKT_EVENT_PACKET && !event->packet.is_inbound;

	event->loc = *loc;
	p->at_packet = false;
	p->saw_event = true;
	if (event->time.kind == PKT_TIME_ANY && !may_be_any)
		tcpsim_pkt_error(p, &event->time.loc, "only a packet that is expected may come at any time");
	else if (event->time.is_range && !may_be_any)
		tcpsim_pkt_error(p, &event->time.loc, "only a packet that is expected has a range of time");
	else if (event->call.is_blocking && event->kind != PKT_EVENT_CALL)
		tcpsim_pkt_error(p, &event->time.loc, "only a call begins at one time and ends at another");
	if (event->kind != PKT_EVENT_CALL && !event->call.is_blocking)
		event->call.returns = (struct pkt_time){ .kind = PKT_TIME_ABSOLUTE };
	add_event(p, loc);
}

void
tcpsim_pkt_build_skipped(struct pkt_parser *p, const struct tcpsim_place *loc, const char *construct)
{
	if (p->event->skipped != NULL)
		return;
	p->event->skipped = construct;
	p->event->skipped_loc = *loc;
}
