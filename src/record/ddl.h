// SPDX-License-Identifier: Apache-2.0
// ddl — the statements of a record type, built once at boot from its static table; inside record/ only.
#ifndef ACCORD_RECORD_DDL_H
#define ACCORD_RECORD_DDL_H

#include "db/db.h"
#include "record/schema_entry.h"
#include "record/store.h"

// UNDER_MANY: under any of DDL_BATCH records; places to spare hold 0, which no record has.
enum ddl_under { UNDER_ONE, UNDER_MANY, UNDER_COUNT };
enum { DDL_BATCH = 64, DDL_DIALECTS = 2, DDL_HEAD = 9 };

struct type_sql {
    str columns[2]; // by enum store_part; of a child: all, twice

    // Top-level types. insert and update take the head (version … submitted_by: DDL_HEAD values), then the fields' columns;
    // update takes id and the version it was read with after them.
    sql load;     // by id
    sql outline;  // state, created_by, title by id
    sql by_title; // id by lower-case title
    sql is_owned; // 1 when organisation (as text) owns record: id, code
    sql insert, update, remove;
    sql facet_put, facet_clear;
    sql search_put[DDL_DIALECTS], search_clear[DDL_DIALECTS]; // by ddl_dialect()
    const sql *unique; // per field, with value and id: another record with this value; empty for fields that are not UNIQUE

    // Child types: insert and update take parent, position, then the fields' columns, update its id after them.
    sql rows[UNDER_COUNT]; // of whole records: parent_id, id, fields
    sql ids;               // by parent

    // Types with fields of several codes.
    bool has_codes;
    sql codes[UNDER_COUNT]; // of whole records: id, field, code
    sql code_put, code_clear;
};

const struct type_sql *ddl_statements(struct arena *, const struct type_entry *);
int ddl_dialect(const struct dialect *);
// Ids of records of `from` that refer to a record of `to`, in their order: takes that one's id `times` times, the id to begin after,
// and how many. times 0: nothing of `from` refers there, and the statement is none.
sql ddl_referring(struct arena *, const struct record_type *from, const struct record_type *to, ptrdiff_t *times);
// Is the field in this part of the record?
bool ddl_is_in_part(const struct record_type *, const struct field *, enum store_part);

#endif
