/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.6, figure 12: the normal close. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 12",
		.a.snd = 100,
		.b.snd = 300,
		.ladder =
		"1.          ESTABLISHED                                        ESTABLISHED\n"
		"2.  (Close) FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT\n"
		"3.          FIN-WAIT-2  <-- <SEQ=300><ACK=101><CTL=ACK>     <-- CLOSE-WAIT\n"
		"4.          TIME-WAIT   <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK (Close)\n"
		"5.          TIME-WAIT   --> <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED\n"
		"6.  (2 MSL) CLOSED                                             CLOSED\n",
	},
	{
		.name = "figure 12 with the last ACK lost: FIN again, ACK again (MUST-13)",
		.a.snd = 100,
		.b.snd = 300,
		.ladder =
		"1.          ESTABLISHED                                        ESTABLISHED\n"
		"2.  (Close) FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT\n"
		"3.          FIN-WAIT-2  <-- <SEQ=300><ACK=101><CTL=ACK>     <-- CLOSE-WAIT\n"
		"4.          TIME-WAIT   <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK (Close)\n"
		"5.          TIME-WAIT   --> <SEQ=101><ACK=301><CTL=ACK>     ...\n"
		"6.          TIME-WAIT   <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK (RTO)\n"
		"7.          TIME-WAIT   --> <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED\n"
		"8.  (2 MSL) CLOSED                                             CLOSED\n"
		"9.                      ... <SEQ=101><ACK=301><CTL=ACK>     --> CLOSED\n"
		"10.                     <-- <SEQ=301><CTL=RST>              <-- CLOSED\n",
	},
};

int
main(void)
{
	return figure_main("figure 12", figures, sizeof figures / sizeof figures[0]);
}
