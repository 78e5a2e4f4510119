/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SEGMENT_H
#define TCPSIM_SEGMENT_H

#include <stddef.h>

#include <tcpsim/export.h>
#include <tcpsim/seq.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Control bits, RFC 9293 3.1, at their places in the header. */
enum tcpsim_ctl {
	TCPSIM_FIN = 0x01,
	TCPSIM_SYN = 0x02,
	TCPSIM_RST = 0x04,
	TCPSIM_PSH = 0x08,
	TCPSIM_ACK = 0x10,
	TCPSIM_URG = 0x20,
	TCPSIM_ECE = 0x40, /* RFC 3168 6.1 */
	TCPSIM_CWR = 0x80, /* RFC 3168 6.1 */
};

/* Options that a segment carries: a set of bits in tcpsim_segment.options. */
enum tcpsim_option {
	TCPSIM_OPTION_MSS = 0x01,        /* RFC 9293 3.7.1; the value is in .mss */
	TCPSIM_OPTION_TIMESTAMPS = 0x02, /* RFC 7323 3; the values are in .tsval and .tsecr */
	TCPSIM_OPTION_WINDOW_SCALE = 0x04, /* RFC 7323 2; the shift count is in .window_scale */
	TCPSIM_OPTION_SACK_PERMITTED = 0x08, /* RFC 2018 2 */
	TCPSIM_OPTION_SACK = 0x10,         /* RFC 2018 3; the blocks are in .sack */
	TCPSIM_OPTION_USER_TIMEOUT = 0x20, /* RFC 5482 3; the value is in .user_timeout */
	TCPSIM_OPTION_FAST_OPEN = 0x40,    /* RFC 7413 4.1.1; the cookie is in .cookie */
};

/* What the network layer knows of the addresses of an arriving segment. */
enum tcpsim_addressed {
	TCPSIM_ADDRESSED_TO_GROUP = 0x01,   /* to a broadcast or multicast address (MUST-57) */
	TCPSIM_ADDRESSED_FROM_GROUP = 0x02, /* from an invalid source address (MUST-63) */
};

/* The ECN field of the IP header that a segment travels in, RFC 3168 5: tcpsim_segment.ecn. */
enum tcpsim_ecn {
	TCPSIM_ECN_NOT_ECT,
	TCPSIM_ECN_ECT_1,
	TCPSIM_ECN_ECT_0,
	TCPSIM_ECN_CE, /* congestion experienced */
};

/* Octets of the longest Fast Open cookie; the shortest has 4, and all have an even number (RFC 7413 4.1.1). */
#define TCPSIM_MAX_COOKIE 16

/* Blocks of a SACK option: four, or three beside timestamps (RFC 2018 3). */
#define TCPSIM_MAX_SACK 4

/*
 * One segment, as RFC 9293 3.3.1 names its variables. Plain data, host byte
 * order, no pointer: the text itself lives in the sender's buffer, at
 * .text_offset of the stream of octets that its user has sent.
 */
struct tcpsim_segment {
	uint64_t text_offset; /* of the first octet of text in the sender's stream, from 0 */
	tcpsim_seq seq;       /* SEG.SEQ */
	tcpsim_seq ack;       /* SEG.ACK, meaningful if ACK is in .ctl */
	uint32_t wnd;         /* SEG.WND as the header has it, unsigned, not scaled (MUST-1, RFC 7323 2.2) */
	uint32_t text_bytes;  /* octets of text, without SYN and FIN */
	uint32_t tsval;       /* SEG.TSval, milliseconds of the sender, with TCPSIM_OPTION_TIMESTAMPS; else 0 */
	uint32_t tsecr;       /* SEG.TSecr, and if ACK is in .ctl; else 0 */
	uint16_t up;          /* SEG.UP, meaningful if URG is in .ctl */
	uint16_t mss;         /* octets, meaningful with TCPSIM_OPTION_MSS */
	uint16_t user_timeout; /* granularity and 15 bits, RFC 5482 3, with TCPSIM_OPTION_USER_TIMEOUT; else 0 */
	uint8_t ctl;          /* a set of enum tcpsim_ctl */
	uint8_t options;      /* a set of enum tcpsim_option */
	uint8_t addressed;    /* a set of enum tcpsim_addressed; 0 on anything sent */
	uint8_t ecn;          /* enum tcpsim_ecn, of the IP header */
	uint8_t window_scale; /* the shift count, with TCPSIM_OPTION_WINDOW_SCALE; else 0 */
	uint8_t n_sack;       /* blocks in .sack, with TCPSIM_OPTION_SACK; else 0 */
	struct tcpsim_range sack[TCPSIM_MAX_SACK]; /* in the order of the option; zero beyond n_sack */
	uint8_t cookie[TCPSIM_MAX_COOKIE]; /* with TCPSIM_OPTION_FAST_OPEN; zero beyond cookie_octets */
	uint8_t cookie_octets;   /* of .cookie; 0 asks for one (RFC 7413 4.1.1) */
	uint8_t is_experimental; /* the option is the one of RFC 7413 appendix A: kind 254 */
	uint8_t reserved[2];     /* 0: no hidden padding */
};

/* SEG.LEN: the octets of text, and one each for SYN and FIN (RFC 9293 3.4). */
static inline uint32_t
tcpsim_segment_len(const struct tcpsim_segment *seg)
{
	return seg->text_bytes + ((seg->ctl & TCPSIM_SYN) != 0) + ((seg->ctl & TCPSIM_FIN) != 0);
}

/* The first number after the segment: SEG.SEQ + SEG.LEN. */
static inline tcpsim_seq
tcpsim_segment_end(const struct tcpsim_segment *seg)
{
	return tcpsim_seq_add(seg->seq, tcpsim_segment_len(seg));
}

/* Octets that tcpsim_segment_format() needs at the most, with the final NUL. */
#define TCPSIM_SEGMENT_TEXT 96

/*
 * Write a segment in the notation of the RFC's figures, such as
 * `<SEQ=100><ACK=301><CTL=SYN,ACK>` or `<SEQ=101><ACK=301><CTL=ACK><DATA=5>`. PSH is left out, as it is there: it
 * stands on the last text of what was sent, and no end does anything about it.
 *
 * Pure. Writes at most `size` octets with a final NUL into `text`, which the
 * caller owns; returns the length of the whole text.
 * Source: RFC 9293 3.5, the notation of figures 6 to 13.
 */
TCPSIM_API size_t tcpsim_segment_format(const struct tcpsim_segment *seg, char *text, size_t size);

/*
 * Write control bits as the figures do: `SYN,ACK`; FIN, SYN and RST stand
 * before ACK, `none` for no bit at all. Needs 32 octets at the most.
 */
TCPSIM_API size_t tcpsim_ctl_format(uint8_t ctl, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
