## Scripts of packetdrill: see tests/local.mk and tests/packetdrill/corpus.h.
check_PROGRAMS += tests/packetdrill/test_corpus tests/packetdrill/test_mutants tests/packetdrill/test_skipped
tests_packetdrill_test_corpus_SOURCES = tests/packetdrill/corpus.h tests/packetdrill/test_corpus.c
tests_packetdrill_test_mutants_SOURCES = \
	tests/packetdrill/change.c \
	tests/packetdrill/change.h \
	tests/packetdrill/change_call.c \
	tests/packetdrill/corpus.h \
	tests/packetdrill/test_mutants.c
tests_packetdrill_test_skipped_SOURCES = tests/packetdrill/corpus.h tests/packetdrill/test_skipped.c

## The scripts, a folder for each subject.
EXTRA_DIST += \
	tests/packetdrill/blocking \
	tests/packetdrill/code \
	tests/packetdrill/commands \
	tests/packetdrill/ecn \
	tests/packetdrill/fast_open \
	tests/packetdrill/icmp \
	tests/packetdrill/invalid \
	tests/packetdrill/ip \
	tests/packetdrill/linux \
	tests/packetdrill/options \
	tests/packetdrill/sack \
	tests/packetdrill/script \
	tests/packetdrill/segments \
	tests/packetdrill/socket_options \
	tests/packetdrill/sockets \
	tests/packetdrill/states \
	tests/packetdrill/skipped \
	tests/packetdrill/time \
	tests/packetdrill/timestamps \
	tests/packetdrill/udp

## Runs written as scripts; the corpus with its code.
dist_check_SCRIPTS += tests/packetdrill/converted tests/packetdrill/played
