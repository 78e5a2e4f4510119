/* SPDX-License-Identifier: MIT */
#include "lib/render/page_private.h"

/* Two strings, octet by octet: what lib/render/gallery has. */
#include "lib/render/gallery_sources.def"

const char *
tcpsim_gallery_style(void)
{
	return (const char *)style;
}

const char *
tcpsim_gallery_script(void)
{
	return (const char *)script;
}
