// SPDX-License-Identifier: Apache-2.0
// A path that is accepted has nothing to climb by, and leads to a route whose words are its own, or to none.
#include "fuzz.h"
#include "web/address.h"
#include "web/route_tree.h"

static enum err nothing(struct request *r, struct answer *a)
{
    (void)r;
    (void)a;
    return OK;
}

#define ROUTE(m, p) { .method = (m), .path = (p), .handle = nothing, .right = ROLE_PUBLIC, .purpose = "to be found" }
static const struct route routes[] = {
    ROUTE(GET, "/"),
    ROUTE(GET, "/partnerships"),
    ROUTE(POST, "/partnerships"),
    ROUTE(GET, "/partnerships/new"),
    ROUTE(GET, "/partnerships/{id}"),
    ROUTE(GET, "/partnerships/{id}/edit"),
    ROUTE(POST, "/partnerships/{id}/drafts/{draft}/moves/{move}"),
    ROUTE(GET, "/sign-in/{link}"),
    ROUTE(GET, "/api/v1/partnerships/{id}"),
};

static struct route_tree *tree(void)
{
    static struct route_tree the_tree;
    if (the_tree.root.first)
        return &the_tree;
    struct arena *mem = arena_open("routes", ARENA_REQUEST);
    for (ptrdiff_t i = 0; i < COUNT(routes); i++)
        route_tree_add(&the_tree, mem, &routes[i]);
    return &the_tree;
}

static void check_segments(str path)
{
    str rest = str_skip(path, 1);
    MUST(str_starts(path, S("/")) && str_is_utf8(path) && str_find_byte(path, '\\') < 0);
    while (rest.len > 0) {
        str segment = str_cut(&rest, '/');
        MUST(!str_eq(segment, S("..")) && !str_eq(segment, S(".")));
    }
}

// The route's pattern with its captures put in is the path again.
static void check_captures(struct ctx *c, const struct route *found, const struct value *captures, str path)
{
    struct buf b;
    str rest = str_of(found->path + 1);
    buf_init(&b, c->mem, path.len + 1000);
    while (rest.len > 0) {
        str step = str_cut(&rest, '/');
        bool captured = str_starts(step, S("{"));
        buf_byte(&b, '/');
        buf_add(&b, captured ? value_as_text(value_get(captures, str_slice(step, 1, step.len - 1))) : step);
    }
    str again = buf_str(&b);
    str plain = path.len > 1 && str_ends(path, S("/")) ? str_slice(path, 0, path.len - 1) : path;
    MUST(again.len == 0 ? path.len == 1 : str_eq(again, plain));
}

FUZZ(input)
{
    str path = STR_NONE;
    unsigned allowed = 0;
    enum err e = address_path(c, input, &path);
    MUST(e == OK || (e == ERR_MALFORMED && c->said.len > 0));
    if (e != OK)
        return;
    check_segments(path);
    for (enum method m = 0; m < METHOD_COUNT; m++) {
        struct value *captures = value_map(c->mem);
        const struct route *found = route_tree_find(tree(), m, path, captures, c->mem, &allowed);
        MUST(!found == !(allowed & (1u << m)));
        if (found)
            check_captures(c, found, captures, path);
    }
}
