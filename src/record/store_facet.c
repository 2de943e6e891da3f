// SPDX-License-Identifier: Apache-2.0
#include "record/store_facet.h"

static bool has(const struct facet_sink *sink, str code)
{
    for (ptrdiff_t i = 0; i < sink->n; i++) {
        if (str_eq(sink->codes[i], code))
            return true;
    }
    return false;
}

void facet_put(struct facet_sink *sink, str code)
{
    if (code.len == 0 || code.len > FACET_CODE_BYTES || sink->n == FACET_CODES_MAX || has(sink, code))
        return;
    if (sink->n == sink->room) {
        ptrdiff_t room = sink->room ? sink->room * 2 : 8, size = (ptrdiff_t)sizeof(str);
        sink->codes = arena_grow(sink->mem, sink->codes, sink->room * size, room * size, _Alignof(str));
        sink->room = room;
    }
    sink->codes[sink->n++] = str_copy(sink->mem, code);
}
