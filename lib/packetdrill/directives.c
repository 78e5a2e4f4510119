/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/setting.h>

#include "lib/packetdrill/parse_private.h"

/* `#ifdef` and its kin; `// tcpsim: profile linux`; what -D defines. */

#define MAX_CONDITIONS 100

void
tcpsim_pkt_define(struct pkt_parser *p, const char *text)
{
	const char *equal = strchr(text, '=');
	struct pkt_define *define = tcpsim_pkt_alloc(p->memory, sizeof(*define));
	size_t n = equal != NULL ? (size_t)(equal - text) : strlen(text);

	define->name = tcpsim_pkt_copy(p->memory, text, n);
	if (equal != NULL) {
		char *fit = g_utf8_make_valid(equal + 1, -1);

		define->value = tcpsim_pkt_copy(p->memory, fit, strlen(fit));
		g_free(fit);
	}
	g_hash_table_replace(p->defines, (gpointer)define->name, define);
}

/* By -D, or as the profile's name in capitals. */
static bool
is_defined(const struct pkt_parser *p, const char *name)
{
	char *capitals = g_ascii_strup(p->profile, -1);
	bool is_profile = strcmp(capitals, name) == 0;

	g_free(capitals);
	return is_profile || g_hash_table_contains(p->defines, name);
}

static bool
is_reading(const struct pkt_parser *p)
{
	return p->conditions->len == 0 ||
		g_array_index(p->conditions, struct pkt_condition, p->conditions->len - 1).is_on;
}

static void
open_condition(struct pkt_parser *p, const struct tcpsim_place *loc, const char *name, bool wants)
{
	struct pkt_condition condition = { *loc, false, is_reading(p), false };

	if (p->conditions->len == MAX_CONDITIONS) {
		tcpsim_pkt_error(p, loc, "#ifdef is nested too deeply here");
		return;
	}
	if (name[0] == '\0')
		tcpsim_pkt_error(p, loc, "#ifdef and #ifndef have a name: #ifdef LINUX");
	condition.is_on = condition.is_outer && is_defined(p, name) == wants;
	g_array_append_val(p->conditions, condition);
}

static void
change_condition(struct pkt_parser *p, const struct tcpsim_place *loc, bool is_else)
{
	struct pkt_condition *last;

	if (p->conditions->len == 0) {
		tcpsim_pkt_error(p, loc, "%s without #ifdef", is_else ? "#else" : "#endif");
		return;
	}
	last = &g_array_index(p->conditions, struct pkt_condition, p->conditions->len - 1);
	if (!is_else) {
		g_array_set_size(p->conditions, p->conditions->len - 1);
	} else if (last->has_else) {
		tcpsim_pkt_error(p, loc, "a second #else");
	} else {
		last->has_else = true;
		last->is_on = last->is_outer && !last->is_on;
	}
}

/* Of these only `#ifdef` and its kin are known; other words behind a # are a comment. */
static bool
is_of_preprocessor(const char *word)
{
	static const char *const others[] = { "if", "elif", "elifdef", "define", "undef", "include", NULL };

	return g_strv_contains(others, word);
}

bool
tcpsim_pkt_condition(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text)
{
	struct tcpsim_place at = *loc;
	const char *hash = strchr(text, '#');
	char **words = g_strsplit_set(hash + 1, " \t", -1);
	const char *name = "";

	at.column += (uint32_t)(hash - text);
	at.length -= (uint32_t)(hash - text);
	for (size_t i = 1; words[i] != NULL && name[0] == '\0'; i++)
		name = words[i];
	if (strcmp(words[0], "ifdef") == 0 || strcmp(words[0], "ifndef") == 0)
		open_condition(p, &at, name, words[0][2] == 'd');
	else if (strcmp(words[0], "else") == 0 || strcmp(words[0], "endif") == 0)
		change_condition(p, &at, words[0][1] == 'l');
	else if (is_of_preprocessor(words[0]) && is_reading(p))
		tcpsim_pkt_error(p, &at, "#%s is not known, there are #ifdef, #ifndef, #else and #endif", words[0]);
	g_strfreev(words);
	return is_reading(p);
}

void
tcpsim_pkt_dropped(struct pkt_parser *p, const char *text)
{
	text += strspn(text, " \t\r\n");
	p->has_dropped = p->has_dropped || (*text != '\0' && !g_str_has_prefix(text, "//"));
}

void
tcpsim_pkt_conditions_end(struct pkt_parser *p)
{
	for (guint i = 0; i < p->conditions->len; i++)
		tcpsim_pkt_error(p, &g_array_index(p->conditions, struct pkt_condition, i).loc, "this has no #endif");
}

/* ---- `// tcpsim: ...` ---- */

static void
check_profile(struct pkt_parser *p, const struct tcpsim_place *loc, const char *name)
{
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	if (tcpsim_profile_find(name) != NULL)
		return;
	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, profiles[i].name);
	tcpsim_pkt_unknown(p, loc, "profile", &nearest);
}

/* Words of a directive, and where each stands. */
struct directive {
	GPtrArray *words; /* char * */
	GArray *locs;     /* struct tcpsim_place */
};

static const char *
word_of(const struct directive *directive, guint i)
{
	return g_ptr_array_index(directive->words, i);
}

static const struct tcpsim_place *
loc_of(const struct directive *directive, guint i)
{
	return &g_array_index(directive->locs, struct tcpsim_place, i);
}

/* Split what stands `at` into the comment `text` at `loc`. */
static struct directive
split(const struct tcpsim_place *loc, const char *text, const char *at)
{
	struct directive directive = { g_ptr_array_new_with_free_func(g_free),
		g_array_new(FALSE, FALSE, sizeof(struct tcpsim_place)) };

	for (at += strspn(at, " \t"); *at != '\0'; at += strspn(at, " \t")) {
		size_t n = strcspn(at, " \t");
		struct tcpsim_place place = { loc->line, loc->column + (uint32_t)g_utf8_strlen(text, at - text),
			(uint32_t)g_utf8_strlen(at, (gssize)n) };

		g_ptr_array_add(directive.words, g_strndup(at, n));
		g_array_append_val(directive.locs, place);
		at += n;
	}
	return directive;
}

static void
check_setting(struct pkt_parser *p, const struct directive *directive)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	const struct tcpsim_setting *setting = tcpsim_setting_find(word_of(directive, 1));
	struct tcpsim_nearest nearest = tcpsim_nearest_of(word_of(directive, 1));
	int64_t ignored;
	char *words;

	if (setting != NULL) {
		words = tcpsim_setting_parse(setting, word_of(directive, 2), &ignored);
		if (words != NULL)
			tcpsim_pkt_error_take(p, loc_of(directive, 2), words);
		return;
	}
	for (size_t i = 0; i < n; i++)
		tcpsim_nearest_try(&nearest, settings[i].name);
	tcpsim_pkt_unknown(p, loc_of(directive, 1), "setting", &nearest);
}

static void
check_directive(struct pkt_parser *p, const struct directive *directive)
{
	static const char *const all[] = { "profile", "profiles", "set", NULL };
	const char *name = word_of(directive, 0);
	guint n = directive->words->len;

	if (strcmp(name, "profile") == 0 && n == 2)
		check_profile(p, loc_of(directive, 1), word_of(directive, 1));
	else if (strcmp(name, "profiles") == 0 && n > 1)
		for (guint i = 1; i < n; i++)
			check_profile(p, loc_of(directive, i), word_of(directive, i));
	else if (strcmp(name, "set") == 0 && n == 3)
		check_setting(p, directive);
	else if (g_strv_contains(all, name))
		tcpsim_pkt_error(p, loc_of(directive, 0), "write profile NAME, profiles NAME NAME, or set NAME VALUE");
	else
		tcpsim_pkt_unknown_of(p, loc_of(directive, 0), "directive", name, all);
}

/* The words of a directive, with one blank between two. */
static char *
joined(struct pkt_parser *p, const struct directive *directive)
{
	GString *out = g_string_new(NULL);
	char *copy;

	for (guint i = 0; i < directive->words->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", word_of(directive, i));
	copy = tcpsim_pkt_copy(p->memory, out->str, out->len);
	g_string_free(out, TRUE);
	return copy;
}

static void
take_directive(struct pkt_parser *p, const struct tcpsim_place *loc, const struct directive *directive)
{
	struct tcpsim_place *place = tcpsim_pkt_alloc(p->memory, sizeof(*place));

	if (directive->words->len == 0) {
		tcpsim_pkt_error(p, loc, "behind tcpsim: stands profile NAME, profiles NAME NAME, or set NAME VALUE");
		return;
	}
	check_directive(p, directive);
	*place = *loc_of(directive, 0);
	g_ptr_array_add(p->drill->directives, joined(p, directive));
	g_ptr_array_add(p->drill->directive_locs, place);
	if (!p->is_profile_given && tcpsim_pkt_profile_of(p->drill) != NULL)
		p->profile = tcpsim_pkt_profile_of(p->drill);
}

void
tcpsim_pkt_comment(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text)
{
	static const char mark[] = "tcpsim:";
	const char *at = text + strspn(text, "/ \t");
	struct directive directive;

	if (strncmp(at, mark, strlen(mark)) != 0 || p->replacing != NULL)
		return;
	directive = split(loc, text, at + strlen(mark));
	take_directive(p, loc, &directive);
	g_ptr_array_free(directive.words, TRUE);
	g_array_free(directive.locs, TRUE);
}

/* The first profile that `profile linux` or `profiles linux freebsd` names, or NULL. Static storage. */
static const char *
named_first(const char *directive)
{
	size_t n, prefix = strcspn(directive, " ");
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);
	const char *name = directive + prefix + strspn(directive + prefix, " ");
	size_t length = strcspn(name, " ");

	if (strncmp(directive, "profiles", prefix) != 0 || prefix < strlen("profile"))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (strlen(profiles[i].name) == length && strncmp(profiles[i].name, name, length) == 0)
			return profiles[i].name;
	return NULL;
}

const char *
tcpsim_pkt_profile_of(const struct tcpsim_drill *drill)
{
	const char *name = NULL;

	for (guint i = drill->directives->len; i-- > 0 && name == NULL;)
		name = named_first(g_ptr_array_index(drill->directives, i));
	return name;
}
