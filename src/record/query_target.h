// SPDX-License-Identifier: Apache-2.0
// query_target — what a filter's or a sort's name stands for, as far as the viewer may read it. Internal to query*.c and facets.c.
#ifndef ACCORD_RECORD_QUERY_TARGET_H
#define ACCORD_RECORD_QUERY_TARGET_H

#include "record/kind.h"
#include "record/query.h"

struct query_target {
    enum {
        TARGET_NONE,   // no such filter, or none the viewer may know of
        TARGET_FACET,  // rows of T_facet: a FACET field or a derived facet
        TARGET_COLUMN, // a column of the record's row
        TARGET_CODES,  // rows of T_code
        TARGET_STATE,  // the state of the record
        TARGET_MINE,   // prepared by the actor, or of their organisation
    } what;
    const char *name;
    const char *label;          // untranslated
    const struct field *field;  // TARGET_FACET of a field, TARGET_COLUMN, TARGET_CODES
    const struct facet *facet;  // TARGET_FACET that is derived
    const char *refers;
    const struct choice *choices;
    const struct code_list *list;
};

// The i-th filter a type has (fields first, then facets, then "state" and "mine"); false past the last. What the viewer may
// not read is TARGET_NONE.
bool query_target_at(const struct record_type *, ptrdiff_t i, roles viewer, struct query_target *);
struct query_target query_target_find(const struct record_type *, str name, roles viewer);

struct query_sort {
    str name;           // as asked: "-changed"; empty: by match
    bool by_match, down;
    const struct field *field; // NULL: a column of the head
    str column;         // "title", "id", "changed_ms"
    enum column_type type;
    bool nullable;      // rows without a value stand before all others, going up
};

// By name; false when there is no such sort or the viewer may not read it.
bool query_sort_find(struct arena *, const struct record_type *, str name, roles viewer, struct query_sort *);
// The one that holds for a query: as asked, by match when there is text to match, else the type's own.
struct query_sort query_sort_of(struct arena *, const struct record_type *, const struct query *, roles viewer);

#endif
