// SPDX-License-Identifier: Apache-2.0
// query_plan — a query with its names looked up, its values read, and a way chosen to come to the rows. Internal to query.c,
// query_statement.c and facets.c.
//
// Two ways lead to a page of a sorted list. Along the sort's index, probing each row for the conditions, until the page is full:
// right when many records fit. Or from the records of the rarest condition, sorted afterwards: right when few fit. The store has
// no statistics about single codes, so the plan counts each condition's records (up to QUERY_COUNT_MAX, from an index) and
// chooses; the statements are so written that the store has no other choice.
#ifndef ACCORD_RECORD_QUERY_PLAN_H
#define ACCORD_RECORD_QUERY_PLAN_H

#include "record/query_read.h"

struct condition {
    struct query_target target; // TARGET_NONE: the words of the search box
    const struct val *values;   // any of these
    ptrdiff_t n;
    int64_t hits; // how many records fit, visible or not; QUERY_COUNT_MAX + 1: more
};

enum { PLAN_NONE = -1 };

struct query_plan {
    const struct record_type *type;
    const struct dialect *dialect;
    // What of the type's records the actor sees: those in a public state, these and their own, or all.
    enum { SIGHT_PUBLIC, SIGHT_PUBLIC_AND_OWN, SIGHT_ALL } sight;
    bool states_are_public; // a filter by state asks for public ones only
    bool searches_all; // the search box reaches into private fields
    int64_t account;
    str organisation; // whose editor the actor is, as T_facet has it; empty: none
    struct condition *conditions;
    ptrdiff_t n;
    struct query_sort sort;
    bool continues; // after `from`
    struct cursor from;
    ptrdiff_t limit;
    ptrdiff_t driver; // condition to start from; PLAN_NONE: along the sort's index
};

// SQLite uses no index for (key, id) > (?, ?) when id is the row's own number. So a later page along an index comes in up to
// three legs, each of which the index answers: rows with the same key, rows with keys beyond it, rows without a key.
enum leg { LEG_WHOLE, LEG_SAME, LEG_BEYOND, LEG_WITHOUT };
enum { LEGS_MAX = 3 };
ptrdiff_t query_plan_legs(const struct query_plan *, enum leg out[LEGS_MAX]);

// Everything but the hits; `driver` is where ranked search starts, or PLAN_NONE. ERR_UNKNOWN or ERR_DENIED when the actor may
// see no records of the type; ERR_INVALID for a filter, value or page key that query_read would have refused.
enum err query_plan_make(struct ctx *, const struct record_type *, const struct query *, struct query_plan **out) MUST_CHECK;

// Once the hits are known: sets the driver. `records`: how many there are in all, about.
void query_plan_choose(struct query_plan *, int64_t records);
// The condition with the fewest hits, leaving out one; PLAN_NONE when there is none.
ptrdiff_t query_plan_rarest(const struct query_plan *, ptrdiff_t but);
ptrdiff_t query_plan_condition(const struct query_plan *, const char *name); // PLAN_NONE: not filtered by it
// Do all conditions but one (PLAN_NONE: all) leave visible records only? Then nothing more need be asked of a record's row.
bool query_plan_is_seen(const struct query_plan *, ptrdiff_t but);

#endif
