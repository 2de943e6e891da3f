// SPDX-License-Identifier: Apache-2.0
#include "base/str.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

str str_of(const char *z)
{
    return z ? (str){ z, (ptrdiff_t)strlen(z) } : STR_NONE;
}

// memcmp, memcpy and memchr may not be given NULL, even for no bytes.
static bool same_bytes(const char *a, const char *b, ptrdiff_t n)
{
    return n == 0 || memcmp(a, b, (size_t)n) == 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq(str a, str b)
{
    return a.len == b.len && same_bytes(a.at, b.at, a.len);
}

bool str_eq_nocase(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (ptrdiff_t i = 0; i < a.len; i++) {
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    }
    return true;
}

int str_compare(str a, str b)
{
    ptrdiff_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter > 0 ? memcmp(a.at, b.at, (size_t)shorter) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && same_bytes(s.at, prefix.at, prefix.len);
}

bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len && (suffix.len == 0 || same_bytes(s.at + s.len - suffix.len, suffix.at, suffix.len));
}

ptrdiff_t str_find(str s, str part)
{
    if (part.len == 0)
        return 0;
    if (s.len < part.len)
        return -1;
    const char *hit = memmem(s.at, (size_t)s.len, part.at, (size_t)part.len);
    return hit ? hit - s.at : -1;
}

ptrdiff_t str_find_byte(str s, char c)
{
    const char *hit = s.len > 0 ? memchr(s.at, c, (size_t)s.len) : NULL;
    return hit ? hit - s.at : -1;
}

static ptrdiff_t clamp(ptrdiff_t n, ptrdiff_t low, ptrdiff_t high)
{
    return n < low ? low : n > high ? high : n;
}

str str_slice(str s, ptrdiff_t from, ptrdiff_t to)
{
    from = clamp(from, 0, s.len);
    to = clamp(to, from, s.len);
    return s.at ? (str){ s.at + from, to - from } : STR_NONE;
}

str str_skip(str s, ptrdiff_t n)
{
    return str_slice(s, n, s.len);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.len > 0 && is_space(s.at[0]))
        s = (str){ s.at + 1, s.len - 1 };
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

str str_cut(str *s, char sep)
{
    ptrdiff_t at = str_find_byte(*s, sep);
    str head = at < 0 ? *s : str_slice(*s, 0, at);
    *s = at < 0 ? str_slice(*s, s->len, s->len) : str_skip(*s, at + 1);
    return head;
}

bool str_to_int(str s, int64_t *out)
{
    bool negative = str_starts(s, S("-"));
    str digits = str_skip(s, negative);
    int64_t n = 0;
    if (digits.len == 0)
        return false;
    for (ptrdiff_t i = 0; i < digits.len; i++) {
        int digit = digits.at[i] - '0';
        if (digit < 0 || digit > 9)
            return false;
        // Counted downwards: the smallest number has no positive twin.
        if (__builtin_mul_overflow(n, (int64_t)10, &n) || __builtin_sub_overflow(n, (int64_t)digit, &n))
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, n, &n))
        return false;
    *out = n;
    return true;
}

// Bytes of the well-formed sequence at s, by the table in RFC 3629 section 4; 0 when it is none, or a NUL.
static ptrdiff_t utf8_sequence(const unsigned char *s, ptrdiff_t left)
{
    unsigned char first = s[0];
    if (first < 0x80)
        return first != 0;
    ptrdiff_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || left < n)
        return 0;
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high)
        return 0;
    for (ptrdiff_t i = 2; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    }
    return n;
}

bool str_is_utf8(str s)
{
    for (ptrdiff_t i = 0; i < s.len;) {
        ptrdiff_t n = utf8_sequence((const unsigned char *)s.at + i, s.len - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

static bool starts_point(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

ptrdiff_t str_points(str s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += starts_point(s.at[i]);
    return n;
}

str str_first_points(str s, ptrdiff_t points)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (starts_point(s.at[i]) && points-- <= 0)
            return str_slice(s, 0, i);
    }
    return s;
}

char *str_z(struct arena *mem, str s)
{
    char *copy = NEW(mem, char, s.len + 1);
    if (s.len > 0)
        memcpy(copy, s.at, (size_t)s.len);
    return copy;
}

str str_copy(struct arena *mem, str s)
{
    return (str){ str_z(mem, s), s.len };
}

str str_fmt(struct arena *mem, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        abort(); // only a format that is no format
    char *text = NEW(mem, char, (ptrdiff_t)len + 1);
    va_start(args, fmt);
    vsnprintf(text, (size_t)len + 1, fmt, args);
    va_end(args);
    return (str){ text, len };
}

static char *put(char *to, str s)
{
    return s.len > 0 ? (char *)mempcpy(to, s.at, (size_t)s.len) : to;
}

str str_join(struct arena *mem, const str *parts, ptrdiff_t n, str between)
{
    ptrdiff_t len = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        len += parts[i].len + (i > 0 ? between.len : 0);
    char *text = NEW(mem, char, len + 1);
    char *to = text;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i > 0)
            to = put(to, between);
        to = put(to, parts[i]);
    }
    return (str){ text, len };
}

str str_lower(struct arena *mem, str s)
{
    char *text = str_z(mem, s);
    for (ptrdiff_t i = 0; i < s.len; i++)
        text[i] = lower(text[i]);
    return (str){ text, s.len };
}

str str_hex(struct arena *mem, const void *bytes, ptrdiff_t n)
{
    const unsigned char *from = bytes;
    char *text = NEW(mem, char, 2 * n + 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        text[2 * i] = "0123456789abcdef"[from[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[from[i] & 15];
    }
    return (str){ text, 2 * n };
}
