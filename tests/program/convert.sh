#!/bin/sh
# SPDX-License-Identifier: MIT
# A run as a script: what is written is played and passes; what is wrong on the command line is told.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
gives 0 "$program" convert --to packetdrill --host server lesson/handshake
cp out server.pkt
silent err
gives 0 "$program" drill server.pkt
says out '^PASS server.pkt$'
gives 0 "$program" convert --to=packetdrill --host=client -o client.pkt lesson/handshake
silent out
gives 0 "$program" drill client.pkt
gives 0 "$program" convert -t packetdrill -H server -c three-way two-way-old-syn
gives 2 "$program" convert --to packetdrill --host server two-way-old-syn
says err 'has 2 cases, of which --case chooses one, or -o$'
says err 'NAME.pkt writes a file each: two-way; three-way$'
gives 2 "$program" convert --to packetdrill -o both.pkt lesson/two-way-old-syn
says out '^both-three-way-alive-server.pkt$'
says err 'case two-way,switched-off: the host$'
gives 0 "$program" drill both-three-way-alive-client.pkt both-three-way-alive-server.pkt
gives 2 "$program" convert --to packetdril --host server lesson/handshake
says err 'there is no format packetdril, did you mean packetdrill?$'
gives 2 "$program" convert --host server lesson/handshake
says err '^tcpsim: --to is missing'
gives 2 "$program" convert --to packetdrill lesson/handshake
says err '^tcpsim: --host is missing'
gives 2 "$program" convert --to packetdrill --host sevrer lesson/handshake
says err 'there is no host sevrer, did you mean server?$'
gives 2 "$program" convert --to packetdrill --host nobody lesson/handshake
says err 'there is no host nobody, only client, server$'
gives 2 "$program" convert --to packetdrill --host server --connection 0 lesson/handshake
gives 2 "$program" convert --to packetdrill --host server --connection 99 lesson/handshake
silent out
gives 2 "$program" convert --to packetdrill --host server lesson/socket-calls-udp
says err '^tcpsim: .*socket-calls-udp.scn'
gives 2 "$program" convert --to packetdrill --host server
gives 2 "$program" convert --to packetdrill --host server lesson/handshake lesson/teardown
gives 2 "$program" convert --to packetdrill --host server -o nowhere/a.pkt lesson/handshake
says err '^tcpsim: cannot write nowhere/a.pkt: No such file'
scenario own </dev/null
gives 2 "$program" convert --to packetdrill --host server -o ./own.scn own.scn
says err 'would overwrite the scenario itself$'
# What is told of a saved trace moves no cursor: neither on the page nor in a complaint.
gives 0 "$program" convert --to json --case two-way -o run.json lesson/two-way-old-syn
"$program" convert --to json --case two-way,alive lesson/two-way-old-syn | sed '1s/"case":"[^"]*"/"case":"\\u001b[31mred"/' >red.json
gives 0 "$program" convert --to text red.json
grep -q "$(printf '\033')" out && finding "an escape of a case's name is on the page"
says out '^Case .x1b.31mred$'
gives 2 "$program" convert --to text --case blue red.json
grep -q "$(printf '\033')" err && finding "an escape of a case's name is in a complaint"
gives 2 "$program" explore red.json
says err '^tcpsim: red.json is a saved trace'
# No two files are one, whatever the cases are called.
for case in a.3 a a; do
	sed "1s/\"case\":\"[^\"]*\"/\"case\":\"$case\"/" red.json
done >three.json
gives 0 "$program" convert --to svg -o x.3 three.json
[ "$(sort -u out | wc -l)" -eq 3 ] || finding "three cases are not three files: $(cat out)"
# Who may read a file that is written anew may read it then; what was read is never written over.
"$program" convert --to text -o kept.txt lesson/handshake
chmod 600 kept.txt
gives 0 "$program" convert --to text -o kept.txt lesson/handshake
[ "$(ls -l kept.txt | cut -c1-10)" = -rw------- ] || finding "a file has other rights than before: $(ls -l kept.txt)"
cp own.scn standard.scn
gives 2 "$program" convert --to json -o standard.scn - <standard.scn
cmp -s own.scn standard.scn || finding "standard input was written over"
verdict "docs/tcpsim.1 says what convert does."
