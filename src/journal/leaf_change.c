// SPDX-License-Identifier: Apache-2.0
#include "journal/leaf_change.h"

#include "record/record_value.h"

static void change_add(struct ctx *c, struct changes *out, str path, const struct value *value, bool hidden)
{
    if (out->n == out->room) {
        ptrdiff_t room = out->room ? out->room * 2 : 32, row = (ptrdiff_t)sizeof *out->at;
        out->at = arena_grow(c->mem, out->at, out->room * row, room * row, _Alignof(struct change));
        out->room = room;
    }
    out->at[out->n++] = (struct change){ path, value, hidden };
}

static str step(struct arena *mem, str path, str name)
{
    return path.len > 0 ? str_fmt(mem, "%.*s.%.*s", STR_ARG(path), STR_ARG(name)) : name;
}

static bool is_same(const struct value *a, const struct value *b)
{
    if (value_is_empty(a) || value_is_empty(b))
        return value_is_empty(a) && value_is_empty(b);
    return value_equal(a, b);
}

static int64_t row_id(const struct value *row)
{
    return value_get(row, S("id"))->number;
}

static const struct value *row_find(const struct value *rows, int64_t id)
{
    for (ptrdiff_t i = 0; i < value_count(rows); i++) {
        if (row_id(value_at(rows, i)) == id)
            return value_at(rows, i);
    }
    return NULL;
}

static struct value *row_ids(struct arena *mem, const struct value *rows)
{
    struct value *ids = value_list(mem);
    for (ptrdiff_t i = 0; i < value_count(rows); i++)
        value_add(mem, ids, value_int(mem, row_id(value_at(rows, i))));
    return ids;
}

struct comparison {
    struct ctx *c;
    struct changes *out;
    bool restates; // names all that is there, changed or not
};

static void fields_differ(const struct comparison *, const struct record_type *, const struct value *before, const struct value *after,
                          str path, bool hidden);

static void rows_differ(const struct comparison *in, const struct record_type *type, const struct value *before,
                        const struct value *after, str path, bool hidden)
{
    struct ctx *c = in->c;
    for (ptrdiff_t i = 0; i < value_count(after); i++) {
        const struct value *row = value_at(after, i);
        str own = str_fmt(c->mem, "%.*s.%lld", STR_ARG(path), (long long)row_id(row));
        fields_differ(in, type, row_find(before, row_id(row)), row, own, hidden);
    }
    for (ptrdiff_t i = 0; i < value_count(before); i++) {
        int64_t id = row_id(value_at(before, i));
        if (!row_find(after, id))
            change_add(c, in->out, str_fmt(c->mem, "%.*s.%lld", STR_ARG(path), (long long)id), value_null(c->mem), hidden);
    }
    struct value *was = row_ids(c->mem, before), *is = row_ids(c->mem, after);
    if (!is_same(was, is) || (in->restates && !value_is_empty(is)))
        change_add(c, in->out, path, is, hidden);
}

// Trees of bare values; `before` may be NULL.
static void fields_differ(const struct comparison *in, const struct record_type *type, const struct value *before,
                          const struct value *after, str path, bool hidden)
{
    struct ctx *c = in->c;
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        const struct value *was = value_get(before, str_of(f->name)), *is = value_get(after, str_of(f->name));
        str own = step(c->mem, path, str_of(f->name));
        bool hides = hidden || !field_is_readable(f, ROLE_PUBLIC);
        if (f->many)
            rows_differ(in, f->many, was, is, own, hides);
        else if (!is_same(was, is) || (in->restates && !value_is_empty(is)))
            change_add(c, in->out, own, value_is_empty(is) ? value_null(c->mem) : is, hides);
    }
}

static void text_differs(struct ctx *c, str path, str before, str after, struct changes *out)
{
    if (!str_eq(before, after))
        change_add(c, out, path, value_text(c->mem, after), false);
}

void leaf_changes(struct ctx *c, const struct record_type *type, const void *before, const void *after, struct changes *out)
{
    static const struct record nothing;
    const struct record *was = before ? before : &nothing, *is = after;
    text_differs(c, S("state"), was->state, is->state, out);
    text_differs(c, S("lang"), was->lang, is->lang, out);
    text_differs(c, S("origin"), was->origin, is->origin, out);
    if (was->example != is->example)
        change_add(c, out, S("example"), value_bool(c->mem, is->example), false);
    struct value *old = before ? record_bare_value(c, type, before) : NULL;
    bool shown = type_is_public_state(type, is->state), was_shown = type_is_public_state(type, was->state);
    bool hidden = !shown || (type->see != 0 && !(type->see & ROLE_PUBLIC));
    struct comparison in = { c, out, shown && !was_shown };
    fields_differ(&in, type, old, record_bare_value(c, type, after), STR_NONE, hidden);
}
