// SPDX-License-Identifier: Apache-2.0
#include "work/write_case.h"

#include "journal/leaf.h"
#include "record/store.h"
#include "work/once.h"
#include "work/outbox.h"
#include "work/renew.h"

enum { NOTE_MAX = 2000 };

enum err case_load(struct ctx *c, struct write_case *w)
{
    w->before = record_new(c->mem, w->type);
    enum err err = store_load(c, w->type, w->id, w->before);
    if (err == OK)
        err = store_roles(c, w->type, w->before, &w->viewer);
    return err == OK ? store_see(c, w->type, w->before, w->viewer) : err;
}

int64_t case_read_version(const struct write_case *w)
{
    const struct record *head = w->record;
    return w->options->if_version ? w->options->if_version : head ? head->version : 0;
}

enum err case_version(struct ctx *c, const struct write_case *w, int64_t present)
{
    int64_t read = case_read_version(w);
    if (read == 0 || read == present)
        return OK;
    return fail(c, ERR_STALE, N_("this %s was changed by someone else meanwhile: load it again and make your change there"),
                tr(c, w->type->label));
}

static enum check_level case_level(const struct write_case *w, const struct move *move)
{
    bool complete = !w->type->flow || (move && move->flags & MOVE_COMPLETE);
    return complete ? CHECK_COMPLETE : CHECK_DRAFT;
}

static enum err refuse_faults(struct ctx *c)
{
    return fail(c, ERR_INVALID, N_("this could not be saved: see what is said beside each field"));
}

enum err case_check(struct ctx *c, struct write_case *w)
{
    const struct record *head = w->record;
    const struct move *move = flow_move(w->type->flow, w->move, head->state);
    if (w->move.len > 0 && (!move || !(w->viewer & (move->right | ROLE_SYSTEM))))
        return case_move(c, w); // it is refused, whatever the fields say
    if (w->type->compute)
        w->type->compute(c, w->record);
    enum check_level level = case_level(w, move);
    if (w->content == CASE_MOVES && level != CHECK_COMPLETE)
        return OK;
    enum err err = record_check(c, w->type, w->record, level, w->faults);
    if (err == OK && w->faults->n > 0)
        return refuse_faults(c);
    return err == OK ? c->err : err;
}

static enum err check_note(struct ctx *c, struct write_case *w, const struct move *move)
{
    str note = str_trim(w->options->note);
    if (note.len == 0 && move->flags & MOVE_NOTE)
        fault_add(c, w->faults, S("note"), N_("say in a few words why, or what is to be changed"));
    else if (!str_is_utf8(note) || str_points(note) > NOTE_MAX)
        fault_add(c, w->faults, S("note"), N_("shorten it to %d characters"), NOTE_MAX);
    return w->faults->n > 0 ? refuse_faults(c) : OK;
}

static enum err refuse_move(struct ctx *c, const struct write_case *w, str state)
{
    const struct flow_state *now = flow_state(w->type->flow, state);
    const char *label = now ? tr(c, now->label) : "";
    return fail(c, ERR_CONFLICT, N_("this %s cannot make the move \"%.*s\" now, as it is in the state \"%s\": load the page again"),
                tr(c, w->type->label), STR_ARG(w->move), label);
}

enum err case_move(struct ctx *c, struct write_case *w)
{
    struct record *head = w->record;
    if (w->move.len == 0)
        return OK;
    const struct move *move = flow_move(w->type->flow, w->move, head->state);
    if (!move)
        return refuse_move(c, w, head->state);
    struct move_case in = { .type = w->type, .move = move, .record = w->record, .note = str_trim(w->options->note) };
    enum err err = flow_may(c, &in, w->viewer);
    if (err == OK)
        err = check_note(c, w, move);
    if (err == OK && move->effect)
        err = move->effect(c, &in);
    if (err != OK)
        return err;
    if (move->to[0])
        head->state = str_of(move->to);
    if (move->flags & MOVE_SUBMITS)
        head->submitted_by = actor_account(c);
    w->made = move;
    return OK;
}

void case_take_over(const struct ctx *c, const struct write_case *w)
{
    struct record *head = w->record;
    if (head->submitted_by != 0 && !(w->viewer & ROLE_SYSTEM))
        head->submitted_by = actor_account(c);
}

bool case_is_changed(struct ctx *c, const struct write_case *w, const void *before)
{
    struct difference *differences;
    return record_difference(c, w->type, before, w->record, (roles)-1, &differences) > 0;
}

// The role it was done in: of those the actor has, the first that gives the right; owner only when none does.
static str case_role(const struct write_case *w)
{
    roles right = w->made ? w->made->right : w->before ? w->type->edit : w->type->create;
    roles used = w->viewer & (right | ROLE_SYSTEM);
    if (used & ~(roles)ROLE_OWNER)
        used &= ~(roles)ROLE_OWNER;
    return str_of(role_code(used & (~used + 1)));
}

static str case_deed(const struct write_case *w)
{
    if (w->made)
        return str_of(w->made->name);
    return !w->record ? S("remove") : w->before ? S("save") : S("create");
}

enum err case_journal(struct ctx *c, struct write_case *w)
{
    const struct record *head = w->record ? w->record : w->before;
    struct leaf leaf = {
        .type = w->type,
        .before = w->before,
        .after = w->record,
        .move = case_deed(w),
        .role = case_role(w),
        .note = w->options ? str_trim(w->options->note) : STR_NONE,
        .version = w->record ? head->version : head->version + 1,
    };
    enum err err = leaf_append(c, &leaf, &w->result->leaf);
    return err == OK && w->before && w->record ? renew_ask(c, w->type, head->id) : err;
}

enum err case_event(struct ctx *c, const struct write_case *w)
{
    if (!w->made || !w->made->event)
        return OK;
    struct value *body = value_map(c->mem);
    value_set(c->mem, body, "type", value_text(c->mem, str_of(w->type->name)));
    value_set(c->mem, body, "id", value_int(c->mem, ((const struct record *)w->record)->id));
    value_set(c->mem, body, "draft", value_int(c->mem, w->result->draft));
    value_set(c->mem, body, "version", value_int(c->mem, w->result->version));
    value_set(c->mem, body, "state", value_text(c->mem, w->result->state));
    value_set(c->mem, body, "move", value_text(c->mem, str_of(w->made->name)));
    value_set(c->mem, body, "account", value_int(c->mem, actor_account(c)));
    return outbox_put(c, str_of(w->made->event), body, 0);
}

struct case_being_run {
    write_fn *fn;
    struct write_case *w;
};

static enum err run_once(struct ctx *c, void *arg)
{
    struct case_being_run *run = arg;
    struct write_case *w = run->w;
    const struct write_once *once = w->options->once;
    *w->result = (struct write_result){ .id = w->id };
    w->made = NULL;
    enum err err = write_answered(c, once, &w->result->answered);
    if (err != OK || w->result->answered.found)
        return err;
    err = run->fn(c, w);
    return err == OK ? once_keep(c, once, w->result) : err;
}

enum err case_run(struct ctx *c, write_fn *fn, struct write_case *w)
{
    struct case_being_run run = { fn, w };
    return db_is_writing(c) ? db_part(c, run_once, &run) : db_write(c, run_once, &run);
}
