/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/convert.h"

/* The octets of a text, which is freed. */
static GBytes *
bytes_of(char *text)
{
	return text != NULL ? g_bytes_new_take(text, strlen(text)) : NULL;
}

/* What `tcpsim run --all` prints. */
static GBytes *
write_text(const struct conversion *conversion, char **error)
{
	const struct run_request request = { .is_alone = true };
	GString *all = g_string_new(NULL);

	(void)error; /* any run can be told */
	output_keep(all);
	report_head(&request, conversion->recordings[0]);
	for (size_t i = 0; i < conversion->n; i++)
		report_case(&request, NULL, conversion->recordings[i]);
	output_keep(NULL);
	return g_string_free_to_bytes(all);
}

static GBytes *
write_json(const struct conversion *conversion, char **error)
{
	GString *all = g_string_new(NULL);

	(void)error; /* any run can be saved */
	for (size_t i = 0; i < conversion->n; i++) {
		char *text = tcpsim_recording_write(conversion->recordings[i]);

		g_string_append(all, text);
		g_free(text);
	}
	return g_string_free_to_bytes(all);
}

static GBytes *
write_html(const struct conversion *conversion, char **error)
{
	const struct tcpsim_page_options options = { .theme = conversion->picture.theme };

	(void)error; /* any run makes a page */
	return bytes_of(tcpsim_render_page(conversion->recordings, conversion->n, &options));
}

static GBytes *
write_packetdrill(const struct conversion *conversion, char **error)
{
	const struct tcpsim_recording *recording = conversion->recordings[0];
	const struct tcpsim_drill_write_options options = {
		.connection = conversion->connection,
		.title = recording->title,
		.source = conversion->words,
	};

	return bytes_of(tcpsim_drill_write(recording->trace, conversion->host,
		&recording->hosts[conversion->host].policy, &options, error));
}

static GBytes *
write_svg(const struct conversion *conversion, char **error)
{
	(void)error;
	return bytes_of(tcpsim_render_svg(conversion->recordings[0], &conversion->picture));
}

static GBytes *
write_states(const struct conversion *conversion, char **error)
{
	(void)error; /* any run has states, or none that were visited */
	return bytes_of(tcpsim_render_states(conversion->recordings[0], conversion->host, &conversion->picture));
}

static GBytes *
write_dot(const struct conversion *conversion, char **error)
{
	(void)error; /* likewise */
	return bytes_of(tcpsim_render_dot(conversion->recordings[0], conversion->host));
}

static GBytes *
write_mermaid(const struct conversion *conversion, char **error)
{
	(void)error; /* any run is a sequence of something */
	return bytes_of(tcpsim_render_mermaid(conversion->recordings[0]));
}

static GBytes *
write_plantuml(const struct conversion *conversion, char **error)
{
	(void)error; /* likewise */
	return bytes_of(tcpsim_render_plantuml(conversion->recordings[0]));
}

static GBytes *
write_pcapng(const struct conversion *conversion, char **error)
{
	size_t n;
	uint8_t *octets = tcpsim_render_capture(conversion->recordings[0], conversion->host, &n);

	(void)error; /* any host has a tap */
	return g_bytes_new_take(octets, n);
}

const struct format convert_formats[] = {
	{
		.name = "packetdrill",
		.suffix = ".pkt",
		.words = "a host's side as a script: `tcpsim drill` plays it",
		.extent = OF_HOST,
		.takes = TAKES_HOST | TAKES_CONNECTION,
		.write = write_packetdrill,
	},
	{
		.name = "text",
		.suffix = ".txt",
		.words = "what `tcpsim run --all` prints: ladders and verdicts",
		.extent = OF_ALL,
		.write = write_text,
	},
	{
		.name = "json",
		.suffix = ".json",
		.words = "the trace itself, JSON Lines: `tcpsim convert` reads it, too",
		.extent = OF_ALL,
		.write = write_json,
	},
	{
		.name = "html",
		.suffix = ".html",
		.words = "a page to play and to step through, with all cases",
		.extent = OF_ALL,
		.takes = TAKES_THEME,
		.write = write_html,
	},
	{
		.name = "svg",
		.suffix = ".svg",
		.words = "the ladder as a picture, slanted arrows to time scale",
		.extent = OF_CASE,
		.takes = TAKES_WIDTH | TAKES_THEME,
		.write = write_svg,
	},
	{
		.name = "states",
		.suffix = ".states.svg",
		.words = "the state diagram, RFC 9293's figure 5, as SVG; --host: of one",
		.extent = OF_CASE_OR_HOST,
		.takes = TAKES_HOST | TAKES_WIDTH | TAKES_THEME,
		.write = write_states,
	},
	{
		.name = "dot",
		.suffix = ".dot",
		.words = "the state diagrams of all hosts, or one, for Graphviz",
		.extent = OF_CASE_OR_HOST,
		.takes = TAKES_HOST,
		.write = write_dot,
	},
	{
		.name = "mermaid",
		.suffix = ".mmd",
		.words = "a sequence diagram for READMEs",
		.extent = OF_CASE,
		.write = write_mermaid,
	},
	{
		.name = "plantuml",
		.suffix = ".puml",
		.words = "a sequence diagram for PlantUML",
		.extent = OF_CASE,
		.write = write_plantuml,
	},
	{
		.name = "pcapng",
		.suffix = ".pcapng",
		.words = "what a tap at a host has captured, for Wireshark",
		.extent = OF_HOST,
		.takes = TAKES_HOST,
		.is_binary = true,
		.write = write_pcapng,
	},
	{ .name = NULL },
};
