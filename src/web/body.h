// SPDX-License-Identifier: Apache-2.0
// body — what was sent with a request, as a tree: forms for pages, JSON for the API.
#ifndef ACCORD_WEB_BODY_H
#define ACCORD_WEB_BODY_H

#include "web/answer.h"

// Sets r->body and r->body_kind from r->body_text. No body leaves NULL. 415 when its type is not what the route takes.
enum err body_read(struct request *, struct answer *) MUST_CHECK;

#endif
