// SPDX-License-Identifier: Apache-2.0
#include "web/address.h"

#include "base/test.h"
#include "view/json.h"
#include "web/media.h"
#include "web/multipart.h"

static void check_path(struct ctx *c, const char *raw, const char *want)
{
    str path = S("unchanged");
    enum err e = address_path(c, str_of(raw), &path);
    if (!want) {
        if (e != ERR_MALFORMED || c->said.len == 0)
            print_error("accepted: %s\n", raw);
        CHECK_INT(e, ERR_MALFORMED);
        CHECK(c->said.len > 0);
        fail_clear(c);
        return;
    }
    CHECK_OK(e);
    CHECK_STR(path, want);
}

TEST(a_path_is_decoded_once)
{
    static const struct {
        const char *raw, *want;
    } rows[] = {
        { "/", "/" },
        { "/partnerships/7", "/partnerships/7" },
        { "/partnerships/", "/partnerships/" },
        { "/a%20b", "/a b" },
        { "/caf%C3%A9", "/café" },
        { "/100%25", "/100%" },
        { "/%2541", "/%41" },
        { "/a+b", "/a+b" },
        { "/...", "/..." },
        { "/a..b", "/a..b" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        check_path(c, rows[i].raw, rows[i].want);
}

TEST(a_path_that_climbs_or_hides_something_is_refused)
{
    static const char *const rows[] = {
        "", "x", "static/x", "*", "/..", "/../etc/passwd", "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/%2E./x", "/./x", "/%2e", "/a%2fb", "/a%2Fb", "/a\\b", "/a%5Cb", "//", "//evil.example", "/a//b", "/%00", "/a%0Ab",
        "/a%7F", "/%", "/%4", "/%zz", "/%ff", "/%C0%AF", "/%ED%A0%80", "/%F8%88%80%80%80", "http://evil.example/",
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        check_path(c, rows[i], NULL);
}

TEST(a_path_has_a_length)
{
    char raw[2 * LIMIT_PATH] = "/";
    for (ptrdiff_t i = 1; i < LIMIT_PATH; i++)
        raw[i] = 'x';
    str path;
    CHECK_OK(address_path(c, (str){ raw, LIMIT_PATH }, &path));
    raw[LIMIT_PATH] = 'x';
    CHECK_INT(address_path(c, (str){ raw, LIMIT_PATH + 1 }, &path), ERR_MALFORMED);
}

typedef enum err reader(struct ctx *, str, struct value **);

static void check_tree(struct ctx *c, reader *read, const char *raw, const char *want)
{
    struct value *v = NULL;
    enum err e = read(c, str_of(raw), &v);
    if (!want) {
        if (e == OK)
            print_error("accepted: %s\n", raw);
        CHECK_INT(e, ERR_MALFORMED);
        fail_clear(c);
        return;
    }
    struct buf b;
    buf_init(&b, c->mem, 10000);
    CHECK_OK(e);
    json_write(&b, v);
    CHECK_STR(buf_str(&b), want);
}

TEST(a_query_is_a_flat_map)
{
    static const struct {
        const char *raw, *want;
    } rows[] = {
        { "", "{}" },
        { "&&", "{}" },
        { "q=water", "{\"q\":\"water\"}" },
        { "q=a+b%26c&sort=-changed", "{\"q\":\"a b&c\",\"sort\":\"-changed\"}" },
        { "q", "{\"q\":\"\"}" },
        { "q=a=b", "{\"q\":\"a=b\"}" },
        { "x=1&x=2&y=&x=3", "{\"x\":[\"1\",\"2\",\"3\"],\"y\":\"\"}" },
        { "a.0.b=1", "{\"a.0.b\":\"1\"}" },
        { "q=%", NULL },
        { "q=%f", NULL },
        { "q=%GG", NULL },
        { "q=%00", NULL },
        { "%00=q", NULL },
        { "q=%C3%28", NULL },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        check_tree(c, address_query, rows[i].raw, rows[i].want);
}

TEST(a_form_is_a_tree)
{
    static const struct {
        const char *raw, *want;
    } rows[] = {
        { "title=A&partners.0.role=lead&partners.1.role=member",
          "{\"title\":\"A\",\"partners\":[{\"role\":\"lead\"},{\"role\":\"member\"}]}" },
        { "purposes=&purposes=advocacy&purposes=facilitation", "{\"purposes\":[\"\",\"advocacy\",\"facilitation\"]}" },
        { "a.0.kinds=x&a.0.kinds=y&a.0.kinds=z", "{\"a\":[{\"kinds\":[\"x\",\"y\",\"z\"]}]}" },
        { "a.1.x=1", NULL },             // a hole
        { "a.0.x=1&a.2.x=1", NULL },
        { "a=1&a.b=2", NULL },           // a text cannot hold more
        { "a.b=2&a=1", NULL },           // nor a map be a text
        { "=1", NULL },
        { "a.b.c.d.e.f.g.h.i=1", NULL }, // nine steps
        { "a.99999999.x=1", NULL },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        check_tree(c, address_form, rows[i].raw, rows[i].want);
}

static str many_pairs(struct arena *mem, int n)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    for (int i = 0; i < n; i++)
        buf_lit(&b, "x=1&");
    return buf_str(&b);
}

TEST(there_is_an_end_to_parameters)
{
    struct value *v = NULL;
    CHECK_OK(address_form(c, many_pairs(mem, LIMIT_PARAMETERS), &v));
    CHECK_INT(value_count(value_get(v, S("x"))), LIMIT_PARAMETERS);
    CHECK_INT(address_form(c, many_pairs(mem, LIMIT_PARAMETERS + 1), &v), ERR_MALFORMED);
    fail_clear(c);
    CHECK_INT(address_query(c, many_pairs(mem, LIMIT_PARAMETERS + 1), &v), ERR_MALFORMED);
}

#define PART(name, text) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" text "\r\n"
#define FILE_PART(file, text) "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" file "\"\r\n\r\n" text "\r\n"

static enum err read_multipart(struct ctx *c, str body, struct value **out)
{
    return multipart_read(c, S("XX"), body, out);
}

TEST(a_multipart_form_is_the_same_tree)
{
    static const struct {
        const char *raw, *want;
    } rows[] = {
        { "--XX--\r\n", "{}" },
        { PART("title", "A\r\nB") PART("p.0.role", "lead") "--XX--\r\n", "{\"title\":\"A\\r\\nB\",\"p\":[{\"role\":\"lead\"}]}" },
        { PART("x", "1") PART("x", "2") "--XX--", "{\"x\":[\"1\",\"2\"]}" },
        { FILE_PART("", "") PART("x", "1") "--XX--", "{\"x\":\"1\"}" },
        { FILE_PART("a.pdf", "bytes") "--XX--", NULL },
        { FILE_PART("", "bytes") "--XX--", NULL },
        { "", NULL },
        { "--XX", NULL },
        { "--YY--\r\n", NULL },
        { "--XX\r\n\r\n", NULL },
        { PART("title", "A"), NULL },
        { PART("", "A") "--XX--", NULL },
        { PART("x", "\xff") "--XX--", NULL },
        { "--XX\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\n1\r\n--XX--", NULL },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        check_tree(c, read_multipart, rows[i].raw, rows[i].want);
}

TEST(a_multipart_form_needs_a_boundary)
{
    struct value *v = NULL;
    CHECK_INT(multipart_read(c, STR_NONE, S("--\r\n"), &v), ERR_MALFORMED);
}

TEST(only_addresses_here_are_gone_to)
{
    CHECK(address_is_local(S("/partnerships?q=a")));
    CHECK(!address_is_local(S("")));
    CHECK(!address_is_local(S("//evil.example")));
    CHECK(!address_is_local(S("/\\evil.example")));
    CHECK(!address_is_local(S("https://evil.example")));
    CHECK(!address_is_local(S("/a\nSet-Cookie: x")));
}

TEST(what_is_encoded_is_decoded_again)
{
    struct buf b;
    struct value *v = NULL;
    buf_init(&b, mem, 1000);
    buf_lit(&b, "x=");
    address_encode(&b, S("é &=+%/?#"));
    CHECK_OK(address_query(c, buf_str(&b), &v));
    CHECK_STR(value_as_text(value_get(v, S("x"))), "é &=+%/?#");
}

TEST(accept_chooses_between_page_and_json)
{
    static const struct {
        const char *accept;
        enum wants want;
    } rows[] = {
        { "", WANTS_PAGE },
        { "*/*", WANTS_PAGE },
        { "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", WANTS_PAGE },
        { "application/json", WANTS_JSON },
        { "application/json;q=0.5, text/html;q=0.9", WANTS_PAGE },
        { "application/json, text/html;q=0.9", WANTS_JSON },
        { "text/*;q=0.3, application/json;q=0.31", WANTS_JSON },
        { "application/json;q=0", WANTS_PAGE },
        { "image/png", WANTS_PAGE },
    };
    enum wants wants;
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        CHECK(media_wants(str_of(rows[i].accept), STR_NONE, false, &wants));
        CHECK_INT(wants, rows[i].want);
    }
    CHECK(media_wants(S("application/json"), S("csv"), false, &wants));
    CHECK_INT(wants, WANTS_CSV);
    CHECK(media_wants(S("*/*"), STR_NONE, true, &wants));
    CHECK_INT(wants, WANTS_FRAGMENT);
    CHECK(!media_wants(STR_NONE, S("xml"), false, &wants));
}

TEST(gzip_is_sent_to_those_who_read_it)
{
    CHECK(media_accepts_gzip(S("gzip")));
    CHECK(media_accepts_gzip(S("br;q=1.0, GZIP;q=0.1")));
    CHECK(!media_accepts_gzip(S("gzip;q=0")));
    CHECK(!media_accepts_gzip(S("gzip;q=0.000")));
    CHECK(!media_accepts_gzip(S("br, deflate")));
    CHECK(!media_accepts_gzip(STR_NONE));
}

TEST(entity_tags_are_compared_weakly)
{
    CHECK(media_names_etag(S("\"a\", W/\"b\""), S("W/\"b\"")));
    CHECK(media_names_etag(S("\"b\""), S("W/\"b\"")));
    CHECK(media_names_etag(S("*"), S("W/\"b\"")));
    CHECK(!media_names_etag(S("\"a\""), S("W/\"b\"")));
    CHECK(!media_names_etag(STR_NONE, S("W/\"b\"")));
}

TEST(a_body_is_what_its_type_says)
{
    CHECK_INT(media_of(S("application/json; charset=utf-8")), MEDIA_JSON);
    CHECK_INT(media_of(S("Application/X-WWW-Form-Urlencoded")), MEDIA_FORM);
    CHECK_INT(media_of(S("multipart/form-data; boundary=\"a b\"")), MEDIA_MULTIPART);
    CHECK_INT(media_of(S("text/xml")), MEDIA_OTHER);
    CHECK_INT(media_of(STR_NONE), MEDIA_NONE);
    CHECK_STR(media_parameter(S("multipart/form-data; x; boundary=\"a;b\"; y=z"), S("boundary")), "a;b");
    CHECK_STR(media_parameter(S("multipart/form-data; x; boundary=\"a;b\"; y=z"), S("y")), "z");
    CHECK_STR(media_parameter(S("multipart/form-data"), S("boundary")), "");
}
