// SPDX-License-Identifier: Apache-2.0
#include "record/form_parts.h"

#include "record/query_run.h"
#include "record/store.h"
#include "text/lang.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>

// ---- values as one would type them -----------------------------------------------------------------------------------

// 1.125 could be read as a thousand and more: a fourth decimal says that it is not.
static str number_typed(struct arena *mem, decimal number)
{
    str text = decimal_str(mem, number);
    ptrdiff_t point = str_find_byte(text, '.');
    return point >= 0 && text.len - point == 4 ? str_fmt(mem, "%.*s0", STR_ARG(text)) : text;
}

// 264000.00 is 264000: decimals that say nothing are left out.
static struct value *money_typed(struct arena *mem, money sum)
{
    struct value *out = value_map(mem);
    str amount = money_amount(mem, sum);
    ptrdiff_t point = str_find_byte(amount, '.'), i = amount.len;
    while (point >= 0 && i > point + 1 && amount.at[i - 1] == '0')
        i--;
    if (i == point + 1)
        amount.len = point;
    value_set(mem, out, "amount", value_text(mem, amount));
    value_set(mem, out, "currency", value_text(mem, str_copy(mem, str_of(sum.currency))));
    return out;
}

static const struct value *typed_of(struct arena *mem, const struct value *value)
{
    switch (value->kind) {
    case V_INT:
        return value_text(mem, str_fmt(mem, "%lld", (long long)value->number));
    case V_BOOL:
        return value_text(mem, value->truth ? S("yes") : STR_NONE);
    case V_DECIMAL:
        return value_text(mem, number_typed(mem, value->exact));
    case V_DATE:
        return value_text(mem, date_str(mem, value->day));
    case V_INSTANT:
        return value_text(mem, instant_str(mem, value->number));
    case V_MONEY:
        return money_typed(mem, value->sum);
    case V_MAP: // a reference
        return value_text(mem, value_as_text(value_get(value, S("name"))));
    case V_LIST: {
        struct value *list = value_list(mem);
        for (ptrdiff_t i = 0; i < value_count(value); i++)
            value_add(mem, list, value_text(mem, value_as_text(value_at(value, i))));
        return list;
    }
    default:
        return value_text(mem, value_as_text(value));
    }
}

const struct value *form_sent(struct form *form, const struct field *field, const void *row)
{
    struct ctx *c = form->c;
    return typed_of(c->mem, field->kind->value(c, field, field_member(field, row), form->options->viewer));
}

// ---- what can be chosen ----------------------------------------------------------------------------------------------

static bool is_chosen(const struct value *sent, str code)
{
    if (!sent || sent->kind != V_LIST)
        return str_eq(str_trim(value_as_text(sent)), code);
    for (ptrdiff_t i = 0; i < value_count(sent); i++)
        if (str_eq(str_trim(value_as_text(value_at(sent, i))), code))
            return true;
    return false;
}

static struct value *option_value(struct arena *mem, str code, str label, const char *group, const struct value *sent)
{
    struct value *out = value_map(mem);
    value_set(mem, out, "code", value_text(mem, code));
    value_set(mem, out, "label", value_text(mem, label));
    value_set(mem, out, "on", value_bool(mem, is_chosen(sent, code)));
    value_set(mem, out, "group", group ? value_text(mem, str_of(group)) : value_null(mem));
    return out;
}

struct labelled {
    str code, label;
};

struct labelled_list {
    struct labelled *at;
    ptrdiff_t n;
};

static int by_label(const void *a, const void *b, void *collator)
{
    const struct labelled *x = a, *y = b;
    UErrorCode code = U_ZERO_ERROR;
    int order = collator ? (int)ucol_strcollUTF8(collator, x->label.at, (int32_t)x->label.len, y->label.at, (int32_t)y->label.len,
                                                 &code)
                         : str_compare(x->label, y->label);
    return order ? order : str_compare(x->code, y->code);
}

// In the order of the reader's alphabet; made once a form, as each row may have such a field.
static const struct labelled_list *list_sorted(struct form *form, const struct code_list *list)
{
    struct ctx *c = form->c;
    struct labelled_list *out = map_get(&form->lists, str_of(list->name));
    if (out)
        return out;
    out = NEW(c->mem, struct labelled_list, 1);
    out->n = list->count();
    out->at = NEW(c->mem, struct labelled, out->n);
    for (ptrdiff_t i = 0; i < out->n; i++)
        out->at[i] = (struct labelled){ list->code(i), list->label(c, list->code(i)) };
    UErrorCode code = U_ZERO_ERROR;
    UCollator *collator = ucol_open(c->lang ? lang_tag(c->lang) : "en", &code);
    qsort_r(out->at, (size_t)out->n, sizeof *out->at, by_label, U_SUCCESS(code) ? collator : NULL);
    if (collator)
        ucol_close(collator);
    map_put(&form->lists, str_of(list->name), out);
    return out;
}

struct value *form_options_value(struct form *form, const struct field *field, const struct value *sent)
{
    struct ctx *c = form->c;
    struct value *out = value_list(c->mem);
    const struct labelled_list *list = field->list ? list_sorted(form, field->list) : NULL;
    for (ptrdiff_t i = 0; list && i < list->n; i++)
        value_add(c->mem, out, option_value(c->mem, list->at[i].code, list->at[i].label, NULL, sent));
    const char *group = NULL;
    for (const struct choice *choice = field->choices; choice && choice->code; choice++) {
        bool is_new = choice->group && (!group || strcmp(group, choice->group) != 0);
        group = choice->group;
        value_add(c->mem, out, option_value(c->mem, str_of(choice->code), str_of(tr(c, choice->label)),
                                            is_new ? tr(c, group) : NULL, sent));
    }
    return out;
}

struct value *form_titles(struct form *form, const struct field *field)
{
    struct ctx *c = form->c;
    const struct record_type *type = schema_find(str_of(field->refers));
    struct value *out = map_get(&form->titles, str_of(type->name));
    const str *titles = NULL;
    ptrdiff_t n = 0;
    if (out)
        return out;
    out = value_list(c->mem);
    map_put(&form->titles, str_of(type->name), out);
    enum err err = query_titles(c, type, FORM_CHOICES_MAX, &titles, &n);
    if (form->err == OK)
        form->err = err;
    for (ptrdiff_t i = 0; i < n; i++)
        if (titles[i].len > 0)
            value_add(c->mem, out, value_text(c->mem, titles[i]));
    return out;
}
