## Pages and pictures in a real browser. What is not there skips it: tests/browser/install, and autogen.sh --install-test-deps.
dist_check_SCRIPTS += tests/browser/page
EXTRA_DIST += \
	tests/browser/browser.mjs \
	tests/browser/expected.mjs \
	tests/browser/install \
	tests/browser/look.mjs \
	tests/browser/package-lock.json \
	tests/browser/package.json \
	tests/browser/pages.mjs \
	tests/browser/run.mjs \
	tests/browser/shots \
	tests/browser/shown.mjs \
	tests/browser/test_cases.mjs \
	tests/browser/test_controls.mjs \
	tests/browser/test_gallery.mjs \
	tests/browser/test_harness.mjs \
	tests/browser/test_hostile.mjs \
	tests/browser/test_layout.mjs \
	tests/browser/test_look.mjs \
	tests/browser/test_steps.mjs \
	tests/browser/test_svg.mjs \
	tests/browser/trace.mjs
