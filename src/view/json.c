// SPDX-License-Identifier: Apache-2.0
#include "view/json.h"

#include "base/arena.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>

enum { DEPTH_MAX = 32 };

struct place {
    ptrdiff_t line, column;
};

// Where nesting passes the limit; line 0 when it never does. Looks at brackets outside strings only: jansson judges the rest.
static struct place depth_breach(str text)
{
    struct place at = { 1, 0 };
    int depth = 0;
    bool in_string = false;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char ch = text.at[i];
        at.column++;
        if (ch == '\n')
            at = (struct place){ at.line + 1, 0 };
        else if (in_string && ch == '\\')
            i++, at.column++;
        else if (ch == '"')
            in_string = !in_string;
        else if (!in_string && (ch == '[' || ch == '{') && ++depth > DEPTH_MAX)
            return at;
        else if (!in_string && (ch == ']' || ch == '}'))
            depth--;
    }
    return (struct place){ 0 };
}

static const char *fault_reason_of(enum json_error_code code)
{
    switch ((int)code) {
    case json_error_invalid_utf8: return N_("the text is not UTF-8");
    case json_error_premature_end_of_input: return N_("it ends too early");
    case json_error_end_of_input_expected: return N_("something follows the end");
    case json_error_null_character:
    case json_error_null_byte_in_key: return N_("a text contains a NUL character");
    case json_error_duplicate_key: return N_("a member name stands twice in one object");
    case json_error_numeric_overflow: return N_("a number is too large");
    case json_error_stack_overflow: return N_("it is nested too deeply");
    default: return N_("this is not JSON; look for a missing comma, quote or bracket");
    }
}

static enum err fail_at(struct ctx *c, struct place at, const char *reason)
{
    return fail(c, ERR_MALFORMED, N_("the JSON cannot be read at line %td, column %td: %s"), at.line, at.column, tr(c, reason));
}

static struct value *value_of(struct arena *mem, json_t *json);

static struct value *list_of(struct arena *mem, json_t *json)
{
    struct value *list = value_list(mem);
    for (size_t i = 0; i < json_array_size(json); i++)
        value_add(mem, list, value_of(mem, json_array_get(json, i)));
    return list;
}

static struct value *map_of(struct arena *mem, json_t *json)
{
    struct value *map = value_map(mem);
    const char *key;
    json_t *item;
    json_object_foreach(json, key, item)
        value_append(mem, map, str_copy(mem, str_of(key)), value_of(mem, item));
    return map;
}

static struct value *value_of(struct arena *mem, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT: return map_of(mem, json);
    case JSON_ARRAY: return list_of(mem, json);
    case JSON_STRING:
        return value_text(mem, str_copy(mem, (str){ json_string_value(json), (ptrdiff_t)json_string_length(json) }));
    case JSON_INTEGER: return value_int(mem, json_integer_value(json));
    case JSON_REAL: return value_real(mem, json_real_value(json));
    case JSON_TRUE: return value_bool(mem, true);
    case JSON_FALSE: return value_bool(mem, false);
    case JSON_NULL: break;
    }
    return value_null(mem);
}

enum err json_read(struct ctx *c, str text, struct value **out)
{
    *out = NULL;
    struct place deep = depth_breach(text);
    if (deep.line > 0)
        return fail_at(c, deep, N_("it is nested too deeply"));
    json_error_t error;
    json_t *json = json_loadb(text.at ? text.at : "", (size_t)text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!json)
        return fail_at(c, (struct place){ error.line, error.column }, fault_reason_of(json_error_code(&error)));
    *out = value_of(c->mem, json);
    json_decref(json);
    return OK;
}

// Writing. Two ways: to be put anywhere, a script element included; and canonical, to be hashed.
enum way { PLAIN, CANONICAL };

static void write_value(struct buf *b, const struct value *v, enum way way);

static void write_control(struct buf *b, unsigned char ch)
{
    static const char letters[] = "\bb\tt\nn\ff\rr\"\"\\\\";
    for (const char *at = letters; *at; at += 2) {
        if ((unsigned char)*at == ch) {
            buf_byte(b, '\\');
            buf_byte(b, at[1]);
            return;
        }
    }
    buf_fmt(b, "\\u%04x", ch);
}

// Bytes that need a second look.
static const bool special[UCHAR_MAX + 1] = {
    [0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['"'] = 1, ['\\'] = 1, ['<'] = 1, [0xE2] = 1,
};

// What stands at the front of `rest` for the sake of pages: "</" and "<!" would end or bend a script element, U+2028 and
// U+2029 end a line in old readers. Returns the bytes that were dealt with.
static ptrdiff_t write_guarded(struct buf *b, str rest)
{
    static const struct { str bytes, as; } guards[] = {
        { S_INIT("</"), S_INIT("<\\/") },
        { S_INIT("<!"), S_INIT("\\u003c!") },
        { S_INIT("\xE2\x80\xA8"), S_INIT("\\u2028") },
        { S_INIT("\xE2\x80\xA9"), S_INIT("\\u2029") },
    };
    for (ptrdiff_t i = 0; i < COUNT(guards); i++) {
        if (str_starts(rest, guards[i].bytes)) {
            buf_add(b, guards[i].as);
            return guards[i].bytes.len;
        }
    }
    buf_byte(b, rest.at[0]);
    return 1;
}

static void write_text(struct buf *b, str s, enum way way)
{
    buf_byte(b, '"');
    ptrdiff_t i = 0;
    while (i < s.len) {
        ptrdiff_t from = i;
        while (i < s.len && !special[(unsigned char)s.at[i]])
            i++;
        buf_add(b, str_slice(s, from, i));
        if (i == s.len)
            break;
        unsigned char ch = (unsigned char)s.at[i];
        if (ch < 0x20 || ch == '"' || ch == '\\') {
            write_control(b, ch);
            i++;
        } else if (way == PLAIN) {
            i += write_guarded(b, str_skip(s, i));
        } else {
            buf_byte(b, s.at[i++]);
        }
    }
    buf_byte(b, '"');
}

static void write_list(struct buf *b, const struct value *v, enum way way)
{
    buf_byte(b, '[');
    for (ptrdiff_t i = 0; i < v->list.n; i++) {
        if (i > 0)
            buf_byte(b, ',');
        write_value(b, v->list.at[i], way);
    }
    buf_byte(b, ']');
}

// By UTF-16 code units: as bytes, save that what lies beyond U+FFFF (surrogates there, 0xF0… here) comes before U+E000….
static int name_rank(unsigned char ch)
{
    return ch >= 0xF0 ? ch - 2 : ch >= 0xEE ? ch + 16 : ch;
}

static int member_compare(const void *a, const void *b)
{
    str x = (*(const struct member *const *)a)->key, y = (*(const struct member *const *)b)->key;
    for (ptrdiff_t i = 0; i < x.len && i < y.len; i++) {
        if (x.at[i] != y.at[i])
            return name_rank((unsigned char)x.at[i]) - name_rank((unsigned char)y.at[i]);
    }
    return (x.len > y.len) - (x.len < y.len);
}

static void write_member(struct buf *b, const struct member *m, bool first, enum way way)
{
    if (!first)
        buf_byte(b, ',');
    write_text(b, m->key, way);
    buf_byte(b, ':');
    write_value(b, m->value, way);
}

static void write_map(struct buf *b, const struct value *v, enum way way)
{
    ptrdiff_t n = v->map.n;
    const struct member **order = way == CANONICAL ? NEW(b->mem, const struct member *, n) : NULL;
    for (ptrdiff_t i = 0; order && i < n; i++)
        order[i] = &v->map.at[i];
    if (order)
        qsort(order, (size_t)n, sizeof *order, member_compare);
    buf_byte(b, '{');
    for (ptrdiff_t i = 0; i < n; i++)
        write_member(b, order ? order[i] : &v->map.at[i], i == 0, way);
    buf_byte(b, '}');
}

static void write_real(struct buf *b, double real, enum way way)
{
    if (way == CANONICAL)
        abort(); // what is hashed holds exact values only
    char digits[32];
    buf_add(b, (str){ digits, value_real_print(digits, real) });
}

static void write_instant(struct buf *b, int64_t ms)
{
    char text[32];
    instant_print(text, ms);
    write_text(b, str_of(text), PLAIN);
}

static void write_money(struct buf *b, money sum)
{
    buf_lit(b, "{\"amount\":\"");
    buf_add(b, money_amount(b->mem, sum));
    buf_lit(b, "\",\"currency\":");
    write_text(b, str_of(sum.currency), PLAIN);
    buf_byte(b, '}');
}

static void write_value(struct buf *b, const struct value *v, enum way way)
{
    switch (v ? v->kind : V_NULL) {
    case V_NULL: buf_lit(b, "null"); break;
    case V_BOOL: buf_add(b, v->truth ? S("true") : S("false")); break;
    case V_INT: buf_int(b, v->number); break;
    case V_REAL: write_real(b, v->real, way); break;
    case V_DECIMAL: write_text(b, decimal_str(b->mem, v->exact), way); break;
    case V_TEXT:
    case V_RICH:
    case V_CODE: write_text(b, v->text, way); break;
    case V_DATE: write_text(b, date_str(b->mem, v->day), way); break;
    case V_INSTANT: write_instant(b, v->number); break;
    case V_MONEY: write_money(b, v->sum); break;
    case V_LIST: write_list(b, v, way); break;
    case V_MAP: write_map(b, v, way); break;
    }
}

void json_write(struct buf *b, const struct value *v)
{
    write_value(b, v, PLAIN);
}

void json_write_canonical(struct buf *b, const struct value *v)
{
    write_value(b, v, CANONICAL);
}
