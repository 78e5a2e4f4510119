/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_PACKETS_H
#define TCPSIM_LIB_PACKETDRILL_PACKETS_H

#include <tcpsim/wire.h>
#include <tcpsim/word.h>

#include "lib/packetdrill/play.h"

/* What the files that deal with packets share. */

/* ---- play.c ---- */

bool tcpsim_pkt_is_stopped(const struct play *play);

/* ---- config.c ---- */

/* Read all script options into play->config and the policy that is played with. False: the play is over. */
bool tcpsim_pkt_configure(struct play *play, struct tcpsim_policy *policy);
/* Whether there is a script option of that name; if not, which was meant. */
bool tcpsim_pkt_is_option(struct tcpsim_nearest *nearest);

/* ---- settings.c ---- */

/* Give the policy what directives and --set say. False: the play is over. */
bool tcpsim_pkt_settings(struct play *play, struct tcpsim_policy *policy);

/* ---- flow.c ---- */

/* Whose numbers: those that the TCP under test gives its octets, or those that the script does. */
enum pkt_side {
	PKT_LOCAL,
	PKT_REMOTE,
};

void tcpsim_pkt_flow_free(struct pkt_flow *flow);
/* The ports are known from now on; of 0 that which was bound, and the next ephemeral one. */
void tcpsim_pkt_flow_make(struct play *play, uint16_t local_port, uint16_t remote_port);
/* What is to be added to a number of the script to have the engine's; `is_syn`: it stands in a segment with SYN. */
uint32_t tcpsim_pkt_offset(const struct pkt_flow *flow, enum pkt_side side, bool is_syn);
tcpsim_seq tcpsim_pkt_to_engine(const struct pkt_flow *flow, enum pkt_side side, const struct pkt_number *number,
	bool is_syn);
struct pkt_number tcpsim_pkt_to_script(const struct pkt_flow *flow, enum pkt_side side, tcpsim_seq seq, bool is_syn,
	bool is_literal);
/* Take the ISN of a line of the script, if it has one; of a line and the segment that was sent. */
void tcpsim_pkt_learn_remote(struct pkt_flow *flow, const struct pkt_tcp *tcp);
void tcpsim_pkt_learn_local(struct pkt_flow *flow, const struct pkt_tcp *tcp, const struct tcpsim_segment *seg);
/* Timestamps of the TCP: what the script calls one. */
void tcpsim_pkt_learn_timestamp(struct pkt_flow *flow, uint32_t script, uint32_t engine);
bool tcpsim_pkt_find_timestamp(const struct pkt_flow *flow, uint32_t script, uint32_t *engine);

/* The control bits that a line means: who writes an urgent pointer means URG. */
static inline uint8_t
tcpsim_pkt_ctl(const struct pkt_tcp *tcp)
{
	return (uint8_t)(tcp->ctl | (tcp->urg.is_given ? TCPSIM_URG : 0));
}

/* ---- options.c ---- */

/* Options as octets, whole words of them; where a bit of .mask is 0 nothing is compared. */
struct pkt_octets {
	uint8_t octets[TCPSIM_WIRE_MAX_OPTIONS], mask[TCPSIM_WIRE_MAX_OPTIONS];
	uint32_t n;
};

/*
 * The options that a line lists; `side` is whose numbers they echo: PKT_LOCAL on what is injected. False if a header
 * has no room for them.
 */
bool tcpsim_pkt_encode_options(const struct pkt_flow *flow, enum pkt_side side, const struct pkt_tcp *tcp,
	struct pkt_octets *octets);
/* The timestamps that a line lists, or NULL. */
const struct pkt_option *tcpsim_pkt_timestamps(const struct pkt_tcp *tcp);

/* ---- icmp_words.c ---- */

/* Type and code of an ICMP line for a version of IP, 4 or 6. False, with the word in *unknown, if it has none. */
bool tcpsim_pkt_icmp_type(unsigned version, const struct pkt_icmp *icmp, uint8_t *type, uint8_t *code,
	const char **unknown);
/* Whether a word is one of a type, or of a code, of either version; if not, which was meant. */
bool tcpsim_pkt_icmp_is_word(struct tcpsim_nearest *nearest, bool is_code);
/* The words for both, or NULL where there are none. Static storage. */
const char *tcpsim_pkt_icmp_type_word(unsigned version, uint8_t type);
const char *tcpsim_pkt_icmp_code_word(unsigned version, uint8_t type, uint8_t code);

/* ---- packets_out.c ---- */

/* What the TCP has sent: one packet, or several that the script has as one. */
struct pkt_sent {
	int64_t time_us;
	uint8_t protocol; /* enum tcpsim_protocol */
	uint8_t dscp, ttl;
	struct tcpsim_segment segment; /* of UDP only its text and ECN field count */
	struct tcpsim_icmp_told icmp;
	struct pkt_octets options;
};

/* ---- show.c ---- */

/* What may differ. */
enum pkt_part {
	PKT_PART_TIME,
	PKT_PART_PACKET,
	PKT_PART_FLAGS,
	PKT_PART_SEQ,
	PKT_PART_LENGTH,
	PKT_PART_ACK,
	PKT_PART_WIN,
	PKT_PART_URG,
	PKT_PART_OPTIONS,
	PKT_PART_ECN,
	PKT_PART_TOS,
	PKT_PART_TTL,
	PKT_PART_ICMP,
	PKT_N_PARTS,
};

/* A packet as a line of a script, and where its parts stand in it: one that is not there has no characters. */
struct pkt_shown {
	GString *text;
	struct {
		uint32_t at, n;
	} parts[PKT_N_PARTS];
};

/* Write a packet behind a time. The text is the caller's to free. */
void tcpsim_pkt_show(struct pkt_shown *shown, const char *time, const struct pkt_packet *packet);

/* ---- seen.c ---- */

/* What was sent, in the script's numbers, as a line like `like` would have it; of its options there are none yet. */
struct pkt_packet tcpsim_pkt_seen(const struct play *play, const struct pkt_sent *sent,
	const struct pkt_packet *like);
/* List the options, too. Free what that takes with tcpsim_pkt_seen_clear(). */
void tcpsim_pkt_seen_options(const struct play *play, const struct pkt_sent *sent, struct pkt_packet *packet);
void tcpsim_pkt_seen_clear(struct pkt_packet *packet);

/* ---- compare.c ---- */

/* The first part in which what was sent is not as the line says; PKT_N_PARTS if there is none. */
enum pkt_part tcpsim_pkt_compare(const struct play *play, const struct pkt_packet *expected,
	const struct pkt_packet *seen, const struct pkt_sent *sent);
/* Its name: struct tcpsim_drill_result. Static storage. */
const char *tcpsim_pkt_part_name(enum pkt_part part);

/* ---- verdict.c ---- */

/* When something that should be at `time` is too late: the end of it and of the tolerance; of `*`, in a day. */
int64_t tcpsim_pkt_until_us(const struct play *play, const struct pkt_time *time);
/* Why something at `got_us` is not in time, as a sentence about `what`; NULL if it is. Free with g_free(). */
char *tcpsim_pkt_time_words(const struct play *play, const struct pkt_time *time, int64_t got_us, const char *what);
/* A time in seconds, `1.204`; and as the script would write it where it wrote `time`, `+1.204`. Free with g_free(). */
char *tcpsim_pkt_seconds(int64_t us);
char *tcpsim_pkt_show_time(const struct play *play, const struct pkt_time *time, int64_t us);

#endif
