## RFC 9293, pure. Without GLib's flags: an include of it would not compile.
noinst_LTLIBRARIES += libtcpsim_engine.la
libtcpsim_engine_la_CPPFLAGS = -I$(top_srcdir)/include
libtcpsim_engine_la_CFLAGS = $(WARN_CFLAGS) -fvisibility=hidden $(INSTRUMENT_CFLAGS)
libtcpsim_engine_la_SOURCES =
