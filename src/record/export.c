// SPDX-License-Identifier: Apache-2.0
#include "record/export.h"

#include "record/kind.h"

// The head first, then the fields, under their names: programs read this, and names stay while labels are polished.
static void head_cells(struct ctx *c, const struct record *record, bool *first, struct buf *out)
{
    char day[32];
    csv_cell(out, first, str_fmt(c->mem, "%lld", (long long)record->id));
    csv_cell(out, first, record->state);
    csv_cell(out, first, record->example ? S("yes") : S("no"));
    instant_print(day, record->created_ms);
    csv_cell(out, first, str_of(day));
    instant_print(day, record->changed_ms);
    csv_cell(out, first, str_of(day));
}

static bool is_money(const struct field *field)
{
    return field->kind == &kind_money;
}

void export_csv_header(struct ctx *c, const struct record_type *type, roles viewer, struct buf *out)
{
    static const char *const head[] = { "id", "state", "example", "created", "changed" };
    bool first = true;
    for (ptrdiff_t i = 0; i < COUNT(head); i++)
        csv_cell(out, &first, str_of(head[i]));
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        if (!field_is_readable(field, viewer))
            continue;
        csv_cell(out, &first, str_of(field->name));
        if (is_money(field))
            csv_cell(out, &first, str_fmt(c->mem, "%s_currency", field->name));
    }
    csv_end(out);
}

// Codes as codes, references and texts in words.
static str cell_text(struct ctx *c, const struct field *field, const void *row, roles viewer)
{
    const struct value *value = field->kind->value(c, field, field_member(field, row), viewer);
    switch (value->kind) {
    case V_NULL:
        return STR_NONE;
    case V_BOOL:
        return value->truth ? S("yes") : S("no");
    case V_INT:
        return str_fmt(c->mem, "%lld", (long long)value->number);
    case V_DECIMAL:
        return decimal_str(c->mem, value->exact);
    case V_DATE:
        return date_str(c->mem, value->day);
    case V_INSTANT:
        return instant_str(c->mem, value->number);
    case V_MAP: // a reference
        return value_as_text(value_get(value, S("name")));
    case V_LIST: {
        str *parts = NEW(c->mem, str, value_count(value) + 1);
        for (ptrdiff_t i = 0; i < value_count(value); i++)
            parts[i] = value_as_text(value_at(value, i));
        return str_join(c->mem, parts, value_count(value), S("; "));
    }
    default:
        return value_as_text(value);
    }
}

void export_csv_row(struct ctx *c, const struct record_type *type, const void *record, roles viewer, struct buf *out)
{
    bool first = true;
    head_cells(c, record, &first, out);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        if (!field_is_readable(field, viewer))
            continue;
        if (field->many) {
            csv_cell(out, &first, str_fmt(c->mem, "%td", many_get(field_member(field, record)).n));
        } else if (is_money(field)) {
            const money *sum = field_member(field, record);
            csv_cell(out, &first, money_is_none(*sum) ? STR_NONE : money_amount(c->mem, *sum));
            csv_cell(out, &first, str_of(sum->currency));
        } else {
            csv_cell(out, &first, cell_text(c, field, record, viewer));
        }
    }
    csv_end(out);
}
