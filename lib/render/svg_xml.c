/* SPDX-License-Identifier: MIT */
#include <stdarg.h>

#include "lib/render/svg_private.h"

/* A number in units of 1/`unit`, a power of ten, without zeros at its end: no locale decides how it is written. */
static void
append_decimal(GString *text, double number, guint64 unit)
{
	double scaled = number * (double)unit;
	gint64 units = (gint64)(scaled + (scaled < 0 ? -0.5 : 0.5));
	guint64 size = units < 0 ? 0 - (guint64)units : (guint64)units, rest = size % unit;

	g_string_append_printf(text, "%s%" G_GUINT64_FORMAT, units < 0 ? "-" : "", size / unit);
	if (rest > 0)
		g_string_append_c(text, '.');
	while (rest > 0) {
		rest *= 10;
		g_string_append_c(text, (char)('0' + rest / unit));
		rest %= unit;
	}
}

void
tcpsim_svg_append_number(GString *text, double number)
{
	append_decimal(text, number, 100);
}

void
tcpsim_svg_append_fine_number(GString *text, double number)
{
	append_decimal(text, number, 10000);
}

/* Whether XML 1.0 may have this character (2.2): there is no way to write any other. */
static bool
is_character(gunichar c)
{
	if (c < 0x20)
		return c == '\n' || c == '\t';
	return c != 0x7f && c != 0xfffe && c != 0xffff;
}

static void
append_character(GString *text, gunichar c)
{
	switch (c) {
	case '&':
		g_string_append(text, "&amp;");
		break;
	case '<':
		g_string_append(text, "&lt;");
		break;
	case '>':
		g_string_append(text, "&gt;");
		break;
	case '"':
		g_string_append(text, "&quot;");
		break;
	case '\'':
		g_string_append(text, "&#39;");
		break;
	default:
		g_string_append_unichar(text, is_character(c) ? c : 0xfffd);
		break;
	}
}

void
tcpsim_svg_append_escaped(GString *text, const char *any)
{
	while (*any != '\0') {
		gunichar c = g_utf8_get_char_validated(any, -1);

		if (c == (gunichar)-1 || c == (gunichar)-2) {
			append_character(text, 0xfffd);
			any++;
		} else {
			append_character(text, c);
			any = g_utf8_next_char(any);
		}
	}
}

void
tcpsim_svg_xml_init(struct svg_xml *xml)
{
	*xml = (struct svg_xml){ .text = g_string_new(NULL) };
}

char *
tcpsim_svg_xml_finish(struct svg_xml *xml)
{
	g_assert(xml->depth == 0);
	return g_string_free(xml->text, FALSE);
}

static void
end_tag(struct svg_xml *xml)
{
	if (xml->takes_attributes)
		g_string_append_c(xml->text, '>');
	xml->takes_attributes = false;
}

static bool
is_in_text(const struct svg_xml *xml)
{
	return xml->depth > 0 && xml->has_text[xml->depth - 1];
}

void
tcpsim_svg_xml_open(struct svg_xml *xml, const char *element)
{
	bool is_inline = is_in_text(xml);

	g_assert(xml->depth < SVG_DEPTH);
	end_tag(xml);
	if (xml->depth > 0 && !is_inline) {
		g_string_append_c(xml->text, '\n');
		xml->has_elements[xml->depth - 1] = true;
	}
	g_string_append_printf(xml->text, "<%s", element);
	xml->elements[xml->depth] = element;
	xml->has_text[xml->depth] = is_inline;
	xml->has_elements[xml->depth] = false;
	xml->depth++;
	xml->takes_attributes = true;
}

void
tcpsim_svg_xml_close(struct svg_xml *xml)
{
	g_assert(xml->depth > 0);
	xml->depth--;
	if (xml->takes_attributes) {
		g_string_append(xml->text, "/>");
	} else {
		if (xml->has_elements[xml->depth])
			g_string_append_c(xml->text, '\n');
		g_string_append_printf(xml->text, "</%s>", xml->elements[xml->depth]);
	}
	xml->takes_attributes = false;
	if (xml->depth == 0)
		g_string_append_c(xml->text, '\n');
}

void
tcpsim_svg_xml_attribute(struct svg_xml *xml, const char *name, const char *value)
{
	g_assert(xml->takes_attributes);
	g_string_append_printf(xml->text, " %s=\"", name);
	tcpsim_svg_append_escaped(xml->text, value);
	g_string_append_c(xml->text, '"');
}

void
tcpsim_svg_xml_attributef(struct svg_xml *xml, const char *name, const char *format, ...)
{
	va_list arguments;
	char *value;

	va_start(arguments, format);
	value = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	tcpsim_svg_xml_attribute(xml, name, value);
	g_free(value);
}

void
tcpsim_svg_xml_number(struct svg_xml *xml, const char *name, double number)
{
	g_assert(xml->takes_attributes);
	g_string_append_printf(xml->text, " %s=\"", name);
	tcpsim_svg_append_number(xml->text, number);
	g_string_append_c(xml->text, '"');
}

void
tcpsim_svg_xml_text(struct svg_xml *xml, const char *text)
{
	g_assert(xml->depth > 0);
	end_tag(xml);
	xml->has_text[xml->depth - 1] = true;
	tcpsim_svg_append_escaped(xml->text, text);
}

void
tcpsim_svg_xml_leaf(struct svg_xml *xml, const char *element, const char *text)
{
	tcpsim_svg_xml_open(xml, element);
	tcpsim_svg_xml_text(xml, text);
	tcpsim_svg_xml_close(xml);
}

void
tcpsim_svg_xml_raw(struct svg_xml *xml, const char *raw)
{
	end_tag(xml);
	g_string_append(xml->text, raw);
}

double
tcpsim_svg_text_width(const char *text, double size)
{
	return tcpsim_text_width(text) * size * SVG_EM_PER_COLUMN;
}
