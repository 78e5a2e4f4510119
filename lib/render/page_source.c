/* SPDX-License-Identifier: MIT */
#include "lib/render/page_private.h"

/* Three strings, octet by octet: what lib/render/page has, as local.mk puts it together. */
#include "lib/render/page_sources.def"

const char *
tcpsim_page_controls(void)
{
	return (const char *)controls;
}

const char *
tcpsim_page_style(void)
{
	return (const char *)style;
}

const char *
tcpsim_page_script(void)
{
	return (const char *)script;
}
