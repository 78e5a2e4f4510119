/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/convert.h"

/* The octets of a text, which is freed. */
static GBytes *
bytes_of(char *text)
{
	return text != NULL ? g_bytes_new_take(text, strlen(text)) : NULL;
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

const struct format convert_formats[] = {
	{
		.name = "packetdrill",
		.suffix = ".pkt",
		.words = "a host's side as a script: `tcpsim drill` plays it",
		.extent = OF_HOST,
		.write = write_packetdrill,
	},
	{ .name = NULL },
};
