/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/info.h"

/*
 * Code: Python over snapshots of tcp_info. What stands in a script becomes one program, which somebody else runs: for
 * each place the numbers that were taken there, and the text as it stands.
 */

/*
 * The text may be indented as a whole, and begin behind the `%{`: the first form that compiles is it, the last for
 * those who wrote `print x`. Lines are those of the script. What it prints goes to where errors go. The status
 * of the program is 0, 1 if something does not hold, and 2 if something is no Python.
 */
static const char prelude[] =
	"import os\n"
	"import re\n"
	"import sys\n"
	"import textwrap\n"
	"\n"
	"out = sys.stdout\n"
	"sys.stdout = sys.stderr\n"
	"space = {'__name__': '__main__'}\n"
	"own = os.getpid()\n"
	"\n"
	"\n"
	"def fail(line, words, status=1):\n"
	"    out.write(ascii('%d: %s' % (line, ' '.join(words.split())))[1:-1] + '\\n')\n"
	"    out.flush()\n"
	"    sys.exit(status)\n"
	"\n"
	"\n"
	"def forms(text):\n"
	"    first, end, rest = text.partition('\\n')\n"
	"    yield first.lstrip() + end + textwrap.dedent(rest)\n"
	"    yield first.lstrip() + end + rest\n"
	"    yield textwrap.dedent(text)\n"
	"    yield re.sub(r'(?m)^([ \\t]*)print[ \\t]+([^(\\s].*)$', r'\\1print(\\2)',\n"
	"                 first.lstrip() + end + textwrap.dedent(rest))\n"
	"\n"
	"\n"
	"def compiled(line, text):\n"
	"    wrong = None\n"
	"    for form in forms(text):\n"
	"        try:\n"
	"            return compile('\\n' * (line - 1) + form, 'script', 'exec')\n"
	"        except (SyntaxError, ValueError) as error:\n"
	"            wrong = wrong or error\n"
	"    fail(getattr(wrong, 'lineno', None) or line, 'SyntaxError: %s' % getattr(wrong, 'msg', wrong), 2)\n"
	"\n"
	"\n"
	"def words_of(error, said, numbers):\n"
	"    words = said if isinstance(error, AssertionError) else type(error).__name__\n"
	"    if str(error):\n"
	"        words += ': ' + str(error)\n"
	"    told = ['%s is %d' % (name, numbers[name]) for name in numbers if re.search(r'\\b%s\\b' % name, said)]\n"
	"    return words + (' (%s)' % ', '.join(told) if told else '')\n"
	"\n"
	"\n"
	"def run(line, numbers, text):\n"
	"    code = compiled(line, text)\n"
	"    space.update(numbers)\n"
	"    try:\n"
	"        exec(code, space)\n"
	"    except SystemExit as error:\n"
	"        if error.code:\n"
	"            fail(line, 'exit %s' % error.code)\n"
	"    except BaseException as error:\n"
	"        at, trace = line, error.__traceback__\n"
	"        while trace is not None:\n"
	"            if trace.tb_frame.f_code.co_filename == 'script':\n"
	"                at = trace.tb_lineno\n"
	"            trace = trace.tb_next\n"
	"        lines = text.split('\\n')\n"
	"        said = lines[at - line].strip() if 0 <= at - line < len(lines) else ''\n"
	"        fail(at, words_of(error, said, numbers))\n"
	"\n"
	"\n";

/* Whoever got here has run all of it; a process that it has forked is another. */
static const char end_mark[] =
	"if os.getpid() == own:\n"
	"    out.write('" TCPSIM_DRILL_CODE_END "\\n')\n"
	"    out.flush()\n";

/* ---- words in the text ---- */

/* A name begins here: *n letters of it. What stands in a comment counts, too: it does no harm. */
static bool
next_name(const char **at, size_t *n)
{
	*at += *n;
	while (**at != '\0') {
		if (g_ascii_isalpha(**at) || **at == '_') {
			for (*n = 1; g_ascii_isalnum((*at)[*n]) || (*at)[*n] == '_';)
				++*n;
			return true;
		}
		while (g_ascii_isdigit(**at) && (g_ascii_isalnum((*at)[1]) || (*at)[1] == '_'))
			++*at;
		++*at;
	}
	return false;
}

static bool
skip_member(struct play *play, const struct pkt_event *event, const char *name, const char *near)
{
	if (near != NULL)
		return tcpsim_pkt_skip(play, &event->text_loc, "%s in code, did you mean tcpi_%s?", name, near);
	return tcpsim_pkt_skip(play, &event->text_loc, "%s in code: it cannot be told here", name);
}

/* A member of tcp_info that cannot be told is the end of it; a constant is one of the space's names. */
static bool
take_name(struct play *play, const struct pkt_event *event, const char *name)
{
	enum pkt_system system = tcpsim_pkt_system_of(play->profile->name);
	int constant = tcpsim_pkt_constant_find(name);
	int64_t value;

	if (g_str_has_prefix(name, "__tcpi_"))
		name += 2;
	if (g_str_has_prefix(name, "tcpi_") && !tcpsim_pkt_info_knows(system, name + 5))
		return skip_member(play, event, name, tcpsim_pkt_info_nearest(system, name + 5));
	if (constant >= 0 && tcpsim_pkt_constant_value(system, (enum pkt_constant)constant, &value))
		g_string_append_printf(play->code, "space['%s'] = %" G_GINT64_FORMAT "\n", name, value);
	return true;
}

static bool
take_names(struct play *play, const struct pkt_event *event)
{
	const char *at = event->text;
	size_t n = 0;

	while (next_name(&at, &n)) {
		char *name = g_strndup(at, n);
		bool goes_on = take_name(play, event, name);

		g_free(name);
		if (!goes_on)
			return false;
	}
	return true;
}

/* ---- the program ---- */

/* As a literal of octets: nothing in it can mean anything. */
static void
append_text(GString *code, const char *text)
{
	g_string_append(code, "b'");
	for (; *text != '\0'; text++) {
		if (g_ascii_isalnum(*text) || *text == ' ')
			g_string_append_c(code, *text);
		else
			g_string_append_printf(code, "\\x%02x", (unsigned)(uint8_t)*text);
	}
	g_string_append(code, "'.decode('utf-8', 'replace')");
}

static void
append_numbers(GString *code, const struct pkt_info *info)
{
	const char *name;
	int64_t value;

	g_string_append_c(code, '{');
	for (size_t i = 0; (name = tcpsim_pkt_info_member(info, i, &value)) != NULL; i++)
		g_string_append_printf(code, "'tcpi_%s': %" G_GINT64_FORMAT ", '__tcpi_%s': %" G_GINT64_FORMAT ", ",
			name, value, name, value);
	g_string_append_c(code, '}');
}

bool
tcpsim_pkt_code(struct play *play, const struct pkt_event *event)
{
	struct pkt_info info;

	if (play->options == NULL || !play->options->has_python)
		return tcpsim_pkt_skip(play, &event->text_loc, "code: there is no python3 to run it");
	if (!tcpsim_pkt_info_take(play, &info))
		return tcpsim_pkt_fail(
			play, &event->text_loc, NULL, "code wants to know of a socket, and none is open");
	if (play->code == NULL)
		play->code = g_string_new(prelude);
	if (!take_names(play, event))
		return false;
	g_string_append_printf(play->code, "run(%u, ", event->text_loc.line);
	append_numbers(play->code, &info);
	g_string_append(play->code, ", ");
	append_text(play->code, event->text);
	g_string_append(play->code, ")\n");
	return true;
}

void
tcpsim_pkt_code_end(struct play *play)
{
	if (play->code != NULL)
		g_string_append(play->code, end_mark);
	play->result->code = play->code != NULL ? g_string_free(play->code, FALSE) : NULL;
	play->code = NULL;
}
