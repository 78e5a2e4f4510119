## Files of tests/rfc: see tests/local.mk.
