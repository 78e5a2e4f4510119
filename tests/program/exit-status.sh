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

for arguments in "" "dance" "run" "run --dance good.scn" "run --seed" "run --seed -1 good.scn" "run --seed 99999999999999999999 good.scn" \
	"run --color=red good.scn" "run --case" "list extra" "list --dance" "help dance" "help run list" "--dance"; do
	# shellcheck disable=SC2086 # words
	gives 2 "$program" $arguments
	silent out
	says err '^tcpsim: .'
done
verdict "docs/tcpsim.1 says what the exit status means."
