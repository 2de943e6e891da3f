// SPDX-License-Identifier: Apache-2.0
// Takes what is due, one entry at a time, each under a lease and with an arena and a connection of its own.
#include "work/outbox.h"

#include "base/time.h"
#include "db/pool.h"
#include "record/actor.h"
#include "view/json.h"
#include "work/clean.h"
#include "work/outbox_inside.h"

#include <pthread.h>

// Entries of other programs on the same store (the command line) are seen after this long; those of this one at once.
enum { LOOK_AGAIN_MS = 10000 };

static const int64_t pauses_ms[] = { 60000, 5 * 60000, 30 * 60000, 2 * 3600000, 12 * 3600000 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool prepared;
    uint64_t puts; // counts wake-ups, so that none is lost between looking and waiting
} bell = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct outbox_runner {
    pthread_t thread;
    struct ctx from; // pool, language
    bool stopping;
};

struct entry {
    int64_t id, lease_until_ms, tries;
    str subscriber, body;
    bool found;
};

void outbox_wake(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&bell.lock);
    bell.puts++;
    if (bell.prepared)
        pthread_cond_broadcast(&bell.changed);
    pthread_mutex_unlock(&bell.lock);
}

// The lease is asked for again outside the inner SELECT: on a store with several writers the second one finds the row taken.
static enum err entry_take(struct ctx *c, void *arg)
{
    struct entry *e = arg;
    int64_t now = clock_now_ms();
    struct rows *rows;
    enum err err = db_query(c,
                            SQL("UPDATE outbox SET lease_until_ms = ?, tries = tries + 1 WHERE lease_until_ms <= ? AND id ="
                                " (SELECT id FROM outbox WHERE state = 'waiting' AND due_ms <= ? AND lease_until_ms <= ?"
                                " ORDER BY due_ms, id LIMIT 1) RETURNING id, lease_until_ms, tries, subscriber, body"),
                            ARGS(INT(now + OUTBOX_LEASE_MS), INT(now), INT(now), INT(now)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &e->found);
    if (err != OK || !e->found)
        return err;
    e->id = rows_int(rows, 0);
    e->lease_until_ms = rows_int(rows, 1);
    e->tries = rows_int(rows, 2);
    e->subscriber = rows_text(c, rows, 3);
    e->body = rows_text(c, rows, 4);
    bool more = true; // to its end: a statement that writes is not left half way
    while (err == OK && more)
        err = rows_next(c, rows, &more);
    return err;
}

// Done, put off and given up touch the row only while the lease is still ours.
static enum err entry_done(struct ctx *c, void *arg)
{
    const struct entry *e = arg;
    return db_run(c, SQL("DELETE FROM outbox WHERE id = ? AND lease_until_ms = ?"), ARGS(INT(e->id), INT(e->lease_until_ms)));
}

static enum err entry_hold(struct ctx *c, void *arg)
{
    const struct entry *e = arg;
    return db_run(c,
                  SQL("UPDATE outbox SET state = 'held', lease_until_ms = 0, tries = tries - 1 WHERE id = ? AND lease_until_ms = ?"),
                  ARGS(INT(e->id), INT(e->lease_until_ms)));
}

struct entry_failure {
    const struct entry *entry;
    str error;
};

static enum err entry_put_off(struct ctx *c, void *arg)
{
    const struct entry_failure *f = arg;
    const struct entry *e = f->entry;
    bool again = e->tries < OUTBOX_TRIES;
    int64_t pause = again ? pauses_ms[e->tries - 1] : 0;
    return db_run(c,
                  SQL("UPDATE outbox SET state = ?, due_ms = ?, lease_until_ms = 0, error = ? WHERE id = ? AND lease_until_ms = ?"),
                  ARGS(TEXT(again ? S("waiting") : S("given-up")), INT(clock_now_ms() + pause), TEXT(f->error), INT(e->id),
                       INT(e->lease_until_ms)));
}

static enum err entry_run(struct ctx *c, const struct entry *e, const struct subscriber *to)
{
    struct value *body;
    enum err err = json_read(c, e->body, &body);
    if (err == OK)
        err = pool_take(c);
    if (err != OK)
        return err;
    err = to->run(c, body);
    pool_give(c);
    return err;
}

static enum err entry_work(struct ctx *c, struct entry *e)
{
    const struct subscriber *to = outbox_subscriber(e->subscriber);
    if (to && to->ready && !to->ready())
        return db_write(c, entry_hold, e);
    enum err err = to ? entry_run(c, e, to)
                      : fail(c, ERR_MISSING, N_("this program has no subscriber of that name: it may be another version's"));
    if (err == OK)
        return db_write(c, entry_done, e);
    struct entry_failure failure = { e, c->said.len > 0 ? c->said : str_of(err_text(err)) };
    fail_clear(c);
    return db_write(c, entry_put_off, &failure);
}

// One entry, in a context of its own.
static enum err run_one(const struct ctx *from, bool *found, struct ctx *c)
{
    struct entry e = { 0 };
    enum err err = db_write(c, entry_take, &e);
    *found = e.found;
    c->lang = from->lang;
    c->translate = from->translate;
    return err == OK && e.found ? entry_work(c, &e) : err;
}

static enum err run_next(struct ctx *from, bool *found)
{
    struct ctx c = { .mem = arena_open("job", ARENA_REQUEST), .pool = from->pool, .actor = &actor_system, .now_ms = clock_now_ms() };
    enum err err = run_one(from, found, &c);
    if (err != OK) {
        err = fail(from, err, "%.*s", STR_ARG(c.said));
        fail_detail(from, "%.*s", STR_ARG(c.detail));
    }
    arena_close(c.mem);
    return err;
}

enum err outbox_run_due(struct ctx *c, int64_t *done)
{
    *done = 0;
    bool found = true;
    enum err err = OK;
    while (err == OK && found) {
        err = run_next(c, &found);
        *done += err == OK && found;
    }
    return err;
}

static bool is_stopping(const struct outbox_runner *runner)
{
    pthread_mutex_lock(&bell.lock);
    bool stopping = runner->stopping;
    pthread_mutex_unlock(&bell.lock);
    return stopping;
}

static uint64_t bell_puts(void)
{
    pthread_mutex_lock(&bell.lock);
    uint64_t puts = bell.puts;
    pthread_mutex_unlock(&bell.lock);
    return puts;
}

static void wait_for(const struct outbox_runner *runner, uint64_t seen, int64_t pause_ms)
{
    struct timespec until = clock_after_us(pause_ms * 1000);
    int late = 0;
    pthread_mutex_lock(&bell.lock);
    while (!runner->stopping && bell.puts == seen && late == 0)
        late = pthread_cond_timedwait(&bell.changed, &bell.lock, &until);
    pthread_mutex_unlock(&bell.lock);
}

// How long until the next entry is due, or its lease ends.
static int64_t pause_ms(struct ctx *c)
{
    int64_t next = INT64_MAX;
    enum err err = pool_take(c);
    if (err == OK) {
        err = db_int(c,
                     SQL("SELECT COALESCE(MIN(CASE WHEN lease_until_ms > due_ms THEN lease_until_ms ELSE due_ms END),"
                         " 9223372036854775807) FROM outbox WHERE state = 'waiting'"),
                     NO_ARGS, &next);
        pool_give(c);
    }
    int64_t now = clock_now_ms();
    if (err != OK || next > now + LOOK_AGAIN_MS)
        return LOOK_AGAIN_MS;
    return next > now ? next - now : 1;
}

static enum err run_until_idle(struct outbox_runner *runner, struct ctx *c)
{
    bool found = true;
    enum err err = OK;
    while (err == OK && found && !is_stopping(runner))
        err = run_next(c, &found);
    return err;
}

static void *runner_main(void *arg)
{
    struct outbox_runner *runner = arg;
    while (!is_stopping(runner)) {
        struct ctx c = runner->from;
        c.mem = arena_open("runner", ARENA_REQUEST);
        uint64_t seen = bell_puts();
        // A store that cannot be written now (a full disk) is not asked again at once.
        int64_t pause = run_until_idle(runner, &c) == OK ? pause_ms(&c) : LOOK_AGAIN_MS;
        arena_close(c.mem);
        wait_for(runner, seen, pause);
    }
    return NULL;
}

static void bell_prepare(void)
{
    pthread_mutex_lock(&bell.lock);
    if (!bell.prepared) {
        pthread_condattr_t monotonic;
        pthread_condattr_init(&monotonic);
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        pthread_cond_init(&bell.changed, &monotonic);
        pthread_condattr_destroy(&monotonic);
        bell.prepared = true;
    }
    pthread_mutex_unlock(&bell.lock);
}

enum err outbox_start(struct ctx *c, struct outbox_runner **out)
{
    outbox_subscribe(&clean_subscriber, 1);
    enum err err = db_write(c, outbox_release, NULL);
    if (err == OK)
        err = clean_start(c);
    if (err != OK)
        return err;
    bell_prepare();
    struct outbox_runner *runner = NEW(c->mem, struct outbox_runner, 1);
    runner->from = (struct ctx){ .pool = c->pool, .lang = c->lang, .translate = c->translate, .actor = &actor_system };
    if (pthread_create(&runner->thread, NULL, runner_main, runner) != 0)
        return fail(c, ERR_INTERNAL, N_("what leaves the office (mails, jobs) could not be started: the machine has no thread for it"));
    *out = runner;
    return OK;
}

void outbox_stop(struct outbox_runner *runner)
{
    if (!runner)
        return;
    pthread_mutex_lock(&bell.lock);
    runner->stopping = true;
    pthread_cond_broadcast(&bell.changed);
    pthread_mutex_unlock(&bell.lock);
    pthread_join(runner->thread, NULL);
}
