/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/setting.h>

#include "lib/packetdrill/write_private.h"

/* What stands above the events: where the script is from, the profile and what differs from it. */

/* What kernels need to be given, as their clocks are not virtual. */
#define TOLERANCE_US 10000

static bool
differs(const struct pkt_writer *writer, const struct tcpsim_profile *profile, const struct tcpsim_setting *setting)
{
	return tcpsim_policy_get(writer->policy, setting) != tcpsim_policy_get(&profile->policy, setting);
}

/* The profile in the fewest settings of which the policy is another. */
static const struct tcpsim_profile *
nearest(const struct pkt_writer *writer)
{
	size_t n, n_settings, fewest = SIZE_MAX;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n), *best = profiles;
	const struct tcpsim_setting *settings = tcpsim_settings(&n_settings);

	for (size_t i = 0; i < n; i++) {
		size_t different = 0;

		for (size_t j = 0; j < n_settings; j++)
			different += differs(writer, &profiles[i], &settings[j]);
		if (different < fewest) {
			fewest = different;
			best = &profiles[i];
		}
	}
	return best;
}

static void
write_comment(struct pkt_writer *writer, const char *words)
{
	char *fit = words != NULL ? g_utf8_make_valid(words, -1) : NULL;

	if (fit != NULL)
		g_string_append_printf(writer->text, "// %s\n", g_strdelimit(fit, "\n\r", ' '));
	g_free(fit);
}

/* These have options of their own. */
static bool
is_of_option(const struct tcpsim_setting *setting)
{
	return strcmp(setting->name, "mtu") == 0 || strcmp(setting->name, "ip") == 0;
}

static void
write_options(struct pkt_writer *writer)
{
	g_string_append_printf(writer->text, "--tolerance_usecs=%d\n", TOLERANCE_US);
	if (writer->policy->mtu != writer->profile->policy.mtu)
		g_string_append_printf(writer->text, "--mtu=%" G_GINT64_FORMAT "\n", writer->policy->mtu);
	if (writer->policy->ip != writer->profile->policy.ip)
		g_string_append_printf(
			writer->text, "--ip_version=%s\n", writer->policy->ip == TCPSIM_IPV6 ? "ipv6" : "ipv4");
}

/* A flaw is one of a set, and has a line of its own. */
static void
write_set(struct pkt_writer *writer, const struct tcpsim_setting *setting)
{
	int64_t value = tcpsim_policy_get(writer->policy, setting);
	bool is_flaws = setting->kind == TCPSIM_SETTING_FLAW;

	for (int flaw = is_flaws ? 1 : 0; flaw < (is_flaws ? TCPSIM_N_FLAWS : 1); flaw++) {
		char *written;

		if (is_flaws && (value & tcpsim_flaw_set((enum tcpsim_flaw)flaw)) == 0)
			continue;
		written = tcpsim_setting_format(setting, is_flaws ? flaw : value);
		g_string_append_printf(writer->text, "// tcpsim: set %s %s\n", setting->name, written);
		g_free(written);
	}
}

void
tcpsim_pkt_write_setup(struct pkt_writer *writer)
{
	const char *name = tcpsim_trace_host_name(writer->trace, writer->host);
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	GString *commands = g_string_new(NULL);

	writer->profile = nearest(writer);
	write_comment(writer, writer->options != NULL ? writer->options->title : NULL);
	write_comment(writer, writer->options != NULL ? writer->options->source : NULL);
	g_string_append_printf(writer->text, "// The host %s.%s\n", name,
		writer->has_others ? " Its other connections are left out." : "");
	g_string_append_printf(writer->text, "// tcpsim: profile %s\n", writer->profile->name);
	for (size_t i = 0; i < n; i++) {
		char *command;

		if (!differs(writer, writer->profile, &settings[i]) || is_of_option(&settings[i]))
			continue;
		write_set(writer, &settings[i]);
		command = tcpsim_pkt_sysctl_for(
			writer->profile->name, &settings[i], tcpsim_policy_get(writer->policy, &settings[i]));
		if (command != NULL)
			g_string_append_printf(commands, "%s%s", commands->len > 0 ? "\n" : "", command);
		g_free(command);
	}
	write_options(writer);
	if (commands->len > 0)
		g_string_append_printf(writer->text, "`%s`\n", commands->str);
	g_string_append_c(writer->text, '\n');
	g_string_free(commands, TRUE);
}
