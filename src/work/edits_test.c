// SPDX-License-Identifier: Apache-2.0
// Any edits, in any order: what is kept beside a record for lists and search is what a new record of the same content would have,
// every change has its leaf, and versions count up by one.
#include "base/buf.h"
#include "db/test_pool.h"
#include "work/renew.h"
#include "work/test_office.h"

enum { SEEDS = 8, EDITS = 30, TEXT_MAX = 64 << 10 };

static uint64_t seed;

// xorshift64 (G. Marsaglia, 2003): the same edits on every machine.
static uint64_t random_below(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

static str random_words(struct ctx *c)
{
    return random_below(4) ? str_fmt(c->mem, "word%d and word%d", (int)random_below(50), (int)random_below(50)) : STR_NONE;
}

static codes random_codes(struct ctx *c, const char *const *all)
{
    ptrdiff_t n = (ptrdiff_t)random_below(4), first = (ptrdiff_t)random_below(3);
    str *at = NEW(c->mem, str, 3);
    for (ptrdiff_t i = 0; i < n; i++)
        at[i] = str_of(all[(first + i) % 3]);
    return (codes){ at, n };
}

// One row more, one less, or another order.
static void edit_parts(struct ctx *c, struct thing *thing)
{
    ptrdiff_t n = thing->parts.n, less = random_below(2) && n > 0;
    struct part *parts = NEW(c->mem, struct part, n + 1);
    for (ptrdiff_t i = 0; i < n - less; i++)
        parts[i] = thing->parts.at[(i + 1) % n];
    if (!less)
        parts[n] = (struct part){ .maker = 1 + (int64_t)random_below(2), .role = random_below(2) ? S("frame") : S("engine") };
    thing->parts.at = parts;
    thing->parts.n = less ? n - 1 : n + 1;
}

static void edit(struct ctx *c, struct thing *thing)
{
    static const char *const purposes[] = { "work", "play", "rest" }, *const countries[] = { "NO", "KE", "BR" };
    switch (random_below(10)) {
    case 0: thing->title = str_fmt(c->mem, "Title word%d", (int)random_below(50)); break;
    case 1: thing->summary = random_words(c); break;
    case 2: thing->story = random_words(c); break;
    case 3: thing->contact = random_below(2) ? S("person@example.org") : STR_NONE; break;
    case 4: thing->purposes = random_codes(c, purposes); break;
    case 5: thing->countries = random_codes(c, countries); break;
    case 6: thing->form = random_below(2) ? S("round") : S("square"); break;
    case 7: thing->maker = 1 + (int64_t)random_below(2); break;
    case 8: thing->since = (date){ (int16_t)(1990 + random_below(13)), 0, 0 }; break;
    default: edit_parts(c, thing); break;
    }
}

// What lists and search keep of a record, as one text.
static str beside(struct ctx *c, int64_t id)
{
    struct buf b;
    struct rows *rows;
    bool more = true;
    buf_init(&b, c->mem, TEXT_MAX);
    CHECK_OK(db_query(c, SQL("SELECT field, code, shown FROM thing_facet WHERE id = ? ORDER BY field, code, shown"), ARGS(INT(id)), &rows));
    while (rows_next(c, rows, &more) == OK && more)
        buf_fmt(&b, "%.*s=%.*s %d\n", STR_ARG(rows_peek(rows, 0)), STR_ARG(rows_peek(rows, 1)), (int)rows_int(rows, 2));
    CHECK_OK(db_query(c, SQL("SELECT a || '|' || b || '|' || c || '|' || p FROM thing_search WHERE rowid = ?"), ARGS(INT(id)), &rows));
    CHECK_OK(rows_next(c, rows, &more));
    CHECK(more);
    buf_add(&b, rows_peek(rows, 0));
    rows_done(rows);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM thing_code k WHERE NOT EXISTS (SELECT 1 FROM thing t WHERE t.id = k.id)")), 0);
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM step s WHERE NOT EXISTS (SELECT 1 FROM part p WHERE p.id = s.parent_id)")), 0);
    return buf_str(&b);
}

// The same content as a new record: rows and their rows without the numbers they had.
static int64_t add_again(struct ctx *c, int64_t id)
{
    struct thing *copy = test_office_load(c, id);
    copy->record.id = 0;
    for (ptrdiff_t i = 0; i < copy->parts.n; i++) {
        copy->parts.at[i].child.id = 0;
        for (ptrdiff_t k = 0; k < copy->parts.at[i].steps.n; k++)
            copy->parts.at[i].steps.at[k].child.id = 0;
    }
    return test_office_save(c, &actor_system, copy, STR_NONE).id;
}

static int64_t leaves(struct ctx *c)
{
    return test_office_count(c, SQL("SELECT COUNT(*) FROM journal_leaf"));
}

TEST(after_any_edits_what_lists_and_search_keep_is_that_of_a_new_record)
{
    test_office_open(c);
    for (int s = 1; s <= SEEDS; s++) {
        seed = (uint64_t)s * 7919;
        struct thing *thing = test_office_thing(c, S("Wheel"));
        thing->record.state = random_below(2) ? S("published") : S("draft");
        int64_t id = test_office_save(c, &actor_system, thing, STR_NONE).id, version = 1, before = leaves(c);
        for (int i = 0; i < EDITS; i++) {
            struct thing *next = test_office_load(c, id);
            edit(c, next);
            struct write_result made = test_office_save(c, &actor_system, next, STR_NONE);
            version += !made.unchanged;
            CHECK_INT(made.version, version);
            CHECK((made.leaf == 0) == made.unchanged);
        }
        CHECK(version > EDITS / 2);
        CHECK_INT(leaves(c), before + version - 1);
        CHECK_STR(beside(c, id), str_z(mem, beside(c, add_again(c, id))));
    }
}

// Makes one when the id is 0.
static int64_t name_maker(struct ctx *c, int64_t id, str name)
{
    struct write_result result;
    struct faults faults = { 0 };
    struct maker *maker = record_new(c->mem, &maker_type);
    if (id != 0)
        CHECK_OK(store_load(c, &maker_type, id, maker));
    maker->name = name;
    CHECK_OK(write_save(c, &maker_type, maker, NULL, &faults, &result));
    return result.id;
}

static int64_t found(struct ctx *c, str word)
{
    int64_t n = -1;
    CHECK_OK(db_int(c, SQL("SELECT COUNT(*) FROM thing_search WHERE thing_search MATCH ?"), ARGS(TEXT(word)), &n));
    return n;
}

TEST(what_is_renamed_is_found_by_its_new_name_where_it_is_referred_to)
{
    enum { THINGS = RENEW_SLICE + 20 };
    test_office_open(c);
    outbox_subscribe(&renew_subscriber, 1);
    int64_t id = 0, done = 0;
    for (int i = 0; i < THINGS; i++)
        id = test_office_save(c, &actor_system, test_office_thing(c, str_fmt(mem, "Wheel %d", i)), STR_NONE).id;
    int64_t version = test_office_load(c, id)->record.version;
    name_maker(c, name_maker(c, 0, S("Idle works")), S("Idle works once more"));
    CHECK_INT(test_office_count(c, SQL("SELECT COUNT(*) FROM outbox")), 0);
    int64_t before = leaves(c);
    name_maker(c, 1, S("Zebrawood works"));
    CHECK_INT(found(c, S("zebrawood")), 0);
    CHECK_OK(outbox_run_due(c, &done));
    CHECK_INT(found(c, S("zebrawood")), THINGS);
    CHECK(done >= 2); // in slices
    CHECK_INT(leaves(c), before + 1);
    CHECK_INT(test_office_load(c, id)->record.version, version);
    CHECK_STR(beside(c, id), str_z(mem, beside(c, add_again(c, id))));
}
