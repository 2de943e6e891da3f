// SPDX-License-Identifier: Apache-2.0
// search — what people type into the search box, as an expression of the full-text index.
//
// Words all have to occur; "several words" in that order (any of the usual quotation marks, an open one reaches to the end);
// -word and -"a phrase" must not occur; word* begins like this. Everything else is not an operator: AND, OR, NEAR, ^, :, +
// and brackets are words or separators, so no text can be a syntax error or reach a column it should not.
#ifndef ACCORD_RECORD_SEARCH_H
#define ACCORD_RECORD_SEARCH_H

#include "base/str.h"

enum { SEARCH_TERMS_MAX = 16 }; // further ones are left out: each costs a walk through all it occurs in

// The expression (FTS5 syntax: quoted strings, AND, OR, NOT), in the arena. Empty when nothing is asked for that could be
// found: no word at all, or only words that must not occur. Broken UTF-8 and NULs separate words.
str search_expression(struct arena *, str typed);

#endif
