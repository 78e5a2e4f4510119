# SPDX-License-Identifier: MIT
# Completion of tcpsim for bash: installed as share/bash-completion/completions/tcpsim.

# Built-in scenarios and files, for the caller's variables.
_tcpsim_scenarios()
{
	words=$(tcpsim list --names 2>/dev/null)
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -f -X '!*.scn' -- "$word"; compgen -d -- "$word")
}

_tcpsim()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=

	if ((COMP_CWORD == 1)); then
		words='run explore drill convert explain profile list help --help --version'
	elif [[ $before == = ]]; then
		[[ ${COMP_WORDS[COMP_CWORD - 2]} == --color ]] && words='auto always never'
	elif [[ $before == --color ]]; then
		words='auto always never'
		[[ $word == = ]] && word=
	else
		case $command in
		run)
			if [[ $word == -* ]]; then
				words='--case --only-failures --explain --isn-wrap --seed --ascii --color --octets --quiet --all --help'
			elif [[ $before != --case && $before != -c && $before != --seed && $before != -s &&
				$before != --octets && $before != -o ]]; then
				_tcpsim_scenarios
			fi
			;;
		explore)
			if [[ $word == -* ]]; then
				words='--case --output --memory --threads --depth --hash --full --states-only --checkpoint --resume
					--random --length --seed --never-fired --coverage --isn-wrap --brief --ascii --color --quiet
					--verbose --help'
			elif [[ $before == --hash ]]; then
				words=64
			elif [[ $before == --output || $before == -o || $before == --checkpoint || $before == --resume ]]; then
				compopt -o filenames 2>/dev/null
				mapfile -t COMPREPLY < <(compgen -f -- "$word")
			elif [[ $before != --case && $before != --memory && $before != --threads && $before != --depth &&
				$before != --random && $before != --length && $before != --seed && $before != -[cmtdrls] ]]; then
				_tcpsim_scenarios
			fi
			;;
		drill)
			if [[ $word == -* ]]; then
				words='--profile --define --set --parse-only --ladder --ladder=always --no-skips --jobs --quiet --tap --junit
					--tolerance_usecs= --tolerance_percent= --ip_version= --mtu= --ascii --color --help'
			elif [[ $before == --profile || $before == -p ]]; then
				words=$(tcpsim profile 2>/dev/null | sed 's/ .*//')
			elif [[ $before != --define && $before != -D && $before != --set && $before != -s && $before != --jobs &&
				$before != -j ]]; then
				compopt -o filenames 2>/dev/null
				mapfile -t COMPREPLY < <(compgen -f -- "$word")
			fi
			;;
		convert)
			if [[ $word == -* ]]; then
				words='--to --host --case --connection --output --help'
			elif [[ $before == --to || $before == -t ]]; then
				words=packetdrill
			elif [[ $before != --host && $before != --case && $before != --connection && $before != --output &&
				$before != -[Hcno] ]]; then
				_tcpsim_scenarios
			fi
			;;
		explain)
			if [[ $word == -* ]]; then
				words='--hex --names --ascii --color --help'
			elif [[ " ${COMP_WORDS[*]} " == *' --hex '* || " ${COMP_WORDS[*]} " == *' -x '* ]]; then
				compopt -o filenames 2>/dev/null
				mapfile -t COMPREPLY < <(compgen -f -- "$word")
			else
				words=$(tcpsim explain --names 2>/dev/null)
			fi
			;;
		profile)
			if [[ $word == -* ]]; then
				words=--help
			elif ((COMP_CWORD == 2)); then
				words='show diff'
			else
				words=$(tcpsim profile 2>/dev/null | sed 's/ .*//')
			fi
			;;
		list) words='--explored --names --help' ;;
		help) words='run explore drill convert explain profile list help' ;;
		esac
	fi
	mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _tcpsim tcpsim
