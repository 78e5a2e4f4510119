/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/* Octets of one line behind an offset, at the most; what comes behind them there is characters. */
#define DUMP_OCTETS 16U
/* So many blanks stand in a line with an offset only before its characters. */
#define DUMP_GAP 3U

/* A text on its way to octets. */
struct hex {
	const char *text;
	size_t n, at;
	uint32_t line;
	size_t line_begin; /* where the line began */
	uint8_t *octets;
	size_t size;
	size_t n_octets;
	bool has_offsets; /* a line before began with one */
	uint32_t stop_line, stop_column; /* where the octets of a line before ended early, at a word that is none; or 0 */
	struct tcpsim_wire_hex_error *error;
};

static bool
fail(struct hex *hex, size_t at, const char *words)
{
	struct wire_text text;

	hex->error->line = hex->line;
	hex->error->column = (uint32_t)(at - hex->line_begin) + 1;
	wire_text_begin(&text, hex->error->words, sizeof hex->error->words);
	wire_text_put(&text, words);
	wire_text_end(&text);
	return false;
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The character at a place, NUL behind the end and at the end of a line; one that is NUL is any that is no digit. */
static char
look(const struct hex *hex, size_t at)
{
	if (at >= hex->n || hex->text[at] == '\n' || hex->text[at] == '\r')
		return '\0';
	return hex->text[at] != '\0' ? hex->text[at] : '?';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* What may stand between octets beside blanks. */
static bool
is_separator(char c)
{
	return c == ',' || c == ':' || c == ';' || c == '-';
}

/* How many digits stand at a place. */
static size_t
count_digits(const struct hex *hex, size_t at)
{
	size_t n = 0;

	while (digit(look(hex, at + n)) >= 0)
		n++;
	return n;
}

static size_t
count_blanks(const struct hex *hex, size_t at)
{
	size_t n = 0;

	while (is_blank(look(hex, at + n)))
		n++;
	return n;
}

static bool
is_prefix(const struct hex *hex, size_t at)
{
	char first = look(hex, at);

	return (first == '0' || first == '\\') && (look(hex, at + 1) == 'x' || look(hex, at + 1) == 'X') &&
		digit(look(hex, at + 2)) >= 0;
}

/* An offset that is not right: what went wrong may stand in the line before. */
static bool
fail_offset(struct hex *hex, uint64_t offset)
{
	if (offset == 0 && hex->has_offsets)
		return fail(hex, hex->at, "a second packet begins here: give one only, as `tcpdump -c 1` does");
	fail(hex, hex->at, "this offset is not the number of octets before it");
	if (hex->stop_line == 0 || offset < hex->n_octets)
		return false;
	fail(hex, hex->at, "these are no octets, but the next line's offset counts more than there are");
	hex->error->line = hex->stop_line;
	hex->error->column = hex->stop_column;
	return false;
}

/* Whether a number of `n` digits before a place stands apart from what follows. */
static bool
is_set_apart(const struct hex *hex, size_t at, size_t n)
{
	size_t blanks = count_blanks(hex, at);

	return (n >= 4 && blanks >= 2) || (n >= 6 && blanks == 1 && count_digits(hex, at + 1) == 2);
}

/*
 * Whether the line begins with an offset: three digits or more and a colon with a blank behind it, as tcpdump and xxd
 * write it, or four digits or more and two blanks, as hexdump and Wireshark do, or six before an octet, as od does.
 * Then it must be the right one; but without a colon a number that nothing explains as an offset is octets.
 */
static bool
take_offset(struct hex *hex, bool *is_dump)
{
	size_t at = hex->at + (is_prefix(hex, hex->at) ? 2 : 0), n = count_digits(hex, at);
	bool has_colon = look(hex, at + n) == ':', is_right;
	char behind = look(hex, at + n + has_colon);
	uint64_t offset = 0;

	for (size_t i = 0; i < n; i++)
		offset = (offset << 4 | (uint64_t)digit(look(hex, at + i))) & UINT32_MAX;
	is_right = offset == hex->n_octets;
	if (has_colon)
		*is_dump = n >= 3 && (is_blank(behind) || behind == '\0');
	else
		*is_dump = is_set_apart(hex, at + n, n) && (is_right || hex->has_offsets);
	if (hex->has_offsets && behind == '\0' && n >= 4 && is_right)
		*is_dump = true;
	if (!*is_dump)
		return true;
	if (!is_right)
		return fail_offset(hex, offset);
	hex->has_offsets = true;
	hex->stop_line = 0;
	hex->at = at + n + has_colon;
	return true;
}

/* Take the octets of one word of digits. In a dump a word that is none begins the characters. */
static bool
take_word(struct hex *hex, bool is_dump, bool *is_over)
{
	size_t n = count_digits(hex, hex->at);
	char behind = look(hex, hex->at + n);
	bool is_ended = n > 0 &&
		(behind == '\0' || behind == '#' || behind == '\\' || is_blank(behind) || is_separator(behind));

	*is_over = false;
	if (is_dump && (!is_ended || n % 2 != 0)) {
		*is_over = true;
		hex->stop_line = hex->line;
		hex->stop_column = (uint32_t)(hex->at - hex->line_begin) + 1;
		return true;
	}
	if ((!is_ended || n % 2 != 0) && hex->has_offsets)
		return fail(hex, hex->at, "a line without an offset: if another packet begins here, give one only");
	if (!is_ended)
		return fail(hex, hex->at + n, "this is no hexadecimal digit");
	if (n % 2 != 0)
		return fail(hex, hex->at, "an octet has two digits: here is an odd number of them");
	for (size_t i = 0; i < n; i += 2) {
		if (hex->n_octets == hex->size)
			return fail(hex, hex->at + i, "these are more octets than a packet may have");
		hex->octets[hex->n_octets++] =
			(uint8_t)(digit(look(hex, hex->at + i)) << 4 | digit(look(hex, hex->at + i + 1)));
	}
	hex->at += n;
	return true;
}

static bool
take_line(struct hex *hex)
{
	size_t before = hex->n_octets;
	bool is_dump, is_over = false;

	hex->at += count_blanks(hex, hex->at);
	if (!take_offset(hex, &is_dump))
		return false;
	while (!is_over && look(hex, hex->at) != '\0' && look(hex, hex->at) != '#') {
		size_t blanks = count_blanks(hex, hex->at);
		char c = look(hex, hex->at + blanks);

		if (is_dump && hex->n_octets > before &&
			(hex->n_octets - before >= DUMP_OCTETS || blanks >= DUMP_GAP || c == '|'))
			break;
		if (blanks > 0)
			hex->at += blanks;
		else if (is_separator(c))
			hex->at++;
		else if (is_prefix(hex, hex->at))
			hex->at += 2;
		else if (!take_word(hex, is_dump, &is_over))
			return false;
	}
	return true;
}

/* What tcpdump says of a packet stands above its octets: where the first line begins that has `0x0000:` in front. */
static void
skip_summary(struct hex *hex)
{
	static const char first[] = "0x0000:";
	uint32_t line = 0;

	for (size_t at = 0; at < hex->n; at++) {
		const char *end = memchr(hex->text + at, '\n', hex->n - at);
		size_t begin = at + count_blanks(hex, at);

		if (hex->n - begin >= sizeof first - 1 && memcmp(hex->text + begin, first, sizeof first - 1) == 0) {
			hex->at = at;
			hex->line = line;
			return;
		}
		if (end == NULL || is_prefix(hex, begin))
			return;
		line++;
		at = (size_t)(end - hex->text);
	}
}

long
tcpsim_wire_hex(const char *text, size_t n, uint8_t *octets, size_t size, struct tcpsim_wire_hex_error *error)
{
	struct tcpsim_wire_hex_error own;
	struct hex hex = {
		.text = text, .n = n, .octets = octets, .size = size, .error = error != NULL ? error : &own
	};

	memset(hex.error, 0, sizeof *hex.error);
	skip_summary(&hex);
	while (hex.at < n) {
		const char *end = memchr(text + hex.at, '\n', n - hex.at);

		hex.line++;
		hex.line_begin = hex.at;
		if (!take_line(&hex))
			return -1;
		hex.at = end != NULL ? (size_t)(end - text) + 1 : n;
	}
	return (long)hex.n_octets;
}
