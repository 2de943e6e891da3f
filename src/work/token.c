// SPDX-License-Identifier: Apache-2.0
#include "work/account.h"

#include "work/secret.h"

enum { TOKEN_NAME_MAX = 100 };

static const struct column columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "account", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = "account" },
    { .name = "name", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "made_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct index indexes[] = { { .columns = "hash", .kind = INDEX_UNIQUE }, { .columns = "account" } };
const struct table token_table = {
    .name = "access_token",
    .columns = columns,
    .column_count = COUNT(columns),
    .indexes = indexes,
    .index_count = COUNT(indexes),
};

struct token_new {
    int64_t account;
    str name, token;
};

static enum err token_write(struct ctx *c, void *arg)
{
    const struct token_new *t = arg;
    struct actor holder; // a closed account has no token
    enum err err = account_actor(c, t->account, &holder);
    if (err == OK)
        err = db_run(c, SQL("INSERT INTO access_token (hash, account, name, made_ms) VALUES (?, ?, ?, ?)"),
                     ARGS(TEXT(secret_hash(c->mem, t->token)), INT(t->account), TEXT(t->name), INT(c->now_ms)));
    return err;
}

enum err token_make(struct ctx *c, int64_t account, str name, str *token)
{
    struct token_new t = { account, str_trim(name), secret_token(c->mem) };
    if (t.name.len == 0 || !str_is_utf8(t.name) || str_points(t.name) > TOKEN_NAME_MAX)
        return fail(c, ERR_INVALID, N_("a token needs a name of at most %d characters that says what uses it"), TOKEN_NAME_MAX);
    enum err err = db_write(c, token_write, &t);
    if (err == OK)
        *token = t.token;
    return err;
}

static enum err token_none(struct ctx *c)
{
    return fail(c, ERR_UNKNOWN, N_("this token is not known: make a new one and send it as \"Authorization: Bearer …\""));
}

enum err token_find(struct ctx *c, str token, struct actor *out)
{
    int64_t account = 0;
    if (!secret_is_token(token))
        return token_none(c);
    enum err err = db_int(c,
                          SQL("SELECT t.account FROM access_token t JOIN account a ON a.id = t.account"
                              " WHERE t.hash = ? AND a.state = 'active'"),
                          ARGS(TEXT(secret_hash(c->mem, token))), &account);
    if (err == ERR_MISSING)
        return token_none(c);
    return err == OK ? account_actor(c, account, out) : err;
}
