/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "sim/step.h"

#define VARIABLE(NAME, TOLD, MEASURE, RECEIVES, HIDES, FIELD) \
	{ \
		NAME, TOLD, MEASURE, RECEIVES, HIDES, offsetof(struct tcpsim_vars, FIELD), \
			sizeof(((struct tcpsim_vars *)NULL)->FIELD) \
	}

const struct step_variable step_variables[] = {
	VARIABLE("ISS", true, STEP_SEQ, false, false, iss),
	VARIABLE("SND.UNA", true, STEP_SEQ, false, false, snd_una),
	VARIABLE("SND.NXT", true, STEP_SEQ, false, false, snd_nxt),
	VARIABLE("SND.WND", true, STEP_COUNT, true, false, snd_wnd),
	VARIABLE("SND.UP", true, STEP_SEQ, true, true, snd_up),
	VARIABLE("IRS", true, STEP_SEQ, true, false, irs),
	VARIABLE("RCV.NXT", true, STEP_SEQ, true, false, rcv_nxt),
	VARIABLE("RCV.WND", true, STEP_COUNT, false, false, rcv_wnd),
	VARIABLE("RCV.UP", true, STEP_SEQ, true, true, rcv_up),
	VARIABLE("unsent octets", true, STEP_COUNT, false, true, unsent_bytes),
	VARIABLE("unread octets", true, STEP_COUNT, false, true, unread_bytes),
	VARIABLE("cwnd", true, STEP_COUNT, true, true, cwnd),
	VARIABLE("ssthresh", true, STEP_COUNT, true, true, ssthresh),
	VARIABLE("duplicate ACKs", true, STEP_COUNT, true, true, dup_acks),
	VARIABLE("SMSS", false, STEP_COUNT, true, true, mss),
	VARIABLE("Snd.Wind.Shift", false, STEP_COUNT, true, true, snd_scale),
	VARIABLE("Rcv.Wind.Shift", false, STEP_COUNT, true, true, rcv_scale),
	VARIABLE("RTO", false, STEP_TIME, false, true, rto_us),
	VARIABLE("SRTT", false, STEP_TIME, true, true, srtt_us),
	{ NULL, false, STEP_COUNT, false, false, 0, 0 },
};

/* ssthresh before the first loss is as high as it can be, and says nothing (RFC 5681 3.1). */
#define NO_LIMIT (UINT32_C(1) << 30)

/* A number in so many octets of this machine's. */
static guint64
load(const struct step_variable *variable, const struct tcpsim_vars *vars)
{
	const char *at = (const char *)vars + variable->offset;
	guint64 all;
	guint32 four;
	guint16 two;

	switch (variable->size) {
	case sizeof(all):
		memcpy(&all, at, sizeof(all));
		return all;
	case sizeof(four):
		memcpy(&four, at, sizeof(four));
		return four;
	case sizeof(two):
		memcpy(&two, at, sizeof(two));
		return two;
	default:
		return *(const guint8 *)at;
	}
}

/* In which states there is something to be sent, or received. */
static bool
is_known(const struct step_variable *variable, uint8_t state)
{
	if (state == TCPSIM_CLOSED || state == TCPSIM_LISTEN)
		return false;
	return !variable->receives || state != TCPSIM_SYN_SENT;
}

void
step_variable_text(const struct step_variable *variable, const struct tcpsim_vars *vars, char text[32])
{
	guint64 value = load(variable, vars);

	text[0] = '\0';
	if (!is_known(variable, vars->state) || (variable->hides_zero && value == 0))
		return;
	if (variable->offset == offsetof(struct tcpsim_vars, ssthresh) && value >= NO_LIMIT)
		return;
	if (variable->measure == STEP_TIME)
		step_seconds((int64_t)value, text);
	else
		g_snprintf(text, 32, "%" G_GUINT64_FORMAT, value);
}
