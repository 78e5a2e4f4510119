/* SPDX-License-Identifier: MIT */
/* Changes of what a packet is expected to be, and of when. */
#include <tcpsim/segment.h>

#include "tests/packetdrill/change.h"

#define SECOND_US 1000000

static void
change_number(struct trial *trial, struct pkt_number *number, const char *field, const char *what)
{
	struct pkt_number was = *number;

	if (!was.is_given)
		return;
	number->value++;
	trial->play(trial, field, was.loc.line, what);
	*number = was;
}

/* ---- time ---- */

static void
shift(struct trial *trial, struct pkt_time *time, int64_t at_us, int64_t until_us, const char *what)
{
	struct pkt_time was = *time;

	time->at_us = at_us;
	time->until_us = until_us;
	trial->play(trial, "time", was.loc.line, what);
	*time = was;
}

/* Later by more than any tolerance, which is a part of the whole; and earlier, if the packet is not at once. */
void
change_time(struct trial *trial, struct pkt_time *time)
{
	int64_t later_us = MAX(time->at_us, time->until_us) + 2 * SECOND_US;

	if (time->kind == PKT_TIME_ANY)
		return;
	shift(trial, time, time->at_us + later_us, time->until_us + later_us, "later");
	if (time->kind == PKT_TIME_RELATIVE && time->at_us >= SECOND_US / 10)
		shift(trial, time, 0, 0, "earlier");
}

/* ---- options ---- */

static void
change_order(struct trial *trial, struct pkt_tcp *tcp)
{
	GPtrArray *list = tcp->option_list;

	for (guint i = 0; i + 1 < list->len; i++) {
		gpointer a = g_ptr_array_index(list, i), b = g_ptr_array_index(list, i + 1);

		if (((struct pkt_option *)a)->kind == ((struct pkt_option *)b)->kind)
			continue;
		list->pdata[i] = b;
		list->pdata[i + 1] = a;
		trial->play(trial, "options", tcp->options_loc.line, "the order of options");
		list->pdata[i] = a;
		list->pdata[i + 1] = b;
		return;
	}
}

static void
change_octets(struct trial *trial, struct pkt_option *option)
{
	if (option->octets == NULL || option->octets->len == 0)
		return;
	option->octets->data[0] ^= 1;
	trial->play(trial, "options", option->loc.line, "octets of an option");
	option->octets->data[0] ^= 1;
}

static void
change_option(struct trial *trial, struct pkt_option *option)
{
	switch (option->kind) {
	case PKT_OPTION_MSS:
	case PKT_OPTION_WSCALE:
		option->value++;
		trial->play(trial, "options", option->loc.line, "the value of an option");
		option->value--;
		return;
	case PKT_OPTION_SACK:
		for (guint i = 0; option->blocks != NULL && i < option->blocks->len; i++) {
			struct pkt_range *range = &g_array_index(option->blocks, struct pkt_range, i);

			change_number(trial, &range->begin, "options", "the beginning of a block");
			change_number(trial, &range->end, "options", "the end of a block");
		}
		return;
	case PKT_OPTION_FAST_OPEN:
	case PKT_OPTION_FAST_OPEN_EXPERIMENTAL:
	case PKT_OPTION_MD5:
	case PKT_OPTION_OTHER:
		change_octets(trial, option);
		return;
	case PKT_OPTION_SACK_OK:
	case PKT_OPTION_TS: /* numbers of a clock that no script can know */
	case PKT_OPTION_NOP:
	case PKT_OPTION_EOL:
		return;
	}
}

/* An end of the list that is left out is put there all the same, to fill the header. */
static bool
is_fill(const struct pkt_tcp *tcp)
{
	const GPtrArray *list = tcp->option_list;

	return ((const struct pkt_option *)g_ptr_array_index(list, list->len - 1))->kind == PKT_OPTION_EOL;
}

static void
change_options(struct trial *trial, struct pkt_tcp *tcp)
{
	guint n = tcp->option_list->len;

	if (tcp->options == PKT_OPTIONS_ANY)
		return;
	for (guint i = 0; i < n; i++)
		change_option(trial, (struct pkt_option *)g_ptr_array_index(tcp->option_list, i));
	change_order(trial, tcp);
	if (n > 0 && is_fill(tcp))
		return;
	if (n > 0) {
		/* One less. */
		tcp->option_list->len--;
		trial->play(trial, "options", tcp->options_loc.line, "the last option");
		tcp->option_list->len++;
	} else {
		struct pkt_option nop = { .kind = PKT_OPTION_NOP };

		g_ptr_array_add(tcp->option_list, &nop);
		tcp->options = PKT_OPTIONS_LISTED;
		trial->play(trial, "options", trial->event->loc.line, "an option where there is none");
		tcp->options = PKT_OPTIONS_NONE;
		g_ptr_array_set_size(tcp->option_list, 0);
	}
}

/* ---- the header ---- */

static void
change_flag(struct trial *trial, struct pkt_tcp *tcp, enum tcpsim_ctl flag, const char *what)
{
	tcp->ctl ^= (uint8_t)flag;
	trial->play(trial, "flags", tcp->flags_loc.line, what);
	tcp->ctl ^= (uint8_t)flag;
}

static void
change_flags(struct trial *trial, struct pkt_tcp *tcp)
{
	if (tcp->any_flags)
		return;
	change_flag(trial, tcp, TCPSIM_PSH, "PSH");
	change_flag(trial, tcp, TCPSIM_RST, "RST");
	change_flag(trial, tcp, TCPSIM_FIN, "FIN");
}

/* A connection may begin there, with an ISN of its own. */
static bool
begins_connection(const struct pkt_event *event)
{
	static const char *const calls[] = { "socket", "connect", "sendto", "sendmsg", NULL };
	const struct pkt_packet *packet = &event->packet;

	if (event->kind == PKT_EVENT_CALL)
		return g_strv_contains(calls, event->call.name);
	return event->kind == PKT_EVENT_PACKET && packet->is_inbound && packet->protocol == PKT_TCP &&
		(packet->tcp.ctl & (TCPSIM_SYN | TCPSIM_ACK)) == TCPSIM_SYN;
}

static bool
is_syn_sent(const struct pkt_event *event)
{
	return event->kind == PKT_EVENT_PACKET && !event->packet.is_inbound && event->packet.protocol == PKT_TCP &&
		(event->packet.tcp.ctl & TCPSIM_SYN) != 0;
}

/* The first SYN of a connection: its number in the script is a name for its ISN. */
static bool
names_isn(const struct trial *trial, const struct pkt_tcp *tcp)
{
	const GPtrArray *events = trial->drill->events;
	bool names = true;

	if ((tcp->ctl & TCPSIM_SYN) == 0 || tcp->seq.is_literal)
		return false;
	for (guint i = 0; i < events->len; i++) {
		const struct pkt_event *event = (const struct pkt_event *)g_ptr_array_index(events, i);

		if (event == trial->event)
			break;
		if (begins_connection(event))
			names = true;
		if (is_syn_sent(event))
			names = false;
	}
	return names;
}

static void
change_sequence(struct trial *trial, struct pkt_tcp *tcp)
{
	struct pkt_tcp was = *tcp;

	if (tcp->seq.is_given && !names_isn(trial, tcp)) {
		tcp->seq.value++;
		tcp->end.value++;
		trial->play(trial, "seq", was.seq.loc.line, "the sequence number");
	}
	tcp->seq = was.seq;
	tcp->end = was.end;
	if (!tcp->length.is_given)
		return;
	tcp->length.value++;
	tcp->end.value++;
	trial->play(trial, "length", was.length.loc.line, "the length");
	tcp->length = was.length;
	tcp->end = was.end;
}

static void
change_tcp(struct trial *trial, struct pkt_tcp *tcp)
{
	change_flags(trial, tcp);
	change_sequence(trial, tcp);
	change_number(trial, &tcp->ack, "ack", "the acknowledgment");
	change_number(trial, &tcp->win, "win", "the window");
	change_number(trial, &tcp->urg, "urg", "the urgent pointer");
	change_options(trial, tcp);
}

static void
change_ip(struct trial *trial, struct pkt_ip *ip)
{
	static const enum pkt_ecn others[] = {
		[PKT_ECN_UNSAID] = PKT_ECN_UNSAID,
		[PKT_ECN_NONE] = PKT_ECN_ECT0,
		[PKT_ECN_ECT0] = PKT_ECN_ECT1,
		[PKT_ECN_ECT1] = PKT_ECN_ECT0,
		[PKT_ECN_ECT01] = PKT_ECN_CE,
		[PKT_ECN_CE] = PKT_ECN_NONE,
	};
	enum pkt_ecn was = ip->ecn;

	if (was != PKT_ECN_UNSAID) {
		ip->ecn = others[was];
		trial->play(trial, "ecn", ip->loc.line, "the mark of ECN");
		ip->ecn = was;
	}
	change_number(trial, &ip->tos, "tos", "the type of service");
	change_number(trial, &ip->ttl, "ttl", "the time to live");
}

static void
change_icmp(struct trial *trial, struct pkt_icmp *icmp)
{
	change_number(trial, &icmp->type, "icmp", "the type");
	change_number(trial, &icmp->code, "icmp", "the code");
	change_number(trial, &icmp->mtu, "icmp", "the MTU");
}

void
change_packet(struct trial *trial, struct pkt_event *event)
{
	struct pkt_packet *packet = &event->packet;

	if (packet->is_inbound)
		return;
	change_time(trial, &event->time);
	change_ip(trial, &packet->ip);
	switch (packet->protocol) {
	case PKT_TCP:
		change_tcp(trial, &packet->tcp);
		return;
	case PKT_UDP:
		change_number(trial, &packet->udp_octets, "length", "the octets");
		return;
	case PKT_ICMP:
		change_icmp(trial, &packet->icmp);
		return;
	}
}
