/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse.h"
#include "lib/scenario/parse_private.h"

struct keyword {
	const char *word;
	int token;
};

static const struct keyword keywords[] = {
	{ "abort", T_ABORT },
	{ "accepts", T_ACCEPTS },
	{ "after", T_AFTER },
	{ "allow", T_ALLOW },
	{ "always", T_ALWAYS },
	{ "at", T_AT },
	{ "behind", T_BEHIND },
	{ "breaks", T_BREAKS },
	{ "broken", T_BROKEN },
	{ "by", T_BY },
	{ "byte", T_BYTES },
	{ "bytes", T_BYTES },
	{ "close", T_CLOSE },
	{ "connect", T_CONNECT },
	{ "connection", T_CONNECTION },
	{ "corrupt", T_CORRUPT },
	{ "crash", T_CRASH },
	{ "cut", T_CUT },
	{ "delay", T_DELAY },
	{ "delivers", T_DELIVERS },
	{ "drop", T_DROP },
	{ "duplicate", T_DUPLICATE },
	{ "enters", T_ENTERS },
	{ "error", T_ERROR },
	{ "event", T_EVENTS },
	{ "events", T_EVENTS },
	{ "every", T_EVERY },
	{ "expect", T_EXPECT },
	{ "exploration", T_EXPLORATION },
	{ "fires", T_FIRES },
	{ "for", T_FOR },
	{ "forge", T_FORGE },
	{ "from", T_FROM },
	{ "give-up", T_GIVE_UP },
	{ "hold", T_HOLD },
	{ "holds", T_HOLDS },
	{ "host", T_HOST },
	{ "in", T_IN },
	{ "in-flight", T_IN_FLIGHT },
	{ "inject", T_INJECT },
	{ "into", T_INTO },
	{ "invariant", T_INVARIANT },
	{ "invariants", T_INVARIANTS },
	{ "isn", T_ISN },
	{ "jitter", T_JITTER },
	{ "leaves", T_LEAVES },
	{ "lifetime", T_LIFETIME },
	{ "link", T_LINK },
	{ "listen", T_LISTEN },
	{ "loss", T_LOSS },
	{ "mend", T_MEND },
	{ "mtu", T_MTU },
	{ "never", T_NEVER },
	{ "note", T_NOTE },
	{ "nothing", T_NOTHING },
	{ "old", T_OLD },
	{ "once", T_ONCE },
	{ "path", T_PATH },
	{ "port", T_PORT },
	{ "profile", T_PROFILE },
	{ "queue", T_QUEUE },
	{ "quiet", T_QUIET },
	{ "rate", T_BANDWIDTH },
	{ "receive", T_RECEIVE },
	{ "reorder", T_REORDER },
	{ "restart", T_RESTART },
	{ "restarts", T_RESTARTS },
	{ "run", T_RUN },
	{ "scenario", T_SCENARIO },
	{ "seed", T_SEED },
	{ "send", T_SEND },
	{ "sends", T_SENDS },
	{ "set", T_SET },
	{ "shutdown", T_SHUTDOWN },
	{ "starts", T_STARTS },
	{ "then", T_THEN },
	{ "time", T_TIMES },
	{ "timer", T_TIMER },
	{ "times", T_TIMES },
	{ "to", T_TO },
	{ "until", T_UNTIL },
	{ "use", T_USE },
	{ "vary", T_VARY },
	{ "when", T_WHEN },
};

int
tcpsim_scn_keyword(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (strcmp(keywords[i].word, word) == 0)
			return keywords[i].token;
	return 0;
}

const char *
tcpsim_scn_variable_name(enum scn_variable variable)
{
	switch (variable) {
	case SCN_SND_UNA:
		return "SND.UNA";
	case SCN_SND_NXT:
		return "SND.NXT";
	case SCN_SND_WND:
		return "SND.WND";
	case SCN_RCV_NXT:
		return "RCV.NXT";
	case SCN_RCV_WND:
		return "RCV.WND";
	case SCN_ISS:
		return "ISS";
	case SCN_IRS:
		return "IRS";
	}
	return "";
}

bool
tcpsim_scn_find_variable(const char *word, enum scn_variable *variable)
{
	for (int i = 0; i < SCN_N_VARIABLES; i++) {
		if (strcmp(tcpsim_scn_variable_name((enum scn_variable)i), word) == 0) {
			*variable = (enum scn_variable)i;
			return true;
		}
	}
	return false;
}

bool
tcpsim_scn_find_state(const char *word, enum tcpsim_state *state)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++) {
		if (strcmp(tcpsim_state_name((enum tcpsim_state)i), word) == 0) {
			*state = (enum tcpsim_state)i;
			return true;
		}
	}
	return false;
}

const char *
tcpsim_scn_kind_name(size_t i)
{
	return tcpsim_kind_name((enum tcpsim_kind)(1U << i));
}

bool
tcpsim_scn_find_kind(const char *word, enum tcpsim_kind *kind)
{
	for (size_t i = 0; i < TCPSIM_N_KINDS; i++) {
		if (strcmp(tcpsim_scn_kind_name(i), word) == 0) {
			*kind = (enum tcpsim_kind)(1U << i);
			return true;
		}
	}
	return false;
}
