/* SPDX-License-Identifier: MIT */
#include <tcpsim/flaw.h>

#include <string.h>

/* Arrays, not pointers: the table needs no relocation. */
static const struct {
	char name[32];
	char words[128];
	char source[56];
} flaws[TCPSIM_N_FLAWS] = {
	[TCPSIM_FLAW_NONE] = { "none", "", "" },
	[TCPSIM_FLAW_SYN_SENT_IGNORES_ACK] = { "syn-sent-ignores-ack",
		"SYN-SENT does not test SEG.ACK: any SYN,ACK is taken for the answer to our SYN.",
		"3.10.7.3 first; RFC 793 erratum 3300" },
	[TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA] = { "syn-received-takes-una",
		"SYN-RECEIVED takes an ACK of SND.UNA itself, which acknowledges nothing: \"=<\" for \"<\".",
		"3.10.7.4 fifth; RFC 793 erratum 3301" },
	[TCPSIM_FLAW_SYN_ACK_DROPPED] = { "syn-ack-dropped",
		"The SYN,ACK of a simultaneous open is dropped without a word: its SYN lies below the window.",
		"3.5 figure 7, MUST-10; appendix A.2" },
	[TCPSIM_FLAW_SYN_ACK_ONCE] = { "syn-ack-once",
		"A SYN,ACK that is not acknowledged is not sent again.",
		"3.8.3 MUST-20, MUST-23" },
	[TCPSIM_FLAW_SYN_RECEIVED_ACTIVE_LISTENS] = { "syn-received-active-listens",
		"Whoever opened actively goes from SYN-RECEIVED to LISTEN, as after a passive OPEN.",
		"3.3.2 figure 5 note 1, MUST-11" },
	[TCPSIM_FLAW_SYN_RECEIVED_PASSIVE_CLOSES] = { "syn-received-passive-closes",
		"Whoever opened passively goes from SYN-RECEIVED to CLOSED, as after an active OPEN.",
		"3.3.2 figure 5 note 1, MUST-11" },
	[TCPSIM_FLAW_NO_RETRANSMISSION] = { "no-retransmission",
		"The retransmission timer is never started.",
		"3.8.1, RFC 6298 5.1" },
	[TCPSIM_FLAW_BLACKHOLE] = { "blackhole",
		"A segment that belongs to no connection is not answered by a RST, in CLOSED or in LISTEN.",
		"3.5.2 group 1; FreeBSD net.inet.tcp.blackhole" },
	[TCPSIM_FLAW_RST_FOR_RST] = { "rst-for-rst",
		"A RST to a connection that does not exist is answered by a RST.",
		"3.10.7.1" },
	[TCPSIM_FLAW_REOPEN_UNCHECKED] = { "reopen-unchecked",
		"A SYN reopens a connection in TIME-WAIT even if its number is not above RCV.NXT.",
		"3.6.1 MAY-2; RFC 1122 4.2.2.13" },
	[TCPSIM_FLAW_NUMBER_SPACE_SMALL] = { "number-space-small",
		"Of SEG.SEQ and SEG.ACK only the low 5 bits count: the numbers wrap after 32, within an MSL.",
		"3.4.1; RFC 7323 1.2 and 5" },
	[TCPSIM_FLAW_FIN_ACKED_EARLY] = { "fin-acked-early",
		"FIN-WAIT-1, CLOSING and LAST-ACK are left when all that was sent is acknowledged, be FIN sent or not.",
		"3.10.7.4 fifth, FIN-WAIT-1" },
	[TCPSIM_FLAW_FIN_RESENT_BARE] = { "fin-resent-bare",
		"What is sent again has no FIN bit.",
		"3.10.8, 3.10.4" },
	[TCPSIM_FLAW_FIN_OUT_OF_ORDER] = { "fin-out-of-order",
		"A FIN is taken although text before it is missing: RCV.NXT goes behind it at once.",
		"3.10.7.4 eighth, SHLD-31" },
	[TCPSIM_FLAW_CLOSING_NO_RETRANSMISSION] = { "closing-no-retransmission",
		"FIN is not sent again in CLOSING.",
		"3.10.8, 3.6 case 3" },
	[TCPSIM_FLAW_NO_PERSIST_TIMER] = { "no-persist-timer",
		"A window of zero is not probed: the timer is never started.",
		"3.8.6.1 MUST-36" },
	[TCPSIM_FLAW_SHRINK_DROPS] = { "shrink-drops",
		"When the peer shrinks its window, what lies beyond the new edge is never sent again.",
		"3.8.6 MUST-34, SHLD-16; RFC 1122 4.2.2.16" },
	[TCPSIM_FLAW_WINDOW_SHRINKS] = { "window-shrinks",
		"A smaller receive-buffer takes effect at once: the right edge of the window moves left.",
		"3.8.6 SHLD-14; RFC 1122 4.2.2.16" },
	[TCPSIM_FLAW_ONE_PROBE_KILLS] = { "one-probe-kills",
		"One keepalive probe without an answer ends the connection.",
		"3.8.4 MUST-29; RFC 1122 4.2.3.6" },
};

_Static_assert(TCPSIM_N_FLAWS <= 63, "a bit for each flaw");

const char *
tcpsim_flaw_name(enum tcpsim_flaw flaw)
{
	return flaws[flaw].name;
}

const char *
tcpsim_flaw_words(enum tcpsim_flaw flaw)
{
	return flaws[flaw].words;
}

const char *
tcpsim_flaw_source(enum tcpsim_flaw flaw)
{
	return flaws[flaw].source;
}

int
tcpsim_flaw_find(const char *name)
{
	size_t n = strlen(name) + 1;
	int i;

	for (i = 0; i < TCPSIM_N_FLAWS; i++)
		if (strlen(flaws[i].name) + 1 == n && memcmp(flaws[i].name, name, n) == 0)
			return i;
	return -1;
}
