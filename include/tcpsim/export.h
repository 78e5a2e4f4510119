/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_EXPORT_H
#define TCPSIM_EXPORT_H

/* What the shared library exports; everything else is hidden. */
#if defined(__GNUC__) || defined(__clang__)
#define TCPSIM_API __attribute__((visibility("default")))
#else
#define TCPSIM_API
#endif

#endif
