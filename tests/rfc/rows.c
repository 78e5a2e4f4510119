/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/suite.h"

static const struct field {
	const char *name;
	size_t offset, size;
} fields[] = {
	[NO_FIELD] = { "", 0, 0 },
#define F(NAME, member) \
	[NAME] = { #member, offsetof(struct tcpsim_tcb, member), sizeof ((struct tcpsim_tcb *)0)->member },
	TCB_FIELDS(F)
#undef F
};

#define N_FIELDS (sizeof fields / sizeof fields[0])

static int64_t
read_field(const struct tcpsim_tcb *tcb, const struct field *field)
{
	const unsigned char *at = (const unsigned char *)tcb + field->offset;
	uint8_t one;
	uint16_t two;
	uint32_t four;
	int64_t eight;

	switch (field->size) {
	case 1:
		memcpy(&one, at, 1);
		return one;
	case 2:
		memcpy(&two, at, 2);
		return two;
	case 4:
		memcpy(&four, at, 4);
		return four;
	default:
		memcpy(&eight, at, 8);
		return eight;
	}
}

static void
write_field(struct tcpsim_tcb *tcb, const struct field *field, int64_t value)
{
	unsigned char *at = (unsigned char *)tcb + field->offset;
	uint8_t one = (uint8_t)value;
	uint16_t two = (uint16_t)value;
	uint32_t four = (uint32_t)value;

	switch (field->size) {
	case 1:
		memcpy(at, &one, 1);
		break;
	case 2:
		memcpy(at, &two, 2);
		break;
	case 4:
		memcpy(at, &four, 4);
		break;
	default:
		memcpy(at, &value, 8);
		break;
	}
}

void
row_change(struct tcpsim_tcb *tcb, const struct change *change)
{
	if (change->field == INTO)
		*tcb = row_tcb((enum tcpsim_state)change->value);
	else if (change->field == RAISE)
		tcb->flags |= (uint32_t)change->value;
	else if (change->field == LOWER)
		tcb->flags &= ~(uint32_t)change->value;
	else
		write_field(tcb, &fields[change->field], change->value);
}

unsigned
tcb_compare(const struct tcpsim_tcb *got, const struct tcpsim_tcb *want, const char *where)
{
	unsigned differences = 0;
	size_t covered = 0;

	for (size_t i = 1; i < N_FIELDS; i++) {
		int64_t is = read_field(got, &fields[i]), should = read_field(want, &fields[i]);

		covered += fields[i].size;
		if (is == should)
			continue;
		printf("%s: %s is %" PRId64 ", want %" PRId64 "\n", where, fields[i].name, is, should);
		differences++;
	}
	/* A new field of the TCB must be added to TCB_FIELDS, or it would not be compared. */
	ck_assert_uint_eq(covered, sizeof *got);
	return differences;
}

struct tcpsim_policy
row_policy(void)
{
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;

	policy.receive_buffer_bytes = RCV_BUFFER;
	policy.congestion_control = TCPSIM_CONGESTION_NONE; /* rows that are about it ask for it */
	return policy;
}

static void
no_timers(struct tcpsim_tcb *tcb)
{
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		tcb->deadline_us[i] = NEVER;
}

/* What SYN-SENT and SYN-RECEIVED have in common: our SYN is on its way. */
static void
before_established(struct tcpsim_tcb *tcb)
{
	tcb->snd.iss = tcb->snd.una = tcpsim_seq_make(ISS);
	tcb->snd.nxt = tcpsim_seq_make(ISS + 1U);
	tcb->rcv.wnd = RCV_BUFFER;
	tcb->rcv.wanted_bytes = TCPSIM_RECEIVE_ALL;
	tcb->mss = 536;
	tcb->rtt.rto_us = SECOND;
	tcb->flags = TCPSIM_FLAG_SYN_OUT;
	tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] = RTX_DUE;
	tcb->deadline_us[TCPSIM_TIMER_USER] = USER_DUE;
}

/* What ESTABLISHED and all after it have in common: see the numbers in rows.h. */
static void
synchronized(struct tcpsim_tcb *tcb)
{
	tcb->origin = TCPSIM_ORIGIN_ACTIVE;
	tcb->flags = TCPSIM_FLAG_REMOTE_KNOWN;
	tcb->mss = PEER_MSS;
	tcb->snd.iss = tcpsim_seq_make(ISS);
	tcb->snd.una = tcb->snd.nxt = tcb->snd.wl2 = tcpsim_seq_make(UNA);
	tcb->snd.una_offset = SENT_OCTETS;
	tcb->snd.wnd = tcb->snd.max_wnd = PEER_WND;
	tcb->rcv.irs = tcpsim_seq_make(IRS);
	tcb->rcv.nxt = tcb->rcv.acked = tcb->snd.wl1 = tcpsim_seq_make(RCV);
	tcb->rcv.nxt_offset = RECEIVED_OCTETS;
	tcb->rcv.wnd = RCV_BUFFER;
	tcb->rcv.wanted_bytes = TCPSIM_RECEIVE_ALL;
	tcb->rtt.srtt_us = SECOND;
	tcb->rtt.rttvar_us = SECOND / 2;
	tcb->rtt.rto_us = RTO;
}

/* Our FIN has the number UNA and nobody has acknowledged it. */
static void
fin_on_its_way(struct tcpsim_tcb *tcb)
{
	tcb->flags |= TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT;
	tcb->snd.nxt = tcpsim_seq_make(UNA + 1U);
	tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] = RTX_DUE;
	tcb->deadline_us[TCPSIM_TIMER_USER] = USER_DUE;
}

/* Our FIN has the number UNA-1 and is acknowledged. */
static void
fin_acknowledged(struct tcpsim_tcb *tcb)
{
	tcb->flags |= TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT;
	tcb->snd.una_offset = SENT_OCTETS - 1;
}

/* The peer's FIN had the number RCV-1. */
static void
fin_taken(struct tcpsim_tcb *tcb)
{
	tcb->flags |= TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN;
	tcb->rcv.fin = tcpsim_seq_make(RCV - 1U);
	tcb->rcv.nxt_offset = RECEIVED_OCTETS - 1;
}

struct tcpsim_tcb
row_tcb(enum tcpsim_state state)
{
	struct tcpsim_tcb tcb;

	memset(&tcb, 0, sizeof tcb);
	if (state == TCPSIM_CLOSED)
		return tcb;
	tcb.state = (uint8_t)state;
	no_timers(&tcb);
	switch (state) {
	case TCPSIM_CLOSED:
		break;
	case TCPSIM_LISTEN:
		tcb.mss = 536;
		tcb.rtt.rto_us = SECOND;
		tcb.rcv.wnd = RCV_BUFFER;
		tcb.rcv.wanted_bytes = TCPSIM_RECEIVE_ALL;
		break;
	case TCPSIM_SYN_SENT:
		tcb.origin = TCPSIM_ORIGIN_ACTIVE;
		before_established(&tcb);
		tcb.flags |= TCPSIM_FLAG_REMOTE_KNOWN;
		break;
	case TCPSIM_SYN_RECEIVED:
		tcb.origin = TCPSIM_ORIGIN_PASSIVE;
		before_established(&tcb);
		tcb.rcv.irs = tcb.snd.wl1 = tcpsim_seq_make(IRS);
		tcb.rcv.nxt = tcb.rcv.acked = tcpsim_seq_make(IRS + 1U);
		tcb.snd.wnd = tcb.snd.max_wnd = PEER_WND;
		tcb.snd.wl2 = tcb.snd.iss;
		break;
	case TCPSIM_ESTABLISHED:
		synchronized(&tcb);
		break;
	case TCPSIM_FIN_WAIT_1:
		synchronized(&tcb);
		fin_on_its_way(&tcb);
		break;
	case TCPSIM_FIN_WAIT_2:
		synchronized(&tcb);
		fin_acknowledged(&tcb);
		break;
	case TCPSIM_CLOSE_WAIT:
		synchronized(&tcb);
		fin_taken(&tcb);
		break;
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
		synchronized(&tcb);
		fin_on_its_way(&tcb);
		fin_taken(&tcb);
		break;
	case TCPSIM_TIME_WAIT:
		synchronized(&tcb);
		fin_acknowledged(&tcb);
		fin_taken(&tcb);
		tcb.deadline_us[TCPSIM_TIMER_2MSL] = TIME_WAIT_DUE;
		break;
	}
	return tcb;
}

/* ---- what was sent ---- */

static unsigned
differs(const char *where, const char *what, uint64_t got, uint64_t want)
{
	if (got == want)
		return 0;
	printf("%s: %s is %" PRIu64 ", want %" PRIu64 "\n", where, what, got, want);
	return 1;
}

static unsigned
n_blocks(const struct said *said)
{
	unsigned n = 0;

	while (n < TCPSIM_MAX_SACK && said->sack[n].begin != said->sack[n].end)
		n++;
	return n;
}

/* The options that a segment is said to have, but for MSS. */
static unsigned
options_said(const struct said *said)
{
	return (said->has_ts ? TCPSIM_OPTION_TIMESTAMPS : 0U) | (said->has_scale ? TCPSIM_OPTION_WINDOW_SCALE : 0U) |
	       (said->has_sack_ok ? TCPSIM_OPTION_SACK_PERMITTED : 0U) |
	       (n_blocks(said) != 0 ? TCPSIM_OPTION_SACK : 0U) |
	       (said->user_timeout != 0 ? TCPSIM_OPTION_USER_TIMEOUT : 0U);
}

static unsigned
blocks_differ(const struct tcpsim_segment *got, const struct said *want, const char *where)
{
	unsigned n = n_blocks(want), differences = differs(where, "SACK blocks", got->n_sack, n);

	for (unsigned i = 0; i < n; i++) {
		differences += differs(where, "begin of a SACK block", got->sack[i].begin.n, want->sack[i].begin);
		differences += differs(where, "end of a SACK block", got->sack[i].end.n, want->sack[i].end);
	}
	return differences;
}

/* The MSS option stands in every SYN and nowhere else (MUST-14, SHLD-5, MUST-65), others where the row has them. */
static unsigned
options_differ(const struct tcpsim_segment *got, const struct said *want, const struct tcpsim_policy *policy,
	const char *where)
{
	bool has_mss = (got->ctl & TCPSIM_SYN) != 0;
	unsigned options = (has_mss ? TCPSIM_OPTION_MSS : 0U) | options_said(want);
	uint64_t mss = want->mss != 0 ? want->mss : (uint64_t)policy->mss;

	return differs(where, "options", got->options, options) +
	       differs(where, "MSS option", got->mss, has_mss ? mss : 0) +
	       differs(where, "sent TSval", got->tsval, want->tsval) +
	       differs(where, "sent TSecr", got->tsecr, want->tsecr) +
	       differs(where, "sent shift count", got->window_scale, want->scale) +
	       differs(where, "sent user timeout", got->user_timeout, want->user_timeout) +
	       blocks_differ(got, want, where);
}

/* Every segment but a RST tells the window as it is after the event (3.8.6), in a SYN without scaling (RFC 7323 2.2). */
static unsigned
window_differs(const struct tcpsim_segment *got, const struct said *want, const struct tcpsim_tcb *tcb,
	const char *where)
{
	unsigned scale = (want->ctl & TCPSIM_SYN) != 0 ? 0 : tcb->rcv_scale;

	if ((want->ctl & TCPSIM_RST) != 0)
		return differs(where, "WND of a RST", got->wnd, 0);
	return differs(where, "sent WND", got->wnd, want->wnd != 0 ? want->wnd : tcb->rcv.wnd >> scale);
}

static unsigned
segment_differs(const struct tcpsim_segment *got, const struct said *want, const struct tcpsim_tcb *tcb,
	const struct tcpsim_policy *policy, const char *where)
{
	char text[TCPSIM_SEGMENT_TEXT];
	unsigned differences = 0;

	/* PSH is no matter of most rows; test_3_10_2_send.c looks at it. */
	differences += differs(where, "sent CTL", got->ctl & ~TCPSIM_PSH, want->ctl & ~TCPSIM_PSH);
	differences += differs(where, "sent SEQ", got->seq.n, want->seq);
	differences += differs(where, "sent ACK", got->ack.n, want->ctl & TCPSIM_ACK ? want->ack : 0);
	differences += differs(where, "sent text", got->text_bytes, want->text);
	if (want->text != 0)
		differences += differs(where, "offset of the text sent", got->text_offset, want->at);
	differences += window_differs(got, want, tcb, where);
	differences += differs(where, "sent UP", got->up, want->up);
	differences += differs(where, "sent ECN field", got->ecn, want->ecn);
	differences += differs(where, "addresses", got->addressed, 0);
	differences += options_differ(got, want, policy, where);
	if (differences != 0) {
		tcpsim_segment_format(got, text, sizeof text);
		printf("%s: that segment was %s\n", where, text);
	}
	return differences;
}

static unsigned
sends_differ(const struct row *row, const struct tcpsim_effects *out, const struct tcpsim_tcb *tcb,
	const struct tcpsim_policy *policy, const char *where)
{
	char text[TCPSIM_SEGMENT_TEXT];
	unsigned differences = 0, n = 0;

	while (n < TCPSIM_MAX_OUT && row->sends[n].ctl != 0)
		n++;
	differences += differs(where, "number of segments sent", out->n_segments, n);
	for (unsigned i = 0; i < out->n_segments; i++) {
		if (i >= n) {
			tcpsim_segment_format(&out->segments[i], text, sizeof text);
			printf("%s: more was sent: %s\n", where, text);
			continue;
		}
		differences += segment_differs(&out->segments[i], &row->sends[i], tcb, policy, where);
		if (row->sends[i].purpose != TCPSIM_PURPOSE_FIRST)
			differences += differs(where, "purpose", out->purpose[i], row->sends[i].purpose);
	}
	return differences + differs(where, "more to send", out->more, row->more);
}

/* ---- what else came of it ---- */

static const char *
rule_name(unsigned rule)
{
	return tcpsim_rule_info((enum tcpsim_rule)rule)->name;
}

static unsigned
rules_differ(const struct row *row, const struct tcpsim_effects *out, const char *where)
{
	unsigned differences = 0;

	if (row->rule != TCPSIM_RULE_NONE && out->rule != row->rule) {
		printf("%s: ended by %s, want %s\n", where, rule_name(out->rule), rule_name(row->rule));
		differences++;
	}
	for (size_t i = 0; i < sizeof row->also / sizeof row->also[0] && row->also[i] != TCPSIM_RULE_NONE; i++) {
		if (tcpsim_rule_set_has(&out->fired, row->also[i]))
			continue;
		printf("%s: %s did not take effect\n", where, rule_name(row->also[i]));
		differences++;
	}
	if (row->never != TCPSIM_RULE_NONE && tcpsim_rule_set_has(&out->fired, row->never)) {
		printf("%s: %s took effect\n", where, rule_name(row->never));
		differences++;
	}
	if (out->rule == TCPSIM_RULE_NONE || !tcpsim_rule_set_has(&out->fired, (enum tcpsim_rule)out->rule)) {
		printf("%s: the ending rule %s is not in the set\n", where, rule_name(out->rule));
		differences++;
	}
	return differences;
}

static unsigned
effects_differ(const struct row *row, const struct tcpsim_effects *out, const char *where)
{
	unsigned differences = 0;

	differences += differs(where, "signals", out->signals, row->signals);
	differences += differs(where, "error", out->error, row->error);
	differences += differs(where, "soft error", out->soft_error, row->soft_error);
	differences += differs(where, "octets to store", out->store_bytes, row->stores.octets);
	if (row->stores.octets != 0) {
		differences += differs(where, "store offset", out->store_offset, row->stores.at);
		differences += differs(where, "store skip", out->store_skip, row->stores.skip);
	}
	differences += differs(where, "octets delivered", out->deliver_bytes, row->delivers.octets);
	if (row->delivers.octets != 0)
		differences += differs(where, "delivered offset", out->deliver_offset, row->delivers.at);
	return differences;
}

/* ---- running a row ---- */

/* The options and what else has a place of its own in the segment that arrives. */
static void
say_options(const struct said *said, struct tcpsim_segment *seg)
{
	seg->options = (uint8_t)(options_said(said) | (said->mss != 0 ? TCPSIM_OPTION_MSS : 0U));
	seg->mss = said->mss == ZERO_MSS ? 0 : said->mss;
	seg->tsval = said->tsval;
	seg->tsecr = said->tsecr;
	seg->window_scale = said->scale;
	seg->user_timeout = said->user_timeout;
	seg->n_sack = (uint8_t)n_blocks(said);
	for (unsigned i = 0; i < seg->n_sack; i++) {
		seg->sack[i].begin = tcpsim_seq_make(said->sack[i].begin);
		seg->sack[i].end = tcpsim_seq_make(said->sack[i].end);
	}
}

static void
arrive(const struct row *row, struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
	struct tcpsim_effects *out)
{
	const struct said *said = &row->seg;
	struct tcpsim_arriving arriving;

	memset(&arriving, 0, sizeof arriving);
	arriving.iss = tcpsim_seq_make(NEW_ISS);
	arriving.is_listened = row->is_listened;
	arriving.seg.seq = tcpsim_seq_make(said->seq);
	arriving.seg.ack = tcpsim_seq_make(said->ack);
	arriving.seg.wnd = said->wnd == 0 ? PEER_WND : said->wnd == NO_WND ? 0 : said->wnd;
	arriving.seg.text_bytes = said->text;
	arriving.seg.up = said->up;
	arriving.seg.ctl = said->ctl;
	arriving.seg.addressed = said->addressed;
	arriving.seg.ecn = said->ecn;
	say_options(said, &arriving.seg);
	tcpsim_engine_arrives(tcb, policy, &arriving, now_us, out);
}

static enum tcpsim_error
status(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, const char *where, struct tcpsim_effects *out)
{
	struct tcpsim_status told;
	enum tcpsim_error answer = tcpsim_engine_status(tcb, policy, &told, out);

	if (answer == TCPSIM_OK && differs(where, "STATUS' state", (uint64_t)told.state, tcb->state) != 0)
		return TCPSIM_ERROR_CLOSING;
	return answer;
}

static enum tcpsim_error
happen(const struct row *row, struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, const char *where,
	struct tcpsim_effects *out)
{
	int64_t now_us = row->now_us == 0 ? NOW : row->now_us;
	struct tcpsim_open open = { .remote = row->remote, .is_active = row->is_active, .iss = tcpsim_seq_make(NEW_ISS) };
	struct tcpsim_icmp icmp = { row->icmp.kind, tcpsim_seq_make(row->icmp.seq), row->icmp.mtu };
	int timer = -2;

	switch (row->event) {
	case ARRIVES:
		arrive(row, tcb, policy, now_us, out);
		return TCPSIM_OK;
	case OPEN:
		return tcpsim_engine_open(tcb, policy, &open, now_us, out);
	case SEND:
		return tcpsim_engine_send(tcb, policy, row->octets, tcpsim_seq_make(NEW_ISS), now_us, out);
	case SEND_URGENT:
		return tcpsim_engine_send_urgent(tcb, policy, row->octets, tcpsim_seq_make(NEW_ISS), now_us, out);
	case RECEIVE:
		return tcpsim_engine_receive(tcb, policy, row->octets, now_us, out);
	case CLOSE:
		return tcpsim_engine_close(tcb, policy, now_us, out);
	case SHUTDOWN:
		return tcpsim_engine_shutdown(tcb, policy, now_us, out);
	case ABORT:
		return tcpsim_engine_abort(tcb, policy, now_us, out);
	case STATUS:
		return status(tcb, policy, where, out);
	case TIMEOUT:
		tcpsim_engine_timeout(tcb, policy, now_us, &timer, out);
		ck_assert_msg(timer == row->timer, "%s: timer %d fired, want %d", where, timer, row->timer);
		return TCPSIM_OK;
	case POLL:
		tcpsim_engine_poll(tcb, policy, now_us, out);
		return TCPSIM_OK;
	case POLICY_CHANGED:
		tcpsim_engine_policy_changed(tcb, policy, now_us, out);
		return TCPSIM_OK;
	case ICMP:
		tcpsim_engine_icmp(tcb, policy, &icmp, now_us, out);
		return TCPSIM_OK;
	}
	return TCPSIM_OK;
}

static unsigned
tcb_is_wrong(const struct tcpsim_tcb *tcb, const char *when, const char *where)
{
	const char *words = tcpsim_tcb_check(tcb);

	if (words == NULL)
		return 0;
	printf("%s: %s, the TCB is broken: %s\n", where, when, words);
	return 1;
}

/* What the TCB must be afterwards. Last.ACK.sent is what the last segment that is wanted has, if .then does not name it. */
static struct tcpsim_tcb
wanted_tcb(const struct row *row, const struct tcpsim_tcb *before)
{
	struct tcpsim_tcb want = *before;
	bool is_named = false;

	for (size_t i = 0; i < sizeof row->then / sizeof row->then[0] && row->then[i].field != NO_FIELD; i++) {
		row_change(&want, &row->then[i]);
		is_named |= row->then[i].field == RCV_ACKED;
	}
	for (size_t i = 0; i < TCPSIM_MAX_OUT && !is_named && want.state != TCPSIM_CLOSED; i++)
		if ((row->sends[i].ctl & (ACK | RST)) == ACK)
			want.rcv.acked = tcpsim_seq_make(row->sends[i].ack);
	return want;
}

unsigned
row_run(const struct row *row, const char *file)
{
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_tcb tcb = row_tcb(row->in), want;
	struct tcpsim_effects out;
	char where[256];
	unsigned differences = 0;
	enum tcpsim_error answer;

	snprintf(where, sizeof where, "%s:%d: %s", file, row->line, row->name);
	for (size_t i = 0; i < sizeof row->policy / sizeof row->policy[0] && row->policy[i].place != 0; i++)
		memcpy((char *)&policy + row->policy[i].place - 1, &row->policy[i].value, sizeof row->policy[i].value);
	for (size_t i = 0; i < sizeof row->given / sizeof row->given[0] && row->given[i].field != NO_FIELD; i++)
		row_change(&tcb, &row->given[i]);
	if (policy.flaws == 0)
		differences += tcb_is_wrong(&tcb, "before", where);
	want = wanted_tcb(row, &tcb);

	memset(&out, 0xa5, sizeof out); /* "emptied first" */
	answer = happen(row, &tcb, &policy, where, &out);
	differences += differs(where, "answer", answer, row->answer);
	differences += differs(where, "state before", out.before, (uint64_t)row->in);
	differences += differs(where, "state after", out.after, tcb.state);
	differences += sends_differ(row, &out, &tcb, &policy, where);
	differences += rules_differ(row, &out, where);
	differences += effects_differ(row, &out, where);
	differences += tcb_compare(&tcb, &want, where);
	if (policy.flaws == 0)
		differences += tcb_is_wrong(&tcb, "after", where);
	return differences;
}

/* ---- arrays of rows as tests ---- */

/* What the loop tests of one program run over. */
static struct {
	const struct row *rows;
	const char *file;
	int first; /* number of its first test */
} tables[8];
static int n_tables;

START_TEST(row)
{
	int table = n_tables - 1;
	unsigned differences;

	while (tables[table].first > _i)
		table--;
	differences = row_run(&tables[table].rows[_i - tables[table].first], tables[table].file);
	fflush(stdout);
	ck_assert_msg(differences == 0, "line %d: %s", tables[table].rows[_i - tables[table].first].line,
		tables[table].rows[_i - tables[table].first].name);
}
END_TEST

void
rows_add(Suite *suite, const char *name, const struct row *rows, size_t n, const char *file)
{
	static int next;
	TCase *tcase = tcase_create(name);

	tables[n_tables].rows = rows;
	tables[n_tables].file = file;
	tables[n_tables].first = next;
	n_tables++;
	tcase_add_loop_test(tcase, row, next, next + (int)n);
	next += (int)n;
	suite_add_tcase(suite, tcase);
}

int
rows_main(const char *name, const struct row *rows, size_t n, const char *file)
{
	Suite *suite = suite_create(name);

	rows_add(suite, name, rows, n, file);
	return suite_run(suite);
}
