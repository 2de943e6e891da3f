// SPDX-License-Identifier: Apache-2.0
#include "record/cursor.h"

#include "base/test.h"

TEST(a_cursor_comes_back_as_it_was)
{
    const struct cursor cases[] = {
        { S("title"), TEXT(S("Água limpa & \"escolas\" 水")), 7 },
        { S("-changed"), INT(-1054382400000), INT64_MAX },
        { STR_NONE, REAL(-3.7234567890123456e-6), 12 },
        { S("title"), TEXT(STR_NONE), 0 },
        { S("area"), NIL, 9 },
    };
    for (ptrdiff_t i = 0; i < COUNT(cases); i++) {
        struct cursor got;
        str word = cursor_write(mem, &cases[i]);
        CHECK(cursor_read(mem, word, &got));
        CHECK(str_eq(got.sort, cases[i].sort));
        CHECK_INT(got.id, cases[i].id);
        CHECK_INT(got.value.kind, cases[i].value.kind);
        if (got.value.kind == VAL_TEXT)
            CHECK(str_eq(got.value.s, cases[i].value.s));
        else if (got.value.kind == VAL_REAL)
            CHECK(got.value.r == cases[i].value.r);
        else if (got.value.kind == VAL_INT)
            CHECK_INT(got.value.i, cases[i].value.i);
    }
}

TEST(a_cursor_needs_no_escaping_in_an_address)
{
    str word = cursor_write(mem, &(struct cursor){ S("title"), TEXT(S("~~~>>>\x7f?")), 3 });
    for (ptrdiff_t i = 0; i < word.len; i++)
        CHECK(str_find_byte(S("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), word.at[i]) >= 0);
}

TEST(a_text_that_is_no_cursor_is_refused)
{
    struct cursor got;
    static const char *const bad[] = {
        "", "x", "????", "MSBpZCAx", "MiB0aXRsZSA3IHQgYQ", "MSB0aXRsZSAtNyB0IGE", "MSB0aXRsZSA3IHggYQ", "MSB0aXRsZSA3IHQg_w",
        "MSB0aXRsZSA3IGkgMDA3", "MSB0aXRsZSA3IHQgYQ==", "MSB0aXRsZSA3IHIgOTIyMTEyMDIzNzA0MTA5MDU2MQ",
    };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++)
        CHECK(!cursor_read(mem, str_of(bad[i]), &got));
    CHECK(cursor_read(mem, S("MSB0aXRsZSA3IHQgYQ"), &got)); // "1 title 7 t a": the neighbour of those is one
}
