// SPDX-License-Identifier: Apache-2.0
// query_things — a store with a thousand things, and the same things in memory to judge lists and facets by. For tests.
#ifndef ACCORD_RECORD_QUERY_THINGS_H
#define ACCORD_RECORD_QUERY_THINGS_H

#include "record/query.h"
#include "record/test_types.h"

enum { THINGS = 1000, THINGS_PUBLIC = 857 };

extern struct thing *things[THINGS]; // of the present test
extern const struct actor things_office;

// Makes the store; returns the first maker's id, the second's is one more. Every seventh thing is a draft, every tenth a bridge.
int64_t things_open(struct ctx *);
// As query_run and query_facets ought to see it: may the actor see it, and is it among what all filters but one ask for?
bool things_fit(struct ctx *, const struct thing *, const struct query *, str but);
bool things_fit_code(struct ctx *, const struct thing *, str name, str code);

// "form=round&purposes=work,play&sort=title" as a query; the number of faults, or none of them.
ptrdiff_t things_read(struct ctx *, const char *address, struct query *, struct faults *);
struct query things_query(struct ctx *, const char *address);

#endif
