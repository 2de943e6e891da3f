// SPDX-License-Identifier: Apache-2.0
// db — statements and transactions over whichever store is open. SQL is written once, in the subset SQLite and PostgreSQL
// share, with ? for every argument; what differs between the two is data in dialect.h.
//
// A connection is used by one thread at a time. Reading happens on c->db; writing only inside db_write().
#ifndef ACCORD_DB_DB_H
#define ACCORD_DB_DB_H

#include "base/err.h"

// Statement text. SQL() takes literals only, so user text cannot be glued in; sql_built() is for migrate.c, record/ddl.c
// and record/query.c, which assemble statements from static tables (script/check-text knows these names).
typedef struct {
    str text;
} sql;
#define SQL(lit) ((sql){ S(lit) })
sql sql_built(str text);

enum val_kind { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BYTES };
struct val {
    enum val_kind kind;
    union {
        int64_t i;
        double r;
        str s;
    };
};
#define INT(x) ((struct val){ .kind = VAL_INT, .i = (x) })
#define REAL(x) ((struct val){ .kind = VAL_REAL, .r = (x) })
#define TEXT(x) ((struct val){ .kind = VAL_TEXT, .s = (x) })
#define BYTES(x) ((struct val){ .kind = VAL_BYTES, .s = (x) })
#define NIL ((struct val){ .kind = VAL_NULL })
#define ARGS(...) (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ }))
#define NO_ARGS NULL, 0

struct rows;

// Start a statement that answers rows. The cursor is closed when it has given its last row, by rows_done(), or with c->mem.
enum err db_query(struct ctx *, sql, const struct val *args, ptrdiff_t n, struct rows **out) MUST_CHECK;
enum err rows_next(struct ctx *, struct rows *, bool *more) MUST_CHECK;
void rows_done(struct rows *);

// Columns of the present row, from 0. Text is copied into c->mem; rows_peek is valid until the next rows_next only.
bool rows_is_null(const struct rows *, ptrdiff_t column);
int64_t rows_int(const struct rows *, ptrdiff_t column); // 0 for NULL
double rows_real(const struct rows *, ptrdiff_t column);
str rows_text(struct ctx *, const struct rows *, ptrdiff_t column); // empty for NULL; bytes too
str rows_peek(const struct rows *, ptrdiff_t column);

// A statement without rows. `changed` (may be NULL) gets the number of rows it changed.
enum err db_run(struct ctx *, sql, const struct val *args, ptrdiff_t n) MUST_CHECK;
enum err db_run_changed(struct ctx *, sql, const struct val *args, ptrdiff_t n, int64_t *changed) MUST_CHECK;

// The one row's first column. ERR_MISSING (nothing said) when there is no row; *out is untouched then.
enum err db_int(struct ctx *, sql, const struct val *args, ptrdiff_t n, int64_t *out) MUST_CHECK;
enum err db_text(struct ctx *, sql, const struct val *args, ptrdiff_t n, str *out) MUST_CHECK;

// A consistent view for all reads that follow on c->db; ended by db_read_end (both are cheap, nested calls count).
enum err db_read_begin(struct ctx *) MUST_CHECK;
void db_read_end(struct ctx *);

// The one way to change the database. Runs fn(c, arg) with c->db set to a connection that may write, inside a transaction,
// and returns when the commit is durable. Whatever fn returns other than OK undoes all that fn did, and only that.
//   SQLite: callers queue for the one writer; it runs each fn under its own savepoint and commits many at once (one fsync).
//   If the COMMIT fails, all of them are told and none is acknowledged.
// fn runs on another thread while the caller waits, so it may use c and c->mem; it must not call db_write (it would abort).
// Inside a db_write already, use db_part to run a piece under a savepoint of its own.
// A read begun by db_read_begin is ended before (the caller sees its own write afterwards).
typedef enum err write_fn(struct ctx *, void *arg);
enum err db_write(struct ctx *, write_fn *fn, void *arg) MUST_CHECK;
enum err db_part(struct ctx *, write_fn *fn, void *arg) MUST_CHECK;
bool db_is_writing(const struct ctx *); // inside a db_write?

// Run after the commit this fn is part of has become durable, before its caller is told (wake-ups of jobs, caches).
void db_after_commit(struct ctx *, void (*fn)(void *), void *arg);

#endif
