bin_PROGRAMS += sim/tcpsim
sim_tcpsim_SOURCES = \
	sim/cases.c \
	sim/command.h \
	sim/commands.c \
	sim/complete.c \
	sim/convert.c \
	sim/convert.h \
	sim/convert_files.c \
	sim/convert_formats.c \
	sim/drill.c \
	sim/drill.h \
	sim/drill_files.c \
	sim/drill_junit.c \
	sim/drill_play.c \
	sim/drill_progress.c \
	sim/drill_python.c \
	sim/drill_report.c \
	sim/drill_suite.c \
	sim/drill_tap.c \
	sim/explain.c \
	sim/explain.h \
	sim/explain_packet.c \
	sim/explain_shown.c \
	sim/explore.c \
	sim/explore.h \
	sim/explore_bounds.c \
	sim/explore_inputs.c \
	sim/explore_known.c \
	sim/explore_progress.c \
	sim/explore_reached.c \
	sim/explore_replay.c \
	sim/explore_report.c \
	sim/explore_request.c \
	sim/explore_search.c \
	sim/explore_suite.c \
	sim/explore_verdict.c \
	sim/figures.c \
	sim/find.c \
	sim/gallery.c \
	sim/gallery.h \
	sim/gallery_files.c \
	sim/help.c \
	sim/keep.c \
	sim/list.c \
	sim/main.c \
	sim/open.c \
	sim/output.c \
	sim/profile.c \
	sim/recorded.c \
	sim/recorded.h \
	sim/report.c \
	sim/run.c \
	sim/scenarios.c \
	sim/step.c \
	sim/step.h \
	sim/step_about.c \
	sim/step_branch.c \
	sim/step_commands.c \
	sim/step_complete.c \
	sim/step_cursor.c \
	sim/step_find.c \
	sim/step_input.c \
	sim/step_line.c \
	sim/step_line.h \
	sim/step_network.c \
	sim/step_records.c \
	sim/step_save.c \
	sim/step_show.c \
	sim/step_tcb.c \
	sim/step_variables.c \
	sim/step_views.c \
	sim/step_world.c \
	sim/suite.c \
	sim/summary.c \
	sim/terminal.c \
	sim/usage.c \
	sim/verdict.c \
	sim/watch.c
sim_tcpsim_CFLAGS = $(AM_CFLAGS) $(LIBEDIT_CFLAGS)
sim_tcpsim_CPPFLAGS = $(AM_CPPFLAGS) -DTCPSIM_SCENARIO_DIR='"$(pkgdatadir)/scenarios"' \
	-DTCPSIM_VERSION='"$(PACKAGE_VERSION)"'
sim_tcpsim_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
sim_tcpsim_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS) $(LIBEDIT_LIBS)
## What configure was told stands in these: they are built anew when it is told otherwise.
sim/tcpsim-main.$(OBJEXT) sim/tcpsim-scenarios.$(OBJEXT) sim/tcpsim-step_line.$(OBJEXT): Makefile
