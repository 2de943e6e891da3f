// SPDX-License-Identifier: Apache-2.0
// Rows of a child type. Reading them is check.c's (rows are matched by id), keeping them store.c's.
#include "record/record_value.h"

static struct value *many_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    struct value *list = value_list(c->mem);
    struct many many = many_get(member);
    for (ptrdiff_t i = 0; i < many.n; i++)
        value_add(c->mem, list, record_child_value(c, f->many, many_row(f, many, i), viewer));
    return list;
}

static bool many_is_empty(const void *member)
{
    return many_get(member).n == 0;
}

static struct value *many_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = value_map(c->mem), *items = value_map(c->mem);
    value_set(c->mem, schema, "type", value_text(c->mem, S("array")));
    value_set(c->mem, schema, "maxItems", value_int(c->mem, field_max(f)));
    value_set(c->mem, items, "$ref", value_text(c->mem, str_fmt(c->mem, "#/components/schemas/%s", f->many->name)));
    value_set(c->mem, schema, "items", items);
    return schema;
}

const struct kind kind_many = {
    .name = "many", .input = "many", .size = (ptrdiff_t)sizeof(struct many), .max = 100,
    .value = many_value, .is_empty = many_is_empty, .schema = many_schema,
};
