// SPDX-License-Identifier: Apache-2.0
#include "base/err.h"

#include "base/buf.h"

#include <stdlib.h>

enum { SAID_LIMIT = 2000, DETAIL_LIMIT = 8000 };

static const struct {
    const char *name, *text;
    int http, exit;
} errors[ERR_COUNT] = {
#define X(code, http_, exit_, text_) [ERR_##code] = { #code, N_(text_), http_, exit_ },
    ERR_LIST(X)
#undef X
};

int err_http(enum err e)
{
    return errors[e].http;
}

int err_exit(enum err e)
{
    return errors[e].exit;
}

const char *err_name(enum err e)
{
    return errors[e].name;
}

const char *err_text(enum err e)
{
    return errors[e].text;
}

enum err fail(struct ctx *c, enum err e, const char *fmt, ...)
{
    if (e <= ERR_OK || e >= ERR_COUNT)
        abort(); // "it failed with success"
    if (c->err != ERR_OK)
        return c->err;
    struct buf said;
    buf_init(&said, c->mem, SAID_LIMIT);
    va_list args;
    va_start(args, fmt);
    buf_vfmt(&said, tr(c, fmt), args);
    va_end(args);
    c->err = e;
    c->said = buf_str(&said);
    return e;
}

void fail_detail(struct ctx *c, const char *fmt, ...)
{
    if (c->detail.len > 0)
        return;
    struct buf detail;
    buf_init(&detail, c->mem, DETAIL_LIMIT);
    va_list args;
    va_start(args, fmt);
    buf_vfmt(&detail, fmt, args);
    va_end(args);
    c->detail = buf_str(&detail);
}

void fail_clear(struct ctx *c)
{
    c->err = ERR_OK;
    c->said = STR_NONE;
    c->detail = STR_NONE;
}

const char *tr(const struct ctx *c, const char *msgid)
{
    // The empty msgid is the header of a catalogue, never a text.
    if (!c || !c->translate || msgid[0] == 0)
        return msgid;
    const char *text = c->translate(c->lang, msgid);
    return text ? text : msgid;
}
