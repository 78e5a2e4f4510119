## Octets to and from packets, pure as the engine. Without GLib's flags: an include of it would not compile.
noinst_LTLIBRARIES += libtcpsim_wire.la
libtcpsim_wire_la_CPPFLAGS = -I$(top_srcdir)/include -I$(top_srcdir)
## Without bcmp, which clang makes of a memcmp for equality: tests/checks/purity.
libtcpsim_wire_la_CFLAGS = $(WARN_CFLAGS) -fvisibility=hidden -fno-builtin-bcmp $(INSTRUMENT_CFLAGS) $(LTO_OBJECTS)
libtcpsim_wire_la_SOURCES = \
	lib/wire/address.c \
	lib/wire/checksum.c \
	lib/wire/errors.c \
	lib/wire/frame.c \
	lib/wire/hex.c \
	lib/wire/icmp.c \
	lib/wire/ipv4.c \
	lib/wire/ipv6.c \
	lib/wire/options.c \
	lib/wire/options_write.c \
	lib/wire/packet.c \
	lib/wire/pcapng.c \
	lib/wire/tcp.c \
	lib/wire/text.c \
	lib/wire/udp.c \
	lib/wire/wire_private.h
