// SPDX-License-Identifier: Apache-2.0
// json — value trees to and from JSON text (RFC 8259). Reading is jansson's; writing is ours.
#ifndef ACCORD_VIEW_JSON_H
#define ACCORD_VIEW_JSON_H

#include "base/buf.h"
#include "view/value.h"

// Limits at the door: nesting 32 deep, duplicate member names refused, NUL refused, broken UTF-8 refused, numbers outside
// int64 refused. ERR_MALFORMED names line and column. A number with a fraction or exponent becomes V_REAL.
enum err json_read(struct ctx *, str text, struct value **out) MUST_CHECK;

void json_write(struct buf *, const struct value *);
// RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, integers as they are; V_REAL is not allowed (aborts).
void json_write_canonical(struct buf *, const struct value *);

#endif
