// SPDX-License-Identifier: Apache-2.0
#include "record/query_read.h"

#include "base/buf.h"
#include "base/test.h"
#include "record/query_things.h"

static ptrdiff_t faults_at(struct ctx *c, const char *address, str field)
{
    struct query query;
    struct faults faults;
    ptrdiff_t n = things_read(c, address, &query, &faults);
    return fault_at(&faults, field) ? n : 0;
}

TEST(parameters_become_a_query)
{
    test_types_open(c);
    struct query query = things_query(c, "q= clean water &form=round&purposes=work,play&sort=-title&limit=50&count=exact&format=csv");
    CHECK_STR(query.text, "clean water");
    CHECK_INT(query.filter_count, 2);
    CHECK_STR(query.filters[0].codes[0], "round");
    CHECK_INT(query.filters[1].n, 2);
    CHECK_STR(query.filters[1].codes[1], "play");
    CHECK_STR(query.sort, "-title");
    CHECK_INT(query.limit, 50);
    CHECK_INT(query.count, QUERY_COUNT_EXACT);
}

TEST(repeated_parameters_are_several_codes_each_once)
{
    test_types_open(c);
    struct value *parameters = value_map(mem), *list = value_list(mem);
    struct query query;
    struct faults faults = { 0 };
    value_add(mem, list, value_text(mem, S("work")));
    value_add(mem, list, value_text(mem, S("play,work")));
    value_add(mem, list, value_text(mem, STR_NONE));
    value_set(mem, parameters, "purposes", list);
    query_read(c, &thing_type, parameters, &query, &faults);
    CHECK_INT(faults.n, 0);
    CHECK_INT(query.filters[0].n, 2);
}

TEST(empty_parameters_mean_nothing)
{
    test_types_open(c);
    struct query query = things_query(c, "q=&form=&sort=&limit=&after=&count=&purposes=,");
    CHECK_INT(query.filter_count, 0);
    CHECK_INT(query.limit, 0);
}

TEST(what_a_list_does_not_know_is_a_fault)
{
    test_types_open(c);
    CHECK_INT(faults_at(c, "colour=red", S("colour")), 1);
    CHECK_INT(faults_at(c, "form=triangular", S("form")), 1);
    CHECK_INT(faults_at(c, "countries=XX", S("countries")), 1);
    CHECK_INT(faults_at(c, "maker=nobody", S("maker")), 1);
    CHECK_INT(faults_at(c, "maker=0", S("maker")), 1);
    CHECK_INT(faults_at(c, "symbol=a b", S("symbol")), 1);
    CHECK_INT(faults_at(c, "sort=colour", S("sort")), 1);
    CHECK_INT(faults_at(c, "sort=--title", S("sort")), 1);
    CHECK_INT(faults_at(c, "sort=story", S("sort")), 1);
    CHECK_INT(faults_at(c, "count=roughly", S("count")), 1);
    CHECK_INT(faults_at(c, "limit=0", S("limit")), 1);
    CHECK_INT(faults_at(c, "limit=101", S("limit")), 1);
    CHECK_INT(faults_at(c, "limit=1e1", S("limit")), 1);
    CHECK_INT(faults_at(c, "form=\xff", S("form")), 1);
    CHECK_INT(faults_at(c, "q=\xff", S("q")), 1);
    CHECK_INT(faults_at(c, "owner=1", S("owner")), 1);
}

TEST(all_faults_are_said_at_once)
{
    test_types_open(c);
    CHECK_INT(faults_at(c, "colour=red&limit=0&form=x&sort=y", S("colour")), 4);
}

static void nothing_derived(struct ctx *c, const void *record, struct facet_sink *sink)
{
    (void)c, (void)record, (void)sink;
}

static const struct field guarded_fields[] = {
    FIELD(struct thing, title, str, kind_text, .label = N_("Title"), .flags = SORTED | FILTERED),
    FIELD(struct thing, form, str, kind_code, .label = N_("Form"), .flags = SORTED | FILTERED, .read = ROLE_OFFICE),
};
static const struct facet guarded_facets[] = {
    { .name = "grade", .label = N_("Grade"), .derive = nothing_derived, .read = ROLE_OFFICE },
    { .name = "who", .label = N_("Who"), .derive = nothing_derived },
};
static const struct record_type guarded_type = {
    .name = "guarded", .plural = "guardeds", .label = N_("guarded"), .label_plural = N_("guarded"), .title = "title",
    .sort = "title", .facets = guarded_facets, .facet_count = COUNT(guarded_facets), RECORD_FIELDS(struct thing, guarded_fields),
};

static void guarded_open(void)
{
    static const struct record_type *const types[] = { &guarded_type };
    schema_register(types, COUNT(types));
}

TEST(a_field_the_viewer_may_not_read_is_like_one_that_is_not_there)
{
    const roles office = ROLE_PUBLIC | ROLE_REVIEWER;
    struct query_sort sort;
    guarded_open();
    CHECK_INT(query_target_find(&guarded_type, S("form"), ROLE_PUBLIC).what, TARGET_NONE);
    CHECK_INT(query_target_find(&guarded_type, S("grade"), ROLE_PUBLIC).what, TARGET_NONE);
    CHECK_INT(query_target_find(&guarded_type, S("form"), office).what, TARGET_COLUMN);
    CHECK_INT(query_target_find(&guarded_type, S("grade"), office).what, TARGET_FACET);
    CHECK(!query_sort_find(mem, &guarded_type, S("-form"), ROLE_PUBLIC, &sort));
    CHECK(query_sort_find(mem, &guarded_type, S("-form"), office, &sort));
    CHECK_STR(sort.column, "form");
}

TEST(filters_and_codes_have_limits)
{
    test_types_open(c);
    struct buf text;
    buf_init(&text, mem, 1 << 20);
    buf_lit(&text, "since=1000");
    for (int i = 1; i <= QUERY_CODES_MAX; i++)
        buf_fmt(&text, ",%d", 1000 + i);
    CHECK_INT(faults_at(c, buf_z(&text), S("since")), 1);
    buf_clear(&text);
    buf_lit(&text, "q=");
    for (int i = 0; i < 10000; i++)
        buf_byte(&text, 'x');
    CHECK_INT(faults_at(c, buf_z(&text), S("q")), 1);
}

TEST(a_page_key_that_is_none_or_of_another_order_is_refused)
{
    static const char *const bad[] = { "x", "MSB0aXRsZSA3IHQgYQ", "-1", "AAAA", "%00", "MSB0aXRsZSA3IHQgYQ==" };
    things_open(c);
    struct query query = things_query(c, "sort=title&limit=5");
    struct query_page page;
    CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
    const char *key = str_z(mem, page.next);
    CHECK_INT(faults_at(c, str_z(mem, str_fmt(mem, "sort=-title&after=%s", key)), S("after")), 1);
    CHECK_INT(faults_at(c, str_z(mem, str_fmt(mem, "after=%s", key)), S("after")), 1);
    CHECK_INT(faults_at(c, str_z(mem, str_fmt(mem, "sort=amount&after=%s", key)), S("after")), 1);
    CHECK_INT(faults_at(c, str_z(mem, str_fmt(mem, "sort=title&q=bridge&after=%s", key)), S("after")), 0);
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK_INT(faults_at(c, str_z(mem, str_fmt(mem, "after=%s", bad[i])), S("after")), 1);
    query.after = S("AAAA");
    CHECK_INT(query_run(c, &thing_type, &query, QUERY_ROWS, &page), ERR_INVALID);
}

TEST(a_text_among_the_codes_is_taken_whole)
{
    guarded_open();
    struct value *parameters = value_map(mem);
    struct query query;
    struct faults faults = { 0 };
    value_set(mem, parameters, "who", value_text(mem, S("Example, Inc.")));
    query_read(c, &guarded_type, parameters, &query, &faults);
    CHECK_INT(faults.n, 0);
    CHECK_INT(query.filters[0].n, 1);
    CHECK_STR(query.filters[0].codes[0], "Example, Inc.");
}

TEST(an_address_gives_the_query_back)
{
    test_types_open(c);
    struct query query = things_query(c, "q=clean water&form=round&purposes=work,play&sort=-title&limit=50&count=exact");
    CHECK_STR(query_address(mem, &query, STR_NONE, STR_NONE),
              "q=clean%20water&form=round&purposes=work&purposes=play&sort=-title&limit=50&count=exact");
    CHECK_STR(query_address(mem, &query, S("purposes"), S("work")),
              "q=clean%20water&form=round&purposes=play&sort=-title&limit=50&count=exact");
    query = things_query(c, "form=round");
    CHECK_STR(query_address(mem, &query, S("form"), S("round")), "");
    CHECK_STR(query_address(mem, &query, S("form"), S("square")), "form=round&form=square");
    CHECK_STR(query_address(mem, &query, S("open"), S("a&b=c/\xC3\xA9")), "form=round&open=a%26b%3Dc%2F%C3%A9");
}
