/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.5.1, figure 10: data for an end that lost its memory. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 10",
		.a.snd = 100,
		.b.snd = 300,
		.ladder =
		"1.  (REBOOT) CLOSED                                               ESTABLISHED\n"
		"2.  (?)            <-- <SEQ=300><ACK=100><CTL=ACK><DATA=10> <--  ESTABLISHED (Send 10)\n"
		"3.                  --> <SEQ=100><CTL=RST>                   -->  CLOSED (ABORT!!)\n",
	},
};

int
main(void)
{
	return figure_main("figure 10", figures, sizeof figures / sizeof figures[0]);
}
