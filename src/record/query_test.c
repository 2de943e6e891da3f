// SPDX-License-Identifier: Apache-2.0
#include "record/query.h"

#include "base/buf.h"
#include "base/test.h"
#include "db/test_pool.h"
#include "record/query_things.h"

#include <string.h>

// ---- pages -----------------------------------------------------------------------------------------------------------

static int order_of(const char *sort, const struct thing *a, const struct thing *b)
{
    const char *name = *sort == '-' ? sort + 1 : sort;
    int order = 0;
    if (strcmp(name, "title") == 0)
        order = str_compare(a->title, b->title);
    else if (strcmp(name, "form") == 0)
        order = str_compare(a->form, b->form);
    else if (strcmp(name, "amount") == 0)
        order = (a->amount > b->amount) - (a->amount < b->amount);
    else if (strcmp(name, "since") == 0)
        order = date_compare(a->since, b->since);
    else if (strcmp(name, "changed") == 0)
        order = (a->record.changed_ms > b->record.changed_ms) - (a->record.changed_ms < b->record.changed_ms);
    if (order == 0)
        order = (a->record.id > b->record.id) - (a->record.id < b->record.id);
    return *sort == '-' ? -order : order;
}

// All pages of a query: each record that fits once, in order. Returns how many there were.
static ptrdiff_t walk(struct ctx *c, struct query query, const char *sort)
{
    bool seen[THINGS + 1] = { false };
    const struct thing *before = NULL;
    ptrdiff_t n = 0;
    query.after = STR_NONE;
    do {
        struct query_page page;
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
        CHECK(page.n <= query.limit);
        for (ptrdiff_t i = 0; i < page.n; i++) {
            const struct thing *thing = page.records[i];
            CHECK(!seen[thing->record.id]);
            CHECK(!before || order_of(sort, before, thing) < 0);
            seen[thing->record.id] = true;
            before = thing;
            n++;
        }
        query.after = page.next;
    } while (query.after.len > 0);
    for (ptrdiff_t i = 0; i < THINGS; i++)
        CHECK_INT(seen[things[i]->record.id], things_fit(c, things[i], &query, STR_NONE));
    return n;
}

TEST(pages_give_each_record_once_in_both_directions)
{
    static const char *const sorts[] = { "title", "-title", "form", "-form", "amount", "-amount",
                                         "since", "-since", "changed", "-changed", "id", "-id" };
    things_open(c);
    for (ptrdiff_t i = 0; i < COUNT(sorts); i++) {
        struct query query = things_query(c, str_z(mem, str_fmt(mem, "sort=%s&limit=%d", sorts[i], i % 2 ? 7 : 100)));
        CHECK_INT(walk(c, query, sorts[i]), THINGS_PUBLIC);
    }
}

TEST(pages_of_a_filtered_list_give_each_record_once_by_either_way)
{
    static const char *const filters[] = {
        "form=round", "purposes=work,play", "purposes=work&form=square&open=yes", "since=1993", "since=1993,1994&maker=2",
        "state=published", "symbol=T-12",
    };
    things_open(c);
    for (ptrdiff_t i = 0; i < COUNT(filters); i++) {
        struct query query = things_query(c, str_z(mem, str_fmt(mem, "%s&sort=-title&limit=9", filters[i])));
        CHECK(walk(c, query, "-title") > 0);
    }
}

TEST(the_way_to_the_rows_follows_how_many_there_are)
{
    things_open(c);
    struct query common = things_query(c, "purposes=work&sort=title"), rare = things_query(c, "symbol=T-12&sort=title");
    CHECK(str_starts(query_sql(c, &thing_type, &common), S("SELECT r.title, ")));
    CHECK(str_starts(query_sql(c, &thing_type, &rare), S("SELECT p.k, ")));
}

TEST(a_page_starts_after_a_record_that_is_gone)
{
    things_open(c);
    struct query query = things_query(c, "sort=title&limit=10");
    struct query_page first, second, again;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &first));
    query.after = first.next;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &second));
    CHECK_OK(test_types_delete(c, &thing_type, ((struct record *)first.records[9])->id));
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &again));
    CHECK_INT(((struct record *)again.records[0])->id, ((struct record *)second.records[0])->id);
}

TEST(totals_are_exact_as_far_as_they_are_counted)
{
    things_open(c);
    struct query_page page;
    struct query query = things_query(c, "limit=1");
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.total, THINGS_PUBLIC);
    CHECK(page.total_is_exact);
    query = things_query(c, "form=round&purposes=rest&count=exact");
    ptrdiff_t want = 0;
    for (ptrdiff_t i = 0; i < THINGS; i++)
        want += things_fit(c, things[i], &query, STR_NONE);
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.total, want);
    query = things_query(c, "since=2020");
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.total, 0);
    CHECK_INT(page.n, 0);
    CHECK_STR(page.next, "");
}

TEST(totals_follow_what_is_written)
{
    things_open(c);
    static const char *const addresses[] = { "", "form=round", "form=round&open=yes", "q=wheel" };
    struct query_page before, after;
    for (ptrdiff_t i = 0; i < COUNT(addresses); i++) {
        struct query query = things_query(c, addresses[i]);
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &before));
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &after)); // out of memory, as nothing has changed
        CHECK_INT(after.total, before.total);
        struct thing *more = test_types_thing(c, S("Wheel"), 1);
        more->symbol = str_fmt(mem, "more-%td", i);
        CHECK_OK(test_types_insert(c, &thing_type, more));
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &after));
        CHECK_INT(after.total, before.total + 1);
    }
}

TEST(a_list_without_a_total_has_the_same_rows)
{
    things_open(c);
    struct query query = things_query(c, "form=round&sort=title&limit=10");
    struct query_page with, without;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &with));
    query.count = QUERY_COUNT_NONE;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &without));
    CHECK(!without.total_is_exact);
    CHECK_INT(without.n, with.n);
    CHECK_STR(without.next, str_z(mem, with.next));
}

TEST(rows_have_their_codes_and_whole_records_their_children)
{
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    CHECK_OK(test_types_insert(c, &thing_type, test_types_thing(c, S("Wheel"), maker)));
    struct query query = things_query(c, "");
    struct query_page page;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    const struct thing *thing = page.records[0];
    CHECK_STR(thing->title, "Wheel");
    CHECK_INT(thing->purposes.n, 2);
    CHECK_INT(thing->parts.n, 0);
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_WHOLE, &page));
    thing = page.records[0];
    CHECK_INT(thing->parts.n, 2);
    CHECK_INT(thing->parts.at[0].steps.n, 2);
}

// ---- who sees what ---------------------------------------------------------------------------------------------------

static ptrdiff_t number_seen(struct ctx *c, const struct actor *actor, const char *address)
{
    c->actor = actor;
    struct query query = things_query(c, address);
    query.limit = 100;
    return walk(c, query, "-changed");
}

TEST(drafts_are_seen_by_their_owners_and_the_office_alone)
{
    int64_t maker = things_open(c);
    const struct actor preparer = { .account = 2, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    const struct actor editor = { .account = 50, .organisation = maker + 1, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    const struct actor delegate = { .account = 50, .organisation = maker + 1, .roles = ROLE_PUBLIC | ROLE_DELEGATE };
    CHECK_INT(number_seen(c, NULL, ""), THINGS_PUBLIC);
    CHECK_INT(number_seen(c, NULL, "state=draft"), 0);
    CHECK_INT(number_seen(c, &things_office, ""), 1000);
    CHECK_INT(number_seen(c, &things_office, "state=draft"), 143);
    CHECK(number_seen(c, &preparer, "") > THINGS_PUBLIC && number_seen(c, &preparer, "") < 1000);
    CHECK(number_seen(c, &preparer, "state=draft") > 0);
    CHECK_INT(number_seen(c, &preparer, "mine=1"), 200);
    CHECK_INT(number_seen(c, &editor, "mine=1"), 250);
    CHECK_INT(number_seen(c, &delegate, "mine=1"), 0);
    CHECK_INT(number_seen(c, &delegate, "state=draft"), 0);
}

TEST(nobody_signed_in_has_nothing_of_their_own)
{
    test_types_open(c);
    struct query query;
    struct faults faults;
    CHECK_INT(things_read(c, "mine=1", &query, &faults), 1);
    query = (struct query){ .filters = { { S("mine"), &S("1"), 1 } }, .filter_count = 1 };
    struct query_page page;
    CHECK_INT(query_run(c, &thing_type, &query, QUERY_ROWS, &page), ERR_UNKNOWN);
}

static const struct field secret_fields[] = {
    FIELD(struct maker, name, str, kind_text, .label = N_("Name"), .flags = NEEDED | SORTED),
};
static const struct record_type secret_type = {
    .name = "secret", .plural = "secrets", .label = N_("secret"), .label_plural = N_("secrets"), .title = "name", .sort = "name",
    .see = ROLE_ADMINISTRATOR | ROLE_OWNER, RECORD_FIELDS(struct maker, secret_fields),
};
static const struct field locked_fields[] = {
    FIELD(struct maker, name, str, kind_text, .label = N_("Name"), .flags = NEEDED | SORTED),
};
static const struct record_type locked_type = {
    .name = "locked", .plural = "lockeds", .label = N_("locked"), .label_plural = N_("locked ones"), .title = "name",
    .see = ROLE_ADMINISTRATOR, RECORD_FIELDS(struct maker, locked_fields),
};

static void closed_types_open(struct ctx *c)
{
    static const struct record_type *const types[] = { &secret_type, &locked_type };
    ptrdiff_t n = 0;
    schema_register(types, COUNT(types));
    test_pool_open(c);
    const struct table *const *tables = store_tables(c->mem, &n);
    CHECK_OK(migrate_run(c, tables, n, NULL, 0));
}

TEST(records_that_are_closed_to_the_actor_are_not_listed)
{
    closed_types_open(c);
    for (int64_t account = 1; account <= 3; account++) {
        struct maker *one = record_new(mem, &secret_type);
        one->name = str_fmt(mem, "Secret %lld", (long long)account);
        one->record.created_by = account;
        CHECK_OK(test_types_insert(c, &secret_type, one));
    }
    const struct actor editor = { .account = 2, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    const struct actor administrator = { .account = 9, .roles = ROLE_PUBLIC | ROLE_ADMINISTRATOR };
    const struct query query = { .limit = 10 };
    struct query_page page;
    CHECK_INT(query_run(c, &secret_type, &query, QUERY_ROWS, &page), ERR_UNKNOWN);
    fail_clear(c);
    c->actor = &editor;
    CHECK_OK(query_run(c, &secret_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.n, 1);
    CHECK_INT(page.total, 1);
    CHECK_STR(((struct maker *)page.records[0])->name, "Secret 2");
    CHECK_INT(query_run(c, &locked_type, &query, QUERY_ROWS, &page), ERR_DENIED);
    fail_clear(c);
    c->actor = &administrator;
    CHECK_OK(query_run(c, &secret_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.n, 3);
}

TEST(what_is_hidden_from_the_public_is_not_found_by_it)
{
    things_open(c);
    struct query query = things_query(c, "q=remark&limit=100");
    struct query_page page;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.n, 0);
    query.text = S("bridge*");
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    CHECK(page.n > 0);
    for (ptrdiff_t i = 0; i < page.n; i++)
        CHECK_STR(((struct thing *)page.records[i])->summary, "a bridge of steel");
    c->actor = &things_office;
    query.text = S("remark");
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    CHECK_INT(page.total, 100);
}

// ---- search ----------------------------------------------------------------------------------------------------------

TEST(the_best_matches_come_first_and_pages_follow)
{
    things_open(c);
    struct thing *best = test_types_thing(c, S("The bridge"), 1);
    best->symbol = S("T-best");
    best->summary = S("built once");
    CHECK_OK(test_types_insert(c, &thing_type, best));
    struct query query = things_query(c, "q=bridge&limit=7");
    struct query_page page;
    bool seen[THINGS + 2] = { false };
    ptrdiff_t n = 0;
    do {
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
        for (ptrdiff_t i = 0; i < page.n; i++) {
            int64_t id = ((struct record *)page.records[i])->id;
            CHECK(n > 0 || id == best->record.id);
            CHECK(!seen[id]);
            seen[id] = true;
            n++;
        }
        query.after = page.next;
    } while (query.after.len > 0);
    CHECK_INT(n, 86); // 85 of 100 bridges are published, and the best
    CHECK_INT(page.total, 86);
}

TEST(a_search_can_be_filtered_and_sorted)
{
    things_open(c);
    struct query query = things_query(c, "q=bridge&form=round&sort=-title&limit=100");
    struct query_page page;
    ptrdiff_t want = 0;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    for (ptrdiff_t i = 0; i < THINGS; i += 10)
        want += things_fit(c, things[i], &query, STR_NONE);
    CHECK_INT(page.n, want);
    for (ptrdiff_t i = 1; i < page.n; i++)
        CHECK(order_of("-title", page.records[i - 1], page.records[i]) < 0);
}

// ---- values that are not there ---------------------------------------------------------------------------------------

struct gauge {
    struct record record;
    str name;
    decimal level; // kept as NULL when it is not stated
};

static const struct field gauge_fields[] = {
    F_TEXT(struct gauge, name, .label = N_("Name"), .flags = NEEDED | SORTED | LISTED),
    F_NUMBER(struct gauge, level, .label = N_("Level"), .flags = SORTED | LISTED),
};
static const struct record_type gauge_type = {
    .name = "gauge", .plural = "gauges", .label = N_("gauge"), .label_plural = N_("gauges"), .title = "name", .sort = "name",
    RECORD_FIELDS(struct gauge, gauge_fields),
};

static void gauges_open(struct ctx *c)
{
    static const struct record_type *const types[] = { &gauge_type };
    ptrdiff_t n = 0;
    schema_register(types, COUNT(types));
    test_pool_open(c);
    const struct table *const *tables = store_tables(c->mem, &n);
    CHECK_OK(migrate_run(c, tables, n, NULL, 0));
    for (int i = 0; i < 40; i++) {
        struct gauge *gauge = record_new(c->mem, &gauge_type);
        gauge->name = S("Gauge");
        gauge->level = (decimal){ .units = (i * 7 % 5 - 2) * 10000, .stated = i % 3 != 0 };
        CHECK_OK(test_types_insert(c, &gauge_type, gauge));
    }
}

static int gauge_order(const struct gauge *a, const struct gauge *b)
{
    if (a->level.stated != b->level.stated)
        return a->level.stated ? 1 : -1;
    if (a->level.units != b->level.units)
        return a->level.units < b->level.units ? -1 : 1;
    return a->record.id < b->record.id ? -1 : 1;
}

TEST(records_without_a_value_stand_before_all_others_in_every_page)
{
    gauges_open(c);
    for (ptrdiff_t limit = 1; limit <= 7; limit += 3) {
        for (int down = 0; down < 2; down++) {
            struct query query = { .limit = limit, .sort = down ? S("-level") : S("level") };
            const struct gauge *before = NULL;
            ptrdiff_t n = 0;
            do {
                struct query_page page;
                CHECK_OK(query_run(c, &gauge_type, &query, QUERY_ROWS, &page));
                for (ptrdiff_t i = 0; i < page.n; i++, n++) {
                    const struct gauge *gauge = page.records[i];
                    CHECK(!before || (gauge_order(before, gauge) < 0) == !down);
                    before = gauge;
                }
                query.after = page.next;
            } while (query.after.len > 0);
            CHECK_INT(n, 40);
        }
    }
}

// ---- all of them -----------------------------------------------------------------------------------------------------

struct taken {
    ptrdiff_t n, stop;
    struct buf titles;
    str before;
};

static enum err take(struct ctx *c, const void *record, void *arg)
{
    struct taken *taken = arg;
    const struct thing *thing = record;
    if (taken->n == taken->stop)
        return fail(c, ERR_BUSY, "stopped at %.*s", STR_ARG(thing->title));
    taken->n++;
    buf_add(&taken->titles, thing->title);
    buf_byte(&taken->titles, '\n');
    return OK;
}

TEST(all_records_come_one_by_one_and_leave_no_memory_behind)
{
    things_open(c);
    struct query query = things_query(c, "sort=title&form=round,square");
    struct taken taken = { .stop = -1 };
    ptrdiff_t want = 0;
    for (ptrdiff_t i = 0; i < THINGS; i++)
        want += things_fit(c, things[i], &query, STR_NONE);
    buf_init(&taken.titles, mem, 1 << 20);
    ptrdiff_t used = arena_used(mem);
    CHECK_OK(query_each(c, &thing_type, &query, take, &taken));
    CHECK_INT(taken.n, want);
    CHECK(arena_used(mem) - used < 64 << 10);
    str titles = buf_str(&taken.titles), last = STR_NONE;
    while (titles.len > 0) {
        str title = str_cut(&titles, '\n');
        CHECK(str_compare(last, title) <= 0);
        last = title;
    }
}

TEST(a_search_gives_all_its_records_too)
{
    things_open(c);
    struct query query = things_query(c, "q=wheel");
    struct taken taken = { .stop = -1 };
    buf_init(&taken.titles, mem, 1 << 20);
    CHECK_OK(query_each(c, &thing_type, &query, take, &taken));
    CHECK_INT(taken.n, THINGS_PUBLIC - 85);
}

TEST(what_stops_in_the_middle_says_why)
{
    things_open(c);
    struct query query = things_query(c, "sort=id");
    struct taken taken = { .stop = 150 };
    buf_init(&taken.titles, mem, 1 << 20);
    CHECK_INT(query_each(c, &thing_type, &query, take, &taken), ERR_BUSY);
    CHECK_INT(taken.n, 150);
    CHECK(str_starts(c->said, S("stopped at Thing")));
}
