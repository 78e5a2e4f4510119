## Every order of events of a small world, over the engine. Without GLib.
noinst_LTLIBRARIES += libtcpsim_explore.la
libtcpsim_explore_la_CPPFLAGS = -I$(top_srcdir)/include -D_GNU_SOURCE
libtcpsim_explore_la_CFLAGS = $(WARN_CFLAGS) -fvisibility=hidden $(INSTRUMENT_CFLAGS) $(LTO_OBJECTS)
libtcpsim_explore_la_SOURCES = \
	lib/explore/bag.c \
	lib/explore/canonical.c \
	lib/explore/cycle.c \
	lib/explore/digest.c \
	lib/explore/expand.c \
	lib/explore/explore.c \
	lib/explore/explore_private.h \
	lib/explore/forge.c \
	lib/explore/graph.c \
	lib/explore/hashed.c \
	lib/explore/judge.c \
	lib/explore/mix.h \
	lib/explore/pair.c \
	lib/explore/pool.c \
	lib/explore/pool.h \
	lib/explore/result.c \
	lib/explore/save.c \
	lib/explore/search.c \
	lib/explore/search_private.h \
	lib/explore/shorten.c \
	lib/explore/space.c \
	lib/explore/space_private.h \
	lib/explore/space_tell.c \
	lib/explore/step.c \
	lib/explore/step_private.h \
	lib/explore/sweep.c \
	lib/explore/team.c \
	lib/explore/trace.c \
	lib/explore/visited.c \
	lib/explore/walk.c \
	lib/explore/world.c
