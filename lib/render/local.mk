noinst_LTLIBRARIES += libtcpsim_render.la
libtcpsim_render_la_SOURCES =
