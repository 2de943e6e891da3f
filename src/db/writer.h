// SPDX-License-Identifier: Apache-2.0
// writer — the one thread that changes the store, and the queue before it; inside db/ only.
//
// A group: BEGIN IMMEDIATE; for each write SAVEPOINT, fn, RELEASE (or ROLLBACK TO when it failed); change counters; COMMIT,
// with its one fsync; counters in memory; what was to run after the commit; then the callers are woken. When the store gives
// up the transaction in the middle, those whose fn has run are told that nothing was saved, and the rest form the next group.
#ifndef ACCORD_DB_WRITER_H
#define ACCORD_DB_WRITER_H

#include "db/change.h"
#include "db/db.h"

#include <semaphore.h>

// Something to do after the commit.
struct after {
    void (*fn)(void *);
    void *arg;
    struct after *next;
};

// One call of db_write; on its caller's stack while the caller waits.
struct write {
    struct ctx *c;
    write_fn *fn;
    void *arg;
    enum err err;
    struct change_set changes;
    struct after *after_first, *after_last;
    struct write *next;
    sem_t done;
};

void write_forget_after(struct write *, struct after *last); // all that came after `last` (NULL: all)

// Started by pool_open and stopped by pool_close; the queue is empty when it has stopped.
bool writer_start(struct pool *);
void writer_stop(struct pool *);

#endif
