// SPDX-License-Identifier: Apache-2.0
#include "journal/history.h"

#include "journal/story.h"
#include "record/store.h"

const char *(*history_move_label)(const struct record_type *, str move);

// Moves that every type has.
static const struct {
    const char *move, *label;
} usual[] = {
    { "create", N_("Created") },
    { "save", N_("Changed") },
    { "remove", N_("Removed") },
    { "import", N_("Imported") },
};

static str move_label(struct ctx *c, const struct record_type *type, str move)
{
    for (ptrdiff_t i = 0; i < COUNT(usual); i++) {
        if (str_eq(str_of(usual[i].move), move))
            return str_of(tr(c, usual[i].label));
    }
    const char *label = history_move_label ? history_move_label(type, move) : NULL;
    return label ? str_of(tr(c, label)) : move;
}

static struct value *erased_value(struct arena *mem)
{
    struct value *v = value_map(mem);
    value_set(mem, v, "erased", value_bool(mem, true));
    return v;
}

// The field a path leads to, when the viewer may read it and all above it.
static const struct field *field_at(const struct record_type *type, str path, roles viewer)
{
    const struct field *f = NULL;
    while (type && path.len > 0) {
        f = field_find(type, str_cut(&path, '.'));
        if (!f || !field_is_readable(f, viewer))
            return NULL;
        str_cut(&path, '.'); // the row's id
        type = f->many;
    }
    return f;
}

static const struct value *leaf_fields(const struct story *s)
{
    return value_get(s->leaf.body, S("fields"));
}

// Paths of this leaf whose values were erased.
static void add_erased(struct story *s, roles viewer, struct value *changes)
{
    struct arena *mem = s->c->mem;
    const struct value *fields = leaf_fields(s);
    for (ptrdiff_t i = 0; i < value_count(fields); i++) {
        str path = fields->map.at[i].key;
        const struct field *f = field_at(s->type, path, viewer);
        if (!f || story_value(s, path) != &story_erased)
            continue;
        struct value *change = erased_value(mem);
        value_set(mem, change, "path", value_text(mem, path));
        value_set(mem, change, "label", value_text(mem, str_of(tr(s->c, f->label))));
        value_add(mem, changes, change);
    }
}

static struct value *change_value(struct story *s, const struct difference *d, const struct map *lost)
{
    struct arena *mem = s->c->mem;
    struct value *change = value_map(mem);
    value_set(mem, change, "path", value_text(mem, d->path));
    value_set(mem, change, "label", value_text(mem, d->label));
    value_set(mem, change, "before", map_get(lost, d->path) ? erased_value(mem) : d->before);
    value_set(mem, change, "after", d->after);
    return change;
}

// Paths that this leaf says anew, and whose value before it is erased.
static void find_lost(const struct story *s, struct map *lost)
{
    static char yes;
    const struct value *fields = leaf_fields(s);
    for (ptrdiff_t i = 0; i < value_count(fields); i++) {
        if (story_value(s, fields->map.at[i].key) == &story_erased)
            map_put(lost, fields->map.at[i].key, &yes);
    }
}

// What was written before a record became public, or after it was public no more, is its owners' and the office's alone.
static bool sees_unpublished(roles viewer)
{
    return (viewer & (ROLE_OWNER | ROLE_OFFICE)) != 0;
}

// Where the state itself was erased there is nothing left to hide.
static bool is_public(const struct story *s, const void *record)
{
    return story_value(s, S("state")) == &story_erased || type_is_public_state(s->type, ((const struct record *)record)->state);
}

// Tells the present leaf, and what it changed as the viewer may see it.
static enum err tell_changes(struct story *s, roles viewer, struct value **out)
{
    struct arena *mem = s->c->mem;
    void *before = record_new(mem, s->type), *after = record_new(mem, s->type);
    struct difference *differences;
    struct map lost;
    bool whole;
    map_init(&lost, mem);
    find_lost(s, &lost);
    enum err err = story_record(s, before, &whole);
    bool was_public = is_public(s, before);
    story_tell(s);
    if (err == OK)
        err = story_record(s, after, &whole);
    if (err != OK)
        return err;
    *out = value_list(mem);
    if (!sees_unpublished(viewer) && !is_public(s, after))
        return OK;
    if (!sees_unpublished(viewer) && !was_public)
        before = record_new(mem, s->type); // to the public it begins here
    add_erased(s, viewer, *out);
    if (str_eq(value_as_text(value_get(s->leaf.body, S("move"))), S("remove")))
        return OK;
    ptrdiff_t n = record_difference(s->c, s->type, before, after, viewer, &differences);
    for (ptrdiff_t i = 0; i < n; i++)
        value_add(mem, *out, change_value(s, &differences[i], &lost));
    return s->c->err;
}

static void add_private(struct story *s, roles viewer, struct value *entry)
{
    struct ctx *c = s->c;
    const struct value *note = value_get(s->leaf.unseen, S("note"));
    const struct value *actor = value_at(value_get(s->leaf.unseen, S("actor")), 1);
    const struct record_type *accounts = schema_find(S("account"));
    int64_t account = 0;
    if (note && viewer & (ROLE_OFFICE | ROLE_OWNER))
        value_set(c->mem, entry, "note", value_text(c->mem, value_as_text(note)));
    if (!actor || !(viewer & ROLE_OFFICE) || !str_to_int(value_as_text(actor), &account))
        return;
    str name = account && accounts ? store_title(c, accounts, account) : str_of(tr(c, N_("the program")));
    value_set(c->mem, entry, "actor", value_text(c->mem, name));
}

static enum err tell_entry(struct story *s, roles viewer, struct value **out)
{
    struct ctx *c = s->c;
    struct value *changes, *entry = value_map(c->mem);
    str move = value_as_text(value_get(s->leaf.body, S("move"))), role = value_as_text(value_get(s->leaf.body, S("role")));
    enum err err = tell_changes(s, viewer, &changes);
    if (err != OK)
        return err;
    value_set(c->mem, entry, "leaf", value_int(c->mem, s->leaf.id));
    value_set(c->mem, entry, "version", value_int(c->mem, s->leaf.version));
    value_set(c->mem, entry, "time", value_instant(c->mem, s->leaf.at_ms));
    value_set(c->mem, entry, "move", value_text(c->mem, move));
    value_set(c->mem, entry, "label", value_text(c->mem, move_label(c, s->type, move)));
    value_set(c->mem, entry, "role", value_code(c->mem, role, role_label(role_find(role))));
    value_set(c->mem, entry, "hash", value_text(c->mem, leaf_hash(c->mem, s->leaf.text)));
    value_set(c->mem, entry, "changes", changes);
    add_private(s, viewer, entry);
    *out = entry;
    return c->err;
}

// The numbers of the page's newest and oldest leaf; 0 when there is none.
static enum err page_ends(struct ctx *c, const struct record_type *type, int64_t id, ptrdiff_t limit, int64_t before, int64_t *newest,
                          int64_t *oldest)
{
    struct rows *rows;
    bool more = true;
    *newest = *oldest = 0;
    enum err err = db_query(c, SQL("SELECT id FROM journal_leaf WHERE type IN (?, ?) AND record_id = ? AND id < ?"
                                   " ORDER BY id DESC LIMIT ?"),
                            ARGS(TEXT(str_of(type->name)), TEXT(type_former_name(type)), INT(id), INT(before ? before : INT64_MAX),
                                 INT(limit)), &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more) {
        *oldest = rows_int(rows, 0);
        *newest = *newest ? *newest : *oldest;
    }
    return err;
}

static struct value *reversed(struct arena *mem, const struct value *list)
{
    struct value *out = value_list(mem);
    for (ptrdiff_t i = value_count(list); i > 0; i--)
        value_add(mem, out, list->list.at[i - 1]);
    return out;
}

enum err history_value(struct ctx *c, const struct record_type *type, int64_t id, roles viewer, ptrdiff_t limit, int64_t before_leaf,
                       struct value **out)
{
    int64_t newest, oldest;
    struct story story;
    bool more = true;
    struct value *list = value_list(c->mem), *entry;
    ptrdiff_t most = limit < 1 ? 1 : limit > HISTORY_LIMIT_MAX ? HISTORY_LIMIT_MAX : limit;
    *out = list;
    enum err err = page_ends(c, type, id, most, before_leaf, &newest, &oldest);
    if (err != OK || newest == 0)
        return err;
    err = story_open(c, type, id, newest, &story);
    while (err == OK && (err = story_next(&story, &more)) == OK && more) {
        if (story.leaf.id < oldest) {
            story_tell(&story);
            continue;
        }
        err = tell_entry(&story, viewer, &entry);
        if (err == OK)
            value_add(c->mem, list, entry);
    }
    *out = reversed(c->mem, list);
    return err;
}

enum err history_version(struct ctx *c, const struct record_type *type, int64_t id, int64_t version, void *record)
{
    struct story story;
    bool more = true, found = false, whole = true;
    enum err err = story_open(c, type, id, 0, &story);
    while (err == OK && !found && (err = story_next(&story, &more)) == OK && more) {
        story_tell(&story);
        found = story.leaf.version == version && !str_eq(value_as_text(value_get(story.leaf.body, S("move"))), S("remove"));
    }
    if (err == OK && !found)
        err = fail(c, ERR_MISSING, N_("there is no version %lld of this %s"), (long long)version, tr(c, type->label));
    if (err == OK)
        rows_done(story.rows);
    if (err == OK)
        err = story_record(&story, record, &whole);
    if (err == OK && !whole)
        return fail(c, ERR_GONE, N_("version %lld of this %s was taken down"), (long long)version, tr(c, type->label));
    return err;
}
