// SPDX-License-Identifier: Apache-2.0
// Money: {"amount", "currency"} in forms and JSON. In forms the amount is read as people write it, in JSON it is exact.
#include "base/number.h"
#include "record/kind.h"

#include <string.h>

// Everything in the map that is not ours is a slip of the pen that would otherwise be lost without a word.
static bool check_members(struct ctx *c, const struct kind_case *k, const struct value *in)
{
    bool sound = true;
    for (ptrdiff_t i = 0; i < in->map.n; i++) {
        str key = in->map.at[i].key;
        if (str_eq(key, S("amount")) || str_eq(key, S("currency")) || (k->reading == READING_FORM && str_starts(key, S("_"))))
            continue;
        fault_add(c, k->faults, str_fmt(c->mem, "%.*s.%.*s", STR_ARG(k->path), STR_ARG(key)),
                  N_("money has an amount and a currency, nothing else"));
        sound = false;
    }
    return sound;
}

static bool exact_amount(struct ctx *c, const struct kind_case *k, str amount, str code, money *out)
{
    struct number_text plain;
    const char *why = N_("write the amount in digits with a point before the decimals, in quotes: \"264000.00\"");
    int decimals = currency_decimals(code);
    if (decimals < 0)
        return kind_refuse(c, k, N_("write the currency in the three letters of ISO 4217, such as USD or EUR"));
    if (!number_plain(amount, &plain) ||
        !number_read((str){ plain.at, plain.len }, decimals, POINT_IS_DECIMAL, &out->minor, &why))
        return kind_refuse(c, k, why);
    memcpy(out->currency, code.at, 3);
    return true;
}

static bool money_of_map(struct ctx *c, const struct kind_case *k, const struct value *in, money *out)
{
    str amount, code;
    const char *why = NULL;
    if (!check_members(c, k, in) || !kind_text_of(c, k, value_get(in, S("amount")), &amount) ||
        !kind_text_of(c, k, value_get(in, S("currency")), &code))
        return false;
    code = str_trim(code);
    if (k->reading == READING_JSON)
        return exact_amount(c, k, amount, code, out);
    if (str_trim(amount).len == 0)
        return true; // a currency alone is how the form was left
    return money_parse(amount, code, out, &why) || kind_refuse(c, k, why);
}

static bool money_read_any(struct ctx *c, const struct kind_case *k, const struct value *in, money *out)
{
    const char *why = NULL;
    if (in->kind == V_MONEY) {
        *out = in->sum;
        return true;
    }
    if (in->kind == V_MAP)
        return money_of_map(c, k, in, out);
    if (k->reading == READING_JSON)
        return kind_refuse(c, k, N_("write money as {\"amount\": \"264000.00\", \"currency\": \"USD\"}"));
    return money_parse(value_as_text(in), STR_NONE, out, &why) || kind_refuse(c, k, why);
}

static bool money_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    money m = { .minor = 0 };
    if (!kind_is_nothing(k, in) && !money_read_any(c, k, in, &m))
        return false;
    if (m.minor < 0 && k->field->flags & POSITIVE)
        return kind_refuse(c, k, N_("this cannot be below zero: write the amount without a minus sign"));
    *(money *)member = m;
    return true;
}

static struct value *money_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    return value_money(c->mem, *(const money *)member);
}

static void money_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    const money *m = member;
    out[0] = INT(m->minor);
    out[1] = TEXT(str_of(m->currency));
}

static void money_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    money m = { .minor = rows_int(rows, column) };
    str code = rows_peek(rows, column + 1);
    if (code.len == 3)
        memcpy(m.currency, code.at, 3);
    *(money *)member = m;
}

static bool money_is_empty(const void *member)
{
    return money_is_none(*(const money *)member);
}

static struct value *money_schema(struct ctx *c, const struct field *f)
{
    (void)f;
    struct value *schema = value_map(c->mem), *any = value_list(c->mem);
    struct value *some = value_map(c->mem), *none = value_map(c->mem);
    value_set(c->mem, some, "$ref", value_text(c->mem, S("#/components/schemas/Money")));
    value_set(c->mem, none, "type", value_text(c->mem, S("null")));
    value_add(c->mem, any, some);
    value_add(c->mem, any, none);
    value_set(c->mem, schema, "oneOf", any);
    return schema;
}

static str money_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    const money *m = member;
    if (money_is_none(*m))
        return STR_NONE;
    return str_fmt(c->mem, "%.*s %s", STR_ARG(money_amount(c->mem, *m)), m->currency);
}

const struct kind kind_money = {
    .name = "money", .input = "money", .size = (ptrdiff_t)sizeof(money),
    .columns = 2, .suffix = { "_minor", "_currency" }, .type = { COLUMN_INT, COLUMN_TEXT },
    .column_flags = { COLUMN_REQUIRED, COLUMN_REQUIRED | COLUMN_BYTEWISE },
    .read = money_read, .value = money_value, .to_columns = money_to_columns, .from_row = money_from_row,
    .is_empty = money_is_empty, .schema = money_schema, .words = money_words,
};
