/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include <tcpsim/setting.h>

#include "replay.h"

/* What stands above the events: the title, where it is from, the policies, the hosts with their numbers, the link. */

char *
tcpsim_replay_quoted(const char *octets, size_t n)
{
	GString *text = g_string_new("\"");

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)octets[i];

		if (c == '"' || c == '\\')
			g_string_append_printf(text, "\\%c", c);
		else if (c >= 0x20 && c < 0x7f)
			g_string_append_c(text, (char)c);
		else
			g_string_append_printf(text, "\\x%02x", c);
	}
	g_string_append_c(text, '"');
	return g_string_free(text, FALSE);
}

/* Text for people, which is UTF-8 and in one line. */
static char *
quoted_words(const char *words)
{
	GString *text = g_string_new("\"");

	for (const char *c = words; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			g_string_append_c(text, '\\');
		g_string_append_c(text, *c);
	}
	g_string_append_c(text, '"');
	return g_string_free(text, FALSE);
}

static void
write_title(struct replay *replay)
{
	const struct tcpsim_explore_result *result = replay->result;
	const char *title = tcpsim_scenario_title(replay->explored.scenario);
	const char *what =
		result->broken < 0 ? "a property" : tcpsim_invariant_name((enum tcpsim_invariant)result->broken);
	char *words = g_strdup_printf("%s%s%s breaks in %" G_GSIZE_FORMAT " event%s", title,
		title[0] == '\0' ? "" : ": ", what, result->n_steps, result->n_steps == 1 ? "" : "s");
	char *quoted = quoted_words(words);

	tcpsim_replay_add(replay, g_strdup_printf("scenario %s", quoted), NULL);
	g_free(quoted);
	g_free(words);
}

static void
write_note(struct replay *replay, const char *words)
{
	char *quoted = quoted_words(words);

	tcpsim_replay_add(replay, g_strdup_printf("note %s", quoted), NULL);
	g_free(quoted);
}

static void
write_notes(struct replay *replay)
{
	const char *name = tcpsim_scenario_case_name(replay->explored.scenario, replay->explored.the_case);
	char *from = g_strdup_printf("A counterexample that tcpsim explore found%s%s. %s",
		name[0] == '\0' ? "" : " in the case ", name,
		replay->result->broken < 0 ? replay->result->words
					   : tcpsim_invariant_words((enum tcpsim_invariant)replay->result->broken));

	write_note(replay, from);
	g_free(from);
	if (replay->n_stem < replay->result->n_steps)
		write_note(replay, "What happens last goes on for ever by itself.");
	if (replay->result->broken == TCPSIM_CAN_REST)
		write_note(replay, "Whatever happens from here on, the two ends never come to rest.");
}

/* `host` is TCPSIM_NO_HOST for all. Of flaws, which are a set, there is a line for each. */
static void
write_set(struct replay *replay, uint16_t host, const struct tcpsim_setting *setting, int64_t value)
{
	bool is_set_of_flaws = setting->kind == TCPSIM_SETTING_FLAW;

	for (int flaw = 1; flaw < (is_set_of_flaws ? TCPSIM_N_FLAWS : 2); flaw++) {
		char *written;

		if (is_set_of_flaws && (value & tcpsim_flaw_set((enum tcpsim_flaw)flaw)) == 0)
			continue;
		written = tcpsim_setting_format(setting, is_set_of_flaws ? flaw : value);
		tcpsim_replay_add(replay,
			g_strdup_printf("set %s%s%s %s", host == TCPSIM_NO_HOST ? "" : tcpsim_replay_host(replay, host),
				host == TCPSIM_NO_HOST ? "" : " ", setting->name, written),
			NULL);
		g_free(written);
	}
}

/* The policy of the profile that a host has, or of the one in use. */
static const struct tcpsim_policy *
profile_of(const struct replay *replay, uint16_t host, const char **name)
{
	const struct tcpsim_scenario *scenario = replay->explored.scenario;
	const struct scn_value *profile = NULL;

	for (size_t i = 0; i < scenario->n_lines; i++)
		if (scenario->lines[i]->kind == SCN_LINE_USE &&
			tcpsim_scn_applies(scenario, replay->explored.the_case, scenario->lines[i]))
			profile = scenario->lines[i]->profile;
	if (host < scenario->n_hosts && scenario->hosts[host]->profile != NULL)
		profile = scenario->hosts[host]->profile;
	*name = profile == NULL ? tcpsim_profiles(&(size_t){ 0 })->name
				: tcpsim_scn_value(scenario, replay->explored.the_case, profile)->text;
	return &tcpsim_profile_find(*name)->policy;
}

/* A setting as the run needs it: exploring does not count challenge ACKs, so no limit may come in between. */
static int64_t
value_for_run(const struct replay *replay, uint16_t host, const struct tcpsim_setting *setting)
{
	int64_t value = tcpsim_policy_get(&replay->world->hosts[host].policy, setting);
	bool is_limit = setting == tcpsim_setting_find("challenge-limit");
	bool is_reached = value > 0 && value < (int64_t)replay->result->n_steps;

	if (!is_limit || !is_reached || replay->result->broken == TCPSIM_NO_PACKET_WAR)
		return value;
	return TCPSIM_UNLIMITED;
}

/* Every setting in which a policy differs from its profile: for all hosts where they agree. */
static void
write_policies(struct replay *replay)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	const struct tcpsim_policy *bases[TCPSIM_EXPLORE_HOSTS], *used;
	const char *name, *other;

	used = profile_of(replay, TCPSIM_NO_HOST, &name);
	if (used != &tcpsim_profiles(&(size_t){ 0 })->policy)
		tcpsim_replay_add(replay, g_strdup_printf("use profile %s", name), NULL);
	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		bases[host] = profile_of(replay, host, &other);
	for (size_t i = 0; i < n; i++) {
		int64_t values[TCPSIM_EXPLORE_HOSTS];
		bool is_other[TCPSIM_EXPLORE_HOSTS];

		for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
			values[host] = value_for_run(replay, host, &settings[i]);
			is_other[host] = values[host] != tcpsim_policy_get(bases[host], &settings[i]);
		}
		if (values[0] == values[1] && (is_other[0] || is_other[1])) {
			write_set(replay, TCPSIM_NO_HOST, &settings[i], values[0]);
			continue;
		}
		for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
			if (is_other[host])
				write_set(replay, host, &settings[i], values[host]);
	}
}

bool
tcpsim_replay_is_patient(const struct replay *replay)
{
	return replay->result->broken == TCPSIM_NO_SILENT_STALL && !replay->world->give_up;
}

static void
write_patience(struct replay *replay)
{
	if (!tcpsim_replay_is_patient(replay))
		return;
	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		if (replay->world->hosts[host].policy.user_timeout_us != TCPSIM_UNLIMITED)
			tcpsim_replay_add(replay,
				g_strdup_printf("set %s user-timeout unlimited", tcpsim_replay_host(replay, host)),
				g_strdup("no user gives up"));
}

/* Whether a host takes its next initial sequence number with this step. */
static bool
takes_isn(const struct replay *replay, const struct tcpsim_explore_step *step)
{
	bool is_open = step->after == TCPSIM_SYN_RECEIVED || step->after == TCPSIM_ESTABLISHED ||
		step->after == TCPSIM_CLOSE_WAIT;

	if (step->event == TCPSIM_EXPLORE_CALL)
		return replay->world->hosts[step->host].calls[step->call].call == TCPSIM_CALL_CONNECT;
	return step->event == TCPSIM_EXPLORE_ARRIVAL && is_open &&
		(step->before == TCPSIM_LISTEN || step->before == TCPSIM_TIME_WAIT);
}

/* How many of its initial sequence numbers a host uses; one at the least, for it to have any. */
static unsigned
n_isns_used(const struct replay *replay, uint16_t host)
{
	unsigned n = 0;

	for (size_t i = 0; i < replay->result->n_steps; i++)
		if (replay->result->steps[i].host == host && takes_isn(replay, &replay->result->steps[i]))
			n++;
	return CLAMP(n, 1, replay->world->hosts[host].n_isns);
}

static void
write_host(struct replay *replay, uint16_t host)
{
	const struct scn_host *line = replay->explored.scenario->hosts[host];
	GString *text = g_string_new(NULL);
	unsigned n = n_isns_used(replay, host);
	const char *name;

	g_string_printf(text, "host %s", tcpsim_replay_host(replay, host));
	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(
			text, " %s %" PRIu32, i == 0 ? "isn" : "then", replay->world->hosts[host].isns[i]);
	profile_of(replay, host, &name);
	if (line->profile != NULL)
		g_string_append_printf(text, " profile %s", name);
	tcpsim_replay_add(replay, g_string_free(text, FALSE), NULL);
}

/* Without a delay, so that all times are those of the lines; but a war needs time to go on in. */
static void
write_link(struct replay *replay)
{
	GString *text = g_string_new(NULL);

	g_string_printf(text, "link %s <-> %s", tcpsim_replay_host(replay, 0), tcpsim_replay_host(replay, 1));
	if (replay->n_stem < replay->result->n_steps) {
		char *delay = tcpsim_replay_time(replay->gap_us);

		g_string_append_printf(text, " delay %s", delay);
		g_free(delay);
	}
	tcpsim_replay_add(replay, g_string_free(text, FALSE), NULL);
}

void
tcpsim_replay_write_world(struct replay *replay)
{
	write_title(replay);
	write_notes(replay);
	for (uint16_t host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		write_host(replay, host);
	write_policies(replay);
	write_patience(replay);
	write_link(replay);
	tcpsim_replay_add(replay, g_strdup(""), NULL);
}
