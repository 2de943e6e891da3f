// SPDX-License-Identifier: Apache-2.0
// visit — one request on its way through the server: begun on an event thread, worked on by a lane, answered on the event thread
// again. Inside the server: server.c, visit.c and visit_send.c are the only files that know libmicrohttpd.
#ifndef ACCORD_WEB_VISIT_H
#define ACCORD_WEB_VISIT_H

#include "web/cache.h"
#include "web/lane.h"
#include "web/listen.h"

#include "base/log.h"

#include <microhttpd.h>
#include <pthread.h>

enum {
    CONNECTION_BYTES = 16 << 10, // request head and reply head together; touched as they need it
};

enum lane_name { LANE_READ, LANE_WRITE, LANE_SLOW, LANE_STREAM, LANE_COUNT };

struct server {
    struct arena *boot;
    struct MHD_Daemon *daemon;
    struct pool *pool;
    struct cache *cache;
    struct lane *lanes[LANE_COUNT];
    struct listening listening;
    str base_url, trusted_proxy;
    int stop_ms;
    pthread_mutex_t lock; // of the three below
    struct visit *kept;   // to be used again
    int kept_count;
    struct visit *working;
    atomic_int visits;
    atomic_llong number;
    atomic_bool stopping;
};

enum visit_state {
    VISIT_NEW,
    VISIT_READING,   // its body comes
    VISIT_WORKING,   // a worker has it; the connection sleeps
    VISIT_READY,     // there is a reply
    VISIT_STREAMING, // the reply is being sent in pieces
    VISIT_REFUSED,   // its lane is full
    VISIT_ABANDONED, // the server stops and no longer waits for the worker, who may still use all that is here
};

// One request on its way through. It lies in its own arena, which is used again for later ones.
struct visit {
    struct lane_job job; // first: the lane gives it back
    struct visit *next, *previous;
    struct server *server;
    struct arena *mem;
    arena_mark start;
    atomic_int state;
    atomic_int holders; // the connection, the worker
    struct MHD_Connection *connection;
    struct request request;
    struct reply reply;
    struct door_seen seen;
    str key;              // in the cache; empty: not for it
    struct cached *entry; // held
    int64_t begun_us;
    bool is_known_method, is_too_large, is_stream_over;
    ptrdiff_t dropped;
    char *body;
    ptrdiff_t body_len, body_room;
    arena_mark piece_start;
    struct buf piece;
    ptrdiff_t piece_sent;
    int64_t sent;
};

// The library's callbacks; `arg` is the server.
void *visit_begin(void *arg, const char *uri, struct MHD_Connection *);
enum MHD_Result visit_go_on(void *arg, struct MHD_Connection *, const char *url, const char *method, const char *version,
                            const char *upload, size_t *upload_size, void **own);
void visit_end(void *arg, struct MHD_Connection *, void **own, enum MHD_RequestTerminationCode);

// To the lane; the connection sleeps until the worker wakes it. False when the lane is full: it goes on here and now.
bool visit_hand_over(struct visit *, enum lane_name) MUST_CHECK;
void visit_close_kept(struct server *); // the arenas kept for later

// Sending (visit_send.c).
enum MHD_Result visit_send_reply(struct visit *);
enum MHD_Result visit_send_entry(struct visit *, enum log_level);
enum MHD_Result visit_refuse(struct visit *, int status, enum err, const char *said);
// The reply into the cache, if it fits; held by the visit.
void visit_keep(struct visit *, str key, const struct reply *, const struct door_seen *);
void visit_drop_responses(struct cached *); // what the cache calls when an entry leaves it

#endif
