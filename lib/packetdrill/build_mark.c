/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/parse_private.h"

/* Marks of the IP header, `[ect0, ttl 64]`. */

static const char *const words[] = {
	"noecn",
	"ect0",
	"ect1",
	"ect01",
	"ce",
	"tos",
	"tclass",
	"ttl",
	"hlim",
	"flowlabel",
	"proto",
	NULL,
};

static const enum pkt_ecn ecn[] = { PKT_ECN_NONE, PKT_ECN_ECT0, PKT_ECN_ECT1, PKT_ECN_ECT01, PKT_ECN_CE };

static int
index_of(const char *word)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* What has a number: which of the fields it is, and the largest. */
static struct pkt_number *
field_of(struct pkt_ip *ip, int which, uint64_t *most)
{
	const char *word = words[which];

	*most = UINT8_MAX;
	if (strcmp(word, "ttl") == 0 || strcmp(word, "hlim") == 0)
		return &ip->ttl;
	if (strcmp(word, "flowlabel") != 0)
		return &ip->tos;
	*most = 0xfffff;
	return &ip->flow_label;
}

static void
build_number(struct pkt_parser *p, const struct tcpsim_place *loc, int which, const GArray *items)
{
	uint64_t most;
	struct pkt_number *field = field_of(&p->event->packet.ip, which, &most);
	const struct pkt_item *item = &g_array_index(items, struct pkt_item, items->len - 1);

	if (items->len != 2 || item->kind != PKT_ITEM_NUMBER)
		tcpsim_pkt_error(p, loc, "%s has one number: [%s 1]", words[which], words[which]);
	else if (item->number.value > most)
		tcpsim_pkt_error(
			p, &item->loc, "%s is at most %u, not %.40s", words[which], (unsigned)most, item->text);
	else
		*field = item->number;
}

void
tcpsim_pkt_build_mark(struct pkt_parser *p, const struct tcpsim_place *loc, const GArray *items)
{
	struct pkt_ip *ip = &p->event->packet.ip;
	const struct pkt_item *word = &g_array_index(items, struct pkt_item, 0);
	int which = index_of(word->text);

	if (ip->loc.line == 0)
		ip->loc = *loc;
	if (which < 0) {
		tcpsim_pkt_unknown_of(p, &word->loc, "mark of the IP header", word->text, words);
	} else if (strcmp(words[which], "proto") == 0) {
		tcpsim_pkt_build_skipped(p, loc, "a protocol of IP by number");
	} else if (which >= (int)G_N_ELEMENTS(ecn)) {
		build_number(p, loc, which, items);
	} else if (items->len > 1) {
		tcpsim_pkt_error(p, loc, "%s stands alone", words[which]);
	} else {
		ip->ecn = ecn[which];
	}
}
