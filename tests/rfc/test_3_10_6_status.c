/* SPDX-License-Identifier: MIT */
/* The STATUS call, RFC 9293 3.10.6 and 3.9.1.5. */
#include <string.h>

#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define TELLS(state_name, the_state) \
	{ ROW("STATUS in " state_name " says so and changes nothing"), .in = (the_state), .event = STATUS, \
	.rule = TCPSIM_RULE_STATUS }

static const struct row rows[] = {
	{ ROW("STATUS without a connection is an error"),
	.in = TCPSIM_CLOSED, .event = STATUS,
	.answer = TCPSIM_ERROR_NO_CONNECTION,
	.rule = TCPSIM_RULE_STATUS_NO_CONNECTION },

	TELLS("LISTEN", TCPSIM_LISTEN),
	TELLS("SYN-SENT", TCPSIM_SYN_SENT),
	TELLS("SYN-RECEIVED", TCPSIM_SYN_RECEIVED),
	TELLS("ESTABLISHED", TCPSIM_ESTABLISHED),
	TELLS("FIN-WAIT-1", TCPSIM_FIN_WAIT_1),
	TELLS("FIN-WAIT-2", TCPSIM_FIN_WAIT_2),
	TELLS("CLOSE-WAIT", TCPSIM_CLOSE_WAIT),
	TELLS("CLOSING", TCPSIM_CLOSING),
	TELLS("LAST-ACK", TCPSIM_LAST_ACK),
	TELLS("TIME-WAIT", TCPSIM_TIME_WAIT),
};

/* 3.9.1.5: windows, buffers awaiting acknowledgment and receipt, the timeout. */
START_TEST(status_tells_what_the_tcb_says)
{
	static const struct change changes[] = { OUTSTANDING(30U), { QUEUED, 7 }, { UNREAD, 11 }, { RCV_WND, 900 } };
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_status status;
	struct tcpsim_effects out;

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		row_change(&tcb, &changes[i]);
	policy.user_timeout_us = 77 * SECOND;
	ck_assert_int_eq(tcpsim_engine_status(&tcb, &policy, &status, &out), TCPSIM_OK);
	ck_assert_int_eq(status.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(status.rcv_wnd, 900);
	ck_assert_uint_eq(status.snd_wnd, PEER_WND);
	ck_assert_uint_eq(status.unacknowledged_bytes, 30);
	ck_assert_uint_eq(status.unsent_bytes, 7);
	ck_assert_uint_eq(status.unread_bytes, 11);
	ck_assert_int_eq(status.user_timeout_us, 77 * SECOND);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.10.6 STATUS");
	TCase *tcase = tcase_create("3.9.1.5");

	ROWS_ADD(suite, "3.10.6", rows);
	tcase_add_test(tcase, status_tells_what_the_tcb_says);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
