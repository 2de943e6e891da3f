// SPDX-License-Identifier: Apache-2.0
#include "db/db.h"

#include "db/change.h"
#include "db/driver.h"
#include "db/writer.h"

#include <assert.h>

struct rows {
    struct db *db;
    struct cursor *cursor; // NULL once closed
    bool on_row;
    struct rows *newer, *older;
};

sql sql_built(str text)
{
    return (sql){ text };
}

// The store may have given up the whole transaction on a failure. What is done after that would be saved piece by piece, so it
// is refused.
static void db_look(struct db *db)
{
    if (db->write != NULL && !db->driver->is_open(db->link))
        db->aborted = true;
}

static enum err db_ready(struct ctx *c)
{
    assert(c->db != NULL); // pool_take or db_write comes first
    return c->db->aborted ? c->db->driver->tell(c, c->db->link) : OK;
}

static void rows_close(struct rows *rows)
{
    struct db *db = rows->db;
    if (rows->cursor == NULL)
        return;
    db->driver->done(db->link, rows->cursor);
    rows->cursor = NULL;
    rows->on_row = false;
    if (rows->newer != NULL)
        rows->newer->older = rows->older;
    else
        db->open = rows->older;
    if (rows->older != NULL)
        rows->older->newer = rows->newer;
}

static void rows_close_with_arena(void *rows)
{
    rows_close(rows);
}

void rows_done(struct rows *rows)
{
    rows_close(rows);
}

void db_close_rows(struct db *db, const struct rows *down_to)
{
    while (db->open != NULL && db->open != down_to)
        rows_close(db->open);
}

enum err db_query(struct ctx *c, sql statement, const struct val *args, ptrdiff_t n, struct rows **out)
{
    enum err err = db_ready(c);
    if (err != OK)
        return err;
    struct db *db = c->db;
    struct cursor *cursor = NULL;
    err = db->driver->query(c, db->link, statement.text, args, n, &cursor);
    if (err != OK) {
        db_look(db);
        return err;
    }
    struct rows *rows = NEW(c->mem, struct rows, 1);
    *rows = (struct rows){ .db = db, .cursor = cursor, .older = db->open };
    if (db->open != NULL)
        db->open->newer = rows;
    db->open = rows;
    arena_defer(c->mem, rows_close_with_arena, rows);
    *out = rows;
    return OK;
}

enum err rows_next(struct ctx *c, struct rows *rows, bool *more)
{
    struct db *db = rows->db;
    *more = false;
    rows->on_row = false;
    if (rows->cursor == NULL)
        return OK; // it has given its last row
    if (db->aborted)
        return db->driver->tell(c, db->link);
    enum err err = db->driver->next(c, db->link, rows->cursor, more);
    rows->on_row = *more;
    if (err != OK)
        db_look(db);
    if (!*more)
        rows_close(rows);
    return err;
}

bool rows_is_null(const struct rows *rows, ptrdiff_t column)
{
    assert(rows->on_row);
    return rows->db->driver->is_null(rows->cursor, column);
}

int64_t rows_int(const struct rows *rows, ptrdiff_t column)
{
    assert(rows->on_row);
    return rows->db->driver->integer(rows->cursor, column);
}

double rows_real(const struct rows *rows, ptrdiff_t column)
{
    assert(rows->on_row);
    return rows->db->driver->real(rows->cursor, column);
}

str rows_peek(const struct rows *rows, ptrdiff_t column)
{
    assert(rows->on_row);
    return rows->db->driver->peek(rows->cursor, column);
}

str rows_text(struct ctx *c, const struct rows *rows, ptrdiff_t column)
{
    return str_copy(c->mem, rows_peek(rows, column));
}

enum err db_run_changed(struct ctx *c, sql statement, const struct val *args, ptrdiff_t n, int64_t *changed)
{
    enum err err = db_ready(c);
    if (err != OK)
        return err;
    err = c->db->driver->run(c, c->db->link, statement.text, args, n, changed);
    if (err != OK)
        db_look(c->db);
    return err;
}

enum err db_run(struct ctx *c, sql statement, const struct val *args, ptrdiff_t n)
{
    return db_run_changed(c, statement, args, n, NULL);
}

static enum err one_row(struct ctx *c, sql statement, const struct val *args, ptrdiff_t n, struct rows **rows)
{
    bool more = false;
    enum err err = db_query(c, statement, args, n, rows);
    if (err == OK)
        err = rows_next(c, *rows, &more);
    return err == OK && !more ? ERR_MISSING : err;
}

enum err db_int(struct ctx *c, sql statement, const struct val *args, ptrdiff_t n, int64_t *out)
{
    struct rows *rows;
    enum err err = one_row(c, statement, args, n, &rows);
    if (err != OK)
        return err;
    *out = rows_int(rows, 0);
    rows_done(rows);
    return OK;
}

enum err db_text(struct ctx *c, sql statement, const struct val *args, ptrdiff_t n, str *out)
{
    struct rows *rows;
    enum err err = one_row(c, statement, args, n, &rows);
    if (err != OK)
        return err;
    *out = rows_text(c, rows, 0);
    rows_done(rows);
    return OK;
}

enum err db_read_begin(struct ctx *c)
{
    enum err err = db_ready(c);
    if (err != OK)
        return err;
    struct db *db = c->db;
    if (db->write == NULL && db->reading == 0) { // a write is in a transaction already
        db->view_began = change_now(db->pool); // before the view: it may be newer than the counters, never older
        err = db->driver->control(c, db->link, CONTROL_READ);
    }
    if (err == OK)
        db->reading++;
    return err;
}

void db_read_end(struct ctx *c)
{
    struct db *db = c->db;
    if (db == NULL || db->reading == 0)
        return; // a write has ended it
    if (--db->reading == 0 && db->write == NULL) {
        db->reading = 1;
        db_read_stop(c);
    }
}

void db_read_stop(struct ctx *c)
{
    struct db *db = c->db;
    if (db == NULL || db->reading == 0)
        return;
    struct ctx quiet = { .mem = c->mem }; // nothing was changed, so nothing can fail to be saved
    if (db->driver->control(&quiet, db->link, CONTROL_COMMIT) != OK && db->driver->is_open(db->link))
        (void)!db->driver->control(&quiet, db->link, CONTROL_ROLLBACK);
    db->reading = 0;
}

bool db_is_writing(const struct ctx *c)
{
    return c->db != NULL && c->db->write != NULL;
}

static enum err part_undo(struct ctx *c, struct db *db, const struct rows *open, enum err err)
{
    db_close_rows(db, open);
    if (db->aborted)
        return err;
    struct ctx quiet = { .mem = c->mem };
    if (db->driver->control(&quiet, db->link, CONTROL_ROLLBACK_TO) != OK ||
        db->driver->control(&quiet, db->link, CONTROL_RELEASE) != OK)
        db->aborted = true; // not undone, so the whole group has to be
    db_look(db);
    return err;
}

enum err db_part(struct ctx *c, write_fn *fn, void *arg)
{
    assert(db_is_writing(c));
    struct db *db = c->db;
    enum err err = db_ready(c);
    if (err != OK)
        return err;
    const struct rows *open = db->open;
    struct after *after = db->write->after_last;
    err = db->driver->control(c, db->link, CONTROL_SAVEPOINT);
    if (err != OK) {
        db_look(db);
        return err;
    }
    err = fn(c, arg);
    if (err == OK)
        err = db_ready(c);
    if (err == OK)
        err = db->driver->control(c, db->link, CONTROL_RELEASE);
    if (err == OK)
        return OK;
    write_forget_after(db->write, after);
    return part_undo(c, db, open, err);
}
