// SPDX-License-Identifier: Apache-2.0
// test_journal — things (record/test_types.h) that are written together with their leaves, by an editor with account 101; for tests.
#ifndef ACCORD_JOURNAL_TEST_JOURNAL_H
#define ACCORD_JOURNAL_TEST_JOURNAL_H

#include "base/test.h"
#include "record/test_types.h"

void test_journal_open(struct ctx *c);
struct thing *test_journal_new(struct ctx *c, str title); // saved, with the leaf "create"
void test_journal_add(struct ctx *c, struct thing *); // saved, with the leaf "create"
struct thing *test_journal_load(struct ctx *c, int64_t id);
void test_journal_change(struct ctx *c, const struct thing *before, struct thing *after); // saved, with the leaf "save" and a note
void test_journal_remove(struct ctx *c, const struct thing *);
int64_t test_journal_last(struct ctx *c); // the newest leaf

#endif
