// SPDX-License-Identifier: Apache-2.0
#include "base/money.h"
#include "base/test.h"

#include <string.h>

TEST(amounts_are_read_as_people_write_them)
{
    static const struct {
        str text, code;
        int64_t minor;
        const char *currency;
    } rows[] = {
        { S_INIT("264,000"), S_INIT("USD"), 26400000, "USD" },
        { S_INIT("264.000"), S_INIT("USD"), 26400000, "USD" },
        { S_INIT("264 000.00"), S_INIT("USD"), 26400000, "USD" },
        { S_INIT("264000"), S_INIT("usd"), 26400000, "USD" },
        { S_INIT("264000.5"), S_INIT("USD"), 26400050, "USD" },
        { S_INIT("1.000,50"), S_INIT("EUR"), 100050, "EUR" },
        { S_INIT("1,000.50"), S_INIT("EUR"), 100050, "EUR" },
        { S_INIT("1.000.000"), S_INIT("EUR"), 100000000, "EUR" },
        { S_INIT("1,000,000 NOK"), S_INIT(""), 100000000, "NOK" },
        { S_INIT("NOK 5"), S_INIT(""), 500, "NOK" },
        { S_INIT("NOK5"), S_INIT(" "), 500, "NOK" },
        { S_INIT("  5,5 nok "), S_INIT("NOK"), 550, "NOK" },
        { S_INIT("1'000'000.05"), S_INIT("CHF"), 100000005, "CHF" },
        { S_INIT("1’000’000"), S_INIT("CHF"), 100000000, "CHF" },
        { S_INIT("1\u00A0234,56"), S_INIT("EUR"), 123456, "EUR" },
        { S_INIT("1\u202F234,56\u202FEUR"), S_INIT(""), 123456, "EUR" },
        { S_INIT("1 234,567.00"), S_INIT(""), -1, NULL }, // two kinds of thousands
        { S_INIT("١٬٢٣٤٫٥٦"), S_INIT("EGP"), 123456, "EGP" },
        { S_INIT("١٢٣٤"), S_INIT("EGP"), 123400, "EGP" },
        { S_INIT("۱۲۳۴٫۵"), S_INIT("IRR"), 123450, "IRR" },
        { S_INIT("-5.25"), S_INIT("USD"), -525, "USD" },
        { S_INIT("\u22125.25"), S_INIT("USD"), -525, "USD" },
        { S_INIT("USD -5"), S_INIT(""), -500, "USD" },
        { S_INIT("-0"), S_INIT("USD"), 0, "USD" },
        { S_INIT(".5"), S_INIT("USD"), 50, "USD" },
        { S_INIT("0.500"), S_INIT("USD"), 50, "USD" },
        { S_INIT("1234.500"), S_INIT("USD"), 123450, "USD" },
        { S_INIT("5.1000"), S_INIT("USD"), 510, "USD" },
        { S_INIT("1,00,000"), S_INIT("INR"), 10000000, "INR" },
        { S_INIT("12,34,56,789.10"), S_INIT("INR"), 12345678910, "INR" },
        { S_INIT("500"), S_INIT("JPY"), 500, "JPY" },
        { S_INIT("500.00"), S_INIT("JPY"), 500, "JPY" },
        { S_INIT("1,234"), S_INIT("KWD"), 1234000, "KWD" },
        { S_INIT("1.234"), S_INIT("KWD"), 1234, "KWD" }, // as money_amount writes it
        { S_INIT("513,000,000"), S_INIT("USD"), 51300000000, "USD" },
        { S_INIT("92233720368547758.07"), S_INIT("USD"), INT64_MAX, "USD" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        money m = { .minor = -7 };
        const char *why = "";
        bool read = money_parse(rows[i].text, rows[i].code, &m, &why);
        if (read != (rows[i].currency != NULL))
            CHECK_FAIL("%.*s: %s", STR_ARG(rows[i].text), why);
        if (read && (m.minor != rows[i].minor || strcmp(m.currency, rows[i].currency) != 0))
            CHECK_FAIL("%.*s: read as %lld %s", STR_ARG(rows[i].text), (long long)m.minor, m.currency);
    }
}

TEST(what_is_no_amount_is_refused_with_the_reason)
{
    static const struct {
        str text, code;
        const char *part; // of the reason
    } rows[] = {
        { S_INIT(""), S_INIT("USD"), "such as 40,000 USD" },
        { S_INIT("   "), S_INIT(""), "such as 40,000 USD" },
        { S_INIT("40,000"), S_INIT(""), "add the currency" },
        { S_INIT("USD"), S_INIT(""), "such as" },
        { S_INIT("abc"), S_INIT("USD"), "such as" },
        { S_INIT("5 EUR"), S_INIT("USD"), "one currency" },
        { S_INIT("5 EUR"), S_INIT("nonsense"), "one currency" },
        { S_INIT("5"), S_INIT("XXX"), "ISO 4217" },
        { S_INIT("5"), S_INIT("US"), "ISO 4217" },
        { S_INIT("5 ZZZ"), S_INIT(""), "ISO 4217" },
        { S_INIT("$5"), S_INIT("USD"), "groups" },
        { S_INIT("5,0,0"), S_INIT("USD"), "groups" },
        { S_INIT("1,0000,000"), S_INIT("USD"), "groups" },
        { S_INIT("1000,000,000"), S_INIT("USD"), "groups" },
        { S_INIT("1,000.000.000"), S_INIT("USD"), "groups" },
        { S_INIT("1  000"), S_INIT("USD"), "groups" },
        { S_INIT(",000,000"), S_INIT("USD"), "groups" },
        { S_INIT("--5"), S_INIT("USD"), "groups" },
        { S_INIT("5."), S_INIT("USD"), "digits" },
        { S_INIT("-"), S_INIT("USD"), "such as" },
        { S_INIT("5.1 2"), S_INIT("USD"), "digits" },
        { S_INIT("5.123"), S_INIT("JPY"), NULL }, // five thousand
        { S_INIT("5.12"), S_INIT("JPY"), "no smaller unit" },
        { S_INIT("5.1234"), S_INIT("USD"), "fewer decimals" },
        { S_INIT("92233720368547758.08"), S_INIT("USD"), "too large" },
        { S_INIT("99999999999999999999999999999999999999"), S_INIT("USD"), "too large" },
        { S_INIT("11111111111111111111111111111111111111111111111111111111111111111"), S_INIT("USD"), "such as" },
        { S_INIT("5\xFF"), S_INIT("USD"), "such as" },
        { S_INIT("5\0"), S_INIT("USD"), "such as" },
        { S_INIT("٥x"), S_INIT("USD"), "groups" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        money m = { .minor = 7, .currency = "CHF" };
        const char *why = "";
        bool read = money_parse(rows[i].text, rows[i].code, &m, &why);
        if (read != (rows[i].part == NULL))
            CHECK_FAIL("%.*s: taken as %lld", STR_ARG(rows[i].text), (long long)m.minor);
        if (!read && (!strstr(why, rows[i].part) || m.minor != 7))
            CHECK_FAIL("%.*s: %s", STR_ARG(rows[i].text), why);
    }
}

TEST(currencies_have_their_decimals)
{
    static const struct {
        str code;
        int want;
    } rows[] = { { S_INIT("USD"), 2 },   { S_INIT("JPY"), 0 },  { S_INIT("KWD"), 3 },  { S_INIT("CLF"), 4 },
                 { S_INIT("DEM"), 2 },   { S_INIT("ITL"), 0 },  { S_INIT("ZWL"), 2 },  { S_INIT("AED"), 2 },
                 { S_INIT("XPF"), 0 },   { S_INIT("usd"), -1 }, { S_INIT("XXX"), -1 }, { S_INIT("US"), -1 },
                 { S_INIT("USDX"), -1 }, { S_INIT(""), -1 } };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        CHECK_INT(currency_decimals(rows[i].code), rows[i].want);
}

TEST(the_table_of_currencies_is_sorted_and_complete)
{
    CHECK(currency_count() > 200);
    for (ptrdiff_t i = 0; i < currency_count(); i++) {
        CHECK_INT(currency_code(i).len, 3);
        CHECK(currency_decimals(currency_code(i)) >= 0 && currency_decimals(currency_code(i)) <= 4);
        CHECK(i == 0 || str_compare(currency_code(i - 1), currency_code(i)) < 0);
    }
    CHECK_INT(currency_code(-1).len, 0);
    CHECK_INT(currency_code(currency_count()).len, 0);
}

TEST(amounts_come_back_from_their_json_form)
{
    static const money rows[] = { { 26400000, "USD" },  { 5, "USD" },       { -5, "USD" },    { 0, "USD" },
                                  { 1234, "KWD" },      { 500, "JPY" },     { 12345, "JPY" }, { 12345, "CLF" },
                                  { INT64_MAX, "USD" }, { 1234567, "KWD" }, { -1234, "KWD" } };
    static const char *const want[] = { "264000.00", "0.05",   "-0.05",
                                        "0.00",      "1.234",  "500",
                                        "12345",     "1.2345", "92233720368547758.07",
                                        "1234.567",  "-1.234" };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        money m = { 0 };
        const char *why = NULL;
        str text = money_amount(mem, rows[i]);
        CHECK_STR(text, want[i]);
        CHECK(money_parse(text, str_of(rows[i].currency), &m, &why));
        CHECK_INT(m.minor, rows[i].minor);
    }
    CHECK_STR(money_amount(mem, (money){ .minor = 0 }), "");
    CHECK_STR(money_amount(mem, (money){ INT64_MIN, "USD" }), "-92233720368547758.08");
}

TEST(whole_units_become_minor_ones)
{
    CHECK_INT(money_of(264000, "USD").minor, 26400000);
    CHECK_INT(money_of(500, "JPY").minor, 500);
    CHECK_INT(money_of(-2, "KWD").minor, -2000);
    CHECK(money_is_none((money){ .minor = 5 }) && !money_is_none(money_of(0, "USD")));
}

TEST(decimals_are_exact_to_four_places)
{
    static const struct {
        str text;
        int64_t units;
        const char *shown;
    } rows[] = {
        { S_INIT("28,000"), 280000000, "28000" },
        { S_INIT("28 000"), 280000000, "28000" },
        { S_INIT("0.5"), 5000, "0.5" },
        { S_INIT("0,5"), 5000, "0.5" },
        { S_INIT("0.125"), 1250, "0.125" },
        { S_INIT("1.1250"), 11250, "1.1250" }, // 1.125 would be read as thousands
        { S_INIT("1234.125"), 12341250, "1234.125" },
        { S_INIT("0.0001"), 1, "0.0001" },
        { S_INIT("-0.0001"), -1, "-0.0001" },
        { S_INIT("1.125"), 11250000, "1125" },
        { S_INIT("0"), 0, "0" },
        { S_INIT("٣٫٥"), 35000, "3.5" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        decimal d = { 0 }, again = { 0 };
        const char *why = NULL;
        CHECK(decimal_parse(rows[i].text, &d, &why));
        CHECK(d.stated);
        CHECK_INT(d.units, rows[i].units);
        CHECK_STR(decimal_str(mem, d), rows[i].shown);
        CHECK(decimal_parse(decimal_str(mem, d), &again, &why));
        CHECK_INT(again.units, d.units);
    }
    CHECK_STR(decimal_str(mem, (decimal){ 0 }), "");
    CHECK_STR(decimal_str(mem, decimal_of(0)), "0");
    CHECK_STR(decimal_str(mem, decimal_of(-7)), "-7");
}

TEST(what_is_no_decimal_is_refused)
{
    static const str bad[] = { S_INIT(""),
                               S_INIT("x"),
                               S_INIT("1.00001"),
                               S_INIT("1,2,3"),
                               S_INIT("5 %"),
                               S_INIT("1e5"),
                               S_INIT("922337203685477.5808"),
                               S_INIT("NaN"),
                               S_INIT("5 USD") };
    for (ptrdiff_t i = 0; i < COUNT(bad); i++) {
        decimal d = { .units = 7 };
        const char *why = NULL;
        CHECK(!decimal_parse(bad[i], &d, &why));
        CHECK(why != NULL && d.units == 7 && !d.stated);
    }
}

TEST(an_amount_in_words_is_asked_for_in_digits)
{
    money m = { 0 };
    const char *why = NULL;
    CHECK(!money_parse(S("forty thousand"), S(""), &m, &why));
    CHECK_STR(str_of(why), "write an amount and a currency, such as 40,000 USD");
    CHECK(!money_parse(S("forty"), S("USD"), &m, &why));
    CHECK_STR(str_of(why), "write an amount and a currency, such as 40,000 USD");
}
