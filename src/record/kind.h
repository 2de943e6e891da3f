// SPDX-License-Identifier: Apache-2.0
// kind — what a kind of field can do, as one row of functions. Nothing else in record/ switches on kinds.
#ifndef ACCORD_RECORD_KIND_H
#define ACCORD_RECORD_KIND_H

#include "db/table.h"
#include "record/schema.h"

// Where input comes from: a form has text for everything and empty text for nothing; JSON has types, and they must fit.
enum reading { READING_FORM, READING_JSON };

struct kind_case {
    const struct field *field;
    str path;             // where it stands in the whole: "partners.0.role"
    enum reading reading;
    struct faults *faults;
};

enum { KIND_COLUMNS_MAX = 2 };

struct kind {
    const char *name;   // "money"
    const char *input;  // which form control: "text", "textarea", "select", "checks", "yes", "money", "date", "number", "ref", "many"
    ptrdiff_t columns;  // how many columns it has: 0 (kept elsewhere), 1 or 2
    const char *suffix[KIND_COLUMNS_MAX];       // "" or "_minor", "_currency"
    enum column_type type[KIND_COLUMNS_MAX];
    unsigned column_flags[KIND_COLUMNS_MAX];
    // Input to member; false when a fault was added (the member keeps its value).
    bool (*read)(struct ctx *, const struct kind_case *, const struct value *in, void *member);
    // Member to tree, as `viewer` may see it.
    struct value *(*value)(struct ctx *, const struct field *, const void *member, roles viewer);
    // Member to columns and back. from_row returns the number of columns read.
    void (*to_columns)(const struct field *, const void *member, struct val *out);
    void (*from_row)(struct ctx *, const struct field *, const struct rows *, ptrdiff_t column, void *member);
    bool (*is_empty)(const void *member);
    // JSON Schema of it (OpenAPI 3.1), without description.
    struct value *(*schema)(struct ctx *, const struct field *);
    // Codes it has as a facet; NULL: it cannot be one.
    void (*facet)(struct ctx *, const struct field *, const void *member, struct facet_sink *);
    // Words of it for the search index and for CSV cells; NULL: none.
    str (*words)(struct ctx *, const struct field *, const void *member);
};

// Label of a code of this field in the reader's language; the code itself when it is not in the list.
str field_code_label(struct ctx *, const struct field *, str code);
bool field_has_code(const struct field *, str code);

#endif
