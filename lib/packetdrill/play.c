/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/calls_private.h"
#include "lib/packetdrill/packets.h"

/* A script's events, in order, over a network of two hosts. */

bool
tcpsim_pkt_is_stopped(const struct play *play)
{
	return play->options != NULL && play->options->stop != NULL && *play->options->stop != 0;
}

bool
tcpsim_pkt_step(struct play *play)
{
	if (!tcpsim_net_step(play->net))
		return false;
	tcpsim_pkt_calls_poll(play);
	return true;
}

void
tcpsim_pkt_run_to(struct play *play, int64_t until_us)
{
	while (!play->is_over && !tcpsim_pkt_is_stopped(play) && tcpsim_net_next_us(play->net) <= until_us)
		tcpsim_pkt_step(play);
	if (!play->is_over && !tcpsim_pkt_is_stopped(play))
		tcpsim_net_run(play->net, until_us);
}

/* ---- the events ---- */

/* What an event is, where something is to be said about its time. */
static const char *
what_of(const struct pkt_event *event)
{
	switch (event->kind) {
	case PKT_EVENT_PACKET:
		return "the packet would arrive";
	case PKT_EVENT_CALL:
		return "the call would be made";
	case PKT_EVENT_COMMAND:
		return "the command would be given";
	case PKT_EVENT_CODE:
		break;
	}
	return "the code would stand";
}

static bool
is_waited_for(const struct pkt_event *event)
{
	return event->kind == PKT_EVENT_PACKET && !event->packet.is_inbound;
}

/* Its time has come; only what the TCP sends has a time of its own. */
static bool
do_event(struct play *play, const struct pkt_event *event)
{
	switch (event->kind) {
	case PKT_EVENT_PACKET:
		return tcpsim_pkt_inject(play, event);
	case PKT_EVENT_CALL:
		return tcpsim_pkt_call(play, event);
	case PKT_EVENT_COMMAND:
		return tcpsim_pkt_command(play, event);
	case PKT_EVENT_CODE:
		break;
	}
	return tcpsim_pkt_code(play, event);
}

static bool
play_event(struct play *play, const struct pkt_event *event)
{
	if (event->skipped != NULL)
		return tcpsim_pkt_skip(play, &event->skipped_loc, "%s", event->skipped);
	if (is_waited_for(event))
		return tcpsim_pkt_expect(play, event);
	tcpsim_pkt_run_to(play, tcpsim_pkt_due_us(play, &event->time));
	if (play->is_over || tcpsim_pkt_is_stopped(play))
		return false;
	return tcpsim_pkt_check_time(play, &event->loc, &event->time, tcpsim_net_now_us(play->net), what_of(event)) &&
		do_event(play, event) && tcpsim_pkt_calls_poll(play);
}

static void
play_events(struct play *play)
{
	const GPtrArray *events = play->drill->events;
	struct tcpsim_place start = { 1, 1, 1 };

	for (guint i = 0; i < events->len && !play->is_over; i++) {
		const struct pkt_event *event = (const struct pkt_event *)g_ptr_array_index(events, i);

		play_event(play, event);
		play->anchor_us = tcpsim_net_now_us(play->net);
		start = event->loc;
		if (tcpsim_pkt_is_stopped(play))
			tcpsim_pkt_skip(play, &start, "it was stopped");
	}
	if (!play->is_over && tcpsim_pkt_calls_end(play))
		tcpsim_pkt_code_end(play);
}

/* ---- the world ---- */

static void
make_net(struct play *play, const struct tcpsim_policy *policy)
{
	const struct tcpsim_net_options options = { .has_trace = true };
	const struct tcpsim_link_options link = { 0 };

	play->net = play->result->net = tcpsim_net_new(&options);
	tcpsim_net_add_host(play->net, "host", policy);
	tcpsim_net_add_host(play->net, "script", policy);
	tcpsim_net_set_scripted(play->net, PKT_SCRIPT);
	tcpsim_net_link(play->net, PKT_TESTED, PKT_SCRIPT, &link);
	tcpsim_net_link(play->net, PKT_SCRIPT, PKT_TESTED, &link);
	tcpsim_pkt_cookies_new(play);
}

static void
play_script(struct play *play)
{
	struct tcpsim_policy policy = play->profile->policy;
	const struct tcpsim_place start = { 1, 1, 1 };
	bool is_ready = tcpsim_pkt_configure(play, &policy);

	make_net(play, &policy);
	if (!is_ready)
		return;
	/* Where nothing is played nothing passes. */
	if (play->config.is_dry) {
		tcpsim_pkt_skip(play, &start, "dry run: nothing is played");
	} else if (play->drill->events->len == 0) {
		tcpsim_pkt_skip(play, &start, "no event is left");
	} else {
		tcpsim_pkt_calls_new(play);
		play_events(play);
		tcpsim_pkt_calls_free(play);
	}
}

struct tcpsim_drill_result *
tcpsim_drill_run(const struct tcpsim_drill *drill, const struct tcpsim_drill_options *options)
{
	struct play play = {
		.drill = drill,
		.options = options,
		.profile = tcpsim_drill_profile(drill, options),
		.result = g_new0(struct tcpsim_drill_result, 1),
	};

	g_assert(play.profile != NULL);
	play_script(&play);
	play.result->ended_us = tcpsim_net_now_us(play.net);
	if (play.code != NULL)
		g_string_free(play.code, TRUE);
	tcpsim_pkt_flow_free(&play.flow);
	return play.result;
}

void
tcpsim_drill_result_free(struct tcpsim_drill_result *result)
{
	if (result == NULL)
		return;
	tcpsim_net_free(result->net);
	g_free(result->code);
	g_free(result->got);
	g_free(result->expected);
	g_free(result->field);
	g_free(result->words);
	g_free(result);
}

const struct tcpsim_trace *
tcpsim_drill_trace(const struct tcpsim_drill_result *result)
{
	return tcpsim_net_trace(result->net);
}
