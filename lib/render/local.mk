noinst_LTLIBRARIES += libtcpsim_render.la
libtcpsim_render_la_SOURCES = \
	lib/render/ask.c \
	lib/render/ask_private.h \
	lib/render/ask_segments.c \
	lib/render/ask_states.c \
	lib/render/canvas.c \
	lib/render/event.c \
	lib/render/explain.c \
	lib/render/glossary.c \
	lib/render/glossary_private.h \
	lib/render/glossary_requirement.c \
	lib/render/glossary_words.c \
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
	lib/render/svg_private.h \
	lib/render/svg_style.c \
	lib/render/svg_xml.c \
	lib/render/teller.c \
	lib/render/text.c \
	lib/render/time.c \
	lib/render/trace.c

## What `tcpsim explain MUST-7` tells: the table of requirements, in C.
lib/render/requirements.def: $(top_srcdir)/tests/requirements.tsv
	$(AM_V_GEN)$(MKDIR_P) lib/render && $(AWK) -F'\t' 'NR > 1 { gsub(/["\\]/, "\\\\&"); \
		printf "REQUIREMENT(\"%s\", \"%s\", \"%s\", \"%s\", \"%s\")\n", $$1, $$2, $$3, $$4, $$6 }' \
		$(top_srcdir)/tests/requirements.tsv >$@.new && mv $@.new $@
lib/render/glossary_requirement.lo: lib/render/requirements.def
nodist_libtcpsim_render_la_SOURCES = lib/render/requirements.def
BUILT_SOURCES += lib/render/requirements.def
CLEANFILES += lib/render/requirements.def lib/render/requirements.def.new
