// SPDX-License-Identifier: Apache-2.0
#include "base/test.h"

TEST(texts_compare_by_length_and_bytes)
{
    CHECK(str_eq(S("ab"), S("ab")) && !str_eq(S("ab"), S("abc")) && !str_eq(S("ab"), S("aB")));
    CHECK(str_eq(STR_NONE, S("")));
    CHECK(str_eq_nocase(S("Content-TYPE"), S("content-type")) && !str_eq_nocase(S("a"), S("ab")));
    CHECK(!str_eq_nocase(S("@"), S("`")) && !str_eq_nocase(S("["), S("{")));
    CHECK(str_compare(S("a"), S("b")) < 0 && str_compare(S("b"), S("a")) > 0);
    CHECK(str_compare(S("a"), S("ab")) < 0 && str_compare(STR_NONE, S("")) == 0 && str_compare(STR_NONE, S("a")) < 0);
    CHECK(str_compare(S("\xC3"), S("a")) > 0);
}

TEST(the_null_text_is_the_empty_text)
{
    CHECK_INT(str_of(NULL).len, 0);
    CHECK_INT(str_of("abc").len, 3);
    CHECK(str_starts(STR_NONE, S("")) && str_ends(STR_NONE, S("")) && !str_starts(STR_NONE, S("a")));
    CHECK_INT(str_trim(STR_NONE).len, 0);
    CHECK_INT(str_skip(STR_NONE, 4).len, 0);
    CHECK_INT(str_copy(mem, STR_NONE).len, 0);
}

TEST(a_text_is_searched_from_both_ends)
{
    CHECK(str_starts(S("/api/v1"), S("/api")) && !str_starts(S("/ap"), S("/api")));
    CHECK(str_ends(S("main.c"), S(".c")) && !str_ends(S("c"), S(".c")));
    CHECK_INT(str_find(S("partnership"), S("ship")), 7);
    CHECK_INT(str_find(S("partnership"), S("shop")), -1);
    CHECK_INT(str_find(S("a"), S("ab")), -1);
    CHECK_INT(str_find(S("a"), S("")), 0);
    CHECK_INT(str_find_byte(S("a=b=c"), '='), 1);
    CHECK_INT(str_find_byte(STR_NONE, '='), -1);
}

TEST(a_slice_is_clamped_to_what_is_there)
{
    CHECK_STR(str_slice(S("abcdef"), 1, 3), "bc");
    CHECK_STR(str_slice(S("abcdef"), -5, 2), "ab");
    CHECK_STR(str_slice(S("abcdef"), 4, 99), "ef");
    CHECK_STR(str_slice(S("abcdef"), 4, 2), "");
    CHECK_STR(str_skip(S("abc"), 9), "");
    CHECK_STR(str_trim(S(" \t\r\n a b \v\f")), "a b");
    CHECK_STR(str_trim(S("   ")), "");
}

TEST(a_cut_leaves_the_rest)
{
    str s = S("a,,b");
    CHECK_STR(str_cut(&s, ','), "a");
    CHECK_STR(str_cut(&s, ','), "");
    CHECK_STR(s, "b");
    CHECK_STR(str_cut(&s, ','), "b");
    CHECK_INT(s.len, 0);
    CHECK_STR(str_cut(&s, ','), "");
}

TEST(a_whole_number_is_read_to_its_limits_and_not_beyond)
{
    static const struct {
        str text;
        int64_t want;
    } good[] = {
        { S_INIT("0"), 0 },
        { S_INIT("-0"), 0 },
        { S_INIT("007"), 7 },
        { S_INIT("-12"), -12 },
        { S_INIT("9223372036854775807"), INT64_MAX },
        { S_INIT("-9223372036854775808"), INT64_MIN },
    };
    for (ptrdiff_t i = 0; i < COUNT(good); i++) {
        int64_t n = 99;
        CHECK(str_to_int(good[i].text, &n));
        CHECK_INT(n, good[i].want);
    }
    static const str bad[] = { S_INIT(""),
                               S_INIT("-"),
                               S_INIT("+1"),
                               S_INIT(" 1"),
                               S_INIT("1 "),
                               S_INIT("1.0"),
                               S_INIT("0x1"),
                               S_INIT("--1"),
                               S_INIT("9223372036854775808"),
                               S_INIT("-9223372036854775809"),
                               S_INIT("1\0") };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        int64_t n = 99;
        CHECK(!str_to_int(bad[i], &n));
        CHECK_INT(n, 99);
    }
}

TEST(only_well_formed_utf8_without_nul_passes)
{
    static const str good[] = { S_INIT(""),
                                S_INIT("plain"),
                                S_INIT("\x7F"),
                                S_INIT("\xC2\x80"),
                                S_INIT("\xDF\xBF"),
                                S_INIT("\xE0\xA0\x80"),
                                S_INIT("\xED\x9F\xBF"),
                                S_INIT("\xEE\x80\x80"),
                                S_INIT("\xEF\xBF\xBF"),
                                S_INIT("\xF0\x90\x80\x80"),
                                S_INIT("\xF4\x8F\xBF\xBF") };
    for (ptrdiff_t i = 0; i < COUNT(good); i++)
        CHECK(str_is_utf8(good[i]));
    static const str bad[] = {
        S_INIT("a\0b"),             // NUL
        S_INIT("\x80"),             // continuation alone
        S_INIT("\xC0\x80"),         // overlong NUL
        S_INIT("\xC1\xBF"),         // overlong, two bytes
        S_INIT("\xE0\x9F\xBF"),     // overlong, three bytes
        S_INIT("\xF0\x8F\xBF\xBF"), // overlong, four bytes
        S_INIT("\xED\xA0\x80"),     // surrogate
        S_INIT("\xF4\x90\x80\x80"), // past U+10FFFF
        S_INIT("\xF5\x80\x80\x80"),
        S_INIT("\xFF"),
        S_INIT("a\xC3"),
        S_INIT("\xE2\x82"),
        S_INIT("\xF0\x9F\x98"),
        S_INIT("\xC3\x28"),
        S_INIT("\xE2\x28\xA1"),
        S_INIT("\xE2\x82\x28"),
        S_INIT("\xF0\x9F\x98\x28"),
    };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK(!str_is_utf8(bad[i]));
}

TEST(a_prefix_of_code_points_never_cuts_one)
{
    str s = S("Itaú €😀");
    CHECK_INT(str_points(s), 7);
    CHECK_STR(str_first_points(s, 4), "Itaú");
    CHECK_STR(str_first_points(s, 6), "Itaú €");
    CHECK_STR(str_first_points(s, 7), "Itaú €😀");
    CHECK_STR(str_first_points(s, 70), "Itaú €😀");
    CHECK_STR(str_first_points(s, 0), "");
    CHECK_STR(str_first_points(STR_NONE, 3), "");
}

TEST(new_texts_end_in_nul_and_keep_nuls_within)
{
    str copy = str_copy(mem, S("a\0b"));
    CHECK_INT(copy.len, 3);
    CHECK_INT(copy.at[3], 0);
    CHECK(str_eq(copy, S("a\0b")));
    CHECK_INT(str_z(mem, STR_NONE)[0], 0);
    CHECK_STR(str_fmt(mem, "%d of %.*s", 3, STR_ARG(S("four"))), "3 of four");
    CHECK_STR(str_lower(mem, S("ÀBC-Z[")), "Àbc-z[");
    CHECK_STR(str_hex(mem, "\x00\xAF\x10", 3), "00af10");
    CHECK_STR(str_hex(mem, NULL, 0), "");
}

TEST(pieces_are_joined_with_something_between)
{
    str parts[] = { S("a"), STR_NONE, S("c") };
    CHECK_STR(str_join(mem, parts, 3, S(", ")), "a, , c");
    CHECK_STR(str_join(mem, parts, 1, S(", ")), "a");
    CHECK_STR(str_join(mem, NULL, 0, S(", ")), "");
    CHECK_STR(str_join(mem, parts, 3, STR_NONE), "ac");
}
