// SPDX-License-Identifier: Apache-2.0
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
enum { ARENA_GAP = 16 }; // poisoned, after each allocation
#else
#define ASAN_POISON_MEMORY_REGION(at, n) ((void)(at), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(at, n) ((void)(at), (void)(n))
enum { ARENA_GAP = 0 };
#endif

// What a reset leaves mapped above the mark: most requests need no page fault then.
enum { ARENA_WARM = 256 << 10, ARENA_PAGE = 4096, ARENA_HEAD = 128 };

struct deferred {
    void (*fn)(void *);
    void *arg;
    struct deferred *next;
};

// Stands at the start of its own mapping.
struct arena {
    const char *name;
    char *base;
    ptrdiff_t limit;
    ptrdiff_t used;
    ptrdiff_t touched; // bytes from here on were never written, or were given back: they are zero
    struct deferred *deferred;
};
_Static_assert(sizeof(struct arena) <= ARENA_HEAD, "the head of an arena outgrew its room");

__attribute__((noreturn)) static void arena_die(const char *name, const char *why)
{
    fprintf(stderr, "arena %s: %s\n", name, why);
    abort();
}

static ptrdiff_t page_up(ptrdiff_t n)
{
    return (n + ARENA_PAGE - 1) & ~(ptrdiff_t)(ARENA_PAGE - 1);
}

struct arena *arena_open(const char *name, ptrdiff_t limit)
{
    if (limit <= 0 || limit > PTRDIFF_MAX / 2)
        arena_die(name, "a limit that makes no sense");
    ptrdiff_t whole = page_up(limit + ARENA_HEAD);
    void *at = mmap(NULL, (size_t)whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
        arena_die(name, "no address space left");
    struct arena *a = at;
    *a = (struct arena){ .name = name, .base = (char *)at + ARENA_HEAD, .limit = whole - ARENA_HEAD };
    return a;
}

static void run_deferred(struct arena *a, const void *until)
{
    while (a->deferred != until) {
        struct deferred *d = a->deferred;
        if (!d)
            arena_die(a->name, "reset to a mark it does not know");
        a->deferred = d->next;
        d->fn(d->arg);
    }
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    run_deferred(a, NULL);
    ASAN_UNPOISON_MEMORY_REGION(a->base, (size_t)a->touched);
    munmap(a, (size_t)(a->limit + ARENA_HEAD));
}

// Bytes that were used before a reset are zeroed when they are used again; the others are zero as they come.
static void clear_again(struct arena *a, ptrdiff_t from, ptrdiff_t to)
{
    ptrdiff_t dirty = to < a->touched ? to : a->touched;
    if (from < dirty)
        memset(a->base + from, 0, (size_t)(dirty - from));
}

// Take [from, from + size) and the gap after it.
static void take(struct arena *a, ptrdiff_t from, ptrdiff_t size)
{
    ptrdiff_t end = from + size;
    ASAN_UNPOISON_MEMORY_REGION(a->base + from, (size_t)size);
    clear_again(a, from, end);
    ASAN_POISON_MEMORY_REGION(a->base + end, ARENA_GAP);
    a->used = end + ARENA_GAP;
    if (a->touched < a->used)
        a->touched = a->used;
}

void *arena_alloc(struct arena *a, ptrdiff_t count, ptrdiff_t size, ptrdiff_t align)
{
    ptrdiff_t bytes = 0;
    if (count < 0 || size < 0 || __builtin_mul_overflow(count, size, &bytes))
        arena_die(a->name, "asked for an impossible amount");
    ptrdiff_t pad = -(intptr_t)(a->base + a->used) & (align - 1);
    if (bytes > a->limit - ARENA_GAP - a->used - pad)
        arena_die(a->name, "its limit is reached");
    ptrdiff_t from = a->used + pad;
    take(a, from, bytes);
    return a->base + from;
}

static bool is_last(const struct arena *a, const void *old, ptrdiff_t size)
{
    return (const char *)old + size + ARENA_GAP == a->base + a->used;
}

void *arena_grow(struct arena *a, void *old, ptrdiff_t old_size, ptrdiff_t new_size, ptrdiff_t align)
{
    if (old && new_size <= old_size)
        return old;
    if (old && is_last(a, old, old_size)) {
        if (new_size - old_size > a->limit - a->used)
            arena_die(a->name, "its limit is reached");
        take(a, a->used - ARENA_GAP, new_size - old_size);
        return old;
    }
    void *new = arena_alloc(a, new_size, 1, align);
    if (old && old_size > 0)
        memcpy(new, old, (size_t)old_size);
    return new;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
    struct deferred *d = NEW(a, struct deferred, 1);
    *d = (struct deferred){ fn, arg, a->deferred };
    a->deferred = d;
}

arena_mark arena_here(const struct arena *a)
{
    return (arena_mark){ a->used, a->deferred };
}

void arena_reset(struct arena *a, arena_mark mark)
{
    if (mark.used < 0 || mark.used > a->used)
        arena_die(a->name, "reset to a mark that is already gone");
    run_deferred(a, mark.deferred);
    a->used = mark.used;

    // The base lies ARENA_HEAD bytes into a page, so what is given back starts at a page of the mapping.
    ptrdiff_t keep = page_up(a->used + ARENA_WARM + ARENA_HEAD) - ARENA_HEAD;
    if (keep < a->touched) {
        ASAN_UNPOISON_MEMORY_REGION(a->base + keep, (size_t)(a->touched - keep));
        if (madvise(a->base + keep, (size_t)(a->touched - keep), MADV_DONTNEED) == 0)
            a->touched = keep;
    }
    ASAN_POISON_MEMORY_REGION(a->base + a->used, (size_t)(a->touched - a->used));
}

ptrdiff_t arena_used(const struct arena *a)
{
    return a->used;
}
