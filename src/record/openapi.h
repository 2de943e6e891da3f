// SPDX-License-Identifier: Apache-2.0
// openapi — the description of the API (OpenAPI 3.1.0) from the record types: schemas, and the paths every type has.
#ifndef ACCORD_RECORD_OPENAPI_H
#define ACCORD_RECORD_OPENAPI_H

#include "record/schema.h"

// components.schemas: one per type (read and write forms) with its children, Money, Problem, Reference, ListOf….
struct value *openapi_schemas(struct ctx *, roles viewer);
// paths of one type: list, create, read, replace, change, moves, history (see web/api.c, which serves them).
void openapi_type_paths(struct ctx *, const struct record_type *, struct value *paths);
// The whole document; `version` is the program's, `server` its address.
struct value *openapi_document(struct ctx *, str version, str server);

#endif
