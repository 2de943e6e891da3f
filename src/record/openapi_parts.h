// SPDX-License-Identifier: Apache-2.0
// openapi_parts — what openapi.c is made of. Internal.
#ifndef ACCORD_RECORD_OPENAPI_PARTS_H
#define ACCORD_RECORD_OPENAPI_PARTS_H

#include "record/openapi.h"

// JSON written with ' for " so that it can be read in C; no prose with apostrophes. Aborts when it is none: it is our own text.
struct value *openapi_tree(struct ctx *, const char *fmt, ...) PRINTF_LIKE(2, 3);

// "fund_programme" → "FundProgramme": in names of operations.
str openapi_name(struct arena *, const char *name);
// Is the type part of what the viewer can reach?
bool openapi_has(const struct record_type *, roles viewer);
// Schemas of one filter's codes and of one new record's body, with an example.
struct value *openapi_codes(struct ctx *, const struct choice *);
struct value *openapi_example(struct ctx *, const struct record_type *, roles viewer);

struct value *openapi_parameters(struct ctx *);
struct value *openapi_responses(struct ctx *);

#endif
