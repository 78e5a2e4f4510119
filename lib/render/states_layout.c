/* SPDX-License-Identifier: MIT */
#include "lib/render/states_private.h"

/* Columns of boxes, and the line between the first two on which FIN-WAIT-1 goes straight to TIME-WAIT. */
enum column {
	L,
	G,
	M,
	R
};

/* Rows of boxes have even numbers; an odd row is in the middle between two. */
enum {
	ROW_CLOSED = 0,
	ROW_LISTEN = 2,
	ROW_SYN = 4,
	ROW_ESTABLISHED = 6,
	ROW_FIN = 8,
	ROW_CLOSING = 10,
	ROW_TIME_WAIT = 12
};

/* A place, from the center of a box that stands or might stand there: 100 is half of the box. */
struct spot {
	uint8_t column, row;
	int8_t dx, dy;
};

#define AT(COLUMN, ROW, DX, DY) { .column = (COLUMN), .row = (ROW), .dx = (DX), .dy = (DY) }

static const struct {
	uint8_t state, column, row;
} boxes[STATES_BOXES] = {
	{ TCPSIM_CLOSED, M, ROW_CLOSED },
	{ TCPSIM_LISTEN, M, ROW_LISTEN },
	{ TCPSIM_SYN_RECEIVED, L, ROW_SYN },
	{ TCPSIM_SYN_SENT, R, ROW_SYN },
	{ TCPSIM_ESTABLISHED, M, ROW_ESTABLISHED },
	{ TCPSIM_FIN_WAIT_1, L, ROW_FIN },
	{ TCPSIM_CLOSE_WAIT, R, ROW_FIN },
	{ TCPSIM_FIN_WAIT_2, L, ROW_CLOSING },
	{ TCPSIM_CLOSING, M, ROW_CLOSING },
	{ TCPSIM_LAST_ACK, R, ROW_CLOSING },
	{ TCPSIM_TIME_WAIT, M, ROW_TIME_WAIT },
	{ TCPSIM_CLOSED, R, ROW_TIME_WAIT },
};

/* Where the label of an edge stands: between two places on its line, or beside one. */
struct label {
	struct spot from, to;
	uint8_t anchor;
};

/* In the order in which figure 5 is read, from the top to the bottom. */
static const struct {
	uint8_t from, to, n_points;
	struct spot points[STATES_POINTS];
	struct label label;
} edges[] = {
	{ TCPSIM_CLOSED, TCPSIM_LISTEN, 2, { AT(M, ROW_CLOSED, -40, 100), AT(M, ROW_LISTEN, -40, -100) },
		{ AT(M, ROW_CLOSED + 1, -40, 0), AT(L, ROW_CLOSED + 1, -100, 0), ANCHOR_END } },
	{ TCPSIM_LISTEN, TCPSIM_CLOSED, 2, { AT(M, ROW_LISTEN, 40, -100), AT(M, ROW_CLOSED, 40, 100) },
		{ AT(M, ROW_CLOSED + 1, 40, 0), AT(R, ROW_CLOSED + 1, -50, 0), ANCHOR_START } },
	{ TCPSIM_CLOSED, TCPSIM_SYN_SENT, 3,
		{ AT(M, ROW_CLOSED, 100, -45), AT(R, ROW_CLOSED, 50, -45), AT(R, ROW_SYN, 50, -100) },
		{ AT(M, ROW_CLOSED, 100, -45), AT(R, ROW_CLOSED, 50, -45), ANCHOR_ABOVE } },
	{ TCPSIM_SYN_SENT, TCPSIM_CLOSED, 3,
		{ AT(R, ROW_SYN, 0, -100), AT(R, ROW_CLOSED, 0, 45), AT(M, ROW_CLOSED, 100, 45) },
		{ AT(M, ROW_CLOSED, 100, 45), AT(R, ROW_CLOSED, 0, 45), ANCHOR_BELOW } },
	{ TCPSIM_SYN_RECEIVED, TCPSIM_LISTEN, 3,
		{ AT(L, ROW_SYN, -20, -100), AT(L, ROW_LISTEN, -20, -45), AT(M, ROW_LISTEN, -100, -45) },
		{ AT(L, ROW_LISTEN, -60, -45), AT(M, ROW_LISTEN, -100, -45), ANCHOR_ABOVE } },
	{ TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED, 3,
		{ AT(M, ROW_LISTEN, -100, 45), AT(L, ROW_LISTEN, 35, 45), AT(L, ROW_SYN, 35, -100) },
		{ AT(L, ROW_LISTEN, 35, 45), AT(M, ROW_LISTEN, -100, 45), ANCHOR_BELOW } },
	{ TCPSIM_LISTEN, TCPSIM_SYN_SENT, 3,
		{ AT(M, ROW_LISTEN, 100, 0), AT(R, ROW_LISTEN, -50, 0), AT(R, ROW_SYN, -50, -100) },
		{ AT(M, ROW_LISTEN, 100, 0), AT(R, ROW_LISTEN, -50, 0), ANCHOR_BELOW } },
	{ TCPSIM_SYN_SENT, TCPSIM_SYN_RECEIVED, 2, { AT(R, ROW_SYN, -100, 0), AT(L, ROW_SYN, 100, 0) },
		{ AT(L, ROW_SYN, 100, 0), AT(R, ROW_SYN, -100, 0), ANCHOR_ABOVE } },
	{ TCPSIM_SYN_RECEIVED, TCPSIM_ESTABLISHED, 3,
		{ AT(L, ROW_SYN, 50, 100), AT(L, ROW_ESTABLISHED, 50, 0), AT(M, ROW_ESTABLISHED, -100, 0) },
		{ AT(L, ROW_ESTABLISHED, 50, 0), AT(M, ROW_ESTABLISHED, -100, 0), ANCHOR_ABOVE } },
	{ TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED, 3,
		{ AT(R, ROW_SYN, 0, 100), AT(R, ROW_ESTABLISHED, 0, 0), AT(M, ROW_ESTABLISHED, 100, 0) },
		{ AT(M, ROW_ESTABLISHED, 100, 0), AT(R, ROW_ESTABLISHED, 0, 0), ANCHOR_ABOVE } },
	{ TCPSIM_SYN_RECEIVED, TCPSIM_FIN_WAIT_1, 2, { AT(L, ROW_SYN, -50, 100), AT(L, ROW_FIN, -50, -100) },
		{ AT(L, ROW_ESTABLISHED + 1, -50, 0), AT(M, ROW_ESTABLISHED + 1, -50, 0), ANCHOR_START } },
	{ TCPSIM_ESTABLISHED, TCPSIM_FIN_WAIT_1, 3,
		{ AT(M, ROW_ESTABLISHED, -50, 100), AT(M, ROW_FIN, -50, -60), AT(L, ROW_FIN, 100, -60) },
		{ AT(L, ROW_FIN, 100, -60), AT(M, ROW_FIN, -50, -60), ANCHOR_ABOVE } },
	{ TCPSIM_ESTABLISHED, TCPSIM_CLOSE_WAIT, 3,
		{ AT(M, ROW_ESTABLISHED, 50, 100), AT(M, ROW_FIN, 50, 0), AT(R, ROW_FIN, -100, 0) },
		{ AT(M, ROW_FIN, 50, 0), AT(R, ROW_FIN, -100, 0), ANCHOR_ABOVE } },
	{ TCPSIM_FIN_WAIT_1, TCPSIM_FIN_WAIT_2, 2, { AT(L, ROW_FIN, -50, 100), AT(L, ROW_CLOSING, -50, -100) },
		{ AT(L, ROW_FIN + 1, -50, 0), AT(G, ROW_FIN + 1, 0, 0), ANCHOR_START } },
	{ TCPSIM_FIN_WAIT_1, TCPSIM_CLOSING, 3,
		{ AT(L, ROW_FIN, 100, 10), AT(M, ROW_FIN, 0, 10), AT(M, ROW_CLOSING, 0, -100) },
		{ AT(G, ROW_FIN, 0, 10), AT(M, ROW_FIN, 0, 10), ANCHOR_BELOW } },
	{ TCPSIM_FIN_WAIT_1, TCPSIM_TIME_WAIT, 4,
		{ AT(L, ROW_FIN, 100, 70), AT(G, ROW_FIN, 0, 70), AT(G, ROW_TIME_WAIT, 0, -45),
			AT(M, ROW_TIME_WAIT, -100, -45) },
		{ AT(G, ROW_CLOSING + 1, 0, 0), AT(M, ROW_CLOSING + 1, 0, 0), ANCHOR_START } },
	{ TCPSIM_CLOSE_WAIT, TCPSIM_LAST_ACK, 2, { AT(R, ROW_FIN, 0, 100), AT(R, ROW_CLOSING, 0, -100) },
		{ AT(R, ROW_FIN + 1, 0, 0), AT(M, ROW_FIN + 1, 100, 0), ANCHOR_END } },
	{ TCPSIM_FIN_WAIT_2, TCPSIM_TIME_WAIT, 3,
		{ AT(L, ROW_CLOSING, 0, 100), AT(L, ROW_TIME_WAIT, 0, 45), AT(M, ROW_TIME_WAIT, -100, 45) },
		{ AT(L, ROW_TIME_WAIT, 0, 45), AT(M, ROW_TIME_WAIT, -100, 45), ANCHOR_BELOW } },
	{ TCPSIM_CLOSING, TCPSIM_TIME_WAIT, 2, { AT(M, ROW_CLOSING, 0, 100), AT(M, ROW_TIME_WAIT, 0, -100) },
		{ AT(M, ROW_CLOSING + 1, 0, 0), AT(R, ROW_CLOSING + 1, -100, 0), ANCHOR_START } },
	{ TCPSIM_LAST_ACK, TCPSIM_CLOSED, 2, { AT(R, ROW_CLOSING, 0, 100), AT(R, ROW_TIME_WAIT, 0, -100) },
		{ AT(R, ROW_CLOSING + 1, 0, 0), AT(M, ROW_CLOSING + 1, 100, 0), ANCHOR_END } },
	{ TCPSIM_TIME_WAIT, TCPSIM_CLOSED, 2, { AT(M, ROW_TIME_WAIT, 100, 0), AT(R, ROW_TIME_WAIT, -100, 0) },
		{ AT(M, ROW_TIME_WAIT, 100, 0), AT(R, ROW_TIME_WAIT, -100, 0), ANCHOR_ABOVE } },
};

/* What of a gap between two columns is left of the line in it. */
#define GAP_LEFT 0.35
/* Around the picture, and between a line and its label. */
#define MARGIN 6.0

static double
column_x(const struct states_layout *layout, uint8_t column)
{
	double left = MARGIN + layout->half_width, middle = layout->width / 2;

	switch ((enum column)column) {
	case L:
		break;
	case G:
		return left + layout->half_width + GAP_LEFT * (middle - left - 2 * layout->half_width);
	case M:
		return middle;
	case R:
		return layout->width - left;
	}
	return left;
}

static struct states_point
point_of(const struct states_layout *layout, const struct spot *spot)
{
	/* From one row of boxes to the next there is room for three lines between them. */
	double pitch = layout->half_height + (layout->is_narrow ? 0.8 : 1.8) * layout->font;

	return (struct states_point){
		.x = column_x(layout, spot->column) + spot->dx * layout->half_width / 100,
		.y = 2 * layout->font + layout->half_height + spot->row * pitch + spot->dy * layout->half_height / 100,
	};
}

void
tcpsim_states_layout_init(struct states_layout *layout, uint32_t width)
{
	bool is_narrow = width < STATES_WIDTH_WIDE;

	*layout = (struct states_layout){
		.width = CLAMP(width, STATES_WIDTH_MIN, STATES_WIDTH_MAX),
		.half_width = is_narrow ? 45 : 58,
		.half_height = is_narrow ? 13 : 17,
		.font = is_narrow ? 10.5 : 12,
		.is_narrow = is_narrow,
	};
	for (unsigned i = 0; i < STATES_BOXES; i++) {
		const struct spot center = AT(boxes[i].column, boxes[i].row, 0, 0);

		layout->boxes[i].state = (enum tcpsim_state)boxes[i].state;
		layout->boxes[i].center = point_of(layout, &center);
	}
	layout->height = layout->boxes[STATES_BOXES - 1].center.y + layout->half_height + 2 * layout->font;
}

unsigned
tcpsim_states_n_edges(void)
{
	return G_N_ELEMENTS(edges);
}

void
tcpsim_states_edge(const struct states_layout *layout, unsigned i, struct states_edge *edge)
{
	const struct label *label = &edges[i].label;
	struct states_point from = point_of(layout, &label->from), to = point_of(layout, &label->to);

	*edge = (struct states_edge){
		.from = (enum tcpsim_state)edges[i].from,
		.to = (enum tcpsim_state)edges[i].to,
		.n_points = edges[i].n_points,
		.label = from,
		.anchor = (enum states_anchor)label->anchor,
		.label_width = (from.x < to.x ? to.x - from.x : from.x - to.x) - MARGIN,
	};
	for (unsigned k = 0; k < edge->n_points; k++)
		edge->points[k] = point_of(layout, &edges[i].points[k]);
	switch (edge->anchor) {
	case ANCHOR_START:
		edge->label.x += MARGIN;
		break;
	case ANCHOR_END:
		edge->label.x -= MARGIN;
		break;
	case ANCHOR_ABOVE:
	case ANCHOR_BELOW:
		edge->label.x = (from.x + to.x) / 2;
		break;
	}
}
