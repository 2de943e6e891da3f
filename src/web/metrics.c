// SPDX-License-Identifier: Apache-2.0
#include "web/metrics.h"

#include "db/pool.h"
#include "web/office.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { ROUTES_MAX = 1024, CLASSES = 6, TEXT_MAX = 4 << 20 };

static const int64_t bounds_us[] = { 1000, 5000, 25000, 100000, 500000, 2500000 };

static struct {
    _Atomic int64_t requests[ROUTES_MAX][CLASSES]; // the last row: no route
    _Atomic int64_t buckets[COUNT(bounds_us) + 1];
    _Atomic int64_t sum_us, bytes, connections;
    _Atomic(struct cache *) cache;
} figures;

void metrics_count(const struct route *route, int status, int64_t micros, int64_t bytes)
{
    ptrdiff_t row = route ? route_index(route) : -1;
    if (row < 0 || row >= ROUTES_MAX - 1)
        row = ROUTES_MAX - 1;
    int class = status / 100 < CLASSES ? status / 100 : 0;
    ptrdiff_t bucket = 0;
    while (bucket < COUNT(bounds_us) && micros > bounds_us[bucket])
        bucket++;
    atomic_fetch_add_explicit(&figures.requests[row][class], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&figures.buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&figures.sum_us, micros, memory_order_relaxed);
    atomic_fetch_add_explicit(&figures.bytes, bytes, memory_order_relaxed);
}

void metrics_connections(int change)
{
    atomic_fetch_add_explicit(&figures.connections, change, memory_order_relaxed);
}

void metrics_cache(struct cache *cache)
{
    atomic_store(&figures.cache, cache);
}

static void head(struct buf *b, const char *name, const char *type, const char *help)
{
    buf_fmt(b, "# HELP accord_%s %s\n# TYPE accord_%s %s\n", name, help, name, type);
}

static void one(struct buf *b, const char *name, const char *type, const char *help, int64_t n)
{
    head(b, name, type, help);
    buf_fmt(b, "accord_%s %lld\n", name, (long long)n);
}

// "/partnerships/:id": braces within quotes confuse simple readers of these lines.
static void add_path(struct buf *b, const char *path)
{
    for (; *path; path++) {
        if (*path != '}')
            buf_byte(b, *path == '{' ? ':' : *path);
    }
}

static void requests(struct buf *b)
{
    head(b, "requests_total", "counter", "Requests answered, by route and class of status.");
    for (ptrdiff_t i = 0; i < ROUTES_MAX; i++) {
        const struct route *route = i < route_count() ? route_at(i) : NULL;
        for (int class = 1; class < CLASSES; class++) {
            int64_t n = atomic_load_explicit(&figures.requests[i][class], memory_order_relaxed);
            if (n == 0)
                continue;
            buf_fmt(b, "accord_requests_total{method=\"%s\",route=\"", route ? method_name(route->method) : "");
            add_path(b, route ? route->path : "");
            buf_fmt(b, "\",status=\"%dxx\"} %lld\n", class, (long long)n);
        }
    }
}

static void durations(struct buf *b)
{
    int64_t n = 0;
    head(b, "request_seconds", "histogram", "Time from the first byte of a request to the answer being ready.");
    for (ptrdiff_t i = 0; i < COUNT(bounds_us); i++) {
        n += atomic_load(&figures.buckets[i]);
        buf_fmt(b, "accord_request_seconds_bucket{le=\"%g\"} %lld\n", (double)bounds_us[i] / 1e6, (long long)n);
    }
    n += atomic_load(&figures.buckets[COUNT(bounds_us)]);
    buf_fmt(b, "accord_request_seconds_bucket{le=\"+Inf\"} %lld\n", (long long)n);
    buf_fmt(b, "accord_request_seconds_sum %g\naccord_request_seconds_count %lld\n", (double)atomic_load(&figures.sum_us) / 1e6,
            (long long)n);
}

static void store(struct ctx *c, struct buf *b)
{
    struct pool_figures f;
    pool_figures(c->pool, &f);
    one(b, "writes_total", "counter", "Writes asked of the store.", f.writes);
    one(b, "commits_total", "counter", "Commits, each of one write or many.", f.commits);
    one(b, "commits_failed_total", "counter", "Commits that failed.", f.failed_commits);
    one(b, "writes_waiting", "gauge", "Writes that wait for the writer.", f.waiting);
    one(b, "store_connections", "gauge", "Open connections to the store.", f.connections);
}

static void cache(struct buf *b)
{
    struct cache *of = atomic_load(&figures.cache);
    struct cache_figures f;
    if (!of)
        return;
    cache_figures(of, &f);
    one(b, "cache_hits_total", "counter", "Answers given from the cache.", f.hits);
    one(b, "cache_misses_total", "counter", "Requests that might have been answered from it.", f.misses);
    one(b, "cache_bytes", "gauge", "Bytes held by the cache.", f.bytes);
    one(b, "cache_entries", "gauge", "Answers held by the cache.", f.entries);
}

// Resident memory from the kernel's own account of this process.
static int64_t resident_bytes(void)
{
    long long all = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return 0;
    int n = fscanf(f, "%lld %lld", &all, &resident);
    fclose(f);
    return n == 2 ? resident * sysconf(_SC_PAGESIZE) : 0;
}

static int64_t started_us;

__attribute__((constructor)) static void note_start(void)
{
    started_us = clock_ticks_us();
}

str metrics_text(struct ctx *c)
{
    struct buf b;
    buf_init(&b, c->mem, TEXT_MAX);
    requests(&b);
    durations(&b);
    store(c, &b);
    cache(&b);
    one(&b, "sent_bytes_total", "counter", "Bytes of bodies sent.", atomic_load(&figures.bytes));
    one(&b, "connections", "gauge", "Open connections of clients.", atomic_load(&figures.connections));
    one(&b, "memory_bytes", "gauge", "Resident memory.", resident_bytes());
    one(&b, "uptime_seconds", "gauge", "Seconds since the start.", (clock_ticks_us() - started_us) / 1000000);
    return buf_str(&b);
}
