// SPDX-License-Identifier: Apache-2.0
// driver — what a store must be able to do; inside db/ only. One driver today (sqlite.c).
//
// A link is one connection, used by one thread at a time. Whatever fails says so in the given context: the sentence for the
// user names no statement, the store's own words go to the detail.
#ifndef ACCORD_DB_DRIVER_H
#define ACCORD_DB_DRIVER_H

#include "db/db.h"
#include "db/dialect.h"
#include "db/pool.h"

struct link;   // the driver's connection
struct cursor; // a statement being run on it

enum link_use { LINK_READER, LINK_WRITER };

// Savepoints nest and need no names: the last one is meant.
enum control {
    CONTROL_READ,  // begin a transaction that only reads
    CONTROL_WRITE, // begin one that writes, waiting a bounded time for other programs that write
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_SAVEPOINT,
    CONTROL_RELEASE,
    CONTROL_ROLLBACK_TO,
    CONTROL_COUNT
};

struct driver {
    const struct dialect *dialect;
    // Answers (kind, table, name) for every table ('table'), column ('column') and index ('index') there is.
    const char *inventory;

    bool (*accepts)(str url);
    // The link lives in `mem`, an arena of its own.
    enum err (*connect)(struct ctx *, struct arena *mem, const struct pool_options *, enum link_use, struct link **out);
    void (*close)(struct link *);

    enum err (*query)(struct ctx *, struct link *, str text, const struct val *args, ptrdiff_t n, struct cursor **out);
    enum err (*next)(struct ctx *, struct link *, struct cursor *, bool *more);
    // A statement that writes and answers (RETURNING) has done all of it, references checked, before its first row.
    void (*done)(struct link *, struct cursor *);
    enum err (*run)(struct ctx *, struct link *, str text, const struct val *args, ptrdiff_t n, int64_t *changed);

    bool (*is_null)(const struct cursor *, ptrdiff_t column);
    int64_t (*integer)(const struct cursor *, ptrdiff_t column);
    double (*real)(const struct cursor *, ptrdiff_t column);
    str (*peek)(const struct cursor *, ptrdiff_t column);

    enum err (*control)(struct ctx *, struct link *, enum control);
    bool (*is_open)(const struct link *);            // is a transaction open? A store may end one by itself on a failure.
    enum err (*tell)(struct ctx *, struct link *);   // says the link's last failure to one more context
    enum err (*version)(struct ctx *, struct link *, int64_t *out); // differs when another link has committed
    enum err (*ping)(struct ctx *, struct link *);
    enum err (*backup)(struct ctx *, struct link *, const char *to_path);
};

extern const struct driver driver_sqlite;

struct write;

// What `c->db` points to: a link and what is going on on it.
struct db {
    const struct driver *driver;
    struct pool *pool;
    struct link *link;
    struct arena *mem;   // the link's
    struct rows *open;   // cursors not yet closed, newest first
    struct write *write; // the write being run; NULL on a link that reads
    int reading;         // nested db_read_begin
    int64_t view_began;  // the change table's `raised` when the view began
    bool aborted;        // the store gave up the whole transaction: nothing more may be done in it
    struct db *next;     // among the idle ones
};

void db_close_rows(struct db *, const struct rows *down_to); // those opened after `down_to`; NULL: all
void db_read_stop(struct ctx *);                             // ends the consistent view, however nested

#endif
