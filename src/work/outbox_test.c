// SPDX-License-Identifier: Apache-2.0
#include "work/outbox.h"

#include "base/time.h"
#include "db/pool.h"
#include "db/test_pool.h"
#include "work/test_office.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { MINUTE = 60000 };

static atomic_int heard, seconded, failures;
static atomic_bool is_ready;
static _Atomic int64_t last_number;

static enum err hear(struct ctx *c, const struct value *body)
{
    CHECK(c->db != NULL && c->actor == &actor_system);
    last_number = value_get(body, S("number"))->number;
    heard++;
    return OK;
}

static enum err second(struct ctx *c, const struct value *body)
{
    (void)c;
    (void)body;
    seconded++;
    return OK;
}

static enum err break_off(struct ctx *c, const struct value *body)
{
    (void)body;
    failures++;
    return fail(c, ERR_BUSY, N_("the other side does not answer"));
}

static bool ready(void)
{
    return is_ready;
}

static enum err put_one_more(struct ctx *c, void *body)
{
    return outbox_put(c, S("test.heard"), body, 0);
}

static enum err write_itself(struct ctx *c, const struct value *body)
{
    (void)body;
    struct value *next = value_map(c->mem);
    value_set(c->mem, next, "number", value_int(c->mem, 7));
    return db_write(c, put_one_more, next);
}

static const struct subscriber rows[] = {
    { .topic = "test.heard", .name = "test-hear", .run = hear },
    { .topic = "test.heard", .name = "test-second", .run = second },
    { .topic = "test.broken", .name = "test-broken", .run = break_off },
    { .topic = "test.held", .name = "test-held", .run = second, .ready = ready },
    { .topic = "test.chain", .name = "test-chain", .run = write_itself },
};

// The clock stands at 2003-05-31T12:00Z, where the office's context is.
static void shift_to(const struct ctx *c, int64_t after_ms)
{
    clock_shift_ms(0);
    clock_shift_ms(c->now_ms + after_ms - clock_now_ms());
}

static void begin(struct ctx *c)
{
    test_office_open(c);
    outbox_subscribe(rows, COUNT(rows));
    heard = seconded = failures = 0;
    is_ready = false;
    shift_to(c, 0);
}

static void finish(void)
{
    clock_shift_ms(0);
}

struct put {
    const char *topic;
    int64_t number, due_ms;
    enum { PUT_KEPT, PUT_UNDONE, PUT_SINGLE } how;
};

static enum err put_here(struct ctx *c, void *arg)
{
    const struct put *put = arg;
    struct value *body = value_map(c->mem);
    value_set(c->mem, body, "number", value_int(c->mem, put->number));
    enum err err = put->how == PUT_SINGLE ? outbox_put_single(c, str_of(put->topic), body, put->due_ms)
                                          : outbox_put(c, str_of(put->topic), body, put->due_ms);
    return err == OK && put->how == PUT_UNDONE ? fail(c, ERR_CONFLICT, N_("undone")) : err;
}

static void put(struct ctx *c, const char *topic, int64_t number)
{
    CHECK_OK(db_write(c, put_here, &(struct put){ topic, number, 0, PUT_KEPT }));
}

static int64_t count(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM outbox"));
}

static int64_t run_due(struct ctx *c)
{
    int64_t done;
    CHECK_OK(outbox_run_due(c, &done));
    return done;
}

TEST(each_subscriber_gets_an_entry_and_topics_without_one_leave_none)
{
    begin(c);
    put(c, "test.nobody", 1);
    CHECK_INT(count(c), 0);
    put(c, "test.heard", 5);
    CHECK_INT(count(c), 2);
    CHECK_INT(heard, 0);
    CHECK_INT(run_due(c), 2);
    CHECK_INT(heard, 1);
    CHECK_INT(seconded, 1);
    CHECK_INT(last_number, 5);
    CHECK_INT(count(c), 0);
    CHECK_INT(run_due(c), 0);
    finish();
}

TEST(what_was_undone_is_not_sent)
{
    begin(c);
    CHECK_INT(db_write(c, put_here, &(struct put){ "test.heard", 1, 0, PUT_UNDONE }), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(count(c), 0);
    finish();
}

TEST(an_entry_waits_until_it_is_due)
{
    begin(c);
    CHECK_OK(db_write(c, put_here, &(struct put){ "test.heard", 1, c->now_ms + MINUTE, PUT_KEPT }));
    CHECK_INT(run_due(c), 0);
    shift_to(c, MINUTE + 1000);
    CHECK_INT(run_due(c), 2);
    finish();
}

TEST(a_single_entry_is_not_put_in_twice)
{
    begin(c);
    CHECK_OK(db_write(c, put_here, &(struct put){ "test.chain", 1, 0, PUT_SINGLE }));
    CHECK_OK(db_write(c, put_here, &(struct put){ "test.chain", 1, 0, PUT_SINGLE }));
    CHECK_INT(count(c), 1);
    finish();
}

TEST(a_subscriber_may_write_itself)
{
    begin(c);
    put(c, "test.chain", 1);
    CHECK_INT(run_due(c), 3); // itself and what it put in
    CHECK_INT(last_number, 7);
    finish();
}

TEST(failures_are_tried_again_with_growing_pauses_and_kept_in_the_end)
{
    begin(c);
    put(c, "test.broken", 1);
    int64_t at = 0, pauses[] = { MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 720 * MINUTE };
    CHECK_INT(run_due(c), 1);
    for (int i = 0; i < COUNT(pauses); i++) {
        shift_to(c, at + pauses[i] - 5000);
        CHECK_INT(run_due(c), 0);
        at += pauses[i] + 5000;
        shift_to(c, at);
        CHECK_INT(run_due(c), 1);
        CHECK_INT(failures, i + 2);
    }
    shift_to(c, at + 7 * 24 * 60 * (int64_t)MINUTE);
    CHECK_INT(run_due(c), 0);
    CHECK_INT(failures, OUTBOX_TRIES);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox WHERE state = 'given-up' AND error LIKE 'the other side%'")), 1);
    struct outbox_figures figures;
    CHECK_OK(outbox_figures(c, &figures));
    CHECK_INT(figures.given_up, 1);
    CHECK_INT(figures.waiting, 0);
    finish();
}

static enum err lease_like_a_dead_runner(struct ctx *c, void *arg)
{
    (void)arg;
    return db_run(c, SQL("UPDATE outbox SET lease_until_ms = ?, tries = 1"), ARGS(INT(c->now_ms + OUTBOX_LEASE_MS)));
}

TEST(what_a_runner_died_over_is_taken_again_when_its_lease_has_ended)
{
    begin(c);
    put(c, "test.heard", 1);
    CHECK_OK(db_write(c, lease_like_a_dead_runner, NULL));
    shift_to(c, OUTBOX_LEASE_MS - 5000);
    CHECK_INT(run_due(c), 0);
    shift_to(c, OUTBOX_LEASE_MS + 1000);
    CHECK_INT(run_due(c), 2);
    CHECK_INT(heard, 1);
    CHECK_INT(count(c), 0);
    finish();
}

static enum err give_to_a_stranger(struct ctx *c, void *arg)
{
    (void)arg;
    return db_run(c, SQL("UPDATE outbox SET subscriber = 'of-another-version'"), NO_ARGS);
}

TEST(an_entry_of_an_unknown_subscriber_is_kept_for_another_program)
{
    begin(c);
    put(c, "test.broken", 1);
    CHECK_OK(db_write(c, give_to_a_stranger, NULL));
    CHECK_INT(run_due(c), 1);
    CHECK_INT(failures, 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND error <> ''")), 1);
    finish();
}

TEST(what_is_held_is_not_tried_until_a_runner_starts_and_it_is_ready)
{
    begin(c);
    put(c, "test.held", 1);
    CHECK_INT(run_due(c), 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox WHERE state = 'held' AND tries = 0")), 1);
    is_ready = true;
    put(c, "test.held", 2);
    is_ready = false; // between being put in and being taken
    CHECK_INT(run_due(c), 1);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox WHERE state = 'held' AND tries = 0")), 2);
    CHECK_INT(seconded, 0);
    finish();
}

static void wait_until(atomic_int *what, int n)
{
    for (int i = 0; i < 500 && *what < n; i++)
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
}

TEST(the_runner_is_woken_by_commits_and_stops_when_told)
{
    begin(c);
    finish(); // by the machine's clock
    c->now_ms = clock_now_ms();
    put(c, "test.held", 1);
    is_ready = true;
    struct outbox_runner *runner;
    CHECK_OK(outbox_start(c, &runner));
    wait_until(&seconded, 1); // what was held
    CHECK_INT(seconded, 1);
    for (int i = 0; i < 20; i++)
        put(c, "test.heard", i);
    wait_until(&heard, 20);
    CHECK_INT(heard, 20);
    wait_until(&seconded, 21);
    outbox_stop(runner);
    outbox_stop(NULL);
    put(c, "test.heard", 99);
    nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
    CHECK_INT(heard, 20);
}

static void *run_all(void *arg)
{
    int64_t done;
    return outbox_run_due(arg, &done) == OK ? NULL : arg;
}

TEST(several_runners_do_each_entry_once)
{
    enum { RUNNERS = 3, ENTRIES = 30 };
    begin(c);
    pthread_t threads[RUNNERS];
    for (int i = 0; i < ENTRIES; i++)
        put(c, "test.heard", i);
    for (int i = 0; i < RUNNERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, run_all, test_pool_other(c)), 0);
    for (int i = 0; i < RUNNERS; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        CHECK(failed == NULL);
    }
    CHECK_INT(heard, ENTRIES);
    CHECK_INT(seconded, ENTRIES);
    CHECK_INT(count(c), 0);
    finish();
}
