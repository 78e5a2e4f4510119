/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/word.h>

#include "lib/packetdrill/constants.h"

/* A system does not have it. */
#define ABSENT INT64_MIN

static const struct {
	int64_t values[3]; /* by enum pkt_system */
	char name[28];
} constants[] = {
#define BOTH(name, linux_value, freebsd_value) { { linux_value, linux_value, freebsd_value }, #name },
#define LINUX(name, value) { { value, value, ABSENT }, #name },
#define FREEBSD(name, value, otherwise) { { otherwise, ABSENT, value }, #name },
#include "lib/packetdrill/constants.def"
#undef BOTH
#undef LINUX
#undef FREEBSD
};

G_STATIC_ASSERT(G_N_ELEMENTS(constants) == PKT_N_CONSTANTS);

enum pkt_system
tcpsim_pkt_system_of(const char *profile)
{
	if (strcmp(profile, "freebsd") == 0)
		return PKT_SYSTEM_FREEBSD;
	return strcmp(profile, "linux") == 0 ? PKT_SYSTEM_LINUX : PKT_SYSTEM_NONE;
}

int
tcpsim_pkt_constant_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(constants); i++)
		if (strcmp(constants[i].name, name) == 0)
			return (int)i;
	return -1;
}

const char *
tcpsim_pkt_constant_name(enum pkt_constant constant)
{
	return constants[constant].name;
}

const char *
tcpsim_pkt_constant_nearest(const char *word)
{
	const char *names[G_N_ELEMENTS(constants) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(constants); i++)
		names[i] = constants[i].name;
	return tcpsim_word_nearest(word, names);
}

bool
tcpsim_pkt_constant_value(enum pkt_system system, enum pkt_constant constant, int64_t *value)
{
	*value = constants[constant].values[system];
	return *value != ABSENT;
}

bool
tcpsim_pkt_is(enum pkt_system system, enum pkt_constant constant, int64_t value)
{
	return constants[constant].values[system] == value && value != ABSENT;
}

bool
tcpsim_pkt_take(enum pkt_system system, enum pkt_constant constant, int64_t *flags)
{
	int64_t flag = constants[constant].values[system];

	if (flag == ABSENT || flag == 0 || (*flags & flag) != flag)
		return false;
	*flags &= ~flag;
	return true;
}

/* The numbers of errno: this machine's, and the two systems'. Of two names for a number the first is told. */
static const struct {
	int number;
	int16_t values[3]; /* by enum pkt_system */
	char name[16];
} errors[] = {
#define ERROR(name, on_linux, on_freebsd) { name, { on_linux, on_linux, on_freebsd }, #name },
	ERROR(EPERM, 1, 1)
	ERROR(ENOENT, 2, 2)
	ERROR(ESRCH, 3, 3)
	ERROR(EINTR, 4, 4)
	ERROR(EIO, 5, 5)
	ERROR(ENXIO, 6, 6)
	ERROR(E2BIG, 7, 7)
	ERROR(EBADF, 9, 9)
	ERROR(EAGAIN, 11, 35)
	ERROR(EWOULDBLOCK, 11, 35)
	ERROR(ENOMEM, 12, 12)
	ERROR(EACCES, 13, 13)
	ERROR(EFAULT, 14, 14)
	ERROR(EBUSY, 16, 16)
	ERROR(EEXIST, 17, 17)
	ERROR(ENODEV, 19, 19)
	ERROR(EINVAL, 22, 22)
	ERROR(ENFILE, 23, 23)
	ERROR(EMFILE, 24, 24)
	ERROR(ENOTTY, 25, 25)
	ERROR(ESPIPE, 29, 29)
	ERROR(EPIPE, 32, 32)
	ERROR(EDOM, 33, 33)
	ERROR(ERANGE, 34, 34)
	ERROR(ENOSYS, 38, 78)
	ERROR(EPROTO, 71, 92)
	ERROR(ENOTSOCK, 88, 38)
	ERROR(EDESTADDRREQ, 89, 39)
	ERROR(EMSGSIZE, 90, 40)
	ERROR(EPROTOTYPE, 91, 41)
	ERROR(ENOPROTOOPT, 92, 42)
	ERROR(EPROTONOSUPPORT, 93, 43)
	ERROR(EOPNOTSUPP, 95, 45)
	ERROR(ENOTSUP, 95, 45)
	ERROR(EAFNOSUPPORT, 97, 47)
	ERROR(EADDRINUSE, 98, 48)
	ERROR(EADDRNOTAVAIL, 99, 49)
	ERROR(ENETDOWN, 100, 50)
	ERROR(ENETUNREACH, 101, 51)
	ERROR(ENETRESET, 102, 52)
	ERROR(ECONNABORTED, 103, 53)
	ERROR(ECONNRESET, 104, 54)
	ERROR(ENOBUFS, 105, 55)
	ERROR(EISCONN, 106, 56)
	ERROR(ENOTCONN, 107, 57)
	ERROR(ETIMEDOUT, 110, 60)
	ERROR(ECONNREFUSED, 111, 61)
	ERROR(EHOSTUNREACH, 113, 65)
	ERROR(EALREADY, 114, 37)
	ERROR(EINPROGRESS, 115, 36)
#undef ERROR
};

int
tcpsim_pkt_errno(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	return 0;
}

const char *
tcpsim_pkt_errno_nearest(const char *name)
{
	const char *names[G_N_ELEMENTS(errors) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
		names[i] = errors[i].name;
	return tcpsim_word_nearest(name, names);
}

const char *
tcpsim_pkt_errno_name(int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
		if (errors[i].number == number)
			return errors[i].name;
	return "another errno";
}

int64_t
tcpsim_pkt_errno_value(enum pkt_system system, int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
		if (errors[i].number == number)
			return errors[i].values[system];
	return number;
}
