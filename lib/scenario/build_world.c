/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/build_private.h"

/* Hosts, links and what varies. */

static bool
is_outside_blocks(struct scn_parser *p, const struct tcpsim_place *loc, const char *what)
{
	if (p->blocks->len == 0)
		return true;
	tcpsim_scn_error(p, loc, "%s stands outside of all in blocks", what);
	return false;
}

struct scn_host *
tcpsim_scn_build_new_host(struct scn_parser *p, const struct tcpsim_place *loc, const char *name)
{
	struct scn_host *host = tcpsim_scn_alloc(p->memory, sizeof(*host));

	host->loc = *loc;
	host->name = name;
	return host;
}

static bool
is_given_once(struct scn_parser *p, const void *before, const struct tcpsim_place *loc)
{
	size_t n;
	const char *text = tcpsim_text_at(p->source, loc, &n);

	if (before == NULL)
		return true;
	tcpsim_scn_error(p, loc, "%.*s stands twice in this line", (int)(n < 40 ? n : 40), text);
	return false;
}

void
tcpsim_scn_build_isns(struct scn_parser *p, struct scn_host *host, const struct tcpsim_place *loc,
	struct scn_list *isns)
{
	if (!is_given_once(p, host->isns, loc))
		return;
	host->n_isns = isns->n;
	host->isns = tcpsim_scn_build_array(p, isns);
}

void
tcpsim_scn_build_host_profile(
	struct scn_parser *p, struct scn_host *host, const struct tcpsim_place *loc, const struct scn_value *profile)
{
	if (is_given_once(p, host->profile, &(struct tcpsim_place){ loc->line, loc->column,
		(uint32_t)strlen("profile") }))
		host->profile = profile;
}

/* What keeps a host line from being taken; the caller's to free, or NULL. */
static char *
objection(const struct scn_parser *p, const struct scn_host *host)
{
	if (strlen(host->name) > SCN_MAX_HOST_NAME)
		return g_strdup_printf("the name of a host has at most %d characters", SCN_MAX_HOST_NAME);
	if (strchr(host->name, '.') != NULL)
		return g_strdup("the name of a host has no point: behind one stands the name of a socket");
	if (g_hash_table_contains(p->host_index, host->name))
		return g_strdup_printf("there is a host %s already", host->name);
	if (p->hosts->len == SCN_MAX_HOSTS)
		return g_strdup_printf("there are more than %d hosts", SCN_MAX_HOSTS);
	return NULL;
}

void
tcpsim_scn_build_host(struct scn_parser *p, struct scn_host *host)
{
	char *words;

	if (!is_outside_blocks(p, &host->loc, "a host")) {
		p->hosts_unsure = true;
		return;
	}
	words = objection(p, host);
	if (words != NULL) {
		p->hosts_unsure = true;
		tcpsim_scn_error_take(p, &host->loc, words);
		return;
	}
	g_ptr_array_add(p->hosts, host);
	g_hash_table_insert(p->host_index, (gpointer)host->name, GUINT_TO_POINTER(p->hosts->len));
}

struct scn_link *
tcpsim_scn_build_new_link(struct scn_parser *p, const struct scn_who_pair *pair)
{
	struct scn_link *link = tcpsim_scn_alloc(p->memory, sizeof(*link));

	link->a = pair->a;
	link->b = pair->b;
	link->is_both = pair->is_both;
	return link;
}

void
tcpsim_scn_build_link_time(
	struct scn_parser *p, const struct scn_sum **place, const struct tcpsim_place *loc, const struct scn_sum *time)
{
	if (is_given_once(p, *place, loc))
		*place = time;
}

void
tcpsim_scn_build_link_value(
	struct scn_parser *p, const struct scn_value **place, const struct tcpsim_place *loc,
		const struct scn_value *value)
{
	if (is_given_once(p, *place, loc))
		*place = value;
}

void
tcpsim_scn_build_link(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_link *link)
{
	tcpsim_scn_build_line(p, loc, SCN_LINE_LINK)->link = *link;
}

/* Two values of one text could not be told apart; a text that is no good name for a case is no value. */
static bool
are_good_values(struct scn_parser *p, const struct scn_vary *vary)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	bool good = true;

	for (size_t i = 0; good && i < vary->n_values; i++) {
		const struct scn_value *value = vary->values[i];

		good = false;
		if (value->kind == SCN_VARY)
			tcpsim_scn_error(p, &value->loc,
				"a value that is varied is written out, it cannot be another one's $NAME");
		else if (memchr(value->text, '\0', value->text_n) != NULL ||
			!g_utf8_validate(value->text, (gssize)value->text_n, NULL))
			tcpsim_scn_error(p, &value->loc, "a value that is varied is UTF-8 without NULs");
		else if (!g_hash_table_add(seen, (gpointer)value->text))
			tcpsim_scn_error(p, &value->loc, "%.40s is among these values already", value->text);
		else
			good = true;
	}
	g_hash_table_destroy(seen);
	return good;
}

void
tcpsim_scn_build_vary(struct scn_parser *p, const struct tcpsim_place *loc, const char *name, struct scn_list *values)
{
	struct scn_vary *vary = tcpsim_scn_alloc(p->memory, sizeof(*vary));

	vary->loc = *loc;
	vary->name = name;
	vary->n_values = values->n;
	vary->values = tcpsim_scn_build_array(p, values);
	vary->setting = tcpsim_setting_find(name);
	if (!is_outside_blocks(p, loc, "a vary line"))
		return;
	if (g_hash_table_contains(p->vary_index, name)) {
		tcpsim_scn_error(p, loc, "%.40s is varied already", name);
		return;
	}
	if (!are_good_values(p, vary))
		p->varies_unsure = true;
	g_ptr_array_add(p->varies, vary);
	g_hash_table_insert(p->vary_index, (gpointer)name, GUINT_TO_POINTER(p->varies->len));
}
