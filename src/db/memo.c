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

static struct memo_slot *memo_slot_of(struct pool *pool, const struct memo_key *key)
{
    uint32_t place;
    memcpy(&place, key->at, sizeof place);
    return &pool->memo[place % MEMO_SLOTS];
}

bool memo_get(const struct ctx *c, str of, const struct memo_key *key, int64_t *out)
{
    int64_t stamp;
    if (!memo_stamp(c, of, &stamp))
        return false;
    struct pool *pool = c->db->pool;
    struct memo_slot *slot = memo_slot_of(pool, key);
    pthread_mutex_lock(&pool->memo_lock);
    bool found = slot->used && slot->stamp == stamp && memcmp(slot->key.at, key->at, MEMO_KEY) == 0;
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
    *memo_slot_of(pool, key) = (struct memo_slot){ .key = *key, .stamp = stamp, .value = value, .used = true };
    pthread_mutex_unlock(&pool->memo_lock);
}
