/* SPDX-License-Identifier: MIT */
#include "pkt_play.h"
#include "tests/suite.h"

/* Commands: what is accepted, what fails its line, what is skipped by its name. What they do: tests/packetdrill/commands. */

#define SOCKET "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"

static void
gives(const char *profile, const char *command, enum tcpsim_drill_verdict verdict, const char *words)
{
	const struct tcpsim_drill_options options = { .profile = profile };
	char *text = g_strdup_printf(SOCKET "+0 `%s`\n", command);
	struct tcpsim_drill_result *result = play_with(text, &options);

	ck_assert_msg(result->verdict == verdict, "%s: %s", command, result->words);
	ck_assert_uint_eq(result->line, verdict == TCPSIM_DRILL_PASS ? 0 : 2);
	if (words != NULL)
		ck_assert_str_eq(result->words, words);
	tcpsim_drill_result_free(result);
	g_free(text);
}

START_TEST(a_status_is_that_of_the_last_command)
{
	static const char failed[] = "the command ended with a status other than 0";
	static const char *const good[] = { "true", ":", "false; true", "false || true", "! false", "false && sleep 1; true",
		"true | true", "# a comment", "", "false | true", "! sockstat | grep ESTABLISHED" };
	static const char *const bad[] = { "false", "true && false", "! true", "ss -tan | grep ESTAB", "true; false",
		"sockstat | grep -c ESTABLISHED", "true | false", "! ss -tan | grep -v nothing" };

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		gives(NULL, good[i], TCPSIM_DRILL_PASS, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		gives(NULL, bad[i], TCPSIM_DRILL_FAIL, failed);
}
END_TEST

START_TEST(a_command_is_skipped_by_its_name)
{
	gives(NULL, "rm -rf junk", TCPSIM_DRILL_SKIP, "the command `rm -rf junk`");
	gives(NULL, "iptables -A INPUT -j DROP", TCPSIM_DRILL_SKIP, "the command `iptables -A INPUT -j DROP`");
	gives(NULL, "tc qdisc add dev tun0 root netem delay 5ms", TCPSIM_DRILL_SKIP,
		"the command `tc qdisc add dev tun0 root netem delay 5ms`");
	gives(NULL, "ip route add default via 1.2.3.4 initrwnd 10", TCPSIM_DRILL_SKIP,
		"the attribute initrwnd 10 of a route");
	gives(NULL, "ip route change default dev tun0 initcwnd ten", TCPSIM_DRILL_SKIP,
		"the attribute initcwnd ten of a route");
	gives(NULL, "ip route replace default mtu lock 1400", TCPSIM_DRILL_SKIP,
		"the attribute mtu lock of a route");
	gives(NULL, "sleep $SECONDS", TCPSIM_DRILL_SKIP,
		"the command `sleep $SECONDS`: there is no shell that would expand it");
	gives(NULL, "echo 'open", TCPSIM_DRILL_SKIP, "the command `echo 'open`: a quotation mark is not closed");
	gives(NULL, "ss -tan | grep '['", TCPSIM_DRILL_SKIP, "the command `grep [`");
	gives(NULL, "./setup.sh", TCPSIM_DRILL_SKIP, "the command `./setup.sh`");
	gives("freebsd", "../common/defaults.sh", TCPSIM_DRILL_SKIP, "../common/defaults.sh: it sets sysctls of Linux");
	gives(NULL, "tcpdrop 1 2 3", TCPSIM_DRILL_SKIP, "the command `tcpdrop 1 2 3`");
}
END_TEST

START_TEST(a_sysctl_is_skipped_by_its_name)
{
	/* ip-sysctl: 2 of tcp_recovery is RACK's static window; 1 is the default, 0 is off. */
	gives("linux", "sysctl -w net.ipv4.tcp_recovery=2", TCPSIM_DRILL_SKIP,
		"sysctl net.ipv4.tcp_recovery=2: loss is found as RFC 6675 has it");
	gives("linux", "sysctl -w net.ipv4.tcp_wonder=1", TCPSIM_DRILL_SKIP, "sysctl net.ipv4.tcp_wonder");
	gives("linux", "sysctl -w net.ipv4.tcp_timestanps=1", TCPSIM_DRILL_SKIP,
		"sysctl net.ipv4.tcp_timestanps; did you mean net.ipv4.tcp_timestamps?");
	gives("linux", "sysctl net.inet.tcp.rfc1323=1", TCPSIM_DRILL_SKIP,
		"sysctl net.inet.tcp.rfc1323, which the profile linux does not have");
	gives("freebsd", "sysctl -w net.ipv4.tcp_sack=1", TCPSIM_DRILL_SKIP,
		"sysctl net.ipv4.tcp_sack, which the profile freebsd does not have");
	gives("linux", "sysctl -w net.ipv4.tcp_mtu_probing=1", TCPSIM_DRILL_SKIP,
		"sysctl net.ipv4.tcp_mtu_probing=1: packetization layer path MTU discovery");
	gives("linux", "sysctl -w net.ipv4.tcp_congestion_control=bbr", TCPSIM_DRILL_SKIP,
		"sysctl net.ipv4.tcp_congestion_control=bbr: there is no such congestion control here");
	gives("linux", "sysctl -w net.ipv4.tcp_ecn=7", TCPSIM_DRILL_SKIP, "sysctl net.ipv4.tcp_ecn=7");
	gives("linux", "sysctl -w net.ipv4.tcp_fin_timeout=x", TCPSIM_DRILL_SKIP,
		"sysctl net.ipv4.tcp_fin_timeout=x: a number of 32 bits is expected");
	/* In microseconds it would be more than 64 bits take. */
	gives("freebsd", "sysctl net.inet.tcp.keepinit=18446744073709552", TCPSIM_DRILL_SKIP,
		"sysctl net.inet.tcp.keepinit=18446744073709552: a number of 32 bits is expected");
	gives("linux", "sysctl -w net.ipv4.ip_default_ttl=1000", TCPSIM_DRILL_SKIP,
		"sysctl: the setting ttl cannot have that value");
	gives("linux", "sysctl -p", TCPSIM_DRILL_SKIP, "the command `sysctl -p`");
}
END_TEST

/* A setting of the host after a command. */
static int64_t
setting_after(const char *profile, const char *command, const char *name)
{
	const struct tcpsim_drill_options options = { .profile = profile };
	char *text = g_strdup_printf(SOCKET "+0 `%s`\n", command);
	struct tcpsim_drill_result *result = play_with(text, &options);
	int64_t value;

	ck_assert_msg(result->verdict == TCPSIM_DRILL_PASS, "%s: %s", command, result->words);
	value = tcpsim_policy_get(tcpsim_net_policy(result->net, 0), tcpsim_setting_find(name));
	tcpsim_drill_result_free(result);
	g_free(text);
	return value;
}

START_TEST(a_sysctl_is_a_setting)
{
	/* ip-sysctl.rst, tcp(4): the unit of each. */
	static const struct {
		const char *profile, *command, *setting;
		int64_t value;
	} rows[] = {
		{ "linux", "sysctl -q net.ipv4.tcp_fin_timeout=7", "fin-wait-2-timeout", 7000000 },
		{ "linux", "sysctl -q net.ipv4.tcp_ecn=2", "ecn", TCPSIM_ECN_PASSIVE },
		{ "linux", "sysctl -q 'net.ipv4.tcp_rmem=4096 20000 1000000'", "receive-buffer", 10000 },
		{ "linux", "sysctl -q 'net.ipv4.tcp_rmem=4096 20000 1000000'", "window-scale-for", 1000000 },
		{ "linux", "sysctl -q net.ipv4.tcp_invalid_ratelimit=0", "challenge-limit", TCPSIM_UNLIMITED },
		{ "linux", "sysctl -q net.ipv4.tcp_invalid_ratelimit=250", "challenge-window", 250000 },
		{ "linux", "sysctl -q net.ipv4.tcp_fastopen=3", "fast-open", TCPSIM_FAST_OPEN_BOTH },
		{ "linux", "sysctl -q net.ipv4.tcp_fastopen=0x2", "fast-open", TCPSIM_FAST_OPEN_SERVER },
		{ "linux", "sysctl -q net.ipv4.tcp_fastopen=0x5", "fast-open-cookieless", 1 },
		{ "linux", "sysctl -q net.ipv4.tcp_congestion_control=reno", "congestion-control", TCPSIM_CONGESTION_NEWRENO },
		{ "linux", "ip route replace 1.2.3.4 dev tun0 rto_min 300ms", "rto-min", 300000 },
		{ "linux", "ip link set dev tun0 mtu 1400", "mtu", 1400 },
		{ "freebsd", "sysctl net.inet.tcp.rfc1323=2", "timestamps", 0 },
		{ "freebsd", "sysctl net.inet.tcp.rfc1323=2", "window-scale", 1 },
		{ "freebsd", "sysctl net.inet.tcp.rexmit_min=230", "rto-min", 230000 },
		{ "freebsd", "sysctl net.inet.tcp.keepidle=5000", "keepalive-idle", 5000000 },
		{ "freebsd", "sysctl net.inet.tcp.delayed_ack=0", "delayed-ack", 0 },
		{ "freebsd", "sysctl net.inet.tcp.blackhole=1", "blackhole", TCPSIM_BLACKHOLE_SYN },
		{ "freebsd", "sysctl net.inet.tcp.drop_synfin=1", "syn-fin", TCPSIM_SYN_FIN_DROPPED },
		{ "freebsd", "sysctl net.inet.tcp.fastopen.client_enable=0", "fast-open", TCPSIM_FAST_OPEN_OFF },
		{ "freebsd", "sysctl net.inet.tcp.fastopen.server_enable=1", "fast-open", TCPSIM_FAST_OPEN_BOTH },
		{ "freebsd", "ifconfig tun0 mtu 1280", "mtu", 1280 },
		{ "rfc9293", "sysctl -w net.ipv4.tcp_sack=1", "sack", 1 },
		{ "rfc9293", "sysctl net.inet.tcp.insecure_rst=1", "insecure-rst", 1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_msg(setting_after(rows[i].profile, rows[i].command, rows[i].setting) == rows[i].value, "%s",
			rows[i].command);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pkt_commands");
	TCase *tcase = tcase_create("pkt_commands");

	tcase_add_test(tcase, a_status_is_that_of_the_last_command);
	tcase_add_test(tcase, a_command_is_skipped_by_its_name);
	tcase_add_test(tcase, a_sysctl_is_skipped_by_its_name);
	tcase_add_test(tcase, a_sysctl_is_a_setting);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
