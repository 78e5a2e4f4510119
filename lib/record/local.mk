## JSON is read and written here and nowhere else.
noinst_LTLIBRARIES += libtcpsim_record.la
libtcpsim_record_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libtcpsim_record_la_LIBADD = $(JANSSON_LIBS)
libtcpsim_record_la_SOURCES = \
	lib/record/json_read.c \
	lib/record/json_read_check.c \
	lib/record/json_read_end.c \
	lib/record/json_read_head.c \
	lib/record/json_read_members.c \
	lib/record/json_read_place.c \
	lib/record/json_read_record.c \
	lib/record/json_read_special.c \
	lib/record/json_read_value.c \
	lib/record/json_write.c \
	lib/record/json_write_end.c \
	lib/record/json_write_head.c \
	lib/record/json_write_record.c \
	lib/record/json_write_special.c \
	lib/record/members.c \
	lib/record/moment.c \
	lib/record/names.c \
	lib/record/packet_names.c \
	lib/record/record_private.h \
	lib/record/recording.c \
	lib/record/steps.c \
	lib/record/vars.c
