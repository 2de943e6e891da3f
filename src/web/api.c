// SPDX-License-Identifier: Apache-2.0
#include "web/api.h"

#include "base/arena.h"
#include "journal/history.h"
#include "record/check.h"
#include "web/api_write.h"
#include "web/list_page.h"
#include "web/pages.h"
#include "web/shape.h"

enum { CHANGES_PAGE = 25 };

static str api_path(struct arena *mem, const struct record_type *type)
{
    return str_fmt(mem, "/api/v1/%s", type->plural);
}

static void add_link(struct request *r, struct answer *a, str address, const char *relation)
{
    if (address.len > 0)
        answer_header(a, "Link", str_fmt(r->c.mem, "<%.*s>; rel=\"%s\"", STR_ARG(address), relation));
}

static struct value *list_value(struct request *r, const struct record_type *type, const struct query_page *page, str next)
{
    struct arena *mem = r->c.mem;
    struct value *data = value_list(mem), *answer = value_map(mem);
    for (ptrdiff_t i = 0; i < page->n; i++)
        value_add(mem, data, record_value(&r->c, type, page->records[i], actor_roles(&r->c)));
    value_set(mem, answer, "data", data);
    value_set(mem, answer, "total", page->total_is_exact ? value_int(mem, page->total) : value_null(mem));
    value_set(mem, answer, "next", shape_text(r, next));
    return answer;
}

static enum err api_list(struct request *r, struct answer *a)
{
    const struct record_type *type = loaded_type(r);
    struct query query;
    struct query_page page;
    enum err e = list_query(r, a, type, &query);
    if (e != OK || list_stream(r, a, type, &query))
        return e;
    e = query_run(&r->c, type, &query, QUERY_WHOLE, &page);
    if (e != OK)
        return e;
    str path = api_path(r->c.mem, type);
    str next = page.next.len > 0 ? list_address(r->c.mem, path, &query, page.next) : STR_NONE;
    add_link(r, a, next, "next");
    if (query.after.len > 0)
        add_link(r, a, list_address(r->c.mem, path, &query, STR_NONE), "first");
    a->data = list_value(r, type, &page, next);
    loaded_reads(a, type);
    return OK;
}

static enum err api_facets(struct request *r, struct answer *a)
{
    const struct record_type *type = loaded_type(r);
    struct query query;
    struct value *facets = NULL;
    enum err e = list_query(r, a, type, &query);
    if (e == OK)
        e = query_facets(&r->c, type, &query, &facets);
    if (e != OK)
        return e;
    a->data = value_map(r->c.mem);
    value_set(r->c.mem, a->data, "data", facets);
    loaded_reads(a, type);
    return OK;
}

void api_show(struct request *r, struct answer *a, const struct loaded *l)
{
    a->data = value_map(r->c.mem);
    value_set(r->c.mem, a->data, "data", record_value(&r->c, l->type, l->record, l->viewer));
    a->etag = str_fmt(r->c.mem, "%lld", (long long)l->head->version);
}

static enum err api_read(struct request *r, struct answer *a)
{
    struct loaded l;
    enum err e = loaded_read(r, &l);
    if (e == OK && request_capture(r, S("draft")).len > 0)
        e = loaded_use_draft(r, &l);
    if (e != OK)
        return e;
    api_show(r, a, &l);
    loaded_reads(a, l.type);
    return OK;
}

static enum err api_history(struct request *r, struct answer *a)
{
    struct loaded l;
    struct value *history = NULL;
    int64_t before = 0;
    bool later = str_to_int(request_parameter(r, S("before")), &before);
    enum err e = loaded_read(r, &l);
    if (e == OK)
        e = history_value(&r->c, l.type, request_id(r), l.viewer, CHANGES_PAGE, later ? before : 0, &history);
    if (e != OK)
        return e;
    ptrdiff_t n = value_count(history);
    const struct value *last = n == CHANGES_PAGE ? value_get(value_at(history, n - 1), S("leaf")) : NULL;
    str next = last && last->kind == V_INT
                   ? str_fmt(r->c.mem, "%.*s?before=%lld", STR_ARG(r->path), (long long)last->number)
                   : STR_NONE;
    a->data = value_map(r->c.mem);
    value_set(r->c.mem, a->data, "data", history);
    value_set(r->c.mem, a->data, "next", shape_text(r, next));
    loaded_reads(a, l.type);
    return OK;
}

// ---- routes

enum right { TO_SEE, TO_CREATE, TO_EDIT };

static const struct api_row {
    enum method method;
    const char *path; // after "/api/v1/PLURAL"
    handler *handle;
    enum right right;
    const char *purpose;
} rows[] = {
    { GET, "", api_list, TO_SEE, N_("List and search") },
    { POST, "", api_create, TO_CREATE, N_("Create one") },
    { GET, "/facets", api_facets, TO_SEE, N_("Count by facet") },
    { GET, "/{id}", api_read, TO_SEE, N_("Read one") },
    { PUT, "/{id}", api_replace, TO_EDIT, N_("Replace one") },
    { PATCH, "/{id}", api_change, TO_EDIT, N_("Change some of its fields") },
    { DELETE, "/{id}", api_discard, TO_EDIT, N_("Throw an unpublished one away") },
    { GET, "/{id}/history", api_history, TO_SEE, N_("All its changes") },
    { POST, "/{id}/moves/{move}", api_move, TO_EDIT, N_("Move it to its next state") },
    { GET, "/{id}/drafts/{draft}", api_read, TO_EDIT, N_("Read a change that waits") },
    { POST, "/{id}/drafts/{draft}/moves/{move}", api_move, TO_EDIT, N_("Move a change to its next state") },
    { DELETE, "/{id}/drafts/{draft}", api_discard, TO_EDIT, N_("Throw a change away") },
};

const ptrdiff_t api_route_count = COUNT(rows);

static roles right_of(const struct record_type *type, enum right right)
{
    if (right == TO_SEE)
        return pages_right_to_see(type);
    return right == TO_CREATE ? type->create : (roles)ROLE_SIGNED_IN;
}

const struct route *api_routes(struct arena *boot, const struct resource *resource, ptrdiff_t *n)
{
    struct route *routes = NEW(boot, struct route, COUNT(rows));
    *n = 0;
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        roles right = right_of(resource->type, rows[i].right);
        if (right == 0)
            continue;
        routes[(*n)++] = (struct route){
            .method = rows[i].method,
            .path = str_z(boot, str_fmt(boot, "/api/v1/%s%s", resource->type->plural, rows[i].path)),
            .handle = rows[i].handle,
            .right = right,
            .purpose = rows[i].purpose,
            .flags = ROUTE_API,
            .arg = resource,
        };
    }
    return routes;
}
