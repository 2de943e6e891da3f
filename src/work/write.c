// SPDX-License-Identifier: Apache-2.0
#include "work/write.h"

#include "record/store.h"
#include "text/lang.h"
#include "work/draft.h"

static const struct write_options no_options;

static enum err refuse_right(struct ctx *c, const struct record_type *type)
{
    return fail(c, ERR_DENIED, N_("changing this %s is for other roles than yours: ask the office"), tr(c, type->label));
}

// ---- saving

static str first_state(const struct record_type *type)
{
    return type->flow ? str_of(type->flow->states[0].code) : STR_NONE;
}

static bool is_state(const struct record_type *type, str state)
{
    return state.len > 0 && (!type->flow || flow_state(type->flow, state));
}

// The head of a new record: the program says where it comes from, others do not.
static void head_begin(struct ctx *c, struct write_case *w)
{
    struct record *head = w->record;
    struct record given = *head;
    *head = (struct record){ .state = first_state(w->type), .lang = given.lang, .created_ms = c->now_ms, .created_by = actor_account(c) };
    if (head->lang.len == 0)
        head->lang = c->lang ? str_of(lang_tag(c->lang)) : S("en");
    if (!(actor_roles(c) & ROLE_SYSTEM))
        return;
    head->origin = given.origin;
    head->example = given.example;
    if (is_state(w->type, given.state))
        head->state = given.state;
}

static enum err create_here(struct ctx *c, struct write_case *w)
{
    if (!(actor_roles(c) & (w->type->create | ROLE_SYSTEM)))
        return refuse_right(c, w->type);
    head_begin(c, w);
    enum err err = store_roles(c, w->type, w->record, &w->viewer);
    if (err == OK)
        err = case_check(c, w);
    if (err == OK)
        err = case_move(c, w);
    return err == OK ? store_insert(c, w->type, w->record) : err;
}

static enum err change_here(struct ctx *c, struct write_case *w, bool changed)
{
    int64_t version = ((const struct record *)w->before)->version;
    if (changed)
        case_take_over(c, w);
    enum err err = case_check(c, w);
    if (err == OK)
        err = case_move(c, w);
    return err == OK ? store_update(c, w->type, w->record, version) : err;
}

static void close_case(const struct write_case *w)
{
    const struct record *head = w->record;
    w->result->id = head->id;
    w->result->version = head->version;
    w->result->state = head->state;
    w->result->made = w->made;
}

static enum err journal_here(struct ctx *c, struct write_case *w)
{
    close_case(w);
    enum err err = case_journal(c, w);
    return err == OK ? case_event(c, w) : err;
}

static enum err save_present(struct ctx *c, struct write_case *w)
{
    enum err err = case_load(c, w);
    if (err == OK && !(w->viewer & (w->type->edit | ROLE_SYSTEM)))
        return refuse_right(c, w->type);
    if (err != OK || draft_is_needed(w))
        return err == OK ? draft_save(c, w) : err;
    err = case_version(c, w, ((const struct record *)w->before)->version);
    if (err != OK)
        return err;
    *(struct record *)w->record = *(const struct record *)w->before;
    bool changed = case_is_changed(c, w, w->before);
    if (!changed && w->move.len == 0 && w->faults->n == 0) {
        w->result->unchanged = true;
        close_case(w);
        return OK;
    }
    err = change_here(c, w, changed);
    return err == OK ? journal_here(c, w) : err;
}

static enum err save_here(struct ctx *c, void *arg)
{
    struct write_case *w = arg;
    if (w->id != 0)
        return save_present(c, w);
    enum err err = create_here(c, w);
    return err == OK ? journal_here(c, w) : err;
}

enum err write_save(struct ctx *c, const struct record_type *type, void *record, const struct write_options *options,
                    struct faults *faults, struct write_result *result)
{
    const struct record head = *(const struct record *)record;
    if (!options)
        options = &no_options;
    struct write_case w = { .type = type, .options = options, .faults = faults, .result = result, .id = head.id,
                            .move = options->move, .content = CASE_SAVES, .record = record };
    enum err err = case_run(c, save_here, &w);
    if (err != OK)
        *(struct record *)record = head;
    return err;
}

// ---- moving

static enum err move_here(struct ctx *c, void *arg)
{
    struct write_case *w = arg;
    enum err err = case_load(c, w);
    if (err == OK && w->draft_id != 0)
        return draft_move(c, w);
    if (err == OK)
        err = case_version(c, w, ((const struct record *)w->before)->version);
    w->record = record_new(c->mem, w->type);
    if (err == OK)
        err = store_load(c, w->type, w->id, w->record);
    if (err == OK)
        err = change_here(c, w, false);
    return err == OK ? journal_here(c, w) : err;
}

enum err write_move(struct ctx *c, const struct record_type *type, int64_t id, int64_t draft, str move,
                    const struct write_options *options, struct faults *faults, struct write_result *result)
{
    struct write_case w = { .type = type, .options = options ? options : &no_options, .faults = faults, .result = result,
                            .id = id, .draft_id = draft, .move = move };
    if (move.len == 0)
        return fail(c, ERR_MALFORMED, N_("no move was named: say which one"));
    return case_run(c, move_here, &w);
}

// ---- taking out

static enum err remove_rows(struct ctx *c, struct write_case *w)
{
    enum err err = draft_forget(c, w->type, w->id);
    if (err == OK)
        err = store_delete(c, w->type, w->id);
    return err == OK ? case_journal(c, w) : err;
}

static enum err remove_here(struct ctx *c, void *arg)
{
    struct write_case *w = arg;
    enum err err = case_load(c, w);
    return err == OK ? remove_rows(c, w) : err;
}

static enum err discard_here(struct ctx *c, void *arg)
{
    struct write_case *w = arg;
    enum err err = case_load(c, w);
    if (err == OK && w->draft_id != 0)
        return draft_discard(c, w);
    const struct record *head = w->before;
    if (err == OK && !(w->viewer & (ROLE_OWNER | ROLE_OFFICE)))
        return refuse_right(c, w->type);
    if (err == OK && (!w->type->flow || !str_eq(head->state, first_state(w->type))))
        return fail(c, ERR_CONFLICT, N_("this %s has left its first state and cannot be thrown away: withdraw it"), tr(c, w->type->label));
    const struct move_case in = { .type = w->type, .record = w->before };
    if (err == OK && w->type->flow->may_discard)
        err = w->type->flow->may_discard(c, &in);
    return err == OK ? remove_rows(c, w) : err;
}

enum err write_discard(struct ctx *c, const struct record_type *type, int64_t id, int64_t draft)
{
    struct write_result result;
    struct write_case w = { .type = type, .options = &no_options, .result = &result, .id = id, .draft_id = draft };
    return case_run(c, discard_here, &w);
}

enum err write_remove(struct ctx *c, const struct record_type *type, int64_t id)
{
    struct write_result result;
    struct write_case w = { .type = type, .options = &no_options, .result = &result, .id = id };
    if (!(actor_roles(c) & (ROLE_SYSTEM | ROLE_ADMINISTRATOR)))
        return refuse_right(c, type);
    return case_run(c, remove_here, &w);
}
