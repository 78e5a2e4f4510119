/* SPDX-License-Identifier: MIT */
#include "lib/record/record_private.h"

/* A line of a trace: its members, and what they say of TCBs. */

/* Only an event of a connection tells of a TCB. */
static bool
tells_of_tcb(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_ARRIVE ||
		record->kind == TCPSIM_RECORD_TIMER || record->kind == TCPSIM_RECORD_LOST;
}

/* What differs from *vars, into it. */
static bool
read_vars(struct reader *reader, const json_t *value, const struct tcpsim_record *record, struct tcpsim_vars *vars)
{
	if (!tells_of_tcb(record))
		return tcpsim_read_fail_name(reader, "a record of kind %s tells of no TCB",
			tcpsim_names_records.get(record->kind));
	return tcpsim_read_known(reader, value, tcpsim_members_vars) &&
		tcpsim_read_members(reader, value, tcpsim_members_vars, vars);
}

bool
tcpsim_read_timers(struct reader *reader, const json_t *value, void *thing)
{
	struct member timers[TCPSIM_N_TIMERS + 1] = { { .name = NULL } };

	for (unsigned i = 0; i < TCPSIM_N_TIMERS; i++) {
		timers[i] = (struct member){
			.name = tcpsim_timer_name((enum tcpsim_timer)i),
			.kind = MEMBER_TIME,
			.octets = sizeof(int64_t),
			.offset = offsetof(struct tcpsim_vars, deadline_us) + i * sizeof(int64_t),
		};
	}
	return tcpsim_read_known(reader, value, timers) && tcpsim_read_members(reader, value, timers, thing);
}

bool
tcpsim_read_before(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;

	record->before = *tcpsim_told_vars(&reader->told, record);
	reader->has_before = true;
	return read_vars(reader, value, record, &record->before);
}

bool
tcpsim_read_after(struct reader *reader, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;
	struct tcpsim_vars *last = tcpsim_told_vars(&reader->told, record);

	if (!reader->has_before)
		record->before = *last;
	record->after = record->before;
	if (!read_vars(reader, value, record, &record->after))
		return false;
	*last = record->after;
	return true;
}

bool
tcpsim_read_record(struct reader *reader, const json_t *line)
{
	struct tcpsim_record record = {
		.cause = TCPSIM_NO_RECORD,
		.host = TCPSIM_NO_HOST,
		.peer = TCPSIM_NO_HOST,
	};

	g_byte_array_set_size(reader->octets, 0);
	reader->has_before = false;
	if (!tcpsim_read_known(reader, line, tcpsim_members_record) || tcpsim_read_needed(reader, line, "n") == NULL ||
		tcpsim_read_needed(reader, line, "time_us") == NULL || tcpsim_read_needed(reader, line, "kind") == NULL ||
		!tcpsim_read_members(reader, line, tcpsim_members_record, &record) ||
		(reader->has_before && tcpsim_read_needed(reader, line, "after") == NULL))
		return false;
	if (json_object_get(line, "original") == NULL)
		record.original = record.packet;
	if (!tcpsim_read_check(reader, &record, line))
		return false;
	tcpsim_trace_append(reader->recording->own_trace, &record, reader->octets->data);
	reader->n_records++;
	return true;
}
