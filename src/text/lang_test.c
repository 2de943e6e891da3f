// SPDX-License-Identifier: Apache-2.0
#include "text/lang.h"

#include "base/buf.h"
#include "base/test.h"
#include "text/mo_maker.h"

#include <string.h>

#define NBSP "\xC2\xA0"

// With every no-break space, wide or narrow, as a plain one: releases of the data differ in them.
static str plain(struct arena *mem, str s)
{
    struct buf b;
    buf_init(&b, mem, s.len + 1);
    while (s.len > 0) {
        bool wide = str_starts(s, S(NBSP)), narrow = str_starts(s, S("\xE2\x80\xAF"));
        buf_byte(&b, wide || narrow ? ' ' : s.at[0]);
        s = str_skip(s, wide ? 2 : narrow ? 3 : 1);
    }
    return buf_str(&b);
}

static str catalogue(struct arena *mem, const char *plural_rule)
{
    const str pairs[][2] = {
        { S(""), str_fmt(mem, "Plural-Forms: %s\n", plural_rule) },
        { S("Partners"), S("[Partners]") },
        { S("partner\0partners"), S("[one]\0[some]\0[many]") },
    };
    return mo_make(mem, LITTLE_ENDIAN_FIRST, pairs, COUNT(pairs));
}

static void load_all(struct ctx *c, struct arena *mem)
{
    const char *tags[] = { "ar", "zh", "en", "fr", "ru", "es" };
    struct lang_source sources[COUNT(tags)];
    for (ptrdiff_t i = 0; i < COUNT(tags); i++)
        sources[i] = (struct lang_source){ tags[i], catalogue(mem, "nplurals=3; plural=n==1?0:n<5?1:2;") };
    CHECK_OK(lang_load(c, mem, sources, COUNT(sources)));
}

// Leaves nothing loaded that lives in a test's memory.
static void unload(struct ctx *c, struct arena *mem)
{
    CHECK_OK(lang_load(c, mem, NULL, 0));
}

TEST(english_is_there_without_loading)
{
    unload(c, mem);
    CHECK_INT(lang_count(), 1);
    CHECK(lang_at(0) == lang_english());
    CHECK(lang_find(S("en")) == lang_english());
    CHECK(lang_find(S("fr")) == NULL);
    CHECK_STR(str_of(lang_tag(NULL)), "en");
    CHECK_STR(str_of(lang_translate(NULL, "Partners")), "Partners");
    CHECK_STR(str_of(lang_translate_plural(NULL, "partner", "partners", 1)), "partner");
    CHECK_STR(str_of(lang_translate_plural(NULL, "partner", "partners", 0)), "partners");
}

TEST(languages_are_found_by_tag_and_know_their_names)
{
    load_all(c, mem);
    CHECK_INT(lang_count(), 6);
    CHECK(lang_find(S("fr-CA")) == lang_find(S("fr")));
    CHECK(lang_find(S("FR")) == lang_find(S("fr")));
    CHECK(lang_find(S("zh-Hant-TW")) == lang_find(S("zh")));
    CHECK(lang_find(S("fra")) == NULL);
    CHECK(lang_find(S("f")) == NULL);
    CHECK(lang_find(STR_NONE) == NULL);
    CHECK_STR(str_of(lang_name(lang_find(S("ar")))), "العربية");
    CHECK(lang_is_rtl(lang_find(S("ar"))));
    CHECK(!lang_is_rtl(lang_find(S("zh"))));
    CHECK(!lang_is_rtl(NULL));
    CHECK_INT(lang_index(lang_english()), 0);
    CHECK(lang_at(lang_index(lang_find(S("es")))) == lang_find(S("es")));
    unload(c, mem);
}

TEST(translations_come_from_the_catalogue_or_are_the_text_itself)
{
    load_all(c, mem);
    const struct lang *fr = lang_find(S("fr"));
    CHECK_STR(str_of(lang_translate(fr, "Partners")), "[Partners]");
    CHECK_STR(str_of(lang_translate(fr, "Reports")), "Reports");
    CHECK_STR(str_of(lang_translate_plural(fr, "partner", "partners", 1)), "[one]");
    CHECK_STR(str_of(lang_translate_plural(fr, "partner", "partners", 4)), "[some]");
    CHECK_STR(str_of(lang_translate_plural(fr, "partner", "partners", 5)), "[many]");
    CHECK_STR(str_of(lang_translate_plural(fr, "report", "reports", 1)), "report");
    CHECK_STR(str_of(lang_translate_plural(fr, "report", "reports", 5)), "reports");
    unload(c, mem);
}

TEST(accept_language_chooses_the_best_loaded_language)
{
    load_all(c, mem);
    const struct { const char *header, *tag; } cases[] = {
        { "", "en" }, { "fr", "fr" }, { "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr" }, { "de, ru;q=0.5", "ru" },
        { "de", "en" }, { "en;q=0.2, es;q=0.8", "es" }, { "fr;q=0, es;q=0.001", "es" }, { "fr;q=0", "en" }, { "*", "en" },
        { "zh-CN,zh;q=0.9", "zh" }, { "es;q=0.5,ar;q=0.5", "es" }, { "AR-eg", "ar" }, { "de,*;q=0.9,fr;q=0.1", "en" },
        { "fr ; q=0.3 , es ; q=0.4", "es" },
        // broken: what cannot be read is left out
        { "fr;q=2, es;q=0.1", "es" }, { "fr;q=x", "en" }, { "fr;q=0.1234, es;q=0.1", "es" }, { ",,;;q=,fr", "fr" }, { ";q=1", "en" },
        { "fr;q=", "en" }, { "fr;q=1.001", "en" }, { "\xFF\xFE,fr", "fr" },
    };
    for (ptrdiff_t i = 0; i < COUNT(cases); i++) {
        if (strcmp(lang_tag(lang_choose(str_of(cases[i].header))), cases[i].tag) != 0)
            CHECK_STR(str_of(cases[i].header), cases[i].tag);
    }
    unload(c, mem);
}

TEST(a_bad_catalogue_or_an_unknown_language_fails_by_name)
{
    struct lang_source bad = { "fr", S("not a catalogue") };
    CHECK_INT(lang_load(c, mem, &bad, 1), ERR_INTERNAL);
    CHECK(str_find(c->said, S("fr")) >= 0);
    fail_clear(c);
    struct lang_source unknown = { "qqx", catalogue(mem, "nplurals=1; plural=0;") };
    CHECK_INT(lang_load(c, mem, &unknown, 1), ERR_INTERNAL);
    fail_clear(c);
    unload(c, mem);
}

TEST(a_language_of_later_days_needs_its_catalogue_only)
{
    struct lang_source italian = { "it", catalogue(mem, "nplurals=2; plural=n != 1;") };
    CHECK_OK(lang_load(c, mem, &italian, 1));
    const struct lang *it = lang_find(S("it-CH"));
    CHECK_STR(str_of(lang_name(it)), "italiano");
    CHECK_STR(str_of(lang_translate(it, "Partners")), "[Partners]");
    CHECK_STR(lang_date(mem, it, (date){ 2003, 5, 31 }), "31 maggio 2003");
    unload(c, mem);
}

// As the Common Locale Data Repository has them; digits are Western everywhere.
TEST(numbers_are_written_as_each_language_does)
{
    load_all(c, mem);
    const struct { const char *tag, *number, *decimal; } cases[] = {
        { "en", "1,234,567", "12,345.5" }, { "fr", "1 234 567", "12 345,5" },
        { "es", "1.234.567", "12.345,5" }, { "ru", "1 234 567", "12 345,5" },
        { "zh", "1,234,567", "12,345.5" }, { "ar", "1,234,567", "12,345.5" },
    };
    for (ptrdiff_t i = 0; i < COUNT(cases); i++) {
        const struct lang *l = lang_find(str_of(cases[i].tag));
        CHECK_STR(plain(mem, lang_number(mem, l, 1234567)), cases[i].number);
        CHECK_STR(plain(mem, lang_decimal(mem, l, (decimal){ 123455000, true })), cases[i].decimal);
    }
    CHECK_STR(lang_number(mem, lang_find(S("es")), 1234), "1234");
    unload(c, mem);
}

TEST(numbers_at_the_ends_are_whole)
{
    CHECK_STR(lang_number(mem, NULL, 0), "0");
    CHECK_STR(lang_number(mem, NULL, -999), "-999");
    CHECK_STR(lang_number(mem, NULL, 1000), "1,000");
    CHECK_STR(lang_number(mem, NULL, INT64_MAX), "9,223,372,036,854,775,807");
    CHECK_STR(lang_number(mem, NULL, INT64_MIN), "-9,223,372,036,854,775,808");
    CHECK_STR(lang_decimal(mem, NULL, (decimal){ 1, true }), "0.0001");
    CHECK_STR(lang_decimal(mem, NULL, (decimal){ -5000, true }), "-0.5");
    CHECK_STR(lang_decimal(mem, NULL, (decimal){ 0, true }), "0");
    CHECK_STR(lang_decimal(mem, NULL, (decimal){ 0 }), "");
}

TEST(money_is_a_number_with_its_code)
{
    load_all(c, mem);
    CHECK_STR(lang_money(mem, NULL, money_of(264000, "USD")), "264,000" NBSP "USD");
    CHECK_STR(lang_money(mem, NULL, (money){ 26400050, "USD" }), "264,000.50" NBSP "USD");
    CHECK_STR(lang_money(mem, NULL, (money){ -5, "USD" }), "-0.05" NBSP "USD");
    CHECK_STR(lang_money(mem, NULL, (money){ 5000, "JPY" }), "5,000" NBSP "JPY");
    CHECK_STR(lang_money(mem, NULL, (money){ 5001, "KWD" }), "5.001" NBSP "KWD");
    CHECK_STR(lang_money(mem, NULL, (money){ 0 }), "");
    CHECK_STR(plain(mem, lang_money(mem, lang_find(S("fr")), money_of(513000000, "USD"))), "513 000 000 USD");
    unload(c, mem);
}

TEST(dates_are_as_exact_as_they_are_known)
{
    load_all(c, mem);
    const date day = { 2003, 5, 31 }, month = { 2001, 5, 0 }, year = { 1994, 0, 0 };
    const struct { const char *tag, *day, *month, *year; } cases[] = {
        { "en", "31 May 2003", "May 2001", "1994" },
        { "fr", "31 mai 2003", "mai 2001", "1994" },
        { "es", "31 de mayo de 2003", "mayo de 2001", "1994" },
        { "ru", "31 мая 2003 г.", "май 2001 г.", "1994" },
        { "zh", "2003年5月31日", "2001年5月", "1994年" },
        { "ar", "31 مايو 2003", "مايو 2001", "1994" },
    };
    for (ptrdiff_t i = 0; i < COUNT(cases); i++) {
        const struct lang *l = lang_find(str_of(cases[i].tag));
        CHECK_STR(plain(mem, lang_date(mem, l, day)), cases[i].day);
        CHECK_STR(plain(mem, lang_date(mem, l, month)), cases[i].month);
        CHECK_STR(plain(mem, lang_date(mem, l, year)), cases[i].year);
    }
    CHECK_STR(lang_date(mem, NULL, (date){ 0 }), "");
    unload(c, mem);
}

TEST(instants_are_written_in_their_zone)
{
    int64_t noon;
    CHECK(instant_parse(S("2003-05-31T12:00:00.000Z"), &noon));
    CHECK_STR(lang_instant(mem, NULL, noon, STR_NONE), "31 May 2003, 12:00" NBSP "UTC");
    CHECK_STR(lang_instant(mem, NULL, noon, S("Nowhere/Land")), "31 May 2003, 12:00" NBSP "UTC");
    CHECK_STR(lang_instant(mem, NULL, noon, S("Europe/Oslo")), "31 May 2003, 14:00");
    CHECK_STR(lang_instant(mem, NULL, noon + 10 * 3600000, S("Europe/Oslo")), "1 June 2003, 00:00");
    CHECK_STR(lang_instant(mem, NULL, -1, STR_NONE), "31 December 1969, 23:59" NBSP "UTC");
}

TEST(ages_are_told_in_the_largest_unit_that_fits)
{
    load_all(c, mem);
    const int64_t now = INT64_C(1000000000000), hour = 3600000;
    CHECK_STR(lang_ago(mem, NULL, now - 3 * 24 * hour, now), "3 days ago");
    CHECK_STR(lang_ago(mem, NULL, now - 2 * hour - 1, now), "2 hours ago");
    CHECK_STR(lang_ago(mem, NULL, now + 5 * hour, now), "in 5 hours");
    CHECK_STR(lang_ago(mem, NULL, now, now), "now");
    CHECK_STR(lang_ago(mem, NULL, now - 800 * 24 * hour, now), "2 years ago");
    CHECK_STR(plain(mem, lang_ago(mem, lang_find(S("fr")), now - 3 * 24 * hour, now)), "il y a 3 jours");
    unload(c, mem);
}

TEST(bytes_go_by_thousands_with_one_decimal_below_ten)
{
    CHECK_STR(lang_bytes(mem, NULL, 0), "0" NBSP "bytes");
    CHECK_STR(lang_bytes(mem, NULL, 999), "999" NBSP "bytes");
    CHECK_STR(lang_bytes(mem, NULL, 1500), "1.5" NBSP "kB");
    CHECK_STR(lang_bytes(mem, NULL, 40960), "41" NBSP "kB");
    CHECK_STR(lang_bytes(mem, NULL, 100000000), "100" NBSP "MB");
    CHECK(lang_bytes(mem, NULL, INT64_MAX).len > 0);
}

TEST(shares_become_percent)
{
    load_all(c, mem);
    CHECK_STR(lang_percent(mem, NULL, (decimal){ 2500, true }), "25%");
    CHECK_STR(lang_percent(mem, NULL, (decimal){ 1, true }), "0.01%");
    CHECK_STR(lang_percent(mem, NULL, (decimal){ 0 }), "");
    CHECK_STR(plain(mem, lang_percent(mem, lang_find(S("fr")), (decimal){ 2550, true })), "25,5 %");
    unload(c, mem);
}

TEST(countries_are_named_in_the_language)
{
    load_all(c, mem);
    CHECK_STR(lang_country(mem, NULL, S("NO")), "Norway");
    CHECK_STR(lang_country(mem, lang_find(S("fr")), S("NO")), "Norvège");
    CHECK_STR(lang_country(mem, lang_find(S("zh")), S("BR")), "巴西");
    CHECK_STR(lang_country(mem, NULL, S("no")), "no");
    CHECK_STR(lang_country(mem, NULL, S("XX")), "XX");
    CHECK_STR(lang_country(mem, NULL, STR_NONE), "");
    unload(c, mem);
}
