## Random fault schedules. TCPSIM_SEED and TCPSIM_SCHEDULES choose others, or more.
check_PROGRAMS += tests/property/test_schedules

tests_property_test_schedules_SOURCES = tests/property/test_schedules.c tests/property/schedule.c \
	tests/property/schedule.h tests/suite.h

## Random packets. TCPSIM_SEED and TCPSIM_PACKETS choose others, or more.
check_PROGRAMS += tests/property/test_wire

## Socket calls at random. TCPSIM_SEED and TCPSIM_ROUNDS choose others, or more.
check_PROGRAMS += tests/property/test_sockets
