/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"

/* Options of the original program, as scripts have them in their first lines, and what each means here. */

enum meaning {
	MEANING_NOTHING,     /* of a kernel, a device or a terminal: accepted */
	MEANING_PARSED,      /* it was minded when the script was read */
	MEANING_SKIPPED,     /* of a way to play that there is none of here */
	MEANING_IP_VERSION,
	MEANING_BIND_PORT,
	MEANING_CONNECT_PORT,
	MEANING_MTU,
	MEANING_MSS,
	MEANING_TOLERANCE_USECS,
	MEANING_TOLERANCE_PERCENT,
	MEANING_TS_TICK,
	MEANING_STRICT,
	MEANING_DRY,
};

static const struct {
	char name[24];
	enum meaning meaning;
} options[] = {
	{ "bind_port", MEANING_BIND_PORT },
	{ "connect_port", MEANING_CONNECT_PORT },
	{ "D", MEANING_PARSED },
	{ "debug", MEANING_NOTHING },
	{ "define", MEANING_PARSED },
	{ "dry_run", MEANING_DRY },
	{ "gateway_ip", MEANING_NOTHING },
	{ "hop_limit", MEANING_NOTHING },
	{ "init_scripts", MEANING_NOTHING },
	{ "ip_version", MEANING_IP_VERSION },
	{ "local_ip", MEANING_NOTHING },
	{ "local_ipv4", MEANING_NOTHING },
	{ "local_ipv6", MEANING_NOTHING },
	{ "local_linkaddr", MEANING_NOTHING },
	{ "mss", MEANING_MSS },
	{ "mtu", MEANING_MTU },
	{ "netdev_ip", MEANING_NOTHING },
	{ "netmask_ip", MEANING_NOTHING },
	{ "nic_offload", MEANING_NOTHING },
	{ "no_cleanup", MEANING_NOTHING },
	{ "non_fatal", MEANING_NOTHING },
	{ "persistent_tun_dev", MEANING_NOTHING },
	{ "remote_ip", MEANING_NOTHING },
	{ "remote_ipv4", MEANING_NOTHING },
	{ "remote_ipv6", MEANING_NOTHING },
	{ "send_omit_free", MEANING_NOTHING },
	{ "so_filename", MEANING_SKIPPED },
	{ "so_flags", MEANING_SKIPPED },
	{ "speed", MEANING_NOTHING },
	{ "strict_segments", MEANING_STRICT },
	{ "tcp_ts_ecr_scaled", MEANING_NOTHING },
	{ "tcp_ts_tick_usecs", MEANING_TS_TICK },
	{ "tolerance_percent", MEANING_TOLERANCE_PERCENT },
	{ "tolerance_usecs", MEANING_TOLERANCE_USECS },
	{ "tun_dev", MEANING_NOTHING },
	{ "udp_encaps", MEANING_SKIPPED },
	{ "verbose", MEANING_NOTHING },
	{ "wire_client", MEANING_SKIPPED },
	{ "wire_client_dev", MEANING_SKIPPED },
	{ "wire_client_device", MEANING_SKIPPED },
	{ "wire_server", MEANING_SKIPPED },
	{ "wire_server_at", MEANING_SKIPPED },
	{ "wire_server_dev", MEANING_SKIPPED },
	{ "wire_server_device", MEANING_SKIPPED },
	{ "wire_server_ip", MEANING_SKIPPED },
	{ "wire_server_port", MEANING_SKIPPED },
};

/* What an option's value is refused with. */
static bool
refuse(struct play *play, const struct pkt_option_line *line, const char *wanted)
{
	return tcpsim_pkt_skip(play, &line->loc, "script option --%s: %s", line->name, wanted);
}

static bool
take_number(struct play *play, const struct pkt_option_line *line, uint64_t max, uint64_t *value)
{
	if (line->value != NULL && g_ascii_string_to_unsigned(line->value, 10, 0, max, value, NULL))
		return true;
	return refuse(play, line, "it needs a number that is not too large");
}

static bool
take_percent(struct play *play, const struct pkt_option_line *line)
{
	char *end = NULL;
	double value = line->value == NULL ? -1 : g_ascii_strtod(line->value, &end);

	if (!(value >= 0 && value <= 100) || *end != '\0')
		return refuse(play, line, "it needs a number from 0 to 100");
	play->config.tolerance_percent = value;
	return true;
}

static bool
take_ip_version(struct play *play, const struct pkt_option_line *line, struct tcpsim_policy *policy)
{
	const char *value = line->value != NULL ? line->value : "";

	play->config.is_mapped = strcmp(value, "ipv4-mapped-ipv6") == 0;
	if (strcmp(value, "ipv6") == 0)
		policy->ip = TCPSIM_IPV6;
	else if (strcmp(value, "ipv4") == 0 || play->config.is_mapped)
		policy->ip = TCPSIM_IPV4;
	else
		return refuse(play, line, "it is ipv4, ipv4-mapped-ipv6 or ipv6");
	return true;
}

static bool
take_setting(struct play *play, const struct pkt_option_line *line, struct tcpsim_policy *policy, const char *name)
{
	uint64_t value = 0;

	if (!take_number(play, line, INT32_MAX, &value))
		return false;
	if (tcpsim_policy_set(policy, tcpsim_setting_find(name), (int64_t)value) != 0)
		return refuse(play, line, "no such size is possible");
	return true;
}

/* Whether a switch is on: `--strict_segments` or `--strict_segments=1`. */
static bool
is_on(const struct pkt_option_line *line)
{
	return line->value == NULL || (strcmp(line->value, "0") != 0 && strcmp(line->value, "false") != 0);
}

static bool
take_port(struct play *play, const struct pkt_option_line *line, uint16_t *port)
{
	uint64_t value = 0;

	if (!take_number(play, line, UINT16_MAX, &value))
		return false;
	*port = (uint16_t)value;
	return true;
}

static bool
take_us(struct play *play, const struct pkt_option_line *line, int64_t *us)
{
	uint64_t value = 0;

	if (!take_number(play, line, INT32_MAX, &value))
		return false;
	*us = (int64_t)value;
	return true;
}

static bool
take(struct play *play, const struct pkt_option_line *line, enum meaning meaning, struct tcpsim_policy *policy)
{
	struct pkt_config *config = &play->config;

	switch (meaning) {
	case MEANING_NOTHING:
	case MEANING_PARSED:
		break;
	case MEANING_SKIPPED:
		return tcpsim_pkt_skip(play, &line->loc, "script option --%s", line->name);
	case MEANING_IP_VERSION:
		return take_ip_version(play, line, policy);
	case MEANING_BIND_PORT:
		return take_port(play, line, &config->bind_port);
	case MEANING_CONNECT_PORT:
		return take_port(play, line, &config->connect_port);
	case MEANING_MTU:
		return take_setting(play, line, policy, "mtu");
	case MEANING_MSS:
		return take_setting(play, line, policy, "mss");
	case MEANING_TOLERANCE_USECS:
		return take_us(play, line, &config->tolerance_us);
	case MEANING_TOLERANCE_PERCENT:
		return take_percent(play, line);
	case MEANING_TS_TICK:
		return take_us(play, line, &config->ts_tick_us);
	case MEANING_STRICT:
		config->strict_segments = is_on(line);
		break;
	case MEANING_DRY:
		config->is_dry = is_on(line);
		break;
	}
	return true;
}

static bool
take_line(struct play *play, const struct pkt_option_line *line, struct tcpsim_policy *policy)
{
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
		if (strcmp(options[i].name, line->name) == 0)
			return take(play, line, options[i].meaning, policy);
	}
	return tcpsim_pkt_skip(play, &line->loc, "script option --%s, which is unknown", line->name);
}

bool
tcpsim_pkt_configure(struct play *play, struct tcpsim_policy *policy)
{
	const GPtrArray *lines = play->drill->options;

	play->config = (struct pkt_config){
		.tolerance_us = 4000,
		.tolerance_percent = 12.5,
		.bind_port = 8080,
		.connect_port = 8080,
	};
	for (guint i = 0; i < lines->len; i++) {
		if (!take_line(play, (const struct pkt_option_line *)g_ptr_array_index(lines, i), policy))
			return false;
	}
	if (!tcpsim_pkt_settings(play, policy))
		return false;
	play->config.ip = (uint8_t)policy->ip;
	play->config.mtu = (uint32_t)policy->mtu;
	play->config.mss = (uint32_t)policy->mss;
	return true;
}

bool
tcpsim_pkt_is_option(struct tcpsim_nearest *nearest)
{
	bool is_one = false;

	for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
		is_one = is_one || strcmp(options[i].name, nearest->word) == 0;
		tcpsim_nearest_try(nearest, options[i].name);
	}
	return is_one;
}
