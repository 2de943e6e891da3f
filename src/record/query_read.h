// SPDX-License-Identifier: Apache-2.0
// query_read — values of filters and page keys, from text to what the store compares. Internal to query*.c.
#ifndef ACCORD_RECORD_QUERY_READ_H
#define ACCORD_RECORD_QUERY_READ_H

#include "record/cursor.h"
#include "record/query_target.h"

enum { QUERY_CODES_MAX = 100 }; // codes of one filter

// The value a TARGET_COLUMN's column has for a code of its filter; false when the code is none.
bool query_code_value(struct ctx *, const struct query_target *, str code, struct val *);

// The page key, when it is one of this sort.
bool query_after(struct ctx *, str after, const struct query_sort *, struct cursor *);

#endif
