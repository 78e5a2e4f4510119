noinst_LTLIBRARIES += libtcpsim_scenario.la
libtcpsim_scenario_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)
libtcpsim_scenario_la_SOURCES =

## The parser.
libtcpsim_scenario_la_SOURCES += \
	lib/scenario/ast.h \
	lib/scenario/build.c \
	lib/scenario/build_act.c \
	lib/scenario/build_allow.c \
	lib/scenario/build_claim.c \
	lib/scenario/build_private.h \
	lib/scenario/build_segment.c \
	lib/scenario/build_socket.c \
	lib/scenario/build_world.c \
	lib/scenario/cases.c \
	lib/scenario/check_allow.c \
	lib/scenario/check_calls.c \
	lib/scenario/check_lines.c \
	lib/scenario/check_private.h \
	lib/scenario/check_sockets.c \
	lib/scenario/check_together.c \
	lib/scenario/check_values.c \
	lib/scenario/check_varies.c \
	lib/scenario/literal.c \
	lib/scenario/memory.c \
	lib/scenario/nearest.c \
	lib/scenario/parse_private.h \
	lib/scenario/scan_private.h \
	lib/scenario/scenario.c \
	lib/scenario/setting.c \
	lib/scenario/syntax_error.c \
	lib/scenario/syntax_error.h \
	lib/scenario/syntax_slips.c \
	lib/scenario/token.c \
	lib/scenario/units.c \
	lib/scenario/units.h \
	lib/scenario/words.c

## The runner and the claims.
libtcpsim_scenario_la_SOURCES += \
	lib/scenario/claims.c \
	lib/scenario/claims_count.c \
	lib/scenario/claims_delivers.c \
	lib/scenario/claims_life.c \
	lib/scenario/claims_path.c \
	lib/scenario/claims_private.h \
	lib/scenario/claims_quote.c \
	lib/scenario/claims_returns.c \
	lib/scenario/claims_segment.c \
	lib/scenario/claims_sends.c \
	lib/scenario/claims_state.c \
	lib/scenario/claims_user.c \
	lib/scenario/claims_variable.c \
	lib/scenario/claims_why.c \
	lib/scenario/run.c \
	lib/scenario/run_acts.c \
	lib/scenario/run_build.c \
	lib/scenario/run_inject.c \
	lib/scenario/run_outcomes.c \
	lib/scenario/run_private.h \
	lib/scenario/run_sockets.c \
	lib/scenario/run_text.c \
	lib/scenario/run_whens.c

## What an exploration takes of a scenario.
libtcpsim_scenario_la_SOURCES += \
	lib/scenario/explored.c \
	lib/scenario/explored.h \
	lib/scenario/explored_calls.c \
	lib/scenario/explored_lines.c \
	lib/scenario/explored_world.c

## A counterexample as a scenario.
libtcpsim_scenario_la_SOURCES += \
	lib/scenario/replay.c \
	lib/scenario/replay.h \
	lib/scenario/replay_lines.c \
	lib/scenario/replay_segments.c \
	lib/scenario/replay_times.c \
	lib/scenario/replay_world.c

## The grammar. What is made of it goes into the tarball, so that flex and bison are needed for a checkout only.
## Without #line: it would hold the path of the builder's machine.
SCENARIO_GENERATED = lib/scenario/parse.c lib/scenario/parse.h lib/scenario/scan.c
libtcpsim_scenario_la_SOURCES += $(SCENARIO_GENERATED)
BUILT_SOURCES += $(SCENARIO_GENERATED)
MAINTAINERCLEANFILES += $(SCENARIO_GENERATED)
EXTRA_DIST += lib/scenario/parse.y lib/scenario/scan.l

lib/scenario/parse.c: lib/scenario/parse.y
	$(AM_V_GEN)$(MKDIR_P) lib/scenario && \
		$(BISON) -l -Wall -Werror --defines=lib/scenario/parse.h -o $@ $(top_srcdir)/lib/scenario/parse.y

lib/scenario/parse.h: lib/scenario/parse.c

lib/scenario/scan.c: lib/scenario/scan.l
	$(AM_V_GEN)$(MKDIR_P) lib/scenario && $(FLEX) -L -o $@ $(top_srcdir)/lib/scenario/scan.l
