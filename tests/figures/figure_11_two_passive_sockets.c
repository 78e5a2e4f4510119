/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.5.1, figure 11: an old duplicate SYN between two passive ends. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 11, Z = 90 and X = 300",
		.b.isns = { 300 },
		.ladder =
		"1.  LISTEN                                             LISTEN\n"
		"2.  (duplicate) ... <SEQ=90><CTL=SYN>              --> SYN-RECEIVED\n"
		"3.  (?)        <-- <SEQ=300><ACK=91><CTL=SYN,ACK> <-- SYN-RECEIVED\n"
		"4.              --> <SEQ=91><CTL=RST>              --> LISTEN (return to LISTEN!)\n"
		"5.  LISTEN                                             LISTEN\n",
	},
};

int
main(void)
{
	return figure_main("figure 11", figures, sizeof figures / sizeof figures[0]);
}
