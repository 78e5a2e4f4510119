/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/record/record_private.h"

#include <tcpsim/word.h>

/* The most that a field of so many octets can be. */
static int64_t
most_of(const struct member *member)
{
	if (member->most != 0)
		return member->most;
	if (member->octets == 8)
		return INT64_MAX;
	return member->is_signed ? (INT64_C(1) << (8 * member->octets - 1)) - 1 : (INT64_C(1) << 8 * member->octets) - 1;
}

static bool
read_number(struct reader *reader, const struct member *member, const json_t *value, void *thing)
{
	int64_t number, most = most_of(member);

	if (!tcpsim_read_number(reader, value, member->is_signed ? -most - 1 : 0, most, &number))
		return false;
	tcpsim_member_set(member, thing, number);
	return true;
}

/* An option of 0 octets can only be true. */
static bool
read_option(struct reader *reader, const struct member *member, const json_t *value, void *thing)
{
	struct tcpsim_record *record = thing;

	record->segment.options |= member->option;
	if (member->octets > 0)
		return read_number(reader, member, value, thing);
	return json_is_true(value) || tcpsim_read_fail(reader, "%s can only be true", member->name);
}

static bool
read_field(struct reader *reader, const struct member *member, const json_t *value, void *thing)
{
	int64_t number = 0;
	bool is_read = true;

	switch (member->kind) {
	case MEMBER_NUMBER:
		return read_number(reader, member, value, thing);
	case MEMBER_TIME:
		if (json_is_null(value))
			number = TCPSIM_TIME_NONE;
		else
			is_read = tcpsim_read_number(reader, value, 0, TCPSIM_TIME_NONE - 1, &number);
		break;
	case MEMBER_SWITCH:
		is_read = tcpsim_read_switch(reader, value, &number);
		break;
	case MEMBER_NAME:
		is_read = tcpsim_read_name_of(reader, value, member->names, &number);
		break;
	case MEMBER_UNSIGNED:
		return tcpsim_read_unsigned(reader, value, (uint64_t *)(void *)((char *)thing + member->offset));
	case MEMBER_OPTION:
		return read_option(reader, member, value, thing);
	case MEMBER_OBJECT:
		return tcpsim_read_known(reader, value, member->members) &&
			tcpsim_read_members(reader, value, member->members, thing);
	case MEMBER_SPECIAL:
		return member->read(reader, value, thing);
	}
	if (is_read)
		tcpsim_member_set(member, thing, number);
	return is_read;
}

/* The first member that is in no table. */
static bool
refuse_unknown(struct reader *reader, const json_t *object, const struct member *members)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)object, name, value) {
		struct tcpsim_nearest nearest = tcpsim_nearest_of(name);
		const struct member *member = members;

		for (; member->name != NULL && strcmp(member->name, name) != 0; member++)
			tcpsim_nearest_try(&nearest, member->name);
		if (member->name != NULL)
			continue;
		tcpsim_read_enter(reader, name);
		if (nearest.best != NULL)
			tcpsim_read_fail_name(reader, "unknown member %.40s, did you mean %s?", name, nearest.best);
		else
			tcpsim_read_fail_name(reader, "unknown member %.40s", name);
		tcpsim_read_leave(reader);
		break;
	}
	return false;
}

bool
tcpsim_read_known(struct reader *reader, const json_t *object, const struct member *members)
{
	size_t n = 0;

	if (!tcpsim_read_is(reader, object, JSON_OBJECT, "an object"))
		return false;
	for (const struct member *member = members; member->name != NULL; member++)
		n += json_object_get(object, member->name) != NULL;
	return n == json_object_size(object) || refuse_unknown(reader, object, members);
}

bool
tcpsim_read_members(struct reader *reader, const json_t *object, const struct member *members, void *thing)
{
	for (const struct member *member = members; member->name != NULL; member++) {
		const json_t *value = json_object_get(object, member->name);
		bool is_read;

		if (value == NULL)
			continue;
		tcpsim_read_enter(reader, member->name);
		is_read = read_field(reader, member, value, thing);
		tcpsim_read_leave(reader);
		if (!is_read)
			return false;
	}
	return true;
}
