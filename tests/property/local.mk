## Files of tests/property: see tests/local.mk.
