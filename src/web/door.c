// SPDX-License-Identifier: Apache-2.0
#include "web/door.h"

#include "db/pool.h"
#include "record/schema.h"
#include "text/lang.h"
#include "web/address.h"
#include "web/body.h"
#include "web/cookie.h"
#include "web/guard.h"
#include "web/media.h"
#include "web/office.h"

#include <stdlib.h>

const struct lang *door_language(str query_lang, str cookies, str accept_language)
{
    if (lang_count() < 2)
        return lang_english();
    const struct lang *lang = query_lang.len > 0 ? lang_find(query_lang) : NULL;
    if (!lang && cookies.len > 0) {
        str chosen = cookie_find(cookies, S(COOKIE_LANGUAGE));
        lang = chosen.len > 0 ? lang_find(chosen) : NULL;
    }
    return lang ? lang : lang_choose(accept_language);
}

static void choose_language(struct request *r)
{
    str lang = r->query ? request_parameter(r, S("lang")) : STR_NONE;
    r->c.lang = door_language(lang, request_header(r, "Cookie"), request_header(r, "Accept-Language"));
    r->c.translate = lang_translate;
}

static enum err open_target(struct request *r)
{
    str rest = r->target;
    str raw_path = str_cut(&rest, '?');
    r->query_text = rest;
    r->path = S("/"); // until it is read: an error page has one
    r->captures = value_map(r->c.mem);
    r->query = value_map(r->c.mem);
    enum err e = address_path(&r->c, raw_path, &r->path);
    if (e != OK)
        return e;
    if (rest.len > LIMIT_QUERY)
        return fail(&r->c, ERR_MALFORMED, N_("the address is too long: what follows its question mark may have %d characters"),
                    LIMIT_QUERY);
    r->route = route_find(r->method, r->path, r->captures, r->c.mem, &r->allowed);
    return address_query(&r->c, rest, &r->query);
}

static enum err open_wants(struct request *r)
{
    bool fragment = str_eq(request_header(r, "HX-Request"), S("true"));
    if (media_wants(request_header(r, "Accept"), request_parameter(r, S("format")), fragment, &r->wants))
        return OK;
    r->wants = WANTS_PAGE;
    return fail(&r->c, ERR_MALFORMED, N_("the parameter format may be html, json, csv or ndjson"));
}

void door_open(struct request *r)
{
    enum err e = open_target(r);
    choose_language(r);
    if (e == OK)
        e = open_wants(r);
    (void)e; // it is in r->c
}

ptrdiff_t door_limit(const struct request *r)
{
    return r->route && (r->route->flags & ROUTE_UPLOAD) ? LIMIT_UPLOAD : LIMIT_BODY;
}

// ---- before the handler

static enum err find_route(struct request *r, struct answer *a)
{
    if (r->route)
        return OK;
    if (r->allowed == 0)
        return fail(&r->c, ERR_MISSING, N_("there is no page at this address: it may have moved, or was mistyped"));
    struct buf b;
    buf_init(&b, r->c.mem, 100);
    for (enum method m = 0; m < METHOD_COUNT; m++) {
        if (r->allowed & (1u << m))
            buf_fmt(&b, "%s%s%s", b.len > 0 ? ", " : "", method_name(m), m == GET ? ", HEAD" : "");
    }
    answer_header(a, "Allow", buf_str(&b));
    return answer_fail(r, a, 405, ERR_MALFORMED, N_("this address does not take %s"), method_name(r->method));
}

static enum err admit(struct request *r, struct answer *a)
{
    enum err e = guard_identify(r);
    if (e == OK)
        e = find_route(r, a);
    if (e == OK)
        e = guard_right(r);
    if (e != OK || r->method == GET)
        return e;
    e = guard_origin(r);
    if (e == OK)
        e = body_read(r, a);
    if (e == OK)
        e = guard_forgery(r);
    return e;
}

// ---- what was seen

struct seen_all {
    int64_t counts[DOOR_SEEN_MAX];
};

static void look(struct request *r, struct seen_all *seen)
{
    for (ptrdiff_t i = 0; i < schema_count() && i < DOOR_SEEN_MAX; i++)
        seen->counts[i] = change_seen(r->c.pool, str_of(schema_at(i)->name));
}

// False when the answer read something that is not a record type's: it cannot be kept.
static bool remember(const struct answer *a, const struct seen_all *all, struct door_seen *seen)
{
    seen->n = 0;
    for (int i = 0; i < a->read_count; i++) {
        for (ptrdiff_t k = 0; k < schema_count() && k < DOOR_SEEN_MAX; k++) {
            if (!str_eq(a->reads[i], str_of(schema_at(k)->name)))
                continue;
            seen->names[seen->n] = str_of(schema_at(k)->name);
            seen->counts[seen->n++] = all->counts[k];
            break;
        }
        if (seen->n != i + 1)
            return false;
    }
    return true;
}

// ---- the handler

static enum err handle(struct request *r, struct answer *a)
{
    if (r->method != GET)
        return r->route->handle(r, a);
    enum err e = db_read_begin(&r->c);
    if (e != OK)
        return e;
    e = r->route->handle(r, a);
    db_read_end(&r->c);
    return e;
}

static enum err answer_with_store(struct request *r, struct answer *a, struct seen_all *all)
{
    enum err e = pool_take(&r->c);
    if (e != OK)
        return e;
    e = admit(r, a);
    look(r, all);
    if (e == OK)
        e = handle(r, a);
    pool_give(&r->c);
    return e;
}

// A chosen language is kept.
static void keep_language(struct request *r, struct answer *a)
{
    str lang = request_parameter(r, S("lang"));
    if (lang.len > 0 && a->cookie.len == 0 && lang_count() > 1 && lang_find(lang))
        a->cookie = cookie_language(r, str_of(lang_tag(r->c.lang)));
}

void door_answer(struct request *r, struct reply *reply, struct door_seen *seen)
{
    struct answer *a = NEW(r->c.mem, struct answer, 1);
    struct seen_all all = { 0 };
    seen->day = office_today();
    seen->office = office_generation();
    enum err e = r->c.err;
    if (e != OK && (r->query_text.len > LIMIT_QUERY || r->target.len > LIMIT_PATH + LIMIT_QUERY))
        a->status = 414;
    if (e == OK && r->route && (r->route->flags & ROUTE_BARE))
        e = r->route->handle(r, a);
    else if (e == OK)
        e = answer_with_store(r, a, &all);
    if (e == OK)
        keep_language(r, a);
    answer_render(r, a, e, reply);
    if (reply->is_shared)
        reply->is_shared = remember(a, &all, seen);
}

enum err door_stream(struct request *r, struct reply *reply, struct buf *out)
{
    enum err e = pool_take(&r->c);
    if (e != OK)
        return e;
    e = db_read_begin(&r->c);
    if (e == OK) {
        e = reply->stream->stream(r, reply->stream, out);
        db_read_end(&r->c);
    }
    pool_give(&r->c);
    return e;
}

void door_refuse(struct request *r, int status, enum err code, const char *said, struct reply *reply)
{
    struct answer a = { .status = status };
    fail_clear(&r->c);
    enum err e = fail(&r->c, code, "%s", tr(&r->c, said));
    answer_render(r, &a, e, reply);
}
