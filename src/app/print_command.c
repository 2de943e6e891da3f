// SPDX-License-Identifier: Apache-2.0
// schema, routes, rights, where, settings, openapi, version: the program explains itself from the tables it runs on.
#include "app/boot.h"
#include "app/command.h"
#include "app/modules.h"
#include "app/settings.h"
#include "base/buf.h"
#include "record/kind.h"
#include "record/openapi.h"
#include "record/store.h"
#include "view/json.h"
#include "web/office.h"
#include "work/flow.h"
#include "work/outbox.h"

#include <stdio.h>

enum { OUTPUT_MAX = 8 << 20 };

static void print(str text)
{
    fwrite(text.at, 1, (size_t)text.len, stdout);
}

static str role_names(struct arena *mem, roles set, const char *nobody)
{
    if ((set & ROLE_ANYONE) == ROLE_ANYONE || set & ROLE_PUBLIC)
        return S("everyone");
    struct buf out;
    buf_init(&out, mem, 1024);
    for (int bit = 0; bit < 31; bit++) {
        roles one = (roles)1 << bit;
        if (!(set & one) || !role_code(one))
            continue;
        buf_add(&out, out.len ? S(" ") : STR_NONE);
        buf_add(&out, str_of(role_code(one)));
    }
    return out.len ? buf_str(&out) : str_of(nobody);
}

// --- schema -------------------------------------------------------------------------------------------------------------------

static void print_fields(struct ctx *c, const struct record_type *type, int depth)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        printf("%*s%-*s %-8s %s%s%s%s%s%s\n", 2 + 2 * depth, "", 24 - 2 * depth, field->name, field->kind->name, tr(c, field->label),
               field->flags & NEEDED ? " · needed" : field->flags & REQUIRED ? " · required" : "",
               field->flags & SEARCHED ? " · searched" : "", field->flags & FACET ? " · facet" : "",
               field->flags & SORTED ? " · sorted" : "", field->read ? " · not public" : "");
        if (field->many)
            print_fields(c, field->many, depth + 1);
    }
}

static void print_type(struct ctx *c, const struct record_type *type)
{
    printf("%s (%s): %s\n", type->name, type->plural, tr(c, type->label_plural));
    print_fields(c, type, 0);
    for (ptrdiff_t i = 0; type->flow && i < type->flow->move_count; i++) {
        const struct move *move = &type->flow->moves[i];
        printf("  move %-19s %s → %s (%.*s)\n", move->name, move->from, move->to, STR_ARG(role_names(c->mem, move->right, "nobody")));
    }
}

static enum err print_sql(struct ctx *c, const struct record_type *type, str dialect_name)
{
    const struct dialect *dialect = dialect_find(dialect_name);
    if (!dialect)
        return fail(c, ERR_INVALID, N_("%.*s is not a store; write sqlite or postgres"), STR_ARG(dialect_name));
    ptrdiff_t n;
    const struct table *const *tables = store_tables_of(c->mem, type, &n);
    for (ptrdiff_t i = 0; i < n; i++)
        print(table_create(c->mem, dialect, tables[i]));
    return OK;
}

static const struct record_type *type_named(str name)
{
    const struct record_type *type = schema_find(name);
    return type ? type : schema_find_plural(name);
}

static enum err print_schema(struct call *call, const struct record_type *type)
{
    str dialect = call_option(call, "sql");
    if (dialect.len)
        return print_sql(call->c, type, dialect);
    print_type(call->c, type);
    return OK;
}

enum err schema_command(struct call *call)
{
    struct ctx *c = call->c;
    enum err err = boot_tables(c);
    if (err)
        return err;
    if (call->operand_count) {
        const struct record_type *type = type_named(call->operands[0]);
        return type ? print_schema(call, type)
                    : fail(c, ERR_MISSING, N_("there is no record type %.*s; accord schema lists them"), STR_ARG(call->operands[0]));
    }
    for (ptrdiff_t i = 0; !err && i < schema_count(); i++)
        err = print_schema(call, schema_at(i));
    return err;
}

// --- routes, where ------------------------------------------------------------------------------------------------------------

static void print_route(struct ctx *c, const struct route *route)
{
    printf("%-6s %-44s %-28.*s %s\n", method_name(route->method), route->path, STR_ARG(role_names(c->mem, route->right, "nobody")),
           tr(c, route->purpose));
}

enum err routes_command(struct call *call)
{
    enum err err = boot_tables(call->c);
    for (ptrdiff_t i = 0; !err && i < route_count(); i++)
        print_route(call->c, route_at(i));
    return err;
}

enum err where_command(struct call *call)
{
    struct ctx *c = call->c;
    enum err err = boot_tables(c);
    int found = 0;
    for (int method = GET; !err && method < METHOD_COUNT; method++) {
        unsigned allowed = 0;
        struct value *captures = value_map(c->mem);
        const struct route *route = route_find((enum method)method, call->operands[0], captures, c->mem, &allowed);
        if (!route)
            continue;
        found++;
        print_route(c, route);
        if (route->view)
            printf("       page: ui/templates/%s.mustache\n", route->view);
        for (ptrdiff_t i = 0; i < captures->map.n; i++)
            printf("       {%.*s} is %.*s\n", STR_ARG(captures->map.at[i].key), STR_ARG(value_as_text(captures->map.at[i].value)));
    }
    if (!err && !found)
        return fail(c, ERR_MISSING, N_("nothing answers %.*s; accord routes lists every address"), STR_ARG(call->operands[0]));
    return err;
}

// --- rights -------------------------------------------------------------------------------------------------------------------

static void print_field_rights(struct ctx *c, const struct record_type *type, str prefix)
{
    for (ptrdiff_t i = 0; i < type->field_count; i++) {
        const struct field *field = &type->fields[i];
        str path = str_fmt(c->mem, "%.*s.%s", STR_ARG(prefix), field->name);
        printf("%-44.*s read: %-32.*s write: %.*s\n", STR_ARG(path), STR_ARG(role_names(c->mem, field->read, "everyone")),
               STR_ARG(field->flags & COMPUTED ? S("nobody (computed)") : role_names(c->mem, field->write, "whoever edits")));
        if (field->many)
            print_field_rights(c, field->many, path);
    }
}

static void print_type_rights(struct ctx *c, const struct record_type *type)
{
    printf("\n%s: create: %.*s; edit: %.*s; see: %.*s%s\n", type->name, STR_ARG(role_names(c->mem, type->create, "nobody")),
           STR_ARG(role_names(c->mem, type->edit, "nobody")), STR_ARG(role_names(c->mem, type->see, "everyone")),
           type->public_states ? ", once it is public; before: owner and office" : "");
    print_field_rights(c, type, str_of(type->name));
}

enum err rights_command(struct call *call)
{
    struct ctx *c = call->c;
    enum err err = boot_tables(c);
    const struct record_type *only = NULL;
    if (!err && call->operand_count && !(only = type_named(call->operands[0])))
        return fail(c, ERR_MISSING, N_("there is no record type %.*s; accord schema lists them"), STR_ARG(call->operands[0]));
    for (ptrdiff_t i = 0; !err && !only && i < route_count(); i++)
        print_route(c, route_at(i));
    for (ptrdiff_t i = 0; !err && i < schema_count(); i++)
        if (!only || only == schema_at(i))
            print_type_rights(c, schema_at(i));
    return err;
}

// --- settings, openapi, version, job ------------------------------------------------------------------------------------------

enum err settings_command(struct call *call)
{
    for (ptrdiff_t i = 0; i < settings_count(); i++) {
        const struct setting *row = settings_at(i);
        const char *value = settings_get(row->name);
        value = row->flags & SETTING_SECRET && *value ? "(set)" : value;
        printf("%-24s %-24s %-12s %s\n", row->name, *value ? value : "-", settings_origin(row->name), tr(call->c, row->purpose));
    }
    return OK;
}

enum err openapi_command(struct call *call)
{
    struct ctx *c = call->c;
    enum err err = boot_tables(c);
    if (err)
        return err;
    const char *address = *settings_get("base-url") ? settings_get("base-url") : "http://127.0.0.1:8080";
    struct buf out;
    buf_init(&out, c->mem, OUTPUT_MAX);
    json_write(&out, openapi_document(c, S(ACCORD_VERSION), str_of(address)));
    buf_byte(&out, '\n');
    print(buf_str(&out));
    return OK;
}

enum err job_command(struct call *call)
{
    struct ctx *c = call->c;
    if (!str_eq(call->operands[0], S("run")))
        return fail(c, ERR_INVALID, N_("write: accord job run"));
    int64_t done = 0;
    enum err err = boot_tables(c);
    err = err ? err : boot_store(c, BOOT_PRESENT);
    err = err ? err : outbox_run_due(c, &done);
    if (!err)
        printf("%lld done\n", (long long)done);
    boot_close(c);
    return err;
}

enum err version_command(struct call *call)
{
    (void)call;
    printf("accord %s\n", ACCORD_VERSION);
    return OK;
}
