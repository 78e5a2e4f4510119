#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Make configure and run it.
#
#   ./autogen.sh [CONFIGURE ARGUMENTS]
#   ./autogen.sh --install-deps [CONFIGURE ARGUMENTS]    install what is missing first
#
# NOCONFIGURE=1 stops before configure is run. Plain sh: it must work where nothing is installed yet.
set -eu

srcdir=$(dirname "$0")

# One line for each thing that is needed: what, then its packages on Debian, Fedora, Arch, Alpine and Homebrew.
packages='
compiler   gcc             gcc           gcc     gcc          gcc
libc       libc6-dev       glibc-devel   glibc   musl-dev     -
c++        g++             gcc-c++       gcc     g++          gcc
make       make            make          make    make         make
autoconf   autoconf        autoconf      autoconf autoconf    autoconf
automake   automake        automake      automake automake    automake
libtool    libtool         libtool       libtool libtool      libtool
pkg-config pkg-config      pkgconf       pkgconf pkgconf      pkgconf
flex       flex            flex          flex    flex         flex
bison      bison           bison         bison   bison        bison
nm         binutils        binutils      binutils binutils    binutils
glib       libglib2.0-dev  glib2-devel   glib2   glib-dev     glib
jansson    libjansson-dev  jansson-devel jansson jansson-dev  jansson
check      check           check-devel   check   check-dev    check'

has()
{
	command -v "$1" >/dev/null 2>&1
}

# Whether the C library's headers are there: a compiler alone cannot make a program.
has_libc()
{
	has cc || return 1
	echo '#include <stdio.h>' | cc -E - >/dev/null 2>&1
}

has_module()
{
	has pkg-config && pkg-config --exists "$1"
}

is_there()
{
	case $1 in
	compiler) has cc ;;
	libc) has_libc ;;
	c++) has g++ || has clang++ || has c++ ;;
	libtool) has libtoolize || has glibtoolize ;;
	glib) has_module 'glib-2.0 >= 2.56' ;;
	jansson) has_module 'jansson >= 2.10' ;;
	check) has_module 'check >= 0.10' ;;
	*) has "$1" ;;
	esac
}

# The packages of a column (2 is Debian) for all that is missing, in one line.
missing_packages()
{
	echo "$packages" | while read -r what debian fedora arch alpine homebrew; do
		if [ -z "$what" ] || is_there "$what"; then
			continue
		fi
		case $1 in
		debian) echo "$debian" ;;
		fedora) echo "$fedora" ;;
		arch) echo "$arch" ;;
		alpine) echo "$alpine" ;;
		homebrew) echo "$homebrew" ;;
		esac
	done | grep -v '^-$' | sort -u | tr '\n' ' ' | sed 's/ $//'
}

install_deps()
{
	missing=$(missing_packages debian)
	if [ -z "$missing" ]; then
		echo "autogen.sh: all that tcpsim needs is installed."
		return
	fi
	if ! has apt-get; then
		cat >&2 <<-TEXT
		autogen.sh: there is no apt-get here. Install what is missing, then run ./autogen.sh again:
		  Debian, Ubuntu: $missing
		  Fedora:         dnf install $(missing_packages fedora)
		  Arch:           pacman -S $(missing_packages arch)
		  Alpine:         apk add $(missing_packages alpine)
		  macOS:          brew install $(missing_packages homebrew)
		TEXT
		exit 1
	fi
	as_root=
	if [ "$(id -u)" != 0 ]; then
		if ! has sudo; then
			echo "autogen.sh: to install needs root or sudo; missing are: $missing" >&2
			exit 1
		fi
		as_root=sudo
	fi
	echo "autogen.sh: installing $missing"
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q ||
		echo "autogen.sh: apt-get update failed; going on with the lists that are there." >&2
	# shellcheck disable=SC2086 # a list of packages
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
	hash -r
	missing=$(missing_packages debian)
	if [ -n "$missing" ]; then
		echo "autogen.sh: installed, and yet missing or too old: $missing" >&2
		exit 1
	fi
}

if [ "${1-}" = --install-deps ]; then
	shift
	install_deps
fi

if ! has autoreconf; then
	echo "autogen.sh: autoreconf is missing (Debian: autoconf); ./autogen.sh --install-deps installs it." >&2
	exit 1
fi
(cd "$srcdir" && autoreconf -fi)
[ -n "${NOCONFIGURE-}" ] || "$srcdir/configure" "$@"
