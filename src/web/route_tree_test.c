// SPDX-License-Identifier: Apache-2.0
#include "web/route_tree.h"

#include "base/test.h"
#include "record/actor.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

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
    ROUTE(GET, "/sign-in/{token}"),
    ROUTE(GET, "/a/{name}/x"),
    ROUTE(GET, "/a/7/y"),
};

static void plant(struct route_tree *tree, struct arena *mem)
{
    for (ptrdiff_t i = 0; i < COUNT(routes); i++)
        route_tree_add(tree, mem, &routes[i]);
}

TEST(an_address_leads_to_its_route)
{
    static const struct {
        enum method method;
        const char *path, *want;
    } rows[] = {
        { GET, "/", "/" },
        { GET, "/partnerships", "/partnerships" },
        { GET, "/partnerships/", "/partnerships" },
        { GET, "/partnerships/new", "/partnerships/new" },
        { GET, "/partnerships/7", "/partnerships/{id}" },
        { GET, "/partnerships/007", "/partnerships/{id}" },
        { GET, "/partnerships/7/edit", "/partnerships/{id}/edit" },
        { GET, "/sign-in/abc", "/sign-in/{token}" },
        { GET, "/a/7/x", "/a/{name}/x" }, // back from the word 7, which has no x
        { GET, "/a/7/y", "/a/7/y" },
        { GET, "/partnerships/seven", NULL },
        { GET, "/partnerships/-7", NULL },
        { GET, "/partnerships/7/nothing", NULL },
        { GET, "/partnerships/1234567890123456789", NULL }, // no number a record could have
        { GET, "/Partnerships", NULL },
        { GET, "/sign-in/abc/def", NULL },
        { PUT, "/partnerships", NULL },
    };
    struct route_tree tree = { 0 };
    plant(&tree, mem);
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        unsigned allowed;
        const struct route *found = route_tree_find(&tree, rows[i].method, str_of(rows[i].path), value_map(mem), mem, &allowed);
        CHECK_STR(str_of(found ? found->path : "none"), rows[i].want ? rows[i].want : "none");
    }
}

TEST(captures_are_by_name)
{
    struct route_tree tree = { 0 };
    struct value *captures = value_map(mem);
    unsigned allowed;
    plant(&tree, mem);
    CHECK(route_tree_find(&tree, POST, S("/partnerships/7/drafts/3/moves/publish"), captures, mem, &allowed));
    CHECK_INT(value_count(captures), 3);
    CHECK_STR(value_as_text(value_get(captures, S("id"))), "7");
    CHECK_STR(value_as_text(value_get(captures, S("draft"))), "3");
    CHECK_STR(value_as_text(value_get(captures, S("move"))), "publish");
}

TEST(a_known_address_says_which_methods_it_takes)
{
    struct route_tree tree = { 0 };
    unsigned allowed;
    plant(&tree, mem);
    CHECK(!route_tree_find(&tree, DELETE, S("/partnerships"), value_map(mem), mem, &allowed));
    CHECK_INT(allowed, 1u << GET | 1u << POST);
    CHECK(!route_tree_find(&tree, DELETE, S("/nowhere"), value_map(mem), mem, &allowed));
    CHECK_INT(allowed, 0);
}

TEST(an_address_of_many_segments_ends)
{
    struct route_tree tree = { 0 };
    struct buf b;
    unsigned allowed;
    buf_init(&b, mem, 10000);
    for (int i = 0; i < 900; i++)
        buf_lit(&b, "/7");
    plant(&tree, mem);
    CHECK(!route_tree_find(&tree, GET, buf_str(&b), value_map(mem), mem, &allowed));
}

static bool ends_the_program(const struct route *route)
{
    pid_t child = fork();
    if (child == 0) {
        struct arena *mem = arena_open("routes", ARENA_REQUEST);
        struct route_tree tree = { 0 };
        (void)!freopen("/dev/null", "w", stderr);
        plant(&tree, mem);
        route_tree_add(&tree, mem, route);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

TEST(a_table_that_contradicts_itself_ends_the_program)
{
    const struct route twice = ROUTE(GET, "/partnerships/{id}/edit"), fine = ROUTE(PUT, "/partnerships/{id}/edit");
    struct route open = fine, purposeless = fine, relative = fine;
    open.right = 0;
    purposeless.purpose = NULL;
    relative.path = "partnerships";
    CHECK(!ends_the_program(&fine));
    CHECK(ends_the_program(&twice));
    CHECK(ends_the_program(&open));
    CHECK(ends_the_program(&purposeless));
    CHECK(ends_the_program(&relative));
}
