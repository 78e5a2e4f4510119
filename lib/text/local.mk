noinst_LTLIBRARIES += libtcpsim_text.la
libtcpsim_text_la_SOURCES = \
	lib/text/decimal.c \
	lib/text/diagnostics.c \
	lib/text/setting.c \
	lib/text/text.c \
	lib/text/text_private.h \
	lib/text/word.c
