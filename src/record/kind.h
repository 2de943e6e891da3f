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
    ptrdiff_t size;     // of the member; all its bytes zero is the empty value
    ptrdiff_t max;      // what field.max is when the field says 0: code points, codes or rows; 0: it has no such limit
    const char *input;  // which form control: "text", "textarea", "select", "checks", "yes", "money", "date", "number", "ref", "many"
    ptrdiff_t columns;  // how many columns it has: 1 or 2; 0: kept elsewhere (rows in their own table, several codes in T_code)
    const char *suffix[KIND_COLUMNS_MAX];       // "" or "_minor", "_currency"
    enum column_type type[KIND_COLUMNS_MAX];
    unsigned column_flags[KIND_COLUMNS_MAX];
    // Input to member; false when a fault was added (the member keeps its value). Input that came from our own tree (a V_DATE where
    // JSON has text) fits as well. NULL for rows: check.c reads them.
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
    // Words of it for people (labels, not codes), in the reader's language: search index, cells, names of rows; NULL: none.
    str (*words)(struct ctx *, const struct field *, const void *member);
};

// Label of a code of this field in the reader's language; the code itself when it is not in the list.
str field_code_label(struct ctx *, const struct field *, str code);
bool field_has_code(const struct field *, str code);

ptrdiff_t field_max(const struct field *);
bool field_is_codes(const struct field *); // several codes, kept in T_code
const void *field_member(const struct field *, const void *row);
void *field_room(const struct field *, void *row); // the same, to be written
bool field_is_empty(const struct field *, const void *row);

// A member made by MANY(), whatever its rows are.
struct many {
    void *at;
    ptrdiff_t n;
};
struct many many_get(const void *member);
void many_set(void *member, struct many);
void *many_row(const struct field *, struct many, ptrdiff_t i);

// What a reader gets out of input that has to be one text: false when a fault was added. Nothing and JSON's null are empty.
bool kind_text_of(struct ctx *, const struct kind_case *, const struct value *in, str *out);
// Nothing at all: absent, null, or blank text of a form.
bool kind_is_nothing(const struct kind_case *, const struct value *in);

// Adds the fault at the case's path; false, to be returned. `reason` is untranslated (N_).
bool kind_refuse(struct ctx *, const struct kind_case *, const char *reason);

#endif
