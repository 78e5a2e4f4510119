# SPDX-License-Identifier: MIT
"""What is to be colored in scenarios, and whether the TextMate grammar does so.

highlight.py SRCDIR EXPECTED FILE...: writes a line for each token, FILE LINE COLUMN GROUP, for another editor to be held
against. Tokens are those of lib/scenario/scan.l, words those of lib/scenario/words.c and of the headers: all are read here
in another way than docs/generate_syntax has them, so that a mistake there shows.
"""
import json
import re
import sys

STATEMENTS = set("scenario note use set host link vary at when drop hold delay duplicate reorder mark corrupt expect always "
                 "allow run in".split())
SCOPES = {
    "Comment": "comment.line.double-slash", "String": "string.quoted.double", "Field": "entity.other.attribute-name",
    "Vary": "variable.parameter", "State": "constant.language.state", "Kind": "support.type.kind",
    "Variable": "variable.language", "Statement": "keyword.control", "Keyword": "keyword.other",
    "Setting": "support.variable.setting", "Invariant": "support.function.invariant",
    "Control": "support.constant.control", "Number": "constant.numeric", "Operator": "keyword.operator",
}
# scan.l, rule by rule; the longest match counts, of equals the first.
TOKENS = [
    ("Comment", r"//[^\n]*"),
    ("Operator", r"<->|->|<=|=<|>=|!=|[<>={}:,#+]"),
    ("String", r'"(?:[^"\\\n]|\\[^\n])*"'),
    ("Vary", r"\$[A-Za-z_](?:[A-Za-z_0-9]|-[A-Za-z_0-9])*"),
    ("Word", r"[A-Za-z_](?:[A-Za-z_0-9]|[-+.][A-Za-z_0-9])*"),
    ("Number", r"[0-9](?:[A-Za-z_0-9]|%|[./][A-Za-z_0-9])*"),
    ("", r"[ \t]+|."),
]


def read(srcdir, path):
    with open(srcdir + "/" + path, encoding="utf-8") as file:
        return file.read()


def word_lists(srcdir):
    """The words of each group, from the sources."""
    words = read(srcdir, "lib/scenario/words.c")
    keywords = set(re.findall(r'\{ "([a-z-]+)", T_\w+ \}', words))
    names = words[words.index("tcpsim_scn_variable_name"):words.index("tcpsim_scn_socket_call_name")]
    states = read(srcdir, "include/tcpsim/state.h")
    states = re.findall(r"^\tTCPSIM_(\w+),$", states, re.M)
    invariants = read(srcdir, "include/tcpsim/invariant.h")
    invariants = re.findall(r"^\tTCPSIM_(\w+),$", invariants, re.M)
    settings = re.findall(r'^\t[A-Z]+\(\w+,\s*"([a-z0-9-]+)",', read(srcdir, "lib/engine/policy.c"), re.M)
    lists = {
        "Statement": STATEMENTS, "Keyword": keywords - STATEMENTS,
        "Variable": set(re.findall(r'return "(\S+)";', names)),
        "State": {name.replace("_", "-") for name in states},
        "Invariant": {name.replace("_", "-").lower() for name in invariants},
        "Setting": set(settings) - keywords,
        "Kind": set("SYN SYN+ACK ACK DATA FIN RST PROBE ANY URG ECE CWR DATAGRAM ICMP".split()),
    }
    assert STATEMENTS <= keywords and len(keywords) > 100 and len(lists["Setting"]) > 50, "the sources are not as they were"
    assert len(lists["State"]) == 11 and len(lists["Invariant"]) > 20 and len(lists["Variable"]) == 16
    return lists


def scan(line):
    """The tokens of a line: where, text, kind."""
    at = 0
    while at < len(line):
        best = max((re.compile(pattern).match(line, at) for _, pattern in TOKENS), key=lambda m: len(m.group()) if m else -1)
        kind = next(kind for kind, pattern in TOKENS if (m := re.compile(pattern).match(line, at)) and m.end() == best.end())
        if kind:
            yield at, best.group(), kind
        at = best.end()


def group_of(kind, text, rest, in_segment, lists):
    if kind != "Word":
        return kind
    if in_segment and re.match(r"[ \t]*=", rest):
        return "Field"
    for group, words in lists.items():
        if text in words:
            return group
    return "Control" if in_segment else None


def expected(line, lists):
    """What each token of a line is to be: where, text, group or None for a name."""
    in_segment = False
    for at, text, kind in scan(line):
        rest = line[at + len(text):]
        if text == "<" and re.match(r"[ \t]*[A-Za-z]+[ \t]*=", rest):
            in_segment = True
        elif text == ">":
            in_segment = False
        yield at, text, group_of(kind, text, rest, in_segment, lists)


class Grammar:
    """As much of a TextMate grammar as this one uses: matches, and one begin and end."""

    def __init__(self, text):
        self.grammar = json.loads(text)
        repository = self.grammar["repository"]
        segment = repository["segment"]
        self.begin, self.end = re.compile(segment["begin"]), re.compile(segment["end"])
        self.outside = [(re.compile(rule["match"]), rule["name"]) for rule in repository["rules"]["patterns"]]
        self.inside = [(re.compile(rule["match"]), rule["name"]) for rule in segment["patterns"]]

    def scopes(self, line):
        """The scope of each character of a line."""
        result, at, in_segment = [""] * len(line), 0, False
        while at < len(line):
            first = (self.end if in_segment else self.begin, "keyword.operator.tcpsim")
            found = [(m.start(), i, m, name) for i, (pattern, name) in
                     enumerate([first] + (self.inside if in_segment else self.outside)) if (m := pattern.search(line, at))]
            if not found:
                break
            start, i, match, name = min(found, key=lambda entry: entry[:2])
            result[start:match.end()] = [name] * (match.end() - start)
            in_segment = in_segment != (i == 0)
            at = max(match.end(), at + (match.end() == start))
        return result


def main():
    srcdir, out, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    lists = word_lists(srcdir)
    grammar = Grammar(read(srcdir, "docs/highlight/vscode/syntaxes/tcpsim.tmLanguage.json"))
    package = json.loads(read(srcdir, "docs/highlight/vscode/package.json"))["contributes"]
    for path in [package["languages"][0]["configuration"], package["grammars"][0]["path"]]:
        json.loads(read(srcdir, "docs/highlight/vscode/" + path))
    wrong = 0
    with open(out, "w", encoding="utf-8") as rows:
        for path in sorted(files):
            with open(path, encoding="utf-8") as file:
                lines = file.read().split("\n")
            for number, line in enumerate(lines, 1):
                scopes = grammar.scopes(line)
                for at, text, group in expected(line, lists):
                    if group:
                        rows.write("%s\t%d\t%d\t%s\n" % (path, number, len(line[:at].encode()) + 1, group))
                    want = SCOPES[group] + ".tcpsim" if group else ""
                    got = set(scopes[at:at + len(text)])
                    if got != {want}:
                        wrong += 1
                        if wrong <= 20:
                            print("%s:%d:%d: %s is %s, not %s" % (path, number, at + 1, text, got, want or "a name"))
    return wrong > 0


sys.exit(main())
