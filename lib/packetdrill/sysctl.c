/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/commands_private.h"

/* sysctl: a knob of a system is a setting of the policy here, or nothing. */

enum sysctl_kind {
	SYSCTL_NUMBER,
	SYSCTL_CHOICE,
	SYSCTL_PART,
	SYSCTL_CONGESTION,       /* a congestion control by name */
	SYSCTL_FAST_OPEN_BITS,   /* net.ipv4.tcp_fastopen */
	SYSCTL_FAST_OPEN_SERVER, /* a switch for each half */
	SYSCTL_FAST_OPEN_CLIENT,
	SYSCTL_FAST_OPEN_KEY,
	SYSCTL_RATE_LIMIT,       /* one in so many milliseconds; 0 is no limit */
	SYSCTL_IDLE,
	SYSCTL_ONLY,
	SYSCTL_UNPLAYED,
};

static const struct row {
	int64_t unit;
	enum pkt_system system;
	enum sysctl_kind kind;
	uint8_t part;
	char name[56];
	char setting[24];
	char values[40];
	char why[72];
} rows[] = {
#define NUMBER(system, name, setting, unit) { unit, PKT_SYSTEM_##system, SYSCTL_NUMBER, 0, name, setting, "", "" },
#define CHOICE(system, name, setting, values) { 0, PKT_SYSTEM_##system, SYSCTL_CHOICE, 0, name, setting, values, "" },
#define PART(system, name, setting, i, unit) { unit, PKT_SYSTEM_##system, SYSCTL_PART, i, name, setting, "", "" },
#define SPECIAL(system, name, kind) { 0, PKT_SYSTEM_##system, SYSCTL_##kind, 0, name, "", "", "" },
#define IDLE(system, name, why) { 0, PKT_SYSTEM_##system, SYSCTL_IDLE, 0, name, "", "", why },
#define ONLY(system, name, values, why) { 0, PKT_SYSTEM_##system, SYSCTL_ONLY, 0, name, "", values, why },
#define UNPLAYED(system, name, why) { 0, PKT_SYSTEM_##system, SYSCTL_UNPLAYED, 0, name, "", "", why },
#include "lib/packetdrill/sysctl.def"
};

static bool
is_named(const struct row *row, const char *name)
{
	size_t n = strlen(row->name);

	if (row->name[n - 1] == '.' || row->name[n - 1] == '_')
		return strncmp(row->name, name, n) == 0;
	return strcmp(row->name, name) == 0;
}

/* ---- one setting ---- */

static bool
set(struct pkt_shell *shell, const char *name, int64_t value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(name);

	g_assert(setting != NULL);
	if (setting->kind == TCPSIM_SETTING_SWITCH)
		value = value != 0;
	if (tcpsim_net_set(shell->play->net, PKT_TESTED, setting, value, shell->loc->line) == 0)
		return true;
	return tcpsim_pkt_skip(shell->play, shell->loc, "sysctl: the setting %s cannot have that value", name);
}

/* As large as the kernels' own are, which leaves room for units. */
static bool
number_of(const char *text, int64_t *value)
{
	char *end;

	*value = g_ascii_strtoll(text, &end, 0);
	return end != text && *g_strchug(end) == '\0' && *value >= INT32_MIN && *value <= UINT32_MAX;
}

static bool
refuse(struct pkt_shell *shell, const char *name, const char *value, const char *why)
{
	return tcpsim_pkt_skip(shell->play, shell->loc, "sysctl %s=%s%s%s", name, value, *why != '\0' ? ": " : "", why);
}

/* A value of a setting by its word, or as a number. */
static bool
value_by_word(const struct pkt_shell *shell, const struct tcpsim_setting *setting, const char *word, int64_t *value)
{
	if (strcmp(word, "default") == 0) {
		*value = tcpsim_policy_get(&shell->play->profile->policy, setting);
		return true;
	}
	if (strcmp(word, "on") == 0 || strcmp(word, "off") == 0) {
		*value = strcmp(word, "on") == 0;
		return true;
	}
	for (int64_t i = 0; setting->kind == TCPSIM_SETTING_CHOICE && i <= setting->max; i++) {
		if (strcmp(setting->choices[i], word) == 0) {
			*value = i;
			return true;
		}
	}
	return number_of(word, value);
}

static bool
choose(struct pkt_shell *shell, const struct row *row, const char *name, const char *value)
{
	char **pairs = g_strsplit(row->values, " ", -1);
	char *begin = g_strconcat(value, "=", NULL);
	const char *word = NULL;
	int64_t chosen = 0;
	bool goes_on;

	for (size_t i = 0; pairs[i] != NULL; i++)
		if (g_str_has_prefix(pairs[i], begin))
			word = pairs[i] + strlen(begin);
	if (word != NULL && value_by_word(shell, tcpsim_setting_find(row->setting), word, &chosen))
		goes_on = set(shell, row->setting, chosen);
	else
		goes_on = refuse(shell, name, value, "");
	g_free(begin);
	g_strfreev(pairs);
	return goes_on;
}

/* ---- what is not one number ---- */

/* `4096 131072 6291456`. */
static bool
set_part(struct pkt_shell *shell, const struct row *row, const char *name, const char *value)
{
	char **parts = g_strsplit_set(value, " \t", -1);
	int64_t number = 0;
	size_t n = 0;
	bool is_there = false;

	for (size_t i = 0; parts[i] != NULL; i++)
		if (*parts[i] != '\0' && n++ == row->part)
			is_there = number_of(parts[i], &number);
	g_strfreev(parts);
	if (!is_there)
		return n > 0 && row->part >= n ? true : refuse(shell, name, value, "three numbers are expected");
	return set(shell, row->setting, row->unit < 0 ? number / -row->unit : number * row->unit);
}

static bool
set_congestion(struct pkt_shell *shell, const char *name, const char *value)
{
	int number;

	if (!tcpsim_pkt_congestion_control(value, &number))
		return refuse(shell, name, value, "there is no such congestion control here");
	return set(shell, "congestion-control", number);
}

static int64_t
fast_open_now(const struct pkt_shell *shell)
{
	return tcpsim_net_policy(shell->play->net, PKT_TESTED)->fast_open;
}

/* Each half by a switch of its own. */
static bool
set_fast_open_half(struct pkt_shell *shell, enum tcpsim_fast_open_use half, bool is_on)
{
	enum tcpsim_fast_open_use other =
		half == TCPSIM_FAST_OPEN_CLIENT ? TCPSIM_FAST_OPEN_SERVER : TCPSIM_FAST_OPEN_CLIENT;
	int64_t now = fast_open_now(shell);
	bool has_other = now == TCPSIM_FAST_OPEN_BOTH || now == (int64_t)other;

	if (is_on)
		return set(shell, "fast-open", has_other ? TCPSIM_FAST_OPEN_BOTH : half);
	return set(shell, "fast-open", has_other ? other : TCPSIM_FAST_OPEN_OFF);
}

/* ip-sysctl: 0x1 client, 0x2 server, 0x4 client without a cookie, 0x200 server without, 0x400 all listeners. */
static bool
set_fast_open_bits(struct pkt_shell *shell, const char *name, const char *value)
{
	int64_t bits;

	if (!number_of(value, &bits))
		return refuse(shell, name, value, "a number of 32 bits is expected");
	tcpsim_net_set_fast_listeners(shell->play->net, PKT_TESTED, (bits & 0x400) != 0);
	return set_fast_open_half(shell, TCPSIM_FAST_OPEN_CLIENT, (bits & 0x1) != 0) &&
		set_fast_open_half(shell, TCPSIM_FAST_OPEN_SERVER, (bits & 0x2) != 0) &&
		set(shell, "fast-open-cookieless", (bits & 0x204) != 0);
}

static bool
set_rate_limit(struct pkt_shell *shell, int64_t ms)
{
	if (ms == 0)
		return set(shell, "challenge-limit", TCPSIM_UNLIMITED);
	return set(shell, "challenge-limit", 1) && set(shell, "challenge-window", ms * 1000);
}

/* ---- the table ---- */

static bool
set_number(struct pkt_shell *shell, const struct row *row, const char *name, const char *value)
{
	int64_t number;

	if (!number_of(value, &number))
		return refuse(shell, name, value, "a number of 32 bits is expected");
	if (row->kind == SYSCTL_FAST_OPEN_SERVER || row->kind == SYSCTL_FAST_OPEN_CLIENT)
		return set_fast_open_half(shell, row->kind == SYSCTL_FAST_OPEN_SERVER ? TCPSIM_FAST_OPEN_SERVER :
			TCPSIM_FAST_OPEN_CLIENT, number != 0);
	return row->kind == SYSCTL_RATE_LIMIT ? set_rate_limit(shell, number)
					      : set(shell, row->setting, number * row->unit);
}

static bool
check_only(struct pkt_shell *shell, const struct row *row, const char *name, const char *value)
{
	char **values = g_strsplit(row->values, " ", -1);
	bool is_one = g_strv_contains((const char *const *)values, value);

	g_strfreev(values);
	return is_one || refuse(shell, name, value, row->why);
}

static bool
apply(struct pkt_shell *shell, const struct row *row, const char *name, const char *value)
{
	switch (row->kind) {
	case SYSCTL_NUMBER:
	case SYSCTL_FAST_OPEN_SERVER:
	case SYSCTL_FAST_OPEN_CLIENT:
	case SYSCTL_RATE_LIMIT:
		return set_number(shell, row, name, value);
	case SYSCTL_CHOICE:
		return choose(shell, row, name, value);
	case SYSCTL_PART:
		return set_part(shell, row, name, value);
	case SYSCTL_CONGESTION:
		return set_congestion(shell, name, value);
	case SYSCTL_FAST_OPEN_BITS:
		return set_fast_open_bits(shell, name, value);
	case SYSCTL_FAST_OPEN_KEY:
		return tcpsim_pkt_set_cookie_key(shell->play, value) || refuse(shell, name, value, "it is no key");
	case SYSCTL_IDLE:
		return true;
	case SYSCTL_ONLY:
		return check_only(shell, row, name, value);
	case SYSCTL_UNPLAYED:
		break;
	}
	return refuse(shell, name, value, row->why);
}

/* The first row of that name on any system; one with the whole name before one of a group. */
static const struct row *
find(const char *name)
{
	const struct row *found = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
		if (found == NULL && is_named(&rows[i], name))
			found = &rows[i];
	}
	return found;
}

static bool
skip_unknown(struct pkt_shell *shell, const char *name)
{
	const char *names[G_N_ELEMENTS(rows) + 1] = { NULL };
	const char *near;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		names[i] = rows[i].name;
	near = tcpsim_word_nearest(name, names);
	if (near != NULL)
		return tcpsim_pkt_skip(shell->play, shell->loc, "sysctl %s; did you mean %s?", name, near);
	return tcpsim_pkt_skip(shell->play, shell->loc, "sysctl %s", name);
}

bool
tcpsim_pkt_sysctl_knows(struct pkt_shell *shell, const char *name)
{
	enum pkt_system system = tcpsim_pkt_system_of(shell->play->profile->name);
	const struct row *row = find(name);

	if (row == NULL)
		return skip_unknown(shell, name);
	if (system != PKT_SYSTEM_NONE && system != row->system)
		return tcpsim_pkt_skip(shell->play, shell->loc, "sysctl %s, which the profile %s does not have", name,
			shell->play->profile->name);
	return true;
}

bool
tcpsim_pkt_sysctl_set(struct pkt_shell *shell, const char *name, const char *value)
{
	const struct row *row;

	if (!tcpsim_pkt_sysctl_knows(shell, name))
		return false;
	row = find(name);
	for (size_t i = (size_t)(row - rows); i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].name, row->name) == 0 && !apply(shell, &rows[i], name, value))
			return false;
	return true;
}
