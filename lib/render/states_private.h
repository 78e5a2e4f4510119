/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_STATES_PRIVATE_H
#define TCPSIM_RENDER_STATES_PRIVATE_H

#include "lib/render/diagram_private.h"
#include "lib/render/svg_private.h"

/*
 * The state diagram as a picture, in the layout of RFC 9293 figure 5: three columns of boxes, CLOSED at the top and once
 * more at the bottom. states_layout.c says where everything stands, states_svg.c draws it.
 */

/* Points of an edge, at the most. */
#define STATES_POINTS 4U
/* Boxes: the states, and CLOSED once more. */
#define STATES_BOXES (TCPSIM_N_STATES + 1)

struct states_point {
	double x, y;
};

enum states_anchor {
	ANCHOR_START, /* beside a line, to the right of the point */
	ANCHOR_END,   /* beside a line, to the left of it */
	ANCHOR_ABOVE, /* centered, all lines above the point */
	ANCHOR_BELOW, /* centered, all lines below the point */
};

struct states_box {
	enum tcpsim_state state;
	struct states_point center;
};

struct states_edge {
	enum tcpsim_state from, to;
	struct states_point points[STATES_POINTS];
	unsigned n_points;
	struct states_point label;
	enum states_anchor anchor;
	double label_width; /* for which there is room */
};

/* A picture of some width; what it needs of height. */
struct states_layout {
	double width, height;
	double half_width, half_height; /* of a box */
	double font;                    /* the size of all text */
	bool is_narrow; /* no room for labels: numbers stand at the edges, and a list below says what they are */
	struct states_box boxes[STATES_BOXES];
};

/* The widths between which a picture has a layout of its own; a wider one is that of the widest, enlarged. */
#define STATES_WIDTH_MIN 320U
#define STATES_WIDTH_WIDE 720U
#define STATES_WIDTH_MAX 960U

void tcpsim_states_layout_init(struct states_layout *layout, uint32_t width);
/* How many edges figure 5 has; the i-th as it lies in a layout. */
unsigned tcpsim_states_n_edges(void);
void tcpsim_states_edge(const struct states_layout *layout, unsigned i, struct states_edge *edge);

#endif
