// SPDX-License-Identifier: Apache-2.0
// record_value — trees of records and their rows; inside record/ and journal/ only (record_value itself is in
// check.h).
#ifndef ACCORD_RECORD_RECORD_VALUE_H
#define ACCORD_RECORD_RECORD_VALUE_H

#include "record/check.h"

// One row of a child type: {"id", fields…}.
struct value *record_child_value(struct ctx *, const struct record_type *, const void *row, roles viewer);
// Everything, without names looked up: {"lang", fields…}, references as numbers. What a document holds.
struct value *record_bare_value(struct ctx *, const struct record_type *, const void *row);
// A member without names looked up.
struct value *record_bare_member(struct ctx *, const struct field *, const void *row);

#endif
