# SPDX-License-Identifier: MIT
# Completion of tcpsim for fish: installed as share/fish/vendor_completions.d/tcpsim.fish. What may stand where, the program
# itself says: `tcpsim help --complete WORD...`, the last word being that at the cursor.

function __tcpsim_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in ($program help --complete $words 2>/dev/null)
        switch $line
            case :directories
                __fish_complete_directories (commandline -ct)
            case :files
                __fish_complete_path (commandline -ct)
            case ':files *'
                for suffix in (string split ' ' -- $line)[2..-1]
                    __fish_complete_suffix $suffix
                end
            case '*'
                echo $line
        end
    end
end

complete -c tcpsim -f -a '(__tcpsim_complete)'
