// SPDX-License-Identifier: Apache-2.0
#include "db/memo.h"

#include "db/test_pool.h"

static const struct memo_key key = { { 1, 2, 3 } }, other_key = { { 1, 2, 4 } };

static enum err mark_note(struct ctx *c, void *arg)
{
    int64_t n = 0;
    (void)arg;
    CHECK(!memo_get(c, S("note"), &key, &n)); // a write's own view is nobody else's
    memo_put(c, S("note"), &key, 13);
    return change_mark(c, S("note"));
}

TEST(a_number_is_found_until_what_it_comes_from_changes)
{
    int64_t n = 0;
    test_pool_open(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    CHECK_OK(db_read_begin(c));
    CHECK(!memo_get(c, S("note"), &key, &n));
    memo_put(c, S("note"), &key, 42);
    CHECK(memo_get(c, S("note"), &key, &n));
    CHECK_INT(n, 42);
    CHECK(!memo_get(c, S("note"), &other_key, &n));
    db_read_end(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    CHECK_OK(db_read_begin(c));
    CHECK(!memo_get(c, S("note"), &key, &n));
    db_read_end(c);
}

TEST(a_view_that_is_older_than_a_change_keeps_nothing)
{
    int64_t n = 0;
    test_pool_open(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    struct ctx *other = test_pool_other(c);
    CHECK_OK(pool_take(other));
    CHECK_OK(db_read_begin(other)); // sees the store as it was before the next write
    CHECK_OK(db_write(c, mark_note, NULL));
    memo_put(other, S("note"), &key, 7);
    CHECK(!memo_get(other, S("note"), &key, &n));
    db_read_end(other);
    CHECK_OK(db_read_begin(c));
    CHECK(!memo_get(c, S("note"), &key, &n));
    db_read_end(c);
}

TEST(without_a_view_nothing_is_kept)
{
    int64_t n = 0;
    test_pool_open(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    memo_put(c, S("note"), &key, 42);
    CHECK(!memo_get(c, S("note"), &key, &n));
}

TEST(a_rough_number_depends_on_its_key_alone)
{
    int64_t n = 0;
    test_pool_open(c);
    CHECK_OK(db_read_begin(c));
    memo_put(c, STR_NONE, &key, 100000);
    db_read_end(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    CHECK_OK(db_read_begin(c));
    CHECK(memo_get(c, STR_NONE, &key, &n));
    CHECK_INT(n, 100000);
    db_read_end(c);
}

TEST(texts_are_kept_alike_and_long_ones_not_at_all)
{
    str text = STR_NONE;
    test_pool_open(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    CHECK_OK(db_read_begin(c));
    CHECK(!memo_get_text(c, S("note"), &key, &text));
    memo_put_text(c, S("note"), &key, S("a\0b"));
    CHECK(memo_get_text(c, S("note"), &key, &text));
    CHECK(str_eq(text, S("a\0b")));
    memo_put_text(c, S("note"), &other_key, (str){ NEW(mem, char, MEMO_TEXT + 1), MEMO_TEXT + 1 });
    CHECK(!memo_get_text(c, S("note"), &other_key, &text));
    db_read_end(c);
    CHECK_OK(db_write(c, mark_note, NULL));
    CHECK_OK(db_read_begin(c));
    CHECK(!memo_get_text(c, S("note"), &key, &text));
    db_read_end(c);
}
