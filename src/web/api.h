// SPDX-License-Identifier: Apache-2.0
// api — the addresses every record type has for programs, under /api/v1/PLURAL; described by /api/openapi.json.
//
// Answers: {"data": …}; lists also "total" (null beyond QUERY_COUNT_MAX unless ?count=exact) and "next" (an address, or null).
// Writing asks for If-Match ("the version it was read with": 428 without, 412 when it is not the present one); creating takes an
// Idempotency-Key. Faults are problem+json.
#ifndef ACCORD_WEB_API_H
#define ACCORD_WEB_API_H

#include "web/route.h"

const struct route *api_routes(struct arena *boot, const struct resource *, ptrdiff_t *n);
extern const ptrdiff_t api_route_count;

#endif
