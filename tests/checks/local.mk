## Checks on the code itself: plain sh, awk, nm and the compiler.
dist_check_SCRIPTS += \
	tests/checks/common-errors \
	tests/checks/docs \
	tests/checks/exports \
	tests/checks/functions \
	tests/checks/headers \
	tests/checks/highlight \
	tests/checks/layers \
	tests/checks/listed \
	tests/checks/manual \
	tests/checks/purity \
	tests/checks/quiet-library \
	tests/checks/readme \
	tests/checks/rules \
	tests/checks/same-bytes \
	tests/checks/tutorial

EXTRA_DIST += tests/checks/common.sh tests/checks/highlight.py tests/coverage tests/installed
CLEANFILES += coverage.txt
