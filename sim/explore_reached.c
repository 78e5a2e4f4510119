/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

/* Rules that no path can come upon, or only where limits are very low: <tcpsim/explore.h> says what is abstracted. */
static const struct {
	const char *why;
	enum tcpsim_rule rules[9]; /* the last is TCPSIM_RULE_NONE */
} unfollowed[] = {
	{ "A call waits for the connection that it needs, and a listener is never called.",
		{ TCPSIM_RULE_OPEN_LISTEN_ACTIVE, TCPSIM_RULE_OPEN_EXISTS, TCPSIM_RULE_SEND_NO_CONNECTION,
			TCPSIM_RULE_SEND_LISTEN_OPENS, TCPSIM_RULE_SEND_LISTEN_UNSPECIFIED,
			TCPSIM_RULE_RECEIVE_NO_CONNECTION, TCPSIM_RULE_CLOSE_NO_CONNECTION,
			TCPSIM_RULE_ABORT_NO_CONNECTION } },
	{ "No user calls STATUS, which changes nothing.", { TCPSIM_RULE_STATUS_NO_CONNECTION, TCPSIM_RULE_STATUS } },
	{ "The hosts know each other's address, and there is no other.",
		{ TCPSIM_RULE_OPEN_REMOTE_UNSPECIFIED, TCPSIM_RULE_OPEN_REMOTE_INVALID,
			TCPSIM_RULE_ARRIVES_GROUP_DISCARDED } },
	{ "Round trip times are not followed.", { TCPSIM_RULE_RTT_SAMPLED, TCPSIM_RULE_RTO_AFTER_SYN_LOSS } },
	{ "Challenge ACKs are not counted: a limit greater than 0 is never reached.",
		{ TCPSIM_RULE_SEQ_UNACCEPTABLE_THROTTLED, TCPSIM_RULE_CHALLENGE_THROTTLED } },
	{ "A limit on retries or probes greater than " G_STRINGIFY(TCPSIM_EXPLORE_COUNTED) " is never reached.",
		{ TCPSIM_RULE_RETRANSMISSION_R1, TCPSIM_RULE_RETRANSMISSION_R2, TCPSIM_RULE_SYN_R2,
			TCPSIM_RULE_PERSIST_GIVES_UP, TCPSIM_RULE_KEEPALIVE_GIVES_UP } },
	{ "Time passes only until a timer is due.", { TCPSIM_RULE_NOTHING_DUE } },
};

static bool
is_followed(enum tcpsim_rule rule)
{
	for (size_t i = 0; i < G_N_ELEMENTS(unfollowed); i++)
		for (size_t k = 0; unfollowed[i].rules[k] != TCPSIM_RULE_NONE; k++)
			if (unfollowed[i].rules[k] == rule)
				return false;
	return true;
}

void
reached_add(struct reached *reached, const struct tcpsim_explore_result *result)
{
	reached->n_explorations++;
	for (size_t i = 0; i < G_N_ELEMENTS(reached->fired.bits); i++)
		reached->fired.bits[i] |= result->fired.bits[i];
	for (unsigned state = 0; state < TCPSIM_N_STATES; state++)
		reached->changes[state] |= result->changes[state];
	/* A listener is a TCB of its own, beside that of the connection whose changes the result has. */
	if (tcpsim_rule_set_has(&result->fired, TCPSIM_RULE_OPEN_PASSIVE)) {
		reached->changes[TCPSIM_CLOSED] |= 1U << TCPSIM_CLOSED | 1U << TCPSIM_LISTEN;
		reached->changes[TCPSIM_LISTEN] |= 1U << TCPSIM_LISTEN;
	}
}

enum kind {
	FIRED,
	NEVER_FIRED,
	UNFOLLOWED, /* never fired, and cannot be expected to */
};

static enum kind
kind_of(const struct reached *reached, enum tcpsim_rule rule)
{
	if (tcpsim_rule_set_has(&reached->fired, rule))
		return FIRED;
	return is_followed(rule) ? NEVER_FIRED : UNFOLLOWED;
}

static unsigned
count_rules(const struct reached *reached, enum kind kind)
{
	unsigned n = 0;

	for (int i = TCPSIM_RULE_NONE + 1; i < TCPSIM_N_RULES; i++)
		n += kind_of(reached, (enum tcpsim_rule)i) == kind;
	return n;
}

static void
tell_rules(const struct explore_request *request, const struct reached *reached, enum kind kind)
{
	GString *line = g_string_new(NULL);

	for (int i = TCPSIM_RULE_NONE + 1; i < TCPSIM_N_RULES; i++) {
		const struct tcpsim_rule_info *info = tcpsim_rule_info((enum tcpsim_rule)i);

		if (kind_of(reached, (enum tcpsim_rule)i) != kind)
			continue;
		g_string_printf(line, "%s (%s)", info->name, info->place);
		output_words(&request->ladder, line->str, 2);
		output_words(&request->ladder, info->words, 6);
	}
	g_string_free(line, TRUE);
}

/* The reasons, and below each its rules; nothing where all of them fired. */
static void
tell_unfollowed(const struct explore_request *request, const struct reached *reached)
{
	GString *names = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(unfollowed); i++) {
		g_string_truncate(names, 0);
		for (size_t k = 0; unfollowed[i].rules[k] != TCPSIM_RULE_NONE; k++) {
			if (kind_of(reached, unfollowed[i].rules[k]) == UNFOLLOWED)
				g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
					tcpsim_rule_info(unfollowed[i].rules[k])->name);
		}
		if (names->len == 0)
			continue;
		output_words(&request->ladder, unfollowed[i].why, 2);
		output_words(&request->ladder, names->str, 6);
	}
	g_string_free(names, TRUE);
}

/* `ESTABLISHED to FIN-WAIT-1, CLOSE-WAIT`; nothing of a state that was never left. */
static void
tell_changes(const struct explore_request *request, const struct reached *reached, enum tcpsim_state from)
{
	GString *line = g_string_new(tcpsim_state_name(from));
	bool is_first = true;

	for (unsigned to = 0; to < TCPSIM_N_STATES; to++) {
		if (to == (unsigned)from || (reached->changes[from] >> to & 1) == 0)
			continue;
		g_string_append(line, is_first ? " to " : ", ");
		g_string_append(line, tcpsim_state_name((enum tcpsim_state)to));
		is_first = false;
	}
	if (!is_first)
		output_words(&request->ladder, line->str, 2);
	g_string_free(line, TRUE);
}

static void
tell_explorations(const struct reached *reached)
{
	output_format("%u %s", reached->n_explorations, reached->n_explorations == 1 ? "exploration" : "explorations");
}

void
reached_tell_coverage(const struct explore_request *request, const struct reached *reached)
{
	unsigned n_states = 0;

	output_text("\nChanges of state:\n");
	for (unsigned state = 0; state < TCPSIM_N_STATES; state++) {
		n_states += reached->changes[state] != 0;
		tell_changes(request, reached, (enum tcpsim_state)state);
	}
	output_text("Rules that took effect:\n");
	tell_rules(request, reached, FIRED);
	output_format("%u of %u states, %u of %u rules in ", n_states, (unsigned)TCPSIM_N_STATES,
		count_rules(reached, FIRED), (unsigned)TCPSIM_N_RULES - 1);
	tell_explorations(reached);
	output_text("\n");
}

void
reached_tell_never_fired(const struct explore_request *request, const struct reached *reached)
{
	unsigned n = count_rules(reached, NEVER_FIRED), n_unfollowed = count_rules(reached, UNFOLLOWED);

	output_text(n > 0 ? "\nRules that no path came upon:\n"
			  : "\nEvery rule that is followed took effect on some path.\n");
	tell_rules(request, reached, NEVER_FIRED);
	if (n_unfollowed > 0)
		output_text("Rules that are not followed by exploring, and why:\n");
	tell_unfollowed(request, reached);
	output_format("%u of %u rules in ", n, (unsigned)TCPSIM_N_RULES - 1);
	tell_explorations(reached);
	if (n_unfollowed > 0)
		output_format(", and %u that are not followed", n_unfollowed);
	output_text("\n");
}
