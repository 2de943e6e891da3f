// SPDX-License-Identifier: Apache-2.0
// memo — numbers and short texts that were worked out from the store (how many records a list has, and of which kinds), kept in
// memory for as long as the named thing they were worked out from has not changed. What is lost is worked out again; a full memo
// forgets old ones.
#ifndef ACCORD_DB_MEMO_H
#define ACCORD_DB_MEMO_H

#include "db/db.h"

enum { MEMO_KEY = 32, MEMO_TEXT = 16 << 10 };

// `of` is the name of a change counter (pool.h), or empty for a rough number whose key itself says how long it is good. `key` are
// bytes that say all the number depends on besides: a hash of the statement and its arguments. Nothing is kept or found inside
// db_write, or when `of` has changed since the present view began: then the view's own numbers hold for nobody else.
struct memo_key {
    unsigned char at[MEMO_KEY];
};
bool memo_get(const struct ctx *, str of, const struct memo_key *, int64_t *out);
void memo_put(const struct ctx *, str of, const struct memo_key *, int64_t value);
// The same for bytes; they come out as a copy in c->mem. What is longer than MEMO_TEXT is not kept.
bool memo_get_text(const struct ctx *, str of, const struct memo_key *, str *out);
void memo_put_text(const struct ctx *, str of, const struct memo_key *, str bytes);

#endif
