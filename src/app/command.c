// SPDX-License-Identifier: Apache-2.0
#include "app/command.h"

#include "app/settings.h"
#include "base/log.h"
#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option demo_options[] = { { "remove", NULL, N_("take the demonstration out and leave all else") } };
static const struct option init_options[] = { { "name", "NAME", N_("the office's name") } };
static const struct option user_options[] = {
    { "name", "NAME", N_("the person's name") },
    { "roles", "ROLE,ROLE", N_("editor, delegate, broker, reviewer, focal-point, chair, secretariat, administrator") },
    { "organisation", "NAME", N_("the organisation of the directory they speak for") },
};
static const struct option export_options[] = {
    { "format", "csv|json|ndjson", N_("csv when nothing is said") },
    { "public", NULL, N_("only what everyone may read") },
};
static const struct option schema_options[] = { { "sql", "sqlite|postgres", N_("the tables instead of the fields") } };

#define OPTIONS(rows) .options = (rows), .option_count = COUNT(rows)
static const struct command commands[] = {
    { .name = "serve", .operands = "", .summary = N_("serve pages and API"), .run = serve_command,
      .help = N_("Opens the database (making it when it is not there), brings it up to date, and serves until it is told to stop.\n"
                 "While nobody has signed in as administrator it prints a link to do so.") },
    { .name = "init", .operands = "", .summary = N_("set up an empty office"), OPTIONS(init_options), .run = init_command,
      .help = N_("Makes the database with an office's name and time zone and its first administrator, and prints the sign-in link.") },
    { .name = "demo", .operands = "", .summary = N_("load or remove the demonstration"), OPTIONS(demo_options), .run = demo_command,
      .help = N_("Loads the partnerships of the report A/58/227 with every figure it gives, and a few records marked as examples.\n"
                 "What is there already stays as it is, so it can be run again.") },
    { .name = "user", .operands = "add|list|link|close|token [MAIL]", .operands_min = 1, .operands_max = 2,
      .summary = N_("accounts"), OPTIONS(user_options), .run = user_command,
      .help = N_("add MAIL    makes an account and prints its sign-in link\n"
                 "list        all accounts with their roles\n"
                 "link MAIL   a new sign-in link (the one before stops working)\n"
                 "close MAIL  closes the account and ends its sessions\n"
                 "token MAIL  a token for programs (Authorization: Bearer …); it is shown once") },
    { .name = "export", .operands = "TYPE", .operands_min = 1, .operands_max = 1, .summary = N_("all records of a type"),
      OPTIONS(export_options), .run = export_command,
      .help = N_("Writes to standard output. TYPE is partnerships, organisations, …") },
    { .name = "backup", .operands = "FILE", .operands_min = 1, .operands_max = 1, .summary = N_("copy the database while it is in use"),
      .run = backup_command, .help = N_("The copy is complete and consistent. FILE must not be there yet.") },
    { .name = "restore", .operands = "FILE", .operands_min = 1, .operands_max = 1, .summary = N_("make the database from a copy"),
      .run = restore_command, .help = N_("FILE is a backup; it is checked first. The database of --db must not be there yet.") },
    { .name = "schema", .operands = "[TYPE]", .operands_max = 1, .summary = N_("record types, their fields and tables"),
      OPTIONS(schema_options), .run = schema_command, .help = N_("Without TYPE: all types. --sql prints the statements that make the tables.") },
    { .name = "routes", .operands = "", .summary = N_("every address: method, path, right, purpose"), .run = routes_command, .help = "" },
    { .name = "rights", .operands = "[TYPE]", .operands_max = 1, .summary = N_("the table of role, route and field"),
      .run = rights_command, .help = N_("Who may call which address, and who may read and write which field.") },
    { .name = "where", .operands = "PATH", .operands_min = 1, .operands_max = 1, .summary = N_("what answers an address"),
      .run = where_command, .help = N_("Such as: accord where /partnerships/7") },
    { .name = "settings", .operands = "", .summary = N_("every setting, its value and where it comes from"), .run = settings_command,
      .help = "" },
    { .name = "openapi", .operands = "", .summary = N_("the description of the API (OpenAPI 3.1)"), .run = openapi_command, .help = "" },
    { .name = "job", .operands = "run", .operands_min = 1, .operands_max = 1, .summary = N_("do what is due in the outbox now"),
      .run = job_command, .help = "" },
    { .name = "version", .operands = "", .summary = N_("this program's version"), .run = version_command, .help = "" },
};

str call_option(const struct call *call, const char *name)
{
    for (ptrdiff_t i = call->option_count - 1; i >= 0; i--)
        if (str_eq(call->options[i].name, str_of(name)))
            return call->options[i].value;
    return STR_NONE;
}

static const struct command *find_command(str name)
{
    for (ptrdiff_t i = 0; i < COUNT(commands); i++)
        if (str_eq(name, str_of(commands[i].name)))
            return &commands[i];
    return NULL;
}

static const struct option *find_option(const struct command *command, str name)
{
    for (ptrdiff_t i = 0; i < command->option_count; i++)
        if (str_eq(name, str_of(command->options[i].name)))
            return &command->options[i];
    return NULL;
}

static void print_commands(FILE *out)
{
    fputs("accord: an office for partnerships, in one program\n\nusage: accord COMMAND [options]\n\n", out);
    for (ptrdiff_t i = 0; i < COUNT(commands); i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\naccord COMMAND --help says more. Settings (accord settings) are options of every command, such as --db FILE.\n", out);
}

static void print_option(FILE *out, const char *name, const char *value, const char *purpose)
{
    char left[64];
    snprintf(left, sizeof left, "--%s%s%s", name, value ? " " : "", value ? value : "");
    fprintf(out, "  %-34s %s\n", left, purpose);
}

static void print_help(FILE *out, const struct command *command)
{
    fprintf(out, "usage: accord %s%s%s [options]\n\n%s\n", command->name, *command->operands ? " " : "", command->operands, command->summary);
    if (*command->help)
        fprintf(out, "\n%s\n", command->help);
    fputs("\noptions:\n", out);
    for (ptrdiff_t i = 0; i < command->option_count; i++)
        print_option(out, command->options[i].name, command->options[i].value, command->options[i].purpose);
    for (ptrdiff_t i = 0; i < settings_count(); i++)
        print_option(out, settings_at(i)->name, settings_at(i)->unit, settings_at(i)->purpose);
    print_option(out, "help", NULL, "this text");
}

enum { USAGE = 2, ASKED_HELP = -1 };

static int wrong_usage(const struct command *command, const char *what, str name)
{
    fprintf(stderr, "accord: %s%s%.*s; see accord %s --help\n", what, name.len ? " " : "", (int)name.len, name.at ? name.at : "",
            command ? command->name : "");
    return USAGE;
}

// One "--name", "--name=value" or "--name value"; moves *i past what it took.
static int take_option(struct call *call, int argc, char **argv, int *i)
{
    str value = str_skip(str_of(argv[*i]), 2);
    bool glued = str_find_byte(value, '=') >= 0;
    str name = str_cut(&value, '=');
    if (str_eq(name, S("help")))
        return ASKED_HELP;
    const struct option *own = find_option(call->command, name);
    if (!own && !settings_find(name))
        return wrong_usage(call->command, "there is no option", str_of(argv[*i]));
    if (own && !own->value) {
        value = S("yes");
    } else if (!glued) {
        if (*i + 1 >= argc)
            return wrong_usage(call->command, "a value is missing after", str_of(argv[*i]));
        value = str_of(argv[++*i]);
    }
    if (!own)
        return settings_set_flag(call->c, name, value) ? USAGE : 0;
    if (call->option_count == OPTIONS_MAX)
        return wrong_usage(call->command, "too many options", STR_NONE);
    call->options[call->option_count].name = name;
    call->options[call->option_count++].value = value;
    return 0;
}

static int take_arguments(struct call *call, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0 && argv[i][2]) {
            int problem = take_option(call, argc, argv, &i);
            if (problem)
                return problem;
        } else if (call->operand_count == OPERANDS_MAX || call->operand_count == call->command->operands_max) {
            return wrong_usage(call->command, "not understood:", str_of(argv[i]));
        } else {
            call->operands[call->operand_count++] = str_of(argv[i]);
        }
    }
    if (call->operand_count < call->command->operands_min)
        return wrong_usage(call->command, "missing:", str_of(call->command->operands));
    return 0;
}

static int report(struct ctx *c, enum err err)
{
    if (!err)
        return 0;
    str said = c->said.len ? c->said : str_of(err_text(err));
    fprintf(stderr, "accord: %.*s\n", STR_ARG(said));
    if (c->detail.len)
        fprintf(stderr, "accord: (%.*s)\n", STR_ARG(c->detail));
    return err_exit(err);
}

static enum err set_log_level(struct ctx *c)
{
    static const char *const names[] = { "error", "warn", "info", "debug" };
    for (int i = 0; i < (int)COUNT(names); i++) {
        if (strcmp(settings_get("log"), names[i]) == 0) {
            log_set_level((enum log_level)i);
            return OK;
        }
    }
    return fail(c, ERR_INVALID, N_("the log level %s is not known; write error, warn, info or debug"), settings_get("log"));
}

int command_main(int argc, char **argv)
{
    str name = argc > 1 ? str_of(argv[1]) : STR_NONE;
    if (!name.len || str_eq(name, S("--help")) || str_eq(name, S("help"))) {
        print_commands(name.len ? stdout : stderr);
        return name.len ? 0 : USAGE;
    }
    if (str_eq(name, S("--version")))
        name = S("version");
    const struct command *command = find_command(name);
    if (!command) {
        fprintf(stderr, "accord: there is no command %.*s; see accord --help\n", STR_ARG(name));
        return USAGE;
    }
    struct arena *mem = arena_open("command", ARENA_BOOT);
    struct ctx c = { .mem = mem, .now_ms = clock_now_ms() };
    struct call call = { .c = &c, .command = command };
    int problem = take_arguments(&call, argc, argv);
    if (problem == ASKED_HELP)
        print_help(stdout, command);
    else if (problem == USAGE && c.said.len)
        report(&c, c.err);
    if (!problem) {
        enum err err = settings_load(&c);
        err = err ? err : set_log_level(&c);
        err = err ? err : command->run(&call);
        problem = report(&c, err);
    }
    arena_close(mem);
    return problem == ASKED_HELP ? 0 : problem;
}
