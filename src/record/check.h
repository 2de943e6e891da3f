// SPDX-License-Identifier: Apache-2.0
// check — from an input tree to a typed record, with all that is wrong said at once.
#ifndef ACCORD_RECORD_CHECK_H
#define ACCORD_RECORD_CHECK_H

#include "record/kind.h"

enum { READ_WHOLE, READ_PART }; // fields that are not in the input: emptied (PUT, forms), or kept (PATCH)

// Reads `in` (a V_MAP) over the record. Unknown members, wrong types, unknown codes, texts too long, too many rows, fields the
// viewer may not write: each is a fault with its path. Members of struct record (id, version, state, …) and of derived values
// in JSON that came from our own output are let through and ignored; in a form, members whose name begins with "_" are ignored.
// Child rows are matched to present ones by "id"; a row with an unknown id is a fault; rows of a form that are wholly empty are
// dropped, as are rows with "_remove".
void record_read(struct ctx *, const struct record_type *, const struct value *in, enum reading, int part, roles viewer,
                 void *record, struct faults *);

// Required fields, rows' own rules, references that exist and may be seen, UNIQUE, the type's check. Uses c->db.
enum err record_check(struct ctx *, const struct record_type *, const void *record, enum check_level, struct faults *) MUST_CHECK;

// The tree of a record as the viewer may see it (fields of no right are left out). REF is {"id","name","path"}. The head gives
// id, version, state, lang, created, changed, and "example": true where it is one.
struct value *record_value(struct ctx *, const struct record_type *, const void *record, roles viewer);
// The row of a list: head, title and LISTED fields only.
struct value *record_row_value(struct ctx *, const struct record_type *, const void *record, roles viewer);

// The whole record as the canonical document a draft is kept as, and back. Everything readable and writable; children with ids.
str record_document(struct ctx *, const struct record_type *, const void *record);
enum err record_from_document(struct ctx *, const struct record_type *, str document, void *record) MUST_CHECK;

// What differs, in the order of the fields: path, label (with the row's number and title for children), before and after as
// values; a row that came or went is one difference. Only what the viewer may read.
struct difference {
    str path;            // "title", "partners.12.role" (12: the child's id; "new1" … for rows without one)
    const struct field *field;
    str label;           // in the reader's language: "Partner UNICEF: Role"
    struct value *before, *after; // V_NULL where there was or is nothing
};
ptrdiff_t record_difference(struct ctx *, const struct record_type *, const void *before, const void *after, roles viewer,
                            struct difference **out);

#endif
