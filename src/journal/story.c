// SPDX-License-Identifier: Apache-2.0
#include "journal/story.h"

#include "base/buf.h"
#include "view/json.h"

enum { DOCUMENT_LIMIT = 16 << 20 };

const struct value story_erased = { .kind = V_NULL };

enum err story_open(struct ctx *c, const struct record_type *type, int64_t id, int64_t last, struct story *out)
{
    *out = (struct story){ .c = c, .type = type, .id = id };
    map_init(&out->values, c->mem);
    return db_query(c,
                    SQL("SELECT l.id, l.version, l.at_ms, l.body, p.body, q.body FROM journal_leaf l"
                        " LEFT JOIN journal_public p ON p.leaf = l.id LEFT JOIN journal_private q ON q.leaf = l.id"
                        " WHERE l.type IN (?, ?) AND l.record_id = ? AND l.id <= ? ORDER BY l.id"),
                    ARGS(TEXT(str_of(type->name)), TEXT(type_former_name(type)), INT(id), INT(last ? last : INT64_MAX)), &out->rows);
}

static enum err read_column(struct ctx *c, const struct rows *rows, ptrdiff_t column, const struct value **out)
{
    struct value *read = NULL;
    *out = NULL;
    if (rows_is_null(rows, column))
        return OK;
    enum err err = json_read(c, rows_text(c, rows, column), &read);
    *out = read;
    return err;
}

enum err story_next(struct story *s, bool *more)
{
    struct ctx *c = s->c;
    enum err err = rows_next(c, s->rows, more);
    if (err != OK || !*more)
        return err;
    s->leaf = (struct story_leaf){ .id = rows_int(s->rows, 0), .version = rows_int(s->rows, 1), .at_ms = rows_int(s->rows, 2) };
    s->leaf.text = rows_text(c, s->rows, 3);
    if (s->begun_ms == 0)
        s->begun_ms = s->leaf.at_ms;
    err = read_column(c, s->rows, 3, &s->leaf.body);
    if (err == OK)
        err = read_column(c, s->rows, 4, &s->leaf.seen);
    return err == OK ? read_column(c, s->rows, 5, &s->leaf.unseen) : err;
}

static const struct value *pair_of(const struct story_leaf *leaf, str path)
{
    const struct value *pair = value_get(value_get(leaf->seen, S("fields")), path);
    return pair ? pair : value_get(value_get(leaf->unseen, S("fields")), path);
}

void story_tell(struct story *s)
{
    const struct value *fields = value_get(s->leaf.body, S("fields"));
    for (ptrdiff_t i = 0; i < value_count(fields); i++) {
        const struct value *pair = pair_of(&s->leaf, fields->map.at[i].key);
        // The map holds pointers to anything; these values are read only through const.
        union {
            const struct value *value;
            void *any;
        } told = { .value = pair ? value_at(pair, 1) : &story_erased };
        map_put(&s->values, fields->map.at[i].key, told.any);
    }
}

const struct value *story_value(const struct story *s, str path)
{
    return map_get(&s->values, path);
}

static struct value *copy(struct arena *mem, const struct value *v)
{
    struct value *own = NEW(mem, struct value, 1);
    *own = *v;
    return own;
}

static str step(struct arena *mem, str path, const char *name)
{
    return path.len > 0 ? str_fmt(mem, "%.*s.%s", STR_ARG(path), name) : str_of(name);
}

static struct value *tree_of(struct story *, const struct record_type *, str path, bool *whole);

static struct value *rows_of(struct story *s, const struct record_type *type, const struct value *ids, str path, bool *whole)
{
    struct arena *mem = s->c->mem;
    struct value *rows = value_list(mem);
    for (ptrdiff_t i = 0; i < value_count(ids); i++) {
        int64_t id = value_at(ids, i)->number;
        struct value *row = tree_of(s, type, str_fmt(mem, "%.*s.%lld", STR_ARG(path), (long long)id), whole);
        value_set(mem, row, "id", value_int(mem, id));
        value_add(mem, rows, row);
    }
    return rows;
}

// A field that was renamed since has its older values under its former name.
static struct value *tree_of(struct story *s, const struct record_type *type, str path, bool *whole)
{
    struct arena *mem = s->c->mem;
    struct value *tree = value_map(mem);
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        str own = step(mem, path, f->name);
        const struct value *v = story_value(s, own);
        if (!v && f->was) {
            own = step(mem, path, f->was);
            v = story_value(s, own);
        }
        if (v == &story_erased)
            *whole = false;
        else if (v && f->many)
            value_put(mem, tree, str_of(f->name), rows_of(s, f->many, v, own, whole));
        else if (v)
            value_put(mem, tree, str_of(f->name), copy(mem, v));
    }
    return tree;
}

static str text_at(const struct story *s, str path)
{
    const struct value *v = story_value(s, path);
    return v ? value_as_text(v) : STR_NONE;
}

enum err story_record(struct story *s, void *record, bool *whole)
{
    struct ctx *c = s->c;
    struct record *head = record;
    struct buf document;
    buf_init(&document, c->mem, DOCUMENT_LIMIT);
    *whole = story_value(s, S("state")) != &story_erased;
    json_write(&document, tree_of(s, s->type, STR_NONE, whole));
    if (document.over)
        return fail(c, ERR_LIMIT, N_("this version is too large to be shown"));
    enum err err = record_from_document(c, s->type, buf_str(&document), record);
    const struct value *example = story_value(s, S("example"));
    head->id = s->id;
    head->version = s->leaf.version;
    head->state = text_at(s, S("state"));
    head->lang = text_at(s, S("lang"));
    head->origin = text_at(s, S("origin"));
    head->example = example && example->kind == V_BOOL && example->truth;
    head->created_ms = s->begun_ms;
    head->changed_ms = s->leaf.at_ms;
    return err;
}
