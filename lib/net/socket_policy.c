/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stddef.h>

#include "socket_private.h"

/* Policies of sockets: the host's, until an option gives one setting its own value. */

/* .given has a bit for each setting. */
G_STATIC_ASSERT(sizeof(struct tcpsim_policy) / sizeof(int64_t) <= 64 * TCPSIM_GIVEN_WORDS);

static uint64_t
bit_of(const struct tcpsim_setting *setting)
{
	return UINT64_C(1) << setting->offset / sizeof(int64_t) % 64;
}

/* The word that has it. */
static uint64_t *
given(struct tcpsim_own_policy *own, const struct tcpsim_setting *setting)
{
	return &own->given[setting->offset / sizeof(int64_t) / 64];
}

const struct tcpsim_policy *
tcpsim_sock_policy(const struct tcpsim_sock *sock, const struct tcpsim_policy *shared)
{
	return sock->own != NULL ? &sock->own->policy : shared;
}

void
tcpsim_own_policy_release(struct tcpsim_own_policy *own)
{
	if (own != NULL && --own->references == 0)
		g_free(own);
}

/* A policy that is the socket's alone. */
static struct tcpsim_own_policy *
own_policy(const struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_own_policy *own;

	if (sock->own != NULL && sock->own->references == 1)
		return sock->own;
	own = g_new0(struct tcpsim_own_policy, 1);
	if (sock->own != NULL)
		*own = *sock->own;
	else
		own->policy = net->hosts[sock->host]->policy;
	own->references = 1;
	tcpsim_own_policy_release(sock->own);
	sock->own = own;
	if (sock->datagrams != NULL)
		sock->datagrams->policy = &own->policy;
	return own;
}

void
tcpsim_cork_begin(const struct tcpsim_net *net, struct tcpsim_sock *sock, bool is_corked, struct tcpsim_cork *cork)
{
	cork->before = sock->own;
	cork->policy = (struct tcpsim_own_policy){
		.policy = *tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy),
		.references = 1,
	};
	cork->policy.policy.cork = is_corked;
	sock->own = &cork->policy;
}

void
tcpsim_cork_end(struct tcpsim_sock *sock, const struct tcpsim_cork *cork)
{
	sock->own = cork->before;
}

/* What waits for Nagle's sake leaves, even under a cork (tcp(7) of Linux, TCP_NODELAY). */
static void
push(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_cork cork;

	tcpsim_cork_begin(net, sock, false, &cork);
	tcpsim_call_set_option(net, endpoint, false, net->line);
	tcpsim_cork_end(sock, &cork);
}

/*
 * The engine reads most settings when it needs them, and is told of those that start something. Without Nagle, or a
 * cork, what waits may be sent. A listener is made anew in any case.
 */
static void
apply(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct tcpsim_setting *setting)
{
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	if (endpoint == NULL)
		return;
	if (setting->offset == offsetof(struct tcpsim_policy, keepalive) ||
		setting->offset == offsetof(struct tcpsim_policy, keepalive_idle_us) ||
		setting->offset == offsetof(struct tcpsim_policy, user_timeout_us) ||
		tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS))
		tcpsim_call_set_option(net, endpoint, true, net->line);
	else if (setting->offset == offsetof(struct tcpsim_policy, cork))
		tcpsim_call_set_option(net, endpoint, false, net->line);
	else if (setting->offset == offsetof(struct tcpsim_policy, nagle) && sock->own->policy.nagle == 0)
		push(net, sock, endpoint);
}

int
tcpsim_sock_set(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct tcpsim_setting *setting, int64_t value)
{
	struct tcpsim_own_policy *own;

	if (value < setting->min || value > setting->max)
		return -EINVAL;
	own = own_policy(net, sock);
	*given(own, setting) |= bit_of(setting);
	tcpsim_policy_set(&own->policy, setting, value);
	apply(net, sock, setting);
	return 0;
}

void
tcpsim_sock_unset(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct tcpsim_setting *setting)
{
	struct tcpsim_own_policy *own;

	if (sock->own == NULL || (*given(sock->own, setting) & bit_of(setting)) == 0)
		return;
	own = own_policy(net, sock);
	*given(own, setting) &= ~bit_of(setting);
	tcpsim_policy_set(&own->policy, setting, tcpsim_policy_get(&net->hosts[sock->host]->policy, setting));
	apply(net, sock, setting);
}

/* Who shares a policy adopts the value more than once: that does no harm. */
bool
tcpsim_sock_adopt(struct tcpsim_sock *sock, const struct tcpsim_setting *setting, int64_t value)
{
	if (sock->own == NULL)
		return true;
	if (*given(sock->own, setting) & bit_of(setting))
		return false;
	tcpsim_policy_set(&sock->own->policy, setting, value);
	return true;
}

void
tcpsim_socks_adopt(struct tcpsim_net *net, uint16_t host, const struct tcpsim_setting *setting, int64_t value)
{
	const struct tcpsim_host *owner = net->hosts[host];

	for (uint32_t i = 0; i < owner->n_socks; i++)
		if (owner->socks[i] != NULL)
			tcpsim_sock_adopt(owner->socks[i], setting, value);
}
