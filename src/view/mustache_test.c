// SPDX-License-Identifier: Apache-2.0
// Every rule of the Mustache specification's core modules, in cases of our own; the published ones run by
// tests/conformance/mustache_spec.c.
#include "view/mustache.h"

#include "base/test.h"
#include "view/json.h"

#include <pthread.h>
#include <string.h>

struct source {
    const char *name, *text;
};

static bool find_source(void *arg, str name, str *source)
{
    for (const struct source *s = arg; s && s->name; s++) {
        if (str_eq(str_of(s->name), name)) {
            *source = str_of(s->text);
            return true;
        }
    }
    return false;
}

static struct value *json(struct ctx *c, const char *text)
{
    struct value *v;
    CHECK_OK(json_read(c, str_of(text), &v));
    return v;
}

static str rendered(struct ctx *c, const char *template, const char *data)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    CHECK_OK(mustache_text(c, str_of(template), json(c, data), &out));
    return buf_str(&out);
}

static str page(struct ctx *c, struct source *sources, const char *data)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    CHECK_OK(mustache_render(c, templates_open(c->mem, find_source, sources), S("page"), json(c, data), &out));
    return buf_str(&out);
}

static void check_fault(struct ctx *c, str template, const char *line, const char *why)
{
    struct buf out;
    buf_init(&out, c->mem, 1 << 20);
    CHECK_INT(mustache_text(c, template, NULL, &out), ERR_INTERNAL);
    CHECK(str_find(c->said, str_of(line)) >= 0);
    CHECK(str_find(c->said, str_of(why)) >= 0);
    CHECK_INT(out.len, 0);
    fail_clear(c);
}

struct row {
    const char *template, *data, *want;
};

static void check_rows(struct ctx *c, const struct row *rows, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        CHECK_STR(rendered(c, rows[i].template, rows[i].data), rows[i].want);
}

TEST(text_without_tags_stays_as_it_is)
{
    check_rows(c, (struct row[]){
        { "", "{}", "" }, { "Bread {and} butter }}\n", "{}", "Bread {and} butter }}\n" }, { "{", "{}", "{" },
    }, 3);
}

TEST(variables_are_escaped_unless_three_braces_or_an_ampersand_say_otherwise)
{
    check_rows(c, (struct row[]){
        { "{{x}}", "{\"x\":\"<a href=\\\"b\\\">'&</a>\"}", "&lt;a href=&quot;b&quot;&gt;&#39;&amp;&lt;/a&gt;" },
        { "{{{x}}}|{{& x }}|{{{ x }}}", "{\"x\":\"<&>\"}", "<&>|<&>|<&>" },
        { "{{x}}", "{\"x\":\"{{y}}\",\"y\":\"no\"}", "{{y}}" },
    }, 3);
}

TEST(variables_print_numbers_and_hide_what_is_not_there)
{
    check_rows(c, (struct row[]){
        { "{{n}} {{{n}}} {{&n}}", "{\"n\":28000}", "28000 28000 28000" }, { "{{n}}", "{\"n\":2.5}", "2.5" },
        { "{{n}}", "{\"n\":1e21}", "1e+21" }, { "[{{n}}]", "{\"n\":null}", "[]" }, { "[{{m}}{{m.n.o}}]", "{\"n\":1}", "[]" },
        { "{{n}}", "{\"n\":true}", "true" }, { "[{{n}}]", "{\"n\":[1]}", "[]" },
    }, 7);
}

TEST(white_space_around_a_variable_is_kept_and_within_it_is_not)
{
    check_rows(c, (struct row[]){
        { " {{x}}\n", "{\"x\":1}", " 1\n" }, { "  {{{x}}}  \n{{  x\t}}", "{\"x\":1}", "  1  \n1" },
    }, 2);
}

TEST(a_dotted_name_finds_its_first_step_outwards_and_the_others_within)
{
    check_rows(c, (struct row[]){
        { "{{a.b.c}}", "{\"a\":{\"b\":{\"c\":7}}}", "7" },
        { "[{{a.b.c}}]", "{\"a\":{\"b\":{}},\"c\":1}", "[]" },
        { "{{#in}}{{a.b}}{{/in}}", "{\"in\":{\"x\":1},\"a\":{\"b\":5}}", "5" },
        { "[{{#in}}{{a.b}}{{/in}}]", "{\"in\":{\"a\":{\"z\":1}},\"a\":{\"b\":5}}", "[]" },
        { "[{{a.b}}]", "{\"a.b\":1}", "[]" },
        { "{{#a.b}}x{{/a.b}}{{^a.c}}y{{/a.c}}{{^a.c.d}}z{{/a.c.d}}", "{\"a\":{\"b\":true}}", "xyz" },
        { "{{rows.1.x}}", "{\"rows\":[{\"x\":1},{\"x\":2}]}", "2" },
    }, 7);
}

TEST(a_section_shows_what_is_not_empty)
{
    check_rows(c, (struct row[]){
        { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":true}", "a" }, { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":false}", "b" },
        { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":null}", "b" }, { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{}", "b" },
        { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":[]}", "b" },   { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":\"\"}", "b" },
        { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":0}", "a" },    { "{{#x}}a{{/x}}{{^x}}b{{/x}}", "{\"x\":\"no\"}", "a" },
        { "{{# x }}{{#x}}a{{/x}}{{^x}}b{{/x}}{{/ x }}c", "{\"x\":true}", "ac" },
    }, 9);
}

TEST(a_section_over_a_map_looks_in_it_first_and_then_around_it)
{
    check_rows(c, (struct row[]){
        { "{{#lead}}{{name}} in {{place}}{{/lead}}", "{\"lead\":{\"name\":\"A\"},\"name\":\"B\",\"place\":\"C\"}", "A in C" },
        { "{{#x}}{{.}}{{x}}{{/x}}", "{\"x\":\"y\"}", "yy" },
        { "{{#a}}{{#b}}{{x}}{{y}}{{/b}}{{x}}{{/a}}{{x}}", "{\"x\":1,\"y\":0,\"a\":{\"x\":2,\"b\":{\"x\":3}}}", "3021" },
    }, 3);
}

TEST(a_section_over_a_list_shows_each_item)
{
    check_rows(c, (struct row[]){
        { "{{#l}}{{n}},{{/l}}", "{\"l\":[{\"n\":1},{\"n\":2}]}", "1,2," },
        { "{{#l}}({{.}}){{/l}}", "{\"l\":[\"a\",2,1.5,\"<\"]}", "(a)(2)(1.5)(&lt;)" },
        { "{{#l}}({{{.}}}{{&.}}){{/l}}", "{\"l\":[\"<\"]}", "(<<)" },
        { "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "{\"l\":[[1,2],[3]]}", "(12)(3)" },
        { "{{#.}}{{n}}{{/.}}", "[{\"n\":1},{\"n\":2}]", "12" }, { "{{.}}", "\"x\"", "x" },
        { "{{#l}}{{^.}}none{{/.}}{{/l}}", "{\"l\":[null,1]}", "none" },
    }, 7);
}

TEST(a_list_tells_its_length_and_the_place_of_its_items)
{
    check_rows(c, (struct row[]){
        { "{{#l}}{{-number}}{{.}}{{^-last}}, {{/-last}}{{/l}}", "{\"l\":[\"a\",\"b\",\"c\"]}", "1a, 2b, 3c" },
        { "{{#l}}{{#-first}}<{{/-first}}{{.}}{{#-last}}>{{/-last}}{{/l}}", "{\"l\":[1]}", "<1>" },
        { "{{#l}}{{#m}}{{-number}}{{/m}}{{-number}} {{/l}}", "{\"l\":[{\"m\":[1,2]},{\"m\":{\"a\":1}}]}", "121 22 " },
        { "[{{-number}}{{#-first}}x{{/-first}}]", "{}", "[]" },
        { "{{l.count}}{{#l.count}} rows{{/l.count}}{{^l.count}} none{{/l.count}}", "{\"l\":[1,2]}", "2 rows" },
        { "{{l.count}}{{#l.count}} rows{{/l.count}}{{^l.count}} none{{/l.count}}", "{\"l\":[]}", "0 none" },
        { "{{#l.count}}{{#l}}{{n}}{{/l}}{{/l.count}}", "{\"l\":[{\"n\":1},{\"n\":2}]}", "12" },
    }, 7);
}

TEST(tags_that_stand_alone_take_their_line)
{
    check_rows(c, (struct row[]){
        { "a\n{{#x}}\nb\n{{/x}}\nc\n", "{\"x\":1}", "a\nb\nc\n" },
        { "a\n  {{#x}}  \nb\n\t{{/x}}\nc", "{\"x\":1}", "a\nb\nc" },
        { "a\r\n{{#x}}\r\nb\r\n{{/x}}\r\nc", "{\"x\":1}", "a\r\nb\r\nc" },
        { "  {{#x}}\nb{{/x}}\nc", "{\"x\":1}", "b\nc" },
        { "a{{#x}}\nb\n  {{/x}}", "{\"x\":1}", "a\nb\n" },
        { "a\n{{^x}}\nb\n{{/x}}\nc\n", "{}", "a\nb\nc\n" },
        { "a\n  {{! note }}\nb\n", "{}", "a\nb\n" },
        { "a\n {{! two\n lines }} \nb\n", "{}", "a\nb\n" },
        { "a\n {{=| |=}}\n|x|\n", "{\"x\":1}", "a\n1\n" },
    }, 9);
}

TEST(tags_that_share_a_line_leave_it_alone)
{
    check_rows(c, (struct row[]){
        { " {{#x}}a{{/x}} \n", "{\"x\":1}", " a \n" },
        { "a {{#x}}\n{{/x}} b", "{\"x\":1}", "a \n b" },
        { " {{x}} \n {{{x}}}\n", "{\"x\":1}", " 1 \n 1\n" },
        { "a {{! note }}\nb", "{}", "a \nb" },
        { "{{#x}} {{! c }}\n {{/x}} |\n", "{\"x\":1}", " \n  |\n" },
        { "{{#x}}{{#x}}\na{{/x}}{{/x}}", "{\"x\":1}", "\na" },
    }, 6);
}

TEST(comments_leave_no_trace)
{
    check_rows(c, (struct row[]){
        { "a{{! {{x }}b", "{}", "ab" }, { "a{{!x}}b", "{\"!x\":1}", "ab" }, { "1 {{! a\n b }} 2", "{}", "1  2" },
    }, 3);
}

TEST(delimiters_can_be_set_until_the_end_of_the_template)
{
    check_rows(c, (struct row[]){
        { "{{=<% %>=}}<% x %>{{x}}<%={{ }}=%>{{x}}<% x %>", "{\"x\":1}", "1{{x}}1<% x %>" },
        { "{{=| |=}}|#s|{{x}}|x||/s|", "{\"s\":1,\"x\":2}", "{{x}}2" },
        { "{{= @   @ =}}@x@|@&x@|@{x}@", "{\"x\":\"<\"}", "&lt;|<|<" },
        { "{{#s}}{{=| |=}}|x||/s||={{ }}=|{{x}}", "{\"s\":1,\"x\":2}", "22" },
    }, 4);
}

TEST(partials_see_the_values_around_them)
{
    struct source sources[] = {
        { "page", "{{>a}}/{{#in}}{{> b }}{{/in}}/{{>none}}" }, { "a", "a{{x}}{{>b}}" }, { "b", "b{{x}}" }, { NULL, NULL },
    };
    CHECK_STR(page(c, sources, "{\"x\":1,\"in\":{\"x\":2}}"), "a1b1/b2/");
}

TEST(partials_may_call_themselves)
{
    struct source sources[] = { { "page", "{{>tree}}" }, { "tree", "{{n}}({{#kids}}{{>tree}}{{/kids}})" }, { NULL, NULL } };
    CHECK_STR(page(c, sources, "{\"n\":1,\"kids\":[{\"n\":2,\"kids\":[]},{\"n\":3,\"kids\":[]}]}"), "1(2()3())");
}

TEST(partials_begin_with_the_usual_delimiters_and_keep_theirs)
{
    struct source sources[] = { { "page", "{{=| |=}}|>a| |x| {{x}}" }, { "a", "{{x}}{{=% %=}}%x%" }, { NULL, NULL } };
    CHECK_STR(page(c, sources, "{\"x\":1}"), "11 1 {{x}}");
}

TEST(a_partial_alone_on_its_line_is_moved_in_but_its_values_are_not)
{
    struct source sources[] = { { "page", "<ul>\n  {{>item}}\n</ul>\n" }, { "item", "<li>\n\n{{x}}\n</li>\n" }, { NULL, NULL } };
    CHECK_STR(page(c, sources, "{\"x\":\"1\\n2\"}"), "<ul>\n  <li>\n\n  1\n2\n  </li>\n</ul>\n");
    struct source twice[] = { { "page", " {{>a}}\n" }, { "a", " {{>b}}\na\n" }, { "b", "b\nb\n" }, { NULL, NULL } };
    CHECK_STR(page(c, twice, "{}"), "  b\n  b\n a\n");
    struct source last[] = { { "page", "a\n  {{>b}}" }, { "b", "1\n2" }, { NULL, NULL } };
    CHECK_STR(page(c, last, "{}"), "a\n  1\n  2");
}

TEST(a_partial_within_a_line_is_not_moved_in)
{
    struct source sources[] = { { "page", "  {{x}} {{>a}}\n" }, { "a", "1\n2" }, { NULL, NULL } };
    CHECK_STR(page(c, sources, "{\"x\":0}"), "  0 1\n2\n");
}

TEST(templates_with_faults_are_refused_with_their_line)
{
    check_fault(c, S("a\n{{#x}}\nb"), "line", "not closed");
    check_fault(c, S("a\nb {{x"), "line 2", "not closed");
    check_fault(c, S("{{{x}}"), "line 1", "not closed");
    check_fault(c, S("{{/x}}"), "line 1", "not open");
    check_fault(c, S("{{#x}}\n\n{{/y}}"), "line 3", "another section");
    check_fault(c, S("{{#a.b}}{{/a}}"), "line 1", "another section");
    check_fault(c, S("{{#x}}{{#y}}{{/x}}{{/y}}"), "line 1", "another section");
    check_fault(c, S("{{}}"), "line 1", "name");
    check_fault(c, S("{{x y}}"), "line 1", "name");
    check_fault(c, S("{{a..b}}"), "line 1", "name");
    check_fault(c, S("{{.a}}"), "line 1", "name");
    check_fault(c, S("{{#}}{{/}}"), "line 1", "name");
    check_fault(c, S("{{>a b}}"), "line 1", "name");
    check_fault(c, S("{{=|=}}"), "line 1", "delimiters");
    check_fault(c, S("{{=a b c=}}"), "line 1", "delimiters");
    check_fault(c, S("{{==}}"), "line 1", "delimiters");
    check_fault(c, S("{{=0123456789abcdefg }}=}}"), "line 1", "delimiters");
    check_fault(c, S("{{#tn}}n|one{{/tn}}"), "line 1", "number|one|many");
    check_fault(c, S("{{#tn}}n|a|b|c{{/tn}}"), "line 1", "number|one|many");
}

static const char *repeated(struct arena *mem, const char *part, int times, const char *after)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    for (int i = 0; i < times; i++)
        buf_add(&b, str_of(part));
    buf_add(&b, str_of(after));
    return buf_z(&b);
}

TEST(sections_nested_too_deeply_are_refused)
{
    check_fault(c, str_of(repeated(mem, "{{#x}}", 65, "")), "line 1", "deeply");
    const char *deep = str_z(mem, str_fmt(mem, "%s%s", repeated(mem, "{{^x}}", 64, "y"), repeated(mem, "{{/x}}", 64, "")));
    CHECK_STR(rendered(c, deep, "{}"), "y");
    const char *shown = str_z(mem, str_fmt(mem, "%s%s", repeated(mem, "{{#x}}", 64, "y"), repeated(mem, "{{/x}}", 64, "")));
    struct buf out;
    buf_init(&out, mem, 1 << 20);
    CHECK_INT(mustache_text(c, str_of(shown), json(c, "{\"x\":1}"), &out), ERR_INTERNAL);
}

TEST(a_partial_without_end_is_stopped)
{
    struct source sources[] = { { "page", "{{>page}}{{>page}}" }, { NULL, NULL } };
    struct buf out;
    buf_init(&out, mem, 1 << 20);
    CHECK_INT(mustache_render(c, templates_open(mem, find_source, sources), S("page"), NULL, &out), ERR_INTERNAL);
}

TEST(a_page_longer_than_its_buffer_is_refused)
{
    struct buf out;
    buf_init(&out, mem, 4);
    CHECK_INT(mustache_text(c, S("12345"), NULL, &out), ERR_LIMIT);
}

TEST(a_set_knows_what_it_has_and_what_its_partials_miss)
{
    struct source sources[] = { { "page", "{{>a}} {{>gone}} {{>gone}}" }, { "a", "{{>lost}}" }, { NULL, NULL } };
    struct templates *set = templates_open(mem, find_source, sources);
    CHECK(templates_has(set, S("a")));
    CHECK(!templates_has(set, S("gone")));
    CHECK_OK(templates_compile(c, set, S("page")));
    CHECK_STR(templates_missing(mem, set), "gone");
    CHECK_OK(templates_compile(c, set, S("a")));
    str missing = templates_missing(mem, set);
    CHECK(str_find(missing, S("gone")) >= 0 && str_find(missing, S("lost")) >= 0);
    CHECK_INT(templates_compile(c, set, S("gone")), ERR_INTERNAL);
    fail_clear(c);
    struct buf out;
    buf_init(&out, mem, 100);
    CHECK_INT(mustache_render(c, set, S("gone"), NULL, &out), ERR_INTERNAL);
}

struct reader {
    pthread_t thread;
    struct templates *set;
    bool good;
};

static void *read_pages(void *arg)
{
    struct reader *reader = arg;
    struct arena *mem = arena_open("reader", ARENA_REQUEST);
    reader->good = true;
    for (int i = 0; i < 50; i++) {
        struct ctx c = { .mem = mem };
        struct buf out;
        buf_init(&out, mem, 1000);
        enum err e = mustache_render(&c, reader->set, i % 2 ? S("page") : S("other"), NULL, &out);
        reader->good &= !e && str_eq(buf_str(&out), i % 2 ? S("a Why b") : S(" Why b"));
    }
    arena_close(mem);
    return NULL;
}

TEST(threads_may_share_a_set_from_the_first_page_on)
{
    struct source sources[] = {
        { "page", "a {{>words}}" }, { "other", " {{>words}}" }, { "words", "{{#t}}Why{{/t}} b" }, { NULL, NULL },
    };
    struct reader readers[4];
    struct templates *set = templates_open(mem, find_source, sources);
    for (ptrdiff_t i = 0; i < COUNT(readers); i++) {
        readers[i] = (struct reader){ .set = set };
        CHECK_INT(pthread_create(&readers[i].thread, NULL, read_pages, &readers[i]), 0);
    }
    for (ptrdiff_t i = 0; i < COUNT(readers); i++) {
        CHECK_INT(pthread_join(readers[i].thread, NULL), 0);
        CHECK(readers[i].good);
    }
}
