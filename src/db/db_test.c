// SPDX-License-Identifier: Apache-2.0
// What every store must do; a second driver runs the same tests.
#include "db/driver.h"
#include "db/test_pool.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// --- statements

TEST(values_come_back_as_they_went_in)
{
    test_pool_open(c);
    const char bytes[] = { 'a', 0, 'b', (char)0xff };
    struct rows *rows;
    bool more;
    CHECK_OK(db_query(c, SQL("SELECT ?, ?, ?, ?, ?, ?, ?, ?"),
                      ARGS(INT(INT64_MAX), INT(INT64_MIN), REAL(0.1), TEXT(S("Łódź 🜁")), BYTES(((str){ bytes, 4 })), NIL,
                           TEXT(STR_NONE), BYTES(STR_NONE)),
                      &rows));
    CHECK_OK(rows_next(c, rows, &more));
    CHECK(more);
    CHECK(rows_int(rows, 0) == INT64_MAX);
    CHECK(rows_int(rows, 1) == INT64_MIN);
    CHECK(rows_real(rows, 2) == 0.1);
    CHECK_STR(rows_text(c, rows, 3), "Łódź 🜁");
    CHECK(str_eq(rows_peek(rows, 4), (str){ bytes, 4 }));
    CHECK(rows_is_null(rows, 5));
    CHECK_INT(rows_int(rows, 5), 0);
    CHECK_STR(rows_text(c, rows, 5), "");
    CHECK(!rows_is_null(rows, 6));
    CHECK(!rows_is_null(rows, 7));
    CHECK_INT(rows_peek(rows, 6).len, 0);
    CHECK_OK(rows_next(c, rows, &more));
    CHECK(!more);
    CHECK_OK(rows_next(c, rows, &more)); // and does not begin again
    CHECK(!more);
}

TEST(text_that_is_no_text_is_refused)
{
    test_pool_open(c);
    int64_t n = 7;
    CHECK_INT(db_int(c, SQL("SELECT length(?)"), ARGS(TEXT(S("a\0b"))), &n), ERR_MALFORMED);
    CHECK(c->said.len > 0);
    fail_clear(c);
    CHECK_INT(db_int(c, SQL("SELECT length(?)"), ARGS(TEXT(S("\xc3\x28"))), &n), ERR_MALFORMED);
    fail_clear(c);
    CHECK_INT(n, 7);
    CHECK_OK(db_int(c, SQL("SELECT length(?)"), ARGS(TEXT(S("ab"))), &n)); // the statement is as good as before
    CHECK_INT(n, 2);
}

TEST(a_row_that_is_not_there_is_missing_and_nothing_is_said)
{
    test_pool_open(c);
    int64_t n = 7;
    str s = S("as before");
    CHECK_INT(db_int(c, SQL("SELECT id FROM note WHERE text = ?"), ARGS(TEXT(S("none"))), &n), ERR_MISSING);
    CHECK_INT(db_text(c, SQL("SELECT text FROM note"), NO_ARGS, &s), ERR_MISSING);
    CHECK_INT(n, 7);
    CHECK_STR(s, "as before");
    CHECK_INT(c->err, OK);
    CHECK_INT(c->said.len, 0);
}

TEST(a_faulty_statement_tells_the_user_nothing_of_its_words)
{
    test_pool_open(c);
    struct rows *rows;
    int64_t n;
    CHECK_INT(db_query(c, SQL("SELECT wrongword FROM note"), NO_ARGS, &rows), ERR_INTERNAL);
    CHECK(str_find(c->said, S("wrongword")) < 0);
    CHECK(str_find(c->detail, S("wrongword")) >= 0);
    fail_clear(c);
    CHECK_INT(db_int(c, SQL("SELECT ?"), NO_ARGS, &n), ERR_INTERNAL);
    fail_clear(c);
    CHECK_INT(db_int(c, SQL("SELECT ?"), ARGS(INT(1), INT(2)), &n), ERR_INTERNAL);
    fail_clear(c);
    CHECK_INT(db_run(c, SQL("SELECT 1; DELETE FROM note"), NO_ARGS), ERR_INTERNAL);
    fail_clear(c);
    CHECK_INT(db_run(c, SQL(" "), NO_ARGS), ERR_INTERNAL);
}

TEST(one_statement_may_be_open_twice)
{
    test_pool_open(c);
    struct rows *outer, *inner;
    bool more;
    sql both = SQL("SELECT 1 UNION ALL SELECT 2");
    CHECK_OK(db_query(c, both, NO_ARGS, &outer));
    CHECK_OK(rows_next(c, outer, &more));
    CHECK_OK(db_query(c, both, NO_ARGS, &inner));
    CHECK_OK(rows_next(c, inner, &more));
    CHECK_OK(rows_next(c, inner, &more));
    CHECK_INT(rows_int(inner, 0), 2);
    CHECK_INT(rows_int(outer, 0), 1);
    rows_done(inner);
    CHECK_OK(rows_next(c, outer, &more));
    CHECK_INT(rows_int(outer, 0), 2);
}

TEST(cursors_are_closed_with_their_arena_and_with_their_connection)
{
    test_pool_open(c);
    struct rows *rows;
    arena_mark mark = arena_here(c->mem);
    CHECK_OK(db_query(c, SQL("SELECT 1"), NO_ARGS, &rows));
    CHECK(c->db->open == rows);
    arena_reset(c->mem, mark);
    CHECK(c->db->open == NULL);
    CHECK_OK(db_query(c, SQL("SELECT 1"), NO_ARGS, &rows));
    pool_give(c);
    rows_done(rows); // again, and later once more with the arena: harmless
    CHECK_OK(pool_take(c));
    CHECK(c->db->open == NULL);
}

TEST(a_thousand_different_statements_can_be_used)
{
    test_pool_open(c);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++) {
            int64_t n = -1;
            CHECK_OK(db_int(c, sql_built(str_fmt(c->mem, "SELECT %d + ?", i)), ARGS(INT(1)), &n));
            CHECK_INT(n, i + 1);
        }
}

TEST(a_connection_for_reading_cannot_write)
{
    test_pool_open(c);
    CHECK_INT(db_run(c, SQL("INSERT INTO note (text) VALUES ('x')"), NO_ARGS), ERR_BUSY);
    fail_clear(c);
    CHECK_INT(test_pool_count(c), 0);
}

// --- writes

static enum err add_and_fail(struct ctx *c, void *text)
{
    enum err err = test_pool_add_note(c, text);
    return err != OK ? err : fail(c, ERR_DENIED, "not you");
}

TEST(a_write_is_seen_afterwards_and_a_refused_one_has_left_nothing)
{
    test_pool_open(c);
    struct db *reader = c->db;
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("one")));
    CHECK(c->db == reader);
    CHECK(!db_is_writing(c));
    CHECK_INT(test_pool_count(c), 1);
    CHECK_INT(db_write(c, add_and_fail, NOTE("two")), ERR_DENIED);
    CHECK_STR(c->said, "not you");
    fail_clear(c);
    CHECK_INT(test_pool_count(c), 1);
}

static enum err count_changes(struct ctx *c, void *arg)
{
    int64_t *changed = arg;
    enum err err = db_run_changed(c, SQL("UPDATE note SET text = text || '!'"), NO_ARGS, &changed[0]);
    if (err == OK)
        err = db_run_changed(c, SQL("UPDATE note SET text = 'x' WHERE id = -1"), NO_ARGS, &changed[1]);
    if (err == OK)
        err = db_run_changed(c, SQL("CREATE TABLE other (id INTEGER)"), NO_ARGS, &changed[2]);
    return err;
}

TEST(changed_rows_are_counted)
{
    test_pool_open(c);
    int64_t changed[3] = { -1, -1, -1 };
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("one")));
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("two")));
    CHECK_OK(db_write(c, count_changes, changed));
    CHECK_INT(changed[0], 2);
    CHECK_INT(changed[1], 0);
    CHECK_INT(changed[2], 0);
}

static enum err add_mark(struct ctx *c, void *note)
{
    return db_run(c, SQL("INSERT INTO mark (note) VALUES (?)"), ARGS(INT(*(int64_t *)note)));
}

static enum err add_mark_returning(struct ctx *c, void *note)
{
    int64_t id;
    return db_int(c, SQL("INSERT INTO mark (note) VALUES (?) RETURNING id"), ARGS(INT(*(int64_t *)note)), &id);
}

static enum err add_mark_half_read(struct ctx *c, void *note)
{
    struct rows *rows;
    bool more;
    enum err err =
        db_query(c, SQL("INSERT INTO mark (note) VALUES (?), (?) RETURNING id"), ARGS(INT(*(int64_t *)note), INT(1)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err == OK)
        rows_done(rows);
    return err;
}

TEST(what_the_store_refuses_is_said_in_words)
{
    test_pool_open(c);
    int64_t nowhere = 99;
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("one")));
    CHECK_INT(db_write(c, test_pool_add_note, NOTE("one")), ERR_CONFLICT);
    CHECK(str_find(c->said, S("unique")) > 0);
    CHECK(c->detail.len > 0);
    fail_clear(c);
    CHECK_INT(db_write(c, add_mark, &nowhere), ERR_CONFLICT);
    CHECK(str_find(c->said, S("refers")) > 0);
    fail_clear(c);
    CHECK_INT(db_write(c, add_mark_returning, &nowhere), ERR_CONFLICT);
    fail_clear(c);
    CHECK_INT(db_write(c, add_mark_half_read, &nowhere), ERR_CONFLICT);
    fail_clear(c);
    int64_t marks = -1;
    CHECK_OK(db_int(c, SQL("SELECT count(*) FROM mark"), NO_ARGS, &marks));
    CHECK_INT(marks, 0);
}

static enum err add_null(struct ctx *c, void *arg)
{
    (void)arg;
    return db_run(c, SQL("INSERT INTO note (text) VALUES (?)"), ARGS(NIL));
}

TEST(a_value_that_is_missing_is_invalid)
{
    test_pool_open(c);
    CHECK_INT(db_write(c, add_null, NULL), ERR_INVALID);
}

static enum err inner_parts(struct ctx *c, void *arg)
{
    (void)arg;
    enum err err = test_pool_add_note(c, NOTE("inner kept"));
    if (err == OK && db_part(c, add_and_fail, NOTE("inner lost")) != ERR_DENIED)
        return ERR_INTERNAL;
    fail_clear(c);
    return err;
}

static enum err parts(struct ctx *c, void *arg)
{
    (void)arg;
    enum err err = test_pool_add_note(c, NOTE("first"));
    if (err == OK && db_part(c, add_and_fail, NOTE("lost")) != ERR_DENIED)
        return ERR_INTERNAL;
    fail_clear(c);
    if (err == OK)
        err = db_part(c, inner_parts, NULL);
    if (err == OK)
        err = test_pool_add_note(c, NOTE("last"));
    return err;
}

static str all_notes(struct ctx *c)
{
    str notes[9];
    ptrdiff_t n = 0;
    struct rows *rows;
    bool more = true;
    CHECK_OK(db_query(c, SQL("SELECT text FROM note ORDER BY id"), NO_ARGS, &rows));
    while (n < COUNT(notes)) {
        CHECK_OK(rows_next(c, rows, &more));
        if (!more)
            break;
        notes[n++] = rows_text(c, rows, 0);
    }
    return str_join(c->mem, notes, n, S(", "));
}

TEST(a_part_that_fails_undoes_only_itself)
{
    test_pool_open(c);
    CHECK_OK(db_write(c, parts, NULL));
    CHECK_STR(all_notes(c), "first, inner kept, last");
}

static char heard[64], word_a[] = "a", word_b[] = "b", word_x[] = "x", word_0[] = "0";
static void hear(void *word)
{
    size_t at = strlen(heard);
    snprintf(heard + at, sizeof heard - at, "%s", (const char *)word);
}

static enum err hear_and_fail(struct ctx *c, void *word)
{
    db_after_commit(c, hear, word);
    return fail(c, ERR_DENIED, "not you");
}

static enum err hear_three(struct ctx *c, void *arg)
{
    db_after_commit(c, hear, word_a);
    (void)!db_part(c, hear_and_fail, word_x);
    fail_clear(c);
    db_after_commit(c, hear, word_b);
    hear(word_0);
    return arg == NULL ? OK : fail(c, ERR_DENIED, "not you");
}

TEST(what_is_to_run_after_the_commit_runs_in_order_and_only_then)
{
    test_pool_open(c);
    heard[0] = 0;
    CHECK_OK(db_write(c, hear_three, NULL));
    CHECK(strcmp(heard, "0ab") == 0);
    CHECK_INT(db_write(c, hear_three, NOTE("fail")), ERR_DENIED);
    CHECK(strcmp(heard, "0ab0") == 0);
}

TEST(a_consistent_view_stays_until_its_end)
{
    test_pool_open(c);
    struct ctx *other = test_pool_other(c);
    CHECK_OK(db_read_begin(c));
    CHECK_OK(db_read_begin(c));
    CHECK_INT(test_pool_count(c), 0);
    test_check_ok(other, db_write(other, test_pool_add_note, NOTE("one")), __FILE__, __LINE__);
    CHECK_INT(test_pool_count(c), 0);
    db_read_end(c);
    CHECK_INT(test_pool_count(c), 0); // the outer one still holds
    db_read_end(c);
    CHECK_INT(test_pool_count(c), 1);
    db_read_end(c); // one too many is harmless
    CHECK_INT(test_pool_count(c), 1);
}

TEST(a_write_ends_the_view_before_it)
{
    test_pool_open(c);
    CHECK_OK(db_read_begin(c));
    CHECK_INT(test_pool_count(c), 0);
    CHECK_OK(db_write(c, test_pool_add_note, NOTE("one")));
    CHECK_INT(test_pool_count(c), 1);
    db_read_end(c);
    CHECK_OK(db_read_begin(c));
    CHECK_INT(test_pool_count(c), 1);
    db_read_end(c);
}

static enum err leave_cursor(struct ctx *c, void *arg)
{
    struct rows **rows = arg;
    bool more;
    enum err err = db_query(c, SQL("SELECT 1 UNION ALL SELECT 2"), NO_ARGS, rows);
    return err == OK ? rows_next(c, *rows, &more) : err;
}

TEST(a_cursor_left_open_in_a_write_is_closed)
{
    test_pool_open(c);
    struct rows *rows;
    bool more = true;
    CHECK_OK(db_write(c, leave_cursor, &rows));
    CHECK_OK(rows_next(c, rows, &more));
    CHECK(!more);
}

static enum err write_in_write(struct ctx *c, void *text)
{
    return db_write(c, test_pool_add_note, text);
}

TEST(a_write_within_a_write_aborts)
{
    const char *path = test_pool_path(c);
    pid_t child = fork();
    if (child == 0) {
        struct pool_options options = { .url = path };
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(1);
        test_pool_open_at(c, &options);
        (void)!db_write(c, write_in_write, NOTE("x"));
        _exit(0);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK_INT(WTERMSIG(status), 6);
}
