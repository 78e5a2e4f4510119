#!/bin/sh
# SPDX-License-Identifier: MIT
# What `tcpsim drill` reads and writes: links that lead around, pipes that nobody writes to, names of any octets.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
script='0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3'

# Each directory once, though links lead back into it, and regular files only.
mkdir -p tree/a tree/b
for name in one two three four five six seven eight; do
	ln -s .. "tree/a/$name"
	ln -s ../a "tree/b/$name"
done
echo "$script" >tree/a/script.pkt
mkfifo tree/pipe.pkt
ln -s /dev/zero tree/device.pkt
gives 0 timeout 10 "$program" drill tree
printf '%s\n' 'PASS tree/a/script.pkt' '1 passed, 0 failed, 0 skipped' | cmp -s - out || finding "a tree with links: $(cat out)"
ln -s nowhere tree/dangling.pkt
gives 2 "$program" drill tree
says err '^tcpsim: cannot read tree/dangling.pkt: No such file'

# A pipe that somebody names is read, and Ctrl-C ends it where nobody writes.
mkfifo pipe
(sleep 0.2 && echo "$script" >pipe) &
gives 0 timeout 10 "$program" drill pipe
says out '^PASS pipe$'
wait
"$program" drill pipe >out 2>err &
pid=$!
sleep 0.5
kill -INT "$pid"
(sleep 5 && kill -KILL "$pid") 2>/dev/null &
watchdog=$!
wait "$pid"
status=$?
kill "$watchdog" 2>/dev/null
[ "$status" -eq 3 ] || finding "a pipe that nobody writes to: exit status $status, not 3"
says err '^tcpsim: interrupted$'
says out '^0 passed, 0 failed, 0 skipped, 1 cut short$'
# Where nothing is played nothing passes.
echo "$script" >plain.pkt
printf '%s\n' --dry_run "$script" >dry.pkt
gives 0 "$program" drill --dry_run plain.pkt
says out '^SKIP plain.pkt:1: dry run: nothing is played$'
gives 1 "$program" drill --no-skips dry.pkt
says out '^SKIP dry.pkt:1: dry run: nothing is played$'
gives 0 "$program" drill --dry_run=0 dry.pkt
says out '^PASS dry.pkt$'
printf '%s\n' '#ifdef ELSEWHERE' "$script" '#endif' >none.pkt
gives 0 "$program" drill none.pkt
says out '^SKIP none.pkt:1: no event is left$'
gives 0 "$program" drill -D ELSEWHERE none.pkt
says out '^PASS none.pkt$'

# Words to be replaced are words.
for define in '=x' '' '1=2' 'A B=1' '-x'; do
	gives 2 "$program" drill "--define=$define" plain.pkt
	says err '^tcpsim: --define is NAME or NAME=VALUE'
	silent out
done
gives 2 "$program" drill -D '' plain.pkt
gives 2 "$program" drill '-D=x' plain.pkt
gives 0 "$program" drill -D _A1 -D B= plain.pkt

# What is read is not written, by whatever name; nor does XML stand among the verdicts.
cp plain.pkt kept.pkt
ln -s plain.pkt link.pkt
for file in plain.pkt ./plain.pkt link.pkt; do
	gives 2 "$program" drill "--junit=$file" plain.pkt
	says err "^tcpsim: --junit $file would overwrite the script plain.pkt"
	silent out
done
gives 2 "$program" drill --junit=tree/a/script.pkt tree
says err 'would overwrite the script tree/a/script.pkt'
gives 2 "$program" drill --junit=- plain.pkt
says err '^tcpsim: --junit=FILE is a file'
silent out
cmp -s plain.pkt kept.pkt || finding "a script is overwritten"
gives 0 "$program" drill --junit=out.xml plain.pkt
gives 0 "$program" drill --junit=out.xml plain.pkt

# Names of any octets: a line each in TAP, which is UTF-8, and whole in XML, whose attributes keep no newline as it is.
odd=$(printf 'a\377b\nok 9 - c.pkt')
cp plain.pkt "$odd" || skip "no such file names here"
gives 0 "$program" drill --tap --junit=odd.xml "$odd"
[ "$(grep -c '^ok ' out)" -eq 1 ] || finding "a name is two lines of TAP"
iconv -f UTF-8 -t UTF-8 out >/dev/null 2>&1 || finding "TAP is no UTF-8"
grep -q 'name="a.*b&#10;ok 9 - c.pkt"' odd.xml || finding "odd.xml has not that name"
iconv -f UTF-8 -t UTF-8 odd.xml >/dev/null 2>&1 || finding "odd.xml is no UTF-8"
printf '%s\n' '0 nonsense' >"$odd"
gives 2 "$program" drill --tap --ladder "$odd"
iconv -f UTF-8 -t UTF-8 out >/dev/null 2>&1 || finding "TAP is no UTF-8 where something does not parse"
grep -n '^ok' out | findings "a name makes a line of TAP"
verdict "docs/tcpsim.1 says what drill reads."
