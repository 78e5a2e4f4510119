/* SPDX-License-Identifier: MIT */
#include "lib/render/glossary_private.h"

/* The numbered requirements of RFC 9293, as tests/requirements.tsv has them: made from it when this is built. */
static const struct {
	const char *id, *level, *status, *rules, *words;
} requirements[] = {
#define REQUIREMENT(ID, LEVEL, STATUS, RULES, WORDS) { ID, LEVEL, STATUS, RULES, WORDS },
#include "lib/render/requirements.def"
#undef REQUIREMENT
};

size_t
tcpsim_glossary_count_requirements(void)
{
	return G_N_ELEMENTS(requirements);
}

const char *
tcpsim_glossary_requirement_id(size_t i)
{
	return requirements[i].id;
}

void
tcpsim_glossary_tell_requirement(GString *text, size_t i)
{
	bool is_met = g_str_equal(requirements[i].status, "met");

	g_string_append_printf(text, "%s, %s: %s\n", requirements[i].level, is_met ? "met" : "a deviation",
		requirements[i].words);
	if (*requirements[i].rules != '\0')
		g_string_append_printf(text, "Rules: %s\n", requirements[i].rules);
	else if (is_met)
		g_string_append(text, "No rule of the engine: what is around it, the wire or the network, sees to this.\n");
	g_string_append_printf(text, "Source: RFC 9293 appendix B; %s", is_met ? "rules.md" : "deviations.md");
}
