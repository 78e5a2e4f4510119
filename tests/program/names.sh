#!/bin/sh
# SPDX-License-Identifier: MIT
# What an argument of `tcpsim run` may be: a file, standard input, a built-in by its name, its last part or a beginning;
# and what is said of one that is none of them.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

# The same name in two folders, and titles to look at.
mkdir -p "$scratch/built/a" "$scratch/built/b/deep"
for name in plain a/same a/other b/same b/deep/inside; do
	scenario good <<'END'
vary handshake: two-way, three-way
END
	sed "s|A test|Title of $name|" "$scratch/good.scn" >"$scratch/built/$name.scn"
done
: >"$scratch/built/a/notes.txt"
TCPSIM_SCENARIOS=$scratch/built
export TCPSIM_SCENARIOS
cd "$scratch" || exit 99

gives 0 "$program" list --names
printf '%s\n' a/other a/same b/deep/inside b/same plain | cmp -s - out || finding "list --names: not the names in bytewise order"
gives 0 "$program" list
says out '^a/other        Title of a/other$'
says out '^b/deep/inside  Title of b/deep/inside$'
sed 's/A test/A title of many words, and of many more, such that no line of eighty columns has room for it/' "$scratch/good.scn" \
	>"$scratch/built/long.scn"
gives 0 "$program" list
[ "$(wc -l <out)" -eq 6 ] || finding "list: not a line each in a file"
script -qec "stty cols 80; '$program' list" /dev/null >out 2>&1 </dev/null && {
	[ "$(wc -l <out)" -eq 7 ] || finding "list: a title is not wrapped on a terminal of 80 columns"
	script -qec "stty cols 200; '$program' list" /dev/null >out 2>&1 </dev/null
	[ "$(wc -l <out)" -eq 6 ] || finding "list: a title is wrapped on a terminal of 200 columns"
}
rm "$scratch/built/long.scn"

for name in plain a/same other inside b/deep oth; do
	gives 0 "$program" run --quiet "$name"
done
gives 0 "$program" run plain
says out '^Title of plain$'
gives 0 "$program" run plain.scn
gives 2 "$program" run same
says err '^tcpsim: same may be any of a/same, b/same$'
gives 2 "$program" run plian
says err 'did you mean plain?$'
gives 2 "$program" run a/otter
says err 'did you mean a/other?$'
gives 2 "$program" run nothing-of-the-kind
says err 'no file and no built-in scenario is called nothing-of-the-kind'
gives 2 "$program" run ''

# A file comes first, and one with the name of an option after --.
sed 's/A test/My own/' good.scn >plain
gives 0 "$program" run plain
says out '^My own$'
cp plain ./--quiet
gives 0 "$program" run -- --quiet
says out '^My own$'
"$program" run - <good.scn >out 2>err || finding "run -: exit status $?"
says out '^A test$'
echo dance | "$program" run - >out 2>err
[ $? -eq 2 ] || finding "run - of nonsense: not status 2"
says err '^<stdin>:1:1: error: '

# Cases, by name and by value.
gives 0 "$program" run --case three-way good.scn
grep -q 'Case two-way' out && finding "--case three-way runs short, too"
gives 2 "$program" run --case three-wya good.scn
says err 'did you mean three-way?$'
gives 2 "$program" run --case '' good.scn
gives 0 "$program" run --case two-way good.scn a/same
says out '^2 passed'

gives 2 "$program" rnu
says err 'did you mean run?$'
gives 2 "$program" run --explian good.scn
says err 'did you mean --explain?$'
gives 2 "$program" --verison
says err 'did you mean --version?$'
gives 2 "$program" run --case nope good.scn
silent out

# A name that may be any of many is told in lines of 80 columns.
mkdir -p many
for n in 1 2 3 4 5 6 7 8 9; do cp good.scn "many/lesson-number-$n.scn"; done
gives 2 env TCPSIM_SCENARIOS=many "$program" run lesson
says err '^tcpsim: lesson may be any of lesson-number-1, '
says err '^  .*lesson-number-9$'
grep -n '.\{81,\}' err | findings "several names: too wide"

# Where there are no scenarios it is said where they were looked for, and nobody is sent to an empty list.
gives 2 env TCPSIM_SCENARIOS=nowhere "$program" list
says err '^tcpsim: there are no built-in scenarios: none in nowhere, which$'
says err '^  TCPSIM_SCENARIOS names$'
gives 2 env TCPSIM_SCENARIOS=nowhere "$program" run plan
says err '^tcpsim: no file is called plan, and there are no built-in scenarios: none in$'
says err '^  nowhere, which TCPSIM_SCENARIOS names$'
grep -n 'tcpsim list' err | findings "an empty list is pointed to"

# A program that is not installed has those of the source tree that it is started in.
unset TCPSIM_SCENARIOS
if ! "$program" list >out 2>err; then
	tr -s '\n ' '  ' <err >one-line
	grep -q 'none in /.*/scenarios and none in docs/scenarios of this directory; TCPSIM_SCENARIOS may name another' one-line ||
		finding "not said where scenarios were looked for: $(cat one-line)"
	mkdir -p docs/scenarios/own
	cp good.scn docs/scenarios/own/one.scn
	gives 0 "$program" list
	says out '^own/one  A test$'
	gives 0 "$program" run --quiet one
fi
verdict "docs/tcpsim.1 says what an argument may be."
