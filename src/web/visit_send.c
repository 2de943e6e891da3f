// SPDX-License-Identifier: Apache-2.0
#include "web/visit.h"

#include "web/media.h"
#include "web/metrics.h"

#include <string.h>

// ---- replies

static void *bytes_of(str s)
{
    union {
        const char *from;
        void *to;
    } at = { .from = s.len > 0 ? s.at : "" };
    return at.to; // the library asks for a pointer to change, and changes nothing
}

static void set_header(struct arena *mem, struct MHD_Response *response, str name, str value)
{
    MHD_add_response_header(response, str_z(mem, name), str_z(mem, value));
}

static void set_headers(struct arena *mem, struct MHD_Response *response, const struct reply *reply)
{
    for (int i = 0; i < reply->header_count; i++)
        set_header(mem, response, reply->headers[i].name, reply->headers[i].value);
}

static void count(struct visit *v, int status, ptrdiff_t bytes, enum log_level level)
{
    const struct request *r = &v->request;
    int64_t micros = clock_ticks_us() - v->begun_us;
    metrics_count(r->route, status, micros, bytes);
    log_line(level, "request", "number=%lld method=%s route=%s status=%d ms=%lld.%01lld bytes=%lld", (long long)r->number,
             r->head_only ? "HEAD" : method_name(r->method), r->route ? r->route->path : "-", status, (long long)(micros / 1000),
             (long long)(micros % 1000 / 100), (long long)bytes);
}

static enum MHD_Result send_once(struct visit *v, int status, struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    if (v->is_too_large || atomic_load(&v->server->stopping))
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result sent = MHD_queue_response(v->connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return sent;
}

static ssize_t read_piece(void *arg, uint64_t position, char *to, size_t room)
{
    (void)position;
    struct visit *v = arg;
    if (atomic_load(&v->state) != VISIT_STREAMING)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    ptrdiff_t left = v->piece.len - v->piece_sent;
    if (left > 0) {
        ptrdiff_t n = left < (ptrdiff_t)room ? left : (ptrdiff_t)room;
        memcpy(to, v->piece.at + v->piece_sent, (size_t)n);
        v->piece_sent += n;
        return n;
    }
    if (v->is_stream_over)
        return v->request.c.err == OK ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
    return visit_hand_over(v, LANE_STREAM) ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;
}

enum MHD_Result visit_send_reply(struct visit *v)
{
    struct reply *reply = &v->reply;
    struct MHD_Response *response =
        reply->stream ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, CONNECTION_BYTES, read_piece, v, NULL)
                      : MHD_create_response_from_buffer((size_t)reply->body.len, bytes_of(reply->body), MHD_RESPMEM_PERSISTENT);
    if (response)
        set_headers(v->mem, response, reply);
    count(v, reply->status, reply->body.len, LOG_INFO);
    atomic_store(&v->state, reply->stream ? VISIT_STREAMING : VISIT_READY);
    return send_once(v, reply->status, response);
}

enum MHD_Result visit_refuse(struct visit *v, int status, enum err e, const char *said)
{
    door_refuse(&v->request, status, e, said, &v->reply);
    return visit_send_reply(v);
}

// ---- the cache's entries as replies, made once and sent many times

enum { HELD_PLAIN, HELD_GZIP, HELD_UNCHANGED };

static void sent_last(void *entry)
{
    cache_let_go(entry);
}

static struct MHD_Response *held_body(struct cached *entry, str body)
{
    atomic_fetch_add(&entry->lives, 1);
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback_cls((size_t)body.len, bytes_of(body), sent_last, entry);
    if (response)
        set_headers(entry->mem, response, &entry->reply);
    else
        cache_let_go(entry);
    return response;
}

static struct MHD_Response *held_unchanged(struct cached *entry)
{
    static const char *const kept[] = { "ETag", "Cache-Control", "Vary" };
    struct MHD_Response *response = MHD_create_response_from_buffer(0, bytes_of(STR_NONE), MHD_RESPMEM_PERSISTENT);
    for (ptrdiff_t i = 0; response && i < COUNT(kept); i++)
        set_header(entry->mem, response, str_of(kept[i]), reply_get(&entry->reply, kept[i]));
    return response;
}

static void hang_responses(struct cached *entry)
{
    entry->held[HELD_UNCHANGED] = held_unchanged(entry);
    if (entry->gzip.len == 0) {
        entry->held[HELD_PLAIN] = held_body(entry, entry->reply.body);
        return;
    }
    struct MHD_Response *packed = held_body(entry, entry->gzip);
    if (packed)
        MHD_add_response_header(packed, "Content-Encoding", "gzip");
    entry->held[HELD_GZIP] = packed;
}

void visit_drop_responses(struct cached *entry)
{
    for (int i = 0; i < CACHE_HELD; i++) {
        struct MHD_Response *response = entry->held[i];
        if (response)
            MHD_destroy_response(response);
    }
}

// Into the cache, if it fits; held by the visit.
void visit_keep(struct visit *v, str key, const struct reply *reply, const struct door_seen *seen)
{
    v->entry = cache_make(v->server->cache, key, reply, seen);
    if (!v->entry)
        return;
    v->entry->route = v->request.route;
    hang_responses(v->entry);
    cache_put(v->server->cache, v->entry);
}

enum MHD_Result visit_send_entry(struct visit *v, enum log_level level)
{
    const struct request *r = &v->request;
    struct cached *entry = v->entry;
    bool weak = entry->is_eternal || str_starts(entry->etag, S("W/"));
    str none_match = request_header(r, "If-None-Match");
    int which = HELD_PLAIN, status = entry->reply.status;
    if (weak && none_match.len > 0 && media_names_etag(none_match, entry->etag)) {
        which = HELD_UNCHANGED;
        status = 304;
    } else if (entry->held[HELD_GZIP]) {
        which = HELD_GZIP;
    }
    if (!entry->held[which])
        return MHD_NO;
    v->request.route = entry->route;
    ptrdiff_t bytes = which == HELD_PLAIN ? entry->reply.body.len : which == HELD_GZIP ? entry->gzip.len : 0;
    count(v, status, bytes, level);
    return MHD_queue_response(v->connection, (unsigned)status, entry->held[which]);
}
