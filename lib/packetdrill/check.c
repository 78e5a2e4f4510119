/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/parse_private.h"

/* What the lines of a script say together. */

/*
 * An absolute time is not before one that stood above, nor before what relative times have added to it since: they
 * count from the end of an event, and what is expected in a range, or at any time, may end at its beginning.
 */
void
tcpsim_pkt_check_times(struct pkt_parser *p)
{
	int64_t least_us = 0;

	for (guint i = 0; i < p->drill->events->len; i++) {
		const struct pkt_event *event = g_ptr_array_index(p->drill->events, i);
		const struct pkt_time *time = &event->time;

		switch (time->kind) {
		case PKT_TIME_ANY:
			break;
		case PKT_TIME_RELATIVE:
			if (time->at_us > PKT_MAX_TIME_US - least_us)
				tcpsim_pkt_error(
					p, &time->loc, "with this time the script takes more than a million days");
			else if (!time->is_range)
				least_us += time->at_us;
			break;
		case PKT_TIME_ABSOLUTE:
			if (time->until_us < least_us)
				tcpsim_pkt_error(p, &time->loc,
					"time goes backwards: the events above take at least until %" G_GINT64_FORMAT
					".%06d",
					least_us / 1000000, (int)(least_us % 1000000));
			else if (time->at_us > least_us)
				least_us = time->at_us;
			break;
		}
	}
}
