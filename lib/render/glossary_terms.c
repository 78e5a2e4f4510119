/* SPDX-License-Identifier: MIT */
#include "lib/render/glossary_private.h"

/* Words that books, RFCs and colleagues have, and that name nothing in the program. Two sentences each. */
static const struct {
	const char *name, *words, *source;
} terms[] = {
	{ "three-way-handshake",
		"SYN, SYN,ACK, ACK: each end tells its number and hears that the other has it. With two messages the end that "
		"is called could not know whether the SYN was an old one.",
		"RFC 9293 3.5" },
	{ "two-way-handshake",
		"SYN, SYN,ACK and no more: an old SYN is enough for a connection that nobody wants. The setting handshake tries "
		"it.",
		"RFC 9293 3.5, as a mistake" },
	{ "simultaneous-open",
		"Both ends call each other, and their SYNs cross. One connection comes of it, not two.",
		"RFC 9293 3.5, figure 7 (MUST-10)" },
	{ "simultaneous-close",
		"Both ends close, and their FINs cross. Both go by way of CLOSING and wait in TIME-WAIT.",
		"RFC 9293 3.6, figure 13" },
	{ "half-open",
		"One end has crashed or forgotten the connection, and the other does not know. What it sends is answered by a "
		"RST.",
		"RFC 9293 3.5.1" },
	{ "half-closed",
		"One end has closed and still reads, the other still sends. FIN-WAIT-2 at one end, CLOSE-WAIT at the other, for "
		"as long as they like.",
		"RFC 9293 3.6" },
	{ "TCB",
		"The transmission control block: all that TCP remembers of a connection. It exists from OPEN until the end of "
		"TIME-WAIT.",
		"RFC 9293 3.3.1" },
	{ "ISN",
		"The initial sequence number of one direction, that of its SYN. It grows with a clock and a secret, so that old "
		"segments do not fit and nobody can guess it.",
		"RFC 9293 3.4.1 (MUST-8, SHLD-1)" },
	{ "sequence-number",
		"Each octet has one, and so have SYN and FIN: 32 bits that wrap around. Before and after are therefore a matter of "
		"distance, less than 2^31.",
		"RFC 9293 3.4" },
	{ "segment", "What TCP sends: a header and perhaps text. It travels in one IP packet.", "RFC 9293 3.1" },
	{ "socket",
		"An address and a port. Two of them are a connection, and no other has both the same.",
		"RFC 9293 3.3.1, 3.4" },
	{ "incarnation",
		"One use of a pair of sockets; the next connection between them is another one. Segments of the one must not be "
		"taken for the other's.",
		"RFC 9293 3.4.3" },
	{ "old-duplicate",
		"A segment, or a copy of it, that arrives long after it was sent. TIME-WAIT, ISNs and the handshake are there "
		"because of it.",
		"RFC 9293 3.4.1, 3.5, figure 8" },
	{ "time-wait-assassination",
		"A RST ends TIME-WAIT before its time, often the answer to an old duplicate. With the setting "
		"rfc1337 it is ignored.",
		"RFC 1337" },
	{ "window",
		"What the receiver has room for, from RCV.NXT on. The sender may have so many octets under way.",
		"RFC 9293 3.3.1, 3.8.6" },
	{ "zero-window",
		"The receiver has no room. The sender asks again and again with a probe, for the message that opens the window "
		"may be lost.",
		"RFC 9293 3.8.6.1 (MUST-36)" },
	{ "silly-window-syndrome",
		"Small windows are told, and small segments sent into them, for ever. Both ends avoid it: the one tells only "
		"windows that are worth it, the other waits for those.",
		"RFC 9293 3.8.6.2 (MUST-38, MUST-39)" },
	{ "acceptable",
		"A segment is if some of it lies in the receive window. What is not is dropped and answered by an ACK, but a "
		"RST is not answered.",
		"RFC 9293 3.4, table 6; 3.10.7.4 first" },
	{ "retransmission-queue",
		"What was sent and is not acknowledged. Its front is sent again when the retransmission timer fires.",
		"RFC 9293 3.4, 3.10.8" },
	{ "RTT",
		"The round-trip time: from sending something until it is acknowledged. SRTT and RTTVAR follow it, and the RTO "
		"is made of them.",
		"RFC 6298 2" },
	{ "Karn's-algorithm",
		"What was sent twice tells nothing of the round-trip time: nobody knows which of the two is acknowledged. With "
		"timestamps one knows.",
		"RFC 6298 3 (MUST-18)" },
	{ "slow-start",
		"Until ssthresh or a loss cwnd grows by what is acknowledged: it doubles with each round trip. That is fast; "
		"what came before it was faster.",
		"RFC 5681 3.1 (MUST-19)" },
	{ "congestion-avoidance",
		"From ssthresh on cwnd grows by one segment in a round trip, or as CUBIC has it. A loss halves it, or nearly "
		"so.",
		"RFC 5681 3.1, RFC 9438 (MUST-19)" },
	{ "duplicate-ACK",
		"An ACK that says what the last one said: something arrived behind a gap. Three of them say that a segment is "
		"lost.",
		"RFC 5681 2, 3.2" },
	{ "fast-retransmit",
		"After three duplicate ACKs the missing segment is sent again, before its timer fires. Fast recovery follows.",
		"RFC 5681 3.2" },
	{ "fast-recovery",
		"After a fast retransmit sending goes on at half the rate until all that was under way is acknowledged. Nothing "
		"starts from one segment, for ACKs still come.",
		"RFC 5681 3.2, RFC 6582, RFC 6675" },
	{ "challenge-ACK",
		"An ACK that answers a RST or SYN which might be forged: who means it will answer with an exact RST. Their "
		"number in a second is limited.",
		"RFC 5961 3, 4, 5, 7" },
	{ "blind-attack",
		"Who sees nothing of a connection guesses its numbers to end it or to write into it. Exact RSTs, challenge ACKs "
		"and ISNs that nobody knows stand against it.",
		"RFC 5961, RFC 9293 3.4.1" },
	{ "PAWS",
		"Protection against wrapped sequence numbers: a segment with an older timestamp than the last one is dropped. "
		"Numbers alone come round again, in a second at 34 Gbit/s.",
		"RFC 7323 5" },
	{ "push",
		"The sender wants its text to be delivered now. PSH stands on the text that empties the queue.",
		"RFC 9293 3.9.1.2 (MUST-60, MUST-61)" },
	{ "urgent",
		"Up to the urgent pointer there is text that the reader should hurry to. It is in line with all other, and new "
		"programs should not use it.",
		"RFC 9293 3.8.5 (SHLD-13), RFC 6093" },
	{ "backlog",
		"The connections that wait at a listener until somebody accepts them. A SYN that finds no room is dropped.",
		"POSIX, listen" },
	{ "ephemeral-port",
		"A local port that nobody chose: the next free one from 49152 on. TIME-WAIT keeps some of them from being "
		"free.",
		"RFC 6335 6" },
	{ "SYN-flood",
		"SYNs from addresses that do not answer fill the backlog with SYN-RECEIVED. Whoever means it finds no room.",
		"RFC 4987" },
	{ "path-MTU",
		"The largest packet that fits through all links of a path. Routers tell by ICMP what does not fit, or are "
		"silent, which is a black hole.",
		"RFC 1191, RFC 8201, RFC 9293 3.7.2" },
};

size_t
tcpsim_glossary_count_terms(void)
{
	return G_N_ELEMENTS(terms);
}

const char *
tcpsim_glossary_term_name(size_t i)
{
	return terms[i].name;
}

void
tcpsim_glossary_tell_term(GString *text, size_t i)
{
	g_string_append_printf(text, "%s\nSource: %s", terms[i].words, terms[i].source);
}
