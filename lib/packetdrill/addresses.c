/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <string.h>

#include "lib/packetdrill/calls_private.h"

/* Addresses of sockets, as scripts write them. */

/* `inet_addr("192.0.2.1")`, `inet_pton(AF_INET6, "2001:db8::1")`: the string in it, or NULL. */
static const char *
string_in(const struct pkt_expression *expression)
{
	if (expression->kind == PKT_STRING)
		return expression->text;
	if (expression->kind != PKT_APPLIED || expression->items->len == 0)
		return NULL;
	if (strcmp(expression->text, "inet_addr") != 0 && strcmp(expression->text, "inet_pton") != 0)
		return NULL;
	return string_in((const struct pkt_expression *)expression->items->pdata[expression->items->len - 1]);
}

static bool
is_any(const struct pkt_expression *expression)
{
	static const char names[][20] = { "INADDR_ANY", "IN6ADDR_ANY_INIT", "in6addr_any" };

	if (expression->kind == PKT_APPLIED && expression->items->len == 1)
		return is_any((const struct pkt_expression *)expression->items->pdata[0]);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (expression->kind == PKT_WORD && strcmp(expression->text, names[i]) == 0)
			return true;
	return expression->kind == PKT_INTEGER && expression->value == 0;
}

static bool
read_address(struct pkt_run *run, const struct pkt_expression *expression, struct pkt_sockaddr *address)
{
	const char *text = string_in(expression);

	memset(address->address, 0, sizeof address->address);
	address->has_address = true;
	if (is_any(expression))
		return true;
	if (text != NULL && inet_pton(AF_INET, text, address->address) == 1) {
		address->version = 4;
		return true;
	}
	if (text != NULL && inet_pton(AF_INET6, text, address->address) == 1) {
		address->version = 6;
		return true;
	}
	return tcpsim_pkt_odd(run->play, expression, "an address");
}

/* The member that has any of these names. */
static const struct pkt_expression *
member_of(const struct pkt_expression *expression, const char *name, const char *other, size_t place)
{
	const struct pkt_expression *found = tcpsim_pkt_member(expression, name, place);

	return found != NULL ? found : tcpsim_pkt_member(expression, other, place);
}

bool
tcpsim_pkt_sockaddr(struct pkt_run *run, const struct pkt_expression *expression, struct pkt_sockaddr *address)
{
	const struct pkt_expression *member;

	*address = (struct pkt_sockaddr){ .is_open = tcpsim_pkt_is_open(expression), .family = -1, .port = -1 };
	if (address->is_open)
		return true;
	if (expression->kind != PKT_STRUCT)
		return tcpsim_pkt_odd(run->play, expression, "an address");
	member = member_of(expression, "sa_family", "sin_family", 0);
	if (member == NULL)
		member = tcpsim_pkt_member(expression, "sin6_family", 0);
	if (!tcpsim_pkt_is_open(member) && !tcpsim_pkt_number(run->play, member, &address->family))
		return false;
	member = member_of(expression, "sin_port", "sin6_port", 1);
	if (!tcpsim_pkt_is_open(member) && !tcpsim_pkt_number(run->play, member, &address->port))
		return false;
	member = member_of(expression, "sin_addr", "sin6_addr", 2);
	return tcpsim_pkt_is_open(member) || read_address(run, member, address);
}

/* What the script calls its ends: packetdrill's own addresses, or those of --local_ip and --remote_ip. */
const char *
tcpsim_pkt_name_of_end(const struct play *play, uint16_t host)
{
	static const char ours[2][2][20] = {
		{ "192.168.0.1", "fd3d:fa7b:d17d::" }, { "192.0.2.1", "2001:db8::1" },
	};
	const GPtrArray *options = play->drill->options;
	const char *found = ours[host == PKT_SCRIPT][play->config.ip == TCPSIM_IPV6];

	for (size_t i = 0; i < options->len; i++) {
		const struct pkt_option_line *option = (const struct pkt_option_line *)options->pdata[i];

		if (option->value != NULL && strcmp(option->name, host == PKT_SCRIPT ? "remote_ip" : "local_ip") == 0)
			found = option->value;
	}
	return found;
}

static void
bytes_of_end(const struct play *play, uint16_t host, uint8_t bytes[16])
{
	bool is_6 = play->config.ip == TCPSIM_IPV6;

	memset(bytes, 0, 16);
	if (host != TCPSIM_NO_HOST)
		inet_pton(is_6 ? AF_INET6 : AF_INET, tcpsim_pkt_name_of_end(play, host), bytes);
}

/* The same address: IPv4's may be written as one of IPv6 that maps it. */
static bool
is_address(const struct pkt_sockaddr *address, const uint8_t bytes[16], bool is_6)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (address->version == 6 && !is_6)
		return memcmp(address->address, mapped, sizeof mapped) == 0 &&
			memcmp(address->address + 12, bytes, 4) == 0;
	return memcmp(address->address, bytes, 16) == 0;
}

bool
tcpsim_pkt_compare_sockaddr(struct pkt_run *run, const struct pkt_expression *expression, uint16_t host, uint16_t port)
{
	bool is_6 = run->play->config.ip == TCPSIM_IPV6;
	bool is_family_6 = is_6 || run->play->config.is_mapped;
	struct pkt_sockaddr told;
	char got[96];
	int64_t family;
	uint8_t bytes[16];

	if (!tcpsim_pkt_sockaddr(run, expression, &told))
		return false;
	bytes_of_end(run->play, host, bytes);
	tcpsim_pkt_constant_value(run->system, is_family_6 ? PKT_C_AF_INET6 : PKT_C_AF_INET, &family);
	if (told.is_open || ((told.family < 0 || told.family == family) && (told.port < 0 || told.port == port) &&
		(!told.has_address || is_address(&told, bytes, is_6))))
		return true;
	g_snprintf(got, sizeof got, "{sa_family=%s, %s=htons(%u), %s=%s(\"%s%s\")}",
		is_family_6 ? "AF_INET6" : "AF_INET", is_family_6 ? "sin6_port" : "sin_port", (unsigned)port,
		is_family_6 ? "sin6_addr" : "sin_addr", is_family_6 ? "inet_pton" : "inet_addr",
		is_family_6 && !is_6 ? "::ffff:" : "",
		host == TCPSIM_NO_HOST ? is_6 ? "::" : "0.0.0.0" : tcpsim_pkt_name_of_end(run->play, host));
	return tcpsim_pkt_compare_fails(run, expression, got, "the address");
}
