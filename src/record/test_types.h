// SPDX-License-Identifier: Apache-2.0
// test_types — a fictitious type with every kind of field, a child and a child's child, and the type it refers to: what
// tests of this and higher layers try the engine with. Nothing but tables makes them work.
#ifndef ACCORD_RECORD_TEST_TYPES_H
#define ACCORD_RECORD_TEST_TYPES_H

#include "record/check.h"
#include "record/store.h"

struct maker {
    struct record record;
    str name, country;
};

struct step {
    struct child child;
    str what;
    date due;
    bool done;
};

struct part {
    struct child child;
    int64_t maker;
    str role;
    codes materials;
    decimal share;
    money price;
    str remark; // the office's
    MANY(struct step) steps;
};

struct thing {
    struct record record;
    str title, summary, story, site, contact, symbol, form, note;
    codes purposes, countries;
    bool open;
    int64_t amount, opened_ms, maker, model, part_total;
    decimal ratio;
    date since, until;
    money cost;
    MANY(struct part) parts;
};

extern const struct record_type maker_type, thing_type, part_type, step_type;

// Registers the types, opens an empty store (db/test_pool.h) with their tables, and sets the clock to 2003-05-31T12:00Z.
void test_types_open(struct ctx *c);
// Two makers, "Example maker 1" (NO) and "Example maker 2" (KE), public; returns the id of the first, the second's is one more.
int64_t test_types_makers(struct ctx *c);
// A complete thing in state "published" with two parts, the first with two steps; not saved.
struct thing *test_types_thing(struct ctx *c, str title, int64_t maker);
// In one transaction each.
enum err test_types_insert(struct ctx *c, const struct record_type *, void *record);
enum err test_types_update(struct ctx *c, const struct record_type *, void *record, int64_t version);
enum err test_types_delete(struct ctx *c, const struct record_type *, int64_t id);

#endif
