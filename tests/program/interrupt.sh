#!/bin/sh
# SPDX-License-Identifier: MIT
# Ctrl-C ends a run with what there is so far and status 3.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

# Nine hundred cases of a run that lasts: a second or more altogether on any machine.
values=1
n=2
while [ "$n" -le 30 ]; do
	values="$values, $n"
	n=$((n + 1))
done
scenario long <<END
vary r1-retries: $values
vary syn-retries: $values
at 0s client set keepalive on
at 0s client set keepalive-idle 1s
expect at 1h client ESTABLISHED
END
sed -i 's/run until quiet/run until 1h/' "$scratch/long.scn"

# A command in the background of a script ignores Ctrl-C, unless it is told not to: the program asks for it itself.
cat >"$scratch/interrupt" <<'END'
"$@" &
pid=$!
sleep 0.5
kill -INT "$pid"
wait "$pid"
exit $?
END
sh "$scratch/interrupt" "$program" run "$scratch/long.scn" >"$scratch/out" 2>"$scratch/err"
status=$?
[ "$status" -eq 3 ] || finding "an interrupted run gives exit status $status"
says err '^tcpsim: interrupted$'
says out '^time/s '
verdict "docs/tcpsim.1 says what Ctrl-C does."
