/* SPDX-License-Identifier: MIT */
#include "socket_private.h"

/* Options that are no setting of the policy: most sockets are given none of them, and have no room for any. */

static const struct tcpsim_kept at_first = {
	.values = { [TCPSIM_KEPT_RCVLOWAT] = 1, [TCPSIM_KEPT_SNDLOWAT] = 1 },
};

int64_t
tcpsim_kept_get(const struct tcpsim_sock *sock, enum tcpsim_kept_name name)
{
	return sock->kept != NULL ? sock->kept->values[name] : at_first.values[name];
}

void
tcpsim_kept_set(struct tcpsim_sock *sock, enum tcpsim_kept_name name, int64_t value)
{
	if (sock->kept == NULL)
		sock->kept = g_memdup2(&at_first, sizeof at_first);
	sock->kept->values[name] = value;
}

void
tcpsim_kept_inherit(struct tcpsim_sock *sock, const struct tcpsim_sock *listener)
{
	if (listener->kept != NULL)
		sock->kept = g_memdup2(listener->kept, sizeof *listener->kept);
}
