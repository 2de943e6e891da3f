// SPDX-License-Identifier: Apache-2.0
// test_pool — an empty store for a test, in a folder of its own that goes with the test.
#ifndef ACCORD_DB_TEST_POOL_H
#define ACCORD_DB_TEST_POOL_H

#include "base/test.h"
#include "db/migrate.h"
#include "db/pool.h"

// Makes the store, sets c->pool and takes a connection into c->db. Closed with c->mem. A later PostgreSQL run makes a schema
// of its own here.
void test_pool_open(struct ctx *c);
// The same, but only where it would be: a new path, under a folder that is removed with c->mem.
const char *test_pool_path(struct ctx *c);
// Opens and closes by hand, for tests that open a store again.
void test_pool_open_at(struct ctx *c, const struct pool_options *);
void test_pool_close(struct ctx *c);

// A context for another thread or a second asker, with the same pool and an arena of its own, closed with c->mem.
struct ctx *test_pool_other(struct ctx *c);

// Tables: note (id, text required unique) and mark (id, note → note.id).
extern const struct table *const test_pool_tables[2];

#define NOTE(text) ((char[]){ text }) // for the next one: what it takes is not const
int64_t test_pool_count(struct ctx *c); // rows of note
enum err test_pool_add_note(struct ctx *c, void *text); // a write_fn; text: const char *

#endif
