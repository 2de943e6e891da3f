// SPDX-License-Identifier: Apache-2.0
// Many at once: groups of writes, counters, connections. What every store must do.
#include "db/test_pool.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { THREADS = 64, WRITES = 50 };

static void nap_ms(int ms)
{
    usleep((useconds_t)ms * 1000);
}

// --- sixty-four writers

struct crowd {
    struct ctx *c;
    pthread_t thread;
    int number, refused;
};

static void *crowd_main(void *arg)
{
    struct crowd *self = arg;
    for (int i = 0; i < WRITES; i++) {
        arena_mark mark = arena_here(self->c->mem);
        str text = str_fmt(self->c->mem, "%d/%d", self->number, i);
        if (db_write(self->c, test_pool_add_note, str_z(self->c->mem, text)) != OK)
            self->refused++;
        arena_reset(self->c->mem, mark);
    }
    return NULL;
}

TEST(many_writers_are_all_served_and_share_commits)
{
    test_pool_open(c);
    static struct crowd crowd[THREADS];
    struct pool_figures before, after;
    pool_figures(c->pool, &before);
    for (int i = 0; i < THREADS; i++) {
        crowd[i] = (struct crowd){ .c = test_pool_other(c), .number = i };
        CHECK_INT(pthread_create(&crowd[i].thread, NULL, crowd_main, &crowd[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(crowd[i].thread, NULL);
        CHECK_INT(crowd[i].refused, 0);
    }
    pool_figures(c->pool, &after);
    CHECK_INT(after.writes - before.writes, THREADS * WRITES);
    CHECK(after.commits - before.commits < THREADS * WRITES / 4);
    CHECK_INT(after.waiting, 0);
    CHECK_INT(test_pool_count(c), THREADS * WRITES);
}

// --- one group, made to wait for its members

struct member {
    struct ctx *c;
    pthread_t thread;
    write_fn *fn;
    void *arg;
    enum err err;
};

static sem_t held, go;

static enum err hold(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    sem_post(&held);
    while (sem_wait(&go) != 0)
        continue;
    return OK;
}

static void *member_main(void *arg)
{
    struct member *member = arg;
    member->err = db_write(member->c, member->fn, member->arg);
    return NULL;
}

// The first member keeps the writer busy until the others wait together.
static void run_together(struct ctx *c, struct member *members, int n)
{
    struct member first = { .c = test_pool_other(c), .fn = hold };
    struct pool_figures figures = { 0 };
    sem_init(&held, 0, 0);
    sem_init(&go, 0, 0);
    pthread_create(&first.thread, NULL, member_main, &first);
    sem_wait(&held);
    for (int i = 0; i < n; i++) {
        members[i].c = test_pool_other(c);
        pthread_create(&members[i].thread, NULL, member_main, &members[i]);
        while (figures.waiting < i + 1) {
            nap_ms(1);
            pool_figures(c->pool, &figures);
        }
    }
    sem_post(&go);
    pthread_join(first.thread, NULL);
    for (int i = 0; i < n; i++)
        pthread_join(members[i].thread, NULL);
}

static enum err mark_and_add(struct ctx *c, void *text)
{
    enum err err = change_mark(c, S("note"));
    if (err == OK)
        err = change_mark(c, S("note"));
    return err != OK ? err : test_pool_add_note(c, text);
}

static enum err mark_and_fail(struct ctx *c, void *text)
{
    enum err err = change_mark(c, S("other"));
    if (err == OK)
        err = mark_and_add(c, text);
    return err != OK ? err : fail(c, ERR_DENIED, "not you");
}

TEST(in_a_group_each_fault_undoes_only_itself)
{
    test_pool_open(c);
    struct member members[] = { { .fn = mark_and_add, .arg = NOTE("a") },  { .fn = mark_and_fail, .arg = NOTE("b") },
                                { .fn = mark_and_add, .arg = NOTE("a") },  { .fn = mark_and_add, .arg = NOTE("c") },
                                { .fn = mark_and_fail, .arg = NOTE("d") } };
    struct pool_figures before, after;
    pool_figures(c->pool, &before);
    run_together(c, members, COUNT(members));
    pool_figures(c->pool, &after);
    CHECK_INT(members[0].err, OK);
    CHECK_INT(members[1].err, ERR_DENIED);
    CHECK_INT(members[2].err, ERR_CONFLICT); // "a" is there, though not yet committed
    CHECK_INT(members[3].err, OK);
    CHECK_INT(members[4].err, ERR_DENIED);
    CHECK_STR(members[4].c->said, "not you");
    CHECK_INT(after.commits - before.commits, 2); // the one that held the others up, and theirs
    CHECK_INT(test_pool_count(c), 2);
    CHECK_INT(change_seen(c->pool, S("note")), 1); // once for a group
    CHECK_INT(change_seen(c->pool, S("other")), 0);
}

// --- counters

TEST(a_counter_counts_what_was_committed_and_outlives_the_program)
{
    struct pool_options options = { .url = test_pool_path(c) };
    test_pool_open_at(c, &options);
    CHECK_INT(change_seen(c->pool, S("note")), 0);
    CHECK_OK(db_write(c, mark_and_add, NOTE("a")));
    CHECK_INT(change_seen(c->pool, S("note")), 1);
    CHECK_INT(db_write(c, mark_and_fail, NOTE("b")), ERR_DENIED);
    fail_clear(c);
    CHECK_INT(change_seen(c->pool, S("note")), 1);
    CHECK_OK(db_write(c, mark_and_add, NOTE("b")));
    CHECK_INT(change_seen(c->pool, S("note")), 2);
    CHECK_INT(change_seen(c->pool, S("unheard of")), 0);
    test_pool_close(c);
    test_pool_open_at(c, &options);
    CHECK_INT(change_seen(c->pool, S("note")), 2);
    test_pool_close(c);
}

TEST(another_program_sees_the_change_soon)
{
    struct pool_options options = { .url = test_pool_path(c) };
    test_pool_open_at(c, &options);
    struct ctx other = { .mem = c->mem };
    test_pool_open_at(&other, &options); // a pool of its own is as good as another program
    for (int i = 1; i <= 3; i++) {
        CHECK_OK(db_write(c, mark_and_add, str_z(c->mem, str_fmt(c->mem, "%d", i))));
        for (int waited = 0; change_seen(other.pool, S("note")) < i && waited < 500; waited++)
            nap_ms(10);
        CHECK_INT(change_seen(other.pool, S("note")), i);
    }
    test_pool_close(&other);
    test_pool_close(c);
}

// --- connections

static atomic_int taken;

static void *take_main(void *arg)
{
    struct ctx *c = arg;
    if (pool_take(c) == OK)
        atomic_fetch_add(&taken, 1);
    return NULL;
}

TEST(who_asks_when_all_connections_are_in_use_waits)
{
    struct pool_options options = { .url = test_pool_path(c), .readers_max = 2 };
    test_pool_open_at(c, &options);
    struct ctx *second = test_pool_other(c), *third = test_pool_other(c);
    CHECK_OK(pool_take(second));
    atomic_store(&taken, 0);
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, take_main, third), 0);
    nap_ms(50);
    CHECK_INT(atomic_load(&taken), 0);
    pool_give(second);
    pthread_join(thread, NULL);
    CHECK_INT(atomic_load(&taken), 1);
    struct pool_figures figures;
    pool_figures(c->pool, &figures);
    CHECK_INT(figures.connections, 4); // two that read, the writer, the one that watches
    pool_give(third);
    test_pool_close(c);
}

TEST(a_store_answers_when_asked)
{
    test_pool_open(c);
    CHECK_OK(pool_ping(c));
    pool_give(c);
    CHECK_OK(pool_ping(c));
    CHECK(c->db == NULL);
}

TEST(a_backup_is_whole_and_overwrites_nothing)
{
    test_pool_open(c);
    const char *to = test_pool_path(c);
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("one")));
    CHECK_OK(pool_backup(c, to));
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("two")));
    CHECK_INT(pool_backup(c, to), ERR_CONFLICT);
    CHECK(str_find(c->said, str_of(to)) > 0);
    fail_clear(c);
    CHECK_INT(pool_backup(c, "/nowhere/at/all.db"), ERR_INTERNAL);
    fail_clear(c);
    struct ctx copy = { .mem = c->mem };
    struct pool_options options = { .url = to };
    test_pool_open_at(&copy, &options);
    CHECK_INT(test_pool_count(&copy), 1);
    test_pool_close(&copy);
}
