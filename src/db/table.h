// SPDX-License-Identifier: Apache-2.0
// table — tables and indexes described as data; CREATE statements for every dialect come from them.
#ifndef ACCORD_DB_TABLE_H
#define ACCORD_DB_TABLE_H

#include "db/db.h"
#include "db/dialect.h"

enum column_flags {
    COLUMN_REQUIRED = 1,  // NOT NULL; when added later it needs a default
    COLUMN_BYTEWISE = 2,  // text compared by bytes (codes, addresses, keys)
};

struct column {
    const char *name;
    enum column_type type;
    unsigned flags;
    const char *initial;    // DEFAULT as an SQL literal, or NULL
    const char *references; // table whose id it holds, or NULL
    const char *was;        // its name before, when it was renamed
};

struct index {
    const char *columns;    // "state, title, id": also its name, TABLE_by_state_title_id
    enum { INDEX_PLAIN, INDEX_UNIQUE } kind;
    const char *where;      // partial index: an SQL condition, or NULL
};

// A word that rows hold in a text column was renamed: "uses" is "purposes" now. The column itself keeps its name meanwhile.
struct word_change {
    const char *column, *was, *now;
};

struct table {
    const char *name;
    const char *key;        // primary key columns when there is no COLUMN_ID, or NULL
    const char *was;
    const struct column *columns;
    ptrdiff_t column_count;
    const struct index *indexes;
    ptrdiff_t index_count;
    const struct word_change *words;
    ptrdiff_t word_count;
    const char *const *search; // not NULL: the full-text index of this record type is made with it (value: unused, presence)
};

// The statements that make the table and its indexes, each ended by ";\n".
str table_create(struct arena *, const struct dialect *, const struct table *);
str table_index_name(struct arena *, const struct table *, const struct index *);

#endif
