// SPDX-License-Identifier: Apache-2.0
#include "record/store.h"

#include "base/test.h"
#include "db/table.h"
#include "record/test_types.h"

static str document_of(struct ctx *c, const void *record)
{
    return record_document(c, &thing_type, record);
}

static int64_t count(struct ctx *c, sql text)
{
    int64_t n = -1;
    CHECK_OK(db_int(c, text, NO_ARGS, &n));
    return n;
}

static struct thing *saved(struct ctx *c, str title)
{
    struct thing *thing = test_types_thing(c, title, test_types_makers(c));
    CHECK_OK(test_types_insert(c, &thing_type, thing));
    return thing;
}

static struct thing *loaded(struct ctx *c, int64_t id)
{
    struct thing *thing = record_new(c->mem, &thing_type);
    CHECK_OK(store_load(c, &thing_type, id, thing));
    return thing;
}

TEST(a_record_comes_back_as_it_was_saved)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    struct thing *back = loaded(c, thing->record.id);
    CHECK_INT(back->record.version, 1);
    CHECK_INT(back->record.created_ms, c->now_ms);
    CHECK_INT(back->record.changed_ms, c->now_ms);
    CHECK(back->record.example);
    CHECK_STR(back->record.state, "published");
    CHECK_STR(document_of(c, back), str_z(mem, document_of(c, thing)));
    CHECK_INT(back->parts.n, 2);
    CHECK_INT(back->parts.at[0].steps.n, 2);
    CHECK_STR(back->parts.at[0].steps.at[1].what, "Build");
    CHECK_STR(back->parts.at[1].materials.at[0], "paper");
}

TEST(rows_keep_their_ids_when_they_are_moved_and_others_removed)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    int64_t frame = thing->parts.at[0].child.id, engine = thing->parts.at[1].child.id;
    struct part *parts = NEW(mem, struct part, 3);
    parts[0] = thing->parts.at[1];
    parts[1] = (struct part){ .maker = thing->maker, .role = S("frame") };
    parts[2] = thing->parts.at[0];
    parts[2].steps.at = &thing->parts.at[0].steps.at[1];
    parts[2].steps.n = 1;
    thing->parts.at = parts;
    thing->parts.n = 3;
    CHECK_OK(test_types_update(c, &thing_type, thing, 1));

    struct thing *back = loaded(c, thing->record.id);
    CHECK_INT(back->record.version, 2);
    CHECK_INT(back->parts.n, 3);
    CHECK_INT(back->part_total, 3); // worked out anew
    CHECK_INT(back->parts.at[0].child.id, engine);
    CHECK(back->parts.at[1].child.id > engine);
    CHECK_INT(back->parts.at[2].child.id, frame);
    CHECK_INT(back->parts.at[2].steps.n, 1);
    CHECK_STR(back->parts.at[2].steps.at[0].what, "Build");
    CHECK_STR(document_of(c, back), str_z(mem, document_of(c, thing)));

    back->parts.n = 1;
    CHECK_OK(test_types_update(c, &thing_type, back, 2));
    CHECK_INT(count(c, SQL("SELECT count(*) FROM part")), 1);
    CHECK_INT(count(c, SQL("SELECT count(*) FROM step")), 0);
    CHECK_INT(count(c, SQL("SELECT count(*) FROM part_code")), 2);
}

TEST(a_change_over_a_newer_version_is_refused_and_changes_nothing)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    struct thing *late = loaded(c, thing->record.id);
    CHECK_OK(test_types_update(c, &thing_type, thing, 1));
    late->title = S("Late");
    late->parts.n = 0;
    CHECK_INT(test_types_update(c, &thing_type, late, 1), ERR_STALE);
    CHECK(str_find(c->said, S("changed by someone else")) >= 0);
    fail_clear(c);
    struct thing *back = loaded(c, thing->record.id);
    CHECK_STR(back->title, "Wheel");
    CHECK_INT(back->parts.n, 2);

    late->record.id = 999;
    CHECK_INT(test_types_update(c, &thing_type, late, 1), ERR_MISSING);
    fail_clear(c);
}

TEST(a_row_that_is_not_of_this_record_is_refused)
{
    test_types_open(c);
    struct thing *one = saved(c, S("Wheel"));
    struct thing *other = test_types_thing(c, S("Cart"), one->maker);
    CHECK_OK(test_types_insert(c, &thing_type, other));
    other->parts.at[0].child.id = one->parts.at[0].child.id;
    CHECK_INT(test_types_update(c, &thing_type, other, 1), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(loaded(c, one->record.id)->parts.n, 2);
}

TEST(what_is_deleted_leaves_nothing_behind)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    CHECK_OK(test_types_delete(c, &thing_type, thing->record.id));
    CHECK_INT(count(c, SQL("SELECT (SELECT count(*) FROM thing) + (SELECT count(*) FROM thing_code) + "
                           "(SELECT count(*) FROM thing_facet) + (SELECT count(*) FROM part) + (SELECT count(*) FROM part_code) "
                           "+ (SELECT count(*) FROM step) + (SELECT count(*) FROM thing_search)")),
              0);
    CHECK_INT(store_load(c, &thing_type, thing->record.id, record_new(mem, &thing_type)), ERR_MISSING);
    CHECK_STR(c->said, "there is no thing with the number 1: look for it in the list");
    fail_clear(c);
}

TEST(what_others_refer_to_is_not_deleted)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    CHECK_INT(test_types_delete(c, &maker_type, thing->maker), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(count(c, SQL("SELECT count(*) FROM maker")), 2);
    CHECK_INT(count(c, SQL("SELECT count(*) FROM maker_facet")), 2);
}

static str facets_of(struct ctx *c, str field)
{
    str out = STR_NONE;
    struct rows *rows;
    bool more = false;
    CHECK_OK(db_query(c, SQL("SELECT code, shown FROM thing_facet WHERE field = ? ORDER BY code"), ARGS(TEXT(field)), &rows));
    while (rows_next(c, rows, &more) == OK && more)
        out = str_fmt(c->mem, "%.*s%.*s=%d ", STR_ARG(out), STR_ARG(rows_peek(rows, 0)), (int)rows_int(rows, 1));
    return str_trim(out);
}

TEST(facets_follow_the_record_and_say_whether_the_public_counts_it)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    CHECK_STR(facets_of(c, S("purposes")), "rest=1 work=1");
    CHECK_STR(facets_of(c, S("countries")), "KE=1 NO=1");
    CHECK_STR(facets_of(c, S("since")), "2001=1");
    CHECK_STR(facets_of(c, S("open")), "yes=1");
    CHECK_STR(facets_of(c, S("maker")), "1=1");
    CHECK_STR(facets_of(c, S("part_role")), "engine=1 frame=1");
    CHECK_STR(facets_of(c, S("owner")), "1=1");
    thing->record.state = S("draft");
    thing->purposes.n = 1;
    CHECK_OK(test_types_update(c, &thing_type, thing, 1));
    CHECK_STR(facets_of(c, S("purposes")), "rest=0");
    CHECK_STR(facets_of(c, S("owner")), "1=0");
}

static int64_t found(struct ctx *c, str words, bool all)
{
    int64_t n = -1;
    sql text = all ? SQL("SELECT count(*) FROM thing_search WHERE thing_search MATCH ?")
                   : SQL("SELECT count(*) FROM thing_search WHERE thing_search MATCH '{a b c} : (' || ? || ')'");
    CHECK_OK(db_int(c, text, ARGS(TEXT(words)), &n));
    return n;
}

TEST(words_of_rows_are_found_and_private_ones_only_by_those_who_may)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel"));
    CHECK_INT(found(c, S("wheel"), false), 1);
    CHECK_INT(found(c, S("build"), false), 1);   // a child's child
    CHECK_INT(found(c, S("steel"), false), 1);   // the label of a code
    CHECK_INT(found(c, S("heavier"), false), 0); // the office's remark
    CHECK_INT(found(c, S("heavier"), true), 1);
    CHECK_INT(found(c, S("person"), false), 0);
    CHECK_INT(found(c, S("began"), false), 1); // Markdown without its signs
    thing->title = S("Cart");
    CHECK_OK(test_types_update(c, &thing_type, thing, 1));
    CHECK_INT(found(c, S("wheel"), false), 0);
    CHECK_INT(found(c, S("cart"), false), 1);
}

TEST(many_records_are_loaded_with_a_few_queries)
{
    enum { MANY_RECORDS = 150 };
    test_types_open(c);
    int64_t maker = test_types_makers(c);
    void *records[MANY_RECORDS];
    str documents[MANY_RECORDS];
    for (int i = 0; i < MANY_RECORDS; i++) {
        struct thing *thing = test_types_thing(c, str_fmt(mem, "Thing %d", i), maker);
        thing->parts.n = i % 3;
        CHECK_OK(test_types_insert(c, &thing_type, thing));
        documents[i] = document_of(c, thing);
    }
    struct rows *rows;
    bool more = false;
    ptrdiff_t n = 0;
    sql all = sql_built(str_fmt(mem, "SELECT 7, %.*s FROM thing r ORDER BY r.id DESC",
                                STR_ARG(store_columns(&thing_type, STORE_WHOLE))));
    CHECK_OK(db_query(c, all, NO_ARGS, &rows));
    while (rows_next(c, rows, &more) == OK && more) {
        records[n] = record_new(mem, &thing_type);
        CHECK_INT(store_from_row(c, &thing_type, STORE_WHOLE, rows, 1, records[n]), 10 + 19);
        n++;
    }
    CHECK_INT(n, MANY_RECORDS);
    CHECK_OK(store_load_more(c, &thing_type, STORE_WHOLE, records, n));
    for (int i = 0; i < MANY_RECORDS; i++)
        CHECK_STR(document_of(c, records[i]), str_z(mem, documents[MANY_RECORDS - 1 - i]));
}

TEST(a_list_loads_only_what_it_shows)
{
    test_types_open(c);
    struct thing *thing = saved(c, S("Wheel")), *row = record_new(mem, &thing_type);
    void *one = row;
    struct rows *rows;
    bool more = false;
    str columns = store_columns(&thing_type, STORE_LISTED);
    CHECK(str_find(columns, S("r.story")) < 0);
    sql all = sql_built(str_fmt(mem, "SELECT %.*s FROM thing r WHERE r.id = ?", STR_ARG(columns)));
    CHECK_OK(db_query(c, all, ARGS(INT(thing->record.id)), &rows));
    CHECK_OK(rows_next(c, rows, &more));
    store_from_row(c, &thing_type, STORE_LISTED, rows, 0, row);
    CHECK_OK(store_load_more(c, &thing_type, STORE_LISTED, &one, 1));
    CHECK_STR(row->title, "Wheel");
    CHECK_INT(row->purposes.n, 2);
    CHECK_INT(row->parts.n, 0);
    CHECK_INT(row->story.len, 0);
}

// ---- rights

static struct actor editor_of(int64_t account, int64_t organisation)
{
    return (struct actor){ .account = account, .organisation = organisation, .roles = ROLE_PUBLIC | ROLE_EDITOR };
}

TEST(owners_are_who_prepared_it_and_editors_of_its_organisations)
{
    test_types_open(c);
    struct actor preparer = editor_of(5, 0), colleague = editor_of(6, 1), stranger = editor_of(7, 2);
    struct actor delegate = { .account = 8, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_DELEGATE };
    roles got;
    c->actor = &preparer;
    struct thing *thing = saved(c, S("Wheel"));
    CHECK_INT(thing->record.created_by, 5);
    CHECK_OK(store_roles(c, &thing_type, thing, &got));
    CHECK(got & ROLE_OWNER);
    c->actor = &colleague;
    CHECK_OK(store_roles(c, &thing_type, thing, &got));
    CHECK(got & ROLE_OWNER);
    c->actor = &stranger;
    CHECK_OK(store_roles(c, &thing_type, thing, &got));
    CHECK(!(got & ROLE_OWNER));
    c->actor = &delegate;
    CHECK_OK(store_roles(c, &thing_type, thing, &got));
    CHECK(!(got & ROLE_OWNER));
    c->actor = NULL;
    CHECK_OK(store_roles(c, &thing_type, thing, &got));
    CHECK_INT(got, ROLE_PUBLIC);
}

static bool is_seen(struct ctx *c, const struct actor *actor, int64_t id)
{
    bool yes = false;
    c->actor = actor;
    CHECK_OK(store_is_seen(c, &thing_type, id, &yes));
    return yes;
}

TEST(what_is_not_public_is_there_for_its_owners_and_the_office_alone)
{
    test_types_open(c);
    struct actor preparer = editor_of(5, 0), colleague = editor_of(6, 1), stranger = editor_of(7, 2);
    struct actor office = { .account = 9, .roles = ROLE_PUBLIC | ROLE_SECRETARIAT };
    c->actor = &preparer;
    struct thing *thing = test_types_thing(c, S("Wheel"), test_types_makers(c));
    thing->record.state = S("draft");
    CHECK_OK(test_types_insert(c, &thing_type, thing));
    int64_t id = thing->record.id;
    CHECK(is_seen(c, &preparer, id));
    CHECK(is_seen(c, &colleague, id));
    CHECK(is_seen(c, &office, id));
    CHECK(!is_seen(c, &stranger, id));
    CHECK(!is_seen(c, NULL, id));
    CHECK(!is_seen(c, &office, 999));
    CHECK_INT(store_see(c, &thing_type, thing, ROLE_PUBLIC), ERR_MISSING);
    fail_clear(c);
    CHECK_OK(store_see(c, &thing_type, thing, ROLE_PUBLIC | ROLE_OWNER));
    CHECK_STR(store_title(c, &thing_type, id), "Wheel");
    CHECK_STR(store_title_seen(c, &thing_type, id, ROLE_PUBLIC), "");
    CHECK_STR(store_title_seen(c, &thing_type, id, ROLE_PUBLIC | ROLE_REVIEWER), "Wheel");
    CHECK_STR(store_title(c, &thing_type, 999), "");
}

TEST(a_title_finds_its_record_when_it_is_the_only_one_to_be_seen)
{
    test_types_open(c);
    int64_t id = 7, maker = test_types_makers(c);
    struct thing *hidden = test_types_thing(c, S("Wheel"), maker);
    hidden->record.state = S("draft");
    CHECK_OK(test_types_insert(c, &thing_type, hidden));
    CHECK_OK(test_types_insert(c, &thing_type, test_types_thing(c, S("wHEEL"), maker)));
    CHECK_OK(store_find_title(c, &thing_type, S("  Wheel "), &id));
    CHECK_INT(id, hidden->record.id + 1);
    c->actor = &actor_system;
    CHECK_OK(store_find_title(c, &thing_type, S("Wheel"), &id));
    CHECK_INT(id, 0); // two of them
    CHECK_OK(store_find_title(c, &thing_type, S("Whe%"), &id));
    CHECK_INT(id, 0);
}
