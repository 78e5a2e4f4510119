/* SPDX-License-Identifier: MIT */
#include "lib/render/render_private.h"

static const char *
host_name(const void *data, uint16_t host)
{
	return tcpsim_trace_host_name(data, host);
}

static const uint8_t *
octets(const void *data, const struct tcpsim_record *record)
{
	return tcpsim_trace_octets(data, record);
}

void
tcpsim_ladder_source_of(struct ladder_source *source, const struct tcpsim_trace *trace)
{
	*source = (struct ladder_source){ .host_name = host_name, .octets = octets, .data = trace };
	source->records = tcpsim_trace_records(trace, &source->n_records);
	source->n_hosts = tcpsim_trace_n_hosts(trace);
}

char *
tcpsim_render_ladder(const struct tcpsim_trace *trace, const struct tcpsim_ladder_options *options)
{
	struct ladder_source source;

	tcpsim_ladder_source_of(&source, trace);
	if (options->happened != 0)
		source.n_records = MIN(source.n_records, options->happened);
	return tcpsim_ladder_draw(&source, options);
}
