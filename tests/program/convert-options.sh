#!/bin/sh
# SPDX-License-Identifier: MIT
# tcpsim convert: which format takes which option.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
# An option that the format has no use for is a mistake; each format takes what its picture, or its side, is made of.
for pair in '--host:svg' '--host:mermaid' '--host:plantuml' '--host:html' '--host:text' '--host:json' '--connection:pcapng' \
	'--connection:states' '--theme:mermaid' '--theme:dot' '--theme:text' '--width:html' '--width:pcapng' '--width:json'; do
	gives 2 "$program" convert --to "${pair#*:}" "${pair%:*}" 999 lesson/handshake
	silent out
	says err "^tcpsim: ${pair%:*} says nothing to ${pair#*:}: it is for"
done
gives 0 "$program" convert --to svg --width 500 --theme dark lesson/handshake
gives 0 "$program" convert --to states --width 500 --theme dark --host client lesson/handshake
gives 0 "$program" convert --to html --theme dark lesson/handshake
gives 0 "$program" convert --to packetdrill --connection 1 --host client lesson/handshake
gives 2 "$program" convert lesson/handshake
says err '^tcpsim: --to is missing: it names the format, such as svg or html'
verdict "docs/tcpsim.1 says which formats take which options."
