// SPDX-License-Identifier: Apache-2.0
#include "work/flow.h"

#include "base/buf.h"
#include "journal/history.h"

const struct flow_state *flow_state(const struct flow *flow, str code)
{
    for (ptrdiff_t i = 0; flow && i < flow->state_count; i++) {
        if (str_eq(str_of(flow->states[i].code), code))
            return &flow->states[i];
    }
    return NULL;
}

static bool move_starts_from(const struct move *move, str state)
{
    str from = str_of(move->from);
    while (from.len > 0) {
        if (str_eq(str_cut(&from, ' '), state))
            return true;
    }
    return false;
}

const struct move *flow_move(const struct flow *flow, str name, str from)
{
    for (ptrdiff_t i = 0; flow && i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        if (str_eq(str_of(move->name), name) && move_starts_from(move, from))
            return move;
    }
    return NULL;
}

static bool is_own_submission(const struct ctx *c, const struct record *record)
{
    return record->submitted_by != 0 && record->submitted_by == actor_account(c);
}

enum err flow_may(struct ctx *c, const struct move_case *in, roles viewer)
{
    const struct move *move = in->move;
    if (!(viewer & (move->right | ROLE_SYSTEM)))
        return fail(c, ERR_DENIED, N_("\"%s\" is for other roles than yours: ask the office"), tr(c, move->label));
    if ((move->flags & MOVE_FOUR_EYES) && !(viewer & ROLE_SYSTEM) && is_own_submission(c, in->record))
        return fail(c, ERR_DENIED, N_("\"%s\" takes a second person, as you submitted this: ask a colleague"), tr(c, move->label));
    return move->guard ? move->guard(c, in) : OK;
}

static struct value *button(struct ctx *c, const struct move *move)
{
    struct value *v = value_map(c->mem);
    value_set(c->mem, v, "name", value_text(c->mem, str_of(move->name)));
    value_set(c->mem, v, "label", value_text(c->mem, str_of(tr(c, move->label))));
    if (move->flags & MOVE_MAIN)
        value_set(c->mem, v, "main", value_bool(c->mem, true));
    if (move->flags & MOVE_GRAVE)
        value_set(c->mem, v, "grave", value_bool(c->mem, true));
    if (move->flags & MOVE_NOTE)
        value_set(c->mem, v, "note", value_bool(c->mem, true));
    return v;
}

static struct value *button_held(struct ctx *c, const struct move *move)
{
    struct value *v = value_map(c->mem);
    value_set(c->mem, v, "name", value_text(c->mem, str_of(move->name)));
    value_set(c->mem, v, "label", value_text(c->mem, str_of(tr(c, move->label))));
    value_set(c->mem, v, "held", value_text(c->mem, c->said));
    fail_clear(c);
    return v;
}

struct value *flow_buttons(struct ctx *c, const struct record_type *type, void *record, roles viewer)
{
    struct value *list = value_list(c->mem);
    const struct flow *flow = type->flow;
    const struct record *head = record;
    for (ptrdiff_t i = 0; flow && i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        if (!move_starts_from(move, head->state) || !(viewer & (move->right | ROLE_SYSTEM)))
            continue;
        struct move_case in = { .type = type, .move = move, .record = record };
        enum err err = flow_may(c, &in, viewer);
        value_add(c->mem, list, err == OK ? button(c, move) : button_held(c, move));
    }
    return list;
}

static const char *said(struct arena *mem, const char *about, const char *what)
{
    return str_fmt(mem, "%s: %s", about, what).at;
}

static const char *check_state(struct arena *mem, const struct flow *flow, ptrdiff_t i)
{
    const struct flow_state *state = &flow->states[i];
    if (!state->code || !state->code[0])
        return "a state has no code";
    if (!state->label || !state->sentence)
        return said(mem, state->code, "the state has no label or no sentence");
    if (flow_state(flow, str_of(state->code)) != state)
        return said(mem, state->code, "two states have this code");
    return NULL;
}

static const char *check_from(struct arena *mem, const struct flow *flow, const struct move *move)
{
    str from = str_of(move->from);
    if (from.len == 0)
        return said(mem, move->name, "the move starts from no state");
    while (from.len > 0) {
        str state = str_cut(&from, ' ');
        if (!flow_state(flow, state))
            return said(mem, move->name, "the move starts from a state there is not");
        if (flow_move(flow, str_of(move->name), state) != move)
            return said(mem, move->name, "two moves of this name start from one state");
    }
    return NULL;
}

static const char *check_move(struct arena *mem, const struct flow *flow, const struct move *move)
{
    if (!move->name || !move->name[0])
        return "a move has no name";
    if (!move->label || !move->done)
        return said(mem, move->name, "the move has no label or nothing to say when it is done");
    if (move->right == 0)
        return said(mem, move->name, "nobody may make the move");
    if (!move->to || (move->to[0] && !flow_state(flow, str_of(move->to))))
        return said(mem, move->name, "the move leads to a state there is not");
    return check_from(mem, flow, move);
}

// Follows the moves from the first state until nothing new is reached.
static const char *check_reach(struct arena *mem, const struct flow *flow)
{
    bool *reached = NEW(mem, bool, flow->state_count);
    reached[0] = true;
    for (bool more = true; more;) {
        more = false;
        for (ptrdiff_t m = 0; m < flow->move_count; m++) {
            const struct flow_state *to = flow_state(flow, str_of(flow->moves[m].to));
            for (ptrdiff_t s = 0; to && s < flow->state_count; s++) {
                if (!reached[s] || reached[to - flow->states] || !move_starts_from(&flow->moves[m], str_of(flow->states[s].code)))
                    continue;
                reached[to - flow->states] = more = true;
            }
        }
    }
    for (ptrdiff_t s = 0; s < flow->state_count; s++) {
        if (!reached[s])
            return said(mem, flow->states[s].code, "no moves lead to this state from the first one");
    }
    return NULL;
}

const char *flow_check(struct arena *mem, const struct flow *flow)
{
    if (flow->state_count == 0)
        return "the flow has no state";
    const char *wrong = NULL;
    for (ptrdiff_t i = 0; !wrong && i < flow->state_count; i++)
        wrong = check_state(mem, flow, i);
    for (ptrdiff_t i = 0; !wrong && i < flow->move_count; i++)
        wrong = check_move(mem, flow, &flow->moves[i]);
    return wrong ? wrong : check_reach(mem, flow);
}

// A state's name in Mermaid, where a hyphen would begin an arrow.
static void diagram_name(struct buf *b, str code)
{
    for (ptrdiff_t i = 0; i < code.len; i++)
        buf_byte(b, code.at[i] == '-' ? '_' : code.at[i]);
}

static void diagram_move(struct buf *b, const struct move *move)
{
    str from = str_of(move->from);
    while (from.len > 0) {
        str state = str_cut(&from, ' ');
        buf_lit(b, "    ");
        diagram_name(b, state);
        buf_lit(b, " --> ");
        diagram_name(b, move->to[0] ? str_of(move->to) : state);
        buf_fmt(b, ": %s\n", move->label);
    }
}

static bool state_is_last(const struct flow *flow, const struct flow_state *state)
{
    for (ptrdiff_t i = 0; i < flow->move_count; i++) {
        if (move_starts_from(&flow->moves[i], str_of(state->code)))
            return false;
    }
    return true;
}

str flow_diagram(struct arena *mem, const struct flow *flow)
{
    enum { DIAGRAM_LIMIT = 64 << 10 };
    struct buf b;
    buf_init(&b, mem, DIAGRAM_LIMIT);
    buf_lit(&b, "stateDiagram-v2\n");
    for (ptrdiff_t i = 0; i < flow->state_count; i++) {
        buf_fmt(&b, "    state \"%s\" as ", flow->states[i].label);
        diagram_name(&b, str_of(flow->states[i].code));
        buf_byte(&b, '\n');
    }
    buf_lit(&b, "    [*] --> ");
    diagram_name(&b, str_of(flow->states[0].code));
    buf_byte(&b, '\n');
    for (ptrdiff_t i = 0; i < flow->move_count; i++)
        diagram_move(&b, &flow->moves[i]);
    for (ptrdiff_t i = 0; i < flow->state_count; i++) {
        if (!state_is_last(flow, &flow->states[i]))
            continue;
        buf_lit(&b, "    ");
        diagram_name(&b, str_of(flow->states[i].code));
        buf_lit(&b, " --> [*]\n");
    }
    return buf_str(&b);
}

// ---- words for those below, who know types but not flows

static const char *state_label(const struct record_type *type, str state)
{
    const struct flow_state *found = flow_state(type->flow, state);
    return found ? found->label : NULL;
}

static const char *move_label(const struct record_type *type, str name)
{
    for (ptrdiff_t i = 0; type->flow && i < type->flow->move_count; i++) {
        if (str_eq(str_of(type->flow->moves[i].name), name))
            return type->flow->moves[i].label;
    }
    return NULL;
}

__attribute__((constructor)) static void flow_give_words(void)
{
    schema_state_label = state_label;
    history_move_label = move_label;
}
