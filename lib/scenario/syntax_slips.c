/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/scan_private.h"
#include "lib/scenario/syntax_error.h"
#include "lib/scenario/units.h"

/* Slips that many make, and what is written instead. */

/* The text of a token, the caller's to free. */
static char *
text_of(const struct scn_parser *p, const struct scn_token *token)
{
	size_t n;
	const char *text = tcpsim_text_at(p->source, &token->loc, &n);

	return g_strndup(text, n);
}

/* `SYN,ACK`, as the RFC writes control bits, and `SYN ACK` for the kind SYN+ACK. */
static bool
report_kind_in_two(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	char *kind;
	bool is_two = p->current.token == T_COMMA || (p->current.token == T_KIND && strcmp(text, "ACK") == 0);

	if (!is_two || p->previous.token != T_KIND)
		return false;
	kind = text_of(p, &p->previous);
	tcpsim_scn_error(p, &error->loc, "unexpected %s, did you mean %s?",
		p->current.token == T_COMMA ? "\",\"" : text,
		strcmp(kind, "SYN") == 0 ? tcpsim_kind_name(TCPSIM_KIND_SYN_ACK) : kind);
	g_free(kind);
	return true;
}

static bool
is_verb_of_state(const char *word)
{
	static const char *const verbs[] = { "is", "in", "be", "was", "becomes", "reaches", "enters" };

	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (strcmp(verbs[i], word) == 0)
			return true;
	return false;
}

/* `expect client is ESTABLISHED`, `when client is ESTABLISHED: ...` */
static bool
report_verb_of_state(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	if (strcmp(text, "is") == 0 && tcpsim_scn_expects(error, "enters")) {
		tcpsim_scn_error(p, &error->loc, "unexpected is, did you mean enters?");
		return true;
	}
	if (!tcpsim_scn_expects(error, "a state") || !tcpsim_scn_expects(error, "never") || !is_verb_of_state(text))
		return false;
	tcpsim_scn_error(p, &error->loc, "unexpected %s: leave it out, the state stands right behind the host", text);
	return true;
}

/* A timer that is no word, such as its state. */
static bool
report_timer(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	GString *all;

	if (p->previous.token != T_TIMER || !tcpsim_scn_expects(error, "a name") ||
		tcpsim_scn_expects(error, "a state"))
		return false;
	if (strcmp(text, tcpsim_state_name(TCPSIM_TIME_WAIT)) == 0) {
		tcpsim_scn_error(
			p, &error->loc, "%s is a state, its timer is %s", text, tcpsim_timer_name(TCPSIM_TIMER_2MSL));
		return true;
	}
	all = g_string_new(NULL);
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		g_string_append_printf(all, "%s%s",
			i == 0                            ? ""
				: i + 1 < TCPSIM_N_TIMERS ? ", "
							  : " or ",
			tcpsim_timer_name((enum tcpsim_timer)i));
	tcpsim_scn_error(p, &error->loc, "unexpected %s, expected a timer: %s", text, all->str);
	g_string_free(all, TRUE);
	return true;
}

/* `server crash`, as if it were a call. */
static bool
report_act_as_call(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	const char *behind;
	char *host;

	switch (p->current.token) {
	case T_CRASH:
	case T_RESTART:
		behind = "";
		break;
	case T_CUT:
	case T_MEND:
		behind = " <-> HOST";
		break;
	default:
		return false;
	}
	if (!tcpsim_scn_expects(error, "listen"))
		return false;
	host = p->previous.token == T_INT ? g_strdup("HOST") : text_of(p, &p->previous);
	tcpsim_scn_error(p, &error->loc, "unexpected %s, this is written %s %.40s%s", text, text, host, behind);
	g_free(host);
	return true;
}

/* `twice` for `2 times`. */
static bool
report_count(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	static const struct {
		const char *word;
		unsigned n;
	} counts[] = {
		{ "never", 0 },
		{ "nothing", 0 },
		{ "none", 0 },
		{ "twice", 2 },
		{ "thrice", 3 },
	};

	for (size_t i = 0; tcpsim_scn_expects(error, "once") && i < G_N_ELEMENTS(counts); i++) {
		if (strcmp(counts[i].word, text) != 0)
			continue;
		tcpsim_scn_error(p, &error->loc, "unexpected %s, did you mean %u times?", text, counts[i].n);
		return true;
	}
	return false;
}

/* A bare number where something with a unit must be. */
static bool
report_without_unit(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	enum scn_place place;

	if (p->current.token != T_INT || tcpsim_scn_expects(error, "a number"))
		return false;
	if (tcpsim_scn_expects(error, "a time"))
		place = SCN_PLACE_TIME;
	else if (tcpsim_scn_expects(error, "a percentage"))
		place = SCN_PLACE_PERCENT;
	else if (tcpsim_scn_expects(error, "a rate"))
		place = SCN_PLACE_RATE;
	else
		return false;
	tcpsim_scn_error_take(p, &error->loc, tcpsim_scn_without_unit(p, &error->loc, text, place));
	return true;
}

/* `allow drop`: what a fault by name is called where it may happen to any segment. */
static bool
report_allowed(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	static const struct {
		const char *word, *meant;
	} others[] = {
		{ "drop", "loss" },
		{ "lose", "loss" },
		{ "corrupt", "loss" },
		{ "copy", "duplicate" },
		{ "hold", "reorder" },
		{ "delay", "reorder" },
		{ "inject", "old or forge" },
		{ "restart", "crash, after which the host may restart" },
	};

	if (p->previous.token != T_ALLOW)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (strcmp(others[i].word, text) != 0)
			continue;
		tcpsim_scn_error(p, &error->loc, "unexpected %s, did you mean %s?", text, others[i].meant);
		return true;
	}
	return false;
}

/* What others call `holds` and `breaks`; NULL for another word. */
static const char *
verdict_called(const char *word)
{
	static const struct {
		const char *word, *meant;
	} others[] = {
		{ "hold", "holds" },
		{ "pass", "holds" },
		{ "passes", "holds" },
		{ "fail", "breaks" },
		{ "fails", "breaks" },
		{ "broken", "breaks" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(others[i].word, word) == 0)
			return others[i].meant;
	return NULL;
}

/* `expect exploration fails`, and `expect at 3s exploration holds`. */
static bool
report_exploration(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(text);
	const char *verdict = verdict_called(text);

	if (p->previous.token != T_EXPLORATION || !tcpsim_scn_expects(error, "never"))
		return false;
	if (verdict != NULL && tcpsim_scn_expects(error, "breaks")) {
		tcpsim_scn_error(p, &error->loc, "unexpected %s, did you mean %s?", text, verdict);
		return true;
	}
	tcpsim_nearest_try(&nearest, "holds");
	tcpsim_nearest_try(&nearest, "breaks");
	if (nearest.best != NULL &&
		p->current.token == T_WORD) /* a misspelt word, about which more is said elsewhere */
		return false;
	if (tcpsim_scn_expects(error, "breaks"))
		tcpsim_scn_error(p, &error->loc, "unexpected %s, expected holds or breaks", text);
	else if (p->current.token == T_HOLDS || p->current.token == T_BREAKS)
		tcpsim_scn_error(p, &p->previous.loc,
			"an exploration is judged as a whole: leave out what stands between expect and exploration");
	else
		return false;
	return true;
}

/* `expect exploration breaks in 3 events`, in which `in` was read as the name. */
static bool
report_breaks_without_name(struct scn_parser *p, const struct scn_syntax_error *error)
{
	if (p->first.token != T_EXPECT || p->previous.token != T_IN || !tcpsim_scn_expects(error, "in"))
		return false;
	tcpsim_scn_error(p, &p->previous.loc, "the name of an invariant is missing before in");
	return true;
}

/* `allow old client SYN`: all such segments say their numbers. */
static bool
report_old_without_segment(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	char *kind;
	bool is_alone;

	if (p->first.token != T_ALLOW || p->previous.token != T_KIND || !tcpsim_scn_expects(error, "<") ||
		tcpsim_scn_expects(error, "end of line"))
		return false;
	kind = text_of(p, &p->previous);
	is_alone = strcmp(kind, "SYN") == 0 || strcmp(kind, "RST") == 0;
	tcpsim_scn_error(p, &error->loc, "unexpected %s, expected the numbers of the segment, such as <SEQ=90>%s",
		text, is_alone ? "" : "<ACK=300>");
	g_free(kind);
	return true;
}

bool
tcpsim_scn_report_slip(struct scn_parser *p, const struct scn_syntax_error *error, const char *text)
{
	return report_kind_in_two(p, error, text) || report_verb_of_state(p, error, text) ||
		report_timer(p, error, text) || report_act_as_call(p, error, text) || report_count(p, error, text) ||
		report_without_unit(p, error, text) || report_allowed(p, error, text) ||
		report_exploration(p, error, text) || report_breaks_without_name(p, error) ||
		report_old_without_segment(p, error, text);
}
