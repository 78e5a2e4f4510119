/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/commands_private.h"

/* ip, tc, ifconfig: what they say of the one route and the one interface that there are. */

static bool
set(struct pkt_shell *shell, char **words, const char *name, int64_t value)
{
	if (tcpsim_net_set(shell->play->net, PKT_TESTED, tcpsim_setting_find(name), value, shell->loc->line) == 0)
		return true;
	return tcpsim_pkt_skip_command(shell, words);
}

/* `300ms`, `1s`, `300`: milliseconds where no unit is told (ip-route(8)). */
static bool
duration_of(const char *text, int64_t *us)
{
	char *end;
	int64_t value = g_ascii_strtoll(text, &end, 10);

	if (end == text || value < 0 || value > INT32_MAX)
		return false;
	if (strcmp(end, "s") == 0)
		*us = value * 1000000;
	else if (strcmp(end, "us") == 0)
		*us = value;
	else
		*us = value * 1000;
	return strcmp(end, "s") == 0 || strcmp(end, "us") == 0 || strcmp(end, "ms") == 0 || *end == '\0';
}

/* An attribute of a route that has no setting, or a value that its setting cannot have. */
static bool
skip_attribute(struct pkt_shell *shell, const char *name, const char *value)
{
	if (value == NULL)
		return tcpsim_pkt_skip(shell->play, shell->loc, "the attribute %s of a route, without a value", name);
	return tcpsim_pkt_skip(shell->play, shell->loc, "the attribute %s %s of a route", name, value);
}

/* An attribute that is a number. quickack 1 is in_quickack_mode() for ever: no ACK waits. */
static bool
set_number(struct pkt_shell *shell, char **words, size_t i)
{
	static const char names[][2][24] = {
		{ "initcwnd", "initial-window" }, { "mtu", "mtu" }, { "advmss", "mss" }, { "hoplimit", "ttl" },
		{ "fastopen_no_cookie", "fast-open-cookieless" },
	};
	char *end;
	int64_t number = g_ascii_strtoll(words[i + 1], &end, 0);

	if (end == words[i + 1] || *end != '\0')
		return skip_attribute(shell, words[i], words[i + 1]);
	if (strcmp(words[i], "quickack") == 0)
		return number == 0 || set(shell, words, "delayed-ack", 0);
	for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
		if (strcmp(words[i], names[k][0]) == 0)
			return set(shell, words, names[k][1], number);
	return skip_attribute(shell, words[i], words[i + 1]);
}

/* Of a route: a word and its value. */
static bool
set_attribute(struct pkt_shell *shell, char **words, size_t i)
{
	const char *value = words[i + 1];
	int64_t us;
	int number;

	if (value == NULL)
		return skip_attribute(shell, words[i], value);
	if (strcmp(words[i], "rto_min") == 0)
		return duration_of(value, &us)
			? set(shell, words, "rto-min", us) && set(shell, words, "rto-variance-min", us)
			: skip_attribute(shell, words[i], value);
	if (strcmp(words[i], "congctl") == 0)
		return tcpsim_pkt_congestion_control(value, &number) ? set(shell, words, "congestion-control", number) :
			skip_attribute(shell, words[i], value);
	return set_number(shell, words, i);
}

/* Words of a route with a value, by which nothing changes: which way it goes. */
static bool
is_of_the_way(const char *word)
{
	static const char *const names[] = { "dev", "via", "src", "table", "proto", "metric", "scope", "to", NULL };

	return g_strv_contains(names, word);
}

static bool
do_route(struct pkt_shell *shell, char **words)
{
	static const char *const verbs[] = { "add", "change", "replace", "append", NULL };

	if (words[2] == NULL || !g_strv_contains(verbs, words[2]) || words[3] == NULL)
		return tcpsim_pkt_skip_command(shell, words);
	for (size_t i = 4; words[i] != NULL; i += 2)
		if ((words[i + 1] == NULL || !is_of_the_way(words[i])) && !set_attribute(shell, words, i))
			return false;
	return true;
}

/* `ip link set dev tun0 mtu 1400`, and up or down of it. */
static bool
do_link(struct pkt_shell *shell, char **words)
{
	for (size_t i = 3; words[i] != NULL; i++)
		if (strcmp(words[i], "mtu") == 0 && words[i + 1] != NULL)
			return set(shell, words, "mtu", g_ascii_strtoll(words[i + 1], NULL, 10));
	return tcpsim_pkt_skip_command(shell, words);
}

bool
tcpsim_pkt_do_ip(struct pkt_shell *shell, char **words)
{
	char **rest = words;

	while (rest[1] != NULL && (strcmp(rest[1], "-4") == 0 || strcmp(rest[1], "-6") == 0))
		rest++;
	if (rest[1] == NULL)
		return tcpsim_pkt_skip_command(shell, words);
	if (strcmp(rest[1], "tcp_metrics") == 0 || strcmp(rest[1], "tcpmetrics") == 0)
		return true; /* no metrics are kept */
	if (strcmp(rest[1], "route") == 0 || strcmp(rest[1], "ro") == 0 || strcmp(rest[1], "r") == 0)
		return do_route(shell, rest);
	if (strcmp(rest[1], "link") == 0 && rest[2] != NULL && strcmp(rest[2], "set") == 0)
		return do_link(shell, rest);
	return tcpsim_pkt_skip_command(shell, words);
}

bool
tcpsim_pkt_do_ifconfig(struct pkt_shell *shell, char **words)
{
	if (words[1] != NULL && words[2] != NULL && strcmp(words[2], "mtu") == 0 && words[3] != NULL)
		return set(shell, words, "mtu", g_ascii_strtoll(words[3], NULL, 10));
	return tcpsim_pkt_skip_command(shell, words);
}

/* A queue that neither drops nor delays changes nothing. */
bool
tcpsim_pkt_do_tc(struct pkt_shell *shell, char **words)
{
	static const char *const idle[] = { "noqueue", "pfifo", "fq", "fq_codel", "pfifo_fast", "mq", NULL };

	for (size_t i = 1; words[i] != NULL; i++)
		if (g_strv_contains(idle, words[i]))
			return true;
	return tcpsim_pkt_skip_command(shell, words);
}
