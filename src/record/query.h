// SPDX-License-Identifier: Apache-2.0
// query — lists: search, filters, facets, order, pages by key. What a role may not read it cannot filter, sort, count or search by.
#ifndef ACCORD_RECORD_QUERY_H
#define ACCORD_RECORD_QUERY_H

#include "record/schema.h"

enum { QUERY_LIMIT_MAX = 100, QUERY_COUNT_MAX = 10000, QUERY_FILTERS_MAX = 64, QUERY_TEXT_MAX = 500 };

struct query_filter {
    str name;        // field or facet; "state" and "mine" too
    const str *codes; // any of these
    ptrdiff_t n;
};

struct query {
    str text;                       // search box
    struct query_filter filters[QUERY_FILTERS_MAX]; // all of these
    ptrdiff_t filter_count;
    str sort;                       // "title", "-changed"; empty: the type's own, or by match when there is text
    str after;                      // key of the page, as `next` gave it
    ptrdiff_t limit;                // 1..100; 0: 25
    enum { QUERY_COUNT_CAPPED, QUERY_COUNT_EXACT, QUERY_COUNT_NONE } count; // NONE: the total is not asked for
};

// From the parameters of an address (a V_MAP of texts and lists of texts): q, sort, after, limit, count, and filters by name;
// a filter may be repeated or hold several codes separated by commas. What it does not know is a fault.
void query_read(struct ctx *, const struct record_type *, const struct value *parameters, struct query *, struct faults *);
// Back into an address's parameters ("purpose=advocacy&sort=title"), without `after`; with one filter code added or dropped.
str query_address(struct arena *, const struct query *, str toggle_name, str toggle_code);

struct query_page {
    void **records;      // loaded aggregates (children only when they are listed)
    ptrdiff_t n;
    int64_t total;       // exact when total_is_exact
    bool total_is_exact; // false: there are more than QUERY_COUNT_MAX, or nobody asked
    str next;            // `after` of the next page; empty: this is the last
};
enum { QUERY_ROWS, QUERY_WHOLE }; // LISTED fields only, or with all children (the API)
enum err query_run(struct ctx *, const struct record_type *, const struct query *, int whole, struct query_page *) MUST_CHECK;

// Facets with counts under this query (each facet counted without its own filter), as a list for pages and API:
// [{"name","label","open","options":[{"code","label","count","on","address"}],"more":n}]. At most 200 options a facet.
enum err query_facets(struct ctx *, const struct record_type *, const struct query *, struct value **out) MUST_CHECK;

// All records of a query one by one, without a limit, whole: for CSV and NDJSON. Stops at the first error of `each`. In `each`,
// c->mem lives for a slice of records only, so that any number of them needs little room: results go into memory of the caller's.
// Without a sort, a search gives them by id (by match there would be QUERY_COUNT_MAX at most).
enum err query_each(struct ctx *, const struct record_type *, const struct query *,
                    enum err (*each)(struct ctx *, const void *record, void *arg), void *arg) MUST_CHECK;

// The SQL text that query_run would run: for the test that reads its plan.
str query_sql(struct ctx *, const struct record_type *, const struct query *);

#endif
