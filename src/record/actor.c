// SPDX-License-Identifier: Apache-2.0
#include "record/actor.h"

const struct actor actor_public = { .roles = ROLE_PUBLIC };
const struct actor actor_system = { .roles = ROLE_PUBLIC | ROLE_SYSTEM };

static const struct {
    roles one;
    const char *code;
    const char *label;
} rows[] = {
#define X(bit, NAME, the_code, the_label) { ROLE_##NAME, the_code, N_(the_label) },
    ROLE_LIST(X)
#undef X
};

roles actor_roles(const struct ctx *c)
{
    return c->actor ? c->actor->roles | ROLE_PUBLIC : ROLE_PUBLIC;
}

int64_t actor_account(const struct ctx *c)
{
    return c->actor ? c->actor->account : 0;
}

roles role_find(str code)
{
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        if (str_eq(str_of(rows[i].code), code))
            return rows[i].one;
    }
    return 0;
}

const char *role_code(roles one)
{
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].one == one)
            return rows[i].code;
    }
    return "";
}

const char *role_label(roles one)
{
    for (ptrdiff_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].one == one)
            return rows[i].label;
    }
    return "";
}
