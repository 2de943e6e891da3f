// SPDX-License-Identifier: Apache-2.0
#include "web/cache.h"

#include "db/pool.h"
#include "web/compress.h"
#include "web/office.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 16, BUCKETS = 1024, ENTRY_ROOM = 16 << 10, PAGE = 4096 };

struct shard {
    pthread_mutex_t lock;
    struct cached *buckets[BUCKETS];
    struct cached *newest, *oldest;
    int64_t bytes, entries, hits, misses;
} __attribute__((aligned(64)));

struct cache {
    struct shard shards[SHARDS];
    int64_t shard_bytes;
    void (*drop)(struct cached *);
};

struct cache *cache_open(struct arena *boot, int64_t bytes_max, void (*drop)(struct cached *))
{
    struct cache *cache = arena_alloc(boot, 1, (ptrdiff_t)sizeof *cache, _Alignof(struct cache));
    cache->shard_bytes = bytes_max / SHARDS;
    cache->drop = drop;
    for (int i = 0; i < SHARDS; i++)
        pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

// Not for strangers to foresee matters little here: chains are short because the bytes are bounded.
static uint64_t hash_of(str key)
{
    uint64_t hash = 14695981039346656037u; // FNV-1a
    for (ptrdiff_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * 1099511628211u;
    return hash ^ (hash >> 29);
}

// Packing and form stand at its beginning, in one character each.
str cache_key(struct arena *mem, str target, str lang, enum wants wants, enum packing packing)
{
    ptrdiff_t n = target.len + lang.len + 3;
    char *at = NEW(mem, char, n);
    at[0] = packing == PACK_GZIP ? 'z' : '-';
    at[1] = (char)('0' + (int)wants);
    memcpy(at + 2, lang.at, (size_t)lang.len);
    at[2 + lang.len] = ' ';
    memcpy(at + 3 + lang.len, target.at, (size_t)target.len);
    return (str){ at, n };
}

static bool key_is_packed(str key)
{
    return key.len > 0 && key.at[0] == 'z';
}

void cache_release(struct cached *entry)
{
    if (!entry || atomic_fetch_sub(&entry->holders, 1) != 1)
        return;
    entry->drop(entry);
    cache_let_go(entry);
}

void cache_let_go(struct cached *entry)
{
    if (atomic_fetch_sub(&entry->lives, 1) == 1)
        arena_close(entry->mem);
}

// ---- the table, under the shard's lock

static struct cached **place_of(struct shard *shard, uint64_t hash, str key)
{
    struct cached **at = &shard->buckets[(hash >> 8) % BUCKETS];
    while (*at && ((*at)->hash != hash || !str_eq((*at)->key, key)))
        at = &(*at)->next;
    return at;
}

static void unlink_use(struct shard *shard, struct cached *entry)
{
    *(entry->newer ? &entry->newer->older : &shard->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &shard->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

static void link_newest(struct shard *shard, struct cached *entry)
{
    entry->older = shard->newest;
    *(shard->newest ? &shard->newest->newer : &shard->oldest) = entry;
    shard->newest = entry;
}

// Out of the table; the caller releases it when the lock is open again.
static struct cached *take_out(struct shard *shard, struct cached **at)
{
    struct cached *entry = *at;
    assert(entry);
    *at = entry->next;
    unlink_use(shard, entry);
    shard->bytes -= entry->bytes;
    shard->entries--;
    entry->next = NULL;
    return entry;
}

static void release_all(struct cached *list)
{
    while (list) {
        struct cached *next = list->next;
        cache_release(list);
        list = next;
    }
}

static bool is_good(const struct cached *entry, struct pool *pool, date today)
{
    if (entry->is_eternal)
        return true;
    if (date_compare(entry->seen.day, today) != 0 || entry->seen.office != office_generation())
        return false;
    for (int i = 0; i < entry->seen.n; i++) {
        if (change_seen(pool, entry->seen.names[i]) != entry->seen.counts[i])
            return false;
    }
    return true;
}

struct cached *cache_find(struct cache *cache, struct pool *pool, str key, date today)
{
    uint64_t hash = hash_of(key);
    struct shard *shard = &cache->shards[hash % SHARDS];
    struct cached *found = NULL, *old = NULL;
    pthread_mutex_lock(&shard->lock);
    struct cached **at = place_of(shard, hash, key);
    if (*at && is_good(*at, pool, today)) {
        found = *at;
        atomic_fetch_add(&found->holders, 1);
        if (shard->newest != found) {
            unlink_use(shard, found);
            link_newest(shard, found);
        }
        shard->hits++;
    } else {
        old = *at ? take_out(shard, at) : NULL;
        shard->misses++;
    }
    pthread_mutex_unlock(&shard->lock);
    release_all(old);
    return found;
}

// From the oldest on, until there is room.
static struct cached *make_room(struct cache *cache, struct shard *shard, int64_t bytes, struct cached *out)
{
    while (shard->oldest && shard->bytes + bytes > cache->shard_bytes) {
        struct cached *entry = take_out(shard, place_of(shard, shard->oldest->hash, shard->oldest->key));
        entry->next = out;
        out = entry;
    }
    return out;
}

void cache_put(struct cache *cache, struct cached *entry)
{
    struct shard *shard = &cache->shards[entry->hash % SHARDS];
    pthread_mutex_lock(&shard->lock);
    struct cached **at = place_of(shard, entry->hash, entry->key);
    struct cached *out = *at ? take_out(shard, at) : NULL;
    out = make_room(cache, shard, entry->bytes, out);
    at = place_of(shard, entry->hash, entry->key);
    *at = entry;
    atomic_fetch_add(&entry->holders, 1);
    link_newest(shard, entry);
    shard->bytes += entry->bytes;
    shard->entries++;
    pthread_mutex_unlock(&shard->lock);
    release_all(out);
}

void cache_close(struct cache *cache)
{
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_lock(&shard->lock);
        struct cached *out = make_room(cache, shard, cache->shard_bytes + 1, NULL);
        pthread_mutex_unlock(&shard->lock);
        release_all(out);
        pthread_mutex_destroy(&shard->lock);
    }
}

void cache_figures(struct cache *cache, struct cache_figures *out)
{
    *out = (struct cache_figures){ 0 };
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_lock(&shard->lock);
        out->entries += shard->entries;
        out->bytes += shard->bytes;
        out->hits += shard->hits;
        out->misses += shard->misses;
        pthread_mutex_unlock(&shard->lock);
    }
}

// ---- making

// Of the key and all it was made from: the same for the same answer on every node and after a restart of the same build.
static str etag_of(const struct cached *entry, str body)
{
    struct buf b;
    buf_init(&b, entry->mem, 4000);
    buf_add(&b, str_skip(entry->key, 1)); // packed or not, it is the same answer
    buf_fmt(&b, " %s %d-%d-%d %lld", office()->version, entry->seen.day.year, entry->seen.day.month, entry->seen.day.day,
            (long long)entry->seen.office);
    for (int i = 0; i < entry->seen.n; i++)
        buf_fmt(&b, " %.*s=%lld", STR_ARG(entry->seen.names[i]), (long long)entry->seen.counts[i]);
    return str_fmt(entry->mem, "W/\"%016llx%016llx\"", (unsigned long long)hash_of(buf_str(&b)),
                   (unsigned long long)hash_of(body));
}

static void copy_reply(struct cached *entry, const struct reply *reply)
{
    struct reply *to = &entry->reply;
    *to = *reply;
    to->body = STR_NONE;
    to->header_count = 0;
    for (int i = 0; i < reply->header_count; i++) {
        if (str_eq_nocase(reply->headers[i].name, S("ETag")))
            continue;
        to->headers[to->header_count].name = str_copy(entry->mem, reply->headers[i].name);
        to->headers[to->header_count++].value = str_copy(entry->mem, reply->headers[i].value);
    }
}

struct cached *cache_make(struct cache *cache, str key, const struct reply *reply, const struct door_seen *seen)
{
    if (reply->body.len > CACHE_ENTRY_MAX)
        return NULL;
    struct arena *mem = arena_open("cached answer", 2 * reply->body.len + ENTRY_ROOM + 4 * LIMIT_QUERY);
    struct cached *entry = NEW(mem, struct cached, 1);
    *entry = (struct cached){ .mem = mem, .key = str_copy(mem, key), .hash = hash_of(key), .is_eternal = seen == NULL };
    entry->drop = cache->drop;
    atomic_init(&entry->holders, 1);
    atomic_init(&entry->lives, 1);
    if (seen)
        entry->seen = *seen;
    copy_reply(entry, reply);
    if (key_is_packed(key) && compress_suits(reply_get(reply, "Content-Type")))
        entry->gzip = compress_gzip(mem, reply->body, COMPRESS_WELL);
    if (entry->gzip.len == 0)
        entry->reply.body = str_copy(mem, reply->body);
    str own = reply_get(reply, "ETag"); // a record's strong one stays: If-Match asks for it
    entry->etag = own.len > 0 ? str_copy(mem, own) : etag_of(entry, reply->body);
    reply_header(&entry->reply, "ETag", entry->etag);
    entry->bytes = (arena_used(mem) + PAGE) / PAGE * PAGE;
    return entry;
}
