# SPDX-License-Identifier: MIT
# Completion of tcpsim for bash: installed as share/bash-completion/completions/tcpsim.

_tcpsim()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=

	if ((COMP_CWORD == 1)); then
		words='run list help --help --version'
	elif [[ $before == = ]]; then
		[[ ${COMP_WORDS[COMP_CWORD - 2]} == --color ]] && words='auto always never'
	elif [[ $before == --color ]]; then
		words='auto always never'
		[[ $word == = ]] && word=
	else
		case $command in
		run)
			if [[ $word == -* ]]; then
				words='--case --only-failures --explain --isn-wrap --seed --ascii --color --quiet --all --help'
			elif [[ $before != --case && $before != -c && $before != --seed && $before != -s ]]; then
				words=$(tcpsim list --names 2>/dev/null)
				compopt -o filenames 2>/dev/null
				mapfile -t COMPREPLY < <(compgen -f -X '!*.scn' -- "$word"; compgen -d -- "$word")
			fi
			;;
		list) words='--names --help' ;;
		help) words='run list help' ;;
		esac
	fi
	mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _tcpsim tcpsim
