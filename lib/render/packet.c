/* SPDX-License-Identifier: MIT */
#include "lib/render/packet_private.h"

/*
 * The layers of RFC 1122 1.1.3, and those of OSI (ISO/IEC 7498-1) beside them: TCP/IP was not made by OSI's plan, and
 * its application does what OSI parts into three.
 */
static const char osi_link[] = "layer 2, data link, over layer 1, physical";
static const char osi_internet[] = "layer 3, network";
static const char osi_transport[] = "layer 4, transport";
static const char osi_application[] = "layers 5 to 7: session, presentation, application";

static void
put_station(struct packet_page *page, uint32_t at, const char *name, const uint8_t *station)
{
	tcpsim_page_field(page, at, 6, name, "%02x:%02x:%02x:%02x:%02x:%02x", station[0], station[1], station[2],
		station[3], station[4], station[5]);
}

/* The link's header stands before everything that offsets are counted from: its rows are a page of their own. */
static void
put_link(struct packet_page *page, const uint8_t *octets, const struct tcpsim_wire_frame *frame)
{
	static const struct tcpsim_wire_faults none;
	struct packet_page link = *page;

	link.octets = octets;
	link.n = frame->octets;
	link.begin = 0;
	link.faults = &none;
	tcpsim_page_layer(&link, "Link", osi_link, "Ethernet", 0, frame->octets);
	put_station(&link, 0, "destination", frame->destination);
	put_station(&link, 6, "source", frame->source);
	if (frame->is_tagged)
		tcpsim_page_field(&link, 12, 4, "tag", "priority %u, VLAN %u", (unsigned)frame->tag >> 13,
			(unsigned)frame->tag & 0xfff);
	tcpsim_page_field(&link, frame->octets - 2, 2, "type", "0x%04x, %s", (unsigned)frame->type,
		frame->type == 0x86dd ? "IPv6" : "IPv4");
	page->canvas = link.canvas;
}

/* What stands above octets that have no meaning, since a header before them makes no sense. */
static const char not_read[] = "  not read:";

static void
put_internet(struct packet_page *page)
{
	const struct tcpsim_wire_packet *packet = page->packet;
	uint32_t end = packet->at.transport != 0 ? packet->at.transport : (uint32_t)page->n;

	if (packet->ip.version == 0) {
		tcpsim_page_layer(page, "Internet", osi_internet, "not to be read", page->begin, (uint32_t)page->n);
		tcpsim_page_faults(page);
		tcpsim_page_rest(page, not_read);
		return;
	}
	tcpsim_page_layer(page, "Internet", osi_internet, packet->ip.version == 4 ? "IPv4" : "IPv6", page->begin, end);
	if (packet->ip.version == 4)
		tcpsim_page_ipv4(page, 0);
	else
		tcpsim_page_ipv6(page, 0);
	if (packet->at.transport == 0) {
		tcpsim_page_faults(page);
		tcpsim_page_rest(page, not_read);
	}
}

static const char *
transport_words(const struct tcpsim_wire_packet *packet)
{
	switch (packet->kind) {
	case TCPSIM_WIRE_TCP:
		return "TCP";
	case TCPSIM_WIRE_UDP:
		return "UDP";
	case TCPSIM_WIRE_ICMP:
		return packet->ip.version == 4 ? "ICMP" : "ICMPv6";
	case TCPSIM_WIRE_OTHER:
		break;
	}
	return tcpsim_protocol_words(packet->ip.protocol);
}

/* RFC 792: ICMP is a part of IP, though it is carried by it; all others are of the transport layer. */
static void
put_transport(struct packet_page *page)
{
	const struct tcpsim_wire_packet *packet = page->packet;
	uint32_t at = packet->at.transport, end = packet->at.end;
	bool is_icmp = packet->kind == TCPSIM_WIRE_ICMP;

	if (!is_icmp && packet->at.octets > at)
		end = packet->at.octets;
	tcpsim_page_layer(page, is_icmp ? "Internet" : "Transport", is_icmp ? osi_internet : osi_transport,
		transport_words(packet), page->begin + at, end - at);
	switch (packet->kind) {
	case TCPSIM_WIRE_TCP:
		tcpsim_page_tcp(page);
		break;
	case TCPSIM_WIRE_UDP:
		tcpsim_page_udp(page);
		break;
	case TCPSIM_WIRE_ICMP:
		tcpsim_page_icmp(page);
		break;
	case TCPSIM_WIRE_OTHER:
		tcpsim_page_data(page, at, end - at);
		break;
	}
	tcpsim_page_faults(page);
	if (packet->at.octets == 0)
		tcpsim_page_rest(page, not_read);
}

static void
put_application(struct packet_page *page)
{
	const struct tcpsim_wire_packet *packet = page->packet;

	if (packet->kind != TCPSIM_WIRE_TCP && packet->kind != TCPSIM_WIRE_UDP)
		return;
	if (packet->n_octets == 0) {
		tcpsim_page_layer(page, "Application", osi_application, "no octets", 0, 0);
		return;
	}
	tcpsim_page_layer(page, "Application", osi_application, "what a user has sent", page->begin + packet->at.octets,
		packet->n_octets);
	tcpsim_page_data(page, packet->at.octets, packet->n_octets);
}

/* What a link adds, so that a frame is not too short for it. */
static void
put_padding(struct packet_page *page, size_t there)
{
	uint32_t end = page->packet->at.end;

	if (end == 0 || end >= there)
		return;
	tcpsim_page_layer(page, "Link", osi_link, "padding", page->begin + end, (uint32_t)there - end);
	page->n = there;
	tcpsim_page_data(page, end, (uint32_t)there - end);
}

char *
tcpsim_render_packet(const uint8_t *octets, size_t n, const struct tcpsim_ladder_options *options)
{
	struct tcpsim_wire_frame frame;
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;
	uint32_t link = tcpsim_wire_frame_decode(octets, n, &frame) ? frame.octets : 0;
	struct packet_page page = {
		.octets = octets + link,
		.n = n - link,
		.begin = link,
		.packet = &packet,
		.faults = &faults,
	};

	tcpsim_canvas_init(
		&page.canvas, CLAMP(options->columns, LADDER_COLUMNS_MIN, LADDER_COLUMNS_MAX), options->has_color);
	tcpsim_wire_decode(octets + link, n - link, &packet, &faults);
	tcpsim_canvas_put(
		&page.canvas, 0, " from  octets                   field             what it says", STYLE_FAINT);
	tcpsim_canvas_end_line(&page.canvas);
	if (link > 0)
		put_link(&page, octets, &frame);
	if (packet.at.end != 0)
		page.n = packet.at.end;
	put_internet(&page);
	if (packet.at.transport != 0)
		put_transport(&page);
	if (packet.at.octets != 0)
		put_application(&page);
	tcpsim_page_rest(&page, "  behind the datagram, and none of it:");
	put_padding(&page, n - link);
	return tcpsim_canvas_finish(&page.canvas);
}
