/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.6, figure 13: both ends close at once. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 13",
		.a.snd = 100,
		.b.snd = 300,
		.ladder =
		"1.          ESTABLISHED                                        ESTABLISHED\n"
		"2.  (Close) FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK> ... FIN-WAIT-1 (Close)\n"
		"                        <-- <SEQ=300><ACK=100><CTL=FIN,ACK> <--\n"
		"                        ... <SEQ=100><ACK=300><CTL=FIN,ACK> -->\n"
		"3.          CLOSING     --> <SEQ=101><ACK=301><CTL=ACK>     ... CLOSING\n"
		"                        <-- <SEQ=301><ACK=101><CTL=ACK>     <--\n"
		"                        ... <SEQ=101><ACK=301><CTL=ACK>     -->\n"
		"4.          TIME-WAIT                                           TIME-WAIT\n"
		"    (2 MSL) CLOSED                                              CLOSED (2 MSL)\n",
	},
};

int
main(void)
{
	return figure_main("figure 13", figures, sizeof figures / sizeof figures[0]);
}
