// SPDX-License-Identifier: Apache-2.0
// pool — an open store: the connections to it, its one writer, and the counters that say what has changed.
#ifndef ACCORD_DB_POOL_H
#define ACCORD_DB_POOL_H

#include "db/db.h"

struct pool_options {
    const char *url;     // "office.db", "file:…", later "postgresql://…"
    int readers_max;     // connections for reading, opened as needed; 0: 96
    int group_max;       // writes in one commit; 0: 256
    enum { POOL_READ_WRITE, POOL_READ_ONLY } mode;
    const char *vfs;     // SQLite VFS by name, for tests; NULL: the system's
};

// Opens the store (creating the file when it is not there and mode allows) and starts its writer. The schema is not
// touched: see migrate.h. Errors: ERR_INTERNAL with a sentence that says file, reason and remedy (not a database, read-only,
// no space, locked by something else).
enum err pool_open(struct ctx *, const struct pool_options *, struct pool **out) MUST_CHECK;
void pool_close(struct pool *); // finishes queued writes; all connections must have been given back

// Take a connection for reading into c->db (c->pool says from where) and give it back. Waits when all are in use.
enum err pool_take(struct ctx *) MUST_CHECK;
void pool_give(struct ctx *);

const struct dialect *pool_dialect(const struct pool *);

// Change counters. Inside db_write: this record type (or other named thing) changes with this transaction. Outside: how
// many times it has, counting commits of this process at once and those of others within a tenth of a second.
// Names are literals or live as long as the pool. The counters are also rows in the database (table change_counter).
enum err change_mark(struct ctx *, str name) MUST_CHECK;
int64_t change_seen(struct pool *, str name);

// For /metrics and /readyz: is the store answering, and what has the writer done.
struct pool_figures {
    int64_t writes, commits, failed_commits, waiting, connections;
};
void pool_figures(struct pool *, struct pool_figures *out);
enum err pool_ping(struct ctx *) MUST_CHECK;

// A consistent copy of the whole store into a new file while it is in use (SQLite's online backup).
enum err pool_backup(struct ctx *, const char *to_path) MUST_CHECK;

#endif
