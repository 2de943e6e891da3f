// SPDX-License-Identifier: Apache-2.0
// office_module — the front page, the office's queue, accounts and their sign-in links.
#ifndef ACCORD_OFFICE_OFFICE_MODULE_H
#define ACCORD_OFFICE_OFFICE_MODULE_H

#include "web/route.h"

extern const struct module office_module;

#endif
