// SPDX-License-Identifier: Apache-2.0
// What a query was read as can be written into an address again, and reads back as the same.
#include "fuzz.h"
#include "web/address.h"

static void write_pair(struct buf *b, str name, str text)
{
    if (b->len > 0)
        buf_byte(b, '&');
    address_encode(b, name);
    buf_byte(b, '=');
    address_encode(b, text);
}

static void write_query(struct buf *b, const struct value *query)
{
    for (ptrdiff_t i = 0; i < query->map.n; i++) {
        const struct member *m = &query->map.at[i];
        if (m->value->kind == V_TEXT)
            write_pair(b, m->key, m->value->text);
        for (ptrdiff_t k = 0; m->value->kind == V_LIST && k < m->value->list.n; k++)
            write_pair(b, m->key, value_as_text(m->value->list.at[k]));
    }
}

FUZZ(input)
{
    struct value *query = NULL, *again = NULL;
    struct buf b;
    enum err e = address_query(c, input, &query);
    MUST(e == OK || (e == ERR_MALFORMED && c->said.len > 0));
    if (e != OK)
        return;
    buf_init(&b, c->mem, 4 * input.len + 64);
    write_query(&b, query);
    MUST(!b.over);
    MUST(address_query(c, buf_str(&b), &again) == OK);
    MUST(value_equal(query, again));
}
