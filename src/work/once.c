// SPDX-License-Identifier: Apache-2.0
#include "work/once.h"

static const struct column columns[] = {
    { .name = "key", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "account", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "scope", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "request", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "status", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "body", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "location", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "at_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct index indexes[] = { { .columns = "at_ms" } };
const struct table idempotency_table = {
    .name = "idempotency",
    .key = "key, account, scope",
    .columns = columns,
    .column_count = COUNT(columns),
    .indexes = indexes,
    .index_count = COUNT(indexes),
};

static bool key_is_sound(str key)
{
    for (ptrdiff_t i = 0; i < key.len; i++) {
        if (key.at[i] <= ' ' || key.at[i] > '~')
            return false;
    }
    return key.len <= ONCE_KEY_MAX;
}

static enum err answer_read(struct ctx *c, struct rows *rows, const struct write_once *once, struct write_answer *out)
{
    if (!str_eq(rows_peek(rows, 0), once->request))
        return fail(c, ERR_CONFLICT, N_("this idempotency key was used for another request: take a new key for each new request"));
    *out = (struct write_answer){ true, (int)rows_int(rows, 1), rows_text(c, rows, 2), rows_text(c, rows, 3) };
    return OK;
}

enum err write_answered(struct ctx *c, const struct write_once *once, struct write_answer *out)
{
    *out = (struct write_answer){ 0 };
    if (!once || once->key.len == 0)
        return OK;
    if (!key_is_sound(once->key))
        return fail(c, ERR_MALFORMED, N_("the idempotency key is not 1 to %d visible ASCII characters"), ONCE_KEY_MAX);
    struct rows *rows;
    bool more = false;
    enum err err = db_query(c,
                            SQL("SELECT request, status, body, location FROM idempotency"
                                " WHERE key = ? AND account = ? AND scope = ? AND at_ms > ?"),
                            ARGS(TEXT(once->key), INT(actor_account(c)), TEXT(once->scope), INT(c->now_ms - ONCE_KEEP_MS)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err != OK || !more)
        return err;
    err = answer_read(c, rows, once, out);
    rows_done(rows);
    return err;
}

// A key older than a day is as good as new: its old answer gives way.
enum err once_keep(struct ctx *c, const struct write_once *once, const struct write_result *result)
{
    if (!once || once->key.len == 0)
        return OK;
    int status = 200;
    str body = STR_NONE, location = STR_NONE;
    enum err err = once->answer(c, result, once->arg, &status, &body, &location);
    if (err != OK)
        return err;
    return db_run(c,
                  SQL("INSERT INTO idempotency (key, account, scope, request, status, body, location, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                      " ON CONFLICT (key, account, scope) DO UPDATE SET request = EXCLUDED.request, status = EXCLUDED.status,"
                      " body = EXCLUDED.body, location = EXCLUDED.location, at_ms = EXCLUDED.at_ms"),
                  ARGS(TEXT(once->key), INT(actor_account(c)), TEXT(once->scope), TEXT(once->request), INT(status), TEXT(body),
                       TEXT(location), INT(c->now_ms)));
}
