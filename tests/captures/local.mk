## Captures, read by tshark where there is one; and an octet-by-octet one for tests/unit/test_capture.c.
dist_check_SCRIPTS += tests/captures/captures
EXTRA_DIST += \
	tests/captures/captures.py \
	tests/captures/classes.py \
	tests/captures/dissect.py \
	tests/captures/one-syn.hex \
	tests/captures/one-syn.scn \
	tests/captures/shark.py \
	tests/captures/trace.py \
	tests/captures/truth.py
