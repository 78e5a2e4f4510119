#!/bin/sh
# SPDX-License-Identifier: MIT
# A gallery: pages of scenarios and the page that leads to them, in a directory that is nobody else's.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99

# has FILE TEXT -- a file has a line with that text.
has()
{
	grep -q -F -e "$2" "$1" || finding "$1 has no \"$2\""
}

# Two built-ins and a file of one's own, in a directory that is made with those above it.
mkdir mine
scenario mine/own </dev/null
gives 0 "$program" gallery -o deep/pages lesson/handshake two-way-old-syn mine/own.scn
says out '^deep/pages/index.html$'
silent err
for page in index lesson-handshake two-way-old-syn mine-own; do
	[ -s "deep/pages/$page.html" ] || finding "there is no page $page"
done
[ "$(ls deep/pages | wc -l)" -eq 4 ] || finding "there are other files than the four pages"
has deep/pages/index.html '<meta name="generator" content="tcpsim gallery">'
has deep/pages/index.html '<a href="lesson-handshake.html">'
has deep/pages/index.html '<a href="mine-own.html">A test</a>'
has deep/pages/lesson-handshake.html '<a href="index.html">'

# The same again is the same, and what else is there stays.
cp deep/pages/index.html before
echo mine >deep/pages/notes.txt
gives 0 "$program" gallery -o deep/pages lesson/handshake two-way-old-syn mine/own.scn
cmp -s before deep/pages/index.html || finding "a second run wrote another index"
[ "$(cat deep/pages/notes.txt)" = mine ] || finding "a file that is no page was touched"

# What is for exploring says so; nothing else does.
gives 0 "$program" gallery -o explored lesson/handshake hazard/16-blind-reset
[ "$(grep -c '<p class="explored">' explored/index.html)" -eq 1 ] || finding "not just one card says that it is for exploring"

# Of two scenarios that would have the same page the second gets another; one that cannot be read keeps no other away.
echo 'nonsense' >bad.scn
gives 2 "$program" gallery -o twice lesson/handshake bad.scn lesson/handshake
says err 'bad.scn:1:1: error:'
[ -s twice/lesson-handshake.html ] && [ -s twice/lesson-handshake-2.html ] || finding "there are no two pages of one name"
has twice/index.html '2 scenarios'

# No other directory is written to, and nothing but a directory.
mkdir full && echo text >full/index.html
gives 2 "$program" gallery -o full lesson/handshake
says err 'full has files in it and is no gallery'
silent out
[ "$(ls full)" = index.html ] && [ "$(cat full/index.html)" = text ] || finding "a directory that is no gallery was touched"
gives 2 "$program" gallery -o bad.scn lesson/handshake
says err 'cannot write to bad.scn'
gives 2 "$program" gallery lesson/handshake
says err '^tcpsim: -o DIR is missing'
# A name that nothing has: nothing is made, and all such names are told.
gives 2 "$program" gallery -o wrong lesson/handshake lesson/handshak3 nothing.scn
says err 'is called lesson/handshak3'
says err 'nothing.scn'
[ ! -e wrong ] || finding "a gallery was made in spite of a wrong name"
"$program" gallery -o piped - <mine/own.scn >out 2>err || finding "standard input is not taken: $(cat err)"
mkdir empty
gives 0 "$program" gallery --output empty lesson/handshake
gives 2 env TCPSIM_SCENARIOS=empty "$program" gallery -o none
says err '^tcpsim: there are no built-in scenarios'
[ ! -e none ] || finding "a directory was made for nothing"
verdict "docs/tcpsim.1 says what gallery does."
