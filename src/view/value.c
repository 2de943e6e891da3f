// SPDX-License-Identifier: Apache-2.0
#include "view/value.h"

#include "base/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_FIRST = 8, MAP_FIRST = 8, PATH_STEPS = 8, INDEX_DIGITS = 9 };

static struct value *value_new(struct arena *mem, enum value_kind kind)
{
    struct value *v = NEW(mem, struct value, 1);
    v->kind = kind;
    return v;
}

struct value *value_null(struct arena *mem)
{
    return value_new(mem, V_NULL);
}

struct value *value_bool(struct arena *mem, bool truth)
{
    struct value *v = value_new(mem, V_BOOL);
    v->truth = truth;
    return v;
}

struct value *value_int(struct arena *mem, int64_t number)
{
    struct value *v = value_new(mem, V_INT);
    v->number = number;
    return v;
}

struct value *value_real(struct arena *mem, double real)
{
    struct value *v = value_new(mem, V_REAL);
    v->real = real;
    return v;
}

struct value *value_decimal(struct arena *mem, decimal exact)
{
    struct value *v = value_new(mem, exact.stated ? V_DECIMAL : V_NULL);
    v->exact = exact;
    return v;
}

struct value *value_text(struct arena *mem, str text)
{
    struct value *v = value_new(mem, V_TEXT);
    v->text = text;
    return v;
}

struct value *value_rich(struct arena *mem, str source)
{
    struct value *v = value_new(mem, V_RICH);
    v->text = source;
    return v;
}

struct value *value_date(struct arena *mem, date day)
{
    struct value *v = value_new(mem, date_is_none(day) ? V_NULL : V_DATE);
    v->day = day;
    return v;
}

struct value *value_instant(struct arena *mem, int64_t ms)
{
    struct value *v = value_new(mem, V_INSTANT);
    v->number = ms;
    return v;
}

struct value *value_money(struct arena *mem, money sum)
{
    struct value *v = value_new(mem, money_is_none(sum) ? V_NULL : V_MONEY);
    v->sum = sum;
    return v;
}

struct value *value_code(struct arena *mem, str code, const char *label)
{
    struct value *v = value_new(mem, V_CODE);
    v->text = code;
    v->label = label;
    return v;
}

struct value *value_list(struct arena *mem)
{
    return value_new(mem, V_LIST);
}

struct value *value_map(struct arena *mem)
{
    return value_new(mem, V_MAP);
}

void value_add(struct arena *mem, struct value *list, struct value *item)
{
    if (list->kind != V_LIST || !item)
        abort();
    if (list->list.n == list->list.room) {
        ptrdiff_t room = list->list.room > 0 ? 2 * list->list.room : LIST_FIRST;
        ptrdiff_t size = (ptrdiff_t)sizeof *list->list.at;
        list->list.at = arena_grow(mem, list->list.at, list->list.room * size, room * size, _Alignof(struct value *));
        list->list.room = room;
    }
    list->list.at[list->list.n++] = item;
}

static struct member *member_find(const struct value *map, str key)
{
    if (!map || map->kind != V_MAP)
        return NULL;
    for (ptrdiff_t i = 0; i < map->map.n; i++) {
        struct member *m = &map->map.at[i];
        if (m->key.len == key.len && memcmp(m->key.at, key.at, (size_t)key.len) == 0)
            return m;
    }
    return NULL;
}

void value_append(struct arena *mem, struct value *map, str key, struct value *item)
{
    if (map->kind != V_MAP || !item)
        abort();
    if (map->map.n == map->map.room) {
        ptrdiff_t room = map->map.room > 0 ? 2 * map->map.room : MAP_FIRST;
        ptrdiff_t size = (ptrdiff_t)sizeof *map->map.at;
        map->map.at = arena_grow(mem, map->map.at, map->map.room * size, room * size, _Alignof(struct member));
        map->map.room = room;
    }
    map->map.at[map->map.n++] = (struct member){ key.at ? key : S(""), item };
}

void value_put(struct arena *mem, struct value *map, str key, struct value *item)
{
    struct member *old = member_find(map, key.at ? key : S(""));
    if (old && item)
        old->value = item;
    else
        value_append(mem, map, key, item);
}

struct value *value_member(struct value *map, str key)
{
    struct member *m = member_find(map, key.at ? key : S(""));
    return m ? m->value : NULL;
}

const struct value *value_get(const struct value *map, str key)
{
    struct member *m = member_find(map, key.at ? key : S(""));
    return m ? m->value : NULL;
}

const struct value *value_at(const struct value *list, ptrdiff_t i)
{
    return list && list->kind == V_LIST && i >= 0 && i < list->list.n ? list->list.at[i] : NULL;
}

ptrdiff_t value_count(const struct value *v)
{
    if (!v)
        return 0;
    return v->kind == V_LIST ? v->list.n : v->kind == V_MAP ? v->map.n : 0;
}

str value_as_text(const struct value *v)
{
    return v && (v->kind == V_TEXT || v->kind == V_RICH || v->kind == V_CODE) ? v->text : STR_NONE;
}

// Is the step an index as we write it: digits, no leading zero, below a thousand million?
static bool step_index(str step, ptrdiff_t *index)
{
    if (step.len < 1 || step.len > INDEX_DIGITS || (step.len > 1 && step.at[0] == '0'))
        return false;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < step.len; i++) {
        if (step.at[i] < '0' || step.at[i] > '9')
            return false;
        n = n * 10 + (step.at[i] - '0');
    }
    *index = n;
    return true;
}

static struct value *value_step(const struct value *v, str step)
{
    ptrdiff_t index = 0;
    if (v->kind == V_LIST)
        return step_index(step, &index) && index < v->list.n ? v->list.at[index] : NULL;
    struct member *m = member_find(v, step);
    return m ? m->value : NULL;
}

const struct value *value_path(const struct value *v, str path)
{
    while (v && path.len > 0)
        v = value_step(v, str_cut(&path, '.'));
    return v;
}

// Set one step of a container: a member, an item that is there, or the item after the last. False when it does not fit.
static bool step_put(struct arena *mem, struct value *v, str step, struct value *item, ptrdiff_t list_max)
{
    ptrdiff_t index = 0;
    if (v->kind == V_MAP) {
        value_put(mem, v, step, item);
        return true;
    }
    if (v->kind != V_LIST || !step_index(step, &index) || index > v->list.n || index >= list_max)
        return false;
    if (index < v->list.n)
        v->list.at[index] = item;
    else
        value_add(mem, v, item);
    return true;
}

// At most eight steps, none of them empty.
static bool path_is_sound(str path)
{
    int steps = 0;
    for (bool more = true; more; steps++) {
        more = str_find_byte(path, '.') >= 0;
        if (steps == PATH_STEPS || str_cut(&path, '.').len == 0)
            return false;
    }
    return true;
}

// What is made on the way is hung into the tree last: a path that does not fit leaves no trace.
static bool put_below(struct arena *mem, struct value *v, str path, struct value *item, ptrdiff_t list_max)
{
    str step = str_cut(&path, '.');
    if (path.len == 0)
        return step_put(mem, v, step, item, list_max);
    struct value *next = value_step(v, step);
    if (next)
        return (next->kind == V_MAP || next->kind == V_LIST) && put_below(mem, next, path, item, list_max);
    str rest = path;
    ptrdiff_t index = 0;
    next = step_index(str_cut(&rest, '.'), &index) ? value_list(mem) : value_map(mem);
    return put_below(mem, next, path, item, list_max) && step_put(mem, v, step, next, list_max);
}

bool value_put_path(struct arena *mem, struct value *map, str path, struct value *item, ptrdiff_t list_max)
{
    return path_is_sound(path) && put_below(mem, map, path, item, list_max);
}

ptrdiff_t value_real_print(char to[32], double real)
{
    if (!isfinite(real))
        return snprintf(to, 32, "null");
    for (int digits = 15; digits < 17; digits++) {
        int len = snprintf(to, 32, "%.*g", digits, real);
        if (strtod(to, NULL) == real)
            return len;
    }
    return snprintf(to, 32, "%.17g", real);
}

bool value_is_empty(const struct value *v)
{
    if (!v)
        return true;
    switch (v->kind) {
    case V_NULL: return true;
    case V_BOOL: return !v->truth;
    case V_TEXT:
    case V_RICH:
    case V_CODE: return v->text.len == 0;
    case V_LIST: return v->list.n == 0;
    case V_MAP: return v->map.n == 0;
    case V_INT:
    case V_REAL:
    case V_DECIMAL:
    case V_DATE:
    case V_INSTANT:
    case V_MONEY: return false;
    }
    return true;
}

static bool list_equal(const struct value *a, const struct value *b)
{
    for (ptrdiff_t i = 0; i < a->list.n; i++) {
        if (!value_equal(a->list.at[i], b->list.at[i]))
            return false;
    }
    return true;
}

static bool map_equal(const struct value *a, const struct value *b)
{
    for (ptrdiff_t i = 0; i < a->map.n; i++) {
        const struct member *m = &a->map.at[i];
        const struct member *same = &b->map.at[i];
        const struct value *other = str_eq(same->key, m->key) ? same->value : value_get(b, m->key);
        if (!other || !value_equal(m->value, other))
            return false;
    }
    return true;
}

// The same number written the same way: 0.0 is not -0.0, and what is no number is itself.
static uint64_t bits_of(double real)
{
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind)
        return false;
    switch (a->kind) {
    case V_NULL: return true;
    case V_BOOL: return a->truth == b->truth;
    case V_INT:
    case V_INSTANT: return a->number == b->number;
    case V_REAL: return bits_of(a->real) == bits_of(b->real);
    case V_DECIMAL: return a->exact.units == b->exact.units && a->exact.stated == b->exact.stated;
    case V_TEXT:
    case V_RICH:
    case V_CODE: return str_eq(a->text, b->text);
    case V_DATE: return date_compare(a->day, b->day) == 0;
    case V_MONEY: return a->sum.minor == b->sum.minor && strcmp(a->sum.currency, b->sum.currency) == 0;
    case V_LIST: return a->list.n == b->list.n && list_equal(a, b);
    case V_MAP: return a->map.n == b->map.n && map_equal(a, b);
    }
    return false;
}
