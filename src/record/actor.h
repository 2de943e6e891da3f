// SPDX-License-Identifier: Apache-2.0
// actor — who asks, and with which roles. A set of roles is a bit mask; everyone has PUBLIC.
#ifndef ACCORD_RECORD_ACTOR_H
#define ACCORD_RECORD_ACTOR_H

#include "base/err.h"

typedef uint32_t roles;

// bit, name, code, label
#define ROLE_LIST(X)                                             \
    X(0, PUBLIC, "public", "public")                             \
    X(1, EDITOR, "editor", "editor of an organisation")          \
    X(2, DELEGATE, "delegate", "delegate")                       \
    X(3, BROKER, "broker", "broker")                             \
    X(4, REVIEWER, "reviewer", "reviewer")                       \
    X(5, FOCAL_POINT, "focal-point", "focal point")              \
    X(6, CHAIR, "chair", "chair")                                \
    X(7, SECRETARIAT, "secretariat", "secretariat")              \
    X(8, ADMINISTRATOR, "administrator", "administrator")        \
    X(9, OWNER, "owner", "whoever prepared the record, and editors of the organisations in it") \
    X(10, SYSTEM, "system", "the program itself")

enum {
#define X(bit, NAME, code, label) ROLE_##NAME = 1 << (bit),
    ROLE_LIST(X)
#undef X
    ROLE_OFFICE = ROLE_REVIEWER | ROLE_FOCAL_POINT | ROLE_SECRETARIAT | ROLE_ADMINISTRATOR | ROLE_SYSTEM,
    ROLE_SIGNED_IN = ROLE_EDITOR | ROLE_DELEGATE | ROLE_BROKER | ROLE_CHAIR | ROLE_OFFICE,
    ROLE_ANYONE = ROLE_PUBLIC | ROLE_SIGNED_IN | ROLE_OWNER,
};

struct actor {
    int64_t account;      // 0: the public, or the program itself
    int64_t organisation; // the one the account speaks for; 0: none
    roles roles;          // always with ROLE_PUBLIC; never with ROLE_OWNER, which is found per record
    str name;             // shown to the office; never logged
};

extern const struct actor actor_public, actor_system;
roles actor_roles(const struct ctx *);           // of c->actor; ROLE_PUBLIC for NULL
int64_t actor_account(const struct ctx *);
roles role_find(str code);                       // 0 when there is none
const char *role_code(roles one);
const char *role_label(roles one);               // untranslated

#endif
