// SPDX-License-Identifier: Apache-2.0
// request — what was asked, read and limited; the handler's context is within.
#ifndef ACCORD_WEB_REQUEST_H
#define ACCORD_WEB_REQUEST_H

#include "view/value.h"
#include "work/account.h"

enum method { GET, POST, PUT, PATCH, DELETE, METHOD_COUNT }; // HEAD is GET without its body

// Limits at the door. Beyond: 400, 413, 414 or 431 with a sentence.
enum {
    LIMIT_PATH = 2000,
    LIMIT_QUERY = 4000,
    LIMIT_PARAMETERS = 1000,
    LIMIT_BODY = 2 << 20,
    LIMIT_UPLOAD = 100 << 20,
    LIMIT_VALUES = 50000, // in one JSON body
};

enum wants { WANTS_PAGE, WANTS_FRAGMENT, WANTS_JSON, WANTS_CSV, WANTS_NDJSON };

struct header {
    str name, value;
};

struct request {
    struct ctx c;               // first: handlers pass &r->c down
    enum method method;
    bool head_only;
    str target;                 // as it was sent: raw path and query
    str path;                   // decoded, checked UTF-8, no dot segments
    str query_text;             // raw, without '?'
    const struct header *headers;
    ptrdiff_t header_count;
    const struct route *route;  // NULL: no such page, or not with this method
    unsigned allowed;           // methods the path has, a bit each (1 << GET)
    struct value *captures;     // {"id":"7"}
    struct value *query;        // texts; lists of texts where repeated
    struct value *body;         // form or JSON as a tree; NULL when there is none
    str body_text;              // raw
    enum { BODY_NONE, BODY_FORM, BODY_JSON } body_kind;
    enum wants wants;
    str remote;                 // client's address (of the trusted proxy's header when one is set)
    str base_url;               // "http://127.0.0.1:8080", for links in mails and feeds
    bool has_bearer;            // came with a program's token: no cookie, no CSRF
    bool has_session_cookie;    // even one that is no longer good: such answers are never shared
    struct session session;     // id 0: nobody signed in
    str notice;                 // said by the page before this one
    int64_t number;             // of this request since the program started: what an error page shows and the log has
    void *connection;           // web/server.c's own
};

str request_header(const struct request *, const char *name); // without case; empty when it is not there
int64_t request_id(const struct request *);                   // capture {id}; 0 when it has none
str request_capture(const struct request *, str name);
str request_parameter(const struct request *, str name);      // first value in the query; empty
str request_field(const struct request *, str name);          // text field of the body; empty
int64_t request_if_version(const struct request *);           // If-Match: "7" or W/"7…", or form field _version; 0: none

#endif
