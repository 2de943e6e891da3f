// SPDX-License-Identifier: Apache-2.0
// leaf_change — what differs between two records as paths and bare values; inside journal/ only.
#ifndef ACCORD_JOURNAL_LEAF_CHANGE_H
#define ACCORD_JOURNAL_LEAF_CHANGE_H

#include "record/check.h"

struct change {
    str path;
    const struct value *value; // V_NULL: it is empty now
    bool hidden;               // the public may not read it
};

struct changes {
    struct change *at;
    ptrdiff_t n, room;
};

// `before` may be NULL. Paths as leaf.h says.
void leaf_changes(struct ctx *, const struct record_type *, const void *before, const void *after, struct changes *out);

#endif
