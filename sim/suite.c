/* SPDX-License-Identifier: MIT */
#include "sim/recorded.h"

/* How a file is being told of. */
struct telling {
	const struct run_request *request;
	bool has_octets; /* the packet that was asked for was in all cases */
};

/* By which a scenario is found again; a saved trace is there already. */
static const char *
again(const struct recorded *recorded)
{
	return recorded_is_saved(recorded) ? NULL : recorded->source.name;
}

static void
tell_case(const struct recorded *recorded, const struct tcpsim_recording *recording, void *data)
{
	struct telling *telling = data;

	if (telling->request->is_alone && recorded->recordings->len == 1)
		report_head(telling->request, recording);
	if (telling->request->is_alone)
		report_case(telling->request, again(recorded), recording);
	if (telling->request->octets != NULL)
		telling->has_octets = report_octets(telling->request, recording) && telling->has_octets;
}

/* Tell of all cases together. Returns false, after a sentence on stderr, if their page cannot be written. */
static bool
tell_file(const struct telling *telling, const struct recorded *recorded, enum tcpsim_verdict *verdict)
{
	*verdict = report_worst(recorded->recordings);
	if ((watch_stop || !telling->has_octets) && *verdict == TCPSIM_PASS)
		*verdict = TCPSIM_INCONCLUSIVE;
	if (!telling->request->is_alone)
		report_file(telling->request, &recorded->source, again(recorded), recorded->recordings);
	return !telling->request->opens || watch_stop || open_page(&recorded->source, recorded->recordings);
}

static enum status
run_argument(const struct run_request *request, const char *argument, struct tally *tally)
{
	struct telling telling = { request, true };
	enum tcpsim_verdict verdict = TCPSIM_INCONCLUSIVE;
	struct recorded recorded;
	bool has_run;

	recorded_init(&recorded);
	recorded.each = tell_case;
	recorded.data = &telling;
	recorded_take(&recorded, argument, request->wanted_case, &request->options);
	has_run = recorded.recordings->len > 0 && tell_file(&telling, &recorded, &verdict);
	recorded_clear(&recorded);
	return has_run ? tally_count(tally, verdict) : tally_wrong(tally);
}

enum status
suite_run(struct run_request *request, char **arguments)
{
	enum status status = STATUS_PASSED;
	struct tally tally = { 0 };

	request->is_alone = arguments[1] == NULL;
	for (; *arguments != NULL && !watch_stop; arguments++)
		status = status_worst(status, run_argument(request, *arguments, &tally));
	if (watch_stop) {
		complain("interrupted");
		status = status_worst(status, STATUS_INCONCLUSIVE);
	}
	if (!request->is_alone)
		tally_print(&tally, "run");
	return status;
}
