## When main.c stands: bin_PROGRAMS += sim/tcpsim
sim_tcpsim_SOURCES =
sim_tcpsim_CPPFLAGS = $(AM_CPPFLAGS) -DTCPSIM_SCENARIO_DIR='"$(pkgdatadir)/scenarios"' \
	-DTCPSIM_VERSION='"$(PACKAGE_VERSION)"'
sim_tcpsim_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
