/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* A host's sockets, as its administrator sees them. */

/* Those that are a listener again are not there, for the RFC it is that listener. */
tcpsim_socket
tcpsim_net_next_socket(const struct tcpsim_net *net, uint16_t host, tcpsim_socket after)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, after);
	uint32_t i = after == 0 ? tcpsim_host_at(net, host)->first : TCPSIM_NO_INDEX;

	if (endpoint != NULL)
		i = endpoint->next;
	while (i != TCPSIM_NO_INDEX) {
		endpoint = tcpsim_endpoint_asleep(net, i);
		if ((endpoint->flags & TCPSIM_ENDPOINT_WAITING) == 0)
			return tcpsim_endpoint_handle(endpoint);
		i = endpoint->next;
	}
	return 0;
}

bool
tcpsim_net_ends(const struct tcpsim_net *net, tcpsim_socket socket, struct tcpsim_ends *ends)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);

	if (endpoint == NULL)
		return false;
	*ends = (struct tcpsim_ends){
		.host = tcpsim_endpoint_host(endpoint),
		.port = tcpsim_endpoint_port(endpoint),
		.peer = tcpsim_endpoint_peer(endpoint),
		.peer_port = tcpsim_endpoint_peer_port(endpoint),
		.state = (enum tcpsim_state)endpoint->tcb->state,
		.connection = endpoint->connection,
	};
	return true;
}

enum tcpsim_error
tcpsim_net_drop(struct tcpsim_net *net, tcpsim_socket socket, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);
	enum tcpsim_error error;

	if (endpoint == NULL || (endpoint->flags & (TCPSIM_ENDPOINT_LISTENER | TCPSIM_ENDPOINT_WAITING)) != 0)
		return TCPSIM_ERROR_NO_CONNECTION;
	if (endpoint->sock != NULL)
		endpoint->sock->error = ECONNABORTED;
	error = tcpsim_call_end(net, endpoint, TCPSIM_CALL_ABORT, line);
	tcpsim_net_settle(net);
	return error;
}
