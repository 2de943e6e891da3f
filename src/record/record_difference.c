// SPDX-License-Identifier: Apache-2.0
#include "record/check_read.h"
#include "record/record_value.h"

struct finder {
    struct ctx *c;
    roles viewer;
    struct difference *at;
    ptrdiff_t n, room;
};

static void add(struct finder *d, str path, const struct field *f, str label, struct value *before, struct value *after)
{
    if (d->n == d->room) {
        ptrdiff_t room = d->room ? d->room * 2 : 16, row = (ptrdiff_t)sizeof *d->at;
        d->at = arena_grow(d->c->mem, d->at, d->room * row, room * row, _Alignof(struct difference));
        d->room = room;
    }
    d->at[d->n++] = (struct difference){ .path = path, .field = f, .label = label, .before = before, .after = after };
}

// "partner UNICEF", or "partner 2" for a row that has no name yet.
static str row_label(struct finder *d, const struct record_type *type, const void *row, ptrdiff_t number)
{
    const struct field *title = type->title ? field_find(type, str_of(type->title)) : NULL;
    bool shown = title && field_is_readable(title, d->viewer);
    str name = shown ? title->kind->words(d->c, title, field_member(title, row)) : STR_NONE;
    if (name.len == 0)
        return str_fmt(d->c->mem, "%s %td", tr(d->c, type->label), number + 1);
    return str_fmt(d->c->mem, "%s %.*s", tr(d->c, type->label), STR_ARG(name));
}

static str within(struct finder *d, str label, str inner)
{
    return label.len > 0 ? str_fmt(d->c->mem, tr(d->c, N_("%.*s: %.*s")), STR_ARG(label), STR_ARG(inner)) : inner;
}

static ptrdiff_t find_row(const struct field *f, struct many many, int64_t id)
{
    for (ptrdiff_t i = 0; id != 0 && i < many.n; i++) {
        if (((const struct child *)many_row(f, many, i))->id == id)
            return i;
    }
    return -1;
}

static void find_in_row(struct finder *, const struct record_type *, const void *before, const void *after, str path, str label);

static void find_new_or_changed(struct finder *d, const struct field *f, struct many before, struct many after, str path, str label)
{
    int fresh = 0;
    for (ptrdiff_t i = 0; i < after.n; i++) {
        const struct child *row = many_row(f, after, i);
        ptrdiff_t old = find_row(f, before, row->id);
        str name = within(d, label, row_label(d, f->many, row, i));
        str step = row->id ? str_fmt(d->c->mem, "%lld", (long long)row->id) : str_fmt(d->c->mem, "new%d", ++fresh);
        str own_path = check_path(d->c->mem, path, step);
        if (old >= 0)
            find_in_row(d, f->many, many_row(f, before, old), row, own_path, name);
        else
            add(d, own_path, f, name, value_null(d->c->mem), record_child_value(d->c, f->many, row, d->viewer));
    }
}

static void find_gone(struct finder *d, const struct field *f, struct many before, struct many after, str path, str label)
{
    for (ptrdiff_t i = 0; i < before.n; i++) {
        const struct child *row = many_row(f, before, i);
        if (find_row(f, after, row->id) >= 0)
            continue;
        str own_path = check_path(d->c->mem, path, str_fmt(d->c->mem, "%lld", (long long)row->id));
        str name = within(d, label, row_label(d, f->many, row, i));
        add(d, own_path, f, name, record_child_value(d->c, f->many, row, d->viewer), value_null(d->c->mem));
    }
}

// Rows that are in both, in the order of `many`, by name.
static struct value *kept_names(struct finder *d, const struct field *f, struct many many, struct many other)
{
    struct value *names = value_list(d->c->mem);
    for (ptrdiff_t i = 0; i < many.n; i++) {
        const struct child *row = many_row(f, many, i);
        if (find_row(f, other, row->id) >= 0)
            value_add(d->c->mem, names, value_text(d->c->mem, row_label(d, f->many, row, i)));
    }
    return names;
}

static bool is_reordered(const struct field *f, struct many before, struct many after)
{
    ptrdiff_t last = -1;
    for (ptrdiff_t i = 0; i < after.n; i++) {
        ptrdiff_t old = find_row(f, before, ((const struct child *)many_row(f, after, i))->id);
        if (old >= 0 && old < last)
            return true;
        last = old >= 0 ? old : last;
    }
    return false;
}

static void find_in_rows(struct finder *d, const struct field *f, const void *before, const void *after, str path, str label)
{
    struct many old = many_get(field_member(f, before)), new = many_get(field_member(f, after));
    find_new_or_changed(d, f, old, new, path, label);
    find_gone(d, f, old, new, path, label);
    if (is_reordered(f, old, new))
        add(d, path, f, within(d, label, str_fmt(d->c->mem, tr(d->c, N_("%s: order")), tr(d->c, f->label))),
            kept_names(d, f, old, new), kept_names(d, f, new, old));
}

static void find_in_row(struct finder *d, const struct record_type *type, const void *before, const void *after, str path,
                        str label)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        str own_path = check_path(d->c->mem, path, str_of(f->name));
        if (!field_is_readable(f, d->viewer))
            continue;
        if (f->many)
            find_in_rows(d, f, before, after, own_path, label);
        else if (!value_equal(record_bare_member(d->c, f, before), record_bare_member(d->c, f, after)))
            add(d, own_path, f, within(d, label, str_of(tr(d->c, f->label))),
                f->kind->value(d->c, f, field_member(f, before), d->viewer),
                f->kind->value(d->c, f, field_member(f, after), d->viewer));
    }
}

ptrdiff_t record_difference(struct ctx *c, const struct record_type *type, const void *before, const void *after, roles viewer,
                            struct difference **out)
{
    struct finder d = { .c = c, .viewer = viewer };
    find_in_row(&d, type, before, after, STR_NONE, STR_NONE);
    *out = d.at;
    return d.n;
}
