// SPDX-License-Identifier: Apache-2.0
// history — what the journal knows of one record: its changes in words, and how it was at any version.
#ifndef ACCORD_JOURNAL_HISTORY_H
#define ACCORD_JOURNAL_HISTORY_H

#include "journal/leaf.h"

// Newest first: [{"leaf","version","time","move","label","role","actor"? (to the office),"note"?,"hash","changes":[{"path","label","before",
// "after"}]}] as the viewer may see it; erased values say {"erased":true}. `limit` 1..100; `before_leaf` 0: from the newest.
enum err history_value(struct ctx *, const struct record_type *, int64_t id, roles viewer, ptrdiff_t limit, int64_t before_leaf,
                       struct value **out) MUST_CHECK;

// The record as it was at a version, from the journal's values. ERR_MISSING when there is no such version, ERR_GONE when values
// it needs were erased.
enum err history_version(struct ctx *, const struct record_type *, int64_t id, int64_t version, void *record) MUST_CHECK;

#endif
