// SPDX-License-Identifier: Apache-2.0
#include "view/value.h"

#include "base/test.h"

TEST(members_keep_the_order_they_were_put_in)
{
    struct value *map = value_map(mem);
    for (int i = 0; i < 20; i++)
        value_put(mem, map, str_fmt(mem, "m%d", i), value_int(mem, i));
    CHECK_INT(value_count(map), 20);
    CHECK_STR(map->map.at[0].key, "m0");
    CHECK_STR(map->map.at[19].key, "m19");
    CHECK_INT(value_get(map, S("m13"))->number, 13);
}

TEST(putting_a_member_again_replaces_it_in_its_place)
{
    struct value *map = value_map(mem);
    value_set(mem, map, "a", value_int(mem, 1));
    value_set(mem, map, "b", value_int(mem, 2));
    value_set(mem, map, "a", value_int(mem, 3));
    CHECK_INT(value_count(map), 2);
    CHECK_STR(map->map.at[0].key, "a");
    CHECK_INT(value_get(map, S("a"))->number, 3);
}

TEST(what_is_not_there_is_null_and_counts_nothing)
{
    struct value *text = value_text(mem, S("x"));
    CHECK(value_get(text, S("a")) == NULL);
    CHECK(value_get(NULL, S("a")) == NULL);
    CHECK(value_at(text, 0) == NULL);
    CHECK(value_at(value_list(mem), 0) == NULL);
    CHECK(value_at(value_list(mem), -1) == NULL);
    CHECK_INT(value_count(text), 0);
    CHECK_INT(value_count(NULL), 0);
    CHECK_INT(value_as_text(value_int(mem, 1)).len, 0);
    CHECK_INT(value_as_text(NULL).len, 0);
    CHECK_STR(value_as_text(text), "x");
}

TEST(none_and_not_stated_become_null)
{
    CHECK_INT(value_date(mem, (date){ 0 })->kind, V_NULL);
    CHECK_INT(value_money(mem, (money){ 0 })->kind, V_NULL);
    CHECK_INT(value_decimal(mem, (decimal){ 0 })->kind, V_NULL);
    CHECK_INT(value_decimal(mem, (decimal){ 0, true })->kind, V_DECIMAL);
}

TEST(a_path_walks_maps_and_lists)
{
    struct value *map = value_map(mem), *list = value_list(mem), *row = value_map(mem);
    value_set(mem, row, "role", value_text(mem, S("lead")));
    value_add(mem, list, value_map(mem));
    value_add(mem, list, row);
    value_set(mem, map, "partners", list);
    CHECK_STR(value_as_text(value_path(map, S("partners.1.role"))), "lead");
    CHECK(value_path(map, S("partners.2.role")) == NULL);
    CHECK(value_path(map, S("partners.01.role")) == NULL);
    CHECK(value_path(map, S("partners.-1")) == NULL);
    CHECK(value_path(map, S("partners.99999999999999999999")) == NULL);
    CHECK(value_path(map, S("partners.1.role.x")) == NULL);
    CHECK(value_path(map, STR_NONE) == map);
}

TEST(putting_at_a_path_makes_what_lies_on_the_way)
{
    struct value *map = value_map(mem);
    CHECK(value_put_path(mem, map, S("title"), value_text(mem, S("T")), 3));
    CHECK(value_put_path(mem, map, S("partners.0.role"), value_text(mem, S("lead")), 3));
    CHECK(value_put_path(mem, map, S("partners.0.name"), value_text(mem, S("A")), 3));
    CHECK(value_put_path(mem, map, S("partners.1.role"), value_text(mem, S("host")), 3));
    CHECK(value_put_path(mem, map, S("sdg.0"), value_int(mem, 7), 3));
    CHECK(value_put_path(mem, map, S("sdg.0"), value_int(mem, 8), 3));
    CHECK_INT(value_count(value_get(map, S("partners"))), 2);
    CHECK_STR(value_as_text(value_path(map, S("partners.0.name"))), "A");
    CHECK_STR(value_as_text(value_path(map, S("partners.1.role"))), "host");
    CHECK_INT(value_path(map, S("sdg.0"))->number, 8);
}

TEST(a_path_that_does_not_fit_is_refused_and_leaves_no_trace)
{
    struct value *map = value_map(mem);
    struct value *x = value_int(mem, 1);
    CHECK(value_put_path(mem, map, S("title"), value_text(mem, S("T")), 3));
    const char *bad[] = { "", ".", "a.", ".a", "a..b", "title.x", "hole.1", "rows.0.cells.1", "rows.3", "a.b.c.d.e.f.g.h.i" };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK(!value_put_path(mem, map, str_of(bad[i]), x, 3));
    CHECK_INT(value_count(map), 1);
    CHECK(value_put_path(mem, map, S("a.b.c.d.e.f.g.h"), x, 3));
}

TEST(a_list_takes_no_more_than_its_limit)
{
    struct value *map = value_map(mem);
    for (int i = 0; i < 3; i++)
        CHECK(value_put_path(mem, map, str_fmt(mem, "rows.%d", i), value_int(mem, i), 3));
    CHECK(!value_put_path(mem, map, S("rows.3"), value_int(mem, 3), 3));
    CHECK(!value_put_path(mem, map, S("rows.x"), value_int(mem, 3), 3));
    CHECK_INT(value_count(value_get(map, S("rows"))), 3);
}

TEST(empty_is_what_a_section_hides)
{
    CHECK(value_is_empty(NULL));
    CHECK(value_is_empty(value_null(mem)));
    CHECK(value_is_empty(value_bool(mem, false)));
    CHECK(value_is_empty(value_text(mem, STR_NONE)));
    CHECK(value_is_empty(value_list(mem)));
    CHECK(value_is_empty(value_map(mem)));
    CHECK(!value_is_empty(value_bool(mem, true)));
    CHECK(!value_is_empty(value_int(mem, 0)));
    CHECK(!value_is_empty(value_text(mem, S("0"))));
}

TEST(equality_looks_at_content_and_not_at_the_order_of_members)
{
    struct value *a = value_map(mem), *b = value_map(mem);
    value_set(mem, a, "x", value_int(mem, 1));
    value_set(mem, a, "y", value_money(mem, money_of(5, "USD")));
    value_set(mem, b, "y", value_money(mem, money_of(5, "USD")));
    value_set(mem, b, "x", value_int(mem, 1));
    CHECK(value_equal(a, b));
    value_set(mem, b, "y", value_money(mem, money_of(5, "NOK")));
    CHECK(!value_equal(a, b));
    value_set(mem, b, "y", value_null(mem));
    CHECK(!value_equal(a, b));
    CHECK(!value_equal(value_text(mem, S("1")), value_int(mem, 1)));
    CHECK(!value_equal(value_text(mem, S("1")), value_rich(mem, S("1"))));
    CHECK(!value_equal(NULL, value_null(mem)));
}
