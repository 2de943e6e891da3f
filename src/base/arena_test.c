// SPDX-License-Identifier: Apache-2.0
#include "base/test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_zero(const char *at, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (at[i] != 0)
            return false;
    }
    return true;
}

TEST(memory_is_zero_also_after_a_reset)
{
    static const ptrdiff_t sizes[] = { 1, 100, 4096, 300 << 10, 3 << 20 };
    struct arena *a = arena_open("test", 8 << 20);
    arena_mark start = arena_here(a);
    for (int round = 0; round < 3; round++) {
        for (ptrdiff_t i = 0; i < COUNT(sizes); i++) {
            char *at = NEW(a, char, sizes[i]);
            CHECK(is_zero(at, sizes[i]));
            memset(at, 0xAA, (size_t)sizes[i]);
        }
        arena_reset(a, start);
    }
    arena_close(a);
}

TEST(memory_is_aligned_as_asked)
{
    NEW(mem, char, 1);
    CHECK_INT((intptr_t)NEW(mem, int64_t, 1) % (intptr_t) _Alignof(int64_t), 0);
    NEW(mem, char, 3);
    CHECK_INT((intptr_t)arena_alloc(mem, 1, 64, 64) % 64, 0);
    CHECK(NEW(mem, char, 0) != NULL);
}

TEST(the_last_allocation_grows_in_place_and_others_move)
{
    char *first = NEW(mem, char, 8);
    memcpy(first, "12345678", 8);
    char *grown = arena_grow(mem, first, 8, 5000, 1);
    CHECK(grown == first);
    CHECK(memcmp(grown, "12345678", 8) == 0 && is_zero(grown + 8, 4992));
    char *other = NEW(mem, char, 1);
    *other = 'x';
    char *moved = arena_grow(mem, grown, 5000, 6000, 1);
    CHECK(moved != grown);
    CHECK(memcmp(moved, "12345678", 8) == 0 && is_zero(moved + 8, 5992));
    CHECK_INT(*other, 'x');
    CHECK(arena_grow(mem, moved, 6000, 10, 1) == moved);
    CHECK(arena_grow(mem, NULL, 0, 10, 1) != NULL);
}

TEST(growth_after_a_reset_is_zero_too)
{
    arena_mark mark = arena_here(mem);
    memset(NEW(mem, char, 2000), 0xAA, 2000);
    arena_reset(mem, mark);
    char *at = arena_grow(mem, NEW(mem, char, 10), 10, 2000, 1);
    CHECK(is_zero(at, 2000));
}

static char order[8];

static void note(void *letter)
{
    order[strlen(order)] = *(const char *)letter;
}

TEST(what_was_deferred_runs_last_first_and_once)
{
    static char a = 'a', b = 'b', d = 'd';
    memset(order, 0, sizeof order);
    struct arena *arena = arena_open("test", 1 << 20);
    arena_defer(arena, note, &a);
    arena_mark mark = arena_here(arena);
    arena_defer(arena, note, &b);
    arena_defer(arena, note, &d);
    arena_reset(arena, mark);
    CHECK_STR(str_of(order), "db");
    arena_close(arena);
    CHECK_STR(str_of(order), "dba");
    arena_close(NULL);
}

TEST(use_is_counted_and_given_back)
{
    ptrdiff_t before = arena_used(mem);
    arena_mark mark = arena_here(mem);
    NEW(mem, char, 1000);
    CHECK(arena_used(mem) >= before + 1000);
    arena_reset(mem, mark);
    CHECK_INT(arena_used(mem), before);
}

// The signal that ends a child which runs `fall`; 0 when it ends by itself.
static int signal_of(void (*fall)(struct arena *))
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        fall(arena_open("falling", 1 << 20));
        _exit(0);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void stay_within(struct arena *a)
{
    NEW(a, char, (1 << 20) - 64);
}

static void pass_the_limit(struct arena *a)
{
    NEW(a, char, 1 << 19);
    NEW(a, char, 1 << 20);
}

static void grow_past_the_limit(struct arena *a)
{
    char *at = NEW(a, char, 1);
    arena_grow(a, at, 1, 2 << 20, 1);
}

static void ask_for_too_many(struct arena *a)
{
    arena_alloc(a, PTRDIFF_MAX / 2, 16, 8);
}

static void ask_for_less_than_none(struct arena *a)
{
    arena_alloc(a, -1, 1, 1);
}

static void reset_to_the_future(struct arena *a)
{
    arena_mark mark = arena_here(a);
    mark.used += 100;
    arena_reset(a, mark);
}

TEST(a_limit_reached_or_an_impossible_wish_aborts)
{
    CHECK_INT(signal_of(stay_within), 0);
    CHECK_INT(signal_of(pass_the_limit), SIGABRT);
    CHECK_INT(signal_of(grow_past_the_limit), SIGABRT);
    CHECK_INT(signal_of(ask_for_too_many), SIGABRT);
    CHECK_INT(signal_of(ask_for_less_than_none), SIGABRT);
    CHECK_INT(signal_of(reset_to_the_future), SIGABRT);
}

#ifdef __SANITIZE_ADDRESS__
#define ARENA_IS_WATCHED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_WATCHED
#endif
#endif

#ifdef ARENA_IS_WATCHED
#include <sanitizer/asan_interface.h>

TEST(under_the_sanitizer_free_memory_is_poisoned)
{
    arena_mark mark = arena_here(mem);
    char *at = NEW(mem, char, 100);
    CHECK(!__asan_address_is_poisoned(at) && !__asan_address_is_poisoned(at + 99));
    CHECK(__asan_address_is_poisoned(at + 100));
    arena_reset(mem, mark);
    CHECK(__asan_address_is_poisoned(at));
}
#endif
