#!/bin/sh
# SPDX-License-Identifier: MIT
# Exit status: 0 as expected, 1 an expectation failed, 2 usage or syntax, 3 inconclusive; the worst is 2, then 1, 3, 0.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

# After the handshake of figure 6 the client is ESTABLISHED at 100 ms, and no segment is ever its ninth SYN.
scenario good <<'END'
expect at 100ms client ESTABLISHED
END
scenario bad <<'END'
expect at 100ms client CLOSED
END
scenario open <<'END'
drop client SYN #9
END
scenario wrong <<'END'
at 1s client dance
END
cd "$scratch" || exit 99

gives 0 "$program" run good.scn
says out '^PASS '
silent err
gives 1 "$program" run bad.scn
says out '^bad.scn:7:[0-9]*: FAILED  expect at 100ms client CLOSED$'
says out '^FAIL '
says out 'Again: tcpsim run --explain bad.scn$'
gives 3 "$program" run open.scn
says out '^open.scn:7:[0-9]*: INCONCLUSIVE  drop client SYN #9$'
says out '^INCONCLUSIVE '
gives 2 "$program" run wrong.scn
says err '^wrong.scn:7:[0-9]*: error: '
gives 2 "$program" run missing.scn
says err '^tcpsim: cannot read missing.scn: No such file'
mkdir folder
gives 2 "$program" run ./folder
says err '^tcpsim: cannot read ./folder: Is a directory$'
if [ "$(id -u)" -ne 0 ]; then
	cp good.scn secret.scn
	chmod 0 secret.scn
	gives 2 "$program" run secret.scn
	says err '^tcpsim: cannot read secret.scn: Permission denied$'
fi
dd if=/dev/zero of=huge.scn bs=1048576 count=17 2>/dev/null
gives 2 "$program" run huge.scn
says err 'huge.scn: larger than 16 MiB'

gives 0 "$program" run good.scn good.scn
says out '^PASS  good.scn$'
says out '^2 passed, 0 failed, 0 inconclusive$'
gives 1 "$program" run good.scn bad.scn open.scn
says out '^1 passed, 1 failed, 1 inconclusive$'
says out '^FAIL  bad.scn$'
says out '^INCONCLUSIVE  open.scn$'
gives 3 "$program" run open.scn good.scn
gives 2 "$program" run bad.scn wrong.scn open.scn good.scn
says out '^1 passed, 1 failed, 1 inconclusive, 1 could not be run$'
gives 1 "$program" run --only-failures good.scn bad.scn
grep -q good.scn out && finding "--only-failures tells of what passes"
gives 0 "$program" run --only-failures good.scn
silent out
gives 0 "$program" run --quiet good.scn
[ "$(wc -l <out)" -eq 1 ] || finding "--quiet says more than the verdict"
for more in "" good.scn; do
	# shellcheck disable=SC2086 # none or one
	gives 1 "$program" run --quiet bad.scn $more
	says out '^bad.scn:7:[0-9]*: FAILED'
	grep -n '^time/s' out | findings "--quiet draws a ladder"
done

# What is counted are expectations; another line that did not do what it says is told apart.
gives 0 "$program" run good.scn
says out '^PASS  1 of 1 expectations met, ended'
gives 3 "$program" run open.scn
says out '^INCONCLUSIVE  nothing was expected, 1 other finding, ended'
scenario nothing </dev/null
gives 0 "$program" run nothing.scn
says out '^PASS  nothing was expected, ended'

# 3.8.4: keepalive goes on for ever. The ladder is as long as people read, and what gave it up has a place in the file.
scenario forever <<'END'
at 0s client set keepalive on
END
sed '/run until quiet/d' forever.scn >endless.scn
gives 3 "$program" run endless.scn
says out '^endless.scn:1:1: INCONCLUSIVE  run until quiet$'
says out ' [0-9]* rungs are left out '
says out ' run --all draws them '
[ "$(wc -l <out)" -lt 6000 ] || finding "a ladder of $(wc -l <out) lines"
"$program" run --all endless.scn >out
grep -n 'left out' out | findings "--all"
[ "$(wc -l <out)" -gt 100000 ] || finding "--all draws $(wc -l <out) lines only"

# A broken invariant says whether anybody expected it: two-way handshakes take an old SYN for a connection.
gives 0 "$program" run two-way-old-syn
says out '^Invariant no-phantom-connection is broken, as was expected:'
sed 's/expect invariant no-phantom-connection broken//; s/^always invariants//' "$TCPSIM_SCENARIOS/two-way-old-syn.scn" >unjudged.scn
gives 0 "$program" run unjudged.scn
says out '^Invariant no-phantom-connection is broken, and no line expects anything'
gives 0 "$program" run --isn-wrap --case two-way two-way-old-syn
# ISN 100 is the client's and lies at 2^32 - 1, the server's 300 at 2^32 - 3.
says out "^Sequence numbers are higher than in the file: client's by 4294967195, server's$"
says out '^by 4294966993, modulo 2^32\.$'

for arguments in "" "dance" "run" "run --dance good.scn" "run --seed" "run --seed -1 good.scn" "run --seed 99999999999999999999 good.scn" \
	"run --color=red good.scn" "run --case" "list extra" "list --dance" "help dance" "help run list" "--dance"; do
	# shellcheck disable=SC2086 # words
	gives 2 "$program" $arguments
	silent out
	says err '^tcpsim: [^A-Z]'
done
verdict "docs/tcpsim.1 says what the exit status means."
