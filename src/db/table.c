// SPDX-License-Identifier: Apache-2.0
#include "db/table.h"

#include "base/buf.h"
#include "db/table_inside.h"

enum { TABLE_TEXT = 1 << 20 };

// PostgreSQL cuts names at 63 bytes, silently; so they are cut here, kept apart by a hash.
enum { NAME_MAX_BYTES = 63, NAME_HASH_BYTES = 9 };

static bool is_word(char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
}

static str name_cut(struct arena *mem, str name)
{
    if (name.len <= NAME_MAX_BYTES)
        return name;
    uint32_t hash = 2166136261u; // FNV-1a
    for (ptrdiff_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
    return str_fmt(mem, "%.*s_%08x", STR_ARG(str_slice(name, 0, NAME_MAX_BYTES - NAME_HASH_BYTES)), (unsigned)hash);
}

str table_index_name_of(struct arena *mem, str table, str columns)
{
    struct buf name;
    buf_init(&name, mem, TABLE_TEXT);
    buf_add(&name, table);
    buf_lit(&name, "_by"); // tables and indexes share one space of names: no table is called so
    bool gap = true;
    for (ptrdiff_t i = 0; i < columns.len; i++) {
        if (!is_word(columns.at[i])) {
            gap = true;
            continue;
        }
        if (gap)
            buf_byte(&name, '_');
        gap = false;
        buf_byte(&name, columns.at[i]);
    }
    return name_cut(mem, buf_str(&name));
}

str table_index_name(struct arena *mem, const struct table *table, const struct index *index)
{
    return table_index_name_of(mem, str_of(table->name), str_of(index->columns));
}

str table_column(struct arena *mem, const struct dialect *dialect, const struct column *column)
{
    struct buf text;
    buf_init(&text, mem, TABLE_TEXT);
    buf_fmt(&text, "\"%s\" %s", column->name, dialect->type[column->type]);
    if ((column->flags & COLUMN_BYTEWISE) != 0 && column->type == COLUMN_TEXT)
        buf_fmt(&text, " COLLATE %s", dialect->by_bytes);
    if ((column->flags & COLUMN_REQUIRED) != 0 && column->type != COLUMN_ID)
        buf_lit(&text, " NOT NULL");
    if (column->initial != NULL)
        buf_fmt(&text, " DEFAULT %s", column->initial);
    // Checked at each statement, never deferred to the commit: there it would take all writes of the group with it.
    if (column->references != NULL)
        buf_fmt(&text, " REFERENCES \"%s\" (id)", column->references);
    return buf_str(&text);
}

str table_create_only(struct arena *mem, const struct dialect *dialect, const struct table *table)
{
    struct buf text;
    buf_init(&text, mem, TABLE_TEXT);
    buf_fmt(&text, "CREATE TABLE \"%s\" (", table->name);
    for (ptrdiff_t i = 0; i < table->column_count; i++) {
        buf_add(&text, i == 0 ? S("\n    ") : S(",\n    "));
        buf_add(&text, table_column(mem, dialect, &table->columns[i]));
    }
    if (table->key != NULL)
        buf_fmt(&text, ",\n    PRIMARY KEY (%s)", table->key);
    buf_fmt(&text, "\n)%s", dialect->table_end);
    return buf_str(&text);
}

str table_index(struct arena *mem, const struct table *table, const struct index *index)
{
    struct buf text;
    buf_init(&text, mem, TABLE_TEXT);
    buf_fmt(&text, "CREATE %sINDEX \"%.*s\" ON \"%s\" (%s)", index->kind == INDEX_UNIQUE ? "UNIQUE " : "",
            STR_ARG(table_index_name(mem, table, index)), table->name, index->columns);
    if (index->where != NULL)
        buf_fmt(&text, " WHERE %s", index->where);
    return buf_str(&text);
}

str table_create(struct arena *mem, const struct dialect *dialect, const struct table *table)
{
    struct buf text;
    buf_init(&text, mem, TABLE_TEXT);
    buf_add(&text, table_create_only(mem, dialect, table));
    buf_lit(&text, ";\n");
    for (ptrdiff_t i = 0; i < table->index_count; i++) {
        buf_add(&text, table_index(mem, table, &table->indexes[i]));
        buf_lit(&text, ";\n");
    }
    if (table->search != NULL) {
        buf_add(&text, dialect_text(mem, dialect->search_create, str_of(table->name)));
        buf_lit(&text, ";\n");
    }
    return buf_str(&text);
}
