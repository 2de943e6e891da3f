// SPDX-License-Identifier: Apache-2.0
#include "record/check_read.h"

#include "record/record_value.h"

#include <string.h>

struct reader {
    struct ctx *c;
    enum reading reading;
    int part;
    roles viewer;
    bool is_document;
    struct faults *faults;
};

static bool read_field(const struct reader *, const struct field *, const struct value *in, str path, const struct value *shown,
                       void *row);

str check_path(struct arena *mem, str path, str name)
{
    return path.len > 0 ? str_fmt(mem, "%.*s.%.*s", STR_ARG(path), STR_ARG(name)) : name;
}

static str item_path(struct arena *mem, str path, ptrdiff_t i)
{
    return str_fmt(mem, "%.*s.%td", STR_ARG(path), i);
}

static bool is_writable(const struct reader *r, const struct field *f)
{
    return r->is_document || field_is_writable(f, r->viewer);
}

// ---- members that are no fields

static bool is_head_member(const struct record_type *type, str key)
{
    static const char *const head[] = { "id", "version", "state", "lang", "created", "changed", "example", "path" };
    for (ptrdiff_t i = 0; i < COUNT(head) && type->plural; i++) {
        if (str_eq(key, str_of(head[i])))
            return true;
    }
    return !type->plural && str_eq(key, S("id"));
}

// Our own output has members that are worked out (present, computed fields): sent back, they are passed over.
static bool is_passed_over(const struct reader *r, const struct record_type *type, const struct field *f, str key,
                           const struct value *shown)
{
    if (is_head_member(type, key) || (r->reading == READING_FORM && str_starts(key, S("_"))))
        return true;
    if (f)
        return f->flags & COMPUTED && field_is_readable(f, r->viewer);
    return value_get(shown, key) != NULL;
}

static const struct field *field_of(const struct reader *r, const struct record_type *type, str key)
{
    const struct field *f = field_find(type, key);
    for (ptrdiff_t i = 0; !f && r->is_document && i < type->field_count; i++) {
        if (type->fields[i].was && str_eq(str_of(type->fields[i].was), key))
            f = &type->fields[i];
    }
    return f;
}

// ---- rows

// A row of a form in which nothing was written; a currency beside no amount is only how the form was left.
static bool is_blank(const struct value *in)
{
    for (ptrdiff_t i = 0; in->kind == V_LIST && i < value_count(in); i++) {
        if (!is_blank(value_at(in, i)))
            return false;
    }
    for (ptrdiff_t i = 0; in->kind == V_MAP && i < in->map.n; i++) {
        str key = in->map.at[i].key;
        bool counts = !str_eq(key, S("id")) && !str_starts(key, S("_")) &&
                      !(str_eq(key, S("currency")) && value_get(in, S("amount")));
        if (counts && !is_blank(in->map.at[i].value))
            return false;
    }
    return in->kind == V_LIST || in->kind == V_MAP || in->kind == V_NULL ||
           (in->kind == V_TEXT && str_trim(in->text).len == 0);
}

static bool is_dropped(const struct reader *r, const struct value *item)
{
    return r->reading == READING_FORM && (is_blank(item) || !value_is_empty(value_get(item, S("_remove"))));
}

static bool row_id(const struct reader *r, const struct value *item, int64_t *id)
{
    const struct value *in = value_get(item, S("id"));
    *id = 0;
    if (!in || in->kind == V_NULL || (r->reading == READING_FORM && value_as_text(in).len == 0))
        return true;
    if (in->kind == V_INT)
        *id = in->number;
    return in->kind == V_INT || (r->reading == READING_FORM && in->kind == V_TEXT && str_to_int(in->text, id));
}

static const void *row_with_id(const struct field *f, struct many many, int64_t id)
{
    for (ptrdiff_t i = 0; id != 0 && i < many.n; i++) {
        const struct child *row = many_row(f, many, i);
        if (row->id == id)
            return row;
    }
    return NULL;
}

static const struct value *shown_with_id(const struct value *shown, int64_t id)
{
    for (ptrdiff_t i = 0; id != 0 && i < value_count(shown); i++) {
        const struct value *row = value_at(shown, i), *own = value_get(row, S("id"));
        if (own && own->kind == V_INT && own->number == id)
            return row;
    }
    return NULL;
}

static bool read_row(const struct reader *r, const struct record_type *type, const struct value *in, str path,
                     const struct value *shown, void *row);

// The room for one row: what is there under its id, or empty. False with a fault.
static bool open_row(const struct reader *r, const struct field *f, struct many before, const struct many *after,
                     const struct value *item, str path, struct child *row)
{
    int64_t id = 0;
    if (item->kind != V_MAP || !row_id(r, item, &id)) {
        fault_add(r->c, r->faults, path, N_("write each row in braces, with its number as \"id\" when it was there before"));
        return false;
    }
    const void *present = row_with_id(f, before, id);
    if (row_with_id(f, *after, id)) {
        fault_add(r->c, r->faults, check_path(r->c->mem, path, S("id")), N_("this row is given twice: leave one of them out"));
        return false;
    }
    if (id != 0 && !present && !r->is_document) {
        fault_add(r->c, r->faults, check_path(r->c->mem, path, S("id")),
                  N_("there is no row with this number any more: load the page again, or leave the number out to add a row"));
        return false;
    }
    if (present)
        memcpy(row, present, (size_t)f->many->size);
    row->id = id;
    return true;
}

static bool read_rows(const struct reader *r, const struct field *f, const struct value *in, str path, const struct value *shown,
                      void *member)
{
    struct many before = many_get(member), after = { .n = 0 };
    ptrdiff_t given = value_count(in);
    bool sound = true;
    after.at = arena_alloc(r->c->mem, given, f->many->size, (ptrdiff_t)_Alignof(max_align_t));
    for (ptrdiff_t i = 0; i < given; i++) {
        const struct value *item = value_at(in, i);
        str own_path = item_path(r->c->mem, path, i);
        struct child *row = many_row(f, after, after.n);
        if (is_dropped(r, item))
            continue;
        if (!open_row(r, f, before, &after, item, own_path, row)) {
            sound = false;
            continue;
        }
        after.n++;
        sound = read_row(r, f->many, item, own_path, shown_with_id(shown, row->id), row) && sound;
    }
    if (after.n == 0)
        after.at = NULL;
    many_set(member, after);
    return sound;
}

static bool read_many(const struct reader *r, const struct field *f, const struct value *in, str path, const struct value *shown,
                      void *member)
{
    struct kind_case k = { .field = f, .path = path, .reading = r->reading, .faults = r->faults };
    if (kind_is_nothing(&k, in)) {
        many_set(member, (struct many){ .n = 0 });
        return true;
    }
    if (in->kind != V_LIST)
        return kind_refuse(r->c, &k, N_("write a list of rows in square brackets"));
    if (value_count(in) > field_max(f)) {
        fault_add(r->c, r->faults, path, N_("there can be at most %td rows; there are %td"), field_max(f), value_count(in));
        return false;
    }
    return read_rows(r, f, in, path, shown, member);
}

// ---- fields

// Someone who may not change a field may still send it back as it is.
static bool read_unwritable(const struct reader *r, const struct field *f, const struct value *in, str path, void *row)
{
    struct reader quiet = *r;
    struct faults unheard = { .n = 0 };
    void *copy = arena_alloc(r->c->mem, 1, f->at + f->kind->size, (ptrdiff_t)_Alignof(max_align_t));
    memcpy(field_room(f, copy), field_member(f, row), (size_t)f->kind->size);
    quiet.faults = &unheard;
    quiet.is_document = true;
    if (read_field(&quiet, f, in, path, NULL, copy) &&
        value_equal(record_bare_member(r->c, f, copy), record_bare_member(r->c, f, row)))
        return true;
    fault_add(r->c, r->faults, path, N_("you may not change this: leave it out"));
    return false;
}

static bool read_field(const struct reader *r, const struct field *f, const struct value *in, str path, const struct value *shown,
                       void *row)
{
    struct kind_case k = { .field = f, .path = path, .reading = r->reading, .faults = r->faults };
    if (!is_writable(r, f))
        return read_unwritable(r, f, in, path, row);
    if (f->many)
        return read_many(r, f, in, path, shown, field_room(f, row));
    return f->kind->read(r->c, &k, in, field_room(f, row));
}

static bool read_member(const struct reader *r, const struct record_type *type, const struct member *m, str path,
                        const struct value *shown, void *row)
{
    const struct field *f = field_of(r, type, m->key);
    if (!r->is_document && is_passed_over(r, type, f, m->key, shown))
        return true;
    if (f && (r->is_document || field_is_readable(f, r->viewer)))
        return read_field(r, f, m->value, check_path(r->c->mem, path, m->key), value_get(shown, m->key), row);
    if (r->is_document)
        return true;
    bool sound = str_is_utf8(m->key);
    str key = sound ? str_first_points(m->key, 100) : S("?");
    fault_add(r->c, r->faults, check_path(r->c->mem, path, key), N_("there is no field of this name: leave it out"));
    return false;
}

static bool read_row(const struct reader *r, const struct record_type *type, const struct value *in, str path,
                     const struct value *shown, void *row)
{
    bool sound = true;
    for (ptrdiff_t i = 0; r->part == READ_WHOLE && i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (!value_get(in, str_of(f->name)) && is_writable(r, f))
            memset(field_room(f, row), 0, (size_t)f->kind->size);
    }
    for (ptrdiff_t i = 0; i < in->map.n; i++)
        sound = read_member(r, type, &in->map.at[i], path, shown, row) && sound;
    return sound;
}

void record_read(struct ctx *c, const struct record_type *type, const struct value *in, enum reading reading, int part,
                 roles viewer, void *record, struct faults *faults)
{
    const struct reader r = { .c = c, .reading = reading, .part = part, .viewer = viewer, .faults = faults };
    if (!in || in->kind != V_MAP) {
        fault_add(c, faults, STR_NONE, N_("write one record in braces: {\"title\": \"…\"}"));
        return;
    }
    const struct value *shown = type->present && reading == READING_JSON ? record_value(c, type, record, viewer) : NULL;
    read_row(&r, type, in, STR_NONE, shown, record);
}

void check_read_document(struct ctx *c, const struct record_type *type, const struct value *in, void *record,
                         struct faults *faults)
{
    const struct reader r = {
        .c = c, .reading = READING_JSON, .part = READ_WHOLE, .viewer = (roles)-1, .is_document = true, .faults = faults,
    };
    if (in->kind == V_MAP)
        read_row(&r, type, in, STR_NONE, NULL, record);
    else
        fault_add(c, faults, STR_NONE, N_("write one record in braces: {\"title\": \"…\"}"));
}

static void read_rows_again(struct ctx *c, const struct field *f, const void *row, str path, struct faults *faults)
{
    struct many many = many_get(field_member(f, row));
    if (many.n > field_max(f))
        fault_add(c, faults, path, N_("there can be at most %td rows; there are %td"), field_max(f), many.n);
    for (ptrdiff_t i = 0; i < many.n && many.n <= field_max(f); i++)
        check_read_again(c, f->many, many_row(f, many, i), item_path(c->mem, path, i), faults);
}

void check_read_again(struct ctx *c, const struct record_type *type, const void *row, str path, struct faults *faults)
{
    void *copy = record_new(c->mem, type);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        struct kind_case k = { .field = f, .path = check_path(c->mem, path, str_of(f->name)), .faults = faults };
        k.reading = READING_JSON;
        if (f->many)
            read_rows_again(c, f, row, k.path, faults);
        else if (!check_has_fault(faults, k.path))
            f->kind->read(c, &k, record_bare_member(c, f, row), field_room(f, copy));
    }
}
