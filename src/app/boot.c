// SPDX-License-Identifier: Apache-2.0
#include "app/boot.h"

#include "app/modules.h"
#include "app/settings.h"
#include "base/files.h"
#include "db/migrate.h"
#include "journal/leaf.h"
#include "record/store.h"
#include "text/lang.h"
#include "view/asset.h"
#include "web/office.h"
#include "web/page.h"
#include "work/account.h"
#include "work/mail.h"
#include "work/renew.h"
#include "work/outbox.h"
#include "work/write.h"

#include <string.h>

enum { TYPES_MAX = 128, TABLES_MAX = 512 };

static const struct column office_columns[] = {
    { .name = "key", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED | COLUMN_BYTEWISE },
    { .name = "value", .type = COLUMN_TEXT, .flags = COLUMN_REQUIRED },
};
static const struct table office_table = {
    .name = "office",
    .key = "key",
    .columns = office_columns,
    .column_count = COUNT(office_columns),
};

static void register_types(void)
{
    static const struct record_type *types[TYPES_MAX];
    ptrdiff_t n = 0;
    for (ptrdiff_t m = 0; m < modules_count; m++)
        for (ptrdiff_t t = 0; t < modules[m]->type_count; t++)
            types[n++] = modules[m]->types[t];
    schema_register(types, n);
}

static void register_subscribers(void)
{
    outbox_subscribe(&mail_subscriber, 1);
    outbox_subscribe(&renew_subscriber, 1);
    for (ptrdiff_t m = 0; m < modules_count; m++)
        if (modules[m]->subscriber_count)
            outbox_subscribe(modules[m]->subscribers, modules[m]->subscriber_count);
}

static void configure_mail(void)
{
    mail_configure(&(struct mail_settings){
        .url = settings_get("mail-url"),
        .from = settings_get("mail-from"),
        .user = settings_get("mail-user"),
        .password = settings_get("mail-password"),
    });
}

enum err boot_tables(struct ctx *c)
{
    ptrdiff_t n;
    const struct lang_source *sources = asset_languages(&n);
    enum err err = lang_load(c, c->mem, sources, n);
    c->translate = lang_translate;
    if (err)
        return err;
    register_types();
    register_subscribers();
    configure_mail();
    err = page_open(c, c->mem);
    if (!err)
        routes_register(c->mem, modules, modules_count);
    page_menu_set(c->mem, modules, modules_count);
    return err;
}

static ptrdiff_t all_tables(struct arena *mem, const struct table **tables)
{
    ptrdiff_t n = 0, record_tables;
    const struct table *const *of_records = store_tables(mem, &record_tables);
    for (ptrdiff_t i = 0; i < record_tables; i++)
        tables[n++] = of_records[i];
    for (ptrdiff_t i = 0; i < journal_table_count; i++)
        tables[n++] = journal_tables[i];
    for (ptrdiff_t i = 0; i < work_table_count; i++)
        tables[n++] = work_tables[i];
    for (ptrdiff_t m = 0; m < modules_count; m++)
        for (ptrdiff_t i = 0; i < modules[m]->table_count; i++)
            tables[n++] = modules[m]->tables[i];
    tables[n++] = &office_table;
    return n;
}

static enum err bring_up_to_date(struct ctx *c)
{
    const struct table **tables = NEW(c->mem, const struct table *, TABLES_MAX);
    ptrdiff_t n = all_tables(c->mem, tables);
    return migrate_run(c, tables, n, NULL, 0);
}

static enum err set_office(struct ctx *c)
{
    struct office office = { .name = S("Accord"), .zone = S("UTC"), .languages = S("en"), .version = ACCORD_VERSION };
    enum err err = boot_office_get(c, S("name"), &office.name);
    err = err ? err : boot_office_get(c, S("zone"), &office.zone);
    if (*settings_get("office"))
        office.name = str_of(settings_get("office"));
    if (*settings_get("zone"))
        office.zone = str_of(settings_get("zone"));
    err = err ? err : boot_has_demonstration(c, &office.demonstration);
    if (!err)
        office_set(&office);
    return err;
}

enum err boot_store(struct ctx *c, enum boot_store how)
{
    const char *path = settings_get("db");
    if (how == BOOT_PRESENT && !file_exists(path))
        return fail(c, ERR_MISSING, N_("there is no database %s; name it with --db FILE, or make one with accord init --db FILE"), path);
    c->actor = &actor_system;
    enum err err = pool_open(c, &(struct pool_options){ .url = path }, &c->pool);
    err = err ? err : pool_take(c);
    err = err ? err : bring_up_to_date(c);
    return err ? err : set_office(c);
}

void boot_close(struct ctx *c)
{
    if (c->db)
        pool_give(c);
    if (c->pool)
        pool_close(c->pool);
    c->pool = NULL;
}

// --- The office's own rows ----------------------------------------------------------------------------------------------------

enum err boot_office_get(struct ctx *c, str key, str *value)
{
    enum err err = db_text(c, SQL("SELECT value FROM office WHERE key = ?"), ARGS(TEXT(key)), value);
    if (err == ERR_MISSING) {
        fail_clear(c);
        err = OK;
    }
    return err;
}

struct office_row {
    str key, value;
};

static enum err put_row(struct ctx *c, void *arg)
{
    const struct office_row *row = arg;
    return db_run(c, SQL("INSERT INTO office (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                  ARGS(TEXT(row->key), TEXT(row->value)));
}

enum err boot_office_put(struct ctx *c, str key, str value)
{
    return db_write(c, put_row, &(struct office_row){ key, value });
}

enum err boot_has_demonstration(struct ctx *c, bool *yes)
{
    int64_t id = 0;
    enum err err = db_int(c, SQL("SELECT id FROM partnership WHERE origin = 'demo' LIMIT 1"), NO_ARGS, &id);
    *yes = !err;
    if (err == ERR_MISSING) {
        fail_clear(c);
        err = OK;
    }
    return err;
}

// --- The first administrator --------------------------------------------------------------------------------------------------

static enum err an_administrator_signed_in(struct ctx *c, bool *yes)
{
    int64_t id = 0;
    enum err err = db_int(c,
                          SQL("SELECT a.id FROM account a JOIN account_code k ON k.id = a.id AND k.field = 'roles' "
                              "WHERE a.state = 'active' AND k.code = 'administrator' LIMIT 1"),
                          NO_ARGS, &id);
    *yes = !err;
    if (err == ERR_MISSING) {
        fail_clear(c);
        err = OK;
    }
    return err;
}

static enum err first_administrator(struct ctx *c, int64_t *id)
{
    struct account account = { 0 };
    enum err err = account_find(c, str_of(settings_get("administrator")), &account);
    if (err != ERR_MISSING) {
        *id = account.record.id;
        return err;
    }
    fail_clear(c);
    static const str administrator[] = { S_INIT("administrator") };
    account = (struct account){
        .name = str_of(tr(c, N_("Administrator"))),
        .email = str_of(settings_get("administrator")),
        .roles = { administrator, COUNT(administrator) },
    };
    struct faults faults = { 0 };
    struct write_result result = { 0 };
    err = write_save(c, &account_type, &account, &(struct write_options){ 0 }, &faults, &result);
    if (err == ERR_INVALID && faults.n)
        fail_detail(c, "%.*s: %.*s", STR_ARG(faults.at[0].field), STR_ARG(faults.at[0].reason));
    *id = result.id;
    return err;
}

enum err boot_first_link(struct ctx *c, const char *base_url, str *link)
{
    *link = STR_NONE;
    bool there = false;
    enum err err = an_administrator_signed_in(c, &there);
    if (err || there)
        return err;
    int64_t id = 0;
    str token = STR_NONE;
    err = first_administrator(c, &id);
    err = err ? err : account_link(c, id, &token);
    if (!err)
        *link = str_fmt(c->mem, "%s/sign-in/%.*s", base_url, STR_ARG(token));
    return err;
}
