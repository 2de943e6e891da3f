// SPDX-License-Identifier: Apache-2.0
// Whatever stops the program: every write it has acknowledged is there afterwards.
#include "db/fault_vfs.h"
#include "db/test_pool.h"

#include <poll.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 4, NUMBERS = 20000 };

static uint64_t random_state;

static int random_between(int from, int to)
{
    random_state ^= random_state << 13; // xorshift64, G. Marsaglia 2003
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return from + (int)(random_state % (uint64_t)(to - from + 1));
}

static int rounds(int usual, int full)
{
    return getenv("ACCORD_FULL") != NULL ? full : usual;
}

static enum err add_number(struct ctx *c, void *number)
{
    return db_run(c, SQL("INSERT INTO note (id, text) VALUES (?, ?)"),
                  ARGS(INT(*(int *)number), TEXT(str_fmt(c->mem, "number %d", *(int *)number))));
}

static void check_sound(struct ctx *c)
{
    str text = STR_NONE;
    CHECK_OK(db_text(c, SQL("PRAGMA integrity_check"), NO_ARGS, &text));
    CHECK_STR(text, "ok");
}

static bool is_there(struct ctx *c, int number)
{
    int64_t n = 0;
    CHECK_OK(db_int(c, SQL("SELECT count(*) FROM note WHERE id = ? AND text = 'number ' || ?"),
                    ARGS(INT(number), INT(number)), &n));
    return n == 1;
}

// --- writers that go on until a write is refused

struct writer {
    struct ctx *c;
    pthread_t thread;
    void (*acknowledged)(int number);
};

static atomic_int next_number;

static void *writer_main(void *arg)
{
    struct writer *self = arg;
    for (;;) {
        arena_mark mark = arena_here(self->c->mem);
        int number = atomic_fetch_add(&next_number, 1);
        if (number >= NUMBERS || db_write(self->c, add_number, &number) != OK)
            return NULL;
        self->acknowledged(number);
        arena_reset(self->c->mem, mark);
    }
}

static void write_numbers(struct ctx *c, void (*acknowledged)(int))
{
    struct writer writers[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){ .c = test_pool_other(c), .acknowledged = acknowledged };
        CHECK_INT(pthread_create(&writers[i].thread, NULL, writer_main, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i].thread, NULL);
}

// --- the power goes

static _Atomic(unsigned char) kept[NUMBERS];

static void keep(int number)
{
    atomic_store(&kept[number], 1);
}

static void cut_power_once(struct ctx *c, uint64_t seed)
{
    fault_vfs_register();
    struct pool_options options = { .url = test_pool_path(c), .vfs = "fault" };
    test_pool_open_at(c, &options);
    for (int i = 0; i < NUMBERS; i++)
        atomic_store(&kept[i], 0);
    atomic_store(&next_number, 1);
    fault_vfs_set(FAULT_POWER, random_between(1, 400));
    write_numbers(c, keep);
    test_pool_close(c);
    fault_vfs_restore(seed);
    options.vfs = NULL;
    test_pool_open_at(c, &options);
    check_sound(c);
    for (int number = 1; number < atomic_load(&next_number) && number < NUMBERS; number++)
        CHECK(!atomic_load(&kept[number]) || is_there(c, number));
    test_pool_close(c);
}

TEST(after_a_power_cut_every_acknowledged_write_is_there)
{
    random_state = 20031;
    for (int round = 0; round < rounds(8, 60); round++) {
        arena_mark mark = arena_here(mem);
        cut_power_once(c, (uint64_t)round);
        arena_reset(mem, mark);
    }
}

// --- the program is killed

static int report_to;

static void report(int number)
{
    if (write(report_to, &number, sizeof number) != sizeof number)
        _exit(3);
}

static void child_main(struct ctx *c, const char *path, int pipe_end, int from)
{
    struct pool_options options = { .url = path };
    report_to = pipe_end;
    test_pool_open_at(c, &options);
    atomic_store(&next_number, from);
    report(0); // ready
    write_numbers(c, report);
    _exit(0);
}

static int read_numbers(int from, bool *is_kept, int *highest)
{
    int number, n = 0;
    while (read(from, &number, sizeof number) == sizeof number) {
        CHECK(number > 0 && number < NUMBERS);
        is_kept[number] = true;
        *highest = number > *highest ? number : *highest;
        n++;
    }
    return n;
}

static void kill_once(struct ctx *c, const char *path, bool *is_kept, int *highest)
{
    int ends[2], ready = -1, status;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0)
        child_main(c, path, ends[1], *highest + 100);
    CHECK(child > 0);
    close(ends[1]);
    CHECK(read(ends[0], &ready, sizeof ready) == sizeof ready && ready == 0);
    CHECK(poll(&(struct pollfd){ .fd = ends[0], .events = POLLIN }, 1, 20000) == 1); // on a busy machine the first takes a while
    usleep((useconds_t)random_between(20, 250) * 1000);
    kill(child, SIGKILL);
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
    CHECK(read_numbers(ends[0], is_kept, highest) > 0);
    close(ends[0]);
}

TEST(after_a_kill_every_acknowledged_write_is_there)
{
    const char *path = test_pool_path(c);
    bool *is_kept = NEW(mem, bool, NUMBERS);
    int highest = 1;
    random_state = 20032;
    for (int round = 0; round < rounds(3, 10); round++) {
        kill_once(c, path, is_kept, &highest);
        struct pool_options options = { .url = path };
        test_pool_open_at(c, &options);
        check_sound(c);
        for (int number = 1; number <= highest; number++)
            CHECK(!is_kept[number] || is_there(c, number));
        test_pool_close(c);
    }
}
