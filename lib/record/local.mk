## JSON is read and written here and nowhere else.
noinst_LTLIBRARIES += libtcpsim_record.la
libtcpsim_record_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libtcpsim_record_la_LIBADD = $(JANSSON_LIBS)
libtcpsim_record_la_SOURCES = \
	lib/record/moment.c \
	lib/record/packet_names.c \
	lib/record/recording.c \
	lib/record/steps.c
