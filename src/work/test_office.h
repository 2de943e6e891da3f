// SPDX-License-Identifier: Apache-2.0
// test_office — an office for tests: the fictitious types of record/test_types.h with a flow, accounts, organisations, the journal
// and everything work/ keeps.
#ifndef ACCORD_WORK_TEST_OFFICE_H
#define ACCORD_WORK_TEST_OFFICE_H

#include "base/test.h"
#include "record/test_types.h"
#include "work/account.h"
#include "work/flow.h"
#include "work/write.h"

// "thing" with a review: draft → submitted ↔ changes-asked, submitted → published → archived. "publish" wants four eyes and a
// complete record, and puts out "thing.published".
extern struct record_type reviewed_type;
extern int64_t test_office_effects; // how often the effect of "publish" ran

// People: two editors (of maker 1), a reviewer, a secretary, an administrator. Their account numbers are not stored accounts.
extern const struct actor editor_actor, colleague_actor, reviewer_actor, secretary_actor, administrator_actor;

void test_office_open(struct ctx *c); // c->actor is the program
int64_t test_office_count(struct ctx *c, sql); // the one number of a statement

// A thing as an editor would fill it in (draft), with two parts; not saved.
struct thing *test_office_thing(struct ctx *c, str title);
struct thing *test_office_load(struct ctx *c, int64_t id);
// Saves as the actor, and must succeed.
struct write_result test_office_save(struct ctx *c, const struct actor *, struct thing *, str move);
struct write_result test_office_move(struct ctx *c, const struct actor *, int64_t id, int64_t draft, str move);
// A public thing, prepared by the editor and published by the reviewer; its number.
int64_t test_office_published(struct ctx *c, str title);

#endif
