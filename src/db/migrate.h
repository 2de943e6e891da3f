// SPDX-License-Identifier: Apache-2.0
// migrate — brings the stored schema up to the tables of this program. Comparison only ever adds (tables, columns, indexes);
// a rename is declared (.was); anything else is a numbered step; nothing is dropped by itself.
#ifndef ACCORD_DB_MIGRATE_H
#define ACCORD_DB_MIGRATE_H

#include "db/table.h"

struct migration_step {
    int number; // 1, 2, 3 … in order, never reused
    const char *what;
    enum err (*run)(struct ctx *);
};

// What would be done, as SQL text, one statement a line; empty when the store is up to date.
enum err migrate_plan(struct ctx *, const struct table *const *tables, ptrdiff_t n, str *out) MUST_CHECK;

// Does it, in one transaction, through db_write. ERR_CONFLICT when the store was written by a newer program (its format number
// is higher than MIGRATE_FORMAT): nothing is touched, the sentence says both numbers and what to do.
enum { MIGRATE_FORMAT = 1 };
enum err migrate_run(struct ctx *, const struct table *const *tables, ptrdiff_t n, const struct migration_step *steps,
                     ptrdiff_t step_count) MUST_CHECK;

#endif
