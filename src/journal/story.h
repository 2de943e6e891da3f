// SPDX-License-Identifier: Apache-2.0
// story — the leaves of one record told in order, and the values known so far; inside journal/ only.
#ifndef ACCORD_JOURNAL_STORY_H
#define ACCORD_JOURNAL_STORY_H

#include "base/map.h"
#include "journal/leaf.h"

struct story_leaf {
    int64_t id, version, at_ms;
    str text;                    // the leaf as it was written
    const struct value *body;
    const struct value *seen, *unseen; // the values beside; NULL when erased (or never there)
};

struct story {
    struct ctx *c;
    const struct record_type *type;
    int64_t id;
    struct rows *rows;
    struct map values;     // path → value; what was erased: story_erased
    struct story_leaf leaf; // the present one
    int64_t begun_ms;      // when the first one was written
};

extern const struct value story_erased;

// The leaves of the record in order, up to the one numbered `last` (0: all).
enum err story_open(struct ctx *, const struct record_type *, int64_t id, int64_t last, struct story *out) MUST_CHECK;
enum err story_next(struct story *, bool *more) MUST_CHECK; // reads the next leaf; its values are not told yet
void story_tell(struct story *);                            // takes the present leaf's values in
const struct value *story_value(const struct story *, str path); // NULL: never said

// The record from the values told so far. *whole is false when some it has were erased.
enum err story_record(struct story *, void *record, bool *whole) MUST_CHECK;

#endif
