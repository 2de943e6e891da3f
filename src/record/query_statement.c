// SPDX-License-Identifier: Apache-2.0
#include "record/query_statement.h"

#include "db/dialect.h"

enum { STATEMENT_MAX = 256 << 10 };

void statement_init(struct statement *s, struct arena *mem)
{
    *s = (struct statement){ .mem = mem };
    buf_init(&s->text, mem, STATEMENT_MAX);
}

void statement_say(struct statement *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vfmt(&s->text, fmt, args);
    va_end(args);
}

void statement_arg(struct statement *s, struct val value)
{
    if (s->n == s->room) {
        ptrdiff_t room = s->room ? 2 * s->room : 16, size = (ptrdiff_t)sizeof(struct val);
        s->args = arena_grow(s->mem, s->args, s->room * size, room * size, (ptrdiff_t)_Alignof(struct val));
        s->room = room;
    }
    s->args[s->n++] = value;
}

// " = ?" or " IN (?, ?, ?)"
static void say_any(struct statement *s, const struct val *values, ptrdiff_t n)
{
    statement_say(s, n == 1 ? " = ?" : " IN (?");
    for (ptrdiff_t i = 1; i < n; i++)
        statement_say(s, ", ?");
    if (n != 1)
        statement_say(s, ")");
    for (ptrdiff_t i = 0; i < n; i++)
        statement_arg(s, values[i]);
}

// ---- conditions ------------------------------------------------------------------------------------------------------

static void say_facet_rows(struct statement *s, const struct query_plan *plan, const struct condition *condition)
{
    statement_say(s, " FROM %s_facet f WHERE f.field = ? AND f.shown %s AND f.code", plan->type->name,
                  plan->sight == SIGHT_PUBLIC ? "= 1" : "IN (0, 1)");
    statement_arg(s, TEXT(str_of(condition->target.name)));
    say_any(s, condition->values, condition->n);
}

static void say_code_rows(struct statement *s, const struct query_plan *plan, const struct condition *condition)
{
    statement_say(s, " FROM %s_code f WHERE f.field = ? AND f.code", plan->type->name);
    statement_arg(s, TEXT(str_of(condition->target.name)));
    say_any(s, condition->values, condition->n);
}

static void say_column(struct statement *s, const struct condition *condition)
{
    const struct field *field = condition->target.field;
    if (field)
        statement_say(s, "r.%s%s", field->name, field->kind->suffix[0]);
    else
        statement_say(s, "r.state");
    say_any(s, condition->values, condition->n);
}

static void say_owned(struct statement *s, const struct query_plan *plan)
{
    statement_say(s, " FROM %s_facet f WHERE f.field = 'owner' AND f.shown IN (0, 1) AND f.code = ?", plan->type->name);
    statement_arg(s, TEXT(plan->organisation));
}

static void say_own(struct statement *s, const struct query_plan *plan)
{
    statement_say(s, "r.created_by = ?");
    statement_arg(s, INT(plan->account));
    statement_say(s, " OR EXISTS (SELECT 1");
    say_owned(s, plan);
    statement_say(s, " AND f.id = r.id)");
}

static void say_match(struct statement *s, const struct query_plan *plan, const struct condition *condition)
{
    const char *match = plan->searches_all ? plan->dialect->search_match_all : plan->dialect->search_match;
    buf_add(&s->text, dialect_text(s->mem, match, str_of(plan->type->name)));
    statement_arg(s, condition->values[0]);
}

static void say_own_ids(struct statement *s, const struct query_plan *plan)
{
    statement_say(s, "SELECT r.id AS id FROM %s r WHERE r.created_by = ? UNION SELECT f.id AS id", plan->type->name);
    statement_arg(s, INT(plan->account));
    say_owned(s, plan);
}

void statement_ids(struct statement *s, const struct query_plan *plan, const struct condition *condition)
{
    const char *name = plan->type->name;
    switch (condition->target.what) {
    case TARGET_FACET:
    case TARGET_CODES:
        statement_say(s, condition->n > 1 ? "SELECT DISTINCT f.id AS id" : "SELECT f.id AS id");
        (condition->target.what == TARGET_FACET ? say_facet_rows : say_code_rows)(s, plan, condition);
        return;
    case TARGET_COLUMN:
    case TARGET_STATE:
        statement_say(s, "SELECT r.id AS id FROM %s r WHERE ", name);
        say_column(s, condition);
        return;
    case TARGET_MINE:
        say_own_ids(s, plan);
        return;
    case TARGET_NONE:
        statement_say(s, "SELECT r.id AS id FROM %s r WHERE ", name);
        say_match(s, plan, condition);
        return;
    }
}

static bool probes_row(const struct condition *condition)
{
    return condition->target.what != TARGET_FACET && condition->target.what != TARGET_CODES;
}

// Whether the record with the id `id`, whose row is r where that is needed, fits. Wrapped where it could tempt the store away
// from the way that the plan has chosen.
static void say_probe(struct statement *s, const struct query_plan *plan, const struct condition *condition, const char *id)
{
    switch (condition->target.what) {
    case TARGET_FACET:
    case TARGET_CODES:
        statement_say(s, " AND EXISTS (SELECT 1");
        (condition->target.what == TARGET_FACET ? say_facet_rows : say_code_rows)(s, plan, condition);
        statement_say(s, " AND f.id = %s)", id);
        return;
    case TARGET_COLUMN:
    case TARGET_STATE:
        statement_say(s, " AND CASE WHEN ");
        say_column(s, condition);
        break;
    case TARGET_MINE:
        statement_say(s, " AND CASE WHEN ");
        say_own(s, plan);
        break;
    case TARGET_NONE:
        statement_say(s, " AND CASE WHEN ");
        say_match(s, plan, condition);
        break;
    }
    statement_say(s, " THEN 1 ELSE 0 END = 1");
}

static void say_rest(struct statement *s, const struct query_plan *plan, ptrdiff_t but, ptrdiff_t but_too, const char *id)
{
    for (ptrdiff_t i = 0; i < plan->n; i++)
        if (i != but && i != but_too)
            say_probe(s, plan, &plan->conditions[i], id);
}

// ---- what is seen ----------------------------------------------------------------------------------------------------

static void say_public(struct statement *s, const struct query_plan *plan)
{
    ptrdiff_t n = 0;
    while (plan->type->public_states[n])
        n++;
    struct val *states = NEW(s->mem, struct val, n);
    for (ptrdiff_t i = 0; i < n; i++)
        states[i] = TEXT(str_of(plan->type->public_states[i]));
    statement_say(s, "r.state");
    say_any(s, states, n);
}

static void say_seen(struct statement *s, const struct query_plan *plan)
{
    if (plan->sight == SIGHT_ALL)
        return;
    statement_say(s, " AND CASE WHEN ");
    say_public(s, plan);
    if (plan->sight == SIGHT_PUBLIC_AND_OWN) {
        statement_say(s, " OR ");
        say_own(s, plan);
    }
    statement_say(s, " THEN 1 ELSE 0 END = 1");
}

static bool rest_needs_row(const struct query_plan *plan, ptrdiff_t driver, ptrdiff_t but)
{
    bool needed = !query_plan_is_seen(plan, but);
    for (ptrdiff_t i = 0; i < plan->n; i++)
        needed = needed || (i != driver && i != but && probes_row(&plan->conditions[i]));
    return needed;
}

static void say_base(struct statement *s, const struct query_plan *plan, ptrdiff_t but)
{
    ptrdiff_t driver = query_plan_rarest(plan, but);
    const char *name = plan->type->name;
    if (driver == PLAN_NONE) {
        statement_say(s, "SELECT r.id AS id FROM %s r", name);
        if (plan->sight == SIGHT_PUBLIC) { // bare: the index on the state alone answers it
            statement_say(s, " WHERE ");
            say_public(s, plan);
        }
        return;
    }
    statement_say(s, "SELECT d.id AS id FROM (");
    statement_ids(s, plan, &plan->conditions[driver]);
    if (rest_needs_row(plan, driver, but))
        statement_say(s, ") d CROSS JOIN %s r WHERE r.id = d.id", name);
    else
        statement_say(s, ") d WHERE 1 = 1");
    if (!query_plan_is_seen(plan, but))
        say_seen(s, plan);
    say_rest(s, plan, driver, but, "d.id");
}

// The actor's own records that the public does not see.
static void say_base_own(struct statement *s, const struct query_plan *plan, ptrdiff_t but)
{
    statement_say(s, "SELECT d.id AS id FROM (");
    say_own_ids(s, plan);
    statement_say(s, ") d CROSS JOIN %s r WHERE r.id = d.id AND NOT (", plan->type->name);
    say_public(s, plan);
    statement_say(s, ")");
    say_rest(s, plan, but, PLAN_NONE, "d.id");
}

void statement_base(struct statement *s, const struct query_plan *plan, ptrdiff_t but)
{
    if (plan->sight != SIGHT_PUBLIC_AND_OWN) {
        say_base(s, plan, but);
        return;
    }
    // In two, as the public ones can be told from indexes and the own ones are few.
    struct query_plan open = *plan;
    open.sight = SIGHT_PUBLIC;
    say_base(s, &open, but);
    statement_say(s, " UNION ALL ");
    say_base_own(s, plan, but);
}

// ---- whole statements ------------------------------------------------------------------------------------------------

static void count_end(struct statement *s, int64_t limit)
{
    if (limit > 0)
        statement_say(s, " LIMIT %lld", (long long)limit);
    statement_say(s, ") n");
}

void statement_count_ids(struct statement *s, const struct query_plan *plan, const struct condition *condition, int64_t limit)
{
    statement_say(s, "SELECT count(*) FROM (");
    statement_ids(s, plan, condition);
    count_end(s, limit);
}

void statement_count(struct statement *s, const struct query_plan *plan, int64_t limit)
{
    statement_say(s, "SELECT count(*) FROM (");
    statement_base(s, plan, PLAN_NONE);
    count_end(s, limit);
}

static bool is_by_id(const struct query_plan *plan)
{
    return str_eq(plan->sort.column, S("id"));
}

static void say_order(struct statement *s, const struct query_plan *plan, const char *key, const char *id)
{
    const char *way = plan->sort.down ? " DESC" : "";
    const char *nulls = !plan->sort.nullable ? "" : plan->sort.down ? " NULLS LAST" : " NULLS FIRST";
    if (is_by_id(plan))
        statement_say(s, " ORDER BY %s%s", id, way);
    else
        statement_say(s, " ORDER BY %s%s%s, %s%s", key, way, nulls, id, way);
}

// Past the last row of the page before, in the order of (key, id), where all rows are sorted anyway.
static void say_after(struct statement *s, const struct query_plan *plan, const char *key)
{
    bool down = plan->sort.down;
    char way = down ? '<' : '>';
    if (is_by_id(plan)) {
        statement_say(s, " AND r.id %c ?", way);
    } else if (plan->from.value.kind == VAL_NULL) {
        statement_say(s, " AND (%s IS %s r.id %c ?)", key, down ? "NULL AND" : "NOT NULL OR", way);
    } else {
        if (plan->sort.nullable && down)
            statement_say(s, " AND (%s IS NULL OR (%s, r.id) < (?, ?))", key, key);
        else
            statement_say(s, " AND (%s, r.id) %c (?, ?)", key, way);
        statement_arg(s, plan->from.value);
    }
    statement_arg(s, INT(plan->from.id));
}

static void say_leg(struct statement *s, const struct query_plan *plan, const char *key, enum leg leg)
{
    char way = plan->sort.down ? '<' : '>';
    bool has_key = plan->from.value.kind != VAL_NULL;
    switch (leg) {
    case LEG_WHOLE:
        if (plan->continues)
            say_after(s, plan, key);
        return;
    case LEG_SAME:
        statement_say(s, has_key ? " AND %s = ?" : " AND %s IS NULL", key);
        if (has_key)
            statement_arg(s, plan->from.value);
        statement_say(s, " AND r.id %c ?", way);
        statement_arg(s, INT(plan->from.id));
        return;
    case LEG_BEYOND:
        if (!has_key) {
            statement_say(s, " AND %s IS NOT NULL", key);
            return;
        }
        statement_say(s, " AND %s %c ?", key, way);
        statement_arg(s, plan->from.value);
        return;
    case LEG_WITHOUT:
        statement_say(s, " AND %s IS NULL", key);
        return;
    }
}

// What the page's rows r have to fulfil, their order and number.
static void say_page(struct statement *s, const struct query_plan *plan, const char *key, enum leg leg, ptrdiff_t rows)
{
    if (!query_plan_is_seen(plan, PLAN_NONE))
        say_seen(s, plan);
    say_rest(s, plan, plan->driver, PLAN_NONE, "r.id");
    say_leg(s, plan, key, leg);
    say_order(s, plan, key, "r.id");
    statement_say(s, " LIMIT ?");
    statement_arg(s, INT(rows));
}

static void say_ranked(struct statement *s, const struct query_plan *plan)
{
    const char *rank = plan->searches_all ? plan->dialect->search_rank_all : plan->dialect->search_rank;
    buf_add(&s->text, dialect_text(s->mem, rank, str_of(plan->type->name)));
    statement_arg(s, plan->conditions[plan->driver].values[0]);
    statement_arg(s, INT(QUERY_COUNT_MAX));
}

void statement_list(struct statement *s, const struct query_plan *plan, str columns, enum leg leg, ptrdiff_t rows)
{
    const char *name = plan->type->name;
    const char *key = plan->sort.by_match ? "d.rank" : str_z(s->mem, str_fmt(s->mem, "r.%.*s", STR_ARG(plan->sort.column)));
    if (plan->driver == PLAN_NONE) {
        statement_say(s, "SELECT %s, %.*s FROM %s r WHERE 1 = 1", key, STR_ARG(columns), name);
        say_page(s, plan, key, leg, rows);
        return;
    }
    // The page's keys first, so that the wide columns are read for its own rows alone, and not sorted.
    statement_say(s, "SELECT p.k, %.*s FROM (SELECT r.id AS id, %s AS k FROM (", STR_ARG(columns), key);
    if (plan->sort.by_match)
        say_ranked(s, plan);
    else
        statement_ids(s, plan, &plan->conditions[plan->driver]);
    statement_say(s, ") d CROSS JOIN %s r WHERE r.id = d.id", name);
    say_page(s, plan, key, leg, rows);
    statement_say(s, ") p CROSS JOIN %s r WHERE r.id = p.id", name);
    say_order(s, plan, "p.k", "p.id");
}
