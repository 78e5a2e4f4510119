/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_CONVERT_H
#define TCPSIM_SIM_CONVERT_H

#include "sim/recorded.h"

/* One file in the making. */
struct conversion {
	const struct tcpsim_recording *const *recordings; /* the cases in it, .n of them, at least one */
	size_t n;
	uint16_t host;       /* whose file it is, of an OF_HOST */
	uint32_t connection; /* of that host, from 1; 0 for the first */
	const char *words;   /* the scenario and its case, for sentences */
	struct tcpsim_picture_options picture;
};

/* How much one file of a format holds. */
enum extent {
	OF_ALL,  /* all cases */
	OF_CASE, /* one case */
	OF_CASE_OR_HOST, /* one case, or one host's part of it if --host names one */
	OF_HOST, /* one case as one host saw it */
};

/* Options that not all formats have a use for, as bits. */
enum taken {
	TAKES_HOST = 1,
	TAKES_CONNECTION = 2,
	TAKES_WIDTH = 4,
	TAKES_THEME = 8,
};

/* A row is a format. */
struct format {
	const char *name;   /* as --to has it */
	const char *suffix; /* of its files: `.svg` */
	const char *words;  /* what it is, in a few words */
	enum extent extent;
	unsigned takes;     /* enum taken */
	bool is_binary;     /* nothing for a terminal */
	/* What the file holds, to be unreferenced; or NULL, and *error, to be freed with g_free(), says why in a sentence. */
	GBytes *(*write)(const struct conversion *conversion, char **error);
};

/* All formats, in the order of the help; ended by one without a name. */
extern const struct format convert_formats[];

/* ---- convert_files.c: where it goes ---- */

struct convert_request {
	const struct format *format;
	const char *host;   /* or NULL: each */
	const char *output; /* or NULL, or `-`: standard output */
	uint32_t connection;
	struct tcpsim_picture_options picture;
};

/*
 * Write what there is into one file, or into one a case, or a host, if the format holds no more: NAME-CASE-HOST.SUFFIX.
 * Returns STATUS_PASSED, or STATUS_USAGE after a sentence on stderr.
 */
enum status convert_write(const struct convert_request *request, const struct recorded *recorded);

#endif
