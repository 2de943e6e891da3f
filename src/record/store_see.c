// SPDX-License-Identifier: Apache-2.0
// Who sees and owns records, and what they are called.
#include "record/ddl.h"
#include "record/store_facet.h"

struct outline {
    bool found;
    str state, title;
    int64_t created_by;
};

static bool can_see(const struct record_type *type, str state, roles viewer)
{
    if (type->see && !(type->see & viewer))
        return false;
    return type_is_public_state(type, state) || (viewer & (ROLE_OWNER | ROLE_OFFICE)) != 0;
}

static bool is_editor_of(const struct ctx *c, str organisation)
{
    int64_t id;
    return str_to_int(organisation, &id) && id == c->actor->organisation;
}

static bool owns(struct ctx *c, const struct record_type *type, const void *record)
{
    const struct record *head = record;
    struct facet_sink owners = { .mem = c->mem };
    if (!c->actor || c->actor->account == 0)
        return false;
    if (head->id == 0 || head->created_by == c->actor->account)
        return true;
    if (!type->owners || c->actor->organisation == 0 || !(c->actor->roles & ROLE_EDITOR))
        return false;
    type->owners(c, record, &owners);
    for (ptrdiff_t i = 0; i < owners.n; i++) {
        if (is_editor_of(c, owners.codes[i]))
            return true;
    }
    return false;
}

enum err store_roles(struct ctx *c, const struct record_type *type, const void *record, roles *out)
{
    *out = actor_roles(c) | (owns(c, type, record) ? (roles)ROLE_OWNER : 0);
    return c->err;
}

enum err store_see(struct ctx *c, const struct record_type *type, const void *record, roles viewer)
{
    const struct record *head = record;
    if (can_see(type, head->state, viewer))
        return OK;
    return fail(c, ERR_MISSING, N_("there is no %s with the number %lld: look for it in the list"), tr(c, type->label),
                (long long)head->id);
}

static enum err outline_of(struct ctx *c, const struct record_type *type, int64_t id, struct outline *out)
{
    struct rows *rows;
    *out = (struct outline){ .found = false };
    enum err err = db_query(c, schema_entry(type)->sql->outline, ARGS(INT(id)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &out->found);
    if (err != OK || !out->found)
        return err;
    out->state = rows_text(c, rows, 0);
    out->created_by = rows_int(rows, 1);
    out->title = rows_text(c, rows, 2);
    rows_done(rows);
    return OK;
}

str store_title(struct ctx *c, const struct record_type *type, int64_t id)
{
    struct outline outline;
    return id && outline_of(c, type, id, &outline) == OK ? outline.title : STR_NONE;
}

str store_title_seen(struct ctx *c, const struct record_type *type, int64_t id, roles viewer)
{
    struct outline outline;
    bool there = id && outline_of(c, type, id, &outline) == OK && outline.found;
    return there && can_see(type, outline.state, viewer) ? outline.title : STR_NONE;
}

static enum err owns_stored(struct ctx *c, const struct record_type *type, int64_t id, int64_t created_by, bool *yes)
{
    const struct actor *a = c->actor;
    int64_t one = 0;
    *yes = a && a->account != 0 && created_by == a->account;
    if (*yes || !a || a->organisation == 0 || !(a->roles & ROLE_EDITOR))
        return OK;
    str code = str_fmt(c->mem, "%lld", (long long)a->organisation);
    enum err err = db_int(c, schema_entry(type)->sql->is_owned, ARGS(INT(id), TEXT(code)), &one);
    if (err == ERR_MISSING)
        fail_clear(c);
    *yes = err == OK;
    return err == ERR_MISSING ? OK : err;
}

enum err store_is_seen(struct ctx *c, const struct record_type *type, int64_t id, bool *yes)
{
    struct outline outline;
    bool mine = false;
    *yes = false;
    enum err err = outline_of(c, type, id, &outline);
    if (err != OK || !outline.found)
        return err;
    *yes = can_see(type, outline.state, actor_roles(c));
    if (!*yes)
        err = owns_stored(c, type, id, outline.created_by, &mine);
    *yes = *yes || (mine && can_see(type, outline.state, actor_roles(c) | ROLE_OWNER));
    return err;
}

enum err store_find_title(struct ctx *c, const struct record_type *type, str title, int64_t *id)
{
    enum { SAME_MAX = 50 };
    int64_t same[SAME_MAX];
    ptrdiff_t n = 0, seen = 0;
    bool more = false;
    struct rows *rows;
    *id = 0;
    enum err err = db_query(c, schema_entry(type)->sql->by_title, ARGS(TEXT(str_lower(c->mem, str_trim(title)))), &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more && n < SAME_MAX)
        same[n++] = rows_int(rows, 0);
    for (ptrdiff_t i = 0; i < n && err == OK; i++) {
        bool yes;
        err = store_is_seen(c, type, same[i], &yes);
        if (err == OK && yes && seen++ == 0)
            *id = same[i];
    }
    if (seen != 1)
        *id = 0;
    return err;
}
