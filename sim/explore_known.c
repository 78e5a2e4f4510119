/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

/* What is known to break an invariant where a setting has that value, and the shipped hazard that shows it. */
static const struct {
	enum tcpsim_invariant invariant;
	const char *setting;
	int64_t value;
	const char *hazard;
	const char *cure; /* the line that prevents it; NULL if there is none */
} known[] = {
	{ TCPSIM_NO_PHANTOM_CONNECTION, "handshake", TCPSIM_TWO_WAY, "hazard/01-old-syn-phantom",
		"set handshake three-way" },
	{ TCPSIM_DATA_DELIVERED_ONCE, "handshake", TCPSIM_TWO_WAY, "hazard/02-replayed-payment",
		"set handshake three-way" },
	{ TCPSIM_TIME_WAIT_FULL, "rfc1337", 0, "hazard/08-time-wait-assassination", "set rfc1337 on" },
	{ TCPSIM_NO_PACKET_WAR, "challenge-limit", TCPSIM_UNLIMITED, "hazard/13-packet-war", "set challenge-limit 10" },
	{ TCPSIM_NO_FORGED_RESET, "rfc5961", 0, "hazard/16-blind-reset", "set rfc5961 on" },
	{ TCPSIM_NO_FORGED_RESET, "rfc5961", 1, "hazard/16b-blind-reset-of-the-future", NULL },
	{ TCPSIM_CLEAN_CLOSE, "time-wait", 0, "hazard/19-last-ack-lost", "set time-wait 2MSL" },
	{ TCPSIM_READ_BEFORE_CLOSE, "reset-unread", 0, "hazard/22-close-with-unread-data", "set reset-unread on" },
};

/* Some host has that setting, and none has a flaw, which may be the cause as well. */
static bool
has(const struct tcpsim_explore_world *world, const char *setting, int64_t value)
{
	bool is_there = false;

	for (unsigned i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		const struct tcpsim_policy *policy = &world->hosts[i].policy;

		if (policy->flaws != 0)
			return false;
		is_there |= tcpsim_policy_get(policy, tcpsim_setting_find(setting)) == value;
	}
	return is_there;
}

void
explore_tell_known(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	GString *words;

	if (result->verdict != TCPSIM_EXPLORE_BROKEN || exploration->verdict == TCPSIM_PASS)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if ((int)known[i].invariant != result->broken ||
			!has(&exploration->world, known[i].setting, known[i].value))
			continue;
		words = g_string_new("This is known: ");
		g_string_append_printf(words, "%s shows a way in which %s breaks", known[i].hazard,
			tcpsim_invariant_name(known[i].invariant));
		if (known[i].cure != NULL)
			g_string_append_printf(words, ", and that `%s` prevents it", known[i].cure);
		g_string_append_c(words, '.');
		output_words(&exploration->request->ladder, words->str, 0);
		g_string_free(words, TRUE);
		return;
	}
}
