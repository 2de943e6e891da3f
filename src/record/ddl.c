// SPDX-License-Identifier: Apache-2.0
#include "record/ddl.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENT_MAX = 64 << 10 };

static const char head_columns[] =
    "version, state, lang, origin, example, created_ms, changed_ms, created_by, submitted_by";

bool ddl_is_in_part(const struct record_type *type, const struct field *f, enum store_part part)
{
    return part == STORE_WHOLE || f->flags & LISTED || (type->title && strcmp(type->title, f->name) == 0);
}

static sql finished(struct buf *b)
{
    if (b->over)
        abort(); // a type with thousands of fields
    return sql_built(buf_str(b));
}

static sql statement(struct arena *mem, const char *fmt, ...) PRINTF_LIKE(2, 3);
static sql statement(struct arena *mem, const char *fmt, ...)
{
    struct buf b;
    va_list args;
    buf_init(&b, mem, STATEMENT_MAX);
    va_start(args, fmt);
    buf_vfmt(&b, fmt, args);
    va_end(args);
    return finished(&b);
}

// Each column of the fields in a part as "BEFOREname_suffixAFTER".
static void put_columns(struct buf *b, const struct record_type *type, enum store_part part, const char *before, const char *after)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        for (ptrdiff_t k = 0; k < f->kind->columns && ddl_is_in_part(type, f, part); k++)
            buf_fmt(b, "%s%s%s%s", before, f->name, f->kind->suffix[k], after);
    }
}

static str columns_of(struct arena *mem, const struct type_entry *entry, enum store_part part)
{
    struct buf b;
    buf_init(&b, mem, STATEMENT_MAX);
    if (entry->parent) {
        buf_lit(&b, "r.parent_id, r.id");
        part = STORE_WHOLE;
    } else {
        buf_lit(&b, "r.id, r.version, r.state, r.lang, r.origin, r.example, r.created_ms, r.changed_ms, r.created_by, "
                    "r.submitted_by");
    }
    put_columns(&b, entry->type, part, ", r.", "");
    return finished(&b).text;
}

static sql insert_of(struct arena *mem, const struct type_entry *entry)
{
    struct buf b;
    buf_init(&b, mem, STATEMENT_MAX);
    buf_fmt(&b, "INSERT INTO %s (%s", entry->type->name, entry->parent ? "parent_id, position" : head_columns);
    put_columns(&b, entry->type, STORE_WHOLE, ", ", "");
    buf_add(&b, entry->parent ? S(") VALUES (?, ?") : S(") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?"));
    for (ptrdiff_t i = 0; i < entry->type->field_count; i++) {
        for (ptrdiff_t k = 0; k < entry->type->fields[i].kind->columns; k++)
            buf_lit(&b, ", ?");
    }
    buf_lit(&b, ") RETURNING id");
    return finished(&b);
}

static sql update_of(struct arena *mem, const struct type_entry *entry)
{
    struct buf b;
    buf_init(&b, mem, STATEMENT_MAX);
    buf_fmt(&b, "UPDATE %s SET %s", entry->type->name,
            entry->parent ? "parent_id = ?, position = ?"
                          : "version = ?, state = ?, lang = ?, origin = ?, example = ?, created_ms = ?, changed_ms = ?, "
                            "created_by = ?, submitted_by = ?");
    put_columns(&b, entry->type, STORE_WHOLE, ", ", " = ?");
    buf_add(&b, entry->parent ? S(" WHERE id = ?") : S(" WHERE id = ? AND version = ?"));
    return finished(&b);
}

// The condition that rows r of this type belong to a record, or to any of many. There are three levels: a row's parent is the
// record itself or a row whose parent it is.
static void put_under(struct buf *b, const struct type_entry *entry, enum ddl_under under)
{
    if (entry->parent && entry->level > 1)
        buf_fmt(b, " JOIN %s p ON p.id = r.parent_id", entry->parent->type->name);
    buf_add(b, entry->level > 1 ? S(" WHERE p") : S(" WHERE r"));
    buf_add(b, entry->parent ? S(".parent_id") : S(".id"));
    buf_add(b, under == UNDER_ONE ? S(" = ?") : S(" IN (?"));
    for (int i = 1; under == UNDER_MANY && i < DDL_BATCH; i++)
        buf_lit(b, ", ?");
    if (under == UNDER_MANY)
        buf_lit(b, ")");
}

static sql rows_of(struct arena *mem, const struct type_entry *entry, str columns, enum ddl_under under)
{
    struct buf b;
    buf_init(&b, mem, STATEMENT_MAX);
    buf_fmt(&b, "SELECT %.*s FROM %s r", STR_ARG(columns), entry->type->name);
    put_under(&b, entry, under);
    buf_lit(&b, " ORDER BY r.parent_id, r.position, r.id");
    return finished(&b);
}

static sql codes_of(struct arena *mem, const struct type_entry *entry, enum ddl_under under)
{
    struct buf b;
    buf_init(&b, mem, STATEMENT_MAX);
    buf_fmt(&b, "SELECT c.id, c.field, c.code FROM %s_code c JOIN %s r ON r.id = c.id", entry->type->name, entry->type->name);
    put_under(&b, entry, under);
    buf_lit(&b, " ORDER BY c.id, c.field, c.position");
    return finished(&b);
}

static const sql *unique_of(struct arena *mem, const struct record_type *type)
{
    sql *unique = NEW(mem, sql, type->field_count);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].flags & UNIQUE)
            unique[i] = statement(mem, "SELECT id FROM %s WHERE %s%s = ? AND id <> ? LIMIT 1", type->name, type->fields[i].name,
                                  type->fields[i].kind->suffix[0]);
    }
    return unique;
}

// Ids of records that a row of this type refers from: of the record itself, of the record it is a row of, or of that one's.
static void put_referring(struct buf *b, const struct type_entry *entry, const struct field *f)
{
    static const char *const ids[SCHEMA_LEVELS] = { "r.id", "r.parent_id", "p.parent_id" };
    buf_fmt(b, "%sSELECT %s AS id FROM %s r", b->len > 0 ? " UNION " : "", ids[entry->level], entry->type->name);
    if (entry->parent && entry->level > 1)
        buf_fmt(b, " JOIN %s p ON p.id = r.parent_id", entry->parent->type->name);
    buf_fmt(b, " WHERE r.%s = ?", f->name);
}

sql ddl_referring(struct arena *mem, const struct record_type *from, const struct record_type *to, ptrdiff_t *times)
{
    struct buf b;
    buf_init(&b, mem, STATEMENT_MAX);
    *times = 0;
    for (ptrdiff_t i = 0; i < schema_entry_count(); i++) {
        const struct type_entry *entry = schema_entry_at(i), *top = entry;
        while (top->parent)
            top = top->parent;
        for (ptrdiff_t k = 0; top->type == from && k < entry->type->field_count; k++) {
            const struct field *f = &entry->type->fields[k];
            if (!f->refers || strcmp(f->refers, to->name) != 0)
                continue;
            put_referring(&b, entry, f);
            ++*times;
        }
    }
    str legs = finished(&b).text;
    return statement(mem, "SELECT id FROM (%.*s) u WHERE id > ? ORDER BY id LIMIT ?", STR_ARG(legs));
}

int ddl_dialect(const struct dialect *dialect)
{
    return dialect == &dialect_postgres;
}

static void search_of(struct arena *mem, const char *name, struct type_sql *out)
{
    const struct dialect *dialects[DDL_DIALECTS] = { &dialect_sqlite, &dialect_postgres };
    for (int i = 0; i < DDL_DIALECTS; i++) {
        out->search_put[i] = sql_built(dialect_text(mem, dialects[i]->search_put, str_of(name)));
        out->search_clear[i] = sql_built(dialect_text(mem, dialects[i]->search_drop, str_of(name)));
    }
}

static void top_statements(struct arena *mem, const struct record_type *type, struct type_sql *out)
{
    const char *name = type->name;
    out->load = statement(mem, "SELECT %.*s FROM %s r WHERE r.id = ?", STR_ARG(out->columns[STORE_WHOLE]), name);
    out->outline = statement(mem, "SELECT state, created_by, %s FROM %s WHERE id = ?", type->title, name);
    out->by_title = statement(mem, "SELECT id FROM %s WHERE lower(%s) = ? ORDER BY id LIMIT 50", name, type->title);
    out->is_owned = statement(mem, "SELECT 1 FROM %s_facet WHERE id = ? AND field = 'owner' AND code = ? LIMIT 1", name);
    out->facet_put = statement(mem, "INSERT INTO %s_facet (field, shown, code, id) VALUES (?, ?, ?, ?)", name);
    out->facet_clear = statement(mem, "DELETE FROM %s_facet WHERE id = ?", name);
    out->unique = unique_of(mem, type);
    search_of(mem, name, out);
}

const struct type_sql *ddl_statements(struct arena *mem, const struct type_entry *entry)
{
    struct type_sql *out = NEW(mem, struct type_sql, 1);
    const char *name = entry->type->name;
    for (ptrdiff_t i = 0; i < entry->type->field_count; i++)
        out->has_codes |= field_is_codes(&entry->type->fields[i]);
    out->columns[STORE_LISTED] = columns_of(mem, entry, STORE_LISTED);
    out->columns[STORE_WHOLE] = columns_of(mem, entry, STORE_WHOLE);
    out->insert = insert_of(mem, entry);
    out->update = update_of(mem, entry);
    out->remove = statement(mem, "DELETE FROM %s WHERE id = ?", name);
    for (int under = 0; under < UNDER_COUNT; under++) {
        if (entry->parent)
            out->rows[under] = rows_of(mem, entry, out->columns[STORE_WHOLE], (enum ddl_under)under);
        if (out->has_codes)
            out->codes[under] = codes_of(mem, entry, (enum ddl_under)under);
    }
    if (entry->parent)
        out->ids = statement(mem, "SELECT id FROM %s WHERE parent_id = ?", name);
    else
        top_statements(mem, entry->type, out);
    out->code_put = statement(mem, "INSERT INTO %s_code (id, field, position, code) VALUES (?, ?, ?, ?)", name);
    out->code_clear = statement(mem, "DELETE FROM %s_code WHERE id = ?", name);
    return out;
}
