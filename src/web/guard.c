// SPDX-License-Identifier: Apache-2.0
#include "web/guard.h"

#include "record/actor.h"
#include "web/cookie.h"
#include "web/route.h"

#include <sodium.h>

static str bearer_of(const struct request *r)
{
    str header = str_trim(request_header(r, "Authorization"));
    str rest = header;
    str scheme = str_cut(&rest, ' ');
    return str_eq_nocase(scheme, S("Bearer")) ? str_trim(rest) : STR_NONE;
}

static enum err identify_program(struct request *r, str token)
{
    enum err e = token_find(&r->c, token, &r->session.actor);
    if (e != OK)
        return e;
    r->has_bearer = true;
    r->c.actor = &r->session.actor;
    return OK;
}

enum err guard_identify(struct request *r)
{
    r->c.actor = &actor_public;
    str bearer = bearer_of(r);
    if (bearer.len > 0)
        return identify_program(r, bearer);
    str cookies = request_header(r, "Cookie");
    str token = cookie_find(cookies, S(COOKIE_SESSION));
    if (token.len == 0)
        return OK;
    r->has_session_cookie = true;
    enum err e = session_find(&r->c, token, &r->session);
    if (e == ERR_UNKNOWN) {
        fail_clear(&r->c);
        r->session = (struct session){ 0 };
        return OK;
    }
    if (e != OK)
        return e;
    r->c.actor = &r->session.actor;
    r->notice = cookie_notice_read(r, cookie_find(cookies, S(COOKIE_NOTICE)));
    return OK;
}

enum err guard_right(struct request *r)
{
    if (r->route->right & actor_roles(&r->c))
        return OK;
    if (actor_account(&r->c) == 0)
        return fail(&r->c, ERR_UNKNOWN, N_("this is for people with an account: sign in, then try again"));
    return fail(&r->c, ERR_DENIED, N_("this is not open to your account: ask the office if you need it"));
}

// "https://example.org:443" without the scheme: what the Host header of a request from there says.
static str authority_of(str origin)
{
    ptrdiff_t at = str_find(origin, S("://"));
    return at < 0 ? STR_NONE : str_skip(origin, at + 3);
}

static bool is_ours(const struct request *r, str origin)
{
    if (str_eq_nocase(origin, r->base_url))
        return true;
    str authority = authority_of(origin), host = request_header(r, "Host");
    return authority.len > 0 && str_eq_nocase(authority, host);
}

enum err guard_origin(struct request *r)
{
    str origin = request_header(r, "Origin"), site = request_header(r, "Sec-Fetch-Site");
    bool foreign_site = site.len > 0 && !str_eq(site, S("same-origin")) && !str_eq(site, S("none"));
    if (r->has_bearer || (!foreign_site && (origin.len == 0 || is_ours(r, origin))))
        return OK;
    return fail(&r->c, ERR_DENIED, N_("this was sent from another site, so nothing was done: open the page here and send it again"));
}

enum err guard_forgery(struct request *r)
{
    if (r->has_bearer || (r->route->flags & ROUTE_OPEN) || r->session.csrf.len == 0)
        return OK;
    str token = request_header(r, "X-CSRF-Token");
    if (token.len == 0)
        token = request_field(r, S("_csrf"));
    str wanted = r->session.csrf;
    if (token.len == wanted.len && sodium_memcmp(token.at, wanted.at, (size_t)wanted.len) == 0)
        return OK;
    return fail(&r->c, ERR_DENIED, N_("the form has grown too old, so nothing was done: open the page again and send it once more"));
}
