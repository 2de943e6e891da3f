// SPDX-License-Identifier: Apache-2.0
#include "web/visit.h"

#include "text/lang.h"
#include "web/compress.h"
#include "web/cookie.h"
#include "web/media.h"
#include "web/office.h"
#include "web/static_file.h"

#include <arpa/inet.h>
#include <string.h>

enum {
    VISITS_KEPT = 64,
    DRAIN_MAX = 32 << 20, // of a body that is refused: read and dropped, so that its sender hears why
    QUEUE_MAX_MS = 20000, // older ones in a lane are told to come again
    BODY_FIRST = 4 << 10,
    BODY_SECONDS = 600,    // a body that takes longer is not waited for
    PIECE_MAX = 256 << 20, // of a stream: a hundred of the largest records
};

// Of address space: what a hundred of the largest records may need, so that nobody's data ends the program.
static const ptrdiff_t VISIT_BYTES = (ptrdiff_t)2 << 30;

// ---- visits

static struct visit *visit_take(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    struct visit *v = server->kept;
    if (v) {
        server->kept = v->next;
        server->kept_count--;
    }
    pthread_mutex_unlock(&server->lock);
    if (v)
        return v;
    struct arena *mem = arena_open("request", VISIT_BYTES);
    v = NEW(mem, struct visit, 1);
    v->mem = mem;
    v->start = arena_here(mem);
    return v;
}

static void visit_release(struct visit *v)
{
    if (atomic_fetch_sub(&v->holders, 1) != 1)
        return;
    struct server *server = v->server;
    cache_release(v->entry);
    arena_reset(v->mem, v->start);
    pthread_mutex_lock(&server->lock);
    bool keep = server->kept_count < VISITS_KEPT;
    if (keep) {
        v->next = server->kept;
        server->kept = v;
        server->kept_count++;
    }
    pthread_mutex_unlock(&server->lock);
    if (!keep)
        arena_close(v->mem);
    atomic_fetch_sub(&server->visits, 1);
}

// The library would take each parameter of the query apart and keep it in the connection's few bytes, where a thousand do not
// fit; the door reads them from its own copy. Without an ampersand there is one at most. The text is the connection's read buffer.
static void hide_parameters(const char *uri)
{
    union {
        const char *from;
        char *to;
    } at = { .from = strchr(uri, '?') };
    for (; at.from && *at.from; at.from++) {
        if (*at.from == '&')
            *at.to = '+';
    }
}

// What proxies are sent, and servers have to take as well (RFC 9112 §3.2.2): "http://host/path". The host says nothing here.
static str origin_form(str uri)
{
    ptrdiff_t host = str_starts(uri, S("http://")) ? 7 : str_starts(uri, S("https://")) ? 8 : 0;
    if (host == 0)
        return uri;
    str rest = str_skip(uri, host);
    ptrdiff_t path = str_find_byte(rest, '/');
    return path < 0 ? S("/") : str_skip(rest, path);
}

// Called with the raw address, before anything else is known; what it returns becomes the connection's own pointer.
void *visit_begin(void *arg, const char *uri, struct MHD_Connection *connection)
{
    struct server *server = arg;
    struct visit *v = visit_take(server);
    atomic_fetch_add(&server->visits, 1);
    struct arena *mem = v->mem;
    arena_mark start = v->start;
    *v = (struct visit){ .server = server, .mem = mem, .start = start, .connection = connection, .begun_us = clock_ticks_us() };
    atomic_init(&v->state, VISIT_NEW);
    atomic_init(&v->holders, 1);
    v->request = (struct request){
        .c = { .mem = mem, .pool = server->pool, .now_ms = clock_now_ms() },
        .target = str_copy(mem, origin_form(str_of(uri))),
        .path = S("/"),
        .base_url = server->base_url,
        .number = atomic_fetch_add(&server->number, 1) + 1,
        .connection = v,
    };
    hide_parameters(uri);
    return v;
}

void visit_end(void *arg, struct MHD_Connection *connection, void **own, enum MHD_RequestTerminationCode why)
{
    (void)arg;
    (void)connection;
    (void)why;
    if (*own)
        visit_release(*own);
    *own = NULL;
}

void visit_close_kept(struct server *server)
{
    while (server->kept) {
        struct visit *v = server->kept;
        server->kept = v->next;
        arena_close(v->mem);
    }
}

// ---- what the connection knows

static enum MHD_Result take_header(void *arg, enum MHD_ValueKind kind, const char *key, size_t key_size, const char *value,
                                   size_t value_size)
{
    (void)kind;
    struct request *r = arg;
    struct header *to = (struct header *)r->connection + r->header_count++;
    *to = (struct header){ { key, (ptrdiff_t)key_size }, { value ? value : "", (ptrdiff_t)value_size } };
    return MHD_YES;
}

// The texts stay the connection's: they live until the request is done.
static void take_headers(struct visit *v)
{
    struct request *r = &v->request;
    int n = MHD_get_connection_values_n(v->connection, MHD_HEADER_KIND, NULL, NULL);
    struct header *headers = NEW(v->mem, struct header, n > 0 ? n : 1);
    r->connection = headers;
    MHD_get_connection_values_n(v->connection, MHD_HEADER_KIND, take_header, r);
    r->connection = v;
    r->headers = headers;
}

static str peer_address(struct visit *v)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(v->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    if (!info)
        return STR_NONE;
    union {
        const struct sockaddr *any;
        const struct sockaddr_in *v4;
        const struct sockaddr_in6 *v6;
    } at = { .any = info->client_addr };
    if (at.any->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &at.v6->sin6_addr, text, sizeof text);
    else if (at.any->sa_family == AF_INET)
        inet_ntop(AF_INET, &at.v4->sin_addr, text, sizeof text);
    return str_copy(v->mem, str_of(text));
}

// The client's address: the last one a trusted proxy added, else the peer's.
static str client_address(struct visit *v)
{
    str peer = peer_address(v), forwarded = request_header(&v->request, "X-Forwarded-For");
    if (v->server->trusted_proxy.len == 0 || !str_eq(peer, v->server->trusted_proxy) || forwarded.len == 0)
        return peer;
    str last = STR_NONE;
    while (forwarded.len > 0)
        last = str_trim(str_cut(&forwarded, ','));
    return last;
}

static bool take_method(struct request *r, const char *method)
{
    str name = str_of(method);
    r->head_only = str_eq(name, S("HEAD"));
    for (enum method m = 0; m < METHOD_COUNT; m++) {
        if (r->head_only || str_eq(name, str_of(method_name(m)))) {
            r->method = r->head_only ? GET : m;
            return true;
        }
    }
    return false;
}

// ---- the quick way: on the event thread

// Office time turns the page once a day; asking for it each time would cost more than the rest.
static date today_at(int64_t now_ms)
{
    static _Atomic int64_t known; // seconds << 24 | days since 1970
    int64_t seconds = now_ms / 1000, k = atomic_load_explicit(&known, memory_order_relaxed);
    if (k >> 24 == seconds)
        return date_from_days((int32_t)(k & 0xFFFFFF));
    date today = office_today();
    atomic_store_explicit(&known, seconds << 24 | date_days(today), memory_order_relaxed);
    return today;
}

static bool may_use_cache(const struct request *r)
{
    str cookies = request_header(r, "Cookie");
    return request_header(r, "Authorization").len == 0 &&
           (cookies.len == 0 || (str_find(cookies, S(COOKIE_SESSION)) < 0 && str_find(cookies, S(COOKIE_NOTICE)) < 0));
}

static enum packing packing_of(const struct visit *v)
{
    return media_accepts_gzip(request_header(&v->request, "Accept-Encoding")) ? PACK_GZIP : PACK_NOT;
}

static str page_key(struct visit *v)
{
    const struct request *r = &v->request;
    enum wants wants = WANTS_PAGE;
    bool plain = media_wants(request_header(r, "Accept"), STR_NONE, str_eq(request_header(r, "HX-Request"), S("true")), &wants);
    (void)plain; // "format" stands in the address, and so in the key
    const struct lang *lang = door_language(STR_NONE, request_header(r, "Cookie"), request_header(r, "Accept-Language"));
    return cache_key(v->mem, r->target, str_of(lang_tag(lang)), wants, packing_of(v));
}

static bool find_static(struct visit *v)
{
    str rest = v->request.target;
    str path = str_cut(&rest, '?');
    if (!static_file_is_one(path))
        return false;
    str key = cache_key(v->mem, path, S("-"), WANTS_PAGE, packing_of(v));
    v->entry = cache_find(v->server->cache, v->server->pool, key, (date){ 0 });
    struct reply reply;
    if (!v->entry && static_file_reply(&v->request, path, &reply))
        visit_keep(v, key, &reply, NULL);
    return v->entry != NULL;
}

static bool find_entry(struct visit *v)
{
    if (find_static(v))
        return true;
    if (!may_use_cache(&v->request))
        return false;
    v->key = page_key(v);
    v->entry = cache_find(v->server->cache, v->server->pool, v->key, today_at(v->request.c.now_ms));
    return v->entry != NULL;
}

// ---- the long way: on a worker

static void compress_reply(struct visit *v)
{
    struct reply *reply = &v->reply;
    if (reply->stream || !compress_suits(reply_get(reply, "Content-Type")) ||
        !media_accepts_gzip(request_header(&v->request, "Accept-Encoding")))
        return;
    str packed = compress_gzip(v->mem, reply->body, COMPRESS_FAST);
    if (packed.len == 0)
        return;
    reply->body = packed;
    reply_header(reply, "Content-Encoding", S("gzip"));
}

// What a piece is made of goes at once: a slow reader keeps its bytes alone.
static void work_piece(struct visit *v)
{
    struct ctx *c = &v->request.c;
    arena_reset(v->mem, v->piece_start);
    buf_init(&v->piece, v->mem, PIECE_MAX);
    v->piece_sent = 0;
    c->mem = arena_open("piece", VISIT_BYTES);
    enum err e = door_stream(&v->request, &v->reply, &v->piece);
    c->said = str_copy(v->mem, c->said);
    c->detail = str_copy(v->mem, c->detail);
    arena_close(c->mem);
    c->mem = v->mem;
    v->is_stream_over = e != OK || v->piece.len == 0;
}

static void work_reply(struct visit *v)
{
    if (clock_ticks_us() - v->begun_us > QUEUE_MAX_MS * 1000)
        door_refuse(&v->request, 0, ERR_BUSY, N_("there is a queue and this request has waited too long: try again shortly"), &v->reply);
    else
        door_answer(&v->request, &v->reply, &v->seen);
    if (v->reply.is_shared && v->key.len > 0)
        visit_keep(v, v->key, &v->reply, &v->seen);
    if (!v->entry)
        compress_reply(v);
    v->piece_start = arena_here(v->mem);
}

static void leave_working(struct visit *v)
{
    pthread_mutex_lock(&v->server->lock);
    *(v->previous ? &v->previous->next : &v->server->working) = v->next;
    if (v->next)
        v->next->previous = v->previous;
    v->next = v->previous = NULL;
    pthread_mutex_unlock(&v->server->lock);
}

static void work(struct lane_job *job)
{
    struct visit *v = (struct visit *)job;
    bool streams = v->reply.stream != NULL;
    if (streams)
        work_piece(v);
    else
        work_reply(v);
    leave_working(v);
    int working = VISIT_WORKING;
    if (atomic_compare_exchange_strong(&v->state, &working, streams ? VISIT_STREAMING : VISIT_READY))
        MHD_resume_connection(v->connection);
    visit_release(v);
}

static void enter_working(struct visit *v)
{
    atomic_fetch_add(&v->holders, 1);
    atomic_store(&v->state, VISIT_WORKING);
    pthread_mutex_lock(&v->server->lock);
    v->previous = NULL;
    v->next = v->server->working;
    if (v->next)
        v->next->previous = v;
    v->server->working = v;
    pthread_mutex_unlock(&v->server->lock);
}

bool visit_hand_over(struct visit *v, enum lane_name lane)
{
    v->job.run = work;
    enter_working(v);
    MHD_suspend_connection(v->connection);
    if (lane_add(v->server->lanes[lane], &v->job))
        return true;
    leave_working(v);
    MHD_resume_connection(v->connection);
    visit_release(v);
    return false;
}

static enum MHD_Result go_to_lane(struct visit *v)
{
    struct request *r = &v->request;
    if (!r->query)
        door_open(r);
    r->remote = client_address(v);
    enum lane_name lane = r->route && (r->route->flags & ROUTE_SLOW) ? LANE_SLOW : r->method == GET ? LANE_READ : LANE_WRITE;
    if (visit_hand_over(v, lane))
        return MHD_YES;
    atomic_store(&v->state, VISIT_REFUSED);
    return MHD_YES;
}

// ---- the way of a request

// Two lengths, or a length and chunks, are read differently by different programs: a request hidden in another (RFC 9112 §6.3).
// So are other codings than chunks, of which the library would wait for an end that never comes (§6.1).
static bool length_is_clear(const struct request *r, int64_t *length)
{
    int lengths = 0, codings = 0;
    for (ptrdiff_t i = 0; i < r->header_count; i++) {
        bool is_length = str_eq_nocase(r->headers[i].name, S("Content-Length"));
        if (is_length && (!str_to_int(r->headers[i].value, length) || *length < 0))
            return false;
        bool is_coding = str_eq_nocase(r->headers[i].name, S("Transfer-Encoding"));
        if (is_coding && !str_eq_nocase(r->headers[i].value, S("chunked")))
            return false;
        lengths += is_length;
        codings += is_coding;
    }
    return lengths + codings <= 1;
}

#define TOO_LARGE N_("the request is too large for this address: send less at once")

// The head is here. What is refused before its body comes closes the connection: the body is not read.
static enum MHD_Result begin_reading(struct visit *v, const char *method)
{
    struct request *r = &v->request;
    atomic_store(&v->state, VISIT_READING);
    take_headers(v);
    v->is_known_method = take_method(r, method);
    int64_t length = 0;
    if (!length_is_clear(r, &length))
        return visit_refuse(v, 400, ERR_MALFORMED, N_("the request does not say clearly how long it is, so it was not read"));
    if (r->method == GET && length == 0)
        return MHD_YES;
    door_open(r);
    v->is_too_large = length > door_limit(r);
    bool waits = str_eq_nocase(request_header(r, "Expect"), S("100-continue"));
    if (v->is_too_large && (waits || length > DRAIN_MAX))
        return visit_refuse(v, 413, ERR_LIMIT, TOO_LARGE);
    return MHD_YES;
}

static enum MHD_Result take_body(struct visit *v, const char *bytes, size_t *size)
{
    ptrdiff_t n = (ptrdiff_t)*size;
    *size = 0;
    if (clock_ticks_us() - v->begun_us > (int64_t)BODY_SECONDS * 1000000)
        return MHD_NO;
    v->is_too_large = v->is_too_large || v->body_len + n > door_limit(&v->request);
    if (v->is_too_large) {
        v->dropped += n;
        return v->dropped <= DRAIN_MAX ? MHD_YES : MHD_NO;
    }
    if (v->body_len + n > v->body_room) {
        ptrdiff_t room = 2 * (v->body_len + n) + BODY_FIRST;
        v->body = arena_grow(v->mem, v->body, v->body_room, room, 1);
        v->body_room = room;
    }
    memcpy(v->body + v->body_len, bytes, (size_t)n);
    v->body_len += n;
    return MHD_YES;
}

static enum MHD_Result end_reading(struct visit *v)
{
    struct request *r = &v->request;
    if (!v->is_known_method)
        return visit_refuse(v, 501, ERR_MALFORMED, N_("this server does not know that method"));
    if (v->is_too_large)
        return visit_refuse(v, 413, ERR_LIMIT, TOO_LARGE);
    if (r->method == GET && find_entry(v))
        return visit_send_entry(v, LOG_DEBUG);
    r->body_text = (str){ v->body, v->body_len };
    return go_to_lane(v);
}

enum MHD_Result visit_go_on(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                                    const char *version, const char *upload, size_t *upload_size, void **own)
{
    (void)arg;
    (void)connection;
    (void)url;
    (void)version;
    struct visit *v = *own;
    switch ((enum visit_state)atomic_load(&v->state)) {
    case VISIT_NEW:
        return begin_reading(v, method);
    case VISIT_READING:
        return *upload_size > 0 ? take_body(v, upload, upload_size) : end_reading(v);
    case VISIT_READY:
        return v->entry ? visit_send_entry(v, LOG_INFO) : visit_send_reply(v);
    case VISIT_REFUSED:
        return visit_refuse(v, 503, ERR_BUSY, N_("there is a queue and no more room in it: try again shortly"));
    case VISIT_ABANDONED:
    case VISIT_WORKING:
    case VISIT_STREAMING:
        break;
    }
    return MHD_NO;
}
