/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explore.h"

static const char *
host_name(const struct exploration *exploration, size_t host)
{
	const char *name = tcpsim_scenario_host_name(exploration->scenario, host);

	return name != NULL ? name : "nobody";
}

static void
add_value(GString *text, const struct tcpsim_setting *setting, int64_t value)
{
	char time[48];

	if (value == TCPSIM_UNLIMITED && setting->may_be_unlimited) {
		g_string_append(text, "unlimited");
		return;
	}
	switch (setting->kind) {
	case TCPSIM_SETTING_SWITCH:
		g_string_append(text, value != 0 ? "on" : "off");
		return;
	case TCPSIM_SETTING_COUNT:
	case TCPSIM_SETTING_BYTES:
		g_string_append_printf(text, "%" G_GINT64_FORMAT, (gint64)value);
		return;
	case TCPSIM_SETTING_DURATION:
		tcpsim_render_time(value, time);
		g_string_append(text, time);
		return;
	case TCPSIM_SETTING_CHOICE:
		g_string_append(text, setting->choices[value]);
		return;
	case TCPSIM_SETTING_FLAW:
		g_string_append(text, tcpsim_flaw_name((enum tcpsim_flaw)value));
		return;
	}
}

static void
add_call(GString *text, const struct tcpsim_explore_call *call)
{
	g_string_append(text, tcpsim_call_name(call->call));
	if (call->call == TCPSIM_CALL_SET) {
		g_string_append_printf(text, " %s ", call->setting->name);
		add_value(text, call->setting, call->value);
	} else if (call->call == TCPSIM_CALL_SEND ||
		(call->call == TCPSIM_CALL_RECEIVE && call->octets != TCPSIM_RECEIVE_ALL)) {
		g_string_append_c(text, ' ');
		figures_count(text, call->octets, "octet", "octets");
	}
}

/* `client calls connect, send 5 octets, close; has ISNs 100, 1100; crashes once`. */
static void
tell_host(const struct exploration *exploration, unsigned index)
{
	const struct tcpsim_explore_host *host = &exploration->world.hosts[index];
	GString *text = g_string_new(host_name(exploration, index));

	g_string_append(text, host->n_calls > 0 ? " calls" : " calls nothing");
	for (unsigned i = 0; i < host->n_calls; i++) {
		g_string_append(text, i > 0 ? ", " : " ");
		add_call(text, &host->calls[i]);
	}
	if (!host->reads_at_once)
		g_string_append(text, "; reads only when it says so");
	g_string_append(text, "; ISNs");
	for (unsigned i = 0; i < host->n_isns; i++)
		g_string_append_printf(text, "%s%u", i > 0 ? ", " : " ", (unsigned)host->isns[i]);
	if (host->crashes == TCPSIM_EXPLORE_FREE)
		g_string_append(text, "; crashes at any time");
	else if (host->crashes > 0)
		g_string_append_printf(text, "; crashes %s", host->crashes == 1 ? "once" : "");
	if (host->crashes > 1)
		figures_count(text, (uint64_t)host->crashes, "time", "times");
	output_words(&exploration->request->ladder, text->str, 2);
	g_string_free(text, TRUE);
}

/* `handshake two-way`. Of flaws a policy has a set. */
static void
add_setting(GString *text, const struct tcpsim_setting *setting, int64_t value)
{
	bool is_set = setting->kind == TCPSIM_SETTING_FLAW;

	for (int64_t i = is_set ? 1 : 0; i <= (is_set ? setting->max : 0); i++) {
		if (is_set && (value & tcpsim_flaw_set((enum tcpsim_flaw)i)) == 0)
			continue;
		g_string_append_printf(text, "%s%s ", text->len > 0 ? ", " : "", setting->name);
		add_value(text, setting, is_set ? i : value);
	}
}

/* What a host's policy has that RFC 9293 has not. */
static void
tell_policy(const struct exploration *exploration, unsigned index)
{
	const struct tcpsim_policy *policy = &exploration->world.hosts[index].policy;
	const struct tcpsim_policy *usual = &tcpsim_profile_find("rfc9293")->policy;
	GString *text = g_string_new(NULL);
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++) {
		int64_t value = tcpsim_policy_get(policy, &settings[i]);

		if (value != tcpsim_policy_get(usual, &settings[i]))
			add_setting(text, &settings[i], value);
	}
	if (text->len > 0) {
		g_string_prepend(text, " has ");
		g_string_prepend(text, host_name(exploration, index));
		output_words(&exploration->request->ladder, text->str, 2);
	}
	g_string_free(text, TRUE);
}

/* A fault of the network: free, so often, or never. */
static void
add_budget(GString *text, int budget, const char *freely, const char *one, const char *many)
{
	if (budget == 0)
		return;
	g_string_append(text, text->len > 0 ? ", " : "");
	if (budget == TCPSIM_EXPLORE_FREE)
		g_string_append(text, freely);
	else
		figures_count(text, (uint64_t)budget, one, many);
}

static void
tell_network(const struct exploration *exploration)
{
	const struct tcpsim_explore_world *world = &exploration->world;
	GString *text = g_string_new(NULL);

	add_budget(text, world->losses, "any segment may be lost", "segment may be lost", "segments may be lost");
	add_budget(text, world->copies, "any segment may be copied", "copy may be made", "copies may be made");
	g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
		world->reorder ? "segments overtake each other" : "segments keep their order");
	g_string_append_printf(text, "; %u in flight each way%s", world->in_flight,
		world->give_up ? "; the user timeout may pass" : "");
	output_words(&exploration->request->ladder, text->str, 2);
	g_string_free(text, TRUE);
}

/* A segment in the RFC's notation, or what of it is said. */
static void
add_segment(GString *text, const struct tcpsim_segment *seg, bool has_seq)
{
	char all[TCPSIM_SEGMENT_TEXT];
	const char *from = all;

	tcpsim_segment_format(seg, all, sizeof(all));
	if (!has_seq && strchr(all, '>') != NULL)
		from = strchr(all, '>') + 1;
	g_string_append(text, from);
	if (!has_seq)
		g_string_append(text, " at any number in the window but the next one");
}

static void
tell_strangers(const struct exploration *exploration)
{
	const struct tcpsim_explore_world *world = &exploration->world;
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < world->n_old; i++) {
		g_string_printf(text, "from an earlier %s ", host_name(exploration, world->old[i].from));
		add_segment(text, &world->old[i].seg, true);
		g_string_append(text, " is still under way");
		output_words(&exploration->request->ladder, text->str, 2);
	}
	for (unsigned i = 0; i < world->n_forged; i++) {
		const struct tcpsim_explore_forged *forged = &world->forged[i];

		g_string_printf(text, "in the name of %s somebody forges ", host_name(exploration, forged->from));
		add_segment(text, &forged->seg, forged->has_seq);
		if (forged->count != TCPSIM_EXPLORE_FREE) {
			g_string_append(text, ", ");
			figures_count(text, (uint64_t)forged->count, "time", "times");
		}
		output_words(&exploration->request->ladder, text->str, 2);
	}
	g_string_free(text, TRUE);
}

/* Which invariants are to hold, if not all. */
static void
tell_invariants(const struct exploration *exploration)
{
	uint32_t all = (1U << TCPSIM_N_INVARIANTS) - 1, wanted = exploration->world.invariants & all;
	GString *text = g_string_new("judged: ");
	bool is_first = true;

	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		if ((wanted >> i & 1) == 0)
			continue;
		g_string_append_printf(
			text, "%s%s", is_first ? "" : ", ", tcpsim_invariant_name((enum tcpsim_invariant)i));
		is_first = false;
	}
	if (wanted != all)
		output_words(&exploration->request->ladder, is_first ? "no invariant is judged" : text->str, 2);
	g_string_free(text, TRUE);
}

void
explore_tell_bounds(const struct exploration *exploration)
{
	output_text("Every order of events, for at most:\n");
	for (unsigned i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		tell_host(exploration, i);
		tell_policy(exploration, i);
	}
	tell_network(exploration);
	tell_strangers(exploration);
	tell_invariants(exploration);
	output_text("\n");
}
