// SPDX-License-Identifier: Apache-2.0
#include "base/buf.h"
#include "base/test.h"

#include <string.h>

TEST(a_buffer_grows_as_it_is_filled)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    ptrdiff_t before = arena_used(mem);
    CHECK_INT(buf_str(&b).len, 0);
    CHECK_INT(arena_used(mem), before);
    for (int i = 0; i < 1000; i++) {
        buf_lit(&b, "ab");
        buf_byte(&b, 'c');
    }
    CHECK_INT(b.len, 3000);
    CHECK(!b.over);
    CHECK_STR(str_slice(buf_str(&b), 2994, 3000), "abcabc");
}

TEST(a_buffer_takes_numbers_and_formats)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    buf_int(&b, 0);
    buf_byte(&b, ' ');
    buf_int(&b, INT64_MIN);
    buf_byte(&b, ' ');
    buf_int(&b, INT64_MAX);
    CHECK_STR(buf_str(&b), "0 -9223372036854775808 9223372036854775807");
    buf_clear(&b);
    buf_fmt(&b, "%s-%03d", "a", 7);
    buf_fmt(&b, "%*s", 400, "x");
    CHECK_INT(b.len, 405);
    CHECK_STR(str_slice(buf_str(&b), 0, 6), "a-007 ");
    CHECK_INT(b.at[404], 'x');
}

TEST(past_its_limit_a_buffer_keeps_what_it_has)
{
    struct buf b;
    buf_init(&b, mem, 5);
    buf_lit(&b, "abc");
    buf_lit(&b, "defg");
    CHECK(b.over);
    CHECK_STR(buf_str(&b), "abcde");
    buf_lit(&b, "x");
    buf_fmt(&b, "%d", 1);
    CHECK_STR(buf_str(&b), "abcde");
    CHECK_INT(strlen(buf_z(&b)), 5);
    buf_clear(&b);
    CHECK(!b.over);
    buf_fmt(&b, "%s", "123456789");
    CHECK(b.over);
    CHECK_STR(buf_str(&b), "12345");
}

TEST(exactly_the_limit_is_not_over)
{
    struct buf b;
    buf_init(&b, mem, 5);
    buf_fmt(&b, "%s", "12345");
    CHECK(!b.over);
    CHECK_STR(str_of(buf_z(&b)), "12345");
}

TEST(the_limit_never_cuts_a_code_point)
{
    struct buf b;
    buf_init(&b, mem, 5);
    buf_lit(&b, "Ita€");
    CHECK(b.over);
    CHECK_STR(buf_str(&b), "Ita");
    CHECK(str_is_utf8(buf_str(&b)));
}

TEST(an_empty_buffer_is_an_empty_string)
{
    struct buf b;
    buf_init(&b, mem, 0);
    CHECK_STR(str_of(buf_z(&b)), "");
    buf_add(&b, STR_NONE);
    CHECK(!b.over);
    buf_byte(&b, 'x');
    CHECK(b.over && b.len == 0);
}
