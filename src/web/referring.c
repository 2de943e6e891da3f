// SPDX-License-Identifier: Apache-2.0
#include "web/referring.h"

#include "record/query.h"
#include "web/list_page.h"
#include "web/pages.h"
#include "web/shape.h"

#include <string.h>

enum { REFERRING_SHOWN = 5 };

// The filter of `from` that takes ids of `to`; empty when there is none.
static str filter_of(const struct record_type *from, const struct record_type *to, roles viewer)
{
    for (ptrdiff_t i = 0; i < from->facet_count; i++) {
        const struct facet *facet = &from->facets[i];
        bool is_open = !facet->read || (facet->read & viewer);
        if (is_open && facet->refers && strcmp(facet->refers, to->name) == 0)
            return str_of(facet->name);
    }
    for (ptrdiff_t i = 0; i < from->field_count; i++) {
        const struct field *field = &from->fields[i];
        bool is_filter = (field->flags & (FACET | FILTERED)) && field->refers && strcmp(field->refers, to->name) == 0;
        if (is_filter && field_is_readable(field, viewer))
            return str_of(field->name);
    }
    return STR_NONE;
}

static struct value *group_value(struct request *r, const struct record_type *type, struct query *query,
                                 const struct query_page *page)
{
    struct arena *mem = r->c.mem;
    struct value *group = value_map(mem);
    str path = str_fmt(mem, "/%s", type->plural);
    value_set(mem, group, "type", shape_type(r, type, NULL));
    value_set(mem, group, "items", shape_items(r, type, page, actor_roles(&r->c)));
    value_set(mem, group, "count", value_int(mem, page->total));
    value_set(mem, group, "exact", value_bool(mem, page->total_is_exact));
    query->limit = 0; // all of them come in pages of the usual size
    value_set(mem, group, "address", value_text(mem, list_address(mem, path, query, STR_NONE)));
    return group;
}

enum err referring_value(struct request *r, struct answer *a, const struct record_type *type, int64_t id, struct value **out)
{
    struct arena *mem = r->c.mem;
    str *code = NEW(mem, str, 1);
    *code = str_fmt(mem, "%lld", (long long)id);
    *out = value_list(mem);
    for (ptrdiff_t i = 0; i < schema_count(); i++) {
        const struct record_type *from = schema_at(i);
        str name = filter_of(from, type, actor_roles(&r->c));
        if (name.len == 0 || !(pages_right_to_see(from) & actor_roles(&r->c)))
            continue;
        struct query *query = NEW(mem, struct query, 1);
        query->limit = REFERRING_SHOWN;
        query->filter_count = 1;
        query->filters[0] = (struct query_filter){ .name = name, .codes = code, .n = 1 };
        struct query_page page = { 0 };
        enum err e = query_run(&r->c, from, query, QUERY_ROWS, &page);
        if (e != OK)
            return e;
        answer_reads(a, str_of(from->name));
        if (page.n > 0)
            value_add(mem, *out, group_value(r, from, query, &page));
    }
    return OK;
}
