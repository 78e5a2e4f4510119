/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/trace.h>

#include "lib/render/ask_private.h"
#include "lib/render/render_private.h"

/* What can happen to an end. */
struct question {
	enum {
		ON_SEGMENT,
		ON_CALL,
		ON_TIMER,
		ON_ICMP,
	} on;
	const char *kind; /* of segments */
	int which;        /* enum tcpsim_call, or TCPSIM_N_CALLS for STATUS; enum tcpsim_timer; enum tcpsim_icmp_kind */
};

static const char status_name[] = "status";

/* The name of something that can happen, by its number over all sorts of them, and what it is; NULL behind the last. */
static const char *
event_name(size_t i, struct question *question)
{
	size_t n_kinds = 0;

	while (tcpsim_ask_kinds[n_kinds] != NULL)
		n_kinds++;
	if (i < n_kinds) {
		*question = (struct question){ .on = ON_SEGMENT, .kind = tcpsim_ask_kinds[i] };
		return question->kind;
	}
	i -= n_kinds;
	/* SET is no event of a connection, and STATUS no call that a trace has. */
	if (i < TCPSIM_CALL_SET) {
		*question = (struct question){ .on = ON_CALL, .which = (int)i };
		return tcpsim_call_name((enum tcpsim_call)i);
	}
	i -= TCPSIM_CALL_SET;
	if (i-- == 0) {
		*question = (struct question){ .on = ON_CALL, .which = TCPSIM_N_CALLS };
		return status_name;
	}
	if (i < TCPSIM_N_TIMERS) {
		*question = (struct question){ .on = ON_TIMER, .which = (int)i };
		return tcpsim_timer_name((enum tcpsim_timer)i);
	}
	i -= TCPSIM_N_TIMERS;
	*question = (struct question){ .on = ON_ICMP, .which = (int)i };
	return i < TCPSIM_N_ICMP ? tcpsim_icmp_name((enum tcpsim_icmp_kind)i) : NULL;
}

char **
tcpsim_render_events(void)
{
	GPtrArray *names = g_ptr_array_new();
	struct question question;

	for (size_t i = 0; event_name(i, &question) != NULL; i++)
		g_ptr_array_add(names, g_strdup(event_name(i, &question)));
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

/* `SYN,ACK` is SYN+ACK, as ladders have it. */
static bool
find_event(const char *text, struct question *question)
{
	char *name = g_strdup(text);
	bool is_found = false;

	g_strdelimit(name, ",", '+');
	for (size_t i = 0; !is_found && event_name(i, question) != NULL; i++)
		is_found = g_ascii_strcasecmp(event_name(i, question), name) == 0;
	g_free(name);
	return is_found;
}

static bool
find_state(const char *text, enum tcpsim_state *state)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++) {
		*state = (enum tcpsim_state)i;
		if (g_ascii_strcasecmp(tcpsim_state_name(*state), text) == 0)
			return true;
	}
	return false;
}

/* ---- what it says ---- */

static void
append_segment(GString *text, const struct tcpsim_segment *seg)
{
	struct tcpsim_segment plain = *seg;
	char notation[TCPSIM_SEGMENT_TEXT];

	plain.ctl &= (uint8_t)~TCPSIM_PSH;
	tcpsim_segment_format(&plain, notation, sizeof(notation));
	g_string_append(text, notation);
}

/* What a user hears, in the words of 3.9.1 where it has some. */
static void
append_signals(GString *text, const struct tcpsim_effects *out)
{
	static const struct {
		enum tcpsim_signal signal;
		const char *words;
	} told[] = {
		{ TCPSIM_SIGNAL_OPENED, "the connection is open" },
		{ TCPSIM_SIGNAL_CLOSING, "connection closing" },
		{ TCPSIM_SIGNAL_CLOSE_OK, "all that was sent has arrived" },
		{ TCPSIM_SIGNAL_PROBLEM, "delivery problem" },
		{ TCPSIM_SIGNAL_URGENT, "urgent data" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(told); i++) {
		if ((out->signals & told[i].signal) != 0)
			g_string_append_printf(text, "tells its user: %s\n", told[i].words);
	}
	if ((out->signals & TCPSIM_SIGNAL_ERROR) != 0)
		g_string_append_printf(
			text, "tells its user: %s\n", tcpsim_error_words((enum tcpsim_error)out->error));
	if ((out->signals & TCPSIM_SIGNAL_SOFT_ERROR) != 0)
		g_string_append_printf(
			text, "tells its user: %s\n", tcpsim_error_words((enum tcpsim_error)out->soft_error));
	if (out->deliver_bytes > 0)
		g_string_append_printf(text, "gives its user %u octets\n", (unsigned)out->deliver_bytes);
}

/* What happened, a line each, and why. */
static void
append_answer(GString *text, const struct asked *asked)
{
	const struct tcpsim_effects *out = &asked->out;
	const struct tcpsim_rule_info *rule = tcpsim_rule_info((enum tcpsim_rule)out->rule);

	if (asked->error != TCPSIM_OK)
		g_string_append_printf(text, "answers: %s\n", tcpsim_error_words(asked->error));
	for (unsigned i = 0; i < out->n_segments; i++) {
		g_string_append(text, "sends ");
		append_segment(text, &out->segments[i]);
		g_string_append_c(text, '\n');
	}
	if (out->n_segments == 0 && asked->error == TCPSIM_OK)
		g_string_append(text, "sends nothing\n");
	append_signals(text, out);
	g_string_append_printf(text, out->before == out->after ? "stays in %s\n" : "goes to %s\n",
		tcpsim_state_name((enum tcpsim_state)out->after));
	g_string_append_printf(text, "%s (%s%s%s%s): %s\n", rule->name,
		g_ascii_isdigit(rule->place[0]) ? "RFC 9293 " : "", rule->place, *rule->requirements != '\0' ? "; " : "",
		rule->requirements, rule->words);
}

/* ---- asking ---- */

/* An answer below what it answers, both as lines of a page. */
static void
append_entry(GString *page, const char *head, const struct asked *asked, const struct tcpsim_ladder_options *options)
{
	GString *text = g_string_new(NULL);
	char *lines;

	append_answer(text, asked);
	lines = tcpsim_render_words(head, 2, options);
	g_string_append_printf(page, "\n%s", lines);
	g_free(lines);
	lines = tcpsim_render_words(text->str, 4, options);
	g_string_append(page, lines);
	g_free(lines);
	g_string_free(text, TRUE);
}

static void
ask_segments(GString *page, const struct asked *from, const char *kind, const struct tcpsim_ladder_options *options)
{
	struct ask_segment segment;
	bool is_any = false;

	for (size_t i = 0; tcpsim_ask_segment(from, kind, i, &segment); i++) {
		struct asked asked = *from;
		GString *head = g_string_new(NULL);

		g_string_append_printf(head, "%s: ", segment.words);
		append_segment(head, &segment.seg);
		tcpsim_ask_arrive(&asked, &segment.seg);
		append_entry(page, head->str, &asked, options);
		g_string_free(head, TRUE);
		is_any = true;
	}
	if (!is_any)
		g_string_append_printf(page, "\n  A connection that is not synchronized has no window for it: ask about DATA, "
			"ACK or SYN.\n");
}

static void
ask_icmp(struct asked *asked, enum tcpsim_icmp_kind kind)
{
	const struct tcpsim_icmp icmp = { .kind = kind, .seq = asked->tcb.snd.una, .mtu = 576 };

	asked->error = TCPSIM_OK;
	tcpsim_engine_icmp(&asked->tcb, &asked->policy, &icmp, asked->now_us, &asked->out);
}

/* How it stands before anything is asked. */
static void
append_head(GString *page, const struct asked *asked, const struct tcpsim_ladder_options *options, bool is_active)
{
	const struct tcpsim_tcb *tcb = &asked->tcb;
	GString *text = g_string_new(tcpsim_state_name((enum tcpsim_state)tcb->state));
	char *lines;

	if (tcb->state == TCPSIM_SYN_RECEIVED)
		g_string_append(text, is_active ? " after an active OPEN" : " after a passive OPEN");
	if (tcb->state == TCPSIM_CLOSED || tcb->state == TCPSIM_LISTEN)
		g_string_append(text, ": there is no peer yet");
	else
		g_string_append_printf(text, ": ISS=%u SND.UNA=%u SND.NXT=%u", (unsigned)tcb->snd.iss.n,
			(unsigned)tcb->snd.una.n, (unsigned)tcb->snd.nxt.n);
	if (tcb->state == TCPSIM_SYN_RECEIVED || tcpsim_state_is_synchronized((enum tcpsim_state)tcb->state))
		g_string_append_printf(text, " IRS=%u RCV.NXT=%u RCV.WND=%u", (unsigned)tcb->rcv.irs.n,
			(unsigned)tcb->rcv.nxt.n, (unsigned)tcb->rcv.wnd);
	lines = tcpsim_render_words(text->str, 0, options);
	g_string_append(page, lines);
	g_free(lines);
	g_string_free(text, TRUE);
}

static void
ask(GString *page, const struct question *question, struct asked *asked, const struct tcpsim_ladder_options *options)
{
	char *head;

	if (question->on == ON_SEGMENT) {
		ask_segments(page, asked, question->kind, options);
		return;
	}
	if (question->on == ON_TIMER && !tcpsim_ask_fire(asked, (enum tcpsim_timer)question->which)) {
		g_string_append(page, "\n  That timer does not run there.\n");
		return;
	}
	if (question->on == ON_CALL) {
		tcpsim_ask_call(asked, question->which);
		head = g_strdup_printf("its user says %s",
			question->which == TCPSIM_N_CALLS ? status_name :
							    tcpsim_call_name((enum tcpsim_call)question->which));
	} else if (question->on == ON_TIMER) {
		head = g_strdup_printf("the %s timer fires", tcpsim_timer_name((enum tcpsim_timer)question->which));
	} else {
		ask_icmp(asked, (enum tcpsim_icmp_kind)question->which);
		head = g_strdup_printf("ICMP says %s of its oldest segment",
			tcpsim_icmp_name((enum tcpsim_icmp_kind)question->which));
	}
	append_entry(page, head, asked, options);
	g_free(head);
}

/* Who asks about a timer wants it to run, though the profile has it off. */
static void
let_run(struct tcpsim_policy *policy, const struct question *question)
{
	if (question->on == ON_TIMER && question->which == TCPSIM_TIMER_KEEPALIVE)
		policy->keepalive = 1;
	if (question->on == ON_TIMER && question->which == TCPSIM_TIMER_ACK && policy->delayed_ack_us == 0)
		policy->delayed_ack_us = 200000;
	if (question->on == ON_TIMER && question->which == TCPSIM_TIMER_FIN_WAIT_2 &&
		policy->fin_wait_2_timeout_us == TCPSIM_TIME_NONE)
		policy->fin_wait_2_timeout_us = 60000000;
}

char *
tcpsim_render_answer(const char *state, const char *event, const struct tcpsim_policy *policy,
	const struct tcpsim_ladder_options *options)
{
	GString *page = g_string_new(NULL);
	struct question question;
	enum tcpsim_state where;

	if (!find_state(state, &where) || !find_event(event, &question)) {
		g_string_free(page, TRUE);
		return NULL;
	}
	/* The origin makes a difference to SYN-RECEIVED only: where it goes back to (MUST-11). */
	for (int is_active = 0; is_active <= (where == TCPSIM_SYN_RECEIVED); is_active++) {
		struct asked asked = { .policy = *policy };

		let_run(&asked.policy, &question);
		tcpsim_ask_reach(&asked, where, is_active != 0);
		if (is_active != 0)
			g_string_append_c(page, '\n');
		append_head(page, &asked, options, is_active != 0);
		ask(page, &question, &asked, options);
	}
	return g_string_free(page, FALSE);
}
