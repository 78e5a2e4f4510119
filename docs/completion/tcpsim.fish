# SPDX-License-Identifier: MIT
# Completion of tcpsim for fish: installed as share/fish/vendor_completions.d/tcpsim.fish.

set -l commands run list help

complete -c tcpsim -f
complete -c tcpsim -n "not __fish_seen_subcommand_from $commands" -l help -s h -d 'tell of all commands'
complete -c tcpsim -n "not __fish_seen_subcommand_from $commands" -l version -d 'tell the version'
complete -c tcpsim -n "not __fish_seen_subcommand_from $commands" -a run -d 'run scenarios'
complete -c tcpsim -n "not __fish_seen_subcommand_from $commands" -a list -d 'list the built-in scenarios'
complete -c tcpsim -n "not __fish_seen_subcommand_from $commands" -a help -d 'tell of a command'

complete -c tcpsim -n '__fish_seen_subcommand_from run' -a '(tcpsim list --names 2>/dev/null)' -d 'built-in'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -a '(__fish_complete_suffix .scn)'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l case -s c -x -d 'run one case'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l only-failures -s f -d 'be silent about what passes'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l explain -s e -d 'tell the rule behind each step'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l isn-wrap -s w -d 'let sequence numbers wrap'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l seed -s s -x -d 'the seed of all chance'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l ascii -s a -d 'draw with ASCII characters only'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l color -x -a 'auto always never' -d 'color'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l quiet -s q -d 'draw no ladders'
complete -c tcpsim -n '__fish_seen_subcommand_from run' -l all -s A -d 'draw all rungs'
complete -c tcpsim -n '__fish_seen_subcommand_from list' -l names -d 'names only'
complete -c tcpsim -n '__fish_seen_subcommand_from help' -a "$commands"
