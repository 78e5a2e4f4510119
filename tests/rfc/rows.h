/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_ROWS_H
#define TCPSIM_TESTS_ROWS_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

#include <tcpsim/engine.h>

/*
 * Tests by rows: one row is one event. It says in which state a TCB is and how it differs from
 * the template of that state, what happens, and how the TCB must differ from itself afterwards;
 * what is not named must not have changed. So the whole TCB is compared, always.
 *
 * The templates lie across the end of the sequence space: see the numbers below.
 */

/* Control bits, as short as in the RFC. */
enum {
	FIN = TCPSIM_FIN,
	SYN = TCPSIM_SYN,
	RST = TCPSIM_RST,
	PSH = TCPSIM_PSH,
	ACK = TCPSIM_ACK,
	URG = TCPSIM_URG,
	ECE = TCPSIM_ECE,
	CWR = TCPSIM_CWR,
};

/*
 * The templates' numbers. Before ESTABLISHED: SND.UNA = ISS, SND.NXT = ISS+1, RCV.NXT = IRS+1. From
 * ESTABLISHED on, 40 octets were sent and acknowledged and 30 were received and read, so that SND.UNA
 * is UNA and RCV.NXT is RCV. Text and windows wrap around 2^32 a few octets later.
 */
#define ISS UINT32_C(0xffffffd2)
#define UNA (ISS + 41U) /* 2^32 - 5 */
#define IRS UINT32_C(0xffffffda)
#define RCV (IRS + 31U) /* 2^32 - 7 */

#define SENT_OCTETS 40
#define RECEIVED_OCTETS 30
#define RCV_BUFFER 1000U /* the receive buffer of the rows' policy, and RCV.WND of the templates */
#define PEER_WND 2000U   /* SND.WND and MAX.SND.WND of the templates */
#define PEER_MSS 536U    /* Eff.snd.MSS of the templates */
#define NEW_ISS UINT32_C(0x7ffffff0) /* the ISN that a call offers for a new connection */

/* Times, microseconds. */
#define SECOND INT64_C(1000000)
#define NOW (10 * SECOND)              /* when the event happens */
#define RTO (3 * SECOND)               /* of the templates from ESTABLISHED on: it differs from all defaults */
#define RTX_DUE (NOW + SECOND)         /* when something is unacknowledged */
#define USER_DUE (NOW + 200 * SECOND)
#define TIME_WAIT_DUE (NOW + 50 * SECOND)
#define MSL (120 * SECOND)
#define NEVER TCPSIM_TIME_NONE

/* Every number in a TCB, by name. */
#define TCB_FIELDS(F) \
	F(STATE, state) \
	F(ORIGIN, origin) \
	F(FLAGS, flags) \
	F(MSS, mss) \
	F(N_HELD, n_held) \
	F(SND_OFFSET, snd.una_offset) \
	F(SND_UNA, snd.una) \
	F(SND_NXT, snd.nxt) \
	F(SND_WL1, snd.wl1) \
	F(SND_WL2, snd.wl2) \
	F(SND_ISS, snd.iss) \
	F(SND_WND, snd.wnd) \
	F(MAX_SND_WND, snd.max_wnd) \
	F(QUEUED, snd.queued_bytes) \
	F(RCV_OFFSET, rcv.nxt_offset) \
	F(RCV_NXT, rcv.nxt) \
	F(RCV_IRS, rcv.irs) \
	F(RCV_FIN, rcv.fin) \
	F(RCV_WND, rcv.wnd) \
	F(UNREAD, rcv.unread_bytes) \
	F(WANTED, rcv.wanted_bytes) \
	F(DUE_RETRANSMISSION, deadline_us[TCPSIM_TIMER_RETRANSMISSION]) \
	F(DUE_PERSIST, deadline_us[TCPSIM_TIMER_PERSIST]) \
	F(DUE_KEEPALIVE, deadline_us[TCPSIM_TIMER_KEEPALIVE]) \
	F(DUE_2MSL, deadline_us[TCPSIM_TIMER_2MSL]) \
	F(DUE_USER, deadline_us[TCPSIM_TIMER_USER]) \
	F(RTT_SENT, rtt.sent_us) \
	F(RTT_SRTT, rtt.srtt_us) \
	F(RTT_RTTVAR, rtt.rttvar_us) \
	F(RTT_RTO, rtt.rto_us) \
	F(RTT_SEQ, rtt.seq) \
	F(RETRIES, rtt.retries) \
	F(CHALLENGED_SINCE, sent.since_us) \
	F(CHALLENGED, sent.count) \
	F(PROBES, sent.probes) \
	F(OLD_SND_NXT, old.snd_nxt) \
	F(OLD_RCV_NXT, old.rcv_nxt) \
	F(OLD_TS_RECENT, old.ts_recent) \
	F(TS_RECENT, ts.recent) \
	F(TS_RECENT_S, ts.recent_s) \
	F(DROPPED, dropped) \
	F(SND_UP, snd.up) \
	F(RESEND, snd.resend) \
	F(RCV_UP, rcv.up) \
	F(RCV_ACKED, rcv.acked) \
	F(DUE_ACK, deadline_us[TCPSIM_TIMER_ACK]) \
	F(CWND, cc.cwnd) \
	F(SSTHRESH, cc.ssthresh) \
	F(RECOVER, cc.recover) \
	F(ACKED_BYTES, cc.acked_bytes) \
	F(W_MAX, cc.w_max) \
	F(W_EST, cc.w_est) \
	F(EPOCH_MS, cc.epoch_ms) \
	F(K_MS, cc.k_ms) \
	F(USER_TIMEOUT, user_timeout) \
	F(N_SACKED, n_sacked) \
	F(DUP_ACKS, dup_acks) \
	F(SND_SCALE, snd_scale) \
	F(RCV_SCALE, rcv_scale) \
	F(SOFT_ERROR, soft_error) \
	F(QUICK_ACKS, quick_acks) \
	F(DUE_FIN_WAIT_2, deadline_us[TCPSIM_TIMER_FIN_WAIT_2]) \
	F(TEXT_MS, text_ms) \
	F(SMALL, small) \
	RESERVED_FIELD(F, 0) RESERVED_FIELD(F, 1) RESERVED_FIELD(F, 2) RESERVED_FIELD(F, 3) \
	RESERVED_FIELD(F, 4) RESERVED_FIELD(F, 5) RESERVED_FIELD(F, 6) \
	HELD_FIELDS(F, 0) HELD_FIELDS(F, 1) HELD_FIELDS(F, 2) HELD_FIELDS(F, 3) \
	HELD_FIELDS(F, 4) HELD_FIELDS(F, 5) HELD_FIELDS(F, 6) HELD_FIELDS(F, 7) \
	HELD_FIELDS(F, 8) HELD_FIELDS(F, 9) HELD_FIELDS(F, 10) HELD_FIELDS(F, 11) \
	HELD_FIELDS(F, 12) HELD_FIELDS(F, 13) HELD_FIELDS(F, 14) HELD_FIELDS(F, 15)

#define RESERVED_FIELD(F, i) F(RESERVED_##i, reserved_8[i])
#define HELD_FIELDS(F, i) F(HELD_##i##_BEGIN, ranges[i].begin) F(HELD_##i##_END, ranges[i].end)

enum tcb_field {
	NO_FIELD,
#define F(NAME, member) NAME,
	TCB_FIELDS(F)
#undef F
	INTO,  /* no field: the TCB becomes the template of that state */
	RAISE, /* no field: these flags are raised */
	LOWER, /* no field: these flags are lowered */
};

/* One field gets one value. */
struct change {
	enum tcb_field field;
	int64_t value;
};

/* One setting of the policy differs: WITH(rfc5961, 0). */
struct setting_change {
	size_t place; /* offset + 1, so that 0 is none */
	int64_t value;
};
#define WITH(member, v) { offsetof(struct tcpsim_policy, member) + 1, (v) }

/* A segment, with plain numbers. */
struct said {
	uint32_t seq, ack;
	/*
	 * The field of the header. Of one that arrives: 0 is PEER_WND, NO_WND is 0. Of one that is sent: 0 is RCV.WND as it is
	 * afterwards, scaled but in a SYN.
	 */
	uint32_t wnd;
	uint32_t text; /* octets */
	uint32_t at;   /* offset of the text, of a segment that is sent */
	/* The MSS option. Of one that arrives: 0 is none, ZERO_MSS is 0. Of one that is sent it is always checked. */
	uint16_t mss;
	bool has_ts; /* the Timestamps option, with the two that follow */
	uint32_t tsval, tsecr;
	bool has_scale; /* the Window Scale option, with the shift count that follows */
	uint8_t scale;
	bool has_sack_ok; /* SACK-permitted */
	struct {
		uint32_t begin, end;
	} sack[TCPSIM_MAX_SACK]; /* the blocks of the SACK option, up to the first that is empty */
	uint16_t user_timeout; /* of the option; 0 is none */
	uint16_t up;           /* SEG.UP */
	uint8_t ecn;           /* enum tcpsim_ecn */
	uint8_t ctl;
	uint8_t addressed;
	enum tcpsim_purpose purpose; /* of a segment that is sent */
};
#define NO_WND UINT32_MAX
#define ZERO_MSS UINT16_MAX

enum event {
	ARRIVES, /* .seg */
	OPEN,    /* .remote, .is_active */
	SEND,    /* .octets */
	SEND_URGENT, /* .octets */
	RECEIVE, /* .octets */
	CLOSE,
	SHUTDOWN, /* the CLOSE of a user who goes on reading */
	ABORT,
	STATUS,
	TIMEOUT, /* .timer must be the one that fires */
	POLL,
	POLICY_CHANGED,
	ICMP, /* .icmp */
};

struct row {
	const char *name;
	int line;

	enum tcpsim_state in;     /* the template */
	struct change given[12];  /* and how the TCB differs from it */
	struct setting_change policy[5]; /* how the policy differs from rfc9293 with a receive buffer of RCV_BUFFER */

	enum event event;
	struct said seg;
	bool is_listened;
	bool is_active;
	enum tcpsim_remote remote;
	struct {
		enum tcpsim_icmp_kind kind;
		uint32_t seq, mtu;
	} icmp;
	uint32_t octets;
	int64_t now_us; /* 0 is NOW */
	int timer;

	enum tcpsim_error answer; /* of a call */
	struct said sends[TCPSIM_MAX_OUT]; /* up to the first without control bits */
	bool more;
	struct change then[28]; /* how the TCB differs from what it was, but for the last SEG.ACK sent, which .sends has */
	enum tcpsim_rule rule;  /* that ends the event; none: one of .also, or one after it */
	enum tcpsim_rule also[4]; /* others that must have taken effect */
	enum tcpsim_rule never;   /* one that must not */
	unsigned signals;
	enum tcpsim_error error;
	enum tcpsim_error soft_error;
	struct {
		uint64_t at;
		uint32_t skip, octets;
	} stores;
	struct {
		uint64_t at;
		uint32_t octets;
	} delivers;
};

/* The name of a row, and where it stands. */
#define ROW(words) .name = (words), .line = __LINE__

/* A main() whose tests are the rows of an array. A failing row says its name, its line and each difference. */
#define ROWS_MAIN(name, rows) rows_main((name), (rows), sizeof (rows) / sizeof (rows)[0], __FILE__)
int rows_main(const char *name, const struct row *rows, size_t n, const char *file);

/* Add the rows of an array to a suite of their own making. */
#define ROWS_ADD(suite, name, rows) rows_add((suite), (name), (rows), sizeof (rows) / sizeof (rows)[0], __FILE__)
void rows_add(Suite *suite, const char *name, const struct row *rows, size_t n, const char *file);

/* Run one row; returns how many differences there were. */
unsigned row_run(const struct row *row, const char *file);

/* The template of a state. */
struct tcpsim_tcb row_tcb(enum tcpsim_state state);

/* The policy of the rows: rfc9293 with a receive buffer of RCV_BUFFER. */
struct tcpsim_policy row_policy(void);

/* Change a TCB. */
void row_change(struct tcpsim_tcb *tcb, const struct change *change);

/* Compare two TCBs field by field; prints each difference after `where`, returns their number. */
unsigned tcb_compare(const struct tcpsim_tcb *got, const struct tcpsim_tcb *want, const char *where);

/* Something unacknowledged: that many octets from SND.UNA on. */
#define OUTSTANDING(octets) { SND_NXT, UNA + (octets) }, { DUE_RETRANSMISSION, RTX_DUE }, { DUE_USER, USER_DUE }

/* All is acknowledged: SND.UNA is `una`, `octets` octets later; what was sent and its timers are gone. */
#define ALL_ACKNOWLEDGED(una, octets) \
	{ SND_UNA, (una) }, { SND_OFFSET, SENT_OCTETS + (octets) }, { SND_WL2, (una) }, \
	{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }

/*
 * A CLOSED or LISTEN TCB was opened actively: <SEQ=NEW_ISS><CTL=SYN> is timed, and an RTO of 1 s is armed (RFC 6298
 * 2.1).
 */
#define OPENED_ACTIVELY \
	{ INTO, TCPSIM_SYN_SENT }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, { SND_NXT, NEW_ISS + 1 }, \
	{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

/* Something is sent from `seq` on that is timed, and both timers start. */
#define TIMED(seq) \
	{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, (seq) }, \
	{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND }

/* An ACK was sent that counts against the limit of challenge ACKs. */
#define COUNTED { CHALLENGED_SINCE, NOW }, { CHALLENGED, 1 }

#endif
