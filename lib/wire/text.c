/* SPDX-License-Identifier: MIT */
#include "lib/wire/wire_private.h"

void
wire_text_begin(struct wire_text *text, char *at, size_t size)
{
	text->at = at;
	text->size = size;
	text->n = 0;
}

void
wire_text_put(struct wire_text *text, const char *words)
{
	for (; *words != '\0'; words++) {
		if (text->n + 1 < text->size)
			text->at[text->n] = *words;
		text->n++;
	}
}

void
wire_text_number(struct wire_text *text, uint32_t n, uint32_t base)
{
	char digit[2] = { "0123456789abcdef"[n % base], '\0' };

	if (n >= base)
		wire_text_number(text, n / base, base);
	wire_text_put(text, digit);
}

size_t
wire_text_end(struct wire_text *text)
{
	if (text->size > 0)
		text->at[text->n < text->size ? text->n : text->size - 1] = '\0';
	return text->n;
}
