// SPDX-License-Identifier: Apache-2.0
// sqlite — the parts of the SQLite driver: sqlite.c (links, transactions, backup), sqlite_rows.c (statements),
// sqlite_cache.c (prepared statements), sqlite_cause.c (what failed, in words).
#ifndef ACCORD_DB_SQLITE_H
#define ACCORD_DB_SQLITE_H

#include "db/driver.h"

#include <sqlite3.h>

enum { CACHE_SLOTS = 256, CACHE_BUCKETS = 512 };

// A commit that failed in a way that leaves open whether it would be found after a crash.
enum { CAUSE_UNSURE = -1 };

// One prepared statement. While it is in use it is out of the list of idle ones, so it cannot be thrown out.
struct cursor {
    sqlite3_stmt *stmt;
    const char *text; // SQLite's own copy
    ptrdiff_t len;
    uint64_t hash;
    int16_t chain;        // next slot in its bucket, or -1
    int16_t newer, older; // in the list of idle ones, or -1
    bool busy;
};

// Prepared statements by their text, the longest unused thrown out when there are more than CACHE_SLOTS.
struct cache {
    struct cursor slots[CACHE_SLOTS];
    int16_t buckets[CACHE_BUCKETS];
    int16_t newest, oldest;
    int16_t n;
};

struct link {
    sqlite3 *db;
    int code;          // the last failure, extended, or CAUSE_UNSURE
    char message[200]; // SQLite's words about it, and its statement, for the log
    char about[300];
    struct cache cache;
};

void sqlite_cache_init(struct cache *);
void sqlite_cache_close(struct cache *);
enum err sqlite_cache_take(struct ctx *, struct link *, str text, struct cursor **out) MUST_CHECK;
void sqlite_cache_give(struct cache *, struct cursor *);

enum err sqlite_rows_query(struct ctx *, struct link *, str text, const struct val *args, ptrdiff_t n, struct cursor **out);
enum err sqlite_rows_next(struct ctx *, struct link *, struct cursor *, bool *more);
void sqlite_rows_done(struct link *, struct cursor *);
enum err sqlite_rows_run(struct ctx *, struct link *, str text, const struct val *args, ptrdiff_t n, int64_t *changed);
bool sqlite_rows_is_null(const struct cursor *, ptrdiff_t column);
int64_t sqlite_rows_integer(const struct cursor *, ptrdiff_t column);
double sqlite_rows_real(const struct cursor *, ptrdiff_t column);
str sqlite_rows_peek(const struct cursor *, ptrdiff_t column);

// Says in words what SQLite's result code means, and remembers it in the link.
enum err sqlite_cause_fail(struct ctx *, struct link *, int code, str text);
enum err sqlite_cause_tell(struct ctx *, struct link *);
// The failure to open or copy a file: the sentence names it.
enum err sqlite_cause_file(struct ctx *, const char *path, int code, const char *detail);

#endif
