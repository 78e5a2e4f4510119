/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_DRILL_H
#define TCPSIM_DRILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/diagnostic.h>
#include <tcpsim/export.h>
#include <tcpsim/net.h>
#include <tcpsim/policy.h>
#include <tcpsim/trace.h>
#include <tcpsim/watcher.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * packetdrill scripts, of both dialects, played against the engine in virtual time: docs/packetdrill.md. One end is a
 * host of a network in virtual time, with the sockets of <tcpsim/socket.h> and the policy of a profile; the script is
 * the other.
 */
struct tcpsim_drill;

struct tcpsim_drill_options {
	const char *profile;         /* a name of tcpsim_profiles(); NULL: what the script says, or `rfc9293` */
	const char *const *defines;  /* of -D: `NAME` or `NAME=value`, NULL-terminated; NULL for none */
	const char *const *settings; /* of --option: script options such as `--tolerance_usecs=10000`, likewise */
	const char *const *policy;   /* of --set: `msl=30s`, settings of tcpsim_settings(), likewise */
	bool has_python;             /* somebody will run .code of the result: else a script that has code is skipped */
	const volatile int *stop;    /* where this becomes other than 0 the play ends soon, or NULL */
};

/*
 * Parse a script of `n` octets; `file` is its name, copied. Any octets whatever are allowed. NULL options are all 0.
 * Returns the script, or NULL if there was an error. *diagnostics, the caller's to free, gets what there is to say in
 * both cases.
 *
 * Names that `#ifdef` sees are those of `defines` and the profile's own in capitals: RFC9293, LINUX, FREEBSD, TEXTBOOK.
 */
TCPSIM_API struct tcpsim_drill *tcpsim_drill_parse(const char *text, size_t n, const char *file,
	const struct tcpsim_drill_options *options, struct tcpsim_diagnostics **diagnostics);
/* Free what was parsed; NULL is nothing. */
TCPSIM_API void tcpsim_drill_free(struct tcpsim_drill *drill);

/* The profile that a script is played with, by the options and its own directive; NULL if there is none of that name. */
TCPSIM_API const struct tcpsim_profile *tcpsim_drill_profile(const struct tcpsim_drill *drill,
	const struct tcpsim_drill_options *options);

/* The line that the code of a script writes when all of it has run. */
#define TCPSIM_DRILL_CODE_END "tcpsim: all code of the script has run"

enum tcpsim_drill_verdict {
	TCPSIM_DRILL_PASS,
	TCPSIM_DRILL_FAIL,
	TCPSIM_DRILL_SKIP, /* a construct that is not played, or no python3 for its code; never a pass */
};

/* What became of a script. Free with tcpsim_drill_result_free(). */
struct tcpsim_drill_result {
	enum tcpsim_drill_verdict verdict;
	uint32_t line, column; /* where it failed or was skipped, from 1; 0 with PASS */
	char *words;           /* one sentence without a full stop: what failed, or the construct and why; NULL with PASS */
	/*
	 * Where something was compared: both sides as a line of a script, and the field that differs; else NULL. Field names
	 * are `flags`, `seq`, `length`, `ack`, `win`, `urg`, `options`, `ecn`, `tos`, `ttl`, `time`, `packet` (none came, or
	 * of another protocol), `icmp`, `result`, `errno`, `output` (what a call wrote into an argument), `code`.
	 */
	char *field;
	char *expected, *got;
	uint32_t expected_at, expected_n; /* characters of the field in the former, from 0 */
	uint32_t got_at, got_n;           /* and in the latter */
	/*
	 * Python, to be run once, by python3, with the verdict PASS only: NULL without %{ }%. What it says of the script
	 * is on standard output. It holds where it ends with status 0 and has written a line TCPSIM_DRILL_CODE_END:
	 * without that line something in it ended python3 before all of it had run. Else it writes `LINE: words`, and
	 * ends with 1, or with 2 for what is no Python.
	 */
	char *code;
	int64_t ended_us; /* virtual time */
	struct tcpsim_net *net; /* in which it was played, for tcpsim_drill_trace(); owned */
};

/* Play a script. Pure: the same script and options, the same result. */
TCPSIM_API struct tcpsim_drill_result *tcpsim_drill_run(const struct tcpsim_drill *drill,
	const struct tcpsim_drill_options *options);
/* Free a result and all that it points to; NULL is nothing. */
TCPSIM_API void tcpsim_drill_result_free(struct tcpsim_drill_result *result);

/* The trace up to where the play ended: host 0 is under test, host 1 is the script. Owned by the result. */
TCPSIM_API const struct tcpsim_trace *tcpsim_drill_trace(const struct tcpsim_drill_result *result);

/* ---- the other way: a run as a script ---- */

struct tcpsim_drill_write_options {
	uint32_t connection; /* of that host, from 1 in order of their opening; 0: the first one */
	const char *title;   /* one line each, for comments at the top; NULL for none */
	const char *source;  /* where the run is from: `FILE, case NAME` */
};

/*
 * Write what happened at one host of a TCP network as a script: its user's calls as calls of sockets, what arrived as
 * packets that are injected, what it sent as packets that are expected. It passes where it is played, and can be held
 * against a kernel. `policy` is that of the host when it began: what the nearest profile does otherwise becomes
 * directives, and commands where a kernel has a name for it.
 *
 * Returns the script, to be freed with g_free(); or NULL, and *error gets one sentence without a full stop, likewise, that
 * says what no script can say.
 */
TCPSIM_API char *tcpsim_drill_write(const struct tcpsim_trace *trace, uint16_t host, const struct tcpsim_policy *policy,
	const struct tcpsim_drill_write_options *options, char **error);

#ifdef __cplusplus
}
#endif

#endif
