// SPDX-License-Identifier: Apache-2.0
// route — one row per address: who may, what answers, which page, what for. No handler checks a permission by hand.
#ifndef ACCORD_WEB_ROUTE_H
#define ACCORD_WEB_ROUTE_H

#include "web/answer.h"
#include "web/request.h"

typedef enum err handler(struct request *, struct answer *);

enum route_flags {
    ROUTE_SLOW = 1,      // hashing and the like: own lane, two at once
    ROUTE_OPEN = 2,      // POST without a session or CSRF token (sign-in); the origin is checked all the same
    ROUTE_UPLOAD = 4,    // body limit of attachments
    ROUTE_NO_CACHE = 8,  // never from the anonymous cache
    ROUTE_API = 16,      // answers JSON; faults as problem+json; bearer tokens
    ROUTE_BARE = 32,     // answers without store and session: /healthz
};

struct route {
    enum method method;
    const char *path;   // "/partnerships/{id}/edit"; {name} matches one segment, {id} only digits
    handler *handle;
    roles right;        // any of these; ROLE_PUBLIC: everyone
    const char *view;   // template of the page; NULL: the handler's answer has its own form
    const char *purpose; // N_("Show a partnership")
    unsigned flags;
    const void *arg;    // the handler's: mostly a const struct resource *
};

// A record type with its usual addresses (web/pages.c and web/api.c make the routes): list, new, show, edit, history, moves, and
// /api/v1/PLURAL…. Templates NULL: the general ones ("record/list", …).
struct resource {
    const struct record_type *type;
    const char *list, *show, *edit; // templates
    const char *lead;               // N_, the sentence under the list's heading
};

struct menu_item {
    const char *path, *label; // N_
    roles right;
};

// What a part of the program brings along; app/modules.c has the one list of them.
struct module {
    const char *name;
    const struct record_type *const *types;
    ptrdiff_t type_count;
    const struct resource *resources;
    ptrdiff_t resource_count;
    const struct route *routes;
    ptrdiff_t route_count;
    const struct menu_item *menu;
    ptrdiff_t menu_count;
    const struct table *const *tables; // beside those of its types
    ptrdiff_t table_count;
    const struct subscriber *subscribers;
    ptrdiff_t subscriber_count;
};

// At boot: all routes of all modules and of web/ itself, sorted into a tree. Aborts on two equal routes, a route without right or
// purpose, a view that does not exist.
void routes_register(struct arena *boot, const struct module *const *, ptrdiff_t n);
ptrdiff_t route_count(void);
const struct route *route_at(ptrdiff_t i); // by path, then method
ptrdiff_t route_index(const struct route *); // its place; -1 when it is not registered
const char *method_name(enum method);     // "GET"
// *allowed gets the methods the path has, when the path is known but not with this method (405).
const struct route *route_find(enum method, str path, struct value *captures, struct arena *, unsigned *allowed);

#endif
