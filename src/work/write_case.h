// SPDX-License-Identifier: Apache-2.0
// write_case — one save or move on its way through the rules; inside work/ only. All of it runs inside db_write.
#ifndef ACCORD_WORK_WRITE_CASE_H
#define ACCORD_WORK_WRITE_CASE_H

#include "work/write.h"

struct write_case {
    const struct record_type *type;
    const struct write_options *options;
    struct faults *faults;
    struct write_result *result;
    int64_t id;       // 0: a new record
    int64_t draft_id; // of a move: the draft it is made with; 0: the record itself
    str move;         // to be made; empty: none
    enum { CASE_MOVES, CASE_SAVES } content; // is the record's content new, or is it only moved?
    void *record;     // as it is to be
    void *before;     // as it is published or stored; NULL: new
    roles viewer;     // the actor's roles for this record
    const struct move *made; // the move, once it was found and allowed
};

// Load `before` and the viewer's roles; ERR_MISSING for what they may not see.
enum err case_load(struct ctx *, struct write_case *) MUST_CHECK;
int64_t case_read_version(const struct write_case *); // the version it was read with; 0: not known
// ERR_STALE unless `present` is the version it was read with.
enum err case_version(struct ctx *, const struct write_case *, int64_t present) MUST_CHECK;
// Computed fields, then all faults (ERR_INVALID). What is only moved is looked at when the move asks for completeness: a record that
// no longer meets the rules can still be archived.
enum err case_check(struct ctx *, struct write_case *) MUST_CHECK;
// The move from the state in the record's head: found, allowed, with its note; its effect; the new state and submitter in the head.
// Nothing when none is asked for.
enum err case_move(struct ctx *, struct write_case *) MUST_CHECK;
// Changing what somebody else submitted makes one the submitter (four eyes).
void case_take_over(const struct ctx *, const struct write_case *);
// After the rows: the leaf and the move's event. `version` is the one after the change.
enum err case_journal(struct ctx *, struct write_case *) MUST_CHECK;
enum err case_event(struct ctx *, const struct write_case *) MUST_CHECK;
bool case_is_changed(struct ctx *, const struct write_case *, const void *before);

// Runs it inside db_write, or as a part of the one that is running; then the request's answer is kept. A request that was answered
// before is not run.
enum err case_run(struct ctx *, write_fn *, struct write_case *) MUST_CHECK;

#endif
