// SPDX-License-Identifier: Apache-2.0
#include "work/account.h"

#include "record/store.h"
#include "work/flow.h"

enum { ROLES_MAX = 16 };

// The roles a person can be given; the public has no account, and owner and system are no one's.
static const struct choice role_choices[] = {
    { "editor", N_("editor of an organisation"), NULL },
    { "delegate", N_("delegate"), NULL },
    { "broker", N_("broker"), NULL },
    { "reviewer", N_("reviewer"), N_("Office") },
    { "focal-point", N_("focal point"), N_("Office") },
    { "chair", N_("chair"), N_("Office") },
    { "secretariat", N_("secretariat"), N_("Office") },
    { "administrator", N_("administrator"), N_("Office") },
    { 0 },
};

#define A struct account
static const struct field fields[] = {
    F_TEXT(A, name, .label = N_("Name"), .max = 200, .weight = 'A', .flags = NEEDED | SEARCHED | LISTED | SORTED),
    F_EMAIL(A, email, .label = N_("Mail address"), .help = N_("Links to sign in are sent there"), .max = 254,
            .flags = NEEDED | SEARCHED | LISTED | UNIQUE, .read = ROLE_OFFICE),
    F_CHOICES(A, roles, .label = N_("Roles"), .choices = role_choices, .max = ROLES_MAX, .flags = FACET | LISTED, .read = ROLE_OFFICE),
    F_REF(A, organisation, .label = N_("Organisation"), .help = N_("The one this person speaks for"), .refers = "organisation",
          .flags = LISTED, .read = ROLE_OFFICE),
    F_CHOICE(A, language, .label = N_("Language"), .list = &code_list_languages, .read = ROLE_OFFICE),
};
#undef A

static bool may_touch_administrators(const struct ctx *c)
{
    return (actor_roles(c) & (ROLE_ADMINISTRATOR | ROLE_SYSTEM)) != 0;
}

static enum err is_administrator(struct ctx *c, int64_t account, bool *out)
{
    int64_t n = 0;
    enum err err = db_int(c, SQL("SELECT COUNT(*) FROM account_code WHERE id = ? AND field = 'roles' AND code = 'administrator'"),
                          ARGS(INT(account)), &n);
    *out = n > 0;
    return err;
}

static enum err other_administrators(struct ctx *c, int64_t account, int64_t *out)
{
    return db_int(c,
                  SQL("SELECT COUNT(*) FROM account_code r JOIN account a ON a.id = r.id WHERE r.field = 'roles'"
                      " AND r.code = 'administrator' AND a.state = 'active' AND a.id <> ?"),
                  ARGS(INT(account)), out);
}

static bool has_role(const struct account *a, str role)
{
    for (ptrdiff_t i = 0; i < a->roles.n; i++) {
        if (str_eq(a->roles.at[i], role))
            return true;
    }
    return false;
}

static void check_administrator(struct ctx *c, const struct account *a, struct faults *faults)
{
    bool is = has_role(a, S("administrator")), was = false;
    int64_t others = 0;
    if (a->record.id != 0 && is_administrator(c, a->record.id, &was) != OK)
        return;
    if ((is || was) && !may_touch_administrators(c))
        fault_add(c, faults, S("roles"), N_("only an administrator can make or change an administrator: ask one"));
    else if (was && !is && str_eq(a->record.state, S("active")) && other_administrators(c, a->record.id, &others) == OK && others == 0)
        fault_add(c, faults, S("roles"), N_("this is the last administrator: make another one first"));
}

static void check_address(struct ctx *c, const struct account *a, struct faults *faults)
{
    int64_t others = 0;
    if (a->email.len == 0 || fault_at(faults, S("email")))
        return;
    enum err err = db_int(c, SQL("SELECT COUNT(*) FROM account WHERE email = ? AND id <> ?"),
                          ARGS(TEXT(str_lower(c->mem, a->email)), INT(a->record.id)), &others);
    if (err == OK && others > 0)
        fault_add(c, faults, S("email"), N_("another account has this address: open that one"));
}

// A failing store shows itself in c->err, which record_check looks at.
static void account_check(struct ctx *c, const void *record, enum check_level level, struct faults *faults)
{
    (void)level;
    check_administrator(c, record, faults);
    check_address(c, record, faults);
}

static void account_compute(struct ctx *c, void *record)
{
    struct account *a = record;
    a->email = str_lower(c->mem, a->email);
}

static enum err may_touch(struct ctx *c, const struct move_case *in)
{
    const struct account *a = in->record;
    if (!has_role(a, S("administrator")) || may_touch_administrators(c))
        return OK;
    return fail(c, ERR_DENIED, N_("an administrator's account is closed and opened by administrators: ask one"));
}

// Nobody has come in with it yet: only its links go along.
static enum err may_discard(struct ctx *c, const struct move_case *in)
{
    enum err err = may_touch(c, in);
    const struct account *a = in->record;
    return err == OK ? db_run(c, SQL("DELETE FROM account_link WHERE account = ?"), ARGS(INT(a->record.id))) : err;
}

static enum err may_close(struct ctx *c, const struct move_case *in)
{
    const struct account *a = in->record;
    int64_t others = 1;
    enum err err = may_touch(c, in);
    if (err == OK && has_role(a, S("administrator")) && str_eq(a->record.state, S("active")))
        err = other_administrators(c, a->record.id, &others);
    if (err == OK && others == 0)
        return fail(c, ERR_CONFLICT, N_("the last administrator cannot be closed: make another one first"));
    return err;
}

// What was open stays closed when the account is opened again.
static enum err close_doors(struct ctx *c, const struct move_case *in)
{
    const struct account *a = in->record;
    enum err err = session_end_all(c, a->record.id);
    if (err == OK)
        err = db_run(c, SQL("DELETE FROM account_link WHERE account = ?"), ARGS(INT(a->record.id)));
    if (err == OK)
        err = db_run(c, SQL("DELETE FROM access_token WHERE account = ?"), ARGS(INT(a->record.id)));
    return err;
}

static const struct flow_state states[] = {
    { "invited", N_("Invited"), N_("A link was made; nobody has signed in with it yet.") },
    { "active", N_("Active"), N_("This person can sign in.") },
    { "closed", N_("Closed"), N_("This person cannot sign in any more.") },
};

enum { KEEPERS = ROLE_ADMINISTRATOR | ROLE_SECRETARIAT | ROLE_SYSTEM };

static const struct move moves[] = {
    { "activate", "invited", "active", ROLE_SYSTEM, 0, NULL, NULL, NULL, N_("Activate"), N_("The account is active.") },
    { "close", "invited active", "closed", KEEPERS, MOVE_GRAVE, may_close, close_doors, NULL, N_("Close"), N_("The account is closed.") },
    { "reopen", "closed", "active", KEEPERS, 0, may_touch, NULL, NULL, N_("Open again"), N_("The account is open again.") },
};
static const struct flow account_flow = { states, COUNT(states), moves, COUNT(moves), may_discard };

const struct record_type account_type = {
    .name = "account",
    .plural = "accounts",
    .label = N_("account"),
    .label_plural = N_("Accounts"),
    .label_new = N_("Invite somebody"),
    RECORD_FIELDS(struct account, fields),
    .title = "name",
    .sort = "name",
    .flow = &account_flow,
    .see = KEEPERS,
    .create = KEEPERS,
    .edit = KEEPERS,
    .check = account_check,
    .compute = account_compute,
};

static enum err account_roles(struct ctx *c, int64_t account, roles *out)
{
    struct rows *rows;
    bool more = true;
    *out = ROLE_PUBLIC;
    enum err err = db_query(c, SQL("SELECT code FROM account_code WHERE id = ? AND field = 'roles'"), ARGS(INT(account)), &rows);
    while (err == OK && (err = rows_next(c, rows, &more)) == OK && more)
        *out |= role_find(rows_peek(rows, 0)) & (ROLE_SIGNED_IN & ~(roles)ROLE_SYSTEM);
    return err;
}

enum err account_actor(struct ctx *c, int64_t account, struct actor *out)
{
    struct rows *rows;
    bool more = false;
    enum err err = db_query(c, SQL("SELECT name, organisation, state FROM account WHERE id = ?"), ARGS(INT(account)), &rows);
    if (err == OK)
        err = rows_next(c, rows, &more);
    if (err != OK)
        return err;
    if (!more)
        return fail(c, ERR_MISSING, N_("there is no such account"));
    *out = (struct actor){ .account = account, .name = rows_text(c, rows, 0), .organisation = rows_int(rows, 1) };
    bool closed = str_eq(rows_peek(rows, 2), S("closed"));
    rows_done(rows);
    if (closed)
        return fail(c, ERR_DENIED, N_("this account is closed: ask the office to open it again"));
    return account_roles(c, account, &out->roles);
}

enum err account_find(struct ctx *c, str email, struct account *out)
{
    int64_t id = 0;
    *out = (struct account){ .name = STR_NONE };
    enum err err = db_int(c, SQL("SELECT id FROM account WHERE email = ?"), ARGS(TEXT(str_lower(c->mem, str_trim(email)))), &id);
    if (err == ERR_MISSING)
        return fail(c, ERR_MISSING, N_("there is no account with this mail address"));
    return err == OK ? store_load(c, &account_type, id, out) : err;
}
