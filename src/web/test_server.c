// SPDX-License-Identifier: Apache-2.0
#include "web/test_server.h"

#include "base/log.h"
#include "base/time.h"
#include "view/asset.h"
#include "web/page.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEARD_MAX = 32 << 20, PATIENCE_S = 10 };

static const struct resource resources[] = { { .type = &reviewed_type, .lead = N_("What there is.") }, { .type = &maker_type } };
static const struct menu_item menu[] = { { "/things", N_("Things"), ROLE_PUBLIC } };
static enum err answer_slowly(struct request *r, struct answer *a)
{
    (void)r;
    usleep(TEST_SLOW_MS * 1000);
    a->content_type = S("text/plain");
    a->body = S("at last");
    return OK;
}
static const struct route routes[] = {
    { GET, "/slow", answer_slowly, ROLE_PUBLIC, NULL, N_("Answer after a while"), ROUTE_BARE | ROUTE_NO_CACHE, NULL },
};
static const struct module things = {
    .name = "things", .resources = resources, .resource_count = COUNT(resources), .menu = menu, .menu_count = COUNT(menu),
    .routes = routes, .route_count = COUNT(routes),
};
static const struct module *const modules[] = { &things };

static void stop(void *server)
{
    server_stop(server);
}

struct server *test_server_open(struct ctx *c, const struct server_options *options)
{
    struct server_options o = options ? *options : (struct server_options){ 0 };
    struct server *server = NULL;
    ptrdiff_t n = 0;
    const struct lang_source *languages = asset_languages(&n);
    log_set_level(LOG_ERROR);
    test_office_open(c);
    c->now_ms = clock_now_ms(); // the server's clock: sessions are as old as they say
    CHECK_OK(lang_load(c, c->mem, languages, n));
    CHECK_OK(page_open(c, c->mem));
    routes_register(c->mem, modules, COUNT(modules));
    o.listen = "127.0.0.1:0";
    CHECK_OK(server_start(c, &o, &server));
    arena_defer(c->mem, stop, server);
    return server;
}

int test_server_connect(const struct server *server)
{
    const struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(server)),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const struct timeval patience = { .tv_sec = PATIENCE_S };
    int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(line >= 0);
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    CHECK_INT(connect(line, (const struct sockaddr *)&at, sizeof at), 0);
    return line;
}

void test_server_say(int line, str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = send(line, bytes.at, (size_t)bytes.len, MSG_NOSIGNAL);
        if (n <= 0)
            return; // the server has hung up: what it said can still be heard
        bytes = str_skip(bytes, n);
    }
}

bool test_server_ended(int line)
{
    char one;
    return recv(line, &one, 1, 0) <= 0;
}

static bool hear_more(int line, struct buf *heard)
{
    char piece[1];
    ssize_t n = recv(line, piece, sizeof piece, 0);
    if (n > 0)
        buf_add(heard, (str){ piece, n });
    return n > 0;
}

static void hear_bytes(int line, struct buf *heard, ptrdiff_t n)
{
    char piece[16 << 10];
    while (n > 0) {
        ssize_t got = recv(line, piece, (size_t)(n < (ptrdiff_t)sizeof piece ? n : (ptrdiff_t)sizeof piece), 0);
        if (got <= 0)
            return;
        buf_add(heard, (str){ piece, got });
        n -= got;
    }
}

static str hear_line(struct ctx *c, int line)
{
    struct buf b;
    buf_init(&b, c->mem, 10000);
    while (!str_ends(buf_str(&b), S("\r\n")) && hear_more(line, &b))
        continue;
    return str_trim(buf_str(&b));
}

static void hear_chunks(struct ctx *c, int line, struct buf *body)
{
    for (;;) {
        ptrdiff_t n = (ptrdiff_t)strtol(str_z(c->mem, hear_line(c, line)), NULL, 16);
        hear_bytes(line, body, n);
        (void)hear_line(c, line);
        if (n <= 0)
            return;
    }
}

str test_server_header(const struct test_reply *reply, const char *name)
{
    str rest = reply->head;
    while (rest.len > 0) {
        str text = str_cut(&rest, '\n');
        str found = str_cut(&text, ':');
        if (str_eq_nocase(found, str_of(name)))
            return str_trim(text);
    }
    return STR_NONE;
}

struct test_reply test_server_hear(struct ctx *c, int line, const char *method)
{
    struct test_reply reply = { 0 };
    struct buf head, body;
    int64_t status = 0, length = 0;
    buf_init(&head, c->mem, 1 << 20);
    buf_init(&body, c->mem, HEARD_MAX);
    while (!str_ends(buf_str(&head), S("\r\n\r\n"))) {
        if (!hear_more(line, &head))
            return reply;
    }
    reply.head = buf_str(&head);
    if (!str_to_int(str_slice(reply.head, 9, 12), &status))
        return reply;
    reply.status = (int)status;
    if (strcmp(method, "HEAD") == 0 || status == 304 || status == 204)
        return reply;
    if (str_eq_nocase(test_server_header(&reply, "Transfer-Encoding"), S("chunked")))
        hear_chunks(c, line, &body);
    else if (str_to_int(test_server_header(&reply, "Content-Length"), &length))
        hear_bytes(line, &body, length);
    reply.body = buf_str(&body);
    return reply;
}

struct test_reply test_server_ask(struct ctx *c, const struct server *server, const char *method, const char *target,
                                  const char *headers, str body)
{
    int line = test_server_connect(server);
    str length = body.len > 0 ? str_fmt(c->mem, "Content-Length: %td\r\n", body.len) : S("");
    test_server_say(line, str_fmt(c->mem, "%s %s HTTP/1.1\r\nHost: office.example\r\n%s%.*s\r\n", method, target, headers, STR_ARG(length)));
    test_server_say(line, body);
    struct test_reply reply = test_server_hear(c, line, method);
    close(line);
    return reply;
}

const char *test_server_sign_in(struct ctx *c, const char *role, str *csrf)
{
    static int people;
    struct write_result made;
    struct faults faults = { 0 };
    struct session session;
    str token, link, held[] = { str_of(role) };
    struct account account = { .name = S("Example person"), .email = str_fmt(c->mem, "person%d@example.org", ++people),
                               .roles = { held, 1 }, .organisation = 0 };
    int64_t id = 0;
    CHECK_OK(write_save(c, &account_type, &account, &(struct write_options){ 0 }, &faults, &made));
    CHECK_OK(account_link(c, made.id, &link));
    CHECK_OK(account_link_use(c, link, S("a long sentence only I know"), &faults, &id));
    CHECK_OK(session_begin(c, id, S("127.0.0.1"), &token));
    CHECK_OK(session_find(c, token, &session));
    *csrf = session.csrf;
    return str_fmt(c->mem, "Cookie: accord_session=%.*s\r\n%c", STR_ARG(token), 0).at;
}
