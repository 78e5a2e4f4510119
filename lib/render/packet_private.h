/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_PACKET_PRIVATE_H
#define TCPSIM_PACKET_PRIVATE_H

#include <tcpsim/wire.h>

#include "lib/render/render_private.h"

/*
 * A packet as a page: packet.c goes from layer to layer, packet_ip.c and packet_transport.c write the fields of each,
 * a row a field, and packet_page.c knows how a row looks and what is wrong with it.
 */

struct packet_page {
	struct canvas canvas;
	const uint8_t *octets; /* from the IP header on */
	size_t n;              /* those that are there: a field beyond them has no row */
	uint32_t begin;        /* where the IP header is in what the reader has: offsets are told from there */
	const struct tcpsim_wire_packet *packet;
	const struct tcpsim_wire_faults *faults;
	uint32_t told; /* faults that have been told, a set of bits */
	uint32_t shown; /* octets that have rows: rows go from first to last */
};

/* ---- packet_page.c ---- */

/* A heading: a layer of TCP/IP, that of OSI, and what is there. */
void tcpsim_page_layer(
	struct packet_page *page, const char *layer, const char *osi, const char *what, uint32_t at, uint32_t octets);
/* A line of words across the page. */
void tcpsim_page_words(struct packet_page *page, const char *words, enum style style);
/*
 * A field: `octets` of it at `at`, from the IP header on, and below it what is wrong with them. Without octets it goes
 * on from the row before: a field of less than an octet.
 */
void tcpsim_page_field(struct packet_page *page, uint32_t at, uint32_t octets, const char *name, const char *format,
	...) G_GNUC_PRINTF(5, 6);
/* The same for a checksum, which is right unless such a fault was found. */
void tcpsim_page_checksum(struct packet_page *page, uint32_t at, enum tcpsim_wire_error error);
/* Octets as characters. */
void tcpsim_page_data(struct packet_page *page, uint32_t at, uint32_t octets);
/* What has no rows yet, below words that say why: if there is anything. */
void tcpsim_page_rest(struct packet_page *page, const char *words);
/* Whatever fault has not been told. */
void tcpsim_page_faults(struct packet_page *page);

/* ---- packet_ip.c: the rows of a header that begins at `at`; each returns where it ends ---- */

uint32_t tcpsim_page_ipv4(struct packet_page *page, uint32_t at);
uint32_t tcpsim_page_ipv6(struct packet_page *page, uint32_t at);
/* The name of a protocol, in parts of a sentence. */
const char *tcpsim_protocol_words(uint8_t protocol);

/* ---- packet_transport.c ---- */

void tcpsim_page_tcp(struct packet_page *page);
void tcpsim_page_udp(struct packet_page *page);
void tcpsim_page_icmp(struct packet_page *page);

#endif
