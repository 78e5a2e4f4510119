#!/bin/sh
# SPDX-License-Identifier: MIT
# Standard output: a closed pipe is no error, a full disk is one and is told in one sentence.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

for arguments in "run --explain two-way-old-syn" "run two-way-old-syn lost-last-ack" "list" "help" "run --help" "--version"; do
	if [ -c /dev/full ]; then
		# shellcheck disable=SC2086 # words
		"$program" $arguments >/dev/full 2>"$scratch/err"
		status=$?
		[ "$status" -eq 2 ] || finding "$arguments: a full disk gives exit status $status"
		says err '^tcpsim: cannot write to standard output: '
		[ "$(wc -l <"$scratch/err")" -eq 1 ] || finding "$arguments: a full disk is told in more than a line"
	fi
	# The reader of the pipe is gone before anything is written.
	# shellcheck disable=SC2086 # words
	{ sleep 0.2; "$program" $arguments 2>"$scratch/err"; echo $? >"$scratch/status"; } | true
	[ "$(cat "$scratch/status")" -eq 0 ] || finding "$arguments: a closed pipe gives exit status $(cat "$scratch/status")"
	silent err
	# shellcheck disable=SC2086 # words
	"$program" $arguments 2>"$scratch/err" >&-
	[ $? -eq 2 ] || finding "$arguments: standard output that is closed is not noticed"
done

# The verdict is true even if nobody reads it.
scenario bad <<'END'
expect at 100ms client CLOSED
END
{ sleep 0.2; "$program" run "$scratch/bad.scn" 2>"$scratch/err"; echo $? >"$scratch/status"; } | true
[ "$(cat "$scratch/status")" -eq 1 ] || finding "a closed pipe hides a failure"

# Standard error that nobody reads changes nothing.
"$program" run missing 2>&-
[ $? -eq 2 ] || finding "standard error that is closed changes the status"
verdict "what could not be written is told, unless nobody wants it."
