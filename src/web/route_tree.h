// SPDX-License-Identifier: Apache-2.0
// route_tree — addresses by their segments: at each step a word wins over a number, a number over anything; what leads nowhere is
// gone back from.
#ifndef ACCORD_WEB_ROUTE_TREE_H
#define ACCORD_WEB_ROUTE_TREE_H

#include "web/route.h"

enum step_kind { STEP_WORD, STEP_NUMBER, STEP_ANY };

struct route_step {
    enum step_kind kind;
    str text; // "partnerships", "{id}"
    struct route_step *first, *next;
    const struct route *routes[METHOD_COUNT];
};

struct route_tree {
    struct route_step root;
    const struct route **all;
    ptrdiff_t n;
};

// Aborts on a second route of the same method and path, and on one without right, purpose or handler.
void route_tree_add(struct route_tree *, struct arena *, const struct route *);
const struct route *route_tree_find(const struct route_tree *, enum method, str path, struct value *captures, struct arena *,
                                    unsigned *allowed);
__attribute__((noreturn)) void route_refuse(const struct route *, const char *why);

#endif
