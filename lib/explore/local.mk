## Every order of events of a small world, over the engine. Without GLib.
noinst_LTLIBRARIES += libtcpsim_explore.la
libtcpsim_explore_la_CPPFLAGS = -I$(top_srcdir)/include -D_GNU_SOURCE
libtcpsim_explore_la_CFLAGS = $(WARN_CFLAGS) -fvisibility=hidden $(INSTRUMENT_CFLAGS)
libtcpsim_explore_la_SOURCES = \
	lib/explore/explore_private.h \
	lib/explore/world.c
