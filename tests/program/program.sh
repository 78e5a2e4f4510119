# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the tests of the program share; each begins with: . "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"
. "${TCPSIM_SRCDIR:-.}/tests/checks/common.sh"

# shellcheck disable=SC2034 # used by those that include this
program=${TCPSIM-}
[ -x "$program" ] || skip "the program is not built"
[ -d "${TCPSIM_SCENARIOS-}" ] || skip "there are no scenarios"

# gives STATUS COMMAND... -- run it and look at its exit status; what it says is in $scratch/out and $scratch/err.
gives()
{
	wanted=$1
	shift
	"$@" >"$scratch/out" 2>"$scratch/err" </dev/null
	status=$?
	if [ "$status" -ne "$wanted" ]; then
		finding "$*: exit status $status, not $wanted"
		sed 3q "$scratch/err" | findings "   stderr"
	fi
}

# says FILE PATTERN -- out or err has a line that matches.
says()
{
	grep -q -e "$2" "$scratch/$1" || {
		finding "std$1 has no \"$2\""
		sed 3q "$scratch/$1" | findings "   it says"
	}
}

# silent FILE -- out or err is empty.
silent()
{
	[ ! -s "$scratch/$1" ] || sed 3q "$scratch/$1" | findings "std$1 is not empty"
}

# scenario NAME -- make $scratch/NAME.scn of a connection that opens and closes, and of standard input.
scenario()
{
	{
		echo 'scenario "A test"'
		echo 'host client isn 100'
		echo 'host server isn 300'
		echo 'link client <-> server delay 50ms'
		echo 'at 0s server listen 80'
		echo 'at 0s client connect server:80'
		cat
		echo 'run until quiet'
	} >"$scratch/$1.scn"
}
