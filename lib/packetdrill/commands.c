/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/commands_private.h"

/* Commands: no shell is run. What is known is done by the host, or changes nothing; all else is skipped by its name. */

/* Nothing that they do matters to TCP here. */
static const struct {
	char name[12];
	char why[48];
} idle[] = {
	{ "true", "it does nothing" },
	{ ":", "it does nothing" },
	{ "echo", "nobody reads it" },
	{ "printf", "nobody reads it" },
	{ "set", "of the shell" },
	{ "sync", "there are no files" },
	{ "kldload", "a module changes nothing until it is used" },
	{ "modprobe", "a module changes nothing until it is used" },
	{ "ethtool", "there is no offload" },
	{ "date", "nobody reads it" },
};

bool
tcpsim_pkt_skip_command(struct pkt_shell *shell, char **words)
{
	char *all = g_strjoinv(" ", words);

	tcpsim_pkt_skip(shell->play, shell->loc, "the command `%s`", all);
	g_free(all);
	return false;
}

/* ---- sysctl ---- */

/* `sysctl -w a=b c=d`; a name alone is read, and nobody looks. FreeBSD's and Linux's letters. */
static bool
do_sysctl(struct pkt_shell *shell, char **words)
{
	for (size_t i = 1; words[i] != NULL; i++) {
		char *equals = strchr(words[i], '=');
		bool goes_on;

		if (words[i][0] == '-') {
			if (strspn(words[i] + 1, "wqneiN") != strlen(words[i] + 1))
				return tcpsim_pkt_skip_command(shell, words);
			continue;
		}
		if (equals == NULL) {
			goes_on = tcpsim_pkt_sysctl_knows(shell, words[i]);
		} else {
			*equals = '\0';
			goes_on = tcpsim_pkt_sysctl_set(shell, g_strstrip(words[i]), g_strstrip(equals + 1));
		}
		if (!goes_on)
			return false;
	}
	return true;
}

/* ---- scripts that set sysctls ---- */

/*
 * What defaults.sh sets before google's scripts, and those in Linux's tools/testing/selftests/net/packetdrill, as far
 * as it is about TCP.
 */
static const char *const defaults[] = {
	"net.ipv4.tcp_rmem=4096 540000 15728640",
	"net.ipv4.tcp_wmem=4096 262144 4194304",
	"net.ipv4.tcp_timestamps=1",
	"net.ipv4.tcp_ecn=0",
	"net.ipv4.tcp_sack=1",
	"net.ipv4.tcp_window_scaling=1",
	"net.ipv4.tcp_syncookies=1",
	"net.ipv4.tcp_fastopen=0x403",
	"net.ipv4.tcp_no_metrics_save=1",
};

static bool
do_assignments(struct pkt_shell *shell, const char *const *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char **pair = g_strsplit(lines[i], "=", 2);
		bool goes_on = tcpsim_pkt_sysctl_set(shell, pair[0], pair[1]);

		g_strfreev(pair);
		if (!goes_on)
			return false;
	}
	return true;
}

/* set_sysctls.py /proc/sys/net/ipv4/tcp_sack=1 ...: files in place of names. */
static bool
do_set_sysctls(struct pkt_shell *shell, char **words)
{
	static const char root[] = "/proc/sys/";

	for (size_t i = 1; words[i] != NULL; i++) {
		char *equals = strchr(words[i], '=');
		char *name = g_str_has_prefix(words[i], root) ? words[i] + strlen(root) : words[i];

		if (equals == NULL)
			return tcpsim_pkt_skip_command(shell, words);
		*equals = '\0';
		if (!tcpsim_pkt_sysctl_set(shell, g_strdelimit(name, "/", '.'), equals + 1))
			return false;
	}
	return true;
}

/* A script by its name, wherever it lies. */
static bool
do_script(struct pkt_shell *shell, char **words)
{
	char *name = g_path_get_basename(words[0]);
	bool is_defaults = strcmp(name, "defaults.sh") == 0, sets = strcmp(name, "set_sysctls.py") == 0;

	g_free(name);
	if (sets)
		return do_set_sysctls(shell, words);
	if (!is_defaults || words[1] != NULL)
		return tcpsim_pkt_skip_command(shell, words);
	if (tcpsim_pkt_system_of(shell->play->profile->name) == PKT_SYSTEM_FREEBSD)
		return tcpsim_pkt_skip(shell->play, shell->loc, "%s: it sets sysctls of Linux", words[0]);
	return do_assignments(shell, defaults, G_N_ELEMENTS(defaults));
}

/* ---- the rest ---- */

/* Virtual time passes, as real time does while a shell sleeps. */
static bool
do_sleep(struct pkt_shell *shell, char **words)
{
	char *end = NULL;
	double seconds = words[1] == NULL ? -1 : g_ascii_strtod(words[1], &end);

	if (!(seconds >= 0 && seconds < 1e6) || words[2] != NULL || (*end != '\0' && strcmp(end, "s") != 0))
		return tcpsim_pkt_skip_command(shell, words);
	tcpsim_pkt_run_to(shell->play, tcpsim_net_now_us(shell->play->net) + (int64_t)(seconds * 1e6));
	return !shell->play->is_over;
}

static bool
do_false(struct pkt_shell *shell, char **words)
{
	(void)words;
	shell->has_failed = true;
	return true;
}

/* The words behind `sudo`. */
static bool
do_sudo(struct pkt_shell *shell, char **words)
{
	if (words[1] == NULL || words[1][0] == '-')
		return tcpsim_pkt_skip_command(shell, words);
	return tcpsim_pkt_do(shell, words + 1);
}

static const struct {
	char name[12];
	bool (*function)(struct pkt_shell *shell, char **words);
} known[] = {
	{ "sysctl", do_sysctl },
	{ "sleep", do_sleep },
	{ "false", do_false },
	{ "sudo", do_sudo },
	{ "ip", tcpsim_pkt_do_ip },
	{ "ifconfig", tcpsim_pkt_do_ifconfig },
	{ "tc", tcpsim_pkt_do_tc },
	{ "sockstat", tcpsim_pkt_do_sockstat },
	{ "netstat", tcpsim_pkt_do_netstat },
	{ "ss", tcpsim_pkt_do_ss },
	{ "tcpdrop", tcpsim_pkt_do_tcpdrop },
	{ "grep", tcpsim_pkt_do_grep },
	{ "egrep", tcpsim_pkt_do_grep },
};

bool
tcpsim_pkt_do(struct pkt_shell *shell, char **words)
{
	const char *slash = strrchr(words[0], '/');
	const char *name = slash == NULL ? words[0] : slash + 1;

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].function(shell, words);
	for (size_t i = 0; i < G_N_ELEMENTS(idle); i++)
		if (strcmp(idle[i].name, name) == 0)
			return true;
	return do_script(shell, words);
}

bool
tcpsim_pkt_command(struct play *play, const struct pkt_event *event)
{
	struct pkt_shell shell = { .play = play, .loc = &event->text_loc };
	bool goes_on;

	shell.piped = g_string_new(NULL);
	goes_on = tcpsim_pkt_shell(&shell, event->text);
	g_string_free(shell.piped, TRUE);
	if (goes_on && shell.has_failed)
		return tcpsim_pkt_fail(play, &event->text_loc, NULL, "the command ended with a status other than 0");
	return goes_on;
}
