/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

/* A field of the structure that TYPE is, and how wide it is. */
#define FIELD(TYPE, PATH) .octets = sizeof(((TYPE *)NULL)->PATH), .offset = offsetof(TYPE, PATH)
#define RECORD(PATH) FIELD(struct tcpsim_record, PATH)
#define VARS(PATH) FIELD(struct tcpsim_vars, PATH)
#define SPECIAL(NAME) .kind = MEMBER_SPECIAL, .write = tcpsim_write_##NAME, .read = tcpsim_read_##NAME
#define DERIVED(NAME) .kind = MEMBER_SPECIAL, .write = tcpsim_write_##NAME, .read = tcpsim_read_derived
#define NUMBER .kind = MEMBER_NUMBER
#define TIME .kind = MEMBER_TIME
#define SWITCH .kind = MEMBER_SWITCH
#define NAME(LIST) .kind = MEMBER_NAME, .names = &tcpsim_names_##LIST
#define OPTION(BIT) .kind = MEMBER_OPTION, .option = TCPSIM_OPTION_##BIT
#define OBJECT(MEMBERS) .kind = MEMBER_OBJECT, .members = MEMBERS

static const struct member segment_members[] = {
	{ "seq", NUMBER, RECORD(segment.seq) },
	{ "ack", NUMBER, RECORD(segment.ack) },
	{ "ctl", SPECIAL(ctl) },
	{ "wnd", NUMBER, RECORD(segment.wnd), .most = UINT16_MAX },
	{ "up", NUMBER, RECORD(segment.up) },
	{ "text_bytes", NUMBER, RECORD(segment.text_bytes) },
	{ "text_offset", .kind = MEMBER_UNSIGNED, RECORD(segment.text_offset) },
	{ "ecn", NAME(ecn), RECORD(segment.ecn) },
	{ "addressed", SPECIAL(addressed) },
	{ "mss", OPTION(MSS), RECORD(segment.mss) },
	{ "window_scale", OPTION(WINDOW_SCALE), RECORD(segment.window_scale) },
	{ "sack_permitted", OPTION(SACK_PERMITTED) },
	{ "sack", SPECIAL(sack) },
	{ "tsval", OPTION(TIMESTAMPS), RECORD(segment.tsval) },
	{ "tsecr", NUMBER, RECORD(segment.tsecr) },
	{ "user_timeout", OPTION(USER_TIMEOUT), RECORD(segment.user_timeout) },
	{ "fast_open", SPECIAL(fast_open) },
	{ "fast_open_experimental", SWITCH, RECORD(segment.is_experimental) },
	{ .name = NULL },
};

static const struct member ip_members[] = {
	{ "version", NUMBER, RECORD(ip_version), .most = 6 },
	{ "dscp", NUMBER, RECORD(dscp), .most = 63 },
	{ "ttl", NUMBER, RECORD(ttl) },
	{ "dont_fragment", SWITCH, RECORD(dont_fragment) },
	{ "layout", NAME(layouts), RECORD(option_layout) },
	{ .name = NULL },
};

static const struct member icmp_members[] = {
	{ "kind", SPECIAL(about) },
	{ "seq", NUMBER, RECORD(icmp.icmp.seq) },
	{ "mtu", NUMBER, RECORD(icmp.icmp.mtu) },
	{ "protocol", NAME(protocols), RECORD(icmp.protocol) },
	{ "of_router", SWITCH, RECORD(icmp.is_of_router) },
	{ "octets", NUMBER, RECORD(icmp.octets) },
	{ "packet", NUMBER, RECORD(icmp.packet) },
	{ .name = NULL },
};

/* Those that say what others mean come first: kind, protocol, host, packet. */
const struct member tcpsim_members_record[] = {
	{ "n", SPECIAL(n) },
	{ "time_us", NUMBER, RECORD(time_us), .is_always = true },
	{ "kind", NAME(records), RECORD(kind), .is_always = true },
	{ "protocol", NAME(protocols), RECORD(protocol) },
	{ "host", SPECIAL(host) },
	{ "peer", SPECIAL(peer) },
	{ "connection", NUMBER, RECORD(connection) },
	{ "local_port", NUMBER, RECORD(local_port) },
	{ "peer_port", NUMBER, RECORD(peer_port) },
	{ "what", SPECIAL(what) },
	{ "error", NAME(errors), RECORD(error) },
	{ "until_us", TIME, RECORD(until_us) },
	{ "packet", NUMBER, RECORD(packet) },
	{ "original", SPECIAL(original) },
	{ "sent_us", NUMBER, RECORD(sent_us) },
	{ "name", DERIVED(name) },
	{ "kinds", SPECIAL(kinds) },
	{ "purpose", NAME(purposes), RECORD(purpose) },
	{ "notation", DERIVED(notation) },
	{ "segment", OBJECT(segment_members) },
	{ "ip", OBJECT(ip_members) },
	{ "icmp", OBJECT(icmp_members) },
	{ "octets", SPECIAL(octets) },
	{ "flipped", NUMBER, RECORD(flipped) },
	{ "descriptor", NUMBER, RECORD(descriptor), .is_signed = true },
	{ "asked", NUMBER, RECORD(asked), .is_signed = true },
	{ "result", SPECIAL(result) },
	{ "again", SWITCH, RECORD(again) },
	{ "cause", SPECIAL(cause) },
	{ "line", SPECIAL(line) },
	{ "rule", NAME(rules), RECORD(rule) },
	{ "fired", SPECIAL(fired) },
	{ "before", SPECIAL(before) },
	{ "after", SPECIAL(after) },
	{ "words", SPECIAL(words) },
	{ .name = NULL },
};

const struct member tcpsim_members_vars[] = {
	{ "state", NAME(states), VARS(state) },
	{ "synchronized", SWITCH, VARS(is_synchronized) },
	{ "iss", NUMBER, VARS(iss) },
	{ "irs", NUMBER, VARS(irs) },
	{ "snd.una", NUMBER, VARS(snd_una) },
	{ "snd.nxt", NUMBER, VARS(snd_nxt) },
	{ "snd.wnd", NUMBER, VARS(snd_wnd) },
	{ "snd.up", NUMBER, VARS(snd_up) },
	{ "snd.scale", NUMBER, VARS(snd_scale) },
	{ "rcv.nxt", NUMBER, VARS(rcv_nxt) },
	{ "rcv.wnd", NUMBER, VARS(rcv_wnd) },
	{ "rcv.up", NUMBER, VARS(rcv_up) },
	{ "rcv.scale", NUMBER, VARS(rcv_scale) },
	{ "unsent", NUMBER, VARS(unsent_bytes) },
	{ "unread", NUMBER, VARS(unread_bytes) },
	{ "cwnd", NUMBER, VARS(cwnd) },
	{ "ssthresh", NUMBER, VARS(ssthresh) },
	{ "dup_acks", NUMBER, VARS(dup_acks) },
	{ "mss", NUMBER, VARS(mss) },
	{ "rto_us", TIME, VARS(rto_us) },
	{ "srtt_us", TIME, VARS(srtt_us) },
	{ "timers", .kind = MEMBER_SPECIAL, .read = tcpsim_read_timers },
	{ .name = NULL },
};

int64_t
tcpsim_member_get(const struct member *member, const void *thing)
{
	const char *field = (const char *)thing + member->offset;
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	int64_t i64;

	switch (member->octets) {
	case 1:
		memcpy(&u8, field, 1);
		return u8;
	case 2:
		memcpy(&u16, field, 2);
		return u16;
	case 4:
		memcpy(&u32, field, 4);
		return member->is_signed ? (int64_t)(int32_t)u32 : (int64_t)u32;
	default:
		memcpy(&i64, field, 8);
		return i64;
	}
}

void
tcpsim_member_set(const struct member *member, void *thing, int64_t value)
{
	char *field = (char *)thing + member->offset;
	uint8_t u8 = (uint8_t)value;
	uint16_t u16 = (uint16_t)value;
	uint32_t u32 = (uint32_t)value;

	switch (member->octets) {
	case 1:
		memcpy(field, &u8, 1);
		break;
	case 2:
		memcpy(field, &u16, 2);
		break;
	case 4:
		memcpy(field, &u32, 4);
		break;
	default:
		memcpy(field, &value, 8);
		break;
	}
}
