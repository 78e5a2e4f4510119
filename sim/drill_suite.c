/* SPDX-License-Identifier: MIT */
#include "sim/drill.h"

/* How often the one who tells looks how far the others are. */
#define LOOK_US (G_USEC_PER_SEC / 10)

/* What is shared by those who play and the one who tells. */
struct suite {
	const struct drill_request *request;
	const GPtrArray *files;
	GMutex mutex;
	GCond changed;
	struct drill_outcome **outcomes; /* of each file, or NULL; guarded */
	size_t n_done;                   /* likewise */
	struct drill_tally tally;
	GPtrArray *kept; /* for JUnit, which has figures at its head */
	struct drill_progress progress;
	enum status status;
};

/* One file, by whoever has time; `data` is its number, from 1. */
static void
play_one(gpointer data, gpointer user_data)
{
	struct suite *suite = user_data;
	size_t i = GPOINTER_TO_SIZE(data) - 1;
	struct drill_outcome *outcome = drill_play(suite->request, g_ptr_array_index(suite->files, i));

	g_mutex_lock(&suite->mutex);
	suite->outcomes[i] = outcome;
	suite->n_done++;
	g_cond_signal(&suite->changed);
	g_mutex_unlock(&suite->mutex);
}

/* What became of the i-th, once it is known. */
static struct drill_outcome *
wait_for(struct suite *suite, size_t i)
{
	struct drill_outcome *outcome;

	g_mutex_lock(&suite->mutex);
	while ((outcome = suite->outcomes[i]) == NULL) {
		size_t n_done = suite->n_done;

		g_mutex_unlock(&suite->mutex);
		drill_progress_tell(&suite->progress, n_done, suite->files->len);
		g_mutex_lock(&suite->mutex);
		if (suite->outcomes[i] == NULL)
			g_cond_wait_until(&suite->changed, &suite->mutex, g_get_monotonic_time() + LOOK_US);
	}
	g_mutex_unlock(&suite->mutex);
	return outcome;
}

static void
count(struct suite *suite, enum drill_ending ending)
{
	struct drill_tally *tally = &suite->tally;

	switch (ending) {
	case DRILL_PASSED:
		tally->passed++;
		return;
	case DRILL_SKIPPED:
		tally->skipped++;
		if (suite->request->counts_skips)
			suite->status = status_worst(suite->status, STATUS_FAILED);
		return;
	case DRILL_FAILED:
		tally->failed++;
		suite->status = status_worst(suite->status, STATUS_FAILED);
		return;
	case DRILL_WRONG:
		tally->wrong++;
		suite->status = status_worst(suite->status, STATUS_USAGE);
		return;
	case DRILL_CUT:
		break;
	}
	tally->cut++;
	suite->status = status_worst(suite->status, STATUS_INCONCLUSIVE);
}

static void
tell(struct suite *suite, size_t i, struct drill_outcome *outcome)
{
	count(suite, outcome->ending);
	if (outcome->ending != DRILL_CUT) {
		/* A line that is written anew makes room for those that stay. */
		drill_progress_wipe(&suite->progress);
		if (outcome->trouble != NULL)
			complain_plainly(outcome->trouble);
		if (suite->request->is_tap)
			drill_tap(suite->request, i + 1, outcome);
		else
			drill_report(suite->request, outcome);
	}
	drill_progress_tell(&suite->progress, i + 1, suite->files->len);
	if (suite->request->junit != NULL)
		g_ptr_array_add(suite->kept, outcome);
	else
		drill_outcome_free(outcome);
}

static void
play_all(struct suite *suite)
{
	GThreadPool *pool = g_thread_pool_new(play_one, suite, (gint)suite->request->threads, FALSE, NULL);

	for (size_t i = 0; i < suite->files->len; i++)
		g_thread_pool_push(pool, GSIZE_TO_POINTER(i + 1), NULL);
	for (size_t i = 0; i < suite->files->len; i++)
		tell(suite, i, wait_for(suite, i));
	g_thread_pool_free(pool, FALSE, TRUE);
}

static void
tell_end(struct suite *suite)
{
	drill_progress_wipe(&suite->progress);
	if (watch_stop && suite->request->is_tap)
		output_text("Bail out! interrupted\n");
	if (watch_stop)
		complain("interrupted");
	if (!suite->request->is_tap)
		drill_report_end(suite->request, &suite->tally);
	if (suite->request->junit != NULL && !drill_junit(suite->request, suite->kept))
		suite->status = STATUS_USAGE;
}

enum status
drill_suite(const struct drill_request *request, char **arguments)
{
	struct suite suite = { .request = request, .status = STATUS_PASSED };
	GPtrArray *files = drill_files(arguments, &suite.status);

	if (!drill_junit_is_apart(request, files)) {
		g_ptr_array_unref(files);
		return STATUS_USAGE;
	}
	suite.files = files;
	suite.outcomes = g_new0(struct drill_outcome *, files->len + 1);
	suite.kept = g_ptr_array_new_with_free_func(drill_outcome_free);
	g_mutex_init(&suite.mutex);
	g_cond_init(&suite.changed);
	drill_progress_begin(&suite.progress);
	if (request->is_tap)
		drill_tap_begin(files->len);
	play_all(&suite);
	tell_end(&suite);
	g_mutex_clear(&suite.mutex);
	g_cond_clear(&suite.changed);
	g_ptr_array_unref(suite.kept);
	g_free(suite.outcomes);
	g_ptr_array_unref(files);
	return suite.status;
}
