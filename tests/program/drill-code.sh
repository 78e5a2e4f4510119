#!/bin/sh
# SPDX-License-Identifier: MIT
# Code of packetdrill scripts that ends python3 too early, or leaves a process behind.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

command -v python3 >/dev/null 2>&1 || skip "there is no python3"
cd "$scratch" || exit 99

# code STATEMENTS -- script.pkt runs them, and then asserts what does not hold.
code()
{
	printf '%s\n' '0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3' "+0 %{ $1 }%" '+0 %{ assert False }%' >script.pkt
}

early='^FAIL script.pkt: the code ended before its end$'
code 'import os; os._exit(0)'
gives 1 "$program" drill script.pkt
says out "$early"
gives 1 "$program" drill --tap script.pkt
says out '^  field: "code"$'
code 'import os; os.write(1, b"3: ended\\n0\\n"); os._exit(0)'
gives 1 "$program" drill script.pkt
says out "$early"
# The end of somebody else is not its own.
code 'import os; os.fork() == 0 or (os.wait(), os._exit(0)); assert_ = 1'
sed 's/assert False/assert True/' script.pkt >forks.pkt
gives 1 "$program" drill forks.pkt
says out '^FAIL forks.pkt: the code ended before its end$'
# Status 2 says that a script is no Python only where it says so.
code 'import os; os._exit(2)'
gives 1 "$program" drill script.pkt
says out '^FAIL script.pkt: its code ended with status 2$'
# sys.exit() ends those lines, not the rest.
code 'import sys; sys.exit(0)'
gives 1 "$program" drill script.pkt
says out '^FAIL script.pkt:3: '

# Nobody waits for what is left behind.
code 'import os, time; os.fork() == 0 and (os.setsid(), time.sleep(8), os._exit(0))'
sed 's/assert False/assert True/' script.pkt >leaves.pkt
gives 0 timeout 5 "$program" drill leaves.pkt
says out '^PASS leaves.pkt$'
verdict "docs/packetdrill.md says when code holds."
