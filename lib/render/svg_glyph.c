/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_ladder_private.h"

/* The middle of each is at 0, 0. */

struct drawing {
	const char *style;
	const char *data;
};

static const struct drawing drawings[][3] = {
	[SVG_GLYPH_NONE] = { { NULL, NULL } },
	[SVG_GLYPH_CALL] = { { "solid call", "M4-4L-4 0L4 4Z" }, { NULL, NULL } },
	[SVG_GLYPH_TELL] = { { "solid told", "M-4-4L4 0L-4 4Z" }, { NULL, NULL } },
	[SVG_GLYPH_CLOCK] = { { "outline", "M0-4.8A4.8 4.8 0 1 1-.01-4.8Z" }, { "outline", "M0-3V0L2.2 1.4" },
		{ NULL, NULL } },
	[SVG_GLYPH_POWER] = { { "outline bad", "M-3-3.4A4.6 4.6 0 1 0 3-3.4" }, { "outline bad", "M0-5.4V-.6" },
		{ NULL, NULL } },
	[SVG_GLYPH_WARNING] = { { "solid bad", "M0-5L5 4.4H-5Z" }, { NULL, NULL } },
};

void
tcpsim_svg_write_path(struct svg_ladder *svg, const char *style, const char *data)
{
	tcpsim_svg_xml_open(&svg->xml, "path");
	if (style != NULL)
		tcpsim_svg_xml_attribute(&svg->xml, "class", style);
	tcpsim_svg_xml_attribute(&svg->xml, "d", data);
	tcpsim_svg_xml_close(&svg->xml);
}

void
tcpsim_svg_write_glyph(struct svg_ladder *svg, enum svg_glyph glyph, double x, double y, bool flips)
{
	const struct drawing *drawing = drawings[glyph];
	GString *place = g_string_new("translate(");

	tcpsim_svg_append_number(place, x);
	g_string_append_c(place, ' ');
	tcpsim_svg_append_number(place, y);
	g_string_append(place, flips ? ")scale(-1 1)" : ")");
	for (; drawing->data != NULL; drawing++) {
		tcpsim_svg_xml_open(&svg->xml, "path");
		tcpsim_svg_xml_attribute(&svg->xml, "class", drawing->style);
		tcpsim_svg_xml_attribute(&svg->xml, "transform", place->str);
		tcpsim_svg_xml_attribute(&svg->xml, "d", drawing->data);
		tcpsim_svg_xml_close(&svg->xml);
	}
	g_string_free(place, TRUE);
}
