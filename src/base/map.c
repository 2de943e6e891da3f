// SPDX-License-Identifier: Apache-2.0
#include "base/map.h"

#include "base/arena.h"

enum { MAP_FIRST = 16 };

struct map_slot {
    str key;
    uint64_t hash; // never 0 in a slot that is taken
    void *value;
};

void map_init(struct map *m, struct arena *mem)
{
    *m = (struct map){ .mem = mem };
}

// FNV-1a, then the finaliser of MurmurHash3, for the low bits choose the slot.
static uint64_t hash_of(str key)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (ptrdiff_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.at[i]) * 0x100000001B3u;
    h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    return h | 1u << 31;
}

// The slot of the key, or the free one where it belongs. There is always a free one.
static struct map_slot *slot_of(const struct map *m, str key, uint64_t hash)
{
    ptrdiff_t mask = m->room - 1;
    ptrdiff_t i = (ptrdiff_t)(hash & (uint64_t)mask);
    while (m->slots[i].hash != 0 && !(m->slots[i].hash == hash && str_eq(m->slots[i].key, key)))
        i = (i + 1) & mask;
    return &m->slots[i];
}

void *map_get(const struct map *m, str key)
{
    return m->n > 0 ? slot_of(m, key, hash_of(key))->value : NULL;
}

static void map_widen(struct map *m)
{
    struct map old = *m;
    m->room = old.room > 0 ? 2 * old.room : MAP_FIRST;
    m->slots = NEW(m->mem, struct map_slot, m->room);
    for (ptrdiff_t i = 0; i < old.room; i++) {
        if (old.slots[i].hash != 0)
            *slot_of(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
    }
}

void map_put(struct map *m, str key, void *value)
{
    if (m->n >= m->room / 4 * 3)
        map_widen(m);
    uint64_t hash = hash_of(key);
    struct map_slot *slot = slot_of(m, key, hash);
    m->n += slot->hash == 0;
    *slot = (struct map_slot){ key, hash, value };
}
