/* SPDX-License-Identifier: MIT */
#include "invariants_private.h"

static bool
is_there(const struct tcpsim_vars *vars)
{
	return vars->state != TCPSIM_CLOSED && vars->state != TCPSIM_LISTEN;
}

bool
tcpsim_watch_is_end(const struct tcpsim_record *event)
{
	return is_there(&event->before) && !is_there(&event->after);
}

bool
tcpsim_watch_is_forgotten(const struct tcpsim_record *event)
{
	return event->kind == TCPSIM_RECORD_LOST ||
		(event->kind == TCPSIM_RECORD_CALL && event->what == TCPSIM_CALL_ABORT);
}

/* Whether it tells of an event itself, and not of what followed from one. */
static bool
is_event(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		return true;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
		break;
	}
	return false;
}

/* The next record of that kind that follows from the event, behind `last`, or NULL. It is there before the next event. */
static const struct tcpsim_record *
next_effect(const struct tcpsim_watcher *watcher, const struct tcpsim_record *event, const struct tcpsim_record *last,
	enum tcpsim_record_kind kind)
{
	const struct tcpsim_record *end = watcher->records + watcher->n_records;
	uint32_t cause = (uint32_t)(event - watcher->records);

	for (const struct tcpsim_record *record = last + 1; record < end && !is_event(record); record++)
		if (record->kind == kind && record->cause == cause)
			return record;
	return NULL;
}

enum tcpsim_error
tcpsim_watch_error(const struct tcpsim_watcher *watcher, const struct tcpsim_record *event)
{
	const struct tcpsim_record *signal = event;

	while ((signal = next_effect(watcher, event, signal, TCPSIM_RECORD_SIGNAL)) != NULL)
		if (signal->what == TCPSIM_SIGNAL_ERROR)
			return (enum tcpsim_error)signal->error;
	return TCPSIM_OK;
}

bool
tcpsim_watch_has_reset(const struct tcpsim_watcher *watcher, const struct tcpsim_record *event)
{
	const struct tcpsim_record *sent = event;

	while ((sent = next_effect(watcher, event, sent, TCPSIM_RECORD_SEND)) != NULL)
		if (sent->segment.ctl & TCPSIM_RST)
			return true;
	return false;
}

const struct tcpsim_record *
tcpsim_watch_origin(const struct tcpsim_watcher *watcher, const struct tcpsim_record *arrival)
{
	const struct tcpsim_record *record = arrival;

	do {
		if (record->cause >= watcher->n_records)
			return NULL;
		record = &watcher->records[record->cause];
	} while (record->kind == TCPSIM_RECORD_COPY);
	return record->kind == TCPSIM_RECORD_SEND || record->kind == TCPSIM_RECORD_INJECT ? record : NULL;
}
