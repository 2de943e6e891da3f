// SPDX-License-Identifier: Apache-2.0
// init, backup, restore: an office's database from nothing, into a copy, and back.
#include "app/boot.h"
#include "app/command.h"
#include "app/settings.h"
#include "base/files.h"

#include <stdio.h>
#include <unistd.h>

enum err init_command(struct call *call)
{
    struct ctx *c = call->c;
    if (file_exists(settings_get("db")))
        return fail(c, ERR_CONFLICT, N_("%s is there already; an office is set up once, in a new file"), settings_get("db"));
    str name = call_option(call, "name");
    name = name.len ? name : str_of(settings_get("office"));
    str zone = str_of(settings_get("zone"));
    str link = STR_NONE;
    enum err err = boot_tables(c);
    err = err ? err : boot_store(c, BOOT_MAKE);
    if (!err && name.len)
        err = boot_office_put(c, S("name"), name);
    if (!err && zone.len)
        err = boot_office_put(c, S("zone"), zone);
    const char *address = *settings_get("base-url") ? settings_get("base-url")
                                                    : str_z(c->mem, str_fmt(c->mem, "http://%s", settings_get("listen")));
    err = err ? err : boot_first_link(c, address, &link);
    if (!err)
        printf("%s is ready. Start it with: accord serve --db %s\nThen sign in as its first administrator:\n  %.*s\n",
               settings_get("db"), settings_get("db"), STR_ARG(link));
    boot_close(c);
    return err;
}

enum err backup_command(struct call *call)
{
    struct ctx *c = call->c;
    enum err err = boot_tables(c);
    err = err ? err : boot_store(c, BOOT_PRESENT);
    err = err ? err : pool_backup(c, str_z(c->mem, call->operands[0]));
    boot_close(c);
    return err;
}

// The copy is opened read-only and asked, before anything is written.
static enum err check_copy(struct ctx *c, const char *path)
{
    enum err err = pool_open(c, &(struct pool_options){ .url = path, .mode = POOL_READ_ONLY }, &c->pool);
    err = err ? err : pool_take(c);
    int64_t n = 0;
    err = err ? err : db_int(c, SQL("SELECT count(*) FROM schema_info"), NO_ARGS, &n);
    if (err && c->pool)
        err = fail(c, err, N_("%s is no backup of Accord's; nothing was restored"), path);
    return err;
}

enum err restore_command(struct call *call)
{
    struct ctx *c = call->c;
    const char *from = str_z(c->mem, call->operands[0]);
    if (!file_exists(from))
        return fail(c, ERR_MISSING, N_("there is no file %s"), from);
    if (file_exists(settings_get("db")))
        return fail(c, ERR_CONFLICT, N_("%s is there already; move it away first, or name another file with --db"), settings_get("db"));
    enum err err = check_copy(c, from);
    err = err ? err : pool_backup(c, settings_get("db"));
    boot_close(c);
    if (err)
        return err;
    err = boot_tables(c);
    err = err ? err : boot_store(c, BOOT_PRESENT);
    boot_close(c);
    return err;
}
