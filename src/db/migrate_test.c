// SPDX-License-Identifier: Apache-2.0
#include "db/test_pool.h"

#define TABLE(cols, inds) \
    { .name = "thing", .columns = cols, .column_count = COUNT(cols), .indexes = inds, .index_count = COUNT(inds) }

static const struct column first_columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "label", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "rank", .type = COLUMN_INT },
};
static const struct index first_indexes[] = { { .columns = "label, rank" } };
static const struct table first_table = TABLE(first_columns, first_indexes);
static const struct table *const first[] = { &first_table };

// A column and an index more.
static const struct column added_columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "label", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "rank", .type = COLUMN_INT },
    { .name = "state", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED, .initial = "'draft'" },
    { .name = "parent", .type = COLUMN_INT, .references = "thing" },
};
static const struct index added_indexes[] = { { .columns = "label, rank" }, { .columns = "state", .where = "rank > 0" } };
static const struct table added_table = TABLE(added_columns, added_indexes);
static const struct table *const added[] = { &added_table };

// A column and the table renamed, and a search index.
static const struct column renamed_columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "title", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED, .was = "label" },
    { .name = "rank", .type = COLUMN_INT },
};
static const struct index renamed_indexes[] = { { .columns = "title, rank" } };
static const char *const presence[] = { "" };
static const struct table renamed_table = { .name = "matter", .was = "thing", .columns = renamed_columns,
                                            .column_count = COUNT(renamed_columns), .indexes = renamed_indexes,
                                            .index_count = COUNT(renamed_indexes), .search = presence };
static const struct table *const renamed[] = { &renamed_table };

static enum err fill(struct ctx *c, void *arg)
{
    (void)arg;
    return db_run(c, SQL("INSERT INTO thing (label, rank) VALUES ('a', 1), ('b', 2)"), NO_ARGS);
}

static str plan_of(struct ctx *c, const struct table *const *tables, ptrdiff_t n)
{
    str plan = S("?");
    CHECK_OK(migrate_plan(c, tables, n, &plan));
    return plan;
}

static int64_t number(struct ctx *c, sql statement)
{
    int64_t n = -1;
    CHECK_OK(db_int(c, statement, NO_ARGS, &n));
    return n;
}

TEST(a_store_up_to_date_needs_nothing)
{
    test_pool_open(c);
    CHECK(str_find(plan_of(c, first, 1), S("CREATE TABLE \"thing\"")) == 0);
    CHECK_OK(migrate_run(c, first, 1, NULL, 0));
    CHECK_STR(plan_of(c, first, 1), "");
    CHECK_OK(migrate_run(c, first, 1, NULL, 0));
}

TEST(columns_and_indexes_are_added_to_a_filled_table)
{
    test_pool_open(c);
    CHECK_OK(migrate_run(c, first, 1, NULL, 0));
    CHECK_OK(db_write(c, fill, NULL));
    CHECK_STR(plan_of(c, added, 1), "ALTER TABLE \"thing\" ADD COLUMN \"state\" TEXT NOT NULL DEFAULT 'draft';\n"
                                    "ALTER TABLE \"thing\" ADD COLUMN \"parent\" INTEGER REFERENCES \"thing\" (id);\n"
                                    "CREATE INDEX \"thing_by_state\" ON \"thing\" (state) WHERE rank > 0;\n");
    CHECK_OK(migrate_run(c, added, 1, NULL, 0));
    CHECK_STR(plan_of(c, added, 1), "");
    CHECK_INT(number(c, SQL("SELECT count(*) FROM thing WHERE state = 'draft' AND parent IS NULL")), 2);
    CHECK_STR(plan_of(c, first, 1), ""); // and nothing is dropped on the way back
}

TEST(a_required_column_without_a_default_is_refused_and_nothing_is_changed)
{
    static const struct column bad_columns[] = {
        { .name = "id", .type = COLUMN_ID },
        { .name = "label", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
        { .name = "new", .type = COLUMN_TEXT },
        { .name = "state", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    };
    static const struct table bad_table = TABLE(bad_columns, first_indexes);
    static const struct table *const bad[] = { &bad_table };
    test_pool_open(c);
    CHECK_OK(migrate_run(c, first, 1, NULL, 0));
    CHECK_OK(db_write(c, fill, NULL));
    str before = plan_of(c, bad, 1);
    CHECK_INT(migrate_run(c, bad, 1, NULL, 0), ERR_INTERNAL);
    CHECK(str_starts(c->said, S("the database was not brought up to date")));
    CHECK(c->detail.len > 0);
    fail_clear(c);
    CHECK(str_eq(plan_of(c, bad, 1), before));
}

TEST(a_declared_rename_keeps_the_rows)
{
    test_pool_open(c);
    CHECK_OK(migrate_run(c, first, 1, NULL, 0));
    CHECK_OK(db_write(c, fill, NULL));
    str plan = plan_of(c, renamed, 1);
    CHECK(str_starts(plan, S("ALTER TABLE \"thing\" RENAME TO \"matter\";\n"
                             "ALTER TABLE \"matter\" RENAME COLUMN \"label\" TO \"title\";\n"
                             "DROP INDEX \"thing_by_label_rank\";\n"
                             "CREATE INDEX \"matter_by_title_rank\" ON \"matter\" (title, rank);\n")));
    CHECK_OK(migrate_run(c, renamed, 1, NULL, 0));
    CHECK_STR(plan_of(c, renamed, 1), "");
    CHECK_INT(number(c, SQL("SELECT count(*) FROM matter WHERE title IN ('a', 'b')")), 2);
    CHECK_INT(number(c, SQL("SELECT count(*) FROM matter_search")), 0);
}

TEST(a_word_that_rows_hold_is_renamed_once)
{
    static const struct word_change words[] = { { "label", "a", "first" }, { "label", "z", "last" } };
    struct table changed_table = first_table;
    const struct table *const changed[] = { &changed_table };
    changed_table.words = words;
    changed_table.word_count = COUNT(words);
    test_pool_open(c);
    CHECK_OK(migrate_run(c, first, 1, NULL, 0));
    CHECK_OK(db_write(c, fill, NULL));
    CHECK_STR(plan_of(c, changed, 1), "UPDATE \"thing\" SET \"label\" = 'first' WHERE \"label\" = 'a';\n");
    CHECK_OK(migrate_run(c, changed, 1, NULL, 0));
    CHECK_STR(plan_of(c, changed, 1), "");
    CHECK_INT(number(c, SQL("SELECT count(*) FROM thing WHERE label IN ('first', 'b')")), 2);
}

TEST(a_search_index_is_renamed_with_its_table)
{
    static const struct table searched_table = { .name = "thing", .columns = first_columns,
                                                 .column_count = COUNT(first_columns), .search = presence };
    static const struct table *const searched[] = { &searched_table };
    test_pool_open(c);
    CHECK_OK(migrate_run(c, searched, 1, NULL, 0));
    CHECK(str_find(plan_of(c, renamed, 1), S("ALTER TABLE \"thing_search\" RENAME TO \"matter_search\"")) > 0);
    CHECK_OK(migrate_run(c, renamed, 1, NULL, 0));
    CHECK_STR(plan_of(c, renamed, 1), "");
    CHECK_INT(number(c, SQL("SELECT count(*) FROM matter_search")), 0);
}

static int steps_run[4];

static enum err step_one(struct ctx *c)
{
    (void)c;
    steps_run[1]++;
    return OK;
}

static enum err step_two(struct ctx *c)
{
    steps_run[2]++;
    return db_run(c, SQL("UPDATE thing SET label = label || '!'"), NO_ARGS);
}

static enum err step_bad(struct ctx *c)
{
    enum err err = step_two(c);
    return err != OK ? err : fail(c, ERR_INTERNAL, "it does not work");
}

TEST(steps_run_once_in_order_and_not_at_all_in_a_new_store)
{
    static const struct migration_step steps[] = { { 1, "one", step_one }, { 2, "two", step_two } };
    static const struct migration_step bad[] = { { 1, "one", step_one }, { 2, "two", step_two }, { 3, "bad", step_bad } };
    struct pool_options options = { .url = test_pool_path(c) };
    CHECK_OK(pool_open(c, &options, &c->pool));
    for (int i = 0; i < COUNT(steps_run); i++)
        steps_run[i] = 0;
    CHECK_OK(migrate_run(c, first, 1, steps, 1)); // new: step 1 counts as done
    CHECK_OK(db_write(c, fill, NULL));
    CHECK_OK(migrate_run(c, first, 1, steps, 2));
    CHECK_OK(migrate_run(c, first, 1, steps, 2));
    CHECK_INT(steps_run[1], 0);
    CHECK_INT(steps_run[2], 1);
    CHECK_OK(pool_take(c));
    CHECK_INT(number(c, SQL("SELECT count(*) FROM thing WHERE label IN ('a!', 'b!')")), 2);
    CHECK_INT(migrate_run(c, added, 1, bad, 3), ERR_INTERNAL);
    CHECK_STR(c->said, "the database was not brought up to date, and nothing in it was changed: it does not work");
    fail_clear(c);
    CHECK_INT(number(c, SQL("SELECT count(*) FROM thing WHERE label IN ('a!', 'b!')")), 2);
    CHECK(plan_of(c, added, 1).len > 0);
    CHECK_OK(migrate_run(c, first, 1, steps, 1)); // what was done stays done
    CHECK_OK(migrate_run(c, first, 1, steps, 2));
    CHECK_INT(steps_run[2], 2); // once by itself, once within the bad one
    test_pool_close(c);
}

static enum err make_newer(struct ctx *c, void *value)
{
    return db_run(c, SQL("UPDATE schema_info SET value = ? WHERE key = 'format'"), ARGS(TEXT(str_of(value))));
}

TEST(a_store_of_a_newer_program_is_refused_and_left_alone)
{
    test_pool_open(c);
    CHECK_OK(db_write(c, make_newer, NOTE("7")));
    CHECK_INT(migrate_run(c, first, 1, NULL, 0), ERR_CONFLICT);
    CHECK_STR(c->said, "the database was not brought up to date, and nothing in it was changed: its format is 7, this program "
                       "knows formats up to 1; use the newer program that wrote it");
    fail_clear(c);
    CHECK(plan_of(c, first, 1).len > 0);
    CHECK_OK(db_write(c, make_newer, NOTE("seven")));
    CHECK_INT(migrate_run(c, first, 1, NULL, 0), ERR_INTERNAL);
}

static enum err strange_table(struct ctx *c, void *arg)
{
    (void)arg;
    return db_run(c, SQL("CREATE TABLE account (id INTEGER PRIMARY KEY)"), NO_ARGS);
}

TEST(the_database_of_another_program_is_left_alone)
{
    CHECK_OK(pool_open(c, &(struct pool_options){ .url = test_pool_path(c) }, &c->pool));
    CHECK_OK(pool_take(c));
    CHECK_OK(db_write(c, strange_table, NULL));
    CHECK_INT(migrate_run(c, first, 1, NULL, 0), ERR_CONFLICT);
    CHECK(str_find(c->said, S("another program")) > 0);
    fail_clear(c);
    CHECK_INT(number(c, SQL("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")), 1);
    test_pool_close(c);
}
