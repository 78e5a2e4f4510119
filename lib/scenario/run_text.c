/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "run_private.h"

struct run_text
tcpsim_run_moment(int64_t time_us)
{
	struct run_text words;
	int64_t fraction_us = time_us % 1000000;
	bool is_fine = fraction_us % 1000 != 0;

	g_snprintf(words.text, sizeof words.text,
		is_fine ? "%" PRId64 ".%06" PRId64 " s" : "%" PRId64 ".%03" PRId64 " s", time_us / 1000000,
		is_fine ? fraction_us : fraction_us / 1000);
	return words;
}

struct run_text
tcpsim_run_length(int64_t us)
{
	struct run_text words;

	if (us % 1000000 != 0)
		return tcpsim_run_moment(us);
	g_snprintf(words.text, sizeof words.text, "%" PRId64 " s", us / 1000000);
	return words;
}

struct run_text
tcpsim_run_packet(const struct tcpsim_record *record)
{
	struct run_text words;

	switch ((enum tcpsim_protocol)record->protocol) {
	case TCPSIM_PROTOCOL_TCP:
		tcpsim_segment_format(&record->segment, words.text, sizeof words.text);
		break;
	case TCPSIM_PROTOCOL_UDP:
		g_snprintf(words.text, sizeof words.text, "UDP <DATA=%" PRIu32 ">", record->segment.text_bytes);
		break;
	case TCPSIM_PROTOCOL_ICMP:
		g_snprintf(words.text, sizeof words.text, "ICMP %s", tcpsim_icmp_name(record->icmp.icmp.kind));
		break;
	}
	return words;
}

struct run_text
tcpsim_run_times(uint64_t n)
{
	struct run_text words;

	if (n == 1)
		g_snprintf(words.text, sizeof words.text, "once");
	else
		g_snprintf(words.text, sizeof words.text, "%" PRIu64 " times", n);
	return words;
}

struct run_text
tcpsim_run_fault_name(const struct tcpsim_run *run, const struct scn_name *name)
{
	struct run_text words;
	const char *kind = tcpsim_kind_name(name->kind);
	uint32_t first, last;

	tcpsim_run_name_numbers(run, name, &first, &last);
	if (name->is_every)
		g_snprintf(words.text, sizeof words.text, "%.60s %s", name->who.name, kind);
	else if (first == last)
		g_snprintf(words.text, sizeof words.text, "%.60s %s #%" PRIu32, name->who.name, kind, first);
	else
		g_snprintf(words.text, sizeof words.text, "%.60s %s #%" PRIu32 "->%" PRIu32, name->who.name, kind,
			first, last);
	return words;
}
