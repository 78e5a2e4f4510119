/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/write_private.h"

/* Calls of a user of TCP as calls of sockets that do not block. */

static void line(struct pkt_writer *writer, int64_t time_us, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void
line(struct pkt_writer *writer, int64_t time_us, const char *format, ...)
{
	va_list arguments;

	tcpsim_pkt_write_time(writer, time_us);
	va_start(arguments, format);
	g_string_append_vprintf(writer->text, format, arguments);
	va_end(arguments);
	g_string_append_c(writer->text, '\n');
}

static int
open_socket(struct pkt_writer *writer, int64_t time_us)
{
	int fd = writer->next_fd++;

	line(writer, time_us, "socket(..., SOCK_STREAM, IPPROTO_TCP) = %d", fd);
	return fd;
}

static bool
write_listen(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	if (writer->listener >= 0)
		return true;
	writer->listener = open_socket(writer, record->time_us);
	line(writer, record->time_us, "setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0", writer->listener);
	line(writer, record->time_us, "bind(%d, ..., ...) = 0", writer->listener);
	line(writer, record->time_us, "listen(%d, 1) = 0", writer->listener);
	return true;
}

static bool
write_connect(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	int64_t time_us = record->time_us;

	if (writer->listener >= 0 && writer->fd < 0)
		return tcpsim_pkt_refuse(writer, "a port that listens opens actively, which no socket does");
	writer->fd = open_socket(writer, time_us);
	writer->is_accepted = true;
	line(writer, time_us, "fcntl(%d, F_GETFL) = 0x2 (flags O_RDWR)", writer->fd);
	line(writer, time_us, "fcntl(%d, F_SETFL, O_RDWR|O_NONBLOCK) = 0", writer->fd);
	line(writer, time_us, "connect(%d, ..., ...) = -1 EINPROGRESS (Operation now in progress)", writer->fd);
	return true;
}

void
tcpsim_pkt_write_accept(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	if (writer->is_accepted || writer->listener < 0)
		return;
	writer->is_accepted = true;
	writer->fd = writer->next_fd++;
	line(writer, record->time_us, "accept(%d, ..., ...) = %d", writer->listener, writer->fd);
}

/* Text that is sent before the connection is open waits in TCP; a socket takes it only then. */
static bool
write_send(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	bool is_urgent = (record->segment.ctl & TCPSIM_URG) != 0;

	if (record->before.state != TCPSIM_ESTABLISHED && record->before.state != TCPSIM_CLOSE_WAIT)
		return tcpsim_pkt_refuse(writer, "text is given to TCP in %s, where a socket takes none",
			tcpsim_state_name((enum tcpsim_state)record->before.state));
	if (is_urgent)
		line(writer, record->time_us, "send(%d, ..., %u, MSG_OOB) = %u", writer->fd, record->octets_n,
			record->octets_n);
	else
		line(writer, record->time_us, "write(%d, ..., %u) = %u", writer->fd, record->octets_n,
			record->octets_n);
	return true;
}

bool
tcpsim_pkt_write_read(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	if (writer->fd < 0)
		return tcpsim_pkt_refuse(writer, "text is taken before the connection is open");
	writer->unread += writer->reads_late ? record->octets_n : 0;
	if (writer->reads_late)
		return true;
	line(writer, record->time_us, "read(%d, ..., %u) = %u", writer->fd, record->octets_n, record->octets_n);
	return true;
}

/* Whether the user gets text after the i-th record: it has closed, but for reading. */
static bool
is_read_later(const struct pkt_writer *writer, size_t i)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(writer->trace, &n);

	for (i++; i < writer->end; i++)
		if (records[i].host == writer->host && records[i].kind == TCPSIM_RECORD_DELIVER &&
			records[i].connection == writer->connection)
			return true;
	return false;
}

static bool
write_close(struct pkt_writer *writer, const struct tcpsim_record *record, bool goes_on_reading)
{
	int *fd = writer->fd >= 0 ? &writer->fd : &writer->listener;

	if (*fd < 0)
		return tcpsim_pkt_refuse(writer, "a CLOSE of nothing");
	if (writer->fd < 0 && record->connection != 0)
		return tcpsim_pkt_refuse(writer, "the connection is closed before accept() could return it");
	if (goes_on_reading) {
		line(writer, record->time_us, "shutdown(%d, SHUT_WR) = 0", *fd);
		return true;
	}
	line(writer, record->time_us, "close(%d) = 0", *fd);
	writer->is_closed = true;
	return true;
}

void
tcpsim_pkt_write_end(struct pkt_writer *writer)
{
	if (writer->unread == 0 || writer->fd < 0 || writer->is_closed)
		return;
	line(writer, writer->last_us, "read(%d, ..., %" G_GUINT64_FORMAT ") = %" G_GUINT64_FORMAT, writer->fd,
		writer->unread, writer->unread);
	line(writer, writer->last_us, "close(%d) = 0", writer->fd);
}

static bool
write_abort(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	if (writer->fd < 0)
		return tcpsim_pkt_refuse(writer, "the connection is aborted before accept() could return it");
	line(writer, record->time_us, "setsockopt(%d, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0", writer->fd);
	line(writer, record->time_us, "close(%d) = 0", writer->fd);
	writer->is_closed = true;
	return true;
}

bool
tcpsim_pkt_write_call(struct pkt_writer *writer, size_t i)
{
	size_t n;
	const struct tcpsim_record *record = &tcpsim_trace_records(writer->trace, &n)[i];
	enum tcpsim_call call = (enum tcpsim_call)record->what;

	if (record->error != TCPSIM_OK)
		return tcpsim_pkt_refuse(writer, "TCP refuses a call of its user: %s", tcpsim_call_name(call));
	switch (call) {
	case TCPSIM_CALL_LISTEN:
		return write_listen(writer, record);
	case TCPSIM_CALL_CONNECT:
		return write_connect(writer, record);
	case TCPSIM_CALL_SEND:
		return write_send(writer, record);
	case TCPSIM_CALL_CLOSE:
		return write_close(writer, record, writer->unread > 0 || is_read_later(writer, i));
	case TCPSIM_CALL_SHUTDOWN:
		return write_close(writer, record, true);
	case TCPSIM_CALL_ABORT:
		return write_abort(writer, record);
	case TCPSIM_CALL_RECEIVE: /* what it gets is read when it comes */
	case TCPSIM_CALL_SET:
		break;
	}
	return true;
}
