#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Make configure and run it.
#
#   ./autogen.sh [CONFIGURE ARGUMENTS]
#   ./autogen.sh --install-deps [CONFIGURE ARGUMENTS]    install what is missing first
#   ./autogen.sh --install-test-deps [CONFIGURE ARGUMENTS]    and what only some tests need: what cannot be had skips them
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

# What optional tests and optional parts need, in the same columns.
test_packages='
browser    chromium        chromium      chromium chromium    -
node       nodejs          nodejs        nodejs  nodejs       node
npm        npm             nodejs-npm    npm     npm          node
tshark     tshark          wireshark-cli wireshark-cli tshark wireshark
python3    python3         python3       python  python3      python
libedit    libedit-dev     libedit-devel libedit libedit-dev  libedit'

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
	browser) has chromium || has chromium-browser || has google-chrome ;;
	libedit) has_module libedit ;;
	*) has "$1" ;;
	esac
}

# missing_packages SYSTEM TABLE -- the packages for all that is missing, in one line.
missing_packages()
{
	echo "$2" | while read -r what debian fedora arch alpine homebrew; do
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

# as_root COMMAND... -- only after may_install.
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

# may_install TABLE -- whether packages can be installed here at all; if not, say what is to be done by hand.
may_install()
{
	if ! has apt-get; then
		cat >&2 <<-TEXT
		autogen.sh: there is no apt-get here. Install what is missing, then run ./autogen.sh again:
		  Debian, Ubuntu: $(missing_packages debian "$1")
		  Fedora:         dnf install $(missing_packages fedora "$1")
		  Arch:           pacman -S $(missing_packages arch "$1")
		  Alpine:         apk add $(missing_packages alpine "$1")
		  macOS:          brew install $(missing_packages homebrew "$1")
		TEXT
		return 1
	fi
	if [ "$(id -u)" != 0 ] && ! has sudo; then
		echo "autogen.sh: to install needs root or sudo; missing are: $(missing_packages debian "$1")" >&2
		return 1
	fi
}

update_lists()
{
	as_root apt-get update -q || echo "autogen.sh: apt-get update failed; going on with the lists that are there." >&2
}

install_deps()
{
	missing=$(missing_packages debian "$packages")
	if [ -z "$missing" ]; then
		echo "autogen.sh: all that tcpsim needs is installed."
		return
	fi
	may_install "$packages" || exit 1
	echo "autogen.sh: installing $missing"
	update_lists
	# shellcheck disable=SC2086 # a list of packages
	as_root apt-get install -q -y --no-install-recommends $missing
	hash -r
	missing=$(missing_packages debian "$packages")
	if [ -n "$missing" ]; then
		echo "autogen.sh: installed, and yet missing or too old: $missing" >&2
		exit 1
	fi
}

# What optional tests need. Nothing here ends the script: what cannot be had skips its tests, by name.
install_test_deps()
{
	missing=$(missing_packages debian "$test_packages")
	if [ -n "$missing" ] && may_install "$test_packages"; then
		echo "autogen.sh: installing for optional tests: $missing"
		update_lists
		# One that this system has not, or has as a snap, must not take the others with it.
		for package in $missing; do
			as_root apt-get install -q -y --no-install-recommends "$package" ||
				echo "autogen.sh: $package cannot be installed; tests that need it are skipped." >&2
		done
		hash -r
	fi
	"$srcdir/tests/browser/install" . ||
		echo "autogen.sh: playwright-core cannot be installed; the tests in a browser are skipped." >&2
}

case ${1-} in
--install-deps)
	shift
	install_deps
	;;
--install-test-deps)
	shift
	install_deps
	install_test_deps
	;;
esac

if ! has autoreconf; then
	echo "autogen.sh: autoreconf is missing (Debian: autoconf); ./autogen.sh --install-deps installs it." >&2
	exit 1
fi
(cd "$srcdir" && autoreconf -fi)
[ -n "${NOCONFIGURE-}" ] || "$srcdir/configure" "$@"
