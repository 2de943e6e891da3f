// SPDX-License-Identifier: Apache-2.0
#include "base/test.h"
#include "text/lang.h"
#include "text/mo_maker.h"
#include "view/mustache.h"
#include "view/value.h"

#define NBSP "\xC2\xA0"

static str rendered(struct ctx *c, const char *template, const struct value *data)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    CHECK_OK(mustache_text(c, str_of(template), data, &out));
    return buf_str(&out);
}

static struct value *record(struct arena *mem)
{
    struct value *v = value_map(mem);
    value_set(mem, v, "title", value_text(mem, S("<Title> & more")));
    value_set(mem, v, "about", value_rich(mem, S("*Rich* <b>")));
    value_set(mem, v, "starts", value_date(mem, (date){ 2001, 5, 0 }));
    value_set(mem, v, "seen", value_instant(mem, INT64_C(1054382400000))); // 2003-05-31T12:00Z
    value_set(mem, v, "budget", value_money(mem, money_of(264000, "USD")));
    value_set(mem, v, "role", value_code(mem, S("lead"), "Lead partner"));
    value_set(mem, v, "odd", value_code(mem, S("x-y"), NULL));
    value_set(mem, v, "share", value_decimal(mem, (decimal){ 2500, true }));
    value_set(mem, v, "people", value_int(mem, 28000));
    value_set(mem, v, "one", value_int(mem, 1));
    value_set(mem, v, "size", value_int(mem, 1500));
    return v;
}

TEST(values_are_shown_as_their_kind_is_written)
{
    struct value *v = record(mem);
    CHECK_STR(rendered(c, "{{starts}}|{{seen}}|{{budget}}|{{role}}|{{odd}}|{{share}}|{{people}}", v),
              "May 2001|31 May 2003|264,000" NBSP "USD|Lead partner|x-y|0.25|28000");
    CHECK_STR(rendered(c, "{{{starts}}} {{&role}}", v), "May 2001 Lead partner");
}

TEST(rich_text_is_safe_html_in_three_braces_and_its_source_in_two)
{
    struct value *v = record(mem);
    CHECK_STR(rendered(c, "{{{about}}}", v), "<p><em>Rich</em> </p>\n");
    CHECK_STR(rendered(c, "{{about}}", v), "*Rich* &lt;b&gt;");
    CHECK_STR(rendered(c, "{{#about}}{{{.}}}{{/about}}", v), "<p><em>Rich</em> </p>\n");
}

TEST(kinds_have_members_of_their_own)
{
    struct value *v = record(mem);
    CHECK_STR(rendered(c, "{{role.code}} {{starts.iso}} {{seen.iso}} {{budget.amount}} {{budget.currency}} {{budget.minor}}", v),
              "lead 2001-05 2003-05-31T12:00:00.000Z 264000.00 USD 26400000");
    CHECK_STR(rendered(c, "{{#budget}}{{amount}}{{currency}}{{/budget}}{{#role}}{{code}}{{/role}}", v), "264000.00USDlead");
    CHECK_STR(rendered(c, "[{{role.x}}{{budget.x}}{{starts.x}}{{title.x}}{{people.x}}{{role.code.x}}{{budget.amount.y}}]", v), "[]");
}

TEST(lambdas_write_a_named_value_their_way)
{
    struct value *v = record(mem);
    const char *rows[][2] = {
        { "{{#number}}people{{/number}}", "28,000" },
        { "{{#number}} people {{/number}}", "28,000" },
        { "{{#number}}{{people}}{{/number}}", "28,000" },
        { "{{#number}}share{{/number}}", "0.25" },
        { "{{#percent}}share{{/percent}}", "25%" },
        { "{{#percent}}one{{/percent}}", "100%" },
        { "{{#date}}seen{{/date}}", "31 May 2003" },
        { "{{#date}}starts{{/date}}", "May 2001" },
        { "{{#day_time}}seen{{/day_time}}", "31 May 2003, 12:00" NBSP "UTC" },
        { "{{#money}}budget{{/money}}", "264,000" NBSP "USD" },
        { "{{#bytes}}size{{/bytes}}", "1.5" NBSP "kB" },
        { "{{#plain}}about{{/plain}}", "Rich" },
        { "{{#url}}title{{/url}}", "%3CTitle%3E%20%26%20more" },
        { "{{#url}}role{{/url}}&{{#url}}starts{{/url}}", "lead&2001-05" },
        { "[{{#number}}nothing{{/number}}{{#url}}nothing{{/url}}{{#plain}}a.b{{/plain}}]", "[]" },
        { "{{#number}}title{{/number}}", "&lt;Title&gt; &amp; more" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(rendered(c, rows[i][0], v), rows[i][1]);
}

TEST(ago_counts_from_the_time_of_the_request)
{
    c->now_ms = INT64_C(1054382400000) + 3 * 86400000;
    CHECK_STR(rendered(c, "{{#ago}}seen{{/ago}}", record(mem)), "3 days ago");
}

TEST(a_variable_named_zone_sets_the_clock)
{
    struct value *v = record(mem);
    value_set(mem, v, "zone", value_text(mem, S("Europe/Oslo")));
    CHECK_STR(rendered(c, "{{#day_time}}seen{{/day_time}}", v), "31 May 2003, 14:00");
}

TEST(data_goes_before_lambdas)
{
    struct value *v = value_map(mem), *inner = value_map(mem);
    value_set(mem, inner, "x", value_int(mem, 1));
    value_set(mem, v, "date", inner);
    CHECK_STR(rendered(c, "{{#date}}{{x}}!{{/date}}", v), "1!");
    value_set(mem, v, "date", value_null(mem));
    CHECK_STR(rendered(c, "[{{#date}}{{x}}!{{/date}}{{^date}}none{{/date}}]", v), "[none]");
    CHECK_STR(rendered(c, "{{#date}}<b>{{.}}</b>{{/date}}", value_map(mem)), "");
}

TEST(texts_without_a_catalogue_are_shown_as_written)
{
    struct value *v = record(mem);
    CHECK_STR(rendered(c, "{{#t}}Partners{{/t}}", v), "Partners");
    CHECK_STR(rendered(c, "{{#t}}\n  Partners &amp;\n  <b>friends</b> of {{title}}\n{{/t}}", v),
              "Partners &amp; <b>friends</b> of &lt;Title&gt; &amp; more");
    CHECK_STR(rendered(c, "{{#tn}}one|{{one}} partner|{{one}} partners{{/tn}}", v), "1 partner");
    CHECK_STR(rendered(c, "{{#tn}} people | one of them | {{#number}}people{{/number}}  of them {{/tn}}", v), "28,000 of them");
}

static void load_french(struct ctx *c, struct arena *mem)
{
    const str pairs[][2] = {
        { S_INIT(""), S_INIT("Plural-Forms: nplurals=2; plural=n > 1;\n") },
        { S_INIT("Partners"), S_INIT("Partenaires") },
        { S_INIT("Lead partner"), S_INIT("Chef de file") },
        { S_INIT("By {{title}}"), S_INIT("Par <i>{{title}}</i>, {{#number}}people{{/number}}") },
        { S_INIT("{{one}} partner\0{{one}} partners"), S_INIT("{{one}} partenaire\0{{one}} partenaires") },
        { S_INIT("Broken"), S_INIT("{{#x}}Cassé") },
    };
    struct lang_source french = { "fr", mo_make(mem, BIG_ENDIAN_FIRST, pairs, COUNT(pairs)) };
    CHECK_OK(lang_load(c, mem, &french, 1));
    c->lang = lang_find(S("fr"));
}

static void unload(struct ctx *c, struct arena *mem)
{
    c->lang = NULL;
    CHECK_OK(lang_load(c, mem, NULL, 0));
}

TEST(texts_are_translated_before_their_variables_are_filled_in)
{
    load_french(c, mem);
    struct value *v = record(mem);
    CHECK_STR(rendered(c, "{{#t}} Partners\n{{/t}}", v), "Partenaires");
    CHECK_STR(rendered(c, "{{role}} {{role.code}}", v), "Chef de file lead");
    CHECK_STR(rendered(c, "{{#t}}By\n {{title}}{{/t}}", v),
              "Par <i>&lt;Title&gt; &amp; more</i>, 28\xE2\x80\xAF" "000");
    CHECK_STR(rendered(c, "{{#tn}}one|{{one}} partner|{{one}} partners{{/tn}}", v), "1 partenaire");
    value_set(mem, v, "one", value_int(mem, 0));
    CHECK_STR(rendered(c, "{{#tn}}one|{{one}} partner|{{one}} partners{{/tn}}", v), "0 partenaire");
    value_set(mem, v, "one", value_int(mem, 2));
    CHECK_STR(rendered(c, "{{#tn}}one|{{one}} partner|{{one}} partners{{/tn}}", v), "2 partenaires");
    unload(c, mem);
}

static bool find_phrase(void *arg, str name, str *source)
{
    *source = str_of(arg);
    return str_eq(name, S("page"));
}

TEST(one_set_serves_every_language)
{
    static char source[] = "{{#t}}Partners{{/t}} {{#tn}}one|{{one}} partner|{{one}} partners{{/tn}}";
    load_french(c, mem);
    struct templates *set = templates_open(mem, find_phrase, source);
    for (int round = 0; round < 3; round++) {
        struct buf out;
        buf_init(&out, mem, 1000);
        c->lang = round == 1 ? NULL : lang_find(S("fr"));
        CHECK_OK(mustache_render(c, set, S("page"), record(mem), &out));
        CHECK_STR(buf_str(&out), round == 1 ? "Partners 1 partner" : "Partenaires 1 partenaire");
    }
    unload(c, mem);
}

TEST(a_translation_with_a_fault_says_so)
{
    load_french(c, mem);
    struct buf out;
    buf_init(&out, mem, 1000);
    CHECK_INT(mustache_text(c, S("{{#t}}Broken{{/t}}"), NULL, &out), ERR_INTERNAL);
    CHECK(str_find(c->said, S("Cassé")) >= 0);
    unload(c, mem);
}

TEST(showing_a_long_list_takes_memory_for_its_text_only)
{
    struct value *data = value_map(mem), *rows = value_list(mem);
    for (int i = 0; i < 1000; i++)
        value_add(mem, rows, record(mem));
    value_set(mem, data, "rows", rows);
    struct buf out;
    buf_init(&out, mem, 1 << 20);
    ptrdiff_t before = arena_used(mem);
    CHECK_OK(mustache_text(c, S("{{#rows}}{{budget}}{{starts}}{{budget.amount}}{{#number}}people{{/number}}{{/rows}}"), data, &out));
    CHECK(arena_used(mem) - before < 4 * out.len + 16384);
}
