#!/bin/sh
# SPDX-License-Identifier: MIT
# Help and version: they say what there is, in lines of 80 columns, and so does the man page.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

gives 0 "$program" --version
says out '^tcpsim [0-9]*\.[0-9]*\.[0-9]*$'
[ "$(wc -l <"$scratch/out")" -eq 1 ] || finding "--version says more than the version"

gives 0 "$program" help
cp "$scratch/out" "$scratch/overview"
says out 'Examples:'
gives 0 "$program" --help
cmp -s "$scratch/out" "$scratch/overview" || finding "help and --help differ"
gives 0 "$program" -h
cmp -s "$scratch/out" "$scratch/overview" || finding "help and -h differ"

man=$srcdir/docs/tcpsim.1
for command in run step explore drill convert gallery explain profile list; do
	says out "^  $command "
	gives 0 "$program" "$command" --help
	cp "$scratch/out" "$scratch/$command"
	says out "^  tcpsim $command"
	says out 'Examples:'
	silent err
	gives 0 "$program" help "$command"
	cmp -s "$scratch/out" "$scratch/$command" || finding "help $command and $command --help differ"
	sed -n 's/^ .*\(--[a-z-]*\).*/\1/p' "$scratch/$command" | sort -u >"$scratch/options"
	gives 0 "$program" help
	while read -r option; do
		grep -q -e "$(echo "$option" | sed 's/-/\\\\-/g')" "$man" || finding "docs/tcpsim.1 does not know $command $option"
	done <"$scratch/options"
done
# All formats stand in the man page, and nothing has two headings there.
gives 0 "$program" convert --help
sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$scratch/out" >"$scratch/formats"
[ "$(wc -l <"$scratch/formats")" -ge 10 ] || finding "convert --help has few formats"
sed -n '/^\.SH FORMATS/,/^\.SH SAVED/p' "$man" >"$scratch/section"
while read -r format; do
	grep -q "^\.BR\{0,1\} .*\b$format\b" "$scratch/section" || finding "docs/tcpsim.1 does not know the format $format"
done <"$scratch/formats"
grep '^\.SH' "$man" | sort | uniq -d | findings "twice in docs/tcpsim.1"
sed -n '/^\.SH COMMANDS/,/^\.SH OPTIONS OF RUN/s/^\.BR "tcpsim \([a-z]* .*\)/\1/p' "$man" | sort | uniq -d |
	findings "twice in docs/tcpsim.1"
# The examples of exploring can be followed as they stand.
cd "$scratch" || exit 99
for page in step explore explain profile list; do
	sed -n '/^Examples:/,/^$/s/^  \(tcpsim .*[^ ]\)   *.*/\1/p' "$scratch/$page"
done >"$scratch/examples"
sed -n '/^\.SH EXAMPLES/,/^\.fi/s/\\-/-/g; s/^\(tcpsim explore [^$]*\)$/\1/p' "$man" >>"$scratch/examples"
grep -q 'explore -o why.scn' "$scratch/examples" || finding "no example was found"
while read -r command arguments; do
	# shellcheck disable=SC2086 # words
	[ "$command" != tcpsim ] || gives 0 "$program" $arguments
done <"$scratch/examples"
for page in overview run step explore drill convert gallery explain profile list; do
	awk -v page="$page" 'length > 80 { print "too wide in " page ": " $0 }' "$scratch/$page" | findings help
	grep -n '[^ -~]' "$scratch/$page" | findings "no ASCII in $page"
done
# What the exit status means is said in the same words by both helps, and in those of the man page and the README.
for page in overview run; do
	tr '\n' ' ' <"$scratch/$page" | sed 's/.*Exit status: //; s/ *$//' >"$scratch/$page.status"
done
cmp -s "$scratch/overview.status" "$scratch/run.status" || finding "help and help run differ in the exit status"
for words in "All as expected" "Something was not as expected" "A mistake on the command line or in a file" \
	"a line that names what never happened" "a run that was cut short"; do
	for page in docs/tcpsim.1 README.md; do
		tr '\n' ' ' <"$srcdir/$page" | grep -qi "$words" || finding "$page does not say: $words"
	done
	tr '\n' ' ' <"$scratch/overview" | grep -qi "$words" || finding "help does not say: $words"
done
verdict "an option stands in its command's help and in docs/tcpsim.1."
