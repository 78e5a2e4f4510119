/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"

/* What scripts call the types and codes of ICMP (RFC 792, RFC 1812 5.2.7) and of ICMPv6 (RFC 4443). */

#define ANY_CODE -1 /* a word for the type alone */

static const struct {
	uint8_t version, type;
	int16_t code;
	char word[28];
} words[] = {
	{ 4, 0, ANY_CODE, "echo_reply" },
	{ 4, 3, ANY_CODE, "unreachable" },
	{ 4, 3, 0, "net_unreachable" },
	{ 4, 3, 1, "host_unreachable" },
	{ 4, 3, 2, "protocol_unreachable" },
	{ 4, 3, 3, "port_unreachable" },
	{ 4, 3, 4, "frag_needed" },
	{ 4, 3, 5, "source_route_failed" },
	{ 4, 3, 6, "net_unknown" },
	{ 4, 3, 7, "host_unknown" },
	{ 4, 3, 8, "source_host_isolated" },
	{ 4, 3, 9, "net_prohibited" },
	{ 4, 3, 10, "host_prohibited" },
	{ 4, 3, 11, "net_unreachable_for_tos" },
	{ 4, 3, 12, "host_unreachable_for_tos" },
	{ 4, 3, 13, "packet_filtered" },
	{ 4, 3, 14, "precedence_violation" },
	{ 4, 3, 15, "precedence_cutoff" },
	{ 4, 4, ANY_CODE, "source_quench" },
	{ 4, 5, ANY_CODE, "redirect" },
	{ 4, 8, ANY_CODE, "echo_request" },
	{ 4, 11, ANY_CODE, "time_exceeded" },
	{ 4, 12, ANY_CODE, "parameter_problem" },
	{ 4, 13, ANY_CODE, "timestamp_request" },
	{ 4, 14, ANY_CODE, "timestamp_reply" },
	{ 4, 15, ANY_CODE, "information_request" },
	{ 4, 16, ANY_CODE, "information_reply" },
	{ 4, 17, ANY_CODE, "address_mask_request" },
	{ 4, 18, ANY_CODE, "address_mask_reply" },
	{ 6, 1, ANY_CODE, "unreachable" },
	{ 6, 1, 0, "no_route" },
	{ 6, 1, 1, "admin_prohibited" },
	{ 6, 1, 2, "not_neighbour" },
	{ 6, 1, 3, "address_unreachable" },
	{ 6, 1, 4, "port_unreachable" },
	{ 6, 2, ANY_CODE, "packet_too_big" },
	{ 6, 3, ANY_CODE, "time_exceeded" },
	{ 6, 4, ANY_CODE, "parameter_problem" },
	{ 6, 128, ANY_CODE, "echo_request" },
	{ 6, 129, ANY_CODE, "echo_reply" },
};

static bool
find_type(unsigned version, const char *word, uint8_t *type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (words[i].version == version && words[i].code == ANY_CODE && strcmp(words[i].word, word) == 0) {
			*type = words[i].type;
			return true;
		}
	}
	return false;
}

static bool
find_code(unsigned version, uint8_t type, const char *word, uint8_t *code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (words[i].version == version && words[i].type == type && words[i].code != ANY_CODE &&
			strcmp(words[i].word, word) == 0) {
			*code = (uint8_t)words[i].code;
			return true;
		}
	}
	return false;
}

bool
tcpsim_pkt_icmp_type(unsigned version, const struct pkt_icmp *icmp, uint8_t *type, uint8_t *code,
	const char **unknown)
{
	*type = (uint8_t)icmp->type.value;
	*code = (uint8_t)icmp->code.value;
	*unknown = icmp->type_word;
	if (icmp->type_word != NULL && !find_type(version, icmp->type_word, type))
		return false;
	*unknown = icmp->code_word;
	return icmp->code_word == NULL || find_code(version, *type, icmp->code_word, code);
}

static const char *
word_of(unsigned version, uint8_t type, int code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (words[i].version == version && words[i].type == type && words[i].code == code)
			return words[i].word;
	}
	return NULL;
}

const char *
tcpsim_pkt_icmp_type_word(unsigned version, uint8_t type)
{
	return word_of(version, type, ANY_CODE);
}

const char *
tcpsim_pkt_icmp_code_word(unsigned version, uint8_t type, uint8_t code)
{
	return word_of(version, type, code);
}

bool
tcpsim_pkt_icmp_is_word(struct tcpsim_nearest *nearest, bool is_code)
{
	bool is_one = false;

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if ((words[i].code != ANY_CODE) != is_code)
			continue;
		is_one = is_one || strcmp(words[i].word, nearest->word) == 0;
		tcpsim_nearest_try(nearest, words[i].word);
	}
	return is_one;
}
