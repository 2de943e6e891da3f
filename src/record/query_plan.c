// SPDX-License-Identifier: Apache-2.0
#include "record/query_plan.h"

#include "db/pool.h"
#include "record/search.h"

#include <math.h>
#include <string.h>

static enum err sight_find(struct ctx *c, const struct record_type *type, struct query_plan *plan)
{
    roles viewer = actor_roles(c);
    bool may = type->see == 0 || (type->see & viewer) != 0, own = type->see & ROLE_OWNER;
    if (!may && plan->account == 0)
        return fail(c, ERR_UNKNOWN, "the %s are not open to everyone; sign in first", tr(c, type->label_plural));
    if (!may && !own)
        return fail(c, ERR_DENIED, "the %s are not open to you; ask the office for the right to see them", tr(c, type->label_plural));
    if (!may || (viewer & ROLE_OFFICE) != 0 || type->public_states == NULL)
        plan->sight = SIGHT_ALL;
    else
        plan->sight = plan->account ? SIGHT_PUBLIC_AND_OWN : SIGHT_PUBLIC;
    plan->states_are_public = plan->sight == SIGHT_PUBLIC;
    plan->searches_all = (viewer & ROLE_OFFICE) != 0;
    if (!may) // whoever prepared a record sees it, and no other
        plan->conditions[plan->n++] = (struct condition){ .target = query_target_find(type, S("mine"), viewer) };
    return OK;
}

// Who sees public records alone may ask for other states, and gets none.
static void states_clip(const struct query_plan *plan, struct condition *condition, struct val *values)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < condition->n; i++)
        if (type_is_public_state(plan->type, values[i].s))
            values[n++] = values[i];
    if (n == 0)
        values[n++] = TEXT(S("-")); // no state's name
    condition->n = n;
}

static enum err values_read(struct ctx *c, const struct query_plan *plan, const struct query_filter *filter, struct condition *out)
{
    struct val *values = NEW(c->mem, struct val, filter->n);
    for (ptrdiff_t i = 0; i < filter->n; i++) {
        values[i] = TEXT(filter->codes[i]);
        if (out->target.what == TARGET_COLUMN && !query_code_value(c, &out->target, filter->codes[i], &values[i]))
            return fail(c, ERR_INVALID, "the list cannot be filtered by %.*s; choose one of the values there are",
                        STR_ARG(filter->name));
    }
    out->values = values;
    out->n = filter->n;
    if (out->target.what == TARGET_STATE && plan->states_are_public)
        states_clip(plan, out, values);
    return OK;
}

static enum err conditions_read(struct ctx *c, const struct query *query, struct query_plan *plan)
{
    for (ptrdiff_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        struct condition *condition = &plan->conditions[plan->n];
        if (filter->n == 0)
            continue;
        condition->target = query_target_find(plan->type, filter->name, actor_roles(c));
        if (condition->target.what == TARGET_NONE)
            return fail(c, ERR_INVALID, "the list has no filter %.*s; leave it out", STR_ARG(filter->name));
        if (condition->target.what == TARGET_MINE && plan->account == 0)
            return fail(c, ERR_UNKNOWN, "nobody is signed in; sign in to see what is yours");
        enum err err = values_read(c, plan, filter, condition);
        if (err != OK)
            return err;
        plan->n++;
    }
    str words = search_expression(c->mem, query->text);
    if (words.len > 0) {
        struct val *value = NEW(c->mem, struct val, 1);
        *value = TEXT(words);
        plan->conditions[plan->n++] = (struct condition){ .values = value, .n = 1 };
    }
    return OK;
}

enum err query_plan_make(struct ctx *c, const struct record_type *type, const struct query *query, struct query_plan **out)
{
    struct query_plan *plan = NEW(c->mem, struct query_plan, 1);
    *out = plan;
    plan->type = type;
    plan->dialect = pool_dialect(c->pool);
    plan->account = actor_account(c);
    // As store_roles has it: for an organisation speak its editors. No row of T_facet has the empty text.
    if (c->actor && c->actor->organisation != 0 && (c->actor->roles & ROLE_EDITOR))
        plan->organisation = str_fmt(c->mem, "%lld", (long long)c->actor->organisation);
    plan->conditions = NEW(c->mem, struct condition, query->filter_count + 2);
    plan->driver = PLAN_NONE;
    plan->limit = query->limit < 1 ? 25 : query->limit > QUERY_LIMIT_MAX ? QUERY_LIMIT_MAX : query->limit;
    plan->sort = query_sort_of(c->mem, type, query, actor_roles(c));
    plan->continues = query->after.len > 0;
    if (plan->continues && !query_after(c, query->after, &plan->sort, &plan->from))
        return fail(c, ERR_INVALID, "this page key is not known; begin again without it");
    enum err err = sight_find(c, type, plan);
    if (err == OK)
        err = conditions_read(c, query, plan);
    if (err == OK && plan->sort.by_match)
        plan->driver = plan->n - 1;
    return err;
}

ptrdiff_t query_plan_rarest(const struct query_plan *plan, ptrdiff_t but)
{
    ptrdiff_t best = PLAN_NONE;
    for (ptrdiff_t i = 0; i < plan->n; i++)
        if (i != but && (best == PLAN_NONE || plan->conditions[i].hits < plan->conditions[best].hits))
            best = i;
    return best;
}

ptrdiff_t query_plan_condition(const struct query_plan *plan, const char *name)
{
    for (ptrdiff_t i = 0; i < plan->n; i++)
        if (plan->conditions[i].target.what != TARGET_NONE && strcmp(plan->conditions[i].target.name, name) == 0)
            return i;
    return PLAN_NONE;
}

bool query_plan_is_seen(const struct query_plan *plan, ptrdiff_t but)
{
    if (plan->sight != SIGHT_PUBLIC)
        return plan->sight == SIGHT_ALL;
    for (ptrdiff_t i = 0; i < plan->n; i++) {
        int what = plan->conditions[i].target.what;
        // Rows of T_facet say whether their record is shown to the public.
        if (i != but && (what == TARGET_FACET || (what == TARGET_STATE && plan->states_are_public)))
            return true;
    }
    return false;
}

ptrdiff_t query_plan_legs(const struct query_plan *plan, enum leg out[LEGS_MAX])
{
    ptrdiff_t n = 0;
    bool in_one = !plan->continues || plan->driver != PLAN_NONE || str_eq(plan->sort.column, S("id"));
    bool down = plan->sort.down, has_key = plan->from.value.kind != VAL_NULL;
    out[n++] = in_one ? LEG_WHOLE : LEG_SAME;
    if (!in_one && (has_key || !down))
        out[n++] = LEG_BEYOND;
    if (!in_one && has_key && down && plan->sort.nullable)
        out[n++] = LEG_WITHOUT;
    return n;
}

// Hits as far as they were counted; where there are more, the geometric mean of what is certain and of what is possible.
static double hits_likely(const struct condition *condition, double all)
{
    double hits = (double)condition->hits;
    return hits <= QUERY_COUNT_MAX || hits >= all ? (hits < all ? hits : all) : sqrt(hits * all);
}

// Rows that have to be looked at along the index until a page is full, taking the conditions as independent; against those that
// the rarest condition has.
void query_plan_choose(struct query_plan *plan, int64_t records)
{
    ptrdiff_t best = query_plan_rarest(plan, PLAN_NONE);
    if (plan->sort.by_match || best == PLAN_NONE)
        return;
    double all = records < 1 ? 1 : (double)records, fit = 1;
    for (ptrdiff_t i = 0; i < plan->n; i++)
        fit *= hits_likely(&plan->conditions[i], all) / all;
    double along = (double)(plan->limit + 1) / (fit > 1 / all ? fit : 1 / all);
    plan->driver = hits_likely(&plan->conditions[best], all) < (along < all ? along : all) ? best : PLAN_NONE;
}
