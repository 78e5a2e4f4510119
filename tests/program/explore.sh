#!/bin/sh
# SPDX-License-Identifier: MIT
# tcpsim explore: verdicts and exit statuses, the counterexample as a file, Ctrl-C and going on, what is told and where.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"
cd "$scratch" || exit 99

# explored NAME -- a connection, one old SYN, and standard input. Under a two-way handshake LISTEN takes the old SYN for a
# connection: LISTEN, arrival, and nothing shorter. RFC 9293 3.5 figure 8: three messages are there to prevent that.
explored()
{
	{
		echo 'allow old client SYN <SEQ=90>'
		echo 'always invariant no-phantom-connection'
		cat
	} | scenario "$1"
}
breaks='expect exploration breaks no-phantom-connection'
explored two-way <<END
set handshake two-way
$breaks in 2 events
END
explored three-way <<'END'
expect exploration holds
END
explored two-way-unsaid <<'END'
set handshake two-way
END
explored three-way-unsaid </dev/null
explored both <<END
vary handshake: two-way, three-way
in two-way {
  $breaks in 2 events
}
in three-way {
  expect exploration holds
}
END
explored wrong-events <<END
set handshake two-way
$breaks in 3 events
END
explored wrong-name <<'END'
set handshake two-way
expect exploration breaks isn-agreed
END
explored wrong-holds <<'END'
set handshake two-way
expect exploration holds
END
explored wrong-breaks <<END
$breaks
END
explored nonsense <<'END'
allow rain
END

# Verdicts.
gives 0 "$program" explore two-way.scn
says out '^Broken: no-phantom-connection in 2 events; no shorter one exists\.$'
says out '^time/s '
says out 'ESTABLISHED$'
says out 'listen-syn-two-way'
says out '^[0-9,]* states, [0-9,]* transitions, depth '
says out '^PASS  no-phantom-connection is broken in 2 events, as expected$'
grep -q 'NOT REPLAY' out && finding "the counterexample does not replay"
silent err
gives 0 "$program" explore three-way.scn
says out '^Every order of events, for at most:$'
says out '^  client calls connect; ISNs 100'
says out '^  from an earlier client <SEQ=90><CTL=SYN> is still under way$'
says out '^PASS  holds within the bounds: [0-9,]* states, [0-9,]* transitions'
says out 'cut off at the bounds of segments in flight'
gives 1 "$program" explore two-way-unsaid.scn
says out '^FAIL  no-phantom-connection is broken in 2 events$'
gives 0 "$program" explore three-way-unsaid.scn
gives 1 "$program" explore wrong-events.scn
says out '^FAIL  no-phantom-connection is broken in 2 events; line 10 expects that$'
gives 1 "$program" explore wrong-name.scn
gives 1 "$program" explore wrong-holds.scn
gives 1 "$program" explore wrong-breaks.scn
gives 3 "$program" explore --depth 1 wrong-breaks.scn
says out '^INCONCLUSIVE  not finished: '
grep -n 'For an end sooner' out | findings "--depth is no reason to ask for less"
gives 2 "$program" explore nonsense.scn
says err '^nonsense.scn:9:7: error: '
silent out
explored named-fault <<'END'
vary handshake: two-way, three-way
drop client SYN #2
END
gives 2 "$program" explore -q named-fault.scn
[ "$(grep -c error: err)" -eq 1 ] || finding "what is wrong in both cases is not told once"
gives 2 "$program" explore named-fault.scn
silent out
gives 2 "$program" explore named-fault.scn three-way.scn
says out '^1 passed, 0 failed, 0 inconclusive, 1 could not be explored$'
gives 2 "$program" explore missing.scn
says err '^tcpsim: cannot read missing.scn: No such file'

# What is told: the same for any number of threads but for the line with the time, in 80 columns, in ASCII if asked.
"$program" explore --threads 1 both.scn | sed '/^In /d' >one
"$program" explore --threads 2 both.scn | sed '/^In /d' >two
cmp -s one two || finding "two threads say something else than one"
"$program" explore --full --brief both.scn >full || finding "--full: exit status $?"
grep -n 'listen-syn-two-way' full | findings "--brief explains"
"$program" explore --ascii both.scn >ascii
LC_ALL=C grep -n '[^ -~]' ascii | findings "--ascii"
LC_ALL=C grep -n '.\{81,\}' ascii | findings "too wide"
gives 0 "$program" explore --quiet both.scn
[ "$(grep -c '^PASS  case ' out)" -eq 2 ] || finding "--quiet does not say the verdicts"
grep -v -e '^PASS  case ' -e '^      ' out | findings "--quiet says more than the verdicts"
says out '^PASS  case three-way: holds within the bounds: '
gives 0 "$program" explore --case two-way both.scn
grep -n 'three-way' out | findings "--case two-way explores three-way, too"
gives 2 "$program" explore --case two both.scn
gives 0 "$program" explore --isn-wrap both.scn
says out 'ISNs 4294967295'
gives 0 "$program" explore --hash 64 both.scn
says out '^States are kept as hashes of 64 bits: '
gives 0 "$program" explore --states-only three-way.scn
says out '^PASS  each state holds within the bounds: '
gives 0 "$program" explore two-way.scn three-way.scn both.scn
says out '^PASS  two-way.scn: no-phantom-connection is broken in 2 events, as expected$'
says out '^4 passed, 0 failed, 0 inconclusive$'
gives 1 "$program" explore two-way.scn wrong-holds.scn
says out '^      Again: tcpsim explore wrong-holds.scn$'
says out '^1 passed, 1 failed, 0 inconclusive$'
gives 2 "$program" explore two-way.scn nonsense.scn
says out ', 1 could not be explored$'
escape=$(printf '\033')
gives 0 "$program" explore --color=always three-way.scn
grep -q "$escape" out || finding "--color=always is without color"
gives 0 env NO_COLOR=1 "$program" explore three-way.scn
grep -n "$escape" out | findings "NO_COLOR"

# Coverage.
gives 0 "$program" explore --coverage -q two-way.scn
says out '^  LISTEN to .*ESTABLISHED'
says out '^  CLOSED to LISTEN'
says out '^  listen-syn-two-way '
sed -n '/^Changes of state/,/^Rules/p' out | grep '^  ' | grep -v ' to ' | findings "a change to nothing"
gives 0 "$program" explore --never-fired -q three-way.scn
says out '^  listen-syn-two-way '
says out ' rules in 1 exploration, and [0-9]* that are not followed$'
says out '^Rules that are not followed by exploring, and why:$'
sed '/^Rules that are not followed/q' out | grep -e '^  rtt-sampled ' -e '^  status ' -e '^  nothing-due ' |
	findings "expected of exploring, which does not follow it"
says out '^      rtt-sampled, '
# Three retries are counted, and four are not: <tcpsim/explore.h>. So a SYN is given up here (RFC 9293 3.8.3).
explored limit <<'END'
set syn-retries 3
allow loss
END
gives 0 "$program" explore --coverage --never-fired -q limit.scn
says out '^  syn-r2 '
grep -n '^      .*syn-r2' out | findings "what fired is said not to be followed"
gives 2 env TCPSIM_SCENARIOS=nowhere "$program" explore --never-fired
says err '^tcpsim: there are no built-in scenarios to be explored: none in nowhere'
gives 0 env TCPSIM_SCENARIOS="$scratch" "$program" list --explored --names
grep -qx two-way out || finding "list --explored does not know two-way"
"$program" list --names >all
"$program" list --explored --names >some
sort all some | uniq -d | cmp -s - some || finding "list --explored has what list has not"

# Walks at random: three events are enough, and chance finds them.
gives 0 "$program" explore --random 10000 --length 50 --seed 5 two-way.scn
tr '\n' ' ' <out | grep -q 'in 2 events after shortening; none of them can be left out\.' ||
	finding "--random does not say that it shortens"
says out '^PASS  no-phantom-connection is broken in 2 events after shortening, as expected$'
said=$(tr '\n' ' ' <out)
walks=$(echo "$said" | sed -n 's/.* \([0-9,]*\) of 10,000 walks of at most 50 events from seed 5, to the first that broke.*/\1/p')
echo "$said" | grep -q ' visits* to .*state' || finding "visits are no states"
# So many walks were needed: with one less nothing is broken.
if [ "${walks:-1}" -gt 1 ]; then
	gives 3 "$program" explore -q --random $((walks - 1)) --length 50 --seed 5 two-way.scn
	gives 0 "$program" explore -q --random "$walks" --length 50 --seed 5 two-way.scn
fi
[ -n "$walks" ] || finding "--random does not say how many walks it took"
gives 0 "$program" explore --random 100 three-way.scn
says out 'nothing broken in 100 walks from seed 1, which is no proof'

# The counterexample is a scenario that runs to the same end, and is there as a whole or not at all.
gives 0 "$program" explore -q -o why.scn two-way.scn
gives 0 "$program" run why.scn
says out '^Invariant no-phantom-connection is broken, as was expected:'
gives 0 "$program" explore -q -o why.scn three-way.scn
gives 0 "$program" run -q why.scn
ln -s why.scn link.scn
gives 0 "$program" explore -q -o link.scn two-way.scn
[ -h link.scn ] || finding "-o replaces a link"
gives 2 "$program" explore -q -o nowhere/why.scn two-way.scn
says err '^tcpsim: cannot write nowhere/why.scn: No such file'
ln -s /proc/self/fd/1 stdout.scn
"$program" explore -q -o stdout.scn two-way.scn | grep -q '^scenario ' || finding "-o into a pipe"
if [ -c /dev/full ]; then
	ln -s /dev/full full.scn
	gives 2 "$program" explore -q -o full.scn two-way.scn
	says err '^tcpsim: cannot write full.scn: '
	[ -c full.scn ] || finding "-o replaces a device"
	"$program" explore two-way.scn >/dev/full 2>err
	[ $? -eq 2 ] || finding "a full disk is not noticed"
fi
{ sleep 0.2; "$program" explore wrong-holds.scn 2>err; echo $? >status; } | true
[ "$(cat status)" -eq 1 ] || finding "a closed pipe hides a failure"
silent err

# What is read is not overwritten, by whatever name.
cp two-way.scn input.scn
ln -s input.scn alias.scn
ln input.scn twin.scn
cp -r "$TCPSIM_SCENARIOS" built-in
for arguments in "-o input.scn input.scn" "-o ./input.scn input.scn" "-o alias.scn input.scn" "-o input.scn twin.scn" \
	"--checkpoint input.scn input.scn" "-o same --checkpoint same input.scn"; do
	# shellcheck disable=SC2086 # words
	gives 2 "$program" explore -q $arguments
	says err ' would overwrite '
	cmp -s input.scn two-way.scn || finding "$arguments overwrites what it reads"
done
gives 2 env TCPSIM_SCENARIOS=built-in "$program" explore -q -o built-in/hazard/01-old-syn-phantom.scn hazard/01-old-syn-phantom
says err ' would overwrite '

# What is known to break is said to be known, and with the cure beside it that does not break: the hazards that are shipped.
# unsaid NAME -- that hazard with nothing expected of it but its own invariant.
unsaid()
{
	awk '/^in .*{/ { inside = 1 } /always invariant / || (!inside && !/^expect exploration/) { print } /^}/ { inside = 0 }' \
		"$TCPSIM_SCENARIOS/hazard/$1.scn" >unsaid.scn
}
while read -r name value cure; do
	unsaid "$name"
	gives 1 "$program" explore --case "$value" unsaid.scn
	tr '\n' ' ' <out | grep -q "This is known: hazard/$name shows a way in which [a-z-]* breaks, and that \`$cure\` prevents it" ||
		finding "hazard/$name is not known, or not with \`$cure\`"
	sed "s/^vary .*/$cure/" unsaid.scn >cured.scn
	gives 0 "$program" explore -q cured.scn
done <<'END'
01-old-syn-phantom two-way set handshake three-way
02-replayed-payment two-way set handshake three-way
08-time-wait-assassination off set rfc1337 on
13-packet-war unlimited set challenge-limit 10
16-blind-reset off set rfc5961 on
19-last-ack-lost none set time-wait 2MSL
22-close-with-unread-data off set reset-unread on
END
unsaid 16b-blind-reset-of-the-future
gives 1 "$program" explore unsaid.scn
says out '^This is known: hazard/16b-blind-reset-of-the-future '
gives 0 "$program" explore hazard/08-time-wait-assassination --case off
grep -n 'This is known' out | findings "it is known in the hazard itself"

for arguments in "" "--dance three-way.scn" "--threads 0 three-way.scn" "--threads x three-way.scn" "--memory x three-way.scn" \
	"--memory 0 three-way.scn" "--depth -1 three-way.scn" "--hash 32 three-way.scn" "--color red three-way.scn" \
	"--length 5 three-way.scn" "--seed 5 three-way.scn" "--random 5 --depth 5 three-way.scn" "--checkpoint c both.scn" \
	"-o why.scn two-way.scn three-way.scn" "--never-fired -o why.scn" "--resume missing three-way.scn" \
	"--resume why.scn three-way.scn" "--memory 1K three-way.scn" "--memory 1K --random 5 three-way.scn"; do
	# shellcheck disable=SC2086 # words
	gives 2 "$program" explore -q $arguments
	silent out
	says err '^tcpsim: [^A-Z]'
done

# A search that lasts stops at Ctrl-C with what it knows, leaves no half of a file, and goes on later to the same end.
scenario large <<'END'
at 1s client send 2 bytes
at 1s server send 2 bytes
at 2s client close
at 2s server close
allow loss
allow duplicate 1
allow reorder
allow crash client 1
allow crash server 1
always invariant fin-last
END
cat >interrupt <<'END'
"$@" &
pid=$!
sleep 1
kill -INT "$pid"
[ -z "${twice-}" ] || { sleep 0.01; kill -INT "$pid"; }
wait "$pid"
exit $?
END
sh interrupt "$program" explore --checkpoint known -o large-why.scn large.scn >out 2>err
status=$?
[ "$status" -eq 3 ] || finding "an interrupted exploration gives exit status $status"
says err '^tcpsim: interrupted$'
says out '^INCONCLUSIVE  not finished: interrupted; nothing broken in '
says out '^Saved in known: go on with --resume=known$'
says out '^For an end sooner: fewer segments in flight (.allow in-flight 2.)'
[ -s known ] || finding "no checkpoint is left"
[ ! -e large-why.scn ] || finding "there is a counterexample of what is not broken"
sh interrupt "$program" explore --resume known -v large.scn >out 2>err
says out '^INCONCLUSIVE  not finished: interrupted; '
says out '^Resumed from known, which has [0-9,]* states to depth [0-9]*\.$'
tr '\n' ' ' <out | grep -q ' s since then: [0-9,]* states/s' || finding "the rate is not of this part"
# What cannot be saved is told all the same.
gives 2 "$program" explore -q --depth 3 --checkpoint nowhere/known three-way.scn
says err '^tcpsim: cannot write nowhere/known: '
says out '^INCONCLUSIVE  .*not finished: '
# The second Ctrl-C ends it at once, maybe while it writes: what was there before is still whole.
twice=1 sh interrupt "$program" explore --checkpoint known --resume known large.scn >out 2>err
status=$?
[ "$status" -eq 130 ] || [ "$status" -eq 3 ] || finding "twice interrupted: exit status $status"
sh interrupt "$program" explore --resume known large.scn >out 2>err
says out '^INCONCLUSIVE  not finished: interrupted; '
gives 2 "$program" explore -q --resume known three-way.scn
says err '^tcpsim: known is no checkpoint of three-way.scn'
find . -name '*.tmp' | findings "left over"
verdict "docs/tcpsim.1 says what tcpsim explore does."
