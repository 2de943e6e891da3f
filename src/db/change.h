// SPDX-License-Identifier: Apache-2.0
// change — how often each named thing has changed; inside db/ (change_mark and change_seen are in pool.h).
//
// A counter is set in memory after its commit and read before the data: so what was made from old data never carries the new
// number, and the worst is that something is made once more than needed.
#ifndef ACCORD_DB_CHANGE_H
#define ACCORD_DB_CHANGE_H

#include "db/db.h"

#include <stdatomic.h>

// A power of two, at most half full.
enum { CHANGE_SLOTS = 512, CHANGE_MAX = CHANGE_SLOTS / 2 };

struct change_counter {
    atomic_bool named; // set last: the name does not change after
    str name;
    _Atomic int64_t n;
    _Atomic int64_t raised_at; // the table's `raised` when it was last set; set before n
    int64_t coming; // the writer's: its value once the group is committed
};

struct change_table {
    struct change_counter slots[CHANGE_SLOTS];
    int used;
    _Atomic int64_t raised; // how often any counter was set
};

struct change_set {
    uint64_t bits[CHANGE_SLOTS / 64];
};

struct db;
struct pool;

void change_set_add(struct change_set *to, const struct change_set *more);
enum err change_write(struct ctx *, struct pool *, const struct change_set *) MUST_CHECK; // into the table, before the commit
void change_publish(struct pool *, const struct change_set *);                            // into memory, after it

// The counter as it was when the present view of a link began; false when it may have been set since. What the view reads is at
// least as new as that.
int64_t change_now(struct pool *);
bool change_in_view(const struct db *, str name, int64_t *out);

// Reads all counters again over c->db. A store that has no such table yet has no counters.
void change_read(struct ctx *, struct pool *);

bool change_watch_start(struct pool *); // a thread that notices other programs' commits
void change_watch_stop(struct pool *);

#endif
