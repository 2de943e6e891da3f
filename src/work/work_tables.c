// SPDX-License-Identifier: Apache-2.0
// What work/ keeps beside the records, for migrate.
#include "work/account.h"
#include "work/draft.h"
#include "work/once.h"
#include "work/outbox.h"
#include "work/secret.h"

const struct table *const work_tables[] = {
    &draft_table,   &outbox_table,  &idempotency_table, &secret_table,          &credential_table,
    &account_link_table, &session_table, &token_table,  &sign_in_failure_table,
};
const ptrdiff_t work_table_count = COUNT(work_tables);
