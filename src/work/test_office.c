// SPDX-License-Identifier: Apache-2.0
#include "work/test_office.h"

#include "db/migrate.h"
#include "journal/leaf.h"
#include "work/outbox.h"

enum { TABLES_MAX = 100 };

const struct actor editor_actor = { .account = 101, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_EDITOR, .name = S_INIT("Example editor") };
const struct actor colleague_actor = { .account = 102, .organisation = 1, .roles = ROLE_PUBLIC | ROLE_EDITOR };
const struct actor reviewer_actor = { .account = 103, .roles = ROLE_PUBLIC | ROLE_REVIEWER };
const struct actor secretary_actor = { .account = 104, .roles = ROLE_PUBLIC | ROLE_SECRETARIAT };
const struct actor administrator_actor = { .account = 105, .roles = ROLE_PUBLIC | ROLE_ADMINISTRATOR };

struct organisation {
    struct record record;
    str name;
};

static const struct field organisation_fields[] = {
    F_TEXT(struct organisation, name, .label = N_("Name"), .flags = NEEDED),
};
static const struct record_type organisation_type = {
    .name = "organisation",
    .plural = "organisations",
    .label = N_("organisation"),
    .label_plural = N_("organisations"),
    .title = "name",
    .sort = "id",
    RECORD_FIELDS(struct organisation, organisation_fields),
};

int64_t test_office_effects;

static enum err count_effect(struct ctx *c, const struct move_case *in)
{
    (void)c;
    (void)in;
    test_office_effects++;
    return OK;
}

static enum err not_when_loaned(struct ctx *c, const struct move_case *in)
{
    const struct thing *thing = in->record;
    return str_eq(thing->title, S("Loaned")) ? fail(c, ERR_CONFLICT, N_("it is loaned: get it back first")) : OK;
}

static const struct flow_state states[] = {
    { "draft", N_("Draft"), N_("It is being written.") },
    { "changes-asked", N_("Changes asked"), N_("The office asked for changes.") },
    { "submitted", N_("In review"), N_("The office reads it.") },
    { "published", N_("Published"), N_("Everyone can read it.") },
    { "archived", N_("Archived"), N_("It is kept for the record.") },
};
enum { STAFF = ROLE_REVIEWER | ROLE_SECRETARIAT };
static const struct move moves[] = {
    { "submit", "draft changes-asked", "submitted", ROLE_OWNER, MOVE_SUBMITS | MOVE_MAIN | MOVE_COMPLETE, NULL, NULL, "thing.submitted",
      N_("Submit"), N_("It was sent.") },
    { "ask", "submitted", "changes-asked", STAFF, MOVE_NOTE, NULL, NULL, NULL, N_("Ask for changes"), N_("Asked.") },
    { "publish", "submitted", "published", STAFF, MOVE_FOUR_EYES | MOVE_MAIN | MOVE_COMPLETE, not_when_loaned, count_effect,
      "thing.published", N_("Publish"), N_("It is public now.") },
    { "archive", "published", "archived", STAFF, MOVE_GRAVE, NULL, NULL, NULL, N_("Archive"), N_("It is kept.") },
};
static const struct flow review = { .states = states, .state_count = COUNT(states), .moves = moves, .move_count = COUNT(moves) };

struct record_type reviewed_type;

static enum err swallow(struct ctx *c, const struct value *body)
{
    (void)c;
    (void)body;
    return OK;
}

static const struct subscriber listeners[] = {
    { .topic = "thing.published", .name = "test-listener", .run = swallow },
};

void test_office_open(struct ctx *c)
{
    static const struct record_type *const types[] = { &reviewed_type, &maker_type, &account_type, &organisation_type };
    const struct table **tables = NEW(c->mem, const struct table *, TABLES_MAX);
    ptrdiff_t n = 0;
    reviewed_type = thing_type;
    reviewed_type.flow = &review;
    outbox_subscribe(listeners, COUNT(listeners));
    test_types_open(c);
    schema_register(types, COUNT(types));
    const struct table *const *stored = store_tables(c->mem, &n);
    for (ptrdiff_t i = 0; i < n; i++)
        tables[i] = stored[i];
    for (ptrdiff_t i = 0; i < journal_table_count; i++)
        tables[n++] = journal_tables[i];
    for (ptrdiff_t i = 0; i < work_table_count; i++)
        tables[n++] = work_tables[i];
    CHECK_OK(migrate_run(c, tables, n, NULL, 0));
    c->actor = &actor_system;
    CHECK_INT(test_types_makers(c), 1); // the editors' organisation
}

int64_t test_office_count(struct ctx *c, sql statement)
{
    int64_t n = -1;
    CHECK_OK(db_int(c, statement, NO_ARGS, &n));
    return n;
}

struct thing *test_office_thing(struct ctx *c, str title)
{
    struct thing *thing = test_types_thing(c, title, 1);
    thing->record = (struct record){ .lang = S("en") };
    return thing;
}

struct thing *test_office_load(struct ctx *c, int64_t id)
{
    struct thing *thing = record_new(c->mem, &reviewed_type);
    CHECK_OK(store_load(c, &reviewed_type, id, thing));
    return thing;
}

static void check_saved(struct ctx *c, enum err err, const struct faults *faults)
{
    for (ptrdiff_t i = 0; i < faults->n; i++)
        print_error("%.*s: %.*s\n", STR_ARG(faults->at[i].field), STR_ARG(faults->at[i].reason));
    CHECK_OK(err);
}

struct write_result test_office_save(struct ctx *c, const struct actor *actor, struct thing *thing, str move)
{
    struct write_result result;
    struct faults faults = { 0 };
    const struct actor *before = c->actor;
    c->actor = actor;
    enum err err = write_save(c, &reviewed_type, thing, &(struct write_options){ .move = move }, &faults, &result);
    check_saved(c, err, &faults);
    c->actor = before;
    return result;
}

struct write_result test_office_move(struct ctx *c, const struct actor *actor, int64_t id, int64_t draft, str move)
{
    struct write_result result;
    struct faults faults = { 0 };
    const struct actor *before = c->actor;
    c->actor = actor;
    enum err err = write_move(c, &reviewed_type, id, draft, move, NULL, &faults, &result);
    check_saved(c, err, &faults);
    c->actor = before;
    return result;
}

int64_t test_office_published(struct ctx *c, str title)
{
    struct write_result made = test_office_save(c, &editor_actor, test_office_thing(c, title), S("submit"));
    test_office_move(c, &reviewer_actor, made.id, 0, S("publish"));
    return made.id;
}
