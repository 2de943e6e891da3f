// SPDX-License-Identifier: Apache-2.0
#include "modules/office/office_query.h"

#include "db/db.h"

enum err office_figures(struct ctx *c, struct office_figures *out)
{
    *out = (struct office_figures){ 0 };
    enum err err = db_int(c, SQL("SELECT count(*) FROM partnership WHERE state IN ('published', 'concluded', 'withdrawn', 'archived')"),
                          NO_ARGS, &out->partnerships);
    err = err ? err : db_int(c, SQL("SELECT count(*) FROM organisation"), NO_ARGS, &out->organisations);
    return err ? err
               : db_int(c, SQL("SELECT count(DISTINCT code) FROM partnership_facet WHERE field = 'countries' AND shown = 1"), NO_ARGS,
                        &out->countries);
}

bool office_is_above(const struct ctx *c, const struct account *account)
{
    if (actor_roles(c) & (ROLE_ADMINISTRATOR | ROLE_SYSTEM))
        return false;
    for (ptrdiff_t i = 0; i < account->roles.n; i++)
        if (role_find(account->roles.at[i]) == ROLE_ADMINISTRATOR)
            return true;
    return false;
}
