## Files of tests/scenarios: see tests/local.mk.

## The shipped ones. tests/scenarios/shipped-valgrind is slow, and skipped where there is no valgrind.
dist_check_SCRIPTS += tests/scenarios/shipped tests/scenarios/shipped-valgrind

## Wrong ones and what is said of them: tests/unit/test_scenario_invalid.
EXTRA_DIST += tests/scenarios/invalid

## Right ones and what becomes of them: tests/unit/test_scenario_valid.
EXTRA_DIST += tests/scenarios/valid
