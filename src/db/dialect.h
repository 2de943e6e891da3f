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
    const char *search_put;    // arguments: id, text A, B, C (public, by weight), P (private); replaces what was there
    const char *search_drop;   // argument: id
    // The query is in the store's own form (FTS5, tsquery). It must be made of quoted words only, never of what a user typed as
    // it came: in FTS5 a parenthesis or a column name of the user's would reach beyond the public columns.
    const char *search_match;  // condition on "r.id": argument the query; public columns only
    const char *search_match_all; // the same over all columns
    // The best matches: a SELECT of (id, rank), smaller ranks first in merit but in no order; A counts 8, B 2, C and P 1.
    // Arguments: the query, and how many matches are looked at.
    const char *search_rank;
    const char *search_rank_all;
};

extern const struct dialect dialect_sqlite;
extern const struct dialect dialect_postgres;
const struct dialect *dialect_find(str name); // NULL when there is none
// One of the search texts above with the type's name in its places.
str dialect_text(struct arena *, const char *pattern, str name);

#endif
