noinst_LTLIBRARIES += libtcpsim_packetdrill.la
libtcpsim_packetdrill_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)
libtcpsim_packetdrill_la_SOURCES =

## The parser.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/ast.h \
	lib/packetdrill/script.c

## The player: packets.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/config.c \
	lib/packetdrill/flow.c \
	lib/packetdrill/packets.h \
	lib/packetdrill/packets_in.c \
	lib/packetdrill/packets_out.c \
	lib/packetdrill/play.c \
	lib/packetdrill/play.h \
	lib/packetdrill/verdict.c

## The player: calls, commands, code.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/calls.c \
	lib/packetdrill/code.c \
	lib/packetdrill/commands.c
