/* SPDX-License-Identifier: MIT */
/* The states, RFC 9293 3.3.2: their names and every change between them. */
#include <stdio.h>

#include <tcpsim/state.h>

#include "tests/suite.h"

START_TEST(states_have_the_names_of_the_rfc)
{
	static const char *const names[TCPSIM_N_STATES] = {
		"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2",
		"CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
	};

	for (int i = 0; i < TCPSIM_N_STATES; i++)
		ck_assert_str_eq(tcpsim_state_name((enum tcpsim_state)i), names[i]);
	ck_assert_int_eq(TCPSIM_CLOSED, 0);
}
END_TEST

/* 3.5.2, group 3. */
START_TEST(established_and_later_are_synchronized)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++)
		ck_assert_int_eq(tcpsim_state_is_synchronized((enum tcpsim_state)i), i >= TCPSIM_ESTABLISHED);
	/* What is no state at all is not. */
	ck_assert(!tcpsim_state_is_synchronized((enum tcpsim_state)TCPSIM_N_STATES));
}
END_TEST

enum why {
	NOT_LEGAL,
	EDGE, /* drawn in figure 5 */
	NOTE, /* in a note to it */
	TEXT, /* in the text of 3.6.1 or 3.10 only */
};

/* Every change of state that RFC 9293 has, read from figure 5, its notes and 3.10. */
static const enum why changes[TCPSIM_N_STATES][TCPSIM_N_STATES] = {
	[TCPSIM_CLOSED] = {
		[TCPSIM_LISTEN] = EDGE,   /* passive OPEN */
		[TCPSIM_SYN_SENT] = EDGE, /* active OPEN */
	},
	[TCPSIM_LISTEN] = {
		[TCPSIM_CLOSED] = EDGE,       /* CLOSE */
		[TCPSIM_SYN_SENT] = EDGE,     /* SEND, 3.10.1 OPEN */
		[TCPSIM_SYN_RECEIVED] = EDGE, /* rcv SYN */
	},
	[TCPSIM_SYN_SENT] = {
		[TCPSIM_CLOSED] = EDGE,       /* CLOSE */
		[TCPSIM_SYN_RECEIVED] = EDGE, /* rcv SYN */
		[TCPSIM_ESTABLISHED] = EDGE,  /* rcv SYN,ACK */
		[TCPSIM_CLOSE_WAIT] = TEXT,   /* 3.10.7.3 fourth and 3.10.7.4 eighth: SYN,ACK with FIN */
	},
	[TCPSIM_SYN_RECEIVED] = {
		[TCPSIM_CLOSED] = NOTE,      /* note 3; 3.10.7.4 second, after an active OPEN */
		[TCPSIM_LISTEN] = EDGE,      /* rcv RST, note 1 */
		[TCPSIM_ESTABLISHED] = EDGE, /* rcv ACK of SYN */
		[TCPSIM_FIN_WAIT_1] = EDGE,  /* CLOSE */
		[TCPSIM_CLOSE_WAIT] = TEXT,  /* 3.10.7.4 eighth: ACK of SYN and FIN in one segment */
		[TCPSIM_LAST_ACK] = TEXT,    /* the same, and 3.10.4: a CLOSE that was queued */
		[TCPSIM_TIME_WAIT] = TEXT,   /* 3.6.1 (2): the SYN was an old duplicate */
	},
	[TCPSIM_ESTABLISHED] = {
		[TCPSIM_CLOSED] = NOTE,     /* note 3 */
		[TCPSIM_FIN_WAIT_1] = EDGE, /* CLOSE */
		[TCPSIM_CLOSE_WAIT] = EDGE, /* rcv FIN */
	},
	[TCPSIM_FIN_WAIT_1] = {
		[TCPSIM_CLOSED] = NOTE,
		[TCPSIM_FIN_WAIT_2] = EDGE, /* rcv ACK of FIN */
		[TCPSIM_CLOSING] = EDGE,    /* rcv FIN */
		[TCPSIM_TIME_WAIT] = NOTE,  /* note 2 */
	},
	[TCPSIM_FIN_WAIT_2] = {
		[TCPSIM_CLOSED] = NOTE,
		[TCPSIM_TIME_WAIT] = EDGE, /* rcv FIN */
	},
	[TCPSIM_CLOSE_WAIT] = {
		[TCPSIM_CLOSED] = NOTE,
		[TCPSIM_LAST_ACK] = EDGE, /* CLOSE */
	},
	[TCPSIM_CLOSING] = {
		[TCPSIM_CLOSED] = NOTE,
		[TCPSIM_TIME_WAIT] = EDGE, /* rcv ACK of FIN */
	},
	[TCPSIM_LAST_ACK] = {
		[TCPSIM_CLOSED] = EDGE, /* rcv ACK of FIN */
	},
	[TCPSIM_TIME_WAIT] = {
		[TCPSIM_CLOSED] = EDGE,       /* Timeout=2MSL */
		[TCPSIM_SYN_RECEIVED] = TEXT, /* 3.6.1, MAY-2 */
	},
};

START_TEST(every_change_of_figure_5_its_notes_and_the_text_is_legal_and_no_other)
{
	int wrong = 0;

	for (int from = 0; from < TCPSIM_N_STATES; from++) {
		for (int to = 0; to < TCPSIM_N_STATES; to++) {
			const char *source = tcpsim_state_change_source((enum tcpsim_state)from, (enum tcpsim_state)to);

			if ((source != NULL) == (changes[from][to] != NOT_LEGAL) && (source == NULL || *source != '\0'))
				continue;
			printf("%s -> %s: %s\n", tcpsim_state_name((enum tcpsim_state)from),
				tcpsim_state_name((enum tcpsim_state)to), source == NULL ? "not legal" : source);
			wrong++;
		}
	}
	fflush(stdout);
	ck_assert_int_eq(wrong, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("state");
	TCase *tcase = tcase_create("3.3.2");

	tcase_add_test(tcase, states_have_the_names_of_the_rfc);
	tcase_add_test(tcase, established_and_later_are_synchronized);
	tcase_add_test(tcase, every_change_of_figure_5_its_notes_and_the_text_is_legal_and_no_other);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
