noinst_LTLIBRARIES += libtcpsim_scenario.la
libtcpsim_scenario_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/lib/scenario -I$(top_builddir)/lib/scenario
libtcpsim_scenario_la_SOURCES =

## When scan.l and parse.y stand: add $(SCENARIO_GENERATED) to the sources above, and this:
##   BUILT_SOURCES += $(SCENARIO_GENERATED)
##   MAINTAINERCLEANFILES += $(SCENARIO_GENERATED)
##   EXTRA_DIST += lib/scenario/scan.l lib/scenario/parse.y
## They go into the tarball, so that flex and bison are needed for a checkout only.
SCENARIO_GENERATED = lib/scenario/parse.c lib/scenario/parse.h lib/scenario/scan.c

lib/scenario/parse.c: lib/scenario/parse.y
	$(AM_V_GEN)$(MKDIR_P) lib/scenario && \
		$(BISON) -Wall -Werror --defines=lib/scenario/parse.h -o $@ $(top_srcdir)/lib/scenario/parse.y

lib/scenario/parse.h: lib/scenario/parse.c

lib/scenario/scan.c: lib/scenario/scan.l
	$(AM_V_GEN)$(MKDIR_P) lib/scenario && $(FLEX) -o $@ $(top_srcdir)/lib/scenario/scan.l
