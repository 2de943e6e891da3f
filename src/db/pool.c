// SPDX-License-Identifier: Apache-2.0
#include "db/pool_inside.h"
#include "db/writer.h"

#include <assert.h>

enum { POOL_MEM = 16 << 20, LINK_MEM = 1 << 20, THREAD_MEM = 16 << 20, READERS_DEFAULT = 96, GROUP_DEFAULT = 256 };

static const struct driver *const drivers[] = { &driver_sqlite };

static const struct driver *driver_find(str url)
{
    for (ptrdiff_t i = 0; i < COUNT(drivers); i++)
        if (drivers[i]->accepts(url))
            return drivers[i];
    return NULL;
}

static void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_close_rows(db, NULL);
    db->driver->close(db->link);
    arena_close(db->mem);
}

static enum err db_open(struct ctx *c, struct pool *pool, enum link_use use, struct db **out)
{
    struct arena *mem = arena_open("connection", LINK_MEM);
    struct db *db = NEW(mem, struct db, 1);
    *db = (struct db){ .driver = pool->driver, .pool = pool, .mem = mem };
    enum err err = pool->driver->connect(c, mem, &pool->options, use, &db->link);
    if (err == OK)
        *out = db;
    else
        arena_close(mem);
    return err;
}

static struct pool *pool_make(const struct driver *driver, const struct pool_options *options)
{
    struct arena *mem = arena_open("pool", POOL_MEM);
    struct pool *pool = NEW(mem, struct pool, 1);
    pool->mem = mem;
    pool->memo = NEW(mem, struct memo_slot, MEMO_SLOTS);
    pool->memo_texts = NEW(mem, struct memo_text, MEMO_TEXTS);
    pthread_mutex_init(&pool->memo_lock, NULL);
    pool->driver = driver;
    pool->options = *options;
    pool->options.url = str_z(mem, str_of(options->url));
    if (pool->options.readers_max <= 0)
        pool->options.readers_max = READERS_DEFAULT;
    if (pool->options.group_max <= 0)
        pool->options.group_max = GROUP_DEFAULT;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->returned, NULL);
    pthread_cond_init(&pool->queued, &monotonic);
    pthread_cond_init(&pool->watch_end, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pool->writer_mem = arena_open("writer", THREAD_MEM);
    pool->watch_mem = arena_open("watch", THREAD_MEM);
    return pool;
}

static enum err pool_connect(struct ctx *c, struct pool *pool)
{
    enum err err = OK;
    if (pool->options.mode == POOL_READ_WRITE)
        err = db_open(c, pool, LINK_WRITER, &pool->writer);
    if (err == OK)
        err = db_open(c, pool, LINK_READER, &pool->watcher);
    if (err != OK)
        return err;
    struct ctx first = { .mem = pool->watch_mem, .db = pool->watcher, .pool = pool };
    change_read(&first, pool);
    if (!change_watch_start(pool) || (pool->writer != NULL && !writer_start(pool)))
        return fail(c, ERR_INTERNAL, N_("the database cannot be opened: the system gives no more threads; end other programs"));
    return OK;
}

enum err pool_open(struct ctx *c, const struct pool_options *options, struct pool **out)
{
    const struct driver *driver = driver_find(str_of(options->url));
    if (driver == NULL)
        return fail(c, ERR_INTERNAL, N_("%s cannot be opened: this program knows databases in a file; give the name of a file"),
                    options->url);
    struct pool *pool = pool_make(driver, options);
    enum err err = pool_connect(c, pool);
    if (err == OK)
        *out = pool;
    else
        pool_close(pool);
    return err;
}

void pool_close(struct pool *pool)
{
    writer_stop(pool);
    change_watch_stop(pool);
    for (struct db *db = pool->idle, *next; db != NULL; db = next) {
        next = db->next;
        db_close(db);
        pool->readers--;
    }
    assert(pool->readers == 0); // all were given back
    db_close(pool->watcher);
    db_close(pool->writer); // last: it tidies the log away
    pthread_cond_destroy(&pool->returned);
    pthread_cond_destroy(&pool->queued);
    pthread_cond_destroy(&pool->watch_end);
    pthread_mutex_destroy(&pool->lock);
    pthread_mutex_destroy(&pool->memo_lock);
    arena_close(pool->writer_mem);
    arena_close(pool->watch_mem);
    arena_close(pool->mem);
}

enum err pool_take(struct ctx *c)
{
    struct pool *pool = c->pool;
    assert(c->db == NULL);
    pthread_mutex_lock(&pool->lock);
    while (pool->idle == NULL && pool->readers >= pool->options.readers_max)
        pthread_cond_wait(&pool->returned, &pool->lock);
    struct db *db = pool->idle;
    if (db != NULL)
        pool->idle = db->next;
    else
        pool->readers++; // ours, to be opened
    pthread_mutex_unlock(&pool->lock);
    enum err err = db != NULL ? OK : db_open(c, pool, LINK_READER, &db);
    if (err == OK) {
        c->db = db;
        return OK;
    }
    pthread_mutex_lock(&pool->lock);
    pool->readers--;
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->lock);
    return err;
}

void pool_give(struct ctx *c)
{
    struct db *db = c->db;
    if (db == NULL)
        return;
    assert(db->write == NULL && db != db->pool->writer);
    db_close_rows(db, NULL);
    db_read_stop(c);
    c->db = NULL;
    struct pool *pool = db->pool;
    pthread_mutex_lock(&pool->lock);
    db->next = pool->idle;
    pool->idle = db;
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->lock);
}

const struct dialect *pool_dialect(const struct pool *pool)
{
    return pool->driver->dialect;
}

void pool_figures(struct pool *pool, struct pool_figures *out)
{
    pthread_mutex_lock(&pool->lock);
    *out = (struct pool_figures){ .writes = pool->writes, .commits = pool->commits, .failed_commits = pool->failed_commits,
                                  .waiting = pool->waiting,
                                  .connections = pool->readers + (pool->writer != NULL) + (pool->watcher != NULL) };
    pthread_mutex_unlock(&pool->lock);
}

// Does something with a link: the one the context has, or one taken for it.
static enum err with_link(struct ctx *c, enum err (*fn)(struct ctx *, const char *), const char *arg)
{
    if (c->db != NULL)
        return fn(c, arg);
    enum err err = pool_take(c);
    if (err != OK)
        return err;
    err = fn(c, arg);
    pool_give(c);
    return err;
}

static enum err ping_link(struct ctx *c, const char *arg)
{
    (void)arg;
    return c->db->driver->ping(c, c->db->link);
}

static enum err backup_link(struct ctx *c, const char *to_path)
{
    return c->db->driver->backup(c, c->db->link, to_path);
}

enum err pool_ping(struct ctx *c)
{
    return with_link(c, ping_link, NULL);
}

enum err pool_backup(struct ctx *c, const char *to_path)
{
    return with_link(c, backup_link, to_path);
}
