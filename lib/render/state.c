/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

static void
show(struct ladder *ladder, struct ladder_end *end, const char *text)
{
	if (strcmp(text, end->shown) == 0)
		return;
	g_strlcpy(end->shown, text, sizeof(end->shown));
	tcpsim_canvas_put(&ladder->canvas, end->state_column, text, STYLE_STATE);
}

/* Whether the column says already that the host listens, be it a listener or a connection that is one again. */
static bool
shows_listen(const struct ladder_end *end)
{
	return strstr(end->shown, tcpsim_state_name(TCPSIM_LISTEN)) != NULL;
}

/* A listener is opened, closed, or gets a segment that opens no connection. Nothing else happens to no connection. */
static void
show_listener(struct ladder *ladder, struct ladder_end *end, const struct tcpsim_record *event)
{
	bool is_call = event->kind == TCPSIM_RECORD_CALL;

	if (event->after.state == TCPSIM_LISTEN) {
		if (is_call && event->what == TCPSIM_CALL_LISTEN)
			end->n_listeners++;
		if (!shows_listen(end))
			show(ladder, end, end->has_connected ? "(LISTEN)" : "LISTEN");
	} else if (is_call && end->n_listeners > 0) {
		end->n_listeners--;
		if (end->n_listeners == 0 && shows_listen(end))
			show(ladder, end, "CLOSED");
	}
}

void
tcpsim_ladder_state(struct ladder *ladder, const struct tcpsim_record *event)
{
	struct ladder_end *end = &ladder->ends[tcpsim_ladder_side(ladder, event->host)];
	char text[32];

	if (event->connection == 0) {
		show_listener(ladder, end, event);
		return;
	}
	end->has_connected = true;
	tcpsim_ladder_state_text(end, event->connection, event->after.state, text);
	if (event->after.state == TCPSIM_CLOSED && end->n_listeners > 0 && strcmp(text, end->shown) != 0)
		end->lines_to_listener = 2;
	else
		end->lines_to_listener = 0;
	show(ladder, end, text);
}

void
tcpsim_ladder_listener(struct ladder *ladder, struct ladder_end *end)
{
	if (end->lines_to_listener == 0)
		return;
	end->lines_to_listener--;
	if (end->lines_to_listener == 0)
		show(ladder, end, "(LISTEN)");
}

void
tcpsim_ladder_end_rung(struct ladder *ladder)
{
	if (ladder->ends[LEFT].lines_to_listener == 0 && ladder->ends[RIGHT].lines_to_listener == 0)
		return;
	tcpsim_ladder_lifelines(ladder);
	tcpsim_canvas_end_line(&ladder->canvas);
}
