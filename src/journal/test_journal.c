// SPDX-License-Identifier: Apache-2.0
#include "journal/test_journal.h"

#include "db/migrate.h"
#include "journal/leaf.h"

static const struct actor editor = { .account = 101, .roles = ROLE_PUBLIC | ROLE_EDITOR };

void test_journal_open(struct ctx *c)
{
    test_types_open(c);
    CHECK_OK(migrate_run(c, journal_tables, journal_table_count, NULL, 0));
    test_types_makers(c);
    c->actor = &editor;
}

struct pair {
    const struct thing *before;
    struct thing *after;
};

static enum err write_pair(struct ctx *c, void *arg)
{
    const struct pair *pair = arg;
    int64_t id;
    struct leaf leaf = { .type = &thing_type, .before = pair->before, .after = pair->after, .role = S("editor") };
    CHECK(pair->before || pair->after);
    enum err err = !pair->before ? store_insert(c, &thing_type, pair->after)
                   : pair->after ? store_update(c, &thing_type, pair->after, pair->before->record.version)
                                 : store_delete(c, &thing_type, pair->before->record.id);
    leaf.move = !pair->before ? S("create") : pair->after ? S("save") : S("remove");
    leaf.note = pair->before ? S("seen on paper") : STR_NONE;
    leaf.version = pair->after ? pair->after->record.version : pair->before->record.version + 1;
    return err == OK ? leaf_append(c, &leaf, &id) : err;
}

void test_journal_add(struct ctx *c, struct thing *thing)
{
    CHECK_OK(db_write(c, write_pair, &(struct pair){ NULL, thing }));
}

struct thing *test_journal_new(struct ctx *c, str title)
{
    struct thing *thing = test_types_thing(c, title, 1);
    test_journal_add(c, thing);
    return thing;
}

struct thing *test_journal_load(struct ctx *c, int64_t id)
{
    struct thing *thing = record_new(c->mem, &thing_type);
    CHECK_OK(store_load(c, &thing_type, id, thing));
    return thing;
}

void test_journal_change(struct ctx *c, const struct thing *before, struct thing *after)
{
    CHECK_OK(db_write(c, write_pair, &(struct pair){ before, after }));
}

void test_journal_remove(struct ctx *c, const struct thing *thing)
{
    CHECK_OK(db_write(c, write_pair, &(struct pair){ thing, NULL }));
}

int64_t test_journal_last(struct ctx *c)
{
    int64_t id = 0;
    CHECK_OK(db_int(c, SQL("SELECT MAX(id) FROM journal_leaf"), NO_ARGS, &id));
    return id;
}
