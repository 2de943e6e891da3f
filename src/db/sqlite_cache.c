// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite.h"

#include <string.h>

void sqlite_cache_init(struct cache *cache)
{
    for (int i = 0; i < CACHE_BUCKETS; i++)
        cache->buckets[i] = -1;
    cache->newest = cache->oldest = -1;
    cache->n = 0;
}

void sqlite_cache_close(struct cache *cache)
{
    for (int i = 0; i < cache->n; i++)
        sqlite3_finalize(cache->slots[i].stmt);
    sqlite_cache_init(cache);
}

// Eight bytes at a time: statements are some hundred bytes long and looked up for every use. Not kept anywhere, so it may
// depend on the machine.
static uint64_t text_hash(str text)
{
    uint64_t hash = (uint64_t)text.len * 0x9e3779b97f4a7c15u;
    for (ptrdiff_t i = 0; i < text.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, text.at + i, text.len - i < 8 ? (size_t)(text.len - i) : 8);
        hash = (hash ^ word) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return hash;
}

static int16_t slot_number(const struct cache *cache, const struct cursor *slot)
{
    return (int16_t)(slot - cache->slots);
}

static void slot_leave_idle(struct cache *cache, struct cursor *slot)
{
    if (slot->newer >= 0)
        cache->slots[slot->newer].older = slot->older;
    else
        cache->newest = slot->older;
    if (slot->older >= 0)
        cache->slots[slot->older].newer = slot->newer;
    else
        cache->oldest = slot->newer;
}

static void slot_leave_bucket(struct cache *cache, const struct cursor *slot)
{
    int16_t *at = &cache->buckets[slot->hash % CACHE_BUCKETS];
    while (*at != slot_number(cache, slot))
        at = &cache->slots[*at].chain;
    *at = slot->chain;
}

void sqlite_cache_give(struct cache *cache, struct cursor *slot)
{
    slot->busy = false;
    slot->newer = -1;
    slot->older = cache->newest;
    if (cache->newest >= 0)
        cache->slots[cache->newest].newer = slot_number(cache, slot);
    else
        cache->oldest = slot_number(cache, slot);
    cache->newest = slot_number(cache, slot);
}

// The same statement may be in use further up the stack; then another one of it is prepared.
static struct cursor *cache_find(struct cache *cache, str text, uint64_t hash)
{
    for (int16_t i = cache->buckets[hash % CACHE_BUCKETS]; i >= 0; i = cache->slots[i].chain) {
        struct cursor *slot = &cache->slots[i];
        if (!slot->busy && slot->hash == hash && slot->len == text.len && memcmp(slot->text, text.at, (size_t)text.len) == 0)
            return slot;
    }
    return NULL;
}

static struct cursor *cache_room(struct cache *cache)
{
    if (cache->n < CACHE_SLOTS)
        return &cache->slots[cache->n++];
    if (cache->oldest < 0)
        return NULL;
    struct cursor *slot = &cache->slots[cache->oldest];
    slot_leave_idle(cache, slot);
    slot_leave_bucket(cache, slot);
    sqlite3_finalize(slot->stmt);
    *slot = (struct cursor){ 0 };
    return slot;
}

static enum err cache_prepare(struct ctx *c, struct link *link, str text, sqlite3_stmt **out)
{
    if (text.len > INT32_MAX)
        return sqlite_cause_fail(c, link, SQLITE_TOOBIG, str_slice(text, 0, 100));
    const char *rest = NULL;
    int code = sqlite3_prepare_v3(link->db, text.at, (int)text.len, SQLITE_PREPARE_PERSISTENT, out, &rest);
    if (code != SQLITE_OK)
        return sqlite_cause_fail(c, link, code, text);
    if (*out != NULL && rest == text.at + text.len)
        return OK;
    sqlite3_finalize(*out);
    fail_detail(c, "not exactly one statement: %.*s", STR_ARG(str_slice(text, 0, 300)));
    return sqlite_cause_fail(c, link, SQLITE_MISUSE, text);
}

enum err sqlite_cache_take(struct ctx *c, struct link *link, str text, struct cursor **out)
{
    struct cache *cache = &link->cache;
    text = str_trim(text);
    uint64_t hash = text_hash(text);
    struct cursor *slot = cache_find(cache, text, hash);
    if (slot != NULL) {
        slot_leave_idle(cache, slot);
        slot->busy = true;
        *out = slot;
        return OK;
    }
    sqlite3_stmt *stmt = NULL;
    enum err err = cache_prepare(c, link, text, &stmt);
    if (err != OK)
        return err;
    slot = cache_room(cache);
    if (slot == NULL) {
        sqlite3_finalize(stmt);
        fail_detail(c, "%d cursors are open at once", CACHE_SLOTS);
        return sqlite_cause_fail(c, link, SQLITE_MISUSE, text);
    }
    *slot = (struct cursor){ .stmt = stmt, .text = sqlite3_sql(stmt), .len = text.len, .hash = hash, .busy = true };
    slot->chain = cache->buckets[hash % CACHE_BUCKETS];
    cache->buckets[hash % CACHE_BUCKETS] = slot_number(cache, slot);
    *out = slot;
    return OK;
}
