/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_GLOSSARY_PRIVATE_H
#define TCPSIM_RENDER_GLOSSARY_PRIVATE_H

#include "lib/render/render_private.h"

/* Of each sort of names: how many there are, the name of one, and what there is to tell of it. */

size_t tcpsim_glossary_count_requirements(void);
const char *tcpsim_glossary_requirement_id(size_t i);
void tcpsim_glossary_tell_requirement(GString *text, size_t i);

size_t tcpsim_glossary_count_errnos(void);
const char *tcpsim_glossary_errno_name(size_t i);
void tcpsim_glossary_tell_errno(GString *text, size_t i);

size_t tcpsim_glossary_count_options(void);
const char *tcpsim_glossary_option_name(size_t i);
void tcpsim_glossary_tell_option(GString *text, size_t i);

size_t tcpsim_glossary_count_variables(void);
const char *tcpsim_glossary_variable_name(size_t i);
void tcpsim_glossary_tell_variable(GString *text, size_t i);

size_t tcpsim_glossary_count_kinds(void);
const char *tcpsim_glossary_kind_name(size_t i);
void tcpsim_glossary_tell_kind(GString *text, size_t i);

size_t tcpsim_glossary_count_terms(void);
const char *tcpsim_glossary_term_name(size_t i);
void tcpsim_glossary_tell_term(GString *text, size_t i);

#endif
