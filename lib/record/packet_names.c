/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/recording.h>

struct tcpsim_packet_names {
	GPtrArray *texts; /* by the packet's number; NULL for none */
};

/* In that order a packet of several kinds is called by the first. */
static const enum tcpsim_kind kinds[] = {
	TCPSIM_KIND_RST,
	TCPSIM_KIND_SYN,
	TCPSIM_KIND_SYN_ACK,
	TCPSIM_KIND_FIN,
	TCPSIM_KIND_PROBE,
	TCPSIM_KIND_DATA,
	TCPSIM_KIND_ACK,
	TCPSIM_KIND_DATAGRAM,
	TCPSIM_KIND_ICMP,
	TCPSIM_KIND_ANY,
};

/* How many of each kind each host has sent so far: TCPSIM_N_KINDS numbers a host. */
struct census {
	unsigned *sent;
	unsigned injected;
};

/* Count what a host sends, under all kinds that it has, and call it by the first. */
static char *
name_of_sent(const struct tcpsim_trace *trace, const struct tcpsim_record *record, struct census *census)
{
	unsigned *sent = &census->sent[record->host * TCPSIM_N_KINDS];
	size_t kind = 0;

	for (int bit = 0; bit < TCPSIM_N_KINDS; bit++)
		sent[bit] += record->kinds >> bit & 1;
	while (kind < G_N_ELEMENTS(kinds) - 1 && (record->kinds & kinds[kind]) == 0)
		kind++;
	return g_strdup_printf("%s %s #%u", tcpsim_trace_host_name(trace, record->host),
		tcpsim_kind_name(kinds[kind]), sent[g_bit_nth_lsf(kinds[kind], -1)]);
}

static char *
name_of_copy(const struct tcpsim_packet_names *names, const struct tcpsim_record *record)
{
	const char *original = tcpsim_packet_names_get(names, record->original);

	return g_strdup_printf("copy of %s", original != NULL ? original : "a packet");
}

static void
keep(struct tcpsim_packet_names *names, uint64_t packet, char *text)
{
	if (packet >= names->texts->len)
		g_ptr_array_set_size(names->texts, (int)packet + 1);
	g_free(g_ptr_array_index(names->texts, packet));
	g_ptr_array_index(names->texts, packet) = text;
}

struct tcpsim_packet_names *
tcpsim_packet_names_new(const struct tcpsim_trace *trace)
{
	struct tcpsim_packet_names *names = g_new0(struct tcpsim_packet_names, 1);
	struct census census = { .sent = g_new0(unsigned, tcpsim_trace_n_hosts(trace) * TCPSIM_N_KINDS) };
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	names->texts = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < n; i++) {
		if (records[i].packet == 0)
			continue;
		if (records[i].kind == TCPSIM_RECORD_SEND)
			keep(names, records[i].packet, name_of_sent(trace, &records[i], &census));
		else if (records[i].kind == TCPSIM_RECORD_INJECT)
			keep(names, records[i].packet, g_strdup_printf("injected segment #%u", ++census.injected));
		else if (records[i].kind == TCPSIM_RECORD_COPY)
			keep(names, records[i].packet, name_of_copy(names, &records[i]));
	}
	g_free(census.sent);
	return names;
}

const char *
tcpsim_packet_names_get(const struct tcpsim_packet_names *names, uint64_t packet)
{
	return packet < names->texts->len ? g_ptr_array_index(names->texts, packet) : NULL;
}

void
tcpsim_packet_names_free(struct tcpsim_packet_names *names)
{
	if (names == NULL)
		return;
	g_ptr_array_unref(names->texts);
	g_free(names);
}
