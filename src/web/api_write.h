// SPDX-License-Identifier: Apache-2.0
// api_write — the half of the API that changes records.
#ifndef ACCORD_WEB_API_WRITE_H
#define ACCORD_WEB_API_WRITE_H

#include "web/loaded.h"

handler api_create, api_replace, api_change, api_move, api_discard;

// {"data": the record as the actor sees it}, its version as ETag.
void api_show(struct request *, struct answer *, const struct loaded *);

#endif
