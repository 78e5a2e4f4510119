/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_WIRE_H
#define TCPSIM_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/engine.h>
#include <tcpsim/export.h>
#include <tcpsim/segment.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Packets as octets: IPv4, IPv6, TCP, UDP, ICMP, ICMPv6. Everything here is pure: no memory is taken, nothing is
 * kept, any octets whatever are allowed. Numbers in structures are in host byte order.
 *
 * To decode: tcpsim_wire_decode() fills a struct tcpsim_wire_packet, which points into the octets, and says what is
 * wrong with them. To encode: fill such a packet, and tcpsim_wire_encode() writes it with lengths and checksums.
 */

/* ---- checksums ---- */

/* The Internet checksum of `n` octets, RFC 1071: of octets that hold their right checksum it is 0. */
TCPSIM_API uint16_t tcpsim_wire_checksum(const uint8_t *octets, size_t n);

/* The checksum after 16 bits of what it covers have changed from `before` to `after`, RFC 1624 equation 3. */
TCPSIM_API uint16_t tcpsim_wire_checksum_update(uint16_t checksum, uint16_t before, uint16_t after);

/* ---- addresses ---- */

/* Octets of an address; IPv4 has the first four, the rest are 0. */
#define TCPSIM_WIRE_ADDRESS 16

/* The host number that is no host's: routers answer from its address. It is TCPSIM_NO_HOST of trace.h. */
#define TCPSIM_WIRE_ROUTER UINT16_MAX

/*
 * The address of a simulated host, from its number: no two have the same.
 *
 *     number         IPv4                       IPv6
 *     0 to 252       192.0.2.1 to 192.0.2.253   2001:db8::1 to 2001:db8::fd
 *     253 to 65534   198.18.0.0 + number        2001:db8:: + number + 1
 *     ROUTER         192.0.2.254                2001:db8::1:0
 *
 * These are addresses for documentation and tests (RFC 5737, RFC 2544, RFC 3849). `version` is 4 or 6.
 */
TCPSIM_API void tcpsim_wire_host_address(unsigned version, uint16_t host, uint8_t address[TCPSIM_WIRE_ADDRESS]);

/* The number of the host that has this address, TCPSIM_WIRE_ROUTER included, or -1. */
TCPSIM_API int32_t tcpsim_wire_host_number(unsigned version, const uint8_t address[TCPSIM_WIRE_ADDRESS]);

/* Octets that an address as text needs at the most, with the final NUL. */
#define TCPSIM_WIRE_ADDRESS_TEXT 40

/*
 * Write an address: 192.0.2.1, or 2001:db8::1 (RFC 5952). Writes at most `size` octets with a final NUL; returns the
 * length of the whole text.
 */
TCPSIM_API size_t tcpsim_wire_address_format(unsigned version, const uint8_t address[TCPSIM_WIRE_ADDRESS], char *text,
	size_t size);

/* ---- packets ---- */

/* Numbers of protocols, as IP headers have them. */
enum tcpsim_wire_protocol {
	TCPSIM_WIRE_PROTOCOL_ICMP = 1,
	TCPSIM_WIRE_PROTOCOL_TCP = 6,
	TCPSIM_WIRE_PROTOCOL_UDP = 17,
	TCPSIM_WIRE_PROTOCOL_ICMPV6 = 58,
};

/* What there is to say in an IP header, beside lengths and checksums. */
struct tcpsim_wire_ip {
	uint8_t source[TCPSIM_WIRE_ADDRESS], destination[TCPSIM_WIRE_ADDRESS];
	uint32_t flow_label;     /* IPv6: 20 bits */
	uint16_t identification; /* IPv4 */
	uint8_t version;         /* 4 or 6 */
	uint8_t protocol;        /* enum tcpsim_wire_protocol, or any; of IPv6 that behind all extension headers */
	uint8_t ttl;             /* time to live, or hop limit */
	uint8_t dscp;            /* 6 bits */
	uint8_t ecn;             /* enum tcpsim_ecn */
	uint8_t dont_fragment;   /* IPv4: 0 or 1 */
};

/* What an ICMP message says, of either version. */
struct tcpsim_wire_icmp {
	uint8_t type, code; /* as they stand there */
	uint8_t is_error;   /* it is about the packet that it quotes, and .kind says what; else there is no more here */
	uint8_t kind;       /* enum tcpsim_icmp_kind */
	uint32_t rest;      /* octets 4 to 7 of the header: MTU, pointer, identifier and number, or nothing */
	uint32_t mtu;       /* of the next hop, with TOO_LARGE; 0 if it was not told */
	struct tcpsim_wire_ip quoted; /* of the quoted packet: addresses, protocol and the like */
	uint16_t quoted_source_port, quoted_destination_port; /* of TCP and UDP */
	tcpsim_seq quoted_seq; /* of TCP: SEG.SEQ */
};

/* What a packet is. */
enum tcpsim_wire_kind {
	TCPSIM_WIRE_OTHER, /* another protocol: .octets are all behind the IP header */
	TCPSIM_WIRE_TCP,
	TCPSIM_WIRE_UDP,
	TCPSIM_WIRE_ICMP, /* ICMP over IPv4, ICMPv6 over IPv6 */
};

/* A packet. What does not belong to its .kind is zero in a decoded one, and not looked at when encoding. */
struct tcpsim_wire_packet {
	struct tcpsim_wire_ip ip;
	enum tcpsim_wire_kind kind;
	uint16_t source_port, destination_port; /* of TCP and UDP */
	/*
	 * TCP. Of a decoded one .text_offset is 0, for no header tells it, .tsecr is 0 without ACK, and .addressed is
	 * what its addresses say. To be encoded, .ecn counts and not that of .ip, and .text_bytes is not looked at:
	 * .n_octets counts.
	 */
	struct tcpsim_segment segment;
	struct tcpsim_wire_icmp icmp;
	/*
	 * TCP: the options as they stand there, n_options octets, a multiple of 4. To be encoded, NULL for those of
	 * the segment as .option_layout has them; else they are written as they are, whatever the segment says. Not owned.
	 */
	const uint8_t *options;
	uint32_t n_options;
	enum tcpsim_option_layout option_layout; /* to be encoded */
	/*
	 * Text of TCP, data of UDP, what an ICMP message holds behind its eight octets of header. Not owned. To be
	 * encoded, NULL stands for n_octets zeros.
	 */
	uint32_t n_octets;
	const uint8_t *octets;
	/* Of a decoded packet: where its parts begin, in octets from the IP header on, as far as it was read. */
	struct {
		uint32_t transport; /* behind the IP header and what belongs to it; 0 if it was not reached */
		uint32_t octets;    /* .octets; 0 if they were not reached */
		uint32_t end;       /* behind the packet as its IP header has it: what follows is the link's padding */
	} at;
};

/* What may be wrong with octets that should be a packet. */
enum tcpsim_wire_error {
	TCPSIM_WIRE_OK,
	TCPSIM_WIRE_IP_TOO_SHORT,      /* fewer octets than the fixed part of the header has */
	TCPSIM_WIRE_IP_VERSION,        /* neither 4 nor 6 */
	TCPSIM_WIRE_IP_HEADER_LENGTH,  /* IPv4: less than 5 words, or more than the packet has */
	TCPSIM_WIRE_IP_TOTAL_LENGTH,   /* IPv4: less than the header; both: more than there is */
	TCPSIM_WIRE_IP_CHECKSUM,       /* IPv4 */
	TCPSIM_WIRE_IP_OPTION_LENGTH,  /* IPv4: an option shorter than 2 octets, or beyond the header */
	TCPSIM_WIRE_IP_EXTENSION,      /* IPv6: an extension header beyond the packet */
	TCPSIM_WIRE_IP_FRAGMENT,       /* a part of a packet: it is not put together here */
	TCPSIM_WIRE_TCP_TOO_SHORT,     /* fewer than 20 octets */
	TCPSIM_WIRE_TCP_DATA_OFFSET,   /* less than 5 words, or more than the segment has */
	TCPSIM_WIRE_TCP_OPTION_LENGTH, /* 0 or 1, or not that of this kind (MUST-7) */
	TCPSIM_WIRE_TCP_OPTION_CUT,    /* an option beyond the header, or without its length (MUST-7) */
	TCPSIM_WIRE_TCP_CHECKSUM,      /* MUST-3 */
	TCPSIM_WIRE_UDP_TOO_SHORT,     /* fewer than 8 octets */
	TCPSIM_WIRE_UDP_LENGTH,        /* less than 8, or more than the packet has */
	TCPSIM_WIRE_UDP_CHECKSUM,
	TCPSIM_WIRE_UDP_NO_CHECKSUM,   /* 0 over IPv6, RFC 8200 8.1 */
	TCPSIM_WIRE_ICMP_TOO_SHORT,    /* fewer than 8 octets */
	TCPSIM_WIRE_ICMP_CHECKSUM,
	TCPSIM_WIRE_ICMP_QUOTE,        /* the packet that an error message quotes cannot be told: too little, or none */
};

#define TCPSIM_N_WIRE_ERRORS 21

/* The name of an error, such as `tcp-option-length`; `none` for TCPSIM_WIRE_OK. Static storage. */
TCPSIM_API const char *tcpsim_wire_error_name(enum tcpsim_wire_error error);
/* What it says, one sentence without numbers; and where the rule is from. Static storage. */
TCPSIM_API const char *tcpsim_wire_error_words(enum tcpsim_wire_error error);
TCPSIM_API const char *tcpsim_wire_error_source(enum tcpsim_wire_error error);

/* One thing that is wrong. */
struct tcpsim_wire_fault {
	uint32_t offset; /* octets from the start of the IP header, of the field that is wrong */
	uint32_t is;     /* what stands there: a length, a version, a checksum, in octets where it counts words */
	uint32_t should; /* a checksum: the right one; a length: the least, or if .is is more, the most */
	uint8_t error;   /* enum tcpsim_wire_error */
	uint8_t option;  /* the kind of the option, with those errors */
	uint16_t reserved; /* 0 */
};

/* Faults that are noted of one packet; there may be more. */
#define TCPSIM_WIRE_MAX_FAULTS 4

/* What is wrong with one packet, in order of finding; a header's checksum before what is behind it. */
struct tcpsim_wire_faults {
	struct tcpsim_wire_fault list[TCPSIM_WIRE_MAX_FAULTS]; /* the first n; the rest is 0 */
	uint32_t n;
};

/* Octets that tcpsim_wire_fault_format() needs at the most, with the final NUL. */
#define TCPSIM_WIRE_FAULT_TEXT 160

/* Write a fault as a sentence with its numbers, without its offset. As snprintf(). */
TCPSIM_API size_t tcpsim_wire_fault_format(const struct tcpsim_wire_fault *fault, char *text, size_t size);

/*
 * Decode the packet that `n` octets begin with. Fills *packet, which points into the octets, and *faults, which may
 * be NULL. Returns the first error, or TCPSIM_WIRE_OK. A wrong checksum or option does not end decoding, so that
 * *packet has all that can be told; any other error does.
 *
 * Unknown options of IP and TCP are skipped (MUST-50, MUST-6), options stand at any offset and in any order
 * (MUST-64); whatever is behind the end of the option list is nothing. Octets behind the packet are the link's.
 */
TCPSIM_API enum tcpsim_wire_error tcpsim_wire_decode(const uint8_t *octets, size_t n, struct tcpsim_wire_packet *packet,
	struct tcpsim_wire_faults *faults);

/*
 * Encode a packet with all lengths and checksums. Writes all of it into `octets` if that has room for it, `size`
 * octets, and nothing if it has not. Returns the octets that the packet has; 0 if no header can say it: a version
 * that is neither 4 nor 6, a window above 65535, options that are no whole words or more than 40 octets, or more
 * than 65535 octets, of IPv6 behind its header.
 */
TCPSIM_API size_t tcpsim_wire_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t size);

/* ---- TCP options ---- */

/* Kinds of options, as TCP headers have them. */
enum tcpsim_wire_option {
	TCPSIM_WIRE_OPTION_END = 0,
	TCPSIM_WIRE_OPTION_NOP = 1,
	TCPSIM_WIRE_OPTION_MSS = 2,
	TCPSIM_WIRE_OPTION_WINDOW_SCALE = 3,
	TCPSIM_WIRE_OPTION_SACK_PERMITTED = 4,
	TCPSIM_WIRE_OPTION_SACK = 5,
	TCPSIM_WIRE_OPTION_TIMESTAMPS = 8,
	TCPSIM_WIRE_OPTION_MD5 = 19,           /* RFC 2385; it is known by name, and that is all */
	TCPSIM_WIRE_OPTION_USER_TIMEOUT = 28,
	TCPSIM_WIRE_OPTION_FAST_OPEN = 34,     /* RFC 7413 4.1.1 */
	TCPSIM_WIRE_OPTION_EXPERIMENT = 254,   /* RFC 6994; Fast Open's if 0xf989 follows */
};

/* Octets of options that a header has room for. */
#define TCPSIM_WIRE_MAX_OPTIONS 40

/* What stands behind the kind and the length of an EXPERIMENT that is Fast Open (RFC 7413 A). */
#define TCPSIM_WIRE_FAST_OPEN_EXPERIMENT 0xf989

/* Whether a cookie may have so many octets: none, or 4 to 16, an even number (RFC 7413 4.1.1). */
TCPSIM_API bool tcpsim_wire_is_cookie(uint32_t octets);

/*
 * Write the options of a segment as a system does. In short, as tcpdump would list them in a SYN:
 *
 *     linux    mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7           nop,nop,TS val 1 ecr 2,nop,nop,sack ...
 *     freebsd  mss 1460,nop,wscale 6,sackOK,TS val 1 ecr 0           the same
 *
 * Fast Open and the user timeout stand behind. What has no room is left out; SACK has as many blocks as there is room
 * for, the first ones. Filled up with zeros (MUST-69). Returns the octets, a multiple of 4 and at most 40.
 */
TCPSIM_API size_t tcpsim_wire_options(const struct tcpsim_segment *seg, enum tcpsim_option_layout layout,
	uint8_t options[TCPSIM_WIRE_MAX_OPTIONS]);

/* One option where it stands. */
struct tcpsim_wire_option_at {
	uint32_t offset; /* from the first octet of all options */
	uint32_t octets; /* that it takes: 1 for END and NOP */
	uint8_t kind;
	uint8_t error;   /* enum tcpsim_wire_error: what is wrong with this one */
	uint16_t reserved; /* 0 */
};

/*
 * Find the next option of `n` octets of options: at offset 0 if *at is all zero, else behind *at. Returns whether
 * there is one; END is the last, and so is one behind which none can be found.
 */
TCPSIM_API bool tcpsim_wire_option_next(const uint8_t *options, size_t n, struct tcpsim_wire_option_at *at);

/* The name of an option's kind, such as `window scale`; `unknown` of others. Static storage. */
TCPSIM_API const char *tcpsim_wire_option_name(uint8_t kind);

/* ---- ICMP errors ---- */

/*
 * Make the ICMP message that says `kind` of a packet: `octets`, n of them, as it was found. Fills *message, from
 * `source` to whoever sent the packet; it quotes as much as is usual and points into the octets. `mtu` is for
 * TOO_LARGE. Returns false if there must be no answer (RFC 1122 3.2.2, RFC 4443 2.4): the packet is an ICMP error
 * itself, goes to a group or comes from one, is a later fragment, or cannot be read so far; or if this version of
 * ICMP cannot say it.
 */
TCPSIM_API bool tcpsim_wire_icmp_about(struct tcpsim_wire_packet *message, enum tcpsim_icmp_kind kind, uint32_t mtu,
	const uint8_t source[TCPSIM_WIRE_ADDRESS], const uint8_t *octets, size_t n);

/* Type and code of a kind in a version of ICMP, 4 or 6; false if it has none. And the way back: the kind, or -1. */
TCPSIM_API bool tcpsim_wire_icmp_type(unsigned version, enum tcpsim_icmp_kind kind, uint8_t *type, uint8_t *code);
TCPSIM_API int tcpsim_wire_icmp_kind(unsigned version, uint8_t type, uint8_t code);

/* ---- the link below ---- */

/* An Ethernet header, IEEE 802.3 with an EtherType. */
struct tcpsim_wire_frame {
	uint8_t destination[6], source[6];
	uint16_t type;   /* 0x0800 IPv4, 0x86dd IPv6; behind the tag, if there is one */
	uint16_t tag;    /* of IEEE 802.1Q: priority and VLAN */
	uint8_t is_tagged;
	uint8_t reserved; /* 0 */
	uint32_t octets; /* of the header: 14, or 18 with a tag */
};

#define TCPSIM_WIRE_FRAME 14 /* octets of a header without tag */

/*
 * Whether octets are an Ethernet frame with an IP packet in it, and no IP packet themselves; *frame is its header.
 * Where both may be, what the lengths fit better.
 */
TCPSIM_API bool tcpsim_wire_frame_decode(const uint8_t *octets, size_t n, struct tcpsim_wire_frame *frame);

/* Write a header without tag, from and to simulated hosts: 02:00:00:00 and the number, a local address. */
TCPSIM_API void tcpsim_wire_frame_encode(unsigned version, uint16_t from, uint16_t to,
	uint8_t octets[TCPSIM_WIRE_FRAME]);

/* ---- captures ---- */

/*
 * Files of captured packets, pcapng (draft-ietf-opsawg-pcapng): a section header, an interface description, then
 * packets, one behind the other. Each function writes one block into `octets` if that has room for it, `size` octets,
 * and nothing if it has not. Each returns the octets that the block has, a multiple of 4; 0 if none can be so long.
 * Texts are UTF-8, may be NULL for none, and are cut after 65535 octets. Numbers are written in network order.
 */

/* What an interface's packets begin with: an IPv4 or an IPv6 header. */
#define TCPSIM_WIRE_LINKTYPE_RAW 101

/* The section header, 4.1: which program has written the file, and what else is to be said of all of it. */
TCPSIM_API size_t tcpsim_wire_pcapng_section(const char *application, const char *comment, uint8_t *octets,
	size_t size);

/* An interface, 4.2: the first has the number 0. Its times are nanoseconds; it cuts no packet. */
TCPSIM_API size_t tcpsim_wire_pcapng_interface(uint16_t link_type, const char *name, const char *description,
	uint8_t *octets, size_t size);

/* Which way a packet went, epb_flags of 4.3. */
enum tcpsim_wire_direction {
	TCPSIM_WIRE_UNDIRECTED,
	TCPSIM_WIRE_INBOUND,
	TCPSIM_WIRE_OUTBOUND,
};

/* A packet as an interface saw it. */
struct tcpsim_wire_captured {
	uint64_t time_ns;   /* since 1970, or since whatever the section's comment says */
	uint64_t packet_id; /* the same in all files that have the packet; 0 for none */
	uint32_t interface; /* its number */
	enum tcpsim_wire_direction direction;
	const uint8_t *octets; /* from the IP header on, of LINKTYPE_RAW; not owned */
	uint32_t n;            /* of them; 0 needs no octets */
	const char *const *comments; /* each becomes an opt_comment, none of them NULL; not owned */
	size_t n_comments;
};

/* A packet, 4.3. */
TCPSIM_API size_t tcpsim_wire_pcapng_packet(const struct tcpsim_wire_captured *captured, uint8_t *octets, size_t size);

/* ---- octets as text ---- */

/* Where a text is no octets. */
struct tcpsim_wire_hex_error {
	uint32_t line, column; /* from 1 */
	char words[80];        /* one sentence without a full stop */
};

/*
 * Read octets that are written in hexadecimal: with or without blanks, 0x, commas or colons between them, or as
 * tcpdump, xxd, hexdump -C or Wireshark write them, with offsets in front and characters behind; # begins a comment.
 * Fills at most `size` octets. Returns their number, or -1 with *error, which may be NULL.
 */
TCPSIM_API long tcpsim_wire_hex(const char *text, size_t n, uint8_t *octets, size_t size,
	struct tcpsim_wire_hex_error *error);

#ifdef __cplusplus
}
#endif

#endif
