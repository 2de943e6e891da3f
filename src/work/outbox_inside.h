// SPDX-License-Identifier: Apache-2.0
// outbox_inside — what the outbox and its runner share; inside work/ only.
#ifndef ACCORD_WORK_OUTBOX_INSIDE_H
#define ACCORD_WORK_OUTBOX_INSIDE_H

#include "work/outbox.h"

void outbox_wake(void *unused);                                    // wakes this process's runners; for db_after_commit
enum err outbox_release(struct ctx *, void *unused) MUST_CHECK; // inside db_write: entries held for a subscriber that is ready now

#endif
