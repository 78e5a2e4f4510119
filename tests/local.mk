## A Check program: check_PROGRAMS += tests/unit/test_NAME in the folder's local.mk. Its source is tests/unit/test_NAME.c unless
## tests_unit_test_NAME_SOURCES says more. It is linked to all layers and to Check, may include any private header as
## "lib/FOLDER/FOLDER_private.h", and finds in its environment
##   TCPSIM_SRCDIR    the source tree
##   TCPSIM_BUILDDIR  the build tree
##   TCPSIM           the program
##   TCPSIM_SCENARIOS the shipped scenarios
## What several test programs share: check_LTLIBRARIES += libNAME.la, in LDADD before $(LDADD); never noinst_: `make` alone does without Check.
## A script: dist_check_SCRIPTS += tests/checks/NAME. It finds CC, CXX and NM, too; CXX or NM is empty where there is none.
LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS) $(CHECK_LIBS)

include tests/unit/local.mk
include tests/rfc/local.mk
include tests/figures/local.mk
include tests/scenarios/local.mk
include tests/packetdrill/local.mk
include tests/program/local.mk
include tests/explore/local.mk
include tests/property/local.mk
include tests/browser/local.mk
include tests/captures/local.mk
include tests/fuzz/local.mk
include tests/checks/local.mk
include tests/mutants/local.mk

TESTS = $(check_PROGRAMS) $(dist_check_SCRIPTS)
EXTRA_DIST += tests/without-check/check.h

SCENARIOS_ENVIRONMENT = TCPSIM_SCENARIOS='$(abs_top_srcdir)/docs/scenarios'; export TCPSIM_SCENARIOS;
AM_TESTS_ENVIRONMENT = $(SCENARIOS_ENVIRONMENT) \
	TCPSIM_SRCDIR='$(abs_top_srcdir)'; export TCPSIM_SRCDIR; \
	TCPSIM_BUILDDIR='$(abs_top_builddir)'; export TCPSIM_BUILDDIR; \
	TCPSIM='$(abs_top_builddir)/sim/tcpsim$(EXEEXT)'; export TCPSIM; \
	CC='$(CC)'; export CC; CXX='$(CXX_FOR_CHECKS)'; export CXX; NM='$(NM_FOR_CHECKS)'; export NM;

## Which lines of lib/ did `make check` run? The last lines printed are the shares of engine and wire.
coverage:
if COVERAGE
	find . -name '*.gcda' -exec rm -f {} +
	$(MAKE) $(AM_MAKEFLAGS) check
	@$(AM_TESTS_ENVIRONMENT) GCOV='$(GCOV)' $(SHELL) $(top_srcdir)/tests/coverage
else
	@echo "make coverage needs ./configure --enable-coverage" >&2; exit 1
endif
.PHONY: coverage

mostlyclean-local:
	-find . \( -name '*.gcda' -o -name '*.gcno' \) -exec rm -f {} +

## After make install: does what was installed work, without the build tree?
installcheck-local:
	@CC='$(CC)' CFLAGS='$(CFLAGS) $(INSTRUMENT_CFLAGS)' PKG_CONFIG='$(PKG_CONFIG)' bindir='$(DESTDIR)$(bindir)' libdir='$(DESTDIR)$(libdir)' \
		$(SHELL) $(top_srcdir)/tests/installed
