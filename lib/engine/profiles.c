/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include <tcpsim/policy.h>

#define MS INT64_C(1000)
#define S (1000 * MS)
#define H (3600 * S)

enum { RFC9293, LINUX, FREEBSD, TEXTBOOK, N_PROFILES };

static const struct tcpsim_profile profiles[N_PROFILES] = {
	[RFC9293] = {
		"rfc9293",
		"RFC 9293 with RFC 5961; where they give no number, Linux's",
		{
#define TCPSIM_PROFILES(FIELD, A, AT, B, BT, C, CT, D, DT) .FIELD = A,
#include "profiles.def"
#undef TCPSIM_PROFILES
		},
	},
	[LINUX] = {
		"linux",
		"Linux 6.x as it comes",
		{
#define TCPSIM_PROFILES(FIELD, A, AT, B, BT, C, CT, D, DT) .FIELD = B,
#include "profiles.def"
#undef TCPSIM_PROFILES
		},
	},
	[FREEBSD] = {
		"freebsd",
		"FreeBSD 14.x as it comes",
		{
#define TCPSIM_PROFILES(FIELD, A, AT, B, BT, C, CT, D, DT) .FIELD = C,
#include "profiles.def"
#undef TCPSIM_PROFILES
		},
	},
	[TEXTBOOK] = {
		"textbook",
		"what courses teach: RFC 793 with RFC 1122, slow start, and MSS for an option",
		{
#define TCPSIM_PROFILES(FIELD, A, AT, B, BT, C, CT, D, DT) .FIELD = D,
#include "profiles.def"
#undef TCPSIM_PROFILES
		},
	},
};

#define PLACE(FIELD) (offsetof(struct tcpsim_policy, FIELD) / sizeof(int64_t))
#define N_FIELDS (sizeof(struct tcpsim_policy) / sizeof(int64_t))

/* Arrays, not pointers: no relocations. A source too long for its place does not compile. */
static const char sources[N_FIELDS][N_PROFILES][64] = {
#define TCPSIM_PROFILES(FIELD, A, AT, B, BT, C, CT, D, DT) [PLACE(FIELD)] = { AT, BT, CT, DT },
#include "profiles.def"
#undef TCPSIM_PROFILES
};

enum {
	N_ROWS = 0
#define TCPSIM_PROFILES(FIELD, A, AT, B, BT, C, CT, D, DT) + 1
#include "profiles.def"
#undef TCPSIM_PROFILES
};

_Static_assert(N_ROWS == N_FIELDS, "every field of the policy has its row");

const struct tcpsim_profile *
tcpsim_profiles(size_t *n)
{
	*n = N_PROFILES;
	return profiles;
}

/* Its place in the table, or N_PROFILES. */
static size_t
place_of(const char *name)
{
	size_t n = strlen(name), i = 0;

	while (i < N_PROFILES && (strlen(profiles[i].name) != n || memcmp(profiles[i].name, name, n) != 0))
		i++;
	return i;
}

const struct tcpsim_profile *
tcpsim_profile_find(const char *name)
{
	size_t i = place_of(name);

	return i == N_PROFILES ? NULL : &profiles[i];
}

const char *
tcpsim_profile_source(const struct tcpsim_profile *profile, const struct tcpsim_setting *setting)
{
	size_t i = place_of(profile->name);

	return i == N_PROFILES ? "" : sources[setting->offset / sizeof(int64_t)][i];
}
