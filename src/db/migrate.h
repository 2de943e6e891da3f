// SPDX-License-Identifier: Apache-2.0
// migrate — brings the stored schema up to the tables of this program. Comparison only ever adds (tables, columns, indexes);
// a rename is declared (.was, .words); anything else is a numbered step; nothing is dropped by itself.
#ifndef ACCORD_DB_MIGRATE_H
#define ACCORD_DB_MIGRATE_H

#include "db/table.h"

struct migration_step {
    int number; // 1, 2, 3 … in order, never reused
    const char *what;
    enum err (*run)(struct ctx *);
};

// What would be done, as SQL text, each statement ended by ";\n"; empty when the store is up to date. The program's own tables
// (schema_info, change_counter) come first. Columns and indexes are known by their names: a changed type, condition or
// uniqueness is a step. A search index made for a table that has rows is empty: filling it is a step too.
enum err migrate_plan(struct ctx *, const struct table *const *tables, ptrdiff_t n, str *out) MUST_CHECK;

// Does it, then runs the steps not yet done (in a new store they count as done: there is nothing old to change), in one
// transaction, through db_write. ERR_CONFLICT when the store was written by a newer program (its format number is higher than
// MIGRATE_FORMAT): nothing is touched, the sentence says both numbers and what to do. ERR_CONFLICT, too, when it has tables that no migration made:
// it is another program's.
enum { MIGRATE_FORMAT = 1 };
enum err migrate_run(struct ctx *, const struct table *const *tables, ptrdiff_t n, const struct migration_step *steps,
                     ptrdiff_t step_count) MUST_CHECK;

#endif
