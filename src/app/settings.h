// SPDX-License-Identifier: Apache-2.0
// settings — one table of everything that can be set: by flag (--listen), environment (ACCORD_LISTEN) or settings file
// (listen = …), in that order. `accord settings` prints it.
#ifndef ACCORD_APP_SETTINGS_H
#define ACCORD_APP_SETTINGS_H

#include "base/err.h"

enum setting_flags { SETTING_SECRET = 1 }; // never printed

struct setting {
    const char *name;    // "listen"
    const char *initial; // "" when there is none
    const char *unit;    // what a value looks like: "ADDRESS:PORT"
    const char *purpose;
    unsigned flags;
};

ptrdiff_t settings_count(void);
const struct setting *settings_at(ptrdiff_t i);
const struct setting *settings_find(str name); // NULL when there is none

// The value in force; "" when nothing was set. Ends in a NUL.
const char *settings_get(const char *name);
int64_t settings_int(const char *name);     // 0 for ""
const char *settings_origin(const char *name); // "flag", "environment", "file", "initial"

// In this order, each over the one before. The file may be named by --settings or ACCORD_SETTINGS; a file that was named must be
// there. ERR_INVALID names what is not known, with the line.
enum err settings_load(struct ctx *) MUST_CHECK;
enum err settings_set_flag(struct ctx *, str name, str value) MUST_CHECK;

#endif
