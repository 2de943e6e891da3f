// SPDX-License-Identifier: Apache-2.0
// system — the addresses for machines: health, readiness, figures, the API's description.
#ifndef ACCORD_WEB_SYSTEM_H
#define ACCORD_WEB_SYSTEM_H

#include "web/route.h"

extern const struct route system_routes[];
extern const ptrdiff_t system_route_count;

#endif
