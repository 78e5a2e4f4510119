/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "lib/packetdrill/socket_options.h"

/* getsockopt() and setsockopt(). */

/* ---- finding the option ---- */

static bool
is_level(const struct pkt_run *run, enum pkt_option_level level, int64_t value)
{
	switch (level) {
	case PKT_LEVEL_SOCKET:
		return tcpsim_pkt_is(run->system, PKT_C_SOL_SOCKET, value);
	case PKT_LEVEL_TCP:
		return tcpsim_pkt_is(run->system, PKT_C_IPPROTO_TCP, value);
	case PKT_LEVEL_IP:
		return tcpsim_pkt_is(run->system, PKT_C_IPPROTO_IP, value);
	case PKT_LEVEL_IPV6:
		break;
	}
	return tcpsim_pkt_is(run->system, PKT_C_IPPROTO_IPV6, value);
}

/* The option as the script calls it, for a sentence. */
static const char *
words_of(const struct pkt_expression *argument)
{
	return argument->kind == PKT_WORD ? argument->text : "an option without a name";
}

static const struct pkt_socket_option *
find_option(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);
	const struct pkt_socket_option *options;
	int64_t level, name;
	size_t n;

	if (!tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 1), &level) ||
		!tcpsim_pkt_number(run->play, argument, &name))
		return NULL;
	options = tcpsim_pkt_socket_options(&n);
	for (size_t i = 0; i < n; i++)
		if (is_level(run, options[i].level, level) && tcpsim_pkt_is(run->system, options[i].name, name))
			return &options[i];
	tcpsim_pkt_skip(run->play, &argument->loc, "%s() of %s", run->call->name, words_of(argument));
	return NULL;
}

/* .n is the option's place in the table. */
static bool
read_option(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);
	const struct pkt_socket_option *option = find_option(run);
	size_t n;

	if (option == NULL)
		return false;
	run->n = option - tcpsim_pkt_socket_options(&n);
	if (option->kind == PKT_SOCKOPT_UNPLAYED)
		return tcpsim_pkt_skip(
			run->play, &argument->loc, "%s: %s", tcpsim_pkt_constant_name(option->name), option->why);
	return true;
}

static const struct pkt_socket_option *
option_of(const struct pkt_run *run)
{
	size_t n;

	return &tcpsim_pkt_socket_options(&n)[run->n];
}

/* ---- what is kept here ---- */

static int64_t *
kept(struct pkt_descriptor *descriptor, enum pkt_constant option)
{
	struct pkt_kept fresh = { option, 0 };

	if (descriptor->kept == NULL)
		descriptor->kept = g_array_new(FALSE, FALSE, sizeof fresh);
	for (size_t i = 0; i < descriptor->kept->len; i++) {
		struct pkt_kept *found = &g_array_index(descriptor->kept, struct pkt_kept, i);

		if (found->option == option)
			return &found->value;
	}
	g_array_append_val(descriptor->kept, fresh);
	return &g_array_index(descriptor->kept, struct pkt_kept, descriptor->kept->len - 1).value;
}

/* ---- setsockopt() ---- */

/* The value in `[1]`, or 1. */
static const struct pkt_expression *
value_of(const struct pkt_run *run)
{
	const struct pkt_expression *value = tcpsim_pkt_argument(run, 3);

	while (value != NULL && value->kind == PKT_LIST && value->items->len == 1)
		value = (const struct pkt_expression *)value->items->pdata[0];
	return value;
}

static bool
read_pair(struct pkt_run *run, const char *first, const char *second, int64_t values[2])
{
	const struct pkt_expression *value = value_of(run);
	const struct pkt_expression *a = tcpsim_pkt_member(value, first, 0), *b = tcpsim_pkt_member(value, second, 1);

	if (a == NULL || b == NULL)
		return tcpsim_pkt_odd(run->play, value, tcpsim_pkt_constant_name(option_of(run)->name));
	return tcpsim_pkt_number(run->play, a, &values[0]) && tcpsim_pkt_number(run->play, b, &values[1]);
}

/* A congestion control by its name. */
static bool
read_name(struct pkt_run *run)
{
	const struct pkt_expression *value = value_of(run);
	int number;

	if (value->kind != PKT_STRING)
		return tcpsim_pkt_odd(run->play, value, tcpsim_pkt_constant_name(option_of(run)->name));
	if (!tcpsim_pkt_congestion_control(value->text, &number))
		return tcpsim_pkt_skip(run->play, &value->loc, "congestion control %s", value->text);
	run->values[0] = number;
	return true;
}

/* Only the stack that is there can be asked for. */
static bool
read_stack(struct pkt_run *run)
{
	const struct pkt_expression *value = value_of(run);
	const struct pkt_expression *name = tcpsim_pkt_member(value, "function_set_name", 0);

	if (name == NULL || name->kind != PKT_STRING)
		return tcpsim_pkt_odd(run->play, value, "TCP_FUNCTION_BLK");
	return strcmp(name->text, "freebsd") == 0 || strcmp(name->text, "default") == 0 ||
		tcpsim_pkt_skip(run->play, &name->loc, "TCP stack %s", name->text);
}

static bool
read_value(struct pkt_run *run)
{
	const struct pkt_expression *value = value_of(run);

	if (tcpsim_pkt_is_open(value))
		return tcpsim_pkt_skip(run->play, &run->call->loc, "setsockopt() without a value");
	switch (option_of(run)->kind) {
	case PKT_SOCKOPT_NUMBER:
	case PKT_SOCKOPT_KEPT:
	case PKT_SOCKOPT_STATUS:
		return tcpsim_pkt_number(run->play, value, &run->values[0]);
	case PKT_SOCKOPT_LINGER:
		return read_pair(run,
			value->kind == PKT_STRUCT && tcpsim_pkt_member(value, "l_onoff", SIZE_MAX) != NULL ? "l_onoff"
													   : "onoff",
			tcpsim_pkt_member(value, "l_linger", SIZE_MAX) != NULL ? "l_linger" : "linger", run->values);
	case PKT_SOCKOPT_TIMEOUT:
		return read_pair(run, "tv_sec", "tv_usec", run->values);
	case PKT_SOCKOPT_CONGESTION:
		return read_name(run);
	case PKT_SOCKOPT_STACK:
		return read_stack(run);
	case PKT_SOCKOPT_INFO:
	case PKT_SOCKOPT_UNPLAYED:
		break;
	}
	return true;
}

static bool
read_set(struct pkt_run *run)
{
	return read_option(run) && read_value(run);
}

static int64_t
set_number(struct pkt_run *run, const struct pkt_socket_option *option)
{
	int number = (int)CLAMP(run->values[0], INT_MIN, INT_MAX);

	return tcpsim_sys_setsockopt(
		run->play->net, PKT_TESTED, run->descriptor->fd, option->target, &number, sizeof number);
}

static int64_t
set_linger(struct pkt_run *run)
{
	struct tcpsim_linger linger = { (int)run->values[0], (int)CLAMP(run->values[1], INT_MIN, INT_MAX) };

	return tcpsim_sys_setsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_LINGER, &linger,
		sizeof linger);
}

/* POSIX: EDOM where the microseconds are too many. */
static int64_t
set_timeout(struct pkt_run *run, const struct pkt_socket_option *option)
{
	int64_t us = CLAMP(run->values[0], 0, INT32_MAX) * 1000000;

	if (run->values[1] < 0 || run->values[1] >= 1000000)
		return -EDOM;
	us += run->values[1];
	return tcpsim_sys_setsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, option->target, &us, sizeof us);
}

static int64_t
try_set(struct pkt_run *run)
{
	const struct pkt_socket_option *option = option_of(run);

	switch (option->kind) {
	case PKT_SOCKOPT_NUMBER:
	case PKT_SOCKOPT_CONGESTION:
		return set_number(run, option);
	case PKT_SOCKOPT_LINGER:
		return set_linger(run);
	case PKT_SOCKOPT_TIMEOUT:
		return set_timeout(run, option);
	case PKT_SOCKOPT_KEPT:
		*kept(run->descriptor, option->name) = run->values[0];
		return 0;
	case PKT_SOCKOPT_STACK:
		return 0;
	case PKT_SOCKOPT_STATUS:
	case PKT_SOCKOPT_INFO:
	case PKT_SOCKOPT_UNPLAYED:
		break;
	}
	return -ENOPROTOOPT;
}

/* ---- getsockopt() ---- */

static int64_t
get_number(struct pkt_run *run, const struct pkt_socket_option *option)
{
	int number = 0;
	int result = tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, option->target, &number,
		sizeof number);

	run->values[0] = number;
	if (option->target == TCPSIM_SO_ERROR)
		run->values[0] = tcpsim_pkt_errno_value(run->system, number);
	return result;
}

/* SO_TYPE, SO_DOMAIN, SO_PROTOCOL: numbers of the system. */
static int64_t
get_status(struct pkt_run *run, const struct pkt_socket_option *option)
{
	const struct pkt_descriptor *descriptor = run->descriptor;
	enum pkt_constant constant;

	if (option->name == PKT_C_SO_TYPE)
		constant = descriptor->is_datagram ? PKT_C_SOCK_DGRAM : PKT_C_SOCK_STREAM;
	else if (option->name == PKT_C_SO_DOMAIN)
		constant = descriptor->family == 6 ? PKT_C_AF_INET6 : PKT_C_AF_INET;
	else
		constant = descriptor->is_datagram ? PKT_C_IPPROTO_UDP : PKT_C_IPPROTO_TCP;
	tcpsim_pkt_constant_value(run->system, constant, &run->values[0]);
	return 0;
}

static int64_t
get_linger(struct pkt_run *run)
{
	struct tcpsim_linger linger = { 0, 0 };
	int result = tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_LINGER, &linger,
		sizeof linger);

	run->values[0] = linger.is_on;
	run->values[1] = linger.seconds;
	return result;
}

static int64_t
get_timeout(struct pkt_run *run, const struct pkt_socket_option *option)
{
	int64_t us = 0;
	int result =
		tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, option->target, &us, sizeof us);

	run->values[0] = us / 1000000;
	run->values[1] = us % 1000000;
	return result;
}

static int64_t
try_get(struct pkt_run *run)
{
	const struct pkt_socket_option *option = option_of(run);

	switch (option->kind) {
	case PKT_SOCKOPT_NUMBER:
	case PKT_SOCKOPT_CONGESTION:
		return get_number(run, option);
	case PKT_SOCKOPT_STATUS:
		return get_status(run, option);
	case PKT_SOCKOPT_LINGER:
		return get_linger(run);
	case PKT_SOCKOPT_TIMEOUT:
		return get_timeout(run, option);
	case PKT_SOCKOPT_KEPT:
		run->values[0] = *kept(run->descriptor, option->name);
		return 0;
	case PKT_SOCKOPT_INFO:
	case PKT_SOCKOPT_STACK:
		return 0;
	case PKT_SOCKOPT_UNPLAYED:
		break;
	}
	return -ENOPROTOOPT;
}

/* Both members of a struct that was written. */
static bool
compare_pair(struct pkt_run *run, const char *const names[4])
{
	const struct pkt_expression *value = value_of(run);

	if (tcpsim_pkt_is_open(value))
		return true;
	if (value->kind != PKT_STRUCT)
		return tcpsim_pkt_odd(run->play, value, tcpsim_pkt_constant_name(option_of(run)->name));
	for (size_t i = 0; i < 2; i++) {
		const struct pkt_expression *member = tcpsim_pkt_member(value, names[i], i);

		if (member == NULL)
			member = tcpsim_pkt_member(value, names[i + 2], i);
		if (!tcpsim_pkt_compare_number(run, member, run->values[i], names[i]))
			return false;
	}
	return true;
}

static bool
compare_congestion(struct pkt_run *run)
{
	const struct pkt_expression *value = value_of(run);
	const char *name = tcpsim_pkt_congestion_name(run->play, (int)run->values[0]);
	char *got;

	if (tcpsim_pkt_is_open(value) || (value->kind == PKT_STRING && tcpsim_pkt_same_congestion(value->text, name)))
		return true;
	if (value->kind != PKT_STRING)
		return tcpsim_pkt_odd(run->play, value, "TCP_CONGESTION");
	got = g_strdup_printf("\"%s\"", name);
	tcpsim_pkt_compare_fails(run, value, got, "TCP_CONGESTION");
	g_free(got);
	return false;
}

/* What is in a tcp_info is looked at by code; its members are not compared in a call. */
static bool
compare_value(struct pkt_run *run)
{
	static const char *const linger[] = { "onoff", "linger", "l_onoff", "l_linger" };
	static const char *const timeout[] = { "tv_sec", "tv_usec", "tv_sec", "tv_usec" };
	const struct pkt_socket_option *option = option_of(run);
	const struct pkt_expression *value = value_of(run);

	switch (option->kind) {
	case PKT_SOCKOPT_NUMBER:
	case PKT_SOCKOPT_STATUS:
	case PKT_SOCKOPT_KEPT:
		return tcpsim_pkt_compare_number(run, value, run->values[0], tcpsim_pkt_constant_name(option->name));
	case PKT_SOCKOPT_LINGER:
		return compare_pair(run, linger);
	case PKT_SOCKOPT_TIMEOUT:
		return compare_pair(run, timeout);
	case PKT_SOCKOPT_CONGESTION:
		return compare_congestion(run);
	case PKT_SOCKOPT_INFO:
	case PKT_SOCKOPT_STACK:
	case PKT_SOCKOPT_UNPLAYED:
		break;
	}
	return tcpsim_pkt_is_open(value) || tcpsim_pkt_skip(run->play, &value->loc, "members of %s in getsockopt()",
		tcpsim_pkt_constant_name(option->name));
}

/* The length that is written, where the script tells it: octets of an int or of two. */
static bool
compare_get(struct pkt_run *run, int64_t result)
{
	const struct pkt_socket_option *option = option_of(run);
	const struct pkt_expression *length = tcpsim_pkt_argument(run, 4);
	int64_t octets = 4;

	if (result < 0)
		return true;
	if (!compare_value(run))
		return false;
	if (option->kind == PKT_SOCKOPT_INFO || option->kind == PKT_SOCKOPT_STACK ||
		option->kind == PKT_SOCKOPT_CONGESTION)
		return true;
	if (option->kind == PKT_SOCKOPT_LINGER)
		octets = 8;
	else if (option->kind == PKT_SOCKOPT_TIMEOUT)
		octets = 16;
	return tcpsim_pkt_compare_number(run, length, octets, "the length");
}

static const struct pkt_handler handlers[] = {
	{ "setsockopt", 5, 5, true, read_set, try_set, NULL },
	{ "getsockopt", 5, 5, true, read_option, try_get, compare_get },
};

const struct pkt_handler *
tcpsim_pkt_option_handler(const char *name)
{
	return tcpsim_pkt_handler_in(handlers, G_N_ELEMENTS(handlers), name);
}
