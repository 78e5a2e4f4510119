/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "claims_private.h"

static bool
is_delivery(const struct claim *claim, const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_DELIVER && record->octets_n > 0 &&
		record->host == claim->expect->who.host &&
		(claim->connection == 0 || record->connection == claim->connection) &&
		record->time_us >= claim->from_us && record->time_us <= claim->to_us;
}

static void
stream_free(gpointer data)
{
	if (data != NULL)
		g_byte_array_unref((GByteArray *)data);
}

/* What the users of the connections got, by number; NULL where it is nothing. `*last` gets the last delivery. */
static GPtrArray *
streams_of(const struct claim *claim, uint32_t *last)
{
	const struct tcpsim_trace *trace = tcpsim_run_trace(claim->run);
	GPtrArray *streams = g_ptr_array_new_with_free_func(stream_free);

	*last = TCPSIM_NO_RECORD;
	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];
		gpointer *stream;

		if (!is_delivery(claim, record))
			continue;
		if (record->connection >= streams->len)
			g_ptr_array_set_size(streams, (gint)record->connection + 1);
		stream = &g_ptr_array_index(streams, record->connection);
		if (*stream == NULL)
			*stream = g_byte_array_new();
		g_byte_array_append((GByteArray *)*stream, tcpsim_trace_octets(trace, record), record->octets_n);
		*last = i;
	}
	return streams;
}

/* How often the octets stand in the stream, without overlapping. */
static uint32_t
count_in(const GByteArray *stream, const uint8_t *octets, size_t n)
{
	uint32_t count = 0;
	size_t i = 0;

	while (n > 0 && i + n <= stream->len) {
		bool is_here = memcmp(stream->data + i, octets, n) == 0;

		count += is_here;
		i += is_here ? n : 1;
	}
	return count;
}

/* What was delivered instead: `connection 1 got "PAY 100"`. */
static char *
describe(const GPtrArray *streams)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < streams->len; i++) {
		const GByteArray *stream = (const GByteArray *)g_ptr_array_index(streams, i);
		char *quoted;

		if (stream == NULL)
			continue;
		quoted = tcpsim_claim_quote(stream->data, stream->len);
		g_string_append_printf(words, "%sconnection %u got %s", words->len == 0 ? "" : ", ", i, quoted);
		g_free(quoted);
	}
	if (words->len == 0)
		g_string_append(words, "nothing was delivered");
	return g_string_free(words, FALSE);
}

struct claim_answer
tcpsim_claim_delivers(const struct claim *claim)
{
	const struct scn_value *text =
		tcpsim_scn_value(claim->run->scenario, claim->run->the_case, claim->expect->text);
	uint32_t wanted = (uint32_t)tcpsim_run_number(claim->run, claim->expect->count);
	uint32_t n = 0, last;
	GPtrArray *streams = streams_of(claim, &last);
	struct claim_answer answer = tcpsim_claim_pass(last);

	for (guint i = 0; i < streams->len; i++)
		if (g_ptr_array_index(streams, i) != NULL)
			n += count_in((const GByteArray *)g_ptr_array_index(streams, i), (const uint8_t *)text->text,
				text->text_n);
	if (n != wanted) {
		char *quoted = tcpsim_claim_quote((const uint8_t *)text->text, text->text_n);
		char *got = describe(streams);

		answer = tcpsim_claim_fail(last, "%s delivered %s %s, not %s: %s.", tcpsim_claim_name(claim).text,
			quoted, tcpsim_run_times(n).text, tcpsim_run_times(wanted).text, got);
		g_free(quoted);
		g_free(got);
	}
	g_ptr_array_unref(streams);
	return answer;
}

struct claim_answer
tcpsim_claim_delivers_nothing(const struct claim *claim)
{
	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];
		struct claim_answer answer;
		char *quoted;

		if (!is_delivery(claim, record))
			continue;
		quoted =
			tcpsim_claim_quote(tcpsim_trace_octets(tcpsim_run_trace(claim->run), record), record->octets_n);
		answer = tcpsim_claim_fail(i, "%s delivered %s at %s.", tcpsim_claim_name(claim).text, quoted,
			tcpsim_run_moment(record->time_us).text);
		g_free(quoted);
		return answer;
	}
	return tcpsim_claim_pass(TCPSIM_NO_RECORD);
}

/* Whether what is delivered is a datagram, and the one that is written, if any. */
static bool
is_datagram(const struct claim *claim, const struct tcpsim_record *record)
{
	const struct scn_value *text;

	if (record->kind != TCPSIM_RECORD_DELIVER || record->protocol != TCPSIM_PROTOCOL_UDP ||
		record->host != claim->expect->who.host || record->time_us < claim->from_us ||
		record->time_us > claim->to_us)
		return false;
	if (claim->expect->text == NULL)
		return true;
	text = tcpsim_scn_value(claim->run->scenario, claim->run->the_case, claim->expect->text);
	return record->octets_n == text->text_n &&
		memcmp(tcpsim_trace_octets(tcpsim_run_trace(claim->run), record), text->text, text->text_n) == 0;
}

struct claim_answer
tcpsim_claim_datagrams(const struct claim *claim)
{
	uint32_t wanted = (uint32_t)tcpsim_run_number(claim->run, claim->expect->count);
	uint32_t n = 0, last = TCPSIM_NO_RECORD;
	GString *seen = g_string_new(NULL);
	struct claim_answer answer;

	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (is_datagram(claim, record)) {
			n++;
			last = i;
		}
		if (record->kind == TCPSIM_RECORD_DELIVER && record->protocol == TCPSIM_PROTOCOL_UDP &&
			record->host == claim->expect->who.host && seen->len < 300) {
			char *quoted = tcpsim_claim_quote(
				tcpsim_trace_octets(tcpsim_run_trace(claim->run), record), record->octets_n);

			g_string_append_printf(seen, "%s %s at %s", seen->len == 0 ? "" : ",", quoted,
				tcpsim_run_moment(record->time_us).text);
			g_free(quoted);
		}
	}
	if (n == wanted)
		answer = tcpsim_claim_pass(last);
	else
		answer = tcpsim_claim_fail(last, "%s delivered such a datagram %s, not %s; it got%s.",
			tcpsim_claim_name(claim).text, tcpsim_run_times(n).text, tcpsim_run_times(wanted).text,
			seen->len == 0 ? " none at all" : seen->str);
	g_string_free(seen, TRUE);
	return answer;
}
