// SPDX-License-Identifier: Apache-2.0
// test_server — a server within the test, over work/test_office.h, and a client that says what it is told, byte by byte.
#ifndef ACCORD_WEB_TEST_SERVER_H
#define ACCORD_WEB_TEST_SERVER_H

#include "web/route.h"
#include "web/server.h"
#include "work/test_office.h"

enum { TEST_SLOW_MS = 400 }; // how long GET /slow takes

// An office with the pages and the API of "things", on a free port; stopped with c->mem. `options` may be NULL.
struct server *test_server_open(struct ctx *c, const struct server_options *);

struct test_reply {
    int status; // 0: the connection ended without an answer
    str head, body;
};
int test_server_connect(const struct server *);
void test_server_say(int line, str bytes);
// The next answer on this connection; `method` says whether it has a body. At most 10 s.
struct test_reply test_server_hear(struct ctx *, int line, const char *method);
bool test_server_ended(int line); // nothing more comes
str test_server_header(const struct test_reply *, const char *name);

// One request on a connection of its own: "GET /things", with further header lines ("A: b\r\n") and a body.
struct test_reply test_server_ask(struct ctx *, const struct server *, const char *method, const char *target, const char *headers,
                                  str body);
// A session of a new account with this role; *csrf is what its forms carry. "Cookie: …\r\n".
const char *test_server_sign_in(struct ctx *, const char *role, str *csrf);

#endif
