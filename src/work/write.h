// SPDX-License-Identifier: Apache-2.0
// write — the one way to change a record, for pages, API, imports, the demonstration and jobs alike:
// typed record → all faults → flow → one transaction (rows, search words, journal leaf, outbox) → answer after it is durable.
//
// A record the public can see is not changed in place by those who need review: the change is kept as a draft, one canonical
// document over the published version (table draft), reviewed by the same flow, and applied by the move that leads to a public
// state. Types without a flow or without public states, and actors of ROLE_SYSTEM, change in place.
//
// All of these may be called inside a db_write too (from a guard, an effect, a job): then they are a part of it.
// What is kept about a record (id, version, state, origin, who, when) is never taken from the caller's struct, save that the program
// itself (ROLE_SYSTEM) gives state, origin and example of a new one: the demonstration and imports do.
#ifndef ACCORD_WORK_WRITE_H
#define ACCORD_WORK_WRITE_H

#include "work/flow.h"

extern const struct table *const work_tables[]; // draft, outbox, idempotency, credential, session, …
extern const ptrdiff_t work_table_count;

// The answer that a repeated request with the same key gets (RFC draft "Idempotency-Key"): kept 24 hours, written in the same
// transaction. `answer` makes the body from the result, inside the transaction.
struct write_result;
struct write_once {
    str key;      // 1..100 visible ASCII characters; empty: not asked for
    str scope;    // method and path
    str request;  // SHA-256 of the request's body, hex: the same key with another body is ERR_CONFLICT
    enum err (*answer)(struct ctx *, const struct write_result *, void *arg, int *status, str *body, str *location);
    void *arg;
};

struct write_options {
    int64_t if_version; // version it was read with; 0: the one in the record's own head, and when that is 0 none is asked
    str move;           // also make this move after saving ("submit"); empty: only save
    str note;
    const struct write_once *once; // may be NULL
};

struct write_answer {
    bool found;
    int status;
    str body, location;
};

struct write_result {
    int64_t id, version; // of the record, or of the draft
    int64_t draft;      // id of the draft over a public record; 0: the record itself was changed
    str state;          // of the record, or of the draft
    int64_t leaf;       // journal leaf; 0 for drafts
    const struct move *made;
    bool unchanged;     // nothing differed: nothing was written
    struct write_answer answered; // found: this request was answered before; give that answer, nothing else here is filled
};

// Save (id 0: create). Checks rights (type->create, type->edit, per-field rights were record_read's), faults, flow. With faults
// it returns ERR_INVALID and the list is filled; those that record_read left in it count. ERR_STALE when the version is not the present one. Incomplete records are
// accepted (CHECK_DRAFT) unless the move asks for completeness or the type has no flow: saved is published then. Whoever changes what
// somebody else submitted counts as the one who submitted it. The record gets its new head; after a failure its head is as before.
enum err write_save(struct ctx *, const struct record_type *, void *record, const struct write_options *, struct faults *,
                    struct write_result *) MUST_CHECK;

// A move of a record, or of the draft over it when `draft` is its id.
enum err write_move(struct ctx *, const struct record_type *, int64_t id, int64_t draft, str move, const struct write_options *,
                    struct faults *, struct write_result *) MUST_CHECK;

// Throw a draft away (who began it, the record's owners, the office), or a record that is still in its flow's first state.
enum err write_discard(struct ctx *, const struct record_type *, int64_t id, int64_t draft) MUST_CHECK;

// Take a record out for good: the demonstration's removal. Journalled as "remove". ROLE_SYSTEM and administrators.
enum err write_remove(struct ctx *, const struct record_type *, int64_t id) MUST_CHECK;

// What was answered to this key before: found is false when nothing. ERR_CONFLICT when the request differs. The writing functions
// look again themselves, so two at the same time get one answer.
enum err write_answered(struct ctx *, const struct write_once *, struct write_answer *out) MUST_CHECK;

// Drafts over published records: at most one for each record (draft.c). Its versions are no numbers a record has, so that a form
// opened over the published version is stale once there is a draft. Saving a draft puts it over the present published version.
struct draft {
    int64_t id, record_id, base_version, version;
    str type, state, document;
    int64_t created_by, submitted_by, created_ms, changed_ms;
};
enum err draft_of(struct ctx *, const struct record_type *, int64_t record_id, struct draft *out) MUST_CHECK; // ERR_MISSING
// The record as the draft has it; its head says the record's id, and the draft's version, state, who and when.
enum err draft_load(struct ctx *, const struct draft *, const struct record_type *, void *record) MUST_CHECK;
// All drafts and unpublished records in a state that waits for the office, oldest first: [{"type","id","draft","name","state","since",
// "by"?}]. At most `limit`.
enum err draft_waiting(struct ctx *, ptrdiff_t limit, struct value **out) MUST_CHECK;

#endif
