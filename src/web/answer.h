// SPDX-License-Identifier: Apache-2.0
// answer — what goes back: a value tree that web/ renders as the page, fragment, JSON or CSV that was asked for; or a body.
#ifndef ACCORD_WEB_ANSWER_H
#define ACCORD_WEB_ANSWER_H

#include "base/buf.h"
#include "base/faults.h"
#include "view/value.h"

struct request;

enum { ANSWER_READS_MAX = 8, ANSWER_HEADERS_MAX = 8 };

struct answer {
    int status;              // 0: 200, or the error's
    struct value *data;      // V_MAP; what the template sees (with "page", "actor", "office" added) and the API gives
    const char *view;        // template instead of the route's
    str redirect;            // 303 to here
    struct faults faults;    // ERR_INVALID: the form again, or problem+json
    str notice;              // said once on the next page ("It is public now.")
    // Record types this answer was made from: while their change counters, the day and the build stay the same, the anonymous
    // cache may give it again. None named: it is not cached.
    str reads[ANSWER_READS_MAX];
    int read_count;
    str etag;                // strong, of one record: "7"; weak ones come from the cache
    str content_type;        // with body
    str body;                // finished bytes instead of a tree
    struct {
        const char *name;
        str value;
    } headers[ANSWER_HEADERS_MAX];
    int header_count;
    // Long answers in pieces: called until it adds nothing; on a worker, with a connection of its own.
    enum err (*stream)(struct request *, struct answer *, struct buf *out);
    void *stream_state;
    str cookie;              // Set-Cookie line, made by web/session.c
};

void answer_header(struct answer *, const char *name, str value);
void answer_reads(struct answer *, str type_name);

#endif
