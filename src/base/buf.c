// SPDX-License-Identifier: Apache-2.0
#include "base/buf.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUF_FIRST = 256 };

void buf_init(struct buf *b, struct arena *mem, ptrdiff_t limit)
{
    *b = (struct buf){ .mem = mem, .limit = limit };
}

// Room for `more` bytes and a NUL after them; false when that passes the limit.
static bool buf_reserve(struct buf *b, ptrdiff_t more)
{
    if (more > b->limit - b->len)
        return false;
    ptrdiff_t need = b->len + more;
    if (b->at && need <= b->room)
        return true;
    ptrdiff_t room = b->room > b->limit / 2 ? b->limit : 2 * b->room;
    room = room < BUF_FIRST ? BUF_FIRST : room;
    room = room < need ? need : room;
    room = room > b->limit ? b->limit : room;
    b->at = arena_grow(b->mem, b->at, b->at ? b->room + 1 : 0, room + 1, 1);
    b->room = room;
    return true;
}

// As much of `piece` as still fits, not ending inside a UTF-8 sequence; from then on nothing more is taken.
static str buf_fitting(struct buf *b, str piece)
{
    ptrdiff_t left = b->limit - b->len;
    if (piece.len <= left)
        return piece;
    b->over = true;
    while (left > 0 && ((unsigned char)piece.at[left] & 0xC0) == 0x80)
        left--;
    return (str){ piece.at, left };
}

void buf_add(struct buf *b, str piece)
{
    if (b->over || piece.len <= 0)
        return;
    if (b->at && piece.len <= b->room - b->len) {
        memcpy(b->at + b->len, piece.at, (size_t)piece.len);
        b->len += piece.len;
        return;
    }
    piece = buf_fitting(b, piece);
    if (piece.len == 0 || !buf_reserve(b, piece.len))
        return;
    memcpy(b->at + b->len, piece.at, (size_t)piece.len);
    b->len += piece.len;
}

void buf_byte(struct buf *b, char c)
{
    if (b->len < b->room && !b->over)
        b->at[b->len++] = c;
    else
        buf_add(b, (str){ &c, 1 });
}

void buf_int(struct buf *b, int64_t n)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (n < 0)
        *--at = '-';
    buf_add(b, (str){ at, digits + sizeof digits - at });
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vfmt(b, fmt, args);
    va_end(args);
}

void buf_vfmt(struct buf *b, const char *fmt, va_list args)
{
    if (b->over)
        return;
    va_list again;
    va_copy(again, args);
    char *to = b->at ? b->at + b->len : NULL;
    size_t room = b->at ? (size_t)(b->room - b->len + 1) : 0;
    int len = vsnprintf(to, room, fmt, args);
    if (len < 0)
        abort(); // only a format that is no format
    if ((size_t)len < room) {
        b->len += len;
    } else if (buf_reserve(b, len)) {
        vsnprintf(b->at + b->len, (size_t)len + 1, fmt, again);
        b->len += len;
    } else {
        char *whole = NEW(b->mem, char, (ptrdiff_t)len + 1);
        vsnprintf(whole, (size_t)len + 1, fmt, again);
        buf_add(b, (str){ whole, len });
    }
    va_end(again);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->over = false;
}

str buf_str(const struct buf *b)
{
    return (str){ b->at, b->len };
}

char *buf_z(struct buf *b)
{
    buf_reserve(b, 0);
    b->at[b->len] = 0;
    return b->at;
}
