// SPDX-License-Identifier: Apache-2.0
// once — the first answer to a request that is sent again (write_once in write.h); inside work/ only.
#ifndef ACCORD_WORK_ONCE_H
#define ACCORD_WORK_ONCE_H

#include "work/write.h"

enum { ONCE_KEY_MAX = 100, ONCE_KEEP_MS = 24 * 3600000 };

extern const struct table idempotency_table;

// Inside db_write, last of all: keeps the answer. Nothing when no key was given.
enum err once_keep(struct ctx *, const struct write_once *, const struct write_result *) MUST_CHECK;

#endif
