/* SPDX-License-Identifier: MIT */
#include "lib/render/render_private.h"

/* The characters are those of every terminal's box drawing, so that they come out one column wide everywhere. */
const struct glyphs tcpsim_glyphs_utf8 = {
	.lifeline = "│",
	.down = "┊",
	.fold = "⋮",
	.shaft = "─",
	.ellipsis = "…",
	.arrow = "→",
	.both_ways = "↔",
	.tokens = {
		[LEFT] = {
			[ROLE_DEPARTS] = { "├─", 0, 3, 0 },
			[ROLE_ARRIVES] = { "◄", 1, 3, 0 },
			[ROLE_UNDER_WAY] = { "...", 2, 6, 0 },
			[ROLE_LOST] = { "X─", 3, 6, 0 },
			[ROLE_DISCARDED] = { "X─", 1, 4, 0 },
		},
		[RIGHT] = {
			[ROLE_DEPARTS] = { "┤", 0, -2, 0 },
			[ROLE_ARRIVES] = { "►", -1, -2, -1 },
			[ROLE_UNDER_WAY] = { "...", -4, -5, -5 },
			[ROLE_LOST] = { "X", -4, -5, -4 },
			[ROLE_DISCARDED] = { "X", -1, -2, -1 },
		},
	},
};

/* As the figures of RFC 9293 3.5 are drawn: the arrows stand where the lifelines would. */
const struct glyphs tcpsim_glyphs_ascii = {
	.lifeline = "|",
	.down = ".",
	.fold = ":",
	.shaft = NULL,
	.ellipsis = "...",
	.arrow = "->",
	.both_ways = "<->",
	.tokens = {
		[LEFT] = {
			[ROLE_DEPARTS] = { "-->", 0, 4, 0 },
			[ROLE_ARRIVES] = { "<--", 0, 4, 0 },
			[ROLE_UNDER_WAY] = { "...", 2, 6, 0 },
			[ROLE_LOST] = { "X", 4, 6, 0 },
			[ROLE_DISCARDED] = { "X--", 1, 5, 0 },
		},
		[RIGHT] = {
			[ROLE_DEPARTS] = { "<--", -2, -3, 0 },
			[ROLE_ARRIVES] = { "-->", -2, -3, 0 },
			[ROLE_UNDER_WAY] = { "...", -4, -5, 0 },
			[ROLE_LOST] = { "X", -4, -5, 0 },
			[ROLE_DISCARDED] = { "--X", -3, -4, 0 },
		},
	},
};
