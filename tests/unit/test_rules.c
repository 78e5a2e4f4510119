/* SPDX-License-Identifier: MIT */
/* The registry of rules, and the names of errors. */
#include <ctype.h>
#include <string.h>

#include <tcpsim/engine.h>

#include "tests/suite.h"

START_TEST(every_rule_can_be_found_by_its_name)
{
	for (int rule = TCPSIM_RULE_NONE + 1; rule < TCPSIM_N_RULES; rule++) {
		const struct tcpsim_rule_info *info = tcpsim_rule_info((enum tcpsim_rule)rule);

		ck_assert_int_eq(tcpsim_rule_find(info->name), rule);
		ck_assert_str_ne(info->place, "");
		ck_assert_int_eq(info->words[strlen(info->words) - 1], '.');
		for (const char *at = info->name; *at != '\0'; at++)
			ck_assert(islower((unsigned char)*at) || isdigit((unsigned char)*at) || *at == '-');
	}
}
END_TEST

START_TEST(none_is_no_rule)
{
	ck_assert_str_eq(tcpsim_rule_info(TCPSIM_RULE_NONE)->name, "none");
	ck_assert_int_eq(tcpsim_rule_find("no-such-rule"), TCPSIM_RULE_NONE);
	ck_assert_int_eq(tcpsim_rule_find("none"), TCPSIM_RULE_NONE);
}
END_TEST

START_TEST(all_rules_fit_into_a_set)
{
	struct tcpsim_rule_set set;

	ck_assert_uint_le(TCPSIM_N_RULES, 8 * sizeof set.bits);
	for (int rule = 0; rule < TCPSIM_N_RULES; rule++) {
		memset(&set, 0, sizeof set);
		set.bits[rule / 64] = UINT64_C(1) << rule % 64;
		for (int other = 0; other < TCPSIM_N_RULES; other++)
			ck_assert_int_eq(tcpsim_rule_set_has(&set, (enum tcpsim_rule)other), other == rule);
	}
}
END_TEST

START_TEST(every_error_has_a_name_and_words)
{
	ck_assert_str_eq(tcpsim_error_name(TCPSIM_OK), "none");
	ck_assert_str_eq(tcpsim_error_name(TCPSIM_ERROR_RESET), "connection-reset");
	ck_assert_str_eq(tcpsim_error_name(TCPSIM_ERROR_REFUSED), "connection-refused");
	for (int i = 0; i < TCPSIM_N_ERRORS; i++) {
		ck_assert_str_ne(tcpsim_error_words((enum tcpsim_error)i), "");
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(tcpsim_error_name((enum tcpsim_error)i),
				tcpsim_error_name((enum tcpsim_error)j));
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("rules");
	TCase *tcase = tcase_create("registry");

	tcase_add_test(tcase, every_rule_can_be_found_by_its_name);
	tcase_add_test(tcase, none_is_no_rule);
	tcase_add_test(tcase, all_rules_fit_into_a_set);
	tcase_add_test(tcase, every_error_has_a_name_and_words);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
