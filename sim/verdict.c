/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

static const char *const names[] = {
	[TCPSIM_PASS] = "PASS",
	[TCPSIM_FAIL] = "FAIL",
	[TCPSIM_INCONCLUSIVE] = "INCONCLUSIVE",
};

enum tcpsim_verdict
verdict_worst(enum tcpsim_verdict a, enum tcpsim_verdict b)
{
	return b == TCPSIM_FAIL || a == TCPSIM_PASS ? b : a;
}

void
verdict_print(enum tcpsim_verdict verdict, bool has_color)
{
	static const char *const colors[] = {
		[TCPSIM_PASS] = "32", [TCPSIM_FAIL] = "1;31", [TCPSIM_INCONCLUSIVE] = "33"
	};

	if (has_color)
		output_format("\033[%sm%s\033[0m", colors[verdict], names[verdict]);
	else
		output_text(names[verdict]);
}

void
verdict_tell(const struct tcpsim_ladder_options *options, enum tcpsim_verdict verdict, const char *case_name,
	const char *words)
{
	size_t width = strlen(names[verdict]);
	bool has_name = *case_name != '\0';
	char *all = g_strconcat(has_name ? "case " : "", case_name, has_name ? ": " : "", words, NULL);
	char *lines = tcpsim_render_words(all, (uint32_t)width + 2, options);

	verdict_print(verdict, options->has_color);
	output_text(lines + width);
	g_free(all);
	g_free(lines);
}

enum status
tally_count(struct tally *tally, enum tcpsim_verdict verdict)
{
	switch (verdict) {
	case TCPSIM_PASS:
		tally->passed++;
		return STATUS_PASSED;
	case TCPSIM_FAIL:
		tally->failed++;
		return STATUS_FAILED;
	case TCPSIM_INCONCLUSIVE:
		break;
	}
	tally->inconclusive++;
	return STATUS_INCONCLUSIVE;
}

enum status
tally_wrong(struct tally *tally)
{
	tally->wrong++;
	return STATUS_USAGE;
}

void
tally_print(const struct tally *tally, const char *done)
{
	output_format("%u passed, %u failed, %u inconclusive", tally->passed, tally->failed, tally->inconclusive);
	if (tally->wrong > 0)
		output_format(", %u could not be %s", tally->wrong, done);
	output_text("\n");
}
