// SPDX-License-Identifier: Apache-2.0
#include "web/test_server.h"

#include "base/time.h"
#include "view/json.h"

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#define GET_ONLY(server, target, headers) test_server_ask(c, (server), "GET", (target), (headers), STR_NONE)
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\n"

static bool has(str text, const char *part)
{
    return str_find(text, str_of(part)) >= 0;
}

// ---- pages and data

TEST(a_page_comes_with_its_data_and_its_guards)
{
    struct server *server = test_server_open(c, NULL);
    test_office_published(c, S("Wheel"));
    struct test_reply list = GET_ONLY(server, "/things", "");
    CHECK_INT(list.status, 200);
    CHECK(has(list.body, "Wheel"));
    CHECK_STR(test_server_header(&list, "Content-Type"), "text/html; charset=utf-8");
    CHECK_STR(test_server_header(&list, "X-Content-Type-Options"), "nosniff");
    CHECK(has(test_server_header(&list, "Content-Security-Policy"), "default-src 'none'"));
    struct test_reply one = GET_ONLY(server, "/things/1", "");
    CHECK_INT(one.status, 200);
    CHECK(has(one.body, "Wheel"));
    CHECK_INT(GET_ONLY(server, "/things/1/history", "").status, 200);
}

TEST(the_api_gives_data_total_and_next)
{
    struct server *server = test_server_open(c, NULL);
    struct value *v = NULL;
    for (int i = 0; i < 3; i++)
        test_office_published(c, str_fmt(mem, "Wheel %d", i));
    struct test_reply list = GET_ONLY(server, "/api/v1/things?limit=2", "");
    CHECK_INT(list.status, 200);
    CHECK_OK(json_read(c, list.body, &v));
    CHECK_INT(value_count(value_get(v, S("data"))), 2);
    CHECK_INT(value_get(v, S("total"))->number, 3);
    struct test_reply rest = GET_ONLY(server, str_z(mem, value_as_text(value_get(v, S("next")))), "");
    CHECK_OK(json_read(c, rest.body, &v));
    CHECK_INT(value_count(value_get(v, S("data"))), 1);
    CHECK_INT(value_get(v, S("next"))->kind, V_NULL);
    CHECK_INT(GET_ONLY(server, "/api/v1/things?limit=0", "").status, 422);
    CHECK_INT(GET_ONLY(server, "/api/v1/things?limit=101", "").status, 422);
    CHECK_INT(GET_ONLY(server, "/api/v1/things?nonsense=1", "").status, 422);
}

TEST(a_list_streams_as_csv_and_ndjson)
{
    enum { THINGS = 230 }; // more than two slices
    struct server *server = test_server_open(c, NULL);
    for (int i = 0; i < THINGS; i++)
        test_office_published(c, str_fmt(mem, "Wheel %d", i));
    static const struct {
        const char *target;
        int lines;
    } rows[] = { { "/things?format=csv", THINGS + 1 }, { "/api/v1/things?format=ndjson", THINGS } };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        struct test_reply reply = GET_ONLY(server, rows[i].target, "");
        CHECK_INT(reply.status, 200);
        int lines = 0;
        for (ptrdiff_t k = 0; k < reply.body.len; k++)
            lines += reply.body.at[k] == '\n';
        CHECK(lines >= rows[i].lines); // a cell may hold line ends
        CHECK(has(reply.body, "Wheel 0") && has(reply.body, "Wheel 229"));
    }
}

TEST(what_is_not_there_is_said_as_it_was_asked)
{
    struct server *server = test_server_open(c, NULL);
    char too_long[LIMIT_QUERY + 20] = "/things?q=";
    memset(too_long + 10, 'a', LIMIT_QUERY);
    const char *too_long_api = str_z(mem, str_fmt(mem, "/api/v1%s", too_long));
    const struct {
        const char *target;
        int status;
        const char *type;
    } rows[] = {
        { "/nothing", 404, "text/html; charset=utf-8" },
        { "/things/999", 404, "text/html; charset=utf-8" },
        { "/things/999/nothing", 404, "text/html; charset=utf-8" },
        { "/api/v1/things/999", 404, "application/problem+json" },
        { "/api/v1/nothing", 404, "application/problem+json" },
        { "/static/nothing.css", 404, "text/html; charset=utf-8" },
        { "/static/../../etc/passwd", 400, "text/html; charset=utf-8" },
        { "/static/%2e%2e/%2e%2e/etc/passwd", 400, "text/html; charset=utf-8" },
        { too_long, 414, "text/html; charset=utf-8" },
        { too_long_api, 414, "application/problem+json" },
        { "/things?q=%ff", 400, "text/html; charset=utf-8" },
        { "/things?format=xml", 400, "text/html; charset=utf-8" },
        { "/things/1/edit?", 303, "" },
        { "/me", 303, "" },
    };
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        struct test_reply reply = GET_ONLY(server, rows[i].target, "");
        CHECK_INT(reply.status, rows[i].status);
        CHECK_STR(test_server_header(&reply, "Content-Type"), rows[i].type);
    }
}

TEST(a_request_whose_length_is_not_clear_is_refused_and_the_line_closed)
{
    static const char *const heads[] = {
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
    };
    struct server *server = test_server_open(c, NULL);
    for (ptrdiff_t i = 0; i < COUNT(heads); i++) {
        int line = test_server_connect(server);
        test_server_say(line, str_fmt(mem, "POST /sign-in HTTP/1.1\r\nHost: x\r\n%s\r\nemail=", heads[i]));
        CHECK_INT(test_server_hear(c, line, "POST").status, 400);
        CHECK(test_server_ended(line));
    }
}

TEST(an_address_may_be_whole)
{
    struct server *server = test_server_open(c, NULL);
    CHECK_INT(GET_ONLY(server, "http://example.org/healthz", "").status, 200);
    CHECK_INT(GET_ONLY(server, "http://example.org/nothing?a=b", "").status, 404);
    CHECK_INT(GET_ONLY(server, "ftp://example.org/healthz", "").status, 400);
}

TEST(an_address_says_which_methods_it_takes)
{
    struct server *server = test_server_open(c, NULL);
    struct test_reply reply = test_server_ask(c, server, "DELETE", "/api/v1/things", "", STR_NONE);
    CHECK_INT(reply.status, 405);
    CHECK_STR(test_server_header(&reply, "Allow"), "GET, HEAD, POST");
    CHECK_INT(test_server_ask(c, server, "BREW", "/things", "", STR_NONE).status, 501);
}

TEST(head_is_get_without_its_body)
{
    struct server *server = test_server_open(c, NULL);
    test_office_published(c, S("Wheel"));
    struct test_reply get = GET_ONLY(server, "/things", "");
    for (int i = 0; i < 2; i++) { // from the worker, and from the cache
        struct test_reply head = test_server_ask(c, server, "HEAD", i ? "/things" : "/things?sort=-changed", "", STR_NONE);
        CHECK_INT(head.status, 200);
        CHECK(test_server_header(&head, "Content-Length").len > 0);
        if (i)
            CHECK(str_eq(test_server_header(&head, "Content-Length"), test_server_header(&get, "Content-Length")));
    }
}

// ---- the cache

TEST(an_unchanged_page_is_304_and_a_changed_one_is_new)
{
    struct server *server = test_server_open(c, NULL);
    test_office_published(c, S("Wheel"));
    struct test_reply first = GET_ONLY(server, "/things", "");
    str etag = test_server_header(&first, "ETag");
    CHECK(str_starts(etag, S("W/\"")));
    const char *again = str_fmt(mem, "If-None-Match: %.*s\r\n%c", STR_ARG(etag), 0).at;
    CHECK_INT(GET_ONLY(server, "/things", again).status, 304);
    test_office_published(c, S("Axle"));
    struct test_reply changed = GET_ONLY(server, "/things", again);
    CHECK_INT(changed.status, 200);
    CHECK(has(changed.body, "Axle"));
}

static bool unpack(str packed, char *to, size_t room, size_t *n)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)packed.at, .avail_in = (uInt)packed.len, .avail_out = (uInt)room };
    z.next_out = (Bytef *)to;
    if (inflateInit2(&z, 15 + 16) != Z_OK)
        return false;
    int result = inflate(&z, Z_FINISH);
    *n = z.total_out;
    inflateEnd(&z);
    return result == Z_STREAM_END;
}

TEST(answers_are_packed_for_those_who_unpack)
{
    static char plain[1 << 20];
    struct server *server = test_server_open(c, NULL);
    test_office_published(c, S("Wheel"));
    struct test_reply as_is = GET_ONLY(server, "/things", "");
    CHECK_STR(test_server_header(&as_is, "Content-Encoding"), "");
    for (int i = 0; i < 2; i++) {
        size_t n = 0;
        struct test_reply packed = GET_ONLY(server, i ? "/things?sort=-changed" : "/things", "Accept-Encoding: gzip\r\n");
        CHECK_STR(test_server_header(&packed, "Content-Encoding"), "gzip");
        CHECK(has(test_server_header(&packed, "Vary"), "Accept-Encoding"));
        CHECK(unpack(packed.body, plain, sizeof plain, &n));
        if (i == 0)
            CHECK(str_eq((str){ plain, (ptrdiff_t)n }, as_is.body));
    }
}

TEST(what_one_person_sees_is_not_given_to_others)
{
    struct server *server = test_server_open(c, NULL);
    str csrf;
    const char *cookie = test_server_sign_in(c, "reviewer", &csrf);
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, S("Hidden wheel")), STR_NONE);
    const char *path = str_fmt(mem, "/things/%lld%c", (long long)made.id, 0).at;
    for (int i = 0; i < 2; i++) {
        struct test_reply theirs = GET_ONLY(server, path, cookie);
        CHECK_INT(theirs.status, 200);
        CHECK_STR(test_server_header(&theirs, "Cache-Control"), "private, no-cache");
        CHECK_INT(GET_ONLY(server, path, "").status, 404);
    }
}

TEST(styles_are_kept_for_ever_by_their_version)
{
    struct server *server = test_server_open(c, NULL);
    struct test_reply style = GET_ONLY(server, "/static/style.css?v=1", "");
    CHECK_INT(style.status, 200);
    CHECK_STR(test_server_header(&style, "Cache-Control"), "public, max-age=31536000, immutable");
    CHECK(has(test_server_header(&style, "Content-Type"), "text/css"));
    CHECK_INT(GET_ONLY(server, "/robots.txt", "").status, 200);
    CHECK_INT(GET_ONLY(server, "/favicon.ico", "").status, 200);
}

// ---- writing

TEST(the_api_with_a_cookie_asks_for_the_token)
{
    struct server *server = test_server_open(c, NULL);
    str csrf;
    const char *cookie = test_server_sign_in(c, "secretariat", &csrf);
    const char *headers = str_fmt(mem, "%s" JSON "%c", cookie, 0).at;
    CHECK_INT(test_server_ask(c, server, "POST", "/api/v1/makers", headers, S("{\"name\":\"A\"}")).status, 403);
    headers = str_fmt(mem, "%s" JSON "X-CSRF-Token: %.*s\r\n%c", cookie, STR_ARG(csrf), 0).at;
    struct test_reply made = test_server_ask(c, server, "POST", "/api/v1/makers", headers, S("{\"name\":\"A\"}"));
    CHECK_INT(made.status, 201);
    CHECK(str_starts(test_server_header(&made, "Location"), S("/api/v1/makers/")));
    CHECK_STR(test_server_header(&made, "ETag"), "\"1\"");
}

TEST(a_change_says_which_version_it_saw)
{
    struct server *server = test_server_open(c, NULL);
    str csrf;
    const char *cookie = test_server_sign_in(c, "secretariat", &csrf);
    const char *base = str_fmt(mem, "%s" JSON "X-CSRF-Token: %.*s\r\n%c", cookie, STR_ARG(csrf), 0).at;
    const char *seen = str_fmt(mem, "%sIf-Match: \"1\"\r\n%c", base, 0).at;
    str body = S("{\"name\":\"Another name\"}");
    CHECK_INT(test_server_ask(c, server, "PATCH", "/api/v1/makers/1", base, body).status, 428);
    CHECK_INT(test_server_ask(c, server, "PATCH", "/api/v1/makers/1", seen, body).status, 200);
    CHECK_INT(test_server_ask(c, server, "PATCH", "/api/v1/makers/1", seen, S("{\"name\":\"Third\"}")).status, 412);
    struct test_reply now = GET_ONLY(server, "/api/v1/makers/1", "");
    CHECK(has(now.body, "Another name"));
    CHECK_STR(test_server_header(&now, "ETag"), "\"2\"");
}

TEST(a_form_is_saved_once_and_shown_again_with_its_faults)
{
    struct server *server = test_server_open(c, NULL);
    str csrf;
    const char *headers = str_fmt(mem, "%s" FORM "%c", test_server_sign_in(c, "secretariat", &csrf), 0).at;
    str right = str_fmt(mem, "_csrf=%.*s&_key=once&name=Example+maker+9", STR_ARG(csrf));
    struct test_reply first = test_server_ask(c, server, "POST", "/makers", headers, right);
    struct test_reply again = test_server_ask(c, server, "POST", "/makers", headers, right);
    CHECK_INT(first.status, 303);
    CHECK_INT(again.status, 303);
    CHECK(str_eq(test_server_header(&first, "Location"), test_server_header(&again, "Location")));
    str wrong = str_fmt(mem, "_csrf=%.*s&name=&country=XX", STR_ARG(csrf));
    struct test_reply faults = test_server_ask(c, server, "POST", "/makers", headers, wrong);
    CHECK_INT(faults.status, 422);
    CHECK(has(faults.body, "role=\"alert\""));
    CHECK_INT(test_server_ask(c, server, "POST", "/makers", headers, S("name=Forged")).status, 403);
}

TEST(a_form_that_lost_a_race_shows_what_came_between)
{
    struct server *server = test_server_open(c, NULL);
    str csrf;
    const char *headers = str_fmt(mem, "%s" FORM "%c", test_server_sign_in(c, "secretariat", &csrf), 0).at;
    str first = str_fmt(mem, "_csrf=%.*s&_version=1&name=First+of+all", STR_ARG(csrf));
    str late = str_fmt(mem, "_csrf=%.*s&_version=1&name=Too+late", STR_ARG(csrf));
    CHECK_INT(test_server_ask(c, server, "POST", "/makers/1", headers, first).status, 303);
    struct test_reply stale = test_server_ask(c, server, "POST", "/makers/1", headers, late);
    CHECK_INT(stale.status, 412);
    CHECK(has(stale.body, "Too late"));
    CHECK(has(stale.body, "First of all"));
    CHECK(has(stale.body, "name=\"_version\" value=\"2\""));
}

TEST(signing_in_gives_a_cookie_and_a_wrong_password_does_not)
{
    struct server *server = test_server_open(c, NULL);
    str csrf;
    struct account account;
    (void)test_server_sign_in(c, "reviewer", &csrf);
    CHECK_INT(GET_ONLY(server, "/sign-in", "").status, 200);
    struct test_reply wrong = test_server_ask(c, server, "POST", "/sign-in", FORM, S("email=a%40example.org&password=not+the+password"));
    CHECK_INT(wrong.status, 401);
    CHECK_STR(test_server_header(&wrong, "Set-Cookie"), "");
    int64_t id = 0;
    CHECK_OK(db_int(c, SQL("SELECT max(id) FROM account"), NO_ARGS, &id));
    account = (struct account){ 0 };
    CHECK_OK(store_load(c, &account_type, id, &account));
    str body = str_fmt(mem, "email=%.*s&password=a+long+sentence+only+I+know&next=%%2Fthings", STR_ARG(account.email));
    struct test_reply right = test_server_ask(c, server, "POST", "/sign-in", FORM, body);
    CHECK_INT(right.status, 303);
    CHECK_STR(test_server_header(&right, "Location"), "/things");
    CHECK(str_starts(test_server_header(&right, "Set-Cookie"), S("accord_session=")));
    CHECK_INT(test_server_ask(c, server, "POST", "/sign-in", FORM "Origin: http://evil.example\r\n", body).status, 403);
}

// ---- hard clients

TEST(a_connection_is_kept_for_the_next_request)
{
    struct server *server = test_server_open(c, NULL);
    static const char *const targets[] = { "/things", "/healthz", "/things", "/nothing", "/static/style.css" };
    static const int statuses[] = { 200, 200, 200, 404, 200 };
    int line = test_server_connect(server);
    for (ptrdiff_t i = 0; i < COUNT(targets); i++) {
        test_server_say(line, str_fmt(mem, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", targets[i]));
        CHECK_INT(test_server_hear(c, line, "GET").status, statuses[i]);
    }
    close(line);
}

TEST(requests_sent_ahead_are_answered_in_turn)
{
    struct server *server = test_server_open(c, NULL);
    int line = test_server_connect(server);
    test_server_say(line, S("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(test_server_hear(c, line, "GET").status, 200);
    CHECK_INT(test_server_hear(c, line, "GET").status, 404);
    CHECK_INT(test_server_hear(c, line, "GET").status, 200);
    close(line);
}

TEST(ten_thousand_headers_are_refused)
{
    struct server *server = test_server_open(c, NULL);
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    buf_lit(&b, "GET /things HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 10000; i++)
        buf_fmt(&b, "X-%d: %d\r\n", i, i);
    buf_lit(&b, "\r\n");
    int line = test_server_connect(server);
    test_server_say(line, buf_str(&b));
    int status = test_server_hear(c, line, "GET").status;
    CHECK(status == 431 || status == 0); // hung up while we still spoke
    close(line);
    CHECK_INT(GET_ONLY(server, "/healthz", "").status, 200);
}

TEST(a_body_that_is_too_large_is_refused_and_its_sender_hears_why)
{
    enum { TOO_MUCH = LIMIT_BODY + 1 };
    static char large[TOO_MUCH];
    struct server *server = test_server_open(c, NULL);
    struct test_reply reply = test_server_ask(c, server, "POST", "/api/v1/things", JSON, (str){ large, TOO_MUCH });
    CHECK_INT(reply.status, 413);
    CHECK_STR(test_server_header(&reply, "Connection"), "close");
    CHECK_STR(test_server_header(&reply, "Content-Type"), "application/problem+json");
    int line = test_server_connect(server);
    test_server_say(line, S("POST /api/v1/things HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n"));
    CHECK_INT(test_server_hear(c, line, "POST").status, 413);
    close(line);
}

TEST(a_body_in_chunks_is_limited_too)
{
    static char piece[1 << 16];
    struct server *server = test_server_open(c, NULL);
    int line = test_server_connect(server);
    test_server_say(line, S("POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < 40; i++) {
        test_server_say(line, S("10000\r\n"));
        test_server_say(line, (str){ piece, sizeof piece });
        test_server_say(line, S("\r\n"));
    }
    test_server_say(line, S("0\r\n\r\n"));
    CHECK_INT(test_server_hear(c, line, "POST").status, 413);
    close(line);
}

TEST(who_falls_silent_is_let_go_and_holds_up_nobody)
{
    struct server *server = test_server_open(c, &(struct server_options){ .timeout_s = 1 });
    int half = test_server_connect(server), body = test_server_connect(server), deaf = test_server_connect(server);
    test_server_say(half, S("GET /things HTTP/1.1\r\nHo"));
    test_server_say(body, S("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nemail"));
    for (int i = 0; i < 100; i++)
        test_server_say(deaf, S("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(GET_ONLY(server, "/things", "").status, 200);
    CHECK(test_server_ended(half));
    CHECK(test_server_ended(body));
    close(half);
    close(body);
    close(deaf);
}

TEST(clients_that_vanish_leave_nothing_behind)
{
    struct server *server = test_server_open(c, NULL);
    const struct linger at_once = { .l_onoff = 1 };
    test_office_published(c, S("Wheel"));
    for (int i = 0; i < 200; i++) {
        int line = test_server_connect(server);
        test_server_say(line, i % 2 ? S("GET /things?q=wheel HTTP/1.1\r\nHost: x\r\n\r\n") : S("GET /things?format=csv HTTP/1.1\r\nHost: x\r\n\r\n"));
        setsockopt(line, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(line);
    }
    CHECK_INT(GET_ONLY(server, "/things", "").status, 200);
}

struct visitor {
    struct server *server;
    int number, wrong;
};

static void *visit_often(void *arg)
{
    static const char *const targets[] = { "/things", "/api/v1/things", "/things?q=wheel", "/static/style.css", "/things/1", "/nothing",
                                           "/things?format=csv" };
    struct visitor *visitor = arg;
    struct arena *mem = arena_open("visitor", ARENA_BOOT);
    struct ctx c = { .mem = mem };
    int line = test_server_connect(visitor->server);
    for (int i = 0; i < 60; i++) {
        arena_mark here = arena_here(mem);
        const char *target = targets[(i + visitor->number) % COUNT(targets)];
        test_server_say(line, str_fmt(mem, "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n", target));
        int status = test_server_hear(&c, line, "GET").status;
        visitor->wrong += status != 200 && status != 404;
        arena_reset(mem, here);
    }
    close(line);
    arena_close(mem);
    return NULL;
}

TEST(many_visitors_and_a_writer_at_once)
{
    enum { VISITORS = 8 };
    pthread_t threads[VISITORS];
    struct visitor visitors[VISITORS];
    struct server *server = test_server_open(c, &(struct server_options){ .event_threads = 2, .cache_bytes = 16 * 40000 });
    test_office_published(c, S("Wheel"));
    for (int i = 0; i < VISITORS; i++) {
        visitors[i] = (struct visitor){ server, i, 0 };
        CHECK_INT(pthread_create(&threads[i], NULL, visit_often, &visitors[i]), 0);
    }
    for (int i = 0; i < 20; i++)
        test_office_published(c, str_fmt(mem, "Wheel %d", i));
    for (int i = 0; i < VISITORS; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(visitors[i].wrong, 0);
    }
}

TEST(a_full_lane_says_when_to_come_again)
{
    enum { CROWD = 60 };
    struct server *server = test_server_open(c, NULL);
    int lines[CROWD], answered = 0;
    for (int i = 0; i < CROWD; i++) {
        lines[i] = test_server_connect(server);
        test_server_say(lines[i], str_fmt(mem, "GET /things?q=w%d HTTP/1.1\r\nHost: x\r\n\r\n", i));
    }
    for (int i = 0; i < CROWD; i++) {
        struct test_reply reply = test_server_hear(c, lines[i], "GET");
        answered += reply.status == 200 || (reply.status == 503 && test_server_header(&reply, "Retry-After").len > 0);
        close(lines[i]);
    }
    CHECK_INT(answered, CROWD);
}

// ---- the end

TEST(what_was_begun_is_answered_before_the_end)
{
    struct server *server = test_server_open(c, NULL);
    int line = test_server_connect(server);
    test_server_say(line, S("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
    usleep(100000);
    server_stop(server);
    struct test_reply reply = test_server_hear(c, line, "GET");
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, "at last");
    CHECK_STR(test_server_header(&reply, "Connection"), "close");
    CHECK(test_server_ended(line));
    close(line);
}

TEST(the_end_does_not_wait_for_ever)
{
    struct server *server = test_server_open(c, &(struct server_options){ .stop_ms = 50 });
    int line = test_server_connect(server);
    test_server_say(line, S("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
    usleep(100000);
    int64_t begun = clock_ticks_us();
    server_stop(server);
    CHECK((clock_ticks_us() - begun) / 1000 < TEST_SLOW_MS / 2);
    CHECK_INT(test_server_hear(c, line, "GET").status, 0);
    close(line);
    usleep(TEST_SLOW_MS * 1000); // the worker uses the test's memory
}

// ---- for machines

TEST(health_readiness_and_figures)
{
    struct server *server = test_server_open(c, NULL);
    CHECK_STR(GET_ONLY(server, "/healthz", "").body, "ok\n");
    CHECK_STR(GET_ONLY(server, "/readyz", "").body, "ready\n");
    (void)GET_ONLY(server, "/things", "");
    (void)GET_ONLY(server, "/things", "");
    struct test_reply metrics = GET_ONLY(server, "/metrics", "");
    CHECK_INT(metrics.status, 200);
    CHECK(has(metrics.body, "accord_requests_total{method=\"GET\",route=\"/things\",status=\"2xx\"}"));
    CHECK(has(metrics.body, "accord_cache_hits_total 1\n"));
}

TEST(a_taken_port_is_said)
{
    struct server *server = test_server_open(c, NULL), *second = NULL;
    struct server_options o = { .listen = str_fmt(mem, "127.0.0.1:%d%c", server_port(server), 0).at };
    CHECK_INT(server_start(c, &o, &second), ERR_CONFLICT);
    CHECK(has(c->said, "another program"));
    fail_clear(c);
    o.listen = "nonsense";
    CHECK_INT(server_start(c, &o, &second), ERR_INVALID);
}
