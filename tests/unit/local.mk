## Files of tests/unit: see tests/local.mk.
