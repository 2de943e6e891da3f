// SPDX-License-Identifier: Apache-2.0
// referring — what leads to a record: the records of other types that can be filtered by it, so that an organisation's page shows
// its partnerships and neither module knows the other.
#ifndef ACCORD_WEB_REFERRING_H
#define ACCORD_WEB_REFERRING_H

#include "web/answer.h"
#include "web/request.h"

// [{"type": TYPE, "items": [ITEM, …] the first five, "count", "exact", "address" of all}, …] as the actor may see them; a type of
// which there is none is left out. The answer reads each of these types.
enum err referring_value(struct request *, struct answer *, const struct record_type *, int64_t id, struct value **out) MUST_CHECK;

#endif
