## Files of tests/fuzz: see tests/local.mk. Each target is a program that tries its corpus, too.
check_PROGRAMS += \
	tests/fuzz/fuzz_engine \
	tests/fuzz/fuzz_packetdrill \
	tests/fuzz/fuzz_scenario \
	tests/fuzz/fuzz_trace \
	tests/fuzz/fuzz_wire
tests_fuzz_fuzz_packetdrill_CPPFLAGS = $(AM_CPPFLAGS) -D_DEFAULT_SOURCE -UNDEBUG
tests_fuzz_fuzz_scenario_CPPFLAGS = $(AM_CPPFLAGS) -D_DEFAULT_SOURCE -UNDEBUG
tests_fuzz_fuzz_trace_CPPFLAGS = $(AM_CPPFLAGS) -UNDEBUG
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/files.h tests/fuzz/late.h tests/fuzz/said.h

## A million random strings and as many changed packets, into the decoder and on into two engines.
fuzz-wire: tests/fuzz/fuzz_wire
	tests/fuzz/fuzz_wire$(EXEEXT) 1000000
.PHONY: fuzz-wire
