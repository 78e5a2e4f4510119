#!/bin/sh
# SPDX-License-Identifier: MIT
# Completion: in bash, zsh and fish, each option of each command's help is completed, and so are commands, formats, names and
# files; what shells ask, `help --complete`, is answered by the program itself.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

completion=$srcdir/docs/completion
mkdir "$scratch/bin"
ln -s "$(cd "$(dirname "$program")" && pwd)/$(basename "$program")" "$scratch/bin/tcpsim"
PATH=$scratch/bin:$PATH
cd "$scratch" || exit 99
mkdir folder
: >own.scn
: >own.pkt
: >saved.json

# by_SHELL WORDS... -- what that shell offers for the last of these words, a line each.
by_bash()
{
	bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tcpsim tcpsim; printf "%s\n" "${COMPREPLY[@]}"' \
		"$completion/tcpsim.bash" tcpsim "$@"
}

# The functions that zsh has while it completes are stood in for: what they are given is what is offered.
by_zsh()
{
	zsh -f -c '
		_describe() { local name=$2; print -rl -- "${(@)${(P)name}%%:*}" }
		_files() { case $1 in (-g) print -rl -- ${~2} ;; (-/) print -rl -- *(/N) ;; (*) print -rl -- *(N) ;; esac }
		words=("$@") CURRENT=$#
		. "$0"' "$completion/_tcpsim" tcpsim "$@"
}

by_fish()
{
	fish --no-config -c 'source $argv[1]; complete -C (string join -- " " $argv[2..-1])' -- "$completion/tcpsim.fish" tcpsim "$@" |
		sed 's/	.*//'
}

# offers WORD... -- the last of them is offered for what goes before it, as far as its first letters.
offers()
{
	grep -qxF -e "$wanted" "$scratch/offered" || finding "$shell: '$wanted' is not offered by: $*"
}

check_shell()
{
	shell=$1
	"by_$shell" '' >"$scratch/offered"
	cp offered commands
	for wanted in run help --version; do
		# fish shows what begins with a dash only behind one.
		[ "$shell $wanted" = "fish --version" ] || offers "tcpsim"
	done
	grep -v '^-' commands | while read -r command; do
		[ "$command" != help ] || continue
		"by_$shell" "$command" -- >"$scratch/offered"
		"$program" "$command" --help | sed -n 's/^  \(-.,\)\{0,1\} *\(--[a-z-]*\).*/\2/p' >options
		[ -s options ] || finding "$command has no options"
		while read -r wanted; do
			offers "$command --"
		done <options
	done
	for line in "packetdrill:convert --to " "lesson/handshake:run lesson/hand" "ESTABLISHED:explain ESTABL" "RST:explain LISTEN --on R" "linux:drill --profile " \
		"diff:profile " "convert:help conv" "own.scn:run ow" "own.pkt:drill ow" "three-way:run two-way-old-syn --case three"; do
		wanted=${line%%:*}
		# shellcheck disable=SC2086 # words
		set -- ${line#*:}
		case $line in
		*' ') set -- "$@" '' ;;
		esac
		"by_$shell" "$@" >"$scratch/offered"
		offers "$@"
	done
}

# What is asked of the program.
gives 0 "$program" help --complete run two-way-old-syn --case three
says out '^three-way	'
gives 0 "$program" help --complete convert --to=pack
says out '^--to=packetdrill	'
gives 0 "$program" help --complete drill --set tim
says out '^time-wait=	'
gives 0 "$program" help --complete explain LISTEN --on=host-
says out '^--on=host-unreachable	'
gives 0 "$program" help --complete explain --on SYN ''
[ "$(grep -c '	state$' out)" -eq 11 ] || finding "after --on not the eleven states of RFC 9293 3.3.2 are offered"
[ "$(grep -vc '	state$' out)" -eq 0 ] || finding "after --on is offered what is no state"
gives 0 "$program" help --complete explain --hex 'S'
[ "$(cat out)" = :files ] || finding "after --hex is offered what is no file"
# Every event that the help of `--on` offers is one.
gives 0 "$program" help --complete explain --on ''
sed 's/	.*//' out >events
[ "$(wc -l <events)" -ge 20 ] || finding "few events are offered"
while read -r wanted; do
	gives 0 "$program" explain ESTABLISHED --on "$wanted"
done <events
gives 0 "$program" help --complete nothing ''
silent out
gives 0 "$program" help --complete run nothing-of-the-kind --case ''
silent out

for shell in bash zsh fish; do
	if command -v "$shell" >/dev/null 2>&1; then
		check_shell "$shell"
	else
		echo "completion: no $shell here: its completion is not tried"
	fi
done
verdict "docs/completion asks the program, which answers in sim/complete.c."
