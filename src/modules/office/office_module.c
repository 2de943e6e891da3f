// SPDX-License-Identifier: Apache-2.0
#include "modules/office/office_module.h"

#include "modules/office/office_query.h"
#include "record/check.h"
#include "record/query.h"
#include "record/store.h"
#include "web/office.h"
#include "web/shape.h"
#include "work/draft.h"

enum { NEWEST = 5, WAITING_MAX = 500, LATE_DAYS = 10 };

#define OFFICE_ROLES (ROLE_REVIEWER | ROLE_FOCAL_POINT | ROLE_SECRETARIAT | ROLE_ADMINISTRATOR)
#define ACCOUNT_ROLES (ROLE_SECRETARIAT | ROLE_ADMINISTRATOR)

// --- The front page -----------------------------------------------------------------------------------------------------------

static void add_figure(struct ctx *c, struct value *list, int64_t figure, const char *label, const char *path)
{
    struct value *map = value_map(c->mem);
    value_set(c->mem, map, "figure", value_int(c->mem, figure));
    value_set(c->mem, map, "label", value_text(c->mem, str_of(tr(c, label))));
    value_set(c->mem, map, "path", value_text(c->mem, str_of(path)));
    value_add(c->mem, list, map);
}

static enum err newest(struct request *r, const struct record_type *type, struct value **out)
{
    struct query query = { .sort = S("-changed"), .limit = NEWEST };
    struct query_page page;
    enum err err = query_run(&r->c, type, &query, QUERY_ROWS, &page);
    if (!err)
        *out = shape_items(r, type, &page, actor_roles(&r->c));
    return err;
}

static enum err home(struct request *r, struct answer *a)
{
    struct ctx *c = &r->c;
    const struct record_type *type = schema_find(S("partnership"));
    struct office_figures figures;
    struct value *items = NULL;
    enum err err = office_figures(c, &figures);
    err = err ? err : newest(r, type, &items);
    if (err)
        return err;
    struct value *list = value_list(c->mem);
    add_figure(c, list, figures.partnerships, N_("partnerships"), "/partnerships");
    add_figure(c, list, figures.organisations, N_("organisations"), "/organisations");
    add_figure(c, list, figures.countries, N_("countries"), "/partnerships");
    a->data = value_map(c->mem);
    bool may_register = (type->create & actor_roles(c)) != 0;
    value_set(c->mem, a->data, "title", value_text(c->mem, office()->name));
    value_set(c->mem, a->data, "figures", list);
    value_set(c->mem, a->data, "newest", items);
    value_set(c->mem, a->data, "type", shape_type(r, type, NULL));
    value_set(c->mem, a->data, "new_path", may_register ? value_text(c->mem, S("/partnerships/new")) : value_null(c->mem));
    answer_reads(a, S("partnership"));
    answer_reads(a, S("organisation"));
    return OK;
}

static enum err about(struct request *r, struct answer *a)
{
    a->data = value_map(r->c.mem);
    value_set(r->c.mem, a->data, "title", value_text(r->c.mem, str_of(tr(&r->c, N_("About this register")))));
    answer_reads(a, S("office"));
    return OK;
}

// --- What waits ---------------------------------------------------------------------------------------------------------------

// One row of draft_waiting as the page draws it: README.md of the templates, "office".
static struct value *waiting_row(struct request *r, const struct value *from, int64_t *days)
{
    struct arena *mem = r->c.mem;
    const struct record_type *type = schema_find(value_as_text(value_get(from, S("type"))));
    const struct value *draft = value_get(from, S("draft")), *since = value_get(from, S("since")), *by = value_get(from, S("by"));
    int64_t id = value_get(from, S("id"))->number;
    str path = shape_path(mem, type, id);
    if (draft && draft->kind == V_INT && draft->number)
        path = str_fmt(mem, "%.*s/drafts/%lld", STR_ARG(path), (long long)draft->number);
    *days = (r->c.now_ms - since->number) / 86400000;
    struct value *row = value_map(mem);
    value_set(mem, row, "title", value_text(mem, value_as_text(value_get(from, S("name")))));
    value_set(mem, row, "path", value_text(mem, path));
    value_set(mem, row, "type", value_text(mem, str_of(tr(&r->c, type->label))));
    value_set(mem, row, "state", shape_state(r, type, value_as_text(value_get(from, S("state")))));
    value_set(mem, row, "since", value_instant(mem, since->number));
    value_set(mem, row, "days", value_int(mem, *days));
    value_set(mem, row, "late", value_bool(mem, *days > LATE_DAYS));
    value_set(mem, row, "who", shape_text(r, by ? value_as_text(by) : STR_NONE));
    return row;
}

static enum err waiting(struct request *r, struct answer *a)
{
    struct ctx *c = &r->c;
    struct value *rows = NULL, *list = value_list(c->mem);
    enum err err = draft_waiting(c, WAITING_MAX, &rows);
    if (err)
        return err;
    int64_t oldest = 0;
    for (ptrdiff_t i = 0; i < value_count(rows); i++) {
        int64_t days = 0;
        value_add(c->mem, list, waiting_row(r, value_at(rows, i), &days));
        oldest = days > oldest ? days : oldest;
    }
    ptrdiff_t n = value_count(list);
    a->data = value_map(c->mem);
    value_set(c->mem, a->data, "title", value_text(c->mem, str_of(tr(c, N_("What waits for the office")))));
    value_set(c->mem, a->data, "waiting", list);
    value_set(c->mem, a->data, "count", n ? value_int(c->mem, n) : value_null(c->mem));
    value_set(c->mem, a->data, "oldest", oldest ? value_int(c->mem, oldest) : value_null(c->mem));
    return OK;
}

// --- Sign-in links ------------------------------------------------------------------------------------------------------------

static enum err link_account(struct request *r, struct answer *a, struct account *account)
{
    struct ctx *c = &r->c;
    enum err err = store_load(c, &account_type, request_id(r), account);
    if (err)
        return err;
    a->data = value_map(c->mem);
    value_set(c->mem, a->data, "title", value_text(c->mem, str_of(tr(c, N_("Sign-in link")))));
    value_set(c->mem, a->data, "name", value_text(c->mem, account->name));
    value_set(c->mem, a->data, "path", value_text(c->mem, shape_path(c->mem, &account_type, account->record.id)));
    value_set(c->mem, a->data, "link", value_null(c->mem));
    value_set(c->mem, a->data, "hours", value_int(c->mem, LINK_HOURS));
    return OK;
}

static enum err link_ask(struct request *r, struct answer *a)
{
    struct account account;
    return link_account(r, a, &account);
}

static enum err link_make(struct request *r, struct answer *a)
{
    struct account account;
    str token = STR_NONE;
    enum err err = link_account(r, a, &account);
    if (!err && office_is_above(&r->c, &account))
        err = fail(&r->c, ERR_DENIED, N_("only an administrator makes a sign-in link for an administrator; ask one of them"));
    err = err ? err : account_link(&r->c, account.record.id, &token);
    if (!err)
        value_set(r->c.mem, a->data, "link",
                  value_text(r->c.mem, str_fmt(r->c.mem, "%.*s/sign-in/%.*s", STR_ARG(r->base_url), STR_ARG(token))));
    return err;
}

// --- The table of contents ----------------------------------------------------------------------------------------------------

static const struct record_type *const types[] = { &account_type };
static const struct resource resources[] = {
    { &account_type, NULL, "office/account", NULL, N_("Who can sign in, in which roles, and for whom they speak.") },
};
static const struct route routes[] = {
    { GET, "/", home, ROLE_PUBLIC, "home", N_("Show what the register is and what is new in it"), 0, NULL },
    { GET, "/about", about, ROLE_PUBLIC, "about", N_("Say what this register is"), 0, NULL },
    { GET, "/office", waiting, OFFICE_ROLES, "office/home", N_("Show what waits for the office"), 0, NULL },
    { GET, "/accounts/{id}/link", link_ask, ACCOUNT_ROLES, "office/link", N_("Offer a sign-in link for an account"), 0, NULL },
    { POST, "/accounts/{id}/link", link_make, ACCOUNT_ROLES, "office/link", N_("Make a sign-in link and show it once"), 0, NULL },
};
static const struct menu_item menu[] = {
    { "/office", N_("Office"), OFFICE_ROLES },
    { "/accounts", N_("Accounts"), ACCOUNT_ROLES },
};

const struct module office_module = {
    .name = "office",
    .types = types,
    .type_count = COUNT(types),
    .resources = resources,
    .resource_count = COUNT(resources),
    .routes = routes,
    .route_count = COUNT(routes),
    .menu = menu,
    .menu_count = COUNT(menu),
};
