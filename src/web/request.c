// SPDX-License-Identifier: Apache-2.0
#include "web/request.h"

str request_header(const struct request *r, const char *name)
{
    str wanted = str_of(name);
    for (ptrdiff_t i = 0; i < r->header_count; i++) {
        if (str_eq_nocase(r->headers[i].name, wanted))
            return r->headers[i].value;
    }
    return STR_NONE;
}

str request_capture(const struct request *r, str name)
{
    return r->captures ? value_as_text(value_get(r->captures, name)) : STR_NONE;
}

int64_t request_id(const struct request *r)
{
    int64_t id = 0;
    return str_to_int(request_capture(r, S("id")), &id) && id > 0 ? id : 0;
}

static str first_text(const struct value *v)
{
    if (v && v->kind == V_LIST)
        v = value_at(v, 0);
    return v ? value_as_text(v) : STR_NONE;
}

str request_parameter(const struct request *r, str name)
{
    return r->query ? first_text(value_get(r->query, name)) : STR_NONE;
}

str request_field(const struct request *r, str name)
{
    return r->body && r->body->kind == V_MAP ? first_text(value_get(r->body, name)) : STR_NONE;
}

// "7", W/"7" or "7-json": the version is the number the tag begins with.
static int64_t version_of(str etag)
{
    if (str_starts(etag, S("W/")))
        etag = str_skip(etag, 2);
    ptrdiff_t n = etag.len;
    if (n < 3 || etag.at[0] != '"' || etag.at[n - 1] != '"')
        return 0;
    str inner = str_slice(etag, 1, n - 1);
    str number = str_cut(&inner, '-');
    int64_t version = 0;
    return str_to_int(number, &version) && version > 0 ? version : 0;
}

int64_t request_if_version(const struct request *r)
{
    str etag = str_trim(request_header(r, "If-Match"));
    if (etag.len > 0)
        return version_of(etag);
    int64_t version = 0;
    return str_to_int(request_field(r, S("_version")), &version) && version > 0 ? version : 0;
}
