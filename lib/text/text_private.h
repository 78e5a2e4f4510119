/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_TEXT_TEXT_PRIVATE_H
#define TCPSIM_LIB_TEXT_TEXT_PRIVATE_H

#include <glib.h>

#include <tcpsim/diagnostic.h>

struct tcpsim_text {
	int n_references;
	char *name;
	char *all; /* valid UTF-8 without control characters but tab and \n; ends with \n */
	size_t n;
	GArray *starts; /* size_t: where each line starts */
	GArray *damage; /* struct tcpsim_place: the first octet of each line that was no text,
		now U+FFFD; the first few */
};

#endif
