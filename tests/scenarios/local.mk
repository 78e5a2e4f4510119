## Files of tests/scenarios: see tests/local.mk.
