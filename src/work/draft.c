// SPDX-License-Identifier: Apache-2.0
#include "work/draft.h"

#include "record/store.h"

static const struct column columns[] = {
    { .name = "id", .type = COLUMN_ID },
    { .name = "type", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "record_id", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "base_version", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "version", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "state", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "document", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
    { .name = "created_by", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "submitted_by", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "created_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
    { .name = "changed_ms", .type = COLUMN_INT, .flags = COLUMN_REQUIRED },
};
static const struct index indexes[] = { { .columns = "type, record_id", .kind = INDEX_UNIQUE }, { .columns = "changed_ms, id" } };
const struct table draft_table = {
    .name = "draft",
    .columns = columns,
    .column_count = COUNT(columns),
    .indexes = indexes,
    .index_count = COUNT(indexes),
};

// ---- finding

enum err draft_of(struct ctx *c, const struct record_type *type, int64_t record_id, struct draft *out)
{
    struct rows *rows;
    bool more = false;
    *out = (struct draft){ 0 };
    enum err err = db_query(c,
                            SQL("SELECT id, record_id, base_version, version, type, state, document, created_by, submitted_by, created_ms,"
                                " changed_ms FROM draft WHERE type IN (?, ?) AND record_id = ?"),
                            ARGS(TEXT(str_of(type->name)), TEXT(type_former_name(type)), INT(record_id)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err != OK || !more)
        return err != OK ? err : ERR_MISSING;
    *out = (struct draft){
        .id = rows_int(rows, 0),
        .record_id = rows_int(rows, 1),
        .base_version = rows_int(rows, 2),
        .version = rows_int(rows, 3),
        .type = rows_text(c, rows, 4),
        .state = rows_text(c, rows, 5),
        .document = rows_text(c, rows, 6),
        .created_by = rows_int(rows, 7),
        .submitted_by = rows_int(rows, 8),
        .created_ms = rows_int(rows, 9),
        .changed_ms = rows_int(rows, 10),
    };
    rows_done(rows);
    return OK;
}

enum err draft_load(struct ctx *c, const struct draft *draft, const struct record_type *type, void *record)
{
    struct record *head = record;
    enum err err = record_from_document(c, type, draft->document, record);
    head->id = draft->record_id;
    head->version = draft->version;
    head->state = draft->state;
    head->created_by = draft->created_by;
    head->submitted_by = draft->submitted_by;
    head->created_ms = draft->created_ms;
    head->changed_ms = draft->changed_ms;
    return err;
}

// The draft over the case's record, with the rights of whoever began it. `draft->id` 0: there is none.
static enum err find(struct ctx *c, struct write_case *w, struct draft *draft)
{
    enum err err = draft_of(c, w->type, w->id, draft);
    if (err == OK && draft->created_by != 0 && draft->created_by == actor_account(c))
        w->viewer |= ROLE_OWNER;
    return err == ERR_MISSING ? OK : err;
}

static enum err find_named(struct ctx *c, struct write_case *w, struct draft *draft)
{
    enum err err = find(c, w, draft);
    if (err == OK && draft->id != w->draft_id)
        return fail(c, ERR_MISSING, N_("there is no such draft any more: it was published or thrown away"));
    return err;
}

// ---- saving

bool draft_is_needed(const struct write_case *w)
{
    const struct record *head = w->before;
    bool reviewed = w->type->flow && w->type->public_states && !(w->viewer & ROLE_SYSTEM);
    return reviewed && type_is_public_state(w->type, head->state);
}

// No version of a record comes near a time in milliseconds.
static int64_t next_version(const struct ctx *c, const struct draft *draft)
{
    return c->now_ms > draft->version ? c->now_ms : draft->version + 1;
}

static enum err draft_write(struct ctx *c, struct write_case *w, struct draft *draft)
{
    const struct record *head = w->record;
    str document = record_document(c, w->type, w->record);
    draft->version = next_version(c, draft);
    if (draft->id != 0)
        return db_run(c,
                      SQL("UPDATE draft SET base_version = ?, version = ?, state = ?, document = ?, submitted_by = ?, changed_ms = ?"
                          " WHERE id = ?"),
                      ARGS(INT(draft->base_version), INT(draft->version), TEXT(head->state), TEXT(document), INT(head->submitted_by),
                           INT(c->now_ms), INT(draft->id)));
    return db_int(c,
                  SQL("INSERT INTO draft (type, record_id, base_version, version, state, document, created_by, submitted_by, created_ms,"
                      " changed_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
                  ARGS(TEXT(str_of(w->type->name)), INT(w->id), INT(draft->base_version), INT(draft->version), TEXT(head->state),
                       TEXT(document), INT(actor_account(c)), INT(head->submitted_by), INT(c->now_ms), INT(c->now_ms)),
                  &draft->id);
}

// The head of what is saved: the record's own, with the draft's state and submitter.
static void take_head(struct write_case *w, const struct draft *draft)
{
    struct record *head = w->record;
    *head = *(const struct record *)w->before;
    head->version = draft->version;
    head->state = draft->id ? draft->state : str_of(w->type->flow->states[0].code);
    head->submitted_by = draft->submitted_by;
}

static void tell(struct write_case *w, const struct draft *draft)
{
    struct record *head = w->record;
    head->version = draft->version;
    w->result->version = draft->version;
    w->result->draft = draft->id;
    w->result->state = head->state;
    w->result->made = w->made;
}

static enum err rules_and_write(struct ctx *c, struct write_case *w, struct draft *draft)
{
    enum err err = case_check(c, w);
    if (err == OK)
        err = case_move(c, w);
    if (err == OK)
        err = draft_write(c, w, draft);
    if (err != OK)
        return err;
    tell(w, draft);
    return case_event(c, w);
}

enum err draft_save(struct ctx *c, struct write_case *w)
{
    struct draft draft;
    int64_t published = ((const struct record *)w->before)->version;
    void *before = w->before;
    enum err err = find(c, w, &draft);
    if (err == OK && draft.id && case_read_version(w) == published)
        return fail(c, ERR_STALE, N_("a change of this %s is being prepared already: open that draft and make your change there"),
                    tr(c, w->type->label));
    if (err == OK)
        err = case_version(c, w, draft.id ? draft.version : published);
    if (err == OK && draft.id) {
        before = record_new(c->mem, w->type);
        err = draft_load(c, &draft, w->type, before);
    }
    if (err != OK)
        return err;
    take_head(w, &draft);
    bool changed = case_is_changed(c, w, before), based = !draft.id || draft.base_version == published;
    w->result->unchanged = !changed && based && w->move.len == 0 && w->faults->n == 0;
    if (changed)
        case_take_over(c, w);
    draft.base_version = published;
    if (!w->result->unchanged)
        return rules_and_write(c, w, &draft);
    if (!draft.id)
        *(struct record *)w->record = *(const struct record *)w->before;
    tell(w, &(struct draft){ .id = draft.id, .version = draft.id ? draft.version : published });
    return OK;
}

// ---- moving

static bool leads_to_public(const struct write_case *w)
{
    return w->made->to[0] && type_is_public_state(w->type, str_of(w->made->to));
}

static enum err may_apply(struct ctx *c, const struct write_case *w, const struct draft *draft)
{
    const struct record *published = w->before;
    if (!type_is_public_state(w->type, published->state))
        return fail(c, ERR_CONFLICT, N_("this %s is not public any more: publish it first, or throw the draft away"),
                    tr(c, w->type->label));
    if (draft->base_version == published->version)
        return OK;
    return fail(c, ERR_CONFLICT,
                N_("this %s was changed after the draft was begun: open the draft, which is shown against the new version, and save it again"),
                tr(c, w->type->label));
}

// The published record takes the draft's content; it keeps its own state, which is a public one.
static enum err apply(struct ctx *c, struct write_case *w, const struct draft *draft)
{
    struct record *head = w->record;
    const struct record *published = w->before;
    int64_t submitted_by = head->submitted_by;
    enum err err = may_apply(c, w, draft);
    if (err != OK)
        return err;
    str lang = head->lang;
    *head = *published;
    head->lang = lang;
    head->submitted_by = submitted_by;
    err = store_update(c, w->type, w->record, published->version);
    if (err == OK)
        err = draft_forget(c, w->type, w->id);
    w->result->version = head->version;
    w->result->state = head->state;
    w->result->made = w->made;
    if (err == OK)
        err = case_journal(c, w);
    return err == OK ? case_event(c, w) : err;
}

enum err draft_move(struct ctx *c, struct write_case *w)
{
    struct draft draft;
    enum err err = find_named(c, w, &draft);
    if (err == OK)
        err = case_version(c, w, draft.version);
    if (err != OK)
        return err;
    w->record = record_new(c->mem, w->type);
    err = draft_load(c, &draft, w->type, w->record);
    if (err == OK)
        err = case_check(c, w);
    if (err == OK)
        err = case_move(c, w);
    if (err != OK || leads_to_public(w))
        return err == OK ? apply(c, w, &draft) : err;
    err = draft_write(c, w, &draft);
    if (err != OK)
        return err;
    tell(w, &draft);
    return case_event(c, w);
}

// ---- throwing away

enum err draft_discard(struct ctx *c, struct write_case *w)
{
    struct draft draft;
    enum err err = find_named(c, w, &draft);
    if (err == OK && !(w->viewer & (ROLE_OWNER | ROLE_OFFICE)))
        return fail(c, ERR_DENIED, N_("this draft is somebody else's: ask them, or the office"));
    return err == OK ? db_run(c, SQL("DELETE FROM draft WHERE id = ?"), ARGS(INT(draft.id))) : err;
}

enum err draft_forget(struct ctx *c, const struct record_type *type, int64_t record_id)
{
    return db_run(c, SQL("DELETE FROM draft WHERE type IN (?, ?) AND record_id = ?"),
                  ARGS(TEXT(str_of(type->name)), TEXT(type_former_name(type)), INT(record_id)));
}
