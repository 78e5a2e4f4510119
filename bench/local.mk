## A benchmark: EXTRA_PROGRAMS += bench/NAME, BENCHES += bench/NAME; its source is bench/NAME.c. It prints rows `name value unit`.
BENCHES = bench/bulk bench/churn bench/days bench/drill bench/explore bench/idle bench/loss
EXTRA_PROGRAMS += $(BENCHES)
EXTRA_DIST += bench/bench.h bench/transfer.h
CLEANFILES += $(BENCHES)

bench_bulk_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_bulk_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
bench_churn_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_churn_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
bench_days_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_days_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
bench_drill_CPPFLAGS = $(AM_CPPFLAGS) -DBENCH_SRCDIR='"$(top_srcdir)"'
bench_drill_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_drill_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
bench_explore_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_explore_LDADD = libtcpsim_explore.la libtcpsim_engine.la
bench_idle_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_idle_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)
bench_loss_LDFLAGS = $(INSTRUMENT_CFLAGS) $(LTO_LINK)
bench_loss_LDADD = $(TCPSIM_LIBS) $(GLIB_LIBS)

bench: $(BENCHES)
	@for b in $(BENCHES); do ./$$b || exit 1; done
.PHONY: bench
