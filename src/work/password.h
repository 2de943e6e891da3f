// SPDX-License-Identifier: Apache-2.0
// password — Argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, second configuration). Each takes memory and
// some tens of milliseconds, so at most two run at once; others wait at most 10 s in a queue of at most 500, then ERR_BUSY.
// Never inside db_write: the one writer would wait.
#ifndef ACCORD_WORK_PASSWORD_H
#define ACCORD_WORK_PASSWORD_H

#include "base/faults.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 200 }; // code points

// May it be one? Adds a fault to "password" when not. `mail` and `name` are the account's: they are no passwords.
void password_check(struct ctx *, str password, str mail, str name, struct faults *);
enum err password_hash(struct ctx *, str password, str *out) MUST_CHECK;
// An empty `hash` takes as long, and never matches.
enum err password_verify(struct ctx *, str hash, str password, bool *matches) MUST_CHECK;

// How many at once, how many may wait, and how long. For tests; takes effect for those who come after.
struct password_gate {
    int at_once, queue_max;
    int64_t wait_ms;
};
extern const struct password_gate password_gate_usual;
void password_gate_set(const struct password_gate *);

#endif
