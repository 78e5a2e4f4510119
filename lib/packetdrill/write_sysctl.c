/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/setting.h>

#include "lib/packetdrill/write_private.h"

/* A setting as the command that gives it to a kernel: the table of sysctl.def, the other way round. */

enum system {
	LINUX,
	FREEBSD,
};

static const struct {
	enum system system;
	int64_t unit; /* of NUMBER; 0: .values */
	char name[56];
	char setting[24];
	char values[40];
} rows[] = {
#define NUMBER(system, name, setting, unit) { system, unit, name, setting, "" },
#define CHOICE(system, name, setting, values) { system, 0, name, setting, values },
#define PART(system, name, setting, i, unit) { system, 0, name, "", "" },
#define SPECIAL(system, name, kind)
#define IDLE(system, name, why)
#define ONLY(system, name, values, why)
#define UNPLAYED(system, name, why)
#include "lib/packetdrill/sysctl.def"
};

/* A knob that sets more than one thing would change the other, too. */
static bool
is_for_one(const char *name)
{
	unsigned n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		n += strcmp(rows[i].name, name) == 0;
	return n == 1;
}

/* Of `0=off 1=on` the number that means this; NULL if there is none. Free with g_free(). */
static char *
number_of_choice(const char *values, const struct tcpsim_setting *setting, int64_t value)
{
	char *written = tcpsim_setting_format(setting, value);
	char **choices = g_strsplit(values, " ", -1);
	char *number = NULL;

	for (char **choice = choices; *choice != NULL && number == NULL; choice++) {
		const char *equal = strchr(*choice, '=');

		if (equal != NULL && strcmp(equal + 1, written) == 0)
			number = g_strndup(*choice, (gsize)(equal - *choice));
	}
	g_strfreev(choices);
	g_free(written);
	return number;
}

char *
tcpsim_pkt_sysctl_for(const char *profile, const struct tcpsim_setting *setting, int64_t value)
{
	enum system system = strcmp(profile, "freebsd") == 0 ? FREEBSD : LINUX;
	char *number = NULL, *command = NULL;

	if (strcmp(setting->name, "initial-window") == 0) /* a route's; few kernels have a knob */
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(rows) && number == NULL; i++) {
		if (rows[i].system != system || strcmp(rows[i].setting, setting->name) != 0 ||
			!is_for_one(rows[i].name))
			continue;
		if (rows[i].unit == 0)
			number = number_of_choice(rows[i].values, setting, value);
		else if (rows[i].unit > 0 && value != TCPSIM_UNLIMITED && value % rows[i].unit == 0)
			number = g_strdup_printf("%" G_GINT64_FORMAT, value / rows[i].unit);
		if (number != NULL)
			command = g_strdup_printf("sysctl -q -w %s=%s", rows[i].name, number);
	}
	g_free(number);
	return command;
}
