## Files of tests/fuzz: see tests/local.mk. Each target is a program that tries its corpus, too.
check_PROGRAMS += tests/fuzz/fuzz_engine tests/fuzz/fuzz_scenario
tests_fuzz_fuzz_scenario_CPPFLAGS = $(AM_CPPFLAGS) -D_DEFAULT_SOURCE -UNDEBUG
EXTRA_DIST += tests/fuzz/corpus
