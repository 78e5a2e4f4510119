#!/bin/sh
# SPDX-License-Identifier: MIT
# tcpsim step: where its commands go, what they show, what they refuse; branches, and what is saved of them.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99

# steps STATUS COMMANDS [ARGUMENT...] -- do them in a scenario, by default the handshake.
steps()
{
	wanted=$1
	commands=$2
	shift 2
	[ $# -gt 0 ] || set -- lesson/handshake
	gives "$wanted" "$program" step -x "$commands" "$@"
}

# refused PATTERN -- it says so on standard error, in however many lines.
refused()
{
	tr '\n' ' ' <err | sed 's/  */ /g' >err.line
	grep -q -e "$1" err.line || findings "stderr has no \"$1\"" <err
}

# The handshake of lesson/handshake.scn: listen at 0 s, connect at 1 s, a link of 50 ms; RFC 9293 figure 6.
steps 0 'next; next; back'
says out '^ 2  1.00  client: connect server:80$'
says out '^          CLOSED → SYN-SENT by open-active (RFC 9293 3.10.1 CLOSED)$'
says out '^          client sends client SYN #1 <SEQ=100><CTL=SYN>$'
says out '^          retransmission timer starts, due at 2 s;$'
silent err
[ "$(grep -c '^ 1  0.00  server: listen 80$' out)" -eq 2 ] || finding "back does not show step 1 again"
steps 0 'next 3'
says out '^ 3  1.05  server gets client SYN #1 <SEQ=100><CTL=SYN>$'
says out '^          LISTEN → SYN-RECEIVED by listen-syn (RFC 9293 3.10.7.2 third)$'
steps 0 'state ESTABLISHED'
says out '^ 4  1.10  client gets server SYN+ACK #1'
steps 0 'state established server'
says out '^ 5  1.15  server gets client ACK #1'
steps 0 'segment client DATA #1'
says out '^ 6  2.00  client: send 2 octets "hi"$'
steps 0 'segment client DATA #1 arrives'
says out '^ 7  2.05  server gets client DATA #1'
steps 0 'time 1.1s; time'
says out '^ 4  1.10  client gets'
says out '^1.1 s$'
steps 0 'time 1s 100ms'
says out '^ 4  1.10  client gets'
steps 0 'until connect; until listen-syn; until DATA'
says out '^ 2  1.00  client: connect'
says out '^ 3  1.05  server gets'
says out '^ 6  2.00  client: send'
steps 0 'end; next; start; back; go 5; where'
says out '^The run ends at 2.1 s; it passes.$'
says out '^This is the beginning of the run.$'
[ "$(grep -c '^ 5  1.15 ' out)" -eq 2 ] || finding "where does not show the step again"

# An abbreviation that only one command has, and an empty line.
steps 0 'n; ba; end; li 2'
says out '^>  8  2.10  client gets server ACK #1'
printf 'next\n\n\n# a comment\nwhere\n' >commands
"$program" step lesson/handshake <commands >out 2>err || finding "a pipe gives exit status $?"
says out '^0/8> next$'
says out '^3/8> # a comment$'
[ "$(grep -c '^ 3  1.05 ' out)" -eq 2 ] || finding "an empty line does not go on"

# The variables of figure 6 at line 3 of it: each has the other's ISS.
steps 0 'go 4; tcb'
says out '^                client connection 1           server connection 1$'
says out '^state           SYN-SENT → ESTABLISHED        SYN-RECEIVED$'
says out '^SND.UNA         100 → 101                     300$'
says out '^RCV.NXT         301 \*                         101$'
steps 0 'go 4; tcb server; tcb server 0; tcb server 1'
says out '^                server, listener'
steps 0 'tcb'
says out '^No end of a connection is open.$'
steps 0 'go 2; channel; timers'
says out '^  client → server  client SYN #1 <SEQ=100><CTL=SYN>, sent at 1 s, arrives at$'
says out '^client       retransmission \[####################\] 1 of 1 s left, due at 2 s$'
# RFC 9293 3.9.1.1: five minutes.
says out '^client       user           \[####################\] 300 of 300 s left, due at 301 s$'
steps 0 'channel; timers'
says out '^Nothing is under way.$'
says out '^No timer runs.$'
steps 0 'go 8; cause'
cp out of-cause
steps 0 'go 8; why'
sed 's/why$/cause/' out | cmp -s - of-cause || finding 'why is not cause'
steps 0 'go 8; cause'
says out '^   8  2.10  client gets server ACK #1'
says out '^  since  7  2.05  server gets client DATA #1'
says out '^  since  6  2.00  client: send 2 octets "hi"$'
says out '^    line 12: at 2s     client send "hi"$'
# The ladder knows no more than has happened.
steps 0 'go 2; ladder'
says out 'connect server:80'
if grep -q 'SYN-RECEIVED' out; then finding "the ladder shows what has not happened yet"; fi
steps 0 'go 6; ladder 1'
says out 'send 2 octets "hi"'
if grep -q 'connect server' out; then finding "ladder 1 draws more than one step"; fi
steps 0 'explain TIME-WAIT; go 3; explain; octets; octets client DATA #1; scenario; verdict; case; help; help drop'
says out '^listen-syn, a rule$'
says out 'TIME-WAIT'
says out 'maximum segment size 1460$'
says out '^   12  at 2s     client send "hi"$'
says out '^  yes  line 41: expect client path CLOSED'
says out '^> (the only case)$'
says out '^  drop \[PACKET\] '
silent err
steps 0 'segment client DATA #1; scenario'
says out '^>  12  at 2s     client send "hi"$'
steps 0 'go 1; quit; next'
if grep -q '^ 2 ' out; then finding "quit does not end it"; fi

# A connection that vanishes with its host, and a link that is cut.
scenario power <<'END'
at 1s cut client -> server
at 2s crash server
at 3s restart server
at 4s mend client -> server
END
steps 0 'time 2s; tcb; channel; time 5s; channel' power.scn
says out '^state  *ESTABLISHED  *ESTABLISHED → CLOSED$'
says out '^client → server is cut.$'
says out '^server is down.$'

# Refused, and gone on with; the exit status tells.
steps 2 'nxt; next'
says err '^tcpsim: there is no command nxt, did you mean next?$'
says out '^ 1  0.00  server: listen 80$'
steps 2 's'
says err '^tcpsim: s may be any of start, state, segment, scenario, save$'
steps 2 'qqq'
says err 'there is no command qqq; `help` has all$'
steps 2 'state ESTABLSHED'
says err 'there is no state ESTABLSHED, did you mean ESTABLISHED?$'
steps 2 'state TIME-WAIT'
says err 'there is no change to TIME-WAIT in this run$'
steps 2 'end; state SYN-SENT'
refused 'from here on, the first was step 2: `go 2` $'
steps 2 'state CLOSED sevrer'
says err 'there is no host sevrer, did you mean server?$'
steps 2 'until retransmision'
refused 'did you mean retransmission? $'
steps 2 'segment client SYN #9'
says err '^tcpsim: client has sent packets of kind SYN '
steps 2 'segment'
steps 2 'next 0'
says err '^tcpsim: 0 is no whole number from 1 on$'
steps 2 'next two'
steps 2 'next 1 2'
says err '^tcpsim: 2 is one word too many$'
steps 2 'go 9'
says err '^tcpsim: there is no step 9, the last one is 8$'
steps 2 'go'
steps 2 'time soon'
says err '^tcpsim: soon is no time, such as 1.5s or 50ms$'
for time in -1s 1e9s inf 1x 1.2.3s .; do
	steps 2 "time $time"
done
steps 2 'tcb nobody'
says err 'there is no host nobody, only client, server$'
steps 2 'end; tcb client 7'
says err '^tcpsim: client has no connection 7 yet$'
steps 2 'explain'
steps 2 'explain TIMEWAIT'
says err 'did you mean TIME-WAIT?$'
steps 2 'octets'
steps 2 'octets server RST #1'
steps 2 'case two-way'
steps 2 'undo'
says err '^tcpsim: there is no branch to be left$'
steps 2 'save a.scn'
says err '^tcpsim: there is no branch to be saved'
steps 2 'drop'
says err '^tcpsim: nothing is under way here'
steps 2 'drop client SYN #1'
says err '^tcpsim: client SYN #1 is not under way here'
steps 2 'go 2; hold'
says err '^tcpsim: hold takes a time: hold \[PACKET\] until TIME$'
# A scenario's own diagnostics, with the line as it was typed.
steps 2 'go 2; hold until 3'
says err 'error: 3 has no unit, a time is written 3s or 3ms$'
steps 2 'go 2; do client clos'
says err 'error: .*did you mean close?$'
# It would have arrived at 1.05 s.
steps 2 'go 2; hold until 1010ms; where'
says err '^tcpsim: hold client SYN #1 until 1010ms: '
says out '^2/8> where$'
gives 2 "$program" step
gives 2 "$program" step lesson/handshake lesson/teardown
gives 2 "$program" step --color=mauve lesson/handshake
gives 2 "$program" step --case two lesson/handshake
gives 2 "$program" step --case two-wya lesson/two-way-old-syn
says err 'did you mean two-way'
gives 2 "$program" step nowhere.scn
echo 'scenario' >wrong.scn
gives 2 "$program" step wrong.scn
says err '^wrong.scn:1:9: error: '

# The SYN,ACK is lost. Both ends have sent what takes a number and is not acknowledged, so both retransmit when the RTO,
# which is 1 s without a sample (RFC 6298 2.1), is over: the client at 2 s, the server at 2.05 s (3.10.8, RFC 6298 5.4).
# The client's second SYN is below the server's window: it is acknowledged and dropped (3.10.7.4 first). Either that ACK,
# which SYN-SENT finds without a SYN (3.10.7.3 fifth), or the second SYN,ACK arrives at 2.1 s; the latter establishes.
steps 0 'segment server SYN+ACK; drop; next; next; next; next; state ESTABLISHED client; save lost.scn'
says out '^Branch 1: drop server SYN+ACK #1$'
says out '^          (dropped by line 46)$'
says out '^branch 1 3/11> next$'
says out '^ 4  2.00  client: retransmission timer expires$'
says out '^          client sends client SYN #2 <SEQ=100><CTL=SYN> (again)$'
says out '^ 6  2.05  server gets client SYN #2'
says out '^          server sends server ACK #1 <SEQ=301><ACK=101><CTL=ACK>$'
says out '^ 7  2.05  server: retransmission timer expires$'
says out '^  *server sends server SYN+ACK #2 <SEQ=300><ACK=101><CTL=SYN,ACK> (again)$'
says out '^ 9  2.10  client gets server SYN+ACK #2'
says out '^Saved as lost.scn. 8 lines of the scenario do not come true in this'
gives 0 "$program" run lost.scn
says out '^PASS  13 of 13 expectations met'
says out '(dropped by line 48)'
grep -q '^// not in this branch: expect at 1.1s   client ESTABLISHED$' lost.scn || finding "what does not come true is no comment"
[ "$(tail -n 1 lost.scn)" = 'drop server SYN+ACK #1' ] || finding "the saved scenario does not end with the branch"
# What was saved is stepped through as the branch was.
steps 0 'segment server SYN+ACK; drop; start; next 99'
sed -n '/next 99$/,$p' out | grep '^ *[0-9]* .*s' | sed 's/ by line [0-9]*//' >of-branch
steps 0 'start; next 99' lost.scn
sed -n '/next 99$/,$p' out | grep '^ *[0-9]* .*s' | sed 's/ by line [0-9]*//' >of-saved
cmp -s of-branch of-saved || finding "the saved branch does something else"

# One after the other, and back to where each began.
steps 0 'go 3; hold until 1200ms; next; duplicate client ACK #1 at 3s; undo; undo'
says out '^branch 1 3/8> next$'
says out '^ 4  1.20  client gets server SYN+ACK #1 '
says out '^Branch 2: duplicate client ACK #1 at 3s$'
says out '^Without: duplicate client ACK #1 at 3s$'
says out '^Without: hold server SYN+ACK #1 until 1200ms$'
steps 0 'go 2; delay by 1s; undo; corrupt'
says out '^Branch 1: delay client SYN #1 by 1s$'
says out '^          (damaged on the way by line 46)$'
# Not ECN-capable: a line that changes nothing is refused.
steps 2 'go 2; mark'
says err '^tcpsim: mark client SYN #1: '
# A RST with SEQ = RCV.NXT ends it at once (3.10.7.4 second, RFC 5961 3.2); what the user does.
steps 0 'go 5; inject <SEQ=301><CTL=RST> from server into client; state CLOSED client'
says out '^Branch 1: at 1150ms inject <SEQ=301><CTL=RST> from server into client$'
says out '^          ESTABLISHED → CLOSED by '
steps 0 'go 5; do client close; tcb client'
says out '^state           ESTABLISHED → FIN-WAIT-1$'
steps 2 'do nobody close'
steps 2 'do'
steps 2 'inject'

# Of several under way `drop` takes the one that this step sent; figure 13 sends both FINs at once.
steps 0 'segment B FIN; drop' figure/13
says out '^Branch 1: drop B FIN #1$'
# In one case of several: the other ones stay as they were.
gives 0 "$program" step --case two-way,alive -x 'segment client RST #1; drop; save phantom.scn' lesson/two-way-old-syn
gives 0 "$program" run -q phantom.scn
says out '^PASS  case two-way,alive: '
says out '^PASS  case three-way,alive: '
gives 0 "$program" run -c two-way,alive phantom.scn
says out '(dropped by line '
gives 0 "$program" run -c three-way,alive phantom.scn
if grep -q '(dropped' out; then finding "a branch of one case changes another"; fi
# What breaks in a branch is expected to.
gives 0 "$program" step -x 'segment client SYN #1; do client close; save quiet.scn' lesson/handshake
gives 0 "$program" run quiet.scn
gives 0 "$program" step -c three-way -x 'case two-way,alive; case' lesson/two-way-old-syn
says out '^> two-way,alive$'

# Files are there as a whole, or not at all, and never the scenario's own.
scenario own </dev/null
steps 2 'go 2; drop; save own.scn' own.scn
says err '^tcpsim: own.scn is the scenario itself$'
steps 2 'go 2; drop; save nowhere/a.scn' own.scn
says err '^tcpsim: cannot write nowhere/a.scn: No such file'
steps 2 'go 2; drop; save' own.scn

# A saved trace is stepped through; there is nothing to be run again.
gives 0 "$program" convert --to json -o run.json lesson/handshake
steps 2 'next 2; drop' run.json
says out '^ 2  1.00  client: connect server:80$'
says err '^tcpsim: a saved trace has no branches'

# Chance has the seed that is asked for, sequence numbers may wrap, characters may be ASCII, and color is nothing but color.
steps 0 'next 3' --ascii lesson/handshake
says out 'LISTEN -> SYN-RECEIVED'
if LC_ALL=C grep -q '[^ -~]' out; then finding "--ascii is not ASCII"; fi
steps 0 'next 2; tcb; timers; channel' --color=always lesson/handshake
esc=$(printf '\033')
sed "s/$esc\[[0-9;]*m//g" out >plain
steps 0 'next 2; tcb; timers; channel' --color=never lesson/handshake
cmp -s out plain || finding "color says what the text does not"
steps 0 'next 2' --isn-wrap lesson/handshake
says out '<SEQ=42949'
steps 0 'next 9' --seed=7 data/loss-recovery
verdict "docs/tcpsim.1 says what step does."
