// SPDX-License-Identifier: Apache-2.0
#include "web/server.h"

#include "base/files.h"
#include "web/metrics.h"
#include "web/visit.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    PEM_MAX = 1 << 20,
    OPTIONS_MAX = 24,
    EVENT_THREADS_MAX = 4,
    FILES_BESIDE = 500, // the store's connections and others
};

static const struct server_options usual = {
    .listen = "127.0.0.1:8080",
    .writers = 64,
    .connections_max = 20000,
    .connections_per_address = 1000,
    .timeout_s = 30,
    .cache_bytes = 64 << 20,
    .stop_ms = 10000,
};

// Addresses come to us as they were sent; the door decodes them, once.
static size_t leave_as_it_is(void *arg, struct MHD_Connection *connection, char *s)
{
    (void)arg;
    (void)connection;
    return strlen(s);
}

static void note_connection(void *arg, struct MHD_Connection *connection, void **own, enum MHD_ConnectionNotificationCode what)
{
    (void)arg;
    (void)connection;
    (void)own;
    metrics_connections(what == MHD_CONNECTION_NOTIFY_STARTED ? 1 : -1);
}

PRINTF_LIKE(2, 0) static void library_log(void *arg, const char *fmt, va_list args)
{
    (void)arg;
    char text[500];
    vsnprintf(text, sizeof text, fmt, args);
    log_line(LOG_DEBUG, "http", "text=\"%s\"", text);
}

// ---- start

static int cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : (int)n;
}

static struct server_options filled(const struct server_options *given)
{
    struct server_options o = *given;
    int n = cores();
    o.listen = o.listen ? o.listen : usual.listen;
    o.event_threads = o.event_threads ? o.event_threads : n < EVENT_THREADS_MAX ? n : EVENT_THREADS_MAX;
    o.readers = o.readers ? o.readers : 2 * n;
    o.writers = o.writers ? o.writers : usual.writers;
    o.connections_max = o.connections_max ? o.connections_max : usual.connections_max;
    o.connections_per_address = o.connections_per_address ? o.connections_per_address : usual.connections_per_address;
    o.timeout_s = o.timeout_s ? o.timeout_s : usual.timeout_s;
    o.cache_bytes = o.cache_bytes ? o.cache_bytes : usual.cache_bytes;
    o.stop_ms = o.stop_ms ? o.stop_ms : usual.stop_ms;
    return o;
}

// Each connection is an open file; the usual 1,024 would be the first limit to be met.
static void raise_file_limit(int connections)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + FILES_BESIDE;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); // as far as it goes: beyond, connections wait
}

static void open_lanes(struct server *server, const struct server_options *o)
{
    const struct lane_options lanes[LANE_COUNT] = {
        [LANE_READ] = { "readers", o->readers, 2000 },
        [LANE_WRITE] = { "writers", o->writers, 4000 },
        [LANE_SLOW] = { "slow", 2, 400 },
        // One after the other, so that many who take whole lists do not keep those waiting who look at a page.
        [LANE_STREAM] = { "streams", 1, o->connections_max },
    };
    for (int i = 0; i < LANE_COUNT; i++)
        server->lanes[i] = lane_open(server->boot, &lanes[i]);
}

struct option_list {
    struct MHD_OptionItem at[OPTIONS_MAX];
    int n;
};

static void add_option(struct option_list *list, enum MHD_OPTION option, intptr_t value, void *pointer)
{
    list->at[list->n++] = (struct MHD_OptionItem){ option, value, pointer };
}

static enum err add_tls(struct ctx *c, struct server *server, const struct server_options *o, struct option_list *list)
{
    str certificate, key;
    if (!o->tls_certificate)
        return OK;
    if (!o->tls_key || MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
        return fail(c, ERR_INVALID, N_("cannot serve over TLS: give both a certificate and a key, with a library that has TLS"));
    enum err e = file_read(c, o->tls_certificate, PEM_MAX, &certificate);
    if (e == OK)
        e = file_read(c, o->tls_key, PEM_MAX, &key);
    if (e != OK)
        return e;
    add_option(list, MHD_OPTION_HTTPS_MEM_CERT, 0, str_z(server->boot, certificate));
    add_option(list, MHD_OPTION_HTTPS_MEM_KEY, 0, str_z(server->boot, key));
    return OK;
}

static void add_limits(const struct server_options *o, struct option_list *list)
{
    add_option(list, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL);
    add_option(list, MHD_OPTION_CONNECTION_LIMIT, o->connections_max, NULL);
    add_option(list, MHD_OPTION_CONNECTION_TIMEOUT, o->timeout_s, NULL);
    add_option(list, MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
    // Behind a proxy all clients have one address: counting them is its task.
    if (!o->trusted_proxy)
        add_option(list, MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->connections_per_address, NULL);
    if (o->event_threads > 1)
        add_option(list, MHD_OPTION_THREAD_POOL_SIZE, o->event_threads, NULL);
}

static enum err start_daemon(struct ctx *c, struct server *server, const struct server_options *o)
{
    struct option_list list = { .n = 0 };
    enum err e = add_tls(c, server, o, &list);
    if (e != OK)
        return e;
    add_limits(o, &list);
    add_option(&list, MHD_OPTION_END, 0, NULL);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (o->tls_certificate ? MHD_USE_TLS : 0);
    server->daemon = MHD_start_daemon(
        flags, (uint16_t)server->listening.port, NULL, NULL, visit_go_on, server, MHD_OPTION_EXTERNAL_LOGGER, library_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, server->listening.socket, MHD_OPTION_URI_LOG_CALLBACK, visit_begin, server,
        MHD_OPTION_NOTIFY_COMPLETED, visit_end, server, MHD_OPTION_NOTIFY_CONNECTION, note_connection, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL, MHD_OPTION_ARRAY, list.at, MHD_OPTION_END);
    if (server->daemon)
        return OK;
    close(server->listening.socket);
    return fail(c, ERR_INTERNAL, N_("the server cannot start on %s: the certificate, the key or the machine's limits stand in the way"),
                o->listen);
}

enum err server_start(struct ctx *boot, const struct server_options *options, struct server **out)
{
    struct server_options o = filled(options);
    struct server *server = NEW(boot->mem, struct server, 1);
    server->boot = boot->mem;
    server->pool = boot->pool;
    enum err e = listen_open(boot, o.listen, &server->listening);
    if (e != OK)
        return e;
    const char *scheme = o.tls_certificate ? "https" : "http";
    server->base_url = o.base_url ? str_copy(boot->mem, str_of(o.base_url))
                                  : str_fmt(boot->mem, "%s://%.*s", scheme, STR_ARG(server->listening.address));
    server->stop_ms = o.stop_ms;
    server->trusted_proxy = str_copy(boot->mem, str_of(o.trusted_proxy));
    pthread_mutex_init(&server->lock, NULL);
    server->cache = cache_open(boot->mem, o.cache_bytes, visit_drop_responses);
    metrics_cache(server->cache);
    raise_file_limit(o.connections_max);
    open_lanes(server, &o);
    *out = server;
    return start_daemon(boot, server, &o);
}

int server_port(const struct server *server)
{
    return server->listening.port;
}

// ---- stop

static int64_t left_until(int64_t until_us)
{
    int64_t left = (until_us - clock_ticks_us()) / 1000;
    return left > 0 ? left : 0;
}

// Replies that are ready get their time to be sent.
static void wait_for_visits(struct server *server, int64_t until_us)
{
    const struct timespec pause = { .tv_nsec = 5000000 };
    while (atomic_load(&server->visits) > 0 && left_until(until_us) > 0)
        nanosleep(&pause, NULL);
}

// The library must not stop while a connection sleeps. Their workers find them gone.
static void wake_all(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    for (struct visit *v = server->working; v; v = v->next) {
        int working = VISIT_WORKING;
        if (atomic_compare_exchange_strong(&v->state, &working, VISIT_ABANDONED))
            MHD_resume_connection(v->connection);
    }
    pthread_mutex_unlock(&server->lock);
}

void server_stop(struct server *server)
{
    if (!server->daemon)
        return;
    int64_t until_us = clock_ticks_us() + (int64_t)server->stop_ms * 1000;
    atomic_store(&server->stopping, true);
    int listening = MHD_quiesce_daemon(server->daemon);
    bool quiet = true;
    for (int i = 0; i < LANE_COUNT; i++)
        quiet = lane_close(server->lanes[i], left_until(until_us)) && quiet;
    wait_for_visits(server, until_us);
    wake_all(server);
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
    if (listening >= 0)
        close(listening);
    metrics_cache(NULL);
    cache_close(server->cache);
    if (!quiet)
        return; // a worker is still at it: what it uses stays until the program ends
    visit_close_kept(server);
    pthread_mutex_destroy(&server->lock);
}
