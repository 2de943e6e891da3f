// SPDX-License-Identifier: Apache-2.0
// The tables of record types, as data for migrate.
#include "record/ddl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct column head[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "version", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "1" },
    { .name = "state", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE, .initial = "''" },
    { .name = "lang", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE, .initial = "''" },
    { .name = "origin", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE, .initial = "''" },
    { .name = "example", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "0" },
    { .name = "created_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "0" },
    { .name = "changed_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "0" },
    { .name = "created_by", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "0" },
    { .name = "submitted_by", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "0" },
};

// Room for the tables as they are put together; copied out at the end of each.
struct maker {
    struct arena *mem;
    const struct table **tables;
    ptrdiff_t table_count, table_room;
    struct column *columns;
    ptrdiff_t column_count;
    struct index *indexes;
    ptrdiff_t index_count;
};

static const char *text_of(struct maker *m, const char *fmt, ...) PRINTF_LIKE(2, 3);
static const char *text_of(struct maker *m, const char *fmt, ...)
{
    char out[256];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(out, sizeof out, fmt, args);
    va_end(args);
    return str_z(m->mem, (str){ out, n < (int)sizeof out ? n : (int)sizeof out - 1 });
}

static void add_column(struct maker *m, struct column column)
{
    m->columns[m->column_count++] = column;
}

static void add_index(struct maker *m, struct index index)
{
    m->indexes[m->index_count++] = index;
}

static void begin_table(struct maker *m, ptrdiff_t columns, ptrdiff_t indexes)
{
    m->columns = NEW(m->mem, struct column, columns);
    m->indexes = NEW(m->mem, struct index, indexes);
    m->column_count = m->index_count = 0;
}

static void end_table(struct maker *m, struct table table)
{
    struct table *out = NEW(m->mem, struct table, 1);
    table.columns = m->columns;
    table.column_count = m->column_count;
    table.indexes = m->indexes;
    table.index_count = m->index_count;
    *out = table;
    m->tables[m->table_count++] = out;
}

static void add_field_columns(struct maker *m, const struct field *f)
{
    for (ptrdiff_t k = 0; k < f->kind->columns; k++) {
        unsigned flags = f->kind->column_flags[k];
        bool is_text = f->kind->type[k] == COLUMN_TEXT;
        add_column(m, (struct column){
                          .name = text_of(m, "%s%s", f->name, f->kind->suffix[k]),
                          .type = f->kind->type[k],
                          .flags = flags,
                          .initial = !(flags & COLUMN_REQUIRED) ? NULL : is_text ? "''" : "0",
                          .references = f->refers,
                          .was = f->was ? text_of(m, "%s%s", f->was, f->kind->suffix[k]) : NULL,
                      });
    }
}

static void add_field_indexes(struct maker *m, const struct field *f)
{
    if (f->kind->columns == 0)
        return;
    const char *column = text_of(m, "%s%s", f->name, f->kind->suffix[0]);
    if (f->flags & (SORTED | FILTERED) || f->refers)
        add_index(m, (struct index){ .columns = text_of(m, "%s, id", column) });
    if (!(f->flags & UNIQUE))
        return;
    const char *given = !(f->kind->column_flags[0] & COLUMN_REQUIRED) ? " IS NOT NULL"
                        : f->kind->type[0] == COLUMN_TEXT             ? " <> ''"
                                                                      : " <> 0";
    add_index(m, (struct index){ .columns = column, .kind = INDEX_UNIQUE, .where = text_of(m, "%s%s", column, given) });
}

// Rows that name their field follow it when it is renamed.
static void add_words(struct maker *m, const struct record_type *type, bool (*names)(const struct field *), struct table *table)
{
    struct word_change *words = NEW(m->mem, struct word_change, type->field_count);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (f->was && names(f))
            words[table->word_count++] = (struct word_change){ "field", f->was, f->name };
    }
    table->words = words;
}

static bool has_several_codes(const struct field *f)
{
    return f->kind == &kind_choices;
}

static bool has_facet(const struct field *f)
{
    return (f->flags & FACET) != 0;
}

static void add_code_table(struct maker *m, const struct record_type *type)
{
    begin_table(m, 4, 1);
    add_column(m, (struct column){ .name = "id", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = type->name });
    add_column(m, (struct column){ .name = "field", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE });
    add_column(m, (struct column){ .name = "position", .type = COLUMN_INT, .flags = COLUMN_REQUIRED });
    add_column(m, (struct column){ .name = "code", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE });
    add_index(m, (struct index){ .columns = "field, code, id" });
    struct table table = { .name = text_of(m, "%s_code", type->name),
                           .key = "id, field, position",
                           .was = type->was ? text_of(m, "%s_code", type->was) : NULL };
    add_words(m, type, has_several_codes, &table);
    end_table(m, table);
}

static void add_facet_table(struct maker *m, const struct record_type *type)
{
    begin_table(m, 4, 1);
    add_column(m, (struct column){ .name = "field", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE });
    add_column(m, (struct column){ .name = "code", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE });
    add_column(m, (struct column){ .name = "shown", .type = COLUMN_INT, .flags = COLUMN_REQUIRED });
    add_column(m, (struct column){ .name = "id", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .references = type->name });
    add_index(m, (struct index){ .columns = "id" });
    struct table table = { .name = text_of(m, "%s_facet", type->name),
                           .key = "field, shown, code, id",
                           .was = type->was ? text_of(m, "%s_facet", type->was) : NULL };
    add_words(m, type, has_facet, &table);
    end_table(m, table);
}

static void add_head(struct maker *m, const struct type_entry *entry)
{
    if (entry->parent) {
        add_column(m, head[0]);
        add_column(m, (struct column){ .name = "parent_id", .type = COLUMN_INT, .flags = COLUMN_REQUIRED,
                                       .references = entry->parent->type->name });
        add_column(m, (struct column){ .name = "position", .type = COLUMN_INT, .flags = COLUMN_REQUIRED, .initial = "0" });
        add_index(m, (struct index){ .columns = "parent_id, position" });
        return;
    }
    for (ptrdiff_t i = 0; i < COUNT(head); i++)
        add_column(m, head[i]);
    add_index(m, (struct index){ .columns = "state, id" });
    add_index(m, (struct index){ .columns = "changed_ms, id" });
    add_index(m, (struct index){ .columns = "created_by, id" });
    add_index(m, (struct index){ .columns = text_of(m, "lower(%s)", entry->type->title) });
}

static void add_type_tables(struct maker *m, const struct type_entry *entry)
{
    static const char *const searched = "";
    const struct record_type *type = entry->type;
    begin_table(m, COUNT(head) + type->field_count * KIND_COLUMNS_MAX, 4 + type->field_count * 2);
    add_head(m, entry);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        add_field_columns(m, &type->fields[i]);
        add_field_indexes(m, &type->fields[i]);
    }
    end_table(m, (struct table){ .name = type->name, .was = type->was, .search = entry->parent ? NULL : &searched });
    if (entry->sql->has_codes)
        add_code_table(m, type);
    if (!entry->parent)
        add_facet_table(m, type);
}

static struct maker maker_open(struct arena *mem, ptrdiff_t types)
{
    return (struct maker){ .mem = mem, .tables = NEW(mem, const struct table *, types * 3) };
}

// A type and its children, which follow it among the entries.
static void add_aggregate(struct maker *m, ptrdiff_t first)
{
    add_type_tables(m, schema_entry_at(first));
    for (ptrdiff_t i = first + 1; i < schema_entry_count() && schema_entry_at(i)->parent; i++)
        add_type_tables(m, schema_entry_at(i));
}

const struct table *const *store_tables_of(struct arena *mem, const struct record_type *type, ptrdiff_t *n)
{
    struct maker m = maker_open(mem, schema_entry_count());
    for (ptrdiff_t i = 0; i < schema_entry_count(); i++) {
        if (schema_entry_at(i)->type == type)
            add_aggregate(&m, i);
    }
    *n = m.table_count;
    return m.tables;
}

// Does every reference of this aggregate point to itself or to what is there already?
static bool is_ready(ptrdiff_t first, const bool *done)
{
    for (ptrdiff_t i = first; i < schema_entry_count() && (i == first || schema_entry_at(i)->parent); i++) {
        const struct record_type *type = schema_entry_at(i)->type;
        for (ptrdiff_t k = 0; k < type->field_count; k++) {
            const char *refers = type->fields[k].refers;
            for (ptrdiff_t other = 0; refers && other < schema_entry_count(); other++) {
                if (other != first && !done[other] && strcmp(schema_entry_at(other)->type->name, refers) == 0)
                    return false;
            }
        }
    }
    return true;
}

// Those that are referred to come first; where types refer to each other in a circle, in the order registered.
const struct table *const *store_tables(struct arena *mem, ptrdiff_t *n)
{
    struct maker m = maker_open(mem, schema_entry_count());
    bool *done = NEW(mem, bool, schema_entry_count());
    for (ptrdiff_t left = schema_count(); left > 0; left--) {
        ptrdiff_t pick = -1;
        for (ptrdiff_t i = 0; i < schema_entry_count(); i++) {
            if (done[i] || schema_entry_at(i)->parent)
                continue;
            if (pick < 0 || (!is_ready(pick, done) && is_ready(i, done)))
                pick = i;
        }
        done[pick] = true;
        add_aggregate(&m, pick);
    }
    *n = m.table_count;
    return m.tables;
}
