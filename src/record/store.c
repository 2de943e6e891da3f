// SPDX-License-Identifier: Apache-2.0
// Reading: an aggregate's own row, then what stands in other tables, level by level, one query for each table.
#include "record/store.h"

#include "record/ddl.h"

#include <stdlib.h>
#include <string.h>

str store_columns(const struct record_type *type, enum store_part part)
{
    return schema_entry(type)->sql->columns[part];
}

static ptrdiff_t fields_from_row(struct ctx *c, const struct record_type *type, enum store_part part, const struct rows *rows,
                                 ptrdiff_t column, void *row)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (f->kind->columns == 0 || !ddl_is_in_part(type, f, part))
            continue;
        f->kind->from_row(c, f, rows, column, field_room(f, row));
        column += f->kind->columns;
    }
    return column;
}

ptrdiff_t store_from_row(struct ctx *c, const struct record_type *type, enum store_part part, const struct rows *rows,
                         ptrdiff_t column, void *record)
{
    *(struct record *)record = (struct record){
        .id = rows_int(rows, column),
        .version = rows_int(rows, column + 1),
        .state = rows_text(c, rows, column + 2),
        .lang = rows_text(c, rows, column + 3),
        .origin = rows_text(c, rows, column + 4),
        .example = rows_int(rows, column + 5) != 0,
        .created_ms = rows_int(rows, column + 6),
        .changed_ms = rows_int(rows, column + 7),
        .created_by = rows_int(rows, column + 8),
        .submitted_by = rows_int(rows, column + 9),
    };
    return fields_from_row(c, type, part, rows, column + 10, record) - column;
}

// ---- other tables

// Rows of one level, to be found by id.
struct place {
    int64_t id;
    void *row;
};

struct level {
    const struct type_entry *entry;
    enum store_part part; // of the record itself; rows are loaded whole
    struct place *places; // by id
    ptrdiff_t n;
};

struct loader {
    struct ctx *c;
    enum ddl_under under;
    struct val roots[DDL_BATCH];
    ptrdiff_t root_count; // arguments: 1 or DDL_BATCH
};

static int by_id(const void *a, const void *b)
{
    const struct place *one = a, *other = b;
    return (one->id > other->id) - (one->id < other->id);
}

static void *row_at(const struct level *level, int64_t id)
{
    struct place key = { .id = id };
    const struct place *found = bsearch(&key, level->places, (size_t)level->n, sizeof key, by_id);
    return found ? found->row : NULL;
}

static const struct field *codes_field(const struct level *level, str name)
{
    const struct field *f = field_find(level->entry->type, name);
    return f && field_is_codes(f) ? f : NULL; // a field that is no more has left its codes behind
}

static void add_code(struct ctx *c, codes *to, str code)
{
    // Room is a power of two from 4 on: full exactly when n is one.
    bool full = to->n == 0 || (to->n >= 4 && (to->n & (to->n - 1)) == 0);
    str *at = NULL;
    memcpy(&at, &to->at, sizeof at);
    if (full)
        at = arena_grow(c->mem, at, to->n * (ptrdiff_t)sizeof(str), (to->n ? to->n * 2 : 4) * (ptrdiff_t)sizeof(str),
                        _Alignof(str));
    at[to->n] = code;
    *to = (codes){ at, to->n + 1 };
}

static enum err load_codes(const struct loader *l, const struct level *level)
{
    struct rows *rows;
    bool more = false;
    enum err err = db_query(l->c, level->entry->sql->codes[l->under], l->roots, l->root_count, &rows);
    while (err == OK && (err = rows_next(l->c, rows, &more)) == OK && more) {
        void *row = row_at(level, rows_int(rows, 0));
        const struct field *f = codes_field(level, rows_peek(rows, 1));
        if (row && f)
            add_code(l->c, field_room(f, row), rows_text(l->c, rows, 2));
    }
    return err;
}

// All rows of a child type under the roots, in one array; those of one parent stand together in it.
struct found_rows {
    char *at;
    int64_t *parents;
    ptrdiff_t n, room;
};

static void *add_row(struct ctx *c, struct found_rows *found, ptrdiff_t size, int64_t parent)
{
    if (found->n == found->room) {
        ptrdiff_t room = found->room ? found->room * 2 : 8, id_size = (ptrdiff_t)sizeof(int64_t);
        found->at = arena_grow(c->mem, found->at, found->room * size, room * size, (ptrdiff_t)_Alignof(max_align_t));
        found->parents = arena_grow(c->mem, found->parents, found->room * id_size, room * id_size, _Alignof(int64_t));
        found->room = room;
    }
    found->parents[found->n] = parent;
    return found->at + found->n++ * size;
}

static enum err query_rows(const struct loader *l, const struct type_entry *entry, struct found_rows *found)
{
    struct rows *rows;
    bool more = false;
    enum err err = db_query(l->c, entry->sql->rows[l->under], l->roots, l->root_count, &rows);
    while (err == OK && (err = rows_next(l->c, rows, &more)) == OK && more) {
        struct child *row = add_row(l->c, found, entry->type->size, rows_int(rows, 0));
        row->id = rows_int(rows, 1);
        fields_from_row(l->c, entry->type, STORE_WHOLE, rows, 2, row);
    }
    return err;
}

static void hand_out(const struct level *parents, const struct field *f, const struct found_rows *found)
{
    for (ptrdiff_t from = 0, to = 0; from < found->n; from = to) {
        void *parent = row_at(parents, found->parents[from]);
        while (to < found->n && found->parents[to] == found->parents[from])
            to++;
        if (parent)
            many_set(field_room(f, parent), (struct many){ found->at + from * f->many->size, to - from });
    }
}

static enum err load_level(const struct loader *, const struct level *);

static enum err load_rows(const struct loader *l, const struct level *parents, const struct field *f)
{
    struct found_rows found = { .n = 0 };
    struct level level = { .entry = schema_entry(f->many), .part = STORE_WHOLE };
    enum err err = query_rows(l, level.entry, &found);
    if (err != OK || found.n == 0)
        return err;
    hand_out(parents, f, &found);
    level.n = found.n;
    level.places = NEW(l->c->mem, struct place, found.n);
    for (ptrdiff_t i = 0; i < found.n; i++) {
        struct child *row = (void *)(found.at + i * f->many->size);
        level.places[i] = (struct place){ row->id, row };
    }
    qsort(level.places, (size_t)level.n, sizeof level.places[0], by_id);
    return load_level(l, &level);
}

static bool has_codes_in_part(const struct level *level)
{
    const struct record_type *type = level->entry->type;
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        if (field_is_codes(&type->fields[i]) && ddl_is_in_part(type, &type->fields[i], level->part))
            return true;
    }
    return false;
}

static enum err load_level(const struct loader *l, const struct level *level)
{
    const struct record_type *type = level->entry->type;
    enum err err = has_codes_in_part(level) ? load_codes(l, level) : OK;
    for (ptrdiff_t i = 0; i < type->field_count && err == OK; i++) {
        const struct field *f = &type->fields[i];
        if (f->many && ddl_is_in_part(type, f, level->part))
            err = load_rows(l, level, f);
    }
    return err;
}

static enum err load_slice(struct ctx *c, const struct type_entry *entry, enum store_part part, void *const *records, ptrdiff_t n)
{
    struct loader l = { .c = c, .under = n == 1 ? UNDER_ONE : UNDER_MANY, .root_count = n == 1 ? 1 : DDL_BATCH };
    struct level level = { .entry = entry, .part = part, .n = n, .places = NEW(c->mem, struct place, n) };
    for (ptrdiff_t i = 0; i < l.root_count; i++)
        l.roots[i] = INT(i < n ? ((const struct record *)records[i])->id : 0);
    for (ptrdiff_t i = 0; i < n; i++)
        level.places[i] = (struct place){ l.roots[i].i, records[i] };
    qsort(level.places, (size_t)n, sizeof level.places[0], by_id);
    return load_level(&l, &level);
}

enum err store_load_more(struct ctx *c, const struct record_type *type, enum store_part part, void *const *records, ptrdiff_t n)
{
    enum err err = OK;
    for (ptrdiff_t from = 0; from < n && err == OK; from += DDL_BATCH)
        err = load_slice(c, schema_entry(type), part, records + from, n - from < DDL_BATCH ? n - from : DDL_BATCH);
    return err;
}

static enum err load_whole(struct ctx *c, const struct record_type *type, int64_t id, void *record)
{
    struct rows *rows;
    bool found = false;
    enum err err = db_query(c, schema_entry(type)->sql->load, ARGS(INT(id)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &found);
    if (err != OK)
        return err;
    if (!found)
        return fail(c, ERR_MISSING, N_("there is no %s with the number %lld: look for it in the list"), tr(c, type->label),
                    (long long)id);
    memset(record, 0, (size_t)type->size); // rows and codes are added to what is there
    store_from_row(c, type, STORE_WHOLE, rows, 0, record);
    rows_done(rows);
    return store_load_more(c, type, STORE_WHOLE, &record, 1);
}

enum err store_load(struct ctx *c, const struct record_type *type, int64_t id, void *record)
{
    if (db_is_writing(c))
        return load_whole(c, type, id, record);
    enum err err = db_read_begin(c); // all tables as they are at one instant
    if (err != OK)
        return err;
    err = load_whole(c, type, id, record);
    db_read_end(c);
    return err;
}
