#!/bin/sh
# SPDX-License-Identifier: MIT
# tcpsim run: what it says beside the ladder.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99

# says_explore COMMAND... -- it says once that the scenario is for exploring, and by which command.
says_explore()
{
	gives 0 "$@"
	tr '\n' ' ' <out | sed 's/  */ /g' >out.line
	grep -q -F 'This scenario is for exploring: `tcpsim explore hazard/16-blind-reset.scn` tries every order of events' \
		out.line || finding "$*: does not say that the scenario is for exploring"
	[ "$(grep -c 'This scenario is for exploring' out)" -eq 1 ] || finding "$*: says so more than once"
}

# A scenario with `allow` lines shows little as it is: of several cases, of one, and from a saved trace.
says_explore "$program" run 16-blind-reset
says_explore "$program" run --case off hazard/16-blind-reset
gives 0 "$program" convert --to json -o saved.json hazard/16-blind-reset
says_explore "$program" run saved.json
says_explore "$program" convert --to text hazard/16-blind-reset
gives 0 "$program" explore --quiet hazard/16-blind-reset.scn
for quiet in '--quiet hazard/16-blind-reset' 'lesson/handshake'; do
	# shellcheck disable=SC2086 # words
	gives 0 "$program" run $quiet
	if grep -q 'for exploring' out; then finding "run $quiet: says that it is for exploring"; fi
done
# What could not be typed is not told to be.
cp "$TCPSIM_SCENARIOS/hazard/16-blind-reset.scn" 'a b.scn'
gives 0 "$program" run 'a b.scn'
says out 'for exploring: `tcpsim explore` tries'
# The path of a page is told once, and so is a browser that is not there.
export XDG_CACHE_HOME="$scratch/cache"
gives 0 env -u DISPLAY -u WAYLAND_DISPLAY BROWSER=no-such-browser "$program" run --quiet --open lesson/handshake
[ "$(cat out err | grep -c 'lesson-handshake.html')" -eq 1 ] || finding "run --open does not tell the path just once"
says err '^tcpsim: cannot start no-such-browser, which BROWSER names$'
says err '^tcpsim: no browser was found'
verdict "docs/tcpsim.1 says what run does."
