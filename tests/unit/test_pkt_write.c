/* SPDX-License-Identifier: MIT */
/* Hosts of the shipped scenarios as packetdrill scripts: they pass when they are played, or it is said why not. */
#include <string.h>

#include <tcpsim/drill.h>
#include <tcpsim/scenario.h>

#include "lib/scenario/ast.h"
#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

/* Play what was written. */
static void
play(const char *path, const char *text)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, strlen(text), "written.pkt", NULL, &diagnostics);
	struct tcpsim_drill_result *result;

	ck_assert_msg(drill != NULL, "%s makes a script that is wrong:\n%s", path, text);
	result = tcpsim_drill_run(drill, NULL);
	ck_assert_msg(
		result->verdict == TCPSIM_DRILL_PASS, "%s: line %u: %s\n%s", path, result->line, result->words, text);
	tcpsim_drill_result_free(result);
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
}

/* One host of one case as a script, or NULL and why not. */
static char *
write_host(const struct tcpsim_run *run, uint16_t host, uint32_t connection, char **error)
{
	const struct tcpsim_scenario *scenario = tcpsim_run_scenario(run);
	struct tcpsim_drill_write_options options = {
		.connection = connection, .title = tcpsim_scenario_title(scenario), .source = "a test"
	};
	struct tcpsim_policy policy;
	char *text;

	tcpsim_scn_policy(scenario, tcpsim_run_case(run), host, &policy);
	text = tcpsim_drill_write(tcpsim_run_trace(run), host, &policy, &options, error);
	ck_assert((text == NULL) == (*error != NULL));
	return text;
}

START_TEST(what_is_written_passes)
{
	const char *path = g_ptr_array_index(files, _i);
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_scenario *scenario;
	char *text;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	scenario = tcpsim_scenario_parse(text, n, path, &diagnostics);
	ck_assert_ptr_nonnull(scenario);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		struct tcpsim_run *run = tcpsim_scenario_run(scenario, i, NULL);

		for (uint16_t host = 0; host < tcpsim_scenario_n_hosts(scenario); host++) {
			char *error, *script = write_host(run, host, 0, &error);

			if (script != NULL)
				play(path, script);
			else
				ck_assert(error[0] != '\0' && !g_str_has_suffix(error, "."));
			g_free(script);
			g_free(error);
		}
		tcpsim_run_free(run);
	}
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_scenario_free(scenario);
	g_free(text);
}
END_TEST

static struct tcpsim_run *
run_text(const char *text, struct tcpsim_scenario **scenario)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_run *run;

	*scenario = tcpsim_scenario_parse(text, strlen(text), "test.scn", &diagnostics);
	ck_assert_msg(*scenario != NULL, "%s", tcpsim_diagnostics_format(diagnostics, 0));
	run = tcpsim_scenario_run(*scenario, 0, NULL);
	tcpsim_diagnostics_free(diagnostics);
	return run;
}

/*
 * A connection with text, closed: RFC 9293 figures 6 and 12, with the ISNs of the figure, 100 and 300. Each segment
 * arrives 50 ms after it was sent. The right edge of the server's window stays until it can move by a segment (3.8.6.2.2).
 */
static const char exchange[] = "scenario \"A greeting\"\n"
			       "use profile rfc9293\n"
			       "host client isn 100\n"
			       "host server isn 300\n"
			       "link client <-> server delay 50ms\n"
			       "set keepalive-probes 5\n"
			       "set client mtu 1000\n"
			       "at 0s server listen\n"
			       "at 1s client connect server\n"
			       "at 2s client send \"hello\"\n"
			       "at 3s client close\n"
			       "at 4s server close\n";

static const char client_script[] = "// A greeting\n"
				    "// a test\n"
				    "// The host client.\n"
				    "// tcpsim: profile rfc9293\n"
				    "// tcpsim: set keepalive-probes 5\n"
				    "--tolerance_usecs=10000\n"
				    "--mtu=1000\n"
				    "`sysctl -q -w net.ipv4.tcp_keepalive_probes=5`\n"
				    "\n"
				    "+1 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
				    "+0 fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)\n"
				    "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
				    "+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n"
				    "+0 > S 0:0(0) <mss 960>\n"
				    "+0.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>\n"
				    "+0 > . 1:1(0) ack 1\n"
				    "+0.9 write(3, ..., 5) = 5\n"
				    "+0 > P. 1:6(5) ack 1\n"
				    "+0.1 < . 1:1(0) ack 6 win 65530\n"
				    "+0.9 close(3) = 0\n"
				    "+0 > F. 6:6(0) ack 1\n"
				    "+0.1 < . 1:1(0) ack 7 win 65529\n"
				    "+0.95 < F. 1:1(0) ack 7 win 65529\n"
				    "+0 > . 7:7(0) ack 2\n";

static const char server_script[] = "// A greeting\n"
				    "// a test\n"
				    "// The host server.\n"
				    "// tcpsim: profile rfc9293\n"
				    "// tcpsim: set keepalive-probes 5\n"
				    "--tolerance_usecs=10000\n"
				    "`sysctl -q -w net.ipv4.tcp_keepalive_probes=5`\n"
				    "\n"
				    "+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
				    "+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"
				    "+0 bind(3, ..., ...) = 0\n"
				    "+0 listen(3, 1) = 0\n"
				    "+1.05 < S 0:0(0) win 65535 <mss 960>\n"
				    "+0 > S. 0:0(0) ack 1 <mss 1460>\n"
				    "+0.1 < . 1:1(0) ack 1 win 65535\n"
				    "+0 accept(3, ..., ...) = 4\n"
				    "+0.9 < P. 1:6(5) ack 1 win 65535\n"
				    "+0 read(4, ..., 5) = 5\n"
				    "+0 > . 1:1(0) ack 6\n"
				    "+1 < F. 6:6(0) ack 1 win 65535\n"
				    "+0 > . 1:1(0) ack 7\n"
				    "+0.95 close(4) = 0\n"
				    "+0 > F. 1:1(0) ack 7\n"
				    "+0.1 < . 7:7(0) ack 2 win 65534\n";

START_TEST(a_connection_from_both_ends)
{
	struct tcpsim_scenario *scenario;
	struct tcpsim_run *run = run_text(exchange, &scenario);
	char *error, *client = write_host(run, 0, 0, &error), *server;

	ck_assert_msg(client != NULL, "%s", error);
	ck_assert_str_eq(client, client_script);
	server = write_host(run, 1, 1, &error);
	ck_assert_msg(server != NULL, "%s", error);
	ck_assert_str_eq(server, server_script);
	g_free(client);
	g_free(server);
	tcpsim_run_free(run);
	tcpsim_scenario_free(scenario);
}
END_TEST

#define HOSTS "scenario \"s\"\nhost client\nhost server\nlink client <-> server delay 50ms\n"

static const struct {
	const char *text, *error;
	uint32_t connection;
	uint16_t host;
} refused[] = {
	{ HOSTS "at 1s crash client\n", "nothing of TCP happens at this host", 0, 0 },
	{ HOSTS "at 0s server listen\nat 1s client connect server\nat 2s crash client\n",
		"the host crashes, which no script can say", 0, 0 },
	{ HOSTS "at 0s server listen\nat 1s client connect server\n", "this host has no connection 2, the last is 1", 2,
		0 },
	{ HOSTS "at 0s server listen\nat 1s client connect server\n", "there is no such host", 0, 2 },
	{ HOSTS "at 0s server listen\nat 1s client connect server\nat 1s client send \"a\"\n",
		"text is given to TCP in SYN-SENT, where a socket takes none", 0, 0 },
};

/* The RTO of the SYN,ACK is 1 s (RFC 6298 2.1): it expires at 1.05 s, as text comes in place of the third message. */
START_TEST(what_comes_as_a_timer_expires_is_written)
{
	struct tcpsim_scenario *scenario;
	struct tcpsim_run *run = run_text(HOSTS "use profile rfc9293\nat 0s server listen\nat 0s client connect server\n"
		"at 1s client send \"hello\"\ndrop client ACK #1\n", &scenario);
	char *error, *server = write_host(run, 1, 1, &error);

	ck_assert_msg(server != NULL, "%s", error);
	ck_assert_ptr_nonnull(strstr(server, "+0.999999 < P. 1:6(5) ack 1"));
	g_free(server);
	tcpsim_run_free(run);
	tcpsim_scenario_free(scenario);
}
END_TEST

START_TEST(what_no_script_can_say_is_refused)
{
	struct tcpsim_scenario *scenario;
	struct tcpsim_run *run = run_text(refused[_i].text, &scenario);
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	struct tcpsim_drill_write_options options = { .connection = refused[_i].connection };
	char *error, *text = tcpsim_drill_write(tcpsim_run_trace(run), refused[_i].host, &policy, &options, &error);

	ck_assert_ptr_null(text);
	ck_assert_str_eq(error, refused[_i].error);
	g_free(error);
	tcpsim_run_free(run);
	tcpsim_scenario_free(scenario);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("runs as packetdrill scripts");
	TCase *tcase = tcase_create("written");
	int status;

	files = scenario_files_find("docs/scenarios", ".scn");
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, a_connection_from_both_ends);
	tcase_add_test(tcase, what_comes_as_a_timer_expires_is_written);
	tcase_add_loop_test(tcase, what_no_script_can_say_is_refused, 0, (int)G_N_ELEMENTS(refused));
	tcase_add_loop_test(tcase, what_is_written_passes, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
