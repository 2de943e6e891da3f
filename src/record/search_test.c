// SPDX-License-Identifier: Apache-2.0
#include "record/search.h"

#include "base/buf.h"
#include "base/test.h"
#include "record/query.h"
#include "record/test_types.h"

TEST(words_must_all_occur)
{
    CHECK_STR(search_expression(mem, S("clean water")), "\"clean\" AND \"water\"");
    CHECK_STR(search_expression(mem, S("  multi-stakeholder\t§18 ")), "\"multi-stakeholder\" AND \"§18\"");
    CHECK_STR(search_expression(mem, S("E/C.2/2003/L.1")), "\"E/C.2/2003/L.1\"");
}

TEST(quoted_words_are_a_phrase_in_any_quotation_marks)
{
    CHECK_STR(search_expression(mem, S("\"clean water\" schools")), "\"clean water\" AND \"schools\"");
    CHECK_STR(search_expression(mem, S("“clean water”")), "\"clean water\"");
    CHECK_STR(search_expression(mem, S("«eau propre» écoles")), "\"eau propre\" AND \"écoles\"");
    CHECK_STR(search_expression(mem, S("清洁 \"饮用 水\"")), "\"清洁\" AND \"饮用 水\"");
}

TEST(an_open_quotation_reaches_to_the_end)
{
    CHECK_STR(search_expression(mem, S("schools \"clean water")), "\"schools\" AND \"clean water\"");
    CHECK_STR(search_expression(mem, S("water\"")), "\"water\"");
}

TEST(a_dash_before_a_word_excludes_it)
{
    CHECK_STR(search_expression(mem, S("water -mining -\"open pit\"")), "(\"water\") NOT (\"mining\" OR \"open pit\")");
    CHECK_STR(search_expression(mem, S("water - mining")), "\"water\" AND \"mining\"");
    CHECK_STR(search_expression(mem, S("--water x")), "(\"x\") NOT (\"-water\")");
}

TEST(a_star_at_the_end_means_beginning_like_this)
{
    CHECK_STR(search_expression(mem, S("partner*")), "\"partner*\" *");
    CHECK_STR(search_expression(mem, S("\"clean wat\"* x")), "\"clean wat\" * AND \"x\"");
}

TEST(operators_of_the_index_are_plain_words)
{
    CHECK_STR(search_expression(mem, S("a OR b")), "\"a\" AND \"OR\" AND \"b\"");
    CHECK_STR(search_expression(mem, S("{p}: NEAR(x y) ^z")), "\"{p}:\" AND \"NEAR(x\" AND \"y)\" AND \"^z\"");
}

TEST(nothing_to_look_for_is_no_condition)
{
    CHECK_STR(search_expression(mem, STR_NONE), "");
    CHECK_STR(search_expression(mem, S("  \t ")), "");
    CHECK_STR(search_expression(mem, S("- * \"\" () ^ : +")), "");
    CHECK_STR(search_expression(mem, S("-mining")), "");
}

TEST(broken_bytes_separate_words)
{
    CHECK_STR(search_expression(mem, S("a\0b \xff c\xc3")), "\"a\" AND \"b\" AND \"c\"");
}

TEST(ten_thousand_words_are_cut_to_the_limit)
{
    struct buf text;
    buf_init(&text, mem, 1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_fmt(&text, "%d ", 10000 + i);
    str out = search_expression(mem, buf_str(&text));
    CHECK_INT(out.len, SEARCH_TERMS_MAX * 7 + (SEARCH_TERMS_MAX - 1) * 5);
}

TEST(a_word_that_is_repeated_is_asked_for_once)
{
    CHECK_STR(search_expression(mem, S("the the* The -the \"the\" the* -the")), "(\"the\" AND \"the*\" *) NOT (\"the\")");
}

// Whatever is typed, the index takes the expression; and the hits are what a reader of the sentences above expects.
TEST(the_index_understands_every_expression)
{
    static const struct {
        const char *typed;
        int hits;
    } cases[] = {
        { "water", 2 },       { "clean water", 2 },  { "\"clean water\"", 1 }, { "water -schools", 1 },
        { "scho*", 1 },       { "\"clean wa\"*", 1 }, { "private", 0 },        { "a OR b", 0 },
        { "water)", 2 },      { "(water", 2 },        { "p:water", 0 },        { "water* -sch*", 1 },
        { "'water", 2 },      { "water;", 2 },        { "multi-level", 1 },    { "{b} : private", 0 },
        { "wa\\ter", 0 },     { "-clean -x water", 0 },
    };
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    struct thing *first = test_types_thing(c, S("clean water for all"), maker);
    struct thing *second = test_types_thing(c, S("water, clean, in schools: multi-level"), maker);
    first->note = S("private words");
    CHECK_OK(test_types_insert(c, &thing_type, first));
    CHECK_OK(test_types_insert(c, &thing_type, second));
    for (ptrdiff_t i = 0; i < COUNT(cases); i++) {
        struct query query = { .text = str_of(cases[i].typed) };
        struct query_page page;
        CHECK_OK(query_run(c, &thing_type, &query, QUERY_ROWS, &page));
        CHECK_INT(page.n, cases[i].hits);
    }
}
