## Tests by section of RFC 9293, row by row: rows.h says what a row is.
check_PROGRAMS += \
	tests/rfc/test_3_10_7_grid

rows = tests/rfc/rows.c tests/rfc/rows.h tests/suite.h

tests_rfc_test_3_10_7_grid_SOURCES = tests/rfc/test_3_10_7_grid.c $(rows)

## The numbered requirements (MUST-n, SHLD-n, MAY-n), between two ends: ends.h; tests/requirements.tsv leads to them.
check_PROGRAMS += \
	tests/rfc/test_requirements_closing \
	tests/rfc/test_requirements_data \
	tests/rfc/test_requirements_failures \
	tests/rfc/test_requirements_opening

EXTRA_DIST += tests/rfc/ends.h
