/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explain.h"

static const char examples[] = "A NAME is that of a state, a timer, an invariant, an error, a setting, a flaw, a\n"
			       "rule, an errno, an option of sockets, a variable or a kind of packet, or one of\n"
			       "RFC 9293's ids. With --hex a packet is told layer by layer: an\n"
			       "Ethernet frame or an IP packet, from a FILE, from standard input, which is `-`,\n"
			       "or from the command line; in hexadecimal, with or without blanks, 0x and commas,\n"
			       "or as tcpdump, xxd, hexdump -C and Wireshark write it, offsets and all.\n"
			       "\n"
			       "Examples:\n"
			       "  tcpsim explain TIME-WAIT\n"
			       "  tcpsim explain SYN-RECEIVED --on SYN\n"
			       "  tcpsim explain ESTABLISHED --on RST --profile linux\n"
			       "  tcpsim explain MUST-7 tcp-option-length\n"
			       "  tcpsim explain --names\n"
			       "  tcpsim explain --hex 4500001c000000004011f6cdc0000201c00002021388002500080000\n"
			       "  tcpdump -c 1 -x -r FILE | grep 0x | tcpsim explain --hex -\n"
			       "\n"
			       "Exit status: 0 the names are known, the packets good; 1 something is wrong with\n"
			       "a packet; 2 a name is not known, or what was given cannot be read as octets.";

static bool
parse_options(int *argc, char ***argv, struct explain_request *request, enum status *status)
{
	gboolean is_hex = FALSE, is_ascii = FALSE, wants_names = FALSE;
	char *color = NULL, *profile = NULL;
	const GOptionEntry entries[] = {
		{ "on", 0, 0, G_OPTION_ARG_STRING, &request->event, "what a STATE does when that happens", "EVENT" },
		{ "profile", 'p', 0, G_OPTION_ARG_STRING, &profile, "as that TCP does it: see `tcpsim profile`", "NAME" },
		{ "hex", 'x', 0, G_OPTION_ARG_NONE, &is_hex, "tell of a packet, octet by octet", NULL },
		{ "names", 0, 0, G_OPTION_ARG_NONE, &wants_names, "list the names that can be explained", NULL },
		{ "ascii", 'a', 0, G_OPTION_ARG_NONE, &is_ascii, "use ASCII characters only", NULL },
		{ "color", 0, 0, G_OPTION_ARG_STRING, &color, "auto (on a terminal), always or never", "WHEN" },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	enum color_choice choice = COLOR_AUTO;
	bool goes_on = usage_parse("NAME...|--hex FILE|-|OCTETS...", "Tell of a name, or of a packet.", examples,
		entries, argc, argv, status);

	if (goes_on && !terminal_choice(color, &choice)) {
		*status = usage_error("explain", "--color is auto, always or never, not %s", color);
		goes_on = false;
	}
	request->profile = tcpsim_profile_find(profile != NULL ? profile : "rfc9293");
	if (goes_on && request->profile == NULL) {
		*status = usage_error("explain", "there is no profile %s; `tcpsim profile` has all", profile);
		goes_on = false;
	}
	request->is_hex = is_hex;
	request->wants_names = wants_names;
	request->page.is_ascii = is_ascii || !terminal_is_utf8();
	request->page.has_color = terminal_has_color(choice);
	g_free(color);
	g_free(profile);
	return goes_on;
}

/* What ladders write of a segment, `SYN,ACK` or `FIN,ACK`, as the kind that it is. Free with g_free(). */
static char *
plain_kind(const char *name)
{
	static const struct {
		const char *notation, *kind;
	} kinds[] = {
		{ "SYN,ACK", "SYN+ACK" },
		{ "FIN,ACK", "FIN" },
		{ "RST,ACK", "RST" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (g_ascii_strcasecmp(name, kinds[i].notation) == 0)
			return g_strdup(kinds[i].kind);
	}
	return g_strdup(name);
}

static enum status
explain_name(const struct explain_request *request, const char *name)
{
	char *text = tcpsim_render_term(name, &request->page);
	char **names = tcpsim_render_terms();
	const char *guess = tcpsim_word_nearest(name, (const char *const *)names);
	enum status status = STATUS_PASSED;

	if (text != NULL) {
		output_text(text);
		explain_shown(request, name);
	} else if (g_file_test(name, G_FILE_TEST_EXISTS)) {
		status = usage_error("explain", "nothing is called %s, but a file: --hex tells of a packet", name);
	} else if (guess != NULL) {
		status = usage_error("explain", "nothing is called %s, did you mean %s?", name, guess);
	} else {
		status = usage_error("explain", "nothing is called %s; `tcpsim explain --names` has all names", name);
	}
	g_strfreev(names);
	g_free(text);
	return status;
}

static enum status
explain_argument(const struct explain_request *request, const char *argument)
{
	char *name = plain_kind(argument);
	enum status status = explain_name(request, name);

	g_free(name);
	return status;
}

/* Whether that is a state, in whatever letters; else a sentence says so. */
static bool
is_state(const char *name)
{
	const char *names[TCPSIM_N_STATES + 1] = { NULL };
	const char *guess;
	bool is_found = false;

	for (int i = 0; i < TCPSIM_N_STATES; i++) {
		names[i] = tcpsim_state_name((enum tcpsim_state)i);
		is_found |= g_ascii_strcasecmp(names[i], name) == 0;
	}
	guess = is_found ? NULL : tcpsim_word_nearest(name, names);
	if (guess != NULL)
		usage_error("explain", "%s is no state, did you mean %s?", name, guess);
	else if (!is_found)
		complain_at_length("%s is no state: --on tells what a state does, such as `tcpsim explain SYN-RECEIVED --on "
			"SYN`", name);
	return is_found;
}

static enum status
explain_answer(const struct explain_request *request, const char *state)
{
	char *event = plain_kind(request->event);
	char *text = tcpsim_render_answer(state, event, &request->profile->policy, &request->page);
	char **events = tcpsim_render_events();
	const char *guess = tcpsim_word_nearest(request->event, (const char *const *)events);
	enum status status = STATUS_PASSED;

	if (text != NULL) {
		output_text(text);
	} else if (!is_state(state)) {
		status = STATUS_USAGE;
	} else if (guess != NULL) {
		status = usage_error("explain", "nothing that happens is called %s, did you mean %s?", request->event, guess);
	} else {
		char *all = g_strjoinv(", ", events);

		complain_at_length("nothing that happens is called %s, only %s", request->event, all);
		g_free(all);
		status = STATUS_USAGE;
	}
	g_free(event);
	g_strfreev(events);
	g_free(text);
	return status;
}

static enum status
list_names(void)
{
	char **names = tcpsim_render_terms();

	for (char **name = names; *name != NULL; name++)
		output_format("%s\n", *name);
	g_strfreev(names);
	return STATUS_PASSED;
}

enum status
command_explain(int argc, char **argv)
{
	struct explain_request request = { 0 };
	enum status status = STATUS_PASSED;

	if (!parse_options(&argc, &argv, &request, &status))
		return status;
	if (request.wants_names)
		return list_names();
	if (argc < 2)
		return usage_error("explain", "a NAME is missing, or --hex and a packet");
	if (request.is_hex)
		return explain_packets(&request, argv + 1);
	for (int i = 1; i < argc; i++) {
		if (i > 1)
			output_text("\n");
		status = status_worst(status,
			request.event != NULL ? explain_answer(&request, argv[i]) : explain_argument(&request, argv[i]));
	}
	g_free(request.event);
	return status;
}
