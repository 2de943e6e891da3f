// SPDX-License-Identifier: Apache-2.0
// modules — the one list of the program's parts.
#ifndef ACCORD_APP_MODULES_H
#define ACCORD_APP_MODULES_H

#include "web/route.h"

extern const struct module *const modules[];
extern const ptrdiff_t modules_count;

#endif
