// SPDX-License-Identifier: Apache-2.0
#include "web/body.h"

#include "view/json.h"
#include "web/address.h"
#include "web/media.h"
#include "web/multipart.h"
#include "web/route.h"

// Before it is read: each value costs memory many times its two bytes in the text.
static bool has_too_many_values(str json)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < json.len; i++)
        n += json.at[i] == ',' || json.at[i] == '[' || json.at[i] == '{';
    return n > LIMIT_VALUES;
}

static enum err read_json(struct request *r)
{
    if (has_too_many_values(r->body_text))
        return fail(&r->c, ERR_LIMIT, N_("the body has too many values: at most %d are read at once"), LIMIT_VALUES);
    enum err e = json_read(&r->c, r->body_text, &r->body);
    if (e != OK)
        return e;
    r->body_kind = BODY_JSON;
    if (r->body->kind != V_MAP)
        return fail(&r->c, ERR_MALFORMED, N_("the body must be one JSON object"));
    return OK;
}

static enum err read_form(struct request *r, enum media media, str content_type)
{
    r->body_kind = BODY_FORM;
    if (media == MEDIA_MULTIPART)
        return multipart_read(&r->c, media_parameter(content_type, S("boundary")), r->body_text, &r->body);
    return address_form(&r->c, r->body_text, &r->body);
}

enum err body_read(struct request *r, struct answer *a)
{
    str content_type = request_header(r, "Content-Type");
    enum media media = media_of(content_type);
    if (r->body_text.len == 0)
        return OK;
    if (r->route->flags & ROUTE_API) {
        if (media != MEDIA_JSON)
            return answer_fail(r, a, 415, ERR_MALFORMED, N_("the body cannot be read: send it as application/json"));
        return read_json(r);
    }
    if (media != MEDIA_FORM && media != MEDIA_MULTIPART)
        return answer_fail(r, a, 415, ERR_MALFORMED, N_("the body cannot be read: send it as a form"));
    return read_form(r, media, content_type);
}
