// SPDX-License-Identifier: Apache-2.0
// err — what can go wrong, and the context that carries the first cause of it.
//
// Whatever can fail takes a `struct ctx *` first and returns `enum err`; the first cause wins. The sentence in `said` is for
// the user (what was attempted, why not, what to do; lower case, no full stop), `detail` is for the log alone.
// Faults in input are data: see faults.h.
#ifndef ACCORD_BASE_ERR_H
#define ACCORD_BASE_ERR_H

#include "base/arena.h"
#include "base/str.h"

// code, HTTP status, exit code of the command line, what it means
#define ERR_LIST(X)                                                         \
    X(OK, 200, 0, "done")                                                   \
    X(INVALID, 422, 1, "the data is not acceptable")                        \
    X(MALFORMED, 400, 1, "the request cannot be read")                      \
    X(UNKNOWN, 401, 3, "sign in first")                                     \
    X(DENIED, 403, 3, "this is not permitted")                              \
    X(MISSING, 404, 1, "there is no such thing")                            \
    X(GONE, 410, 1, "it was taken down")                                    \
    X(CONFLICT, 409, 1, "it does not fit what is there now")                \
    X(STALE, 412, 1, "it changed meanwhile")                                \
    X(LIMIT, 413, 1, "it is too large")                                     \
    X(MANY, 429, 1, "too many at once")                                     \
    X(BUSY, 503, 4, "try again shortly")                                    \
    X(INTERNAL, 500, 5, "something failed on our side")

enum err {
#define X(code, http, exit, text) ERR_##code,
    ERR_LIST(X)
#undef X
        ERR_COUNT
};
#define OK ERR_OK

int err_http(enum err);
int err_exit(enum err);
const char *err_name(enum err); // "INVALID"
const char *err_text(enum err); // the sentence of the table, untranslated

struct db;
struct pool;
struct actor;
struct lang;

// One per request, job, command or test; passed first, everywhere.
struct ctx {
    struct arena *mem;         // lives as long as the request
    struct db *db;             // the connection in use: read side, or the writer inside db_write
    struct pool *pool;         // where connections come from
    const struct actor *actor; // who asks; NULL is the public
    const struct lang *lang;   // in which language; NULL is English as in the sources
    const char *(*translate)(const struct lang *, const char *msgid); // may be NULL
    int64_t now_ms;            // the instant of this request, UTC
    enum err err;              // the first failure
    str said;                  // for the user
    str detail;                // for the log only
};

// Record the first failure and return it:  return fail(c, ERR_CONFLICT, N_("…"), …);
enum err fail(struct ctx *, enum err, const char *fmt, ...) PRINTF_LIKE(3, 4) MUST_CHECK;
// Add a detail for the log to the failure (kept when there is none yet).
void fail_detail(struct ctx *, const char *fmt, ...) PRINTF_LIKE(2, 3);
// Forget a failure that was dealt with.
void fail_clear(struct ctx *);

#define N_(text) text // marks a text for translation where it stands in a table; tr() translates it when it is shown
const char *tr(const struct ctx *, const char *msgid) __attribute__((format_arg(2)));

#endif
