#!/bin/sh
# SPDX-License-Identifier: MIT
# tcpsim explain: names, and packets octet by octet; and tcpsim run --octets, which tells of a packet of a run.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
examples=$srcdir/docs/examples

# ---- names ----

for name in TIME-WAIT time-wait 2MSL no-phantom-connection connection-refused tcp-checksum nagle fin-resent-bare \
	open-passive MUST-7 must-41; do
	gives 0 "$program" explain "$name"
	silent err
	says out 'Source: '
done
says out '^open-passive, a rule$'
gives 0 "$program" explain ESTABLISHED LISTEN
says out '^ESTABLISHED, a state$'
says out '^LISTEN, a state$'
# Every requirement: its level, what became of it, in the words of the table, and its rules.
# shellcheck disable=SC2046 # words
gives 0 "$program" explain $(awk 'NR > 1 { print $1 }' "$srcdir/tests/requirements.tsv")
[ "$(grep -c ', a requirement of RFC 9293$' out)" -eq 119 ] || finding "not all 119 requirements are told"
gives 0 "$program" explain MUST-2
says out '^  MUST, met: Every segment has the checksum'
gives 0 "$program" explain must-43
says out '^  MUST, a deviation: A host has one address only'
gives 0 "$program" explain MUST-10
says out '^  MUST, met: Two active OPENs'
says out '^  Rules: syn-sent-syn '
says out '^syn-sent-syn, a rule$'
# What calls answer, options of sockets, variables and kinds of packets.
# shellcheck disable=SC2046 # words
gives 0 "$program" explain $(sed -n 's/^\t{ E[A-Z]*, "\(E[A-Z]*\)" },$/\1/p' "$srcdir/lib/net/socket_errno.c") \
	$(sed -n 's/.*] = { "\([A-Z]*_[A-Z]*\)", ".*/\1/p' "$srcdir/lib/net/socket_options.c") \
	SND.NXT cwnd ssthresh RTO PROBE SYN+ACK
says out '^ECONNREFUSED, an errno of a socket call$'
says out '^SO_LINGER, an option of a socket$'
says out '^TCP_NODELAY, an option of a socket$'
says out '^SND.NXT, a variable$'
says out '^PROBE, a kind of packet$'
gives 2 "$program" explain ECONREFUSED
says err 'did you mean ECONNREFUSED?$'
gives 2 "$program" explain ESTABLSIHED
says err 'did you mean ESTABLISHED?$'
silent out
gives 2 "$program" explain ''
gives 2 "$program" explain MUST-999
gives 2 "$program" explain no-such-thing-at-all LISTEN
says out '^LISTEN, a state$'
gives 2 "$program" explain
says err '^tcpsim: a NAME is missing'
gives 2 "$program" explain --color=blue LISTEN

# Terms, with blanks or hyphens; and which built-ins show what is explained.
gives 0 "$program" explain 'Three-way handshake' paws silly-window-syndrome
says out '^three-way-handshake, a term$'
gives 0 "$program" explain SYN-RECEIVED
says out '^  To be seen with tcpsim run: lesson/handshake,'

# What a state does, by asking the engine.
gives 0 "$program" explain SYN-RECEIVED --on SYN
says out '^SYN-RECEIVED after a passive OPEN: '
says out '^SYN-RECEIVED after an active OPEN: '
says out '^    syn-syn-received-listens '
gives 0 "$program" explain established --on syn,ack --profile linux
gives 0 "$program" explain LISTEN SYN-SENT --on=host-unreachable
says out '^SYN-SENT: '
gives 2 "$program" explain ESTABLISHED --on retransmision
says err 'did you mean retransmission?$'
gives 2 "$program" explain nagle --on SYN
says err 'nagle is no state'
gives 2 "$program" explain LISTN --on ACK
says err 'LISTN is no state, did you mean LISTEN?$'
gives 2 "$program" explain ESTABLISHED --on ''
# As ladders write segments.
for pair in SYN,ACK:SYN+ACK fin,ack:FIN RST,ACK:RST; do
	gives 0 "$program" explain "${pair#*:}"
	cp out plainly
	gives 0 "$program" explain "${pair%:*}"
	cmp -s out plainly || finding "explain ${pair%:*} is not that of ${pair#*:}"
	gives 0 "$program" explain ESTABLISHED --on "${pair#*:}"
	cp out plainly
	gives 0 "$program" explain ESTABLISHED --on "${pair%:*}"
	cmp -s out plainly || finding "--on ${pair%:*} is not that of ${pair#*:}"
done
gives 2 "$program" explain --on SYN
gives 2 "$program" explain ESTABLISHED --on SYN --profile solaris
says err 'there is no profile solaris'

# Every name that is listed is known, and told in lines of 80 columns.
gives 0 "$program" explain --names
cp out names
sed "s/'/\\\\&/g" names | xargs "$program" explain >out 2>err || finding "a name of --names is not known: $(cat err)"
grep -n '.\{81,\}' out | sed 3q | findings "explain: too wide"

# ---- packets ----

gives 0 "$program" explain --hex "$examples/segment.hex"
silent err
cp out segment
for line in '^Link layer: Ethernet, octets 0 to 13$' '^Internet layer: IPv4, octets 14 to 33$' \
	'^Transport layer: TCP, octets 34 to 65$' '^Application layer: what a user has sent, octets 66 to 70$' \
	"^  in OSI's words: layer 2, data link" "^  in OSI's words: layer 3, network" \
	"^  in OSI's words: layer 4, transport" "^  in OSI's words: layers 5 to 7" \
	'0xe8dd, right$' '192\.0\.2\.1$' 'TSval 1000' '"hello"$'; do
	says out "$line"
done
grep -n '.\{81,\}' out | findings "explain --hex: too wide"
gives 1 "$program" explain --hex "$examples/damaged.hex"
says err '^.*/damaged.hex:octet 36: error: the checksum of the segment is 0x536e, and should be 0x5372$'
says err '^.*/damaged.hex:octet 40: error: the option maximum segment size (kind 2) has the length 0'
says out '^       ^ wrong: the checksum'

# From standard input, and from the command line in one argument or many.
"$program" explain --hex - <"$examples/segment.hex" >out 2>err || finding "explain --hex -: exit status $?"
cmp -s out segment || finding "explain --hex - differs"
sed 's/#.*//; s/^[0-9a-f]*  //; s/hello//' "$examples/segment.hex" | tr -d '\n' >plain
gives 0 "$program" explain --hex "$(cat plain)"
cmp -s out segment || finding "explain --hex OCTETS differs"
# shellcheck disable=SC2046 # words
gives 0 "$program" explain --hex $(cat plain)
cmp -s out segment || finding "explain --hex with many arguments differs"
# A frame that is too short for its link is filled up.
gives 0 "$program" explain --hex "$(cat plain) 00 00"
says out '^Link layer: padding, octets 71 to 72$'
gives 1 "$program" explain --hex "$examples/segment.hex" "$examples/damaged.hex"
[ "$(grep -c '^Transport layer' out)" -eq 2 ] || finding "two packets are not told one after the other"

# What is no packet at all.
printf '00 11\n22 3x 44\n' >bad.hex
gives 2 "$program" explain --hex bad.hex
says err '^bad.hex:2:5: error: this is no hexadecimal digit$'
says err '^    2 | 22 3x 44$'
says err '^      |     ^$'
: >empty.hex
gives 2 "$program" explain --hex empty.hex
says err 'there are no octets in it$'
gives 2 "$program" explain --hex nothing-here.hex
says err '^tcpsim: cannot read nothing-here.hex: '
gives 2 "$program" explain --hex nothing-here.hex "$examples/segment.hex"
says out '^Transport layer: TCP'
gives 2 "$program" explain --hex 45 00 0g
says err '^tcpsim: 0g is neither octets in hexadecimal nor a file'
[ "$(wc -l <err)" -eq 2 ] || finding "one wrong octet is told more than once"
gives 2 "$program" explain "$examples/segment.hex"
says err 'segment.hex, but a file: --hex tells of a packet'
# ARP, RFC 826: a frame, but no IP packet.
gives 1 "$program" explain --hex ffffffffffff 020000000001 0806 0001080006040001
says err ': as an Ethernet frame its type would be 0x0806, ARP: '
gives 2 "$program" explain --hex
gives 1 "$program" explain --hex 00
says err '^<octets>:octet 0: error: the version is 0, neither 4 nor 6'

# ---- a packet of a run ----

lesson=lesson/one-segment-through-the-layers
gives 0 "$program" run --quiet --case ipv4 --octets 'client DATA #1' "$lesson"
sed -n '/^ from/,/^$/p; /^Link/,/"hello"/p' out | sed 1,2d >told
grep -q '"hello"$' told || finding "run --octets does not tell of the text"
sed -n '/^Link/,$p' segment | cmp -s - told || finding "run --octets and docs/examples/segment.hex differ"
gives 0 "$program" run --quiet --octets 'client DATA' "$lesson"
says out '^Internet layer: IPv4'
says out '^Internet layer: IPv6'
gives 0 "$program" run --quiet --octets 'server syn+ack 1' "$lesson"
says out 'SYN,ACK$'
gives 3 "$program" run --quiet --octets 'client DATA #2' "$lesson"
says err '^tcpsim: --octets: client has sent packets of kind DATA once$'
gives 3 "$program" run --quiet --octets 'nobody DATA #2' "$lesson"
says err 'there is no host nobody; there is client and server$'
gives 3 "$program" run --quiet --octets 'client DTAA' "$lesson"
says err 'DTAA is no kind of packet'
gives 3 "$program" run --quiet --octets 'client' "$lesson"
gives 3 "$program" run --quiet --octets 'client DATA #0' "$lesson"
gives 2 "$program" run --octets 'client DATA #1' "$lesson" lesson/handshake
says err '^tcpsim: --octets tells of one packet'
verdict "docs/tcpsim.1 says what explain and --octets tell."
