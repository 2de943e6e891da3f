// SPDX-License-Identifier: Apache-2.0
#include "work/clean.h"

#include "work/account.h"
#include "work/once.h"

enum { CLEAN_EVERY_MS = 3600000 };

static enum err clean_rows(struct ctx *c)
{
    int64_t idle = c->now_ms - SESSION_IDLE_HOURS * 3600000LL, old = c->now_ms - SESSION_DAYS * 86400000LL;
    enum err err = db_run(c, SQL("DELETE FROM idempotency WHERE at_ms <= ?"), ARGS(INT(c->now_ms - ONCE_KEEP_MS)));
    if (err == OK)
        err = db_run(c, SQL("DELETE FROM sign_in_failure WHERE at_ms <= ?"), ARGS(INT(c->now_ms - SIGN_IN_WINDOW_MS)));
    if (err == OK)
        err = db_run(c, SQL("DELETE FROM account_link WHERE until_ms <= ?"), ARGS(INT(c->now_ms)));
    if (err == OK)
        err = db_run(c, SQL("DELETE FROM session WHERE seen_ms <= ? OR begun_ms <= ?"), ARGS(INT(idle), INT(old)));
    return err;
}

static enum err put_again(struct ctx *c, int64_t due_ms)
{
    return outbox_put_single(c, S("job.clean"), value_map(c->mem), due_ms);
}

static enum err clean_here(struct ctx *c, void *unused)
{
    (void)unused;
    enum err err = clean_rows(c);
    return err == OK ? put_again(c, c->now_ms + CLEAN_EVERY_MS) : err;
}

static enum err clean_run(struct ctx *c, const struct value *unused)
{
    (void)unused;
    return db_write(c, clean_here, NULL);
}

static enum err begin_here(struct ctx *c, void *unused)
{
    (void)unused;
    return put_again(c, c->now_ms);
}

enum err clean_start(struct ctx *c)
{
    return db_write(c, begin_here, NULL);
}

const struct subscriber clean_subscriber = { .topic = "job.clean", .name = "clean", .run = clean_run };
