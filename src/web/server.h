// SPDX-License-Identifier: Apache-2.0
// server — the HTTP server. server.c, visit.c and visit_send.c are the only files that know libmicrohttpd.
//
// Event threads take connections in and answer cached pages and static files at once; all else is handed to lanes of workers while
// the connection sleeps: reads, writes (many: they wait together for one commit), slow (passwords), pieces of long lists. A full lane answers 503
// with Retry-After.
#ifndef ACCORD_WEB_SERVER_H
#define ACCORD_WEB_SERVER_H

#include "base/err.h"

struct server_options {
    const char *listen;      // "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:80"; port 0: any free one
    const char *base_url;    // public address; NULL: http://listen
    const char *trusted_proxy; // address whose X-Forwarded-For is believed; NULL: none
    const char *tls_certificate, *tls_key; // PEM files; NULL: plain HTTP
    int event_threads;       // 0: one per core, at most 4
    int readers, writers;    // workers; 0: 2 per core, 64
    int connections_max;     // 0: 20,000
    int connections_per_address; // 0: 1,000
    int timeout_s;           // idle or stalled clients; 0: 30
    int64_t cache_bytes;     // anonymous cache; 0: 64 MiB
    int stop_ms;             // how long server_stop waits for what was begun; 0: 10,000
};

struct server;
// `boot` lends its arena (for the server's life) and its pool. The routes must be registered before.
enum err server_start(struct ctx *boot, const struct server_options *, struct server **out) MUST_CHECK;
int server_port(const struct server *);
// Answers what it has begun, at most so long, then closes; once more does nothing. What a worker still does then is not waited for,
// so its pool and arena must stay.
void server_stop(struct server *);

#endif
