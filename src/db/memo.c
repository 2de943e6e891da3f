// SPDX-License-Identifier: Apache-2.0
#include "db/memo.h"

#include "db/pool_inside.h"

#include <string.h>

// The counter as it was when the view began. False when there is no view, or when the counter has moved since.
static bool memo_stamp(const struct ctx *c, str of, int64_t *stamp)
{
    *stamp = 0;
    if (c->db == NULL || c->db->write != NULL || c->db->reading == 0)
        return false;
    return of.len == 0 || change_in_view(c->db, of, stamp);
}

static ptrdiff_t memo_place(const struct memo_key *key, ptrdiff_t slots)
{
    uint32_t place;
    memcpy(&place, key->at, sizeof place);
    return (ptrdiff_t)place % slots;
}

static bool memo_fits(const struct memo_slot *slot, const struct memo_key *key, int64_t stamp)
{
    return slot->used && slot->stamp == stamp && memcmp(slot->key.at, key->at, MEMO_KEY) == 0;
}

bool memo_get(const struct ctx *c, str of, const struct memo_key *key, int64_t *out)
{
    int64_t stamp;
    if (!memo_stamp(c, of, &stamp))
        return false;
    struct pool *pool = c->db->pool;
    pthread_mutex_lock(&pool->memo_lock);
    const struct memo_slot *slot = &pool->memo[memo_place(key, MEMO_SLOTS)];
    bool found = memo_fits(slot, key, stamp);
    if (found)
        *out = slot->value;
    pthread_mutex_unlock(&pool->memo_lock);
    return found;
}

void memo_put(const struct ctx *c, str of, const struct memo_key *key, int64_t value)
{
    int64_t stamp;
    if (!memo_stamp(c, of, &stamp))
        return;
    struct pool *pool = c->db->pool;
    pthread_mutex_lock(&pool->memo_lock);
    pool->memo[memo_place(key, MEMO_SLOTS)] = (struct memo_slot){ .key = *key, .stamp = stamp, .value = value, .used = true };
    pthread_mutex_unlock(&pool->memo_lock);
}

bool memo_get_text(const struct ctx *c, str of, const struct memo_key *key, str *out)
{
    int64_t stamp;
    if (!memo_stamp(c, of, &stamp))
        return false;
    struct pool *pool = c->db->pool;
    pthread_mutex_lock(&pool->memo_lock);
    const struct memo_text *text = &pool->memo_texts[memo_place(key, MEMO_TEXTS)];
    bool found = memo_fits(&text->slot, key, stamp);
    if (found)
        *out = str_copy(c->mem, (str){ text->bytes, (ptrdiff_t)text->slot.value });
    pthread_mutex_unlock(&pool->memo_lock);
    return found;
}

void memo_put_text(const struct ctx *c, str of, const struct memo_key *key, str bytes)
{
    int64_t stamp;
    if (bytes.len > MEMO_TEXT || !memo_stamp(c, of, &stamp))
        return;
    struct pool *pool = c->db->pool;
    pthread_mutex_lock(&pool->memo_lock);
    struct memo_text *text = &pool->memo_texts[memo_place(key, MEMO_TEXTS)];
    text->slot = (struct memo_slot){ .key = *key, .stamp = stamp, .value = bytes.len, .used = true };
    if (bytes.len > 0)
        memcpy(text->bytes, bytes.at, (size_t)bytes.len);
    pthread_mutex_unlock(&pool->memo_lock);
}
