// SPDX-License-Identifier: Apache-2.0
// value — the tree every answer is made of and every input is read into. Pages, fragments, JSON and CSV are renderings of it,
// so they cannot disagree. A value lives in an arena and is never changed once it is shared, save by the adders below.
//
// Kinds beyond JSON's know how they are shown: `{{starts}}` in a page is a date in the reader's language, the same value in
// JSON is "2001-05". What each kind is in JSON stands beside it.
#ifndef ACCORD_VIEW_VALUE_H
#define ACCORD_VIEW_VALUE_H

#include "base/err.h"
#include "base/money.h"
#include "base/time.h"

enum value_kind {
    V_NULL,    // null
    V_BOOL,    // true, false
    V_INT,     // number
    V_REAL,    // number (num/ and eco only; JSON input with a fraction or exponent)
    V_DECIMAL, // string "0.5": exact, never through a double
    V_TEXT,    // string
    V_RICH,    // string (Markdown source); in a page {{{x}}} is safe HTML and {{x}} the source, escaped
    V_DATE,    // string "1994", "2001-05", "2003-05-31"
    V_INSTANT, // string "2003-05-31T12:00:00.000Z"
    V_MONEY,   // {"amount":"264000.00","currency":"USD"}
    V_CODE,    // string: the code; in a page its translated label ({{x.code}} gives the code)
    V_LIST,    // array
    V_MAP,     // object, members in the order they were put
};

struct value {
    enum value_kind kind;
    union {
        bool truth;
        int64_t number; // V_INT, V_INSTANT (UTC milliseconds)
        double real;
        decimal exact;
        str text; // V_TEXT, V_RICH, V_CODE (the code)
        date day;
        money sum;
        struct {
            struct value **at;
            ptrdiff_t n, room;
        } list;
        struct {
            struct member *at;
            ptrdiff_t n, room;
        } map;
    };
    const char *label; // V_CODE: untranslated label, or NULL
};

struct member {
    str key;
    struct value *value;
};

struct value *value_null(struct arena *);
struct value *value_bool(struct arena *, bool);
struct value *value_int(struct arena *, int64_t);
struct value *value_real(struct arena *, double);
struct value *value_decimal(struct arena *, decimal); // V_NULL when not stated
struct value *value_text(struct arena *, str);        // the bytes are not copied
struct value *value_rich(struct arena *, str);
struct value *value_date(struct arena *, date);       // V_NULL for none
struct value *value_instant(struct arena *, int64_t ms);
struct value *value_money(struct arena *, money);     // V_NULL for none
struct value *value_code(struct arena *, str code, const char *label);
struct value *value_list(struct arena *);
struct value *value_map(struct arena *);

void value_add(struct arena *, struct value *list, struct value *item);
void value_put(struct arena *, struct value *map, str key, struct value *item); // replaces a member of that name
// The same where the caller knows that no member has that name: constant time, for readers of input.
void value_append(struct arena *, struct value *map, str key, struct value *item);
#define value_set(mem, map, key, item) value_put((mem), (map), S(key), (item))

// Members and items; NULL when there is none (or it is no map or list).
const struct value *value_get(const struct value *map, str key);
struct value *value_member(struct value *map, str key); // the same, to be changed
const struct value *value_at(const struct value *list, ptrdiff_t i);
ptrdiff_t value_count(const struct value *); // items or members; 0 for all else
str value_as_text(const struct value *);     // V_TEXT, V_RICH, V_CODE; else empty

// Walk a path: "partners.0.role". NULL when a step is missing.
const struct value *value_path(const struct value *, str path);
// Put at a path, making maps (and lists where a step is a number) on the way: how forms become trees. False when a step does
// not fit what is there, the list would have a hole, a list passes `list_max` items or the path has more than 8 steps.
bool value_put_path(struct arena *, struct value *map, str path, struct value *item, ptrdiff_t list_max) MUST_CHECK;

// The shortest text that reads back as the same number ("1.21"), as in JSON; "null" for what is no number. Returns its length.
ptrdiff_t value_real_print(char to[32], double);

bool value_is_empty(const struct value *); // NULL, V_NULL, false, empty text, list or map: what a Mustache section hides
bool value_equal(const struct value *, const struct value *); // by kind and content; member order does not matter

#endif
