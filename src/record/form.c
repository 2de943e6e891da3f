// SPDX-License-Identifier: Apache-2.0
#include "record/form.h"

#include "record/form_parts.h"
#include "record/store.h"

#include <string.h>

static struct value *field_value(struct form *, const struct field *, const void *row, const struct value *typed, str before,
                                 int blank_rows);

static bool is_shown(const struct form *form, const struct field *field)
{
    roles viewer = form->options->viewer;
    return !(field->flags & COMPUTED) && field_is_readable(field, viewer) && field_is_writable(field, viewer);
}

// ---- rows ------------------------------------------------------------------------------------------------------------

struct row_case {
    const void *row;           // zeroed for a row that is not there yet
    const struct value *typed; // NULL: nobody typed it
    str path;
    ptrdiff_t number;          // from 1
    int blank_rows;            // in the lists within
};

static str row_id(struct arena *mem, const struct row_case *one)
{
    const struct value *id = value_get(one->typed, S("id"));
    int64_t own = ((const struct child *)one->row)->id;
    if (id)
        return value_as_text(id);
    return own ? str_fmt(mem, "%lld", (long long)own) : STR_NONE;
}

static struct value *row_value(struct form *form, const struct record_type *type, const struct row_case *one)
{
    struct arena *mem = form->c->mem;
    struct value *out = value_map(mem), *fields = value_list(mem);
    const struct value *removed = value_get(one->typed, S("_remove"));
    value_set(mem, out, "number", value_int(mem, one->number));
    value_set(mem, out, "path", value_text(mem, one->path));
    value_set(mem, out, "id", value_text(mem, row_id(mem, one)));
    value_set(mem, out, "removed", value_bool(mem, removed && !value_is_empty(removed)));
    for (ptrdiff_t i = 0; i < type->field_count; i++)
        if (is_shown(form, &type->fields[i]))
            value_add(mem, fields, field_value(form, &type->fields[i], one->row, one->typed, one->path, one->blank_rows));
    value_set(mem, out, "fields", fields);
    return out;
}

// The row that was typed over: the present one with its id, so that what the form did not send is shown as it is.
static const void *row_under(const struct field *field, struct many many, const struct value *typed, const void *blank)
{
    int64_t id = 0;
    if (!str_to_int(str_trim(value_as_text(value_get(typed, S("id")))), &id))
        return blank;
    for (ptrdiff_t i = 0; i < many.n; i++)
        if (((const struct child *)many_row(field, many, i))->id == id)
            return many_row(field, many, i);
    return blank;
}

static struct value *rows_value(struct form *form, const struct field *field, const void *row, const struct value *typed, str path,
                                int blank_rows)
{
    struct ctx *c = form->c;
    struct value *out = value_list(c->mem);
    struct many many = many_get(field_member(field, row));
    const void *blank = record_new(c->mem, field->many);
    bool is_typed = typed && typed->kind == V_LIST;
    ptrdiff_t given = is_typed ? value_count(typed) : many.n, max = field_max(field);
    ptrdiff_t asked = given == 0 && field->flags & REQUIRED ? 1 : 0; // rows there must be begin with one to fill in
    ptrdiff_t blank_ones = blank_rows > asked ? blank_rows : asked;
    ptrdiff_t n = given + (is_typed && given > 0 ? 0 : blank_ones) + (str_eq(form->options->add_to, path) ? 1 : 0);
    if (n > max)
        n = given > max ? given : max;
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct value *own = is_typed ? value_at(typed, i) : NULL;
        const struct row_case one = {
            .row = is_typed && i < given ? row_under(field, many, own, blank) : i < given ? many_row(field, many, i) : blank,
            .typed = own && own->kind == V_MAP ? own : NULL,
            .path = str_fmt(c->mem, "%.*s.%td", STR_ARG(path), i),
            .number = i + 1,
            .blank_rows = i < given && blank_rows > 0 ? 1 : 0,
        };
        value_add(c->mem, out, row_value(form, field->many, &one));
    }
    return out;
}

// ---- fields ----------------------------------------------------------------------------------------------------------

static void put_text(struct arena *mem, struct value *out, const char *key, str text)
{
    value_put(mem, out, str_of(key), text.len > 0 ? value_text(mem, text) : value_null(mem));
}

static void put_input(struct arena *mem, struct value *out, const struct field *field)
{
    static const char *const inputs[] = { "text", "textarea", "select", "checks", "yes", "money", "date", "number", "ref", "many" };
    for (ptrdiff_t i = 0; i < COUNT(inputs); i++)
        value_put(mem, out, str_of(inputs[i]),
                  strcmp(inputs[i], field->kind->input) == 0 ? value_bool(mem, true) : value_null(mem));
}

static void put_nothing(struct arena *mem, struct value *out)
{
    static const char *const keys[] = { "value",   "max",       "options", "amount", "currency", "id",
                                        "choices", "label_row", "rows",    "add" };
    for (ptrdiff_t i = 0; i < COUNT(keys); i++)
        value_put(mem, out, str_of(keys[i]), value_null(mem));
}

// One text of what was sent: of a repeated name the last.
static str text_sent(const struct value *sent)
{
    if (sent && sent->kind == V_LIST)
        sent = value_at(sent, value_count(sent) - 1);
    return value_as_text(sent);
}

static void put_ref(struct form *form, struct value *out, const struct field *field, const void *row, str text)
{
    struct ctx *c = form->c;
    int64_t id = 0;
    if (str_to_int(str_trim(text), &id)) { // a number was sent: its title is what people know
        str title = store_title_seen(c, schema_find(str_of(field->refers)), id, form->options->viewer);
        text = title.len > 0 ? title : text;
    }
    memcpy(&id, field_member(field, row), sizeof id);
    put_text(c->mem, out, "value", text);
    value_set(c->mem, out, "id", id ? value_int(c->mem, id) : value_null(c->mem));
    value_set(c->mem, out, "choices", form_titles(form, field));
}

static void put_sent(struct form *form, struct value *out, const struct field *field, const void *row, const struct value *sent)
{
    struct arena *mem = form->c->mem;
    const char *input = field->kind->input;
    if (strcmp(input, "money") == 0) {
        bool apart = sent && sent->kind == V_MAP;
        put_text(mem, out, "amount", apart ? text_sent(value_get(sent, S("amount"))) : text_sent(sent));
        put_text(mem, out, "currency", apart ? text_sent(value_get(sent, S("currency"))) : STR_NONE);
    } else if (field->refers) {
        put_ref(form, out, field, row, text_sent(sent));
    } else {
        put_text(mem, out, "value", text_sent(sent));
    }
    if (field->choices || field->list)
        value_set(mem, out, "options", form_options_value(form, field, sent));
}

static void put_rows(struct form *form, struct value *out, const struct field *field, const void *row, const struct value *typed,
                     str path, int blank_rows)
{
    struct ctx *c = form->c;
    struct value *rows = rows_value(form, field, row, typed, path, blank_rows);
    value_set(c->mem, out, "rows", rows);
    value_set(c->mem, out, "label_row", value_text(c->mem, form_capital(c->mem, tr(c, field->many->label))));
    value_set(c->mem, out, "add", value_bool(c->mem, value_count(rows) < field_max(field)));
}

static struct value *field_value(struct form *form, const struct field *field, const void *row, const struct value *typed, str before,
                                 int blank_rows)
{
    struct ctx *c = form->c;
    struct value *out = value_map(c->mem);
    str path = before.len > 0 ? str_fmt(c->mem, "%.*s.%s", STR_ARG(before), field->name) : str_of(field->name);
    const struct value *own = value_get(typed, str_of(field->name));
    value_set(c->mem, out, "name", value_text(c->mem, path));
    value_set(c->mem, out, "anchor", value_text(c->mem, form_anchor(c->mem, path)));
    value_set(c->mem, out, "label", value_text(c->mem, str_of(tr(c, field->label))));
    put_text(c->mem, out, "help", field->help ? str_of(tr(c, field->help)) : STR_NONE);
    value_set(c->mem, out, "optional", value_bool(c->mem, !(field->flags & (NEEDED | REQUIRED))));
    put_text(c->mem, out, "error", form_error(form, field, path));
    put_input(c->mem, out, field);
    put_nothing(c->mem, out);
    if (field_max(field) > 0)
        value_set(c->mem, out, "max", value_int(c->mem, field_max(field)));
    if (field->many)
        put_rows(form, out, field, row, own, path, blank_rows);
    else
        put_sent(form, out, field, row, own ? own : form_sent(form, field, row));
    return out;
}

// ---- sections --------------------------------------------------------------------------------------------------------

static struct value *section_open(struct form *form, struct value *sections, const char *label)
{
    struct ctx *c = form->c;
    struct value *section = value_map(c->mem), *fields = value_list(c->mem);
    value_set(c->mem, section, "label", label ? value_text(c->mem, str_of(tr(c, label))) : value_null(c->mem));
    value_set(c->mem, section, "anchor", value_text(c->mem, str_fmt(c->mem, "part-%td", value_count(sections) + 1)));
    value_set(c->mem, section, "fields", fields);
    value_add(c->mem, sections, section);
    return fields;
}

static bool is_section(const char *only, const char *label)
{
    return !only || (label && strcmp(only, label) == 0);
}

enum err form_value(struct ctx *c, const struct record_type *type, const void *record, const struct form_options *options,
                    struct value **out)
{
    struct form form = { .c = c, .type = type, .options = options, .faults = options->faults };
    struct value *sections = value_list(c->mem), *fields = NULL;
    const char *label = NULL;
    map_init(&form.lists, c->mem);
    map_init(&form.titles, c->mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        if (field->section && (!label || strcmp(label, field->section) != 0)) {
            label = field->section;
            fields = NULL; // a section without a field that is shown has no heading either
        }
        if (!is_shown(&form, field) || !is_section(options->only_section, label))
            continue;
        if (!fields)
            fields = section_open(&form, sections, label);
        value_add(c->mem, fields, field_value(&form, field, record, options->typed, STR_NONE, options->blank_rows));
    }
    *out = value_map(c->mem);
    value_set(c->mem, *out, "sections", sections);
    value_set(c->mem, *out, "faults", form_faults(&form));
    return form.err;
}
