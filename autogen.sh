#!/bin/sh
# Make configure, then run it. NOCONFIGURE=1 stops before that.
set -e
srcdir=$(dirname "$0")
(cd "$srcdir" && autoreconf -fi)
[ -n "$NOCONFIGURE" ] || "$srcdir/configure" "$@"
