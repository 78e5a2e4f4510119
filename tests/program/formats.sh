#!/bin/sh
# SPDX-License-Identifier: MIT
# All shipped scenarios in all formats, from the scenario and from its saved trace: no error, the same files, and XML that is XML.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

cd "$scratch" || exit 99
formats=$("$program" convert --help | sed -n '/^Formats:$/,/^$/s/^  \([a-z]*\)  .*/\1/p')
[ "$(echo "$formats" | wc -l)" -ge 9 ] || finding "the help of convert has the formats: $formats"

# write DIR FORMAT FILE -- convert FILE into a folder; standard error and the exit status are put beside.
write()
{
	mkdir -p "$1" && (cd "$1" && "$program" convert --to "$2" -o "run.$2" "$3" >"../$1.out" 2>"../$1.err" </dev/null)
	echo $? >"$1.status"
}

# judge NAME FORMAT -- from the scenario and from the trace came the same, and no error.
judge()
{
	for part in status out err; do
		cmp -s "scenario.$part" "trace.$part" || finding "$1 in $2: of the saved trace $part is another"
	done
	diff -r scenario trace >/dev/null || finding "$1 in $2: the saved trace makes other files"
	case $2:$(cat scenario.status) in
	*:0 | packetdrill:2) ;; # what no script can say is told: tests/program/convert.sh
	*) finding "$1 in $2: exit status $(cat scenario.status)"; sed 3q scenario.err | findings "   stderr" ;;
	esac
	case $2 in svg | states) for file in scenario/*; do mv "$file" "xml/$(echo "$1" | tr / -)-${file##*/}"; done ;; esac
}

mkdir xml
names=$(cd "$TCPSIM_SCENARIOS" && find . -name '*.scn' | sed 's,^\./,,;s/\.scn$//' | LC_ALL=C sort)
for name in $names; do
	"$program" convert --to json -o saved.json "$name" 2>/dev/null || finding "$name cannot be saved"
	for format in $formats; do
		rm -rf scenario trace
		write scenario "$format" "$name"
		write trace "$format" "$scratch/saved.json"
		judge "$name" "$format"
	done
done

if command -v python3 >/dev/null 2>&1; then
	python3 - xml/* >out 2>&1 <<'END' || sed 3q out | findings "no XML"
import sys
from xml.sax import handler, make_parser
parser = make_parser()
for name in sys.argv[1:]:
    try:
        parser.parse(name)
    except Exception as error:
        sys.exit("%s: %s" % (name, error))
END
elif command -v xmllint >/dev/null 2>&1; then
	xmllint --noout xml/* 2>out || sed 3q out | findings "no XML"
else
	echo "formats: neither python3 nor xmllint is there: whether SVG is XML was not looked at"
fi
verdict "docs/trace-format.md: a view of a saved trace is the same, octet by octet, as one of the scenario."
