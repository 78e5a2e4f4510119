/* SPDX-License-Identifier: MIT */
/* Path MTU discovery by ICMP, RFC 9293 3.7.2: RFC 1191, RFC 8201, and RFC 5927 7 against forgers. */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

/* An IPv4 packet with text has 40 octets of headers, an IPv6 packet 60; 12 more with timestamps (RFC 7323 appendix A). */
#define V4_HEADERS 40
#define TOO_LARGE(number, size) .event = ICMP, .icmp = { TCPSIM_ICMP_TOO_LARGE, (number), (size) }
#define TEXT_OUT .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(1500U) }
#define AGAIN(octets) \
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = (octets), .at = SENT_OCTETS, \
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } }
#define LOWERED(octets) AGAIN(octets), .then = { { MSS, (octets) } }, .rule = TCPSIM_RULE_PATH_MTU_LOWERED
#define IGNORED .rule = TCPSIM_RULE_PATH_MTU_IGNORED

static const struct row ipv4_rows[] = {
	/* RFC 1191 6.4: what was lost is sent again without waiting for the RTO, which is not backed off. */
	{ ROW("Eff.snd.MSS becomes what the path takes, and the front is sent again at once"), TEXT_OUT, TOO_LARGE(UNA, 500),
	LOWERED(500 - V4_HEADERS) },
	{ ROW("a packet later in the window tells as much"), TEXT_OUT, TOO_LARGE(UNA + PEER_MSS, 500),
	.then = { { MSS, 500 - V4_HEADERS } }, .sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 460,
		.at = SENT_OCTETS, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } }, .rule = TCPSIM_RULE_PATH_MTU_LOWERED },
	{ ROW("one octet too many is too many"), TEXT_OUT, TOO_LARGE(UNA, PEER_MSS + V4_HEADERS - 1U), LOWERED(PEER_MSS - 1) },

	/* RFC 1191 3: never in answer to it more than before. RFC 5927 7: a packet that fits was none to complain about. */
	{ ROW("a packet just as large as the path takes was not too large"), TEXT_OUT,
	TOO_LARGE(UNA, PEER_MSS + V4_HEADERS), IGNORED },
	{ ROW("nor does a greater MTU raise anything"), TEXT_OUT, TOO_LARGE(UNA, 1500), IGNORED },
	{ ROW("the last packet of the window, 28 octets, was not too large for 500"), TEXT_OUT,
	TOO_LARGE(UNA + 1500U - 28U, 500), IGNORED },
	{ ROW("but it was for 68 - 1, which is 68"), .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(1500U) },
	TOO_LARGE(UNA + 1500U - 29U, 67), LOWERED(28) },
	{ ROW("a FIN has no octet to be too large by"), .in = TCPSIM_FIN_WAIT_1, TOO_LARGE(UNA, 68), IGNORED },
	{ ROW("nor has a SYN"), .in = TCPSIM_SYN_SENT, TOO_LARGE(ISS, 68), IGNORED },

	/* RFC 1191 3: 68 octets is the least. */
	{ ROW("the least MTU is 68"), TEXT_OUT, TOO_LARGE(UNA, 68), LOWERED(28) },
	{ ROW("an MTU below is taken for that"), TEXT_OUT, TOO_LARGE(UNA, 1), LOWERED(28) },

	/* RFC 1191 7.1: a packet of 536 + 40 octets, and the plateau below is 508; of 28 + 40 + 1, 68. */
	{ ROW("an old router does not tell its MTU: the plateau below the packet's size"), TEXT_OUT, TOO_LARGE(UNA, 0),
	LOWERED(508 - V4_HEADERS) },
	{ ROW("... of a packet of 1500 octets that is 1492"), .in = TCPSIM_ESTABLISHED,
	.given = { OUTSTANDING(1500U), { MSS, 1460 } }, TOO_LARGE(UNA, 0), LOWERED(1492 - V4_HEADERS) },
	{ ROW("... of one just as large as a plateau the next lower one"), .in = TCPSIM_ESTABLISHED,
	.given = { OUTSTANDING(1500U), { MSS, 1492 - V4_HEADERS } }, TOO_LARGE(UNA, 0), LOWERED(1006 - V4_HEADERS) },
	{ ROW("... of one of 68 there is none"), .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(28U) },
	TOO_LARGE(UNA, 0), IGNORED },

	/* MUST-16: the options of every segment are counted. */
	{ ROW("timestamps take their place"), .in = TCPSIM_ESTABLISHED,
	.given = { OUTSTANDING(1500U), { MSS, PEER_MSS - 12 }, { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, 7 } },
	.policy = { WITH(timestamps, 1) }, TOO_LARGE(UNA, 500),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 448, .at = SENT_OCTETS, .has_ts = true,
		.tsval = NOW / 1000, .tsecr = 7, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { { MSS, 448 } }, .rule = TCPSIM_RULE_PATH_MTU_LOWERED },
};

static const struct row ipv6_rows[] = {
	{ ROW("IPv6's header is 40 octets"), .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(3000U), { MSS, 1440 } },
	.policy = { WITH(ip, TCPSIM_IPV6) }, TOO_LARGE(UNA, 1400), LOWERED(1400 - 60) },
	{ ROW("1280 is the least"), .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(3000U), { MSS, 1440 } },
	.policy = { WITH(ip, TCPSIM_IPV6) }, TOO_LARGE(UNA, 1280), LOWERED(1280 - 60) },
	/* RFC 8201 4: "must discard it". */
	{ ROW("a message that says less says nothing"), .in = TCPSIM_ESTABLISHED,
	.given = { OUTSTANDING(3000U), { MSS, 1440 } }, .policy = { WITH(ip, TCPSIM_IPV6) }, TOO_LARGE(UNA, 1279), IGNORED },
	{ ROW("nor does one that does not say"), .in = TCPSIM_ESTABLISHED,
	.given = { OUTSTANDING(3000U), { MSS, 1440 } }, .policy = { WITH(ip, TCPSIM_IPV6) }, TOO_LARGE(UNA, 0), IGNORED },
};

/* With congestion control all that was under way is sent again, as after an RTO, but that cwnd is not reduced (6.4). */
#define CONTROLLED WITH(congestion_control, TCPSIM_CONGESTION_NEWRENO)
#define WINDOW(octets) { CWND, (octets) }, { SSTHRESH, 5000 }, { RECOVER, UNA }
#define ONCE_MORE(offset, octets) \
	{ .seq = UNA + (offset), .ack = RCV, .ctl = ACK, .text = (octets), .at = SENT_OCTETS + (offset), \
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION }

static const struct row recovery_rows[] = {
	{ ROW("all of it, in segments that fit"), .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(1300U), WINDOW(5360) },
	.policy = { CONTROLLED }, TOO_LARGE(UNA, 500),
	.sends = { ONCE_MORE(0U, 460), ONCE_MORE(460U, 460), ONCE_MORE(920U, 380) },
	.then = { { MSS, 460 }, { RAISE, TCPSIM_FLAG_LOSS }, { RECOVER, UNA + 1300U }, { RESEND, UNA + 1300U } },
	.rule = TCPSIM_RULE_PATH_MTU_LOWERED },
	{ ROW("as much of it as cwnd takes"), .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(1300U), WINDOW(1000) },
	.policy = { CONTROLLED }, TOO_LARGE(UNA, 500), .sends = { ONCE_MORE(0U, 460), ONCE_MORE(460U, 460) },
	.then = { { MSS, 460 }, { RAISE, TCPSIM_FLAG_LOSS }, { RECOVER, UNA + 1300U }, { RESEND, UNA + 920U } },
	.rule = TCPSIM_RULE_PATH_MTU_LOWERED },
	{ ROW("from the packet on that was too large; what went before it may have been smaller"),
	.in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(636U), WINDOW(5360) }, .policy = { CONTROLLED },
	TOO_LARGE(UNA + 100U, 500), .sends = { ONCE_MORE(100U, 460), ONCE_MORE(560U, 76) },
	.then = { { MSS, 460 }, { RAISE, TCPSIM_FLAG_LOSS }, { RECOVER, UNA + 636U }, { RESEND, UNA + 636U } },
	.rule = TCPSIM_RULE_PATH_MTU_LOWERED },
	{ ROW("in fast recovery that ends, with the window that it was to end with"),
	.in = TCPSIM_ESTABLISHED, .policy = { CONTROLLED }, TOO_LARGE(UNA, 500),
	.given = { OUTSTANDING(900U), { CWND, 9000 }, { SSTHRESH, 2000 }, { RECOVER, UNA + 800U }, { RESEND, UNA + 536U },
		{ RAISE, TCPSIM_FLAG_RECOVERY }, { DUP_ACKS, 3 } },
	.sends = { ONCE_MORE(0U, 460), ONCE_MORE(460U, 440) },
	.then = { { MSS, 460 }, { RAISE, TCPSIM_FLAG_LOSS }, { LOWER, TCPSIM_FLAG_RECOVERY }, { DUP_ACKS, 0 },
		{ CWND, 2000 }, { RECOVER, UNA + 900U }, { RESEND, UNA + 900U } },
	.rule = TCPSIM_RULE_PATH_MTU_LOWERED },
	{ ROW("after an RTO what was sent again already and was too large goes once more"),
	.in = TCPSIM_ESTABLISHED, .policy = { CONTROLLED }, TOO_LARGE(UNA, 500),
	.given = { OUTSTANDING(900U), { CWND, 536 }, { SSTHRESH, 2000 }, { RECOVER, UNA + 900U }, { RESEND, UNA + 536U },
		{ RAISE, TCPSIM_FLAG_LOSS } },
	.sends = { ONCE_MORE(0U, 460) },
	.then = { { MSS, 460 }, { RESEND, UNA + 460U } }, .rule = TCPSIM_RULE_PATH_MTU_LOWERED },
};

int
main(void)
{
	Suite *suite = suite_create("path MTU");

	ROWS_ADD(suite, "IPv4", ipv4_rows);
	ROWS_ADD(suite, "IPv6", ipv6_rows);
	ROWS_ADD(suite, "with congestion control", recovery_rows);
	return suite_run(suite);
}
