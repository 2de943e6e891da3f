// SPDX-License-Identifier: Apache-2.0
// listen — the socket clients knock at.
#ifndef ACCORD_WEB_LISTEN_H
#define ACCORD_WEB_LISTEN_H

#include "base/err.h"

struct listening {
    int socket;
    int port;     // the one it got, when 0 was asked for
    str address;  // "127.0.0.1:8080", "[::1]:8080"
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:0". Errors say what stands in the way (the port is taken, it needs rights, …).
enum err listen_open(struct ctx *, const char *where, struct listening *out) MUST_CHECK;

#endif
