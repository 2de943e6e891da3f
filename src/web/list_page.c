// SPDX-License-Identifier: Apache-2.0
#include "web/list_page.h"

#include "record/check.h"
#include "record/export.h"
#include "view/json.h"
#include "web/address.h"
#include "web/loaded.h"
#include "web/shape.h"

#include <string.h>

enum { ADDRESS_MAX = 64 << 10, AFTER_MAX = 4000, SLICE = 25 };

enum err list_query(struct request *r, struct answer *a, const struct record_type *type, struct query *query)
{
    // Language and form of the answer are the page's own parameters, not the list's.
    struct value *parameters = value_map(r->c.mem);
    for (ptrdiff_t i = 0; i < r->query->map.n; i++) {
        const struct member *m = &r->query->map.at[i];
        if (!str_eq(m->key, S("lang")) && !str_eq(m->key, S("format")))
            value_append(r->c.mem, parameters, m->key, m->value);
    }
    query_read(&r->c, type, parameters, query, &a->faults);
    if (a->faults.n > 0)
        return fail(&r->c, ERR_INVALID, N_("the list cannot be shown as asked: put its address right, or begin again without it"));
    return OK;
}

str list_address(struct arena *mem, str path, const struct query *query, str after)
{
    struct buf b;
    buf_init(&b, mem, ADDRESS_MAX);
    str parameters = query_address(mem, query, STR_NONE, STR_NONE);
    buf_add(&b, path);
    if (parameters.len > 0)
        buf_fmt(&b, "?%.*s", STR_ARG(parameters));
    if (after.len > 0) {
        buf_fmt(&b, "%safter=", parameters.len > 0 ? "&" : "?");
        address_encode(&b, after);
    }
    return buf_str(&b);
}

// ---- in pieces

struct stream_state {
    const struct record_type *type;
    struct query query;
    char after[AFTER_MAX];
    bool is_begun, is_over;
};

static void write_csv(struct request *r, const struct stream_state *s, const struct query_page *page, struct buf *out)
{
    roles viewer = actor_roles(&r->c);
    if (!s->is_begun)
        export_csv_header(&r->c, s->type, viewer, out);
    for (ptrdiff_t i = 0; i < page->n; i++)
        export_csv_row(&r->c, s->type, page->records[i], viewer, out);
}

static void write_ndjson(struct request *r, const struct stream_state *s, const struct query_page *page, struct buf *out)
{
    for (ptrdiff_t i = 0; i < page->n; i++) {
        json_write(out, record_value(&r->c, s->type, page->records[i], actor_roles(&r->c)));
        buf_byte(out, '\n');
    }
}

// One page of the list after another, each with a connection of its own: no reader holds a view of the store for minutes.
static enum err stream_piece(struct request *r, struct answer *a, struct buf *out)
{
    struct stream_state *s = a->stream_state;
    struct query_page page = { 0 };
    if (s->is_over)
        return OK;
    s->query.limit = SLICE;
    s->query.after = str_of(s->after);
    enum err e = query_run(&r->c, s->type, &s->query, QUERY_WHOLE, &page);
    if (e != OK)
        return e;
    if (page.next.len >= AFTER_MAX)
        return fail(&r->c, ERR_INTERNAL, N_("the list cannot go on: its key is too long"));
    (r->wants == WANTS_CSV ? write_csv : write_ndjson)(r, s, &page, out);
    s->is_begun = true;
    s->is_over = page.next.len == 0;
    if (page.next.len > 0)
        memcpy(s->after, page.next.at, (size_t)page.next.len);
    s->after[page.next.len] = 0;
    return out->over ? fail(&r->c, ERR_LIMIT, N_("the records are too large to be given in pieces")) : OK;
}

bool list_stream(struct request *r, struct answer *a, const struct record_type *type, const struct query *query)
{
    if (r->wants != WANTS_CSV && r->wants != WANTS_NDJSON)
        return false;
    struct stream_state *s = NEW(r->c.mem, struct stream_state, 1);
    s->type = type;
    s->query = *query;
    s->query.count = QUERY_COUNT_NONE;
    if (query->text.len > 0 && query->sort.len == 0 && query->after.len == 0)
        s->query.sort = S("id"); // all of them: by match there are QUERY_COUNT_MAX at most
    if (query->after.len < AFTER_MAX)
        memcpy(s->after, query->after.at ? query->after.at : "", (size_t)query->after.len);
    bool csv = r->wants == WANTS_CSV;
    a->stream = stream_piece;
    a->stream_state = s;
    a->content_type = csv ? S("text/csv; charset=utf-8; header=present") : S("application/x-ndjson");
    a->download = str_fmt(r->c.mem, "%s.%s%c", type->plural, csv ? "csv" : "ndjson", 0).at;
    return true;
}

// ---- as a page

static struct value *pair_value(struct request *r, const char *first, str a, const char *second, str b)
{
    struct value *map = value_map(r->c.mem);
    value_put(r->c.mem, map, str_of(first), value_text(r->c.mem, a));
    value_put(r->c.mem, map, str_of(second), value_text(r->c.mem, b));
    return map;
}

static const struct value *facet_named(const struct value *facets, str name)
{
    for (ptrdiff_t i = 0; i < value_count(facets); i++) {
        if (str_eq(value_as_text(value_get(value_at(facets, i), S("name"))), name))
            return value_at(facets, i);
    }
    return NULL;
}

static str option_label(const struct value *facet, str code)
{
    const struct value *options = value_get(facet, S("options"));
    for (ptrdiff_t i = 0; i < value_count(options); i++) {
        const struct value *option = value_at(options, i);
        if (str_eq(value_as_text(value_get(option, S("code"))), code))
            return value_as_text(value_get(option, S("label")));
    }
    return code;
}

struct list {
    struct request *r;
    const struct record_type *type;
    str path;
    struct query query;
    struct query_page page;
    struct value *facets;
};

static void put_filter(struct list *l, const struct query_filter *filter, struct value *chips, struct value *kept)
{
    struct arena *mem = l->r->c.mem;
    const struct value *facet = facet_named(l->facets, filter->name);
    const struct field *field = field_find(l->type, filter->name);
    str name = facet ? value_as_text(value_get(facet, S("label")))
               : field ? str_of(tr(&l->r->c, field->label))
                       : filter->name;
    for (ptrdiff_t k = 0; k < filter->n; k++) {
        str code = filter->codes[k];
        str label = facet ? option_label(facet, code) : field ? field_code_label(&l->r->c, field, code) : code;
        str parameters = query_address(mem, &l->query, filter->name, code);
        str address = str_fmt(mem, "%.*s?%.*s", STR_ARG(l->path), STR_ARG(parameters));
        value_add(mem, chips, pair_value(l->r, "label", str_fmt(mem, "%.*s: %.*s", STR_ARG(name), STR_ARG(label)), "address", address));
        if (!facet)
            value_add(mem, kept, pair_value(l->r, "name", filter->name, "value", code));
    }
}

static void put_query(struct list *l, struct value *data)
{
    struct arena *mem = l->r->c.mem;
    struct value *query = value_map(mem), *kept = value_list(mem), *chips = value_list(mem);
    for (ptrdiff_t i = 0; i < l->query.filter_count; i++)
        put_filter(l, &l->query.filters[i], chips, kept);
    value_set(mem, query, "text", shape_text(l->r, l->query.text));
    value_set(mem, query, "sort", shape_text(l->r, l->query.sort));
    value_set(mem, query, "kept", kept);
    value_set(mem, query, "narrowed", value_bool(mem, l->query.text.len > 0 || l->query.filter_count > 0));
    value_set(mem, data, "query", query);
    value_set(mem, data, "chips", chips);
    const struct query plain = { .sort = l->query.sort };
    value_set(mem, data, "clear", value_text(mem, list_address(mem, l->path, &plain, STR_NONE)));
}

// The type's own order goes without a code, so that a search made from here is shown by match and not by name.
static void put_sort(struct list *l, struct value *sorts, const char *code, const char *label, str present)
{
    bool is_own = l->query.text.len == 0 && l->type->sort && strcmp(code, l->type->sort) == 0;
    struct value *sort = pair_value(l->r, "code", is_own ? STR_NONE : str_of(code), "label", str_of(tr(&l->r->c, label)));
    value_set(l->r->c.mem, sort, "on", value_bool(l->r->c.mem, str_eq(str_of(code), present)));
    value_add(l->r->c.mem, sorts, sort);
}

static struct value *sorts_value(struct list *l)
{
    struct value *sorts = value_list(l->r->c.mem);
    roles viewer = actor_roles(&l->r->c);
    bool by_match = l->query.text.len > 0;
    str present = l->query.sort.len > 0 || by_match ? l->query.sort : str_of(l->type->sort);
    if (by_match)
        put_sort(l, sorts, "", N_("Best match"), present);
    for (ptrdiff_t i = 0; i < l->type->field_count; i++) {
        const struct field *field = &l->type->fields[i];
        if ((field->flags & SORTED) && field_is_readable(field, viewer))
            put_sort(l, sorts, field->name, field->label, present);
    }
    put_sort(l, sorts, "-changed", N_("Newest first"), present);
    if (str_eq(present, S("id")))
        put_sort(l, sorts, "id", N_("As they came in"), present);
    return sorts;
}

static struct value *total_value(struct list *l)
{
    struct value *total = value_map(l->r->c.mem);
    value_set(l->r->c.mem, total, "count", value_int(l->r->c.mem, l->page.total));
    value_set(l->r->c.mem, total, "exact", value_bool(l->r->c.mem, l->page.total_is_exact));
    return total;
}

static struct value *formats_value(struct list *l)
{
    struct arena *mem = l->r->c.mem;
    str api = str_fmt(mem, "/api/v1/%s", l->type->plural);
    str csv = list_address(mem, l->path, &l->query, STR_NONE);
    csv = str_fmt(mem, "%.*s%sformat=csv", STR_ARG(csv), str_find_byte(csv, '?') >= 0 ? "&" : "?");
    return pair_value(l->r, "csv", csv, "json", list_address(mem, api, &l->query, STR_NONE));
}

static struct value *list_value(struct list *l, const struct resource *resource)
{
    struct request *r = l->r;
    struct arena *mem = r->c.mem;
    struct value *data = value_map(mem);
    bool may_add = (actor_roles(&r->c) & l->type->create) != 0;
    str next = l->page.next.len > 0 ? list_address(mem, l->path, &l->query, l->page.next) : STR_NONE;
    str first = l->query.after.len > 0 ? list_address(mem, l->path, &l->query, STR_NONE) : STR_NONE;
    value_set(mem, data, "title", shape_label(r, l->type->label_plural));
    value_set(mem, data, "type", shape_type(r, l->type, resource->lead));
    value_set(mem, data, "items", shape_items(r, l->type, &l->page, actor_roles(&r->c)));
    value_set(mem, data, "total", total_value(l));
    put_query(l, data);
    value_set(mem, data, "facets", l->facets);
    value_set(mem, data, "sorts", sorts_value(l));
    value_set(mem, data, "next", shape_text(r, next));
    value_set(mem, data, "first", shape_text(r, first));
    value_set(mem, data, "new_path", shape_text(r, may_add ? str_fmt(mem, "%.*s/new", STR_ARG(l->path)) : STR_NONE));
    value_set(mem, data, "formats", formats_value(l));
    return data;
}

enum err list_page(struct request *r, struct answer *a)
{
    const struct resource *resource = r->route->arg;
    struct list l = { .r = r, .type = resource->type, .path = str_fmt(r->c.mem, "/%s", resource->type->plural) };
    enum err e = list_query(r, a, l.type, &l.query);
    if (e != OK || list_stream(r, a, l.type, &l.query))
        return e;
    e = query_run(&r->c, l.type, &l.query, QUERY_ROWS, &l.page);
    if (e == OK)
        e = query_facets(&r->c, l.type, &l.query, &l.facets);
    if (e != OK)
        return e;
    a->data = list_value(&l, resource);
    loaded_reads(a, l.type);
    return OK;
}
