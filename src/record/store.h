// SPDX-License-Identifier: Apache-2.0
// store — records to rows and back. Reading is for everyone; the writing half is called by work/write.c alone, inside db_write.
//
// Tables of a top-level type T: T (id, head, fields), T_code (id, field, position, code: several-choice fields), T_facet (field,
// code, shown, id: one row per facet code; field "owner": organisations whose editors own it), T_search (full text).
// Tables of a child type K: K (id, parent_id, position, fields) and K_code when it has several-choice fields.
#ifndef ACCORD_RECORD_STORE_H
#define ACCORD_RECORD_STORE_H

#include "db/table.h"
#include "record/schema.h"

// The tables of all registered types, for migrate and for `accord schema`. In the boot arena.
const struct table *const *store_tables(struct arena *, ptrdiff_t *n);
const struct table *const *store_tables_of(struct arena *, const struct record_type *, ptrdiff_t *n);

// Load one aggregate. ERR_MISSING says which. No look at rights: see store_see.
enum err store_load(struct ctx *, const struct record_type *, int64_t id, void *record) MUST_CHECK;

// The actor's roles for this record: actor's own, with OWNER when they prepared it or speak for one of its organisations.
enum err store_roles(struct ctx *, const struct record_type *, const void *record, roles *out) MUST_CHECK;
// May they see it? ERR_MISSING when not (what one may not see is not there).
enum err store_see(struct ctx *, const struct record_type *, const void *record, roles viewer) MUST_CHECK;

// Name of a record for links (its title field; a look-up by key). Empty when it is not there.
str store_title(struct ctx *, const struct record_type *, int64_t id);
// The same as `viewer` may see it: empty for what is not public, save for the office and the owner of what refers to it.
str store_title_seen(struct ctx *, const struct record_type *, int64_t id, roles viewer);
// Is it there, and may the actor see it?
enum err store_is_seen(struct ctx *, const struct record_type *, int64_t id, bool *yes) MUST_CHECK;
// The record with this title (case folded for ASCII, white space trimmed) that the actor may see; 0 when none or several.
enum err store_find_title(struct ctx *, const struct record_type *, str title, int64_t *id) MUST_CHECK;

// For lists (query.c). The part of a record that a list shows is its head, its title and its LISTED fields.
enum store_part { STORE_LISTED, STORE_WHOLE };
// Columns of a top-level type's own table, separated by commas, of the table under the alias r: "r.id, r.version, …".
str store_columns(const struct record_type *, enum store_part);
// One row of such columns, from `column` on, into a record; returns how many columns it has.
ptrdiff_t store_from_row(struct ctx *, const struct record_type *, enum store_part, const struct rows *, ptrdiff_t column,
                         void *record);
// What stands in other tables (several codes, child rows and theirs) for n records whose own columns are there: a few queries
// for all of them.
enum err store_load_more(struct ctx *, const struct record_type *, enum store_part, void *const *records, ptrdiff_t n) MUST_CHECK;

// Inside db_write. Insert gives id and version 1; update asks for the version it was read with (ERR_STALE otherwise), bumps it,
// keeps children by id, and renews codes, facets and search words. Both set what is COMPUTED first (type->compute), then
// changed_ms, and mark the type's change counter.
enum err store_insert(struct ctx *, const struct record_type *, void *record) MUST_CHECK;
enum err store_update(struct ctx *, const struct record_type *, void *record, int64_t version) MUST_CHECK;
// What is worked out of others anew, when one of those was changed: COMPUTED fields, facets and search words. Version, times and
// journal are let be: nobody changed this record.
enum err store_renew(struct ctx *, const struct record_type *, int64_t id) MUST_CHECK;
// Ids of records of `from`, above `after`, that refer to a record of `to`; *n has room for how many and gets how many.
enum err store_referring(struct ctx *, const struct record_type *from, const struct record_type *to, int64_t id, int64_t after,
                         int64_t *ids, ptrdiff_t *n) MUST_CHECK;
enum err store_delete(struct ctx *, const struct record_type *, int64_t id) MUST_CHECK; // demonstration's removal, drafts thrown away

#endif
