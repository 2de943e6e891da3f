// SPDX-License-Identifier: Apache-2.0
// answer — what goes back: a value tree that web/ renders as the page, fragment, JSON or CSV that was asked for; or a body.
#ifndef ACCORD_WEB_ANSWER_H
#define ACCORD_WEB_ANSWER_H

#include "base/buf.h"
#include "base/faults.h"
#include "web/request.h"

enum { ANSWER_READS_MAX = 8, ANSWER_HEADERS_MAX = 8 };

struct answer {
    int status;              // 0: 200, or the error's
    struct value *data;      // V_MAP; what the template sees (with "page", "actor", "office" added) and the API gives
    const char *view;        // template instead of the route's
    str redirect;            // 303 to here
    struct faults faults;    // ERR_INVALID: the form again, or problem+json
    const char *download;    // file name offered with the body
    str notice;              // said once on the next page ("It is public now.")
    // Record types this answer was made from: while their change counters, the day and the build stay the same, the anonymous
    // cache may give it again. None named: it is not cached.
    str reads[ANSWER_READS_MAX];
    int read_count;
    bool is_unshared;        // read more than can be named
    str etag;                // strong, of one record: "7"; weak ones come from the cache
    str content_type;        // with body
    str body;                // finished bytes instead of a tree
    struct {
        const char *name;
        str value;
    } headers[ANSWER_HEADERS_MAX];
    int header_count;
    // Long answers in pieces: called until it adds nothing; each piece on a worker, with a connection of its own, so that a
    // client that reads slowly holds neither.
    enum err (*stream)(struct request *, struct answer *, struct buf *out);
    void *stream_state;
    str cookie;              // Set-Cookie line, made by web/cookie.c
};

void answer_header(struct answer *, const char *name, str value);
void answer_reads(struct answer *, str type_name); // a literal, or a type's name
// Go there next (303), saying something once on that page; `said` may be NULL.
void answer_go(struct request *, struct answer *, str path, const char *said);
// A failure whose status is not the error's own: 405, 415, 428.
#define answer_fail(r, a, http, e, ...) ((a)->status = (http), fail(&(r)->c, (e), __VA_ARGS__))

enum { REPLY_HEADERS_MAX = 28 };

// What is sent: made of the answer, or of the failure.
struct reply {
    int status;
    str body;
    struct header headers[REPLY_HEADERS_MAX];
    int header_count;
    bool is_shared;          // may be given to anyone who asks for the same (see cache.h)
    struct answer *stream;   // body comes in pieces instead
};
void reply_header(struct reply *, const char *name, str value);
str reply_get(const struct reply *, const char *name);

// Never fails: what cannot be rendered becomes an error page, and that a bare sentence. `e` is what the handler returned.
void answer_render(struct request *, struct answer *, enum err e, struct reply *);

#endif
