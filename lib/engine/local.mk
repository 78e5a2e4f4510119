## RFC 9293, pure. Without GLib's flags: an include of it would not compile.
noinst_LTLIBRARIES += libtcpsim_engine.la
libtcpsim_engine_la_CPPFLAGS = -I$(top_srcdir)/include
## Without bcmp, which clang makes of a memcmp for equality: tests/checks/purity.
libtcpsim_engine_la_CFLAGS = $(WARN_CFLAGS) -fvisibility=hidden -fno-builtin-bcmp $(INSTRUMENT_CFLAGS) $(LTO_OBJECTS)
libtcpsim_engine_la_SOURCES = \
	lib/engine/acknowledge.c \
	lib/engine/arrives.c \
	lib/engine/arrives_closed.c \
	lib/engine/arrives_listen.c \
	lib/engine/arrives_other.c \
	lib/engine/arrives_syn_sent.c \
	lib/engine/call_abort.c \
	lib/engine/call_close.c \
	lib/engine/call_open.c \
	lib/engine/call_receive.c \
	lib/engine/call_send.c \
	lib/engine/call_status.c \
	lib/engine/challenge.c \
	lib/engine/congestion.c \
	lib/engine/cubic.c \
	lib/engine/delayed_ack.c \
	lib/engine/ecn.c \
	lib/engine/engine_private.h \
	lib/engine/errors.c \
	lib/engine/event.c \
	lib/engine/fast_open.c \
	lib/engine/flaw.c \
	lib/engine/icmp.c \
	lib/engine/isn.c \
	lib/engine/keepalive.c \
	lib/engine/low_bits.c \
	lib/engine/newreno.c \
	lib/engine/options.c \
	lib/engine/output.c \
	lib/engine/path_mtu.c \
	lib/engine/persist.c \
	lib/engine/policy.c \
	lib/engine/profiles.c \
	lib/engine/profiles.def \
	lib/engine/reassembly.c \
	lib/engine/recovery.c \
	lib/engine/recovery_private.h \
	lib/engine/retransmit.c \
	lib/engine/rtt.c \
	lib/engine/rules.c \
	lib/engine/sack.c \
	lib/engine/scoreboard.c \
	lib/engine/segment.c \
	lib/engine/siphash.c \
	lib/engine/state.c \
	lib/engine/tcb.c \
	lib/engine/tcb_check.c \
	lib/engine/time_wait.c \
	lib/engine/timeouts.c \
	lib/engine/timestamps.c \
	lib/engine/urgent.c \
	lib/engine/user_timeout.c
