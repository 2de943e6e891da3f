// SPDX-License-Identifier: Apache-2.0
#include "web/answer.h"

#include "base/log.h"
#include "record/actor.h"
#include "view/json.h"
#include "web/cookie.h"
#include "web/page.h"
#include "web/problem.h"
#include "web/route.h"

#include <stdlib.h>

enum { PAGE_BYTES_MAX = 16 << 20, RETRY_SECONDS = 5 };

void answer_header(struct answer *a, const char *name, str value)
{
    if (a->header_count == ANSWER_HEADERS_MAX)
        abort(); // a handler of ours sets more than there is room for
    a->headers[a->header_count].name = name;
    a->headers[a->header_count++].value = value;
}

void answer_reads(struct answer *a, str type_name)
{
    for (int i = 0; i < a->read_count; i++) {
        if (str_eq(a->reads[i], type_name))
            return;
    }
    a->is_unshared = a->is_unshared || a->read_count == ANSWER_READS_MAX;
    if (!a->is_unshared)
        a->reads[a->read_count++] = type_name;
}

void answer_go(struct request *r, struct answer *a, str path, const char *said)
{
    a->redirect = path;
    if (said)
        a->notice = str_of(tr(&r->c, said));
}

void reply_header(struct reply *reply, const char *name, str value)
{
    if (reply->header_count == REPLY_HEADERS_MAX)
        abort();
    reply->headers[reply->header_count++] = (struct header){ str_of(name), value };
}

str reply_get(const struct reply *reply, const char *name)
{
    for (int i = 0; i < reply->header_count; i++) {
        if (str_eq_nocase(reply->headers[i].name, str_of(name)))
            return reply->headers[i].value;
    }
    return STR_NONE;
}

// ---- headers

#define POLICY                                                                                                  \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "      \
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static void add_safety(const struct request *r, struct reply *reply)
{
    reply_header(reply, "X-Content-Type-Options", S("nosniff"));
    reply_header(reply, "Content-Security-Policy", S(POLICY));
    reply_header(reply, "Referrer-Policy", S("same-origin"));
    reply_header(reply, "Permissions-Policy", S("camera=(), geolocation=(), microphone=()"));
    reply_header(reply, "Cross-Origin-Opener-Policy", S("same-origin"));
    if (str_starts(r->base_url, S("https:")))
        reply_header(reply, "Strict-Transport-Security", S("max-age=31536000"));
}

static bool may_be_shared(const struct request *r, const struct answer *a, const struct reply *reply)
{
    bool nobody = actor_account(&r->c) == 0 && !r->has_session_cookie && !r->has_bearer;
    bool plain = reply->status == 200 && r->method == GET && !a->stream && a->cookie.len == 0;
    return nobody && plain && a->read_count > 0 && !a->is_unshared && r->route && !(r->route->flags & ROUTE_NO_CACHE);
}

static void add_caching(const struct request *r, const struct answer *a, struct reply *reply)
{
    reply->is_shared = may_be_shared(r, a, reply);
    if (reply_get(reply, "Cache-Control").len > 0)
        return;
    reply_header(reply, "Cache-Control", reply->is_shared ? S("public, max-age=0, must-revalidate") : S("private, no-cache"));
    reply_header(reply, "Vary", S("Accept, Accept-Encoding, Accept-Language, Authorization, Cookie, HX-Request"));
}

static void add_cookies(const struct request *r, const struct answer *a, struct reply *reply)
{
    if (a->cookie.len > 0)
        reply_header(reply, "Set-Cookie", a->cookie);
    str notice = a->redirect.len > 0 && a->notice.len > 0 ? cookie_notice(r, a->notice) : STR_NONE;
    if (notice.len == 0 && r->notice.len > 0 && a->redirect.len == 0)
        notice = cookie_notice_end(r);
    if (notice.len > 0)
        reply_header(reply, "Set-Cookie", notice);
}

static void add_headers(struct request *r, const struct answer *a, struct reply *reply)
{
    for (int i = 0; i < a->header_count; i++)
        reply_header(reply, a->headers[i].name, a->headers[i].value);
    if (a->etag.len > 0 && reply->status < 300)
        reply_header(reply, "ETag", str_fmt(r->c.mem, "\"%.*s\"", STR_ARG(a->etag)));
    if (a->download)
        reply_header(reply, "Content-Disposition", str_fmt(r->c.mem, "attachment; filename=\"%s\"", a->download));
    add_cookies(r, a, reply);
    add_caching(r, a, reply);
    add_safety(r, reply);
}

// ---- bodies

static bool wants_json(const struct request *r)
{
    bool api = r->route ? (r->route->flags & ROUTE_API) != 0 : str_starts(r->path, S("/api/"));
    return api || r->wants == WANTS_JSON;
}

static void set_body(struct reply *reply, str body, const char *content_type)
{
    reply->body = body;
    reply_header(reply, "Content-Type", str_of(content_type));
}

static enum err write_json(struct request *r, const struct value *data, const char *content_type, struct reply *reply)
{
    struct buf b;
    buf_init(&b, r->c.mem, PAGE_BYTES_MAX);
    json_write(&b, data);
    buf_byte(&b, '\n');
    if (b.over)
        return fail(&r->c, ERR_LIMIT, N_("the answer would be too large: ask for fewer records at once"));
    set_body(reply, buf_str(&b), content_type);
    return OK;
}

static enum err write_page(struct request *r, struct answer *a, const char *view, struct value *data, struct reply *reply)
{
    struct buf b;
    buf_init(&b, r->c.mem, PAGE_BYTES_MAX);
    page_frame(r, a, data);
    enum err e = mustache_render(&r->c, page_templates(), str_of(view), data, &b);
    if (e != OK)
        return e;
    if (b.over)
        return fail(&r->c, ERR_LIMIT, N_("the page would be too large: ask for fewer records at once"));
    set_body(reply, buf_str(&b), "text/html; charset=utf-8");
    return OK;
}

static enum err write_body(struct request *r, struct answer *a, struct reply *reply)
{
    const char *view = a->view ? a->view : r->route ? r->route->view : NULL;
    if (a->redirect.len > 0) {
        reply->status = a->status ? a->status : 303;
        reply_header(reply, "Location", a->redirect);
        return OK;
    }
    if (a->stream || a->body.at) {
        reply->stream = a->stream ? a : NULL;
        reply->body = a->body;
        reply_header(reply, "Content-Type", a->content_type);
        return OK;
    }
    if (!a->data)
        return OK;
    if (r->wants == WANTS_CSV || r->wants == WANTS_NDJSON) {
        a->status = 406;
        return fail(&r->c, ERR_MALFORMED, N_("this page is not offered in that form: ask for it as a page or as JSON"));
    }
    if (wants_json(r) || !view)
        return write_json(r, a->data, "application/json", reply);
    return write_page(r, a, view, a->data, reply);
}

// ---- failures

// People go to sign in, and come back to where they were.
static bool send_to_sign_in(struct request *r, enum err e, struct reply *reply)
{
    if (e != ERR_UNKNOWN || r->method != GET || wants_json(r) || !r->route || str_starts(r->path, S("/sign-in")))
        return false;
    reply->status = 303;
    reply_header(reply, "Location", problem_sign_in(r));
    return true;
}

static void log_failure(const struct request *r, enum err e)
{
    if (e != ERR_INTERNAL && r->c.detail.len == 0)
        return;
    log_line(e == ERR_INTERNAL ? LOG_ERROR : LOG_INFO, "failure", "request=%lld code=%s route=%s detail=\"%.*s\"",
             (long long)r->number, err_name(e), r->route ? r->route->path : "-", STR_ARG(r->c.detail));
}

static void render_failure(struct request *r, struct answer *a, enum err e, struct reply *reply)
{
    struct answer bare = { .status = a->status, .header_count = a->header_count };
    for (int i = 0; i < a->header_count; i++)
        bare.headers[i] = a->headers[i];
    log_failure(r, e);
    *reply = (struct reply){ .status = a->status >= 400 ? a->status : err_http(e) };
    if (!send_to_sign_in(r, e, reply)) {
        bool json = wants_json(r);
        struct value *data = json ? problem_value(r, &a->faults, e, reply->status) : problem_page(r, &a->faults, e, reply->status);
        struct ctx failed = r->c;
        fail_clear(&r->c);
        enum err again = json || !page_templates() ? write_json(r, data, "application/problem+json", reply)
                                                   : write_page(r, &bare, "error", data, reply);
        if (again != OK) {
            log_line(LOG_ERROR, "failure", "request=%lld the error page itself failed: %.*s", (long long)r->number,
                     STR_ARG(r->c.detail));
            set_body(reply, str_fmt(r->c.mem, "%.*s\n", STR_ARG(failed.said)), "text/plain; charset=utf-8");
        }
    }
    if (e == ERR_BUSY || e == ERR_MANY)
        reply_header(reply, "Retry-After", str_fmt(r->c.mem, "%d", RETRY_SECONDS));
    if (reply->status == 401 && wants_json(r))
        reply_header(reply, "WWW-Authenticate", S("Bearer"));
    add_headers(r, &bare, reply);
}

void answer_render(struct request *r, struct answer *a, enum err e, struct reply *reply)
{
    *reply = (struct reply){ .status = a->status ? a->status : 200 };
    if (e == OK)
        e = write_body(r, a, reply);
    if (e != OK) {
        render_failure(r, a, e, reply);
        return;
    }
    add_headers(r, a, reply);
}
