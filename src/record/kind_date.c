// SPDX-License-Identifier: Apache-2.0
// Kinds that are points in time. A date is one whole number, 20030531; what is not known of it is 00, so reduced dates sort
// before the full ones within them.
#include "record/date_words.h"
#include "record/kind.h"

static bool date_of(struct ctx *c, const struct kind_case *k, const struct value *in, date *out)
{
    str s, why = STR_NONE;
    if (in->kind == V_DATE) {
        *out = in->day;
        return true;
    }
    if (!kind_text_of(c, k, in, &s))
        return false;
    s = str_trim(s);
    if (date_parse(s, out))
        return true;
    if (k->reading == READING_JSON && !date_words_read(c, s, out, &why) && why.len > 0 && str_find_byte(s, '-') == 4)
        fault_add(c, k->faults, k->path, "%.*s", STR_ARG(why));
    else if (k->reading == READING_JSON)
        return kind_refuse(c, k, N_("write the date as \"2003-05-31\", \"2003-05\" or \"2003\""));
    else if (date_words_read(c, s, out, &why))
        return true;
    else
        fault_add(c, k->faults, k->path, "%.*s", STR_ARG(why));
    return false;
}

static bool date_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    date d = { .year = 0 };
    if (!kind_is_nothing(k, in) && !date_of(c, k, in, &d))
        return false;
    if (k->field->flags & FULL_DATE && !date_is_none(d) && !date_is_full(d))
        return kind_refuse(c, k, N_("give the day too, as in 31 May 2003"));
    *(date *)member = d;
    return true;
}

static struct value *date_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    return value_date(c->mem, *(const date *)member);
}

static void date_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    date d = *(const date *)member;
    out[0] = INT(d.year * 10000 + d.month * 100 + d.day);
}

static void date_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    int64_t n = rows_int(rows, column);
    *(date *)member = (date){ (int16_t)(n / 10000), (int8_t)(n / 100 % 100), (int8_t)(n % 100) };
}

static bool date_is_empty(const void *member)
{
    return date_is_none(*(const date *)member);
}

static struct value *nullable_text_schema(struct ctx *c)
{
    struct value *schema = value_map(c->mem), *types = value_list(c->mem);
    value_add(c->mem, types, value_text(c->mem, S("string")));
    value_add(c->mem, types, value_text(c->mem, S("null")));
    value_set(c->mem, schema, "type", types);
    return schema;
}

static struct value *date_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = nullable_text_schema(c);
    if (f->flags & FULL_DATE)
        value_set(c->mem, schema, "format", value_text(c->mem, S("date")));
    else
        value_set(c->mem, schema, "pattern", value_text(c->mem, S("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")));
    return schema;
}

static void date_facet(struct ctx *c, const struct field *f, const void *member, struct facet_sink *sink)
{
    (void)f;
    date d = *(const date *)member;
    if (!date_is_none(d))
        facet_put(sink, str_fmt(c->mem, "%04d", d.year));
}

static str date_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    return date_str(c->mem, *(const date *)member);
}

const struct kind kind_date = {
    .name = "date", .input = "date", .size = (ptrdiff_t)sizeof(date),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_INT }, .column_flags = { COLUMN_REQUIRED },
    .read = date_read, .value = date_value, .to_columns = date_to_columns, .from_row = date_from_row, .is_empty = date_is_empty,
    .schema = date_schema, .facet = date_facet, .words = date_words,
};

// ---- instants

static bool instant_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str s;
    int64_t ms = 0;
    if (in && in->kind == V_INSTANT) {
        *(int64_t *)member = in->number;
        return true;
    }
    if (!kind_text_of(c, k, in, &s))
        return false;
    s = str_trim(s);
    // What a browser's control for day and time sends has no seconds and no zone.
    if (s.len == 16 && k->reading == READING_FORM)
        s = str_fmt(c->mem, "%.*s:00Z", STR_ARG(s));
    if (s.len > 0 && !instant_parse(s, &ms))
        return kind_refuse(c, k, N_("write day and time in UTC, such as 2003-05-31T12:00:00Z"));
    *(int64_t *)member = ms;
    return true;
}

static struct value *instant_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)f, (void)viewer;
    int64_t ms = *(const int64_t *)member;
    return ms ? value_instant(c->mem, ms) : value_null(c->mem);
}

static void instant_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    out[0] = INT(*(const int64_t *)member);
}

static void instant_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)c, (void)f;
    *(int64_t *)member = rows_int(rows, column);
}

static bool instant_is_empty(const void *member)
{
    return *(const int64_t *)member == 0;
}

static struct value *instant_schema(struct ctx *c, const struct field *f)
{
    (void)f;
    struct value *schema = nullable_text_schema(c);
    value_set(c->mem, schema, "format", value_text(c->mem, S("date-time")));
    return schema;
}

static str instant_words(struct ctx *c, const struct field *f, const void *member)
{
    (void)f;
    int64_t ms = *(const int64_t *)member;
    return ms ? instant_str(c->mem, ms) : STR_NONE;
}

const struct kind kind_instant = {
    .name = "instant", .input = "text", .size = (ptrdiff_t)sizeof(int64_t),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_INT }, .column_flags = { COLUMN_REQUIRED },
    .read = instant_read, .value = instant_value, .to_columns = instant_to_columns, .from_row = instant_from_row,
    .is_empty = instant_is_empty, .schema = instant_schema, .words = instant_words,
};
