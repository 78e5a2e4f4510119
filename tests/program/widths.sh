#!/bin/sh
# SPDX-License-Identifier: MIT
# No line of any shipped scenario is wider than 80 columns, in both character sets, with and without explanations.
. "${TCPSIM_SRCDIR:-.}/tests/program/program.sh"

has_utf8=no
[ "$(LC_ALL=C.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ] && has_utf8=yes

"$program" list --names >"$scratch/names" || finding "list --names fails"
[ -s "$scratch/names" ] || finding "there are no built-in scenarios"
while read -r name; do
	for options in "" "--explain" "--isn-wrap" "--isn-wrap --explain"; do
		# shellcheck disable=SC2086 # words
		"$program" run --ascii $options "$name" >"$scratch/out" 2>&1
		LC_ALL=C grep -n '.\{81,\}' "$scratch/out" | sed 2q | findings "$name $options: too wide"
		LC_ALL=C grep -n '[^ -~]' "$scratch/out" | sed 2q | findings "$name $options: no ASCII"
		grep -n ' $' "$scratch/out" | sed 2q | findings "$name $options: blanks at the end of a line"
		[ "$has_utf8" = yes ] || continue
		# All characters of the page are one column wide: sed counts them.
		# shellcheck disable=SC2086 # words
		LC_ALL=C.UTF-8 "$program" run $options "$name" 2>&1 | LC_ALL=C.UTF-8 sed -n '/^.\{81,\}$/p' | sed 2q |
			findings "$name $options: too wide in UTF-8"
	done
done <"$scratch/names"
verdict "a page is 80 columns wide."
