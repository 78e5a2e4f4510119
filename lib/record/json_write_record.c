/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

/* A line of a trace. */

static void write_members(struct writer *writer, const struct member *members, const struct tcpsim_record *record);

static void
write_value(struct writer *writer, const struct member *member, int64_t value)
{
	tcpsim_json_name(writer, member->name);
	switch (member->kind) {
	case MEMBER_NUMBER:
	case MEMBER_OPTION:
		tcpsim_json_number(writer, value);
		break;
	case MEMBER_TIME:
		tcpsim_json_time(writer, value);
		break;
	case MEMBER_SWITCH:
		g_string_append(writer->text, value != 0 ? "true" : "false");
		break;
	case MEMBER_NAME:
		tcpsim_json_text(writer, member->names->get((unsigned)value));
		break;
	case MEMBER_UNSIGNED:
		g_string_append_printf(writer->text, "\"%" G_GUINT64_FORMAT "\"", (guint64)value);
		break;
	case MEMBER_OBJECT:
	case MEMBER_SPECIAL:
		break;
	}
}

static void
write_option(struct writer *writer, const struct member *member, const struct tcpsim_record *record)
{
	if ((record->segment.options & member->option) == 0)
		return;
	if (member->octets > 0) {
		write_value(writer, member, tcpsim_member_get(member, record));
	} else {
		tcpsim_json_name(writer, member->name);
		g_string_append(writer->text, "true");
	}
}

static void
write_object(struct writer *writer, const struct member *member, const struct tcpsim_record *record)
{
	size_t begin = writer->text->len, inner;

	tcpsim_json_name(writer, member->name);
	tcpsim_json_open(writer, '{');
	inner = writer->text->len;
	write_members(writer, member->members, record);
	if (writer->text->len > inner)
		tcpsim_json_close(writer, '}');
	else
		g_string_truncate(writer->text, begin);
}

static void
write_members(struct writer *writer, const struct member *members, const struct tcpsim_record *record)
{
	for (const struct member *member = members; member->name != NULL; member++) {
		int64_t value;

		switch (member->kind) {
		case MEMBER_NUMBER:
		case MEMBER_TIME:
		case MEMBER_SWITCH:
		case MEMBER_NAME:
		case MEMBER_UNSIGNED:
			value = tcpsim_member_get(member, record);
			if (value != 0 || member->is_always)
				write_value(writer, member, value);
			break;
		case MEMBER_OPTION:
			write_option(writer, member, record);
			break;
		case MEMBER_OBJECT:
			write_object(writer, member, record);
			break;
		case MEMBER_SPECIAL:
			member->write(writer, record);
			break;
		}
	}
}

void
tcpsim_json_write_record(struct writer *writer, const struct tcpsim_record *record)
{
	tcpsim_json_open(writer, '{');
	write_members(writer, tcpsim_members_record, record);
	g_string_append(writer->text, "}\n");
}

/* ---- TCBs ---- */

static void
write_timers(struct writer *writer, const struct tcpsim_vars *from, const struct tcpsim_vars *to)
{
	if (memcmp(from->deadline_us, to->deadline_us, sizeof(to->deadline_us)) == 0)
		return;
	tcpsim_json_name(writer, "timers");
	tcpsim_json_open(writer, '{');
	for (unsigned i = 0; i < TCPSIM_N_TIMERS; i++) {
		if (from->deadline_us[i] == to->deadline_us[i])
			continue;
		tcpsim_json_name(writer, tcpsim_timer_name((enum tcpsim_timer)i));
		tcpsim_json_time(writer, to->deadline_us[i]);
	}
	tcpsim_json_close(writer, '}');
}

/* What differs. */
static void
write_vars(struct writer *writer, const char *name, const struct tcpsim_vars *from, const struct tcpsim_vars *to)
{
	tcpsim_json_name(writer, name);
	tcpsim_json_open(writer, '{');
	for (const struct member *member = tcpsim_members_vars; member->name != NULL; member++) {
		if (member->kind == MEMBER_SPECIAL)
			write_timers(writer, from, to);
		else if (tcpsim_member_get(member, to) != tcpsim_member_get(member, from))
			write_value(writer, member, tcpsim_member_get(member, to));
	}
	tcpsim_json_close(writer, '}');
}

/* A record that tells of no TCB has nothing but zeros there: even one in CLOSED has timers that do not run. */
static bool
has_vars(const struct tcpsim_record *record)
{
	static const struct tcpsim_vars nothing;

	return memcmp(&record->before, &nothing, sizeof(nothing)) != 0 ||
		memcmp(&record->after, &nothing, sizeof(nothing)) != 0;
}

void
tcpsim_write_before(struct writer *writer, const struct tcpsim_record *record)
{
	struct tcpsim_vars *last;

	if (!has_vars(record))
		return;
	last = tcpsim_told_vars(&writer->told, record);
	if (memcmp(last, &record->before, sizeof(*last)) != 0)
		write_vars(writer, "before", last, &record->before);
}

void
tcpsim_write_after(struct writer *writer, const struct tcpsim_record *record)
{
	if (!has_vars(record))
		return;
	write_vars(writer, "after", &record->before, &record->after);
	*tcpsim_told_vars(&writer->told, record) = record->after;
}
