// SPDX-License-Identifier: Apache-2.0
// buf — text that grows in an arena up to a stated limit. Past the limit it keeps what it has, drops the rest and
// remembers that (`over`), so writers need not check each call: look once at the end.
#ifndef ACCORD_BASE_BUF_H
#define ACCORD_BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>

struct buf {
    struct arena *mem;
    char *at;
    ptrdiff_t len, room, limit;
    bool over;
};

void buf_init(struct buf *, struct arena *, ptrdiff_t limit); // nothing is allocated before the first byte
void buf_add(struct buf *, str);
void buf_byte(struct buf *, char);
void buf_int(struct buf *, int64_t);
void buf_fmt(struct buf *, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vfmt(struct buf *, const char *fmt, va_list) PRINTF_LIKE(2, 0);
void buf_clear(struct buf *); // keeps its room
str buf_str(const struct buf *);
char *buf_z(struct buf *); // NUL-terminated, the NUL not counted

#define buf_lit(b, lit) buf_add((b), S(lit))

#endif
