// SPDX-License-Identifier: Apache-2.0
#include "record/record_value.h"

#include "record/store.h"

#include <string.h>

static void put_field(struct ctx *c, struct value *tree, const struct field *f, const void *row, roles viewer)
{
    if (field_is_readable(f, viewer))
        value_put(c->mem, tree, str_of(f->name), f->kind->value(c, f, field_member(f, row), viewer));
}

static struct value *head_value(struct ctx *c, const struct record_type *type, const struct record *head)
{
    struct value *tree = value_map(c->mem);
    value_set(c->mem, tree, "id", value_int(c->mem, head->id));
    value_set(c->mem, tree, "version", value_int(c->mem, head->version));
    const char *label = schema_state_label && type->flow ? schema_state_label(type, head->state) : NULL;
    value_set(c->mem, tree, "state", value_code(c->mem, head->state, label));
    value_set(c->mem, tree, "lang", value_text(c->mem, head->lang));
    value_set(c->mem, tree, "created", value_instant(c->mem, head->created_ms));
    value_set(c->mem, tree, "changed", value_instant(c->mem, head->changed_ms));
    if (head->example)
        value_set(c->mem, tree, "example", value_bool(c->mem, true));
    value_set(c->mem, tree, "path", value_text(c->mem, str_fmt(c->mem, "/%s/%lld", type->plural, (long long)head->id)));
    return tree;
}

struct value *record_value(struct ctx *c, const struct record_type *type, const void *record, roles viewer)
{
    struct value *tree = head_value(c, type, record);
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        put_field(c, tree, &type->fields[i], record, viewer);
    if (type->present)
        type->present(c, record, tree);
    return tree;
}

struct value *record_row_value(struct ctx *c, const struct record_type *type, const void *record, roles viewer)
{
    struct value *tree = head_value(c, type, record);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (f->flags & LISTED || strcmp(f->name, type->title) == 0)
            put_field(c, tree, f, record, viewer);
    }
    if (type->present)
        type->present(c, record, tree);
    return tree;
}

struct value *record_child_value(struct ctx *c, const struct record_type *type, const void *row, roles viewer)
{
    struct value *tree = value_map(c->mem);
    value_set(c->mem, tree, "id", value_int(c->mem, ((const struct child *)row)->id));
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        put_field(c, tree, &type->fields[i], row, viewer);
    return tree;
}

struct value *record_bare_member(struct ctx *c, const struct field *f, const void *row)
{
    const void *member = field_member(f, row);
    if (f->refers) {
        int64_t id = *(const int64_t *)member;
        return id ? value_int(c->mem, id) : value_null(c->mem);
    }
    if (!f->many)
        return f->kind->value(c, f, member, (roles)-1);
    struct value *list = value_list(c->mem);
    struct many many = many_get(member);
    for (ptrdiff_t i = 0; i < many.n; i++)
        value_add(c->mem, list, record_bare_value(c, f->many, many_row(f, many, i)));
    return list;
}

struct value *record_bare_value(struct ctx *c, const struct record_type *type, const void *row)
{
    struct value *tree = value_map(c->mem);
    if (type->plural)
        value_set(c->mem, tree, "lang", value_text(c->mem, ((const struct record *)row)->lang));
    else
        value_set(c->mem, tree, "id", value_int(c->mem, ((const struct child *)row)->id));
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        value_put(c->mem, tree, str_of(type->fields[i].name), record_bare_member(c, &type->fields[i], row));
    return tree;
}
