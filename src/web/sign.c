// SPDX-License-Identifier: Apache-2.0
#include "web/sign.h"

#include "record/query.h"
#include "record/store.h"
#include "web/address.h"
#include "web/cookie.h"
#include "web/problem.h"
#include "web/shape.h"

enum { OWN_MAX = 50 };

static str next_of(const struct request *r)
{
    str next = request_field(r, S("next"));
    if (next.len == 0)
        next = request_parameter(r, S("next"));
    return address_is_local(next) ? next : STR_NONE;
}

// ---- with a password

static enum err draw_sign_in(struct request *r, struct answer *a, const struct faults *faults)
{
    struct arena *mem = r->c.mem;
    a->data = value_map(mem);
    value_set(mem, a->data, "title", shape_label(r, N_("Sign in")));
    value_set(mem, a->data, "faults", problem_faults(r, faults));
    value_set(mem, a->data, "email", shape_text(r, request_field(r, S("email"))));
    value_set(mem, a->data, "next", shape_text(r, next_of(r)));
    return OK;
}

static enum err sign_in_page(struct request *r, struct answer *a)
{
    const struct faults none = { 0 };
    if (actor_account(&r->c) != 0) {
        answer_go(r, a, next_of(r).len > 0 ? next_of(r) : S("/"), NULL);
        return OK;
    }
    return draw_sign_in(r, a, &none);
}

static enum err begin_session(struct request *r, struct answer *a, int64_t account, str next)
{
    str token;
    if (r->session.id != 0) {
        enum err e = session_end(&r->c, r->session.id);
        if (e != OK)
            return e;
    }
    enum err e = session_begin(&r->c, account, r->remote, &token);
    if (e != OK)
        return e;
    a->cookie = cookie_session(r, token);
    answer_go(r, a, next.len > 0 ? next : S("/"), NULL);
    return OK;
}

static enum err sign_in(struct request *r, struct answer *a)
{
    struct faults faults = { 0 };
    int64_t account = 0;
    enum err e = account_verify(&r->c, str_trim(request_field(r, S("email"))), request_field(r, S("password")), r->remote, &account);
    if (e == OK)
        return begin_session(r, a, account, next_of(r));
    if (e != ERR_UNKNOWN && e != ERR_MANY && e != ERR_INVALID)
        return e;
    fault_add(&r->c, &faults, S("email"), "%.*s", STR_ARG(r->c.said));
    fail_clear(&r->c);
    a->status = err_http(e);
    return draw_sign_in(r, a, &faults);
}

static enum err sign_out(struct request *r, struct answer *a)
{
    enum err e = r->session.id != 0 ? session_end(&r->c, r->session.id) : OK;
    if (e != OK)
        return e;
    a->cookie = cookie_session_end(r);
    answer_go(r, a, S("/"), NULL);
    return OK;
}

// ---- with a link

static enum err draw_link(struct request *r, struct answer *a, int64_t id, const struct faults *faults)
{
    struct arena *mem = r->c.mem;
    struct account account = { 0 };
    enum err e = store_load(&r->c, &account_type, id, &account);
    if (e != OK)
        return e;
    a->data = value_map(mem);
    value_set(mem, a->data, "title", shape_label(r, N_("Choose a password")));
    value_set(mem, a->data, "faults", problem_faults(r, faults));
    value_set(mem, a->data, "name", shape_text(r, account.name));
    value_set(mem, a->data, "email", shape_text(r, account.email));
    value_set(mem, a->data, "action", value_text(mem, r->path));
    value_set(mem, a->data, "minimum", value_int(mem, PASSWORD_MIN));
    return OK;
}

static enum err link_page(struct request *r, struct answer *a)
{
    const struct faults none = { 0 };
    int64_t account = 0;
    enum err e = account_link_peek(&r->c, request_capture(r, S("link")), &account);
    return e == OK ? draw_link(r, a, account, &none) : e;
}

static enum err use_link(struct request *r, struct answer *a)
{
    struct faults faults = { 0 };
    str link = request_capture(r, S("link"));
    int64_t account = 0;
    enum err e = account_link_use(&r->c, link, request_field(r, S("password")), &faults, &account);
    if (e == OK)
        return begin_session(r, a, account, STR_NONE);
    if (e != ERR_INVALID || faults.n == 0)
        return e;
    fail_clear(&r->c);
    e = account_link_peek(&r->c, link, &account);
    a->status = 422;
    return e == OK ? draw_link(r, a, account, &faults) : e;
}

// ---- oneself

static struct value *role_labels(struct request *r, const struct account *account)
{
    struct value *list = value_list(r->c.mem);
    for (ptrdiff_t i = 0; i < account->roles.n; i++) {
        roles one = role_find(account->roles.at[i]);
        if (one)
            value_add(r->c.mem, list, value_text(r->c.mem, str_of(tr(&r->c, role_label(one)))));
    }
    return list;
}

static struct value *organisation_of(struct request *r, const struct account *account)
{
    struct arena *mem = r->c.mem;
    const struct record_type *type = schema_find(S("organisation"));
    if (!type || account->organisation == 0)
        return value_null(mem);
    struct value *map = value_map(mem);
    value_set(mem, map, "name", value_text(mem, store_title(&r->c, type, account->organisation)));
    value_set(mem, map, "path", value_text(mem, shape_path(mem, type, account->organisation)));
    return map;
}

// What they prepared or speak for, of every type with a flow.
static enum err own_items(struct request *r, struct value *items)
{
    static const str yes[] = { S_INIT("1") };
    for (ptrdiff_t i = 0; i < schema_count(); i++) {
        const struct record_type *type = schema_at(i);
        struct query query = { .filters = { { S("mine"), yes, 1 } }, .filter_count = 1, .sort = S("-changed"), .limit = OWN_MAX };
        struct query_page page = { 0 };
        if (!type->flow || type == &account_type)
            continue;
        enum err e = query_run(&r->c, type, &query, QUERY_ROWS, &page);
        if (e != OK)
            return e;
        const struct value *own = shape_items(r, type, &page, actor_roles(&r->c));
        for (ptrdiff_t k = 0; k < value_count(own); k++)
            value_add(r->c.mem, items, own->list.at[k]);
    }
    return OK;
}

static enum err me_page(struct request *r, struct answer *a)
{
    struct arena *mem = r->c.mem;
    struct account account = { 0 };
    struct value *me = value_map(mem), *items = value_list(mem);
    enum err e = store_load(&r->c, &account_type, actor_account(&r->c), &account);
    if (e == OK)
        e = own_items(r, items);
    if (e != OK)
        return e;
    value_set(mem, me, "name", shape_text(r, account.name));
    value_set(mem, me, "email", shape_text(r, account.email));
    value_set(mem, me, "roles", role_labels(r, &account));
    value_set(mem, me, "organisation", organisation_of(r, &account));
    a->data = value_map(mem);
    value_set(mem, a->data, "title", shape_label(r, N_("Your account")));
    value_set(mem, a->data, "account", me);
    value_set(mem, a->data, "items", items);
    return OK;
}

const struct route sign_routes[] = {
    { GET, "/sign-in", sign_in_page, ROLE_PUBLIC, "sign-in", N_("Form to sign in"), ROUTE_NO_CACHE, NULL },
    { POST, "/sign-in", sign_in, ROLE_PUBLIC, "sign-in", N_("Sign in"), ROUTE_SLOW | ROUTE_OPEN, NULL },
    { POST, "/sign-out", sign_out, ROLE_PUBLIC, NULL, N_("Sign out"), 0, NULL },
    { GET, "/sign-in/{link}", link_page, ROLE_PUBLIC, "sign-in/link", N_("A one-time link: choose a password"), ROUTE_NO_CACHE, NULL },
    { POST, "/sign-in/{link}", use_link, ROLE_PUBLIC, "sign-in/link", N_("Use a one-time link"), ROUTE_SLOW | ROUTE_OPEN, NULL },
    { GET, "/me", me_page, ROLE_SIGNED_IN, "me", N_("One's own account and records"), ROUTE_NO_CACHE, NULL },
};
const ptrdiff_t sign_route_count = COUNT(sign_routes);
