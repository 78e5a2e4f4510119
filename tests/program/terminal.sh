#!/bin/sh
# SPDX-License-Identifier: MIT
# Color on terminals only and never against NO_COLOR; ASCII where the locale has no more.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

escape=$(printf '\033')
unset NO_COLOR
TERM=xterm
export TERM

# colored WANTED HOW COMMAND... -- whether there are escapes in what it says.
colored()
{
	wanted=$1
	how=$2
	shift 2
	"$@" >"$scratch/out" 2>&1 </dev/null
	if grep -q "$escape" "$scratch/out"; then is=yes; else is=no; fi
	[ "$is" = "$wanted" ] || finding "$how: color $is, not $wanted"
}

# in_terminal COMMAND -- run a command line with a terminal for its output.
in_terminal()
{
	script -qec "$1" /dev/null
}

colored no "in a file" "$program" run figure/06
colored yes "--color=always" "$program" run --color=always figure/06
colored yes "--color always with NO_COLOR" env NO_COLOR=1 "$program" run --color always figure/06
if script -qec true /dev/null >/dev/null 2>&1; then
	colored yes "in a terminal" in_terminal "$program run figure/06"
	colored no "--color=never" in_terminal "$program run --color=never figure/06"
	colored no "NO_COLOR" in_terminal "NO_COLOR=1 $program run figure/06"
	colored yes "empty NO_COLOR" in_terminal "NO_COLOR= $program run figure/06"
	colored no "TERM=dumb" in_terminal "TERM=dumb $program run figure/06"
	colored no "no TERM" in_terminal "unset TERM; $program run figure/06"
fi
"$program" run --color=always --explain lost-last-ack | sed "s/$escape\[[0-9;]*m//g" >"$scratch/stripped"
"$program" run --color=never --explain lost-last-ack | cmp -s - "$scratch/stripped" || finding "color changes the text"

# A file is the same everywhere; a screen gets what it can show.
LC_ALL=C "$program" run --explain lost-last-ack >"$scratch/c"
grep -q '│' "$scratch/c" || finding "no lifelines in a file"
"$program" run --ascii --explain lost-last-ack | LC_ALL=C grep -n '[^ -~]' | sed 3q | findings "no ASCII with --ascii"
if script -qec true /dev/null >/dev/null 2>&1; then
	in_terminal "LC_ALL=C $program run --color=never lost-last-ack" | tr -d '\r' | LC_ALL=C grep -n '[^ -~]' | sed 3q |
		findings "no ASCII in a terminal with the C locale"
	if [ "$(LC_ALL=C.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ]; then
		in_terminal "LC_ALL=C.UTF-8 $program run lost-last-ack" >"$scratch/utf8"
		grep -q '│' "$scratch/utf8" || finding "no lifelines in a terminal with UTF-8"
	fi
fi

# How far an exploration is is told in one line, which is written again and again: it must not go on in the next.
if script -qec true /dev/null >/dev/null 2>&1 && timeout --foreground 1 true 2>/dev/null; then
	in_terminal "stty cols 30; timeout --foreground -s INT 2 $program explore -q --random 1000000000 -c on hazard/18 >/dev/null" |
		tr '\r' '\n' | sed "s/$escape\[K//" >"$scratch/out"
	says out '^hazard/18-fin-wait-2-for-ever'
	grep -n '^hazard.\{24,\}' "$scratch/out" | sed 2q | findings "the progress line is wider than the terminal"
fi

# What users send, and what titles say, cannot reach the terminal as a command to it.
scenario evil <<'END'
note "é"
at 1s client send "é日本"
END
"$program" run --ascii "$scratch/evil.scn" >"$scratch/out" 2>&1 || finding "UTF-8 in strings: exit status $?"
LC_ALL=C grep -n '[^ -~]' "$scratch/out" | findings "strings with UTF-8 and --ascii"
verdict "docs/tcpsim.1 says when there is color and UTF-8."
