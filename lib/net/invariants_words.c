/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "invariants_private.h"

struct watch_text
tcpsim_watch_name(const struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	const char *host = tcpsim_trace_host_name(watcher->trace, end->pair.host);
	struct watch_text name;

	if (end->number <= 1)
		g_snprintf(name.text, sizeof name.text, "%.40s", host);
	else
		g_snprintf(name.text, sizeof name.text, "%.40s connection %" PRIu32, host, end->number);
	return name;
}

struct watch_text
tcpsim_watch_moment(int64_t time_us)
{
	struct watch_text words;
	int64_t fraction_us = time_us % 1000000;

	if (fraction_us % 1000 == 0)
		g_snprintf(words.text, sizeof words.text, "%" PRId64 ".%03" PRId64 " s", time_us / 1000000,
			fraction_us / 1000);
	else
		g_snprintf(
			words.text, sizeof words.text, "%" PRId64 ".%06" PRId64 " s", time_us / 1000000, fraction_us);
	return words;
}

struct watch_text
tcpsim_watch_length(int64_t us)
{
	struct watch_text words = tcpsim_watch_moment(us);

	if (us % 1000000 == 0)
		g_snprintf(words.text, sizeof words.text, "%" PRId64 " s", us / 1000000);
	return words;
}

void
tcpsim_watch_break(struct tcpsim_watcher *watcher, enum tcpsim_invariant invariant, const struct tcpsim_record *at,
	const char *format, ...)
{
	struct tcpsim_invariant_verdict *verdict = &watcher->verdicts[invariant];
	va_list arguments;

	if (verdict->is_broken)
		return;
	verdict->is_broken = true;
	verdict->record = at == NULL ? TCPSIM_NO_RECORD : (uint32_t)(at - watcher->records);
	verdict->time_us = at == NULL ? tcpsim_net_now_us(watcher->net) : at->time_us;
	va_start(arguments, format);
	g_free(verdict->words);
	verdict->words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}
