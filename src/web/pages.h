// SPDX-License-Identifier: Apache-2.0
// pages — the addresses every record type has for people: list, new, show, change, history, drafts, moves.
#ifndef ACCORD_WEB_PAGES_H
#define ACCORD_WEB_PAGES_H

#include "web/route.h"

// The routes of one resource, in the boot arena; never more than pages_route_count.
const struct route *pages_routes(struct arena *boot, const struct resource *, ptrdiff_t *n);
extern const ptrdiff_t pages_route_count;

// The right that opens a type's records to begin with: what one may see and do with each is looked at with the record.
roles pages_right_to_see(const struct record_type *);

#endif
