/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.5, figure 7: both ends open at once (MUST-10), as drawn and by the letter of 3.10.7.4. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 7 as drawn",
		.a.isns = { 100 },
		.b.isns = { 300 },
		.ladder =
		"1.  CLOSED                                                         CLOSED\n"
		"2.  (Open) SYN-SENT     --> <SEQ=100><CTL=SYN>              ...\n"
		"3.         SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT (Open)\n"
		"4.                      ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED\n"
		"5.         SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...\n"
		"6.         ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED\n"
		"7.                      ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED\n",
	},
	{
		/* Line 6 by the letter of 3.10.7.4: SEQ=300 is below RCV.NXT=301. Six segments, not four (A.2). */
		.name = "figure 7 literally",
		.simultaneous_open = TCPSIM_LITERAL,
		.a.isns = { 100 },
		.b.isns = { 300 },
		.ladder =
		"1.  CLOSED                                                         CLOSED\n"
		"2.  (Open) SYN-SENT     --> <SEQ=100><CTL=SYN>              ...\n"
		"3.         SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT (Open)\n"
		"4.                      ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED\n"
		"5.         SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...\n"
		"6.         SYN-RECEIVED <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED\n"
		"7.                      ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> SYN-RECEIVED\n"
		"8.         SYN-RECEIVED --> <SEQ=101><ACK=301><CTL=ACK>     --> ESTABLISHED\n"
		"9.         ESTABLISHED  <-- <SEQ=301><ACK=101><CTL=ACK>     <-- ESTABLISHED\n",
	},
};

int
main(void)
{
	return figure_main("figure 7", figures, sizeof figures / sizeof figures[0]);
}
