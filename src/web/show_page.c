// SPDX-License-Identifier: Apache-2.0
#include "web/show_page.h"

#include "journal/history.h"
#include "record/check.h"
#include "record/store.h"
#include "web/loaded.h"
#include "web/referring.h"
#include "web/shape.h"

enum { CHANGES_SHOWN = 5, CHANGES_PAGE = 50 };

// ---- buttons

static void put_or_null(struct request *r, struct value *to, const struct value *from, const char *key)
{
    const struct value *found = value_get(from, str_of(key));
    struct value *copy = value_null(r->c.mem);
    if (found)
        *copy = *found;
    value_put(r->c.mem, to, str_of(key), copy);
}

static str move_address(struct request *r, const struct loaded *l, bool of_draft, str name)
{
    struct arena *mem = r->c.mem;
    str path = shape_path(mem, l->type, request_id(r));
    if (of_draft)
        return str_fmt(mem, "%.*s/drafts/%lld/moves/%.*s", STR_ARG(path), (long long)l->draft.id, STR_ARG(name));
    return str_fmt(mem, "%.*s/moves/%.*s", STR_ARG(path), STR_ARG(name));
}

// What flow_buttons gives, with every key the templates look for.
static struct value *buttons_value(struct request *r, struct loaded *l, bool of_draft)
{
    static const char *const keys[] = { "name", "label", "main", "grave", "note", "held" };
    struct arena *mem = r->c.mem;
    struct value *list = value_list(mem);
    if (actor_account(&r->c) == 0)
        return list;
    const struct value *buttons = flow_buttons(&r->c, l->type, l->record, l->viewer);
    for (ptrdiff_t i = 0; i < value_count(buttons); i++) {
        const struct value *from = value_at(buttons, i);
        struct value *button = value_map(mem);
        for (ptrdiff_t k = 0; k < COUNT(keys); k++)
            put_or_null(r, button, from, keys[k]);
        str address = move_address(r, l, of_draft, value_as_text(value_get(from, S("name"))));
        value_set(mem, button, "action", value_text(mem, address));
        value_add(mem, list, button);
    }
    return list;
}

// ---- history

static struct value *change_value(struct request *r, const struct value *from)
{
    static const char *const keys[] = { "leaf", "version", "time", "move", "label", "role", "actor", "note", "hash" };
    static const char *const parts[] = { "path", "label", "before", "after", "erased" };
    struct arena *mem = r->c.mem;
    struct value *change = value_map(mem), *changes = value_list(mem);
    const struct value *given = value_get(from, S("changes"));
    for (ptrdiff_t k = 0; k < COUNT(keys); k++)
        put_or_null(r, change, from, keys[k]);
    for (ptrdiff_t i = 0; i < value_count(given); i++) {
        struct value *part = value_map(mem);
        for (ptrdiff_t k = 0; k < COUNT(parts); k++)
            put_or_null(r, part, value_at(given, i), parts[k]);
        value_add(mem, changes, part);
    }
    value_set(mem, change, "changes", changes);
    return change;
}

static enum err changes_value(struct request *r, const struct loaded *l, ptrdiff_t limit, int64_t before, struct value **out)
{
    struct value *history = NULL, *changes = value_list(r->c.mem);
    enum err e = history_value(&r->c, l->type, request_id(r), l->viewer, limit, before, &history);
    if (e != OK)
        return e;
    for (ptrdiff_t i = 0; i < value_count(history); i++)
        value_add(r->c.mem, changes, change_value(r, value_at(history, i)));
    *out = changes;
    return OK;
}

// ---- the record's page

static struct value *draft_value(struct request *r, const struct loaded *l)
{
    struct arena *mem = r->c.mem;
    if (l->draft.id == 0)
        return value_null(mem);
    str path = shape_path(mem, l->type, l->head->id);
    struct value *draft = value_map(mem);
    value_set(mem, draft, "path", value_text(mem, str_fmt(mem, "%.*s/drafts/%lld", STR_ARG(path), (long long)l->draft.id)));
    value_set(mem, draft, "state", shape_state(r, l->type, l->draft.state));
    value_set(mem, draft, "mine", value_bool(mem, l->draft.created_by == actor_account(&r->c)));
    return draft;
}

static struct value *edit_path(struct request *r, const struct loaded *l)
{
    if (!loaded_may_edit(l) || actor_account(&r->c) == 0)
        return value_null(r->c.mem);
    str path = shape_path(r->c.mem, l->type, request_id(r));
    return value_text(r->c.mem, str_fmt(r->c.mem, "%.*s/edit", STR_ARG(path)));
}

// Where an unpublished record, or a change that waits, is thrown away; null when it is not theirs or has gone too far for that.
static struct value *discard_path(struct request *r, const struct loaded *l, bool of_draft)
{
    struct arena *mem = r->c.mem;
    bool is_theirs = actor_account(&r->c) != 0 && (l->viewer & (ROLE_OWNER | ROLE_OFFICE));
    bool is_first = l->type->flow && str_eq(l->head->state, str_of(l->type->flow->states[0].code));
    str path = shape_path(mem, l->type, request_id(r));
    if (!is_theirs || (!of_draft && !is_first))
        return value_null(mem);
    if (of_draft)
        return value_text(mem, str_fmt(mem, "%.*s/drafts/%lld/discard", STR_ARG(path), (long long)l->draft.id));
    return value_text(mem, str_fmt(mem, "%.*s/discard", STR_ARG(path)));
}

static void put_head(struct request *r, struct loaded *l, struct value *data)
{
    struct arena *mem = r->c.mem;
    value_set(mem, data, "title", value_text(mem, shape_title(r, l->type, l->record)));
    value_set(mem, data, "type", shape_type(r, l->type, l->resource->lead));
    value_set(mem, data, "state", shape_state(r, l->type, l->head->state));
    value_set(mem, data, "example", value_bool(mem, l->head->example));
    value_set(mem, data, "key", value_text(mem, loaded_key(mem)));
    value_set(mem, data, "edit_path", edit_path(r, l));
}

static struct value *history_part(struct request *r, const struct loaded *l, struct value *changes)
{
    struct arena *mem = r->c.mem;
    str path = shape_path(mem, l->type, l->head->id);
    struct value *history = value_map(mem);
    value_set(mem, history, "path", value_text(mem, str_fmt(mem, "%.*s/history", STR_ARG(path))));
    value_set(mem, history, "changes", changes);
    return history;
}

enum err show_record(struct request *r, struct answer *a, const void **record)
{
    struct arena *mem = r->c.mem;
    struct loaded l;
    struct value *changes = NULL, *referring = NULL;
    enum err e = loaded_read(r, &l);
    if (e == OK)
        e = changes_value(r, &l, CHANGES_SHOWN, 0, &changes);
    if (e == OK)
        e = referring_value(r, a, l.type, l.head->id, &referring);
    if (e != OK)
        return e;
    struct value *data = value_map(mem), *formats = value_map(mem);
    put_head(r, &l, data);
    value_set(mem, data, "referring", referring);
    value_set(mem, data, "discard", discard_path(r, &l, false));
    value_set(mem, data, "record", record_value(&r->c, l.type, l.record, l.viewer));
    value_set(mem, data, "sections", shape_sections(r, l.type, l.record, l.viewer));
    // While a change waits, the moves are the change's.
    value_set(mem, data, "buttons", l.draft.id ? value_list(mem) : buttons_value(r, &l, false));
    value_set(mem, data, "draft", draft_value(r, &l));
    value_set(mem, data, "history", history_part(r, &l, changes));
    value_set(mem, formats, "json", value_text(mem, str_fmt(mem, "/api/v1%.*s", STR_ARG(shape_path(mem, l.type, l.head->id)))));
    value_set(mem, data, "formats", formats);
    a->data = data;
    loaded_reads(a, l.type);
    *record = l.record;
    return OK;
}

enum err show_page(struct request *r, struct answer *a)
{
    const void *record = NULL;
    return show_record(r, a, &record);
}

// ---- history and draft

static struct value *small_record(struct request *r, const struct loaded *l)
{
    struct arena *mem = r->c.mem;
    struct value *record = value_map(mem);
    value_set(mem, record, "title", value_text(mem, shape_title(r, l->type, l->record)));
    value_set(mem, record, "path", value_text(mem, shape_path(mem, l->type, request_id(r))));
    value_set(mem, record, "version", value_int(mem, l->head->version));
    return record;
}

enum err show_history_page(struct request *r, struct answer *a)
{
    struct arena *mem = r->c.mem;
    struct loaded l;
    struct value *changes = NULL;
    int64_t before = 0;
    bool later = str_to_int(request_parameter(r, S("before")), &before);
    enum err e = loaded_read(r, &l);
    if (e == OK)
        e = changes_value(r, &l, CHANGES_PAGE, later ? before : 0, &changes);
    if (e != OK)
        return e;
    ptrdiff_t n = value_count(changes);
    const struct value *last = n == CHANGES_PAGE ? value_get(value_at(changes, n - 1), S("leaf")) : NULL;
    str path = shape_path(mem, l.type, l.head->id);
    str more = last && last->kind == V_INT ? str_fmt(mem, "%.*s/history?before=%lld", STR_ARG(path), (long long)last->number) : STR_NONE;
    struct value *data = value_map(mem);
    value_set(mem, data, "title", value_text(mem, str_fmt(mem, tr(&r->c, N_("History of %.*s")), STR_ARG(shape_title(r, l.type, l.record)))));
    value_set(mem, data, "record", small_record(r, &l));
    value_set(mem, data, "type", shape_type(r, l.type, NULL));
    value_set(mem, data, "changes", changes);
    value_set(mem, data, "more", shape_text(r, more));
    a->data = data;
    loaded_reads(a, l.type);
    return OK;
}

static struct value *about_value(struct request *r, const struct loaded *l)
{
    struct arena *mem = r->c.mem;
    struct value *about = value_map(mem);
    int64_t who = l->draft.submitted_by ? l->draft.submitted_by : l->draft.created_by;
    const struct record_type *accounts = schema_find(S("account"));
    bool office = (l->viewer & ROLE_OFFICE) && accounts && who;
    value_set(mem, about, "version", value_int(mem, l->draft.base_version));
    value_set(mem, about, "time", value_instant(mem, l->draft.changed_ms));
    value_set(mem, about, "by", shape_text(r, office ? store_title(&r->c, accounts, who) : STR_NONE));
    return about;
}

enum err show_draft_page(struct request *r, struct answer *a)
{
    struct arena *mem = r->c.mem;
    struct loaded l;
    enum err e = loaded_read(r, &l);
    const void *published = l.record;
    if (e == OK)
        e = loaded_use_draft(r, &l);
    if (e != OK)
        return e;
    struct value *data = value_map(mem), *formats = value_map(mem);
    put_head(r, &l, data);
    value_set(mem, data, "record", small_record(r, &l));
    value_set(mem, data, "discard", discard_path(r, &l, true));
    value_set(mem, data, "buttons", buttons_value(r, &l, true));
    value_set(mem, data, "differences", shape_differences(r, l.type, published, l.record, l.viewer));
    value_set(mem, data, "about", about_value(r, &l));
    value_set(mem, data, "formats", formats);
    a->data = data;
    return OK;
}
