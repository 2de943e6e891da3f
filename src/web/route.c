// SPDX-License-Identifier: Apache-2.0
#include "web/route.h"

#include "base/arena.h"
#include "web/api.h"
#include "web/page.h"
#include "web/pages.h"
#include "web/route_tree.h"
#include "web/sign.h"
#include "web/system.h"

#include <stdlib.h>

static struct route_tree the_tree;

const struct route *route_find(enum method method, str path, struct value *captures, struct arena *mem, unsigned *allowed)
{
    return route_tree_find(&the_tree, method, path, captures, mem, allowed);
}

// ---- all of them

static void add_all(struct arena *boot, const struct route *routes, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (routes[i].view && page_templates() && !templates_has(page_templates(), str_of(routes[i].view)))
            route_refuse(&routes[i], "its view does not exist");
        route_tree_add(&the_tree, boot, &routes[i]);
        the_tree.all[the_tree.n++] = &routes[i];
    }
}

static ptrdiff_t count_of(const struct module *const *modules, ptrdiff_t n)
{
    ptrdiff_t count = sign_route_count + system_route_count;
    for (ptrdiff_t i = 0; i < n; i++)
        count += modules[i]->route_count + modules[i]->resource_count * (pages_route_count + api_route_count);
    return count;
}

static void add_module(struct arena *boot, const struct module *m)
{
    add_all(boot, m->routes, m->route_count);
    for (ptrdiff_t i = 0; i < m->resource_count; i++) {
        ptrdiff_t n = 0;
        const struct route *routes = pages_routes(boot, &m->resources[i], &n);
        add_all(boot, routes, n);
        routes = api_routes(boot, &m->resources[i], &n);
        add_all(boot, routes, n);
    }
}

static int compare_paths(const void *a, const void *b)
{
    const struct route *const *left = a, *const *right = b;
    int order = str_compare(str_of((*left)->path), str_of((*right)->path));
    return order != 0 ? order : (int)(*left)->method - (int)(*right)->method;
}

void routes_register(struct arena *boot, const struct module *const *modules, ptrdiff_t n)
{
    the_tree = (struct route_tree){ .all = NEW(boot, const struct route *, count_of(modules, n)) };
    add_all(boot, system_routes, system_route_count);
    add_all(boot, sign_routes, sign_route_count);
    for (ptrdiff_t i = 0; i < n; i++)
        add_module(boot, modules[i]);
    page_menu_set(boot, modules, n);
    qsort(the_tree.all, (size_t)the_tree.n, sizeof the_tree.all[0], compare_paths);
}

ptrdiff_t route_count(void)
{
    return the_tree.n;
}

const struct route *route_at(ptrdiff_t i)
{
    return the_tree.all[i];
}

ptrdiff_t route_index(const struct route *route)
{
    const struct route **found =
        the_tree.n > 0 ? bsearch(&route, the_tree.all, (size_t)the_tree.n, sizeof the_tree.all[0], compare_paths) : NULL;
    return found ? found - the_tree.all : -1;
}
