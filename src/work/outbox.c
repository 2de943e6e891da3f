// SPDX-License-Identifier: Apache-2.0
#include "work/outbox.h"

#include "view/json.h"
#include "work/outbox_inside.h"

#include <stdlib.h>

enum { SUBSCRIBERS_MAX = 128, BODY_LIMIT = 1 << 20 };

static const struct subscriber *subscribers[SUBSCRIBERS_MAX];
static ptrdiff_t subscriber_count;

static const struct column columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "topic", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "subscriber", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "body", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "state", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE }, // waiting, held, given-up
    { .name = "due_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "lease_until_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "tries", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "error", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
};
static const struct index indexes[] = {
    { .columns = "state, due_ms" },
    { .columns = "topic, state" },
};
const struct table outbox_table = {
    .name = "outbox",
    .columns = columns,
    .column_count = COUNT(columns),
    .indexes = indexes,
    .index_count = COUNT(indexes),
};

void outbox_subscribe(const struct subscriber *rows, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct subscriber *known = outbox_subscriber(str_of(rows[i].name));
        if (known == &rows[i])
            continue;
        if (known || subscriber_count == SUBSCRIBERS_MAX)
            abort(); // two subscribers of one name, or a table that was meant to be larger
        subscribers[subscriber_count++] = &rows[i];
    }
}

const struct subscriber *outbox_subscriber(str name)
{
    for (ptrdiff_t i = 0; i < subscriber_count; i++) {
        if (str_eq(str_of(subscribers[i]->name), name))
            return subscribers[i];
    }
    return NULL;
}

static enum err put_for(struct ctx *c, const struct subscriber *to, str body, int64_t due_ms)
{
    str state = !to->ready || to->ready() ? S("waiting") : S("held");
    return db_run(c,
                  SQL("INSERT INTO outbox (topic, subscriber, body, state, due_ms, lease_until_ms, tries, error)"
                      " VALUES (?, ?, ?, ?, ?, 0, 0, '')"),
                  ARGS(TEXT(str_of(to->topic)), TEXT(str_of(to->name)), TEXT(body), TEXT(state), INT(due_ms)));
}

enum err outbox_put(struct ctx *c, str topic, const struct value *body, int64_t due_ms)
{
    struct buf text;
    buf_init(&text, c->mem, BODY_LIMIT);
    json_write(&text, body);
    if (text.over)
        return fail(c, ERR_LIMIT, N_("what is to be sent is too long: make it shorter"));
    enum err err = OK;
    bool any = false;
    for (ptrdiff_t i = 0; err == OK && i < subscriber_count; i++) {
        if (!str_eq(str_of(subscribers[i]->topic), topic))
            continue;
        err = put_for(c, subscribers[i], buf_str(&text), due_ms ? due_ms : c->now_ms);
        any = true;
    }
    if (err == OK && any)
        db_after_commit(c, outbox_wake, NULL);
    return err;
}

enum err outbox_put_single(struct ctx *c, str topic, const struct value *body, int64_t due_ms)
{
    int64_t waiting = 0;
    enum err err = db_int(c, SQL("SELECT COUNT(*) FROM outbox WHERE topic = ? AND state = 'waiting' AND lease_until_ms = 0"),
                          ARGS(TEXT(topic)), &waiting);
    return err == OK && waiting == 0 ? outbox_put(c, topic, body, due_ms) : err;
}

enum err outbox_release(struct ctx *c, void *unused)
{
    (void)unused;
    enum err err = OK;
    for (ptrdiff_t i = 0; err == OK && i < subscriber_count; i++) {
        if (!subscribers[i]->ready || !subscribers[i]->ready())
            continue;
        err = db_run(c, SQL("UPDATE outbox SET state = 'waiting' WHERE state = 'held' AND subscriber = ?"),
                     ARGS(TEXT(str_of(subscribers[i]->name))));
    }
    return err;
}

enum err outbox_figures(struct ctx *c, struct outbox_figures *out)
{
    struct rows *rows;
    enum err err = db_query(c,
                            SQL("SELECT COUNT(CASE WHEN state = 'waiting' THEN 1 END), COUNT(CASE WHEN state = 'held' THEN 1 END),"
                                " COUNT(CASE WHEN state = 'given-up' THEN 1 END) FROM outbox"),
                            NO_ARGS, &rows);
    bool more = false;
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err != OK || !more)
        return err;
    *out = (struct outbox_figures){ rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2) };
    rows_done(rows);
    return OK;
}
