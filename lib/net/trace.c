/* SPDX-License-Identifier: MIT */
#include "net_private.h"

static const char *const kind_names[TCPSIM_N_KINDS] = {
	"SYN", "SYN+ACK", "ACK", "DATA", "FIN", "RST", "PROBE", "ANY", "URG", "ECE", "CWR", "DATAGRAM", "ICMP",
};

static const char *const protocol_names[TCPSIM_N_PROTOCOLS] = { "TCP", "UDP", "ICMP" };

static const char *const call_names[TCPSIM_N_CALLS] = {
	[TCPSIM_CALL_LISTEN] = "listen",
	[TCPSIM_CALL_CONNECT] = "connect",
	[TCPSIM_CALL_SEND] = "send",
	[TCPSIM_CALL_RECEIVE] = "receive",
	[TCPSIM_CALL_CLOSE] = "close",
	[TCPSIM_CALL_SHUTDOWN] = "shutdown",
	[TCPSIM_CALL_ABORT] = "abort",
	[TCPSIM_CALL_SET] = "set",
};

static const char *const socket_call_names[TCPSIM_N_SOCKET_CALLS] = {
	[TCPSIM_SYS_SOCKET] = "socket",
	[TCPSIM_SYS_BIND] = "bind",
	[TCPSIM_SYS_LISTEN] = "listen",
	[TCPSIM_SYS_ACCEPT] = "accept",
	[TCPSIM_SYS_CONNECT] = "connect",
	[TCPSIM_SYS_SEND] = "send",
	[TCPSIM_SYS_SENDTO] = "sendto",
	[TCPSIM_SYS_RECV] = "recv",
	[TCPSIM_SYS_RECVFROM] = "recvfrom",
	[TCPSIM_SYS_SHUTDOWN] = "shutdown",
	[TCPSIM_SYS_CLOSE] = "close",
	[TCPSIM_SYS_SETSOCKOPT] = "setsockopt",
	[TCPSIM_SYS_GETSOCKOPT] = "getsockopt",
};

static const char *const drop_words[TCPSIM_N_DROPS] = {
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
	[TCPSIM_DROP_MALFORMED] = "dropped: damaged beyond recognition",
	[TCPSIM_DROP_BUFFER] = "dropped: the socket's buffer is full",
	[TCPSIM_DROP_NO_PORT] = "dropped: nobody has bound that port",
	[TCPSIM_DROP_BACKLOG] = "dropped: the backlog is full",
	[TCPSIM_DROP_TTL] = "dropped: its time to live is over",
	[TCPSIM_DROP_CONGESTION] = "dropped: congestion, and no ECN to say so",
	[TCPSIM_DROP_NOBODY] = "dropped: nobody whom it concerns",
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

/* Flags are at the same distance as kinds and as control bits. */
static unsigned
flag_kinds(const struct tcpsim_segment *seg)
{
	unsigned flags = (seg->ctl & TCPSIM_SYN) != 0 ? TCPSIM_URG : TCPSIM_URG | TCPSIM_ECE | TCPSIM_CWR;

	return (seg->ctl & flags) * (TCPSIM_KIND_URG / TCPSIM_URG);
}

uint16_t
tcpsim_kinds_of(const struct tcpsim_segment *seg, enum tcpsim_purpose purpose)
{
	unsigned kinds = TCPSIM_KIND_ANY, flags = seg->ctl & (TCPSIM_URG | TCPSIM_ECE | TCPSIM_CWR);

	if (purpose == TCPSIM_PURPOSE_KEEPALIVE_PROBE)
		return (uint16_t)(kinds | TCPSIM_KIND_PROBE);
	if (purpose == TCPSIM_PURPOSE_WINDOW_PROBE)
		kinds |= TCPSIM_KIND_PROBE;
	if (seg->ctl & TCPSIM_SYN)
		kinds |= (seg->ctl & TCPSIM_ACK) != 0 ? TCPSIM_KIND_SYN_ACK : TCPSIM_KIND_SYN;
	if (seg->ctl & TCPSIM_RST)
		kinds |= TCPSIM_KIND_RST;
	if (kinds == TCPSIM_KIND_ANY)
		kinds |= plain_kinds(seg);
	else
		kinds |= plain_kinds(seg) & ~(unsigned)TCPSIM_KIND_ACK;
	if (flags != 0)
		kinds |= flag_kinds(seg);
	return (uint16_t)kinds;
}

const char *
tcpsim_kind_name(enum tcpsim_kind kind)
{
	return kind_names[g_bit_nth_lsf(kind, -1)];
}

const char *
tcpsim_protocol_name(enum tcpsim_protocol protocol)
{
	return protocol_names[protocol];
}

const char *
tcpsim_call_name(enum tcpsim_call call)
{
	return call_names[call];
}

const char *
tcpsim_socket_call_name(enum tcpsim_socket_call call)
{
	return socket_call_names[call];
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
	if (trace == NULL)
		return;
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

uint16_t
tcpsim_trace_add_host(struct tcpsim_trace *trace, const char *name)
{
	g_ptr_array_add(trace->names, g_strdup(name));
	return (uint16_t)(trace->names->len - 1);
}

void
tcpsim_trace_append(struct tcpsim_trace *trace, const struct tcpsim_record *record, const uint8_t *octets)
{
	struct tcpsim_record *copy;

	g_array_append_vals(trace->records, record, 1);
	copy = &g_array_index(trace->records, struct tcpsim_record, trace->records->len - 1);
	copy->octets_at = trace->octets->len;
	if (copy->octets_n > 0)
		g_byte_array_append(trace->octets, octets, copy->octets_n);
	if (copy->words != NULL)
		copy->words = tcpsim_trace_words(trace, copy->words);
}
