/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_PKT_TOLD_H
#define TCPSIM_TESTS_PKT_TOLD_H

#include <glib.h>

#include "lib/packetdrill/ast.h"

/* A parsed event in one line, so that tests can compare it with what they expect. */

static inline void
told_number(GString *out, const char *name, const struct pkt_number *number)
{
	if (number->is_given)
		g_string_append_printf(
			out, " %s=%" G_GUINT64_FORMAT "%s", name, number->value, number->is_literal ? "!" : "");
}

static inline void told_expression(GString *out, const struct pkt_expression *expression);

static inline void
told_items(GString *out, const GPtrArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		told_expression(out, g_ptr_array_index(items, i));
	}
}

/* `or(a, b)` and the like; words as they are, texts in quotes. */
static inline void
told_expression(GString *out, const struct pkt_expression *expression)
{
	static const char *const names[] = { "...", "", "", "", "", "or", "not", "list", "struct", "field ", "",
		"assigned" };

	switch (expression->kind) {
	case PKT_INTEGER:
		g_string_append_printf(out, "%" G_GINT64_FORMAT, (gint64)expression->value);
		return;
	case PKT_REAL:
		g_string_append_printf(out, "%.3f", expression->real);
		return;
	case PKT_STRING:
		g_string_append_printf(out, "\"%.*s\"", (int)expression->octets, expression->text);
		return;
	case PKT_ELLIPSIS:
	case PKT_WORD:
	case PKT_OR:
	case PKT_NOT:
	case PKT_LIST:
	case PKT_STRUCT:
	case PKT_FIELD:
	case PKT_APPLIED:
	case PKT_ASSIGNED:
		break;
	}
	g_string_append_printf(out, "%s%s", names[expression->kind], expression->text != NULL ? expression->text : "");
	if (expression->items != NULL) {
		g_string_append_c(out, '(');
		told_items(out, expression->items);
		g_string_append_c(out, ')');
	}
}

static inline void
told_call(GString *out, const struct pkt_call *call)
{
	if (call->is_blocking)
		g_string_append_printf(out, "...%" G_GINT64_FORMAT, call->returns.at_us);
	g_string_append_printf(out, " %s(", call->name);
	told_items(out, call->arguments);
	g_string_append(out, ")");
	if (call->result != NULL) {
		g_string_append(out, " = ");
		told_expression(out, call->result);
	}
	if (call->error_name != NULL)
		g_string_append_printf(out, " %s", call->error_name);
	if (call->note != NULL)
		g_string_append_printf(out, " (%s)", call->note);
}

static inline void
told_option(GString *out, const struct pkt_option *option)
{
	static const char *const names[] = {
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
	};

	g_string_append_printf(out, " %s", names[option->kind]);
	if (option->kind == PKT_OPTION_MSS || option->kind == PKT_OPTION_WSCALE || option->kind == PKT_OPTION_OTHER)
		g_string_append_printf(out, " %u", option->value);
	told_number(out, "val", &option->ts_val);
	told_number(out, "ecr", &option->ts_ecr);
	for (guint i = 0; option->blocks != NULL && i < option->blocks->len; i++) {
		const struct pkt_range *range = &g_array_index(option->blocks, struct pkt_range, i);

		g_string_append_printf(
			out, " %" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, range->begin.value, range->end.value);
	}
	for (guint i = 0; option->octets != NULL && i < option->octets->len; i++)
		g_string_append_printf(out, "%s%02x", i == 0 ? " " : "", option->octets->data[i]);
}

static inline void
told_tcp(GString *out, const struct pkt_tcp *tcp)
{
	if (tcp->any_flags)
		g_string_append(out, " any-flags");
	told_number(out, "seq", &tcp->seq);
	told_number(out, "end", &tcp->end);
	told_number(out, "length", &tcp->length);
	told_number(out, "ack", &tcp->ack);
	told_number(out, "win", &tcp->win);
	told_number(out, "urg", &tcp->urg);
	if (tcp->options == PKT_OPTIONS_ANY)
		g_string_append(out, " <...>");
	if (tcp->options != PKT_OPTIONS_LISTED)
		return;
	g_string_append(out, " <");
	for (guint i = 0; i < tcp->option_list->len; i++)
		told_option(out, g_ptr_array_index(tcp->option_list, i));
	g_string_append(out, ">");
}

static inline void
told_packet(GString *out, const struct pkt_packet *packet)
{
	static const char *const protocols[] = { "tcp", "udp", "icmp" };
	static const char *const ecn[] = { "", " noecn", " ect0", " ect1", " ect01", " ce" };

	g_string_append_printf(out, " %c%s", packet->is_inbound ? '<' : '>', ecn[packet->ip.ecn]);
	told_number(out, "tos", &packet->ip.tos);
	told_number(out, "ttl", &packet->ip.ttl);
	told_number(out, "flowlabel", &packet->ip.flow_label);
	g_string_append_printf(out, " %s", protocols[packet->protocol]);
	if (packet->protocol == PKT_TCP)
		g_string_append_printf(out, " %02x", packet->tcp.ctl);
	if (packet->protocol == PKT_ICMP) {
		told_number(out, "type", &packet->icmp.type);
		told_number(out, "code", &packet->icmp.code);
		g_string_append_printf(out, "%s%s%s%s", packet->icmp.type_word != NULL ? " " : "",
			packet->icmp.type_word != NULL ? packet->icmp.type_word : "",
			packet->icmp.code_word != NULL ? " " : "",
			packet->icmp.code_word != NULL ? packet->icmp.code_word : "");
		told_number(out, "mtu", &packet->icmp.mtu);
		if (packet->icmp.has_quote)
			g_string_append_printf(out, " about %s", protocols[packet->icmp.quoted]);
	}
	told_tcp(out, &packet->tcp);
	told_number(out, "from", &packet->source_port);
	told_number(out, "to", &packet->destination_port);
	told_number(out, "octets", &packet->udp_octets);
}

/* Free with g_free(). */
static inline char *
told_event(const struct pkt_event *event)
{
	static const char *const kinds[] = { "", "+", "*" };
	GString *out = g_string_new(kinds[event->time.kind]);

	if (event->time.kind != PKT_TIME_ANY)
		g_string_append_printf(out, "%" G_GINT64_FORMAT, event->time.at_us);
	if (event->time.is_range)
		g_string_append_printf(out, "~%" G_GINT64_FORMAT, event->time.until_us);
	if (event->skipped != NULL)
		g_string_append_printf(out, " skipped %s", event->skipped);
	switch (event->kind) {
	case PKT_EVENT_PACKET:
		told_packet(out, &event->packet);
		break;
	case PKT_EVENT_CALL:
		told_call(out, &event->call);
		break;
	case PKT_EVENT_COMMAND:
		g_string_append_printf(out, " command {%s}", event->text);
		break;
	case PKT_EVENT_CODE:
		g_string_append_printf(out, " code {%s}", event->text);
		break;
	}
	return g_string_free(out, FALSE);
}

#endif
