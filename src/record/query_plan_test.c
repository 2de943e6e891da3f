// SPDX-License-Identifier: Apache-2.0
// What the store makes of the statements of lists: a full scan or a sort in memory would be slow long before it is wrong.
#include "base/test.h"
#include "record/query_run.h"
#include "record/query_things.h"

static str steps_of(struct ctx *c, const struct statement *s)
{
    struct buf out;
    struct rows *rows;
    bool more = false;
    buf_init(&out, c->mem, 1 << 16);
    str text = str_fmt(c->mem, "EXPLAIN QUERY PLAN %.*s", STR_ARG(buf_str(&s->text)));
    CHECK_OK(db_query(c, sql_built(text), s->args, s->n, &rows));
    for (;;) {
        CHECK_OK(rows_next(c, rows, &more));
        if (!more)
            return buf_str(&out);
        buf_fmt(&out, "%.*s\n", STR_ARG(rows_peek(rows, 3)));
    }
}

// `way`: the driver to take, as if the conditions had been counted so.
static str plan_of(struct ctx *c, const char *address, ptrdiff_t way, enum leg leg)
{
    struct query query = things_query(c, address);
    struct query_plan *plan;
    struct statement s;
    CHECK_OK(query_plan_make(c, &thing_type, &query, &plan));
    plan->driver = plan->sort.by_match ? plan->driver : way;
    statement_init(&s, c->mem);
    statement_list(&s, plan, store_columns(&thing_type, STORE_LISTED), leg, 26);
    return steps_of(c, &s);
}

static bool has(str plan, const char *step)
{
    bool yes = str_find(plan, str_of(step)) >= 0;
    if (!yes)
        print_message("%.*s", STR_ARG(plan));
    return yes;
}

static bool has_not(str plan, const char *step)
{
    bool no = str_find(plan, str_of(step)) < 0;
    if (!no)
        print_message("%.*s", STR_ARG(plan));
    return no;
}

TEST(a_list_goes_along_the_index_of_its_sort)
{
    static const char *const addresses[] = {
        "sort=title", "sort=-title", "sort=-changed", "sort=form", "sort=since", "sort=-amount", "sort=-id",
        "sort=title&purposes=work", "sort=-changed&purposes=work,play&since=1993&open=yes", "sort=title&state=published",
        "sort=title&symbol=T-1&form=round", "sort=title&q=bridge",
    };
    things_open(c);
    const struct actor editor = { .account = 3, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    const struct actor *const actors[] = { NULL, &editor, &things_office };
    for (ptrdiff_t i = 0; i < 3 * COUNT(addresses); i++) {
        c->actor = actors[i % 3];
        str plan = plan_of(c, addresses[i / 3], PLAN_NONE, LEG_WHOLE);
        CHECK(has_not(plan, "TEMP B-TREE"));
        CHECK(has_not(plan, "SCAN f"));
        CHECK(i / 3 == 6 || has(plan, "SCAN r USING INDEX"));
    }
}

TEST(a_later_page_begins_at_its_key)
{
    things_open(c);
    static const char *const sorts[] = { "title", "-changed", "since", "-amount" };
    for (ptrdiff_t i = 0; i < COUNT(sorts); i++) {
        struct query query = things_query(c, str_z(mem, str_fmt(mem, "limit=3&sort=%s", sorts[i])));
        struct query_page page;
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
        const char *address = str_z(mem, str_fmt(mem, "sort=%s&after=%.*s", sorts[i], STR_ARG(page.next)));
        str same = plan_of(c, address, PLAN_NONE, LEG_SAME), beyond = plan_of(c, address, PLAN_NONE, LEG_BEYOND);
        CHECK(has(same, sorts[i][0] == '-' ? "=? AND id<?)" : "=? AND id>?)"));
        CHECK(has(beyond, sorts[i][0] == '-' ? "<?)" : ">?)"));
        CHECK(has_not(same, "TEMP B-TREE"));
        CHECK(has_not(beyond, "TEMP B-TREE"));
    }
}

TEST(a_list_of_few_starts_from_the_rarest_condition)
{
    static const char *const addresses[] = { "sort=title&purposes=work&open=yes", "sort=-changed&symbol=T-1",
                                             "sort=title&state=draft", "q=bridge", "sort=title&q=bridge" };
    things_open(c);
    c->actor = &things_office;
    for (ptrdiff_t i = 0; i < COUNT(addresses); i++) {
        str plan = plan_of(c, addresses[i], 0, LEG_WHOLE);
        CHECK(has(plan, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"));
        CHECK(has_not(plan, "SCAN r"));
        CHECK(has_not(plan, "SCAN f"));
    }
}

TEST(an_own_list_starts_from_ones_own_records)
{
    things_open(c);
    const struct actor editor = { .account = 3, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_EDITOR };
    c->actor = &editor;
    str plan = plan_of(c, "sort=-changed&mine=1", 0, LEG_WHOLE);
    CHECK(has(plan, "created_by=?"));
    CHECK(has_not(plan, "SCAN r"));
}

TEST(counts_and_facets_read_indexes_alone)
{
    things_open(c);
    static const char *const addresses[] = { "", "purposes=work", "purposes=work&open=yes" };
    for (ptrdiff_t i = 0; i < COUNT(addresses); i++) {
        struct query query = things_query(c, addresses[i]);
        struct query_plan *plan;
        struct statement s;
        CHECK_OK(query_plan_make(c, &thing_type, &query, &plan));
        statement_init(&s, c->mem);
        statement_count(&s, plan, QUERY_COUNT_MAX + 1);
        str steps = steps_of(c, &s);
        CHECK(has(steps, i == 0 ? "SEARCH r USING COVERING INDEX" : "SEARCH f USING COVERING INDEX"));
        CHECK(i == 0 || has_not(steps, " r "));
    }
}

TEST(the_plan_follows_the_numbers)
{
    struct condition conditions[] = { { .hits = 90 }, { .hits = 9000 } };
    struct query_plan plan = { .conditions = conditions, .n = 2, .limit = 25 };
    query_plan_choose(&plan, 100000); // 90 rows against all of them
    CHECK_INT(plan.driver, 0);
    conditions[0].hits = QUERY_COUNT_MAX + 1;
    conditions[1].hits = 60000;
    query_plan_choose(&plan, 100000); // 10,001 rows against some four hundred
    CHECK_INT(plan.driver, PLAN_NONE);
    plan.n = 0;
    query_plan_choose(&plan, 100000);
    CHECK_INT(plan.driver, PLAN_NONE);
}
