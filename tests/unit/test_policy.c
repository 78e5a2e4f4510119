/* SPDX-License-Identifier: MIT */
/* The policy: its settings, its profiles, and the numbers that RFC 9293 and its kin give for them. */
#include <string.h>

#include <tcpsim/policy.h>

#include "tests/suite.h"

#define SECOND INT64_C(1000000)

START_TEST(every_field_has_its_setting)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	ck_assert_uint_eq(n, sizeof(struct tcpsim_policy) / sizeof(int64_t));
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(settings[i].offset, i * sizeof(int64_t));
		ck_assert_ptr_eq(tcpsim_setting_find(settings[i].name), &settings[i]);
		ck_assert_int_le(settings[i].min, settings[i].max);
		ck_assert_str_ne(settings[i].words, "");
		ck_assert_str_ne(settings[i].source, "");
		ck_assert_int_eq(settings[i].choices[0][0] != '\0', settings[i].kind == TCPSIM_SETTING_CHOICE);
	}
	ck_assert_ptr_null(tcpsim_setting_find("no-such-setting"));
	ck_assert_ptr_null(tcpsim_setting_find(""));
}
END_TEST

#define N_CHOICES ((int64_t)(sizeof(tcpsim_settings(NULL)->choices) / sizeof(tcpsim_settings(NULL)->choices[0])))

START_TEST(choices_are_as_many_as_their_range)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++) {
		int64_t choices = 0;

		if (settings[i].kind != TCPSIM_SETTING_CHOICE)
			continue;
		while (choices < N_CHOICES && settings[i].choices[choices][0] != '\0')
			choices++;
		ck_assert_int_eq(settings[i].min, 0);
		ck_assert_int_eq(settings[i].max, choices - 1);
	}
}
END_TEST

START_TEST(a_value_in_range_is_set_and_one_out_of_range_is_not)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;

	for (size_t i = 0; i < n; i++) {
		const struct tcpsim_setting *setting = &settings[i];

		if (setting->kind == TCPSIM_SETTING_FLAW)
			continue;
		ck_assert_int_eq(tcpsim_policy_set(&policy, setting, setting->max), 0);
		ck_assert_int_eq(tcpsim_policy_get(&policy, setting), setting->max);
		ck_assert_int_eq(tcpsim_policy_set(&policy, setting, setting->min), 0);
		ck_assert_int_eq(tcpsim_policy_get(&policy, setting), setting->min);
		ck_assert_int_eq(tcpsim_policy_set(&policy, setting, setting->min - 1), -1);
		ck_assert_int_eq(tcpsim_policy_set(&policy, setting, setting->max + 1), -1);
		ck_assert_int_eq(tcpsim_policy_get(&policy, setting), setting->min);
		ck_assert_int_eq(tcpsim_policy_set(&policy, setting, TCPSIM_UNLIMITED),
			setting->may_be_unlimited ? 0 : -1);
		ck_assert_int_eq(tcpsim_policy_get(&policy, setting),
			setting->may_be_unlimited ? TCPSIM_UNLIMITED : setting->min);
	}
}
END_TEST

START_TEST(flaws_add_up_and_none_clears_them)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find("flaw");
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	int64_t both = tcpsim_flaw_set(TCPSIM_FLAW_BLACKHOLE) | tcpsim_flaw_set(TCPSIM_FLAW_RST_FOR_RST);

	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, TCPSIM_FLAW_BLACKHOLE), 0);
	ck_assert_int_eq(policy.flaws, tcpsim_flaw_set(TCPSIM_FLAW_BLACKHOLE));
	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, TCPSIM_FLAW_RST_FOR_RST), 0);
	ck_assert_int_eq(tcpsim_policy_get(&policy, setting), both);
	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, TCPSIM_N_FLAWS), -1);
	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, -1), -1);
	ck_assert_int_eq(tcpsim_policy_get(&policy, setting), both);
	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, TCPSIM_FLAW_NONE), 0);
	ck_assert_int_eq(policy.flaws, 0);
	ck_assert_int_eq(tcpsim_flaw_set(TCPSIM_FLAW_NONE), 0);
}
END_TEST

START_TEST(every_flaw_has_a_name_and_a_source)
{
	for (int i = TCPSIM_FLAW_NONE + 1; i < TCPSIM_N_FLAWS; i++) {
		enum tcpsim_flaw flaw = (enum tcpsim_flaw)i;

		ck_assert_int_eq(tcpsim_flaw_find(tcpsim_flaw_name(flaw)), i);
		ck_assert_str_ne(tcpsim_flaw_words(flaw), "");
		ck_assert_str_ne(tcpsim_flaw_source(flaw), "");
	}
	ck_assert_int_eq(tcpsim_flaw_find("none"), TCPSIM_FLAW_NONE);
	ck_assert_int_eq(tcpsim_flaw_find("no-such-flaw"), -1);
}
END_TEST

/* They are for those who ask for them. */
START_TEST(no_profile_has_a_flaw)
{
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);

	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(profiles[i].policy.flaws, 0);
}
END_TEST

START_TEST(every_profile_is_within_the_settings_ranges)
{
	size_t n, n_settings;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);
	const struct tcpsim_setting *settings = tcpsim_settings(&n_settings);

	ck_assert_uint_ge(n, 1);
	ck_assert_str_eq(profiles[0].name, "rfc9293");
	for (size_t i = 0; i < n; i++) {
		ck_assert_ptr_eq(tcpsim_profile_find(profiles[i].name), &profiles[i]);
		for (size_t j = 0; j < n_settings; j++) {
			struct tcpsim_policy policy = profiles[i].policy;

			ck_assert_int_eq(tcpsim_policy_set(&policy, &settings[j],
				tcpsim_policy_get(&profiles[i].policy, &settings[j])), 0);
		}
	}
	ck_assert_ptr_null(tcpsim_profile_find("no-such-profile"));
}
END_TEST

START_TEST(every_value_of_every_profile_has_a_source)
{
	size_t n, n_settings;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);
	const struct tcpsim_setting *settings = tcpsim_settings(&n_settings);

	for (size_t i = 0; i < n; i++) {
		ck_assert_str_ne(profiles[i].words, "");
		for (size_t j = 0; j < n_settings; j++) {
			const char *source = tcpsim_profile_source(&profiles[i], &settings[j]);

			ck_assert_uint_gt(strlen(source), 0);
			ck_assert_uint_lt(strlen(source), 64);
		}
	}
}
END_TEST

/* A copy is known by its name, and what has another name is in no table. */
START_TEST(a_source_is_found_by_the_profiles_name)
{
	struct tcpsim_profile copy = *tcpsim_profile_find("linux");
	const struct tcpsim_setting *setting = tcpsim_setting_find("fin-wait-2-timeout");

	ck_assert_str_eq(tcpsim_profile_source(&copy, setting), "tcp(7) tcp_fin_timeout");
	copy.name[0] = 'L';
	ck_assert_str_eq(tcpsim_profile_source(&copy, setting), "");
}
END_TEST

/* The numbers by which people know them. */
START_TEST(linux_is_what_its_pages_say)
{
	const struct tcpsim_policy *policy = &tcpsim_profile_find("linux")->policy;

	ck_assert_int_eq(policy->time_wait_msl * policy->msl_us, 60 * SECOND); /* TCP_TIMEWAIT_LEN */
	ck_assert_int_eq(policy->fin_wait_2_timeout_us, 60 * SECOND);          /* tcp(7) tcp_fin_timeout */
	ck_assert_int_eq(policy->syn_retries, 6);                              /* tcp(7) tcp_syn_retries */
	ck_assert_int_eq(policy->syn_linear_retries, 4);                       /* ip-sysctl: tcp_syn_linear_timeouts */
	ck_assert_int_eq(policy->syn_ack_retries, 5);                          /* tcp(7) tcp_synack_retries */
	ck_assert_int_eq(policy->r2_retries, 15);                              /* tcp(7) tcp_retries2 */
	ck_assert_int_eq(policy->rto_variance_min_us, SECOND / 5);             /* TCP_RTO_MIN */
	ck_assert_int_eq(policy->rto_max_us, 120 * SECOND);                    /* TCP_RTO_MAX */
	ck_assert_int_eq(policy->keepalive_probes, 9);                         /* tcp(7) tcp_keepalive_probes */
	ck_assert_int_eq(policy->delayed_ack_us, SECOND / 25);                 /* TCP_DELACK_MIN */
	ck_assert_int_eq(policy->congestion_control, TCPSIM_CONGESTION_CUBIC); /* tcp(7) tcp_congestion_control */
	ck_assert_int_eq(policy->ecn, TCPSIM_ECN_PASSIVE);                     /* ip-sysctl: tcp_ecn */
	ck_assert_int_eq(policy->syn_fin, TCPSIM_SYN_FIN_DROPPED);             /* tcp_rcv_state_process() */
}
END_TEST

START_TEST(freebsd_is_what_its_pages_say)
{
	const struct tcpsim_policy *policy = &tcpsim_profile_find("freebsd")->policy;

	ck_assert_int_eq(policy->time_wait_msl * policy->msl_us, 60 * SECOND); /* TCPTV_MSL */
	/* TP_MAXIDLE(): as long as keepalive probes would be sent. */
	ck_assert_int_eq(policy->fin_wait_2_timeout_us, policy->keepalive_probes * policy->keepalive_interval_us);
	ck_assert_int_eq(policy->open_timeout_us, 75 * SECOND);                /* tcp(4) keepinit */
	ck_assert_int_eq(policy->syn_ack_retries, 3);                          /* syncache(4) */
	ck_assert_int_eq(policy->r2_retries, 12);                              /* TCP_MAXRXTSHIFT */
	ck_assert_int_eq(policy->rto_slop_us, SECOND / 5);                     /* tcp(4) rexmit_slop */
	ck_assert_int_eq(policy->rto_min_us, 30 * SECOND / 1000);              /* tcp(4) rexmit_min */
	ck_assert_int_eq(policy->keepalive, 1);                                /* tcp(4) always_keepalive */
	ck_assert_int_eq(policy->keepalive_probes, 8);                         /* tcp(4) keepcnt */
	ck_assert_int_eq(policy->reset_give_up, TCPSIM_RESET_ALWAYS);          /* tcp_drop() */
	ck_assert_int_eq(policy->time_wait_syn, TCPSIM_TIME_WAIT_SYN_DROPPED); /* tcp_twcheck() */
	ck_assert_int_eq(policy->rfc1337, 1);                                  /* tcp_twcheck() */
}
END_TEST

START_TEST(the_textbook_is_older_than_most_options)
{
	const struct tcpsim_policy *policy = &tcpsim_profile_find("textbook")->policy;

	ck_assert_int_eq(policy->rfc5961, 0);
	ck_assert_int_eq(policy->timestamps + policy->window_scale + policy->sack + policy->ecn, 0);
	ck_assert_int_eq(policy->rto_initial_us, 3 * SECOND);     /* RFC 1122 4.2.3.1 */
	ck_assert_int_eq(policy->delayed_ack_us, SECOND / 5);     /* Stevens 19.3 */
	ck_assert_int_eq(policy->msl_us, 120 * SECOND);           /* RFC 793 3.3 */
	ck_assert_int_eq(policy->initial_window, 1);              /* RFC 2001 */
}
END_TEST

/* What the documents say of each number, where they say something. */
START_TEST(rfc9293_is_what_the_rfcs_say)
{
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;
	int64_t rto_us = policy->rto_initial_us, total_us = 0;

	ck_assert_int_eq(policy->handshake, TCPSIM_THREE_WAY);             /* 3.5 */
	ck_assert_int_eq(policy->msl_us, 120 * SECOND);                    /* 3.4.2: 2 minutes */
	ck_assert_int_eq(policy->time_wait_msl, 2);                        /* MUST-13 */
	ck_assert_int_eq(policy->reset_unread, 1);                         /* SHLD-3 */
	ck_assert_int_eq(policy->keepalive, 0);                            /* MUST-25 */
	ck_assert_int_ge(policy->keepalive_idle_us, 7200 * SECOND);        /* MUST-28 */
	ck_assert_int_gt(policy->keepalive_probes, 1);                     /* MUST-29 */
	ck_assert_int_eq(policy->user_timeout_us, 300 * SECOND);           /* 3.9.1.1 */
	ck_assert_int_eq(policy->rto_initial_us, SECOND);                  /* RFC 6298 2.1 */
	ck_assert_int_eq(policy->rto_min_us, SECOND);                      /* RFC 6298 2.4 */
	ck_assert_int_ge(policy->rto_max_us, 60 * SECOND);                 /* RFC 6298 2.5 */
	ck_assert_int_eq(policy->challenge_limit, 10);                     /* RFC 5961 7 */
	ck_assert_int_eq(policy->challenge_window_us, 5 * SECOND);
	ck_assert_int_ge(policy->r1_retries, 3);                           /* SHLD-10 */
	ck_assert_int_gt(policy->r2_retries, policy->r1_retries);          /* 3.8.3 (c) */
	for (int64_t i = 0; i <= policy->syn_retries; i++) {
		total_us += rto_us;
		rto_us = 2 * rto_us < policy->rto_max_us ? 2 * rto_us : policy->rto_max_us;
	}
	ck_assert_int_ge(total_us, 180 * SECOND);                          /* MUST-23 */
	rto_us = policy->rto_initial_us;
	total_us = 0;
	for (int64_t i = 0; i <= policy->r2_retries; i++) {
		total_us += rto_us;
		rto_us = 2 * rto_us < policy->rto_max_us ? 2 * rto_us : policy->rto_max_us;
	}
	ck_assert_int_ge(total_us, 100 * SECOND);                          /* SHLD-11 */
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy");
	TCase *tcase = tcase_create("policy");

	tcase_add_test(tcase, every_field_has_its_setting);
	tcase_add_test(tcase, choices_are_as_many_as_their_range);
	tcase_add_test(tcase, a_value_in_range_is_set_and_one_out_of_range_is_not);
	tcase_add_test(tcase, flaws_add_up_and_none_clears_them);
	tcase_add_test(tcase, every_flaw_has_a_name_and_a_source);
	tcase_add_test(tcase, no_profile_has_a_flaw);
	tcase_add_test(tcase, every_profile_is_within_the_settings_ranges);
	tcase_add_test(tcase, every_value_of_every_profile_has_a_source);
	tcase_add_test(tcase, a_source_is_found_by_the_profiles_name);
	tcase_add_test(tcase, linux_is_what_its_pages_say);
	tcase_add_test(tcase, freebsd_is_what_its_pages_say);
	tcase_add_test(tcase, the_textbook_is_older_than_most_options);
	tcase_add_test(tcase, rfc9293_is_what_the_rfcs_say);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
