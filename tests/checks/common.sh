# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the checks on the code share; each begins with: . "${TCPSIM_SRCDIR:-.}/tests/checks/common.sh"
# They are plain sh, awk, nm and the compiler. 0 is good, 1 says what is wrong and where, 77 says what is missing.

set -u
LC_ALL=C
export LC_ALL
srcdir=${TCPSIM_SRCDIR:-.}
builddir=${TCPSIM_BUILDDIR:-.}
check=${0##*/}
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM
: >"$scratch/findings"

# find_sources FOLDER... -- the C files, grammar and headers below, without what flex and bison wrote.
find_sources()
{
	(cd "$srcdir" && find "$@" -type f \( -name '*.[chly]' -o -name '*.def' \) ! -name parse.c ! -name parse.h ! -name scan.c) |
		sort
}

# finding TEXT -- note something wrong.
finding()
{
	printf '%s\n' "$*" >>"$scratch/findings"
}

# findings WHAT -- note every line of standard input, if any, as something wrong.
findings()
{
	sed "s|^|$1: |" >>"$scratch/findings"
}

# code_of FILE -- its text without comments and without what stands in strings, line by line.
code_of()
{
	awk -v keep_strings="${2-}" '
	{
		out = ""; n = length($0)
		for (i = 1; i <= n; i++) {
			c = substr($0, i, 1); two = substr($0, i, 2)
			if (in_comment) { if (two == "*/") { in_comment = 0; i++ } continue }
			if (quote != "") {
				if (keep_strings != "") out = out c
				if (c == "\\") { if (keep_strings != "") out = out substr($0, i + 1, 1); i++ }
				else if (c == quote) { if (keep_strings == "") out = out c; quote = "" }
				continue
			}
			if (two == "/*") { in_comment = 1; i++; continue }
			if (two == "//") break
			if (c == "\"" || c == "\047") quote = c
			out = out c
		}
		quote = ""
		print out
	}' "$srcdir/$1"
}

skip()
{
	echo "$check: skipped: $*"
	exit 77
}

# verdict WHY -- end the check: with the findings and why they matter, or well.
verdict()
{
	[ -s "$scratch/findings" ] || exit 0
	cat "$scratch/findings"
	echo "$check: $*"
	exit 1
}
