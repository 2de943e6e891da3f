// SPDX-License-Identifier: Apache-2.0
// What a table of fields may not say; found at boot, so that it is never found by a user.
#include "record/schema_entry.h"

#include <string.h>

// Names that mean something else: columns every record has, members of its tree, parameters of a list's address.
static const char *const taken[] = {
    "id",         "version",      "state",   "lang",    "origin", "example", "created_ms", "changed_ms", "created_by",
    "submitted_by", "created",    "changed", "path",    "owner",  "mine",    "q",          "sort",       "after",
    "limit",      "count",        "parent_id", "position",
};

// Words neither store takes for a name.
static const char *const reserved[] = {
    "all",     "analyze", "and",     "any",    "array",  "as",     "asc",    "between", "both",    "case",   "cast",
    "check",   "collate", "column",  "constraint", "create", "current_date", "current_time", "default", "desc", "distinct",
    "do",      "else",    "end",     "except", "exists", "false",  "fetch",  "for",     "foreign", "from",   "grant",
    "group",   "having",  "in",      "index",  "initially", "intersect", "into", "is",  "join",    "leading", "left",
    "like",    "not",     "null",    "offset", "on",     "only",   "or",     "order",   "outer",   "primary", "references",
    "returning", "right", "select",  "set",    "some",   "table",  "then",   "to",      "trailing", "transaction", "true",
    "union",   "unique",  "update",  "user",   "using",  "values", "when",   "where",   "window",  "with",
};

static bool is_among(const char *const *list, ptrdiff_t n, const char *word)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (strcmp(list[i], word) == 0)
            return true;
    }
    return false;
}

static bool is_name(const char *name)
{
    if (!name || name[0] < 'a' || name[0] > 'z')
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name) && strlen(name) <= 48;
}

static void check_choices(const struct record_type *type, const struct field *f)
{
    bool chooses = f->kind == &kind_choice || f->kind == &kind_choices;
    if (chooses != (f->choices || f->list))
        schema_abort(type, "%s: choices or a list of codes belong to choice fields, and to all of them", f->name);
    if (f->choices && f->list)
        schema_abort(type, "%s: give its choices or a list, not both", f->name);
    for (const struct choice *one = f->choices; one && one->code; one++) {
        if (!one->label || !*one->code || strpbrk(one->code, ", \t\n\"'&?"))
            schema_abort(type, "%s: the choice %s needs a label, and a code without spaces and commas", f->name, one->code);
        for (const struct choice *other = one + 1; other->code; other++) {
            if (strcmp(one->code, other->code) == 0)
                schema_abort(type, "%s: two choices have the code %s", f->name, one->code);
        }
    }
}

static void check_flags(const struct type_entry *entry, const struct field *f)
{
    const struct record_type *type = entry->type;
    if (f->flags & FACET && !f->kind->facet)
        schema_abort(type, "%s: a field of kind %s has no facet", f->name, f->kind->name);
    if (f->flags & SEARCHED && !f->kind->words)
        schema_abort(type, "%s: a field of kind %s has no words to search", f->name, f->kind->name);
    if (f->flags & FILTERED && f->kind->columns != 1 && !field_is_codes(f))
        schema_abort(type, "%s: a field of kind %s cannot be filtered by", f->name, f->kind->name);
    if (f->flags & (SORTED | UNIQUE) && f->kind->columns != 1)
        schema_abort(type, "%s: only a field of one column can be sorted by or be unique", f->name);
    if (entry->parent && f->flags & (FACET | FILTERED | SORTED | UNIQUE))
        schema_abort(type, "%s: a child's field has no filter, order or uniqueness; derive a facet of the parent", f->name);
    if (f->flags & FULL_DATE && f->kind != &kind_date)
        schema_abort(type, "%s: only dates are known to the day", f->name);
    if (f->weight && !strchr("ABC", f->weight))
        schema_abort(type, "%s: a weight is 'A', 'B' or 'C'", f->name);
}

static void check_field(const struct type_entry *entry, const struct field *f)
{
    const struct record_type *type = entry->type;
    if (!is_name(f->name))
        schema_abort(type, "%s is no name for a field: small letters, digits and _, at most 48", f->name);
    if (is_among(taken, COUNT(taken), f->name) || is_among(reserved, COUNT(reserved), f->name))
        schema_abort(type, "the name %s is taken; choose another for the field", f->name);
    if (!f->kind || !f->label)
        schema_abort(type, "%s needs a kind and a label", f->name);
    if (f->was && (!is_name(f->was) || field_find(type, str_of(f->was))))
        schema_abort(type, "%s was %s, which is no name for a field, or one that another has now", f->name, f->was);
    ptrdiff_t first = entry->parent ? (ptrdiff_t)sizeof(struct child) : (ptrdiff_t)sizeof(struct record);
    if (f->at < first || f->at + f->kind->size > type->size)
        schema_abort(type, "%s lies outside its struct, or over its first member", f->name);
    if ((f->kind == &kind_many) != (f->many != NULL))
        schema_abort(type, "%s: F_MANY needs its row type, and only F_MANY has one", f->name);
    if ((f->kind == &kind_ref) != (f->refers != NULL))
        schema_abort(type, "%s: F_REF needs the type it refers to, and only F_REF does", f->name);
    const struct record_type *referred = f->refers ? schema_find(str_of(f->refers)) : NULL;
    if (f->refers && (!referred || !referred->plural))
        schema_abort(type, "%s refers to %s, which is no registered type", f->name, f->refers);
    check_choices(type, f);
    check_flags(entry, f);
}

static void check_facets(const struct record_type *type)
{
    for (ptrdiff_t i = 0; i < type->facet_count; i++) {
        const struct facet *facet = &type->facets[i];
        if (!is_name(facet->name) || is_among(taken, COUNT(taken), facet->name) || !facet->label || !facet->derive)
            schema_abort(type, "facet %td needs a name of its own, a label and a derive function", i);
        if (field_find(type, str_of(facet->name)))
            schema_abort(type, "the facet %s has the name of a field", facet->name);
        if (facet->refers && !schema_find(str_of(facet->refers)))
            schema_abort(type, "the facet %s refers to %s, which is no registered type", facet->name, facet->refers);
        for (ptrdiff_t k = 0; k < i; k++) {
            if (strcmp(type->facets[k].name, facet->name) == 0)
                schema_abort(type, "two facets are named %s", facet->name);
        }
    }
}

static void check_title_and_sort(const struct type_entry *entry)
{
    const struct record_type *type = entry->type;
    const struct field *title = type->title ? field_find(type, str_of(type->title)) : NULL;
    if (type->title && (!title || !title->kind->words))
        schema_abort(type, "its title %s is no field of words", type->title);
    if (!entry->parent && (!title || title->kind->columns != 1 || title->kind->type[0] != COLUMN_TEXT || title->read))
        schema_abort(type, "it needs a title: a field of text that everyone may read");
    if (!type->sort)
        return;
    const char *sort = type->sort + (type->sort[0] == '-');
    const struct field *sorted = field_find(type, str_of(sort));
    if (strcmp(sort, "id") != 0 && strcmp(sort, "changed") != 0 && (!sorted || !(sorted->flags & SORTED) || sorted->read))
        schema_abort(type, "its order %s is no SORTED field that everyone may read", type->sort);
}

void schema_rules(const struct type_entry *entry)
{
    const struct record_type *type = entry->type;
    if (!is_name(type->name) || is_among(reserved, COUNT(reserved), type->name))
        schema_abort(type, "this is no name for a type: small letters, digits and _, and no word of SQL");
    if (type->plural && strspn(type->plural, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(type->plural))
        schema_abort(type, "its plural %s stands in addresses: small letters, digits and -", type->plural);
    if (type->was && (!is_name(type->was) || schema_find(str_of(type->was))))
        schema_abort(type, "it was %s, which is no name for a type, or one that another has now", type->was);
    if (!type->label || type->size <= 0 || type->field_count <= 0)
        schema_abort(type, "it needs a label, and fields by RECORD_FIELDS");
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        check_field(entry, &type->fields[i]);
    if (entry->parent && (type->facets || type->owners || type->flow || type->present))
        schema_abort(type, "a child type has no facets, owners, flow or present function: its parent has them");
    check_facets(type);
    check_title_and_sort(entry);
}
