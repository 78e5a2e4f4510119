bin_PROGRAMS += sim/tcpsim
sim_tcpsim_SOURCES = \
	sim/cases.c \
	sim/command.h \
	sim/commands.c \
	sim/find.c \
	sim/help.c \
	sim/list.c \
	sim/main.c \
	sim/output.c \
	sim/report.c \
	sim/run.c \
	sim/scenarios.c \
	sim/suite.c \
	sim/summary.c \
	sim/terminal.c \
	sim/usage.c \
	sim/verdict.c \
	sim/watch.c
sim_tcpsim_CPPFLAGS = $(AM_CPPFLAGS) -DTCPSIM_SCENARIO_DIR='"$(pkgdatadir)/scenarios"' \
	-DTCPSIM_VERSION='"$(PACKAGE_VERSION)"'
sim_tcpsim_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
## What configure was told stands in these: they are built anew when it is told otherwise.
sim/tcpsim-main.$(OBJEXT) sim/tcpsim-scenarios.$(OBJEXT): Makefile
