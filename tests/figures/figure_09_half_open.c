/* SPDX-License-Identifier: MIT */
/* RFC 9293 3.5.1, figure 9: an end that lost its memory opens again. */
#include "tests/figures/figure.h"

static const struct figure figures[] = {
	{
		.name = "figure 9",
		.a = { .isns = { 400 }, .snd = 100 },
		.b = { .isns = { 500 }, .snd = 300 },
		.ladder =
		"1.  (REBOOT)  CLOSED                                               ESTABLISHED\n"
		"2.            CLOSED                                               ESTABLISHED\n"
		"3.  (Open)    SYN-SENT    --> <SEQ=400><CTL=SYN>               --> (?)\n"
		"4.  (!!)      SYN-SENT    <-- <SEQ=300><ACK=100><CTL=ACK>      <-- ESTABLISHED\n"
		"5.            SYN-SENT    --> <SEQ=100><CTL=RST>               --> CLOSED (Abort!!)\n"
		"6.            SYN-SENT                                             CLOSED\n"
		/* And now it is figure 6, if somebody listens again. */
		"7.            SYN-SENT                                             LISTEN (Listen)\n"
		"8.  (RTO)     SYN-SENT    --> <SEQ=400><CTL=SYN>               --> SYN-RECEIVED\n"
		"9.            ESTABLISHED <-- <SEQ=500><ACK=401><CTL=SYN,ACK>  <-- SYN-RECEIVED\n"
		"10.           ESTABLISHED --> <SEQ=401><ACK=501><CTL=ACK>      --> ESTABLISHED\n",
	},
};

int
main(void)
{
	return figure_main("figure 9", figures, sizeof figures / sizeof figures[0]);
}
