// SPDX-License-Identifier: Apache-2.0
#include "web/system.h"

#include "db/pool.h"
#include "record/openapi.h"
#include "web/metrics.h"
#include "web/office.h"
#include "web/shape.h"

static enum err healthz(struct request *r, struct answer *a)
{
    (void)r;
    a->content_type = S("text/plain; charset=utf-8");
    a->body = S("ok\n");
    return OK;
}

static enum err readyz(struct request *r, struct answer *a)
{
    enum err e = pool_ping(&r->c);
    if (e != OK)
        return e;
    a->content_type = S("text/plain; charset=utf-8");
    a->body = S("ready\n");
    return OK;
}

static enum err metrics(struct request *r, struct answer *a)
{
    a->content_type = S("text/plain; version=0.0.4; charset=utf-8");
    a->body = metrics_text(&r->c);
    return OK;
}

static enum err description(struct request *r, struct answer *a)
{
    a->data = openapi_document(&r->c, str_of(office()->version), r->base_url);
    return OK;
}

// The API in short: what there is, for people; a program gets the same as a tree.
static enum err api_page(struct request *r, struct answer *a)
{
    struct arena *mem = r->c.mem;
    struct value *types = value_list(mem);
    for (ptrdiff_t i = 0; i < route_count(); i++) {
        const struct route *route = route_at(i);
        const struct resource *resource = route->arg;
        bool is_list = (route->flags & ROUTE_API) && resource && route->method == GET && str_ends(str_of(route->path), str_of(resource->type->plural));
        if (!is_list || !(route->right & actor_roles(&r->c)))
            continue;
        struct value *type = shape_type(r, resource->type, resource->lead);
        value_set(mem, type, "address", value_text(mem, str_of(route->path)));
        value_add(mem, types, type);
    }
    a->data = value_map(mem);
    value_set(mem, a->data, "title", shape_label(r, N_("Data for programs")));
    value_set(mem, a->data, "types", types);
    value_set(mem, a->data, "description", value_text(mem, S("/api/openapi.json")));
    return OK;
}

const struct route system_routes[] = {
    { GET, "/healthz", healthz, ROLE_PUBLIC, NULL, N_("Is the program answering?"), ROUTE_BARE | ROUTE_NO_CACHE, NULL },
    { GET, "/readyz", readyz, ROLE_PUBLIC, NULL, N_("Is the store answering too?"), ROUTE_NO_CACHE, NULL },
    { GET, "/metrics", metrics, ROLE_PUBLIC, NULL, N_("Figures for Prometheus"), ROUTE_NO_CACHE, NULL },
    { GET, "/api/openapi.json", description, ROLE_PUBLIC, NULL, N_("Description of the API (OpenAPI 3.1)"), ROUTE_API, NULL },
    { GET, "/api", api_page, ROLE_PUBLIC, "api", N_("Data for programs"), ROUTE_NO_CACHE, NULL },
    { GET, "/api/v1", api_page, ROLE_PUBLIC, "api", N_("Data for programs"), ROUTE_NO_CACHE, NULL },
};
const ptrdiff_t system_route_count = COUNT(system_routes);
