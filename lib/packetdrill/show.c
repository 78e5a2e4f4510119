/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/* A packet in the notation of scripts. */

static void
begin_part(struct pkt_shown *shown, enum pkt_part part)
{
	shown->parts[part].at = (uint32_t)shown->text->len;
}

static void
end_part(struct pkt_shown *shown, enum pkt_part part)
{
	shown->parts[part].n = (uint32_t)shown->text->len - shown->parts[part].at;
}

static void
put_number(GString *text, const struct pkt_number *number)
{
	g_string_append_printf(text, "%" G_GUINT64_FORMAT "%s", number->value, number->is_literal ? "!" : "");
}

/* ---- marks of the IP header ---- */

static const char *
ecn_word(enum pkt_ecn ecn)
{
	switch (ecn) {
	case PKT_ECN_UNSAID:
		break;
	case PKT_ECN_NONE:
		return "noecn";
	case PKT_ECN_ECT0:
		return "ect0";
	case PKT_ECN_ECT1:
		return "ect1";
	case PKT_ECN_ECT01:
		return "ect01";
	case PKT_ECN_CE:
		return "ce";
	}
	return NULL;
}

static void
show_ip(struct pkt_shown *shown, const struct pkt_ip *ip)
{
	begin_part(shown, PKT_PART_ECN);
	if (ecn_word(ip->ecn) != NULL)
		g_string_append_printf(shown->text, "[%s] ", ecn_word(ip->ecn));
	end_part(shown, PKT_PART_ECN);
	begin_part(shown, PKT_PART_TOS);
	if (ip->tos.is_given)
		g_string_append_printf(shown->text, "[tos 0x%02x] ", (unsigned)ip->tos.value);
	end_part(shown, PKT_PART_TOS);
	begin_part(shown, PKT_PART_TTL);
	if (ip->ttl.is_given)
		g_string_append_printf(shown->text, "[ttl %u] ", (unsigned)ip->ttl.value);
	end_part(shown, PKT_PART_TTL);
}

/* ---- TCP ---- */

static void
show_flags(struct pkt_shown *shown, const struct pkt_tcp *tcp)
{
	static const struct {
		uint8_t bit;
		char letter;
	} letters[] = {
		{ TCPSIM_SYN, 'S' },
		{ TCPSIM_FIN, 'F' },
		{ TCPSIM_RST, 'R' },
		{ TCPSIM_PSH, 'P' },
		{ TCPSIM_ECE, 'E' },
		{ TCPSIM_CWR, 'W' },
		{ TCPSIM_URG, 'U' },
		{ TCPSIM_ACK, '.' },
	};

	uint8_t ctl = tcpsim_pkt_ctl(tcp);

	begin_part(shown, PKT_PART_FLAGS);
	if (tcp->any_flags)
		g_string_append(shown->text, "...");
	else if (ctl == 0)
		g_string_append_c(shown->text, '-');
	for (size_t i = 0; !tcp->any_flags && i < G_N_ELEMENTS(letters); i++)
		if (ctl & letters[i].bit)
			g_string_append_c(shown->text, letters[i].letter);
	end_part(shown, PKT_PART_FLAGS);
}

/* `1:1001(1000)`, or as much of it as was said. */
static void
show_sequence(struct pkt_shown *shown, const struct pkt_tcp *tcp)
{
	begin_part(shown, PKT_PART_SEQ);
	if (tcp->seq.is_given) {
		put_number(shown->text, &tcp->seq);
		g_string_append_c(shown->text, ':');
	}
	if (tcp->end.is_given)
		put_number(shown->text, &tcp->end);
	else
		g_string_append(shown->text, "...");
	end_part(shown, PKT_PART_SEQ);
	begin_part(shown, PKT_PART_LENGTH);
	if (tcp->length.is_given)
		g_string_append_printf(shown->text, "(%" G_GUINT64_FORMAT ")", tcp->length.value);
	end_part(shown, PKT_PART_LENGTH);
}

static void
show_field(struct pkt_shown *shown, enum pkt_part part, const char *name, const struct pkt_number *number)
{
	begin_part(shown, part);
	if (number->is_given) {
		g_string_append_printf(shown->text, " %s ", name);
		shown->parts[part].at++; /* behind the blank */
		put_number(shown->text, number);
	}
	end_part(shown, part);
}

static void
put_octets(GString *text, const GByteArray *octets)
{
	for (guint i = 0; octets != NULL && i < octets->len; i++)
		g_string_append_printf(text, "%02x", octets->data[i]);
}

static void
put_blocks(GString *text, const GArray *blocks)
{
	g_string_append(text, "sack");
	for (guint i = 0; blocks != NULL && i < blocks->len; i++) {
		const struct pkt_range *block = &g_array_index(blocks, struct pkt_range, i);

		g_string_append_c(text, ' ');
		put_number(text, &block->begin);
		g_string_append_c(text, ':');
		put_number(text, &block->end);
	}
}

static void
put_option(GString *text, const struct pkt_option *option)
{
	switch (option->kind) {
	case PKT_OPTION_MSS:
		g_string_append_printf(text, "mss %u", option->value);
		break;
	case PKT_OPTION_WSCALE:
		g_string_append_printf(text, "wscale %u", option->value);
		break;
	case PKT_OPTION_SACK_OK:
		g_string_append(text, "sackOK");
		break;
	case PKT_OPTION_SACK:
		put_blocks(text, option->blocks);
		break;
	case PKT_OPTION_TS:
		g_string_append(text, "TS val ");
		put_number(text, &option->ts_val);
		g_string_append(text, " ecr ");
		put_number(text, &option->ts_ecr);
		break;
	case PKT_OPTION_FAST_OPEN:
	case PKT_OPTION_FAST_OPEN_EXPERIMENTAL:
		g_string_append(text, option->kind == PKT_OPTION_FAST_OPEN ? "FO" : "FOEXP");
		if (option->octets != NULL && option->octets->len > 0)
			g_string_append_c(text, ' ');
		put_octets(text, option->octets);
		break;
	case PKT_OPTION_MD5:
		g_string_append(text, option->octets != NULL && option->octets->len > 0 ? "md5 " : "md5");
		put_octets(text, option->octets);
		break;
	case PKT_OPTION_NOP:
		g_string_append(text, "nop");
		break;
	case PKT_OPTION_EOL:
		g_string_append(text, "eol");
		break;
	case PKT_OPTION_OTHER:
		g_string_append_printf(text, "kind %u", option->value);
		if (option->octets != NULL && option->octets->len > 0)
			g_string_append_c(text, ' ');
		put_octets(text, option->octets);
		break;
	}
}

static void
show_options(struct pkt_shown *shown, const struct pkt_tcp *tcp)
{
	bool is_listed = tcp->options == PKT_OPTIONS_LISTED && tcp->option_list->len > 0;

	begin_part(shown, PKT_PART_OPTIONS);
	if (tcp->options == PKT_OPTIONS_ANY || is_listed) {
		g_string_append(shown->text, " <");
		shown->parts[PKT_PART_OPTIONS].at++;
	}
	if (tcp->options == PKT_OPTIONS_ANY)
		g_string_append(shown->text, "...");
	for (guint i = 0; is_listed && i < tcp->option_list->len; i++) {
		if (i > 0)
			g_string_append_c(shown->text, ',');
		put_option(shown->text, (const struct pkt_option *)g_ptr_array_index(tcp->option_list, i));
	}
	if (tcp->options == PKT_OPTIONS_ANY || is_listed)
		g_string_append_c(shown->text, '>');
	end_part(shown, PKT_PART_OPTIONS);
}

static void
show_tcp(struct pkt_shown *shown, const struct pkt_tcp *tcp)
{
	show_flags(shown, tcp);
	g_string_append_c(shown->text, ' ');
	show_sequence(shown, tcp);
	show_field(shown, PKT_PART_ACK, "ack", &tcp->ack);
	show_field(shown, PKT_PART_WIN, "win", &tcp->win);
	show_field(shown, PKT_PART_URG, "urg", &tcp->urg);
	show_options(shown, tcp);
}

/* ---- UDP, ICMP ---- */

static void
show_udp(struct pkt_shown *shown, const struct pkt_packet *packet)
{
	g_string_append(shown->text, "udp ");
	if (packet->source_port.is_given && packet->destination_port.is_given)
		g_string_append_printf(shown->text, "(%u > %u) ", (unsigned)packet->source_port.value,
			(unsigned)packet->destination_port.value);
	begin_part(shown, PKT_PART_LENGTH);
	g_string_append_printf(shown->text, "(%" G_GUINT64_FORMAT ")", packet->udp_octets.value);
	end_part(shown, PKT_PART_LENGTH);
}

static void
put_word(GString *text, const char *word, const struct pkt_number *number)
{
	if (word != NULL)
		g_string_append_printf(text, " %s", word);
	else if (number->is_given)
		g_string_append_printf(text, " %" G_GUINT64_FORMAT, number->value);
}

static void
show_quote(struct pkt_shown *shown, const struct pkt_packet *packet)
{
	g_string_append(shown->text, " [");
	if (packet->icmp.quoted == PKT_UDP)
		show_udp(shown, packet);
	else
		show_sequence(shown, &packet->tcp);
	g_string_append_c(shown->text, ']');
}

static void
show_icmp(struct pkt_shown *shown, const struct pkt_packet *packet)
{
	const struct pkt_icmp *icmp = &packet->icmp;

	begin_part(shown, PKT_PART_ICMP);
	g_string_append(shown->text, "icmp");
	put_word(shown->text, icmp->type_word, &icmp->type);
	put_word(shown->text, icmp->code_word, &icmp->code);
	if (icmp->mtu.is_given)
		g_string_append_printf(shown->text, " mtu %u", (unsigned)icmp->mtu.value);
	end_part(shown, PKT_PART_ICMP);
	if (icmp->has_quote)
		show_quote(shown, packet);
}

void
tcpsim_pkt_show(struct pkt_shown *shown, const char *time, const struct pkt_packet *packet)
{
	*shown = (struct pkt_shown){ .text = g_string_new(NULL) };
	begin_part(shown, PKT_PART_TIME);
	g_string_append(shown->text, time);
	end_part(shown, PKT_PART_TIME);
	g_string_append(shown->text, packet->is_inbound ? " < " : " > ");
	begin_part(shown, PKT_PART_PACKET);
	show_ip(shown, &packet->ip);
	switch (packet->protocol) {
	case PKT_TCP:
		show_tcp(shown, &packet->tcp);
		break;
	case PKT_UDP:
		show_udp(shown, packet);
		break;
	case PKT_ICMP:
		show_icmp(shown, packet);
		break;
	}
	end_part(shown, PKT_PART_PACKET);
}
