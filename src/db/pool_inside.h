// SPDX-License-Identifier: Apache-2.0
// pool_inside — what a pool consists of; inside db/ only.
#ifndef ACCORD_DB_POOL_INSIDE_H
#define ACCORD_DB_POOL_INSIDE_H

#include "db/change.h"
#include "db/driver.h"
#include "db/memo.h"

#include <pthread.h>

enum { MEMO_SLOTS = 4096, MEMO_TEXTS = 256 };

struct memo_slot {
    struct memo_key key;
    int64_t stamp, value;
    bool used;
};

struct memo_text {
    struct memo_slot slot; // its value: how many bytes
    char bytes[MEMO_TEXT];
};

struct pool {
    struct arena *mem; // under `lock` after pool_open
    const struct driver *driver;
    struct pool_options options;
    pthread_mutex_t lock;
    bool closing;

    // Links for reading. They are opened when needed and kept.
    struct db *idle;
    int readers;
    pthread_cond_t returned;

    // The writer and the queue before it; see writer.h.
    struct db *writer;
    struct arena *writer_mem;
    pthread_t writer_thread;
    bool writer_runs;
    pthread_cond_t queued;
    struct write *queue_first, *queue_last;
    int waiting;      // in the queue
    int wake_at;      // the writer wants to be woken when so many wait
    int last_group;   // how many writes the last commit had,
    int64_t last_us;  // and how long it took
    int64_t writes, commits, failed_commits;

    struct memo_slot *memo;       // MEMO_SLOTS, under memo_lock
    struct memo_text *memo_texts; // MEMO_TEXTS, the same; memory that nobody has written to costs nothing
    pthread_mutex_t memo_lock;

    // Change counters and the thread that looks for other programs' commits.
    struct change_table changes;
    struct db *watcher;
    struct arena *watch_mem;
    pthread_t watch_thread;
    bool watch_runs;
    pthread_cond_t watch_end;
};

#endif
