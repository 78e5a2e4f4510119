/* SPDX-License-Identifier: MIT */
#include <tcpsim/policy.h>

#include <stdbool.h>
#include <string.h>

#define US INT64_C(1)
#define MS (1000 * US)
#define S (1000 * MS)
#define H (3600 * S)
/* The longest duration that any setting takes: ten years. */
#define LONGEST (87600 * H)
/* RFC 9293 3.1: the window is a field of 16 bits. */
#define WINDOW 65535
/* RFC 7323 2.3: with the largest shift count, 14. */
#define LARGEST_WINDOW ((int64_t)WINDOW << 14)

#define FIELD(NAME) offsetof(struct tcpsim_policy, NAME)
#define SWITCH(FIELD_NAME, NAME, SOURCE, WORDS) \
	{ NAME, WORDS, SOURCE, { "" }, 0, 1, FIELD(FIELD_NAME), TCPSIM_SETTING_SWITCH, 0 }
#define COUNT_OF(...) ((int64_t)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))
#define CHOICE(FIELD_NAME, NAME, SOURCE, WORDS, ...) \
	{ NAME, WORDS, SOURCE, { __VA_ARGS__ }, 0, COUNT_OF(__VA_ARGS__) - 1, FIELD(FIELD_NAME), TCPSIM_SETTING_CHOICE, 0 }
#define NUMBER(FIELD_NAME, NAME, KIND, MIN, MAX, UNLIMITED, SOURCE, WORDS) \
	{ NAME, WORDS, SOURCE, { "" }, MIN, MAX, FIELD(FIELD_NAME), KIND, UNLIMITED }
#define COUNT TCPSIM_SETTING_COUNT
#define BYTES TCPSIM_SETTING_BYTES
#define DURATION TCPSIM_SETTING_DURATION

static const struct tcpsim_setting settings[] = {
	CHOICE(handshake, "handshake", "3.5", "messages that open a connection", "three-way", "two-way"),
	CHOICE(simultaneous_open, "simultaneous-open", "3.5 figure 7, appendix A.2",
		"what becomes of the SYN,ACK of a simultaneous open", "as-drawn", "literal"),
	NUMBER(msl_us, "msl", DURATION, 1 * US, LONGEST, 0, "3.4.2", "maximum segment lifetime"),
	CHOICE(time_wait_msl, "time-wait", "3.6.1 MUST-13", "how long TIME-WAIT lasts", "none", "1MSL", "2MSL"),
	SWITCH(time_wait_reopen, "time-wait-reopen", "3.6.1 MAY-2", "a new SYN may reopen a connection in TIME-WAIT"),
	SWITCH(quiet_time, "quiet-time", "3.4.3", "a restarted host sends nothing for one MSL"),
	SWITCH(reset_unread, "reset-unread", "3.6.1 SHLD-3, RFC 2525 2.17",
		"CLOSE with octets that were not read sends a RST"),
	SWITCH(reset_late_text, "reset-late-text", "3.6.1 MAY-1, SHLD-3, RFC 2525 2.17",
		"text that comes after CLOSE draws a RST"),
	SWITCH(rfc1337, "rfc1337", "RFC 1337 3", "RST is ignored in TIME-WAIT"),
	SWITCH(rfc5961, "rfc5961", "RFC 5961 3, 4", "RST and SYN are challenged unless they are exact"),
	SWITCH(ack_check, "ack-check", "RFC 5961 5, MAY-12", "an ACK far below SND.UNA is refused"),
	SWITCH(timestamps, "timestamps", "RFC 7323 3, 5", "timestamps are offered, and segments too old by them refused"),
	NUMBER(challenge_limit, "challenge-limit", COUNT, 0, 1000000, 1, "RFC 5961 7",
		"challenge ACKs in one challenge-window"),
	NUMBER(challenge_window_us, "challenge-window", DURATION, 1 * US, LONGEST, 0, "RFC 5961 7",
		"the time over which challenge ACKs are counted"),
	SWITCH(keepalive, "keepalive", "3.8.4 MUST-24, MUST-25", "ask an idle peer whether it lives"),
	NUMBER(keepalive_idle_us, "keepalive-idle", DURATION, 1 * US, LONGEST, 0, "3.8.4 MUST-27, MUST-28",
		"silence before the first probe"),
	NUMBER(keepalive_interval_us, "keepalive-interval", DURATION, 1 * US, LONGEST, 0, "3.8.4; no number in the RFC",
		"time between two probes"),
	NUMBER(keepalive_probes, "keepalive-probes", COUNT, 1, 1000000, 0, "3.8.4 MUST-29; no number in the RFC",
		"probes without an answer before giving up"),
	NUMBER(user_timeout_us, "user-timeout", DURATION, 1 * US, LONGEST, 1, "3.9.1.1, 3.10.8",
		"time without progress before the connection is aborted"),
	NUMBER(rto_initial_us, "rto-initial", DURATION, 1 * US, LONGEST, 0, "RFC 6298 2.1", "RTO before the first sample"),
	NUMBER(rto_min_us, "rto-min", DURATION, 1 * US, LONGEST, 0, "RFC 6298 2.4", "least RTO"),
	NUMBER(rto_max_us, "rto-max", DURATION, 1 * US, LONGEST, 0, "RFC 6298 2.5", "greatest RTO"),
	NUMBER(syn_retries, "syn-retries", COUNT, 0, 1000000, 1, "3.8.3 MUST-23",
		"retransmissions of a SYN before giving up"),
	NUMBER(r1_retries, "r1-retries", COUNT, 1, 1000000, 1, "3.8.3 SHLD-10", "retransmissions before the user is told"),
	NUMBER(r2_retries, "r2-retries", COUNT, 1, 1000000, 1, "3.8.3 MUST-21, SHLD-11",
		"retransmissions of text or FIN before giving up"),
	NUMBER(mss, "mss", BYTES, 1, 65495, 0, "3.7.1 MUST-14, MUST-16", "largest text taken in a segment"),
	CHOICE(ip, "ip", "3.7.1", "the network below", "ipv4", "ipv6"),
	NUMBER(mtu, "mtu", BYTES, 68, 65535, 0, "3.7.1 MUST-67, RFC 791 3.2", "largest IP packet that the interface takes"),
	SWITCH(path_mtu_discovery, "path-mtu-discovery", "3.7.2, RFC 1191, RFC 8201",
		"ICMP may lower the size of segments"),
	CHOICE(hard_errors, "hard-errors", "3.9.2.2 SHLD-26, RFC 5461 4.1",
		"what hard ICMP errors do to a connection", "abort", "soft"),
	NUMBER(dscp, "dscp", COUNT, 0, 63, 0, "3.9.1.9 MUST-48, RFC 2474 3", "the Differentiated Services field"),
	NUMBER(ttl, "ttl", COUNT, 1, 255, 0, "3.9.2 MUST-49", "time to live, or hop limit, of what is sent"),
	SWITCH(window_scale, "window-scale", "RFC 7323 2", "window scaling is offered"),
	SWITCH(sack, "sack", "RFC 2018, RFC 6675", "selective acknowledgment is offered and used"),
	SWITCH(dsack, "dsack", "RFC 2883 4", "what arrived twice is reported"),
	CHOICE(ecn, "ecn", "RFC 3168 6.1, SHLD-8", "explicit congestion notification", "off", "on", "passive"),
	SWITCH(user_timeout_option, "user-timeout-option", "RFC 5482", "the user timeout is told, and the peer's minded"),
	SWITCH(time_wait_timestamps, "time-wait-timestamps", "RFC 6191 2, SHLD-4",
		"timestamps may reopen from TIME-WAIT"),
	CHOICE(congestion_control, "congestion-control", "3.8.2 MUST-19, RFC 5681, RFC 9438",
		"how much may be under way", "none", "newreno", "cubic"),
	NUMBER(initial_window, "initial-window", COUNT, 1, 1000000, 0, "RFC 6928 2", "segments that the first window is"),
	SWITCH(limited_transmit, "limited-transmit", "RFC 3042", "the first duplicate ACKs send something new"),
	SWITCH(nagle, "nagle", "3.7.4 SHLD-7, MUST-17", "small segments wait for what is under way"),
	SWITCH(cork, "cork", "3.7.4 SHLD-7; tcp(7) of Linux", "nothing but full segments leaves"),
	NUMBER(delayed_ack_us, "delayed-ack", DURATION, 0, 500 * MS - 1, 0, "3.8.6.3 SHLD-18, MUST-40",
		"how long an ACK may wait; 0 is not at all"),
	NUMBER(send_buffer_bytes, "send-buffer", BYTES, 1, INT64_C(1) << 30, 0, "3.10.2",
		"octets that SEND takes before they are acknowledged"),
	NUMBER(receive_buffer_bytes, "receive-buffer", BYTES, 0, LARGEST_WINDOW, 0, "3.8.6",
		"octets that may wait for RECEIVE: the largest window"),
	CHOICE(option_layout, "option-layout", "3.1 MUST-64", "the order of options", "linux", "freebsd"),
	NUMBER(window_scale_bytes, "window-scale-for", BYTES, 0, LARGEST_WINDOW, 0, "RFC 7323 2.3",
		"the buffer that the scale is for; 0: receive-buffer"),
	CHOICE(buffer_rounding, "buffer-rounding", "RFC 1122 4.2.3.3", "receive-buffer as a multiple of the MSS",
		"none", "down", "up"),
	CHOICE(window_rounding, "window-rounding", "RFC 7323 2.3", "a window that the scale does not divide", "up", "down"),
	CHOICE(window_updates, "window-updates", "3.8.6.2.2 MUST-39", "when the window is opened, and told",
		"segment", "doubled", "quarter"),
	CHOICE(window_probe, "window-probe", "3.8.6.1 MUST-36", "what asks for a closed window", "octet", "ack"),
	NUMBER(persist_min_us, "persist-min", DURATION, 0, LONGEST, 0, "3.8.6.1 SHLD-29, SHLD-30",
		"least time before a window probe"),
	SWITCH(double_buffers, "double-buffers", "socket(7) of Linux", "buffers read as twice what was set"),
	NUMBER(syn_ack_retries, "syn-ack-retries", COUNT, 0, 1000000, 1, "3.8.3 MUST-23",
		"retransmissions of a SYN,ACK before giving up"),
	NUMBER(syn_linear_retries, "syn-linear-retries", COUNT, 0, 1000000, 0, "RFC 6298 5.5",
		"retransmissions of a SYN before it backs off"),
	SWITCH(mss_option, "mss-option", "3.7.1 SHLD-5", "SYNs tell the largest text that is taken"),
	NUMBER(syn_plain_retries, "syn-plain-retries", COUNT, 0, 1000000, 0, "RFC 7323 1.3",
		"the resent SYN that is first without options; 0: none"),
	NUMBER(open_timeout_us, "open-timeout", DURATION, 1 * US, LONGEST, 1, "3.8.3 MUST-23",
		"time to open before giving up"),
	NUMBER(rto_variance_min_us, "rto-variance-min", DURATION, 0, LONGEST, 0, "RFC 6298 2.3",
		"least value of 4*RTTVAR in the RTO"),
	NUMBER(rto_slop_us, "rto-slop", DURATION, 0, LONGEST, 0, "RFC 6298 2.3", "added to every RTO"),
	NUMBER(quick_acks, "quick-acks", COUNT, 0, 255, 0, "3.8.6.3 SHLD-18", "first segments that are ACKed at once"),
	SWITCH(ack_second, "ack-second", "3.8.6.3 SHLD-19", "no second segment waits for its ACK"),
	NUMBER(fin_wait_2_timeout_us, "fin-wait-2-timeout", DURATION, 1 * US, LONGEST, 1, "3.6.1 MAY-1",
		"in FIN-WAIT-2, once nobody reads any more"),
	CHOICE(reset_give_up, "reset-give-up", "3.10.8", "what sends a RST when it gives up",
		"never", "keepalive", "always"),
	SWITCH(reset_with_ack, "reset-with-ack", "3.10.5", "the RST of an ABORT has an ACK"),
	CHOICE(time_wait_syn, "time-wait-syn", "3.10.7.4 first", "a SYN in TIME-WAIT that may not reopen",
		"ack", "drop"),
	CHOICE(syn_fin, "syn-fin", "3.10.7.2", "FIN in the SYN that LISTEN receives", "take", "ignore", "drop"),
	SWITCH(insecure_rst, "insecure-rst", "RFC 5961 3", "a RST counts anywhere in the window"),
	SWITCH(insecure_syn, "insecure-syn", "RFC 5961 4", "a SYN in the window ends the connection"),
	SWITCH(embryonic_reset, "embryonic-reset", "3.10.7.4 second", "SYN-RECEIVED ends by any RST or SYN in the window"),
	CHOICE(blackhole, "blackhole", "3.10.7.1", "what a closed port does not answer", "off", "syn", "all"),
	SWITCH(icmp_syn_sent, "icmp-syn-sent", "3.9.2.2 SHLD-26", "ICMP's hard errors end SYN-SENT"),
	SWITCH(missing_timestamps, "missing-timestamps", "RFC 7323 3.2", "a segment may lack the timestamp agreed on"),
	CHOICE(fast_open, "fast-open", "RFC 7413", "data in SYNs", "off", "client", "server", "both"),
	SWITCH(fast_open_experimental, "fast-open-experimental", "RFC 7413 A", "Fast Open's experimental option is used"),
	SWITCH(fast_open_cookieless, "fast-open-cookieless", "RFC 7413 5.1", "Fast Open asks for no cookie"),
	SWITCH(syn_ack_again, "syn-ack-again", "3.10.7.4 first, figure 8", "a SYN that comes again draws the SYN,ACK again"),
	SWITCH(syn_sent_rst_exact, "syn-sent-rst-exact", "3.10.7.3 second, RFC 5961 3", "a RST in SYN-SENT has the number 0"),
	SWITCH(fin_again, "fin-again", "3.10.4", "ACKs have our FIN again until it is acknowledged"),
	CHOICE(nagle_tail, "nagle-tail", "3.7.4 SHLD-7", "what Nagle's small segments wait for",
		"all", "small", "burst"),
	NUMBER(abc_limit, "abc-limit", COUNT, 1, 1000000, 1, "RFC 5681 3.1 (2), RFC 3465 2.2",
		"segments that an ACK adds in slow start at most"),
	SWITCH(send_error, "send-error", "POSIX send()", "send() tells, too, why the connection ended"),
	NUMBER(flaws, "flaw", TCPSIM_SETTING_FLAW, TCPSIM_FLAW_NONE, TCPSIM_N_FLAWS - 1, 0, "<tcpsim/flaw.h>",
		"a mistake that the engine makes on purpose"),
};

_Static_assert(sizeof(settings) / sizeof(settings[0]) == sizeof(struct tcpsim_policy) / sizeof(int64_t),
	"every field of the policy has its setting");

const struct tcpsim_setting *
tcpsim_settings(size_t *n)
{
	*n = sizeof(settings) / sizeof(settings[0]);
	return settings;
}

static int
same(const char *a, const char *b)
{
	size_t n = strlen(a);

	return strlen(b) == n && memcmp(a, b, n) == 0;
}

const struct tcpsim_setting *
tcpsim_setting_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (same(settings[i].name, name))
			return &settings[i];
	return NULL;
}

int64_t
tcpsim_policy_get(const struct tcpsim_policy *policy, const struct tcpsim_setting *setting)
{
	int64_t value;

	memcpy(&value, (const char *)policy + setting->offset, sizeof(value));
	return value;
}

int
tcpsim_policy_set(struct tcpsim_policy *policy, const struct tcpsim_setting *setting, int64_t value)
{
	bool is_unlimited = setting->may_be_unlimited && value == TCPSIM_UNLIMITED;

	if (!is_unlimited && (value < setting->min || value > setting->max))
		return -1;
	if (setting->kind == TCPSIM_SETTING_FLAW && value != TCPSIM_FLAW_NONE)
		value = tcpsim_policy_get(policy, setting) | tcpsim_flaw_set((enum tcpsim_flaw)value);
	memcpy((char *)policy + setting->offset, &value, sizeof(value));
	return 0;
}
