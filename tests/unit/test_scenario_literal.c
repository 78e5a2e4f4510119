/* SPDX-License-Identifier: MIT */
/* Numbers, times, percentages, rates and texts: exact, or refused. Seen through a scenario that varies them. */
#include <tcpsim/scenario.h>

#include "lib/scenario/ast.h"
#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static struct tcpsim_diagnostics *diagnostics;

/* A scenario with a value in it. NULL if it is refused. */
static struct tcpsim_scenario *
parse_value(const char *value)
{
	char *text = g_strdup_printf("scenario \"s\"\nhost a\nvary x: %s\nin x=%s {\n}\n", value, value);
	struct tcpsim_scenario *scenario;

	tcpsim_diagnostics_free(diagnostics);
	scenario = tcpsim_scenario_parse(text, strlen(text), "s", &diagnostics);
	g_free(text);
	return scenario;
}

static const struct scn_value *
value_of(const struct tcpsim_scenario *scenario)
{
	ck_assert_ptr_nonnull(scenario);
	return scenario->varies[0]->values[0];
}

START_TEST(a_time_is_exact)
{
	static const struct {
		const char *text;
		int64_t us, msl_millis, rto_millis;
	} rows[] = {
		{ "0s", 0, 0, 0 },
		{ "1us", 1, 0, 0 },
		{ "1000ns", 1, 0, 0 },
		{ "0.001ms", 1, 0, 0 },
		{ "0.000001s", 1, 0, 0 },
		{ "50ms", 50000, 0, 0 },
		{ "1.05s", 1050000, 0, 0 },
		{ "1.050000000000s", 1050000, 0, 0 },
		{ "7276.05s", INT64_C(7276050000), 0, 0 },
		{ "1h30min", INT64_C(5400000000), 0, 0 },
		{ "1min1s1ms1us", 61001001, 0, 0 },
		{ "0.5h", INT64_C(1800000000), 0, 0 },
		{ "24h", INT64_C(86400000000), 0, 0 },
		{ "1000000d", INT64_C(86400000000000000), 0, 0 },
		{ "2MSL", 0, 2000, 0 },
		{ "0.5MSL", 0, 500, 0 },
		{ "3RTO", 0, 0, 3000 },
		{ "1s2MSL3RTO", 1000000, 2000, 3000 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct tcpsim_scenario *scenario = parse_value(rows[i].text);

		ck_assert_int_eq(value_of(scenario)->kind, SCN_TIME);
		ck_assert_int_eq(value_of(scenario)->time.us, rows[i].us);
		ck_assert_int_eq(value_of(scenario)->time.msl_millis, rows[i].msl_millis);
		ck_assert_int_eq(value_of(scenario)->time.rto_millis, rows[i].rto_millis);
		ck_assert_str_eq(value_of(scenario)->text, rows[i].text);
		tcpsim_scenario_free(scenario);
	}
}
END_TEST

START_TEST(numbers_percentages_and_rates_are_exact)
{
	static const struct {
		const char *text;
		enum scn_value_kind kind;
		int64_t number;
	} rows[] = {
		{ "0", SCN_NUMBER, 0 },
		{ "007", SCN_NUMBER, 7 },
		{ "4294967295", SCN_NUMBER, INT64_C(4294967295) },
		{ "9223372036854775807", SCN_NUMBER, INT64_MAX },
		{ "0%", SCN_PERCENT, 0 },
		{ "0.0001%", SCN_PERCENT, 1 },
		{ "12.5%", SCN_PERCENT, 125000 },
		{ "100%", SCN_PERCENT, 1000000 },
		{ "1bit/s", SCN_RATE, 1 },
		{ "64kbit/s", SCN_RATE, 64000 },
		{ "1.5Mbit/s", SCN_RATE, 1500000 },
		{ "1000Gbit/s", SCN_RATE, INT64_C(1000000000000) },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct tcpsim_scenario *scenario = parse_value(rows[i].text);
		const struct scn_value *value = value_of(scenario);

		ck_assert_int_eq(value->kind, rows[i].kind);
		if (value->kind == SCN_NUMBER)
			ck_assert_int_eq(tcpsim_scn_number(scenario, 0, value), rows[i].number);
		else if (value->kind == SCN_PERCENT)
			ck_assert_int_eq(tcpsim_scn_ppm(scenario, 0, value), rows[i].number);
		else
			ck_assert_int_eq(tcpsim_scn_rate(scenario, 0, value), rows[i].number);
		tcpsim_scenario_free(scenario);
	}
}
END_TEST

START_TEST(what_is_not_exact_or_too_large_is_refused)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "1ns", "1ns is no whole number of microseconds" },
		{ "1.0000001s", "1.0000001s is no whole number of microseconds" },
		{ "0.0000000001h", "0.0000000001h has too many decimals" },
		{ "0.0005MSL", "0.0005MSL has too many decimals" },
		{ "1.5", "1.5 has no unit, a time is written 1.5s or 1.5ms" },
		{ "1h5", "1h5 is neither a number nor a time: a unit is missing" },
		{ "5%5s", "5%5s is neither a number nor a time" },
		{ "5s5%", "5s5% is neither a number nor a time" },
		{ "5m", "unknown unit m in 5m: there are ns, us, ms, s, min, h, d, MSL, RTO, % and bit/s" },
		{ "5mbit/s", "unknown unit mbit/s in 5mbit/s, did you mean Mbit/s?" },
		{ "9223372036854775808", "9223372036854775808 is too large a number" },
		{ "9223372036854775807d", "9223372036854775807d is too large" },
		{ "1000000d1us", "1000000d1us is too large" },
		{ "1000001MSL", "1000001MSL is too large" },
		{ "100.0001%", "100.0001% is more than 100%" },
		{ "0.00001%", "0.00001% has too many decimals" },
		{ "1001Gbit/s", "1001Gbit/s is too large a rate" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		ck_assert_ptr_null(parse_value(rows[i].text));
		ck_assert_str_eq(tcpsim_diagnostics_get(diagnostics, 0)->words, rows[i].words);
		ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->line, 3);
		ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->column, 9);
		ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->length, strlen(rows[i].text));
	}
}
END_TEST

START_TEST(a_text_has_escapes_for_any_octet)
{
	static const char text[] = "scenario \"s\"\nhost a\nat 0s a send \"\\x00\\xFf\\n\\r\\t\\\"\\\\ \xc3\xa4\"\n";
	static const char octets[] = "\0\xff\n\r\t\"\\ \xc3\xa4";
	struct tcpsim_scenario *scenario;
	const struct scn_value *sent;

	tcpsim_diagnostics_free(diagnostics);
	scenario = tcpsim_scenario_parse(text, sizeof text - 1, "s", &diagnostics);
	ck_assert_ptr_nonnull(scenario);
	sent = scenario->lines[0]->at.act.call.text;
	ck_assert_uint_eq(sent->text_n, sizeof octets - 1);
	ck_assert_mem_eq(sent->text, octets, sizeof octets - 1);
	tcpsim_scenario_free(scenario);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("literals of scenarios");
	TCase *tcase = tcase_create("literals");
	int status;

	tcase_add_test(tcase, a_time_is_exact);
	tcase_add_test(tcase, numbers_percentages_and_rates_are_exact);
	tcase_add_test(tcase, what_is_not_exact_or_too_large_is_refused);
	tcase_add_test(tcase, a_text_has_escapes_for_any_octet);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	tcpsim_diagnostics_free(diagnostics);
	return status;
}
