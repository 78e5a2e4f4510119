## Virtual time: hosts, sockets, links, faults, the queue of events, the trace, the invariants over it.
noinst_LTLIBRARIES += libtcpsim_net.la
libtcpsim_net_la_SOURCES = \
	lib/net/arrive.c \
	lib/net/buffer.c \
	lib/net/calls.c \
	lib/net/chunk.c \
	lib/net/demux.c \
	lib/net/endpoint.c \
	lib/net/event.c \
	lib/net/fault.c \
	lib/net/host.c \
	lib/net/inject.c \
	lib/net/invariants.c \
	lib/net/invariants_answers.c \
	lib/net/invariants_data.c \
	lib/net/invariants_ending.c \
	lib/net/invariants_ends.c \
	lib/net/invariants_event.c \
	lib/net/invariants_opening.c \
	lib/net/invariants_order.c \
	lib/net/invariants_private.h \
	lib/net/invariants_resting.c \
	lib/net/invariants_segments.c \
	lib/net/invariants_words.c \
	lib/net/isn.c \
	lib/net/link.c \
	lib/net/net.c \
	lib/net/net_private.h \
	lib/net/packet.c \
	lib/net/prng.c \
	lib/net/queue.c \
	lib/net/record.c \
	lib/net/tcbs.c \
	lib/net/trace.c \
	lib/net/user.c \
	lib/net/virtual.c \
	lib/net/wiring.c
