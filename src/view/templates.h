// SPDX-License-Identifier: Apache-2.0
// templates — the set of compiled templates behind mustache.h, as the renderer sees it. Compiling happens once, under a lock;
// what was compiled is read without one through the nodes that remember it.
#ifndef ACCORD_VIEW_TEMPLATES_H
#define ACCORD_VIEW_TEMPLATES_H

#include "view/mustache.h"
#include "view/program.h"

// The program of a template, its lines moved in by `indent`. *out is an empty program when nobody has the template.
enum err templates_program(struct ctx *, struct templates *, str name, str indent, struct program **out) MUST_CHECK;

// The program of a text in the set's memory, remembered in `slot`.
enum err templates_phrase(struct ctx *, struct templates *, const char *text, const struct delimiters *,
                          _Atomic(struct program *) *slot, struct program **out) MUST_CHECK;

#endif
