/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/word.h>

#include "lib/packetdrill/info.h"

/* Members of tcp_info that can be told honestly: of Linux (<linux/tcp.h>), of FreeBSD (<netinet/tcp.h>). */

/* A threshold that was never set: TCP_INFINITE_SSTHRESH of Linux, TCP_MAXWIN << TCP_MAX_WINSHIFT of FreeBSD. */
#define LINUX_NO_THRESHOLD 0x7fffffff
#define FREEBSD_NO_THRESHOLD (65535 << 14)

static int64_t
state(const struct pkt_info *info)
{
	static const enum pkt_constant on_linux[] = {
		[TCPSIM_CLOSED] = PKT_C_TCP_CLOSE, [TCPSIM_LISTEN] = PKT_C_TCP_LISTEN,
		[TCPSIM_SYN_SENT] = PKT_C_TCP_SYN_SENT, [TCPSIM_SYN_RECEIVED] = PKT_C_TCP_SYN_RECV,
		[TCPSIM_ESTABLISHED] = PKT_C_TCP_ESTABLISHED, [TCPSIM_FIN_WAIT_1] = PKT_C_TCP_FIN_WAIT1,
		[TCPSIM_FIN_WAIT_2] = PKT_C_TCP_FIN_WAIT2, [TCPSIM_CLOSE_WAIT] = PKT_C_TCP_CLOSE_WAIT,
		[TCPSIM_CLOSING] = PKT_C_TCP_CLOSING, [TCPSIM_LAST_ACK] = PKT_C_TCP_LAST_ACK,
		[TCPSIM_TIME_WAIT] = PKT_C_TCP_TIME_WAIT,
	};
	static const enum pkt_constant on_freebsd[] = {
		[TCPSIM_CLOSED] = PKT_C_TCPS_CLOSED, [TCPSIM_LISTEN] = PKT_C_TCPS_LISTEN,
		[TCPSIM_SYN_SENT] = PKT_C_TCPS_SYN_SENT, [TCPSIM_SYN_RECEIVED] = PKT_C_TCPS_SYN_RECEIVED,
		[TCPSIM_ESTABLISHED] = PKT_C_TCPS_ESTABLISHED, [TCPSIM_FIN_WAIT_1] = PKT_C_TCPS_FIN_WAIT_1,
		[TCPSIM_FIN_WAIT_2] = PKT_C_TCPS_FIN_WAIT_2, [TCPSIM_CLOSE_WAIT] = PKT_C_TCPS_CLOSE_WAIT,
		[TCPSIM_CLOSING] = PKT_C_TCPS_CLOSING, [TCPSIM_LAST_ACK] = PKT_C_TCPS_LAST_ACK,
		[TCPSIM_TIME_WAIT] = PKT_C_TCPS_TIME_WAIT,
	};
	int64_t value = 0;

	tcpsim_pkt_constant_value(info->system, info->system == PKT_SYSTEM_FREEBSD ? on_freebsd[info->info.state] :
		on_linux[info->info.state], &value);
	return value;
}

static bool
has_flag(const struct pkt_info *info, enum tcpsim_tcb_flag flag)
{
	return info->tcb != NULL && (info->tcb->flags & (uint32_t)flag) != 0;
}

/* net/tcp.h, enum tcp_ca_state: Open, Disorder, CWR, Recovery, Loss. */
static int64_t
ca_state(const struct pkt_info *info)
{
	if (info->info.is_after_loss)
		return 4;
	if (info->info.is_recovering)
		return 3;
	if (has_flag(info, TCPSIM_FLAG_REDUCED))
		return 2;
	return info->info.dup_acks > 0 || (info->tcb != NULL && info->tcb->n_sacked > 0);
}

/* The SYN,ACK acknowledged text of the SYN, on either side (tcp_sock.syn_data_acked of Linux). */
static bool
has_syn_data(const struct pkt_info *info)
{
	return info->system != PKT_SYSTEM_FREEBSD && info->info.has_syn_text;
}

static int64_t
options(const struct pkt_info *info)
{
	return (has_syn_data(info) ? 32 : 0) | (info->info.has_timestamps ? 1 : 0) | (info->info.has_sack ? 2 : 0) |
		(info->info.has_window_scale ? 4 : 0) | (info->info.has_ecn ? 8 : 0);
}

static int64_t
snd_wscale(const struct pkt_info *info)
{
	return info->info.has_window_scale ? info->info.snd_scale : 0;
}

static int64_t
rcv_wscale(const struct pkt_info *info)
{
	return info->info.has_window_scale ? info->info.rcv_scale : 0;
}

static int64_t
rto(const struct pkt_info *info)
{
	return info->info.rto_us;
}

static int64_t
rtt(const struct pkt_info *info)
{
	return info->info.srtt_us;
}

static int64_t
rttvar(const struct pkt_info *info)
{
	return info->info.rttvar_us;
}

static int64_t
snd_mss(const struct pkt_info *info)
{
	return info->info.snd_mss;
}

static int64_t
advmss(const struct pkt_info *info)
{
	return info->info.advmss;
}

/* Linux counts segments, FreeBSD octets. */
static int64_t
segments(const struct pkt_info *info, uint32_t octets)
{
	return info->info.snd_mss > 0 ? octets / info->info.snd_mss : 0;
}

static int64_t
snd_cwnd_segments(const struct pkt_info *info)
{
	return segments(info, info->info.snd_cwnd);
}

static int64_t
snd_cwnd(const struct pkt_info *info)
{
	return info->info.snd_cwnd;
}

static int64_t
snd_ssthresh_segments(const struct pkt_info *info)
{
	return info->info.snd_ssthresh == UINT32_MAX ? LINUX_NO_THRESHOLD : segments(info, info->info.snd_ssthresh);
}

static int64_t
snd_ssthresh(const struct pkt_info *info)
{
	return info->info.snd_ssthresh == UINT32_MAX ? FREEBSD_NO_THRESHOLD : info->info.snd_ssthresh;
}

static int64_t
snd_wnd(const struct pkt_info *info)
{
	return info->info.snd_wnd;
}

static int64_t
rcv_wnd(const struct pkt_info *info)
{
	return info->info.rcv_wnd;
}

static int64_t
backoff(const struct pkt_info *info)
{
	return info->info.backoff;
}

static int64_t
probes(const struct pkt_info *info)
{
	return info->info.probes;
}

static int64_t
total_retrans(const struct pkt_info *info)
{
	return info->info.retransmits;
}

static int64_t
notsent_bytes(const struct pkt_info *info)
{
	return info->info.unsent_bytes;
}

static int64_t
reordering(const struct pkt_info *info)
{
	return info->info.reordering;
}

/* tcp_snd_una_update(): all that was acknowledged, which is FIN, too, and SYN where we sent the first. */
static int64_t
bytes_acked(const struct pkt_info *info)
{
	if (info->tcb == NULL)
		return 0;
	return (int64_t)tcpsim_seq_distance(info->tcb->snd.iss, info->tcb->snd.una) -
		(info->tcb->origin == TCPSIM_ORIGIN_ACTIVE ? 0 : 1);
}

/* tcp_rcv_nxt_update(): FIN is one, SYN is not. */
static int64_t
bytes_received(const struct pkt_info *info)
{
	return info->tcb == NULL || info->tcb->state < TCPSIM_SYN_RECEIVED ? 0 :
		(int64_t)tcpsim_seq_distance(info->tcb->rcv.irs, info->tcb->rcv.nxt) - 1;
}

static int64_t
bytes_retrans(const struct pkt_info *info)
{
	return (int64_t)info->info.retransmitted_bytes;
}

/* Of text, whatever is sent again included. */
static int64_t
bytes_sent(const struct pkt_info *info)
{
	if (info->tcb == NULL)
		return 0;
	return (int64_t)(tcpsim_tcb_snd_offset(info->tcb, info->tcb->snd.nxt) + info->info.retransmitted_bytes);
}

static int64_t
data_segs_out(const struct pkt_info *info)
{
	return info->info.data_segments_out;
}

static int64_t
data_segs_in(const struct pkt_info *info)
{
	return info->info.data_segments_in;
}

/* ---- what is under way, in segments: as they were sent first ---- */

static bool
is_sacked(const struct tcpsim_tcb *tcb, tcpsim_seq begin, tcpsim_seq end)
{
	for (unsigned i = 0; i < tcb->n_sacked; i++) {
		const struct tcpsim_range *range = &tcb->ranges[TCPSIM_MAX_RANGES - 1 - i];

		if (tcpsim_seq_le(range->begin, begin) && tcpsim_seq_le(end, range->end))
			return true;
	}
	return false;
}

/* Segments that were sent and are not acknowledged; or of them those that the peer has told by SACK. */
static int64_t
count(const struct pkt_info *info, bool only_sacked)
{
	const struct play *play = info->play;
	struct tcpsim_address address = { 0, 0 };
	const struct tcpsim_record *records;
	int64_t n = 0;
	size_t n_records;

	if (info->tcb == NULL || info->tcb->state < TCPSIM_SYN_SENT)
		return 0;
	tcpsim_sys_getsockname(play->net, PKT_TESTED, info->descriptor->fd, &address);
	records = tcpsim_trace_records(tcpsim_net_trace(play->net), &n_records);
	for (size_t i = 0; i < n_records; i++) {
		const struct tcpsim_segment *seg = &records[i].segment;
		tcpsim_seq end = tcpsim_seq_add(seg->seq, tcpsim_segment_len(seg));

		if (records[i].kind != TCPSIM_RECORD_SEND || records[i].host != PKT_TESTED ||
			records[i].local_port != address.port || records[i].protocol != TCPSIM_PROTOCOL_TCP ||
			records[i].purpose != TCPSIM_PURPOSE_FIRST || tcpsim_segment_len(seg) == 0)
			continue;
		n += tcpsim_seq_lt(info->tcb->snd.una, end) && tcpsim_seq_le(end, info->tcb->snd.nxt) &&
			(!only_sacked || is_sacked(info->tcb, seg->seq, end));
	}
	return n;
}

static int64_t
unacked(const struct pkt_info *info)
{
	return info->info.state == TCPSIM_LISTEN ? (int64_t)info->info.n_unaccepted : count(info, false);
}

static int64_t
sacked(const struct pkt_info *info)
{
	return info->info.state == TCPSIM_LISTEN ? (int64_t)info->info.backlog : count(info, true);
}

/* FreeBSD tells numbers as they are on the wire. */
static int64_t
snd_nxt(const struct pkt_info *info)
{
	return info->tcb == NULL ? 0 : info->tcb->snd.nxt.n;
}

static int64_t
rcv_nxt(const struct pkt_info *info)
{
	return info->tcb == NULL ? 0 : info->tcb->rcv.nxt.n;
}

/* ---- the tables ---- */

struct member {
	char name[16];
	int64_t (*value)(const struct pkt_info *info);
};

static const struct member on_linux[] = {
	{ "state", state }, { "ca_state", ca_state }, { "retransmits", backoff }, { "probes", probes },
	{ "backoff", backoff }, { "options", options }, { "snd_wscale", snd_wscale }, { "rcv_wscale", rcv_wscale },
	{ "rto", rto }, { "snd_mss", snd_mss }, { "unacked", unacked }, { "sacked", sacked }, { "rtt", rtt },
	{ "rttvar", rttvar }, { "snd_ssthresh", snd_ssthresh_segments }, { "snd_cwnd", snd_cwnd_segments },
	{ "advmss", advmss }, { "reordering", reordering }, { "total_retrans", total_retrans },
	{ "bytes_acked", bytes_acked }, { "bytes_received", bytes_received }, { "notsent_bytes", notsent_bytes },
	{ "bytes_sent", bytes_sent }, { "bytes_retrans", bytes_retrans }, { "data_segs_out", data_segs_out },
	{ "data_segs_in", data_segs_in }, { "snd_wnd", snd_wnd }, { "rcv_wnd", rcv_wnd },
};

static const struct member on_freebsd[] = {
	{ "state", state }, { "options", options }, { "snd_wscale", snd_wscale }, { "rcv_wscale", rcv_wscale },
	{ "rto", rto }, { "snd_mss", snd_mss }, { "rtt", rtt }, { "rttvar", rttvar }, { "snd_ssthresh", snd_ssthresh },
	{ "snd_cwnd", snd_cwnd }, { "rcv_space", rcv_wnd }, { "snd_wnd", snd_wnd }, { "snd_nxt", snd_nxt },
	{ "rcv_nxt", rcv_nxt }, { "snd_rexmitpack", total_retrans },
};

static const struct member *
members(enum pkt_system system, size_t *n)
{
	*n = system == PKT_SYSTEM_FREEBSD ? G_N_ELEMENTS(on_freebsd) : G_N_ELEMENTS(on_linux);
	return system == PKT_SYSTEM_FREEBSD ? on_freebsd : on_linux;
}

bool
tcpsim_pkt_info_knows(enum pkt_system system, const char *name)
{
	const struct member *table;
	size_t n;

	table = members(system, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(table[i].name, name) == 0)
			return true;
	return false;
}

/* Members that kernels have, and that cannot be told here. */
static const char *const untold[] = { "lost", "retrans", "fackets", "last_data_sent", "last_ack_sent",
	"last_data_recv", "last_ack_recv", "pmtu", "rcv_ssthresh", "rcv_rtt", "rcv_space", "pacing_rate",
	"max_pacing_rate", "segs_out", "segs_in", "min_rtt", "delivery_rate", "busy_time", "rwnd_limited",
	"sndbuf_limited", "delivered", "delivered_ce", "dsack_dups", "reord_seen", "rcv_ooopack", "rehash",
	"fastopen_client_fail", "delivery_rate_app_limited", "total_rto", "total_rto_recoveries", "total_rto_time",
	"snd_bwnd", "snd_zerowin", "toe_tid", "rcv_numsacks", "total_tlp", "total_tlp_bytes", "dupacks", "rcv_adv",
	"received_ce", "delivered_e1_bytes", "delivered_e0_bytes", "delivered_ce_bytes", NULL };

const char *
tcpsim_pkt_info_nearest(enum pkt_system system, const char *name)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);
	const struct member *table;
	size_t n;

	if (g_strv_contains(untold, name) || tcpsim_pkt_info_knows(PKT_SYSTEM_LINUX, name) ||
		tcpsim_pkt_info_knows(PKT_SYSTEM_FREEBSD, name))
		return NULL;
	table = members(system, &n);
	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, table[i].name);
	return nearest.best;
}

const char *
tcpsim_pkt_info_member(const struct pkt_info *info, size_t i, int64_t *value)
{
	const struct member *table;
	size_t n;

	table = members(info->system, &n);
	if (i >= n)
		return NULL;
	*value = table[i].value(info);
	return table[i].name;
}

/* ---- the socket under test ---- */

/* The newest connection, else the newest socket of TCP: a listener. */
static const struct pkt_descriptor *
find(const struct play *play)
{
	const GPtrArray *descriptors = play->calls->descriptors;
	const struct pkt_descriptor *found = NULL;

	for (size_t i = 0; i < descriptors->len; i++) {
		const struct pkt_descriptor *descriptor = (const struct pkt_descriptor *)descriptors->pdata[i];
		int listens = 0;

		if (descriptor->fd < 0 || descriptor->is_datagram)
			continue;
		tcpsim_sys_getsockopt(
			play->net, PKT_TESTED, descriptor->fd, TCPSIM_SO_ACCEPTCONN, &listens, sizeof listens);
		if (found == NULL || !listens)
			found = descriptor;
	}
	return found;
}

bool
tcpsim_pkt_info_take(const struct play *play, struct pkt_info *info)
{
	tcpsim_socket handle;

	*info = (struct pkt_info){ .play = play, .descriptor = find(play),
		.system = tcpsim_pkt_system_of(play->profile->name) };
	if (info->descriptor == NULL)
		return false;
	handle = tcpsim_sys_handle(play->net, PKT_TESTED, info->descriptor->fd);
	info->tcb = tcpsim_net_tcb(play->net, handle);
	return tcpsim_sys_getsockopt(play->net, PKT_TESTED, info->descriptor->fd, TCPSIM_TCP_INFO, &info->info,
		sizeof info->info) == 0;
}
