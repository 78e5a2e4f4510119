/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_DIAGNOSTIC_H
#define TCPSIM_DIAGNOSTIC_H

#include <stddef.h>
#include <stdint.h>

#include <tcpsim/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What there is to say of a text that people wrote: scenarios, packetdrill scripts. */

enum tcpsim_severity {
	TCPSIM_SEVERITY_WARNING,
	TCPSIM_SEVERITY_ERROR,
};

/* A place in a text: line and column from 1, in characters, and how many characters of that line. */
struct tcpsim_place {
	uint32_t line, column, length;
};

/* One thing to be said about a text. */
struct tcpsim_diagnostic {
	enum tcpsim_severity severity;
	uint32_t line, column; /* from 1; the column counts characters */
	uint32_t length;       /* characters that the caret marks, at least 1 */
	char *words;           /* one sentence without a full stop, a suggestion included */
};

/* A list of diagnostics, in order of the text. */
struct tcpsim_diagnostics;
TCPSIM_API size_t tcpsim_diagnostics_n(const struct tcpsim_diagnostics *list);
TCPSIM_API const struct tcpsim_diagnostic *tcpsim_diagnostics_get(const struct tcpsim_diagnostics *list, size_t i);
/* `file:line:column: error: words`, the line and a caret below it, a line each. Free with g_free(). */
TCPSIM_API char *tcpsim_diagnostics_format(const struct tcpsim_diagnostics *list, size_t i);
/* Free all that was said; NULL is nothing. */
TCPSIM_API void tcpsim_diagnostics_free(struct tcpsim_diagnostics *list);

/* ---- for those who read such texts ---- */

/*
 * A text as it is shown: any octets whatever become UTF-8 without control characters, every line ended by \n. Counted
 * references; shared by who parsed it and by the diagnostics about it.
 */
struct tcpsim_text;
TCPSIM_API struct tcpsim_text *tcpsim_text_new(const char *octets, size_t n, const char *name);
TCPSIM_API struct tcpsim_text *tcpsim_text_ref(struct tcpsim_text *text);
TCPSIM_API void tcpsim_text_unref(struct tcpsim_text *text);
/* All of it, *n octets and a NUL behind; its name. Owned by the text. */
TCPSIM_API const char *tcpsim_text_all(const struct tcpsim_text *text, size_t *n);
TCPSIM_API const char *tcpsim_text_name(const struct tcpsim_text *text);
/* A line, from 1, *n octets without its end; of a line that there is not, none. Owned by the text. */
TCPSIM_API const char *tcpsim_text_line(const struct tcpsim_text *text, uint32_t line, size_t *n);
TCPSIM_API uint32_t tcpsim_text_n_lines(const struct tcpsim_text *text);
/* The octets at a place, *n of them, as far as its line goes. Owned by the text. */
TCPSIM_API const char *tcpsim_text_at(const struct tcpsim_text *text, const struct tcpsim_place *place, size_t *n);
/*
 * The i-th place, from 0, where an octet stood that is no text: the first one of a line, for the first few such lines.
 * Returns 0 where there is none, else 1.
 */
TCPSIM_API int tcpsim_text_damage(const struct tcpsim_text *text, size_t i, struct tcpsim_place *place);

/* From one place to the end of another, as far as both are in one line; and the character behind a place. Pure. */
TCPSIM_API struct tcpsim_place tcpsim_place_span(const struct tcpsim_place *first, const struct tcpsim_place *last);
TCPSIM_API struct tcpsim_place tcpsim_place_after(const struct tcpsim_place *before);

/* An empty list about a text. Free with tcpsim_diagnostics_free(). */
TCPSIM_API struct tcpsim_diagnostics *tcpsim_diagnostics_new(struct tcpsim_text *text);
/* Add one; `words` is taken over. */
TCPSIM_API void tcpsim_diagnostics_add(struct tcpsim_diagnostics *list, enum tcpsim_severity severity,
	const struct tcpsim_place *place, char *words);
/* Put them into the order of the text. */
TCPSIM_API void tcpsim_diagnostics_sort(struct tcpsim_diagnostics *list);

#ifdef __cplusplus
}
#endif

#endif
