#!/bin/sh
# SPDX-License-Identifier: MIT
# Diagrams of all shipped scenarios: others can read them. Graphviz reads DOT and PlantUML its own language, if they are there.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
mkdir all
"$program" list --names >names
while read -r name; do
	for format in mermaid.mmd plantuml.puml dot.dot states.states.svg; do
		gives 0 "$program" convert --to "${format%%.*}" -o "all/$(echo "$name" | tr / -).${format#*.}" "$name"
		silent err
	done
done <names
[ "$(find all -name '*.states.svg' | wc -l)" -ge "$(wc -l <names)" ] || finding "there are fewer pictures than scenarios"
find all -name '*.mmd' -size +50000c | findings "longer than Mermaid takes"
if command -v dot >/dev/null; then
	find all -name '*.dot' -exec sh -c 'for file; do dot -Tplain "$file" -o plain || echo "$file"; done' sh {} + 2>&1 |
		findings "Graphviz does not read"
fi
if command -v plantuml >/dev/null; then
	find all -name '*.puml' -exec plantuml -charset UTF-8 -checkonly {} + >said 2>&1 ||
		sed 5q said | findings "PlantUML does not read"
fi
if command -v xmllint >/dev/null; then
	find all -name '*.svg' -exec xmllint --noout {} + 2>&1 | findings "no XML"
fi

# One host, or all of them.
gives 0 "$program" convert --to states --host client lesson/handshake
says out '<text.*>States of client: '
gives 0 "$program" convert --to states lesson/handshake
says out '<text.*>States of all hosts: '
gives 0 "$program" convert --to dot --host server lesson/handshake
says out 'label="server"'
if grep -q 'label="client"' out; then finding "the diagram of one host has another"; fi
gives 2 "$program" convert --to dot --host nobody lesson/handshake
says err 'there is no host nobody, only client, server$'
# A run without TCP says so, in the picture.
gives 0 "$program" convert --to states --case nothing lesson/udp-time-server
says out 'Nothing of TCP happens here'
gives 0 "$program" convert --to dot --case nothing lesson/udp-time-server
says out 'Nothing of TCP happens here'
verdict "docs/tcpsim.1 says what formats there are."
