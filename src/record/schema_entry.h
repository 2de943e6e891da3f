// SPDX-License-Identifier: Apache-2.0
// schema_entry — what is worked out once about each registered type; inside record/ only.
#ifndef ACCORD_RECORD_SCHEMA_ENTRY_H
#define ACCORD_RECORD_SCHEMA_ENTRY_H

#include "base/map.h"
#include "record/kind.h"

// A record, its rows, their rows.
enum { SCHEMA_LEVELS = 3 };

struct type_sql; // ddl.h

struct type_entry {
    const struct record_type *type;
    const struct type_entry *parent; // of a child type
    const struct field *held_by;     // the parent's F_MANY
    int level;                       // 0: top
    struct map fields;               // name → struct field
    const struct type_sql *sql;
};

// The entry of a type; aborts when it was never registered.
const struct type_entry *schema_entry(const struct record_type *);
ptrdiff_t schema_entry_count(void); // children too, each after its parent
const struct type_entry *schema_entry_at(ptrdiff_t i);

// Ends the program with "record type NAME: SENTENCE" on standard error: our tables are wrong, which is a bug.
_Noreturn void schema_abort(const struct record_type *, const char *fmt, ...) PRINTF_LIKE(2, 3);
// Everything that can be wrong with one registered type.
void schema_rules(const struct type_entry *);

#endif
