## A Check program: check_PROGRAMS += tests/unit/test_NAME in the folder's local.mk. Its source is tests/unit/test_NAME.c unless
## tests_unit_test_NAME_SOURCES says more. It is linked to all layers and to Check, may include any private header as
## "lib/FOLDER/FOLDER_private.h", and finds in its environment
##   TCPSIM_SRCDIR    the source tree
##   TCPSIM_BUILDDIR  the build tree
##   TCPSIM           the program
##   TCPSIM_SCENARIOS the shipped scenarios
## A script: dist_check_SCRIPTS += tests/checks/NAME.
LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS) $(CHECK_LIBS)

include tests/unit/local.mk
include tests/rfc/local.mk
include tests/figures/local.mk
include tests/scenarios/local.mk
include tests/property/local.mk
include tests/checks/local.mk

if TESTS_ENABLED
TESTS = $(check_PROGRAMS) $(dist_check_SCRIPTS)
endif

AM_TESTS_ENVIRONMENT = \
	TCPSIM_SRCDIR='$(abs_top_srcdir)'; export TCPSIM_SRCDIR; \
	TCPSIM_BUILDDIR='$(abs_top_builddir)'; export TCPSIM_BUILDDIR; \
	TCPSIM='$(abs_top_builddir)/sim/tcpsim'; export TCPSIM; \
	TCPSIM_SCENARIOS='$(abs_top_srcdir)/docs/scenarios'; export TCPSIM_SCENARIOS;
