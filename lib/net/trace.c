/* SPDX-License-Identifier: MIT */
#include "net_private.h"

static const char *const kind_names[TCPSIM_N_KINDS] = {
	"SYN", "SYN+ACK", "ACK", "DATA", "FIN", "RST", "PROBE", "ANY",
};

static const char *const call_names[] = {
	[TCPSIM_CALL_LISTEN] = "listen",
	[TCPSIM_CALL_CONNECT] = "connect",
	[TCPSIM_CALL_SEND] = "send",
	[TCPSIM_CALL_RECEIVE] = "receive",
	[TCPSIM_CALL_CLOSE] = "close",
	[TCPSIM_CALL_SHUTDOWN] = "shutdown",
	[TCPSIM_CALL_ABORT] = "abort",
	[TCPSIM_CALL_SET] = "set",
};

static const char *const drop_words[] = {
	[TCPSIM_DROP_FAULT] = "dropped by the scenario",
	[TCPSIM_DROP_LOSS] = "lost by the link",
	[TCPSIM_DROP_CUT] = "lost: the link is cut",
	[TCPSIM_DROP_EXPIRED] = "dropped: older than MSL",
	[TCPSIM_DROP_HOST_DOWN] = "lost: the host is down",
	[TCPSIM_DROP_QUEUE] = "dropped: the queue is full",
	[TCPSIM_DROP_CHECKSUM] = "dropped: wrong checksum",
	[TCPSIM_DROP_NO_ROUTE] = "lost: there is no link to that host",
	[TCPSIM_DROP_QUIET] = "not sent: quiet time after a restart",
	[TCPSIM_DROP_MTU] = "dropped: larger than the MTU",
};

/* What a segment without RST, SYN and probing is: text, FIN, both, or a pure acknowledgment. */
static unsigned
plain_kinds(const struct tcpsim_segment *seg)
{
	unsigned kinds = 0;

	if (seg->text_bytes > 0)
		kinds |= TCPSIM_KIND_DATA;
	if (seg->ctl & TCPSIM_FIN)
		kinds |= TCPSIM_KIND_FIN;
	if (kinds == 0 && (seg->ctl & TCPSIM_ACK) != 0)
		kinds = TCPSIM_KIND_ACK;
	return kinds;
}

uint8_t
tcpsim_kinds_of(const struct tcpsim_segment *seg, enum tcpsim_purpose purpose)
{
	unsigned kinds = TCPSIM_KIND_ANY;

	if (purpose == TCPSIM_PURPOSE_KEEPALIVE_PROBE)
		return (uint8_t)(kinds | TCPSIM_KIND_PROBE);
	if (purpose == TCPSIM_PURPOSE_WINDOW_PROBE)
		kinds |= TCPSIM_KIND_PROBE;
	if (seg->ctl & TCPSIM_SYN)
		kinds |= (seg->ctl & TCPSIM_ACK) != 0 ? TCPSIM_KIND_SYN_ACK : TCPSIM_KIND_SYN;
	if (seg->ctl & TCPSIM_RST)
		kinds |= TCPSIM_KIND_RST;
	if (kinds == TCPSIM_KIND_ANY)
		return (uint8_t)(kinds | plain_kinds(seg));
	return (uint8_t)(kinds | (plain_kinds(seg) & ~(unsigned)TCPSIM_KIND_ACK));
}

const char *
tcpsim_kind_name(enum tcpsim_kind kind)
{
	return kind_names[g_bit_nth_lsf(kind, -1)];
}

const char *
tcpsim_call_name(enum tcpsim_call call)
{
	return call_names[call];
}

const char *
tcpsim_drop_words(enum tcpsim_drop drop)
{
	return drop_words[drop];
}

struct tcpsim_trace *
tcpsim_trace_new(void)
{
	struct tcpsim_trace *trace = g_new0(struct tcpsim_trace, 1);

	trace->records = g_array_new(FALSE, TRUE, sizeof(struct tcpsim_record));
	trace->octets = g_byte_array_sized_new(64);
	trace->names = g_ptr_array_new_with_free_func(g_free);
	trace->words = g_string_chunk_new(256);
	return trace;
}

void
tcpsim_trace_free(struct tcpsim_trace *trace)
{
	g_array_unref(trace->records);
	g_byte_array_unref(trace->octets);
	g_ptr_array_unref(trace->names);
	g_string_chunk_free(trace->words);
	g_free(trace);
}

const char *
tcpsim_trace_words(struct tcpsim_trace *trace, const char *words)
{
	return g_string_chunk_insert_const(trace->words, words);
}

const struct tcpsim_record *
tcpsim_trace_records(const struct tcpsim_trace *trace, size_t *n)
{
	*n = trace->records->len;
	return (const struct tcpsim_record *)(const void *)trace->records->data;
}

const uint8_t *
tcpsim_trace_octets(const struct tcpsim_trace *trace, const struct tcpsim_record *record)
{
	return trace->octets->data + record->octets_at;
}

size_t
tcpsim_trace_n_hosts(const struct tcpsim_trace *trace)
{
	return trace->names->len;
}

const char *
tcpsim_trace_host_name(const struct tcpsim_trace *trace, uint16_t host)
{
	return (const char *)g_ptr_array_index(trace->names, host);
}
