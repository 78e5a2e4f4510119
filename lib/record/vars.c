/* SPDX-License-Identifier: MIT */
#include "lib/record/record_private.h"

void
tcpsim_told_init(struct told *told)
{
	told->last = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

void
tcpsim_told_clear(struct told *told)
{
	g_hash_table_destroy(told->last);
}

struct tcpsim_vars *
tcpsim_told_vars(struct told *told, const struct tcpsim_record *record)
{
	gint64 key = (gint64)((guint64)record->host << 48 | (guint64)record->local_port << 32 | record->connection);
	struct tcpsim_vars *vars = g_hash_table_lookup(told->last, &key);
	gint64 *own_key;

	if (vars != NULL)
		return vars;
	vars = g_new0(struct tcpsim_vars, 1);
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		vars->deadline_us[i] = TCPSIM_TIME_NONE;
	own_key = g_new(gint64, 1);
	*own_key = key;
	g_hash_table_insert(told->last, own_key, vars);
	return vars;
}
