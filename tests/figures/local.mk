## Files of tests/figures: see tests/local.mk.
