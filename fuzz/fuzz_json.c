// SPDX-License-Identifier: Apache-2.0
// What can be read can be written, and reads back as the same; a failure says so.
#include "fuzz.h"
#include "view/json.h"

static bool has_real(const struct value *v)
{
    if (v->kind == V_REAL)
        return true;
    for (ptrdiff_t i = 0; i < value_count(v); i++) {
        if (has_real(v->kind == V_LIST ? v->list.at[i] : v->map.at[i].value))
            return true;
    }
    return false;
}

static void check_again(struct ctx *c, const struct value *v, str text)
{
    struct value *again = NULL;
    MUST(json_read(c, text, &again) == OK);
    MUST(value_equal(v, again));
}

FUZZ(input)
{
    struct value *v = NULL;
    enum err e = json_read(c, input, &v);
    MUST(e == OK ? v != NULL : c->said.len > 0);
    if (e)
        return;
    struct buf plain, canonical;
    buf_init(&plain, c->mem, 8 * input.len + 64);
    json_write(&plain, v);
    MUST(str_find(buf_str(&plain), S("</")) < 0);
    if (has_real(v))
        return; // 2.0 comes back as 2: equal in worth, not in kind
    check_again(c, v, buf_str(&plain));
    buf_init(&canonical, c->mem, 8 * input.len + 64);
    json_write_canonical(&canonical, v);
    check_again(c, v, buf_str(&canonical));
}
