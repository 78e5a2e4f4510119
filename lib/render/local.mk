noinst_LTLIBRARIES += libtcpsim_render.la
libtcpsim_render_la_SOURCES = \
	lib/render/ask.c \
	lib/render/ask_private.h \
	lib/render/ask_segments.c \
	lib/render/ask_states.c \
	lib/render/canvas.c \
	lib/render/capture.c \
	lib/render/capture_comments.c \
	lib/render/capture_private.h \
	lib/render/capture_streams.c \
	lib/render/diagram.c \
	lib/render/diagram_private.h \
	lib/render/dot.c \
	lib/render/event.c \
	lib/render/explain.c \
	lib/render/gallery.c \
	lib/render/gallery_picture.c \
	lib/render/gallery_source.c \
	lib/render/glossary.c \
	lib/render/glossary_private.h \
	lib/render/glossary_requirement.c \
	lib/render/glossary_terms.c \
	lib/render/glossary_words.c \
	lib/render/glyphs.c \
	lib/render/index.c \
	lib/render/label.c \
	lib/render/ladder.c \
	lib/render/layout.c \
	lib/render/mermaid.c \
	lib/render/octets.c \
	lib/render/packet.c \
	lib/render/packet_ip.c \
	lib/render/packet_page.c \
	lib/render/packet_private.h \
	lib/render/packet_transport.c \
	lib/render/page.c \
	lib/render/page_case.c \
	lib/render/page_host.c \
	lib/render/page_private.h \
	lib/render/page_source.c \
	lib/render/page_tables.c \
	lib/render/page_text.c \
	lib/render/parts.c \
	lib/render/plantuml.c \
	lib/render/render_private.h \
	lib/render/rungs.c \
	lib/render/segment.c \
	lib/render/sequence.c \
	lib/render/socket.c \
	lib/render/state.c \
	lib/render/states_layout.c \
	lib/render/states_private.h \
	lib/render/states_svg.c \
	lib/render/svg_arrow.c \
	lib/render/svg_document.c \
	lib/render/svg_glyph.c \
	lib/render/svg_ladder.c \
	lib/render/svg_ladder_private.h \
	lib/render/svg_packets.c \
	lib/render/svg_page.c \
	lib/render/svg_place.c \
	lib/render/svg_private.h \
	lib/render/svg_rows.c \
	lib/render/svg_states.c \
	lib/render/svg_style.c \
	lib/render/svg_tooltip.c \
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

## What stands in every page, octet by octet: the controls, the style, the script; each is its files in this order,
## without the comments and indents that only their readers need.
page_controls = lib/render/page/page.html
page_style = lib/render/page/page.css
page_script = \
	lib/render/page/theme.js \
	lib/render/page/trace.js \
	lib/render/page/words.js \
	lib/render/page/ladder.js \
	lib/render/page/view.js \
	lib/render/page/player.js \
	lib/render/page/page.js
embed_files = embed () { \
		echo "static const unsigned char $$1[] = {" && shift && \
		(cd $(srcdir) && cat "$$@") | $(AWK) '{ sub(/^\t+/, "") } \
			!inside && /^\/\// { next } !inside && /^\/\*/ { inside = 1 } \
			inside { if (/\*\//) inside = 0; next } { print }' | od -An -v -tu1 | \
			$(AWK) '{ for (i = 1; i <= NF; i++) printf "%s,", $$i; print "" }' && \
		echo "0 };"; \
	}
lib/render/page_sources.def: $(page_controls) $(page_style) $(page_script)
	$(AM_V_GEN)$(MKDIR_P) lib/render && { \
		$(embed_files) && \
		embed controls $(page_controls) && embed style $(page_style) && embed script $(page_script); \
	} >$@.new && mv $@.new $@
lib/render/page_source.lo: lib/render/page_sources.def
nodist_libtcpsim_render_la_SOURCES += lib/render/page_sources.def
BUILT_SOURCES += lib/render/page_sources.def
CLEANFILES += lib/render/page_sources.def lib/render/page_sources.def.new
EXTRA_DIST += $(page_controls) $(page_style) $(page_script)

## What stands in every gallery, likewise.
gallery_style = lib/render/gallery/gallery.css
gallery_script = lib/render/page/theme.js lib/render/gallery/gallery.js
lib/render/gallery_sources.def: $(gallery_style) $(gallery_script)
	$(AM_V_GEN)$(MKDIR_P) lib/render && { \
		$(embed_files) && \
		embed style $(gallery_style) && embed script $(gallery_script); \
	} >$@.new && mv $@.new $@
lib/render/gallery_source.lo: lib/render/gallery_sources.def
nodist_libtcpsim_render_la_SOURCES += lib/render/gallery_sources.def
BUILT_SOURCES += lib/render/gallery_sources.def
CLEANFILES += lib/render/gallery_sources.def lib/render/gallery_sources.def.new
EXTRA_DIST += $(gallery_style) lib/render/gallery/gallery.js
