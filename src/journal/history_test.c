// SPDX-License-Identifier: Apache-2.0
#include "journal/history.h"

#include "journal/test_journal.h"
#include "view/json.h"

enum { SEEDS = 6, VERSIONS = 25 };

static uint64_t seed;

// xorshift64 (G. Marsaglia, 2003): the same edits on every machine.
static uint64_t random_below(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

static str random_text(struct ctx *c, const char *about)
{
    return random_below(4) ? str_fmt(c->mem, "%s %d", about, (int)random_below(1000)) : STR_NONE;
}

static codes random_codes(struct ctx *c)
{
    static const char *const all[] = { "work", "play", "rest" };
    ptrdiff_t n = (ptrdiff_t)random_below(4), first = (ptrdiff_t)random_below(3);
    str *at = NEW(c->mem, str, 3);
    for (ptrdiff_t i = 0; i < n; i++)
        at[i] = str_of(all[(first + i) % 3]);
    return (codes){ at, n };
}

static void edit_fields(struct ctx *c, struct thing *thing)
{
    switch (random_below(9)) {
    case 0: thing->title = str_fmt(c->mem, "Title %d", (int)random_below(1000)); break;
    case 1: thing->summary = random_text(c, "Summary \xC3\xA9\n\"quoted\""); break;
    case 2: thing->contact = random_below(2) ? S("person@example.org") : STR_NONE; break;
    case 3: thing->purposes = random_codes(c); break;
    case 4: thing->open = !thing->open; break;
    case 5: thing->amount = (int64_t)random_below(3) * 1000000000000; break;
    case 6: thing->cost = random_below(2) ? money_of((int64_t)random_below(500), "NOK") : (money){ 0 }; break;
    case 7: thing->since = (date){ (int16_t)(1990 + random_below(30)), (int8_t)random_below(13), 0 }; break;
    default: thing->ratio = (decimal){ (int64_t)random_below(100000), random_below(2) != 0 }; break;
    }
}

static struct step *random_steps(struct ctx *c, struct part *part)
{
    ptrdiff_t n = part->steps.n + 1;
    struct step *steps = NEW(c->mem, struct step, n);
    for (ptrdiff_t i = 0; i + 1 < n; i++)
        steps[i] = part->steps.at[i];
    steps[n - 1] = (struct step){ .what = str_fmt(c->mem, "Step %d", (int)random_below(1000)), .done = random_below(2) != 0 };
    part->steps.n = n;
    return steps;
}

static void edit_part(struct ctx *c, struct part *part)
{
    switch (random_below(5)) {
    case 0: part->remark = random_text(c, "Remark"); break;
    case 1: part->price = random_below(2) ? money_of((int64_t)random_below(500), "USD") : (money){ 0 }; break;
    case 2: part->steps.at = random_steps(c, part); break;
    case 3:
        if (part->steps.n > 0)
            part->steps.n--;
        break;
    default: part->maker = 1 + (int64_t)random_below(2); break;
    }
}

// Adds, takes out, swaps or changes rows.
static void edit_rows(struct ctx *c, struct thing *thing)
{
    ptrdiff_t n = thing->parts.n, at = n ? (ptrdiff_t)random_below((uint64_t)n) : 0;
    struct part *parts = NEW(c->mem, struct part, n + 1);
    for (ptrdiff_t i = 0; i < n; i++)
        parts[i] = thing->parts.at[i];
    thing->parts.at = parts;
    uint64_t way = n == 0 ? 0 : random_below(4);
    if (way == 0 && n < 6) {
        parts[n] = (struct part){ .maker = 1, .role = random_below(2) ? S("frame") : STR_NONE };
        thing->parts.n = n + 1;
    } else if (way == 1) {
        for (ptrdiff_t i = at; i + 1 < n; i++)
            parts[i] = parts[i + 1];
        thing->parts.n = n - 1;
    } else if (way == 2) {
        struct part first = parts[0];
        parts[0] = parts[at];
        parts[at] = first;
    } else if (n > 0) {
        edit_part(c, &parts[at]);
    }
}

static str document(struct ctx *c, const void *thing)
{
    return record_document(c, &thing_type, thing);
}

static void check_version(struct ctx *c, int64_t id, int64_t version, str snapshot)
{
    struct thing *back = record_new(c->mem, &thing_type);
    CHECK_OK(history_version(c, &thing_type, id, version, back));
    CHECK_STR(document(c, back), str_z(c->mem, snapshot));
    CHECK_INT(back->record.version, version);
    CHECK_INT(back->record.id, id);
    CHECK_STR(back->record.state, "published");
    CHECK(back->record.example);
}

TEST(every_version_comes_back_as_it_was_after_any_edits)
{
    test_journal_open(c);
    for (uint64_t s = 1; s <= SEEDS; s++) {
        str snapshots[VERSIONS + 1];
        seed = s * 0x9E3779B97F4A7C15u;
        int64_t id = test_journal_new(c, S("Wheel"))->record.id;
        snapshots[1] = document(c, test_journal_load(c, id));
        for (int v = 2; v <= VERSIONS; v++) {
            struct thing *before = test_journal_load(c, id), *after = test_journal_load(c, id);
            for (uint64_t edits = random_below(4); edits > 0; edits--)
                edit_fields(c, after);
            edit_rows(c, after);
            test_journal_change(c, before, after);
            snapshots[v] = document(c, test_journal_load(c, id));
        }
        for (int v = 1; v <= VERSIONS; v++)
            check_version(c, id, v, snapshots[v]);
    }
}

TEST(a_version_that_never_was_is_missing)
{
    test_journal_open(c);
    struct thing *thing = test_journal_new(c, S("Wheel")), *back = record_new(mem, &thing_type);
    int64_t id = thing->record.id;
    test_journal_remove(c, thing);
    CHECK_OK(history_version(c, &thing_type, id, 1, back));
    const int64_t none[] = { 0, 2, 3, -1 };
    for (ptrdiff_t i = 0; i < COUNT(none); i++) {
        CHECK_INT(history_version(c, &thing_type, id, none[i], record_new(mem, &thing_type)), ERR_MISSING);
        fail_clear(c);
    }
    CHECK_INT(history_version(c, &thing_type, 999, 1, record_new(mem, &thing_type)), ERR_MISSING);
}

static struct value *history_of(struct ctx *c, int64_t id, roles viewer, ptrdiff_t limit, int64_t before)
{
    struct value *list;
    CHECK_OK(history_value(c, &thing_type, id, viewer, limit, before, &list));
    return list;
}

static const struct value *change_at(const struct value *entry, const char *path)
{
    const struct value *changes = value_get(entry, S("changes"));
    for (ptrdiff_t i = 0; i < value_count(changes); i++) {
        if (str_eq(value_as_text(value_get(value_at(changes, i), S("path"))), str_of(path)))
            return value_at(changes, i);
    }
    return NULL;
}

static int64_t changed_thing(struct ctx *c)
{
    struct thing *thing = test_journal_new(c, S("Wheel"));
    struct thing *next = test_journal_load(c, thing->record.id);
    next->title = S("Wheel of wood");
    next->contact = S("other@example.org");
    struct part *parts = NEW(c->mem, struct part, 3);
    parts[0] = next->parts.at[0];
    parts[1] = next->parts.at[1];
    parts[2] = (struct part){ .maker = 2, .role = S("frame") };
    next->parts.at = parts;
    next->parts.n = 3;
    c->now_ms += 60000;
    test_journal_change(c, thing, next);
    return thing->record.id;
}

TEST(history_tells_changes_newest_first_a_new_row_as_one)
{
    test_journal_open(c);
    int64_t id = changed_thing(c);
    struct value *list = history_of(c, id, ROLE_PUBLIC | ROLE_REVIEWER, 10, 0);
    CHECK_INT(value_count(list), 2);
    const struct value *newest = value_at(list, 0), *first = value_at(list, 1);
    CHECK_STR(value_as_text(value_get(newest, S("label"))), "Changed");
    CHECK_STR(value_as_text(value_get(first, S("label"))), "Created");
    CHECK_INT(value_get(newest, S("version"))->number, 2);
    CHECK_INT(value_get(newest, S("time"))->number, c->now_ms);
    CHECK_STR(value_as_text(value_get(newest, S("role"))), "editor");
    CHECK_STR(value_as_text(value_get(newest, S("note"))), "seen on paper");
    CHECK(value_get(newest, S("actor")) != NULL);
    CHECK_INT(value_count(value_get(newest, S("changes"))), 4); // title, contact, the computed number of parts, and the new part
    const struct value *title = change_at(newest, "title");
    CHECK_STR(value_as_text(value_get(title, S("before"))), "Wheel");
    CHECK_STR(value_as_text(value_get(title, S("after"))), "Wheel of wood");
    CHECK_STR(value_as_text(value_get(title, S("label"))), "Title");
    str body;
    CHECK_OK(db_text(c, SQL("SELECT body FROM journal_leaf WHERE id = ?"), ARGS(INT(test_journal_last(c))), &body));
    CHECK_STR(value_as_text(value_get(newest, S("hash"))), str_z(mem, leaf_hash(mem, body)));
}

TEST(history_shows_each_viewer_what_they_may_read)
{
    test_journal_open(c);
    int64_t id = changed_thing(c);
    const struct value *public = value_at(history_of(c, id, ROLE_PUBLIC, 10, 0), 0);
    CHECK(change_at(public, "title") != NULL);
    CHECK(change_at(public, "contact") == NULL);
    CHECK(value_get(public, S("actor")) == NULL);
    CHECK(value_get(public, S("note")) == NULL);
    const struct value *owner = value_at(history_of(c, id, ROLE_PUBLIC | ROLE_OWNER, 10, 0), 0);
    CHECK(change_at(owner, "contact") != NULL);
    CHECK(value_get(owner, S("actor")) == NULL);
    CHECK(value_get(owner, S("note")) != NULL);
}

TEST(what_was_written_before_it_was_public_stays_with_its_owners_and_the_office)
{
    test_journal_open(c);
    struct thing *first = test_types_thing(c, S("Rash words"), 1);
    first->record.state = S("draft");
    test_journal_add(c, first);
    int64_t id = first->record.id;
    struct thing *second = test_journal_load(c, id), *third;
    second->title = S("Calm words");
    test_journal_change(c, first, second);
    third = test_journal_load(c, id);
    third->record.state = S("published");
    test_journal_change(c, second, third);
    const struct value *open = history_of(c, id, ROLE_PUBLIC | ROLE_EDITOR, 10, 0);
    const struct value *own = history_of(c, id, ROLE_PUBLIC | ROLE_OWNER, 10, 0);
    CHECK_INT(value_count(open), 3);
    CHECK_INT(value_count(value_get(value_at(open, 2), S("changes"))), 0);
    CHECK_INT(value_count(value_get(value_at(open, 1), S("changes"))), 0);
    const struct value *title = change_at(value_at(open, 0), "title");
    CHECK_STR(value_as_text(value_get(title, S("before"))), "");
    CHECK_STR(value_as_text(value_get(title, S("after"))), "Calm words");
    CHECK_STR(value_as_text(value_get(change_at(value_at(own, 1), "title"), S("before"))), "Rash words");
}

TEST(history_goes_in_pages)
{
    test_journal_open(c);
    struct thing *thing = test_journal_new(c, S("Title 1"));
    int64_t id = thing->record.id;
    for (int i = 2; i <= 7; i++) {
        struct thing *before = test_journal_load(c, id), *after = test_journal_load(c, id);
        after->title = str_fmt(mem, "Title %d", i);
        test_journal_change(c, before, after);
    }
    struct value *list = history_of(c, id, ROLE_PUBLIC, 3, 0);
    CHECK_INT(value_count(list), 3);
    CHECK_INT(value_path(list, S("0.version"))->number, 7);
    list = history_of(c, id, ROLE_PUBLIC, 3, value_path(list, S("2.leaf"))->number);
    CHECK_INT(value_path(list, S("0.version"))->number, 4);
    CHECK_STR(value_as_text(value_get(change_at(value_at(list, 0), "title"), S("before"))), "Title 3");
    list = history_of(c, id, ROLE_PUBLIC, 3, value_path(list, S("2.leaf"))->number);
    CHECK_INT(value_count(list), 1);
    list = history_of(c, id, ROLE_PUBLIC, 3, value_path(list, S("0.leaf"))->number);
    CHECK_INT(value_count(list), 0);
    CHECK_INT(value_count(history_of(c, 999, ROLE_PUBLIC, 3, 0)), 0);
}

TEST(a_removed_record_keeps_its_history)
{
    test_journal_open(c);
    struct thing *thing = test_journal_new(c, S("Wheel"));
    test_journal_remove(c, thing);
    struct value *list = history_of(c, thing->record.id, ROLE_PUBLIC, 10, 0);
    CHECK_INT(value_count(list), 2);
    CHECK_STR(value_as_text(value_path(list, S("0.label"))), "Removed");
    CHECK_INT(value_count(value_path(list, S("0.changes"))), 0);
}

static enum err erase_here(struct ctx *c, void *id)
{
    return leaf_erase(c, &thing_type, *(const int64_t *)id);
}

TEST(what_was_taken_down_is_said_to_be_gone_and_what_came_after_is_shown)
{
    test_journal_open(c);
    int64_t id = changed_thing(c);
    CHECK_OK(db_write(c, erase_here, &id));
    CHECK_INT(history_version(c, &thing_type, id, 2, record_new(mem, &thing_type)), ERR_GONE);
    fail_clear(c);
    struct thing *before = test_journal_load(c, id), *after = test_journal_load(c, id);
    after->title = S("Wheel once more");
    test_journal_change(c, before, after);

    struct value *list = history_of(c, id, ROLE_PUBLIC, 10, 0);
    CHECK_INT(value_count(list), 3);
    const struct value *title = change_at(value_at(list, 0), "title");
    CHECK_STR(value_as_text(value_get(title, S("after"))), "Wheel once more");
    CHECK(value_path(title, S("before.erased")) != NULL);
    title = change_at(value_at(list, 1), "title");
    CHECK(value_get(title, S("erased")) != NULL);
    CHECK(value_get(title, S("after")) == NULL);
    CHECK(change_at(value_at(list, 1), "contact") == NULL);
    const struct value *office = value_at(history_of(c, id, ROLE_PUBLIC | ROLE_REVIEWER, 10, 0), 1);
    CHECK(value_get(change_at(office, "contact"), S("erased")) != NULL);
    CHECK(value_get(office, S("actor")) == NULL);
    CHECK_INT(history_version(c, &thing_type, id, 3, record_new(mem, &thing_type)), ERR_GONE);
}
