/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_SUITE_H
#define TCPSIM_TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Run a suite of one test program and free it. Returns the exit status of the program. */
static inline int
suite_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
