/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "claims_private.h"

/* What calls of sockets return: the runner has noted it. */

static bool
is_meant(const struct claim *claim, const struct run_return *call)
{
	const char *name = claim->expect->who.socket;

	if (call->host != claim->expect->who.host || call->call->socket_call != claim->expect->socket_call)
		return false;
	return name == NULL || (call->name != NULL && strcmp(call->name, name) == 0);
}

/* `5`, `"hello"`, `ECONNRESET`; free with g_free(). */
static char *
result_words(const struct run_return *call)
{
	bool reads = call->call->socket_call == SCN_SOCKET_RECV || call->call->socket_call == SCN_SOCKET_RECVFROM;

	if (call->returned_us == TCPSIM_TIME_NONE)
		return g_strdup("waits");
	if (call->result < 0)
		return g_strdup_printf("fails with %s", tcpsim_scn_errno_name((int)-call->result));
	if (reads && call->result > 0) {
		char *quoted = tcpsim_claim_quote(call->octets, (size_t)call->result);
		char *words = g_strconcat("returns ", quoted, NULL);

		g_free(quoted);
		return words;
	}
	return g_strdup_printf("returns %" PRId64, call->result);
}

/* What such calls have come to. Free with g_free(). */
static char *
all_results(const struct claim *claim)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < claim->run->returns->len && words->len < 300; i++) {
		const struct run_return *call = (const struct run_return *)g_ptr_array_index(claim->run->returns, i);
		char *result;

		if (!is_meant(claim, call))
			continue;
		result = result_words(call);
		g_string_append_printf(words, "%s the one at %s %s", words->len == 0 ? "" : ",",
			tcpsim_run_moment(call->called_us).text, result);
		if (call->returned_us != TCPSIM_TIME_NONE && call->returned_us != call->called_us)
			g_string_append_printf(words, " at %s", tcpsim_run_moment(call->returned_us).text);
		g_free(result);
	}
	if (words->len == 0)
		g_string_append(words, " there was none");
	return g_string_free(words, FALSE);
}

/* Whether a call that returned did so as the claim says. */
static bool
is_same(const struct claim *claim, const struct run_return *call)
{
	const struct scn_value *wanted = claim->expect->returned;

	if (claim->expect->kind == SCN_CLAIM_FAILS)
		return call->result == -claim->expect->error_number;
	if (call->result < 0 || wanted == NULL)
		return call->result >= 0;
	wanted = tcpsim_scn_value(claim->run->scenario, claim->run->the_case, wanted);
	if (wanted->kind == SCN_NUMBER)
		return call->result == wanted->number;
	return call->octets != NULL && (size_t)call->result == wanted->text_n &&
		memcmp(call->octets, wanted->text, wanted->text_n) == 0;
}

static struct claim_answer
fail(const struct claim *claim, uint32_t record, const char *what)
{
	char *results = all_results(claim);
	struct claim_answer answer = tcpsim_claim_fail(record, "No %s of %s%s%s %s:%s.",
		tcpsim_scn_socket_call_name(claim->expect->socket_call), claim->expect->who.name,
		claim->expect->who.socket == NULL ? "" : ".",
		claim->expect->who.socket == NULL ? "" : claim->expect->who.socket, what, results);

	g_free(results);
	return answer;
}

static struct claim_answer
judge_returned(const struct claim *claim, const char *what)
{
	uint32_t last = TCPSIM_NO_RECORD;

	for (guint i = 0; i < claim->run->returns->len; i++) {
		const struct run_return *call = (const struct run_return *)g_ptr_array_index(claim->run->returns, i);

		if (!is_meant(claim, call) || call->returned_us == TCPSIM_TIME_NONE ||
			call->returned_us < claim->from_us || call->returned_us > claim->to_us)
			continue;
		last = call->record;
		if (is_same(claim, call))
			return tcpsim_claim_pass(call->record);
	}
	return fail(claim, last, what);
}

struct claim_answer
tcpsim_claim_returns(const struct claim *claim)
{
	return judge_returned(claim, "returns so");
}

struct claim_answer
tcpsim_claim_fails(const struct claim *claim)
{
	return judge_returned(claim, "fails so");
}

/* All the time that the claim is about, or at the end of the run. */
struct claim_answer
tcpsim_claim_waits(const struct claim *claim)
{
	enum scn_moment_kind kind = claim->expect->moment.kind;
	int64_t end_us = claim->run->end_us;
	int64_t from_us = kind == SCN_MOMENT_NONE ? end_us : claim->from_us;
	int64_t to_us = kind == SCN_MOMENT_NONE ? end_us : claim->to_us;

	for (guint i = 0; i < claim->run->returns->len; i++) {
		const struct run_return *call = (const struct run_return *)g_ptr_array_index(claim->run->returns, i);
		bool is_soon = kind == SCN_MOMENT_BY ? call->called_us <= to_us : call->called_us <= from_us;

		if (is_meant(claim, call) && is_soon && (kind == SCN_MOMENT_BY || call->returned_us > to_us))
			return tcpsim_claim_pass(TCPSIM_NO_RECORD);
	}
	return fail(claim, TCPSIM_NO_RECORD, "waits");
}
