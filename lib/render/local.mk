noinst_LTLIBRARIES += libtcpsim_render.la
libtcpsim_render_la_SOURCES = \
	lib/render/canvas.c \
	lib/render/event.c \
	lib/render/explain.c \
	lib/render/glossary.c \
	lib/render/glyphs.c \
	lib/render/index.c \
	lib/render/label.c \
	lib/render/ladder.c \
	lib/render/layout.c \
	lib/render/octets.c \
	lib/render/packet.c \
	lib/render/packet_ip.c \
	lib/render/packet_page.c \
	lib/render/packet_private.h \
	lib/render/packet_transport.c \
	lib/render/parts.c \
	lib/render/render_private.h \
	lib/render/rungs.c \
	lib/render/segment.c \
	lib/render/socket.c \
	lib/render/state.c \
	lib/render/text.c \
	lib/render/time.c \
	lib/render/trace.c
