// SPDX-License-Identifier: Apache-2.0
#include "web/shape.h"

#include "record/check.h"
#include "work/flow.h"

struct value *shape_text(struct request *r, str text)
{
    return text.len > 0 ? value_text(r->c.mem, text) : value_null(r->c.mem);
}

struct value *shape_label(struct request *r, const char *untranslated)
{
    return untranslated ? value_text(r->c.mem, str_of(tr(&r->c, untranslated))) : value_null(r->c.mem);
}

str shape_path(struct arena *mem, const struct record_type *type, int64_t id)
{
    return str_fmt(mem, "/%s/%lld", type->plural, (long long)id);
}

str shape_title(struct request *r, const struct record_type *type, const void *record)
{
    const struct field *field = type->title ? field_find(type, str_of(type->title)) : NULL;
    str title = field && field->kind->words ? field->kind->words(&r->c, field, field_member(field, record)) : STR_NONE;
    return title.len > 0 ? title : str_of(tr(&r->c, N_("No name yet")));
}

struct value *shape_type(struct request *r, const struct record_type *type, const char *lead)
{
    struct arena *mem = r->c.mem;
    struct value *map = value_map(mem);
    value_set(mem, map, "name", value_text(mem, str_of(type->name)));
    value_set(mem, map, "label", shape_label(r, type->label));
    value_set(mem, map, "label_plural", shape_label(r, type->label_plural));
    value_set(mem, map, "label_new", shape_label(r, type->label_new ? type->label_new : N_("Add")));
    value_set(mem, map, "path", value_text(mem, str_fmt(mem, "/%s", type->plural)));
    value_set(mem, map, "lead", shape_label(r, lead));
    return map;
}

struct value *shape_state(struct request *r, const struct record_type *type, str code)
{
    struct arena *mem = r->c.mem;
    const struct flow_state *state = type->flow ? flow_state(type->flow, code) : NULL;
    if (!state)
        return value_null(mem);
    struct value *map = value_map(mem);
    value_set(mem, map, "code", value_text(mem, code));
    value_set(mem, map, "label", shape_label(r, state->label));
    value_set(mem, map, "sentence", shape_label(r, state->sentence));
    return map;
}

// ---- one field

static struct value *rows_of(struct request *r, const struct field *field, const void *member, roles viewer);

enum view_key { VIEW_TEXT, VIEW_RICH, VIEW_LINK, VIEW_EMAIL, VIEW_VALUES, VIEW_REF, VIEW_YES, VIEW_NO, VIEW_ROWS, VIEW_NONE };
static const char *const view_keys[] = { "text", "rich", "link", "email", "values", "ref", "yes", "no", "rows", "none" };

static enum view_key key_of(const struct kind *kind, const void *member)
{
    static const struct {
        const struct kind *kind;
        enum view_key key;
    } keys[] = {
        { &kind_rich, VIEW_RICH },      { &kind_link, VIEW_LINK }, { &kind_email, VIEW_EMAIL },
        { &kind_choices, VIEW_VALUES }, { &kind_ref, VIEW_REF },   { &kind_many, VIEW_ROWS },
    };
    if (kind == &kind_yes)
        return *(const bool *)member ? VIEW_YES : VIEW_NO;
    for (ptrdiff_t i = 0; i < COUNT(keys); i++) {
        if (keys[i].kind == kind)
            return keys[i].key;
    }
    return VIEW_TEXT;
}

static bool is_nothing(const struct value *v)
{
    return v->kind == V_NULL || (v->kind == V_TEXT && v->text.len == 0) || (v->kind == V_LIST && v->list.n == 0);
}

struct value *shape_view(struct request *r, const struct field *field, const void *row, roles viewer)
{
    struct arena *mem = r->c.mem;
    const void *member = field_member(field, row);
    struct value *map = value_map(mem), *what = NULL;
    enum view_key key = key_of(field->kind, member);
    if (key == VIEW_ROWS)
        what = rows_of(r, field, member, viewer);
    else if (key == VIEW_YES || key == VIEW_NO)
        what = value_bool(mem, true);
    else
        what = field->kind->value(&r->c, field, member, viewer);
    if (field->kind->is_empty(member) && key != VIEW_NO)
        key = VIEW_NONE;
    if (key == VIEW_NONE || is_nothing(what) || (key == VIEW_REF && !value_get(what, S("path")))) {
        key = VIEW_NONE;
        what = value_bool(mem, true);
    }
    value_set(mem, map, "name", value_text(mem, str_of(field->name)));
    value_set(mem, map, "label", shape_label(r, field->label));
    for (int k = 0; k < COUNT(view_keys); k++)
        value_append(mem, map, str_of(view_keys[k]), k == (int)key ? what : value_null(mem));
    return map;
}

// What names a row: the title of its type, where it has one.
static str row_title(struct request *r, const struct record_type *type, const void *row, roles viewer)
{
    const struct field *field = type->title ? field_find(type, str_of(type->title)) : NULL;
    if (!field || !field_is_readable(field, viewer) || !field->kind->words)
        return STR_NONE;
    return field->kind->words(&r->c, field, field_member(field, row));
}

static struct value *row_fields(struct request *r, const struct record_type *type, const void *row, roles viewer)
{
    struct value *fields = value_list(r->c.mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        bool is_title = type->title && str_eq(str_of(field->name), str_of(type->title));
        if (field_is_readable(field, viewer) && !is_title && !field_is_empty(field, row))
            value_add(r->c.mem, fields, shape_view(r, field, row, viewer));
    }
    return fields;
}

static struct value *rows_of(struct request *r, const struct field *field, const void *member, roles viewer)
{
    struct arena *mem = r->c.mem;
    struct value *rows = value_list(mem);
    struct many many = many_get(member);
    for (ptrdiff_t i = 0; i < many.n; i++) {
        const void *row = many_row(field, many, i);
        struct value *map = value_map(mem);
        value_set(mem, map, "title", shape_text(r, row_title(r, field->many, row, viewer)));
        value_set(mem, map, "fields", row_fields(r, field->many, row, viewer));
        value_add(mem, rows, map);
    }
    return rows;
}

// ---- a record

static struct value *new_section(struct request *r, const char *label, ptrdiff_t number)
{
    struct arena *mem = r->c.mem;
    struct value *section = value_map(mem);
    value_set(mem, section, "label", shape_label(r, label));
    value_set(mem, section, "anchor", value_text(mem, str_fmt(mem, "part-%d", (int)number + 1)));
    value_set(mem, section, "fields", value_list(mem));
    return section;
}

struct value *shape_sections(struct request *r, const struct record_type *type, const void *record, roles viewer)
{
    struct arena *mem = r->c.mem;
    struct value *sections = value_list(mem), *section = NULL;
    const char *heading = NULL, *drawn = NULL;
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        heading = field->section ? field->section : heading;
        if (!field_is_readable(field, viewer))
            continue;
        if (!section || heading != drawn) {
            section = new_section(r, heading, value_count(sections));
            value_add(mem, sections, section);
            drawn = heading;
        }
        value_add(mem, value_member(section, S("fields")), shape_view(r, field, record, viewer));
    }
    return sections;
}

static struct value *cells_of(struct request *r, const struct record_type *type, const void *record, roles viewer)
{
    struct value *cells = value_list(r->c.mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        bool is_title = type->title && str_eq(str_of(field->name), str_of(type->title));
        bool is_shown = (field->flags & LISTED) && field->kind != &kind_many && !is_title;
        if (is_shown && field_is_readable(field, viewer) && !field_is_empty(field, record))
            value_add(r->c.mem, cells, shape_view(r, field, record, viewer));
    }
    return cells;
}

struct value *shape_item(struct request *r, const struct record_type *type, const void *record, roles viewer)
{
    struct arena *mem = r->c.mem;
    const struct record *head = record;
    struct value *item = value_map(mem);
    value_set(mem, item, "title", value_text(mem, shape_title(r, type, record)));
    value_set(mem, item, "path", value_text(mem, shape_path(mem, type, head->id)));
    value_set(mem, item, "example", value_bool(mem, head->example));
    value_set(mem, item, "state", shape_state(r, type, head->state));
    value_set(mem, item, "record", record_row_value(&r->c, type, record, viewer));
    value_set(mem, item, "cells", cells_of(r, type, record, viewer));
    return item;
}

struct value *shape_items(struct request *r, const struct record_type *type, const struct query_page *page, roles viewer)
{
    struct value *items = value_list(r->c.mem);
    for (ptrdiff_t i = 0; i < page->n; i++)
        value_add(r->c.mem, items, shape_item(r, type, page->records[i], viewer));
    return items;
}

// ---- what differs

static void add_line(struct request *r, struct value *lines, str label, const struct value *before, const struct value *after)
{
    struct arena *mem = r->c.mem;
    struct value *line = value_map(mem), *sides = NEW(mem, struct value, 2);
    sides[0] = *before;
    sides[1] = *after;
    value_set(mem, line, "label", value_text(mem, label));
    value_set(mem, line, "before", &sides[0]);
    value_set(mem, line, "after", &sides[1]);
    value_add(mem, lines, line);
}

struct row_lines {
    struct request *r;
    struct value *lines;
    bool came; // or went
};

// Whoever decides about a row sees all of it, not its name alone.
static void add_row(const struct row_lines *to, const struct record_type *type, str label, const struct value *row)
{
    struct request *r = to->r;
    const struct value *nothing = value_null(r->c.mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        const struct value *v = value_get(row, str_of(f->name));
        str own = str_fmt(r->c.mem, tr(&r->c, N_("%.*s: %.*s")), STR_ARG(label), STR_ARG(str_of(tr(&r->c, f->label))));
        for (ptrdiff_t k = 0; f->many && k < value_count(v); k++)
            add_row(to, f->many, str_fmt(r->c.mem, "%.*s %td", STR_ARG(own), k + 1), value_at(v, k));
        if (!f->many && !value_is_empty(v))
            add_line(r, to->lines, own, to->came ? nothing : v, to->came ? v : nothing);
    }
}

struct value *shape_differences(struct request *r, const struct record_type *type, const void *before, const void *after, roles viewer)
{
    struct value *lines = value_list(r->c.mem);
    struct difference *found = NULL;
    ptrdiff_t n = record_difference(&r->c, type, before, after, viewer, &found);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct difference *d = &found[i];
        add_line(r, lines, d->label, d->before, d->after);
        const struct row_lines to = { r, lines, d->before->kind == V_NULL };
        const struct value *row = to.came ? d->after : d->before;
        if (d->field->many && row->kind == V_MAP)
            add_row(&to, d->field->many, d->label, row);
    }
    return lines;
}
