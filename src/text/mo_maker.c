// SPDX-License-Identifier: Apache-2.0
#include "text/mo_maker.h"

#include "base/buf.h"

static void add_word(struct buf *b, enum byte_order order, ptrdiff_t word)
{
    for (int i = 0; i < 4; i++)
        buf_byte(b, (char)(word >> 8 * (order == BIG_ENDIAN_FIRST ? 3 - i : i) & 0xFF));
}

str mo_make(struct arena *mem, enum byte_order order, const str (*pairs)[2], ptrdiff_t n)
{
    struct buf b;
    buf_init(&b, mem, 1 << 20);
    const ptrdiff_t header[] = { (ptrdiff_t)0x950412DE, 0, n, 28, 28 + 8 * n, 0, 28 + 16 * n };
    for (ptrdiff_t i = 0; i < COUNT(header); i++)
        add_word(&b, order, header[i]);
    ptrdiff_t at = 28 + 16 * n;
    for (int side = 0; side < 2; side++) {
        for (ptrdiff_t i = 0; i < n; i++) {
            add_word(&b, order, pairs[i][side].len);
            add_word(&b, order, at);
            at += pairs[i][side].len + 1;
        }
    }
    for (int side = 0; side < 2; side++) {
        for (ptrdiff_t i = 0; i < n; i++) {
            buf_add(&b, pairs[i][side]);
            buf_byte(&b, 0);
        }
    }
    return buf_str(&b);
}
