## Files of tests/explore: see tests/local.mk.

## The space of states against a second, naive search.
check_PROGRAMS += tests/explore/test_naive
tests_explore_test_naive_SOURCES = tests/explore/naive.c tests/explore/naive.h tests/explore/test_naive.c

## The search over graphs in place of the engine: toy.c has the symbols of lib/explore/space.c, which is then not linked.
check_PROGRAMS += \
	tests/explore/test_graph \
	tests/explore/test_save \
	tests/explore/test_search \
	tests/explore/test_walk \
	tests/explore/test_whole
EXTRA_DIST += tests/explore/stopper.h
tests_explore_test_graph_SOURCES = tests/explore/test_graph.c tests/explore/toy.c tests/explore/toy.h \
	tests/explore/toy_search.c tests/explore/toy_search.h
tests_explore_test_save_SOURCES = tests/explore/test_save.c tests/explore/toy.c tests/explore/toy.h
tests_explore_test_search_SOURCES = tests/explore/test_search.c tests/explore/toy.c tests/explore/toy.h \
	tests/explore/toy_search.c tests/explore/toy_search.h
tests_explore_test_walk_SOURCES = tests/explore/test_walk.c tests/explore/toy.c tests/explore/toy.h

## Worlds: what is refused, and what counts.
check_PROGRAMS += tests/explore/test_world

## All known hazards, wholly explored: half a minute of one processor.
dist_check_SCRIPTS += tests/explore/hazards
