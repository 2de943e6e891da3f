// SPDX-License-Identifier: Apache-2.0
#include "web/request.h"

#include "base/test.h"
#include "web/body.h"
#include "web/cookie.h"
#include "web/guard.h"
#include "web/route.h"

static const struct route page_route = { .method = POST, .path = "/x", .right = ROLE_SIGNED_IN };
static const struct route open_route = { .method = POST, .path = "/sign-in", .right = ROLE_PUBLIC, .flags = ROUTE_OPEN };
static const struct route api_route = { .method = POST, .path = "/api/v1/x", .right = ROLE_SIGNED_IN, .flags = ROUTE_API };

static struct request request_with(struct arena *mem, const struct header *headers, ptrdiff_t n)
{
    return (struct request){ .c = { .mem = mem },
                             .method = POST,
                             .path = S("/x"),
                             .route = &page_route,
                             .headers = headers,
                             .header_count = n,
                             .base_url = S("http://office.example"),
                             .session = { .id = 1, .csrf = S("0123456789abcdef0123456789abcdef") } };
}
#define WITH(...) request_with(mem, (const struct header[]){ __VA_ARGS__ }, COUNT(((const struct header[]){ __VA_ARGS__ })))
#define H(name, value) { S(name), S(value) }

TEST(the_version_comes_from_if_match)
{
    static const struct {
        const char *header;
        int64_t want;
    } rows[] = { { "\"7\"", 7 }, { "W/\"7\"", 7 }, { "\"7-json\"", 7 }, { "7", 0 }, { "*", 0 }, { "\"\"", 0 }, { "\"-7\"", 0 },
                 { "\"99999999999999999999\"", 0 }, { "\"seven\"", 0 } };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        const struct header headers[] = { { S("if-match"), str_of(rows[i].header) } };
        struct request r = request_with(mem, headers, 1);
        CHECK_INT(request_if_version(&r), rows[i].want);
    }
}

TEST(the_version_of_a_form_is_a_field)
{
    struct request r = WITH(H("Host", "office.example"));
    r.body = value_map(mem);
    CHECK_INT(request_if_version(&r), 0);
    value_set(mem, r.body, "_version", value_text(mem, S("12")));
    CHECK_INT(request_if_version(&r), 12);
}

// ---- forgery

static enum err forged(struct request *r)
{
    enum err e = guard_origin(r);
    if (e == OK)
        e = guard_forgery(r);
    CHECK(e == OK || r->c.said.len > 0);
    return e;
}

TEST(a_form_needs_its_own_token)
{
    struct request r = WITH(H("Host", "office.example"));
    CHECK_INT(forged(&r), ERR_DENIED);
    fail_clear(&r.c);
    r.body = value_map(mem);
    value_set(mem, r.body, "_csrf", value_text(mem, S("0123456789abcdef0123456789abcdeX")));
    CHECK_INT(forged(&r), ERR_DENIED);
    fail_clear(&r.c);
    value_set(mem, r.body, "_csrf", value_text(mem, S("0123456789abcdef")));
    CHECK_INT(forged(&r), ERR_DENIED);
    fail_clear(&r.c);
    value_set(mem, r.body, "_csrf", value_text(mem, r.session.csrf));
    CHECK_INT(forged(&r), OK);
}

TEST(a_script_sends_the_token_as_a_header)
{
    struct request r = WITH(H("X-CSRF-Token", "0123456789abcdef0123456789abcdef"));
    CHECK_INT(forged(&r), OK);
    r = WITH(H("X-CSRF-Token", ""));
    CHECK_INT(forged(&r), ERR_DENIED);
}

TEST(another_site_cannot_send_forms)
{
    static const struct {
        const char *name, *value;
        enum err want;
    } rows[] = {
        { "Origin", "http://office.example", OK },
        { "Origin", "http://evil.example", ERR_DENIED },
        { "Origin", "http://office.example.evil.example", ERR_DENIED },
        { "Origin", "null", ERR_DENIED },
        { "Origin", "office.example", ERR_DENIED },
        { "Sec-Fetch-Site", "same-origin", OK },
        { "Sec-Fetch-Site", "none", OK },
        { "Sec-Fetch-Site", "same-site", ERR_DENIED },
        { "Sec-Fetch-Site", "cross-site", ERR_DENIED },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        const struct header headers[] = { H("Host", "office.example"), { str_of(rows[i].name), str_of(rows[i].value) } };
        struct request r = request_with(mem, headers, 2);
        r.route = &open_route; // no token asked: the origin alone
        CHECK_INT(forged(&r), rows[i].want);
    }
}

TEST(a_program_with_a_token_has_no_cookie_to_be_abused)
{
    struct request r = WITH(H("Origin", "http://elsewhere.example"));
    r.has_bearer = true;
    CHECK_INT(forged(&r), OK);
}

// ---- cookies

TEST(a_cookie_is_found_by_its_whole_name)
{
    CHECK_STR(cookie_find(S("a=1; accord_session=tok ;b=2"), S(COOKIE_SESSION)), "tok");
    CHECK_STR(cookie_find(S("xaccord_session=tok"), S(COOKIE_SESSION)), "");
    CHECK_STR(cookie_find(S("accord_session"), S(COOKIE_SESSION)), "");
    CHECK_STR(cookie_find(S(""), S(COOKIE_SESSION)), "");
}

TEST(the_session_cookie_is_kept_from_scripts_and_other_sites)
{
    struct request r = WITH(H("Host", "office.example"));
    CHECK_STR(cookie_session(&r, S("tok")), "accord_session=tok; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
    r.base_url = S("https://office.example");
    CHECK_STR(cookie_session(&r, S("tok")), "accord_session=tok; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure");
}

static str value_of_line(str line)
{
    str rest = line;
    (void)str_cut(&rest, '=');
    return str_cut(&rest, ';');
}

TEST(a_notice_is_only_read_by_its_own_session)
{
    struct request r = WITH(H("Host", "office.example"));
    str cookie = value_of_line(cookie_notice(&r, S("It is public now: “é”; done")));
    CHECK_STR(cookie_notice_read(&r, cookie), "It is public now: “é”; done");
    r.session.csrf = S("another456789abcdef0123456789abcd");
    CHECK_STR(cookie_notice_read(&r, cookie), "");
}

TEST(a_notice_that_was_tampered_with_is_not_read)
{
    struct request r = WITH(H("Host", "office.example"));
    str cookie = value_of_line(cookie_notice(&r, S("done")));
    CHECK_STR(cookie_notice_read(&r, str_fmt(mem, "%.*sX", STR_ARG(cookie))), "");
    CHECK_STR(cookie_notice_read(&r, S("done")), "");
    CHECK_STR(cookie_notice_read(&r, S(".done")), "");
    CHECK_STR(cookie_notice_read(&r, S("%%%.%ff")), "");
}

// ---- bodies

static int status_of_body(struct request *r, const struct route *route, const char *body)
{
    struct answer a = { 0 };
    r->route = route;
    r->body_text = str_of(body);
    enum err e = body_read(r, &a);
    CHECK(e == OK || r->c.said.len > 0);
    fail_clear(&r->c);
    return e == OK ? 200 : a.status ? a.status : err_http(e);
}

TEST(a_body_of_the_wrong_type_is_refused)
{
    struct request r = WITH(H("Content-Type", "text/xml"));
    CHECK_INT(status_of_body(&r, &page_route, "x=1"), 415);
    CHECK_INT(status_of_body(&r, &api_route, "{}"), 415);
    r = WITH(H("Content-Type", "application/json"));
    CHECK_INT(status_of_body(&r, &page_route, "{}"), 415);
    r = WITH(H("Content-Type", "application/x-www-form-urlencoded"));
    CHECK_INT(status_of_body(&r, &api_route, "x=1"), 415);
    r = WITH(H("Host", "office.example"));
    CHECK_INT(status_of_body(&r, &api_route, "{}"), 415);
    CHECK_INT(status_of_body(&r, &api_route, ""), 200);
    CHECK(!r.body);
}

TEST(a_json_body_is_one_object)
{
    static const struct {
        const char *body;
        int want;
    } rows[] = {
        { "{\"title\":\"A\"}", 200 }, { "[]", 400 },          { "7", 400 },      { "{", 400 },
        { "{\"a\":1,\"a\":2}", 400 }, { "{\"a\":\"\\u0000\"}", 400 }, { "\xff", 400 }, { "null", 400 },
    };
    struct request r = WITH(H("Content-Type", "application/json; charset=utf-8"));
    for (ptrdiff_t i = 0; i < COUNT(rows); i++)
        CHECK_INT(status_of_body(&r, &api_route, rows[i].body), rows[i].want);
}

TEST(a_json_body_has_an_end_to_its_values)
{
    struct request r = WITH(H("Content-Type", "application/json"));
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    buf_lit(&b, "{\"a\":[");
    for (int i = 0; i <= LIMIT_VALUES; i++)
        buf_lit(&b, "1,");
    buf_lit(&b, "1]}");
    CHECK_INT(status_of_body(&r, &api_route, buf_z(&b)), 413);
}

TEST(a_json_body_does_not_nest_for_ever)
{
    struct request r = WITH(H("Content-Type", "application/json"));
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    buf_lit(&b, "{\"a\":");
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, ']');
    buf_byte(&b, '}');
    CHECK_INT(status_of_body(&r, &api_route, buf_z(&b)), 400);
}
