// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite.h"

// For a statement that ends before its caller goes on the arguments may stay where they are; a cursor outlives them.
enum keep { KEEP_PLACE, KEEP_COPY };

static int bind_text(sqlite3_stmt *stmt, int at, str s, sqlite3_destructor_type keep)
{
    return sqlite3_bind_text64(stmt, at, s.len > 0 ? s.at : "", (sqlite3_uint64)s.len, keep, SQLITE_UTF8);
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct val *value, sqlite3_destructor_type keep)
{
    switch (value->kind) {
    case VAL_NULL:
        return sqlite3_bind_null(stmt, at);
    case VAL_INT:
        return sqlite3_bind_int64(stmt, at, value->i);
    case VAL_REAL:
        return sqlite3_bind_double(stmt, at, value->r); // SQLite takes "not a number" as NULL
    case VAL_TEXT:
        return bind_text(stmt, at, value->s, keep);
    case VAL_BYTES:
        return sqlite3_bind_blob64(stmt, at, value->s.len > 0 ? value->s.at : "", (sqlite3_uint64)value->s.len, keep);
    }
    return SQLITE_MISUSE;
}

static enum err bind_all(struct ctx *c, struct link *link, const struct cursor *slot, const struct val *args, ptrdiff_t n,
                         enum keep keep)
{
    str text = { slot->text, slot->len };
    if (n != sqlite3_bind_parameter_count(slot->stmt)) {
        fail_detail(c, "%td arguments for %d places in: %.*s", n, sqlite3_bind_parameter_count(slot->stmt), STR_ARG(text));
        return sqlite_cause_fail(c, link, SQLITE_MISUSE, text);
    }
    for (ptrdiff_t i = 0; i < n; i++) {
        // Text is UTF-8 without NUL in every store, so that what one holds another can take over.
        if (args[i].kind == VAL_TEXT && !str_is_utf8(args[i].s))
            return fail(c, ERR_MALFORMED,
                        N_("the text given holds bytes that are no text (broken UTF-8 or a NUL); remove them and try again"));
        int code = bind_one(slot->stmt, (int)i + 1, &args[i], keep == KEEP_COPY ? SQLITE_TRANSIENT : SQLITE_STATIC);
        if (code != SQLITE_OK)
            return sqlite_cause_fail(c, link, code, text);
    }
    return OK;
}

void sqlite_rows_done(struct link *link, struct cursor *slot)
{
    sqlite3_reset(slot->stmt); // answers the failure of the last step, which was told then
    sqlite3_clear_bindings(slot->stmt);
    sqlite_cache_give(&link->cache, slot);
}

enum err sqlite_rows_query(struct ctx *c, struct link *link, str text, const struct val *args, ptrdiff_t n, struct cursor **out)
{
    struct cursor *slot = NULL;
    enum err err = sqlite_cache_take(c, link, text, &slot);
    if (err == OK)
        err = bind_all(c, link, slot, args, n, KEEP_COPY);
    if (err != OK && slot != NULL)
        sqlite_rows_done(link, slot);
    *out = slot;
    return err;
}

enum err sqlite_rows_next(struct ctx *c, struct link *link, struct cursor *slot, bool *more)
{
    int code = sqlite3_step(slot->stmt);
    *more = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return OK;
    return sqlite_cause_fail(c, link, code, (str){ slot->text, slot->len });
}

enum err sqlite_rows_run(struct ctx *c, struct link *link, str text, const struct val *args, ptrdiff_t n, int64_t *changed)
{
    struct cursor *slot = NULL;
    enum err err = sqlite_cache_take(c, link, text, &slot);
    if (err != OK)
        return err;
    err = bind_all(c, link, slot, args, n, KEEP_PLACE);
    bool more = err == OK;
    int64_t before = sqlite3_total_changes64(link->db);
    while (err == OK && more)
        err = sqlite_rows_next(c, link, slot, &more);
    // changes() still tells of the statement before when this one was no INSERT, UPDATE or DELETE.
    if (err == OK && changed != NULL)
        *changed = sqlite3_total_changes64(link->db) == before ? 0 : sqlite3_changes64(link->db);
    sqlite_rows_done(link, slot);
    return err;
}

bool sqlite_rows_is_null(const struct cursor *slot, ptrdiff_t column)
{
    return sqlite3_column_type(slot->stmt, (int)column) == SQLITE_NULL;
}

int64_t sqlite_rows_integer(const struct cursor *slot, ptrdiff_t column)
{
    return sqlite3_column_int64(slot->stmt, (int)column);
}

double sqlite_rows_real(const struct cursor *slot, ptrdiff_t column)
{
    return sqlite3_column_double(slot->stmt, (int)column);
}

str sqlite_rows_peek(const struct cursor *slot, ptrdiff_t column)
{
    // The blob form leaves text as it is and does not look for a place for a terminating NUL; numbers become text.
    const char *at = sqlite3_column_blob(slot->stmt, (int)column);
    return (str){ at, at == NULL ? 0 : sqlite3_column_bytes(slot->stmt, (int)column) };
}
