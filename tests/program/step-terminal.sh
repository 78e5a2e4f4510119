#!/bin/sh
# SPDX-License-Identifier: MIT
# tcpsim step at a terminal: Ctrl-C, Ctrl-D, and with libedit completion and history.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

python3 -c 'import os, pty; os.waitstatus_to_exitcode' 2>/dev/null || skip "there is no python3 with pty, 3.9 or later"
XDG_STATE_HOME=$scratch/state TERM=xterm LC_ALL=C.UTF-8 NO_COLOR=1
export XDG_STATE_HOME TERM LC_ALL NO_COLOR

# types KEYS... -- into a stepper of the handshake.
types()
{
	python3 "$TCPSIM_SRCDIR/tests/program/typed.py" "$program" step lesson/handshake -- "$@" >"$scratch/out" 2>"$scratch/err" ||
		finding "nobody could type: $(sed 1q "$scratch/err")"
}

types 'next\r' '\r' 'nxt\r' 'quit\r'
says out '^8 steps. `next` goes on, `help` tells of all commands.$'
says out '^ 2  1.00  client: connect server:80$'
says out 'there is no command nxt, did you mean next?$'
# Somebody has read that: it is no failure.
says out '^exit status 0$'
# What Ctrl-C takes back is not done, and neither is the command before it again; twice in a row it ends, as Ctrl-D does.
types 'go 3\r' 'next\x03' 'where\r' '\x04'
[ "$(grep -c '^ 3  1.05' "$scratch/out")" -eq 2 ] || finding "Ctrl-C does not take back a line"
if grep -q '^ 4  1.10' "$scratch/out"; then finding "what Ctrl-C took back is done"; fi
says out '^exit status 0$'
types '\x03' '\x03'
says out '^exit status 0$'

if [ -f "$scratch/state/tcpsim/history" ]; then
	# One command begins so, and client SYN #1 is the only SYN of the client.
	types 'segm\t' 'cl\t' 'SY\t' '\t' '\r' '\x1b[A\x1b[A\r' 'quit\r'
	says out '^ 2  1.00  client: connect server:80$'
	# What was typed last time: segment, where, quit.
	types '\x1b[A\x1b[A\x1b[A\r' 'quit\r'
	says out '^ 2  1.00  client: connect server:80$'
	[ "$(ls -l "$scratch/state/tcpsim/history" | cut -c 1-10)" = -rw------- ] || finding "others can read what was typed"
	# Where nothing can be kept nothing is said.
	XDG_STATE_HOME=$scratch/out
	types 'next\r' 'quit\r'
	says out '^ 1  0.00  server: listen 80$'
	says out '^exit status 0$'
fi
verdict "docs/tcpsim.1 says what a terminal does."
