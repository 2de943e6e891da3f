// SPDX-License-Identifier: Apache-2.0
// sign — signing in and out, one-time links, and a person's own page.
#ifndef ACCORD_WEB_SIGN_H
#define ACCORD_WEB_SIGN_H

#include "web/route.h"

extern const struct route sign_routes[];
extern const ptrdiff_t sign_route_count;

#endif
