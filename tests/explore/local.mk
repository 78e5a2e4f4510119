## Files of tests/explore: see tests/local.mk.

## The space of states against a second, naive search.
check_PROGRAMS += tests/explore/test_naive
tests_explore_test_naive_SOURCES = tests/explore/naive.c tests/explore/naive.h tests/explore/test_naive.c
