// SPDX-License-Identifier: Apache-2.0
// leaf — one change of one record, as an entry in the journal: what changed as salted hashes, the values beside it.
//
// The leaf is RFC 8785 canonical JSON, numbers as strings: {"actor","fields":{path:hash…},"id","move","role","time","type","version"}.
// Each hash is SHA-256(128-bit random salt ‖ canonical JSON of the value, numbers as strings), lower-case hex; so is "actor" (the
// account's number). Values and salts stand in journal_public and journal_private (fields and records the public may not read, the
// actor, the note), written in the same transaction and erasable: after a takedown every hash, and later every proof, stays valid. Nothing
// personal enters the leaf in clear.
//
// Paths: "title"; "partners.12.role" (12: the row's id); "partners" (the rows' ids in their order, when that changed); "partners.12"
// with null for a row that went; of the record itself "state", "lang", "origin", "example". A new record or row names those of its
// fields that are not empty; a field that was emptied has null. Where a record becomes public all of them are named once more: what was
// written before stays with the private values, and each value that is public now stands open.
//
// Ballots, passwords, sessions and one-time links are not records and never come here.
#ifndef ACCORD_JOURNAL_LEAF_H
#define ACCORD_JOURNAL_LEAF_H

#include "db/table.h"
#include "record/check.h"

extern const struct table *const journal_tables[];
extern const ptrdiff_t journal_table_count;

struct leaf {
    const struct record_type *type;
    const void *before, *after; // records; before NULL: it is new; after NULL: it is removed
    str move;                   // flow move or "save", "create", "remove", "import"
    str role;                   // the role it was done in
    str note;                   // said with the move (reason, what to change); may be empty
    int64_t version;            // the record's version after the change
};

// Inside db_write, once per change. *id is the leaf's number.
enum err leaf_append(struct ctx *, const struct leaf *, int64_t *id) MUST_CHECK;

// Erase the values of one record behind all its leaves (a takedown): salts and values go, hashes stay. Inside db_write.
enum err leaf_erase(struct ctx *, const struct record_type *, int64_t id) MUST_CHECK;

// Hashes, lower-case hex. Of a leaf: SHA-256(0x00 ‖ body) (RFC 6962 §2.1). Of a value: as above, `salt` in hex; empty when the salt is none.
str leaf_hash(struct arena *, str body);
str leaf_value_hash(struct arena *, str salt, const struct value *);

#endif
