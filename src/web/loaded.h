// SPDX-License-Identifier: Apache-2.0
// loaded — the record an address is about, as the actor may see it, with the draft over it; and what pages and the API do alike
// when they write.
#ifndef ACCORD_WEB_LOADED_H
#define ACCORD_WEB_LOADED_H

#include "web/answer.h"
#include "web/route.h"
#include "work/write.h"

struct loaded {
    const struct resource *resource;
    const struct record_type *type;
    void *record;
    const struct record *head; // the record's own
    roles viewer;              // the actor's roles for it
    struct draft draft;        // id 0: none, or none the actor may see
};

// From the route's resource and the captures {id} and {draft}. ERR_MISSING for what the actor may not see.
enum err loaded_read(struct request *, struct loaded *) MUST_CHECK;
// A record that is not there yet.
void loaded_new(struct request *, struct loaded *);
// With the draft's content instead, when there is one: what an edit starts from. The head then has the draft's version and state.
enum err loaded_use_draft(struct request *, struct loaded *) MUST_CHECK;

const struct record_type *loaded_type(const struct request *); // of the route
bool loaded_may_edit(const struct loaded *);

// Names the type and all it refers to as read by the answer.
void loaded_reads(struct answer *, const struct record_type *);

// What else is wrong with the record, beside what could not be read: all faults are said at once. Nothing is said twice of one
// field.
enum err loaded_check(struct request *, const struct loaded *, struct faults *) MUST_CHECK;

str loaded_key(struct arena *); // a fresh idempotency key

// For write_options.once: the key (may be empty), this request's method and path, a hash of its body.
void loaded_once(struct request *, str key, struct write_once *);

#endif
