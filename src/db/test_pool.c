// SPDX-License-Identifier: Apache-2.0
#include "db/test_pool.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct column note_columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "text", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
};
static const struct index note_indexes[] = { { .columns = "text", .kind = INDEX_UNIQUE } };
static const struct table note_table = { .name = "note", .columns = note_columns, .column_count = COUNT(note_columns),
                                         .indexes = note_indexes, .index_count = COUNT(note_indexes) };

static const struct column mark_columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "note", .type = COLUMN_INT, .references = "note" },
};
static const struct table mark_table = { .name = "mark", .columns = mark_columns, .column_count = COUNT(mark_columns) };

const struct table *const test_pool_tables[2] = { &note_table, &mark_table };

static void remove_folder(void *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder != NULL)
        closedir(folder);
    rmdir(path);
}

const char *test_pool_path(struct ctx *c)
{
    char *folder = str_z(c->mem, S("/tmp/accord-db-XXXXXX"));
    CHECK(mkdtemp(folder) != NULL);
    arena_defer(c->mem, remove_folder, folder);
    return str_z(c->mem, str_fmt(c->mem, "%s/office.db", folder));
}

void test_pool_open_at(struct ctx *c, const struct pool_options *options)
{
    CHECK_OK(pool_open(c, options, &c->pool));
    if (options->mode == POOL_READ_WRITE)
        CHECK_OK(migrate_run(c, test_pool_tables, COUNT(test_pool_tables), NULL, 0));
    CHECK_OK(pool_take(c));
}

void test_pool_close(struct ctx *c)
{
    pool_give(c);
    if (c->pool != NULL)
        pool_close(c->pool);
    c->pool = NULL;
}

static void close_with_arena(void *c)
{
    test_pool_close(c);
}

void test_pool_open(struct ctx *c)
{
    struct pool_options options = { .url = test_pool_path(c) };
    test_pool_open_at(c, &options);
    arena_defer(c->mem, close_with_arena, c);
}

static void other_close(void *other)
{
    struct ctx *c = other;
    pool_give(c);
    arena_close(c->mem);
}

struct ctx *test_pool_other(struct ctx *c)
{
    struct ctx *other = NEW(c->mem, struct ctx, 1);
    *other = (struct ctx){ .mem = arena_open("other", ARENA_REQUEST), .pool = c->pool, .now_ms = c->now_ms };
    arena_defer(c->mem, other_close, other);
    return other;
}

int64_t test_pool_count(struct ctx *c)
{
    int64_t n = -1;
    CHECK_OK(db_int(c, SQL("SELECT count(*) FROM note"), NO_ARGS, &n));
    return n;
}

enum err test_pool_add_note(struct ctx *c, void *text)
{
    return db_run(c, SQL("INSERT INTO note (text) VALUES (?)"), ARGS(TEXT(str_of(text))));
}
