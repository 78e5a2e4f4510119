/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/segment.h>

#include "lib/packetdrill/parse_private.h"

/* TCP options: a word, and what belongs to it. */

#define OPTIONS_OCTETS 40

struct option_word {
	char word[12];
	enum pkt_option_kind kind;
};

static const struct option_word known[] = {
	{ "mss", PKT_OPTION_MSS },
	{ "wscale", PKT_OPTION_WSCALE },
	{ "sackOK", PKT_OPTION_SACK_OK },
	{ "sack", PKT_OPTION_SACK },
	{ "TS", PKT_OPTION_TS },
	{ "FO", PKT_OPTION_FAST_OPEN },
	{ "FOEXP", PKT_OPTION_FAST_OPEN_EXPERIMENTAL },
	{ "md5", PKT_OPTION_MD5 },
	{ "nop", PKT_OPTION_NOP },
	{ "eol", PKT_OPTION_EOL },
	{ "kind", PKT_OPTION_OTHER },
};

static const char *const words[] = {
	"mss",
	"wscale",
	"sackOK",
	"sack",
	"TS",
	"FO",
	"FOEXP",
	"md5",
	"nop",
	"eol",
	"kind",
	NULL,
};

/* Options that are parsed over and not played, by patterns. */
static const struct {
	char word[16], construct[24];
} unplayed[] = {
	{ "mp_*", "Multipath TCP" },
	{ "mpcapable*", "Multipath TCP" },
	{ "mpjoin*", "Multipath TCP" },
	{ "dss", "Multipath TCP" },
	{ "add_addr*", "Multipath TCP" },
	{ "rm_addr*", "Multipath TCP" },
	{ "remove_addr*", "Multipath TCP" },
	{ "ECN", "AccECN" },
	{ "exp", "an experimental option" },
	{ "tarr", "the TARR option" },
	{ "ao", "TCP-AO" },
};

/* An option as it is read. */
struct reading {
	struct pkt_parser *p;
	struct pkt_option *option;
	const GArray *items;
	const struct pkt_item *word;
};

static const struct pkt_item *
item(const struct reading *r, guint i)
{
	return i < r->items->len ? &g_array_index(r->items, struct pkt_item, i) : NULL;
}

static bool
is_kind(const struct reading *r, guint i, enum pkt_item_kind kind)
{
	return i < r->items->len && item(r, i)->kind == kind;
}

static bool
is_word(const struct reading *r, guint i, const char *word)
{
	return is_kind(r, i, PKT_ITEM_WORD) && strcmp(item(r, i)->text, word) == 0;
}

static void
read_alone(struct reading *r)
{
	if (r->items->len > 1)
		tcpsim_pkt_error(r->p, &item(r, 1)->loc, "%s stands alone", r->word->text);
}

static void
read_number(struct reading *r, uint32_t most)
{
	if (r->items->len != 2 || !is_kind(r, 1, PKT_ITEM_NUMBER))
		tcpsim_pkt_error(r->p, &r->option->loc, "%s has one number: %s %u", r->word->text, r->word->text,
			most > UINT8_MAX ? 1460 : 7);
	else if (item(r, 1)->number.value > most)
		tcpsim_pkt_error(
			r->p, &item(r, 1)->loc, "%s is at most %u, not %.40s", r->word->text, most, item(r, 1)->text);
	else
		r->option->value = (uint32_t)item(r, 1)->number.value;
}

static void
read_blocks(struct reading *r)
{
	r->option->blocks = tcpsim_pkt_array(r->p->memory, sizeof(struct pkt_range));
	if (r->items->len < 2)
		tcpsim_pkt_error(r->p, &r->option->loc, "sack has blocks: sack 1001:2001");
	for (guint i = 1; i < r->items->len; i++) {
		const struct pkt_item *block = item(r, i);
		struct pkt_range range = { block->number, block->end };

		if (block->kind != PKT_ITEM_RANGE)
			tcpsim_pkt_error(
				r->p, &block->loc, "sack has blocks, with a blank between two: sack 1:11 21:31");
		else if (range.begin.value > UINT32_MAX || range.end.value > UINT32_MAX)
			tcpsim_pkt_error(r->p, &block->loc, "a sequence number is less than 4294967296");
		else
			g_array_append_val(r->option->blocks, range);
	}
}

static void
read_timestamps(struct reading *r)
{
	bool is_good = r->items->len == 5 && is_word(r, 1, "val") && is_kind(r, 2, PKT_ITEM_NUMBER) &&
		is_word(r, 3, "ecr") && is_kind(r, 4, PKT_ITEM_NUMBER);

	if (!is_good) {
		tcpsim_pkt_error(r->p, &r->option->loc, "TS has two numbers: TS val 100 ecr 0");
		return;
	}
	r->option->ts_val = item(r, 2)->number;
	r->option->ts_ecr = item(r, 4)->number;
	if (r->option->ts_val.value > UINT32_MAX || r->option->ts_ecr.value > UINT32_MAX)
		tcpsim_pkt_error(r->p, &r->option->loc, "a timestamp is less than 4294967296");
}

/* The octets that a word or number is written with, two digits each; 0x may stand before them. */
static bool
append_octets(struct reading *r, const struct pkt_item *from)
{
	const char *text = from->text;
	size_t n;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		text += 2;
	n = strlen(text);
	for (size_t i = 0; i < n && n % 2 == 0; i += 2) {
		guint8 octet;

		if (!g_ascii_isxdigit(text[i]) || !g_ascii_isxdigit(text[i + 1])) {
			n = 1;
			break;
		}
		octet = (guint8)(g_ascii_xdigit_value(text[i]) * 16 + g_ascii_xdigit_value(text[i + 1]));
		g_byte_array_append(r->option->octets, &octet, 1);
	}
	if (n % 2 == 0 && from->kind != PKT_ITEM_OTHER && from->kind != PKT_ITEM_RANGE)
		return true;
	tcpsim_pkt_error(r->p, &from->loc, "%s has octets of two hexadecimal digits each", r->word->text);
	return false;
}

static void
read_octets(struct reading *r, guint first, guint most)
{
	r->option->octets = tcpsim_pkt_octets(r->p->memory);
	for (guint i = first; i < r->items->len; i++)
		if (!append_octets(r, item(r, i)))
			return;
	if (r->option->octets->len > most)
		tcpsim_pkt_error(r->p, &r->option->loc, "%s has at most %u octets", r->word->text, most);
}

static void
read_other(struct reading *r)
{
	if (!is_kind(r, 1, PKT_ITEM_NUMBER) || item(r, 1)->number.value > UINT8_MAX) {
		tcpsim_pkt_error(r->p, &r->option->loc, "kind has the number of an option, and octets: kind 30 00ff");
		return;
	}
	r->option->value = (uint32_t)item(r, 1)->number.value;
	read_octets(r, 2, OPTIONS_OCTETS - 2);
}

static void
read_option(struct reading *r)
{
	switch (r->option->kind) {
	case PKT_OPTION_MSS:
		read_number(r, UINT16_MAX);
		break;
	case PKT_OPTION_WSCALE:
		read_number(r, UINT8_MAX);
		break;
	case PKT_OPTION_SACK_OK:
	case PKT_OPTION_NOP:
	case PKT_OPTION_EOL:
		read_alone(r);
		break;
	case PKT_OPTION_SACK:
		read_blocks(r);
		break;
	case PKT_OPTION_TS:
		read_timestamps(r);
		break;
	case PKT_OPTION_FAST_OPEN:
		read_octets(r, 1, OPTIONS_OCTETS - 2);
		break;
	case PKT_OPTION_FAST_OPEN_EXPERIMENTAL:
		read_octets(r, 1, OPTIONS_OCTETS - 4);
		break;
	case PKT_OPTION_MD5:
		read_octets(r, 1, 16);
		break;
	case PKT_OPTION_OTHER:
		read_other(r);
		break;
	}
}

/* Octets of an option in the header. */
static guint
size_of(const struct pkt_option *option)
{
	guint n = option->octets != NULL ? option->octets->len : 0;

	switch (option->kind) {
	case PKT_OPTION_MSS:
		return 4;
	case PKT_OPTION_WSCALE:
		return 3;
	case PKT_OPTION_NOP:
	case PKT_OPTION_EOL:
		return 1;
	case PKT_OPTION_SACK:
		return 2 + 8 * option->blocks->len;
	case PKT_OPTION_TS:
		return 10;
	case PKT_OPTION_FAST_OPEN_EXPERIMENTAL:
		return 4 + n;
	case PKT_OPTION_MD5:
		return 18;
	case PKT_OPTION_SACK_OK:
	case PKT_OPTION_FAST_OPEN:
	case PKT_OPTION_OTHER:
		return 2 + n;
	}
	return 0;
}

static bool
is_unplayed(struct pkt_parser *p, const struct pkt_item *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(unplayed); i++)
		if (g_pattern_match_simple(unplayed[i].word, word->text)) {
			tcpsim_pkt_build_skipped(p, &word->loc, unplayed[i].construct);
			return true;
		}
	return false;
}

void
tcpsim_pkt_build_option(struct pkt_parser *p, const struct tcpsim_place *loc, const GArray *items)
{
	struct reading r = { p, NULL, items, &g_array_index(items, struct pkt_item, 0) };

	if (r.word->kind != PKT_ITEM_WORD) {
		tcpsim_pkt_error(p, &r.word->loc, "an option begins with its name: mss 1460");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].word, r.word->text) == 0) {
			r.option = tcpsim_pkt_alloc(p->memory, sizeof(*r.option));
			r.option->loc = *loc;
			r.option->kind = known[i].kind;
			read_option(&r);
			g_ptr_array_add(p->event->packet.tcp.option_list, r.option);
			return;
		}
	if (!is_unplayed(p, r.word))
		tcpsim_pkt_unknown_of(p, &r.word->loc, "TCP option", r.word->text, words);
}

void
tcpsim_pkt_build_options(struct pkt_parser *p, const struct tcpsim_place *loc, enum pkt_options options)
{
	struct pkt_tcp *tcp = &p->event->packet.tcp;
	guint octets = 0;

	for (guint i = 0; i < tcp->option_list->len; i++)
		octets += size_of(g_ptr_array_index(tcp->option_list, i));
	if (tcp->options_loc.line != 0)
		tcpsim_pkt_error(p, loc, "options stand here twice");
	else if (octets > OPTIONS_OCTETS)
		tcpsim_pkt_error(
			p, loc, "these options take %u octets, and a header has room for %d", octets, OPTIONS_OCTETS);
	tcp->options_loc = *loc;
	tcp->options = options;
}
