/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/*
 * The connection under test. The script's numbers count from the two ISNs, but in a segment with SYN, where they stand
 * as they are; what the script injects has its own ISN, so that only those of the TCP have to be found out.
 */

#define FIRST_REMOTE_PORT 50000U

void
tcpsim_pkt_flow_free(struct pkt_flow *flow)
{
	if (flow->timestamps != NULL)
		g_hash_table_unref(flow->timestamps);
	*flow = (struct pkt_flow){ 0 };
}

void
tcpsim_pkt_flow_new(struct play *play)
{
	tcpsim_pkt_flow_free(&play->flow);
}

void
tcpsim_pkt_flow_make(struct play *play, uint16_t local_port, uint16_t remote_port)
{
	struct pkt_flow *flow = &play->flow;

	flow->is_known = true;
	if (local_port != 0)
		flow->local_port = local_port;
	else if (flow->local_port == 0)
		flow->local_port = play->config.bind_port;
	flow->remote_port = remote_port != 0 ? remote_port : (uint16_t)(FIRST_REMOTE_PORT + play->n_remote_ports++);
}

/* ---- numbers ---- */

static uint32_t
offset_of(bool has_isn, uint32_t isn, uint32_t script_isn, bool is_syn)
{
	if (!has_isn)
		return 0;
	return is_syn ? isn - script_isn : isn;
}

uint32_t
tcpsim_pkt_offset(const struct pkt_flow *flow, enum pkt_side side, bool is_syn)
{
	if (side == PKT_LOCAL)
		return offset_of(flow->has_local_isn, flow->local_isn, flow->script_local_isn, is_syn);
	return offset_of(flow->has_remote_isn, flow->remote_isn, flow->script_remote_isn, is_syn);
}

tcpsim_seq
tcpsim_pkt_to_engine(const struct pkt_flow *flow, enum pkt_side side, const struct pkt_number *number, bool is_syn)
{
	uint32_t offset = number->is_literal ? 0 : tcpsim_pkt_offset(flow, side, is_syn);

	return tcpsim_seq_make((uint32_t)number->value + offset);
}

struct pkt_number
tcpsim_pkt_to_script(const struct pkt_flow *flow, enum pkt_side side, tcpsim_seq seq, bool is_syn, bool is_literal)
{
	uint32_t offset = is_literal ? 0 : tcpsim_pkt_offset(flow, side, is_syn);

	return (struct pkt_number){ .value = seq.n - offset, .is_given = true, .is_literal = is_literal };
}

/* ---- ISNs, timestamps ---- */

void
tcpsim_pkt_learn_remote(struct pkt_flow *flow, const struct pkt_tcp *tcp)
{
	if ((tcp->ctl & TCPSIM_SYN) == 0 || flow->has_remote_isn)
		return;
	flow->has_remote_isn = true;
	flow->remote_isn = flow->script_remote_isn = (uint32_t)tcp->seq.value;
}

/* A SYN with another number is that of another connection between the same ports. */
void
tcpsim_pkt_learn_local(struct pkt_flow *flow, const struct pkt_tcp *tcp, const struct tcpsim_segment *seg)
{
	if ((seg->ctl & tcp->ctl & TCPSIM_SYN) == 0 || tcp->seq.is_literal)
		return;
	if (flow->has_local_isn && flow->local_isn == seg->seq.n)
		return;
	flow->has_local_isn = true;
	flow->local_isn = seg->seq.n;
	flow->script_local_isn = (uint32_t)tcp->seq.value;
}

void
tcpsim_pkt_learn_timestamp(struct pkt_flow *flow, uint32_t script, uint32_t engine)
{
	if (flow->timestamps == NULL)
		flow->timestamps = g_hash_table_new(NULL, NULL);
	g_hash_table_insert(flow->timestamps, GUINT_TO_POINTER(script), GUINT_TO_POINTER(engine));
	if (flow->has_timestamp)
		return;
	flow->has_timestamp = true;
	flow->script_timestamp = script;
	flow->timestamp = engine;
}

bool
tcpsim_pkt_find_timestamp(const struct pkt_flow *flow, uint32_t script, uint32_t *engine)
{
	gpointer value = NULL;

	if (flow->timestamps == NULL ||
		!g_hash_table_lookup_extended(flow->timestamps, GUINT_TO_POINTER(script), NULL, &value))
		return false;
	*engine = GPOINTER_TO_UINT(value);
	return true;
}
