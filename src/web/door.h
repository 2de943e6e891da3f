// SPDX-License-Identifier: Apache-2.0
// door — from a request as it came to a reply as it goes: address, route, who, may they, body, handler, rendering. Knows no
// sockets, so tests knock here too.
#ifndef ACCORD_WEB_DOOR_H
#define ACCORD_WEB_DOOR_H

#include "web/answer.h"
#include "web/route.h"

enum { DOOR_SEEN_MAX = 64 };

// How often each record type had changed before the answer was begun: what its place in the cache is good for.
struct door_seen {
    str names[ANSWER_READS_MAX];
    int64_t counts[ANSWER_READS_MAX];
    int n;
    date day;
    int64_t office;
};

// Reads the target: sets path, query, captures, route, allowed. Before: c.mem, c.pool, method, target, headers, base_url, number.
// What is wrong with it stays in r->c.err and is answered by door_answer; the caller needs to look only to choose a lane.
void door_open(struct request *);

// Body limit of the route, in bytes.
ptrdiff_t door_limit(const struct request *);

// The whole way; takes a connection of the pool and gives it back. Never fails. `seen` is filled when the reply may be shared.
void door_answer(struct request *, struct reply *, struct door_seen *);

// The next piece of a reply that streams: adds nothing at the end. Its own connection of the pool.
enum err door_stream(struct request *, struct reply *, struct buf *out) MUST_CHECK;

// A reply for what went wrong before the door (413, 503, a method nobody knows).
void door_refuse(struct request *, int status, enum err, const char *said, struct reply *);

// The language of a request: ?lang=, the cookie, Accept-Language; NULL is English.
const struct lang *door_language(str query_lang, str cookies, str accept_language);

#endif
