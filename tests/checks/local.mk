## Files of tests/checks: see tests/local.mk.
