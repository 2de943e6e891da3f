// SPDX-License-Identifier: Apache-2.0
#include "record/query_target.h"

#include "record/search.h"

static bool field_filters(const struct field *field)
{
    return (field->flags & (FACET | FILTERED)) != 0 && field->many == NULL;
}

static struct query_target target_of_field(const struct field *field)
{
    return (struct query_target){
        .what = field->flags & FACET ? TARGET_FACET : field->kind->columns == 0 ? TARGET_CODES : TARGET_COLUMN,
        .name = field->name,
        .label = field->label,
        .field = field,
        .refers = field->refers,
        .choices = field->choices,
        .list = field->list,
    };
}

static struct query_target target_of_facet(const struct facet *facet)
{
    return (struct query_target){
        .what = TARGET_FACET,
        .name = facet->name,
        .label = facet->label,
        .facet = facet,
        .refers = facet->refers,
        .choices = facet->choices,
        .list = facet->list,
    };
}

bool query_target_at(const struct record_type *type, ptrdiff_t i, roles viewer, struct query_target *out)
{
    *out = (struct query_target){ 0 };
    if (i < type->field_count) {
        const struct field *field = &type->fields[i];
        if (field_filters(field) && field_is_readable(field, viewer))
            *out = target_of_field(field);
        return true;
    }
    i -= type->field_count;
    if (i < type->facet_count) {
        const struct facet *facet = &type->facets[i];
        if (facet->read == 0 || (facet->read & viewer) != 0)
            *out = target_of_facet(facet);
        return true;
    }
    i -= type->facet_count;
    if (i == 0)
        *out = (struct query_target){ .what = TARGET_STATE, .name = "state", .label = N_("State") };
    if (i == 1)
        *out = (struct query_target){ .what = TARGET_MINE, .name = "mine", .label = N_("Mine") };
    return i < 2;
}

struct query_target query_target_find(const struct record_type *type, str name, roles viewer)
{
    struct query_target target;
    for (ptrdiff_t i = 0; query_target_at(type, i, viewer, &target); i++)
        if (target.what != TARGET_NONE && str_eq(str_of(target.name), name))
            return target;
    return (struct query_target){ 0 };
}

bool query_sort_find(struct arena *mem, const struct record_type *type, str name, roles viewer, struct query_sort *out)
{
    *out = (struct query_sort){ .name = name, .down = str_starts(name, S("-")), .type = COLUMN_INT };
    str plain = str_skip(name, out->down ? 1 : 0);
    if (str_eq(plain, S("id")) || str_eq(plain, S("changed"))) {
        out->column = str_eq(plain, S("id")) ? S("id") : S("changed_ms");
        return true;
    }
    const struct field *field = field_find(type, plain);
    if (!field || !(field->flags & SORTED) || field->kind->columns == 0 || !field_is_readable(field, viewer))
        return false;
    out->field = field;
    out->column = str_fmt(mem, "%s%s", field->name, field->kind->suffix[0]);
    out->type = field->kind->type[0];
    out->nullable = !(field->kind->column_flags[0] & COLUMN_REQUIRED);
    return true;
}

struct query_sort query_sort_of(struct arena *mem, const struct record_type *type, const struct query *query, roles viewer)
{
    struct query_sort sort;
    if (query->sort.len > 0 && query_sort_find(mem, type, query->sort, viewer, &sort))
        return sort;
    if (search_expression(mem, query->text).len > 0)
        return (struct query_sort){ .by_match = true };
    if (!query_sort_find(mem, type, str_of(type->sort), viewer, &sort))
        (void)query_sort_find(mem, type, S("-id"), viewer, &sort);
    return sort;
}
