// SPDX-License-Identifier: Apache-2.0
// renew — a record that was changed is known to others by its name and more: what they have worked out of it (COMPUTED fields,
// facets, search words) is worked out again, after the commit and in slices, however many they are.
#ifndef ACCORD_WORK_RENEW_H
#define ACCORD_WORK_RENEW_H

#include "record/schema.h"
#include "work/outbox.h"

enum { RENEW_SLICE = 100 };

extern const struct subscriber renew_subscriber; // topic "job.renew"

// Inside db_write, after a change of a record. Leaves nothing when no record refers to it.
enum err renew_ask(struct ctx *, const struct record_type *, int64_t id) MUST_CHECK;

#endif
