/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RULES_H
#define TCPSIM_RULES_H

#include <stddef.h>
#include <stdint.h>

#include <tcpsim/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The rules of the engine, from the registry <tcpsim/rules.def>. Every call of
 * the engine ends with one; the set of all that took effect on the way is in
 * tcpsim_effects.fired. Numbers are for ever: a rule is appended or retired.
 */
enum tcpsim_rule {
	TCPSIM_RULE_NONE,
#define TCPSIM_RULE(ID, NAME, PLACE, REQUIREMENTS, WORDS) TCPSIM_RULE_##ID,
#include <tcpsim/rules.def>
#undef TCPSIM_RULE
	TCPSIM_N_RULES
};

/* A rule, as the registry has it. Arrays, not pointers: the table needs no relocation, and so no writable section. */
struct tcpsim_rule_info {
	char name[32];         /* `syn-sent-ack-reset` */
	char place[56];        /* section and step: `3.10.7.3 first` */
	char requirements[48]; /* RFC 9293's ids, separated by blanks: `MUST-20 SHLD-9`; may be empty */
	char words[136];       /* what it says, one sentence */
};

/* What the registry says of a rule; of TCPSIM_RULE_NONE it says "none". Static storage. */
TCPSIM_API const struct tcpsim_rule_info *tcpsim_rule_info(enum tcpsim_rule rule);

/* The rule of that name, or TCPSIM_RULE_NONE. */
TCPSIM_API enum tcpsim_rule tcpsim_rule_find(const char *name);

/* Words of a set of rules. */
#define TCPSIM_RULE_WORDS 4

/* A set of rules, one bit each. */
struct tcpsim_rule_set {
	uint64_t bits[TCPSIM_RULE_WORDS];
};

/* Whether the set has the rule. */
static inline int
tcpsim_rule_set_has(const struct tcpsim_rule_set *set, enum tcpsim_rule rule)
{
	return (int)(set->bits[rule / 64U] >> (rule % 64U) & 1U);
}

#ifdef __cplusplus
}
#endif

#endif
