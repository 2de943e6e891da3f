// SPDX-License-Identifier: Apache-2.0
// outbox — what leaves after a commit: events to subscribers, mails, jobs. Written in the transaction that caused it, taken by
// a runner with a lease, retried with growing pauses (1 min, 5, 30, 2 h, 12 h), kept with its last error when it gives up.
// Every node may run it: each entry is done by one.
#ifndef ACCORD_WORK_OUTBOX_H
#define ACCORD_WORK_OUTBOX_H

#include "view/value.h"

// Inside db_write. `topic` is "partnership.published", "mail", "job.NAME"; due_ms 0: at once.
enum err outbox_put(struct ctx *, str topic, const struct value *body, int64_t due_ms) MUST_CHECK;

// A subscriber; several may take one topic (each is tried on its own). May call db_write. Must be repeatable.
struct subscriber {
    const char *topic;
    const char *name; // stays the same between versions
    enum err (*run)(struct ctx *, const struct value *body);
};
void outbox_subscribe(const struct subscriber *, ptrdiff_t n); // at boot

// Runs until stopped; woken by commits and by time.
struct outbox_runner;
enum err outbox_start(struct ctx *, struct outbox_runner **out) MUST_CHECK;
void outbox_stop(struct outbox_runner *);
// Do what is due now and return how many were done: for tests and `accord job run`.
enum err outbox_run_due(struct ctx *, int64_t *done) MUST_CHECK;

#endif
