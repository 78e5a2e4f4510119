# SPDX-License-Identifier: MIT
# Completion of tcpsim for bash: installed as share/bash-completion/completions/tcpsim. What may stand where, the program
# itself says: `tcpsim help --complete WORD...`, the last word being that at the cursor.

_tcpsim()
{
	local program=${1:-tcpsim} word=${COMP_WORDS[COMP_CWORD]} words=() candidate suffix i

	# bash makes three words of --color=always.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == = ]] || words+=("${COMP_WORDS[i]}")
	done
	if [[ $word == = ]]; then
		word=
		words+=('')
	fi
	COMPREPLY=()
	while IFS=$'\t' read -r candidate _; do
		case $candidate in
		:files | :directories)
			compopt -o filenames 2>/dev/null
			[[ $candidate == :files ]] && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
			[[ $candidate == :files ]] || mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word")
			;;
		:files\ *)
			compopt -o filenames 2>/dev/null
			for suffix in ${candidate#:files }; do
				mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X "!*$suffix" -- "$word")
			done
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word")
			;;
		*)
			[[ $candidate == *= ]] && compopt -o nospace 2>/dev/null
			COMPREPLY+=("$candidate")
			;;
		esac
	done < <("$program" help --complete "${words[@]}" 2>/dev/null)
}

complete -F _tcpsim tcpsim
