/* SPDX-License-Identifier: MIT */
#include <tcpsim/rules.h>

#include <string.h>

static const struct tcpsim_rule_info rules[TCPSIM_N_RULES] = {
	[TCPSIM_RULE_NONE] = { "none", "", "", "No rule." },
#define TCPSIM_RULE(ID, NAME, PLACE, REQUIREMENTS, WORDS) \
	[TCPSIM_RULE_##ID] = { NAME, PLACE, REQUIREMENTS, WORDS },
#include <tcpsim/rules.def>
#undef TCPSIM_RULE
};

/* A string that just fits would lose its NUL without a word. */
#define FITS(TEXT, FIELD) (sizeof(TEXT) <= sizeof(rules[0].FIELD))
#define TCPSIM_RULE(ID, NAME, PLACE, REQUIREMENTS, WORDS) \
	_Static_assert(FITS(NAME, name) && FITS(PLACE, place) && FITS(REQUIREMENTS, requirements) && FITS(WORDS, words), \
		       "the strings of a rule fit");
#include <tcpsim/rules.def>
#undef TCPSIM_RULE

_Static_assert(TCPSIM_N_RULES <= 8 * sizeof(struct tcpsim_rule_set), "a bit for each rule");

const struct tcpsim_rule_info *
tcpsim_rule_info(enum tcpsim_rule rule)
{
	return &rules[rule];
}

enum tcpsim_rule
tcpsim_rule_find(const char *name)
{
	unsigned i;

	for (i = TCPSIM_RULE_NONE + 1; i < TCPSIM_N_RULES; i++) {
		size_t n = strlen(rules[i].name) + 1;

		if (strlen(name) + 1 == n && memcmp(name, rules[i].name, n) == 0)
			return (enum tcpsim_rule)i;
	}
	return TCPSIM_RULE_NONE;
}
