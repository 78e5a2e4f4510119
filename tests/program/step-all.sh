#!/bin/sh
# SPDX-License-Identifier: MIT
# Every shipped scenario, every case: stepping to the end, back to the start and forward again shows the same, octet by
# octet; backward it is the same steps in reverse; and a saved trace shows what the scenario does.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

# What follows each of the three commands of a transcript, in files of their own: forward, back, again. A step begins with
# its number and its time; `back` is written here step by step from its last one to its first.
cat >"$scratch/part.awk" <<'AWK'
/> (next|back) 1000000$/ { part++; next }
part == 0 { next }
part == 2 && /^ *[0-9]+  +[0-9]+\.[0-9]+  / { n++ }
part == 1 { print >forward }
part == 2 { step[n] = step[n] $0 "\n" }
part == 3 { print >again }
END { for (; n > 0; n--) printf "%s", step[n] >back }
AWK

# The steps of a transcript of `next`, without the last, which `back` does not come to, and without what is said at the end.
cat >"$scratch/steps.awk" <<'AWK'
/^ *[0-9]+  +[0-9]+\.[0-9]+  / { printf "%s", step; step = "" }
{ step = step $0 "\n" }
AWK

# walk NAME CASE FILE -- write its transcript, and look at it.
walk()
{
	rm -f "$scratch/forward" "$scratch/back" "$scratch/again"
	touch "$scratch/forward" "$scratch/back" "$scratch/again"
	if [ -n "$2" ]; then
		set -- "$1" "$2" "$3" "--case=$2"
	else
		set -- "$1" "$2" "$3"
	fi
	name=$1
	wanted=$2
	transcript=$3
	shift 3
	"$program" step "$@" -x 'next 1000000; back 1000000; next 1000000' "$name" >"$transcript" 2>"$scratch/err" </dev/null ||
		finding "$name $wanted: exit status $?"
	[ ! -s "$scratch/err" ] || findings "$name $wanted: stderr" <"$scratch/err"
	awk -v forward="$scratch/forward" -v back="$scratch/back" -v again="$scratch/again" -f "$scratch/part.awk" "$transcript"
	[ -s "$scratch/forward" ] || finding "$name $wanted: there are no steps"
	cmp -s "$scratch/forward" "$scratch/again" || finding "$name $wanted: forward again is not the same"
	# The first of them is the beginning of the run, one line.
	sed 1d "$scratch/back" >"$scratch/back.steps"
	awk -f "$scratch/steps.awk" "$scratch/forward" >"$scratch/forward.steps"
	cmp -s "$scratch/forward.steps" "$scratch/back.steps" || finding "$name $wanted: back is not forward in reverse"
}

n=0
for name in $("$program" list --names); do
	"$program" step -x case "$name" </dev/null | sed -n '/> case$/,$p' | sed -e 1d -e 's/^[> ] //' >"$scratch/cases"
	while read -r wanted; do
		[ "$wanted" != '(the only case)' ] || wanted=
		walk "$name" "$wanted" "$scratch/transcript"
		n=$((n + 1))
	done <"$scratch/cases"
done
[ "$n" -ge 100 ] || finding "only $n cases were seen"

# A saved trace, with all that it has.
for name in lesson/handshake lesson/socket-calls-udp hazard/13-packet-war data/loss-recovery; do
	walk "$name" "" "$scratch/of-run"
	"$program" convert --to json -o "$scratch/run.json" "$name" || finding "$name could not be saved"
	walk "$scratch/run.json" "" "$scratch/of-saved"
	cmp -s "$scratch/of-run" "$scratch/of-saved" || finding "$name: the saved trace shows something else"
done
verdict "docs/tcpsim.1 says that every step shows the same each time."
