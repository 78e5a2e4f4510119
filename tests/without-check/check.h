/* SPDX-License-Identifier: MIT */
/* What the tests find in place of Check in a tree without it. */
#error "make check needs Check, and this tree was configured with --disable-tests"
