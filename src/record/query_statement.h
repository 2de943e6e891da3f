// SPDX-License-Identifier: Apache-2.0
// query_statement — the statements of a plan, as text from static tables with all values as arguments. Internal to query.c and
// facets.c.
#ifndef ACCORD_RECORD_QUERY_STATEMENT_H
#define ACCORD_RECORD_QUERY_STATEMENT_H

#include "base/buf.h"
#include "record/query_plan.h"

struct statement {
    struct arena *mem;
    struct buf text;
    struct val *args;
    ptrdiff_t n, room;
};

void statement_init(struct statement *, struct arena *);
void statement_say(struct statement *, const char *fmt, ...) PRINTF_LIKE(2, 3); // SQL, and names out of the schema
void statement_arg(struct statement *, struct val);

// SELECT of the ids that fit a condition: one column, id, without doubles.
void statement_ids(struct statement *, const struct query_plan *, const struct condition *);
// SELECT of the ids of all visible records that fit all conditions but one (PLAN_NONE: all).
void statement_base(struct statement *, const struct query_plan *, ptrdiff_t but);

// At most `rows` rows of one leg of a page: the sort's value, then `columns` (of the alias r), in order.
void statement_list(struct statement *, const struct query_plan *, str columns, enum leg, ptrdiff_t rows);
// How many of `what` there are: a count that stops at `limit`; 0: that does not stop.
void statement_count_ids(struct statement *, const struct query_plan *, const struct condition *, int64_t limit);
void statement_count(struct statement *, const struct query_plan *, int64_t limit);

#endif
