// SPDX-License-Identifier: Apache-2.0
// user — accounts from the command line: for the first day, and for the administrator who locked themselves out.
#include "app/boot.h"
#include "app/command.h"
#include "app/settings.h"
#include "record/store.h"
#include "work/account.h"
#include "work/write.h"

#include <stdio.h>

static enum err print_link(struct ctx *c, int64_t id)
{
    str token;
    enum err err = account_link(c, id, &token);
    const char *address = *settings_get("base-url") ? settings_get("base-url")
                                                    : str_z(c->mem, str_fmt(c->mem, "http://%s", settings_get("listen")));
    if (!err)
        printf("%s/sign-in/%.*s\n", address, STR_ARG(token));
    return err;
}

static enum err read_roles(struct ctx *c, str list, codes *out)
{
    enum { ROLES_MAX = 16 };
    str *chosen = NEW(c->mem, str, ROLES_MAX);
    ptrdiff_t n = 0;
    while (list.len) {
        str role = str_trim(str_cut(&list, ','));
        if (!role_find(role) || n == ROLES_MAX)
            return fail(c, ERR_INVALID, N_("there is no role %.*s; see accord user --help"), STR_ARG(role));
        chosen[n++] = role;
    }
    *out = (codes){ chosen, n };
    return OK;
}

static enum err add(struct call *call)
{
    struct ctx *c = call->c;
    struct account account = { .name = call_option(call, "name"), .email = call->operands[1] };
    if (!account.name.len)
        account.name = account.email;
    str organisation = call_option(call, "organisation");
    enum err err = read_roles(c, call_option(call, "roles"), &account.roles);
    if (!err && organisation.len) {
        err = store_find_title(c, schema_find(S("organisation")), organisation, &account.organisation);
        if (!err && !account.organisation)
            err = fail(c, ERR_MISSING, N_("the directory has no organisation named %.*s"), STR_ARG(organisation));
    }
    struct faults faults = { 0 };
    struct write_result result = { 0 };
    err = err ? err : write_save(c, &account_type, &account, &(struct write_options){ 0 }, &faults, &result);
    for (ptrdiff_t i = 0; i < faults.n; i++)
        fprintf(stderr, "%.*s: %.*s\n", STR_ARG(faults.at[i].field), STR_ARG(faults.at[i].reason));
    return err ? err : print_link(c, result.id);
}

static enum err list(struct call *call)
{
    struct ctx *c = call->c;
    struct rows *rows;
    bool more = false;
    enum err err = db_query(c,
                            SQL("SELECT a.id, a.email, a.name, a.state, k.code FROM account a "
                                "LEFT JOIN account_code k ON k.id = a.id AND k.field = 'roles' ORDER BY a.id, k.position"),
                            NO_ARGS, &rows);
    int64_t id = 0;
    while (!err && !(err = rows_next(c, rows, &more)) && more) {
        if (rows_int(rows, 0) != id)
            printf("%s%.*s\t%.*s\t%.*s\t%.*s", id ? "\n" : "", STR_ARG(rows_text(c, rows, 1)), STR_ARG(rows_text(c, rows, 2)),
                   STR_ARG(rows_text(c, rows, 3)), STR_ARG(rows_text(c, rows, 4)));
        else
            printf(",%.*s", STR_ARG(rows_text(c, rows, 4)));
        id = rows_int(rows, 0);
    }
    if (id)
        putchar('\n');
    return err;
}

static enum err one_account(struct call *call, int64_t *id)
{
    struct account account = { 0 };
    enum err err = account_find(call->c, call->operands[1], &account);
    *id = account.record.id;
    if (err == ERR_MISSING) {
        fail_clear(call->c);
        return fail(call->c, ERR_MISSING, N_("there is no account of %.*s; see accord user list"), STR_ARG(call->operands[1]));
    }
    return err;
}

static enum err link_again(struct call *call)
{
    int64_t id;
    enum err err = one_account(call, &id);
    return err ? err : print_link(call->c, id);
}

static enum err close_account(struct call *call)
{
    int64_t id;
    struct write_result result = { 0 };
    struct faults faults = { 0 };
    enum err err = one_account(call, &id);
    err = err ? err : write_move(call->c, &account_type, id, 0, S("close"), &(struct write_options){ 0 }, &faults, &result);
    return err ? err : session_end_all(call->c, id);
}

static enum err token(struct call *call)
{
    int64_t id;
    str made = STR_NONE;
    enum err err = one_account(call, &id);
    err = err ? err : token_make(call->c, id, S("command line"), &made);
    if (!err)
        printf("%.*s\n", STR_ARG(made));
    return err;
}

static const struct {
    const char *name;
    ptrdiff_t operands;
    enum err (*run)(struct call *);
} actions[] = {
    { "add", 2, add }, { "list", 1, list }, { "link", 2, link_again }, { "close", 2, close_account }, { "token", 2, token },
};

enum err user_command(struct call *call)
{
    struct ctx *c = call->c;
    for (ptrdiff_t i = 0; i < COUNT(actions); i++) {
        if (!str_eq(call->operands[0], str_of(actions[i].name)))
            continue;
        if (call->operand_count != actions[i].operands)
            return fail(c, ERR_INVALID, N_("whose account? write: accord user %s MAIL"), actions[i].name);
        enum err err = boot_tables(c);
        err = err ? err : boot_store(c, BOOT_PRESENT);
        err = err ? err : actions[i].run(call);
        boot_close(c);
        return err;
    }
    return fail(c, ERR_INVALID, N_("%.*s is not something to do with accounts; see accord user --help"), STR_ARG(call->operands[0]));
}
