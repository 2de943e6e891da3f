// SPDX-License-Identifier: Apache-2.0
#include "record/cursor.h"

#include <sodium.h>
#include <string.h>

enum { CURSOR_MAX = 8192, CURSOR_VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static str value_write(struct arena *mem, const struct val *value)
{
    switch (value->kind) {
    case VAL_NULL:
        return S("n ");
    case VAL_INT:
        return str_fmt(mem, "i %lld", (long long)value->i);
    case VAL_REAL: {
        // The bits, not the digits: a page must go on exactly where the last one ended.
        int64_t bits;
        memcpy(&bits, &value->r, sizeof bits);
        return str_fmt(mem, "r %lld", (long long)bits);
    }
    default:
        return str_fmt(mem, "t %.*s", STR_ARG(value->s));
    }
}

static bool value_read(str kind, str text, struct val *out)
{
    int64_t number = 0;
    if (str_eq(kind, S("t"))) {
        *out = TEXT(text);
        return str_is_utf8(text);
    }
    if (str_eq(kind, S("n"))) {
        *out = NIL;
        return true;
    }
    if (!str_to_int(text, &number))
        return false;
    *out = INT(number);
    if (str_eq(kind, S("r"))) {
        double real;
        memcpy(&real, &number, sizeof real);
        *out = REAL(real);
        return real == real; // not a number is no place in an order
    }
    return str_eq(kind, S("i"));
}

str cursor_write(struct arena *mem, const struct cursor *cursor)
{
    str plain = str_fmt(mem, "1 %.*s %lld %.*s", STR_ARG(cursor->sort), (long long)cursor->id,
                        STR_ARG(value_write(mem, &cursor->value)));
    ptrdiff_t room = (ptrdiff_t)sodium_base64_encoded_len((size_t)plain.len, CURSOR_VARIANT);
    char *out = NEW(mem, char, room);
    sodium_bin2base64(out, (size_t)room, (const unsigned char *)plain.at, (size_t)plain.len, CURSOR_VARIANT);
    return (str){ out, room - 1 };
}

bool cursor_read(struct arena *mem, str text, struct cursor *out)
{
    if (text.len == 0 || text.len > CURSOR_MAX)
        return false;
    unsigned char *plain = NEW(mem, unsigned char, text.len);
    size_t n = 0;
    const char *end = NULL;
    if (sodium_base642bin(plain, (size_t)text.len, text.at, (size_t)text.len, NULL, &n, &end, CURSOR_VARIANT) != 0
        || end != text.at + text.len)
        return false;
    str rest = { (const char *)plain, (ptrdiff_t)n };
    if (!str_eq(str_cut(&rest, ' '), S("1")))
        return false;
    out->sort = str_cut(&rest, ' ');
    str kind, id = str_cut(&rest, ' ');
    if (!str_to_int(id, &out->id) || out->id < 0)
        return false;
    kind = str_cut(&rest, ' ');
    // Only the one way of writing it: what differs from our own text was not made by us.
    return value_read(kind, rest, &out->value) && str_eq(cursor_write(mem, out), text);
}
