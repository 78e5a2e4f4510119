/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/write_private.h"

/* What happened at one host, as a script: one connection, its records in order. */

#define FIRST_DESCRIPTOR 3

bool
tcpsim_pkt_refuse(struct pkt_writer *writer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (writer->error == NULL)
		writer->error = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return false;
}

void
tcpsim_pkt_write_time(struct pkt_writer *writer, int64_t time_us)
{
	int64_t us = time_us - writer->last_us;
	char digits[32];
	size_t n;

	g_snprintf(digits, sizeof(digits), "+%" G_GINT64_FORMAT ".%06d", us / 1000000, (int)(us % 1000000));
	n = strlen(digits);
	while (digits[n - 1] == '0')
		digits[--n] = '\0';
	if (digits[n - 1] == '.')
		digits[--n] = '\0';
	g_string_append_printf(writer->text, "%s ", digits);
	writer->last_us = time_us;
}

/* ---- which connection ---- */

static bool
is_of_tcp(const struct pkt_writer *writer, const struct tcpsim_record *record)
{
	return record->host == writer->host && record->protocol == TCPSIM_PROTOCOL_TCP;
}

static bool
is_event_of_one(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_SEND ||
		record->kind == TCPSIM_RECORD_ARRIVE;
}

/* Whether a record is of the two ports, either way. */
static bool
is_of_ports(const struct pkt_writer *writer, const struct tcpsim_record *record)
{
	return record->local_port == writer->local_port && record->peer_port == writer->peer_port &&
		record->peer == writer->peer;
}

/* The ports of the connection that is asked for; of a host without any connection, those of what happens first. */
static bool
choose(struct pkt_writer *writer, const struct tcpsim_record *records, size_t n, uint32_t wanted)
{
	uint32_t highest = 0;

	for (size_t i = 0; i < n; i++) {
		const struct tcpsim_record *record = &records[i];
		bool is_one = is_of_tcp(writer, record) && is_event_of_one(record) && record->peer_port != 0;

		if (!is_one || (highest > 0 && record->connection <= highest))
			continue;
		if (writer->peer_port == 0 || (record->connection == wanted && writer->connection != wanted)) {
			writer->connection = record->connection;
			writer->local_port = record->local_port;
			writer->peer_port = record->peer_port;
			writer->peer = record->peer;
		}
		highest = record->connection;
	}
	writer->has_others = highest > 1;
	if (writer->peer_port != 0 && (highest == 0 || writer->connection == wanted))
		return true;
	if (highest == 0 && writer->peer_port == 0)
		return tcpsim_pkt_refuse(writer, "nothing of TCP happens at this host");
	return tcpsim_pkt_refuse(writer, "this host has no connection %u, the last is %u", wanted, highest);
}

/* Where it begins and ends: before it are the calls that it needs, behind it may be another one of the same ports. */
static void
bound(struct pkt_writer *writer, const struct tcpsim_record *records, size_t n)
{
	writer->begin = 0;
	writer->end = n;
	for (size_t i = 0; i < n; i++) {
		const struct tcpsim_record *record = &records[i];

		if (!is_of_tcp(writer, record) || !is_of_ports(writer, record) || record->connection == 0)
			continue;
		if (record->connection < writer->connection)
			writer->begin = i + 1;
		if (record->connection > writer->connection && writer->end == n)
			writer->end = i;
	}
}

/* ---- its records ---- */

static bool
write_arrival(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	if (!tcpsim_pkt_write_packet(writer, record))
		return false;
	if (record->connection == writer->connection && record->after.state >= TCPSIM_ESTABLISHED)
		tcpsim_pkt_write_accept(writer, record);
	return true;
}

static bool
write_record(struct pkt_writer *writer, size_t i, const struct tcpsim_record *record)
{
	bool is_listening = record->kind == TCPSIM_RECORD_CALL && record->what == TCPSIM_CALL_LISTEN &&
		record->local_port == writer->local_port;

	if (record->kind == TCPSIM_RECORD_CRASH || record->kind == TCPSIM_RECORD_RESTART)
		return tcpsim_pkt_refuse(writer, "the host crashes, which no script can say");
	if (record->kind == TCPSIM_RECORD_CALL && record->what == TCPSIM_CALL_SET)
		return tcpsim_pkt_refuse(
			writer, "a setting of the host changes while it runs, which no script can say");
	if (record->protocol == TCPSIM_PROTOCOL_ICMP && record->kind == TCPSIM_RECORD_ARRIVE)
		return tcpsim_pkt_refuse(writer, "an ICMP message arrives, which is not written");
	if (!is_of_tcp(writer, record) || (!is_of_ports(writer, record) && !is_listening))
		return true;
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		return tcpsim_pkt_write_call(writer, i);
	case TCPSIM_RECORD_SEND:
		return tcpsim_pkt_write_packet(writer, record);
	case TCPSIM_RECORD_ARRIVE:
		return write_arrival(writer, record);
	case TCPSIM_RECORD_DELIVER:
		return tcpsim_pkt_write_read(writer, record);
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_SOCKET:
		break;
	}
	return true;
}

static bool
write_all(struct pkt_writer *writer)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(writer->trace, &n);
	uint32_t wanted = writer->options != NULL && writer->options->connection != 0 ? writer->options->connection : 1;

	if (writer->host >= tcpsim_trace_n_hosts(writer->trace))
		return tcpsim_pkt_refuse(writer, "there is no such host");
	if (!choose(writer, records, n, wanted))
		return false;
	bound(writer, records, n);
	tcpsim_pkt_write_isns(writer);
	tcpsim_pkt_write_setup(writer);
	for (size_t i = 0; i < writer->end; i++) {
		bool is_listen = records[i].kind == TCPSIM_RECORD_CALL && records[i].what == TCPSIM_CALL_LISTEN;

		if (i < writer->begin && !is_listen)
			continue;
		if (records[i].host == writer->host && !write_record(writer, i, &records[i]))
			return false;
	}
	tcpsim_pkt_write_end(writer);
	return true;
}

static struct pkt_writer
new_writer(const struct tcpsim_trace *trace, uint16_t host, const struct tcpsim_policy *policy,
	const struct tcpsim_drill_write_options *options)
{
	return (struct pkt_writer){
		.trace = trace,
		.options = options,
		.policy = policy,
		.host = host,
		.text = g_string_new(NULL),
		.listener = -1,
		.fd = -1,
		.next_fd = FIRST_DESCRIPTOR,
	};
}

/* What the run has is expected; what the same host gives to calls of sockets is got. */
static void
refuse_result(struct pkt_writer *writer, const char *seconds, const struct tcpsim_drill_result *result)
{
	if (result->expected == NULL)
		tcpsim_pkt_refuse(writer,
			"with calls of sockets in place of its user's this host does something else at %s s: %s",
			seconds, result->words);
	else
		tcpsim_pkt_refuse(writer,
			"with calls of sockets in place of its user's this host does something else at %s s: %s; "
			"the run has `%s`, a program would see `%s`. No script can say when the run's user read",
			seconds, result->words, result->expected, result->got);
}

/* Whether what was written passes; else it is refused by what is different. */
static bool
passes(struct pkt_writer *writer)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_drill *drill =
		tcpsim_drill_parse(writer->text->str, writer->text->len, "written", NULL, &diagnostics);
	struct tcpsim_drill_result *result = drill != NULL ? tcpsim_drill_run(drill, NULL) : NULL;
	bool is_passed = result != NULL && result->verdict == TCPSIM_DRILL_PASS;
	char *seconds = tcpsim_pkt_seconds(result != NULL ? result->ended_us : 0);

	if (result == NULL)
		tcpsim_pkt_refuse(writer, "the packets of this host are none that a script can have: %s",
			tcpsim_diagnostics_get(diagnostics, 0)->words);
	else if (!is_passed)
		refuse_result(writer, seconds, result);
	g_free(seconds);
	tcpsim_drill_result_free(result);
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
	return is_passed;
}

/*
 * A program that reads at once tells the peer of the room that this makes, which RECEIVE need not; one that reads at
 * the end does not, as long as its buffer has room. What a host's user did was either, or no script can say it. And
 * what arrives as a timer expires is minded first in a run, and after it in a script: then it comes earlier.
 */
char *
tcpsim_drill_write(const struct tcpsim_trace *trace, uint16_t host, const struct tcpsim_policy *policy,
	const struct tcpsim_drill_write_options *options, char **error)
{
	char *first_error = NULL;

	for (int attempt = 0; attempt < 4; attempt++) {
		struct pkt_writer writer = new_writer(trace, host, policy, options);

		writer.reads_late = attempt % 2 != 0;
		writer.arrives_early = attempt >= 2;
		if (write_all(&writer) && passes(&writer)) {
			g_free(first_error);
			*error = NULL;
			return g_string_free(writer.text, FALSE);
		}
		g_string_free(writer.text, TRUE);
		if (first_error == NULL)
			first_error = writer.error;
		else
			g_free(writer.error);
	}
	*error = first_error;
	return NULL;
}
