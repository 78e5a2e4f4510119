#!/bin/sh
# SPDX-License-Identifier: MIT
# packetdrill scripts: a line each in the order of the files, what failed with both sides, what was skipped by name; TAP, XML.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
mkdir -p suite/deep empty
# LISTEN answers a SYN by <ACK=SEG.SEQ+1> (RFC 9293 3.10.7.2).
open='0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000>'
printf '%s\n+0 > S. 0:0(0) ack 1 <mss 1460>\n' "$open" >suite/good.pkt
printf '%s\n+0 > S. 0:0(0) ack 2 <mss 1460>\n' "$open" >suite/bad.pkt
printf '%s\n+0 splice(3, NULL, 4, NULL, 10, 0) = 0\n' "$open" >suite/deep/other.pkt
printf '%s\n+0 > S. 0:0(0) akc 1\n' "$open" >wrong.pkt

gives 0 "$program" drill suite/good.pkt
printf '%s\n' 'PASS suite/good.pkt' '1 passed, 0 failed, 0 skipped' | cmp -s - out || finding "a script that passes: $(cat out)"
silent err
gives 1 "$program" drill suite
says out '^FAIL suite/bad.pkt:5: '
says out '^  expected .*ack 2'
says out '^  got      .*ack 1'
says out '^ *^^*$'
says out '^SKIP suite/deep/other.pkt:5: splice()'
says out '^PASS suite/good.pkt$'
says out '^1 passed, 1 failed, 1 skipped$'
# The marks stand below the field.
awk '/^  expected/ { line = $0 } /^ *\^+$/ && line { match($0, /\^+/); print substr(line, RSTART, RLENGTH); line = "" }' out >marked
[ "$(cat marked)" = "ack 2" ] || finding "not ack 2 is marked: $(cat marked)"
gives 0 "$program" drill suite/deep
says out '^0 passed, 0 failed, 1 skipped$'
gives 1 "$program" drill --no-skips suite/deep
says out '^0 passed, 0 failed, 1 skipped$'
gives 0 "$program" drill --no-skips suite/good.pkt
# Where nothing is played, nothing passes.
: >nothing.pkt
printf '%s\n' '// nothing' '--mtu=1400' >none.pkt
gives 2 "$program" drill nothing.pkt none.pkt
says err '^nothing.pkt:1:1: error: a script has at least one event$'
says err '^none.pkt:1:1: error: a script has at least one event$'
says out '^0 passed, 0 failed, 0 skipped, 2 could not be played$'
gives 2 "$program" drill wrong.pkt suite/good.pkt
says err '^wrong.pkt:5:[0-9]*: error: '
says out '^1 passed, 0 failed, 0 skipped, 1 could not be played$'
gives 2 "$program" drill missing.pkt
says err '^tcpsim: cannot read missing.pkt: No such file'
gives 2 "$program" drill empty
says err '^tcpsim: empty has no file that ends in .pkt$'
"$program" drill - <suite/good.pkt >out 2>err || finding "drill -: exit status $?"
says out '^PASS -$'
gives 1 "$program" drill --quiet suite
grep -n good out | findings "--quiet tells of what passes"
gives 0 "$program" drill --parse-only suite
says out '^OK suite/bad.pkt$'
says out '^3 parsed$'
gives 2 "$program" drill --parse-only wrong.pkt
says out '^0 parsed, 1 could not be parsed$'

# However many at a time: the same, in the same order.
n=0
while [ "$n" -lt 40 ]; do
	cp suite/good.pkt "suite/$n.pkt"
	n=$((n + 1))
done
"$program" drill -j 1 suite suite >one 2>&1
"$program" drill -j4 suite suite >four 2>&1
cmp -s one four || finding "-j4 tells it otherwise than -j 1"
sed -n 's/^[A-Z][A-Z]* \([^:]*\).*/\1/p' one | head -43 | LC_ALL=C sort -c || finding "not in bytewise order"
rm suite/[0-9]*.pkt

# A ladder, of what failed or of all.
gives 1 "$program" drill suite
grep -n '^time/s' out | findings "a ladder that nobody asked for"
gives 1 "$program" drill --ladder suite/good.pkt suite/bad.pkt
[ "$(grep -c '^time/s' out)" -eq 1 ] || finding "--ladder draws $(grep -c '^time/s' out) ladders, not one"
gives 0 "$program" drill --ladder=always suite/good.pkt
says out 'CTL=SYN'
gives 1 "$program" drill --ladder --ascii suite/bad.pkt
grep -n '[^ -~]' out | findings "no ASCII with --ascii"

# Profiles, words, settings and packetdrill's own options.
printf '%s\n' '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3' '+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0' \
	'+0 connect(3, ..., ...) = -1 EINPROGRESS (in progress)' '+0 > S 0:0(0) <mss THE_MSS>' >client.pkt
gives 0 "$program" drill -D THE_MSS=1460 client.pkt
gives 0 "$program" drill -DTHE_MSS=1460 client.pkt
gives 0 "$program" drill --define=THE_MSS=1360 --mtu=1400 client.pkt
gives 0 "$program" drill -DTHE_MSS=700 --set=mss=700 client.pkt
gives 1 "$program" drill -DTHE_MSS=1460 --profile=linux client.pkt
printf '%s\n' '+1.5 > S 0:0(0) <...>' >>client.pkt
gives 1 "$program" drill -DTHE_MSS=1460 client.pkt
gives 0 "$program" drill -DTHE_MSS=1460 --tolerance_usecs=600000 client.pkt
gives 2 "$program" drill --profile=linus suite
says err 'unknown profile linus, did you mean linux?$'
gives 2 "$program" drill -p windows suite
says err 'unknown profile windows; there are rfc9293, linux, freebsd and textbook$'
gives 2 "$program" drill --set=msl suite
says err 'msl has no value: it is --set=msl=VALUE$'
gives 2 "$program" drill --set=mls=1s suite
says err 'did you mean msl?'
gives 2 "$program" drill --set=msl=often suite
says err '^tcpsim: msl is a time, not often$'
gives 2 "$program" drill --tolerance_usecs=many suite
says err '^tcpsim: script option --tolerance_usecs: '
gives 2 "$program" drill --tolerance_usec=5 suite
silent out
for arguments in "" "--jobs=0 suite" "-j many suite" "--color=red suite" "--ladder=never suite" "--dance suite" "--profile"; do
	# shellcheck disable=SC2086 # words
	gives 2 "$program" drill $arguments
	silent out
	says err '^tcpsim: [^A-Z]'
done

# Python, where there is one.
printf '%s\n+0 > S. 0:0(0) ack 1 <mss 1460>\n+0 %%{\nassert 1 == 1\nassert 1 == 2, "one is not two"\n}%%\n' "$open" >code.pkt
mkdir nothing
gives 0 env PATH=nothing "$program" drill code.pkt
says out '^SKIP code.pkt:6: .*python3'
if command -v python3 >/dev/null 2>&1; then
	gives 1 "$program" drill code.pkt
	says out '^FAIL code.pkt:8: .*one is not two'
	sed 's/1 == 2/1 == 1/' code.pkt >holds.pkt
	gives 0 "$program" drill holds.pkt
	sed 's/assert 1 == 1/assert (/' code.pkt >broken.pkt
	gives 2 "$program" drill broken.pkt
	says out '^ERROR broken.pkt:7: SyntaxError: '
	says out '1 could not be played$'
	# What it prints stands below the verdict; nobody who wants to hear of failures only is told.
	sed 's/assert 1 == 1/print("hello\\n\\033[2J", tcpi_snd_mss * 0)/' code.pkt >prints.pkt
	sed 's/1 == 2/1 == 1/' prints.pkt >quiet.pkt
	gives 0 "$program" drill quiet.pkt
	printf '%s\n' 'PASS quiet.pkt' '    hello' '     [2J 0' '1 passed, 0 failed, 0 skipped' | cmp -s - out ||
		finding "what code prints: $(cat out)"
	gives 0 "$program" drill --quiet quiet.pkt
	grep -n hello out | findings "--quiet tells what code prints"
	gives 0 "$program" drill --tap quiet.pkt
	says out '^# hello$'
	gives 1 "$program" drill --quiet prints.pkt
	says out '^    hello$'
	sed 's/assert 1 == 1/print("x" * 100000)/' code.pkt >long-words.pkt
	gives 1 "$program" drill long-words.pkt
	[ "$(wc -c <out)" -lt 6000 ] || finding "what code prints has no end"
fi

# TAP: a plan, a line for each, why not in YAML.
gives 1 "$program" drill --tap suite 'suite/../suite/good.pkt'
says out '^TAP version 14$'
says out '^1\.\.4$'
says out '^not ok 1 - suite/bad.pkt$'
says out '^  line: 5$'
says out '^  field: "ack"$'
says out '^ok 2 - suite/deep/other.pkt # SKIP line 5: splice()'
says out '^ok 3 - suite/good.pkt$'
gives 2 "$program" drill --tap wrong.pkt
says out '^  message: |-$'
says out '^    wrong.pkt:5:[0-9]*: error: '
cp suite/good.pkt 'a#b\c.pkt'
gives 0 "$program" drill --tap 'a#b\c.pkt'
says out '^ok 1 - a\\#b\\\\c.pkt$'
gives 1 "$program" drill --tap --ladder suite/bad.pkt
grep -v -e '^TAP version' -e '^1\.\.' -e '^not ok' -e '^ok' -e '^  ' -e '^#' out | findings "no TAP"

# JUnit: well-formed, with the same figures.
gives 2 "$program" drill --junit=results.xml suite wrong.pkt 'a#b\c.pkt'
if command -v python3 >/dev/null 2>&1; then
	python3 - results.xml >figures 2>&1 <<'END'
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
print(root.tag, *(root.get(name) for name in ("tests", "failures", "errors", "skipped")))
for case in root.iter("testcase"):
    print(case.get("classname"), case.get("name"), *((child.tag, child.get("type")) for child in case))
END
	printf '%s\n' 'testsuites 5 1 1 1' "suite bad.pkt ('failure', 'ack')" "suite/deep other.pkt ('skipped', None)" \
		'suite good.pkt' ". wrong.pkt ('error', None)" '. a#b\c.pkt' >wanted
	cmp -s figures wanted || diff wanted figures | findings "results.xml"
fi
gives 2 "$program" drill --junit=nowhere/results.xml suite/good.pkt
says err '^tcpsim: cannot write nowhere/results.xml: No such file'
says out '^PASS suite/good.pkt$'

# Color, a pipe that is closed, Ctrl-C.
escape=$(printf '\033')
gives 1 "$program" drill --color=always suite
says out "^$escape\[32mPASS$escape\[0m suite/good.pkt"
gives 1 "$program" drill suite
grep -n "$escape" out | findings "color in a file"
"$program" drill suite suite suite 2>err | head -1 >/dev/null
silent err
cat >interrupt <<'END'
"$@" &
pid=$!
sleep 0.5
kill -INT "$pid"
wait "$pid"
exit $?
END
# A keepalive probe each second for a year of virtual time.
printf '%s\n' '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3' '+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0' \
	'+0 connect(3, ..., ...) = -1 EINPROGRESS (in progress)' >long.pkt
n=0
while [ "$n" -lt 2000 ]; do
	echo long.pkt
	n=$((n + 1))
done >many
printf '%s\n' '+0 > S 0:0(0) <...>' '+.1 < S. 0:0(0) ack 1 win 1000' '+0 > . 1:1(0) ack 1' \
	'+0 setsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0' '+3000000 close(3) = 0' >>long.pkt
# shellcheck disable=SC2046 # words
sh interrupt "$program" drill --set=keepalive-idle=1s --set=keepalive-interval=1s --set=keepalive-probes=1000000 \
	$(cat many) >out 2>err
status=$?
[ "$status" -eq 3 ] || finding "interrupted: exit status $status"
says err '^tcpsim: interrupted$'
says out '^[0-9]* passed, 0 failed, 0 skipped, [0-9]* cut short$'
verdict "docs/tcpsim.1 says what drill says."
