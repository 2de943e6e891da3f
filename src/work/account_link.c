// SPDX-License-Identifier: Apache-2.0
// One-time links: how a person gets in the first time, or again after forgetting the password.
#include "work/account.h"

#include "record/store.h"
#include "work/secret.h"
#include "work/write.h"

static const struct column credential_columns[] = {
    { .name = "account", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = "account" },
    { .name = "hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "changed_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
const struct table credential_table = {
    .name = "credential",
    .key = "account",
    .columns = credential_columns,
    .column_count = COUNT(credential_columns),
};

static const struct column link_columns[] = {
    { .name = "hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "account", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = "account" },
    { .name = "until_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct index link_indexes[] = { { .columns = "account" }, { .columns = "until_ms" } };
const struct table account_link_table = {
    .name = "account_link",
    .key = "hash",
    .columns = link_columns,
    .column_count = COUNT(link_columns),
    .indexes = link_indexes,
    .index_count = COUNT(link_indexes),
};

struct link_made {
    int64_t account;
    str token;
};

static enum err may_have_link(struct ctx *c, int64_t account)
{
    struct actor holder;
    enum err err = account_actor(c, account, &holder);
    if (err != OK || !(holder.roles & ROLE_ADMINISTRATOR) || actor_account(c) == 0 || actor_account(c) == account)
        return err;
    if (actor_roles(c) & (ROLE_ADMINISTRATOR | ROLE_SYSTEM))
        return OK;
    return fail(c, ERR_DENIED, N_("a link for an administrator's account is made by administrators: ask one"));
}

static enum err link_write(struct ctx *c, void *arg)
{
    struct link_made *made = arg;
    enum err err = may_have_link(c, made->account);
    if (err == OK)
        err = db_run(c, SQL("DELETE FROM account_link WHERE account = ?"), ARGS(INT(made->account)));
    if (err == OK)
        err = db_run(c, SQL("INSERT INTO account_link (hash, account, until_ms) VALUES (?, ?, ?)"),
                     ARGS(TEXT(secret_hash(c->mem, made->token)), INT(made->account), INT(c->now_ms + LINK_HOURS * 3600000LL)));
    return err;
}

enum err account_link(struct ctx *c, int64_t account, str *token)
{
    struct link_made made = { account, secret_token(c->mem) };
    enum err err = db_write(c, link_write, &made);
    if (err == OK)
        *token = made.token;
    return err;
}

static enum err link_gone(struct ctx *c)
{
    return fail(c, ERR_GONE, N_("this link was used already or is too old: ask for a new one"));
}

enum err account_link_peek(struct ctx *c, str token, int64_t *account)
{
    if (!secret_is_token(token))
        return link_gone(c);
    enum err err = db_int(c, SQL("SELECT account FROM account_link WHERE hash = ? AND until_ms > ?"),
                          ARGS(TEXT(secret_hash(c->mem, token)), INT(c->now_ms)), account);
    return err == ERR_MISSING ? link_gone(c) : err;
}

struct link_use {
    str token, hash;
    int64_t account;
};

// The account's holder makes it active: the journal says so, though only the program has the right.
static enum err activate(struct ctx *c, int64_t id)
{
    struct account account = { .name = STR_NONE };
    enum err err = store_load(c, &account_type, id, &account);
    if (err == OK && str_eq(account.record.state, S("closed")))
        return fail(c, ERR_DENIED, N_("this account is closed: ask the office to open it again"));
    if (err != OK || !str_eq(account.record.state, S("invited")))
        return err;
    struct actor holder = { .account = id, .roles = ROLE_PUBLIC | ROLE_SYSTEM };
    const struct actor *before = c->actor;
    struct faults faults = { 0 };
    struct write_result made;
    c->actor = &holder;
    err = write_move(c, &account_type, id, 0, S("activate"), &(struct write_options){ 0 }, &faults, &made);
    c->actor = before;
    return err;
}

static enum err link_spend(struct ctx *c, void *arg)
{
    struct link_use *use = arg;
    enum err err = db_int(c, SQL("DELETE FROM account_link WHERE hash = ? AND until_ms > ? RETURNING account"),
                          ARGS(TEXT(secret_hash(c->mem, use->token)), INT(c->now_ms)), &use->account);
    if (err == ERR_MISSING)
        return link_gone(c); // somebody else was quicker
    if (err == OK)
        err = activate(c, use->account);
    if (err == OK)
        err = db_run(c,
                     SQL("INSERT INTO credential (account, hash, changed_ms) VALUES (?, ?, ?)"
                         " ON CONFLICT (account) DO UPDATE SET hash = EXCLUDED.hash, changed_ms = EXCLUDED.changed_ms"),
                     ARGS(INT(use->account), TEXT(use->hash), INT(c->now_ms)));
    return err == OK ? session_end_all(c, use->account) : err;
}

enum err account_link_use(struct ctx *c, str token, str password, struct faults *faults, int64_t *account)
{
    struct link_use use = { .token = token };
    struct account holder = { .name = STR_NONE };
    enum err err = account_link_peek(c, token, &use.account);
    if (err == OK)
        err = store_load(c, &account_type, use.account, &holder);
    if (err != OK)
        return err;
    password_check(c, password, holder.email, holder.name, faults);
    if (faults->n > 0)
        return fail(c, ERR_INVALID, N_("the password cannot be taken: see what is said beside it"));
    err = password_hash(c, password, &use.hash);
    if (err == OK)
        err = db_write(c, link_spend, &use);
    if (err == OK)
        *account = use.account;
    return err;
}
