#!/bin/sh
# SPDX-License-Identifier: MIT
# Profiles as users see them: the list, one with all its settings and sources, and what two do differently.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

gives 0 "$program" profile
cp "$scratch/out" "$scratch/list"
silent err
for profile in rfc9293 linux freebsd textbook; do
	grep -q "^$profile  *[^ ]" "$scratch/list" || finding "profile: $profile is not listed"
	gives 0 "$program" profile show "$profile"
	silent err
	# A line for each setting that a scenario may set, each with a value, words and a source.
	[ "$(wc -l <"$scratch/out")" -gt 60 ] || finding "show $profile: not a line for each setting"
	grep -vE '^[a-z0-9-]+ +[^ ]+ +[^;]+; .+' "$scratch/out" | findings "show $profile: no setting, value, words and source"
done
[ "$(wc -l <"$scratch/list")" -eq 4 ] || finding "profile: not a line each"

# tcp(7) and tcp(4) have these numbers.
gives 0 "$program" profile show linux
says out '^fin-wait-2-timeout  *1min  .*; tcp(7) tcp_fin_timeout$'
says out '^keepalive-probes  *9  .*; tcp(7) tcp_keepalive_probes$'
gives 0 "$program" profile show freebsd
says out '^open-timeout  *75s  .*; tcp(4) net.inet.tcp.keepinit$'
gives 0 "$program" profile show rfc9293
says out '^msl  *2min  .*; 3.4.2$'
says out '^send-buffer  *1048576 '
says out '^syn-fin  *take '
says out '^open-timeout  *unlimited '

# What differs, with both values and both sources; and nothing else.
gives 0 "$program" profile diff linux freebsd
says out '^setting  *linux  *freebsd  '
says out '^time-wait-syn  *ack  *drop  *linux: tcp_minisocks.c .*; freebsd: tcp_timewait.c '
grep -q '^msl ' "$scratch/out" && finding "diff linux freebsd: msl is the same and is told"
sed 1d "$scratch/out" >"$scratch/rows"
[ "$(wc -l <"$scratch/rows")" -ge 15 ] || finding "diff linux freebsd: less than 15 differences"
awk '$2 == $3' "$scratch/rows" | findings "diff linux freebsd: both values are the same"
grep -v 'linux: [^;]*.*; freebsd: .' "$scratch/rows" | findings "diff linux freebsd: no source"
gives 0 "$program" profile diff freebsd linux
[ "$(wc -l <"$scratch/out")" -eq "$(($(wc -l <"$scratch/rows") + 1))" ] || finding "diff is not the same in both directions"
gives 0 "$program" profile diff linux linux
silent out

# On a terminal a line goes on below itself.
cd "$scratch" || exit 99
script -qec "stty cols 80; '$program' profile show linux" /dev/null >out 2>&1 </dev/null && {
	tr -d '\r' <out | grep -n '.\{81,\}' | findings "show: too wide for a terminal of 80 columns"
	tr -d '\r' <out | grep -q '^  *tcp_fin_timeout$\|^  *tcp(7) tcp_fin_timeout$' || finding "show: nothing goes on below itself"
}
# Where two values leave too little of it, sources stand in lines of their own, whole: the heading, too.
script -qec "stty cols 80; '$program' profile diff linux freebsd" /dev/null >out 2>&1 </dev/null && {
	tr -d '\r' <out >narrow
	grep -n '.\{81,\}' narrow | findings "diff: too wide for a terminal of 80 columns"
	"$program" profile diff linux freebsd | tr -s ' \n' '\n' >wanted
	tr -s ' \n' '\n' <narrow | cmp -s - wanted || finding "diff: a terminal has other words than a file"
	grep -n ' $' narrow | findings "diff: blanks at the end of a line"
}

gives 2 "$program" profile show
gives 2 "$program" profile show linux freebsd
gives 2 "$program" profile diff linux
gives 2 "$program" profile list
says err 'show or diff, and not list'
gives 2 "$program" profile sohw linux
says err 'not sohw, did you mean show?$'
# A name alone shows it.
"$program" profile show linux >wanted
gives 0 "$program" profile linux
cmp -s out wanted || finding "profile linux does not show it"
gives 2 "$program" profile show linus
says err 'did you mean linux?$'
gives 2 "$program" profile diff linux an-operating-system
says err 'no profile is called an-operating-system'
silent out
verdict "docs/tcpsim.1 says what tcpsim profile tells."
