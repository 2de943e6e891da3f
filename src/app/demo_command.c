// SPDX-License-Identifier: Apache-2.0
// demo — loads examples/demonstration.json through the one write path, and takes it out again.
#include "app/boot.h"
#include "app/command.h"
#include "app/settings.h"
#include "base/faults.h"
#include "record/check.h"
#include "record/store.h"
#include "view/asset.h"
#include "view/json.h"
#include "work/write.h"

#include <stdio.h>

struct tally {
    int64_t added, present;
};

// A reference may be given by name, {"name": "UNICEF"}: in a file nobody knows ids. Here it becomes the id.
static enum err resolve_names(struct ctx *c, const struct record_type *type, struct value *tree);

static enum err resolve_reference(struct ctx *c, const struct field *field, struct value *member)
{
    const struct value *name = value_get(member, S("name"));
    if (!name)
        return OK;
    int64_t id = 0;
    enum err err = store_find_title(c, schema_find(str_of(field->refers)), value_as_text(name), &id);
    if (!err && !id)
        return fail(c, ERR_INVALID, N_("the demonstration names %.*s, which is not in it"), STR_ARG(value_as_text(name)));
    *member = (struct value){ .kind = V_INT, .number = id };
    return err;
}

static enum err resolve_names(struct ctx *c, const struct record_type *type, struct value *tree)
{
    enum err err = OK;
    for (ptrdiff_t i = 0; !err && i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        struct value *member = value_member(tree, str_of(field->name));
        if (member && field->refers && member->kind == V_MAP)
            err = resolve_reference(c, field, member);
        for (ptrdiff_t row = 0; member && field->many && !err && row < value_count(member); row++)
            err = resolve_names(c, field->many, member->list.at[row]);
    }
    return err;
}

static enum err say_faults(struct ctx *c, const struct record_type *type, str title, const struct faults *faults)
{
    for (ptrdiff_t i = 0; i < faults->n; i++)
        fprintf(stderr, "%s «%.*s», %.*s: %.*s\n", type->label, STR_ARG(title), STR_ARG(faults->at[i].field), STR_ARG(faults->at[i].reason));
    return fail(c, ERR_INVALID, N_("the demonstration does not fit this program's record types; nothing more was loaded"));
}

// The members of struct record that a demonstration record brings along are no fields.
static bool take_example(struct value *tree)
{
    struct value *example = value_member(tree, S("example"));
    return example && example->kind == V_BOOL && example->truth;
}

static enum err load_one(struct ctx *c, const struct record_type *type, struct value *tree, struct tally *tally)
{
    str title = value_as_text(value_get(tree, str_of(type->title)));
    int64_t present = 0;
    enum err err = store_find_title(c, type, title, &present);
    if (err || present) {
        tally->present += !err;
        return err;
    }
    err = resolve_names(c, type, tree);
    if (err)
        return err;
    void *record = record_new(c->mem, type);
    struct record *head = record;
    struct faults faults = { 0 };
    head->origin = S("demo");
    head->example = take_example(tree);
    head->lang = S("en");
    record_read(c, type, tree, READING_JSON, READ_WHOLE, ROLE_SYSTEM | ROLE_PUBLIC, record, &faults);
    struct write_result result = { 0 };
    struct write_options options = { .move = type->flow ? S("load") : STR_NONE };
    if (!faults.n)
        err = write_save(c, type, record, &options, &faults, &result);
    if (faults.n)
        return say_faults(c, type, title, &faults);
    tally->added += !err;
    return err;
}

static enum err load_all(struct ctx *c, const struct record_type *type, const struct value *list, struct tally *tally)
{
    if (!list || list->kind != V_LIST)
        return fail(c, ERR_INTERNAL, N_("the demonstration within this program is damaged; build it anew"));
    enum err err = OK;
    for (ptrdiff_t i = 0; !err && i < list->list.n; i++)
        err = load_one(c, type, list->list.at[i], tally);
    return err;
}

static enum err load(struct ctx *c)
{
    const struct asset *file = asset_find(S("demonstration.json"));
    struct value *tree = NULL;
    if (!file)
        return fail(c, ERR_INTERNAL, N_("the demonstration is not within this program; build it anew"));
    enum err err = json_read(c, file->bytes, &tree);
    struct tally tally = { 0 };
    static const char *const plurals[] = { "organisations", "partnerships" };
    for (ptrdiff_t i = 0; !err && i < COUNT(plurals); i++)
        err = load_all(c, schema_find_plural(str_of(plurals[i])), value_get(tree, str_of(plurals[i])), &tally);
    if (!err)
        printf("the demonstration is in %s: %lld records added, %lld were there already\n", settings_get("db"), (long long)tally.added,
               (long long)tally.present);
    return err;
}

// --- Taking it out ------------------------------------------------------------------------------------------------------------

static enum err demonstration_ids(struct ctx *c, sql query, int64_t *ids, ptrdiff_t max, ptrdiff_t *n)
{
    struct rows *rows;
    bool more = false;
    enum err err = db_query(c, query, NO_ARGS, &rows);
    for (*n = 0; !err && !(err = rows_next(c, rows, &more)) && more && *n < max;)
        ids[(*n)++] = rows_int(rows, 0);
    return err;
}

static enum err remove_all(struct ctx *c, const struct record_type *type, sql query, struct tally *tally)
{
    enum { SLICE = 10000 };
    int64_t *ids = NEW(c->mem, int64_t, SLICE);
    ptrdiff_t n = 0;
    enum err err = demonstration_ids(c, query, ids, SLICE, &n);
    for (ptrdiff_t i = 0; !err && i < n; i++) {
        err = write_remove(c, type, ids[i]);
        tally->added += !err;
        if (err == ERR_CONFLICT) { // something that is not of the demonstration stands on it
            fail_clear(c);
            err = OK;
            tally->present++;
        }
    }
    return err;
}

static enum err take_out(struct ctx *c)
{
    struct tally tally = { 0 };
    enum err err = remove_all(c, schema_find(S("partnership")), SQL("SELECT id FROM partnership WHERE origin = 'demo' ORDER BY id DESC"), &tally);
    err = err ? err
              : remove_all(c, schema_find(S("organisation")), SQL("SELECT id FROM organisation WHERE origin = 'demo' ORDER BY id DESC"), &tally);
    if (!err)
        printf("%lld records of the demonstration removed from %s; %lld stay, since other records name them\n", (long long)tally.added,
               settings_get("db"), (long long)tally.present);
    return err;
}

enum err demo_command(struct call *call)
{
    struct ctx *c = call->c;
    bool remove = call_option(call, "remove").len > 0;
    enum err err = boot_tables(c);
    err = err ? err : boot_store(c, remove ? BOOT_PRESENT : BOOT_MAKE);
    err = err ? err : remove ? take_out(c) : load(c);
    boot_close(c);
    return err;
}
