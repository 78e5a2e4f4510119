noinst_LTLIBRARIES += libtcpsim_net.la
libtcpsim_net_la_SOURCES =
