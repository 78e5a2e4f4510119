/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/command.h"

/* The errno of the first write that failed, or 0. */
static int failure;

/* What is written goes there meanwhile, or NULL. */
static GString *kept;

void
output_keep(GString *text)
{
	kept = text;
}

void
output_octets(const void *octets, size_t n)
{
	if (kept != NULL) {
		g_string_append_len(kept, octets, (gssize)n);
		return;
	}
	if (failure != 0)
		return;
	errno = 0;
	if (fwrite(octets, 1, n, stdout) != n)
		failure = errno != 0 ? errno : EIO;
}

void
output_text(const char *text)
{
	output_octets(text, strlen(text));
}

void
output_format(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	output_text(text);
	g_free(text);
}

void
output_words(const struct tcpsim_ladder_options *options, const char *words, uint32_t indent)
{
	char *lines = tcpsim_render_words(words, indent, options);

	output_text(lines);
	g_free(lines);
}

void
output_hanging(const struct tcpsim_ladder_options *options, const char *words, uint32_t indent)
{
	char *lines = tcpsim_render_words(words, indent, options);

	output_text(strlen(lines) > indent ? lines + indent : lines);
	g_free(lines);
}

void
output_subject(const char *case_name, const char *file)
{
	char *quoted_name = g_shell_quote(case_name), *quoted_file = g_shell_quote(file);

	if (*case_name != '\0')
		output_format(" --case %s", strpbrk(case_name, " '\"$\\") != NULL ? quoted_name : case_name);
	output_format(" %s\n", strpbrk(file, " '\"$\\*?&|;<>()[]{}~`#!") != NULL ? quoted_file : file);
	g_free(quoted_name);
	g_free(quoted_file);
}

void
output_flush(void)
{
	errno = 0;
	if (fflush(stdout) != 0 && failure == 0)
		failure = errno != 0 ? errno : EIO;
}

enum status
output_end(void)
{
	output_flush();
	errno = 0;
	if (fclose(stdout) != 0 && failure == 0)
		failure = errno != 0 ? errno : EIO;
	if (failure == 0 || failure == EPIPE)
		return STATUS_PASSED;
	fprintf(stderr, "tcpsim: cannot write to standard output: %s\n", g_strerror(failure));
	return STATUS_USAGE;
}

void
complain(const char *format, ...)
{
	const struct tcpsim_ladder_options options = { .columns = UINT32_MAX };
	va_list arguments;
	char *text, *lines;

	output_flush();
	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	/* What is told may be of a file: nothing in it moves the cursor. */
	lines = tcpsim_render_words(text, 0, &options);
	fputs("tcpsim: ", stderr);
	complain_plainly(lines);
	g_free(lines);
	g_free(text);
}

void
complain_at_length(const char *format, ...)
{
	const struct tcpsim_ladder_options options = { 0 };
	va_list arguments;
	char *text, *sentence, *lines;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	/* All lines but the first are indented. */
	sentence = g_strconcat("tcpsim: ", text, NULL);
	lines = tcpsim_render_words(sentence, 2, &options);
	complain_plainly(lines + 2);
	g_free(text);
	g_free(sentence);
	g_free(lines);
}

void
complain_plainly(const char *text)
{
	output_flush();
	fputs(text, stderr);
	if (!g_str_has_suffix(text, "\n"))
		fputc('\n', stderr);
}

void
complain_diagnostics(const struct tcpsim_diagnostics *diagnostics)
{
	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *text = tcpsim_diagnostics_format(diagnostics, i);

		complain_plainly(text);
		g_free(text);
	}
}
