// SPDX-License-Identifier: Apache-2.0
#include "text/catalogue.h"

#include "base/test.h"
#include "text/mo_maker.h"

#include <string.h>

static const str pairs[][2] = {
    { S_INIT(""), S_INIT("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n > 1;\n") },
    { S_INIT("Partners"), S_INIT("Partenaires") },
    { S_INIT("one partner\0many partners"), S_INIT("un partenaire\0des partenaires") },
    { S_INIT("untranslated"), S_INIT("") },
};

static str sound(struct arena *mem, enum byte_order order)
{
    return mo_make(mem, order, pairs, COUNT(pairs));
}

TEST(a_catalogue_is_read_in_both_byte_orders)
{
    for (int order = 0; order < 2; order++) {
        struct catalogue cat;
        const char *why;
        CHECK(catalogue_read(mem, sound(mem, (enum byte_order)order), &cat, &why));
        CHECK_STR(str_of(catalogue_text(&cat, "Partners", 0)), "Partenaires");
        CHECK_STR(str_of(catalogue_text(&cat, "one partner", 0)), "un partenaire");
        CHECK_STR(str_of(catalogue_text(&cat, "one partner", 1)), "des partenaires");
        CHECK_INT(plural_form(&cat.plural, 1), 0);
        CHECK_INT(plural_form(&cat.plural, 2), 1);
    }
}

TEST(what_a_catalogue_does_not_have_is_null)
{
    struct catalogue cat;
    const char *why;
    CHECK(catalogue_read(mem, sound(mem, LITTLE_ENDIAN_FIRST), &cat, &why));
    CHECK(catalogue_text(&cat, "nowhere", 0) == NULL);
    CHECK(catalogue_text(&cat, "untranslated", 0) == NULL);
    CHECK(catalogue_text(&cat, "Partners", 1) == NULL);
    CHECK(catalogue_text(&cat, "Partners", 6) == NULL);
    CHECK(catalogue_text(&cat, "Partners", -1) == NULL);
    CHECK(catalogue_text(&cat, "", 0) == NULL);
}

static bool reads(struct arena *mem, str mo)
{
    struct catalogue cat;
    const char *why = NULL;
    bool good = catalogue_read(mem, mo, &cat, &why);
    CHECK(good || why);
    return good;
}

TEST(a_catalogue_that_is_cut_off_anywhere_is_refused)
{
    str whole = sound(mem, LITTLE_ENDIAN_FIRST);
    for (ptrdiff_t n = 0; n < whole.len; n++) {
        // In memory of its very size, so that reading past it is seen.
        str cut = str_copy(mem, str_slice(whole, 0, n));
        CHECK(!reads(mem, cut));
    }
    CHECK(!reads(mem, STR_NONE));
}

TEST(offsets_and_lengths_outside_the_file_are_refused)
{
    str whole = sound(mem, LITTLE_ENDIAN_FIRST);
    const unsigned char values[] = { 0x7F, 0x80, 0xFF };
    for (ptrdiff_t at = 8; at < 28 + 16 * COUNT(pairs); at++) {
        for (ptrdiff_t i = 0; i < COUNT(values); i++) {
            str bad = str_copy(mem, whole);
            char *bytes = str_z(mem, bad);
            bytes[at] = (char)values[i];
            reads(mem, (str){ bytes, bad.len }); // sound or not: the sanitizers watch
        }
    }
    for (ptrdiff_t word = 8; word < 20; word += 4) {
        char *bytes = str_z(mem, whole);
        memset(bytes + word, 0xFF, 4);
        CHECK(!reads(mem, (str){ bytes, whole.len }));
    }
}

TEST(a_wrong_magic_or_version_is_refused)
{
    char *bytes = str_z(mem, sound(mem, LITTLE_ENDIAN_FIRST));
    str mo = { bytes, sound(mem, LITTLE_ENDIAN_FIRST).len };
    bytes[0] = 0;
    CHECK(!reads(mem, mo));
    bytes[0] = (char)0xDE;
    CHECK(reads(mem, mo));
    bytes[6] = 2;
    CHECK(!reads(mem, mo));
}

static bool reads_pair(struct arena *mem, str id, str text)
{
    const str two[][2] = { { pairs[0][0], pairs[0][1] }, { id, text } };
    return reads(mem, mo_make(mem, LITTLE_ENDIAN_FIRST, two, 2));
}

TEST(texts_that_are_not_utf8_or_have_too_many_forms_are_refused)
{
    CHECK(reads_pair(mem, S("a"), S("\xC3\xA9")));
    CHECK(!reads_pair(mem, S("a"), S("\xC3")));
    CHECK(!reads_pair(mem, S("\xFF"), S("a")));
    CHECK(reads_pair(mem, S("a\0b"), S("1\0002\0003\0004\0005\0006")));
    CHECK(!reads_pair(mem, S("a\0b"), S("1\0002\0003\0004\0005\0006\0007")));
}

TEST(a_catalogue_without_a_sound_plural_rule_is_refused)
{
    const str none[][2] = { { S_INIT("a"), S_INIT("b") } };
    CHECK(!reads(mem, mo_make(mem, LITTLE_ENDIAN_FIRST, none, 1)));
    const str bad[][2] = { { S_INIT(""), S_INIT("Plural-Forms: nplurals=2; plural=system(n);\n") } };
    CHECK(!reads(mem, mo_make(mem, LITTLE_ENDIAN_FIRST, bad, 1)));
}
