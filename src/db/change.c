// SPDX-License-Identifier: Apache-2.0
#include "db/change.h"

#include "base/time.h"
#include "db/pool_inside.h"
#include "db/writer.h"

#include <assert.h>
#include <pthread.h>

enum { WATCH_MS = 100 };

static uint32_t name_hash(str name)
{
    uint32_t hash = 2166136261u; // FNV-1a
    for (ptrdiff_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
    return hash;
}

// The counter of this name, or the free slot where it would be.
static struct change_counter *change_slot(struct change_table *table, str name)
{
    for (uint32_t i = name_hash(name);; i++) {
        struct change_counter *counter = &table->slots[i % CHANGE_SLOTS];
        if (!atomic_load_explicit(&counter->named, memory_order_acquire) || str_eq(counter->name, name))
            return counter;
    }
}

static bool change_is_named(struct change_counter *counter)
{
    return atomic_load_explicit(&counter->named, memory_order_acquire);
}

enum change_name { NAME_LASTS, NAME_COPY };

// NULL: a name of the file for which there is no room.
static struct change_counter *change_add(struct pool *pool, str name, enum change_name keep)
{
    struct change_counter *counter = change_slot(&pool->changes, name);
    if (change_is_named(counter))
        return counter;
    pthread_mutex_lock(&pool->lock);
    counter = change_slot(&pool->changes, name);
    if (!change_is_named(counter) && pool->changes.used == CHANGE_MAX) {
        assert(keep == NAME_COPY); // the program's own names are few; a file may hold anything
        counter = NULL;
    } else if (!change_is_named(counter)) {
        pool->changes.used++;
        counter->name = keep == NAME_COPY ? str_copy(pool->mem, name) : name;
        atomic_store_explicit(&counter->named, true, memory_order_release);
    }
    pthread_mutex_unlock(&pool->lock);
    return counter;
}

// Never back: the watching thread may have read the table before the writer's latest commit.
static void change_raise(struct change_table *table, struct change_counter *counter, int64_t n)
{
    int64_t old = atomic_load(&counter->n);
    if (old >= n)
        return;
    atomic_store(&counter->raised_at, atomic_fetch_add(&table->raised, 1) + 1);
    while (old < n && !atomic_compare_exchange_weak(&counter->n, &old, n))
        continue;
}

enum err change_mark(struct ctx *c, str name)
{
    assert(db_is_writing(c));
    ptrdiff_t slot = change_add(c->db->pool, name, NAME_LASTS) - c->db->pool->changes.slots;
    c->db->write->changes.bits[slot / 64] |= (uint64_t)1 << (slot % 64);
    return OK;
}

int64_t change_seen(struct pool *pool, str name)
{
    struct change_counter *counter = change_slot(&pool->changes, name);
    return change_is_named(counter) ? atomic_load(&counter->n) : 0;
}

int64_t change_now(struct pool *pool)
{
    return atomic_load(&pool->changes.raised);
}

bool change_in_view(const struct db *db, str name, int64_t *out)
{
    struct change_counter *counter = change_slot(&db->pool->changes, name);
    *out = 0;
    if (!change_is_named(counter))
        return false; // it was never set: whether it is being set now, nobody can tell
    *out = atomic_load(&counter->n);
    return atomic_load(&counter->raised_at) <= db->view_began;
}

void change_set_add(struct change_set *to, const struct change_set *more)
{
    for (ptrdiff_t i = 0; i < COUNT(to->bits); i++)
        to->bits[i] |= more->bits[i];
}

static bool change_set_has(const struct change_set *set, ptrdiff_t slot)
{
    return (set->bits[slot / 64] >> (slot % 64) & 1) != 0;
}

enum err change_write(struct ctx *c, struct pool *pool, const struct change_set *set)
{
    enum err err = OK;
    for (ptrdiff_t i = 0; i < CHANGE_SLOTS && err == OK; i++) {
        struct change_counter *counter = &pool->changes.slots[i];
        if (change_set_has(set, i))
            err = db_int(c,
                         SQL("INSERT INTO change_counter (name, n) VALUES (?, 1) "
                             "ON CONFLICT (name) DO UPDATE SET n = change_counter.n + 1 RETURNING n"),
                         ARGS(TEXT(counter->name)), &counter->coming);
    }
    return err;
}

void change_publish(struct pool *pool, const struct change_set *set)
{
    for (ptrdiff_t i = 0; i < CHANGE_SLOTS; i++)
        if (change_set_has(set, i))
            change_raise(&pool->changes, &pool->changes.slots[i], pool->changes.slots[i].coming);
}

static enum err change_read_rows(struct ctx *c, struct pool *pool)
{
    struct rows *rows;
    enum err err = db_query(c, SQL("SELECT name, n FROM change_counter"), NO_ARGS, &rows);
    for (bool more = false; err == OK;) {
        err = rows_next(c, rows, &more);
        if (err != OK || !more)
            break;
        struct change_counter *counter = change_add(pool, rows_peek(rows, 0), NAME_COPY);
        if (counter != NULL)
            change_raise(&pool->changes, counter, rows_int(rows, 1));
    }
    return err;
}

void change_read(struct ctx *c, struct pool *pool)
{
    if (change_read_rows(c, pool) != OK)
        fail_clear(c); // no such table before the first migration; whatever else it is, the next look tells
}

// Waits; false when the pool is being closed.
static bool watch_wait(struct pool *pool)
{
    struct timespec until = clock_after_us(WATCH_MS * 1000);
    pthread_mutex_lock(&pool->lock);
    int late = 0;
    while (!pool->closing && late == 0)
        late = pthread_cond_timedwait(&pool->watch_end, &pool->lock, &until);
    bool go_on = !pool->closing;
    pthread_mutex_unlock(&pool->lock);
    return go_on;
}

static void *watch_main(void *arg)
{
    struct pool *pool = arg;
    struct ctx c = { .mem = pool->watch_mem, .db = pool->watcher, .pool = pool };
    int64_t seen = -1;
    while (watch_wait(pool)) {
        arena_mark mark = arena_here(c.mem);
        int64_t version = seen;
        enum err err = pool->driver->version(&c, pool->watcher->link, &version);
        if (err == OK && version != seen)
            change_read(&c, pool);
        if (err == OK)
            seen = version;
        fail_clear(&c);
        arena_reset(c.mem, mark);
    }
    return NULL;
}

bool change_watch_start(struct pool *pool)
{
    pool->watch_runs = pthread_create(&pool->watch_thread, NULL, watch_main, pool) == 0;
    return pool->watch_runs;
}

void change_watch_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_signal(&pool->watch_end);
    pthread_mutex_unlock(&pool->lock);
    if (pool->watch_runs)
        pthread_join(pool->watch_thread, NULL);
    pool->watch_runs = false;
}
