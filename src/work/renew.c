// SPDX-License-Identifier: Apache-2.0
#include "work/renew.h"

#include "db/pool.h"
#include "record/store.h"

// Where a renewal stands: the record that was changed, the type whose records are looked at, the last one done.
struct renewal {
    const struct record_type *type;
    int64_t id, from, after;
};

static enum err put(struct ctx *c, const struct renewal *at)
{
    struct value *body = value_map(c->mem);
    value_set(c->mem, body, "type", value_text(c->mem, str_of(at->type->name)));
    value_set(c->mem, body, "id", value_int(c->mem, at->id));
    value_set(c->mem, body, "from", value_int(c->mem, at->from));
    value_set(c->mem, body, "after", value_int(c->mem, at->after));
    return outbox_put(c, str_of(renew_subscriber.topic), body, 0);
}

// Goes on to the next type that has something to renew; *n is 0 when there is none any more.
static enum err find_slice(struct ctx *c, struct renewal *at, int64_t *ids, ptrdiff_t *n)
{
    ptrdiff_t room = *n;
    for (; at->from < schema_count(); at->from++, at->after = 0) {
        *n = room;
        enum err err = store_referring(c, schema_at((ptrdiff_t)at->from), at->type, at->id, at->after, ids, n);
        if (err != OK || *n > 0)
            return err;
    }
    *n = 0;
    return OK;
}

enum err renew_ask(struct ctx *c, const struct record_type *type, int64_t id)
{
    struct renewal at = { type, id, 0, 0 };
    int64_t first;
    ptrdiff_t n = 1;
    enum err err = find_slice(c, &at, &first, &n);
    return err == OK && n > 0 ? put(c, &at) : err;
}

static enum err renew_slice(struct ctx *c, void *arg)
{
    struct renewal *at = arg;
    int64_t ids[RENEW_SLICE];
    ptrdiff_t n = RENEW_SLICE;
    enum err err = find_slice(c, at, ids, &n);
    for (ptrdiff_t i = 0; err == OK && i < n; i++)
        err = store_renew(c, schema_at((ptrdiff_t)at->from), ids[i]);
    if (err != OK || n == 0)
        return err;
    at->after = ids[n - 1];
    return put(c, at);
}

static int64_t number(const struct value *body, const char *name)
{
    const struct value *v = value_get(body, str_of(name));
    return v && v->kind == V_INT ? v->number : 0;
}

static enum err renew_run(struct ctx *c, const struct value *body)
{
    struct renewal at = { schema_find(value_as_text(value_get(body, S("type")))), number(body, "id"), number(body, "from"),
                          number(body, "after") };
    return at.type ? db_write(c, renew_slice, &at) : OK; // a type that is gone has nobody who refers to it
}

const struct subscriber renew_subscriber = { .topic = "job.renew", .name = "renew", .run = renew_run };
