# SPDX-License-Identifier: MIT

# TCPSIM_WARNINGS(FLAGS): append to WARN_CFLAGS those that the compiler knows.
AC_DEFUN([TCPSIM_WARNINGS], [
	for tcpsim_flag in $1; do
		AC_MSG_CHECKING([whether $CC knows $tcpsim_flag])
		tcpsim_save_CFLAGS=$CFLAGS
		CFLAGS="$CFLAGS -Werror $tcpsim_flag"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
			[AC_MSG_RESULT([yes])
			WARN_CFLAGS="$WARN_CFLAGS $tcpsim_flag"],
			[AC_MSG_RESULT([no])])
		CFLAGS=$tcpsim_save_CFLAGS
	done
	AC_SUBST([WARN_CFLAGS])
])

# TCPSIM_MISSING(WHAT, PACKAGE): note that something is missing; TCPSIM_ALL_THERE says it all at once.
AC_DEFUN([TCPSIM_MISSING], [
	tcpsim_missing="$tcpsim_missing
  $1 is missing. Debian and Ubuntu call the package $2."
])

# TCPSIM_ALL_THERE: stop if anything is missing, with one sentence on each and the way out.
AC_DEFUN([TCPSIM_ALL_THERE], [
	AS_IF([test -n "$tcpsim_missing"], [AC_MSG_ERROR([something that tcpsim needs is missing:
$tcpsim_missing

  ./autogen.sh --install-deps installs all that is missing, or says which packages to install.])])
])

# TCPSIM_BISON: say so if bison is too old for the grammar, which words its own syntax errors.
AC_DEFUN([TCPSIM_BISON], [
	AS_IF([test -n "$BISON"], [
		AC_MSG_CHECKING([whether $BISON is 3.6 or later])
		AS_CASE([`$BISON --version | sed -n '1s/.* //p'`],
			[@<:@012@:>@.* | 3.@<:@0-5@:>@ | 3.@<:@0-5@:>@.*], [AC_MSG_RESULT([no])
				TCPSIM_MISSING([bison 3.6 or later ($BISON is older)], [bison])],
			[AC_MSG_RESULT([yes])])
	])
])
