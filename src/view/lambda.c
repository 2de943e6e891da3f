// SPDX-License-Identifier: Apache-2.0
#include "view/lambda.h"

#include "base/arena.h"
#include "base/buf.h"
#include "text/lang.h"
#include "text/markdown.h"

#include <math.h>

static str show_plain(struct ctx *c, const struct value *v, str zone)
{
    (void)zone;
    char room[LAMBDA_ROOM];
    str text = lambda_plain(c, v, room);
    return text.at == room ? str_copy(c->mem, text) : text;
}

// A number of any kind as an exact one, to four decimals.
static decimal exact_of(const struct value *v)
{
    if (v->kind == V_DECIMAL)
        return v->exact;
    if (v->kind == V_REAL && fabs(v->real) < 1e14)
        return (decimal){ llround(v->real * DECIMAL_SCALE), true };
    if (v->kind == V_INT && v->number > -(INT64_MAX / DECIMAL_SCALE) && v->number < INT64_MAX / DECIMAL_SCALE)
        return decimal_of(v->number);
    return (decimal){ 0 };
}

static str show_number(struct ctx *c, const struct value *v, str zone)
{
    if (v->kind == V_INT)
        return lang_number(c->mem, c->lang, v->number);
    decimal exact = exact_of(v);
    return exact.stated ? lang_decimal(c->mem, c->lang, exact) : show_plain(c, v, zone);
}

static str show_percent(struct ctx *c, const struct value *v, str zone)
{
    decimal exact = exact_of(v);
    return exact.stated ? lang_percent(c->mem, c->lang, exact) : show_plain(c, v, zone);
}

static str show_date(struct ctx *c, const struct value *v, str zone)
{
    if (v->kind != V_INSTANT)
        return show_plain(c, v, zone);
    return lang_date(c->mem, c->lang, zone.len > 0 ? instant_date_in(v->number, zone) : instant_date(v->number, 0));
}

static str show_day_time(struct ctx *c, const struct value *v, str zone)
{
    return v->kind == V_INSTANT ? lang_instant(c->mem, c->lang, v->number, zone) : show_plain(c, v, zone);
}

static str show_ago(struct ctx *c, const struct value *v, str zone)
{
    return v->kind == V_INSTANT ? lang_ago(c->mem, c->lang, v->number, c->now_ms) : show_plain(c, v, zone);
}

static str show_bytes(struct ctx *c, const struct value *v, str zone)
{
    return v->kind == V_INT ? lang_bytes(c->mem, c->lang, v->number) : show_plain(c, v, zone);
}

static str show_markdown_words(struct ctx *c, const struct value *v, str zone)
{
    return v->kind == V_RICH || v->kind == V_TEXT ? markdown_plain(c->mem, v->text) : show_plain(c, v, zone);
}

static bool is_unreserved(unsigned char ch) // RFC 3986 §2.3
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '-' || ch == '.' || ch == '_' ||
           ch == '~';
}

// As a program reads it, not as people do: codes and ISO forms.
static str show_url(struct ctx *c, const struct value *v, str zone)
{
    str text = v->kind == V_CODE   ? v->text
               : v->kind == V_DATE ? date_str(c->mem, v->day)
               : v->kind == V_INSTANT ? instant_str(c->mem, v->number)
               : v->kind == V_DECIMAL ? decimal_str(c->mem, v->exact)
                                      : show_plain(c, v, zone);
    struct buf b;
    buf_init(&b, c->mem, 3 * text.len + 1);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char ch = (unsigned char)text.at[i];
        if (is_unreserved(ch))
            buf_byte(&b, (char)ch);
        else
            buf_fmt(&b, "%%%02X", ch);
    }
    return buf_str(&b);
}

static const struct lambda lambdas[] = {
    { S_INIT("t"), LAMBDA_TEXT, NULL },
    { S_INIT("tn"), LAMBDA_PLURAL, NULL },
    { S_INIT("number"), LAMBDA_VALUE, show_number },
    { S_INIT("date"), LAMBDA_VALUE, show_date },
    { S_INIT("day_time"), LAMBDA_VALUE, show_day_time },
    { S_INIT("money"), LAMBDA_VALUE, show_plain },
    { S_INIT("plain"), LAMBDA_VALUE, show_markdown_words },
    { S_INIT("bytes"), LAMBDA_VALUE, show_bytes },
    { S_INIT("ago"), LAMBDA_VALUE, show_ago },
    { S_INIT("percent"), LAMBDA_VALUE, show_percent },
    { S_INIT("url"), LAMBDA_VALUE, show_url },
};

const struct lambda *lambda_find(str name)
{
    for (ptrdiff_t i = 0; i < COUNT(lambdas); i++) {
        if (str_eq(lambdas[i].name, name))
            return &lambdas[i];
    }
    return NULL;
}

static str print_int(char room[LAMBDA_ROOM], int64_t number)
{
    struct buf b = { .room = LAMBDA_ROOM - 1, .limit = LAMBDA_ROOM - 1 };
    b.at = room;
    buf_int(&b, number);
    return buf_str(&b);
}

str lambda_plain(struct ctx *c, const struct value *v, char room[LAMBDA_ROOM])
{
    switch (v->kind) {
    case V_BOOL: return v->truth ? S("true") : S("false");
    case V_INT: return print_int(room, v->number);
    case V_REAL: return (str){ room, value_real_print(room, v->real) };
    case V_DECIMAL: return lang_decimal(c->mem, c->lang, v->exact);
    case V_TEXT:
    case V_RICH: return v->text;
    case V_DATE: return lang_date(c->mem, c->lang, v->day);
    case V_INSTANT: return lang_date(c->mem, c->lang, instant_date(v->number, 0));
    case V_MONEY: return lang_money(c->mem, c->lang, v->sum);
    case V_CODE: return v->label ? str_of(lang_translate(c->lang, v->label)) : v->text;
    case V_NULL:
    case V_LIST:
    case V_MAP: break;
    }
    return STR_NONE;
}
