// SPDX-License-Identifier: Apache-2.0
#include "record/check.h"

#include "record/check_read.h"
#include "record/ddl.h"
#include "record/record_value.h"
#include "record/store.h"

struct checker {
    struct ctx *c;
    enum check_level level;
    struct faults *faults;
};

bool check_has_fault(const struct faults *faults, str path)
{
    for (ptrdiff_t i = 0; i < faults->n; i++) {
        str at = faults->at[i].field;
        if (str_starts(at, path) && (at.len == path.len || at.at[path.len] == '.'))
            return true;
    }
    return false;
}

static void check_required(const struct checker *k, const struct field *f, const void *row, str path)
{
    bool complete = k->level == CHECK_COMPLETE && (f->flags & REQUIRED || (f->required && f->required(row)));
    if (!(complete || f->flags & NEEDED) || !field_is_empty(f, row) || check_has_fault(k->faults, path))
        return;
    if (f->kind == &kind_yes)
        fault_add(k->c, k->faults, path, N_("this has to be confirmed: tick it"));
    else
        fault_add(k->c, k->faults, path, f->many ? N_("add at least one") : N_("fill this in"));
}

static enum err check_reference(const struct checker *k, const struct field *f, const void *row, str path)
{
    const struct record_type *type = schema_find(str_of(f->refers));
    int64_t id = *(const int64_t *)field_member(f, row);
    bool seen = false;
    if (id == 0 || check_has_fault(k->faults, path))
        return OK;
    enum err err = store_is_seen(k->c, type, id, &seen);
    if (err == OK && !seen)
        fault_add(k->c, k->faults, path, N_("there is no %s with the number %lld: choose one that is there"),
                  tr(k->c, type->label), (long long)id);
    return err;
}

static enum err check_unique(const struct checker *k, const struct record_type *type, ptrdiff_t i, const void *row)
{
    const struct field *f = &type->fields[i];
    const struct record *head = row;
    struct val args[KIND_COLUMNS_MAX + 1];
    int64_t other = 0;
    if (!(f->flags & UNIQUE) || field_is_empty(f, row))
        return OK;
    f->kind->to_columns(f, field_member(f, row), args);
    args[1] = INT(head->id);
    enum err err = db_int(k->c, schema_entry(type)->sql->unique[i], args, 2, &other);
    if (err == ERR_MISSING) {
        fail_clear(k->c);
        return OK;
    }
    if (err == OK)
        fault_add(k->c, k->faults, str_of(f->name), N_("another %s has this already: choose another one, or change that one"),
                  tr(k->c, type->label));
    return err;
}

// A type's own rules name paths within the row; they are told with the path of the row before them.
static void check_own_rules(const struct checker *k, const struct record_type *type, const void *row, str path)
{
    struct faults own = { .n = 0 };
    if (!type->check)
        return;
    type->check(k->c, row, k->level, &own);
    for (ptrdiff_t i = 0; i < own.n; i++) {
        str at = own.at[i].field.len > 0 ? check_path(k->c->mem, path, own.at[i].field) : path;
        fault_add(k->c, k->faults, at, "%.*s", STR_ARG(own.at[i].reason));
    }
}

static enum err check_row(const struct checker *k, const struct record_type *type, const void *row, str path)
{
    enum err err = OK;
    for (ptrdiff_t i = 0; i < type->field_count && err == OK; i++) {
        const struct field *f = &type->fields[i];
        str own_path = check_path(k->c->mem, path, str_of(f->name));
        struct many many = f->many ? many_get(field_member(f, row)) : (struct many){ .n = 0 };
        check_required(k, f, row, own_path);
        if (f->refers)
            err = check_reference(k, f, row, own_path);
        if (err == OK && type->plural)
            err = check_unique(k, type, i, row);
        for (ptrdiff_t n = 0; n < many.n && err == OK; n++)
            err = check_row(k, f->many, many_row(f, many, n), str_fmt(k->c->mem, "%.*s.%td", STR_ARG(own_path), n));
    }
    if (err == OK)
        check_own_rules(k, type, row, path);
    return err;
}

enum err record_check(struct ctx *c, const struct record_type *type, const void *record, enum check_level level,
                      struct faults *faults)
{
    const struct checker k = { .c = c, .level = level, .faults = faults };
    if (c->err != OK)
        return c->err; // a look-up while reading failed: what was read cannot be trusted
    check_read_again(c, type, record, STR_NONE, faults);
    return check_row(&k, type, record, STR_NONE);
}
