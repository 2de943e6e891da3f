// SPDX-License-Identifier: Apache-2.0
#include "record/query.h"

#include "record/query_run.h"
#include "record/store.h"

#include <sodium.h>
#include <string.h>

enum err query_rows(struct ctx *c, const struct statement *s, struct rows **out)
{
    if (s->text.over)
        return fail(c, ERR_LIMIT, "the list cannot be asked for that much at once; leave out some filters");
    return db_query(c, sql_built(buf_str(&s->text)), s->args, s->n, out);
}

// ---- numbers ---------------------------------------------------------------------------------------------------------

static void key_add(crypto_generichash_state *state, const void *bytes, ptrdiff_t n)
{
    crypto_generichash_update(state, (const unsigned char *)&n, sizeof n);
    if (n > 0)
        crypto_generichash_update(state, bytes, (unsigned long long)n);
}

struct memo_key query_key(const struct statement *s, int64_t besides)
{
    crypto_generichash_state state;
    struct memo_key key;
    crypto_generichash_init(&state, NULL, 0, MEMO_KEY);
    key_add(&state, s->text.at, s->text.len);
    key_add(&state, &besides, (ptrdiff_t)sizeof besides);
    for (ptrdiff_t i = 0; i < s->n; i++) {
        bool is_text = s->args[i].kind == VAL_TEXT;
        key_add(&state, is_text ? s->args[i].s.at : (const char *)&s->args[i].i, is_text ? s->args[i].s.len : (ptrdiff_t)sizeof(int64_t));
    }
    crypto_generichash_final(&state, key.at, MEMO_KEY);
    return key;
}

// `minute`: 0, or the minute for which a rough number is good enough. Counting is most of a list's work, and lists are asked for more often than records change.
static enum err number_of(struct ctx *c, const struct statement *s, str depends_on, int64_t minute, int64_t *out)
{
    struct memo_key key = query_key(s, minute);
    if (s->text.over)
        return fail(c, ERR_LIMIT, "the list cannot be asked for that much at once; leave out some filters");
    if (memo_get(c, depends_on, &key, out))
        return OK;
    enum err err = db_int(c, sql_built(buf_str(&s->text)), s->args, s->n, out);
    if (err == OK)
        memo_put(c, depends_on, &key, *out);
    return err;
}

// ---- weighing --------------------------------------------------------------------------------------------------------

// Within the minute: it only serves to choose between two ways that both lead there.
static enum err records_about(struct ctx *c, const struct query_plan *plan, int64_t *out)
{
    struct statement s;
    statement_init(&s, c->mem);
    statement_say(&s, "SELECT count(*) FROM %s", plan->type->name);
    return number_of(c, &s, STR_NONE, c->now_ms / 60000, out);
}

enum err query_weigh(struct ctx *c, struct query_plan *plan)
{
    int64_t records = 0;
    if (plan->sort.by_match) { // there is one way only
        for (ptrdiff_t i = 0; i < plan->n; i++)
            plan->conditions[i].hits = i == plan->driver ? QUERY_COUNT_MAX : QUERY_COUNT_MAX + 1;
        return OK;
    }
    for (ptrdiff_t i = 0; i < plan->n; i++) {
        struct statement s;
        statement_init(&s, c->mem);
        statement_count_ids(&s, plan, &plan->conditions[i], QUERY_COUNT_MAX + 1);
        enum err err = number_of(c, &s, str_of(plan->type->name), 0, &plan->conditions[i].hits);
        if (err != OK)
            return err;
    }
    enum err err = plan->n > 0 ? records_about(c, plan, &records) : OK;
    if (err == OK)
        query_plan_choose(plan, records);
    return err;
}

static enum err total_find(struct ctx *c, const struct query *query, const struct query_plan *plan, struct query_page *page)
{
    ptrdiff_t rarest = query_plan_rarest(plan, PLAN_NONE);
    int64_t hits = rarest == PLAN_NONE ? -1 : plan->conditions[rarest].hits;
    bool exact = query->count == QUERY_COUNT_EXACT;
    if (query->count == QUERY_COUNT_NONE && hits != 0)
        return OK;
    // What was counted for the plan need not be counted again.
    bool known = hits == 0 || (plan->n == 1 && !plan->sort.by_match && query_plan_is_seen(plan, PLAN_NONE)
                               && (!exact || hits <= QUERY_COUNT_MAX));
    enum err err = OK;
    page->total = hits;
    if (!known) {
        struct statement s;
        statement_init(&s, c->mem);
        statement_count(&s, plan, exact ? 0 : QUERY_COUNT_MAX + 1);
        err = number_of(c, &s, str_of(plan->type->name), 0, &page->total);
    }
    page->total_is_exact = exact || page->total <= QUERY_COUNT_MAX;
    if (!page->total_is_exact)
        page->total = QUERY_COUNT_MAX;
    return err;
}

// ---- pages -----------------------------------------------------------------------------------------------------------

static struct val key_of(struct ctx *c, const struct query_sort *sort, const struct rows *rows)
{
    if (sort->by_match)
        return REAL(rows_real(rows, 0));
    if (rows_is_null(rows, 0))
        return NIL;
    switch (sort->type) {
    case COLUMN_TEXT:
        return TEXT(rows_text(c, rows, 0));
    case COLUMN_REAL:
        return REAL(rows_real(rows, 0));
    default:
        return INT(rows_int(rows, 0));
    }
}

static int64_t id_of(const void *record)
{
    return ((const struct record *)record)->id;
}

// Rows of one leg onto the page; a row that has no place any more tells that there is a next page.
static enum err leg_load(struct ctx *c, struct query_plan *plan, enum leg leg, enum store_part part, struct query_page *page,
                         struct val *key, bool *is_more)
{
    struct statement s;
    struct rows *rows = NULL;
    bool more = false;
    statement_init(&s, c->mem);
    statement_list(&s, plan, store_columns(plan->type, part), leg, plan->limit + 1 - page->n);
    enum err err = query_rows(c, &s, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more && page->n < plan->limit) {
        void *record = record_new(c->mem, plan->type);
        (void)store_from_row(c, plan->type, part, rows, 1, record);
        page->records[page->n++] = record;
        if (page->n == plan->limit)
            *key = key_of(c, &plan->sort, rows);
    }
    if (rows)
        rows_done(rows);
    *is_more = more;
    return err;
}

static enum err page_load(struct ctx *c, struct query_plan *plan, enum store_part part, struct query_page *page)
{
    enum leg legs[LEGS_MAX];
    ptrdiff_t n = query_plan_legs(plan, legs);
    struct val key = NIL;
    bool more = false;
    enum err err = OK;
    page->records = NEW(c->mem, void *, plan->limit);
    for (ptrdiff_t i = 0; i < n && err == OK && !more; i++)
        err = leg_load(c, plan, legs[i], part, page, &key, &more);
    if (err != OK)
        return err;
    if (more && key.kind == VAL_TEXT && key.s.len > CURSOR_TEXT_MAX)
        return fail(c, ERR_INTERNAL, "the list cannot go on after a text of that length; sort it by something else");
    if (more) {
        plan->from = (struct cursor){ plan->sort.name, key, id_of(page->records[page->n - 1]) };
        page->next = cursor_write(c->mem, &plan->from);
    }
    return store_load_more(c, plan->type, part, page->records, page->n);
}

static enum err page_find(struct ctx *c, const struct query *query, struct query_plan *plan, int whole, struct query_page *page)
{
    enum err err = query_weigh(c, plan);
    if (err == OK)
        err = total_find(c, query, plan, page);
    if (err != OK || (page->total == 0 && page->total_is_exact))
        return err;
    return page_load(c, plan, whole == QUERY_WHOLE ? STORE_WHOLE : STORE_LISTED, page);
}

enum err query_run(struct ctx *c, const struct record_type *type, const struct query *query, int whole, struct query_page *page)
{
    struct query_plan *plan = NULL;
    *page = (struct query_page){ 0 };
    enum err err = query_plan_make(c, type, query, &plan);
    if (err == OK)
        err = db_read_begin(c); // count and page of one moment
    if (err != OK)
        return err;
    err = page_find(c, query, plan, whole, page);
    db_read_end(c);
    return err;
}

str query_sql(struct ctx *c, const struct record_type *type, const struct query *query)
{
    struct query_plan *plan = NULL;
    struct statement s;
    statement_init(&s, c->mem);
    if (query_plan_make(c, type, query, &plan) == OK && query_weigh(c, plan) == OK)
        statement_list(&s, plan, store_columns(type, STORE_LISTED), LEG_WHOLE, plan->limit + 1);
    return buf_str(&s.text);
}

enum err query_titles(struct ctx *c, const struct record_type *type, ptrdiff_t max, const str **out, ptrdiff_t *n)
{
    const struct query query = { .sort = S("id") };
    struct query_plan *plan = NULL;
    struct statement s;
    struct rows *rows = NULL;
    bool more = false;
    str *titles = NEW(c->mem, str, max);
    *out = titles;
    *n = 0;
    enum err err = query_plan_make(c, type, &query, &plan);
    if (err == ERR_UNKNOWN || err == ERR_DENIED) {
        fail_clear(c);
        return OK;
    }
    if (err != OK)
        return err;
    statement_init(&s, c->mem);
    statement_list(&s, plan, str_fmt(c->mem, "r.%s", type->title), LEG_WHOLE, max);
    err = query_rows(c, &s, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more && *n < max)
        titles[(*n)++] = rows_text(c, rows, 1);
    return err;
}

// ---- everything ------------------------------------------------------------------------------------------------------

typedef enum err each_fn(struct ctx *, const void *record, void *arg);

// The key of the next slice outlives the slice's memory.
static void key_keep(struct query_plan *plan, char *room)
{
    struct val *value = &plan->from.value;
    plan->continues = true;
    if (value->kind != VAL_TEXT || value->s.len == 0)
        return;
    memcpy(room, value->s.at, (size_t)value->s.len);
    value->s.at = room;
}

static enum err slices_run(struct ctx *c, struct query_plan *plan, each_fn *each, void *arg)
{
    char room[CURSOR_TEXT_MAX];
    arena_mark mark = arena_here(c->mem);
    for (bool more = true; more;) {
        struct query_page page = { 0 };
        enum err err = page_load(c, plan, STORE_WHOLE, &page);
        for (ptrdiff_t i = 0; err == OK && i < page.n; i++)
            err = each(c, page.records[i], arg);
        if (err != OK)
            return err;
        more = page.next.len > 0;
        key_keep(plan, room);
        arena_reset(c->mem, mark);
    }
    return OK;
}

// With memory of its own for what is read, so that a caller's growing buffer is not in the way of giving it back.
static enum err slices_run_apart(struct ctx *c, struct query_plan *plan, each_fn *each, void *arg)
{
    struct arena *mem = c->mem;
    c->mem = arena_open("slice", ARENA_REQUEST);
    enum err err = slices_run(c, plan, each, arg);
    if (err != OK) {
        c->said = str_copy(mem, c->said);
        c->detail = str_copy(mem, c->detail);
    }
    arena_close(c->mem);
    c->mem = mem;
    return err;
}

enum err query_each(struct ctx *c, const struct record_type *type, const struct query *query, each_fn *each, void *arg)
{
    struct query_plan *plan = NULL;
    struct query all = *query;
    all.limit = QUERY_LIMIT_MAX;
    // By match there would be QUERY_COUNT_MAX at most; here nothing may be left out.
    if (all.sort.len == 0 && all.text.len > 0)
        all.sort = S("id");
    enum err err = query_plan_make(c, type, &all, &plan);
    if (err == OK)
        err = db_read_begin(c);
    if (err != OK)
        return err;
    err = query_weigh(c, plan);
    if (err == OK)
        err = slices_run_apart(c, plan, each, arg);
    db_read_end(c);
    return err;
}
