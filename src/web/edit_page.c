// SPDX-License-Identifier: Apache-2.0
#include "web/edit_page.h"

#include "journal/history.h"
#include "record/form.h"
#include "record/store.h"
#include "web/loaded.h"
#include "web/shape.h"

// ---- the form

struct editing {
    struct loaded l;
    const struct value *typed; // NULL: as the record is
    struct faults faults;
    str key;
    str add_to;
    struct value *meanwhile;   // what others have changed since it was opened; NULL: nothing
};

static struct value *saves_value(struct request *r, const struct loaded *l)
{
    struct arena *mem = r->c.mem;
    bool now = !l->type->flow || !l->type->public_states;
    bool change = !now && (l->draft.id != 0 || type_is_public_state(l->type, l->head->state));
    struct value *saves = value_map(mem);
    value_set(mem, saves, "now", value_bool(mem, now));
    value_set(mem, saves, "change", value_bool(mem, change));
    value_set(mem, saves, "draft", value_bool(mem, !now && !change));
    return saves;
}

static struct value *title_value(struct request *r, const struct loaded *l)
{
    struct arena *mem = r->c.mem;
    if (l->head->id == 0)
        return shape_label(r, l->type->label_new ? l->type->label_new : N_("Add"));
    return value_text(mem, str_fmt(mem, tr(&r->c, N_("Change %.*s")), STR_ARG(shape_title(r, l->type, l->record))));
}

static struct value *record_part(struct request *r, const struct loaded *l)
{
    struct arena *mem = r->c.mem;
    if (l->head->id == 0)
        return value_null(mem);
    struct value *record = value_map(mem);
    value_set(mem, record, "title", value_text(mem, shape_title(r, l->type, l->record)));
    value_set(mem, record, "path", value_text(mem, shape_path(mem, l->type, l->head->id)));
    return record;
}

static enum err draw(struct request *r, struct answer *a, struct editing *e)
{
    struct arena *mem = r->c.mem;
    const struct loaded *l = &e->l;
    const struct form_options options = {
        .typed = e->typed, .faults = &e->faults, .viewer = l->viewer, 
        .add_to = e->add_to,
    };
    struct value *data = NULL;
    enum err err = form_value(&r->c, l->type, l->record, &options, &data);
    if (err != OK)
        return err;
    str list = str_fmt(mem, "/%s", l->type->plural);
    str own = l->head->id ? shape_path(mem, l->type, l->head->id) : list;
    value_set(mem, data, "title", title_value(r, l));
    value_set(mem, data, "type", shape_type(r, l->type, NULL));
    value_set(mem, data, "record", record_part(r, l));
    value_set(mem, data, "action", value_text(mem, own));
    value_set(mem, data, "cancel", value_text(mem, own));
    value_set(mem, data, "version", value_int(mem, l->head->version));
    value_set(mem, data, "key", value_text(mem, e->key.len > 0 ? e->key : loaded_key(mem)));
    value_set(mem, data, "saves", saves_value(r, l));
    value_set(mem, data, "meanwhile", e->meanwhile ? e->meanwhile : value_list(mem));
    a->data = data;
    return OK;
}

static enum err may_edit(struct request *r, const struct loaded *l)
{
    if (loaded_may_edit(l))
        return OK;
    return fail(&r->c, ERR_DENIED, N_("this is for its owners and the office: ask them to change it"));
}

enum err edit_new_page(struct request *r, struct answer *a)
{
    struct editing e = { 0 };
    loaded_new(r, &e.l);
    return draw(r, a, &e);
}

// The record to be changed, with the change that waits over it.
static enum err begin(struct request *r, struct editing *e)
{
    enum err err = loaded_read(r, &e->l);
    if (err == OK)
        err = may_edit(r, &e->l);
    return err == OK ? loaded_use_draft(r, &e->l) : err;
}

enum err edit_page(struct request *r, struct answer *a)
{
    struct editing e = { 0 };
    enum err err = begin(r, &e);
    return err == OK ? draw(r, a, &e) : err;
}

// ---- saving

static enum err keep_answer(struct ctx *c, const struct write_result *result, void *arg, int *status, str *body, str *location)
{
    const struct record_type *type = arg;
    str path = shape_path(c->mem, type, result->id);
    *status = 303;
    *body = STR_NONE;
    *location = result->draft ? str_fmt(c->mem, "%.*s/drafts/%lld", STR_ARG(path), (long long)result->draft) : path;
    return OK;
}

static void go_to_result(struct request *r, struct answer *a, const struct record_type *type, const struct write_result *result)
{
    int status;
    str body, path;
    if (result->answered.found) {
        answer_go(r, a, result->answered.location, N_("This was done already."));
        return;
    }
    enum err e = keep_answer(&r->c, result, (void *)(uintptr_t)type, &status, &body, &path);
    (void)e; // it only makes an address
    const char *said = result->made ? result->made->done : result->unchanged ? N_("Nothing was changed.") : N_("It is saved.");
    answer_go(r, a, path, said);
}

// A form sent twice is one request; but whoever goes back to it, changes it and sends it again means another.
static void use_key(struct request *r, const struct record_type *type, struct write_once *once)
{
    enum { HASH_KEPT = 32 };
    loaded_once(r, request_field(r, S("_key")), once);
    if (once->key.len > 0)
        once->key = str_fmt(r->c.mem, "%.*s-%.*s", STR_ARG(once->key), HASH_KEPT, once->request.at);
    once->answer = keep_answer;
    once->arg = (void *)(uintptr_t)type;
}

// Others have saved since this form was opened. What was typed is kept; what they changed is shown; the form then carries the
// present version, so that saving again is done knowingly.
static enum err draw_stale(struct request *r, struct answer *a, struct editing *e, int64_t opened)
{
    void *then = record_new(r->c.mem, e->l.type);
    if (history_version(&r->c, e->l.type, e->l.head->id, opened, then) == OK)
        e->meanwhile = shape_differences(r, e->l.type, then, e->l.record, e->l.viewer);
    else
        fail_clear(&r->c);
    fault_add(&r->c, &e->faults, STR_NONE,
              N_("somebody else has saved this meanwhile, and nothing was overwritten: look at the present version, then save again "
                 "to put yours over it"));
    a->status = 412;
    return draw(r, a, e);
}

// The record again as it is now, under what was typed.
static enum err read_again(struct request *r, struct editing *e)
{
    if (e->l.head->id == 0) {
        loaded_new(r, &e->l);
        return OK;
    }
    enum err err = loaded_read(r, &e->l);
    return err == OK ? loaded_use_draft(r, &e->l) : err;
}

static enum err show_again(struct request *r, struct answer *a, struct editing *e, enum err why)
{
    // After a conflict the form is a new one: its key was another's, or was used up.
    if (why == ERR_CONFLICT)
        fault_add(&r->c, &e->faults, STR_NONE, "%.*s", STR_ARG(r->c.said));
    e->key = why == ERR_CONFLICT ? STR_NONE : request_field(r, S("_key"));
    fail_clear(&r->c);
    e->typed = r->body;
    enum err err = read_again(r, e);
    if (err != OK)
        return err;
    if (why == ERR_STALE)
        return draw_stale(r, a, e, request_if_version(r));
    a->status = err_http(why);
    return draw(r, a, e);
}

static enum err save(struct request *r, struct answer *a, struct editing *e)
{
    struct write_once once;
    struct write_result result = { 0 };
    if (!r->body)
        return fail(&r->c, ERR_MALFORMED, N_("nothing was sent: fill in the form and send it again"));
    e->add_to = request_field(r, S("_add"));
    if (e->add_to.len > 0)
        return show_again(r, a, e, OK);
    record_read(&r->c, e->l.type, r->body, READING_FORM, READ_WHOLE, e->l.viewer, e->l.record, &e->faults);
    use_key(r, e->l.type, &once);
    const struct write_options options = {
        .if_version = request_if_version(r), .move = request_field(r, S("_move")), .note = request_field(r, S("note")), .once = &once,
    };
    enum err err = e->faults.n > 0 ? loaded_check(r, &e->l, &e->faults) : OK;
    if (err == OK)
        err = e->faults.n > 0 ? ERR_INVALID : write_save(&r->c, e->l.type, e->l.record, &options, &e->faults, &result);
    if (err == ERR_STALE || err == ERR_CONFLICT || (err == ERR_INVALID && e->faults.n > 0))
        return show_again(r, a, e, err);
    if (err == OK)
        go_to_result(r, a, e->l.type, &result);
    return err;
}

enum err edit_create(struct request *r, struct answer *a)
{
    struct editing e = { 0 };
    loaded_new(r, &e.l);
    return save(r, a, &e);
}

enum err edit_save(struct request *r, struct answer *a)
{
    struct editing e = { 0 };
    enum err err = begin(r, &e);
    return err == OK ? save(r, a, &e) : err;
}

// ---- moves

// What is missing for the move is shown in the form, where it can be put right.
static enum err draw_missing(struct request *r, struct answer *a, struct loaded *l, const struct faults *faults)
{
    struct editing e = { .l = *l, .faults = *faults };
    if (!loaded_may_edit(l)) {
        a->faults = *faults;
        return ERR_INVALID;
    }
    fail_clear(&r->c);
    a->status = 422;
    a->view = l->resource->edit ? l->resource->edit : "record/edit";
    return draw(r, a, &e);
}

enum err edit_move(struct request *r, struct answer *a)
{
    struct loaded l;
    struct faults faults = { 0 };
    struct write_result result = { 0 };
    struct write_once once;
    bool of_draft = request_capture(r, S("draft")).len > 0;
    enum err e = loaded_read(r, &l);
    if (e == OK && of_draft)
        e = loaded_use_draft(r, &l);
    if (e != OK)
        return e;
    use_key(r, l.type, &once);
    const struct write_options options = { .if_version = request_if_version(r), .note = str_trim(request_field(r, S("note"))), .once = &once };
    e = write_move(&r->c, l.type, request_id(r), of_draft ? l.draft.id : 0, request_capture(r, S("move")), &options, &faults, &result);
    if (e == ERR_INVALID && faults.n > 0)
        return draw_missing(r, a, &l, &faults);
    if (e == OK)
        go_to_result(r, a, l.type, &result);
    return e;
}

enum err edit_discard(struct request *r, struct answer *a)
{
    struct loaded l;
    bool of_draft = request_capture(r, S("draft")).len > 0;
    enum err e = loaded_read(r, &l);
    if (e == OK)
        e = write_discard(&r->c, l.type, request_id(r), of_draft ? l.draft.id : 0);
    if (e != OK)
        return e;
    answer_go(r, a, of_draft ? shape_path(r->c.mem, l.type, l.head->id) : str_fmt(r->c.mem, "/%s", l.type->plural),
              of_draft ? N_("The change is thrown away.") : N_("It is thrown away."));
    return OK;
}
