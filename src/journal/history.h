// SPDX-License-Identifier: Apache-2.0
// history — what the journal knows of one record: its changes in words, and how it was at any version.
#ifndef ACCORD_JOURNAL_HISTORY_H
#define ACCORD_JOURNAL_HISTORY_H

#include "journal/leaf.h"

enum { HISTORY_LIMIT_MAX = 100 };

// Newest first: [{"leaf","version","time","move","label","role","actor"? (to the office),"note"? (to the office and owners),"hash",
// "changes":[{"path","label","before","after"}]}] as the viewer may see it. What was erased: {"path","label","erased":true}, and
// {"erased":true} for a value before. While the record was not public, "changes" is empty to all but its owners and the office; where
// it becomes public all it has is new to them. `limit` 1..100; `before_leaf` 0: from the newest.
enum err history_value(struct ctx *, const struct record_type *, int64_t id, roles viewer, ptrdiff_t limit, int64_t before_leaf,
                       struct value **out) MUST_CHECK;

// The record as it was at a version, from the journal's values; `record` is empty before. Its head has id, version, state, language,
// origin, example and times; not who made it. ERR_MISSING when there is no such version, ERR_GONE when values it needs were erased.
enum err history_version(struct ctx *, const struct record_type *, int64_t id, int64_t version, void *record) MUST_CHECK;

// Untranslated label of a move; set by work/flow.c, which knows flows. NULL, or NULL from it: the move's name is shown.
extern const char *(*history_move_label)(const struct record_type *, str move);

#endif
