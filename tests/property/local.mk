## Random fault schedules. TCPSIM_SEED and TCPSIM_SCHEDULES choose others, or more.
check_PROGRAMS += tests/property/test_schedules

tests_property_test_schedules_SOURCES = tests/property/test_schedules.c tests/property/schedule.c \
	tests/property/schedule.h tests/suite.h

## Random packets. TCPSIM_SEED and TCPSIM_PACKETS choose others, or more.
check_PROGRAMS += tests/property/test_wire

## Socket calls at random. TCPSIM_SEED and TCPSIM_ROUNDS choose others, or more.
check_PROGRAMS += tests/property/test_sockets

## A grid of bulk transfers: docs/grid.md. `make grid` prints it for larger ones.
check_PROGRAMS += tests/property/test_grid

tests_property_test_grid_SOURCES = tests/property/test_grid.c tests/property/grid.c tests/property/grid_bound.c \
	tests/property/grid.h tests/suite.h
EXTRA_DIST += tests/property/grid.expected

grid: tests/property/test_grid
	./tests/property/test_grid 1000000
.PHONY: grid
