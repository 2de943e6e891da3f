// SPDX-License-Identifier: Apache-2.0
// lane — a queue with workers of its own. Workers are started when there is work for one more, up to a number, and stay.
#ifndef ACCORD_WEB_LANE_H
#define ACCORD_WEB_LANE_H

#include "base/str.h"

// Part of whatever is to be done; the lane keeps it from lane_add until run() is called.
struct lane_job {
    struct lane_job *next;
    void (*run)(struct lane_job *);
};

struct lane_options {
    const char *name;   // a literal, at most 15 characters: its threads' name
    int workers_max;
    int queue_max;      // waiting, beside those being done
};

struct lane;
struct lane *lane_open(struct arena *boot, const struct lane_options *);
// False when the queue is full or the lane is closing: nothing is done.
bool lane_add(struct lane *, struct lane_job *) MUST_CHECK;
// Takes no more; waits until all that was added is done, at most so long. False when something is still being done then: its
// worker goes on, and what it uses must not be taken away.
bool lane_close(struct lane *, int64_t wait_ms) MUST_CHECK;

#endif
