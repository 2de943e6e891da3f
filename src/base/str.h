// SPDX-License-Identifier: Apache-2.0
// str — a piece of text or bytes with its length; never owns, may hold NULs, need not end in one.
#ifndef ACCORD_BASE_STR_H
#define ACCORD_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define COUNT(a) ((ptrdiff_t)(sizeof(a) / sizeof((a)[0])))
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

typedef struct {
    const char *at;
    ptrdiff_t len;
} str;

#define S(lit) ((str){ "" lit, (ptrdiff_t)sizeof(lit) - 1 }) // literals only; in expressions
#define S_INIT(lit) { "" lit, (ptrdiff_t)sizeof(lit) - 1 }   // the same as a static initialiser
#define STR_ARG(s) (int)(s).len, (s).at                      // for "%.*s"
#define STR_NONE ((str){ 0 })

str str_of(const char *z); // NULL gives the empty string

bool str_eq(str a, str b);
bool str_eq_nocase(str a, str b); // ASCII letters only: header names, codes, addresses
int str_compare(str a, str b);    // by bytes, as memcmp; shorter first
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
ptrdiff_t str_find(str s, str part); // position, or -1
ptrdiff_t str_find_byte(str s, char c);
str str_slice(str s, ptrdiff_t from, ptrdiff_t to); // clamped to what is there
str str_skip(str s, ptrdiff_t n);                   // without the first n bytes
str str_trim(str s);                                // ASCII white space off both ends

// Split at the first `sep`: returns what precedes it and leaves the rest in *s (empty when there is no `sep`).
str str_cut(str *s, char sep);

// A decimal integer and nothing else; false (and *out untouched) when it is not one or does not fit.
bool str_to_int(str s, int64_t *out) MUST_CHECK;

// Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL bytes.
bool str_is_utf8(str s);
// Code points in well-formed UTF-8.
ptrdiff_t str_points(str s);
// The longest prefix of at most `points` code points.
str str_first_points(str s, ptrdiff_t points);

// In the arena: a copy; a NUL-terminated copy; a formatted text; pieces glued together.
str str_copy(struct arena *, str s);
char *str_z(struct arena *, str s);
str str_fmt(struct arena *, const char *fmt, ...) PRINTF_LIKE(2, 3);
str str_join(struct arena *, const str *parts, ptrdiff_t n, str between);
str str_lower(struct arena *, str s); // ASCII letters only
str str_hex(struct arena *, const void *bytes, ptrdiff_t n);

#endif
