// SPDX-License-Identifier: Apache-2.0
#include "view/json.h"

#include "base/test.h"

#include <stdlib.h>
#include <string.h>

static str written(struct arena *mem, const struct value *v)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    json_write(&b, v);
    return buf_str(&b);
}

static str canonical(struct ctx *c, const char *text)
{
    struct value *v;
    CHECK_OK(json_read(c, str_of(text), &v));
    struct buf b;
    buf_init(&b, c->mem, 1 << 20);
    json_write_canonical(&b, v);
    return buf_str(&b);
}

static void check_refused(struct ctx *c, str text, const char *why)
{
    struct value *v;
    CHECK_INT(json_read(c, text, &v), ERR_MALFORMED);
    CHECK(v == NULL);
    if (str_find(c->said, str_of(why)) < 0)
        CHECK_STR(c->said, why);
    fail_clear(c);
}

TEST(json_comes_back_as_it_was_read)
{
    const char *texts[] = {
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "\"\"", "[]", "{}",
        "{\"b\":[1,2,{\"x\":null}],\"a\":\"é\"}", "1.21", "[0.1,1e+100]",
    };
    for (ptrdiff_t i = 0; i < COUNT(texts); i++) {
        struct value *v;
        CHECK_OK(json_read(c, str_of(texts[i]), &v));
        CHECK_STR(written(mem, v), texts[i]);
    }
}

TEST(numbers_with_a_fraction_or_an_exponent_are_real)
{
    struct value *v;
    CHECK_OK(json_read(c, S("[1, 1.0, 1e2]"), &v));
    CHECK_INT(value_at(v, 0)->kind, V_INT);
    CHECK_INT(value_at(v, 1)->kind, V_REAL);
    CHECK_INT(value_at(v, 2)->kind, V_REAL);
}

TEST(what_json_has_no_kind_for_is_written_as_the_header_says)
{
    struct value *map = value_map(mem);
    decimal half;
    const char *why;
    CHECK(decimal_parse(S("0.5"), &half, &why));
    value_set(mem, map, "decimal", value_decimal(mem, half));
    value_set(mem, map, "rich", value_rich(mem, S("*x*")));
    value_set(mem, map, "month", value_date(mem, (date){ 2001, 5, 0 }));
    value_set(mem, map, "instant", value_instant(mem, 0));
    value_set(mem, map, "money", value_money(mem, money_of(264000, "USD")));
    value_set(mem, map, "code", value_code(mem, S("lead"), "Lead partner"));
    CHECK_STR(written(mem, map),
              "{\"decimal\":\"0.5\",\"rich\":\"*x*\",\"month\":\"2001-05\",\"instant\":\"1970-01-01T00:00:00.000Z\","
              "\"money\":{\"amount\":\"264000.00\",\"currency\":\"USD\"},\"code\":\"lead\"}");
}

TEST(texts_are_escaped_so_that_they_may_stand_in_a_script_element)
{
    str text = S("\"\\/\b\f\n\r\t\x01 </script><!-- \xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA <b>");
    CHECK_STR(written(mem, value_text(mem, text)),
              "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001 <\\/script>\\u003c!-- \\u2028\\u2029\xE2\x80\xAA <b>\"");
}

TEST(member_names_are_escaped_too)
{
    struct value *map = value_map(mem);
    value_put(mem, map, S("a\"</"), value_int(mem, 1));
    CHECK_STR(written(mem, map), "{\"a\\\"<\\/\":1}");
}

TEST(a_number_that_is_none_becomes_null)
{
    CHECK_STR(written(mem, value_real(mem, strtod("nan", NULL))), "null");
    CHECK_STR(written(mem, value_real(mem, strtod("inf", NULL))), "null");
}

// The example of RFC 8785 §3.2.3: members by UTF-16 code units.
TEST(canonical_members_are_sorted_by_utf16_code_units)
{
    CHECK_STR(canonical(c, "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}"),
              "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,\"\xF0\x9F\x98\x80\":5,\"\xEF\xAC\xB3\":3}");
    CHECK_STR(canonical(c, "{\"ab\": [ 2, 1 ], \"a\": {\"z\": 1, \"y\": 2}}"), "{\"a\":{\"y\":2,\"z\":1},\"ab\":[2,1]}");
}

TEST(canonical_texts_escape_only_what_they_must)
{
    CHECK_STR(canonical(c, "\"</\\u2028\\u0007\\/\""), "\"</\xE2\x80\xA8\\u0007/\"");
}

TEST(malformed_json_is_refused_with_its_place)
{
    check_refused(c, S(""), "ends too early");
    check_refused(c, S("{\"a\": "), "ends too early");
    check_refused(c, S("{\"a\": 1,}"), "line 1");
    check_refused(c, S("{\n  \"a\": 1\n  \"b\": 2\n}"), "line 3");
    check_refused(c, S("{\"a\": 1} x"), "follows the end");
    check_refused(c, S("[1] [2]"), "follows the end");
    check_refused(c, S("\"abc"), "ends too early");
    check_refused(c, S("nul"), "not JSON");
    check_refused(c, S("01"), "not JSON");
    check_refused(c, S("'a'"), "not JSON");
    check_refused(c, S("{a:1}"), "not JSON");
    check_refused(c, S("\"a\nb\""), "not JSON");
    check_refused(c, S("\"\\x\""), "not JSON");
    check_refused(c, S("\"\\ud800\""), "not JSON");
}

TEST(a_member_name_that_stands_twice_is_refused)
{
    check_refused(c, S("{\"a\":1,\"b\":{\"a\":2},\"a\":3}"), "stands twice");
}

TEST(broken_utf8_and_nul_are_refused)
{
    check_refused(c, S("\"\xC3\x28\""), "not UTF-8");
    check_refused(c, S("\"\xED\xA0\x80\""), "not UTF-8");
    check_refused(c, S("\"\xC0\x80\""), "not UTF-8");
    check_refused(c, S("\"a\\u0000b\""), "NUL");
    check_refused(c, S("{\"a\\u0000\":1}"), "NUL");
    check_refused(c, S("\"a\0b\""), "");
    check_refused(c, S("[1]\0"), "");
}

TEST(numbers_outside_64_bits_are_refused)
{
    check_refused(c, S("9223372036854775808"), "too large");
    check_refused(c, S("[-99999999999999999999]"), "too large");
    check_refused(c, S("1e999"), "too large");
}

static str nested(struct arena *mem, int depth)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    for (int i = 0; i < depth; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < depth; i++)
        buf_byte(&b, ']');
    return buf_str(&b);
}

TEST(nesting_ends_at_32)
{
    struct value *v;
    CHECK_OK(json_read(c, nested(mem, 32), &v));
    check_refused(c, nested(mem, 33), "line 1, column 33: it is nested too deeply");
    check_refused(c, nested(mem, 100000), "nested too deeply");
    CHECK_OK(json_read(c, S("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[[\""), &v));
}

TEST(every_truncation_of_a_document_is_refused)
{
    str whole = S("{\"a\":[1,2.5,\"\\u00e9\xC3\xA9\",{\"b\":true,\"c\":null}]}");
    for (ptrdiff_t n = 0; n < whole.len; n++)
        check_refused(c, str_slice(whole, 0, n), "");
}
