/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/wire.h>

#include "socket_private.h"

/*
 * Fast Open's cookies, RFC 7413 4.1: the host's, as ISNs are. As a server it makes them of addresses, and knows its own
 * by making them again; as a client it keeps one a peer, with the MSS that came with it (4.1.3).
 */

/* Octets of a cookie of ours. */
#define OURS 8

/* What a client keeps of a server. */
struct tcpsim_cookie {
	uint8_t octets[TCPSIM_MAX_COOKIE];
	uint8_t n;
	uint8_t is_experimental;
	uint16_t mss;
};

void
tcpsim_net_set_cookies(struct tcpsim_net *net, uint16_t host, const uint64_t secret[2], const uint8_t *address)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);

	if (secret != NULL)
		memcpy(owner->cookie_secret, secret, sizeof owner->cookie_secret);
	g_free(owner->cookie_address);
	owner->cookie_address = address != NULL ? g_memdup2(address, TCPSIM_WIRE_ADDRESS) : NULL;
}

void
tcpsim_net_set_fast_listeners(struct tcpsim_net *net, uint16_t host, bool all_want_it)
{
	tcpsim_host_at(net, host)->all_are_hasty = all_want_it;
}

void
tcpsim_cookies_free(struct tcpsim_host *host)
{
	if (host->cookies != NULL)
		g_hash_table_unref(host->cookies);
	host->cookies = NULL;
}

/* ---- the server ---- */

static void
address_of(const struct tcpsim_net *net, unsigned version, uint16_t host, uint8_t address[TCPSIM_WIRE_ADDRESS])
{
	if (net->hosts[host]->cookie_address != NULL)
		memcpy(address, net->hosts[host]->cookie_address, TCPSIM_WIRE_ADDRESS);
	else
		tcpsim_wire_host_address(version, host, address);
}

static void
make_cookie(const struct tcpsim_net *net, uint16_t server, uint16_t client, uint8_t cookie[OURS])
{
	bool is_6 = net->hosts[server]->policy.ip == TCPSIM_IPV6;
	uint8_t addresses[2 * TCPSIM_WIRE_ADDRESS], address[TCPSIM_WIRE_ADDRESS];
	size_t octets = is_6 ? TCPSIM_WIRE_ADDRESS : 4;

	address_of(net, is_6 ? 6 : 4, client, address);
	memcpy(addresses, address, octets);
	address_of(net, is_6 ? 6 : 4, server, address);
	memcpy(addresses + octets, address, octets);
	tcpsim_fast_open_cookie(net->hosts[server]->cookie_secret, addresses, 2 * octets, cookie);
}

/* So many of the port's connections were opened by Fast Open and have not seen the end of their handshake. */
static uint32_t
count_pending(const struct tcpsim_net *net, const struct tcpsim_endpoint *child)
{
	uint32_t n = 0;

	for (uint32_t i = net->hosts[tcpsim_endpoint_host(child)]->last; i != TCPSIM_NO_INDEX;) {
		const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, i);

		n += (endpoint->flags & TCPSIM_ENDPOINT_HASTY) != 0 &&
			tcpsim_endpoint_port(endpoint) == tcpsim_endpoint_port(child);
		i = endpoint->previous;
	}
	return n;
}

/* How many may be at once. Where it was not said, listen() may have. */
static uint64_t
limit_of(const struct tcpsim_net *net, const struct tcpsim_endpoint *child)
{
	const struct tcpsim_endpoint *listener;
	int64_t told = tcpsim_kept_get(child->sock, TCPSIM_KEPT_FAST_OPEN);

	if (told != 0 || !net->hosts[tcpsim_endpoint_host(child)]->all_are_hasty)
		return (uint64_t)told;
	listener = tcpsim_demux_find(
		net, tcpsim_pair_listener(tcpsim_endpoint_host(child), tcpsim_endpoint_port(child)));
	return listener != NULL && listener->sock != NULL ? listener->sock->backlog : 0;
}

/*
 * RFC 7413 5.1, "Resource Exhaustion and Defenses": PendingFastOpenRequests is limited for each listener. One that is
 * no socket has no limit.
 */
static bool
may_be_hasty(const struct tcpsim_net *net, const struct tcpsim_endpoint *child)
{
	const struct tcpsim_policy *policy = tcpsim_endpoint_policy(net, child);

	if (policy->fast_open != TCPSIM_FAST_OPEN_SERVER && policy->fast_open != TCPSIM_FAST_OPEN_BOTH)
		return false;
	return child->sock == NULL || count_pending(net, child) < limit_of(net, child);
}

void
tcpsim_cookies_judge(const struct tcpsim_net *net, const struct tcpsim_endpoint *child,
	struct tcpsim_arriving *arriving)
{
	const struct tcpsim_segment *seg = &arriving->seg;
	bool has_option = (seg->options & TCPSIM_OPTION_FAST_OPEN) != 0;

	arriving->fast_open = TCPSIM_FAST_OPEN_UNUSED;
	if ((!has_option && seg->text_bytes == 0) || !may_be_hasty(net, child))
		return;
	if (tcpsim_endpoint_policy(net, child)->fast_open_cookieless) {
		arriving->fast_open = TCPSIM_FAST_OPEN_GRANTED;
	} else if (has_option) {
		make_cookie(net, tcpsim_endpoint_host(child), tcpsim_endpoint_peer(child), arriving->cookie);
		arriving->cookie_octets = OURS;
		arriving->fast_open = seg->cookie_octets == OURS && memcmp(seg->cookie, arriving->cookie, OURS) == 0 ?
			TCPSIM_FAST_OPEN_GRANTED : TCPSIM_FAST_OPEN_ASKED;
	}
}

/* ---- the client ---- */

static struct tcpsim_cookie *
cookie_for(const struct tcpsim_host *host, uint16_t peer)
{
	if (host->cookies == NULL)
		return NULL;
	return (struct tcpsim_cookie *)g_hash_table_lookup(host->cookies, GUINT_TO_POINTER(peer));
}

bool
tcpsim_cookies_find(const struct tcpsim_net *net, uint16_t host, uint16_t peer, const struct tcpsim_policy *policy,
	struct tcpsim_open *open)
{
	const struct tcpsim_cookie *cookie = cookie_for(net->hosts[host], peer);

	open->fast_open = 1;
	if (cookie != NULL) {
		open->peer_mss = cookie->mss;
		if (cookie->is_experimental == (policy->fast_open_experimental != 0)) {
			open->cookie_octets = cookie->n;
			memcpy(open->cookie, cookie->octets, cookie->n);
		}
	}
	return open->cookie_octets != 0 || policy->fast_open_cookieless != 0;
}

/* "Update the cookie cache if the SYN-ACK packet has a Fast Open option or an MSS option or both", 4.2.1. */
void
tcpsim_cookies_take(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, const struct tcpsim_segment *seg)
{
	struct tcpsim_host *host = tcpsim_host_of(net, endpoint);
	struct tcpsim_cookie *cookie = cookie_for(host, tcpsim_endpoint_peer(endpoint));
	bool has_cookie = (seg->options & TCPSIM_OPTION_FAST_OPEN) != 0 && seg->cookie_octets != 0;

	if (cookie == NULL && !has_cookie)
		return;
	if (cookie == NULL) {
		if (host->cookies == NULL)
			host->cookies = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
		cookie = g_new0(struct tcpsim_cookie, 1);
		g_hash_table_insert(host->cookies, GUINT_TO_POINTER(tcpsim_endpoint_peer(endpoint)), cookie);
	}
	if (seg->options & TCPSIM_OPTION_MSS)
		cookie->mss = seg->mss;
	if (!has_cookie)
		return;
	cookie->n = seg->cookie_octets;
	cookie->is_experimental = seg->is_experimental;
	memcpy(cookie->octets, seg->cookie, sizeof cookie->octets);
}
