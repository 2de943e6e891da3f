// SPDX-License-Identifier: Apache-2.0
// command — the command line: one table of commands; options, help and completion come from it.
// Exit codes: 0 done; 1 the input or the request is at fault; 2 wrong usage; 3 not permitted; 4 busy; 5 our fault.
#ifndef ACCORD_APP_COMMAND_H
#define ACCORD_APP_COMMAND_H

#include "base/err.h"

struct option {
    const char *name;  // "format", given as --format VALUE or --format=VALUE
    const char *value; // what it takes: "csv|json|ndjson"; NULL: a switch
    const char *purpose;
};

enum { OPERANDS_MAX = 8, OPTIONS_MAX = 16 };

struct call {
    struct ctx *c;
    const struct command *command;
    str operands[OPERANDS_MAX];
    ptrdiff_t operand_count;
    struct {
        str name, value;
    } options[OPTIONS_MAX];
    ptrdiff_t option_count;
};

struct command {
    const char *name;
    const char *operands; // "TYPE", "FROM", "" …
    int operands_min, operands_max;
    const char *summary;  // one line
    const char *help;     // paragraphs
    const struct option *options; // its own; settings are options everywhere
    ptrdiff_t option_count;
    enum err (*run)(struct call *);
};

int command_main(int argc, char **argv);

// The option's value; empty when it was not given. A switch that was given is "yes".
str call_option(const struct call *, const char *name);

// Each command's entry, in the file named for it.
enum err serve_command(struct call *);
enum err init_command(struct call *);
enum err demo_command(struct call *);
enum err user_command(struct call *);
enum err export_command(struct call *);
enum err backup_command(struct call *);
enum err restore_command(struct call *);
enum err schema_command(struct call *);
enum err routes_command(struct call *);
enum err where_command(struct call *);
enum err settings_command(struct call *);
enum err rights_command(struct call *);
enum err openapi_command(struct call *);
enum err job_command(struct call *);
enum err version_command(struct call *);

#endif
