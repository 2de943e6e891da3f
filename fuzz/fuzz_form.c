// SPDX-License-Identifier: Apache-2.0
// A form is a tree of well-formed texts within its limits, or is refused with a sentence.
#include "fuzz.h"
#include "web/address.h"

static void check_tree(const struct value *v, int depth)
{
    MUST(depth < 12);
    if (v->kind == V_TEXT)
        MUST(str_is_utf8(v->text));
    else
        MUST(v->kind == V_MAP || v->kind == V_LIST);
    for (ptrdiff_t i = 0; i < value_count(v); i++)
        check_tree(v->kind == V_LIST ? v->list.at[i] : v->map.at[i].value, depth + 1);
}

FUZZ(input)
{
    struct value *form = NULL;
    enum err e = address_form(c, input, &form);
    MUST(e == OK || (e == ERR_MALFORMED && c->said.len > 0));
    if (e == OK)
        check_tree(form, 0);
}
