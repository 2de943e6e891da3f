// SPDX-License-Identifier: Apache-2.0
// cursor — where a page of a list ended: the sort, the last row's sort value and id, as one opaque word for addresses.
#ifndef ACCORD_RECORD_CURSOR_H
#define ACCORD_RECORD_CURSOR_H

#include "db/db.h"

enum { CURSOR_TEXT_MAX = 2800 }; // bytes of a text to go on after: a key has at most 4,000

struct cursor {
    str sort;         // "title", "-changed"; empty: by match
    struct val value; // of the sort column: INT, REAL, TEXT or nothing
    int64_t id;
};

// base64url (RFC 4648 §5, no padding) of "1 SORT ID i|r|t|n VALUE"; the same cursor always gives the same word.
str cursor_write(struct arena *, const struct cursor *);
// False when the text is not what cursor_write gives.
bool cursor_read(struct arena *, str text, struct cursor *) MUST_CHECK;

#endif
