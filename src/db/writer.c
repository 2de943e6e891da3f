// SPDX-License-Identifier: Apache-2.0
#include "db/writer.h"

#include "base/time.h"
#include "db/pool_inside.h"

#include <assert.h>
#include <errno.h>

// After a commit its callers come back with their next writes; waiting a little for as many as there were last time makes one
// commit of them instead of two. Never longer than this, nor than half a commit.
enum { GATHER_US = 2000 };

// --- queue

static void gather(struct pool *pool)
{
    int64_t us = pool->last_us / 2 < GATHER_US ? pool->last_us / 2 : GATHER_US;
    struct timespec until = clock_after_us(us);
    pool->wake_at = pool->last_group;
    int late = 0;
    while (pool->waiting < pool->wake_at && !pool->closing && late == 0)
        late = pthread_cond_timedwait(&pool->queued, &pool->lock, &until);
}

// The next group, in the order of asking; NULL when the pool is closed and nothing waits.
static struct write *queue_take(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->wake_at = 1;
    while (pool->queue_first == NULL && !pool->closing)
        pthread_cond_wait(&pool->queued, &pool->lock);
    if (pool->queue_first != NULL && pool->last_group > 1)
        gather(pool);
    struct write *first = pool->queue_first, *last = first;
    int n = first != NULL;
    while (n > 0 && n < pool->options.group_max && last->next != NULL) {
        last = last->next;
        n++;
    }
    if (n > 0) {
        pool->queue_first = last->next;
        last->next = NULL;
    }
    if (pool->queue_first == NULL)
        pool->queue_last = NULL;
    pool->waiting -= n;
    pthread_mutex_unlock(&pool->lock);
    return first;
}

static void queue_put(struct pool *pool, struct write *write)
{
    pthread_mutex_lock(&pool->lock);
    assert(!pool->closing);
    if (pool->queue_last != NULL)
        pool->queue_last->next = write;
    else
        pool->queue_first = write;
    pool->queue_last = write;
    if (++pool->waiting >= pool->wake_at)
        pthread_cond_signal(&pool->queued);
    pthread_mutex_unlock(&pool->lock);
}

// --- one write

void write_forget_after(struct write *write, struct after *last)
{
    write->after_last = last;
    if (last != NULL)
        last->next = NULL;
    else
        write->after_first = NULL;
}

static enum err write_undo(struct write *write, struct db *db, enum err err)
{
    struct ctx quiet = { .mem = write->c->mem };
    write_forget_after(write, NULL);
    write->changes = (struct change_set){ 0 };
    if (!db->aborted && (db->driver->control(&quiet, db->link, CONTROL_ROLLBACK_TO) != OK ||
                         db->driver->control(&quiet, db->link, CONTROL_RELEASE) != OK))
        db->aborted = true; // it cannot be undone alone
    return err;
}

static enum err write_whole(struct ctx *c, struct db *db)
{
    if (!db->aborted)
        return OK;
    fail_clear(c); // whatever was dealt with on the way: this is the cause now
    return db->driver->tell(c, db->link);
}

static void write_run(struct write *write, struct db *db)
{
    struct ctx *c = write->c;
    db->write = write;
    c->db = db;
    enum err err = db->driver->control(c, db->link, CONTROL_SAVEPOINT);
    if (err == OK) {
        err = write->fn(c, write->arg);
        db_close_rows(db, NULL); // no cursor goes with its caller to another thread
        if (err == OK)
            err = write_whole(c, db);
        if (err == OK)
            err = db->driver->control(c, db->link, CONTROL_RELEASE);
        if (err != OK)
            err = write_undo(write, db, err);
    }
    write->err = err;
    c->db = NULL;
    db->write = NULL;
    db->reading = 0;
    db->aborted = db->aborted || !db->driver->is_open(db->link);
}

// --- one group

struct group {
    struct write *first, *end; // end: the first that has not run
    struct change_set changes;
    ptrdiff_t ran, accepted;
};

static void group_run(struct group *group, struct db *db)
{
    while (group->end != NULL && !db->aborted) {
        write_run(group->end, db);
        group->ran++;
        if (group->end->err == OK) {
            group->accepted++;
            change_set_add(&group->changes, &group->end->changes);
        }
        group->end = group->end->next;
    }
}

static enum err group_commit(struct ctx *c, struct group *group, struct pool *pool)
{
    struct db *db = pool->writer;
    struct ctx quiet = { .mem = c->mem };
    enum err err = db->aborted ? db->driver->tell(c, db->link) : OK;
    if (err == OK && group->accepted > 0) {
        err = change_write(c, pool, &group->changes);
        db_close_rows(db, NULL);
        if (err == OK)
            err = db->driver->control(c, db->link, CONTROL_COMMIT);
    }
    if (db->driver->is_open(db->link))
        (void)!db->driver->control(&quiet, db->link, CONTROL_ROLLBACK);
    return err;
}

static void group_publish(const struct group *group, struct pool *pool)
{
    change_publish(pool, &group->changes);
    for (struct write *write = group->first; write != group->end; write = write->next)
        for (struct after *after = write->after_first; after != NULL; after = after->next)
            after->fn(after->arg);
}

// To each in its own language. Those that failed by themselves keep their own cause.
static void group_tell(const struct group *group, const struct db *db)
{
    for (struct write *write = group->first; write != group->end; write = write->next) {
        if (write->err != OK)
            continue;
        fail_clear(write->c);
        write->err = db->driver->tell(write->c, db->link);
    }
}

static void group_wake(const struct group *group)
{
    for (struct write *write = group->first, *next; write != group->end; write = next) {
        next = write->next; // it is gone as soon as its caller is awake
        sem_post(&write->done);
    }
}

static void group_count(struct pool *pool, const struct group *group, enum err err, int64_t took_us)
{
    pthread_mutex_lock(&pool->lock);
    pool->last_group = (int)group->ran;
    pool->last_us = took_us;
    pool->writes += err == OK ? group->accepted : 0;
    pool->commits += err == OK && group->accepted > 0;
    pool->failed_commits += err != OK;
    pthread_mutex_unlock(&pool->lock);
}

// Returns those that are still to be run, in a group of their own.
static struct write *group_do(struct pool *pool, struct write *first)
{
    struct db *db = pool->writer;
    struct ctx c = { .mem = pool->writer_mem, .db = db, .pool = pool };
    struct group group = { .first = first, .end = first };
    arena_mark mark = arena_here(c.mem);
    db->aborted = false;
    int64_t began = clock_ticks_us();
    enum err err = db->driver->control(&c, db->link, CONTROL_WRITE);
    if (err == OK) {
        group_run(&group, db);
        err = group_commit(&c, &group, pool);
    } else {
        group.end = NULL; // all are told
    }
    group_count(pool, &group, err, clock_ticks_us() - began);
    struct write *rest = group.end;
    if (err == OK)
        group_publish(&group, pool);
    else
        group_tell(&group, db);
    group_wake(&group);
    db->aborted = false;
    arena_reset(c.mem, mark);
    return rest;
}

static void *writer_main(void *arg)
{
    struct pool *pool = arg;
    struct write *group;
    while ((group = queue_take(pool)) != NULL)
        while (group != NULL)
            group = group_do(pool, group);
    return NULL;
}

bool writer_start(struct pool *pool)
{
    pool->writer_runs = pthread_create(&pool->writer_thread, NULL, writer_main, pool) == 0;
    return pool->writer_runs;
}

void writer_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_signal(&pool->queued);
    pthread_mutex_unlock(&pool->lock);
    if (pool->writer_runs)
        pthread_join(pool->writer_thread, NULL);
    pool->writer_runs = false;
}

// --- callers

enum err db_write(struct ctx *c, write_fn *fn, void *arg)
{
    assert(c->pool != NULL && !db_is_writing(c));
    struct pool *pool = c->pool;
    if (pool->writer == NULL)
        return fail(c, ERR_BUSY,
                    N_("nothing was saved: this database is read-only; start the program with the right to write"));
    assert(!pthread_equal(pthread_self(), pool->writer_thread)); // it would wait for itself
    struct db *reader = c->db;
    db_read_stop(c);
    struct write write = { .c = c, .fn = fn, .arg = arg };
    sem_init(&write.done, 0, 0);
    queue_put(pool, &write);
    while (sem_wait(&write.done) != 0)
        continue; // a signal
    sem_destroy(&write.done);
    c->db = reader;
    return write.err;
}

void db_after_commit(struct ctx *c, void (*fn)(void *), void *arg)
{
    assert(db_is_writing(c));
    struct write *write = c->db->write;
    struct after *after = NEW(c->mem, struct after, 1);
    *after = (struct after){ .fn = fn, .arg = arg };
    if (write->after_last != NULL)
        write->after_last->next = after;
    else
        write->after_first = after;
    write->after_last = after;
}
