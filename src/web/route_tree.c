// SPDX-License-Identifier: Apache-2.0
#include "web/route_tree.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { SEGMENTS_MAX = 24 };

void route_refuse(const struct route *route, const char *why)
{
    fprintf(stderr, "route %s %s: %s\n", method_name(route->method), route->path, why);
    abort();
}

const char *method_name(enum method m)
{
    static const char *const names[METHOD_COUNT] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    return names[m];
}

// ---- building

static bool is_capture(str segment)
{
    return segment.len > 2 && segment.at[0] == '{' && segment.at[segment.len - 1] == '}';
}

static enum step_kind step_kind(str segment)
{
    if (!is_capture(segment))
        return STEP_WORD;
    return str_eq(segment, S("{id}")) ? STEP_NUMBER : STEP_ANY;
}

static struct route_step *child_for(struct arena *mem, struct route_step *parent, str segment)
{
    enum step_kind kind = step_kind(segment);
    struct route_step **at = &parent->first;
    // Words before numbers before anything: the exact address wins.
    while (*at && ((*at)->kind < kind || ((*at)->kind == kind && !str_eq((*at)->text, segment))))
        at = &(*at)->next;
    if (*at && (*at)->kind == kind)
        return *at;
    struct route_step *step = NEW(mem, struct route_step, 1);
    *step = (struct route_step){ .kind = kind, .text = segment, .next = *at };
    *at = step;
    return step;
}

void route_tree_add(struct route_tree *tree, struct arena *mem, const struct route *route)
{
    if (route->path[0] != '/')
        route_refuse(route, "its path has no slash before it");
    if (route->right == 0)
        route_refuse(route, "nobody has the right to it");
    if (!route->purpose || !route->handle)
        route_refuse(route, "it has no purpose or no handler");
    struct route_step *step = &tree->root;
    str rest = str_of(route->path + 1);
    while (rest.len > 0)
        step = child_for(mem, step, str_cut(&rest, '/'));
    if (step->routes[route->method])
        route_refuse(route, "there are two of it");
    step->routes[route->method] = route;
}

// ---- finding

struct walk {
    str segments[SEGMENTS_MAX];
    ptrdiff_t n;
    const struct route_step *taken[SEGMENTS_MAX];
};

static bool is_number(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    }
    return s.len > 0 && s.len <= 18;
}

static bool step_fits(const struct route_step *step, str segment)
{
    switch (step->kind) {
    case STEP_WORD:
        return str_eq(step->text, segment);
    case STEP_NUMBER:
        return is_number(segment);
    case STEP_ANY:
        return segment.len > 0;
    }
    return false;
}

static bool has_routes(const struct route_step *step)
{
    for (int m = 0; m < METHOD_COUNT; m++) {
        if (step->routes[m])
            return true;
    }
    return false;
}

// The first step, in the order of exactness, from which the rest of the path leads to a route. The depth is the path's segments.
static const struct route_step *descend(struct walk *w, const struct route_step *from, ptrdiff_t depth)
{
    if (depth == w->n)
        return has_routes(from) ? from : NULL;
    for (const struct route_step *step = from->first; step; step = step->next) {
        if (!step_fits(step, w->segments[depth]))
            continue;
        w->taken[depth] = step;
        const struct route_step *found = descend(w, step, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static void capture(const struct walk *w, struct value *captures, struct arena *mem)
{
    for (ptrdiff_t i = 0; i < w->n; i++) {
        str name = w->taken[i]->text;
        if (w->taken[i]->kind != STEP_WORD)
            value_put(mem, captures, str_slice(name, 1, name.len - 1), value_text(mem, w->segments[i]));
    }
}

const struct route *route_tree_find(const struct route_tree *tree, enum method method, str path, struct value *captures,
                                    struct arena *mem, unsigned *allowed)
{
    struct walk w = { .n = 0 };
    *allowed = 0;
    str rest = str_skip(path, 1);
    while (rest.len > 0) {
        if (w.n == SEGMENTS_MAX)
            return NULL;
        w.segments[w.n++] = str_cut(&rest, '/');
    }
    const struct route_step *step = descend(&w, &tree->root, 0);
    if (!step)
        return NULL;
    for (int m = 0; m < METHOD_COUNT; m++)
        *allowed |= step->routes[m] ? 1u << m : 0;
    if (step->routes[method])
        capture(&w, captures, mem);
    return step->routes[method];
}
