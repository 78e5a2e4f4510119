/* SPDX-License-Identifier: MIT */
/* Values of settings as people write them, and back. */
#include <string.h>

#include <glib.h>

#include <tcpsim/setting.h>

#include "tests/suite.h"

static const struct {
	const char *setting, *text;
	int64_t value;
	const char *written; /* or NULL: as .text */
} good[] = {
	{ "nagle", "on", 1, NULL },
	{ "nagle", "off", 0, NULL },
	{ "mss", "1460", 1460, NULL },
	{ "syn-retries", "unlimited", TCPSIM_UNLIMITED, NULL },
	{ "keepalive-probes", "9", 9, NULL },
	{ "msl", "30s", 30000000, NULL },
	{ "msl", "2min", 120000000, NULL },
	{ "msl", "120s", 120000000, "2min" },
	{ "msl", "0.5s", 500000, "500ms" },
	{ "msl", "1min30s", 90000000, "90s" },
	{ "msl", "1.50s", 1500000, "1500ms" },
	{ "keepalive-idle", "2h", INT64_C(7200000000), NULL },
	{ "keepalive-idle", "1h30min", INT64_C(5400000000), "90min" },
	{ "keepalive-idle", "1d", INT64_C(86400000000), NULL },
	{ "handshake", "two-way", TCPSIM_TWO_WAY, NULL },
	{ "congestion-control", "newreno", TCPSIM_CONGESTION_NEWRENO, NULL },
	{ "flaw", "none", 0, NULL },
};

START_TEST(what_is_written_is_read_and_written)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(good[_i].setting);
	int64_t value = -1;
	char *words, *written;

	ck_assert_msg(setting != NULL, "no setting %s", good[_i].setting);
	words = tcpsim_setting_parse(setting, good[_i].text, &value);
	ck_assert_msg(words == NULL, "%s", words);
	ck_assert_int_eq(value, good[_i].value);
	written = tcpsim_setting_format(setting, value);
	ck_assert_str_eq(written, good[_i].written != NULL ? good[_i].written : good[_i].text);
	g_free(written);
}
END_TEST

static const struct {
	const char *setting, *text, *words;
} bad[] = {
	{ "nagle", "1", "nagle is on or off, not 1" },
	{ "nagle", "", "nagle is on or off, not " },
	{ "mss", "1460s", "mss is a number of octets, not 1460s" },
	{ "mss", "-1", "mss is a number of octets, not -1" },
	{ "mss", "1.5", "mss is a number of octets, not 1.5" },
	{ "keepalive-probes", "many", "keepalive-probes is a number, not many" },
	{ "keepalive-probes", "99999999999999999999", "99999999999999999999 is too large a number" },
	{ "msl", "30", "msl is a time, and 30 has no unit: write 30s or 30ms" },
	{ "msl", "", "msl is a time, not " },
	{ "msl", "soon", "msl is a time, not soon" },
	{ "msl", "30x", "msl is a time, not 30x" },
	{ "msl", "1s2", "msl is a time, not 1s2" },
	{ "msl", "2MSL", "msl is a time without MSL or RTO, which are settings themselves" },
	{ "msl", "1ns", "1ns is no whole number of microseconds" },
	{ "msl", "9999999999d", "9999999999d is too large" },
	{ "msl", "unlimited", "msl is a time, not unlimited" },
	{ "handshake", "two-wya", "handshake cannot be two-wya, did you mean two-way?" },
	{ "handshake", "3", "handshake cannot be 3, it is three-way or two-way" },
	{ "flaw", "xyzzy", "unknown flaw xyzzy" },
};

START_TEST(what_is_wrong_is_said)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(bad[_i].setting);
	int64_t value;
	char *words;

	ck_assert_msg(setting != NULL, "no setting %s", bad[_i].setting);
	words = tcpsim_setting_parse(setting, bad[_i].text, &value);
	ck_assert_ptr_nonnull(words);
	ck_assert_str_eq(words, bad[_i].words);
	g_free(words);
}
END_TEST

/* All values of all profiles, and the ends of all ranges. */
START_TEST(every_value_comes_back)
{
	size_t n, n_profiles;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n_profiles);

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n_profiles + 2; j++) {
			int64_t value = j < n_profiles ? tcpsim_policy_get(&profiles[j].policy, &settings[i])
				: j == n_profiles      ? settings[i].min
						       : settings[i].max;
			char *written = tcpsim_setting_format(&settings[i], value);
			int64_t again = -1;
			char *words = tcpsim_setting_parse(&settings[i], written, &again);

			ck_assert_msg(words == NULL, "%s %s: %s", settings[i].name, written, words);
			ck_assert_int_eq(again, value);
			g_free(written);
		}
	}
}
END_TEST

/* Units are in order, and what they are. */
START_TEST(units_of_time)
{
	size_t n;
	const struct tcpsim_time_unit *units = tcpsim_time_units(&n);

	ck_assert_uint_eq(n, 7);
	for (size_t i = 1; i < n; i++)
		ck_assert_int_lt(units[i - 1].times * units[i].by, units[i].times * units[i - 1].by);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("values of settings");
	TCase *tcase = tcase_create("settings");

	tcase_add_loop_test(tcase, what_is_written_is_read_and_written, 0, (int)G_N_ELEMENTS(good));
	tcase_add_loop_test(tcase, what_is_wrong_is_said, 0, (int)G_N_ELEMENTS(bad));
	tcase_add_test(tcase, every_value_comes_back);
	tcase_add_test(tcase, units_of_time);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
