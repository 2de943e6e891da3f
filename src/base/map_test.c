// SPDX-License-Identifier: Apache-2.0
#include "base/map.h"
#include "base/test.h"

TEST(an_empty_map_has_nothing)
{
    struct map m;
    map_init(&m, mem);
    CHECK(map_get(&m, S("a")) == NULL);
    CHECK(map_get(&m, STR_NONE) == NULL);
}

TEST(what_is_put_is_found_and_replaced)
{
    struct map m;
    int one = 1, two = 2;
    map_init(&m, mem);
    map_put(&m, S("a"), &one);
    map_put(&m, S(""), &two);
    CHECK(map_get(&m, S("a")) == &one && map_get(&m, STR_NONE) == &two);
    map_put(&m, S("a"), &two);
    CHECK(map_get(&m, S("a")) == &two);
    CHECK_INT(m.n, 2);
    CHECK(map_get(&m, S("A")) == NULL && map_get(&m, S("a\0")) == NULL);
}

TEST(ten_thousand_keys_are_all_found)
{
    enum { KEYS = 10000 };
    struct map m;
    map_init(&m, mem);
    int *values = NEW(mem, int, KEYS);
    for (int i = 0; i < KEYS; i++)
        map_put(&m, str_fmt(mem, "key-%d", i), &values[i]);
    CHECK_INT(m.n, KEYS);
    for (int i = 0; i < KEYS; i++) {
        CHECK(map_get(&m, str_fmt(mem, "key-%d", i)) == &values[i]);
        CHECK(map_get(&m, str_fmt(mem, "kez-%d", i)) == NULL);
    }
}
