/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

uint16_t
tcpsim_net_add_host(struct tcpsim_net *net, const char *name, const struct tcpsim_policy *policy)
{
	uint64_t seed = net->options.seed ^ (uint64_t)net->n_hosts << 48;
	struct tcpsim_host *host = g_new0(struct tcpsim_host, 1);

	g_assert(net->n_hosts < TCPSIM_NO_HOST);
	host->name = g_strdup(name);
	host->policy = *policy;
	host->next_port = host->next_datagram_port = TCPSIM_FIRST_PORT;
	host->is_up = host->reads_at_once = true;
	host->first = host->last = TCPSIM_NO_INDEX;
	host->wake_us = TCPSIM_TIME_NONE;
	host->next_woken = TCPSIM_NO_HOST;
	host->secret[0] = tcpsim_splitmix(&seed);
	host->secret[1] = tcpsim_splitmix(&seed);
	host->cookie_secret[0] = tcpsim_splitmix(&seed);
	host->cookie_secret[1] = tcpsim_splitmix(&seed);
	net->hosts = g_renew(struct tcpsim_host *, net->hosts, net->n_hosts + 1U);
	net->hosts[net->n_hosts] = host;
	if (net->trace != NULL)
		tcpsim_trace_add_host(net->trace, name);
	return net->n_hosts++;
}

void
tcpsim_host_free(struct tcpsim_host *host)
{
	for (uint16_t i = 0; i < host->n_links; i++)
		tcpsim_link_free(host->links[i]);
	g_free(host->links);
	g_free(host->isns);
	g_free(host->cookie_address);
	tcpsim_cookies_free(host);
	g_free(host->socks);
	if (host->bound != NULL)
		g_hash_table_unref(host->bound);
	g_free(host->name);
	g_free(host);
}

const struct tcpsim_policy *
tcpsim_net_policy(const struct tcpsim_net *net, uint16_t host)
{
	return &tcpsim_host_at(net, host)->policy;
}

static void
record_set(struct tcpsim_net *net, uint16_t host, const struct tcpsim_setting *setting, int64_t value, uint32_t line)
{
	struct tcpsim_record *record;
	char *words;

	if (net->trace == NULL || line == 0)
		return;
	words = g_strdup_printf("%s=%" G_GINT64_FORMAT, setting->name, (gint64)value);
	record = tcpsim_record_add(net, TCPSIM_RECORD_CALL);
	record->what = TCPSIM_CALL_SET;
	record->host = host;
	record->line = line;
	record->words = tcpsim_trace_words(net->trace, words);
	net->event = tcpsim_record_last(net);
	g_free(words);
}

/* Who listens has told nobody anything yet. */
void
tcpsim_host_listen_anew(const struct tcpsim_net *net, struct tcpsim_endpoint *listener)
{
	const struct tcpsim_policy *policy = tcpsim_endpoint_policy(net, listener);
	const struct tcpsim_open open = { .remote = TCPSIM_REMOTE_UNSPECIFIED };
	uint32_t wanted_bytes = listener->tcb->rcv.wanted_bytes;
	struct tcpsim_effects nothing;

	if ((listener->flags & TCPSIM_ENDPOINT_LISTENER) == 0 || listener->tcb->state != TCPSIM_LISTEN)
		return;
	*listener->tcb = (struct tcpsim_tcb){ .state = TCPSIM_CLOSED };
	tcpsim_engine_open(listener->tcb, policy, &open, net->now_us, &nothing);
	listener->tcb->rcv.wanted_bytes = wanted_bytes; /* RECEIVEs that were queued wait on */
}

static void
apply(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, uint32_t cause)
{
	tcpsim_host_listen_anew(net, endpoint);
	tcpsim_event_begin(net, endpoint);
	tcpsim_engine_policy_changed(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), net->now_us, &net->out);
	net->event = cause;
	tcpsim_event_end(net, endpoint, NULL);
}

/* All connections of the host learn that their policy has changed, but those that were given the setting themselves. */
int
tcpsim_net_set(struct tcpsim_net *net, uint16_t host, const struct tcpsim_setting *setting, int64_t value,
	uint32_t line)
{
	uint32_t cause;

	if (tcpsim_policy_set(&tcpsim_host_at(net, host)->policy, setting, value) != 0)
		return -1;
	net->event = TCPSIM_NO_RECORD;
	record_set(net, host, setting, value, line);
	cause = net->event;
	tcpsim_socks_adopt(net, host, setting, value);
	for (uint32_t i = tcpsim_host_at(net, host)->first, next; i != TCPSIM_NO_INDEX; i = next) {
		struct tcpsim_endpoint *endpoint = tcpsim_endpoint_at(net, i);

		next = endpoint->next;
		if (endpoint->sock == NULL || tcpsim_sock_adopt(endpoint->sock, setting, value))
			apply(net, endpoint, cause);
	}
	tcpsim_net_settle(net);
	return 0;
}

void
tcpsim_net_set_scripted(struct tcpsim_net *net, uint16_t host)
{
	tcpsim_host_at(net, host)->is_scripted = true;
}

uint16_t
tcpsim_port_after(uint16_t port)
{
	if (port == UINT16_MAX)
		return TCPSIM_FIRST_PORT;
	return (uint16_t)(port + 1);
}

uint16_t
tcpsim_host_free_port(const struct tcpsim_net *net, uint16_t host, uint16_t peer, uint16_t peer_port)
{
	uint16_t port = tcpsim_host_at(net, host)->next_port;

	for (uint32_t i = TCPSIM_FIRST_PORT; i <= UINT16_MAX; i++) {
		if (tcpsim_demux_find(net, tcpsim_pair(host, port, peer, peer_port)) == NULL &&
			tcpsim_demux_find(net, tcpsim_pair_listener(host, port)) == NULL &&
			!tcpsim_port_is_bound(net, host, port))
			return port;
		port = tcpsim_port_after(port);
	}
	return 0;
}

void
tcpsim_net_set_reading(struct tcpsim_net *net, uint16_t host, bool reads_at_once)
{
	tcpsim_host_at(net, host)->reads_at_once = reads_at_once;
}

void
tcpsim_net_set_user(struct tcpsim_net *net, uint16_t host, tcpsim_user user, void *data)
{
	tcpsim_host_at(net, host)->user = user;
	tcpsim_host_at(net, host)->user_data = data;
}

uint32_t
tcpsim_net_n_connections(const struct tcpsim_net *net, uint16_t host)
{
	return tcpsim_host_at(net, host)->n_connections;
}

tcpsim_socket
tcpsim_net_connection(const struct tcpsim_net *net, uint16_t host, uint32_t n)
{
	for (uint32_t i = tcpsim_host_at(net, host)->last; i != TCPSIM_NO_INDEX;) {
		const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, i);

		if (endpoint->connection != 0 && (n == 0 || endpoint->connection == n))
			return tcpsim_endpoint_handle(endpoint);
		i = endpoint->previous;
	}
	return 0;
}

/* A connection vanishes with its host: no event of TCP, and nothing is sent. */
static void
lose(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, uint32_t cause)
{
	struct tcpsim_vars gone = { 0 };
	struct tcpsim_record *record;

	if (net->trace != NULL) {
		record = tcpsim_record_endpoint(net, TCPSIM_RECORD_LOST, endpoint);
		record->cause = cause;
		tcpsim_vars_of(endpoint->tcb, &record->before);
		tcpsim_vars_of(net->nobody.tcb, &gone);
		record->after = gone;
	}
	tcpsim_endpoint_free(net, endpoint);
}

static uint32_t
record_host(struct tcpsim_net *net, enum tcpsim_record_kind kind, uint16_t host, int64_t until_us, uint32_t line)
{
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return TCPSIM_NO_RECORD;
	record = tcpsim_record_add(net, kind);
	record->host = host;
	record->until_us = until_us;
	record->line = line;
	return tcpsim_record_last(net);
}

void
tcpsim_net_crash(struct tcpsim_net *net, uint16_t host, uint32_t line)
{
	struct tcpsim_host *down = tcpsim_host_at(net, host);
	uint32_t cause;

	if (!down->is_up)
		return;
	cause = record_host(net, TCPSIM_RECORD_CRASH, host, 0, line);
	tcpsim_endpoint_nobody(net, 0);
	while (down->first != TCPSIM_NO_INDEX)
		lose(net, tcpsim_endpoint_at(net, down->first), cause);
	tcpsim_socks_free(net, host);
	tcpsim_cookies_free(down);
	tcpsim_program_wake_at(net, host, TCPSIM_TIME_NONE);
	down->is_up = false;
	tcpsim_datagrams_crash(net, host);
	tcpsim_net_settle(net);
}

/* What it was doing is forgotten, its next port as well; the ISNs are drawn from a clock that goes on (3.4.3). */
void
tcpsim_net_restart(struct tcpsim_net *net, uint16_t host, uint32_t line)
{
	struct tcpsim_host *up = tcpsim_host_at(net, host);

	tcpsim_net_crash(net, host, line);
	up->is_up = true;
	up->next_port = up->next_datagram_port = TCPSIM_FIRST_PORT;
	up->quiet_until_us = net->now_us + (up->policy.quiet_time != 0 ? up->policy.msl_us : 0);
	record_host(net, TCPSIM_RECORD_RESTART, host, up->quiet_until_us, line);
	tcpsim_program_wake(net, host);
	tcpsim_net_settle(net);
}
