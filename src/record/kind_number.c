// SPDX-License-Identifier: Apache-2.0
// Kinds that are amounts: yes or no, counts, exact numbers. Money is in kind_money.c.
//
// JSON is exact: a point there is always the decimal point. In forms, amounts are read as people write them (base/number.h).
#include "base/number.h"
#include "record/kind.h"

#include <string.h>

// Beyond this, programs that keep numbers as doubles lose the last digit.
static const int64_t INT_SAFE = 9007199254740991;

static bool check_sign(struct ctx *c, const struct kind_case *k, int64_t units)
{
    if (units >= 0 || !(k->field->flags & POSITIVE))
        return true;
    return kind_refuse(c, k, N_("this cannot be below zero: write the amount without a minus sign"));
}

static struct value *type_schema(struct ctx *c, str first, bool nullable)
{
    struct value *schema = value_map(c->mem), *types = value_list(c->mem);
    value_add(c->mem, types, value_text(c->mem, first));
    value_add(c->mem, types, value_text(c->mem, S("null")));
    value_set(c->mem, schema, "type", nullable ? types : value_text(c->mem, first));
    return schema;
}

// ---- yes or no

static bool yes_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    bool *yes = member;
    if (in && in->kind == V_BOOL) {
        *yes = in->truth;
        return true;
    }
    if (kind_is_nothing(k, in)) {
        *yes = false;
        return true;
    }
    str s = value_as_text(in);
    bool is_yes = str_eq(s, S("yes")) || str_eq(s, S("on")) || str_eq(s, S("1")) || str_eq(s, S("true"));
    bool is_no = str_eq(s, S("no")) || str_eq(s, S("off")) || str_eq(s, S("0")) || str_eq(s, S("false"));
    if (k->reading == READING_JSON)
        return kind_refuse(c, k, N_("write true or false, without quotes"));
    if (!is_yes && !is_no)
        return kind_refuse(c, k, N_("answer yes or no"));
    *yes = is_yes;
    return true;
}

static struct value *yes_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    return value_bool(c->mem, *(const bool *)member);
}

static void yes_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    out[0] = INT(*(const bool *)member);
}

static void yes_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    *(bool *)member = rows_int(rows, column) != 0;
}

static bool yes_is_empty(const void *member)
{
    return !*(const bool *)member;
}

static struct value *yes_schema(struct ctx *c, const struct field *f)
{
    (void)f;
    return type_schema(c, S("boolean"), false);
}

static void yes_facet(struct ctx *c, const struct field *f, const void *member, struct facet_sink *sink)
{
    (void)c, (void)f;
    facet_put(sink, *(const bool *)member ? S("yes") : S("no"));
}

static str yes_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    return str_of(*(const bool *)member ? tr(c, N_("yes")) : tr(c, N_("no")));
}

const struct kind kind_yes = {
    .name = "yes", .input = "yes", .size = (ptrdiff_t)sizeof(bool),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_INT }, .column_flags = { COLUMN_REQUIRED },
    .read = yes_read, .value = yes_value, .to_columns = yes_to_columns, .from_row = yes_from_row, .is_empty = yes_is_empty,
    .schema = yes_schema, .facet = yes_facet, .words = yes_words,
};

// ---- counts

static bool int_of(struct ctx *c, const struct kind_case *k, const struct value *in, int64_t *out)
{
    const char *why = NULL;
    decimal d = { .units = 0 };
    if (in->kind == V_INT)
        *out = in->number;
    else if (k->reading == READING_JSON || in->kind != V_TEXT)
        return kind_refuse(c, k, N_("write a whole number, without quotes"));
    else if (!decimal_parse(in->text, &d, &why))
        return kind_refuse(c, k, why);
    else if (d.units % DECIMAL_SCALE != 0)
        return kind_refuse(c, k, N_("write a whole number, without decimals"));
    else
        *out = d.units / DECIMAL_SCALE;
    if (*out > INT_SAFE || *out < -INT_SAFE)
        return kind_refuse(c, k, N_("this number is too large: write one of at most 15 digits"));
    return true;
}

static bool int_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    int64_t n = 0;
    if (!kind_is_nothing(k, in) && (!int_of(c, k, in, &n) || !check_sign(c, k, n)))
        return false;
    *(int64_t *)member = n;
    return true;
}

static struct value *int_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    int64_t n = *(const int64_t *)member;
    return n ? value_int(c->mem, n) : value_null(c->mem);
}

static void int_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    out[0] = INT(*(const int64_t *)member);
}

static void int_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    *(int64_t *)member = rows_int(rows, column);
}

static bool int_is_empty(const void *member)
{
    return *(const int64_t *)member == 0;
}

static struct value *int_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = type_schema(c, S("integer"), true);
    if (f->flags & POSITIVE)
        value_set(c->mem, schema, "minimum", value_int(c->mem, 0));
    return schema;
}

static str int_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    int64_t n = *(const int64_t *)member;
    return n ? str_fmt(c->mem, "%lld", (long long)n) : STR_NONE;
}

const struct kind kind_int = {
    .name = "int", .input = "number", .size = (ptrdiff_t)sizeof(int64_t),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_INT }, .column_flags = { COLUMN_REQUIRED },
    .read = int_read, .value = int_value, .to_columns = int_to_columns, .from_row = int_from_row, .is_empty = int_is_empty,
    .schema = int_schema, .words = int_words,
};

// ---- exact numbers

static bool exact(str text, int decimals, int64_t *units, const char **why)
{
    struct number_text plain;
    *why = N_("write the number in digits with a point before the decimals, in quotes: \"0.5\"");
    return number_plain(text, &plain) && number_read((str){ plain.at, plain.len }, decimals, POINT_IS_DECIMAL, units, why);
}

static bool number_of(struct ctx *c, const struct kind_case *k, const struct value *in, decimal *out)
{
    const char *why = NULL;
    bool fits = in->kind != V_INT || (in->number <= INT_SAFE / DECIMAL_SCALE && in->number >= -INT_SAFE / DECIMAL_SCALE);
    if (in->kind == V_DECIMAL)
        *out = in->exact;
    else if (!fits)
        return kind_refuse(c, k, N_("this number is too large: write one of at most 11 digits before the point"));
    else if (in->kind == V_INT)
        *out = decimal_of(in->number);
    else if (in->kind != V_TEXT)
        return kind_refuse(c, k, N_("write the number in quotes, such as \"0.5\""));
    else if (k->reading == READING_FORM ? !decimal_parse(in->text, out, &why) : !exact(in->text, 4, &out->units, &why))
        return kind_refuse(c, k, why);
    out->stated = true;
    return true;
}

static bool number_read_in(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    decimal d = { .stated = false };
    if (!kind_is_nothing(k, in) && (!number_of(c, k, in, &d) || !check_sign(c, k, d.units)))
        return false;
    *(decimal *)member = d;
    return true;
}

static struct value *number_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    return value_decimal(c->mem, *(const decimal *)member);
}

static void number_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    const decimal *d = member;
    out[0] = d->stated ? INT(d->units) : NIL;
}

static void number_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    *(decimal *)member = (decimal){ .units = rows_int(rows, column), .stated = !rows_is_null(rows, column) };
}

static bool number_is_empty(const void *member)
{
    return !((const decimal *)member)->stated;
}

static struct value *number_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = type_schema(c, S("string"), true);
    value_set(c->mem, schema, "pattern",
              value_text(c->mem, f->flags & POSITIVE ? S("^[0-9]+([.][0-9]{1,4})?$") : S("^-?[0-9]+([.][0-9]{1,4})?$")));
    return schema;
}

static str number_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    return decimal_str(c->mem, *(const decimal *)member);
}

const struct kind kind_number = {
    .name = "number", .input = "number", .size = (ptrdiff_t)sizeof(decimal),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_INT },
    .read = number_read_in, .value = number_value, .to_columns = number_to_columns, .from_row = number_from_row,
    .is_empty = number_is_empty, .schema = number_schema, .words = number_words,
};
