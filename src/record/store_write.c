// SPDX-License-Identifier: Apache-2.0
// Writing an aggregate: its row, its codes, rows of children (kept by id), facets and search words.
#include "base/buf.h"
#include "db/pool.h"
#include "record/ddl.h"
#include "record/store_facet.h"

#include <stdlib.h>

enum { SEARCH_TEXT_MAX = 4 << 20 };

static enum err write_children(struct ctx *, const struct record_type *, const void *row, int64_t id);

// ---- values of columns

static ptrdiff_t put_fields(const struct record_type *type, const void *row, struct val *args, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (f->kind->columns > 0)
            f->kind->to_columns(f, field_member(f, row), args + n);
        n += f->kind->columns;
    }
    return n;
}

static struct val *new_args(struct ctx *c, const struct record_type *type)
{
    return NEW(c->mem, struct val, DDL_HEAD + type->field_count * KIND_COLUMNS_MAX + 2);
}

static ptrdiff_t put_record(const struct record_type *type, const struct record *head, struct val *args)
{
    ptrdiff_t n = 0;
    args[n++] = INT(head->version);
    args[n++] = TEXT(head->state);
    args[n++] = TEXT(head->lang);
    args[n++] = TEXT(head->origin);
    args[n++] = INT(head->example);
    args[n++] = INT(head->created_ms);
    args[n++] = INT(head->changed_ms);
    args[n++] = INT(head->created_by);
    args[n++] = INT(head->submitted_by);
    return put_fields(type, head, args, n);
}

// ---- several codes

static enum err write_codes(struct ctx *c, const struct type_entry *entry, const void *row, int64_t id, bool fresh)
{
    enum err err = !entry->sql->has_codes || fresh ? OK : db_run(c, entry->sql->code_clear, ARGS(INT(id)));
    for (ptrdiff_t i = 0; i < entry->type->field_count && err == OK; i++) {
        const struct field *f = &entry->type->fields[i];
        const codes *all = field_is_codes(f) ? field_member(f, row) : NULL;
        for (ptrdiff_t k = 0; all && k < all->n && err == OK; k++)
            err = db_run(c, entry->sql->code_put, ARGS(INT(id), TEXT(str_of(f->name)), INT(k), TEXT(all->at[k])));
    }
    return err;
}

// ---- children

struct ids {
    int64_t *at;
    ptrdiff_t n, room;
};

static enum err ids_under(struct ctx *c, const struct type_entry *entry, int64_t parent, struct ids *out)
{
    struct rows *rows;
    bool more = false;
    enum err err = db_query(c, entry->sql->ids, ARGS(INT(parent)), &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more) {
        if (out->n == out->room) {
            ptrdiff_t room = out->room ? out->room * 2 : 16, size = (ptrdiff_t)sizeof(int64_t);
            out->at = arena_grow(c->mem, out->at, out->room * size, room * size, _Alignof(int64_t));
            out->room = room;
        }
        out->at[out->n++] = rows_int(rows, 0);
    }
    return err;
}

static bool has_id(const struct ids *ids, int64_t id)
{
    for (ptrdiff_t i = 0; i < ids->n; i++) {
        if (ids->at[i] == id)
            return true;
    }
    return false;
}

// A row with everything under it.
static enum err delete_row(struct ctx *c, const struct type_entry *entry, int64_t id)
{
    enum err err = OK;
    for (ptrdiff_t i = 0; i < entry->type->field_count && err == OK; i++) {
        if (!entry->type->fields[i].many)
            continue;
        const struct type_entry *child = schema_entry(entry->type->fields[i].many);
        struct ids ids = { .n = 0 };
        err = ids_under(c, child, id, &ids);
        for (ptrdiff_t k = 0; k < ids.n && err == OK; k++)
            err = delete_row(c, child, ids.at[k]);
    }
    if (err == OK && entry->sql->has_codes)
        err = db_run(c, entry->sql->code_clear, ARGS(INT(id)));
    return err == OK ? db_run(c, entry->sql->remove, ARGS(INT(id))) : err;
}

static enum err delete_gone(struct ctx *c, const struct field *f, struct many many, const struct ids *present)
{
    struct ids kept = { .at = NEW(c->mem, int64_t, many.n), .n = many.n };
    enum err err = OK;
    for (ptrdiff_t i = 0; i < many.n; i++)
        kept.at[i] = ((const struct child *)many_row(f, many, i))->id;
    for (ptrdiff_t i = 0; i < present->n && err == OK; i++) {
        if (!has_id(&kept, present->at[i]))
            err = delete_row(c, schema_entry(f->many), present->at[i]);
    }
    return err;
}

static enum err write_row(struct ctx *c, const struct type_entry *entry, struct child *row, int64_t parent, ptrdiff_t position)
{
    struct val *args = new_args(c, entry->type);
    bool fresh = row->id == 0;
    args[0] = INT(parent);
    args[1] = INT(position);
    ptrdiff_t n = put_fields(entry->type, row, args, 2);
    args[n] = INT(row->id);
    enum err err = fresh ? db_int(c, entry->sql->insert, args, n, &row->id) : db_run(c, entry->sql->update, args, n + 1);
    if (err == OK)
        err = write_codes(c, entry, row, row->id, fresh);
    return err == OK ? write_children(c, entry->type, row, row->id) : err;
}

static enum err write_many(struct ctx *c, const struct field *f, struct many many, int64_t parent)
{
    const struct type_entry *entry = schema_entry(f->many);
    struct ids present = { .n = 0 };
    enum err err = ids_under(c, entry, parent, &present);
    if (err == OK)
        err = delete_gone(c, f, many, &present);
    for (ptrdiff_t i = 0; i < many.n && err == OK; i++) {
        struct child *row = many_row(f, many, i);
        if (row->id != 0 && !has_id(&present, row->id))
            return fail(c, ERR_CONFLICT, N_("a row of \"%s\" is not there any more: load the page again"), tr(c, f->label));
        err = write_row(c, entry, row, parent, i);
    }
    return err;
}

static enum err write_children(struct ctx *c, const struct record_type *type, const void *row, int64_t id)
{
    enum err err = OK;
    for (ptrdiff_t i = 0; i < type->field_count && err == OK; i++) {
        const struct field *f = &type->fields[i];
        if (f->many)
            err = write_many(c, f, many_get(field_member(f, row)), id);
    }
    return err;
}

// ---- facets

static enum err put_facet(struct ctx *c, const struct type_entry *entry, const struct record *head, const char *field,
                          const struct facet_sink *sink)
{
    int64_t shown = type_is_public_state(entry->type, head->state);
    enum err err = OK;
    for (ptrdiff_t i = 0; i < sink->n && err == OK; i++)
        err = db_run(c, entry->sql->facet_put,
                     ARGS(TEXT(str_of(field)), INT(shown), TEXT(sink->codes[i]), INT(head->id)));
    return err;
}

static enum err write_facets(struct ctx *c, const struct type_entry *entry, const struct record *head, bool fresh)
{
    const struct record_type *type = entry->type;
    enum err err = fresh ? OK : db_run(c, entry->sql->facet_clear, ARGS(INT(head->id)));
    for (ptrdiff_t i = 0; i < type->field_count && err == OK; i++) {
        const struct field *f = &type->fields[i];
        struct facet_sink sink = { .mem = c->mem };
        if (!(f->flags & FACET))
            continue;
        f->kind->facet(c, f, field_member(f, head), &sink);
        err = put_facet(c, entry, head, f->name, &sink);
    }
    for (ptrdiff_t i = 0; i < type->facet_count && err == OK; i++) {
        struct facet_sink sink = { .mem = c->mem };
        type->facets[i].derive(c, head, &sink);
        err = put_facet(c, entry, head, type->facets[i].name, &sink);
    }
    struct facet_sink owners = { .mem = c->mem };
    if (type->owners)
        type->owners(c, head, &owners);
    return err == OK ? put_facet(c, entry, head, "owner", &owners) : err;
}

// ---- search words

// What the public may read, by weight, and the rest.
struct words {
    struct buf a, b, c, hidden;
};

static struct buf *words_for(struct words *words, const struct field *f, bool hidden)
{
    if (hidden)
        return &words->hidden;
    return f->weight == 'A' ? &words->a : f->weight == 'C' ? &words->c : &words->b;
}

static void gather_words(struct ctx *c, const struct record_type *type, const void *row, bool hidden, struct words *words)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        bool hides = hidden || !field_is_readable(f, ROLE_PUBLIC);
        struct many many = f->many ? many_get(field_member(f, row)) : (struct many){ .n = 0 };
        for (ptrdiff_t k = 0; k < many.n; k++)
            gather_words(c, f->many, many_row(f, many, k), hides, words);
        if (!(f->flags & SEARCHED) || field_is_empty(f, row))
            continue;
        struct buf *to = words_for(words, f, hides);
        buf_add(to, f->kind->words(c, f, field_member(f, row)));
        buf_byte(to, '\n');
    }
}

static enum err write_words(struct ctx *c, const struct type_entry *entry, const struct record *head, bool fresh)
{
    int dialect = ddl_dialect(pool_dialect(c->pool));
    struct words words;
    struct buf *all[] = { &words.a, &words.b, &words.c, &words.hidden };
    for (ptrdiff_t i = 0; i < COUNT(all); i++)
        buf_init(all[i], c->mem, SEARCH_TEXT_MAX);
    struct ctx english = *c; // labels are found by one set of words, whoever writes
    english.lang = NULL;
    english.translate = NULL;
    gather_words(&english, entry->type, head, false, &words);
    enum err err = fresh ? OK : db_run(c, entry->sql->search_clear[dialect], ARGS(INT(head->id)));
    if (err != OK)
        return err;
    return db_run(c, entry->sql->search_put[dialect],
                  ARGS(INT(head->id), TEXT(buf_str(&words.a)), TEXT(buf_str(&words.b)), TEXT(buf_str(&words.c)),
                       TEXT(buf_str(&words.hidden))));
}

// ---- the whole

static enum err write_around(struct ctx *c, const struct type_entry *entry, const struct record *head, bool fresh)
{
    enum err err = write_codes(c, entry, head, head->id, fresh);
    if (err == OK)
        err = write_children(c, entry->type, head, head->id);
    if (err == OK)
        err = write_facets(c, entry, head, fresh);
    if (err == OK)
        err = write_words(c, entry, head, fresh);
    return err == OK ? change_mark(c, str_of(entry->type->name)) : err;
}

enum err store_insert(struct ctx *c, const struct record_type *type, void *record)
{
    const struct type_entry *entry = schema_entry(type);
    struct record *head = record;
    struct val *args = new_args(c, type);
    head->version = 1;
    head->changed_ms = c->now_ms;
    if (head->created_ms == 0)
        head->created_ms = c->now_ms;
    if (head->created_by == 0)
        head->created_by = actor_account(c);
    if (type->compute)
        type->compute(c, record);
    ptrdiff_t n = put_record(type, head, args);
    enum err err = db_int(c, entry->sql->insert, args, n, &head->id);
    return err == OK ? write_around(c, entry, head, true) : err;
}

// No row had this id and version: it was changed, or taken out.
static enum err refuse_stale(struct ctx *c, const struct type_entry *entry, int64_t id)
{
    const char *label = tr(c, entry->type->label);
    bool there = false;
    struct rows *rows;
    enum err err = db_query(c, entry->sql->outline, ARGS(INT(id)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &there);
    if (err != OK)
        return err;
    if (!there)
        return fail(c, ERR_MISSING, N_("there is no %s with the number %lld: look for it in the list"), label, (long long)id);
    return fail(c, ERR_STALE, N_("this %s was changed by someone else meanwhile: load it again and make your change there"), label);
}

enum err store_update(struct ctx *c, const struct record_type *type, void *record, int64_t version)
{
    const struct type_entry *entry = schema_entry(type);
    struct record *head = record;
    struct val *args = new_args(c, type);
    int64_t changed = 0;
    head->version = version + 1;
    head->changed_ms = c->now_ms;
    if (type->compute)
        type->compute(c, record);
    ptrdiff_t n = put_record(type, head, args);
    args[n++] = INT(head->id);
    args[n++] = INT(version);
    enum err err = db_run_changed(c, entry->sql->update, args, n, &changed);
    if (err == OK && changed == 0)
        err = refuse_stale(c, entry, head->id);
    return err == OK ? write_around(c, entry, head, false) : err;
}

enum err store_renew(struct ctx *c, const struct record_type *type, int64_t id)
{
    const struct type_entry *entry = schema_entry(type);
    struct record *head = record_new(c->mem, type);
    struct val *args = new_args(c, type);
    enum err err = store_load(c, type, id, head);
    if (err != OK)
        return err;
    if (type->compute)
        type->compute(c, head);
    ptrdiff_t n = put_record(type, head, args);
    args[n++] = INT(id);
    args[n++] = INT(head->version);
    err = db_run(c, entry->sql->update, args, n);
    if (err == OK)
        err = write_facets(c, entry, head, false);
    if (err == OK)
        err = write_words(c, entry, head, false);
    return err == OK ? change_mark(c, str_of(type->name)) : err;
}

enum err store_referring(struct ctx *c, const struct record_type *from, const struct record_type *to, int64_t id, int64_t after,
                         int64_t *ids, ptrdiff_t *n)
{
    ptrdiff_t times = 0, room = *n;
    bool more = true;
    struct rows *rows;
    sql statement = ddl_referring(c->mem, from, to, &times);
    struct val *args = NEW(c->mem, struct val, times + 2);
    *n = 0;
    if (times == 0)
        return OK;
    for (ptrdiff_t i = 0; i < times; i++)
        args[i] = INT(id);
    args[times] = INT(after);
    args[times + 1] = INT(room);
    enum err err = db_query(c, statement, args, times + 2, &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more)
        ids[(*n)++] = rows_int(rows, 0);
    return err;
}

enum err store_delete(struct ctx *c, const struct record_type *type, int64_t id)
{
    const struct type_entry *entry = schema_entry(type);
    enum err err = db_run(c, entry->sql->facet_clear, ARGS(INT(id)));
    if (err == OK)
        err = db_run(c, entry->sql->search_clear[ddl_dialect(pool_dialect(c->pool))], ARGS(INT(id)));
    if (err == OK)
        err = delete_row(c, entry, id);
    return err == OK ? change_mark(c, str_of(type->name)) : err;
}
