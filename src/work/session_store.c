// SPDX-License-Identifier: Apache-2.0
#include "work/account.h"

#include "work/secret.h"

// When a session was last seen is written down at most this often.
enum { SEEN_EVERY_MS = 3600000 };

static const struct column columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "account", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = "account" },
    { .name = "source_hash", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "begun_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "seen_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct index indexes[] = { { .columns = "hash", .kind = INDEX_UNIQUE }, { .columns = "account" }, { .columns = "seen_ms" } };
const struct table session_table = {
    .name = "session",
    .columns = columns,
    .column_count = COUNT(columns),
    .indexes = indexes,
    .index_count = COUNT(indexes),
};

struct session_new {
    int64_t account;
    str source, token;
};

static enum err session_write(struct ctx *c, void *arg)
{
    const struct session_new *s = arg;
    struct actor holder; // a closed account has no session
    str source = STR_NONE;
    enum err err = account_actor(c, s->account, &holder);
    if (err == OK && s->source.len > 0)
        err = secret_keyed(c, s->source, &source);
    if (err == OK)
        err = db_run(c, SQL("INSERT INTO session (hash, account, source_hash, begun_ms, seen_ms) VALUES (?, ?, ?, ?, ?)"),
                     ARGS(TEXT(secret_hash(c->mem, s->token)), INT(s->account), TEXT(source), INT(c->now_ms), INT(c->now_ms)));
    return err;
}

enum err session_begin(struct ctx *c, int64_t account, str source, str *token)
{
    struct session_new s = { account, source, secret_token(c->mem) };
    enum err err = db_write(c, session_write, &s);
    if (err == OK)
        *token = s.token;
    return err;
}

static enum err session_none(struct ctx *c)
{
    return fail(c, ERR_UNKNOWN, N_("you are not signed in any more: sign in again"));
}

static enum err session_seen(struct ctx *c, void *arg)
{
    const struct session *s = arg;
    return db_run(c, SQL("UPDATE session SET seen_ms = ? WHERE id = ?"), ARGS(INT(c->now_ms), INT(s->id)));
}

// Losing this note on a full disk is no reason to turn somebody away.
static void session_note(const struct ctx *c, struct session *s)
{
    struct ctx own = *c;
    if (db_write(&own, session_seen, s) != OK)
        fail_clear(&own);
}

static str csrf_of(struct arena *mem, str token)
{
    return secret_hash(mem, str_fmt(mem, "csrf %.*s", STR_ARG(token)));
}

enum err session_find(struct ctx *c, str token, struct session *out)
{
    struct rows *rows;
    bool more = false;
    if (!secret_is_token(token))
        return session_none(c);
    enum err err = db_query(c,
                            SQL("SELECT s.id, s.account, s.seen_ms, a.language FROM session s JOIN account a ON a.id = s.account"
                                " WHERE s.hash = ? AND a.state = 'active' AND s.begun_ms > ? AND s.seen_ms > ?"),
                            ARGS(TEXT(secret_hash(c->mem, token)), INT(c->now_ms - SESSION_DAYS * 86400000LL),
                                 INT(c->now_ms - SESSION_IDLE_HOURS * 3600000LL)),
                            &rows);
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err != OK || !more)
        return err != OK ? err : session_none(c);
    *out = (struct session){ .id = rows_int(rows, 0), .lang = rows_text(c, rows, 3), .csrf = csrf_of(c->mem, token) };
    int64_t account = rows_int(rows, 1), seen_ms = rows_int(rows, 2);
    rows_done(rows);
    err = account_actor(c, account, &out->actor);
    if (err == OK && c->now_ms - seen_ms > SEEN_EVERY_MS)
        session_note(c, out);
    return err;
}

static enum err session_delete(struct ctx *c, void *arg)
{
    const int64_t *id = arg;
    return db_run(c, SQL("DELETE FROM session WHERE id = ?"), ARGS(INT(*id)));
}

enum err session_end(struct ctx *c, int64_t session)
{
    return db_write(c, session_delete, &session);
}

static enum err session_delete_all(struct ctx *c, void *arg)
{
    const int64_t *account = arg;
    return db_run(c, SQL("DELETE FROM session WHERE account = ?"), ARGS(INT(*account)));
}

enum err session_end_all(struct ctx *c, int64_t account)
{
    return db_is_writing(c) ? session_delete_all(c, &account) : db_write(c, session_delete_all, &account);
}
