// SPDX-License-Identifier: Apache-2.0
// query_run — what facets.c needs of query.c, where statements become SQL. Internal.
#ifndef ACCORD_RECORD_QUERY_RUN_H
#define ACCORD_RECORD_QUERY_RUN_H

#include "db/memo.h"
#include "record/query_statement.h"

enum err query_rows(struct ctx *, const struct statement *, struct rows **out) MUST_CHECK;
// What an answer depends on besides the records themselves: its statement with all arguments, and something else.
struct memo_key query_key(const struct statement *, int64_t besides);
// Titles of the first records, by id, that the actor may see. None, without an error, when they may see none.
enum err query_titles(struct ctx *, const struct record_type *, ptrdiff_t max, const str **out, ptrdiff_t *n) MUST_CHECK;
// Counts what each condition finds, and chooses the way.
enum err query_weigh(struct ctx *, struct query_plan *) MUST_CHECK;

#endif
