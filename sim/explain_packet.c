/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explain.h"

/* The largest IP packet, and a frame around it. */
#define MOST_OCTETS ((size_t)65535 + 40 + 18)

/* `packet.hex:2:5: error: ...`, the line and a caret below it. */
static void
complain_hex(const struct source *source, const struct tcpsim_wire_hex_error *error)
{
	const char *line = source->text, *end;
	char *text;

	for (uint32_t i = 1; i < error->line && strchr(line, '\n') != NULL; i++)
		line = strchr(line, '\n') + 1;
	end = line + strcspn(line, "\r\n");
	text = g_strndup(line, (gsize)(end - line));
	for (char *c = text; *c != '\0'; c++) {
		if (!g_ascii_isprint(*c))
			*c = *c == '\t' ? ' ' : '?';
	}
	line = text + (error->column > 60 ? error->column - 60 : 0);
	end = g_strdup_printf("%s:%u:%u: error: %s\n%5u | %.72s\n      | %*s", source->file, (unsigned)error->line,
		(unsigned)error->column, error->words, (unsigned)error->line, line,
		(int)(error->column - (uint32_t)(line - text)), "^");
	complain_plainly(end);
	g_free((gpointer)end);
	g_free(text);
}

/* What is no IP packet may be a frame with something else in it, such as ARP: IEEE 802.3 3.2.6. */
static void
complain_type(const struct source *source, const uint8_t *octets, size_t n)
{
	unsigned type = n >= TCPSIM_WIRE_FRAME ? (unsigned)octets[12] << 8 | octets[13] : 0;

	if (type < 0x0600 || type == 0x0800 || type == 0x86dd || octets[0] >> 4 == 4 || octets[0] >> 4 == 6)
		return;
	complain("%s: as an Ethernet frame its type would be 0x%04x%s: only IPv4 and IPv6 are told", source->file, type,
		type == 0x0806 ? ", ARP" : "");
}

/* `packet.hex:octet 36: error: ...` for each thing that is wrong. */
static enum status
complain_faults(const struct source *source, const uint8_t *octets, size_t n)
{
	struct tcpsim_wire_frame frame;
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;
	uint32_t link = tcpsim_wire_frame_decode(octets, n, &frame) ? frame.octets : 0;

	tcpsim_wire_decode(octets + link, n - link, &packet, &faults);
	for (uint32_t i = 0; i < faults.n; i++) {
		char words[TCPSIM_WIRE_FAULT_TEXT];
		char *text;

		tcpsim_wire_fault_format(&faults.list[i], words, sizeof words);
		text = g_strdup_printf(
			"%s:octet %u: error: %s", source->file, (unsigned)(link + faults.list[i].offset), words);
		complain_plainly(text);
		g_free(text);
	}
	if (link == 0)
		complain_type(source, octets, n);
	return faults.n == 0 ? STATUS_PASSED : STATUS_FAILED;
}

static enum status
explain_text(const struct explain_request *request, const struct source *source)
{
	struct tcpsim_wire_hex_error error;
	uint8_t *octets = g_malloc(MOST_OCTETS);
	long n = tcpsim_wire_hex(source->text, source->n, octets, MOST_OCTETS, &error);
	enum status status = STATUS_USAGE;

	if (n < 0) {
		complain_hex(source, &error);
	} else if (n == 0) {
		complain("%s: there are no octets in it", source->file);
	} else {
		char *text = tcpsim_render_packet(octets, (size_t)n, &request->page);

		output_text(text);
		status = complain_faults(source, octets, (size_t)n);
		g_free(text);
	}
	g_free(octets);
	return status;
}

/* Whether an argument is octets, and no file: nothing else stands in it. */
static bool
is_octets(const char *argument)
{
	return strcmp(argument, "-") != 0 &&
		strspn(argument, "0123456789abcdefABCDEFxX\\ \t\r\n,:;-") == strlen(argument) &&
		!g_file_test(argument, G_FILE_TEST_EXISTS);
}

/* The first argument that is neither octets nor a file, where others are octets. */
static const char *
find_no_octets(char **arguments)
{
	const char *found = NULL;
	bool has_octets = false;

	for (char **argument = arguments; *argument != NULL; argument++) {
		if (is_octets(*argument))
			has_octets = true;
		else if (strcmp(*argument, "-") == 0 || g_file_test(*argument, G_FILE_TEST_EXISTS))
			return NULL;
		else if (found == NULL)
			found = *argument;
	}
	return has_octets ? found : NULL;
}

enum status
explain_packets(const struct explain_request *request, char **arguments)
{
	enum status status = STATUS_PASSED;
	bool are_octets = true;
	struct source source;

	for (char **argument = arguments; *argument != NULL; argument++)
		are_octets = are_octets && is_octets(*argument);
	if (are_octets) {
		source = (struct source){ .file = g_strdup("<octets>"), .text = g_strjoinv(" ", arguments) };
		source.n = strlen(source.text);
		status = explain_text(request, &source);
		source_clear(&source);
		return status;
	}
	if (find_no_octets(arguments) != NULL)
		return usage_error("explain", "%s is neither octets in hexadecimal nor a file",
			find_no_octets(arguments));
	for (char **argument = arguments; *argument != NULL; argument++) {
		if (argument != arguments)
			output_text("\n");
		if (!source_read_file(*argument, &source)) {
			status = status_worst(status, STATUS_USAGE);
			continue;
		}
		status = status_worst(status, explain_text(request, &source));
		source_clear(&source);
	}
	return status;
}
