// SPDX-License-Identifier: Apache-2.0
// The input is a template, or after a NUL the data for it as JSON. Rendering ends, within its limits, and a failure says so.
#include "fuzz.h"
#include "view/json.h"
#include "view/mustache.h"

static bool find(void *arg, str name, str *source)
{
    *source = *(const str *)arg;
    return str_eq(name, S("page")) || str_eq(name, S("self"));
}

FUZZ(input)
{
    static const char usual[] = "{\"a\":1,\"b\":[{\"a\":2},{\"a\":\"<\"}],\"c\":{\"d\":true,\"e\":\"x\"},\"n\":3}";
    if (input.len > 4096)
        return;
    str template = str_cut(&input, 0);
    struct value *data = NULL;
    if (json_read(c, input.len > 0 ? input : str_of(usual), &data)) {
        fail_clear(c);
        return;
    }
    struct buf out;
    buf_init(&out, c->mem, 1 << 16);
    enum err e = mustache_render(c, templates_open(c->mem, find, &template), S("page"), data, &out);
    MUST(e == OK || c->said.len > 0);
}
