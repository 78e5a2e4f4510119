/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

/* How long a text is without blanks at its end. */
static size_t
trimmed(const char *text)
{
	size_t n = strlen(text);

	while (n > 0 && text[n - 1] == ' ')
		n--;
	return n;
}

void
step_put(const struct stepper *stepper, const char *head, const char *words, enum step_color color)
{
	static const char *const codes[] = {
		[STEP_PLAIN] = NULL,
		[STEP_FAINT] = "2",
		[STEP_STATE] = "1",
		[STEP_USER] = "36",
		[STEP_BAD] = "1;31",
		[STEP_FORGED] = "35",
	};
	const char *code = stepper->look.has_color ? codes[color] : NULL;
	size_t indent = strlen(head);
	char *text = tcpsim_render_words(words, (uint32_t)indent, &stepper->look);
	char **lines = g_strsplit(g_strchomp(text), "\n", -1);

	if (lines[0] == NULL)
		output_format("%.*s\n", (int)trimmed(head), head);
	for (char **line = lines; *line != NULL; line++) {
		const char *behind = *line + MIN(indent, strlen(*line));

		if (line == lines)
			output_text(head);
		else
			output_format("%*s", (int)indent, "");
		if (code != NULL)
			output_format("\033[%sm%s\033[0m\n", code, behind);
		else
			output_format("%s\n", behind);
	}
	g_strfreev(lines);
	g_free(text);
}

void
step_put_parts(const struct stepper *stepper, const char *head, const GPtrArray *parts, enum step_color color)
{
	glong columns = MAX(stepper->look.columns, 80) - (glong)strlen(head);
	GString *line = g_string_new(NULL);

	for (guint i = 0; i < parts->len; i++) {
		const char *part = g_ptr_array_index(parts, i);

		if (line->len > 0 && g_utf8_strlen(line->str, -1) + 1 + g_utf8_strlen(part, -1) > columns) {
			step_put(stepper, head, line->str, color);
			g_string_truncate(line, 0);
		}
		g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "", part);
	}
	if (line->len > 0)
		step_put(stepper, head, line->str, color);
	g_string_free(line, TRUE);
}

char *
step_clean(const struct stepper *stepper, const char *text)
{
	struct tcpsim_ladder_options options = { .is_ascii = stepper->look.is_ascii, .columns = UINT32_MAX };

	return g_strdelimit(g_strchomp(tcpsim_render_words(text, 0, &options)), "\n", ' ');
}

void
step_seconds(int64_t time_us, char text[32])
{
	if (time_us == TCPSIM_TIME_NONE) {
		g_strlcpy(text, "never", 32);
		return;
	}
	g_snprintf(text, 32, "%lld.%06lld", (long long)(time_us / 1000000), (long long)(time_us % 1000000));
	for (size_t n = strlen(text); text[n - 1] == '0' || text[n - 1] == '.'; n--) {
		bool was_point = text[n - 1] == '.';

		text[n - 1] = '\0';
		if (was_point)
			break;
	}
	g_strlcat(text, " s", 32);
}

const char *
step_arrow(const struct stepper *stepper)
{
	return stepper->look.is_ascii ? "->" : "\xe2\x86\x92";
}

char *
step_head(const struct world *world, size_t i)
{
	size_t n = tcpsim_steps_n(world->steps);
	int64_t time_us = i > 0 ? step_event(world, i)->time_us : 0;
	int64_t last_us = n > 0 ? step_event(world, n)->time_us : 0;
	char number[24], seconds[40];
	int number_columns = g_snprintf(number, sizeof(number), "%zu", n);
	int columns = g_snprintf(seconds, sizeof(seconds), "%lld.%06lld", (long long)(last_us / 1000000), 0LL);

	g_snprintf(seconds, sizeof(seconds), "%lld.%06lld", (long long)(time_us / 1000000),
		(long long)(time_us % 1000000));
	seconds[strlen(seconds) - 6 + world->decimals] = '\0';
	columns -= 6 - (int)world->decimals;
	return g_strdup_printf("%*zu  %*s  ", MAX(number_columns, 2), i, columns, seconds);
}

char *
step_words(const struct stepper *stepper, size_t i)
{
	if (i == 0)
		return g_strdup("the run begins");
	return step_event_words(stepper, tcpsim_steps_get(step_world(stepper)->steps, i - 1).first);
}

void
step_show(const struct stepper *stepper, size_t i)
{
	const struct world *world = step_world(stepper);
	char *head = step_head(world, i), *words = step_words(stepper, i);
	char *indent = g_strnfill(strlen(head), ' ');

	step_put(stepper, head, words, i > 0 ? step_event_color(step_event(world, i)) : STEP_FAINT);
	if (i > 0)
		step_show_records(stepper, indent, i);
	g_free(indent);
	g_free(words);
	g_free(head);
}

/* How many outcomes came out as they should. */
static size_t
n_passed(const struct tcpsim_recording *recording)
{
	size_t n = 0;

	for (size_t i = 0; i < recording->n_outcomes; i++)
		n += recording->outcomes[i].verdict == TCPSIM_PASS;
	return n;
}

void
step_show_end(const struct stepper *stepper)
{
	const struct tcpsim_recording *recording = step_world(stepper)->recording;
	static const char *const verdicts[] = {
		[TCPSIM_PASS] = "it passes",
		[TCPSIM_FAIL] = "it fails",
		[TCPSIM_INCONCLUSIVE] = "it is inconclusive",
	};
	size_t passed = n_passed(recording);
	GString *words = g_string_new(NULL);
	char seconds[32];

	step_seconds(recording->end_us, seconds);
	g_string_append_printf(words, "The run ends at %s; %s", seconds, verdicts[recording->verdict]);
	if (passed < recording->n_outcomes)
		g_string_append_printf(words, ", for %zu of %zu lines did not come true: `verdict` tells which",
			recording->n_outcomes - passed, recording->n_outcomes);
	g_string_append_c(words, '.');
	step_put(stepper, "", words->str, STEP_FAINT);
	g_string_free(words, TRUE);
}
