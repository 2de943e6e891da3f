// SPDX-License-Identifier: Apache-2.0
#include "web/api_write.h"

#include "record/check.h"
#include "record/store.h"
#include "view/json.h"
#include "web/shape.h"

enum { BODY_MAX = 16 << 20 };

static str api_address(struct arena *mem, const struct record_type *type, const struct write_result *result)
{
    str path = str_fmt(mem, "/api/v1/%s/%lld", type->plural, (long long)result->id);
    return result->draft ? str_fmt(mem, "%.*s/drafts/%lld", STR_ARG(path), (long long)result->draft) : path;
}

// ---- the answer to a write, made inside its transaction so that a repeated request gets the same

struct writing {
    struct loaded l;
    struct request *r;
    struct faults faults;
    struct write_once once;
    struct write_result result;
};

static enum err read_result(struct ctx *c, const struct writing *w, const struct write_result *result, void *record)
{
    if (result->draft == 0)
        return store_load(c, w->l.type, result->id, record);
    struct draft draft;
    enum err e = draft_of(c, w->l.type, result->id, &draft);
    return e == OK ? draft_load(c, &draft, w->l.type, record) : e;
}

static enum err result_body(struct ctx *c, const struct writing *w, const struct write_result *result, str *body)
{
    void *record = record_new(c->mem, w->l.type);
    enum err e = read_result(c, w, result, record);
    if (e != OK)
        return e;
    struct value *answer = value_map(c->mem);
    struct buf b;
    value_set(c->mem, answer, "data", record_value(c, w->l.type, record, w->l.viewer));
    if (result->draft)
        value_set(c->mem, answer, "draft", value_int(c->mem, result->draft));
    buf_init(&b, c->mem, BODY_MAX);
    json_write(&b, answer);
    buf_byte(&b, '\n');
    *body = buf_str(&b);
    return OK;
}

static int status_of(const struct writing *w, const struct write_result *result)
{
    if (w->l.head->id == 0 || w->r->method == POST)
        return request_capture(w->r, S("move")).len > 0 ? 200 : 201;
    return result->draft ? 202 : 200; // a change that waits for review is accepted, not done
}

static enum err keep_answer(struct ctx *c, const struct write_result *result, void *arg, int *status, str *body, str *location)
{
    const struct writing *w = arg;
    *status = status_of(w, result);
    *location = api_address(c->mem, w->l.type, result);
    return result_body(c, w, result, body);
}

static void use_key(struct request *r, struct writing *w)
{
    w->r = r;
    loaded_once(r, request_header(r, "Idempotency-Key"), &w->once);
    w->once.answer = keep_answer;
    w->once.arg = w;
}

static void give(struct answer *a, int status, str body, str location)
{
    a->status = status;
    a->body = body;
    a->content_type = S("application/json");
    if (location.len > 0)
        answer_header(a, status == 201 ? "Location" : "Content-Location", location);
}

static enum err give_result(struct request *r, struct answer *a, struct writing *w)
{
    const struct write_answer *before = &w->result.answered;
    int status = 0;
    str body, location;
    if (before->found) {
        give(a, before->status, before->body, before->location);
        return OK;
    }
    enum err e = keep_answer(&r->c, &w->result, w, &status, &body, &location);
    if (e != OK)
        return e;
    give(a, status, body, location);
    a->etag = str_fmt(r->c.mem, "%lld", (long long)w->result.version);
    return OK;
}

// ---- saving

static enum err need_body(struct request *r, struct answer *a)
{
    if (r->body)
        return OK;
    return answer_fail(r, a, 400, ERR_MALFORMED, N_("there is no body: send the record as one JSON object"));
}

// Replacing and changing say which version they saw, so that nobody's work is overwritten unseen (RFC 6585 §3).
static enum err need_version(struct request *r, struct answer *a)
{
    if (request_if_version(r) > 0)
        return OK;
    if (request_header(r, "If-Match").len > 0)
        return answer_fail(r, a, 412, ERR_STALE, N_("If-Match must hold the version as the ETag header gave it, such as \"3\""));
    return answer_fail(r, a, 428, ERR_MALFORMED, N_("say which version you saw: send its ETag in the header If-Match"));
}

static enum err save(struct request *r, struct answer *a, struct writing *w, int part)
{
    enum err e = need_body(r, a);
    if (e != OK)
        return e;
    record_read(&r->c, w->l.type, r->body, READING_JSON, part, w->l.viewer, w->l.record, &a->faults);
    if (a->faults.n > 0) {
        e = loaded_check(r, &w->l, &a->faults);
        return e == OK ? fail(&r->c, ERR_INVALID, N_("the record cannot be accepted: see the errors")) : e;
    }
    use_key(r, w);
    const struct write_options options = { .if_version = request_if_version(r), .once = &w->once };
    e = write_save(&r->c, w->l.type, w->l.record, &options, &a->faults, &w->result);
    return e == OK ? give_result(r, a, w) : e;
}

enum err api_create(struct request *r, struct answer *a)
{
    struct writing w = { 0 };
    loaded_new(r, &w.l);
    return save(r, a, &w, READ_WHOLE);
}

static enum err save_present(struct request *r, struct answer *a, int part)
{
    struct writing w = { 0 };
    enum err e = need_version(r, a);
    if (e == OK)
        e = loaded_read(r, &w.l);
    if (e == OK)
        e = loaded_use_draft(r, &w.l);
    if (e == OK && !loaded_may_edit(&w.l))
        e = fail(&r->c, ERR_DENIED, N_("this is for its owners and the office: ask them to change it"));
    return e == OK ? save(r, a, &w, part) : e;
}

enum err api_replace(struct request *r, struct answer *a)
{
    return save_present(r, a, READ_WHOLE);
}

enum err api_change(struct request *r, struct answer *a)
{
    return save_present(r, a, READ_PART);
}

// ---- moves

enum err api_move(struct request *r, struct answer *a)
{
    struct writing w = { 0 };
    bool of_draft = request_capture(r, S("draft")).len > 0;
    enum err e = loaded_read(r, &w.l);
    if (e != OK)
        return e;
    use_key(r, &w);
    const struct write_options options = {
        .if_version = request_if_version(r), .note = str_trim(request_field(r, S("note"))), .once = &w.once,
    };
    e = write_move(&r->c, w.l.type, request_id(r), of_draft ? w.l.draft.id : 0, request_capture(r, S("move")), &options, &a->faults,
                   &w.result);
    return e == OK ? give_result(r, a, &w) : e;
}

enum err api_discard(struct request *r, struct answer *a)
{
    struct loaded l;
    bool of_draft = request_capture(r, S("draft")).len > 0;
    enum err e = loaded_read(r, &l);
    if (e == OK)
        e = write_discard(&r->c, l.type, request_id(r), of_draft ? l.draft.id : 0);
    if (e == OK)
        a->status = 204;
    return e;
}
