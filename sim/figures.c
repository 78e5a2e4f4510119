/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

void
figures_add(GString *text, uint64_t n)
{
	char digits[24];
	size_t length = (size_t)g_snprintf(digits, sizeof(digits), "%" G_GUINT64_FORMAT, (guint64)n);

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			g_string_append_c(text, ',');
		g_string_append_c(text, digits[i]);
	}
}

void
figures_count(GString *text, uint64_t n, const char *one, const char *many)
{
	figures_add(text, n);
	g_string_append_printf(text, " %s", n == 1 ? one : many);
}

void
figures_add_octets(GString *text, uint64_t n)
{
	static const char *const units[] = { "octets", "KiB", "MiB", "GiB", "TiB" };
	double size = (double)n;
	size_t unit = 0;

	for (; size >= 1024 && unit + 1 < G_N_ELEMENTS(units); unit++)
		size /= 1024;
	g_string_append_printf(text, unit > 0 && size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}
