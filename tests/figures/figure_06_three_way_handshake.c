/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.5, figure 6: the basic three-way handshake. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 6",
		.a.isns = { 100 },
		.b.isns = { 300 },
		.ladder =
		"1.  CLOSED                                                         LISTEN\n"
		"2.  (Open) SYN-SENT    --> <SEQ=100><CTL=SYN>                  --> SYN-RECEIVED\n"
		"3.         ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK>     <-- SYN-RECEIVED\n"
		"4.         ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK>         --> ESTABLISHED\n"
		"5. (Send 5) ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK><DATA=5> --> ESTABLISHED\n"
		/* The figure ends here; the text must be acknowledged all the same. */
		"6.         ESTABLISHED <-- <SEQ=301><ACK=106><CTL=ACK>         <-- ESTABLISHED\n",
	},
};

int
main(void)
{
	return figure_main("figure 6", figures, sizeof figures / sizeof figures[0]);
}
