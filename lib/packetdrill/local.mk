noinst_LTLIBRARIES += libtcpsim_packetdrill.la
libtcpsim_packetdrill_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)
libtcpsim_packetdrill_la_SOURCES =

## The parser.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/ast.h \
	lib/packetdrill/build.c \
	lib/packetdrill/build_call.c \
	lib/packetdrill/build_icmp.c \
	lib/packetdrill/build_mark.c \
	lib/packetdrill/build_option.c \
	lib/packetdrill/build_packet.c \
	lib/packetdrill/check.c \
	lib/packetdrill/check_packet.c \
	lib/packetdrill/directives.c \
	lib/packetdrill/memory.c \
	lib/packetdrill/parse_private.h \
	lib/packetdrill/scan_private.h \
	lib/packetdrill/script.c \
	lib/packetdrill/syntax_error.c \
	lib/packetdrill/syntax_error.h \
	lib/packetdrill/token.c

## The player: packets.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/compare.c \
	lib/packetdrill/config.c \
	lib/packetdrill/fast_open.c \
	lib/packetdrill/flow.c \
	lib/packetdrill/icmp_words.c \
	lib/packetdrill/options.c \
	lib/packetdrill/packets.h \
	lib/packetdrill/packets_in.c \
	lib/packetdrill/packets_out.c \
	lib/packetdrill/play.c \
	lib/packetdrill/play.h \
	lib/packetdrill/seen.c \
	lib/packetdrill/settings.c \
	lib/packetdrill/show.c \
	lib/packetdrill/verdict.c

## The player: calls, commands, code.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/addresses.c \
	lib/packetdrill/calls.c \
	lib/packetdrill/calls_control.c \
	lib/packetdrill/calls_epoll.c \
	lib/packetdrill/calls_message.c \
	lib/packetdrill/calls_open.c \
	lib/packetdrill/calls_options.c \
	lib/packetdrill/calls_poll.c \
	lib/packetdrill/calls_private.h \
	lib/packetdrill/calls_result.c \
	lib/packetdrill/calls_transfer.c \
	lib/packetdrill/code.c \
	lib/packetdrill/command_grep.c \
	lib/packetdrill/command_line.c \
	lib/packetdrill/command_route.c \
	lib/packetdrill/command_sockets.c \
	lib/packetdrill/commands.c \
	lib/packetdrill/commands_private.h \
	lib/packetdrill/constants.c \
	lib/packetdrill/constants.def \
	lib/packetdrill/constants.h \
	lib/packetdrill/info.c \
	lib/packetdrill/info.h \
	lib/packetdrill/socket_options.c \
	lib/packetdrill/socket_options.h \
	lib/packetdrill/sysctl.c \
	lib/packetdrill/sysctl.def \
	lib/packetdrill/values.c

## A run as a script.
libtcpsim_packetdrill_la_SOURCES += \
	lib/packetdrill/write.c \
	lib/packetdrill/write_calls.c \
	lib/packetdrill/write_packets.c \
	lib/packetdrill/write_private.h \
	lib/packetdrill/write_setup.c \
	lib/packetdrill/write_sysctl.c

## The grammar, as lib/scenario has one.
PACKETDRILL_GENERATED = lib/packetdrill/parse.c lib/packetdrill/parse.h lib/packetdrill/scan.c
libtcpsim_packetdrill_la_SOURCES += $(PACKETDRILL_GENERATED)
BUILT_SOURCES += $(PACKETDRILL_GENERATED)
MAINTAINERCLEANFILES += $(PACKETDRILL_GENERATED)
EXTRA_DIST += lib/packetdrill/parse.y lib/packetdrill/scan.l

lib/packetdrill/parse.c: lib/packetdrill/parse.y
	$(AM_V_GEN)$(MKDIR_P) lib/packetdrill && \
		$(BISON) -l -Wall -Werror --defines=lib/packetdrill/parse.h -o $@ $(top_srcdir)/lib/packetdrill/parse.y

lib/packetdrill/parse.h: lib/packetdrill/parse.c

lib/packetdrill/scan.c: lib/packetdrill/scan.l
	$(AM_V_GEN)$(MKDIR_P) lib/packetdrill && $(FLEX) -L -o $@ $(top_srcdir)/lib/packetdrill/scan.l

## A build of one program makes no BUILT_SOURCES.
$(libtcpsim_packetdrill_la_OBJECTS): lib/packetdrill/parse.h
