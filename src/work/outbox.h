// SPDX-License-Identifier: Apache-2.0
// outbox — what leaves after a commit: events to subscribers, mails, jobs. Written in the transaction that caused it, taken by
// a runner with a lease, retried with growing pauses (1 min, 5, 30, 2 h, 12 h), kept with its last error when it gives up.
// Every node may run it: each entry is done by one. A runner that dies in the middle holds its lease for OUTBOX_LEASE_MS; then
// the entry is taken again.
#ifndef ACCORD_WORK_OUTBOX_H
#define ACCORD_WORK_OUTBOX_H

#include "db/table.h"
#include "view/value.h"

enum { OUTBOX_LEASE_MS = 60000, OUTBOX_TRIES = 6 };

extern const struct table outbox_table;

// Inside db_write. `topic` is "partnership.published", "mail", "job.NAME"; due_ms 0: at once. One entry for each subscriber of the
// topic; a topic without subscribers leaves nothing.
enum err outbox_put(struct ctx *, str topic, const struct value *body, int64_t due_ms) MUST_CHECK;
// The same, unless an entry of this topic waits already: for jobs that put themselves in again.
enum err outbox_put_single(struct ctx *, str topic, const struct value *body, int64_t due_ms) MUST_CHECK;

// A subscriber; several may take one topic (each is tried on its own). May call db_write. Must be repeatable.
struct subscriber {
    const char *topic;
    const char *name; // stays the same between versions; no two have the same
    enum err (*run)(struct ctx *, const struct value *body);
    bool (*ready)(void); // NULL: always. False: entries are held, untried, until a runner starts and it is ready
};
void outbox_subscribe(const struct subscriber *, ptrdiff_t n); // at boot, before anything is put or run; the rows stay there
const struct subscriber *outbox_subscriber(str name);          // NULL when there is none

// Runs until stopped; woken by commits and by time (outbox_runner.c); the cleaning job (clean.h) runs with it. outbox_stop waits for
// the entry at hand; NULL is accepted.
struct outbox_runner;
enum err outbox_start(struct ctx *, struct outbox_runner **out) MUST_CHECK;
void outbox_stop(struct outbox_runner *);
// Do what is due now and return how many were done: for tests and `accord job run`. What fails is put off, not returned.
enum err outbox_run_due(struct ctx *, int64_t *done) MUST_CHECK;

// For /metrics: entries waiting, held, given up.
struct outbox_figures {
    int64_t waiting, held, given_up;
};
enum err outbox_figures(struct ctx *, struct outbox_figures *out) MUST_CHECK;

#endif
