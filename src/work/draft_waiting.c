// SPDX-License-Identifier: Apache-2.0
// What waits for the office: records and drafts in a state whose main move is the office's to make.
#include "work/write.h"

#include "record/query.h"
#include "record/store.h"

#include <stdlib.h>

struct waiting {
    const struct record_type *type;
    int64_t id, draft, since_ms, by;
    str state;
};

struct queue {
    struct waiting *at;
    ptrdiff_t n, room;
};

static bool state_waits(const struct flow *flow, str state)
{
    for (ptrdiff_t i = 0; i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        bool of_office = move->right & ROLE_OFFICE & ~(roles)ROLE_SYSTEM && !(move->right & (ROLE_OWNER | ROLE_EDITOR));
        if (of_office && move->flags & MOVE_MAIN && flow_move(flow, str_of(move->name), state) == move)
            return true;
    }
    return false;
}

static void queue_add(struct ctx *c, struct queue *queue, struct waiting one)
{
    if (queue->n == queue->room) {
        ptrdiff_t room = queue->room ? queue->room * 2 : 32, row = (ptrdiff_t)sizeof one;
        queue->at = arena_grow(c->mem, queue->at, queue->room * row, room * row, _Alignof(struct waiting));
        queue->room = room;
    }
    queue->at[queue->n++] = one;
}

static ptrdiff_t waiting_states(struct ctx *c, const struct record_type *type, str **out)
{
    const struct flow *flow = type->flow;
    ptrdiff_t n = 0;
    *out = NEW(c->mem, str, flow ? flow->state_count : 1);
    for (ptrdiff_t i = 0; flow && i < flow->state_count; i++) {
        str state = str_of(flow->states[i].code);
        if (state_waits(flow, state) && !(type->public_states && type_is_public_state(type, state)))
            (*out)[n++] = state;
    }
    return n;
}

static enum err add_records(struct ctx *c, const struct record_type *type, ptrdiff_t limit, struct queue *queue)
{
    str *states;
    ptrdiff_t n = waiting_states(c, type, &states);
    struct query_page page;
    struct query *query = NEW(c->mem, struct query, 1);
    if (n == 0)
        return OK;
    *query = (struct query){ .filters = { { S("state"), states, n } }, .filter_count = 1, .sort = S("changed"), .limit = limit };
    enum err err = query_run(c, type, query, QUERY_ROWS, &page);
    for (ptrdiff_t i = 0; err == OK && i < page.n; i++) {
        const struct record *head = page.records[i];
        queue_add(c, queue, (struct waiting){ type, head->id, 0, head->changed_ms, head->submitted_by, head->state });
    }
    return err;
}

static enum err add_drafts(struct ctx *c, ptrdiff_t limit, struct queue *queue)
{
    struct rows *rows;
    bool more = true;
    enum err err = db_query(c, SQL("SELECT id, type, record_id, state, changed_ms, submitted_by FROM draft ORDER BY changed_ms, id"),
                            NO_ARGS, &rows);
    for (ptrdiff_t n = 0; err == OK && n < limit && (err = rows_next(c, rows, &more)) == OK && more;) {
        const struct record_type *type = schema_find_stored(rows_peek(rows, 1));
        str state = rows_text(c, rows, 3);
        if (!type || !type->flow || !state_waits(type->flow, state))
            continue;
        queue_add(c, queue, (struct waiting){ type, rows_int(rows, 2), rows_int(rows, 0), rows_int(rows, 4), rows_int(rows, 5), state });
        n++;
    }
    return err;
}

static int by_age(const void *a, const void *b)
{
    const struct waiting *one = a, *other = b;
    return (one->since_ms > other->since_ms) - (one->since_ms < other->since_ms);
}

static struct value *waiting_value(struct ctx *c, const struct waiting *one)
{
    const struct flow_state *state = flow_state(one->type->flow, one->state);
    const struct record_type *accounts = schema_find(S("account"));
    struct value *v = value_map(c->mem);
    value_set(c->mem, v, "type", value_text(c->mem, str_of(one->type->name)));
    value_set(c->mem, v, "id", value_int(c->mem, one->id));
    value_set(c->mem, v, "draft", value_int(c->mem, one->draft));
    value_set(c->mem, v, "name", value_text(c->mem, store_title(c, one->type, one->id)));
    value_set(c->mem, v, "state", value_code(c->mem, one->state, state ? state->label : NULL));
    value_set(c->mem, v, "since", value_instant(c->mem, one->since_ms));
    if (one->by && accounts)
        value_set(c->mem, v, "by", value_text(c->mem, store_title(c, accounts, one->by)));
    return v;
}

enum err draft_waiting(struct ctx *c, ptrdiff_t limit, struct value **out)
{
    ptrdiff_t most = limit < 1 ? 1 : limit > QUERY_LIMIT_MAX ? QUERY_LIMIT_MAX : limit;
    struct queue queue = { 0 };
    enum err err = add_drafts(c, most, &queue);
    for (ptrdiff_t i = 0; err == OK && i < schema_count(); i++)
        err = add_records(c, schema_at(i), most, &queue);
    if (err != OK)
        return err;
    if (queue.n > 0)
        qsort(queue.at, (size_t)queue.n, sizeof *queue.at, by_age);
    *out = value_list(c->mem);
    for (ptrdiff_t i = 0; i < queue.n && i < most; i++)
        value_add(c->mem, *out, waiting_value(c, &queue.at[i]));
    return c->err;
}
