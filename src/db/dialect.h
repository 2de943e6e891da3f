// SPDX-License-Identifier: Apache-2.0
// dialect — what differs between the stores, as data. No module ever asks which store it is on.
#ifndef ACCORD_DB_DIALECT_H
#define ACCORD_DB_DIALECT_H

#include "base/str.h"

enum column_type {
    COLUMN_ID,    // the table's own number, given by the store
    COLUMN_INT,   // 64 bits; also dates' and instants' numbers, references
    COLUMN_REAL,
    COLUMN_TEXT,
    COLUMN_BYTES,
    COLUMN_TYPE_COUNT
};

struct dialect {
    const char *name; // "sqlite", "postgres"
    const char *type[COLUMN_TYPE_COUNT];
    const char *table_end;   // after the closing parenthesis of CREATE TABLE: " STRICT" or ""
    const char *by_bytes;    // collation that compares bytes: "BINARY" or "\"C\""
    // Full-text index of one record type: %.*s is the type's name each time it appears.
    const char *search_create; // several statements, separated by ";\n"
    const char *search_put;    // arguments: id, text A, B, C (public, by weight), P (private)
    const char *search_drop;   // argument: id
    const char *search_match;  // condition on "r.id": argument the query; public columns only
    const char *search_match_all; // the same over all columns
};

extern const struct dialect dialect_sqlite;
extern const struct dialect dialect_postgres;
const struct dialect *dialect_find(str name); // NULL when there is none

#endif
