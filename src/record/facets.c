// SPDX-License-Identifier: Apache-2.0
// Facets of a list: which codes its records have, and how many records each.
#include "base/map.h"
#include "record/query_run.h"
#include "record/store.h"

#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 200, OWN_ORDER_MAX = 12, OPEN_FIRST = 3 };
enum { SET_BYTES_MAX = 1 << 30, SET_FIRST = 1 << 12, FEW = 4000, BATCH = 64 };

struct option {
    str code, label;
    int64_t count;
    ptrdiff_t place; // among the choices
    bool on;
};

struct counter {
    struct query_target target;
    ptrdiff_t own; // its own condition in the plan, or PLAN_NONE
    struct map by_code;
    struct option **at; // once counted: the most frequent, and those that are on
    ptrdiff_t n, room;
    ptrdiff_t all; // how many codes there are
};

struct counters {
    struct counter *at;
    ptrdiff_t n;
    struct map by_name;
};

// ---- counting --------------------------------------------------------------------------------------------------------

static struct option *option_of(struct arena *mem, struct counter *counter, str code)
{
    struct option *option = map_get(&counter->by_code, code);
    if (option)
        return option;
    if (counter->n == counter->room) {
        ptrdiff_t room = counter->room ? 2 * counter->room : 32, size = (ptrdiff_t)sizeof(struct option *);
        counter->at = arena_grow(mem, counter->at, counter->room * size, room * size, (ptrdiff_t)_Alignof(struct option *));
        counter->room = room;
    }
    option = NEW(mem, struct option, 1);
    option->code = str_copy(mem, code);
    counter->at[counter->n++] = option;
    map_put(&counter->by_code, option->code, option);
    return option;
}

static void counters_init(struct ctx *c, const struct query_plan *plan, struct counters *out)
{
    struct query_target target;
    out->at = NEW(c->mem, struct counter, plan->type->field_count + plan->type->facet_count);
    map_init(&out->by_name, c->mem);
    for (ptrdiff_t i = 0; query_target_at(plan->type, i, actor_roles(c), &target); i++) {
        if (target.what != TARGET_FACET)
            continue;
        struct counter *counter = &out->at[out->n++];
        *counter = (struct counter){ .target = target, .own = query_plan_condition(plan, target.name) };
        map_init(&counter->by_code, c->mem);
        map_put(&out->by_name, str_of(target.name), counter);
        const struct condition *own = counter->own == PLAN_NONE ? NULL : &plan->conditions[counter->own];
        for (ptrdiff_t k = 0; own && k < own->n; k++)
            option_of(c->mem, counter, own->values[k].s)->on = true; // shown even when nothing is left of it
    }
}

// ---- all records: the facet's own order says it ----------------------------------------------------------------------

static enum err count_all_of(struct ctx *c, const struct query_plan *plan, struct counter *counter)
{
    struct statement s;
    struct rows *rows = NULL;
    bool more = false;
    statement_init(&s, c->mem);
    statement_say(&s, "SELECT f.code, count(*) FROM %s_facet f WHERE f.field = ?", plan->type->name);
    statement_arg(&s, TEXT(str_of(counter->target.name)));
    statement_say(&s, plan->sight == SIGHT_PUBLIC ? " AND f.shown = 1 GROUP BY f.code" : " GROUP BY f.shown, f.code");
    enum err err = query_rows(c, &s, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more)
        option_of(c->mem, counter, rows_peek(rows, 0))->count += rows_int(rows, 1);
    return err;
}

// ---- some of them: a set of ids --------------------------------------------------------------------------------------

// Open addressing; 0, which no record has, is a free place. In an arena of its own, as it may be large.
struct id_set {
    struct arena *mem;
    int64_t *at;
    uint64_t room; // a power of two, at most half full
    int64_t n;
};

static uint64_t set_place(const struct id_set *set, int64_t id)
{
    uint64_t place = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 20 & (set->room - 1); // Fibonacci hashing
    while (set->at[place] != 0 && set->at[place] != id)
        place = (place + 1) & (set->room - 1);
    return place;
}

static bool set_has(const struct id_set *set, int64_t id)
{
    return set->at[set_place(set, id)] == id;
}

static void set_grow(struct id_set *set)
{
    struct id_set old = *set;
    set->room = old.room ? old.room * 4 : SET_FIRST;
    set->at = NEW(set->mem, int64_t, (ptrdiff_t)set->room);
    for (uint64_t i = 0; i < old.room; i++)
        if (old.at[i] != 0)
            set->at[set_place(set, old.at[i])] = old.at[i];
}

static void set_add(struct id_set *set, int64_t id)
{
    if ((uint64_t)set->n * 2 >= set->room)
        set_grow(set);
    uint64_t place = set_place(set, id);
    set->n += set->at[place] != id;
    set->at[place] = id;
}

static enum err set_load(struct ctx *c, const struct query_plan *plan, ptrdiff_t but, struct id_set *set)
{
    struct statement s;
    struct rows *rows = NULL;
    bool more = false;
    set_grow(set);
    statement_init(&s, c->mem);
    statement_base(&s, plan, but);
    enum err err = query_rows(c, &s, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more)
        set_add(set, rows_int(rows, 0));
    return err;
}

// Many records: all rows of the facet, by code, each looked up in the set.
static enum err count_many(struct ctx *c, const struct query_plan *plan, const struct id_set *set, struct counter *counter)
{
    struct statement s;
    struct rows *rows = NULL;
    struct option *option = NULL;
    bool more = false;
    statement_init(&s, c->mem);
    statement_say(&s, "SELECT f.code, f.id FROM %s_facet f WHERE f.field = ?", plan->type->name);
    statement_arg(&s, TEXT(str_of(counter->target.name)));
    if (plan->sight == SIGHT_PUBLIC)
        statement_say(&s, " AND f.shown = 1");
    enum err err = query_rows(c, &s, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more) {
        if (!set_has(set, rows_int(rows, 1)))
            continue;
        str code = rows_peek(rows, 0);
        if (!option || !str_eq(option->code, code))
            option = option_of(c->mem, counter, code);
        option->count++;
    }
    return err;
}

// Few records: their rows of T_facet, for all facets that are counted over this set.
static enum err few_take(struct ctx *c, const struct statement *s, struct counters *counters, ptrdiff_t but)
{
    struct rows *rows = NULL;
    bool more = false;
    enum err err = query_rows(c, s, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more) {
        struct counter *counter = map_get(&counters->by_name, rows_peek(rows, 0));
        if (counter && counter->own == but)
            option_of(c->mem, counter, rows_peek(rows, 1))->count++;
    }
    return err;
}

static enum err count_few(struct ctx *c, const struct query_plan *plan, const struct id_set *set, struct counters *counters,
                          ptrdiff_t but)
{
    struct statement s;
    enum err err = OK;
    statement_init(&s, c->mem);
    statement_say(&s, "SELECT f.field, f.code FROM %s_facet f WHERE f.id IN (?", plan->type->name);
    for (ptrdiff_t i = 1; i < BATCH; i++)
        statement_say(&s, ", ?");
    statement_say(&s, ")");
    for (uint64_t i = 0; i < set->room && err == OK;) {
        s.n = 0;
        for (; i < set->room && s.n < BATCH; i++)
            if (set->at[i] != 0)
                statement_arg(&s, INT(set->at[i]));
        bool any = s.n > 0;
        while (s.n < BATCH)
            statement_arg(&s, INT(0)); // no record has it
        if (any)
            err = few_take(c, &s, counters, but);
    }
    return err;
}

static enum err count_with(struct ctx *c, const struct query_plan *plan, struct counters *counters, ptrdiff_t but,
                           struct id_set *set)
{
    enum err err = set_load(c, plan, but, set);
    if (err == OK && set->n <= FEW)
        return count_few(c, plan, set, counters, but);
    for (ptrdiff_t i = 0; i < counters->n && err == OK; i++)
        if (counters->at[i].own == but)
            err = count_many(c, plan, set, &counters->at[i]);
    return err;
}

// All facets that leave out the same condition: their own, or none.
static enum err count_over(struct ctx *c, const struct query_plan *plan, struct counters *counters, ptrdiff_t but)
{
    enum err err = OK;
    if (query_plan_rarest(plan, but) != PLAN_NONE || plan->sight == SIGHT_PUBLIC_AND_OWN) {
        struct id_set set = { .mem = arena_open("set of ids", SET_BYTES_MAX) };
        err = count_with(c, plan, counters, but, &set);
        arena_close(set.mem);
        return err;
    }
    for (ptrdiff_t i = 0; i < counters->n && err == OK; i++)
        if (counters->at[i].own == but)
            err = count_all_of(c, plan, &counters->at[i]);
    return err;
}

static int by_count(const void *a, const void *b)
{
    const struct option *x = *(struct option *const *)a, *y = *(struct option *const *)b;
    if (x->on != y->on)
        return x->on ? -1 : 1;
    return x->count != y->count ? (x->count > y->count ? -1 : 1) : str_compare(x->code, y->code);
}

static void options_sort(struct option **at, ptrdiff_t n, int (*order)(const void *, const void *))
{
    if (n > 1)
        qsort(at, (size_t)n, sizeof *at, order);
}

static enum err count_all(struct ctx *c, const struct query_plan *plan, struct counters *counters)
{
    enum err err = count_over(c, plan, counters, PLAN_NONE);
    for (ptrdiff_t i = 0; i < counters->n && err == OK; i++)
        if (counters->at[i].own != PLAN_NONE)
            err = count_over(c, plan, counters, counters->at[i].own);
    for (ptrdiff_t i = 0; i < counters->n && err == OK; i++) {
        struct counter *counter = &counters->at[i];
        options_sort(counter->at, counter->n, by_count);
        counter->all = counter->n;
        counter->n = counter->n < OPTIONS_MAX ? counter->n : OPTIONS_MAX;
    }
    return err;
}

// ---- counted before: the same pages are asked for again and again -----------------------------------------------------

static struct memo_key key_of(const struct ctx *c, const struct query_plan *plan)
{
    struct statement s;
    statement_init(&s, c->mem);
    statement_base(&s, plan, PLAN_NONE);
    return query_key(&s, (int64_t)actor_roles(c)); // with other roles there are other facets
}

static void number_write(struct buf *out, int64_t number)
{
    buf_add(out, (str){ (const char *)&number, (ptrdiff_t)sizeof number });
}

static bool number_read(str *text, int64_t *number)
{
    if (text->len < (ptrdiff_t)sizeof *number)
        return false;
    memcpy(number, text->at, sizeof *number);
    *text = str_skip(*text, (ptrdiff_t)sizeof *number);
    return true;
}

static void counters_keep(struct ctx *c, const struct query_plan *plan, const struct memo_key *key, const struct counters *counters)
{
    struct buf out;
    buf_init(&out, c->mem, MEMO_TEXT);
    for (ptrdiff_t i = 0; i < counters->n; i++) {
        const struct counter *counter = &counters->at[i];
        number_write(&out, counter->all);
        number_write(&out, counter->n);
        for (ptrdiff_t k = 0; k < counter->n; k++) {
            number_write(&out, counter->at[k]->count);
            number_write(&out, counter->at[k]->code.len);
            buf_add(&out, counter->at[k]->code);
        }
    }
    if (!out.over)
        memo_put_text(c, str_of(plan->type->name), key, buf_str(&out));
}

static bool counter_recall(struct ctx *c, str *text, struct counter *counter)
{
    int64_t all = 0, n = 0, count = 0, len = 0;
    bool sound = number_read(text, &all) && number_read(text, &n);
    for (int64_t k = 0; k < n && sound; k++) {
        sound = number_read(text, &count) && number_read(text, &len) && len >= 0 && len <= text->len;
        if (!sound)
            break;
        option_of(c->mem, counter, str_slice(*text, 0, (ptrdiff_t)len))->count = count;
        *text = str_skip(*text, (ptrdiff_t)len);
    }
    counter->all = (ptrdiff_t)all;
    return sound;
}

static bool counters_recall(struct ctx *c, const struct query_plan *plan, const struct memo_key *key, struct counters *counters)
{
    str text;
    bool sound = memo_get_text(c, str_of(plan->type->name), key, &text);
    for (ptrdiff_t i = 0; i < counters->n && sound; i++)
        sound = counter_recall(c, &text, &counters->at[i]);
    return sound;
}

// ---- showing ---------------------------------------------------------------------------------------------------------

static ptrdiff_t choice_place(const struct query_target *target, str code)
{
    ptrdiff_t i = 0;
    for (; target->choices && target->choices[i].code; i++)
        if (str_eq(str_of(target->choices[i].code), code))
            return i;
    return i;
}

static bool has_own_order(const struct query_target *target)
{
    return target->choices && choice_place(target, STR_NONE) <= OWN_ORDER_MAX;
}

// Empty for a record that the actor may not see.
static str label_of(struct ctx *c, const struct query_target *target, str code)
{
    int64_t id = 0;
    if (target->refers)
        return str_to_int(code, &id) ? store_title_seen(c, schema_find(str_of(target->refers)), id, actor_roles(c)) : STR_NONE;
    if (target->field)
        return field_code_label(c, target->field, code);
    if (target->list)
        return target->list->has(code) ? target->list->label(c, code) : code;
    ptrdiff_t place = choice_place(target, code);
    return target->choices && target->choices[place].code ? str_of(tr(c, target->choices[place].label)) : code;
}

static int by_place(const void *a, const void *b)
{
    const struct option *x = *(struct option *const *)a, *y = *(struct option *const *)b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    int order = str_compare(x->label, y->label);
    return order ? order : str_compare(x->code, y->code);
}

static struct value *option_value(struct ctx *c, const struct query *query, const struct query_target *target,
                                  const struct option *option)
{
    struct arena *mem = c->mem;
    struct value *out = value_map(mem);
    value_set(mem, out, "code", value_text(mem, option->code));
    value_set(mem, out, "label", value_text(mem, option->label));
    value_set(mem, out, "count", value_int(mem, option->count));
    value_set(mem, out, "on", value_bool(mem, option->on));
    value_set(mem, out, "address", value_text(mem, query_address(mem, query, str_of(target->name), option->code)));
    return out;
}

// Only the most frequent are named: each name of a record is a look-up.
static struct value *options_value(struct ctx *c, const struct query *query, struct counter *counter)
{
    struct value *out = value_list(c->mem);
    bool own_order = has_own_order(&counter->target);
    ptrdiff_t n = counter->n;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct option *option = counter->at[i];
        option->label = label_of(c, &counter->target, option->code);
        option->place = own_order ? choice_place(&counter->target, option->code) : 0;
    }
    options_sort(counter->at, n, by_place);
    for (ptrdiff_t i = 0; i < n; i++)
        if (counter->at[i]->label.len > 0)
            value_add(c->mem, out, option_value(c, query, &counter->target, counter->at[i]));
    return out;
}

static struct value *facet_value(struct ctx *c, const struct query *query, struct counter *counter, ptrdiff_t place)
{
    struct arena *mem = c->mem;
    struct value *out = value_map(mem);
    value_set(mem, out, "name", value_text(mem, str_of(counter->target.name)));
    value_set(mem, out, "label", value_text(mem, str_of(tr(c, counter->target.label))));
    value_set(mem, out, "open", value_bool(mem, counter->own != PLAN_NONE || place < OPEN_FIRST));
    value_set(mem, out, "options", options_value(c, query, counter));
    value_set(mem, out, "more", value_int(mem, counter->all - counter->n));
    return out;
}

static enum err counted(struct ctx *c, struct query_plan *plan, struct counters *counters)
{
    enum err err = db_read_begin(c);
    if (err != OK)
        return err;
    err = query_weigh(c, plan);
    struct memo_key key = key_of(c, plan);
    if (err == OK && !counters_recall(c, plan, &key, counters)) {
        err = count_all(c, plan, counters);
        if (err == OK)
            counters_keep(c, plan, &key, counters);
    }
    db_read_end(c);
    return err;
}

enum err query_facets(struct ctx *c, const struct record_type *type, const struct query *query, struct value **out)
{
    struct query_plan *plan = NULL;
    struct counters counters = { 0 };
    struct query here = *query;
    here.after = STR_NONE; // facets are of the whole list
    enum err err = query_plan_make(c, type, &here, &plan);
    if (err != OK)
        return err;
    counters_init(c, plan, &counters);
    err = counted(c, plan, &counters);
    if (err != OK)
        return err;
    *out = value_list(c->mem);
    for (ptrdiff_t i = 0; i < counters.n; i++)
        if (counters.at[i].n > 0)
            value_add(c->mem, *out, facet_value(c, query, &counters.at[i], i));
    return OK;
}
