/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.5, figure 8: an old duplicate SYN is found out and does no harm. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 8",
		.a.isns = { 100 },
		.b.isns = { 300, 400 },
		.ladder =
		"1.  CLOSED                                                      LISTEN\n"
		"2.  (Open)  SYN-SENT    --> <SEQ=100><CTL=SYN>              ...\n"
		"3.  (duplicate)         ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED\n"
		"4.          SYN-SENT    <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED\n"
		"5.          SYN-SENT    --> <SEQ=91><CTL=RST>               --> LISTEN\n"
		"6.                      ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED\n"
		"7.          ESTABLISHED <-- <SEQ=400><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED\n"
		"8.          ESTABLISHED --> <SEQ=101><ACK=401><CTL=ACK>     --> ESTABLISHED\n",
	},
};

int
main(void)
{
	return figure_main("figure 8", figures, sizeof figures / sizeof figures[0]);
}
