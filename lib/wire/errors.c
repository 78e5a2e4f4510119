/* SPDX-License-Identifier: MIT */
#include "lib/wire/wire_private.h"

static const struct {
	char name[24];
	char source[32];
	char words[88];
} errors[TCPSIM_N_WIRE_ERRORS] = {
	[TCPSIM_WIRE_OK] = { "none", "", "nothing is wrong" },
	[TCPSIM_WIRE_IP_TOO_SHORT] = { "ip-too-short", "RFC 791 3.1, RFC 8200 3",
		"there are fewer octets than an IP header has" },
	[TCPSIM_WIRE_IP_VERSION] = { "ip-version", "RFC 1122 3.2.1.1, MUST",
		"the version is neither 4 nor 6: this is no IP packet" },
	[TCPSIM_WIRE_IP_HEADER_LENGTH] = { "ip-header-length", "RFC 791 3.1",
		"the header length is less than 20 octets, or more than there are" },
	[TCPSIM_WIRE_IP_TOTAL_LENGTH] = { "ip-total-length", "RFC 791 3.1, RFC 8200 3",
		"the packet's length is less than its header, or more than there is" },
	[TCPSIM_WIRE_IP_CHECKSUM] = { "ip-checksum", "RFC 1122 3.2.1.2, MUST",
		"the checksum of the IP header is wrong: the packet must be dropped" },
	[TCPSIM_WIRE_IP_OPTION_LENGTH] = { "ip-option-length", "RFC 791 3.1",
		"an IP option is shorter than 2 octets, or goes beyond the header" },
	[TCPSIM_WIRE_IP_EXTENSION] = { "ip-extension", "RFC 8200 4", "an extension header goes beyond the packet" },
	[TCPSIM_WIRE_IP_FRAGMENT] = { "ip-fragment", "RFC 791 3.2, RFC 8200 4.5",
		"this is a part of a packet, and parts are not put together here" },
	[TCPSIM_WIRE_TCP_TOO_SHORT] = { "tcp-too-short", "RFC 9293 3.1",
		"there are fewer octets than a TCP header has" },
	[TCPSIM_WIRE_TCP_DATA_OFFSET] = { "tcp-data-offset", "RFC 9293 3.1",
		"the data offset is less than 20 octets, or more than the segment has" },
	[TCPSIM_WIRE_TCP_OPTION_LENGTH] = { "tcp-option-length", "RFC 9293 3.1, MUST-7",
		"an option has a length that it cannot have" },
	[TCPSIM_WIRE_TCP_OPTION_CUT] = { "tcp-option-cut", "RFC 9293 3.1, MUST-7",
		"an option goes beyond the header, or its length does" },
	[TCPSIM_WIRE_TCP_CHECKSUM] = { "tcp-checksum", "RFC 9293 3.1, MUST-3",
		"the checksum of the segment is wrong: it must be dropped" },
	[TCPSIM_WIRE_UDP_TOO_SHORT] = { "udp-too-short", "RFC 768", "there are fewer octets than a UDP header has" },
	[TCPSIM_WIRE_UDP_LENGTH] = { "udp-length", "RFC 768",
		"the length is less than 8 octets, or more than the packet has" },
	[TCPSIM_WIRE_UDP_CHECKSUM] = { "udp-checksum", "RFC 1122 4.1.3.4, MUST",
		"the checksum of the datagram is wrong: it must be dropped" },
	[TCPSIM_WIRE_UDP_NO_CHECKSUM] = { "udp-no-checksum", "RFC 8200 8.1",
		"a datagram without checksum must be dropped over IPv6" },
	[TCPSIM_WIRE_ICMP_TOO_SHORT] = { "icmp-too-short", "RFC 792, RFC 4443 2.1",
		"there are fewer octets than an ICMP header has" },
	[TCPSIM_WIRE_ICMP_CHECKSUM] = { "icmp-checksum", "RFC 792, RFC 4443 2.3",
		"the checksum of the ICMP message is wrong" },
	[TCPSIM_WIRE_ICMP_QUOTE] = { "icmp-quote", "RFC 792, RFC 4443 2.4",
		"too little of the packet that it is about is quoted to know whose it was" },
};

const char *
tcpsim_wire_error_name(enum tcpsim_wire_error error)
{
	return errors[error].name;
}

const char *
tcpsim_wire_error_words(enum tcpsim_wire_error error)
{
	return errors[error].words;
}

const char *
tcpsim_wire_error_source(enum tcpsim_wire_error error)
{
	return errors[error].source;
}

/* ---- with numbers ---- */

static void
put_hex16(struct wire_text *text, uint32_t n)
{
	wire_text_put(text, "0x");
	for (unsigned i = 0; i < 4; i++)
		wire_text_number(text, n >> (12 - 4 * i) & 15, 16);
}

/*
 * Words with `$i` for what is, `$s` for what should be, `$I` and `$S` for the same in hexadecimal, `$o` and `$k` for
 * the option.
 */
static void
put_template(struct wire_text *text, const struct tcpsim_wire_fault *fault, const char *template)
{
	char one[2] = { '\0', '\0' };

	for (; *template != '\0'; template ++) {
		if (*template != '$') {
			one[0] = *template;
			wire_text_put(text, one);
			continue;
		}
		switch (*++template) {
		case 'i':
			wire_text_number(text, fault->is, 10);
			break;
		case 's':
			wire_text_number(text, fault->should, 10);
			break;
		case 'I':
			put_hex16(text, fault->is);
			break;
		case 'S':
			put_hex16(text, fault->should);
			break;
		case 'o':
			wire_text_put(text, tcpsim_wire_option_name(fault->option));
			break;
		default:
			wire_text_number(text, fault->option, 10);
			break;
		}
	}
}

/* A length is wrong in one of two ways. */
static const char *
choose(const struct tcpsim_wire_fault *fault, const char *too_short, const char *too_long)
{
	return fault->is < fault->should ? too_short : too_long;
}

static const char *
option_template(const struct tcpsim_wire_fault *fault)
{
	if (fault->option == TCPSIM_WIRE_OPTION_SACK && fault->is >= 2)
		return "the option $o (kind $k) has the length $i, and can only have 2 and 8 for each of 1 to 4 blocks";
	if (fault->is >= 2)
		return "the option $o (kind $k) has the length $i, and can only have $s";
	return "the option $o (kind $k) has the length $i, and none is shorter than 2";
}

static const char *
template_of(const struct tcpsim_wire_fault *fault)
{
	switch ((enum tcpsim_wire_error)fault->error) {
	case TCPSIM_WIRE_IP_TOO_SHORT:
		return "here are $i octets, and an IP header has at least $s";
	case TCPSIM_WIRE_IP_VERSION:
		return "the version is $i, neither 4 nor 6: this is no IP packet";
	case TCPSIM_WIRE_IP_HEADER_LENGTH:
		return choose(fault, "the header length is $i octets, and an IP header has at least $s",
			"the header length is $i octets, and here are only $s");
	case TCPSIM_WIRE_IP_TOTAL_LENGTH:
		return choose(fault, "the total length is $i octets, less than the $s of the header",
			"the length is $i octets, and here are only $s");
	case TCPSIM_WIRE_IP_CHECKSUM:
		return "the checksum of the IP header is $I, and should be $S";
	case TCPSIM_WIRE_IP_OPTION_LENGTH:
		return choose(fault, "an IP option has the length $i, and none is shorter than 2",
			"an IP option has the length $i, and the header has only $s octets more");
	case TCPSIM_WIRE_IP_EXTENSION:
		return "an extension header has at least $i octets, and the packet has only $s more";
	case TCPSIM_WIRE_IP_FRAGMENT:
		return "this is a part of a packet, from its octet $i on, and parts are not put together here";
	case TCPSIM_WIRE_TCP_TOO_SHORT:
		return "the segment has $i octets, and a TCP header has at least $s";
	case TCPSIM_WIRE_TCP_DATA_OFFSET:
		return choose(fault, "the data offset is $i octets, and a TCP header has at least $s",
			"the data offset is $i octets, and the segment has only $s");
	case TCPSIM_WIRE_TCP_OPTION_LENGTH:
		return option_template(fault);
	case TCPSIM_WIRE_TCP_OPTION_CUT:
		return choose(fault, "the option $o (kind $k) has no length: the header ends behind its kind",
			"the option $o (kind $k) has the length $i, and the header has only $s octets more");
	case TCPSIM_WIRE_TCP_CHECKSUM:
		return "the checksum of the segment is $I, and should be $S";
	case TCPSIM_WIRE_UDP_TOO_SHORT:
		return "the datagram has $i octets, and a UDP header has $s";
	case TCPSIM_WIRE_UDP_LENGTH:
		return choose(fault, "the length is $i octets, less than the $s of the header",
			"the length is $i octets, and the packet has only $s");
	case TCPSIM_WIRE_UDP_CHECKSUM:
		return "the checksum of the datagram is $I, and should be $S";
	case TCPSIM_WIRE_UDP_NO_CHECKSUM:
		return "the checksum is 0, which says that there is none; over IPv6 there must be one, $S";
	case TCPSIM_WIRE_ICMP_TOO_SHORT:
		return "the message has $i octets, and an ICMP header has $s";
	case TCPSIM_WIRE_ICMP_CHECKSUM:
		return "the checksum of the message is $I, and should be $S";
	case TCPSIM_WIRE_ICMP_QUOTE:
		return "the $i octets quoted do not tell whose packet the message is about";
	case TCPSIM_WIRE_OK:
		break;
	}
	return "nothing is wrong";
}

size_t
tcpsim_wire_fault_format(const struct tcpsim_wire_fault *fault, char *text, size_t size)
{
	struct wire_text out;

	wire_text_begin(&out, text, size);
	put_template(&out, fault, template_of(fault));
	return wire_text_end(&out);
}
