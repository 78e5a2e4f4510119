/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/recording.h>

struct tcpsim_steps {
	GArray *first; /* uint32_t: the record with which each begins */
	uint32_t n_records;
};

/* Whether a record goes on with a step that began with record `first`, at the same instant, rather than begin one. */
static bool
goes_on(const struct tcpsim_record *records, uint32_t first, uint32_t i)
{
	const struct tcpsim_record *record = &records[i];

	if (record->time_us != records[first].time_us || record->cause >= i)
		return false;
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		/* What a call of POSIX asks of TCP. */
		return record->cause >= first && records[record->cause].kind == TCPSIM_RECORD_SOCKET;
	case TCPSIM_RECORD_DROP:
		/* At its sending; later it is an event of the network. */
		return record->cause >= first;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_BROKEN:
		return true;
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		break;
	}
	return false;
}

struct tcpsim_steps *
tcpsim_steps_new(const struct tcpsim_trace *trace)
{
	struct tcpsim_steps *steps = g_new0(struct tcpsim_steps, 1);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);
	uint32_t first = 0;

	steps->first = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	steps->n_records = (uint32_t)n;
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0 && goes_on(records, first, i))
			continue;
		first = i;
		g_array_append_val(steps->first, i);
	}
	return steps;
}

size_t
tcpsim_steps_n(const struct tcpsim_steps *steps)
{
	return steps->first->len;
}

struct tcpsim_step
tcpsim_steps_get(const struct tcpsim_steps *steps, size_t i)
{
	const uint32_t *first = (const uint32_t *)(const void *)steps->first->data;

	return (struct tcpsim_step){
		.first = first[i],
		.behind = i + 1 < steps->first->len ? first[i + 1] : steps->n_records,
	};
}

size_t
tcpsim_steps_find(const struct tcpsim_steps *steps, uint32_t record)
{
	size_t low = 0, high = steps->first->len;

	/* The step is in [low, high). */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (tcpsim_steps_get(steps, middle).first <= record)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
tcpsim_steps_free(struct tcpsim_steps *steps)
{
	if (steps == NULL)
		return;
	g_array_unref(steps->first);
	g_free(steps);
}
