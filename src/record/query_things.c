// SPDX-License-Identifier: Apache-2.0
#include "record/query_things.h"

#include "base/test.h"

struct thing *things[THINGS];

static codes codes_of(struct ctx *c, const char *const *names, unsigned bits)
{
    str *at = NEW(c->mem, str, 3);
    ptrdiff_t n = 0;
    for (int i = 0; i < 3; i++)
        if (bits >> i & 1)
            at[n++] = str_of(names[i]);
    return (codes){ at, n };
}

// Titles and amounts repeat, so that pages end amid equal values.
static struct thing *thing_make(struct ctx *c, int i, int64_t maker)
{
    static const char *const purposes[] = { "work", "play", "rest" };
    unsigned mixed = (unsigned)i * 2654435761u >> 7;
    struct thing *thing = record_new(c->mem, &thing_type);
    thing->record.state = i % 7 == 3 ? S("draft") : S("published");
    thing->record.lang = S("en");
    thing->record.created_by = i % 5 + 1;
    thing->title = str_fmt(c->mem, "Thing %02u", mixed % 40);
    thing->summary = i % 10 == 0 ? S("a bridge of steel") : S("a wheel of wood");
    thing->note = i % 10 == 1 ? S("hidden remark on bridges") : STR_NONE;
    thing->symbol = str_fmt(c->mem, "T-%d", i);
    thing->form = mixed % 3 == 0 ? STR_NONE : mixed % 3 == 1 ? S("round") : S("square");
    thing->purposes = codes_of(c, purposes, mixed >> 3 & 7);
    thing->open = mixed >> 6 & 1;
    thing->maker = maker + (i % 4 == 0);
    thing->amount = mixed % 11;
    thing->since = (date){ (int16_t)(1990 + mixed % 13), 0, 0 };
    return thing;
}

static enum err insert_all(struct ctx *c, void *arg)
{
    int64_t *maker = arg;
    for (int i = 0; i < THINGS; i++) {
        things[i] = thing_make(c, i, *maker);
        c->now_ms += i % 3 == 0; // several share an instant
        enum err err = store_insert(c, &thing_type, things[i]);
        if (err != OK)
            return err;
    }
    return OK;
}

int64_t things_open(struct ctx *c)
{
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    CHECK_OK(db_write(c, insert_all, &maker));
    return maker;
}

const struct actor things_office = { .account = 99, .roles = ROLE_PUBLIC | ROLE_SECRETARIAT };

static bool sees(const struct ctx *c, const struct thing *thing)
{
    const struct actor *actor = c->actor;
    if (str_eq(thing->record.state, S("published")) || (actor_roles(c) & ROLE_OFFICE))
        return true;
    return actor && (thing->record.created_by == actor->account
                     || ((actor->roles & ROLE_EDITOR) && thing->maker == actor->organisation));
}

static bool has_code(codes all, str code)
{
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (str_eq(all.at[i], code))
            return true;
    return false;
}

bool things_fit_code(struct ctx *c, const struct thing *thing, str name, str code)
{
    if (str_eq(name, S("purposes")))
        return has_code(thing->purposes, code);
    if (str_eq(name, S("form")))
        return str_eq(thing->form, code);
    if (str_eq(name, S("open")))
        return str_eq(thing->open ? S("yes") : S("no"), code);
    if (str_eq(name, S("maker")))
        return str_eq(str_fmt(c->mem, "%lld", (long long)thing->maker), code);
    if (str_eq(name, S("since")))
        return str_eq(str_fmt(c->mem, "%d", thing->since.year), code);
    if (str_eq(name, S("state")))
        return str_eq(thing->record.state, code);
    if (str_eq(name, S("symbol")))
        return str_eq(thing->symbol, code);
    if (str_eq(name, S("mine")))
        return thing->record.created_by == c->actor->account
               || ((c->actor->roles & ROLE_EDITOR) && thing->maker == c->actor->organisation);
    CHECK(str_eq(name, S("part_role"))); // things have no parts here
    return false;
}

bool things_fit(struct ctx *c, const struct thing *thing, const struct query *query, str but)
{
    for (ptrdiff_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        bool any = str_eq(filter->name, but);
        for (ptrdiff_t k = 0; k < filter->n; k++)
            any = any || things_fit_code(c, thing, filter->name, filter->codes[k]);
        if (!any)
            return false;
    }
    return sees(c, thing);
}

ptrdiff_t things_read(struct ctx *c, const char *address, struct query *query, struct faults *faults)
{
    struct value *parameters = value_map(c->mem);
    *faults = (struct faults){ 0 };
    for (str rest = str_of(address); rest.len > 0;) {
        str text = str_cut(&rest, '&'), name = str_cut(&text, '=');
        value_put(c->mem, parameters, name, value_text(c->mem, text));
    }
    query_read(c, &thing_type, parameters, query, faults);
    return faults->n;
}

struct query things_query(struct ctx *c, const char *address)
{
    struct query query;
    struct faults faults;
    CHECK_INT(things_read(c, address, &query, &faults), 0);
    return query;
}
