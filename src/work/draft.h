// SPDX-License-Identifier: Apache-2.0
// draft — changes of public records that wait for review; inside work/ only (draft_of and others are in write.h).
#ifndef ACCORD_WORK_DRAFT_H
#define ACCORD_WORK_DRAFT_H

#include "work/write_case.h"

extern const struct table draft_table;

// Inside db_write. Is what is saved here kept as a draft?
bool draft_is_needed(const struct write_case *);
enum err draft_save(struct ctx *, struct write_case *) MUST_CHECK;  // begin one, or change the one there is
enum err draft_move(struct ctx *, struct write_case *) MUST_CHECK;  // of case->draft_id; a move to a public state applies it
enum err draft_discard(struct ctx *, struct write_case *) MUST_CHECK;
enum err draft_forget(struct ctx *, const struct record_type *, int64_t record_id) MUST_CHECK; // the record goes

#endif
