/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_CONSTANTS_H
#define TCPSIM_LIB_PACKETDRILL_CONSTANTS_H

#include <stdbool.h>
#include <stdint.h>

/* The constants of C that scripts know by name: constants.def. */

enum pkt_constant {
#define BOTH(name, linux_value, freebsd_value) PKT_C_##name,
#define LINUX(name, value) PKT_C_##name,
#define FREEBSD(name, value, otherwise) PKT_C_##name,
#include "lib/packetdrill/constants.def"
#undef BOTH
#undef LINUX
#undef FREEBSD
	PKT_N_CONSTANTS,
};

/* Whose numbers are good. A profile that stands for no system knows both's names. */
enum pkt_system {
	PKT_SYSTEM_NONE,
	PKT_SYSTEM_LINUX,
	PKT_SYSTEM_FREEBSD,
};

/* The system of a profile, by its name. */
enum pkt_system tcpsim_pkt_system_of(const char *profile);

/* The constant of that name, or -1. */
int tcpsim_pkt_constant_find(const char *name);
const char *tcpsim_pkt_constant_name(enum pkt_constant constant);
/* A name that somebody who wrote `word` may have meant, or NULL. Static storage. */
const char *tcpsim_pkt_constant_nearest(const char *word);
/* The value on a system; false if it does not have it. */
bool tcpsim_pkt_constant_value(enum pkt_system system, enum pkt_constant constant, int64_t *value);
/* Whether a value is that of the constant. */
bool tcpsim_pkt_is(enum pkt_system system, enum pkt_constant constant, int64_t value);
/* Whether a set of flags has that one; it is taken out. */
bool tcpsim_pkt_take(enum pkt_system system, enum pkt_constant constant, int64_t *flags);

/* The errno of a name, as this machine's <errno.h> has it; 0 for a name that is none. */
int tcpsim_pkt_errno(const char *name);
/* The errno that somebody who wrote `name` may have meant, or NULL. */
const char *tcpsim_pkt_errno_nearest(const char *name);
/* And its name. Static storage. */
const char *tcpsim_pkt_errno_name(int number);
/* And its number on a system. */
int64_t tcpsim_pkt_errno_value(enum pkt_system system, int number);

#endif
