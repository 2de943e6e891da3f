// SPDX-License-Identifier: Apache-2.0
// What is particular to SQLite: its files, its settings, its faults. Crashes are in crash_test.c.
#include "db/driver.h"
#include "db/fault_vfs.h"
#include "db/test_pool.h"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// --- files

static void put_file(const char *path, const char *bytes, ptrdiff_t n)
{
    int file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    CHECK(file >= 0);
    CHECK(write(file, bytes, (size_t)n) == n);
    close(file);
}

static enum err open_only(struct ctx *c, const char *url)
{
    struct pool_options options = { .url = url };
    struct pool *pool = NULL;
    enum err err = pool_open(c, &options, &pool);
    CHECK(pool == NULL || err == OK);
    if (err == OK)
        pool_close(pool);
    return err;
}

TEST(a_file_that_is_no_database_is_named_and_left_alone)
{
    static char rubbish[9000];
    memset(rubbish, 'x', sizeof rubbish);
    const ptrdiff_t sizes[] = { 20, 600, sizeof rubbish };
    for (ptrdiff_t i = 0; i < COUNT(sizes); i++) {
        const char *path = test_pool_path(c);
        struct stat after;
        put_file(path, rubbish, sizes[i]);
        CHECK_INT(open_only(c, path), ERR_INTERNAL);
        CHECK(str_starts(c->said, str_of(path)));
        CHECK(str_find(c->said, S("not a database Accord can read")) > 0);
        fail_clear(c);
        CHECK(stat(path, &after) == 0 && after.st_size == sizes[i]);
    }
}

TEST(a_place_where_no_file_can_be_is_named)
{
    CHECK_INT(open_only(c, "/nowhere/at/all.db"), ERR_INTERNAL);
    CHECK(str_find(c->said, S("/nowhere/at/all.db")) > 0);
    fail_clear(c);
    CHECK_INT(open_only(c, "/tmp"), ERR_INTERNAL);
    fail_clear(c);
    CHECK_INT(open_only(c, "postgresql://localhost/office"), ERR_INTERNAL);
    CHECK(str_find(c->said, S("postgresql://localhost/office")) == 0);
    fail_clear(c);
    CHECK_INT(open_only(c, "file::memory:"), ERR_INTERNAL); // each connection would have its own
    fail_clear(c);
}

TEST(a_new_database_is_private)
{
    struct pool_options options = { .url = test_pool_path(c) };
    struct stat s;
    test_pool_open_at(c, &options);
    CHECK(stat(options.url, &s) == 0);
    CHECK_INT(s.st_mode & 0777, 0600);
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("x")));
    CHECK(stat(str_z(c->mem, str_fmt(c->mem, "%s-wal", options.url)), &s) == 0);
    CHECK_INT(s.st_mode & 0777, 0600);
    test_pool_close(c);
}

TEST(a_read_only_database_is_read_and_refuses_writes)
{
    struct pool_options options = { .url = test_pool_path(c) };
    test_pool_open_at(c, &options);
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("x")));
    test_pool_close(c);
    CHECK_INT(open_only(c, str_z(c->mem, str_fmt(c->mem, "file:%s?mode=ro", options.url))), ERR_INTERNAL);
    CHECK(str_find(c->said, S("this database is read-only")) > 0);
    fail_clear(c);
    options.mode = POOL_READ_ONLY;
    test_pool_open_at(c, &options);
    CHECK_INT(test_pool_count(c), 1);
    CHECK_INT(db_write(c, test_pool_add_note, NOTE("y")), ERR_BUSY);
    CHECK(str_find(c->said, S("this database is read-only")) > 0);
    fail_clear(c);
    test_pool_close(c);
    options.url = test_pool_path(c);
    CHECK_INT(pool_open(c, &options, &c->pool), ERR_INTERNAL); // not there, and not made
    CHECK(access(options.url, F_OK) != 0);
    fail_clear(c);
}

static enum err settings(struct ctx *c, void *arg)
{
    (void)arg;
    int64_t n = -1;
    str text = STR_NONE;
    CHECK_OK(db_int(c, SQL("PRAGMA synchronous"), NO_ARGS, &n));
    CHECK_INT(n, 2);
    CHECK_OK(db_int(c, SQL("PRAGMA foreign_keys"), NO_ARGS, &n));
    CHECK_INT(n, 1);
    CHECK_OK(db_int(c, SQL("PRAGMA trusted_schema"), NO_ARGS, &n));
    CHECK_INT(n, 0);
    CHECK_OK(db_text(c, SQL("PRAGMA journal_mode"), NO_ARGS, &text));
    CHECK_STR(text, "wal");
    return OK;
}

TEST(connections_are_set_as_promised)
{
    test_pool_open(c);
    CHECK_OK(settings(c, NULL));
    struct ctx *other = test_pool_other(c);
    CHECK_INT(db_write(other, settings, NULL), OK);
    int64_t n = -1;
    CHECK_OK(db_int(c, SQL("PRAGMA query_only"), NO_ARGS, &n));
    CHECK_INT(n, 1);
}

// --- another program writes

static sqlite3 *foreign_lock(const char *path)
{
    sqlite3 *db = NULL;
    CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static void *unlock_soon(void *db)
{
    usleep(200000);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return NULL;
}

TEST(a_write_waits_for_another_programs_write)
{
    struct pool_options options = { .url = test_pool_path(c) };
    test_pool_open_at(c, &options);
    sqlite3 *foreign = foreign_lock(options.url);
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, unlock_soon, foreign), 0);
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("x")));
    pthread_join(thread, NULL);
    if (getenv("ACCORD_FULL") != NULL) { // takes as long as the waiting is bounded to
        CHECK_INT(sqlite3_exec(foreign, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        CHECK_INT(db_write(c, test_pool_add_note, NOTE("y")), ERR_BUSY);
        CHECK(str_find(c->said, S("another program")) > 0);
        fail_clear(c);
    }
    sqlite3_close(foreign);
    CHECK_INT(test_pool_count(c), 1);
    test_pool_close(c);
}

// --- faults of the disk

struct member {
    struct ctx *c;
    pthread_t thread;
    write_fn *fn;
    void *arg;
    enum err err;
};

static sem_t held, go;
static atomic_int heard;

static void hear(void *arg)
{
    (void)arg;
    atomic_fetch_add(&heard, 1);
}

static enum err hold_and_add(struct ctx *c, void *text)
{
    sem_post(&held);
    while (sem_wait(&go) != 0)
        continue;
    db_after_commit(c, hear, NULL);
    enum err err = change_mark(c, S("note"));
    return err != OK ? err : test_pool_add_note(c, text);
}

static enum err add_and_refuse(struct ctx *c, void *text)
{
    enum err err = test_pool_add_note(c, text);
    return err != OK ? err : fail(c, ERR_DENIED, "not you");
}

// More than the writer keeps in memory, so that the disk is met before the commit. Goes on after the failure, as it must not.
static enum err add_very_much(struct ctx *c, void *text)
{
    (void)text;
    enum err err = db_run(c, SQL("INSERT INTO note (text) SELECT 'much' || value || hex(zeroblob(3000)) FROM "
                                 "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 6000) "
                                 "SELECT value FROM n)"),
                          NO_ARGS);
    if (err == OK)
        return OK;
    fail_clear(c);
    err = test_pool_add_note(c, NOTE("sneaked in"));
    if (err != OK)
        fail_clear(c);
    return OK; // it says all is well
}

static void *member_main(void *arg)
{
    struct member *member = arg;
    member->err = db_write(member->c, member->fn, member->arg);
    return NULL;
}

// The first member is stopped in its group until `n` more wait, then one starts the next group with `fault` set after it.
static void run_with_fault(struct ctx *c, struct member *members, int n, enum fault_kind fault)
{
    struct pool_figures figures = { 0 };
    struct member first = { .c = test_pool_other(c), .fn = hold_and_add, .arg = NOTE("first") };
    atomic_store(&heard, 0);
    sem_init(&held, 0, 0);
    sem_init(&go, 0, 0);
    pthread_create(&first.thread, NULL, member_main, &first);
    sem_wait(&held);
    for (int i = 0; i < n; i++) {
        members[i].c = test_pool_other(c);
        pthread_create(&members[i].thread, NULL, member_main, &members[i]);
        while (figures.waiting < i + 1) {
            usleep(1000);
            pool_figures(c->pool, &figures);
        }
    }
    sem_post(&go); // the first is saved; the next group begins with members[0], which holds it again
    sem_wait(&held);
    pthread_join(first.thread, NULL);
    CHECK_INT(first.err, OK);
    fault_vfs_set(fault, 0);
    sem_post(&go);
    for (int i = 0; i < n; i++)
        pthread_join(members[i].thread, NULL);
    fault_vfs_set(FAULT_NONE, 0);
}

static void open_faulty(struct ctx *c, struct pool_options *options)
{
    fault_vfs_register();
    *options = (struct pool_options){ .url = test_pool_path(c), .vfs = "fault" };
    test_pool_open_at(c, options);
}

static void check_only_first_is_there(struct ctx *c)
{
    struct pool_figures figures;
    pool_figures(c->pool, &figures);
    CHECK_INT(figures.failed_commits, 1);
    CHECK_INT(change_seen(c->pool, S("note")), 1);
    CHECK_INT(atomic_load(&heard), 1);
    CHECK_INT(test_pool_count(c), 1);
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("afterwards")));
    CHECK_INT(test_pool_count(c), 2);
}

TEST(when_the_disk_is_full_at_the_commit_all_are_told)
{
    struct pool_options options;
    open_faulty(c, &options);
    struct member members[] = { { .fn = hold_and_add, .arg = NOTE("a") }, { .fn = add_and_refuse, .arg = NOTE("b") },
                                { .fn = test_pool_add_note, .arg = NOTE("c") } };
    run_with_fault(c, members, COUNT(members), FAULT_FULL);
    CHECK_INT(members[0].err, ERR_BUSY);
    CHECK_STR(members[0].c->said, "nothing was saved: the disk is full; free some space and try again");
    CHECK_INT(members[1].err, ERR_DENIED); // its own cause stays
    CHECK_INT(members[2].err, ERR_BUSY);
    CHECK_STR(members[2].c->said, "nothing was saved: the disk is full; free some space and try again");
    check_only_first_is_there(c);
    test_pool_close(c);
}

TEST(when_the_disk_breaks_at_the_commit_nobody_is_told_that_it_was_saved)
{
    struct pool_options options;
    open_faulty(c, &options);
    struct member members[] = { { .fn = hold_and_add, .arg = NOTE("a") }, { .fn = test_pool_add_note, .arg = NOTE("b") } };
    run_with_fault(c, members, COUNT(members), FAULT_SYNC);
    for (int i = 0; i < COUNT(members); i++) {
        CHECK_INT(members[i].err, ERR_INTERNAL);
        CHECK(str_starts(members[i].c->said, S("it could not be confirmed that this was saved")));
    }
    check_only_first_is_there(c);
    test_pool_close(c);
}

TEST(when_the_store_gives_up_in_the_middle_those_before_are_told_and_those_after_go_on)
{
    struct pool_options options;
    open_faulty(c, &options);
    // The last one is run in a group of its own; the disk is still full then.
    struct member members[] = { { .fn = hold_and_add, .arg = NOTE("a") },
                                { .fn = add_very_much },
                                { .fn = add_and_refuse, .arg = NOTE("b") } };
    run_with_fault(c, members, COUNT(members), FAULT_FULL);
    CHECK_INT(members[0].err, ERR_BUSY);
    CHECK_INT(members[1].err, ERR_BUSY);
    CHECK_STR(members[1].c->said, "nothing was saved: the disk is full; free some space and try again");
    CHECK_INT(members[2].err, ERR_DENIED); // it was run, and refused by itself
    check_only_first_is_there(c);
    test_pool_close(c);
}

TEST(a_disk_that_is_full_at_the_start_is_said)
{
    struct pool_options options;
    fault_vfs_register();
    fault_vfs_set(FAULT_FULL, 0);
    options = (struct pool_options){ .url = test_pool_path(c), .vfs = "fault" };
    CHECK_INT(pool_open(c, &options, &c->pool), ERR_INTERNAL);
    CHECK(str_find(c->said, S("the disk is full")) > 0);
    fault_vfs_set(FAULT_NONE, 0);
}

// --- search

static const struct column memo_columns[] = { { .name = "id", .type = COLUMN_ID } };
static const char *const presence[] = { "" };
static const struct table memo_table = { .name = "memo", .columns = memo_columns, .column_count = 1, .search = presence };

static enum err put_memos(struct ctx *c, void *arg)
{
    (void)arg;
    str name = S("memo");
    sql put = sql_built(dialect_text(c->mem, dialect_sqlite.search_put, name));
    sql drop = sql_built(dialect_text(c->mem, dialect_sqlite.search_drop, name));
    enum err err = db_run(c, SQL("INSERT INTO memo (id) VALUES (1), (2), (3)"), NO_ARGS);
    for (int64_t id = 1; id <= 3 && err == OK; id++)
        err = db_run(c, put, ARGS(INT(id), TEXT(S("Łódź")), TEXT(S("école")), TEXT(S("water")), TEXT(S("secret"))));
    if (err == OK)
        err = db_run(c, put, ARGS(INT(2), TEXT(S("other")), TEXT(S("")), TEXT(S("")), TEXT(S("secret"))));
    return err != OK ? err : db_run(c, drop, ARGS(INT(3)));
}

static int64_t found(struct ctx *c, const char *condition, str query)
{
    int64_t n = -1;
    str match = dialect_text(c->mem, condition, S("memo"));
    sql statement = sql_built(str_fmt(c->mem, "SELECT count(*) FROM memo r WHERE %.*s", STR_ARG(match)));
    CHECK_OK(db_int(c, statement, ARGS(TEXT(query)), &n));
    return n;
}

TEST(the_search_index_finds_public_words_without_their_accents)
{
    static const struct table *const tables[] = { &memo_table };
    test_pool_open(c);
    CHECK_OK(migrate_run(c, tables, 1, NULL, 0));
    CHECK_OK(db_write(c, put_memos, NULL));
    CHECK_INT(found(c, dialect_sqlite.search_match, S("\"ecole\"")), 1); // replaced in 2, dropped in 3
    CHECK_INT(found(c, dialect_sqlite.search_match, S("\"wat\"*")), 1);
    CHECK_INT(found(c, dialect_sqlite.search_match, S("\"secret\"")), 0);
    CHECK_INT(found(c, dialect_sqlite.search_match, S("p : \"secret\"")), 0);
    CHECK_INT(found(c, dialect_sqlite.search_match_all, S("\"secret\"")), 2);
}
