// SPDX-License-Identifier: Apache-2.0
// arena — memory with one lifetime; nothing in it is ever freed singly.
//
// Three lifetimes: boot (tables, templates, catalogues), request (or job), scratch (mark and reset around a loop body).
// Address space is reserved at open and committed as it is touched. Allocation never returns NULL: reaching the limit is
// a bug of ours (what users can make grow is limited at the door) and aborts with the arena's name.
// Under AddressSanitizer what is free is poisoned, so use after reset is caught.
#ifndef ACCORD_BASE_ARENA_H
#define ACCORD_BASE_ARENA_H

#include <stddef.h>

struct arena;
typedef struct {
    ptrdiff_t used;
    void *deferred;
} arena_mark;

enum { ARENA_REQUEST = 64 << 20, ARENA_BOOT = 256 << 20 };

// `name` must be a literal; it is named when the limit is reached.
struct arena *arena_open(const char *name, ptrdiff_t limit);
void arena_close(struct arena *); // runs what was deferred; NULL is accepted

// Zeroed memory.
void *arena_alloc(struct arena *, ptrdiff_t count, ptrdiff_t size, ptrdiff_t align);
#define NEW(a, type, n) ((type *)arena_alloc((a), (n), (ptrdiff_t)sizeof(type), (ptrdiff_t)_Alignof(type)))

// Grow the last allocation in place when it is the last, else copy: for buffers. Old bytes are kept, new ones zeroed.
void *arena_grow(struct arena *, void *old, ptrdiff_t old_size, ptrdiff_t new_size, ptrdiff_t align);

// Run fn(arg) when the arena is reset past this point or closed, last deferred first.
void arena_defer(struct arena *, void (*fn)(void *), void *arg);

arena_mark arena_here(const struct arena *);
void arena_reset(struct arena *, arena_mark); // everything allocated since is gone
ptrdiff_t arena_used(const struct arena *);

#endif
