/* SPDX-License-Identifier: MIT */
#include "lib/record/record_private.h"

#include <tcpsim/setting.h>

/* The first line of a run. */

/* All flaws of a set, as a list. */
static void
write_flaws(struct writer *writer, int64_t flaws)
{
	tcpsim_json_open(writer, '[');
	for (unsigned flaw = 1; flaw < TCPSIM_N_FLAWS; flaw++) {
		if ((flaws & tcpsim_flaw_set((enum tcpsim_flaw)flaw)) != 0)
			tcpsim_json_text(writer, tcpsim_flaw_name((enum tcpsim_flaw)flaw));
	}
	tcpsim_json_close(writer, ']');
}

/* The settings that are not those of the first profile, as scenarios write them. */
static void
write_settings(struct writer *writer, const struct tcpsim_policy *policy)
{
	size_t n, begin = writer->text->len;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	const struct tcpsim_policy *usual = &tcpsim_profiles(&(size_t){ 0 })->policy;
	bool is_any = false;

	tcpsim_json_name(writer, "settings");
	tcpsim_json_open(writer, '{');
	for (size_t i = 0; i < n; i++) {
		int64_t value = tcpsim_policy_get(policy, &settings[i]);
		char *text;

		if (value == tcpsim_policy_get(usual, &settings[i]))
			continue;
		is_any = true;
		tcpsim_json_name(writer, settings[i].name);
		if (settings[i].kind == TCPSIM_SETTING_FLAW) {
			write_flaws(writer, value);
			continue;
		}
		text = tcpsim_setting_format(&settings[i], value);
		tcpsim_json_text(writer, text);
		g_free(text);
	}
	tcpsim_json_close(writer, '}');
	if (!is_any)
		g_string_truncate(writer->text, begin);
}

static void
write_hosts(struct writer *writer)
{
	const struct tcpsim_recording *recording = writer->recording;

	tcpsim_json_name(writer, "hosts");
	tcpsim_json_open(writer, '[');
	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(recording->trace); host++) {
		tcpsim_json_open(writer, '{');
		tcpsim_json_member_text(writer, "name", tcpsim_trace_host_name(recording->trace, host));
		write_settings(writer, &recording->hosts[host].policy);
		if (recording->hosts[host].isn_shift != 0)
			tcpsim_json_member_number(writer, "isn_shift", recording->hosts[host].isn_shift);
		tcpsim_json_close(writer, '}');
	}
	tcpsim_json_close(writer, ']');
}

void
tcpsim_json_write_head(struct writer *writer)
{
	const struct tcpsim_recording *recording = writer->recording;
	char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, (guint64)recording->seed);

	tcpsim_json_open(writer, '{');
	tcpsim_json_member_number(writer, "tcpsim-trace", TCPSIM_TRACE_VERSION);
	tcpsim_json_member_text(writer, "title", recording->title);
	tcpsim_json_member_text(writer, "file", recording->file);
	tcpsim_json_member_texts(writer, "notes", recording->notes);
	if (*recording->case_name != '\0')
		tcpsim_json_member_text(writer, "case", recording->case_name);
	tcpsim_json_member_text(writer, "seed", seed);
	if (recording->isn_wrap) {
		tcpsim_json_name(writer, "isn_wrap");
		g_string_append(writer->text, "true");
	}
	if (recording->is_explored) {
		tcpsim_json_name(writer, "explored");
		g_string_append(writer->text, "true");
	}
	write_hosts(writer);
	tcpsim_json_member_text(writer, "text", recording->text);
	g_string_append(writer->text, "}\n");
	g_free(seed);
}
