// SPDX-License-Identifier: Apache-2.0
// Kinds that are codes out of a list: one, or several in the order given.
#include "base/buf.h"
#include "record/kind.h"

enum { SHOWN_MAX = 40 };

static bool check_code(struct ctx *c, const struct kind_case *k, str code)
{
    if (field_has_code(k->field, code))
        return true;
    fault_add(c, k->faults, k->path, N_("\"%.*s\" is not one of the choices: take one from the list"),
              STR_ARG(str_first_points(code, SHOWN_MAX)));
    return false;
}

static bool choice_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    str code;
    if (!kind_text_of(c, k, in, &code))
        return false;
    code = str_trim(code);
    if (code.len > 0 && !check_code(c, k, code))
        return false;
    *(str *)member = code;
    return true;
}

static struct value *code_value(struct ctx *c, const struct field *f, str code)
{
    const char *label = NULL;
    for (const struct choice *one = f->choices; one && one->code; one++) {
        if (str_eq(str_of(one->code), code))
            label = one->label;
    }
    if (f->list && f->list->has(code))
        label = str_z(c->mem, f->list->label(c, code));
    return value_code(c->mem, code, label);
}

static struct value *choice_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)viewer;
    str code = *(const str *)member;
    return code.len > 0 ? code_value(c, f, code) : value_null(c->mem);
}

static void choice_to_columns(const struct field *f, const void *member, struct val *out)
{
    (void)f;
    out[0] = TEXT(*(const str *)member);
}

static void choice_from_row(struct ctx *c, const struct field *f, const struct rows *rows, ptrdiff_t column, void *member)
{
    (void)f;
    *(str *)member = rows_text(c, rows, column);
}

static bool choice_is_empty(const void *member)
{
    return ((const str *)member)->len == 0;
}

// The codes of a long list (countries) would drown the description: its name says enough.
static void put_codes(struct ctx *c, const struct field *f, struct value *schema, bool nullable)
{
    if (!f->choices)
        return;
    struct value *list = value_list(c->mem);
    for (const struct choice *one = f->choices; one->code; one++)
        value_add(c->mem, list, value_text(c->mem, str_of(one->code)));
    if (nullable)
        value_add(c->mem, list, value_null(c->mem));
    value_set(c->mem, schema, "enum", list);
}

static struct value *choice_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = value_map(c->mem), *types = value_list(c->mem);
    value_add(c->mem, types, value_text(c->mem, S("string")));
    value_add(c->mem, types, value_text(c->mem, S("null")));
    value_set(c->mem, schema, "type", types);
    put_codes(c, f, schema, true);
    return schema;
}

static void choice_facet(struct ctx *c, const struct field *f, const void *member, struct facet_sink *sink)
{
    (void)c, (void)f;
    if (!choice_is_empty(member))
        facet_put(sink, *(const str *)member);
}

static str choice_words(struct ctx *c, const struct field *f, const void *member)
{
    return choice_is_empty(member) ? STR_NONE : field_code_label(c, f, *(const str *)member);
}

const struct kind kind_choice = {
    .name = "choice", .input = "select", .size = (ptrdiff_t)sizeof(str),
    .columns = 1, .suffix = { "" }, .type = { COLUMN_TEXT }, .column_flags = { COLUMN_REQUIRED | COLUMN_BYTEWISE },
    .read = choice_read, .value = choice_value, .to_columns = choice_to_columns, .from_row = choice_from_row,
    .is_empty = choice_is_empty, .schema = choice_schema, .facet = choice_facet, .words = choice_words,
};

// ---- several

static bool has(const str *codes_at, ptrdiff_t n, str code)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (str_eq(codes_at[i], code))
            return true;
    }
    return false;
}

// Adds one code unless it is empty or there already; false with a fault at its own place in the list.
static bool add_code(struct ctx *c, const struct kind_case *k, const struct value *item, ptrdiff_t i, str *at, ptrdiff_t *n)
{
    struct kind_case one = *k;
    str code;
    if (i >= 0)
        one.path = str_fmt(c->mem, "%.*s.%td", STR_ARG(k->path), i);
    if (!kind_text_of(c, &one, item, &code))
        return false;
    code = str_trim(code);
    if (code.len == 0 || has(at, *n, code))
        return true;
    if (!check_code(c, &one, code))
        return false;
    at[(*n)++] = code;
    return true;
}

static bool choices_read(struct ctx *c, const struct kind_case *k, const struct value *in, void *member)
{
    bool is_list = in && in->kind == V_LIST, nothing = kind_is_nothing(k, in);
    ptrdiff_t n = 0, given = is_list ? value_count(in) : 1;
    if (!is_list && !nothing && k->reading == READING_JSON)
        return kind_refuse(c, k, N_("write a list of codes in square brackets"));
    if (given > field_max(k->field)) {
        fault_add(c, k->faults, k->path, N_("choose at most %td; there are %td"), field_max(k->field), given);
        return false;
    }
    str *at = NEW(c->mem, str, given + 1);
    bool sound = true;
    for (ptrdiff_t i = 0; is_list && i < given; i++)
        sound = add_code(c, k, value_at(in, i), k->reading == READING_JSON ? i : -1, at, &n) && sound;
    if (!is_list && !nothing)
        sound = add_code(c, k, in, -1, at, &n);
    if (sound)
        *(codes *)member = (codes){ n > 0 ? at : NULL, n };
    return sound;
}

static struct value *choices_value(struct ctx *c, const struct field *f, const void *member, roles viewer)
{
    (void)viewer;
    const codes *all = member;
    struct value *list = value_list(c->mem);
    for (ptrdiff_t i = 0; i < all->n; i++)
        value_add(c->mem, list, code_value(c, f, all->at[i]));
    return list;
}

static bool choices_is_empty(const void *member)
{
    return ((const codes *)member)->n == 0;
}

static struct value *choices_schema(struct ctx *c, const struct field *f)
{
    struct value *schema = value_map(c->mem), *items = value_map(c->mem);
    value_set(c->mem, schema, "type", value_text(c->mem, S("array")));
    value_set(c->mem, schema, "maxItems", value_int(c->mem, field_max(f)));
    value_set(c->mem, items, "type", value_text(c->mem, S("string")));
    put_codes(c, f, items, false);
    value_set(c->mem, schema, "items", items);
    return schema;
}

static void choices_facet(struct ctx *c, const struct field *f, const void *member, struct facet_sink *sink)
{
    (void)c, (void)f;
    const codes *all = member;
    for (ptrdiff_t i = 0; i < all->n; i++)
        facet_put(sink, all->at[i]);
}

static str choices_words(struct ctx *c, const struct field *f, const void *member)
{
    const codes *all = member;
    str *labels = NEW(c->mem, str, all->n + 1);
    for (ptrdiff_t i = 0; i < all->n; i++)
        labels[i] = field_code_label(c, f, all->at[i]);
    return str_join(c->mem, labels, all->n, S("; "));
}

const struct kind kind_choices = {
    .name = "choices", .input = "checks", .size = (ptrdiff_t)sizeof(codes), .max = 300,
    .read = choices_read, .value = choices_value, .is_empty = choices_is_empty, .schema = choices_schema,
    .facet = choices_facet, .words = choices_words,
};
