/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/invariant.h>
#include <tcpsim/wire.h>

#include "lib/render/glossary_private.h"

/* What has names: each sort of them counts them, names them and tells of one. */
struct sort {
	const char *words; /* `rule` */
	size_t (*count)(void);
	const char *(*name)(size_t i);
	void (*tell)(GString *text, size_t i);
};

/* ---- rules, RFC 9293 and others ---- */

static size_t
count_rules(void)
{
	return TCPSIM_N_RULES - 1;
}

static const char *
rule_name(size_t i)
{
	return tcpsim_rule_info((enum tcpsim_rule)(i + 1))->name;
}

static void
tell_rule(GString *text, size_t i)
{
	const struct tcpsim_rule_info *info = tcpsim_rule_info((enum tcpsim_rule)(i + 1));

	g_string_append_printf(text, "%s\nSource: %s%s", info->words,
		g_str_has_prefix(info->place, "RFC ") ? "" : "RFC 9293 ", info->place);
	if (*info->requirements != '\0')
		g_string_append_printf(text, "; %s", info->requirements);
}

/* ---- states, RFC 9293 3.3.2 ---- */

static const char *const state_words[TCPSIM_N_STATES] = {
	[TCPSIM_CLOSED] = "There is no connection, and nothing is remembered of one.",
	[TCPSIM_LISTEN] = "Waits for anybody's SYN.",
	[TCPSIM_SYN_SENT] = "Has sent a SYN and waits for the peer's.",
	[TCPSIM_SYN_RECEIVED] = "Has sent and received a SYN, and waits to hear its own confirmed.",
	[TCPSIM_ESTABLISHED] = "Both ends know each other's numbers: text may go both ways.",
	[TCPSIM_FIN_WAIT_1] =
		"The user has closed: a FIN is sent, or waits its turn behind text, and is not acknowledged.",
	[TCPSIM_FIN_WAIT_2] = "Its FIN is acknowledged; the peer may still send, and its FIN is waited for.",
	[TCPSIM_CLOSE_WAIT] = "The peer has sent its FIN; the user may still send, and its CLOSE is waited for.",
	[TCPSIM_CLOSING] = "Both have sent a FIN at once; the peer's is here, the own one is not acknowledged.",
	[TCPSIM_LAST_ACK] =
		"The peer closed first; the own FIN is sent, and its acknowledgment is all that is missing.",
	[TCPSIM_TIME_WAIT] =
		("All is done. It stays for 2MSL, to answer the peer's FIN if it comes again, and until all old "
		 "segments are gone."),
};

static size_t
count_states(void)
{
	return TCPSIM_N_STATES;
}

static const char *
state_name(size_t i)
{
	return tcpsim_state_name((enum tcpsim_state)i);
}

static void
tell_state(GString *text, size_t i)
{
	g_string_append(text, state_words[i]);
	for (int to = 0; to < TCPSIM_N_STATES; to++) {
		const char *source = tcpsim_state_change_source((enum tcpsim_state)i, (enum tcpsim_state)to);

		if (source != NULL)
			g_string_append_printf(text, "\nTo %s: %s", tcpsim_state_name((enum tcpsim_state)to), source);
	}
	g_string_append(text, "\nSource: RFC 9293 3.3.2, figure 5");
}

/* ---- timers ---- */

static const char *const timer_words[TCPSIM_N_TIMERS] = {
	[TCPSIM_TIMER_RETRANSMISSION] =
		"Runs while something is sent and not acknowledged: what is oldest is sent again, and the "
		"time is doubled.\nSource: RFC 6298 5, RFC 9293 3.8.1",
	[TCPSIM_TIMER_PERSIST] =
		"Runs while there is something to send and the peer's window is closed: one octet asks whether it "
		"is still.\nSource: RFC 9293 3.8.6.1",
	[TCPSIM_TIMER_KEEPALIVE] =
		"Runs while nothing is heard, if the user asks for it: a probe without text asks whether the peer "
		"is there.\nSource: RFC 9293 3.8.4",
	[TCPSIM_TIMER_2MSL] =
		"Runs in TIME-WAIT; the connection is forgotten when it fires.\nSource: RFC 9293 3.6.1, 3.10.8",
	[TCPSIM_TIMER_USER] =
		"Runs while something is not acknowledged: when it fires the connection is given up.\nSource: RFC 9293 "
		"3.10.8",
	[TCPSIM_TIMER_ACK] =
		"Runs while an acknowledgment waits for something to go with, or for a second segment.\nSource: RFC "
		"9293 3.8.6.3",
	[TCPSIM_TIMER_FIN_WAIT_2] =
		"Runs in FIN-WAIT-2 once the user has closed for both directions, where the setting fin-wait-2-timeout "
		"is not unlimited; the connection is forgotten when it fires.\nSource: RFC 9293 3.6.1 MAY-1; no RFC has a "
		"number",
};

static size_t
count_timers(void)
{
	return TCPSIM_N_TIMERS;
}

static const char *
timer_name(size_t i)
{
	return tcpsim_timer_name((enum tcpsim_timer)i);
}

static void
tell_timer(GString *text, size_t i)
{
	g_string_append(text, timer_words[i]);
}

/* ---- invariants ---- */

static size_t
count_invariants(void)
{
	return TCPSIM_N_INVARIANTS;
}

static const char *
invariant_name(size_t i)
{
	return tcpsim_invariant_name((enum tcpsim_invariant)i);
}

static void
tell_invariant(GString *text, size_t i)
{
	g_string_append_printf(
		text, "%s\nSource: tcpsim-scenario(5)", tcpsim_invariant_words((enum tcpsim_invariant)i));
}

/* ---- errors of calls and of packets ---- */

static size_t
count_errors(void)
{
	return TCPSIM_N_ERRORS - 1;
}

static const char *
error_name(size_t i)
{
	return tcpsim_error_name((enum tcpsim_error)(i + 1));
}

static void
tell_error(GString *text, size_t i)
{
	g_string_append_printf(text, "A user is told: %s\nSource: RFC 9293 3.9.1, 3.9.2.2, 3.10",
		tcpsim_error_words((enum tcpsim_error)(i + 1)));
}

static size_t
count_wire_errors(void)
{
	return TCPSIM_N_WIRE_ERRORS - 1;
}

static const char *
wire_error_name(size_t i)
{
	return tcpsim_wire_error_name((enum tcpsim_wire_error)(i + 1));
}

static void
tell_wire_error(GString *text, size_t i)
{
	enum tcpsim_wire_error error = (enum tcpsim_wire_error)(i + 1);

	g_string_append_printf(
		text, "Of a packet: %s\nSource: %s", tcpsim_wire_error_words(error), tcpsim_wire_error_source(error));
}

/* ---- settings and flaws ---- */

static size_t
count_settings(void)
{
	size_t n;

	tcpsim_settings(&n);
	return n;
}

static const char *
setting_name(size_t i)
{
	size_t n;

	return tcpsim_settings(&n)[i].name;
}

static void
tell_setting(GString *text, size_t i)
{
	size_t n;
	const struct tcpsim_setting *setting = &tcpsim_settings(&n)[i];

	g_string_append_printf(text, "%s\nSource: %s", setting->words, setting->source);
}

static size_t
count_flaws(void)
{
	return TCPSIM_N_FLAWS - 1;
}

static const char *
flaw_name(size_t i)
{
	return tcpsim_flaw_name((enum tcpsim_flaw)(i + 1));
}

static void
tell_flaw(GString *text, size_t i)
{
	g_string_append_printf(text, "%s\nSource: %s", tcpsim_flaw_words((enum tcpsim_flaw)(i + 1)),
		tcpsim_flaw_source((enum tcpsim_flaw)(i + 1)));
}

/* ---- all of them ---- */

static const struct sort sorts[] = {
	{ "state", count_states, state_name, tell_state },
	{ "timer", count_timers, timer_name, tell_timer },
	{ "invariant", count_invariants, invariant_name, tell_invariant },
	{ "error", count_errors, error_name, tell_error },
	{ "error of a packet", count_wire_errors, wire_error_name, tell_wire_error },
	{ "setting", count_settings, setting_name, tell_setting },
	{ "flaw", count_flaws, flaw_name, tell_flaw },
	{ "errno of a socket call", tcpsim_glossary_count_errnos, tcpsim_glossary_errno_name,
		tcpsim_glossary_tell_errno },
	{ "option of a socket", tcpsim_glossary_count_options, tcpsim_glossary_option_name,
		tcpsim_glossary_tell_option },
	{ "variable", tcpsim_glossary_count_variables, tcpsim_glossary_variable_name,
		tcpsim_glossary_tell_variable },
	{ "kind of packet", tcpsim_glossary_count_kinds, tcpsim_glossary_kind_name, tcpsim_glossary_tell_kind },
	{ "requirement of RFC 9293", tcpsim_glossary_count_requirements, tcpsim_glossary_requirement_id,
		tcpsim_glossary_tell_requirement },
	{ "rule", count_rules, rule_name, tell_rule },
	{ "term", tcpsim_glossary_count_terms, tcpsim_glossary_term_name, tcpsim_glossary_tell_term },
};

static void
append_entry(GString *all, const struct sort *sort, size_t i, const struct tcpsim_ladder_options *options)
{
	GString *text = g_string_new(NULL);
	char *lines;

	sort->tell(text, i);
	lines = tcpsim_render_words(text->str, 2, options);
	g_string_append_printf(all, "%s, %s %s\n%s", sort->name(i),
		strchr("aeiou", sort->words[0]) != NULL ? "an" : "a", sort->words, lines);
	g_free(lines);
	g_string_free(text, TRUE);
}

/* Whether one of the words of a list, separated by blanks or commas, is this. */
static bool
has_word(const char *list, const char *word)
{
	char **words = g_strsplit_set(list, " ,;", -1);
	bool found = false;

	for (char **at = words; *at != NULL; at++)
		found = found || g_ascii_strcasecmp(*at, word) == 0;
	g_strfreev(words);
	return found;
}

/* An id of the RFC's is that of its rules, and of the errors of packets that it speaks of. */
static void
append_id(GString *all, const char *id, const struct tcpsim_ladder_options *options)
{
	for (size_t s = 0; s < G_N_ELEMENTS(sorts); s++) {
		for (size_t i = 0; i < sorts[s].count(); i++) {
			const char *ids = "";

			if (sorts[s].tell == tell_rule)
				ids = tcpsim_rule_info((enum tcpsim_rule)(i + 1))->requirements;
			else if (sorts[s].tell == tell_wire_error)
				ids = tcpsim_wire_error_source((enum tcpsim_wire_error)(i + 1));
			if (has_word(ids, id) && strchr(id, '-') != NULL)
				append_entry(all, &sorts[s], i, options);
		}
	}
}

/* Whether two names are the same; people write blanks where names have hyphens. */
static bool
is_name(const char *name, const char *text)
{
	char *hyphenated = g_strdelimit(g_strdup(text), " ", '-');
	bool is = g_ascii_strcasecmp(name, hyphenated) == 0;

	g_free(hyphenated);
	return is;
}

char *
tcpsim_render_term(const char *name, const struct tcpsim_ladder_options *options)
{
	GString *all = g_string_new(NULL);

	for (size_t s = 0; s < G_N_ELEMENTS(sorts) && *name != '\0'; s++) {
		for (size_t i = 0; i < sorts[s].count(); i++) {
			if (is_name(sorts[s].name(i), name))
				append_entry(all, &sorts[s], i, options);
		}
	}
	if (g_ascii_isdigit(name[strlen(name) - (*name != '\0')]))
		append_id(all, name, options);
	if (all->len > 0)
		return g_string_free(all, FALSE);
	g_string_free(all, TRUE);
	return NULL;
}

char **
tcpsim_render_terms(void)
{
	GPtrArray *names = g_ptr_array_new();

	for (size_t s = 0; s < G_N_ELEMENTS(sorts); s++) {
		for (size_t i = 0; i < sorts[s].count(); i++)
			g_ptr_array_add(names, g_strdup(sorts[s].name(i)));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}
